"""Take into use what stands in for embedded tables: swapped in at one moment.

These are the last good copies of live tables, merged, and the outlines that an operator brings.
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
from nuzuh.loaders.table import Provenance, Table

MERGED = ("displacement", "deaths", "orders")
"""Sources whose figures take their place in the tables in use."""


@dataclass
class _Adopted:
    """What this process has taken into use, and what its own refreshes found."""

    stamp: tuple[Any, ...] = ()
    in_use: InUse = EMBEDDED
    found: Mapping[str, Provenance] = field(default_factory=dict)


_adopted = _Adopted()
_one_at_a_time = threading.Lock()


def adopt(settings: Settings | None = None, told: Mapping[str, Provenance] | None = None) -> InUse:
    """Take the last good copies into use, and return what is in use then.

    Never asks the network, and does nothing when no copy has changed since the
    last call, so that it may be called at every step. A copy that does not fit
    the embedded tables is left aside.

    Args:
        settings: where the copies are; those of the environment when None.
        told: what a refresh in this process has found, by source.

    Raises:
        SettingError: when the file of blocks that the settings name cannot be used.
    """
    settings = settings or read_settings()
    store = Store(settings.cache)
    blocks = block_file(settings)
    stamp = (settings.cache, store.stamp(), blocks and blocks.digest)
    with _one_at_a_time:
        if told:
            _adopted.found = MappingProxyType({**_adopted.found, **told})
        if stamp != _adopted.stamp:
            _adopted.in_use = _put_together(store, blocks)
            _adopted.stamp = stamp
            if not told:
                # Another process has refreshed: what this one found is no longer the newest.
                _adopted.found = MappingProxyType({})
        put_in_use(_adopted.in_use)
        return _adopted.in_use


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
