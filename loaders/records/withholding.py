"""What may leave the engine: counts of few are withheld there, and every total that holds one.

**A count** of fewer persons than the threshold is withheld, and so is one of which more than half
is one person's. Every pair of areas has a row on every day, so that none looks like few.

**A total gives way before a count.** A count that is withheld alone is the total less the rest.
Statistical offices then withhold more counts, until every line has several (complementary
suppression: Hundepool et al., *Statistical Disclosure Control*, Wiley 2012, chapter 4). Here the
other member of the line gives way, its total: one is given where nothing of it is withheld, and
nowhere else. That costs less, since a total is little more than the sum of the counts that are
given, while counts of many are what a map is made of. And what is given is a function of the
counts of many alone. A few may then be anything from none to one less than the threshold to any
reader, also to one who knows this rule, every other count, and each way on which nobody could go;
rules that withhold counts line by line are undone by crossing lines, and those that give a total
of several few by asking which of them the rule would have given.

**Where people are told apart**, a total counts them once, and the sum of its counts less the total
is how many are in several. Fewer than the threshold are not to be told either: such a total is
given only where, besides, as many at least are in several of its counts. Where they are weighted,
none is.

**Rounding** comes last. It depends on the count alone, so that it takes from what can be known
and never adds to it.

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
import pyarrow as pa

from nuzuh.loaders.records.counting import areas, cells, pairs, rounded, tells_persons
from nuzuh.loaders.records.counts import ALL, FAULTS, LEFT_OUT, OUT
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.place_lookup import Lookup


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

    def statement(self, backend: Any) -> Callable[[int, int], str]:
        """Return what makes the statement of some days in an engine's own language.

        To make it anew for each day takes Ibis as long as many an engine takes to answer. The
        tables of places are known to the engine once :attr:`answer` was asked through Ibis.

        Args:
            backend: the engine's connection.
        """
        first, last = (str(-2_000_000_000 - end) for end in (11, 33))
        params = {self.first: int(first), self.last: int(last)}
        text: str = backend.compile(self.answer, params=params)

        def of(first_day: int, last_day: int) -> str:
            self.params(first_day, last_day)
            return text.replace(first, str(first_day)).replace(last, str(last_day))

        return of


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
        asked = question(records, mapping, None, places)
        backend.to_pyarrow(asked.answer, params=asked.params(20089, 20089))
    """
    first, last = ibis.param("int64"), ibis.param("int64")
    counted = cells(records, mapping, origin, destination, first, last)
    return Question(withheld(counted, mapping, first, last, days), first, last, days)


def withheld(
    counted: ir.Table,
    mapping: Mapping,
    first: ir.IntegerValue | int,
    last: ir.IntegerValue | int,
    days: int,
) -> ir.Table:
    """Return what may leave the engine.

    Args:
        counted: of whole days, see :func:`nuzuh.loaders.records.counting.cells`.
        mapping: its threshold and rounding, and which cells a day has.
        first: of the days, in days since 1970.
        last: the same.
        days: how many they are at most.

    Returns:
        Columns ``day, origin, destination, amount``: on each day a row for every pair of areas and
        every total, the amount missing where it is withheld. And rows of
        :data:`~nuzuh.loaders.records.counts.OUT` with the number of records in no count,
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
    few = (
        (each.persons < threshold)
        | (each.largest * 2 > each.amount)
        # What would be rounded to none is not to be told as none.
        | (rounded(each.amount, _step(mapping)) == 0)
    )
    lines = _lines(each.mutate(few=few.ifelse(1, 0)), mapping)
    out, fault = lines.line == OUT, lines.destination.isin(FAULTS)
    given = lines.few == 0
    if tells_persons(mapping):
        enough = {
            FROM: lines.destinations >= threshold,
            TO: lines.origins >= threshold,
            WHOLE: lines.destinations >= threshold,
        }
        if mapping.kind == "movement":
            enough[WHOLE] &= lines.origins >= threshold
        told = ibis.cases(
            *((lines.line == line, rule) for line, rule in enough.items()), else_=True
        )
        given &= told
    given = ibis.cases((out, (lines.persons >= threshold) & ~fault), else_=given)
    lines = lines.mutate(given=given)
    lines = lines.filter(~out | lines.given | (fault & (lines.amount > 0)))
    return lines.select(
        day=lines.day.cast("int32"),
        origin=lines.origin,
        destination=lines.destination,
        amount=lines.given.ifelse(rounded(lines.amount, _step(mapping)), ibis.null("int64")),
    )


CELL, FROM, TO, WHOLE = "cell", "from", "to", "whole"
"""What a row is: of a pair of areas, or the total of an origin, of a destination, of a day."""
_NUMBERS = ("amount", "persons", "largest", "origins", "destinations")


def _grid(mapping: Mapping, days: int) -> pa.Table:
    """Return a row for every cell, total and reason that a day may have."""
    rows = [(origin, destination, CELL) for origin, destination in pairs(mapping)]
    if mapping.kind == "movement":
        rows += [(place, ALL, FROM) for place in areas(mapping)]
        rows += [(ALL, place, TO) for place in areas(mapping)]
    rows.append((_all_from(mapping), ALL, WHOLE))
    rows += [(OUT, why, OUT) for why in (*LEFT_OUT, *FAULTS)]
    every = [(offset, *row) for offset in range(days) for row in rows]
    names = ("offset", "origin", "destination", "line")
    return pa.table(dict(zip(names, zip(*every, strict=True), strict=True)))


def _all_from(mapping: Mapping) -> str:
    """Return the origin of the day's total."""
    return ALL if mapping.kind == "movement" else ""


def _step(mapping: Mapping) -> int:
    """Return what amounts are rounded to: no less than so many persons, where weights are more."""
    weight = mapping.amount.weight_of_a_person if mapping.amount.kind == "weight" else None
    return mapping.privacy.rounded_to * max(1, math.ceil(weight or 1.0))


def _lines(each: ir.Table, mapping: Mapping) -> ir.Table:
    """Return cells, totals and what is in no count, with how many few each has in it.

    A total is the sum of its cells, unless persons are told apart: then it was counted.
    """
    totals = (FROM, TO, WHOLE) if mapping.kind == "movement" else (WHOLE,)
    parts = each.cross_join(ibis.memtable(pa.table({"of": [CELL, *totals, OUT]})))
    itself = parts.line == parts.of
    inside = (parts.line == CELL) & parts.of.isin(totals)
    parts = parts.mutate(
        # Not every engine makes a large number of a truth.
        own=itself.ifelse(1, 0),
        part=inside.ifelse(1, 0),
        row=parts.of.isin([CELL, FROM, OUT]).ifelse(parts.origin, _all_from(mapping)),
        column=parts.of.isin([CELL, TO, OUT]).ifelse(parts.destination, ALL),
    )
    parts = parts.filter((parts.own + parts.part) > 0)
    amount = parts.amount * parts.own if tells_persons(mapping) else parts.amount
    return parts.group_by(
        day=parts.day, origin=parts.row, destination=parts.column, line=parts.of
    ).agg(
        amount=amount.sum().cast("int64"),
        persons=(parts.persons * parts.own).sum(),
        few=(parts.few * (parts.line == CELL).ifelse(1, 0)).sum(),
        origins=(parts.origins * parts.own).sum(),
        destinations=(parts.destinations * parts.own).sum(),
    )
