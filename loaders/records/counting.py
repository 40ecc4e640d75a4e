"""Records by area and day, as an expression that every engine computes alike.

What makes engines differ is kept out: sums are of whole numbers (weights are taken to the
millionth of a person), divisions are of what decimals hold exactly and then cut down, nothing
depends on the order of rows, and whoever is counted once is grouped twice, since an engine's own
count of different values may be an estimate.

**A person in several cells.** Where a column tells persons apart and people are counted, each
is once in a cell and once in a total, which then is less than the sum of its cells. Where their
rows have weights, each has the largest in a cell.

**Hours of a day.** Counts of presence at several moments of a day are of the same people again.
An area's count of a day is that of its fullest moment, or one person who is seen each hour would
pass for twenty-four. Those of a mapping whose time is a day are added up, and so are rows that
stand for a person each.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.columns import DAY, about, surely
from nuzuh.loaders.records.counts import (
    ALL,
    BELOW_ZERO,
    DAYS,
    FAULTS,
    INCOMPLETE,
    LEFT_OUT,
    NOT_WHOLE,
    OUT,
    OUTSIDE,
    UNPLACED,
    WITHIN,
)
from nuzuh.loaders.records.mapping import Amount, Mapping, Place
from nuzuh.loaders.records.place_lookup import Lookup

MILLIONTH = 1_000_000


def tells_persons(mapping: Mapping) -> bool:
    """Return whether each person is counted once in a cell, and once in a total."""
    once = mapping.kind == "presence" or mapping.counting == "people"
    return bool(mapping.amount.person) and once


def tells_totals(mapping: Mapping) -> bool:
    """Return whether totals are counted by themselves, since persons are counted once in them.

    What persons weigh is not: its totals are not told.
    """
    return tells_persons(mapping) and mapping.amount.kind == "rows"


def has_moments(mapping: Mapping) -> bool:
    """Return whether counts of a day are of the same people at several moments.

    The records must then have their column of time as well.
    """
    amount = mapping.amount
    repeated = amount.kind != "rows" and not amount.person
    return mapping.kind == "presence" and repeated and mapping.time.kind != "day"


def areas(mapping: Mapping) -> tuple[str, ...]:
    """Return the P-codes, and ``EXT`` where a mapping takes it, north to south."""
    return (*pc.GOVERNORATES, pc.EXTERIOR) if mapping.outside else tuple(pc.GOVERNORATES)


def pairs(mapping: Mapping) -> tuple[tuple[str, str], ...]:
    """Return origin and destination of every cell that a day has, counted or not."""
    places = areas(mapping)
    if mapping.kind == "presence":
        return tuple(("", place) for place in places)
    return tuple(
        (origin, destination)
        for origin in places
        for destination in places
        if (origin != destination or mapping.stays) and (origin, destination) != (pc.EXTERIOR,) * 2
    )


def cells(
    records: ir.Table,
    mapping: Mapping,
    origin: Lookup | None,
    destination: Lookup,
    first: ir.IntegerValue | int,
    last: ir.IntegerValue | int,
) -> ir.Table:
    """Return how many records each day and pair of areas has, nothing withheld yet.

    Args:
        records: with :data:`DAY` and the columns that the mapping names: counts in whole
            numbers (or decimals, of which fractions are told), weights in decimals, and the
            column of time where :func:`has_moments`.
        mapping: what the columns are.
        origin: of movements; None of presence.
        destination: of movements, or the place of presence.
        first: day in Gaza, in days since 1970.
        last: the same.

    Returns:
        Columns ``day, origin, destination``; ``amount`` (what is counted), ``persons`` (how
        many people it is of, which decides what is withheld), ``largest`` (most of the amount
        that is one person's, in the amount's unit; missing where persons are not told apart) and
        ``origins`` and ``destinations`` (persons of a total who have more than one of them).
        Only cells that have records. Rows of totals where :func:`tells_totals`. Rows of
        :data:`~nuzuh.loaders.records.counts.OUT` have in ``amount`` how many records are in no
        count, of so many persons. Not to be taken off the engine.
    """
    kept = _placed(records, mapping, origin, destination, first, last)
    by = ["day", "origin", "destination"]
    amount = mapping.amount
    if amount.person:
        counted = _by_person(kept, mapping)
    elif has_moments(mapping):
        moments = kept.group_by([*by, "moment"]).agg(
            records=_whole(kept.count()), total=_whole(kept.units.sum())
        )
        counted = moments.group_by(by).agg(
            records=_whole(moments.records.sum()), total=moments.total.max()
        )
    else:
        counted = kept.group_by(by).agg(
            records=_whole(kept.count()), total=_whole(kept.units.sum())
        )
    if not amount.person:
        counted = counted.mutate(
            persons=_persons(counted.total, amount),
            most=ibis.null("int64"),
            origins=ibis.null("int64"),
            destinations=ibis.null("int64"),
        )
    in_no_count = counted.origin == OUT
    return counted.select(
        *by,
        amount=in_no_count.ifelse(counted.records, _amount(counted.total, amount)),
        persons=counted.persons
        if amount.person
        else in_no_count.ifelse(counted.records, counted.persons),
        largest=in_no_count.ifelse(ibis.null("int64"), _amount(counted.most, amount)),
        origins=counted.origins,
        destinations=counted.destinations,
    )


def beside(records: ir.Table, mapping: Mapping, first: int, last: int) -> ir.Table:
    """Return how many records are of no day, or of none of those that are taken.

    Args:
        records: as for :func:`cells`, all of them.
        mapping: its threshold and rounding.
        first: of the days that are taken, in days since 1970.
        last: the same.

    Returns:
        Columns ``why`` (``incomplete`` or ``days``) and ``amount``, rounded; no row of fewer
        than the threshold. It may leave the engine.
    """
    # Most are of days that are taken, and can be told by a look at the time as it is stored.
    time = mapping.time
    taken = (
        None
        if time.column not in records.columns
        else surely(records[time.column], time, first, last)
    )
    if taken is not None:
        records = records.filter(~taken.fill_null(False))
    day = records[DAY]
    why = ibis.cases((day.isnull(), INCOMPLETE), ((day < first) | (day > last), DAYS), else_="")
    person = mapping.amount.person
    named = records.select(why=why, **({"person": records[person]} if person else {}))
    named = named.filter(named.why != "")
    if person:
        each = named.group_by(["why", "person"]).agg(records=named.count())
        told = each.group_by("why").agg(
            amount=each.records.sum().cast("int64"), persons=_whole(each.person.count())
        )
    else:
        told = named.group_by("why").agg(amount=named.count(), persons=named.count())
    told = told.filter(told.persons >= mapping.privacy.threshold)
    return told.select("why", amount=rounded(told.amount, mapping.privacy.rounded_to))


def rounded(amount: ir.IntegerValue, step: int) -> ir.IntegerValue:
    """Return an amount as the nearest multiple of a step, halves upwards."""
    nearest: ir.IntegerValue = ((amount + step // 2) / step).floor().cast("int64") * step
    return nearest


def _whole(number: ir.IntegerValue) -> ir.IntegerValue:
    """Return a count or a sum as a whole number of 64 bits, whatever an engine has it as.

    ClickHouse has counts without a sign and PostgreSQL sums with decimals. Ibis takes both for
    what is asked for here, and would see nothing to cast.
    """
    cast: ir.IntegerValue = number.cast("decimal(38, 0)").cast("int64")
    return cast


def _columns_of(place: Place) -> tuple[str, ...]:
    return (place.latitude, place.longitude) if place.kind == "coordinates" else (place.column,)


def _placed(
    records: ir.Table,
    mapping: Mapping,
    origin: Lookup | None,
    destination: Lookup,
    first: ir.IntegerValue | int,
    last: ir.IntegerValue | int,
) -> ir.Table:
    """Return records of some days with their areas, or with why they are in no count."""
    amount, time = mapping.amount, mapping.time
    near = (
        None
        if time.column not in records.columns
        else about(records[time.column], time, first, last)
    )
    if near is not None:
        records = records.filter(near)
    needed = [*_columns_of(mapping.place)]
    named: dict[str, ir.Value] = {"day": records[DAY], "to_key": destination.key(records)}
    if origin is not None:
        assert mapping.origin is not None
        needed += _columns_of(mapping.origin)
        named["from_key"] = origin.key(records)
    if amount.kind != "rows":
        needed.append(amount.column)
        named["number"] = records[amount.column]
    if amount.person:
        needed.append(amount.person)
        named["person"] = records[amount.person]
    if has_moments(mapping):
        named["moment"] = records[mapping.time.column]
    named["missing"] = ibis.or_(*(records[name].isnull() for name in dict.fromkeys(needed)))
    kept = records.select(**named)
    kept = kept.filter(kept.day >= first, kept.day <= last)
    kept = destination.placed(kept, "to_key", "to")
    if origin is not None:
        kept = origin.placed(kept, "from_key", "where")
    why = _why(kept, mapping)
    counted = why == ""
    columns: dict[str, ir.Value] = {
        "day": kept.day,
        "origin": counted.ifelse(kept["where"] if origin is not None else "", OUT),
        "destination": counted.ifelse(kept.to, why),
        "units": counted.ifelse(_units(kept, amount), 0),
    }
    if amount.person:
        columns["person"] = kept.person
    if has_moments(mapping):
        columns["moment"] = kept.moment
    return kept.select(**columns)


def _why(kept: ir.Table, mapping: Mapping) -> ir.StringValue:
    """Return why a record is in no count; "" of one that is."""
    movement = mapping.kind == "movement"
    # What no row is joined to is missing in most engines, and an empty text in ClickHouse.
    ends = [end.coalesce("") for end in ([kept["where"], kept.to] if movement else [kept.to])]
    reasons = [(kept.missing, INCOMPLETE)]
    if mapping.amount.kind != "rows":
        reasons.append((kept.number < 0, BELOW_ZERO))
    if mapping.amount.kind == "count" and not kept.number.type().is_integer():
        reasons.append((kept.number != kept.number.floor(), NOT_WHOLE))
    reasons.append((ibis.or_(*(end == "" for end in ends)), UNPLACED))
    beyond = [end == pc.EXTERIOR for end in ends]
    if not mapping.outside:
        reasons.append((ibis.or_(*beyond), OUTSIDE))
    elif movement:
        reasons.append((ibis.and_(*beyond), OUTSIDE))
    if movement and not mapping.stays:
        reasons.append((ends[0] == ends[1], WITHIN))
    why: ir.StringValue = ibis.cases(*reasons, else_="")
    return why


def _units(kept: ir.Table, amount: Amount) -> ir.IntegerValue:
    """Return what a record adds: a count, or millionths of the weight of a person."""
    if amount.kind == "rows":
        return ibis.literal(1, "int64")
    if amount.kind == "count":
        count: ir.IntegerValue = kept.number.cast("int64")
        return count
    persons = kept.number / (amount.weight_of_a_person or 1.0)
    units: ir.IntegerValue = (persons * MILLIONTH + 0.5).floor().cast("int64")
    return units


def _persons(total: ir.IntegerValue, amount: Amount) -> ir.IntegerValue:
    if amount.kind != "weight":
        return total
    persons: ir.IntegerValue = (total / MILLIONTH).floor().cast("int64")
    return persons


def _amount(total: ir.IntegerValue, amount: Amount) -> ir.IntegerValue:
    if amount.kind != "weight":
        return total
    weight = (amount.weight_of_a_person or 1.0) / MILLIONTH
    whole: ir.IntegerValue = (total * weight + 0.5).floor().cast("int64")
    return whole


def _by_person(kept: ir.Table, mapping: Mapping) -> ir.Table:
    """Return the same columns as without persons, counted by them."""
    if tells_totals(mapping):
        return _people(kept, mapping)
    units = kept.units.max() if tells_persons(mapping) else _whole(kept.units.sum())
    by = ["day", "origin", "destination"]
    each = kept.group_by([*by, "person"]).agg(records=_whole(kept.count()), total=units)
    # A count of none is of nobody.
    each = each.filter((each.total > 0) | (each.origin == OUT))
    return each.group_by(by).agg(
        records=_whole(each.records.sum()),
        total=_whole(each.total.sum()),
        persons=_whole(each.person.count()),
        most=each.total.max(),
        origins=ibis.literal(0, "int64"),
        destinations=ibis.literal(0, "int64"),
    )


def _people(kept: ir.Table, mapping: Mapping) -> ir.Table:
    """Return persons of cells and of totals.

    Each person's cells of a day are the bits of one number; those who have the same cells are
    then counted together, for cells and totals alike.
    """
    every = pairs(mapping)
    reasons = [(OUT, why) for why in (*LEFT_OUT, *FAULTS)]
    places = [*every, *reasons]
    bits = {place: 1 << number for number, place in enumerate(places)}
    totals = {(origin, ALL): 0 for origin, _ in every}
    if mapping.kind == "movement":
        totals |= {(ALL, destination): 0 for _, destination in every} | {(ALL, ALL): 0}
    for origin, destination in every:
        for total in totals:
            if total[0] in (origin, ALL) and total[1] in (destination, ALL):
                totals[total] |= bits[origin, destination]
    known = ibis.memtable(_table(bits, "bit"))
    each = kept.inner_join(known, ["origin", "destination"])
    each = each.group_by(
        day=each.day,
        why=(each.origin == OUT).ifelse(each.destination, ""),
        person=each.person,
        bit=each.bit,
    ).agg(records=_whole(each.count()))
    # Of different bits the sum is what they are together; not every engine knows it as such.
    each = each.group_by(["day", "why", "person"]).agg(
        places=_whole(each.bit.sum()),
        records=_whole(each.records.sum()),
    )
    alike = each.group_by(["day", "why", "places"]).agg(
        people=_whole(each.person.count()), records=_whole(each.records.sum())
    )
    lines = ibis.memtable(_table(bits | totals, "holds")).mutate(
        line_why=lambda line: (line.origin == OUT).ifelse(line.destination, "")
    )
    parts = alike.inner_join(lines, alike.why == lines.line_why)
    parts = parts.mutate(mine=parts.places & parts.holds)
    parts = parts.filter(parts.mine != 0)
    several = {
        name: ibis.and_(
            *(
                (parts.mine & ~sum(bits[cell] for cell in every if cell[end] == place)) != 0
                for place in dict.fromkeys(cell[end] for cell in every)
            )
        )
        for end, name in enumerate(("origins", "destinations"))
    }
    people = _whole(parts.people.sum())
    return parts.group_by(["day", "origin", "destination"]).agg(
        records=_whole(parts.records.sum()),
        total=people,
        persons=people,
        most=ibis.literal(1, "int64"),
        **{
            name: (more.ifelse(1, 0) * parts.people).sum().cast("int64")
            for name, more in several.items()
        },
    )


def _table(numbers: dict[tuple[str, str], int], name: str) -> pa.Table:
    """Return a number of each origin and destination as a table."""
    origins, destinations = zip(*numbers, strict=True)
    return pa.table(
        {"origin": origins, "destination": destinations, name: pa.array(numbers.values(), "int64")}
    )
