"""A site's folder: written whole or not at all; what is not ours is left alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.export.site import folder as module
from nuzuh.export.site.folder import (
    LOCK,
    MANIFEST,
    check_folder,
    pages_standing,
    write_folder,
)
from nuzuh.loaders.errors import RefusedError

ONE = {"index.html": b"<p>one", "assets/a.1.js": b"1", "ar/index.html": b"<p>wahid"}
TWO = {"index.html": b"<p>two", "assets/a.2.js": b"2", "ar/index.html": b"<p>wahid"}


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


def there(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: p.read_bytes() for name, p in found.items() if name not in (LOCK, MANIFEST)}


def sentence(caught) -> str:
    told = str(caught.value)
    assert told.startswith("cannot write")
    assert "\n" not in told
    return told


def test_a_new_and_an_empty_folder_take_every_file(site, tmp_path):
    assert write_folder(site, ONE).changed == 3
    assert there(site) == ONE
    empty = tmp_path / "empty"
    empty.mkdir()
    write_folder(empty, ONE)
    assert there(empty) == ONE


def test_what_is_the_same_is_not_touched_whatever_the_clock(site):
    write_folder(site, ONE)
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    # A clock that was set back, or forward, is never asked.
    written = write_folder(site, ONE)
    assert (written.changed, written.kept, written.removed) == (0, 0, 0)
    assert {(site / name).stat().st_mtime for name in (*ONE, MANIFEST)} == {1.0}


def test_only_what_changed_is_written(site):
    write_folder(site, ONE)
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    assert write_folder(site, TWO).changed == 2
    assert (site / "ar/index.html").stat().st_mtime == 1
    assert (site / "index.html").stat().st_mtime > 1


def test_files_of_the_build_before_are_kept_for_one_build_more(site):
    write_folder(site, ONE)
    written = write_folder(site, TWO)
    assert written.kept == 1
    assert there(site) == TWO | {"assets/a.1.js": b"1"}
    assert write_folder(site, TWO).removed == 1
    assert there(site) == TWO


OLD = "2026-01-01-aaaaaaa"
THEN = {f"v/{OLD}/index.html": b"<p>then", f"v/{OLD}/ar/days/2025-10-05/index.html": b"<p>yawm"}
LOADED = {f"v/{OLD}/assets/a.1.js": b"1"}
TABLES = {f"data/{OLD}/estimates.csv": b"id\n", f"data/{OLD}/estimates.json": b"[]"}


def test_what_was_published_of_a_version_stays(site):
    write_folder(site, ONE | THEN | LOADED | TABLES)
    for files in (ONE, TWO, TWO, ONE):
        written = write_folder(site, files)
        assert written.stay == (OLD,)
        assert written.files == len(files) + 5
        assert {**THEN, **LOADED, **TABLES}.items() <= there(site).items()
    assert pages_standing(site) == {OLD: {"", "ar/days/2025-10-05/"}}


def test_a_version_that_is_made_anew_lets_go_of_what_it_no_longer_loads(site):
    write_folder(site, ONE | THEN | LOADED | TABLES)
    anew = {f"v/{OLD}/index.html": b"<p>anew", f"v/{OLD}/assets/a.2.js": b"2"}
    tables = {f"data/{OLD}/estimates.csv": b"id\n"}
    for _ in range(2):
        assert write_folder(site, ONE | anew | tables).stay == ()
    # A table that was there once can be cited.
    assert there(site) == ONE | anew | TABLES
    assert pages_standing(site) == {OLD: {""}}


def test_a_version_goes_when_its_folder_is_taken_away(site):
    write_folder(site, ONE | THEN | LOADED)
    shutil.rmtree(site / "v" / OLD)
    assert pages_standing(site) == {}
    assert write_folder(site, ONE).stay == ()
    assert there(site) == ONE


@pytest.mark.parametrize("name", ["v/latest/x.html", "v/x", "w/2026-01-01-aaaaaaa/index.html"])
def test_only_versions_stay(site, name):
    write_folder(site, ONE | {name: b"x"})
    for _ in range(2):
        write_folder(site, ONE)
    assert there(site) == ONE
    assert pages_standing(site) == {}


def test_a_folder_that_empties_goes(site):
    write_folder(site, {"index.html": b"", "days/2025-10-05/index.html": b"x"})
    for _ in range(2):
        write_folder(site, {"index.html": b""})
    assert not (site / "days").exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    mine = tmp_path / "thesis.txt"
    mine.write_text("years of work")
    with pytest.raises(RefusedError) as caught:
        write_folder(tmp_path, ONE)
    assert "holds something" in sentence(caught)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"what": "other", "files": {}}', b"\xff", b'{"files": {}}']
)
def test_a_manifest_of_something_else_is_none(tmp_path, content):
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(RefusedError):
        write_folder(tmp_path, ONE)
    assert (tmp_path / MANIFEST).read_bytes() == content


def test_a_checked_out_branch_and_the_name_of_a_host_stay(site):
    (site / ".git").mkdir(parents=True)
    (site / ".git/HEAD").write_text("ref")
    write_folder(site, ONE)
    (site / "CNAME").write_text("nuzuh.example.org")
    for files in (TWO, ONE, TWO):
        write_folder(site, files)
    assert (site / ".git/HEAD").read_text() == "ref"
    assert (site / "CNAME").read_text() == "nuzuh.example.org"


def test_what_is_no_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "pipe")
    for name, told in (("file", "a file"), ("pipe", "a pipe"), ("no/where", "there is no folder")):
        with pytest.raises(RefusedError) as caught:
            check_folder(tmp_path / name)
        assert told in sentence(caught)
    with pytest.raises(RefusedError) as caught:
        check_folder(Path("/dev/null"))
    assert "a device" in sentence(caught)


def test_a_link_is_not_followed(site, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    site.symlink_to(elsewhere)
    with pytest.raises(RefusedError) as caught:
        write_folder(site, ONE)
    assert "a link" in sentence(caught)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("name", ["index.html", "assets", "ar/index.html", MANIFEST])
def test_nothing_is_written_through_a_link_in_the_folder(site, tmp_path, name):
    write_folder(site, {"about/index.html": b""})
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (site / name).parent.mkdir(exist_ok=True)
    content = (site / MANIFEST).read_bytes()
    if name == MANIFEST:
        victim.write_bytes(content)
        (site / MANIFEST).unlink()
    (site / name).symlink_to(victim)
    before = victim.read_bytes()
    with pytest.raises(RefusedError):
        write_folder(site, ONE)
    assert victim.read_bytes() == before
    assert not (site / "assets/a.1.js").exists()


@pytest.mark.parametrize("path", ["../out", "/etc/passwd", "a/../../b", MANIFEST, LOCK, ""])
def test_no_path_leads_out_of_the_folder(site, path):
    with pytest.raises(ValueError, match="no path of a site"):
        write_folder(site, {path: b""})
    assert not site.exists()


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_disk_that_is_full_half_way_leaves_what_stood_there(site, monkeypatch, at):
    write_folder(site, ONE)
    before = there(site)
    synced = iter(range(1, 100))

    def full(_):
        if next(synced) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(RefusedError) as caught:
        write_folder(site, TWO)
    assert "No space left on device" in sentence(caught)
    assert there(site) == before
    monkeypatch.undo()
    assert write_folder(site, TWO).changed == 2
    assert there(site) == TWO | {"assets/a.1.js": b"1"}


def test_two_builds_at_once_are_told_apart(site):
    write_folder(site, ONE)
    hold = (
        "import fcntl, os, sys; fd = os.open(sys.argv[1], os.O_RDWR);"
        "fcntl.flock(fd, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", hold, str(site / LOCK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(RefusedError) as caught:
            write_folder(site, TWO)
        assert "another build" in sentence(caught)
        assert there(site) == ONE
    finally:
        other.communicate()
    # A build that was cut off leaves no lock behind.
    write_folder(site, TWO)


def test_what_a_build_left_that_was_cut_off_goes(site):
    write_folder(site, ONE)
    (site / ".nuzuh-stage-1").mkdir()
    (site / ".nuzuh-stage-1/index.html").write_text("half")
    write_folder(site, ONE)
    assert {p.name for p in site.iterdir()} == {"index.html", "assets", "ar", MANIFEST, LOCK}


def test_a_packed_copy_stays_as_long_as_its_file_is_the_same(site, monkeypatch):
    write_folder(site, ONE)
    for name in (*ONE, "gone.html"):
        (site / f"{name}.gz").write_bytes(b"packed")
    assert write_folder(site, ONE).removed == 1
    assert there(site) == ONE | {f"{name}.gz": b"packed" for name in ONE}
    replace = Path.replace

    def looked_at(source, target):
        assert not Path(f"{target}.gz").exists()
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", looked_at)
    write_folder(site, TWO)
    packed = {"assets/a.1.js.gz": b"packed", "ar/index.html.gz": b"packed"}
    assert there(site) == TWO | {"assets/a.1.js": b"1"} | packed
    write_folder(site, TWO)
    assert there(site) == TWO | {"ar/index.html.gz": b"packed"}


@pytest.mark.parametrize("at", range(1, len(ONE) + 3))
def test_a_first_build_that_is_cut_off_can_be_done_again(site, monkeypatch, at):
    moves, replace = iter(range(1, 100)), Path.replace

    def cut_off(source, target):
        if next(moves) == at:
            raise KeyboardInterrupt
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", cut_off)
    # As a power cut does, it leaves what it has staged.
    monkeypatch.setattr(module.shutil, "rmtree", lambda *_, **__: None)
    with suppress(KeyboardInterrupt):
        write_folder(site, ONE)
    monkeypatch.undo()
    write_folder(site, TWO)
    assert TWO.items() <= there(site).items()
    assert not list(site.glob(".nuzuh-stage-*"))


def test_pages_come_after_what_they_load(site, monkeypatch):
    order = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda a, b: (order.append(Path(b).name), replace(a, b)))
    write_folder(site, ONE)
    # What says whose folder it is comes before all, and what lies in it after all.
    assert order == [MANIFEST, "a.1.js", "index.html", "index.html", MANIFEST]
    order.clear()
    write_folder(site, TWO)
    assert order == ["a.2.js", "index.html", MANIFEST]


def test_the_manifest_names_every_file_and_nothing_of_the_clock(site, tmp_path):
    write_folder(site, ONE)
    write_folder(tmp_path / "again", dict(reversed(ONE.items())))
    told = (site / MANIFEST).read_bytes()
    assert set(json.loads(told)["files"]) == set(ONE)
    assert (tmp_path / "again" / MANIFEST).read_bytes() == told


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a.html", "b/c.js", "b/d.bin", "e/f/g.html"]), st.binary()
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_built_one_after_the_other_the_last_one_stands(tmp_path_factory, builds):
    site = tmp_path_factory.mktemp("builds") / "site"
    for files in builds:
        write_folder(site, files)
        found = there(site)
        assert files.items() <= found.items()
    assert write_folder(site, builds[-1]).changed == 0
    assert there(site) == builds[-1]
