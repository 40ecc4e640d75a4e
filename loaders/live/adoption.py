"""Take into use what stands in for embedded tables: swapped in at one moment.

These are the last good copies of live tables, merged, the outlines that an operator brings,
and what an operator made of movement records.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from nuzuh.loaders.current import EMBEDDED, InUse, put_in_use
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import embedded_estimates
from nuzuh.loaders.live.given_blocks import BlockFile, block_file
from nuzuh.loaders.live.merge import merged_estimates
from nuzuh.loaders.live.merge_orders import merged_orders
from nuzuh.loaders.live.merged import Merged
from nuzuh.loaders.live.settings import Settings, read_settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import Store
from nuzuh.loaders.live.tables import copy_of, standing
from nuzuh.loaders.orders import embedded_orders
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.shelf import Entry, Shelf, figures_of
from nuzuh.loaders.table import Provenance, Table

MERGED = ("displacement", "deaths", "orders")
"""Sources whose figures take their place in the tables in use."""


@dataclass
class _Adopted:
    """What this process has taken into use, and what its own refreshes found."""

    stamp: tuple[Any, ...] = ()
    in_use: InUse = EMBEDDED
    published: InUse = EMBEDDED
    aside: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, Provenance] = field(default_factory=dict)


_adopted = _Adopted()
_one_at_a_time = threading.Lock()


def adopt(settings: Settings | None = None, told: Mapping[str, Provenance] | None = None) -> InUse:
    """Take the last good copies into use, and return what is in use then.

    Never asks the network, and does nothing when no copy has changed since the
    last call, so that it may be called at every step. A copy that does not fit
    the embedded tables is left aside, and so are figures of records that break a rule (see
    :func:`records_left_aside`).

    Args:
        settings: where the copies are; those of the environment when None.
        told: what a refresh in this process has found, by source.

    Raises:
        SettingError: when the file of blocks that the settings name cannot be used.
    """
    settings = settings or read_settings()
    store, shelf = Store(settings.cache), Shelf(settings.records)
    blocks = block_file(settings)
    of_copies = (settings.cache, store.stamp(), blocks and blocks.digest)
    stamp = (*of_copies, settings.records, shelf.stamp())
    with _one_at_a_time:
        if told:
            _adopted.found = MappingProxyType({**_adopted.found, **told})
        if stamp != _adopted.stamp:
            if _adopted.stamp[: len(of_copies)] != of_copies:
                _adopted.published = _put_together(store, blocks)
            _adopted.in_use, _adopted.aside = _with_records(_adopted.published, shelf)
            refreshed = _adopted.stamp[: len(of_copies)] != of_copies
            _adopted.stamp = stamp
            if refreshed and not told:
                # Another process has refreshed: what this one found is no longer the newest.
                _adopted.found = MappingProxyType({})
        put_in_use(_adopted.in_use)
        return _adopted.in_use


def published_in_use(settings: Settings | None = None) -> InUse:
    """Return the newest tables without what was made of movement records here.

    Records are scaled against these, and the archive keeps these.

    Raises:
        SettingError: as :func:`adopt`.
    """
    adopt(settings)
    return _adopted.published


def records_left_aside(settings: Settings | None = None) -> Mapping[str, str]:
    """Return which records on the shelf are not used, and why, in a sentence without its end.

    Raises:
        SettingError: as :func:`adopt`.
    """
    adopt(settings)
    return _adopted.aside


def live_sources(settings: Settings | None = None) -> list[Provenance]:
    """Return status, age, source and licence of every live source, and why it is not live.

    Example:
        >>> [source.name for source in live_sources()][:2]
        ['boundaries', 'municipalities']
    """
    store = Store((settings or read_settings()).cache)
    ours = _adopted.stamp[:1] == (store.cache,)
    found = _adopted.found if ours else {}
    return [found.get(name) or standing(source, store) for name, source in SOURCES.items()]


def _put_together(store: Store, blocks: BlockFile | None) -> InUse:
    frames: dict[str, pd.DataFrame] = {}
    for name in MERGED:
        found = copy_of(SOURCES[name], store)
        if found is not None:
            frames[name] = found[0]
    tables: dict[str, Table[Any]] = {}
    digests = list[str]()
    figures = _merged_or_none(frames.get("displacement"), frames.get("deaths"))
    if figures is not None and figures.digest:
        names = [name for name in ("displacement", "deaths") if name in frames]
        embedded = embedded_estimates().provenance
        tables["estimates"] = _table(
            figures, embedded, [standing(SOURCES[n], store) for n in names]
        )
        digests.append(figures.digest)
    if "orders" in frames:
        try:
            orders = merged_orders(frames["orders"])
        except DataError:
            orders = None
        if orders is not None and orders.digest:
            embedded = embedded_orders().provenance
            tables["orders"] = _table(orders, embedded, [standing(SOURCES["orders"], store)])
            digests.append(orders.digest)
    if blocks is not None:
        tables["block_map"] = blocks.table
        digests.append(blocks.digest)
    if not digests:
        return EMBEDDED
    digest = hashlib.sha256("".join([embedded_version(), *digests]).encode()).hexdigest()
    estimates = tables.get("estimates", embedded_estimates()).frame
    last = str(estimates["as_of"].max().date())
    return InUse(f"{last}-{digest[:7]}", MappingProxyType(tables))


def _with_records(published: InUse, shelf: Shelf) -> tuple[InUse, Mapping[str, str]]:
    """Tables with the figures of every sound entry of the shelf, and why others are left aside."""
    aside, used, brought = dict(shelf.damaged()), list[Entry](), list[pd.DataFrame]()
    for entry in shelf.entries():
        try:
            brought.append(figures_of(entry))
        except DataError as error:
            aside[entry.name] = str(error).rstrip(".")
        else:
            used.append(entry)
    if not used:
        return published, MappingProxyType(aside)
    table = published.tables.get("estimates") or embedded_estimates()
    own = [frame.reindex(columns=table.frame.columns) for frame in brought]
    frame = pd.concat([table.frame, *own], ignore_index=True)
    digests = (hashlib.sha256(entry.figures).hexdigest() for entry in used)
    before = published.version or embedded_version()
    digest = hashlib.sha256("".join([before, *digests]).encode()).hexdigest()
    last = str(frame["as_of"].max().date())
    rows = sum(map(len, brought))
    names = ", ".join(entry.name for entry in used)
    provenance = replace(
        table.provenance,
        source="; ".join([table.provenance.source, *(f"{e.publisher}: {e.title}" for e in used)]),
        as_of=last,
        rows=len(frame),
        note=f"{table.provenance.note} {rows} figures are made of movement records that were "
        f"counted on this machine ({names}).".lstrip(),
    )
    tables = {**published.tables, "estimates": Table(frame, provenance)}
    return InUse(f"{last}-{digest[:7]}", MappingProxyType(tables)), MappingProxyType(aside)


def _merged_or_none(events: pd.DataFrame | None, deaths: pd.DataFrame | None) -> Merged | None:
    """Both if they fit, else either one that does."""
    for choice in ((events, deaths), (events, None), (None, deaths)):
        if all(table is None for table in choice):
            continue
        try:
            return merged_estimates(*choice)
        except DataError:
            continue
    return None


def _table(merged: Merged, embedded: Provenance, parts: list[Provenance]) -> Table[Any]:
    days = "as_of" if "as_of" in merged.frame else "issued_on"
    counts = (("new", merged.new), ("revised", merged.revised), ("withdrawn", merged.withdrawn))
    note = ", ".join(f"{len(ids)} {word}" for word, ids in counts if ids)
    provenance = replace(
        embedded,
        source="; ".join([embedded.source, *(part.source for part in parts)]),
        source_links=(*embedded.source_links, *(link for p in parts for link in p.source_links)),
        as_of=str(merged.frame[days].max().date()),
        retrieved_at=max(part.retrieved_at for part in parts),
        status="last good",
        rows=len(merged.frame),
        reason="embedded figures with those of the last refresh put in",
        note=f"Against the embedded table: {note}.",
    )
    return Table(merged.frame, provenance)
