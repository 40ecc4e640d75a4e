"""A figure is written with its hashes, counts and its line of the changelog, or not at all."""

from __future__ import annotations

import csv
import io
import shutil
import stat
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from nuzuh.loaders.editor import put as put_module
from nuzuh.loaders.editor.draft import draft_of
from nuzuh.loaders.editor.given import Given
from nuzuh.loaders.editor.ledger_files import check_working_copy, read_ledger_files
from nuzuh.loaders.editor.put import change_of, put, with_change, with_line
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.package import DESCRIPTOR, read_bytes, read_descriptor
from nuzuh.loaders.seal import seal

TODAY = date(2026, 11, 26)
FIGURE = Given(
    speaker="UNRWA",
    measure="people_present",
    number="more than 157,000",
    destination="Rafah",
    as_of="2025-10-05",
    title="A [new] report",
    link="https://example.org/report",
    page_date="2025-10-06",
    seen="primary",
    note='Present, by "one" account',
)
CHANGELOG = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A thing.\n\n## 0.1\n\n- First.\n"


@pytest.fixture
def copy(small_data, tmp_path):
    """A working copy: data, changelog, and the page that counts rows."""
    folder = Path(shutil.copytree(small_data, tmp_path / "geodata"))
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    rows = "| `estimates.csv` | 1 | figures |\n| `exceptions.csv` | 1 | exceptions |\n"
    (tmp_path / "docs/data.md").write_text(rows, encoding="utf-8")
    return folder


def change(folder, figure=FIGURE, **excuses):
    files = read_ledger_files(folder)
    return change_of(draft_of(figure, files, today=TODAY, excuses=excuses), files, today=TODAY)


def files_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_figure_is_written_where_it_belongs_and_the_package_is_sealed(copy):
    before = (copy / "estimates.csv").read_text(encoding="utf-8").splitlines()
    put(change(copy))
    after = (copy / "estimates.csv").read_text(encoding="utf-8").splitlines()
    (line,) = set(after) - set(before)
    assert [one for one in after if one != line] == before
    days = [row["as_of"] for row in csv.DictReader(io.StringIO("\n".join(after)))]
    place = after.index(line) - 1
    assert days[place - 1] <= "2025-10-05" < days[place + 1]
    assert read_bytes("estimates", copy).decode() == "\n".join(after) + "\n"
    assert seal(copy) == []
    counted = (copy.parent / "docs/data.md").read_text(encoding="utf-8")
    assert f"| `estimates.csv` | {len(after) - 1} |" in counted
    log = (copy.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    told = "### Data\n\n- Figure GH0018: UNRWA, more than 157,000 people (people\\_present, Rafah, "
    assert told + "2025-10-05); [A \\[new\\] report](https://example.org/report).\n" in log
    assert log.replace(log[log.index("### Data") : log.index("## 0.1")], "") == CHANGELOG


def test_the_next_figure_gets_the_next_id_and_a_newer_one_moves_the_days(copy):
    put(change(copy))
    put(change(copy, replace(FIGURE, as_of="2026-11-20", page_date="2026-11-21")))
    log = (copy.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.index("- Figure GH0018") < log.index("- Figure GH0019") < log.index("## 0.1")
    ids = [row["id"] for row in csv.DictReader((copy / "estimates.csv").open(encoding="utf-8"))]
    assert len(ids) == len(set(ids))
    descriptor = read_descriptor(copy)
    (entry,) = (one for one in descriptor["resources"] if one["name"] == "estimates")
    assert descriptor["version"] == entry["as_of"] == "2026-11-20"
    assert entry["retrieved_at"] == "2026-11-26"


def test_an_excuse_is_written_beside_the_figure(copy):
    figure = replace(FIGURE, note="About 157,000 by one account")
    put(change(copy, figure, words="the page, has both"))
    last = list(csv.reader((copy / "exceptions.csv").open(encoding="utf-8")))[-1]
    assert last == ["GH0018", "words", "the page, has both"]
    assert read_bytes("exceptions", copy)


def test_nothing_is_written_of_what_is_refused(copy):
    before = files_of(copy.parent)
    for changed in ({"number": "many"}, {"speaker": "Nobody"}, {"number": "exactly 150,000"}):
        with pytest.raises(RefusedError, match="not written"):
            change(copy, replace(FIGURE, **changed))
    assert files_of(copy.parent) == before


@pytest.mark.parametrize("fails", ["CHANGELOG.md", "data.md", DESCRIPTOR])
def test_all_files_are_written_or_none(copy, monkeypatch, fails):
    changes, before, real = change(copy), files_of(copy.parent), Path.replace

    def replaced(draft, place):
        if Path(place).name == fails and draft.suffix == ".draft" and replaced.armed:
            replaced.armed = False
            raise OSError(28, "No space left on device")
        return real(draft, place)

    replaced.armed = True
    monkeypatch.setattr(Path, "replace", replaced)
    with pytest.raises(RefusedError, match="No space left"):
        put(changes)
    assert files_of(copy.parent) == before


def test_a_file_that_changed_meanwhile_is_not_written_over(copy):
    changes = change(copy)
    put(change(copy, replace(FIGURE, number="20,300")))
    before = files_of(copy.parent)
    with pytest.raises(RefusedError, match="changed meanwhile"):
        put(changes)
    assert files_of(copy.parent) == before


def test_an_installed_package_is_refused(tmp_path, copy):
    with pytest.raises(RefusedError, match="no working copy"):
        check_working_copy(copy.rename(tmp_path / "docs/geodata"))


@pytest.mark.parametrize("name", ["estimates.csv", DESCRIPTOR])
def test_a_file_that_may_not_be_written_to_is_refused(copy, monkeypatch, name):
    real = put_module.write_all.__globals__["os"].access
    monkeypatch.setattr(
        "os.access", lambda path, mode: Path(path).name != name and real(path, mode)
    )
    (copy / name).chmod(stat.S_IRUSR)
    with pytest.raises(RefusedError, match="may not be written to"):
        check_working_copy(copy)


def test_a_patch_does_what_writing_does(copy):
    changes = change(copy)
    words = [shutil.which("git") or "git", "apply", "-"]
    subprocess.run(words, cwd=copy.parent, input=changes.patch(), check=True)
    there = {name: (copy.parent / name).read_bytes() for name in changes.after}
    assert there == changes.after


CELLS = st.lists(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00\r")), min_size=2, max_size=2
    ),
    min_size=1,
    max_size=6,
)


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


@examples(CELLS, st.data())
def test_a_row_goes_between_others_and_changes_none_of_them(rows, data):
    place = data.draw(st.none() | st.integers(0, len(rows) - 1))
    made = list(
        csv.reader(io.StringIO(with_line(as_csv(rows), place, "x,y\n").decode(), newline=""))
    )
    at = len(rows) if place is None else place + 1
    assert made == [*rows[:at], ["x", "y"], *rows[at:]]


def test_line_breaks_stay_those_of_the_file():
    assert with_line(b"a,b\r\n1,2", None, "x,y\n") == b"a,b\r\n1,2\r\nx,y\r\n"


def test_a_changelog_without_a_place_for_it_is_refused():
    with pytest.raises(DataError, match="Unreleased"):
        with_change(b"# Changelog\n", "- x\n")
    assert with_change(b"## Unreleased\n", "- x\n") == b"## Unreleased\n\n### Data\n\n- x\n"
