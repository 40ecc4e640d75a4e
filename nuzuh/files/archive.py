"""Zip files that hold nothing of the moment or the machine: the same content, the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a zip file can name."""
_READABLE = 0o644 << 16
_UNIX = 3


def fixed_zip(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file with the parts in the order given."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            entry.create_system = _UNIX
            archive.writestr(entry, part, compresslevel=9)
    return content.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the parts of a zip file of our own making, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
