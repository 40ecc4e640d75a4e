"""The embedded snapshot: a Frictionless Data Package whose every file is checked by its hash.

The descriptor ``geodata/datapackage.json`` names each file's title, sources,
licence, retrieval date, size and SHA-256. A file that does not hash to its
entry is refused before it is parsed, so a truncated or edited snapshot can
never reach a map. After a deliberate edit, ``python -m nuzuh.loaders.seal`` writes
the new sizes and hashes (see CONTRIBUTING.md).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from nuzuh.loaders.current import current
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.table import Provenance

_NOT_LIVE = {
    "estimates": "no live figures are in use; `nuzuh refresh` fetches them",
    "orders": "no live orders are in use; their source is off by default",
    "governorates": "outlines for display; those at full detail are the table boundaries",
}
"""Why a table that could be live is not."""
GEODATA = Path(__file__).resolve().parent.parent / "geodata"
DESCRIPTOR = "datapackage.json"


def read_descriptor(folder: Path = GEODATA) -> dict[str, Any]:
    """Return the data package's descriptor.

    Raises:
        DataError: when it is missing or is not JSON.
    """
    path = folder / DESCRIPTOR
    try:
        descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(DESCRIPTOR, f"cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise DataError(DESCRIPTOR, f"is not valid JSON ({error})") from error
    if not _has_shape(descriptor):
        raise DataError(DESCRIPTOR, "does not name its files with path, format, size and hash")
    return descriptor


def _has_shape(descriptor: object) -> bool:
    """Whether the descriptor holds what this module reads from it."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    return isinstance(resources, list) and all(
        isinstance(entry, dict)
        and all(isinstance(entry.get(key), str) for key in ("name", "path", "format", "hash"))
        and isinstance(entry.get("bytes"), int)
        for entry in resources
    )


def resource(name: str, folder: Path = GEODATA) -> dict[str, Any]:
    """Return the descriptor's entry for one resource.

    Raises:
        DataError: when the package has no resource of that name.
    """
    for entry in read_descriptor(folder)["resources"]:
        if entry["name"] == name:
            found: dict[str, Any] = entry
            return found
    raise DataError(DESCRIPTOR, f"has no resource named {name!r}")


def read_bytes(name: str, folder: Path = GEODATA) -> bytes:
    """Return the bytes of a resource, once they hash to what the descriptor says.

    Raises:
        DataError: when the file is missing, or its content is not the one that
            was published; the sentence names the first line that is broken
            when the damage shows in the file itself.
    """
    entry = resource(name, folder)
    path = folder / entry["path"]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(entry["path"], f"cannot be read ({error.strerror})") from error
    if hashlib.sha256(content).hexdigest() != entry["hash"].removeprefix("sha256:"):
        raise _damage(entry, content)
    return content


def _damage(entry: dict[str, Any], content: bytes) -> DataError:
    """Say as precisely as the bytes allow how a file differs from the published one."""
    path: str = entry["path"]
    rule = (
        f"the content does not match the SHA-256 in {DESCRIPTOR} "
        f"({len(content)} bytes here, {entry['bytes']} published): restore the file, "
        "or after a deliberate edit run `python -m nuzuh.loaders.seal`"
    )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return DataError(path, f"is not UTF-8; {rule}", row=row)
    if entry["format"] == "csv":
        fields = [field["name"] for field in entry["schema"]["fields"]]
        try:
            rows = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            return DataError(path, f"is not CSV ({error}); {rule}")
        for number, cells in enumerate(rows, start=1):
            if (number == 1 and cells != fields) or len(cells) != len(fields):
                return DataError(
                    path, f"has {len(cells)} cells where {len(fields)} belong; {rule}", row=number
                )
        return DataError(path, rule, row=_first_changed(entry, rows) or len(rows) or None)
    try:
        json.loads("{}" if entry["format"] == "toml" else text)
    except (ValueError, RecursionError) as error:
        broken_at = error.lineno if isinstance(error, json.JSONDecodeError) else None
        return DataError(path, f"is not valid JSON; {rule}", row=broken_at)
    return DataError(path, rule, row=text.count("\n") + 1)


def row_digest(cells: list[str]) -> str:
    """A four-hex-digit check of one row: enough to point at an edited line."""
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:4]


def _first_changed(entry: dict[str, Any], rows: list[list[str]]) -> int | None:
    """The number of the first row (the header is row 1) that is not the published one."""
    digests: str = entry.get("row_digests", "")
    for number, cells in enumerate(rows):
        if digests[4 * number : 4 * number + 4] != row_digest(cells):
            return number + 1
    return None


def data_version() -> str:
    """The version of the data in use: its last day and a digest.

    It stands in links, pictures and citations, so that a reader can tell
    whether two views were drawn from the same figures. Live figures that say
    the same as the embedded ones leave it as it is.

    >>> data_version().count("-")
    3
    """
    return current().version or embedded_version()


@lru_cache(maxsize=1)
def embedded_version() -> str:
    """The version of the embedded data: its last day and a digest of every file's hash.

    A file of which no figure comes, marked ``"in_version": false``, is no part of it.
    """
    descriptor = read_descriptor()
    counted = [e["hash"] for e in descriptor["resources"] if e.get("in_version", True)]
    digest = hashlib.sha256("".join(sorted(counted)).encode()).hexdigest()
    return f"{descriptor['version']}-{digest[:7]}"


def provenance(name: str, rows: int, *, as_of: str | None = None) -> Provenance:
    """Return the provenance of a resource as the descriptor states it."""
    entry = resource(name)
    return Provenance(
        name=name,
        title=entry["title"],
        source="; ".join(source["title"] for source in entry["sources"]),
        source_links=tuple(s["path"] for s in entry["sources"] if "path" in s),
        licence="; ".join(licence["title"] for licence in entry["licenses"]),
        as_of=as_of or entry["as_of"],
        retrieved_at=entry["retrieved_at"],
        status="embedded",
        rows=rows,
        reason=_NOT_LIVE.get(name, "it ships with the project and has no live source"),
    )
