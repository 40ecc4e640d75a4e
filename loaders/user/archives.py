"""Archives that strangers made: bounded, read from memory, and never unpacked to a path."""

from __future__ import annotations

import io
import zipfile

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.limits import ARCHIVE_MEMBERS, MEGABYTE, UNPACKED_BYTES


def read_archive(content: bytes, file: str) -> dict[str, bytes]:
    """Return the files of a zip by their names, which are names here and never paths.

    Args:
        content: bytes of the archive.
        file: the name to use in messages.

    Raises:
        DataError: when it is no zip, is damaged or encrypted, names a path
            outside itself, or unpacks to more than the limits, whatever its
            directory claims.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive, file)
    except DataError:
        raise
    except Exception as error:  # damaged directories make the library stumble in many ways
        raise DataError(
            file, "cannot be unpacked: it is damaged, encrypted or not what its name says"
        ) from error


def _members(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    listed = archive.infolist()
    if len(listed) > ARCHIVE_MEMBERS:
        raise DataError(file, f"holds {len(listed)} files where at most {ARCHIVE_MEMBERS} are read")
    room, unpacked = UNPACKED_BYTES, dict[str, bytes]()
    for member in listed:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\x00" in name:
            raise DataError(file, "holds a file that points outside the archive")
        if member.is_dir():
            continue
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DataError(file, "is packed in a way that is not read: zip it anew")
        if name in unpacked:
            raise DataError(file, "holds the same file twice")
        with archive.open(member) as stream:
            # One byte more than there is room for tells a bomb, without trusting its directory.
            unpacked[name] = stream.read(room + 1)
        room -= len(unpacked[name])
        if room < 0:
            most = UNPACKED_BYTES // MEGABYTE
            raise DataError(file, f"unpacks to more than {most} MB, which is not read")
    return unpacked
