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

from nuzuh.loaders import backup as module
from nuzuh.loaders import writing
from nuzuh.loaders.backup import INDEX, backup, copies_kept, read_backup, restore
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.live.refreshing import refresh
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import Manifest, Store
from tests.loaders.live.recordings import casualties, good_day
from tests.loaders.live.upstream import as_json


@pytest.fixture(scope="module")
def good(server, shapefile, tmp_path_factory):
    """The folder that one refresh has left, for each test to take its own."""
    good_day(server, shapefile)
    base, folder = server.base, tmp_path_factory.mktemp("good")
    urls = {"hdx_url": base, "arcgis_url": "", "deaths_url": f"{base}/deaths.json"}
    refresh(("boundaries", "displacement", "deaths"), Settings(cache=folder, **urls))
    return folder


@pytest.fixture
def refreshed(good, settings):
    shutil.copytree(good / "good", settings.cache / "good")
    return settings


@pytest.fixture
def packed(refreshed):
    return backup(copies_kept(refreshed))


def elsewhere(settings, tmp_path):
    return dataclasses.replace(settings, cache=tmp_path / "elsewhere")


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


def test_what_was_kept_comes_back_on_another_machine(refreshed, packed, tmp_path):
    other = elsewhere(refreshed, tmp_path)
    done = restore(read_backup(packed, "b.zip", other), "b.zip", other)
    assert [copy.source for copy in done.written] == ["boundaries", "displacement", "deaths"]
    assert done.same == ()
    for source in SOURCES:
        assert Store(other.cache).read(source) == Store(refreshed.cache).read(source)
    assert backup(copies_kept(other)) == packed


def test_a_backup_of_the_same_copies_is_the_same_file(refreshed, packed):
    assert backup(copies_kept(refreshed)) == packed
    again = restore(read_backup(packed, "b.zip", refreshed), "b.zip", refreshed)
    assert again.written == ()
    assert len(again.same) == 3


_PEOPLE = st.integers(min_value=400_000, max_value=450_000)


@given(st.lists(_PEOPLE, min_size=5, max_size=5), st.text(max_size=40), st.dates())
def test_any_table_and_manifest_make_the_round_trip(people, note, day):
    rows = zip((255, 260, 265, 270, 275), people, strict=True)
    text = "pcode,year,people\n" + "".join(f"PS0{code},2026,{n}\n" for code, n in rows)
    manifest = Manifest("", "", 5, str(day), "2026-01-02T00:00:00+00:00", note, (note,), note)
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        store, other = Store(Path(one)), Settings(cache=Path(two))
        with store.locked("population"):
            store.write("population", text.encode(), manifest, "csv")
        copies = read_backup(backup(copies_kept(Settings(cache=Path(one)))), "b", other)
        restore(copies, "b", other)
        assert Store(other.cache).read("population") == store.read("population")


@given(st.data())
def test_a_byte_that_was_changed_is_refused_or_changes_nothing(good, data):
    settings = Settings(cache=good)
    sound = _small_backup(settings)
    place = data.draw(st.integers(0, len(sound) - 1))
    byte = data.draw(st.binary(min_size=1, max_size=1))
    damaged = sound[:place] + byte + sound[place + 1 :]
    try:
        copies = read_backup(damaged, "b", settings)
    except DataError:
        return
    assert copies == read_backup(sound, "b", settings)


@cache
def _small_backup(settings):
    return backup(copy for copy in copies_kept(settings) if copy.source == "boundaries")


def test_a_folder_without_copies_is_none(settings):
    assert copies_kept(settings) == ()
    assert not settings.cache.exists()


def test_what_is_newer_stays_unless_told_otherwise(refreshed, packed, upstream):
    upstream.answers["/deaths.json"] = as_json(casualties(killed_cum=70_000))
    time.sleep(1.1)  # moments are kept to the second
    refresh(("deaths",), refreshed)
    before = tree(refreshed)
    copies = read_backup(packed, "b.zip", refreshed)
    with pytest.raises(RefusedError) as refused:
        restore(copies, "b.zip", refreshed)
    here = {copy.source: copy for copy in copies_kept(refreshed)}["deaths"]
    kept = {copy.source: copy for copy in copies}["deaths"]
    assert str(refused.value) == (
        f"b.zip is older than what is here: {here} (that of the backup "
        f"{kept.retrieved:%Y-%m-%d %H:%M}); nothing was written; --replace puts the backup in "
        "its place"
    )
    assert tree(refreshed) == before
    done = restore(copies, "b.zip", refreshed, replace_newer=True)
    assert [copy.source for copy in done.written] == ["deaths"]
    assert backup(copies_kept(refreshed)) == packed


