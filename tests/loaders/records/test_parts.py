"""Which files records lie in, and which days each may hold: never one too few."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.footers import footer_of
from nuzuh.loaders.records.gaza_day import day_of
from nuzuh.loaders.records.mapping import Source, Time
from nuzuh.loaders.records.partitions import base_of, called, days_of, partitions_of
from nuzuh.loaders.records.parts import files_of, plan

from .reading_examples import NOON, TODAY, columns, csv, mapping_of, parquet


def moments(*at: datetime) -> dict[str, object]:
    return {"at": pa.array(at, pa.timestamp("us", "UTC")), "place": ["PS0260"] * len(at)}


def test_files_of_a_folder_a_pattern_a_file_and_a_list(tmp_path):
    made = [parquet(tmp_path / name) for name in ("a.parquet", "b/c.parquet", "b/d.parq")]
    parquet(tmp_path / "_temporary/e.parquet")
    parquet(tmp_path / ".hidden.parquet")
    csv(tmp_path / "notes.csv", "a,b")
    (tmp_path / "_SUCCESS").touch()
    assert files_of(Source((tmp_path,), "parquet")) == made
    assert files_of(Source((tmp_path / "*.parquet",), "parquet")) == made[:1]
    assert files_of(Source((tmp_path / "**/*.par*",), "parquet")) == made
    assert files_of(Source((made[2], tmp_path / "b", made[0]), "parquet")) == [
        made[2],
        made[1],
        made[0],
    ]


def test_records_are_not_there_twice_by_a_link(tmp_path):
    made = parquet(tmp_path / "a" / "a.parquet")
    (tmp_path / "latest.parquet").symlink_to(made)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert files_of(Source((tmp_path,), "parquet")) == [made]
    assert files_of(Source((made, tmp_path / "b", tmp_path / "*.parquet"), "parquet")) == [made]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none", "none is not there: nothing is at "),
        ("*.parquet", "*.parquet matches nothing: no file is named like "),
        ("empty", "empty holds no file of records: put files that end in .parquet there"),
    ],
)
def test_where_there_is_nothing(tmp_path, name, told):
    (tmp_path / "empty").mkdir()
    csv(tmp_path / "empty/a.csv", "at,place")
    with pytest.raises(RecordsError) as caught:
        plan(mapping_of(tmp_path / name), TODAY)
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("folder", "first", "last"),
    [
        ("day=2025-01-31", "2025-01-31", "2025-01-31"),
        ("place=PS0260/dt=2025-01-31", "2025-01-31", "2025-01-31"),
        ("at=2025-01-31 05%3A00%3A00", "2025-01-31", "2025-01-31"),
        ("year=2025/month=1/day=31", "2025-01-31", "2025-01-31"),
        ("Year=2025/Month=01/Day=31", "2025-01-31", "2025-01-31"),
        ("year=2024/month=02", "2024-02-01", "2024-02-29"),
        ("year=2025/month=12", "2025-12-01", "2025-12-31"),
        ("year=2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_days_of_folders(tmp_path, folder, first, last):
    path = tmp_path / folder / "a.parquet"
    assert days_of(path) == (date.fromisoformat(first), date.fromisoformat(last))
    assert base_of(path) == tmp_path
    assert called(path) == f"{folder}/a.parquet"


@pytest.mark.parametrize(
    "folder", ["month=1", "year=25x", "year=2025/month=2/day=30", "day=7", "place=PS0260", "plain"]
)
def test_folders_that_tell_no_day(tmp_path, folder):
    assert days_of(tmp_path / folder / "a.parquet") is None


def test_what_folders_give(tmp_path):
    path = tmp_path / "place=Khan%20Younis/day=2025-01-01/a.parquet"
    assert partitions_of(path) == {"place": "Khan Younis", "day": "2025-01-01"}


def test_folders_are_widened_by_a_day_where_files_tell_nothing(tmp_path):
    for day in range(1, 29):
        csv(tmp_path / f"day=2025-02-{day:02}/a.csv", "at,place", "2025-02-01T12:00Z,PS0260")
    made = plan(mapping_of(tmp_path, kind="csv"), TODAY)
    assert (made.first, made.last) == (date(2025, 1, 31), date(2025, 3, 1))
    assert (made.ordered, made.rows) == (True, None)
    these = made.parts_of(date(2025, 2, 10), date(2025, 2, 10))
    assert [called(path) for path in these] == [f"day=2025-02-{n:02}/a.csv" for n in (9, 10, 11)]


def test_folders_that_are_the_column_of_the_day_are_exact(tmp_path):
    for day in (1, 2, 3):
        parquet(tmp_path / f"day=2025-02-0{day}/a.parquet")
    made = plan(mapping_of(tmp_path, time=Time("day", "day")), TODAY)
    assert (made.first, made.last) == (date(2025, 2, 1), date(2025, 2, 3))
    assert [called(path) for path in made.parts_of(date(2025, 2, 2), date(2025, 2, 2))] == [
        "day=2025-02-02/a.parquet"
    ]


def test_footers_tell_days_in_gaza(tmp_path):
    late = datetime(2025, 1, 1, 22, tzinfo=UTC)
    pq.write_table(pa.table(moments(NOON, late)), tmp_path / "a.parquet")
    pq.write_table(pa.table(moments(late, late)), tmp_path / "b.parquet")
    made = plan(mapping_of(tmp_path), TODAY)
    assert (made.first, made.last, made.rows, made.ordered, made.told) == (
        date(2025, 1, 1),
        date(2025, 1, 2),
        4,
        True,
        True,
    )
    assert made.parts_of(date(2025, 1, 1), date(2025, 1, 1)) == [tmp_path / "a.parquet"]
    assert len(made.parts_of(date(2025, 1, 2), date(2025, 1, 9))) == 2
    assert made.parts_of(date(2025, 1, 3), date(2025, 1, 3)) == []


@pytest.mark.parametrize(
    ("group", "in_order", "at_a_time"),
    [(10, True, 1), (20, True, 1), (50, True, 5), (200, True, 31), (50, False, 100)],
)
def test_how_many_days_a_question_is_about(tmp_path, group, in_order, at_a_time):
    at = [NOON + timedelta(n // 10 if in_order else n % 100) for n in range(1000)]
    pq.write_table(pa.table(moments(*at)), tmp_path / "a.parquet", row_group_size=group)
    made = plan(mapping_of(tmp_path), TODAY)
    assert (made.ordered, made.days_at_a_time) == (in_order, at_a_time)
    assert made.days == [NOON.date() + timedelta(n) for n in range(100)]


def test_without_bounds_every_day_may_be_anywhere(tmp_path):
    table = pa.table(columns())
    pq.write_table(table, tmp_path / "a.parquet", write_statistics=False)
    made = plan(mapping_of(tmp_path), TODAY)
    assert (made.ordered, made.told, made.rows) == (False, False, 3)
    assert (made.first, made.last) == (date(2023, 10, 1), TODAY)
    assert made.parts_of(date(2024, 1, 1), date(2024, 1, 1)) == [tmp_path / "a.parquet"]


def test_the_days_of_the_mapping_go_before_those_of_the_records(tmp_path):
    path = parquet(tmp_path / "a.parquet", rows=100)
    made = plan(mapping_of(path, first=date(2025, 1, 2), last=date(2025, 1, 3)), TODAY)
    assert (made.first, made.last) == (date(2025, 1, 2), date(2025, 1, 3))


def test_a_file_that_changes_is_read_anew(tmp_path):
    path = parquet(tmp_path / "a.parquet", rows=3)
    assert footer_of(path).rows == 3
    parquet(path, rows=4000)
    assert footer_of(path).rows == 4000


KINDS = st.sampled_from(["zoned", "naive", "nanoseconds", "seconds", "milliseconds", "text"])
AT = st.datetimes(datetime(2023, 10, 2), datetime(2026, 1, 1))  # noqa: DTZ001


@given(kind=KINDS, at=st.lists(AT, min_size=1, max_size=8))
def test_no_day_of_a_record_is_left_out(tmp_path_factory, kind, at):
    zone = "Africa/Cairo" if kind in ("naive", "nanoseconds") else "UTC"
    path = tmp_path_factory.mktemp("parts") / "a.parquet"
    aware = [one.replace(tzinfo=UTC) for one in at]
    time = {
        "zoned": (pa.array(aware, pa.timestamp("us", "UTC")), Time("at")),
        "naive": (pa.array(at, pa.timestamp("us")), Time("at", zone=zone)),
        "nanoseconds": (pa.array(at, pa.timestamp("ns")), Time("at", zone=zone)),
        "seconds": (pa.array([one.timestamp() for one in aware]), Time("at", "seconds")),
        "milliseconds": (
            pa.array([int(one.timestamp() * 1000) for one in aware]),
            Time("at", "milliseconds"),
        ),
        "text": (pa.array([one.isoformat() for one in aware]), Time("at")),
    }[kind]
    pq.write_table(pa.table({"at": time[0], "place": ["PS0260"] * len(at)}), path)
    made = plan(mapping_of(path, time=time[1]), TODAY)
    days = {day_of(one.replace(tzinfo=ZoneInfo(zone))) for one in at}
    assert made.told
    assert all(made.parts_of(day, day) == [path] for day in days)
    assert made.first <= min(days)
    assert max(days) <= made.last
