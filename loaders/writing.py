"""Puts a file in its place all at once: what fails leaves neither a half nor a harmed file."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from nuzuh.loaders.errors import RefusedError

_KINDS = (
    (stat.S_ISREG, ""),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def write_whole(target: Path, content: bytes) -> None:
    """Write a file: to a draft in the same folder, to the disk, and only then to its name.

    A link stays, and what it leads to is written. A file that is replaced keeps
    its mode, and its owner where this process may give files away.

    Args:
        target: path of the file; an older one is replaced.
        content: all of it.

    Raises:
        RefusedError: when it cannot be written, or is no file; what was there is as it was.
    """
    place = check_writable(target)
    try:
        replace_with(place, content)
    except OSError as error:
        raise RefusedError(f"cannot write {target} ({error.strerror})") from error


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, all of them or none.

    Every draft lies on the disk before the first file is replaced. Where one cannot be
    replaced after all, those before it are put back.

    Args:
        contents: all of each file by its path; they are replaced in that order.

    Raises:
        RefusedError: when one cannot be written; what was there is as it was.
    """
    places = {check_writable(target): content for target, content in contents.items()}
    target, done = next(iter(contents), Path()), list[tuple[Path, bytes | None]]()
    try:
        with ExitStack() as drafts:
            ready = []
            for place, content in places.items():
                target = place
                ready.append((drafts.enter_context(_drafted(place, content)), place))
            for draft, place in ready:
                target = place
                before = place.read_bytes() if place.exists() else None
                draft.replace(place)
                done.append((place, before))
    except BaseException as error:
        for place, before in reversed(done):
            if before is None:
                place.unlink()
            else:
                replace_with(place, before)
        if isinstance(error, OSError):
            raise RefusedError(f"cannot write {target} ({error.strerror})") from error
        raise


def check_writable(target: Path) -> Path:
    """Refuse a path that can never be written, before work of minutes is done for it.

    Returns:
        The path behind every link.

    Raises:
        RefusedError: for what is there and is no file (a folder, a device, a pipe), for
            a file that may not be written to, and for one in a folder that is not there.
    """
    try:
        place = Path(os.path.realpath(target))
        if target.exists():
            # Asked of the path itself: a link such as /dev/stdout leads to what has no name.
            kind = irregular(target.stat().st_mode)
            if not kind and not (place.exists() and place.samefile(target)):
                kind = "a file without a name"
            if kind:
                hint = "" if kind == "a folder" else ": name a file, or - for standard output"
                raise RefusedError(f"cannot write {target} (it is {kind}){hint}")
            if not os.access(place, os.W_OK):
                raise RefusedError(f"cannot write {target} (it may not be written to)")
        if place.is_symlink():
            raise RefusedError(f"cannot write {target} (it is a link that leads in a circle)")
        folder = place.parent
        if not folder.is_dir():
            raise RefusedError(f"cannot write {target} (there is no folder {folder})")
        if not os.access(folder, os.W_OK):
            raise RefusedError(f"cannot write {target} (the folder {folder} may not be written to)")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise RefusedError(f"cannot write {target} ({reason})") from error
    return place


def irregular(mode: int) -> str:
    """Return what a thing on the disk is that is no file; "" for a file.

    >>> irregular(0o100644), irregular(0o010644), irregular(0o020644)
    ('', 'a pipe', 'a device')
    """
    return next((name for is_kind, name in _KINDS if is_kind(mode)), "a device")


def replace_with(place: Path, content: bytes) -> None:
    """Let a new file take a place, whole or not at all.

    Args:
        place: where it belongs; nothing, or a file.
        content: all of it.

    Raises:
        OSError: when it cannot be written; what was there is as it was.
    """
    with _drafted(place, content) as draft:
        draft.replace(place)


@contextmanager
def _drafted(place: Path, content: bytes) -> Iterator[Path]:
    """A draft that lies on the disk beside its place; gone at the end unless it took that."""
    before = place.stat() if place.exists() else None
    # A name that nobody knows, for a file that nobody has made: a link that waits under
    # a name that can be guessed would be followed.
    draft = place.with_name(f".nuzuh-{secrets.token_hex(8)}.draft")
    file = draft.open("xb")
    try:
        with file:
            if before is not None:
                _dress(draft, before)
            file.write(content)
            file.flush()
            # A disk that is full, or across a network, may only say so now.
            os.fsync(file.fileno())
        yield draft
    finally:
        # Whatever stopped the writing, be it the reader: no half of a file stays.
        with suppress(OSError):
            draft.unlink()


def _dress(draft: Path, before: os.stat_result) -> None:
    """Give a draft the owner and the mode of the file that it replaces, while it is empty."""
    with suppress(OSError, AttributeError):
        # Only root may; for everyone else a file that they write is theirs.
        os.chown(draft, before.st_uid, before.st_gid)
    draft.chmod(stat.S_IMODE(before.st_mode) & 0o777)
