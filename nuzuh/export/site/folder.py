"""Writes a site into a folder: what stood there stays whole until the new one is on the disk.

A server or a copy to one may read the folder meanwhile, so files that pages load come first and
pages last, each whole. A file whose content is the same is not touched: whoever copies the folder
on copies only what changed. Files that only the build before used are kept for one build more,
for readers who have a page of it open.

What was published of a version of the data can be cited: its pages below ``v/`` and its tables
below ``data/`` stay when a build no longer makes them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.writing import irregular

MANIFEST = "site.json"
"""Says that a folder holds a site of ours, and which files of it are of the newest build."""
LOCK = ".nuzuh-site.lock"
_VERSION = r"(\d{4}-\d{2}-\d{2}-[0-9a-f]{7})"
_OF_VERSION = re.compile(rf"(?:v|data)/{_VERSION}/", re.ASCII)
"""How the path of a file begins that belongs to one version of the data."""
_PAGES = "v/"
_PAGE_OF_VERSION = re.compile(rf"v/{_VERSION}/(.*)index\.html", re.ASCII)
_STAGE = ".nuzuh-stage-"
_BEGUN = ".nuzuh-begun"
_MARK = "nuzuh static site"


@dataclass(frozen=True)
class Written:
    """What has been written.

    Attributes:
        files: how many files the site has, those that stay among them.
        size: of all of them, in bytes.
        changed: how many of them are new or other than they were.
        kept: how many files of the build before are kept for one build more.
        removed: how many files of an older build are gone.
        stay: former versions of the data whose pages this build did not make, and that stay.
    """

    files: int
    size: int
    changed: int
    kept: int
    removed: int
    stay: tuple[str, ...] = ()


def pages_standing(target: Path) -> dict[str, frozenset[str]]:
    """Return the paths of the pages of former versions that a folder has, by their id.

    Args:
        target: path of the folder; it may not be there yet.

    Raises:
        RefusedError: for a folder that holds something else.
    """
    with _told(target):
        found: dict[str, set[str]] = {}
        for path in _manifest(target):
            page = _PAGE_OF_VERSION.fullmatch(path)
            if page and (target / path).is_file():
                found.setdefault(page[1], set()).add(page[2])
    return {version: frozenset(paths) for version, paths in found.items() if "" in paths}


def check_folder(target: Path) -> None:
    """Refuse a folder that can never be written, before work of half a minute is done for it.

    Args:
        target: path of the folder; it may not be there yet.

    Raises:
        RefusedError: for what is no folder, holds something else, may not be written to, or
            lies in a folder that is not there.
    """
    with _told(target):
        if target.is_symlink():
            raise RefusedError(f"cannot write {target} (it is a link): name the folder itself")
        if not target.exists():
            if not target.parent.is_dir():
                raise RefusedError(f"cannot write {target} (there is no folder {target.parent})")
            place = target.parent
        elif not target.is_dir():
            kind = irregular(target.stat().st_mode) or "a file"
            raise RefusedError(f"cannot write {target} (it is {kind}): name a folder for the site")
        else:
            _manifest(target)
            place = target
        if not os.access(place, os.W_OK | os.X_OK):
            raise RefusedError(f"cannot write {target} (the folder {place} may not be written to)")


def write_folder(target: Path, files: Mapping[str, bytes]) -> Written:
    """Write a site into a folder, all of it or nothing.

    Args:
        target: path of the folder: a new one, an empty one, or one that holds a site of ours.
        files: content by path below the folder.

    Raises:
        RefusedError: when it cannot be written; what stood there is as it was.
    """
    check_folder(target)
    for path in files:
        _check_path(path)
    with _told(target):
        target.mkdir(exist_ok=True)
        with _locked(target):
            # Another build may have written it in between.
            before = _manifest(target)
            _check_nothing_in_the_way(target, files)
            return _replace(target, files, before)


def _replace(target: Path, files: Mapping[str, bytes], before: Mapping[str, str]) -> Written:
    """Stage what has changed, move it into place, then let go of what no build needs."""
    _forget_stages(target)
    there = _files_of(target)
    stay = _of_other_versions(before, files) & there
    changed = [path for path, content in files.items() if not _is_same(target / path, content)]
    kept = before.keys() - files.keys() - stay
    manifest = _manifest_of(files, {path: before[path] for path in stay})
    stage = target / f"{_STAGE}{secrets.token_hex(8)}"
    try:
        for path in changed:
            _write(stage / path, files[path])
        stage.mkdir(exist_ok=True)
        _write(stage / MANIFEST, manifest)
        if not (target / MANIFEST).exists():
            # However a first build ends from here on, the next one knows the folder as its own.
            _write(stage / _BEGUN, _manifest_of({}, {}))
            (stage / _BEGUN).replace(target / MANIFEST)
        for path in changed:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
        # Everything lies on the disk: what is left needs no room.
        for path in sorted(changed, key=_pages_last):
            # A server hands out a packed copy in place of the file, so it goes before.
            for copy in _copies(path):
                (target / copy).unlink(missing_ok=True)
            (stage / path).replace(target / path)
        if not _is_same(target / MANIFEST, manifest):
            (stage / MANIFEST).replace(target / MANIFEST)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    held = files.keys() | kept | stay
    old = there - held - {copy for path in held for copy in _copies(path)}
    for path in old:
        (target / path).unlink(missing_ok=True)
    _remove_empty(target)
    size = sum(map(len, files.values())) + sum((target / path).stat().st_size for path in stay)
    pages = {_version_of(path) for path in stay if path.startswith(_PAGES)}
    count = len(files) + len(stay)
    return Written(count, size, len(changed), len(kept & there), len(old), tuple(sorted(pages)))


def _version_of(path: str) -> str:
    """The version that a file belongs to; "" for none."""
    found = _OF_VERSION.match(path)
    return found[1] if found else ""


def _of_other_versions(before: Mapping[str, str], files: Mapping[str, bytes]) -> set[str]:
    """Files of the build before that belong to a version, and that this build does not make.

    Tables stay file by file. Pages stay where the build makes none of their version: those that
    it makes anew come with what they load.
    """
    anew = {_version_of(path) for path in files if path.startswith(_PAGES)}
    return {
        path
        for path in before.keys() - files.keys()
        if _version_of(path) and not (path.startswith(_PAGES) and _version_of(path) in anew)
    }


def _copies(path: str) -> tuple[str, ...]:
    """Packed copies that may lie beside a file, see docs/site.md."""
    return f"{path}.gz", f"{path}.br"


def _pages_last(path: str) -> tuple[bool, str]:
    """Pages come after what they load."""
    return path.endswith(".html"), path


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as opened:
        opened.write(content)
        opened.flush()
        # A disk that is full, or across a network, may only say so now.
        os.fsync(opened.fileno())


def _is_same(file: Path, content: bytes) -> bool:
    """Whether a file holds this already."""
    try:
        found = file.lstat()
        return (
            stat.S_ISREG(found.st_mode)
            and found.st_size == len(content)
            and file.read_bytes() == content
        )
    except FileNotFoundError:
        return False


def _manifest_of(files: Mapping[str, bytes], stay: Mapping[str, str]) -> bytes:
    digests = {path: hashlib.sha256(files[path]).hexdigest()[:16] for path in files}
    told = {"what": _MARK, "files": dict(sorted({**stay, **digests}.items()))}
    return json.dumps(told, indent=0, ensure_ascii=False).encode() + b"\n"


def _manifest(target: Path) -> Mapping[str, str]:
    """The files of the build before and their digests; none where no folder is, or an empty one.

    Raises:
        RefusedError: for a folder that holds something else.
    """
    if not target.exists():
        return {}
    # A branch of its own may be checked out there, with nothing in it yet.
    others = {one.name for one in target.iterdir()} - {LOCK, ".git"}
    if all(name.startswith(_STAGE) for name in others):
        return {}
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        told = json.loads((target / MANIFEST).read_bytes())
        if told["what"] == _MARK:
            return {str(path): str(digest) for path, digest in told["files"].items()}
    raise RefusedError(
        f"cannot write {target} (it holds something that is no site of nuzuh): "
        "name a new folder, or an empty one"
    )


def _check_path(path: str) -> None:
    """Refuse a path that would lead out of the folder, or take the place of what is ours."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or path in (MANIFEST, LOCK):
        raise ValueError(f"{path!r} is no path of a site")


