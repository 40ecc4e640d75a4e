"""The shelf of records: what was put there comes back whole, or is told of and never used."""

from __future__ import annotations

import dataclasses
import json
import os
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.records import shelf as module
from nuzuh.loaders.records.shelf import (
    MANIFEST,
    Entry,
    Shelf,
    check_name,
    entry_of,
    figures_of,
    files_of,
)
from tests.loaders.records.shelved import entry


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "records")


def test_what_is_put_comes_back(shelf):
    assert shelf.names() == shelf.entries() == []
    assert shelf.damaged() == {}
    for name in ("b", "a-1"):
        shelf.put(entry(name))
    assert shelf.entries() == [entry("a-1"), entry("b")]
    assert shelf.entry("b") == entry("b")
    assert shelf.entry("b").left_out == entry("b").left_out


def test_an_older_entry_gives_way_and_leaves_nothing(shelf):
    shelf.put(entry())
    before = shelf.stamp()
    newer = dataclasses.replace(entry("made-up", {"value": "80000"}), rows=1)
    shelf.put(newer)
    assert shelf.entries() == [newer]
    assert shelf.stamp() != before
    assert {path.name for path in (shelf.folder / "made-up").iterdir()} == set(files_of(newer))


def test_what_is_removed_is_gone(shelf):
    shelf.put(entry("a"))
    shelf.put(entry("b"))
    shelf.remove("a")
    assert shelf.names() == ["b"]
    with pytest.raises(RefusedError, match="no records named 'a'; there are b"):
        shelf.remove("a")
    shelf.remove("b")
    with pytest.raises(RefusedError, match="there are none"):
        shelf.entry("b")


@pytest.mark.parametrize("file", ["mapping", "counts", "figures", MANIFEST])
@pytest.mark.parametrize("damage", ["cut", "gone", "altered"])
def test_a_damaged_entry_is_told_of_and_never_half_used(shelf, file, damage):
    shelf.put(entry("a"))
    shelf.put(entry("b"))
    (path,) = (shelf.folder / "a").glob(f"{file}*")
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        changed = content.replace(b'"rows": 3', b'"rows": "3"').replace(b"2025", b"2024")
        path.write_bytes(content[: len(content) // 2] if damage == "cut" else changed + b"x")
    assert [one.name for one in shelf.entries()] == ["b"]
    (why,) = shelf.damaged().values()
    assert why.startswith("records/a ")
    with pytest.raises(DataError, match=r"^records/a "):
        shelf.entry("a")
    shelf.put(entry("a"))
    assert shelf.damaged() == {}
    path.write_bytes(b"")
    shelf.remove("a")
    assert shelf.names() == ["b"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("steps", range(4))
def test_a_kill_leaves_the_old_entry(shelf, steps):
    shelf.put(entry())
    child = os.fork()
    if not child:
        _killed_at(steps, shelf)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert shelf.entries() == [entry()]
    shelf.put(entry())
    assert len(list((shelf.folder / "made-up").iterdir())) == len(files_of(entry()))


def _killed_at(steps, shelf):
    """Replace an entry, and be killed before a file of it takes its place."""
    real, left = module.replace_with, [steps]

    def replaced(place, content):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        real(place, content)

    module.replace_with = replaced
    shelf.put(entry("made-up", {"value": "80000"}))
    os._exit(0)


def test_an_entry_that_was_never_finished_is_told_of(shelf):
    (shelf.folder / "begun").mkdir(parents=True)
    assert shelf.entries() == []
    assert "stopped before its end" in shelf.damaged()["begun"]


@pytest.mark.parametrize(
    "name", ["", "A", "a b", "../a", "a/b", "-a", "a-", "a--b", "1a", "a" * 41, "ä", "a\n"]
)
def test_a_name_is_that_of_one_folder(shelf, name):
    with pytest.raises(RefusedError, match="is no name of records"):
        check_name(name)
    with pytest.raises((RefusedError, DataError)):
        shelf.put(dataclasses.replace(entry(), name=name))
    assert shelf.names() == []


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"id": "REC-OTHER-1"}, "column id: is of others"),
        ({"id": "REC-MADE-UP-X"}, "column id: is of others"),
        ({"publisher": "Somebody else"}, "column publisher: is not the publisher"),
        ({"according_to": "OCHA"}, "column according_to"),
        ({"measure": "idps"}, "column measure"),
        ({"repeats": "GD0508"}, "column repeats"),
        ({"as_of": "2026-11-21"}, "column as_of: lies after the day of the count"),
        ({"value": "-1", "low": ""}, "a count is never negative"),
        ({"destination_pcodes": "XX"}, "an unknown P-code"),
    ],
)
def test_figures_that_break_a_rule_are_refused(shelf, cells, told):
    with pytest.raises(DataError) as refused:
        shelf.put(entry("made-up", cells))
    assert str(refused.value).startswith("made-up/figures.csv, row 2")
    assert told in str(refused.value)
    assert shelf.names() == []


def test_records_do_not_speak_for_who_publishes_figures(shelf):
    with pytest.raises(DataError, match="'OCHA' publishes figures itself"):
        shelf.put(dataclasses.replace(entry("made-up", {"publisher": "OCHA"}), publisher="OCHA"))


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"^cannot write .*/file/records \(Not a directory\)$"):
        Shelf(tmp_path / "file" / "records").put(entry())
    assert Shelf(tmp_path / "file" / "records").entries() == []


def test_who_is_at_an_entry_is_waited_for(shelf, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    with shelf.locked("made-up"), pytest.raises(RefusedError, match="another process"):
        shelf.put(entry())


@given(
    st.sampled_from(sorted({field.name for field in dataclasses.fields(Entry)} - {"name"})),
    st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=3))),
)
def test_a_manifest_that_says_something_else_is_an_entry_or_a_refusal(key, value):
    files = files_of(entry())
    manifest = json.loads(files[MANIFEST])
    manifest[key] = value
    files[MANIFEST] = json.dumps(manifest).encode()
    try:
        found = entry_of("made-up", files)
    except DataError as error:
        told = str(error)
    else:
        told = f"records/{found.name} of {found.moment:%Y} beside {found.data_version}"
    assert told.startswith("records/made-up ")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("counted_at", "0001-01-01T00:00:00+14:00"),
        ("counted_at", "yesterday"),
        ("data_version", "new"),
        ("first", "2025-06-31"),
        ("rows", True),
        ("left_out", [{"why": "days", "records": "many"}]),
        ("format", 2),
    ],
)
def test_a_manifest_of_other_cells_is_refused(key, value):
    files = files_of(entry())
    files[MANIFEST] = json.dumps(json.loads(files[MANIFEST]) | {key: value}).encode()
    with pytest.raises(DataError, match=r"^records/made-up is "):
        entry_of("made-up", files)


def test_figures_are_read_as_any_figures_are():
    frame = figures_of(entry())
    assert list(frame["id"]) == ["REC-MADE-UP-1", "REC-MADE-UP-2", "REC-MADE-UP-3"]
    assert set(frame["speaker"]) == {"A made-up operator"}
