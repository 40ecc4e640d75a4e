"""Records by area and day, as an expression that every engine computes alike."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from nuzuh.loaders.records.gaza_day import gaza_day
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.place_lookup import Lookup


def cells(
    records: ir.Table,
    mapping: Mapping,
    origin: Lookup | None,
    destination: Lookup,
    first: int,
    last: int,
) -> ir.Table:
    """Return how many records each day and pair of areas has, nothing withheld yet.

    Args:
        records: as the engine read them.
        mapping: what the columns are.
        origin: of movements; None of presence.
        destination: of movements, or the place of presence.
        first: day in Gaza, in days since 1970.
        last: the same.

    Returns:
        Columns ``day, origin, destination``, ``amount`` (what is counted) and ``persons`` (how
        many people it is of, which decides what is withheld). Not to be taken off the engine.
    """
    day = gaza_day(records[mapping.time.column].epoch_seconds())
    named = {"day": day, "to_key": destination.key(records)}
    if origin is not None:
        named["from_key"] = origin.key(records)
    kept = records.select(**named)
    kept = kept.filter(kept.day >= first, kept.day <= last)
    kept = destination.placed(kept, "to_key", "destination")
    if origin is not None:
        kept = origin.placed(kept, "from_key", "origin")
    else:
        kept = kept.mutate(origin=ibis.literal(""))
    kept = kept.filter(kept.destination.notnull(), kept.origin.notnull())
    return kept.group_by("day", "origin", "destination").agg(
        amount=kept.count(), persons=kept.count()
    )
