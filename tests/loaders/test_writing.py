"""A file is put in its place whole; links, and what is no file, stay what they are."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from nuzuh.loaders import writing
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.writing import check_writable, write_whole


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("links", [1, 3], ids=["a link", "links to a link"])
@pytest.mark.parametrize("there", [b"older", None], ids=["to a file", "to nothing yet"])
def test_what_a_link_leads_to_is_written_and_the_link_stays(folder, links, there):
    (folder / "elsewhere").mkdir()
    end = folder / "elsewhere" / "end.csv"
    if there is not None:
        end.write_bytes(there)
    before = Path("elsewhere/end.csv")
    for number in range(links):
        (folder / f"link{number}").symlink_to(before)
        before = Path(f"link{number}")
    write_whole(before, b"newer")
    assert end.read_bytes() == b"newer"
    assert before.is_symlink()
    assert {path.name for path in end.parent.iterdir()} == {"end.csv"}
    assert len(list(folder.iterdir())) == 1 + links


def test_a_link_in_a_circle_is_refused_and_stays(folder):
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    with pytest.raises(RefusedError, match="circle"):
        write_whole(folder / "one", b"new")
    assert (folder / "one").is_symlink()


@pytest.mark.parametrize("through", ["itself", "a link"])
@pytest.mark.parametrize("kind", ["pipe", "socket", "folder"])
@pytest.mark.usefixtures("folder")
def test_what_is_there_and_is_no_file_is_refused_and_stays(kind, through):
    # A name without its folder: that of a socket may not be long.
    there = Path("there")
    if kind == "pipe":
        os.mkfifo(there)
    elif kind == "socket":
        socket.socket(socket.AF_UNIX).bind(str(there))
    else:
        there.mkdir()
    before = there.stat()
    target = there
    if through == "a link":
        target = Path("link")
        target.symlink_to(there)
    with pytest.raises(RefusedError, match=rf"^cannot write {target} \(it is a {kind}\)"):
        check_writable(target)
    with pytest.raises(RefusedError):
        write_whole(target, b"new")
    after = there.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert target.is_symlink() == (through == "a link")


def test_a_device_is_named_as_one():
    # Never tried on a real one: whoever runs the tests may be allowed to replace it.
    kinds = (stat.S_IFCHR, stat.S_IFBLK)
    assert [writing.irregular(kind | 0o666) for kind in kinds] == ["a device", "a device"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_the_mode_of_a_file_that_is_replaced_is_kept(folder, mode):
    target = folder / "x.csv"
    target.write_bytes(b"older")
    target.chmod(mode)
    write_whole(target, b"newer")
    assert (target.read_bytes(), mode_of(target)) == (b"newer", mode)


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_mode_that_any_program_would_give_it(folder, mask):
    before = os.umask(mask)
    try:
        write_whole(folder / "x.csv", b"new")
        (folder / "plain").write_bytes(b"new")
    finally:
        os.umask(before)
    assert mode_of(folder / "x.csv") == mode_of(folder / "plain") == 0o666 & ~mask


def test_nothing_that_waits_under_the_name_of_a_draft_is_followed_or_removed(folder, monkeypatch):
    (folder / "victim").write_bytes(b"kept")
    monkeypatch.setattr(writing.secrets, "token_hex", lambda _: "guessed")
    waiting = folder / ".nuzuh-guessed.draft"
    waiting.symlink_to("victim")
    with pytest.raises(RefusedError, match="File exists"):
        write_whole(folder / "x.csv", b"new")
    assert (folder / "victim").read_bytes() == b"kept"
    assert waiting.is_symlink()
    assert not (folder / "x.csv").exists()


def test_two_drafts_never_share_a_name(folder, monkeypatch):
    names = []
    original = Path.replace

    def replaced(self, target):
        names.append(self.name)
        return original(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    for _ in range(20):
        write_whole(folder / "x.csv", b"new")
    assert len(set(names)) == 20
    assert {path.name for path in folder.iterdir()} == {"x.csv"}


def test_a_file_that_may_not_be_written_to_is_refused(folder, monkeypatch):
    target = folder / "x.csv"
    target.write_bytes(b"older")
    # As it is for everyone but root, where the file is write-protected and its folder is not.
    monkeypatch.setattr(os, "access", lambda path, _: not str(path).endswith("x.csv"))
    with pytest.raises(RefusedError, match="may not be written to"):
        write_whole(target, b"newer")
    assert target.read_bytes() == b"older"
