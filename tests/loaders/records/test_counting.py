"""Records are counted as a plain loop counts them, whatever they hold."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace

import ibis
import numpy as np
import pyarrow as pa
import pytest

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.counting import (
    DAY,
    beside,
    cells,
    has_moments,
    pairs,
    rounded,
    tells_persons,
    tells_totals,
)
from nuzuh.loaders.records.counts import ALL, OUT
from nuzuh.loaders.records.mapping import Amount, Mapping, Privacy, Time
from nuzuh.loaders.records.place_lookup import Lookup
from nuzuh.loaders.records.withholding import question
from tests.loaders.records.attack import mapping

PLACES = [*pc.GOVERNORATES, pc.EXTERIOR]
FIRST = 20_100


def lookup(column: str) -> Lookup:
    return Lookup(pa.table({"key": PLACES, "area": PLACES}), lambda table: table[column])


@pytest.fixture(scope="module")
def con():
    connection = ibis.duckdb.connect(threads=2, temp_directory="")
    yield connection
    connection.disconnect()


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    """Records of five days, the first and last of which are not asked for."""
    rng = np.random.default_rng(11)
    places = np.array([*PLACES, "PS9999", None], dtype=object)
    likely = [0.02, 0.3, 0.2, 0.2, 0.05, 0.13, 0.05, 0.05]

    def some(values, chance=0.02):
        return None if rng.random() < chance else values()

    return [
        {
            DAY: some(lambda: int(rng.integers(FIRST - 1, FIRST + 4))),
            "here": rng.choice(places, p=likely),
            "there": rng.choice(places, p=likely),
            "person": some(lambda: int(rng.integers(0, 300))),
            "count": some(lambda: int(rng.integers(0, 7))),
            "weight": some(lambda: round(float(rng.gamma(2, 5)) * (rng.random() < 0.8), 2)),
            "at": int(rng.integers(0, 24)),
        }
        for _ in range(4000)
    ]


TYPES = {DAY: "int32", "person": "int64", "count": "int64", "weight": "float64", "at": "int64"}


@pytest.fixture(scope="module")
def records(rows):
    return ibis.memtable(
        pa.table(
            {
                name: pa.array([row[name] for row in rows], TYPES.get(name, "string"))
                for name in rows[0]
            }
        )
    )


PERSON = Amount(person="person")
MAPPINGS = {
    "movements": mapping(),
    "stays": mapping(stays=True),
    "outside": mapping(stays=True, outside=True),
    "counts": mapping(amount=Amount("count", "count")),
    "weights": mapping(amount=Amount("weight", "weight", 7.5), outside=True),
    "people": mapping(amount=PERSON, stays=True),
    "their movements": mapping(amount=PERSON, counting="movements", outside=True),
    "weighted people": mapping(amount=Amount("weight", "weight", 2.5, person="person")),
    "presence": mapping(kind="presence", outside=True),
    "present people": mapping(kind="presence", amount=PERSON),
    "hourly counts": mapping(kind="presence", amount=Amount("count", "count")),
    "hourly weights": mapping(kind="presence", amount=Amount("weight", "weight", 7.5)),
    "daily counts": mapping(
        kind="presence", amount=Amount("count", "count"), time=Time(DAY, kind="day")
    ),
}


def placed_by_hand(row: dict, which: Mapping) -> tuple[str, str]:
    """Where a record is counted; or OUT, and why it is not."""
    movement = which.kind == "movement"
    ends = [row["here"], row["there"]] if movement else [row["there"]]
    if None in [*ends, *(row[name] for name in (which.amount.column, which.amount.person) if name)]:
        return OUT, "incomplete"
    if not set(ends) <= set(PLACES):
        return OUT, "unplaced"
    if "EXT" in ends and (not which.outside or ends == ["EXT", "EXT"]):
        return OUT, "outside"
    if movement and ends[0] == ends[1] and not which.stays:
        return OUT, "within"
    return ends[0] if movement else "", ends[-1]


def summed_by_hand(some: list[dict], which: Mapping) -> tuple[int, int]:
    """Amount and persons of the records of a line."""
    amount = which.amount
    each = defaultdict(list)
    for row in some:
        number = row[amount.column] if amount.column else 1
        each[row[amount.person or "at"]].append(number)
    if not amount.person:
        parts = map(sum, each.values())
        total = max(parts) if has_moments(which) else sum(parts)
        persons = math.floor(total / (amount.weight_of_a_person or 1) + 1e-9)
    else:
        own = [max(n) if tells_persons(which) else sum(n) for n in each.values()]
        total, persons = sum(own), sum(number > 0 for number in own)
    return math.floor(total + 0.5 + 1e-9), persons


def by_hand(rows: list[dict], which: Mapping) -> dict[tuple, tuple[int, int]]:
    """Amount and persons by day, origin and destination, in a plain loop."""
    lines = defaultdict(list)
    for row in rows:
        day = row[DAY]
        if day is None or not FIRST <= day <= FIRST + 2:
            continue
        origin, destination = placed_by_hand(row, which)
        lines[day, origin, destination].append(row)
        if origin != OUT and tells_totals(which):
            totals = [("", ALL)]
            if which.kind == "movement":
                totals = [(origin, ALL), (ALL, destination), (ALL, ALL)]
            for total in totals:
                lines[day, *total].append(row)
    found = {}
    for line, some in lines.items():
        found[line] = (len(some),) * 2 if line[1] == OUT else summed_by_hand(some, which)
        if line[1] == OUT and which.amount.person:
            found[line] = (len(some), len({row["person"] for row in some} - {None}))
    return found


def counted(con, records, which: Mapping) -> list[dict]:
    origin = lookup("here") if which.kind == "movement" else None
    table = cells(records, which, origin, lookup("there"), FIRST, FIRST + 2)
    return con.to_pyarrow(table).to_pylist()


@pytest.mark.parametrize("name", MAPPINGS)
def test_records_are_counted_as_a_plain_loop_counts_them(con, records, rows, name):
    which = MAPPINGS[name]
    found = {
        (row["day"], row["origin"], row["destination"]): (row["amount"], row["persons"])
        for row in counted(con, records, which)
    }
    expected = by_hand(rows, which)
    assert found == {line: numbers for line, numbers in expected.items() if sum(numbers)} | {
        line: numbers for line, numbers in found.items() if not sum(numbers)
    }
    assert len(found) > 20


def test_persons_of_a_total_who_are_in_several_counts(con):
    # On one day: two go from Gaza to two places, one of them from Khan Younis as well.
    gaza, deir, khan, rafah = pc.GOVERNORATES[1:]
    ways = [(1, gaza, deir), (1, gaza, khan), (2, gaza, deir), (2, gaza, khan), (2, khan, deir)]
    ways += [(3, rafah, deir), (3, rafah, deir)]
    table = ibis.memtable(
        {
            DAY: [FIRST] * len(ways),
            **{name: [way[at] for way in ways] for at, name in enumerate(("id", "here", "there"))},
        }
    )
    found = {
        (row["origin"], row["destination"]): (row["persons"], row["origins"], row["destinations"])
        for row in counted(con, table, mapping(amount=Amount(person="id")))
    }
    assert found[gaza, deir] == (2, 0, 0)
    assert found[gaza, ALL] == (2, 0, 2)
    assert found[ALL, deir] == (3, 1, 0)
    assert found[rafah, ALL] == (1, 0, 0)
    assert found[ALL, ALL] == (3, 1, 2)


def answers(con, records, which: Mapping, days: int = 1) -> dict[tuple[str, str], int | None]:
    origin = lookup("here") if which.kind == "movement" else None
    asked = question(records, which, origin, lookup("there"), days)
    found = con.to_pyarrow(asked.answer, params=asked.params(FIRST, FIRST + days - 1))
    return {(row["origin"], row["destination"]): row["amount"] for row in found.to_pylist()}


def present(people: dict[str, int], both: int = 0):
    """Records of one day: people of their own in each place, some of the first two in both."""
    gaza, khan = pc.GOVERNORATES[1], pc.GOVERNORATES[3]
    rows = [(f"{place}{n}", place) for place, count in people.items() for n in range(count)]
    rows += [(f"{gaza}{n}", khan) for n in range(both)]
    return ibis.memtable(
        {
            DAY: [FIRST] * len(rows),
            "person": [row[0] for row in rows],
            "there": [row[1] for row in rows],
        }
    )


@pytest.mark.parametrize(("both", "told"), [(0, False), (1, False), (9, False), (10, True)])
def test_few_who_are_in_two_places_are_not_told_by_a_total(con, both, told):
    which = mapping(kind="presence", amount=PERSON, privacy=Privacy(10, 1))
    everywhere = dict.fromkeys(pc.GOVERNORATES, 40)
    found = answers(con, present(everywhere, both), which)
    assert found["", pc.GOVERNORATES[3]] == 40 + both
    assert found["", ALL] == (200 if told else None)


def test_a_count_that_is_mostly_one_persons_is_withheld(con):
    gaza, khan = pc.GOVERNORATES[1], pc.GOVERNORATES[3]
    for times, told in ((19, True), (20, True), (21, False)):
        persons = [0] * times + list(range(1, 21))
        table = ibis.memtable(
            {
                DAY: [FIRST] * len(persons),
                "person": persons,
                "here": [gaza] * len(persons),
                "there": [khan] * len(persons),
            }
        )
        which = mapping(amount=PERSON, counting="movements", privacy=Privacy(10, 1))
        assert answers(con, table, which)[gaza, khan] == (len(persons) if told else None)


def test_a_person_who_is_seen_each_hour_is_one(con):
    khan = pc.GOVERNORATES[3]
    table = ibis.memtable(
        {DAY: [FIRST] * 24, "at": list(range(24)), "there": [khan] * 24, "count": [1] * 24}
    )
    hourly = mapping(kind="presence", amount=Amount("count", "count"))
    assert answers(con, table, hourly)["", khan] is None
    daily = replace(hourly, time=Time(DAY, kind="day"))
    assert answers(con, table, daily)["", khan] == 25


@pytest.mark.parametrize(
    ("numbers", "fault"), [([1.0, 2.5], "not whole"), ([1.0, -1.0], "below zero"), ([1.0], None)]
)
def test_a_count_that_is_none_is_found_in_the_same_pass(con, numbers, fault):
    khan = pc.GOVERNORATES[3]
    table = ibis.memtable(
        {
            DAY: [FIRST] * len(numbers),
            "at": [1] * len(numbers),
            "there": [khan] * len(numbers),
            "count": numbers,
        }
    )
    found = answers(con, table, mapping(kind="presence", amount=Amount("count", "count")))
    told = {destination: amount for (origin, destination), amount in found.items() if origin == OUT}
    assert told == ({fault: None} if fault else {})


def test_few_that_are_left_out_are_not_told(con):
    for rows, told in ((9, {}), (12, {(OUT, "unplaced"): 10})):
        table = ibis.memtable({DAY: [FIRST] * rows, "there": ["PS0000"] * rows})
        found = answers(con, table, mapping(kind="presence"))
        assert {line: number for line, number in found.items() if line[0] == OUT} == told


def test_many_records_of_few_that_are_left_out_are_not_told(con):
    for persons, told in ((9, {}), (10, {(OUT, "unplaced"): 30})):
        rows = [number for number in range(persons) for _ in range(3)]
        table = ibis.memtable(
            {DAY: [FIRST] * len(rows), "there": ["PS0000"] * len(rows), "person": rows}
        )
        which = mapping(kind="presence", amount=PERSON)
        found = answers(con, table, which)
        assert {line: number for line, number in found.items() if line[0] == OUT} == told
        told_beside = con.to_pyarrow(beside(table, which, FIRST + 1, FIRST + 1)).to_pylist()
        assert told_beside == ([{"why": "days", "amount": 30}] if told else [])


def test_records_of_no_day_or_of_another_are_told_where_many(con):
    days = [None] * 12 + [FIRST - 1] * 5 + [FIRST + 1] * 8 + [FIRST] * 50
    table = ibis.memtable(pa.table({DAY: pa.array(days, "int32")}))
    told = con.to_pyarrow(beside(table, mapping(), FIRST, FIRST)).to_pylist()
    assert sorted((row["why"], row["amount"]) for row in told) == [("days", 15), ("incomplete", 10)]
    few = ibis.memtable(pa.table({DAY: pa.array([None] * 9 + [FIRST - 1] * 9, "int32")}))
    assert con.to_pyarrow(beside(few, mapping(), FIRST, FIRST)).num_rows == 0


def test_a_statement_that_is_made_once_is_that_of_each_day(con, records):
    which = MAPPINGS["movements"]
    asked = question(records, which, lookup("here"), lookup("there"), 2)
    params = asked.params(FIRST, FIRST)
    con.to_pyarrow(asked.answer, params=params)
    statement = asked.statement(con)
    assert statement(FIRST, FIRST) == con.compile(asked.answer, params=params)
    both = con.con.sql(statement(FIRST, FIRST + 1)).to_arrow_table()
    assert sorted(both.to_pylist(), key=str) == sorted(
        con.to_pyarrow(asked.answer, params=asked.params(FIRST, FIRST + 1)).to_pylist(), key=str
    )
    with pytest.raises(ValueError, match="asked of 3 days"):
        statement(FIRST, FIRST + 2)


@pytest.mark.parametrize("step", [1, 2, 3, 5, 10])
def test_amounts_are_rounded_halves_upwards(con, step):
    table = ibis.memtable({"n": list(range(200))})
    found = con.to_pyarrow(rounded(table.n, step)).to_pylist()
    assert found == [math.floor(n / step + 0.5) * step for n in range(200)]


def test_a_day_has_every_way_on_which_someone_may_go():
    assert len(pairs(mapping())) == 20
    assert len(pairs(mapping(stays=True))) == 25
    assert len(pairs(mapping(outside=True))) == 30
    assert ("EXT", "EXT") not in pairs(mapping(outside=True, stays=True))
    assert pairs(mapping(kind="presence"))[0] == ("", "PS0255")
