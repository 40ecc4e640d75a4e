"""Where entries of the archive lie, and the tables of one: those that ship, and an operator's own.

An entry lies under the name of its version, so that one is found without opening others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from nuzuh.loaders.archive.entry import (
    ESTIMATES,
    ORDERS,
    VERSION,
    ArchivedVersion,
    read_index,
    read_parts,
)
from nuzuh.loaders.archive.old_tables import old_estimates, old_orders
from nuzuh.loaders.current import EMBEDDED, InUse, newest
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.once import one_at_a_time
from nuzuh.loaders.package import GEODATA, embedded_version, provenance
from nuzuh.loaders.table import Table

SHIPPED = GEODATA / "archive"
"""Entries that ship: part of the package, and no part of the data version."""


def folders() -> tuple[Path, ...]:
    """Return the folders that are looked through: what ships goes first.

    Raises:
        SettingError: when ``NUZUH_ARCHIVE`` makes no sense.
    """
    return SHIPPED, read_settings().archive


def paths() -> dict[str, Path]:
    """Return the file of each archived version, by its id; none is opened."""
    found: dict[str, Path] = {}
    for folder in folders():
        try:
            names = sorted(folder.glob("*.zip"))
        except OSError:
            # A folder that may not be looked into holds nothing for this reader.
            continue
        for path in names:
            if VERSION.fullmatch(path.stem):
                found.setdefault(path.stem, path)
    return found


def versions() -> list[ArchivedVersion]:
    """Return every archived version whose index can be read, the newest first.

    Example:
        >>> "2026-08-22-79be9da" in [version.id for version in versions()]
        True
    """
    found = []
    for path in paths().values():
        try:
            state = path.stat()
            found.append(_known_index(path, state.st_mtime_ns, state.st_size))
        except (DataError, OSError):
            # `nuzuh archive check` names it; whoever asks for it is told why it is not shown.
            continue
    return sorted(found, key=lambda one: (one.last, one.published, one.id), reverse=True)


@lru_cache(maxsize=512)
def _known_index(path: Path, changed: int, size: int) -> ArchivedVersion:
    del changed, size
    return read_index(path)


def version_of(id_: str) -> ArchivedVersion:
    """Return what is told of an archived version.

    Raises:
        DataError: when its entry is damaged.
        RefusedError: when there is none.
    """
    return read_index(_path_of(id_))


def _path_of(id_: str) -> Path:
    found = paths().get(id_)
    if found is None:
        known = ", ".join(list(dict.fromkeys([running(), *(one.id for one in versions())])))
        raise RefusedError(
            f"there never was a data version {id_[:40]!r} here; there are {known}",
            "no_version",
        )
    return found


def running() -> str:
    """Return the newest data version: what is shown where none is named."""
    return newest().version or embedded_version()


def in_use_of(id_: str) -> InUse:
    """Return the tables of a data version in today's columns.

    They are for :func:`nuzuh.loaders.current.using`. The version that runs, and the one that
    ships, are never taken from the archive. Of others the last two are remembered.

    Args:
        id_: a data version, such as one that a link names.

    Raises:
        DataError: when the entry is damaged.
        RefusedError: when the version never was.

    Example:
        >>> from nuzuh.loaders.current import using
        >>> from nuzuh.loaders.tables import tables_in_use
        >>> with using(in_use_of("2026-08-22-79be9da")):
        ...     str(tables_in_use().last)
        '2026-08-22'
    """
    if id_ == running():
        return newest()
    if id_ == embedded_version():
        return EMBEDDED
    path = _path_of(id_)
    try:
        state = path.stat()
    except OSError as error:
        raise DataError(path.name, f"cannot be read ({error.strerror})") from error
    return _unpacked(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, size: int) -> InUse:
    del changed, size
    version, parts = read_parts(path)
    estimates = old_estimates(parts[ESTIMATES], ESTIMATES)
    orders = old_orders(parts[ORDERS], ORDERS)
    if (len(estimates), len(orders)) != (version.estimates, version.orders):
        raise DataError(path.name, "holds other numbers of rows than its index says")
    if estimates["as_of"].max().date() != version.last:
        raise DataError(path.name, "ends on another day than its index says")
    tables = {}
    for name, frame, day in (("estimates", estimates, "as_of"), ("orders", orders, "issued_on")):
        about = replace(
            provenance(name, len(frame), as_of=str(frame[day].max().date())),
            retrieved_at=version.published.isoformat(),
            status="archived",
            reason=f"it is that of the data version {version.id}",
        )
        tables[name] = Table(frame, about)
    rest = {name: part for name, part in parts.items() if name not in (ESTIMATES, ORDERS)}
    return InUse(version.id, MappingProxyType(tables), version.published, MappingProxyType(rest))


_unpacked = one_at_a_time(_read)
