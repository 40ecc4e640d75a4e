"""Entries of the archive: whole or refused, added once, and shown under today's columns."""

from __future__ import annotations

import csv
import errno
import io
import os
import statistics
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import __version__
from nuzuh.balance.archived.adding import checked_entry
from nuzuh.loaders import DataError, data_version, estimates, orders
from nuzuh.loaders.archive import adding, in_use_of, shelf, versions
from nuzuh.loaders.archive.entry import INDEX, ArchivedVersion, packed, read_index, read_parts
from nuzuh.loaders.archive.old_tables import UNTOLD_SCOPE, old_estimates
from nuzuh.loaders.current import (
    EMBEDDED,
    OLDER,
    InUse,
    current,
    follows_data,
    holding,
    put_in_use,
    using,
)
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.timeline import load_timeline
from tests.conftest import VALID_FIGURE

OLD = "2026-08-22-79be9da"
TODAY = date(2026, 11, 26)
SHIPPED = sorted(shelf.SHIPPED.glob("*.zip"))
ORDER = {
    "id": "O1",
    "kind": "order",
    "issuer": "IDF",
    "issued_on": "2025-01-02",
    "areas": "Rafah",
    "pcodes": "PS0275",
    "source_title": "made up",
}


def table(columns, *rows):
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


PARTS = {
    "estimates.csv": table(estimates.COLUMNS, VALID_FIGURE),
    "orders.csv": table(orders.COLUMNS, ORDER),
}
LAST = date.fromisoformat(VALID_FIGURE["as_of"])
MADE_UP = f"{LAST}-0123abc"
VERSION = ArchivedVersion(MADE_UP, LAST, TODAY, 1, 1, "0")
CONTENT = packed(VERSION, PARTS)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An operator's folder, which need not be there yet."""
    monkeypatch.setenv("NUZUH_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path / "archive"


@pytest.fixture
def entry(own):
    own.mkdir()
    path = own / f"{MADE_UP}.zip"
    path.write_bytes(CONTENT)
    return path


def test_what_ships_is_whole_and_small():
    assert OLD in {path.stem for path in SHIPPED}
    assert all(read_parts(path) for path in SHIPPED)
    assert statistics.median(path.stat().st_size for path in SHIPPED) <= 300_000


def test_the_version_in_use_will_be_found_once_there_is_a_newer_one():
    # After figures have changed: `NUZUH_ARCHIVE=geodata/archive nuzuh archive add`.
    assert data_version() in {path.stem for path in SHIPPED}


@pytest.mark.usefixtures("entry")
def test_versions_are_listed_the_newest_first():
    known = versions()
    assert VERSION in known
    assert [one.last for one in known] == sorted((one.last for one in known), reverse=True)
    first = next(one for one in known if one.id == OLD)
    assert (first.last, first.estimates, first.orders) == (date(2026, 8, 22), 791, 214)
    assert first.published == date(2026, 11, 22)


def test_a_version_comes_back_in_todays_columns_and_nothing_is_put_into_its_mouth():
    in_use = in_use_of(OLD)
    frame = in_use.tables["estimates"].frame
    assert list(frame.columns) == list(tables_in_use().estimates.columns)
    _, parts = read_parts(shelf.SHIPPED / f"{OLD}.zip")
    written = list(csv.DictReader(io.StringIO(parts["estimates.csv"].decode())))
    for name in ("id", "publisher", "measure", "unit", "quantifier", "source_url", "note"):
        assert frame[name].tolist() == [row[name] for row in written]
    for name in ("value", "low", "high"):
        told = [None if pd.isna(n) else n for n in frame[name]]
        assert told == [float(row[name]) if row[name] else None for row in written]
    assert set(frame["according_to"]) == {""}
    assert set(frame["scope"]) == {"", UNTOLD_SCOPE}
    shares = frame["measure"].eq("under_orders") & frame["unit"].eq("percent")
    assert (frame["scope"].ne("") == shares).all()
    assert frame["page"].isin(["copy", "dated", "undated"]).all()


def test_the_timeline_ends_with_the_last_day_of_the_version():
    newest = load_timeline().last
    with using(in_use_of(OLD)):
        assert load_timeline().last == date(2026, 8, 22) == tables_in_use().last
        assert data_version() == tables_in_use().version == OLD
    assert load_timeline().last == newest > date(2026, 8, 22)


@pytest.mark.usefixtures("own")
def test_what_runs_is_never_taken_from_the_archive():
    assert in_use_of(data_version()) is EMBEDDED
    newer = InUse("2099-01-01-0000000", MappingProxyType({}))
    put_in_use(newer)
    try:
        assert in_use_of("2099-01-01-0000000") is newer
        # What ships is there in full, whatever a refresh has put in its place.
        assert in_use_of(SHIPPED[-1].stem) is EMBEDDED
    finally:
        put_in_use(EMBEDDED)


@pytest.mark.parametrize("asked", ["2026-08-22-0000000", "../2026-08-22-79be9da", "", "*", "a\0b"])
def test_a_version_that_never_was_is_refused_with_those_that_were(asked):
    with pytest.raises(RefusedError, match="there is no data version") as refused:
        in_use_of(asked)
    assert data_version() in str(refused.value)
    assert OLD in str(refused.value)


def test_the_same_input_gives_the_same_bytes():
    turned = dict(reversed(PARTS.items()))
    assert packed(VERSION, turned) == CONTENT


def test_tables_of_an_entry_are_read_by_any_unzip():
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        assert archive.testzip() is None
        assert archive.read("orders.csv") == PARTS["orders.csv"]


@given(at=st.integers(0, len(CONTENT) - 1))
def test_a_cut_entry_is_refused(at, tmp_path_factory):
    path = tmp_path_factory.mktemp("cut") / f"{MADE_UP}.zip"
    path.write_bytes(CONTENT[:at])
    with pytest.raises(DataError, match=rf"^{MADE_UP}\.zip "):
        read_parts(path)


@given(at=st.integers(0, len(CONTENT) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found_wherever_it_changes_what_is_shown(at, bit, tmp_path_factory):
    path = tmp_path_factory.mktemp("flip") / f"{MADE_UP}.zip"
    broken = bytearray(CONTENT)
    broken[at] ^= 1 << bit
    path.write_bytes(broken)
    try:
        version, parts = read_parts(path)
    except DataError as error:
        assert str(error).startswith(f"{MADE_UP}.zip ")  # noqa: PT017 - or nothing has changed
    else:
        assert (version, parts) == (VERSION, PARTS)


def zipped(parts, how=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return content.getvalue()


def index_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(INDEX)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is damaged, or no entry"),
        (b"GIF89a" * 100, "is damaged, or no entry"),
        (zipped([("readme.txt", b"hello")]), "is damaged, or no entry"),
        (zipped([(INDEX, b"[]")]), "says nothing of its parts"),
        (zipped([(INDEX, b'{"format": 99}')]), "another version of this software"),
        (zipped([(INDEX, b"[" * 50_000)]), "is damaged, or no entry"),
        (zipped([(INDEX, index_of(CONTENT)), *PARTS.items(), ("x", b"")]), "other parts than"),
        (zipped([(INDEX, index_of(CONTENT)), ("orders.csv", b"")]), "other parts than"),
        (zipped([(INDEX, index_of(CONTENT)), *((n, p + b" ") for n, p in PARTS.items())]), "alter"),
        (
            zipped([(INDEX, index_of(CONTENT)), *((n, p.swapcase()) for n, p in PARTS.items())]),
            "alt",
        ),
        (zipped([(INDEX, index_of(CONTENT)), *PARTS.items()], zipfile.ZIP_LZMA), "packed in a way"),
        (zipped([(INDEX, b" " * 50_000_000)]), "unpack to more than"),
        (zipped([(INDEX, b" " * 50_000_000)], zipfile.ZIP_BZIP2), "unpack to more than"),
        (zipped([(str(n), b"") for n in range(60)]), "more parts than"),
        (zipped([(str(n), b" " * 1_000_000) for n in range(20)]), "unpack to more than"),
        (packed(replace(VERSION, published=LAST - timedelta(1)), PARTS), "before its last figure"),
        (b"\0" * 5_000_000, "larger than"),
        (packed(VERSION, {"estimates.csv": b""}), "has no part orders.csv"),
    ],
)
def test_what_is_no_entry_is_refused_in_a_sentence(entry, content, told):
    entry.write_bytes(content)
    with pytest.raises(DataError, match=told):
        read_parts(entry)
    with pytest.raises(DataError, match=told):
        in_use_of(MADE_UP)
    # What cannot be read is not listed, and whatever else there is still is.
    assert {one.id for one in versions()} >= {OLD}


def test_a_bomb_is_not_unpacked_further_than_an_entry_reaches(entry):
    # Its directory says that the part is small.
    honest = zipped([(INDEX, b" " * 50_000_000)], zipfile.ZIP_BZIP2)
    size = (50_000_000).to_bytes(4, "little")
    entry.write_bytes(honest.replace(size, (50).to_bytes(4, "little")))
    with pytest.raises(DataError, match="damaged part"):
        read_index(entry)


def test_an_entry_under_another_name_is_not_taken_for_that_version(own):
    own.mkdir()
    path = own / "2025-01-01-0000000.zip"
    path.write_bytes(CONTENT)
    with pytest.raises(DataError, match="not the version that its name says"):
        in_use_of("2025-01-01-0000000")


@pytest.mark.parametrize("change", [{"estimates": 2}, {"orders": 0}, {"last": LAST + timedelta(1)}])
def test_an_index_that_says_other_things_than_the_tables_is_refused(entry, change):
    entry.write_bytes(packed(replace(VERSION, **change), PARTS))
    with pytest.raises(DataError, match="than its index says"):
        in_use_of(MADE_UP)
    with pytest.raises(DataError, match="than its index says"):
        checked_entry(entry)


def test_a_table_that_cannot_be_read_is_named_with_its_entry(entry):
    entry.write_bytes(packed(VERSION, PARTS | {"estimates.csv": b"x"}))
    with pytest.raises(DataError, match=rf"^{MADE_UP}\.zip: estimates\.csv, row 1: the column"):
        in_use_of(MADE_UP)


def test_a_whole_copy_in_the_other_folder_stands_in_for_a_damaged_one(entry, tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path / "shipped")
    shelf.SHIPPED.mkdir()
    (shelf.SHIPPED / entry.name).write_bytes(CONTENT[:-100])
    assert in_use_of(MADE_UP).version == MADE_UP
    entry.unlink()
    with pytest.raises(DataError):
        in_use_of(MADE_UP)


def test_an_old_table_may_lack_columns_but_no_identity():
    lacking = [name for name in estimates.COLUMNS if name not in ("according_to", "scope")]
    told = {name: VALID_FIGURE.get(name, "") for name in lacking}
    assert old_estimates(table(lacking, told), "e.csv")["speaker"].tolist() == ["UN"]
    with pytest.raises(DataError, match="two of one id"):
        old_estimates(table(lacking, told, told), "e.csv")
    with pytest.raises(DataError, match="not known any more"):
        old_estimates(table(lacking, told | {"measure": "made_up"}), "e.csv")
    with pytest.raises(DataError, match="'value' is missing"):
        old_estimates(table([n for n in lacking if n != "value"]), "e.csv")
    with pytest.raises(DataError, match="never negative"):
        old_estimates(table(lacking, told | {"value": "-5000"}), "e.csv")
    with pytest.raises(DataError, match="no words for"):
        old_estimates(table(lacking, told | {"quantifier": "several"}), "e.csv")


def test_adding_makes_the_folder_and_adding_again_changes_nothing(own):
    added = adding.add_entry(MADE_UP, PARTS, TODAY)
    assert added.is_new
    assert not added.remark
    before = added.path.read_bytes()
    again = adding.add_entry(MADE_UP, PARTS, TODAY + timedelta(30))
    assert not again.is_new
    assert again.version == added.version
    assert added.path.read_bytes() == before
    assert in_use_of(MADE_UP).published == TODAY
    assert [path.name for path in own.iterdir()] == [f"{MADE_UP}.zip"]


def test_a_damaged_entry_is_replaced_by_a_whole_one(entry):
    entry.write_bytes(CONTENT[:50])
    assert adding.add_entry(MADE_UP, PARTS, TODAY).is_new
    assert read_parts(entry)[1] == PARTS


@pytest.mark.usefixtures("own")
def test_a_clock_that_was_set_back_does_not_date_a_version_before_its_figures():
    added = adding.add_entry(MADE_UP, PARTS, date(1999, 1, 1))
    newest = max(one.published for one in versions() if one.id != MADE_UP)
    assert added.version.published == max(newest, LAST)
    assert "The clock says 1999-01-01" in added.remark


@pytest.mark.parametrize("day", [LAST - timedelta(1), TODAY + timedelta(1)])
def test_a_day_of_publication_that_cannot_be_is_refused(own, day):
    with pytest.raises(RefusedError, match="was published between that day and today"):
        adding.add_entry(MADE_UP, PARTS, TODAY, day)
    assert not own.exists()


def test_a_full_disk_leaves_neither_a_half_nor_a_harmed_entry(entry, own, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    other = f"{LAST}-fedcba9"
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusedError, match="No space left on device"):
        adding.add_entry(other, PARTS, TODAY)
    assert [path.name for path in own.iterdir()] == [entry.name]
    assert entry.read_bytes() == CONTENT


def test_a_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUZUH_ARCHIVE", str(tmp_path / "file" / "archive"))
    with pytest.raises(RefusedError, match="cannot make the folder"):
        adding.add_entry(MADE_UP, PARTS, TODAY)


def test_two_who_add_at_once_leave_one_whole_entry(own):
    together = threading.Barrier(4)

    def add(_):
        together.wait(10)
        return adding.add_entry(MADE_UP, PARTS, TODAY).version

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(add, range(4))) == {replace(VERSION, software=__version__)}
    assert read_parts(own / f"{MADE_UP}.zip")[1] == PARTS
    assert [path.name for path in own.iterdir()] == [f"{MADE_UP}.zip"]


def test_tables_that_a_refresh_has_changed_are_written_in_the_same_columns():
    embedded = tables_in_use()
    tables = {name: in_use_of(OLD).tables[name] for name in ("estimates", "orders")}
    put_in_use(InUse("2099-01-01-0000000", MappingProxyType(tables)))
    try:
        files = adding.tables_as_files()
    finally:
        put_in_use(EMBEDDED)
    again = shelf.tables_from(files, TODAY)
    for name, before in tables.items():
        pd.testing.assert_frame_equal(again[name].frame, before.frame)
    files = adding.tables_as_files()
    again = shelf.tables_from(files, TODAY)
    pd.testing.assert_frame_equal(again["estimates"].frame, embedded.estimates)
    pd.testing.assert_frame_equal(again["orders"].frame, embedded.orders)


def test_two_versions_by_turns_compute_nothing_twice_and_few_are_remembered():
    computed = []

    @follows_data(maxsize=1)
    def seen():
        computed.append(current().version)
        return current().version

    def ask(*asked):
        computed.clear()
        for version in asked:
            with using(InUse(version)):
                assert seen() == version
        return list(computed)

    old = [f"old {n}" for n in range(OLDER + 1)]
    ask("")
    assert ask(*old[:OLDER] * 3) == old[:OLDER]
    # One more pushes out that which was not asked for the longest, and never the newest.
    assert ask(old[OLDER], "", old[1], old[0]) == [old[OLDER], old[0]]
    assert ask("") == []


def test_what_is_called_later_draws_from_what_the_page_was_drawn_from():
    with using(InUse("then")):
        later = holding(lambda: current().version)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(later).result() == "then"
    assert current().version != "then"
