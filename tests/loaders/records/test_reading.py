"""Records that are not what their mapping says are refused in a sentence, and no others are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nuzuh.loaders.records.columns import DAY
from nuzuh.loaders.records.engine import connect
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.inspecting import ALL_AT_ONCE, SEVERAL_OFFSETS
from nuzuh.loaders.records.mapping import Amount, Place, Source, Time

from .reading_examples import NOON, columns, count, csv, inspected, mapping_of, parquet

NAIVE = [datetime(2025, 1, 1, 12)] * 3  # noqa: DTZ001
POINT = Place("coordinates", latitude="lat", longitude="lon")
GAZA = {"lat": [31.5] * 3, "lon": [34.46] * 3}


@pytest.fixture(scope="module")
def engine():
    with connect() as one:
        yield one


def refusal(mapping, engine) -> str:
    with pytest.raises(RecordsError) as caught:
        inspected(mapping, engine)
    told = str(caught.value)
    assert told.endswith((".", "?"))
    assert "\n" not in told
    return told


@pytest.mark.parametrize(
    ("data", "others", "told"),
    [
        pytest.param(
            {},
            {"place": Place("pcode", "plaice")},
            "a.parquet, column plaice: there is none, and the mapping names it under place (did "
            "you mean 'place'?).",
            id="no such column",
        ),
        pytest.param(
            {},
            {"place": Place("pcode", "plaice"), "amount": Amount("count", "n", person="devise")},
            "a.parquet, column plaice: there is none, and the mapping names it under place (did "
            "you mean 'place'?); nor is there 'n', under count; nor is there 'devise', under "
            "person.",
            id="no such columns",
        ),
        pytest.param(
            {"at": pa.array(NAIVE)},
            {},
            "a.parquet, column at: holds moments without a zone: write the zone of the clocks "
            "that they were taken from, such as zone: UTC.",
            id="no zone",
        ),
        pytest.param(
            {},
            {"time": Time("at", zone="Asia/Gaza")},
            "a.parquet, column at: holds moments with a zone: leave the zone out of the mapping, "
            "since each moment has its own.",
            id="two zones",
        ),
        pytest.param(
            {"at": ["2025-01-01T12:00:00Z", "2025-01-01T12:00:00", "2025-01-01T14:00:00+02:00"]},
            {},
            "a.parquet, column at: some moments carry an offset from UTC and some do not, so "
            "that their zones cannot be told: give all of them one, or none and name the zone in "
            "the mapping.",
            id="three zones",
        ),
        pytest.param(
            {"at": ["2025-01-01T12:00:00"] * 3},
            {},
            "a.parquet, column at: the moments carry no offset from UTC: write the zone of the "
            "clocks that they were taken from in the mapping, such as zone: UTC.",
            id="texts without a zone",
        ),
        pytest.param(
            {"at": ["2025-01-01T12:00:00Z", "01/02/2025 12:00", None]},
            {},
            "a.parquet, column at: holds texts that are no moments in ISO form: write them like "
            "2025-01-31T14:05:00Z or 2025-01-31 14:05:00+02:00.",
            id="no ISO",
        ),
        pytest.param(
            {"at": ["2025-01-01", "2025-02-30", None]},
            {"time": Time("at", "day")},
            "a.parquet, column at: holds texts that are no days: write them like 2025-01-31.",
            id="no day",
        ),
        pytest.param(
            {"at": pa.array(NAIVE)},
            {"time": Time("at", "day")},
            "a.parquet, column at: holds hours, and the mapping takes it for days: write kind: "
            "moment with the zone of its clocks, or leave the hours out of the records.",
            id="days with hours",
        ),
        pytest.param(
            {"at": [date(2025, 1, 1)] * 3},
            {},
            "a.parquet, column at: holds dates: write kind: day, if they are days in Gaza.",
            id="dates as moments",
        ),
        pytest.param(
            {"at": [1735732800] * 3},
            {},
            "a.parquet, column at: holds whole numbers: write kind: seconds, or milliseconds, "
            "since 1970.",
            id="numbers as moments",
        ),
        pytest.param(
            {"at": [1735732800000] * 3},
            {"time": Time("at", "seconds")},
            "a.parquet, column at: holds records from after today, 2026-02-05: write the last day "
            "that is taken in the mapping (last), and those after it are left out and counted; or "
            "are they milliseconds or microseconds, and no seconds?",
            id="milliseconds as seconds",
        ),
        pytest.param(
            {"at": pa.array([NOON, NOON, datetime(1970, 1, 1, tzinfo=UTC)])},
            {},
            "a.parquet, column at: holds records from before 2023-10-01: write the first day that "
            "is taken in the mapping (first), and those before it are left out and counted.",
            id="before the war",
        ),
        pytest.param(
            {"at": pa.array([NOON, NOON, NOON + timedelta(500)])},
            {},
            "a.parquet, column at: holds records from after today, 2026-02-05: write the last day "
            "that is taken in the mapping (last), and those after it are left out and counted.",
            id="after today",
        ),
        pytest.param(
            {},
            {"first": date(2025, 6, 1), "last": date(2025, 6, 2)},
            "a.parquet, column at: has no record of the days that the mapping takes: look at its "
            "first and last.",
            id="no such days",
        ),
        pytest.param(
            {"at": pa.array([None] * 3, pa.timestamp("us", "UTC"))},
            {},
            "a.parquet, column at: no record has a time.",
            id="no time",
        ),
        pytest.param(
            {"lat": GAZA["lon"], "lon": GAZA["lat"]},
            {"place": POINT},
            "a.parquet, column lat: holds longitudes, and 'lon' latitudes: exchange the two names "
            "in the mapping, or in the records where only some are the wrong way round.",
            id="swapped",
        ),
        pytest.param(
            {"lat": [31.5, 31.5, 34.46], "lon": [34.46, 34.46, 31.5]},
            {"place": POINT},
            "a.parquet, column lat: holds longitudes, and 'lon' latitudes: exchange the two names "
            "in the mapping, or in the records where only some are the wrong way round.",
            id="some swapped",
        ),
        pytest.param(
            {"lat": [3_487_000.0] * 3, "lon": [640_000.0] * 3},
            {"place": POINT},
            "a.parquet, column lat: with 'lon' holds what are no degrees of latitude and "
            "longitude: give coordinates in WGS 84.",
            id="metres",
        ),
        pytest.param(
            {"lat": ["31.5", "31,5", None], "lon": ["34.46"] * 3},
            {"place": POINT},
            "a.parquet, column lat: holds texts that are no coordinates: write numbers such as 12 "
            "or 0.5, without signs between thousands, and nothing where one is missing.",
            id="commas",
        ),
        pytest.param(
            {"cell": ["892db83ab0fffff", "882db83ab1fffff", None]},
            {"place": Place("h3", "cell", resolution=9)},
            "a.parquet, column cell: holds what are no H3 cells of resolution 9, which the "
            "mapping names: write the resolution that the cells have, one for all.",
            id="another resolution",
        ),
        pytest.param(
            {"cell": pa.array([0x882DB83AB1FFFFF, None, None], pa.uint64())},
            {"place": Place("h3", "cell", resolution=9)},
            "a.parquet, column cell: holds what are no H3 cells of resolution 9, which the "
            "mapping names: write the resolution that the cells have, one for all.",
            id="another resolution, in numbers",
        ),
        pytest.param(
            {"n": [1, -1, 2]},
            {"amount": count()},
            "a.parquet, column n: holds counts below zero: correct them, or leave those records "
            "out.",
            id="negative",
        ),
        pytest.param(
            {"n": [1.0, 2.5, None]},
            {"amount": count()},
            "a.parquet, column n: holds counts with a fraction: if they are weights, write "
            "weight: {column: COLUMN, of_a_person: NUMBER} in the mapping instead of count.",
            id="fraction",
        ),
        pytest.param(
            {"n": ["1", "1,200", None]},
            {"amount": count()},
            "a.parquet, column n: holds texts that are no counts: write numbers such as 12 or "
            "0.5, without signs between thousands, and nothing where one is missing.",
            id="no number",
        ),
        pytest.param(
            {"n": [1.0, float("inf"), None]},
            {"amount": Amount("weight", "n", 2.0)},
            "a.parquet, column n: holds numbers that are no weights, being infinite or beyond "
            "9,007,199,254,740,992.",
            id="infinite",
        ),
        pytest.param(
            {"n": [0.5, -0.5, None]},
            {"amount": Amount("weight", "n", 2.0)},
            "a.parquet, column n: holds weights below zero: correct them, or leave those records "
            "out.",
            id="negative weights",
        ),
        pytest.param(
            {"n": [[1], [2], [3]]},
            {"amount": count()},
            "a.parquet, column n: holds neither numbers, texts nor times, and a count is a "
            "number: name another column.",
            id="lists",
        ),
        pytest.param(
            {"at": pa.array([], pa.timestamp("us", "UTC")), "place": pa.array([], pa.string())},
            {},
            "a.parquet has no record: name what holds some.",
            id="no rows",
        ),
    ],
)
def test_a_sentence_with_file_and_column(tmp_path, engine, data, others, told):
    path = parquet(tmp_path / "a.parquet", **data)
    assert refusal(mapping_of(path, **others), engine) == told


@pytest.mark.parametrize(
    ("data", "others"),
    [
        ({}, {}),
        ({"at": pa.array(NAIVE)}, {"time": Time("at", zone="Asia/Gaza")}),
        ({"at": pa.array(NAIVE, pa.timestamp("ns"))}, {"time": Time("at", zone="UTC")}),
        ({"at": [date(2025, 1, 1)] * 3}, {"time": Time("at", "day")}),
        ({"at": ["2025-01-01", " 2025-01-01 ", None]}, {"time": Time("at", "day")}),
        ({"at": [1735732800.5, None, float("nan")]}, {"time": Time("at", "seconds")}),
        ({"at": ["1735732800000", "", None]}, {"time": Time("at", "milliseconds")}),
        (GAZA, {"place": POINT}),
        ({"lat": ["31.5"] * 3, "lon": [" 34.46 ", "", None]}, {"place": POINT}),
        ({"lat": [None, float("nan"), 31.5], "lon": [34.46] * 3}, {"place": POINT}),
        ({"n": [0, None, 5]}, {"amount": count()}),
        ({"n": [0.0, float("nan"), 5.0]}, {"amount": count()}),
        ({"cell": ["892db83ab0fffff", None, ""]}, {"place": Place("h3", "cell", resolution=9)}),
    ],
)
def test_what_is_right_or_missing_is_taken(tmp_path, engine, data, others):
    path = parquet(tmp_path / "a.parquet", **data)
    found = inspected(mapping_of(path, **others), engine)
    assert (found.rows, found.plan.first, found.plan.last) == (3, *[date(2025, 1, 1)] * 2)
    assert set(found.notes) <= {ALL_AT_ONCE}
    records = found.records(engine, date(2025, 1, 1), date(2025, 1, 1))
    days = engine.ask(records)[DAY].to_pylist()
    assert {day for day in days if day is not None} == {20089}


def test_each_offset_is_taken_and_told(tmp_path, engine):
    texts = ["2025-01-01T22:30:00Z", "2025-01-01T22:30:00+02:00", "2025-01-01 22:30 -0530"]
    found = inspected(mapping_of(parquet(tmp_path / "a.parquet", at=texts)), engine)
    assert found.notes == (SEVERAL_OFFSETS,)
    records = found.records(engine, date(2025, 1, 1), date(2025, 1, 2))
    assert engine.ask(records)[DAY].to_pylist() == [20090, 20089, 20090]


def test_a_moment_of_two_zones_is_one_moment(tmp_path, engine):
    texts = ["2025-01-01T12:00:00Z", "2025-01-01T14:00:00+02:00", "2025-01-01T14:00+02"]
    found = inspected(mapping_of(parquet(tmp_path / "a.parquet", at=texts)), engine)
    records = found.records(engine, date(2025, 1, 1), date(2025, 1, 2))
    assert set(engine.ask(records)["at"].to_pylist()) == {1735732800}


def test_amounts_of_moments_that_are_all_different_are_refused(tmp_path, engine):
    """Of a day the fullest moment is counted, and here each moment is of one mast."""
    for rows, seconds in ((1_441, 50), (1_320, 60)):
        at = [NOON.replace(hour=0) + timedelta(seconds=seconds * n) for n in range(rows)]
        moments = pa.array([*at, *at], pa.timestamp("us", "UTC"))
        path = parquet(tmp_path / f"{rows}.parquet", rows=2 * rows, at=moments, n=[40] * 2 * rows)
        if rows > 1_440:
            told = refusal(mapping_of(path, amount=count()), engine)
            assert told.startswith("1441.parquet, column at: holds more moments than a day has")
        else:
            assert inspected(mapping_of(path, amount=count()), engine).rows == 2 * rows
        # Where each row is somebody there may be as many moments as there are.
        assert inspected(mapping_of(path), engine).rows == 2 * rows


def test_missing_never_becomes_zero(tmp_path, engine):
    path = parquet(tmp_path / "a.parquet", n=["", "0", None])
    found = inspected(mapping_of(path, amount=count()), engine)
    records = found.records(engine, date(2025, 1, 1), date(2025, 1, 1))
    assert engine.ask(records)["n"].to_pylist() == [None, 0.0, None]


def test_one_bad_part_among_many_is_named(tmp_path, engine):
    for day in range(1, 8):
        n = [1, -1, 1] if day == 5 else [1, 1, 1]
        parquet(tmp_path / f"day=2025-01-0{day}/part.parquet", n=n)
    told = refusal(mapping_of(tmp_path, amount=count()), engine)
    assert told.startswith("day=2025-01-05/part.parquet, column n: holds counts below zero")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            {"n": [1.0, 2.0, 3.0]},
            (
                "b.parquet, column n: holds decimals, and in a.parquet whole numbers: store the "
                "column alike in all files."
            ),
        ),
        (
            {"m": [1, 2, 3]},
            (
                "b.parquet, column n: there is none, and the mapping names it under count; there "
                "are 'at', 'place', 'm'."
            ),
        ),
    ],
)
def test_parts_of_different_schemas(tmp_path, engine, data, told):
    parquet(tmp_path / "a.parquet", n=[1, 2, 3])
    parquet(tmp_path / "b.parquet", **data)
    assert refusal(mapping_of(tmp_path, amount=count()), engine) == told


@pytest.mark.parametrize("keep", [0, 3, 200, -1, -9])
def test_a_part_that_is_cut(tmp_path, engine, keep):
    parquet(tmp_path / "a.parquet")
    path = parquet(tmp_path / "b.parquet")
    path.write_bytes(path.read_bytes()[:keep])
    told = refusal(mapping_of(tmp_path), engine)
    assert told.startswith("b.parquet is empty: " if keep == 0 else "b.parquet is cut or damaged: ")


def test_a_part_that_is_damaged_within(tmp_path, engine):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns(2000, n=list(range(2000)))), path, use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[4:3000] = b"\xff" * 2996
    path.write_bytes(content)
    found = inspected(mapping_of(path), engine)
    told = r"^a\.parquet is cut or damaged: copy it anew"
    with pytest.raises(RecordsError, match=told):
        inspected(mapping_of(path, amount=count()), engine)
    with pytest.raises(RecordsError, match=told):
        engine.ask(found.records(engine, date(2025, 1, 1), date(2026, 1, 1)), [path])


NO_HEADER = (
    "a.csv, line 1: has no header: numbers or times stand in its first row. Write there a name of "
    "each column, which begins with a letter."
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.csv is empty: leave it out, or copy it anew."),
        (b"at,place\n", "a.csv has no record: name what holds some."),
        (
            b"at,place\n2025-01-01T12:00Z,PS0260\n2025-01-01T12:00Z",
            (
                "a.csv ends in a row with 1 of 2 columns, so that it was cut: copy it anew from "
                "where the records are kept."
            ),
        ),
        (
            b"at,place\n2025-01-01T12:00Z,PS0260\n2025-01-01T12:00Z,PS02",
            (
                "a.csv does not end in a line break, as where a file was cut: copy it anew, or end "
                "its last row if it is whole."
            ),
        ),
        (
            b"at,place\n2025-01-01T12:00Z,PS0260\n2025-01-01T12:00Z\n2025-01-01T12:00Z,PS0260\n",
            (
                "a.csv, line 3: has a row with more or fewer columns than the header, as where a "
                "file was cut: copy it anew from where the records are kept."
            ),
        ),
        (
            b'at,place\n2025-01-01T12:00Z,"PS0260\n',
            (
                "a.csv ends within quotation marks that are not closed, as where a file was cut: "
                "copy it anew from where the records are kept."
            ),
        ),
        (
            b'at,place\n2025-01-01T12:00Z,"PS0260\n2025-01-01T12:00Z,PS0260\n',
            "a.csv, line 2: opens a quotation mark and does not close it.",
        ),
        (
            "at,place\n2025-01-01T12:00Z,Khan Yūnis\n".encode("utf-16"),
            "a.csv is not in UTF-8: save it with that encoding.",
        ),
        (
            b"at,place\n2025-01-01T12:00Z,Caf\xe9\n",
            "a.csv, line 2: is not in UTF-8: save it with that encoding.",
        ),
        (
            b"at,place,AT\n2025-01-01T12:00Z,PS0260,1\n",
            "a.csv, line 1: the header names the column 'AT' twice: rename one.",
        ),
        (
            b"at,place,\n2025-01-01T12:00Z,PS0260,1\n",
            "a.csv, line 1: the header has a column without a name: give it one.",
        ),
        (
            b"0599123456,2025-01-01T12:00Z,PS0260\n0599123457,2025-01-01T12:00Z,PS0260\n",
            NO_HEADER,
        ),
        (
            b"Hassan,31.5,34.4,31.5,07/10/2023 06:30\n",
            NO_HEADER,
        ),
    ],
)
def test_a_csv_file_that_cannot_be_read(tmp_path, engine, content, told):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refusal(mapping_of(path, kind="csv"), engine) == told


def test_a_wrong_letter_far_into_a_csv_file(tmp_path, engine):
    good = b"2025-01-01T12:00Z,PS0260\n" * 60_000
    path = tmp_path / "a.csv"
    path.write_bytes(b"at,place\n" + good + b"2025-01-01T12:00Z,Caf\xe9\n" + good)
    mapping = mapping_of(path, kind="csv")
    found = inspected(mapping, engine)
    with pytest.raises(RecordsError, match=r"^a\.csv is not in UTF-8"):
        engine.ask(found.records(engine, date(2025, 1, 1), date(2025, 1, 1)), [path])


def test_csv_with_other_signs_and_a_mark(tmp_path, engine):
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbfat;place;n\r\n2025-01-01T12:00Z;"PS0260";007\r\n\r\n')
    found = inspected(mapping_of(path, kind="csv", amount=count()), engine)
    records = found.records(engine, date(2025, 1, 1), date(2025, 1, 1))
    told = engine.ask(records).to_pylist()
    assert told == [{"place": "PS0260", "n": 7.0, "at": 1735732800, DAY: 20089}]
    assert found.notes == (ALL_AT_ONCE,)


def test_csv_files_with_other_headers(tmp_path, engine):
    csv(tmp_path / "a.csv", "at,place", "2025-01-01T12:00Z,PS0260")
    csv(tmp_path / "b.csv", "place,at", "PS0260,2025-01-01T12:00Z")
    told = refusal(mapping_of(tmp_path, kind="csv"), engine)
    assert told == (
        "b.csv, line 1: has other columns than a.csv, or in another order: write the same header "
        "in all."
    )


def test_a_column_that_folders_give(tmp_path, engine):
    for place in ("PS0260", "0275"):
        table = pa.table({"at": columns()["at"]})
        (tmp_path / f"place={place}").mkdir()
        pq.write_table(table, tmp_path / f"place={place}/a.parquet")
    found = inspected(mapping_of(tmp_path), engine)
    records = found.records(engine, date(2025, 1, 1), date(2025, 1, 1))
    assert sorted(set(engine.ask(records)["place"].to_pylist())) == ["0275", "PS0260"]


def test_days_that_the_mapping_leaves_out_are_no_fault(tmp_path, engine):
    at = pa.array(
        [NOON, NOON + timedelta(3), NOON + timedelta(500), datetime(1970, 1, 1, tzinfo=UTC)]
    )
    mapping = mapping_of(
        parquet(tmp_path / "a.parquet", at=at, place=["x"] * 4),
        first=date(2025, 1, 2),
        last=date(2025, 1, 10),
    )
    plan = inspected(mapping, engine).plan
    assert (plan.first, plan.last) == (date(2025, 1, 2), date(2025, 1, 10))


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "records.db"
    with duckdb.connect(str(path)) as made:
        made.execute(
            "create table seen as select timestamptz '2025-01-01 12:00:00+00' + interval (n) day "
            "as at, 'PS0260' as place, n - 1 as n from range(3) r(n)"
        )
    return path


def test_a_table_of_a_database(database):
    mapping = mapping_of(source=Source(table="seen"))
    with connect(f"duckdb://{database}") as engine:
        found = inspected(mapping, engine)
        assert (found.rows, found.plan.ordered) == (3, False)
        assert (found.plan.first, found.plan.last) == (date(2025, 1, 1), date(2025, 1, 3))
        records = found.records(engine, found.plan.first, found.plan.last)
        assert engine.ask(records)[DAY].to_pylist() == [20089, 20090, 20091]
        told = refusal(mapping_of(source=Source(table="seen"), amount=count()), engine)
        assert told.startswith("seen, column n: holds counts below zero")
        told = refusal(mapping_of(source=Source(table="sene")), engine)
        assert told.startswith("DuckDB 2.0.1 has no table of that name: look at the line table ")
        told = refusal(mapping_of(source=Source(table="seen"), amount=count("m")), engine)
        assert told == (
            "seen, column m: there is none, and the mapping names it under count; there are "
            "'at', 'place', 'n'."
        )


def test_a_database_is_opened_for_reading_alone(database):
    with connect(f"duckdb://{database}") as engine, pytest.raises(duckdb.Error, match="read-only"):
        engine.backend.raw_sql("create table other as select 1 as n")
