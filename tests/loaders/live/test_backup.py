"""The folder worth keeping in one file: what comes back is what went in, or nothing is touched."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import io
import json
import shutil
import threading
import time
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import writing
from nuzuh.loaders.archive.shelf import SHIPPED
from nuzuh.loaders.backup import INDEX, Backup, kept, pack, packing, restore, unpack
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.live.refreshing import refresh
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import Manifest, Store
from nuzuh.loaders.records.shelf import Shelf
from tests.loaders.live.recordings import casualties, good_day
from tests.loaders.live.upstream import as_json
from tests.loaders.records.shelved import entry


@pytest.fixture(scope="module")
def good(server, shapefile, tmp_path_factory):
    """The folder that one refresh has left, for each test to take its own."""
    good_day(server, shapefile)
    base, folder = server.base, tmp_path_factory.mktemp("good")
    urls = {"hdx_url": base, "arcgis_url": "", "deaths_url": f"{base}/deaths.json"}
    refresh(
        ("boundaries", "displacement", "deaths"),
        Settings(cache=folder, records=folder / "records", **urls),
    )
    return folder


@pytest.fixture
def refreshed(good, settings, tmp_path):
    shutil.copytree(good / "good", settings.cache / "good")
    return dataclasses.replace(settings, archive=tmp_path / "archive")


@pytest.fixture
def packed(refreshed):
    return pack(kept(refreshed))


FOLDERS = ("cache", "archive", "records")
ENDLESS = b'{"what": "nuzuh backup", "format": 1, "files": [{"path": "a", "bytes": 1e400}]}'


def elsewhere(settings, tmp_path):
    there = tmp_path / "elsewhere"
    folders = {name: there / name for name in ("archive", "records")}
    return dataclasses.replace(settings, cache=there, **folders)


def tree(settings):
    """Every file of the folder of the copies but those by which processes take turns."""
    paths = (settings.cache / "good").rglob("*")
    return {p: p.read_bytes() for p in paths if p.is_file() and p.suffix != ".lock"}


def changed(packed, change):
    """A backup whose parts somebody has changed, with an index that fits them."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    index = json.loads(parts.pop(INDEX))
    parts = change(parts)
    index["files"] = [
        {"path": path, "bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        for path, part in parts.items()
    ]
    return zipped({INDEX: json.dumps(index).encode(), **parts})


def zipped(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def without(path):
    return lambda parts: {name: part for name, part in parts.items() if name != path}


def with_other_content(parts):
    return {
        name: part + b"\n" if name.startswith("good/deaths/") and name.endswith(".csv") else part
        for name, part in parts.items()
    }


def _parts(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_byte_flipped(packed):
    parts = _parts(packed)
    path = next(n for n in parts if n.startswith("good/deaths/") and n.endswith(".csv"))
    parts[path] = b"D" + parts[path][1:]
    return zipped(parts)


def lacking(packed):
    return zipped(without(next(n for n in _parts(packed) if "deaths/" in n))(_parts(packed)))


def test_what_was_kept_comes_back_on_another_machine(refreshed, packed, tmp_path):
    other = elsewhere(refreshed, tmp_path)
    done = restore(unpack(packed, "b.zip", other), "b.zip", other)
    assert [copy.source for copy in done.written.copies] == ["boundaries", "displacement", "deaths"]
    assert not done.same
    for source in SOURCES:
        assert Store(other.cache).read(source) == Store(refreshed.cache).read(source)
    assert pack(kept(other)) == packed


def test_a_backup_of_the_same_copies_is_the_same_file(refreshed, packed):
    assert pack(kept(refreshed)) == packed
    again = restore(unpack(packed, "b.zip", refreshed), "b.zip", refreshed)
    assert not again.written
    assert len(again.same.copies) == 3


_PEOPLE = st.integers(min_value=400_000, max_value=450_000)


@given(st.lists(_PEOPLE, min_size=5, max_size=5), st.text(max_size=40), st.dates())
def test_any_table_and_manifest_make_the_round_trip(people, note, day):
    rows = zip((255, 260, 265, 270, 275), people, strict=True)
    text = "pcode,year,people\n" + "".join(f"PS0{code},2026,{n}\n" for code, n in rows)
    manifest = Manifest("", "", 5, str(day), "2026-01-02T00:00:00+00:00", note, (note,), note)
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        store, other = Store(Path(one)), Settings(**dict.fromkeys(FOLDERS, Path(two)))
        with store.locked("population"):
            store.write("population", text.encode(), manifest, "csv")
        copies = unpack(pack(kept(Settings(**dict.fromkeys(FOLDERS, Path(one))))), "b", other)
        restore(copies, "b", other)
        assert Store(other.cache).read("population") == store.read("population")


@given(st.data())
def test_a_byte_that_was_changed_is_refused_or_changes_nothing(good, data):
    settings = Settings(**dict.fromkeys(FOLDERS, good))
    sound = _small_backup(settings)
    place = data.draw(st.integers(0, len(sound) - 1))
    byte = data.draw(st.binary(min_size=1, max_size=1))
    damaged = sound[:place] + byte + sound[place + 1 :]
    try:
        copies = unpack(damaged, "b", settings)
    except DataError:
        return
    assert copies == unpack(sound, "b", settings)


@cache
def _small_backup(settings):
    return pack(Backup(tuple(c for c in kept(settings).copies if c.source == "boundaries")))


def test_a_folder_without_copies_is_none(settings):
    assert not kept(settings)
    assert not settings.cache.exists()


def test_what_is_newer_stays_unless_told_otherwise(refreshed, packed, upstream):
    upstream.answers["/deaths.json"] = as_json(casualties(killed_cum=70_000))
    time.sleep(1.1)  # moments are kept to the second
    refresh(("deaths",), refreshed)
    before = tree(refreshed)
    copies = unpack(packed, "b.zip", refreshed)
    with pytest.raises(RefusedError) as refused:
        restore(copies, "b.zip", refreshed)
    here = {copy.source: copy for copy in kept(refreshed).copies}["deaths"]
    old = {copy.source: copy for copy in copies.copies}["deaths"]
    assert str(refused.value) == (
        f"b.zip is older than what is here: {here} (that of the backup "
        f"{old.retrieved:%Y-%m-%d %H:%M}); nothing was written; --replace puts the backup in "
        "its place"
    )
    assert tree(refreshed) == before
    done = restore(copies, "b.zip", refreshed, replace_newer=True)
    assert [copy.source for copy in done.written.copies] == ["deaths"]
    assert pack(kept(refreshed)) == packed


def test_a_clock_that_was_set_back_does_not_make_a_newer_copy_an_older_one(refreshed, packed):
    store = Store(refreshed.cache)
    content, manifest = store.read("deaths")
    later = dataclasses.replace(
        manifest, as_of="2026-11-20", retrieved_at="2020-01-01T00:00:00+00:00"
    )
    with store.locked("deaths"):
        store.write("deaths", content + b"\n", later, "csv")
    with pytest.raises(RefusedError, match="is older than what is here: deaths"):
        restore(unpack(packed, "b.zip", refreshed), "b.zip", refreshed)


def test_tables_that_a_backup_does_not_hold_stay(refreshed):
    only = Backup(tuple(copy for copy in kept(refreshed).copies if copy.source == "deaths"))
    before = Store(refreshed.cache).read("boundaries")
    restore(unpack(pack(only), "b", refreshed), "b", refreshed, replace_newer=True)
    assert Store(refreshed.cache).read("boundaries") == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: b"", "is not a whole zip archive"),
        (lambda c: c[: len(c) // 2], "is not a whole zip archive"),
        (lambda _: b"PK\x03\x04" + b"\0" * 40, "is not a whole zip archive"),
        (lambda _: zipped({"a.txt": b"x"}), f"is no backup of nuzuh: it holds no {INDEX}"),
        (lambda _: zipped({INDEX: b"{"}), f"is damaged: its {INDEX} cannot be read"),
        (lambda _: zipped({INDEX: b"[]"}), f"is damaged: its {INDEX} cannot be read"),
        (lambda _: zipped({INDEX: b'{"what": "else"}'}), "is no backup of nuzuh"),
        (
            lambda _: zipped({INDEX: b'{"what": "nuzuh backup", "format": 9, "software": "n 9"}'}),
            (
                "is a backup in the form 9, and this version reads 1: use the version that made it "
                "(n 9)"
            ),
        ),
        (
            lambda _: zipped({INDEX: ENDLESS}),
            f"is damaged: its {INDEX} cannot be read",
        ),
        (
            lambda c: changed(c, lambda parts: {"../outside": b"x", **parts}),
            "holds a path that leads outside of it",
        ),
        (
            lambda c: changed(c, lambda parts: {"good/deaths/more/x": b"x", **parts}),
            "holds good/deaths/more/x, which is no part of a backup",
        ),
        (
            lambda c: changed(c, lambda parts: {"good/\x1b[31m\nAll well.": b"x", **parts}),
            "holds good/ [31m All well., which is no part of a backup",
        ),
        (
            lambda _: zipped(
                {INDEX: b'{"what": "nuzuh backup", "format": 9, "software": "n\\n\\u001b9"}'}
            ),
            "is a backup in the form 9, and this version reads 1: use the version that made it (n",
        ),
        (
            lambda c: changed(c, lambda parts: {"good/weather/x.csv": b"x", **parts}),
            "holds good/weather/x.csv, which is no part of a backup",
        ),
        (
            lambda c: changed(c, lambda parts: {"good/deaths/x.csv": b"x", **parts}),
            "is damaged: its copy of deaths is not a table with its manifest",
        ),
        (
            lambda c: changed(c, without("good/deaths/manifest.json")),
            "is damaged: its copy of deaths is not a table with its manifest",
        ),
        (
            lambda c: changed(c, with_other_content),
            "is damaged: its copy of deaths is not the one of its manifest",
        ),
        (with_byte_flipped, "is damaged: good/deaths/"),
        (lacking, "lacks good/deaths/"),
    ],
)
def test_what_is_damaged_or_foreign_is_refused_before_anything_is_touched(
    refreshed, packed, change, why
):
    before = tree(refreshed)
    with pytest.raises(DataError) as refused:
        unpack(change(packed), "b.zip", refreshed)
    assert str(refused.value).startswith(f"b.zip {why}")
    assert str(refused.value).isprintable()
    assert tree(refreshed) == before


def test_a_table_that_breaks_its_rules_is_refused(refreshed, packed):
    content = b"date,killed,reported\n2023-10-07,-5,1\n"
    digest = hashlib.sha256(content).hexdigest()

    def lying(parts):
        manifest = json.loads(parts["good/deaths/manifest.json"])
        manifest |= {"file": f"{digest[:16]}.csv", "sha256": digest}
        kept = {n: p for n, p in parts.items() if not n.startswith("good/deaths/")}
        kept[f"good/deaths/{digest[:16]}.csv"] = content
        return kept | {"good/deaths/manifest.json": json.dumps(manifest).encode()}

    with pytest.raises(DataError, match=r"b\.zip, deaths"):
        unpack(changed(packed, lying), "b.zip", refreshed)


def test_a_bomb_and_a_link_are_refused(refreshed):
    bomb = zipped({INDEX: b"{}", "good/deaths/x.csv": b"\0" * 30_000_000})
    with pytest.raises(DataError, match="would unpack to more than is taken"):
        unpack(bomb, "b.zip", refreshed)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        link = zipfile.ZipInfo("good/deaths/manifest.json")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match="holds a link instead of a file"):
        unpack(content.getvalue(), "b.zip", refreshed)


def test_more_than_a_backup_can_be_is_not_read(refreshed, packed, monkeypatch):
    monkeypatch.setattr(packing, "LARGEST", 1000)
    with pytest.raises(DataError, match="is larger than a backup can be"):
        unpack(packed, "b.zip", refreshed)


@pytest.mark.parametrize("nth", [1, 2, 5])
def test_a_disk_that_is_full_half_way_leaves_what_was_there(
    refreshed, packed, upstream, tmp_path, monkeypatch, nth
):
    upstream.answers["/deaths.json"] = as_json(casualties(killed_cum=70_000))
    refresh(("deaths",), refreshed)
    other, count = elsewhere(refreshed, tmp_path), [0]
    drafted = writing._drafted

    def full(place, content):
        count[0] += 1
        if count[0] == nth:
            raise OSError(errno.ENOSPC, "No space left on device")
        return drafted(place, content)

    monkeypatch.setattr(writing, "_drafted", full)
    with pytest.raises(RefusedError, match=r"cannot write .*\(No space left on device\)"):
        restore(unpack(packed, "b", other), "b", other)
    assert not kept(other)
    assert [p for p in (other.cache / "good").iterdir() if p.is_dir()] == []


def test_a_backup_waits_for_a_refresh_and_then_holds_one_moment(refreshed, packed):
    store = Store(refreshed.cache)
    patient = dataclasses.replace(refreshed, total_seconds=20.0)
    taken = list[bytes]()
    thread = threading.Thread(target=lambda: taken.append(pack(kept(patient))))
    content, manifest = store.read("deaths")
    with store.locked("deaths"):
        thread.start()
        store.write("deaths", content + b"\n", manifest, "csv")
        thread.join(0.3)
        assert not taken
    thread.join(20)
    assert taken[0] == pack(kept(refreshed))
    assert taken[0] != packed


def test_a_lock_that_is_held_for_ever_is_told(refreshed, packed):
    with Store(refreshed.cache).locked("deaths"):
        with pytest.raises(RefusedError) as refused:
            kept(refreshed)
        assert str(refused.value) == (
            "deaths: another refresh of this table is under way; nothing was done"
        )
        with pytest.raises(RefusedError):
            restore(unpack(packed, "b", refreshed), "b", refreshed)


VERSION = "2026-08-22-79be9da"


@pytest.fixture
def archiving(refreshed):
    """A machine that has an archive of its own too."""
    refreshed.archive.mkdir()
    shutil.copy(SHIPPED / f"{VERSION}.zip", refreshed.archive)
    return refreshed


def test_archived_versions_come_back_too(archiving, tmp_path):
    other = elsewhere(archiving, tmp_path)
    done = restore(unpack(pack(kept(archiving)), "b", other), "b", other)
    assert done.written.lines()[-1] == f"data version {VERSION}"
    assert (other.archive / f"{VERSION}.zip").read_bytes() == (
        archiving.archive / f"{VERSION}.zip"
    ).read_bytes()
    assert not restore(unpack(pack(kept(archiving)), "b", other), "b", other).written


def test_another_file_of_the_same_version_is_not_lost_unknowingly(archiving):
    held = unpack(pack(kept(archiving)), "b", archiving)
    path = archiving.archive / f"{VERSION}.zip"
    path.write_bytes(b"another")
    with pytest.raises(RefusedError, match=f"data version {VERSION} "):
        restore(held, "b", archiving)
    assert path.read_bytes() == b"another"
    restore(held, "b", archiving, replace_newer=True)
    assert path.read_bytes() == held.versions[VERSION]


def test_what_is_damaged_is_left_out_and_said(archiving):
    (archiving.archive / f"{VERSION}.zip").write_bytes(b"PK")
    (archiving.archive / "notes.zip").write_bytes(b"PK")
    for path in (archiving.cache / "good/deaths").glob("*.csv"):
        path.write_bytes(b"torn")
    held = kept(archiving)
    assert held.versions == {}
    assert [copy.source for copy in held.copies] == ["boundaries", "displacement"]
    assert held.left_out[0] == "the copy of deaths is damaged"
    assert held.left_out[1].startswith(f"{VERSION}.zip is damaged, or no entry of the archive")


def test_a_damaged_version_in_a_backup_is_refused(archiving):
    packed = pack(kept(archiving))
    cut = changed(
        packed, lambda parts: {n: p[:-30] if "archive/" in n else p for n, p in parts.items()}
    )
    with pytest.raises(DataError, match=f"^b is damaged: {VERSION}.zip"):
        unpack(cut, "b", archiving)


# What was made of movement records.


@pytest.fixture
def with_records(refreshed):
    shelf = Shelf(refreshed.records)
    shelf.put(entry("first-one"))
    shelf.put(entry("second"))
    return refreshed


def test_records_come_back_too(with_records, tmp_path):
    held = kept(with_records)
    assert held.lines()[-2:] == [
        *("records first-one, counted 2026-11-20", "records second, counted 2026-11-20"),
    ]
    other = elsewhere(with_records, tmp_path)
    done = restore(unpack(pack(held), "b", other), "b", other)
    assert done.written.records == held.records
    assert Shelf(other.records).entries() == Shelf(with_records.records).entries()
    again = restore(unpack(pack(held), "b", other), "b", other)
    assert (again.written.records, again.same.records) == ((), held.records)


def test_records_are_worth_a_backup_where_nothing_was_refreshed(settings, tmp_path):
    alone = elsewhere(settings, tmp_path)
    Shelf(alone.records).put(entry())
    held = kept(alone)
    assert held
    assert unpack(pack(held), "b", alone).records == (entry(),)


def test_damaged_records_are_left_out_and_said(with_records):
    (path,) = (with_records.records / "second").glob("counts*")
    path.write_bytes(b"torn")
    held = kept(with_records)
    assert [one.name for one in held.records] == ["first-one"]
    assert held.left_out[-1].startswith("records second: records/second is damaged: counts-")


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-25"])
def test_other_records_of_that_name_are_not_lost_unknowingly(with_records, day):
    held = unpack(pack(kept(with_records)), "b", with_records)
    newer = dataclasses.replace(entry("second"), counted_at=f"{day}T10:00:00+00:00", engine="x")
    Shelf(with_records.records).put(newer)
    with pytest.raises(RefusedError, match=f"records second, counted {day} \\(those of the backup"):
        restore(held, "b", with_records)
    assert Shelf(with_records.records).entry("second") == newer
    restore(held, "b", with_records, replace_newer=True)
    assert Shelf(with_records.records).entry("second") == entry("second")


def test_older_records_give_way(with_records):
    held = unpack(pack(kept(with_records)), "b", with_records)
    older = dataclasses.replace(entry("second"), counted_at="2026-11-19T10:00:00+00:00")
    Shelf(with_records.records).put(older)
    assert [one.name for one in restore(held, "b", with_records).written.records] == ["second"]


def with_counts_altered(parts):
    return {n: p + b"x" if "records/second/counts" in n else p for n, p in parts.items()}


def with_a_file_more(parts):
    return {**parts, "records/second/notes.txt": b"x"}


def with_a_path(parts):
    return {**parts, "records/../notes.txt": b"x"}


@pytest.mark.parametrize("change", [with_counts_altered, with_a_file_more, with_a_path])
def test_records_in_a_backup_that_are_not_what_they_say_are_refused(with_records, change):
    with pytest.raises(DataError, match=r"^b (is damaged: .*records|holds )"):
        unpack(changed(pack(kept(with_records)), change), "b", with_records)