def test_a_clock_that_was_set_back_does_not_make_a_newer_copy_an_older_one(refreshed, packed):
    store = Store(refreshed.cache)
    content, manifest = store.read("deaths")
    later = dataclasses.replace(
        manifest, as_of="2026-11-20", retrieved_at="2020-01-01T00:00:00+00:00"
    )
    with store.locked("deaths"):
        store.write("deaths", content + b"\n", later, "csv")
    with pytest.raises(RefusedError, match="is older than what is here: deaths"):
        restore(read_backup(packed, "b.zip", refreshed), "b.zip", refreshed)


def test_tables_that_a_backup_does_not_hold_stay(refreshed, tmp_path):
    only = [copy for copy in copies_kept(refreshed) if copy.source == "deaths"]
    kept = Store(refreshed.cache).read("boundaries")
    restore(read_backup(backup(only), "b", refreshed), "b", refreshed, replace_newer=True)
    assert Store(refreshed.cache).read("boundaries") == kept


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda c: b"", "is not a whole zip archive"),
        (lambda c: c[: len(c) // 2], "is not a whole zip archive"),
        (lambda c: b"PK\x03\x04" + b"\0" * 40, "is not a whole zip archive"),
        (lambda c: zipped({"a.txt": b"x"}), f"is no backup of nuzuh: it holds no {INDEX}"),
        (lambda c: zipped({INDEX: b"{"}), f"is damaged: its {INDEX} cannot be read"),
        (lambda c: zipped({INDEX: b"[]"}), f"is damaged: its {INDEX} cannot be read"),
        (lambda c: zipped({INDEX: b'{"what": "else"}'}), "is no backup of nuzuh"),
        (
            lambda c: zipped({INDEX: b'{"what": "nuzuh backup", "format": 9, "software": "n 9"}'}),
            "is a backup in the form 9, and this version reads 1: use the version that made it "
            "(n 9)",
        ),
        (
            lambda c: zipped(
                {
                    INDEX: b'{"what":"nuzuh backup","format":1,"files":[{"path":"a","bytes":1e400,'
                    b'"sha256":""}]}'
                }
            ),
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
        (lambda c: with_byte_flipped(c), "is damaged: good/deaths/"),
        (lambda c: lacking(c), "lacks good/deaths/"),
    ],
)
def test_what_is_damaged_or_foreign_is_refused_before_anything_is_touched(
    refreshed, packed, change, why
):
    before = tree(refreshed)
    with pytest.raises(DataError) as refused:
        read_backup(change(packed), "b.zip", refreshed)
    assert str(refused.value).startswith(f"b.zip {why}")
    assert tree(refreshed) == before


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
        read_backup(changed(packed, lying), "b.zip", refreshed)


def test_a_bomb_and_a_link_are_refused(refreshed):
    bomb = zipped({INDEX: b"{}", "good/deaths/x.csv": b"\0" * 30_000_000})
    with pytest.raises(DataError, match="would unpack to more than is taken"):
        read_backup(bomb, "b.zip", refreshed)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        link = zipfile.ZipInfo("good/deaths/manifest.json")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match="holds a link instead of a file"):
        read_backup(content.getvalue(), "b.zip", refreshed)


def test_more_than_a_backup_can_be_is_not_read(refreshed, packed, monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 1000)
    with pytest.raises(DataError, match="is larger than a backup can be"):
        read_backup(packed, "b.zip", refreshed)


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
        restore(read_backup(packed, "b", other), "b", other)
    assert copies_kept(other) == ()
    assert [p for p in (other.cache / "good").iterdir() if p.is_dir()] == []


def test_a_backup_waits_for_a_refresh_and_then_holds_one_moment(refreshed, packed):
    store = Store(refreshed.cache)
    patient = dataclasses.replace(refreshed, total_seconds=20.0)
    taken = list[bytes]()
    thread = threading.Thread(target=lambda: taken.append(backup(copies_kept(patient))))
    content, manifest = store.read("deaths")
    with store.locked("deaths"):
        thread.start()
        store.write("deaths", content + b"\n", manifest, "csv")
        thread.join(0.3)
        assert not taken
    thread.join(20)
    held = {copy.source: copy for copy in copies_kept(refreshed)}
    assert taken[0] == backup(held.values())
    assert taken[0] != packed


def test_a_lock_that_is_held_for_ever_is_told(refreshed, packed):
    with Store(refreshed.cache).locked("deaths"):
        with pytest.raises(RefusedError) as refused:
            copies_kept(refreshed)
        assert str(refused.value) == (
            "deaths: another refresh of this table is under way; nothing was done"
        )
        with pytest.raises(RefusedError):
            restore(read_backup(packed, "b", refreshed), "b", refreshed)
