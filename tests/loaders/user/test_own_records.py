"""What a reader brings of records: the aggregate keeps its mark, single records are refused."""

from __future__ import annotations

import csv
import io
import json
import pickle

import pytest

from nuzuh.loaders import DataError
from nuzuh.loaders.current import using
from nuzuh.loaders.user import SingleRecordsError, UserDataError, check, combine, is_user_row
from nuzuh.loaders.user.apart import check_apart
from nuzuh.loaders.user.examples import EXAMPLES, example
from nuzuh.loaders.user.limits import FILE_BYTES
from nuzuh.loaders.user.single_records import is_single_records
from tests import made_up_records
from tests.loaders.layout_examples import EXAMPLES as LAYOUTS
from tests.loaders.user_files import notes, workbook

SOMEBODY = "35-209900-176148-1"


def changed(**cells: str) -> bytes:
    """The aggregate with some cells of its second row changed."""
    rows = list(csv.DictReader(io.StringIO(made_up_records.as_csv().decode())))
    rows[1] |= cells
    text = io.StringIO()
    table = csv.DictWriter(text, rows[0], lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def test_the_aggregate_keeps_publisher_ids_and_mark():
    checked = check(made_up_records.as_csv(), "figures.csv")
    assert len(checked.frame) == 100
    assert set(checked.frame["publisher"]) == {made_up_records.PUBLISHER}
    assert checked.frame["id"].tolist() == [f"OWN-REC-PANEL-{n}" for n in range(1, 101)]
    assert set(checked.frame["basis"]) == {"records"}
    assert dict(notes(checked)["records"].values) == {"n": 100}
    assert all(map(is_user_row, checked.frame["id"]))


def test_a_ledger_that_was_taken_away_and_comes_back_keeps_the_mark():
    first = check(made_up_records.as_csv(), "figures.csv")
    again = first.frame.drop(columns="file_row").to_csv(index=False).encode()
    assert check(again, "again.csv").frame["id"].tolist() == first.frame["id"].tolist()


def test_what_stands_in_the_store_already_counts_once():
    with using(made_up_records.in_use()):
        checked = check(made_up_records.as_csv(), "figures.csv")
        assert (checked.frame["repeats"] == [f"REC-PANEL-{n}" for n in range(1, 101)]).all()
        tables = combine(checked)
    assert tables.user.rows == 100


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"publisher": ""}, "keeps the publisher"),
        ({"publisher": "OCHA"}, "a name of their own"),
        ({"measure": "idps"}, "people_present or movement"),
        ({"id": "REC-PANEL-1"}, "occurs more than once"),
        ({"id": "REC-panel one-2"}, "no id that nuzuh records gives"),
    ],
)
def test_what_cannot_be_a_figure_from_records_is_refused_whole(cells, told):
    with pytest.raises(UserDataError, match=told):
        check(changed(**cells), "figures.csv")


def trips(header: str, row: str, n: int = 300) -> bytes:
    rows = (row.format(m=i % 60, d=i % 28 + 1, i=i, x=i % 10, one=SOMEBODY) for i in range(n))
    return "\n".join((header, *rows)).encode()


SINGLE = {
    "devices": trips("time,imei,lat,lon", "2025-07-20 08:{m:02}:11,{one},31.5{x},34.4{x}", 1),
    "devices by day": trips("day;Device ID;governorate", "2025-07-{d:02};{one};Gaza", 40),
    "trips": trips("timestamp,origin,destination", "2025-07-20T08:{m:02}:11Z,Gaza,Rafah"),
    "trips counted": trips("time,from,to,count", "2025-07-20 08:{m:02},Gaza,Rafah,{x}"),
    "points": trips("ts,latitude,longitude", "17530{m:02}{i:03},31.5{x},34.4{x}"),
    "cells": trips("datetime\th3\tweight", "2025-07-20 08:{m:02}\t872db{i:04}ffff\t1.0"),
    "days of trips": trips("date,origin,destination", "2025-07-{d:02},Gaza,Rafah", 2_000),
    "users": trips("moment,user_id,from,to", "2025-07-20 08:{m:02},{one}-{i},Gaza,Rafah", 30),
}


@pytest.mark.parametrize("content", SINGLE.values(), ids=SINGLE)
def test_single_records_are_refused_and_nothing_of_them_is_told(content):
    for way in (check, check_apart):
        with pytest.raises(SingleRecordsError) as refusal:
            way(content, "raw.csv")
        assert "nuzuh records" in str(refusal.value)
        told = pickle.dumps(refusal.value).decode("latin-1")
        assert SOMEBODY not in told
        assert "imei" not in told
        assert vars(refusal.value).keys() <= {"file", "rule", "row", "column"}


def test_single_records_are_refused_before_their_size_is():
    content = SINGLE["trips"] * (FILE_BYTES // len(SINGLE["trips"]) + 1)
    assert len(content) > FILE_BYTES
    with pytest.raises(SingleRecordsError):
        check_apart(content, "raw.csv")


def test_single_records_are_refused_in_workbooks_and_as_json():
    rows = list(csv.reader(io.StringIO(SINGLE["devices by day"].decode()), delimiter=";"))
    with pytest.raises(SingleRecordsError):
        check(workbook(*rows), "raw.xlsx")
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    with pytest.raises(SingleRecordsError):
        check(json.dumps(records).encode(), "raw.json")
    features = [
        {
            "type": "Feature",
            "properties": {"time": "2025-07-20 08:11:00", "imei": SOMEBODY},
            "geometry": {"type": "Point", "coordinates": [34.4, 31.5]},
        }
    ]
    points = {"type": "FeatureCollection", "features": features}
    with pytest.raises(SingleRecordsError):
        check(json.dumps(points).encode(), "raw.geojson")


def test_no_table_of_figures_is_taken_for_single_records():
    for name in EXAMPLES:
        check(example(name), name)
    for layout in LAYOUTS:
        rows = [[row.get(name, "") for name in layout.header.split(",")] for row in layout.rows]
        assert not is_single_records(layout.header.split(","), rows * 500, 500), layout.layout
    for header, row in (
        ("date,governorate,people", "2025-07-{d:02},Gaza,{i}00"),
        (
            "submission time,site name,latitude,longitude,people",
            "2025-07-20 08:{m:02},S{i},31.5,34.4,{i}5",
        ),
        ("as of,from,to,number of people", "2025-07-20 12:{m:02},Gaza,Rafah,{i}500"),
    ):
        try:
            check(trips(header, row), "a.csv")
        except SingleRecordsError:
            pytest.fail(f"{header} is taken for single records")
        except DataError:
            pass
