"""The day in Gaza of a moment: what Python says of it, engines say too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import ibis
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from nuzuh.loaders.records.columns import DAY, about, dated, surely
from nuzuh.loaders.records.engine import connect
from nuzuh.loaders.records.gaza_day import (
    GAZA,
    changes,
    day_of,
    day_since_1970,
    days_since_1970,
    shifts,
)
from nuzuh.loaders.records.mapping import Time

ZONES = (
    "UTC",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
)
FIRST, LAST = datetime(2023, 1, 3), datetime(2026, 12, 30)  # noqa: DTZ001


def expected(reading: datetime, zone: str) -> int:
    """The day in Gaza of what a clock of a zone showed, as Python has it."""
    moment = reading.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return days_since_1970(day_of(moment))


def shifted(reading: datetime, zone: str) -> int:
    """The same from the table of shifts, in whole numbers."""
    second = int(reading.replace(tzinfo=UTC).timestamp())
    shift = next(add for since, add in reversed(shifts(zone)) if second >= since)
    return (second + shift) // 86_400


def turns() -> list[datetime]:
    """Readings around every change of a clock and around the midnights of those days."""
    found = set()
    for zone in ZONES:
        for second, ahead in changes(zone)[1:]:
            for hour in range(-27, 28):
                at = datetime.fromtimestamp(second + ahead + 3600 * hour, UTC).replace(tzinfo=None)
                found |= {at - timedelta(microseconds=1), at, at + timedelta(minutes=30)}
    return sorted(at for at in found if FIRST <= at <= LAST)


@given(st.sampled_from(ZONES), st.datetimes(FIRST, LAST))
def test_the_shifts_are_those_of_the_time_zone_database(zone, reading):
    assert shifted(reading, zone) == expected(reading, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_also_where_clocks_change(zone):
    wrong = [at for at in turns()[::3] if shifted(at, zone) != expected(at, zone)]
    assert wrong == []


@given(st.sampled_from(ZONES), st.datetimes(FIRST, LAST, timezones=st.just(UTC)))
def test_changes_are_all_that_there_are(zone, moment):
    second = moment.timestamp()
    ahead = next(ahead for since, ahead in reversed(changes(zone)) if second >= since)
    assert timedelta(seconds=ahead) == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_zone_that_is_none():
    with pytest.raises(ZoneInfoNotFoundError):
        changes("Asia/Nowhere")


def test_numbers_of_days_go_both_ways():
    assert day_since_1970(days_since_1970(FIRST.date())) == FIRST.date()


@pytest.fixture(scope="module")
def engine():
    with connect() as one:
        yield one


def days(engine, column: pa.Array, time: Time, kind: str) -> list[int | None]:
    table = dated(ibis.memtable(pa.table({"at": column})), time, kind)
    return engine.ask(table.select(DAY))[DAY].to_pylist()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Gaza", "Africa/Cairo", "America/New_York"])
def test_an_engine_has_the_days_of_clocks(engine, zone):
    readings = turns()
    told = [expected(at, zone) for at in readings]
    column = pa.array(readings, pa.timestamp("us"))
    assert days(engine, column, Time("at", zone=zone), "naive") == told
    texts = [at.isoformat() for at in readings]
    assert days(engine, pa.array(texts), Time("at", zone=zone), "text") == told


def test_an_engine_has_the_days_of_moments(engine):
    moments = [at.replace(tzinfo=UTC) for at in turns()]
    told = [days_since_1970(day_of(at)) for at in moments]
    column = pa.array(moments, pa.timestamp("us", "UTC"))
    assert days(engine, column, Time("at"), "zoned") == told
    for unit, power in (("seconds", 0), ("milliseconds", 3), ("microseconds", 6)):
        numbers = [int(at.timestamp()) * 10**power + 10**power - 1 for at in moments]
        for kind in ("integer", "text"):
            column = pa.array(numbers if kind == "integer" else [str(n) for n in numbers])
            assert days(engine, column, Time("at", unit), kind) == told
    texts = [
        at.astimezone(ZoneInfo(zone)).isoformat()
        for at, zone in zip(moments, ZONES * len(moments), strict=False)
    ]
    assert days(engine, pa.array(texts), Time("at"), "text") == told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-01T21:59:59.999999999Z", 20089),
        ("2025-01-01T22:00:00Z", 20090),
        ("2025-01-01 22:00 UTC", 20090),
        (" 2025-01-01 23:59:59,9+0200\n", 20089),
        ("2025-01-02T00:00+02", 20090),
        ("2025-01-01T19:00:00-03:00", 20090),
        ("2025-02-29T00:00:00Z", None),
        ("2025-01-01T24:00:00Z", None),
        ("2025-01-01", None),
        ("1.1.2025 22:00", None),
        ("", None),
        (None, None),
    ],
)
def test_texts_of_moments(engine, text, day):
    assert days(engine, pa.array([text], pa.string()), Time("at"), "text") == [day]


def test_hours_of_one_day_in_gaza_are_one_day():
    start = datetime(2025, 6, 1, tzinfo=ZoneInfo(GAZA))
    assert {day_of(start + timedelta(hours=n)) for n in range(24)} == {start.date()}


@given(
    at=st.lists(st.datetimes(FIRST, LAST), min_size=1, max_size=30),
    zone=st.sampled_from(ZONES),
    kind=st.sampled_from(["naive", "zoned", "seconds", "microseconds", "day"]),
    long=st.integers(0, 40),
)
@settings(max_examples=12, phases=[Phase.generate])
def test_what_is_left_out_by_bounds_is_of_other_days(engine, at, zone, kind, long):
    stored, time, how = {
        "naive": (pa.array(at, pa.timestamp("us")), Time("at", zone=zone), "naive"),
        "zoned": (pa.array([a.replace(tzinfo=UTC) for a in at]), Time("at"), "zoned"),
        "day": (pa.array([a.date() for a in at]), Time("at", "day"), "date"),
        "seconds": (
            pa.array([int(a.replace(tzinfo=UTC).timestamp()) for a in at]),
            Time("at", "seconds"),
            "integer",
        ),
        "microseconds": (
            pa.array([int(a.replace(tzinfo=UTC).timestamp()) * 10**6 for a in at]),
            Time("at", "microseconds"),
            "integer",
        ),
    }[kind]
    every = dated(ibis.memtable(pa.table({"at": stored})), time, how)
    told = engine.ask(every.select(DAY))[DAY].to_pylist()
    first, last = min(told), min(told) + long
    near = every.filter(about(every["at"], time, first, last)).select(DAY)
    kept = engine.ask(near)[DAY].to_pylist()
    assert sorted(d for d in kept if d <= last) == sorted(d for d in told if d <= last)
    asked = ibis.param("int32"), ibis.param("int32")
    near = every.filter(about(every["at"], time, *asked)).select(DAY)
    params = {asked[0]: first, asked[1]: last}
    assert sorted(engine.ask(near, params=params)[DAY].to_pylist()) == sorted(kept)
    # The other way round: what is taken unseen is of these days.
    sure = every.filter(surely(every["at"], time, first, last)).select(DAY)
    taken = engine.ask(sure)[DAY].to_pylist()
    assert all(first <= day <= last for day in taken)
    inner = [day for day in told if first + 2 <= day <= last - 2]
    assert sorted(day for day in taken if first + 2 <= day <= last - 2) == sorted(inner)


def test_bounds_of_moments_are_those_of_the_day_in_gaza():
    told = ("01T20:59:59", "01T21:00:00", "01T22:00:00", "02T20:59:59", "02T21:59:59")
    at = pa.array([datetime.fromisoformat(f"2025-01-{one}+00:00") for one in told])
    found = ibis.memtable(pa.table({"at": at}))
    day = days_since_1970(date(2025, 1, 2))
    asked = [bounds(found["at"], Time("at"), day, day) for bounds in (about, surely)]
    told = found.select(near=asked[0], sure=asked[1]).to_pandas()
    assert told["near"].tolist() == [False, True, True, True, True]
    assert told["sure"].tolist() == [False, False, True, True, False]
