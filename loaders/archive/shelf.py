"""Where entries of the archive lie, and the tables of one: those that ship, and an operator's own.

An entry lies under the name of its version, so that one is found without opening others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd

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
from nuzuh.loaders.package import GEODATA, data_version, embedded_version, provenance
from nuzuh.loaders.table import Table

SHIPPED = GEODATA / "archive"
"""Entries that ship: part of the package, and no part of the data version."""


def folders() -> tuple[Path, ...]:
    """Return the folders that are looked through: what ships goes first.

    Raises:
        SettingError: when ``NUZUH_ARCHIVE`` makes no sense.
    """
    return SHIPPED, read_settings().archive


def entries(id_: str | None = None) -> list[Path]:
    """Return the files of archived versions, the ones that ship first; none is opened.

    Args:
        id_: of which version; None for all.
    """
    if id_ is not None and not VERSION.fullmatch(id_):
        return []
    found = list[Path]()
    for folder in folders():
        try:
            found += sorted(folder.glob(f"{id_ or '*'}.zip"))
        except OSError:
            # A folder that may not be looked into holds nothing for this reader.
            continue
    return found


def versions() -> list[ArchivedVersion]:
    """Return every archived version whose index can be read, the newest first.

    Example:
        >>> "2026-08-22-79be9da" in [version.id for version in versions()]
        True
    """
    found: dict[str, ArchivedVersion] = {}
    for path in entries():
        try:
            state = path.stat()
            version = _known_index(path, state.st_mtime_ns, state.st_size)
        except (DataError, OSError):
            # `nuzuh archive check` names it; whoever asks for it is told why it is not shown.
            continue
        found.setdefault(version.id, version)
    return sorted(found.values(), key=lambda one: (one.last, one.published, one.id), reverse=True)


def unreadable() -> dict[str, str]:
    """Return the archived versions of which not even the index can be read, and why, by their id.

    One that lies whole in the other folder is none.
    """
    whole = {version.id for version in versions()}
    found: dict[str, str] = {}
    for path in entries():
        if path.stem in whole or not VERSION.fullmatch(path.stem):
            continue
        try:
            read_index(path)
        except DataError as error:
            found.setdefault(path.stem, str(error))
    return found


@lru_cache(maxsize=512)
def _known_index(path: Path, changed: int, size: int) -> ArchivedVersion:
    del changed, size
    return read_index(path)


def running() -> str:
    """Return the newest data version: what is shown where none is named."""
    return newest().version or embedded_version()


def former() -> str:
    """Return the version that this thread draws from where it is not the newest; else "".

    >>> former()
    ''
    """
    version = data_version()
    return "" if version == running() else version


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
    damage: DataError | None = None
    for path in entries(id_):
        try:
            state = path.stat()
            return _unpacked(path, state.st_mtime_ns, state.st_size)
        except OSError as error:
            damage = damage or DataError(path.name, f"cannot be read ({error.strerror})")
        except DataError as error:
            # The same version may lie whole in the other folder.
            damage = damage or error
    if damage is not None:
        raise damage
    known = ", ".join(dict.fromkeys([running(), *(one.id for one in versions())]))
    raise RefusedError(f"there is no data version {id_[:40]!r}; there are {known}", "no_version")


def read_entry(path: Path) -> InUse:
    """Return the tables of an entry in today's columns, and what else it holds.

    Raises:
        DataError: when the entry is damaged, or its tables are not those of its index.
    """
    version, parts = read_parts(path)
    tables = tables_from(parts, version.published, path.name)
    estimates = tables["estimates"].frame
    if (len(estimates), len(tables["orders"].frame)) != (version.estimates, version.orders):
        raise DataError(path.name, "holds other numbers of rows than its index says")
    if estimates["as_of"].max().date() != version.last:
        raise DataError(path.name, "ends on another day than its index says")
    rest = {name: part for name, part in parts.items() if name not in (ESTIMATES, ORDERS)}
    return InUse(version.id, tables, version.published, MappingProxyType(rest))


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, size: int) -> InUse:
    del changed, size
    return read_entry(path)


def tables_from(
    parts: Mapping[str, bytes], published: date, entry: str = ""
) -> Mapping[str, Table[pd.DataFrame]]:
    """Return the tables that parts of an entry hold, in today's columns.

    Args:
        parts: content of each part, by name.
        published: the day on which it was published.
        entry: name of the entry, for messages.

    Raises:
        DataError: when one cannot be read.
    """
    within = f"{entry}: " if entry else ""
    estimates = old_estimates(parts[ESTIMATES], f"{within}{ESTIMATES}")
    orders = old_orders(parts[ORDERS], f"{within}{ORDERS}")
    tables = {}
    for name, frame, day in (("estimates", estimates, "as_of"), ("orders", orders, "issued_on")):
        about = replace(
            provenance(name, len(frame), as_of=str(frame[day].max().date())),
            retrieved_at=published.isoformat(),
            status="archived",
            reason="",
        )
        tables[name] = Table(frame, about)
    return MappingProxyType(tables)


_unpacked = one_at_a_time(_read)
