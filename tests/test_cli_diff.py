"""``nuzuh diff V1 V2``: what changed between two data versions, in three formats."""

from __future__ import annotations

import csv
import io
import json

import pytest

from nuzuh import cli
from nuzuh.cli.changes import print_changes
from nuzuh.evidence.changes import CellChange, Changes, PeopleChange, RowChange
from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene import data_versions
from tests.evidence.test_changes import figure, people, state

OLD = "2026-08-22-79be9da"


@pytest.fixture
def few_people(monkeypatch):
    """Two states in which Rafah alone is told otherwise; reconstructions take seconds."""
    told = iter([_people(1_000.0), _people(4_000.0)])
    monkeypatch.setattr(data_versions, "people_frame", lambda _: next(told))
    for remembered in (data_versions._changes, data_versions.rows_changed):
        remembered.cache_clear()
    yield
    data_versions._changes.cache_clear()


def _people(number):
    return people(("2025-06-01", "PS0275", "all", number, 0.0, 3_000.0))


def run(capsys, *words):
    code = cli.main(["diff", *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.usefixtures("few_people")
def test_a_version_differs_from_the_newest_by_what_it_lacks(capsys):
    code, out, err = run(capsys, OLD, "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["before"] == OLD
    assert told["after"] == data_versions.known_versions()[0].id
    withdrawn = [row for row in told["rows"] if row["change"] == "withdrawn"]
    assert {row["id"] for row in withdrawn} >= set(load_withdrawn().frame["id"])
    assert all(row["reason"] for row in withdrawn if row["withdrawn_on"])
    assert all(row["columns"] for row in told["rows"] if row["change"] == "revised")
    # That columns came into the table is no revision of every row.
    assert "according_to" in told["new_columns"]["estimates"]
    assert len(told["rows"]) < 400
    assert (
        told["people"][0] | {"view": "all", "pcode": "PS0275", "outside": True}
        == (told["people"][0])
    )


@pytest.mark.usefixtures("few_people")
def test_every_format_tells_the_same_rows(capsys):
    ids = {row["id"] for row in json.loads(run(capsys, OLD, "--format", "json")[1])["rows"]}
    table = list(csv.DictReader(io.StringIO(run(capsys, OLD, "latest", "--format", "csv")[1])))
    assert {row["id"] for row in table if row["table"] != "people_by_day"} == ids
    assert all(row["source_title"] for row in table if row["table"] != "people_by_day")
    first, *lines = run(capsys, OLD)[1].splitlines()
    assert first.startswith(f"from {OLD} to ")
    told = {line.split(": ")[0].rpartition(" ")[2] for line in lines if "people," not in line}
    assert ids <= told


def test_a_version_does_not_differ_from_itself(capsys):
    assert run(capsys, "latest", "latest")[1].endswith(": nothing differs\n")
    assert run(capsys, "latest", "latest", "--format", "csv")[1].count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2020-01-01-aaaaaaa"], "there never was a data version '2020-01-01-aaaaaaa' here"),
        (["latest", "../../etc"], "there never was a data version '../../etc' here"),
        (["latest", "--source", "deaths"], "--source is for what a refresh would change"),
        (["--format", "csv"], "told as text or JSON"),
        (["latest", "latest", "latest"], "unexpected extra argument"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(words, said, capsys):
    code, out, err = run(capsys, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_of_a_version_that_is_damaged_it_is_not_said_that_it_never_was(
    capsys, tmp_path, monkeypatch
):
    monkeypatch.setenv("NUZUH_ARCHIVE", str(tmp_path))
    (tmp_path / "2025-01-02-0123abc.zip").write_bytes(b"PK cut")
    code, out, err = run(capsys, "2025-01-02-0123abc")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "2025-01-02-0123abc.zip is damaged" in err


def test_a_cell_that_a_spreadsheet_would_run_is_told_as_text(monkeypatch, capsys):
    row = dict(figure("a"), source_title="=1+1", source_url="", source_date="", as_of="2025-01-01")
    one = RowChange("estimates", "a", "revised", row, (CellChange("note", "", "=2+2"),))
    monkeypatch.setattr("nuzuh.cli.live.changes_of", lambda *_: Changes("x", "y", (one,)))
    out = run(capsys, "latest", "--format", "csv")[1]
    assert ",=" not in out
    assert "'=2+2" in out


def test_people_of_fewer_than_can_be_told_are_no_zero(capsys):
    fell = PeopleChange(
        "all", "PS0275", 3, 3, state().last, 7_000.0, 2_000.0, 15_000.0, None, 1_000.0
    )
    came = PeopleChange("all", "PS0260", 3, 3, state().last, None, 0.0, 1_000.0, 9_000.0, 20_000.0)
    for form, told in (
        ("text", ("7,000 (2,000 to 15,000) -> fewer than 1,000,", "fewer than 1,000 -> 9,000,")),
        ("csv", (",people,7000,fewer than 1000,", ",people,fewer than 1000,9000,")),
    ):
        print_changes(Changes("a", "b", people=(fell, came)), form)
        printed = capsys.readouterr().out
        assert all(one in printed for one in told), printed


def test_without_a_former_range_nobody_says_inside_or_outside(monkeypatch, capsys):
    one = PeopleChange("all", "PS0275", 3, None, state().last, 1_000.0, None, None, 2_000.0)
    monkeypatch.setattr("nuzuh.cli.live.changes_of", lambda *_: Changes("x", "y", people=(one,)))
    line = run(capsys, "latest")[1].splitlines()[1]
    assert line == "people, all PS0275: 3 days; most on 2026-01-01: 1,000 -> 2,000"