def _check_nothing_in_the_way(target: Path, files: Mapping[str, bytes]) -> None:
    """Refuse to write through a link, or over what is no file: who puts it there may mean harm."""
    folders = {parent for path in files for parent in PurePosixPath(path).parents if parent.name}
    for path in sorted(map(str, folders)):
        place = target / path
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise RefusedError(f"cannot write {target} ({path} in it is no folder): take it away")
    for path in sorted([*files, MANIFEST]):
        place = target / path
        if place.is_symlink() or (place.exists() and not place.is_file()):
            raise RefusedError(f"cannot write {target} ({path} in it is no file): take it away")


def _files_of(target: Path) -> set[str]:
    """Every file of a site's folder.

    Those of ours, of version control and of servers, whose names begin with a full stop, stay, and
    so does the one in which GitHub Pages keeps the name of a host.
    """
    found = set[str]()
    for folder, folders, names in os.walk(target):
        below = Path(folder).relative_to(target)
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.update((below / name).as_posix() for name in names if not name.startswith("."))
    return found - {MANIFEST, "CNAME"}


def _remove_empty(target: Path) -> None:
    for folder, _, _ in os.walk(target, topdown=False):
        place = Path(folder)
        if place != target and not any(
            part.startswith(".") for part in place.relative_to(target).parts
        ):
            with suppress(OSError):
                place.rmdir()


def _forget_stages(target: Path) -> None:
    """Take away what a build has left that was cut off, such as by a power cut."""
    for one in target.iterdir():
        if one.name.startswith(_STAGE) and one.is_dir() and not one.is_symlink():
            shutil.rmtree(one, ignore_errors=True)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the folder for this build; the lock goes with the process, however that ends."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    lock = os.open(target / LOCK, flags, 0o600)
    try:
        try:
            _hold(lock)
        except (BlockingIOError, PermissionError) as error:
            raise RefusedError(
                f"cannot write {target} (another build is writing it): wait until that is done"
            ) from error
        yield
    finally:
        os.close(lock)


def _hold(lock: int) -> None:
    """Take a lock that no other process has.

    Raises:
        BlockingIOError: when another one has it; a PermissionError on Windows.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 (Windows alone has it)

        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 (Windows has none)

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Say in a sentence what the system refuses."""
    try:
        yield
    except OSError as error:
        raise RefusedError(f"cannot write {target} ({error.strerror})") from error
    except ValueError as error:
        raise RefusedError(f"cannot write {target} ({error})") from error
