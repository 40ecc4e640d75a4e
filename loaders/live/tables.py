"""Tables as the last good copies have them: read back, checked, and told with their status."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import embedded_estimates
from nuzuh.loaders.live.displacement import event_of
from nuzuh.loaders.live.settings import Settings, read_settings
from nuzuh.loaders.live.sources import SOURCES, Source
from nuzuh.loaders.live.store import Manifest, Store
from nuzuh.loaders.orders import embedded_orders
from nuzuh.loaders.package import provenance
from nuzuh.loaders.table import Provenance, Status, Table

NEVER = "it has never been refreshed on this machine; `nuzuh refresh` does it"


def copy_of(source: Source, store: Store) -> tuple[pd.DataFrame, Manifest] | None:
    """Return the last good copy of a source when there is one that keeps its rules, or None."""
    kept = store.read(source.id)
    if kept is None:
        return None
    content, manifest = kept
    frame = _read(source.id, content)
    return None if frame is None else (frame, manifest)


@lru_cache(maxsize=2 * len(SOURCES))
def _read(name: str, content: bytes) -> pd.DataFrame | None:
    """Read a copy once: it is looked at for its status, its figures and what a refresh changes."""
    try:
        return SOURCES[name].read(content, f"the copy of {name}")
    except DataError:
        # Written by another version of the project, with other rules: as good as none.
        return None


def told(
    source: Source,
    manifest: Manifest | None,
    *,
    status: Status | None = None,
    reason: str = "",
) -> Provenance:
    """Return where a live table comes from and how fresh it is.

    Args:
        source: whose table it is.
        manifest: of the copy, or None when there is none.
        status: of the copy; ``last good`` when None.
        reason: why it is not live.
    """
    if manifest is None:
        return _embedded(source, reason or NEVER)
    return Provenance(
        name=source.id,
        title=source.title,
        source=manifest.source,
        source_links=manifest.links,
        licence=manifest.licence,
        as_of=manifest.as_of,
        retrieved_at=manifest.retrieved_at,
        status=status or "last good",
        rows=manifest.rows,
        reason=reason,
        note=manifest.note,
    )


def _embedded(source: Source, reason: str) -> Provenance:
    """What stands in for a source that has no copy."""
    if not source.embedded:
        return Provenance(
            source.id, source.title, "", (), "", "", "", status="absent", rows=0, reason=reason
        )
    estimates = embedded_estimates().frame
    rows = {
        "displacement": int(estimates["source_title"].map(event_of).ne("").sum()),
        "deaths": int((estimates["measure"] == "deaths").sum()),
        "orders": len(embedded_orders().frame),
    }
    known = provenance(source.embedded, rows.get(source.id, len(pc.GOVERNORATES)))
    return replace(known, name=source.id, title=source.title, reason=reason)


def standing(source: Source, store: Store) -> Provenance:
    """Return what is known of a source without asking anyone."""
    found = copy_of(source, store)
    attempt = store.attempt(source.id)
    manifest = found[1] if found else None
    if attempt is not None and attempt.reason:
        moment = str(attempt.at)[:16].replace("T", " ")
        reason = f"{attempt.reason} (at {moment} UTC)"
    elif manifest is not None:
        reason = "not asked for in this run"
    else:
        reason = NEVER
    return told(source, manifest, reason=reason)


def _load(name: str, settings: Settings | None) -> Table[Any] | None:
    source = SOURCES[name]
    store = Store((settings or read_settings()).cache)
    found = copy_of(source, store)
    if found is None:
        return None
    return Table(found[0], standing(source, store))


def load_detailed_boundaries(settings: Settings | None = None) -> Table[gpd.GeoDataFrame]:
    """Return the governorates at full detail, or the embedded outlines when there is no copy.

    Columns as :func:`nuzuh.loaders.load_boundaries`. Never asks the network.
    """
    found = _load("boundaries", settings)
    if found is not None:
        return found
    embedded = load_boundaries()
    return Table(embedded.frame, replace(embedded.provenance, reason=NEVER))


def load_municipalities(settings: Settings | None = None) -> Table[gpd.GeoDataFrame]:
    """Return the municipalities of the Strip: names, governorate, area (km2), geometry.

    Never asks the network.

    Raises:
        DataError: when they have never been fetched; nothing is embedded.
    """
    found = _load("municipalities", settings)
    if found is None:
        raise DataError("municipalities", f"are not here: {NEVER}")
    return found


def load_population(settings: Settings | None = None) -> Table[pd.DataFrame]:
    """Return people per governorate from COD-PS, or those before the war when there is no copy.

    Columns ``pcode``, ``year``, ``people``. Never asks the network.
    """
    found = _load("population", settings)
    if found is not None:
        return found
    baseline = load_baseline()
    frame = pd.DataFrame(
        {
            "pcode": baseline.frame["pcode"],
            "year": baseline.frame["as_of"].dt.year.astype("int64"),
            "people": baseline.frame["people"].astype("int64"),
        }
    )
    return Table(frame, replace(baseline.provenance, reason=NEVER))
