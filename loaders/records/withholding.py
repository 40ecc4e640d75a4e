"""What may leave the engine: counts of few are withheld there, and every total that tells them.

**A count** of fewer persons than the threshold is withheld, and so is one of which more than half
is one person's. Every pair of areas has a row on every day: none looks like few.

**A total gives way before a count.** Where totals are published, a few that is withheld alone is
the total less the rest. Statistical offices then withhold more counts until each line has
several (complementary suppression: Hundepool et al., *Statistical Disclosure Control*, Wiley
2012, chapter 4). Here the total is withheld instead: it is the sum of counts that are given and of
at most a few more, while a count of many is what the map is made of. And it is safe to
show: counts that are withheld line by line can still be had by crossing lines.

A total is given where nothing of it is withheld. It is also given where many are few, such that
it tells of none of them: what it holds besides any one of them stands for at least the threshold,
and could hold at least the threshold more, each few being fewer than that. Then any one of them
may be anything from none to one less than the threshold, even to a reader who knows each way
on which there was nobody. Lines of which this is asked have no cell in common (those of each
origin; then the day's total, of what no such line tells), so that nothing comes of crossing them.

Where people are told apart a total counts them once, and the sum of its cells less the total is
how many are in several. Fewer than the threshold are not to be told either: such a total is
given only where nothing is withheld of it and at least as many are in several of its cells.

**Rounding** comes last. It is the same for whoever asks again, so that what is given can be had
from the exact counts that might have been: it takes from what can be known, and never adds.

What is made of counts afterwards (sums of weeks, of the north, of the Strip) is made of what was
given here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from nuzuh.loaders.records.counting import (
    FAULTS,
    LEFT_OUT,
    OUT,
    areas,
    cells,
    pairs,
    rounded,
    tells_persons,
)
from nuzuh.loaders.records.counts import ALL
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.place_lookup import Lookup

Day = ir.IntegerValue | int


@dataclass(frozen=True)
class Question:
    """What an engine is asked of some days; built once, asked of each day anew.

    Attributes:
        answer: columns ``day`` (in days since 1970), ``origin``, ``destination``, ``amount`` as
            :func:`withheld` gives them; nothing of fewer persons than the threshold.
        first, last: the days that it is asked of, to be given in ``params``.
        days: how many it can be asked of at a time.
    """

    answer: ir.Table
    first: ir.IntegerScalar
    last: ir.IntegerScalar
    days: int

    def params(self, first: int, last: int) -> dict[Any, int]:
        """Return what to pass to an engine as ``params``.

        Raises:
            ValueError: for more days than the question was built for, or none.
        """
        if not 0 <= last - first < self.days:
            raise ValueError(f"asked of {last - first + 1} days, built for 1 to {self.days}")
        return {self.first: first, self.last: last}


def question(
    records: ir.Table,
    mapping: Mapping,
    origin: Lookup | None,
    destination: Lookup,
    days: int = 1,
) -> Question:
    """Return what an engine is asked of each day.

    Args:
        records: see :func:`nuzuh.loaders.records.counting.cells`.
        mapping: what the columns are, and what is withheld.
        origin: of movements; None of presence.
        destination: of movements, or the place of presence.
        days: how many days it is asked of at a time.

    Example:
        >>> question(records, mapping, None, places)              # doctest: +SKIP
        >>> backend.to_pyarrow(asked.answer, params=asked.params(20089, 20089))  # doctest: +SKIP
    """
    first, last = ibis.param("int64"), ibis.param("int64")
    counted = cells(records, mapping, origin, destination, first, last)
    return Question(withheld(counted, mapping, first, last, days), first, last, days)


def withheld(counted: ir.Table, mapping: Mapping, first: Day, last: Day, days: int) -> ir.Table:
    """Return what may leave the engine.

    Args:
        counted: of whole days, see :func:`nuzuh.loaders.records.counting.cells`.
        mapping: its threshold and rounding, and which cells a day has.
        first, last: the days, in days since 1970.
        days: as many at least.

    Returns:
        Columns ``day, origin, destination, amount``: on each day a row for every pair of areas and
        every total, the amount missing where it is withheld. And rows of
        :data:`~nuzuh.loaders.records.counting.OUT` with the number of records in no count,
        rounded, where the threshold or more; that of faults is missing, since one is too many.
    """
    threshold = mapping.privacy.threshold
    grid = ibis.memtable(_grid(mapping, days))
    grid = grid.mutate(day=(grid.offset + first).cast("int64"))
    grid = grid.filter(grid.day <= last)
    known = counted.mutate(day=counted.day.cast("int64"))
    each = grid.left_join(known, ["day", "origin", "destination"])
    each = each.select(
        "day",
        "origin",
        "destination",
        "line",
        **{name: each[name].coalesce(0) for name in _NUMBERS},
    )
    is_few = (
        (each.persons < threshold)
        | (each.largest * 2 > each.amount)
        # What would be rounded to none is not to be told as none.
        | (rounded(each.amount, _step(mapping)) == 0)
    )
    each = each.mutate(few=((each.line == CELL) & is_few).cast("int64"))
    each = each.mutate(
        there=each.few * each.persons,
        room=each.few * (each.persons > 0).ifelse(threshold - 1 - each.persons, 0),
    )
    told: ir.BooleanValue = ibis.literal(False)
    if mapping.kind == "movement" and not tells_persons(mapping):
        line = ibis.window(group_by=["day", "line", "origin"])
        told = _tells_none(each.there, each.room, threshold, lambda value: value.over(line))
    # Of what the total of an origin tells, the day's total tells nothing more.
    each = each.mutate(told=told, untold=told.ifelse(0, each.few))
    return _released(each, mapping)


CELL, FROM, TO, WHOLE = "cell", "from", "to", "whole"
"""What a row is: of a pair of areas, or the total of an origin, of a destination, of a day."""
_NUMBERS = ("amount", "persons", "largest", "origins", "destinations")


def _grid(mapping: Mapping, days: int) -> list[dict[str, Any]]:
    """Return a row for every cell, total and reason that a day may have."""
    rows = [(origin, destination, CELL) for origin, destination in pairs(mapping)]
    if mapping.kind == "movement":
        rows += [(place, ALL, FROM) for place in areas(mapping)]
        rows += [(ALL, place, TO) for place in areas(mapping)]
    rows.append((ALL if mapping.kind == "movement" else "", ALL, WHOLE))
    rows += [(OUT, why, OUT) for why in (*LEFT_OUT, *FAULTS)]
    return [
        {"offset": offset, "origin": origin, "destination": destination, "line": line}
        for offset in range(days)
        for origin, destination, line in rows
    ]


def _step(mapping: Mapping) -> int:
    """Return what amounts are rounded to: no less than so many persons, where weights are more."""
    weight = mapping.amount.weight_of_a_person if mapping.amount.kind == "weight" else None
    return mapping.privacy.rounded_to * max(1, math.ceil(weight or 1.0))


def _tells_none(
    there: ir.IntegerColumn,
    room: ir.IntegerColumn,
    threshold: int,
    of: Callable[[ir.Value], ir.Value],
) -> ir.BooleanValue:
    """Return whether what is withheld of a line may be told as a sum.

    Args:
        there: persons of each cell that is withheld, zero of others.
        room: persons that each of those with any could hold besides.
        threshold: fewest persons to be told.
        of: what makes an aggregate one of the line.
    """
    besides = of(there.sum()) - of(there.max())
    more = of(room.sum()) - of(room.max())
    told: ir.BooleanValue = (besides >= threshold) & (more >= threshold)
    return told


def _released(each: ir.Table, mapping: Mapping) -> ir.Table:
    """Return cells, totals and what is in no count, each rounded, or missing where withheld."""
    threshold = mapping.privacy.threshold
    by_persons = tells_persons(mapping)
    # Each cell is a part of up to four lines, itself one of them.
    parts = each.cross_join(ibis.memtable([{"of": of} for of in (CELL, FROM, TO, WHOLE, OUT)]))
    within = (parts.line == CELL) & (parts.of != OUT)
    parts = parts.filter(within | (parts.line == parts.of))
    itself = parts.line == parts.of
    movement = mapping.kind == "movement"
    if not movement:
        parts = parts.filter(~parts.of.isin([FROM, TO]))
    summed = (itself if by_persons else itself | within).cast("int64")
    lines = parts.group_by(
        day=parts.day,
        origin=(within & parts.of.isin([TO, WHOLE] if movement else [TO])).ifelse(ALL, parts.origin),
        destination=(within & parts.of.isin([FROM, WHOLE])).ifelse(ALL, parts.destination),
        of=parts.of,
    ).agg(
        amount=(parts.amount * summed).sum().cast("int64"),
        few=parts.few.sum(),
        told=parts.told.cast("int64").min(),
        untold=parts.untold.sum(),
        pool=_tells_none(
            parts.there * parts.untold, parts.room * parts.untold, threshold, lambda value: value
        ),
        origins=(parts.origins * itself.cast("int64")).sum(),
        destinations=(parts.destinations * itself.cast("int64")).sum(),
    )
    nothing = lines.few == 0
    if by_persons:
        totals = [
            (lines.of == FROM, nothing & (lines.destinations >= threshold)),
            (lines.of == TO, nothing & (lines.origins >= threshold)),
            (
                lines.of == WHOLE,
                nothing
                & (lines.destinations >= threshold)
                & ((lines.origins >= threshold) if movement else True),
            ),
        ]
    else:
        totals = [
            (lines.of == FROM, nothing | (lines.told == 1)),
            (lines.of == WHOLE, (lines.untold == 0) | lines.pool),
        ]
    out, fault = lines.of == OUT, lines.destination.isin(FAULTS)
    is_given = ibis.cases(
        *totals, (out, (lines.amount >= threshold) & ~fault), else_=nothing
    )
    kept = lines.mutate(given=is_given)
    kept = kept.filter(~out | kept.given | (fault & (kept.amount > 0)))
    return kept.select(
        day=kept.day.cast("int32"),
        origin=kept.origin,
        destination=kept.destination,
        amount=kept.given.ifelse(rounded(kept.amount, _step(mapping)), ibis.null("int64")),
    )
