"""The commands of editors: a figure in one line or by answers, refused, shown, written; a check."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from nuzuh import cli
from nuzuh.cli import figure as commands
from nuzuh.loaders.package import read_bytes
from nuzuh.scene.figure_preview import FigurePreview
from nuzuh.scene.text_table import TextTable

GIVEN = {
    "speaker": "UNRWA",
    "measure": "people_present",
    "number": "more than 157,000",
    "destination": "Rafah",
    "as-of": "2025-10-05",
    "title": "A report",
    "link": "https://example.org/report",
    "page-date": "2025-10-06",
    "seen": "primary",
    "note": "Present",
}
EMPTY = TextTable(("", ""), ())


def words(**changed):
    given = GIVEN | {name.replace("_", "-"): value for name, value in changed.items()}
    return [word for name, value in given.items() if value for word in (f"--{name}", value)]


@pytest.fixture
def copy(small_data, tmp_path):
    folder = Path(shutil.copytree(small_data, tmp_path / "geodata"))
    (tmp_path / "CHANGELOG.md").write_text("## Unreleased\n", encoding="utf-8")
    return folder


@pytest.fixture
def add(copy, monkeypatch, capsys):
    """Run ``nuzuh figure add`` on a copy of the data; solving is another test's."""

    def preview(before, after, figure, _):
        told = FigurePreview(after.last, EMPTY, ("a", "b"), EMPTY, EMPTY, reconstructed=True)
        preview.seen = (len(after.estimates) - len(before.estimates), figure)
        return told

    monkeypatch.setattr(commands, "figure_preview", preview)

    def run(*options, answers=None):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*(answers or []), ""])))
        ask = "--no-ask" if answers is None else "--ask"
        code = cli.main(["figure", "add", "--geodata", str(copy), ask, *options])
        out, err = capsys.readouterr()
        return code, out, err, getattr(preview, "seen", None)

    return run


def there(folder):
    return {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}


def test_a_figure_in_one_line(add, copy):
    code, out, _, seen = add(*words())
    assert (code, seen) == (0, (1, "GH0018"))
    assert "low: 157000" in out
    assert "next: make balance, then make test" in out
    assert b"GH0018,,UNRWA,,people_present,people" in read_bytes("estimates", copy)
    assert "GH0018" in (copy.parent / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(add, copy):
    before = there(copy)
    code, out, _, _ = add(*words(), "--dry-run")
    assert code == 0
    assert "nothing was written; it would change geodata/estimates.csv" in out
    assert there(copy) == before


def test_a_refusal_names_option_rule_and_mend_and_writes_nothing(add, copy):
    before = there(copy)
    code, _, err, seen = add(*words(speaker="UNWRA", number="many", seen=""))
    assert (code, seen) == (2, None)
    plain = err.translate({0x2068: None, 0x2069: None})
    assert "--speaker: UNWRA is not in publishers.csv: did you mean UNRWA?" in plain
    assert "--number: " in err
    assert "--seen: " in err
    assert "nothing was written; 3 to change first" in err
    assert there(copy) == before


def test_a_figure_by_answers_that_are_asked_again_where_they_are_wrong(add, copy):
    given = ["--measure", "people_present", "--note", "Present"]
    first = ["UNWRA", "", "more than 157,000", "Rafah", "2025-10-05", "A report"]
    page = ["https://example.org/report", "2025-10-06", "primary"]
    code, out, err, _ = add(*given, answers=[*first, *page, "UNRWA", "y"])
    assert code == 0, err
    assert "did you mean UNRWA?" in out
    assert b",UNRWA,,people_present,people" in read_bytes("estimates", copy)


def test_who_says_no_or_leaves_writes_nothing(add, copy):
    before = there(copy)
    assert add(*words(), answers=["", "n"])[0] == 0
    code, _, err, _ = add(answers=[])
    assert (code, "nothing was written" in err) == (130, True)
    assert there(copy) == before


def test_the_start_of_the_series_is_what_enter_says(add):
    moved = words(
        speaker="OCHA",
        measure="movement",
        number="more than 417,500 movements",
        origin="North Gaza; Gaza",
        destination="south of Wadi Gaza",
        as_of="2025-10-02",
    )
    code, out, err, _ = add(*moved, "--dry-run", answers=["", ""])
    assert code == 0, err
    assert "period_start: 2025-08-14" in out
    assert "period_basis: stated" in out


def test_what_counts_movements_is_asked_and_takes_its_unit_along(add):
    moved = words(
        speaker="OCHA",
        measure="movement",
        number="more than 417,500 people",
        origin="North Gaza; Gaza",
        destination="south of Wadi Gaza",
        as_of="2025-10-02",
        since="2025-08-14",
        basis="stated",
    )
    code, out, err, _ = add(*moved, "--dry-run", answers=["", "movements"])
    assert code == 0, err
    assert "unit: movements" in out
    assert "counting: movements" in out


def test_the_same_statement_is_asked_about(add):
    said = words(
        speaker="Israeli defence minister",
        measure="movement",
        number="900,000 people",
        origin="Gaza City",
        destination="outside Gaza City",
        since="2025-08-14",
        as_of="2025-10-05",
    )
    _, out, _, _ = add(*said, "--dry-run", "--no-preview")
    assert "then --repeats GD0508" in out
    code, out, _, _ = add(*said, "--dry-run", answers=["", "y"])
    assert code == 0
    assert "repeats: GD0508" in out


def test_a_patch_is_written_where_the_copy_may_not_be(add, copy, tmp_path):
    (copy.parent / "CHANGELOG.md").unlink()
    before = there(copy)
    code, _, err, _ = add(*words())
    assert (code, "no working copy" in err) == (2, True)
    assert there(copy) == before
    patch = tmp_path / "figure.patch"
    assert add(*words(), "--patch", str(patch))[0] == 0
    assert b"+GH0018,,UNRWA" in patch.read_bytes()


def test_an_excuse_without_a_reason_is_refused(add):
    code, _, err, _ = add(*words(), "--excuse", "falls")
    assert (code, "holds no '='" in err) == (2, True)


@pytest.fixture
def check(capsys):
    def run(*options):
        try:
            code = cli.main(["figure", "check", *options])
        except SystemExit as ended:
            code = ended.code
        return code, capsys.readouterr().out

    return run


def test_the_ledger_keeps_its_rules_and_its_patterns_are_told(check):
    code, out = check("--format", "json")
    told = json.loads(out)
    assert code == (1 if told["findings"] else 0)
    assert {one["kind"] for one in told["findings"]} <= {"pattern"}
    assert all(one["why"] and one["do"] and one["row"] for one in told["findings"])
    code, out = check("--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) == len(told["findings"])


def test_a_file_of_rows_that_breaks_a_rule(check, estimates_csv, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_bytes(
        estimates_csv({"id": "N1", "value": "-5"}, {"id": "N2", "quantifier": "exact"})
    )
    code, out = check(str(mine))
    assert code == 2
    assert "mine.csv, row 2, N1, value: a count is never negative" in out
    assert "mine.csv, row 3, N2, quantifier: a round thousand is not exact" in out
    assert out.splitlines()[-1].startswith("2 rows: 2 to change")
    mine.write_bytes(estimates_csv({"id": "N1", "value": "77777", "source_url": ""}))
    assert check(str(mine)) == (
        0,
        "1 rows: 0 to change, 0 to look at again, 0 accepted with a reason.\n",
    )
