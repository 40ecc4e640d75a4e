"""``nuzuh orders``: one row an order in every format, and every refusal in one sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from nuzuh import cli
from nuzuh.balance import people_under_orders
from nuzuh.cli import orders as command
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.times_ordered import times_ordered
from nuzuh.export.formats import ORDERS_FORMATS
from nuzuh.files.orders import ORDERS, orders_geojson, orders_gpkg, orders_parquet
from nuzuh.loaders.block_cells import METRES
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.tables import NO_USER, Outline, UserData, tables_in_use
from nuzuh.scene import order_records
from nuzuh.scene.translator import Translator
from tests.balance.made_up import made_up
from tests.frozen import VERSION, frozen_data

DAY = ("--date", "2025-07-20")
PERIOD = ("--from", "2025-05-19", "--to", "2025-06-20")
NOTHING = ("--date", "2023-10-07")
"""The day before the first order."""
PEOPLE = (100_000, 400_000, 300_000, 500_000, 200_000)


@pytest.fixture(autouse=True)
def frozen(tmp_path, monkeypatch):
    """Work on the frozen orders, with a made-up balance that has ranges."""
    monkeypatch.chdir(tmp_path)
    with frozen_data():
        give(monkeypatch, made_up(PEOPLE, start="2023-10-06", days=1_100))
        yield tmp_path


def give(monkeypatch, balance):
    for module in (people_under_orders, order_records):
        monkeypatch.setattr(module, "load_reconstruction", lambda *_: balance)
    monkeypatch.setattr(command, "require_reconstruction", lambda *_: balance)


@pytest.fixture
def told(capsys):
    """Run the command and return what it printed and what it remarked."""

    def run(*words):
        assert cli.main(["orders", *words]) == 0
        printed = capsys.readouterr()
        return printed.out, printed.err

    return run


@pytest.fixture
def refused(capsys):
    """Run a command that must be refused and return its one sentence."""

    def run(*words):
        assert cli.main(["orders", *words]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert re.fullmatch(r"[^\n]+\n", printed.err), printed.err
        return printed.err

    return run


def rows_of(text):
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert header == [column.name for column in ORDERS]
    if text.startswith("\ufeff"):
        # A file has a row of tags, what is printed has none.
        assert rows.pop(0) == [column.tag for column in ORDERS]
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def features_of(text):
    return {feature["id"]: feature for feature in json.loads(text)["features"]}


def number(text):
    return float(text) if text else None


def test_a_row_an_order_with_its_land_and_its_people(told):
    out, remark = told(*DAY)
    rows = rows_of(out)
    assert remark == ""
    # In force since 26 May, and told by two reports: once.
    assert "GO0139" in rows
    assert "GQ0001" not in rows
    order = rows["GO0168"]
    assert (order["kind"], order["issued_on"], order["outline"]) == (
        "order",
        "2025-07-20",
        "blocks",
    )
    assert (order["people_said_low"], order["people_said_high"]) == ("50000", "80000")
    assert order["data_version"] == VERSION
    for row in rows.values():
        low, high = number(row["people_low"]), number(row["people_high"])
        assert low is not None
        for part in ("land", "census", "said"):
            ends = [number(row[f"people_{part}_{end}"]) for end in ("low", "high")]
            assert ends == [None, None] or low <= ends[0] <= ends[1] <= high
        assert number(row["area_low"]) <= number(row["area_high"])
        assert high <= sum(PEOPLE) * 1.2


def test_an_order_ends_with_the_ceasefire_and_starts_on_its_day(told):
    rows = rows_of(told(*DAY)[0])
    assert {row["end"] for row in rows.values()} == {"2025-10-10"}
    assert rows["GO0139"]["start"] == "2025-05-26"
    assert {row["day"] for row in rows.values()} == {"2025-07-20"}


def test_of_a_period_each_order_is_told_once_for_its_first_day_in_it(told):
    rows = rows_of(told(*PERIOD)[0])
    assert rows["GO0106"]["day"] == "2025-05-19"  # from before
    assert rows["GO0139"]["day"] == "2025-05-26"
    assert rows["GO0152"]["day"] == "2025-06-17"
    assert "GO0168" not in rows
    days = [rows_of(told("--date", day)[0]) for day in ("2025-05-19", "2025-05-26", "2025-06-17")]
    for order, row in rows.items():
        (same,) = (one[order] for one in days if order in one and one[order]["day"] == row["day"])
        assert same == row


def test_issued_are_the_orders_that_took_effect_in_the_period_and_no_zones(told):
    rows = rows_of(told(*PERIOD, "--issued")[0])
    days = tuple(date.fromisoformat(day) for day in PERIOD[1::2])
    counted = times_ordered(order_book(tables_in_use()), *days)
    assert set(rows) == {one.id for one in counted.issued}
    assert {row["kind"] for row in rows.values()} <= {"order", "expansion"}
    assert all(row["day"] == row["start"] for row in rows.values())
    assert all(days[0].isoformat() <= row["start"] <= days[1].isoformat() for row in rows.values())
    assert "GO0106" not in rows  # from before
    assert rows["GO0139"]["start"] == "2025-05-26"
    _, remark = told(*NOTHING, "--issued")
    assert remark == "No evacuation order is on record as having taken effect on 2023-10-07.\n"


def test_an_issued_order_has_all_its_land_and_what_it_is_says_so(records_of):
    order = {"blocks": "2364; 2365", "issued_on": "2025-06-02"}
    back = {"kind": "rescission", "blocks": "2365", "issued_on": "2025-06-03", "area_km2": ""}
    (issued,) = records_of(order, back, issued=True).records
    (left,) = records_of(order, back, first="2025-06-05").records
    assert (issued.day, issued.start) == (date(2025, 6, 2), date(2025, 6, 2))
    assert issued.area_low > left.area_low > 0
    assert records_of(order, back, first="2025-06-05", issued=True).records == ()
    about = dict(records_of(order, issued=True).about)
    assert "took effect" in about["title"]
    assert "each order once" in about["method"]


def test_features_are_the_land_of_the_blocks_that_an_order_names(told):
    features = features_of(told(*DAY, "--format", "geojson")[0])
    rows = rows_of(told(*DAY)[0])
    assert features.keys() == rows.keys()
    cells = load_block_map().frame.set_index("block")
    for identity, feature in features.items():
        row = rows[identity]
        assert feature["properties"]["area_low"] == number(row["area_low"])
        assert feature["properties"]["shape"] == (row["shape"] or None)
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        flat = gpd.GeoSeries([shape], crs="EPSG:4326").to_crs(METRES)
        end = "area_low" if row["shape"] == "sure" else "area_high"
        assert flat.area.sum() / 1e6 == pytest.approx(number(row[end]), rel=0.2)
        for block in row["blocks"].split("; "):
            if block in cells.index:
                assert shape.contains(cells.geometry[block].representative_point())


@pytest.fixture
def records_of(some_orders):
    """Make the records of made-up orders in June 2025."""

    def made(*rows, first="2025-06-01", last="2025-06-30", user=NO_USER, issued=False):
        tables = replace(tables_in_use(), orders=some_orders(*rows), user=user, _memory={})
        days = (date.fromisoformat(first), date.fromisoformat(last))
        return order_records.order_records(tables, "all", days, Translator("en"), issued=issued)

    return made


def test_an_order_of_unknown_land_has_no_geometry_no_area_and_no_people(records_of, tmp_path):
    found = records_of({"areas": "a school", "area_km2": ""})
    (feature,) = features_of(orders_geojson(found)).values()
    assert feature["geometry"] is None
    unknown = feature["properties"]
    assert unknown["outline"] == "none"
    for name in ("area_km2", "area_low", "area_high", "people_low", "people_high", "shape", "view"):
        assert unknown[name] is None, name
    frame = gpd.read_parquet(io.BytesIO(orders_parquet(found)))
    assert frame.geometry[0] is None
    assert pd.isna(frame["people_low"][0])
    file = tmp_path / "x.gpkg"
    file.write_bytes(orders_gpkg(found))
    assert gpd.read_file(file, layer="orders").geometry[0] is None


def test_land_that_is_only_possible_is_drawn_and_said_to_be(records_of):
    part, whole = records_of({"blocks": "2364.1; 9999"}, {"blocks": "2364; 2366"}).records
    assert (part.shape, part.area_low, part.people_low) == ("possible", 0, 0)
    assert part.unknown == "9999"
    assert part.area_high > 0
    assert whole.shape == "sure"
    assert whole.geometry.area > part.geometry.area > 0


def test_of_two_reports_of_an_order_a_period_has_the_one_that_tells_its_land_best(records_of):
    known = {"areas": "somewhere in Rafah", "issued_on": "2025-06-02"}
    blocks = {"blocks": "2364", "issued_on": "2025-06-05", "same_order_as": "T1"}
    (found,) = records_of(known, known | blocks).records
    assert (found.id, found.day, found.outline) == ("T2", date(2025, 6, 5), "blocks")


def test_an_order_is_told_with_what_of_it_is_in_force_and_ends_when_all_is_given_back(records_of):
    rows = (
        {"blocks": "2364; 2366"},
        {"blocks": "2364", "kind": "rescission", "issued_on": "2025-06-10"},
        {"blocks": "2366", "kind": "rescission", "issued_on": "2025-06-20"},
    )
    (before,), (after,) = (
        records_of(*rows, first=day, last=day).records for day in ("2025-06-09", "2025-06-10")
    )
    assert before.end == after.end == date(2025, 6, 20)
    assert before.area_low > after.area_low > 0
    assert before.geometry.area > after.geometry.area > 0
    assert records_of(*rows, first="2025-06-20", last="2025-06-20").records == ()


def test_a_readers_own_outline_is_drawn_as_it_is(records_of):
    shape = load_block_map().frame.geometry[7].buffer(0.001)
    outlines = (Outline("orders", "mine", shape, id="T1"),)
    (found,) = records_of({"areas": "mine"}, user=UserData(outlines=outlines)).records
    assert (found.outline, found.shape, found.geometry) == ("given", "sure", shape)


def test_a_line_that_moved_is_drawn_where_it_was_known_last_and_says_so(records_of):
    line = {"kind": "zone", "term": "yellow line", "areas": "land behind it", "area_km2": ""}
    days = {"first": "2025-09-30", "last": "2025-09-30"}
    (moved,) = records_of(line | {"issued_on": "2025-09-29"}, **days).records
    assert (moved.zone, moved.start) == ("yellow_line", date(2025, 9, 29))
    assert (moved.course_as_of, moved.outline) == (date(2025, 10, 19), "blocks")
    assert moved.geometry is not None
    assert (moved.people_low, moved.end) == (None, None)


def test_zones_and_maps_are_told_apart_from_orders(records_of):
    zone = {"kind": "zone", "blocks": "2364", "people_affected_low": "500"}
    found = records_of(
        {"blocks": "2366"},
        zone | {"term": "humanitarian zone"},
        zone | {"term": "map of ordered area (repeat)"},
        zone | {"term": "humanitarian zone (adjusted)", "issued_on": "2025-06-12", "blocks": "39"},
        zone | {"term": "road closure"},
    ).records
    assert [(one.id, one.kind, one.zone) for one in found] == [
        ("T1", "order", ""),
        ("T3", "map", ""),
        ("T2", "zone", "humanitarian"),
        ("T4", "zone", "humanitarian"),
    ]
    _, _, former, present = found
    assert (former.end, present.end) == (date(2025, 6, 12), None)
    assert former.geometry is not None
    # People of a governorate are not spread over a zone that draws them, or keeps them out.
    assert {one.people_high for one in (former, present)} == {None}


def test_every_format_holds_the_same_and_a_second_run_the_same_bytes(told, tmp_path):
    for form, format_ in ORDERS_FORMATS.items():
        for name in ("one", "two"):
            assert told(*DAY, "-o", f"{name}.{format_.endings[0]}") == ("", "")
        one, two = (tmp_path / f"{name}.{format_.endings[0]}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), form
    rows = rows_of((tmp_path / "one.csv").read_text(encoding="utf-8"))
    numbers = [c.name for c in ORDERS if c.type == "number"]
    texts = [c.name for c in ORDERS if c.type == "string"]
    held = {
        "json": {r["id"]: r for r in json.loads((tmp_path / "one.json").read_bytes())["orders"]},
        "geojson": {
            i: f["properties"]
            for i, f in features_of((tmp_path / "one.geojson").read_bytes()).items()
        },
        "gpkg": gpd.read_file(tmp_path / "one.gpkg", layer="orders").set_index("id").T.to_dict(),
        "parquet": gpd.read_parquet(tmp_path / "one.parquet").set_index("id").T.to_dict(),
    }
    for form, found in held.items():
        assert list(found) == list(rows), form
        for identity, row in rows.items():
            for name in numbers:
                cell = found[identity][name]
                assert (None if pd.isna(cell) else cell) == number(row[name]), (form, name)
            for name in set(texts) - {"id"}:
                cell = found[identity][name]
                assert ("" if pd.isna(cell) else cell) == row[name].removeprefix("'"), (form, name)


def test_what_is_printed_is_what_a_file_would_hold(told, tmp_path):
    for form, format_ in ORDERS_FORMATS.items():
        if format_.printed is None:
            continue
        told(*DAY, "-o", f"x.{form}")
        kept = (tmp_path / f"x.{form}").read_text(encoding="utf-8")
        assert told(*DAY, "--format", form, "-o", "-")[0] == kept
        printed = told(*DAY, "--format", form)[0]
        if form == "csv":
            assert not printed.startswith("\ufeff")
            assert rows_of(printed) == rows_of(kept)
        else:
            assert printed == kept


def test_a_file_says_how_it_came_about_and_under_which_terms(told):
    about = json.loads(told(*DAY, "--format", "json")[0])["about"]
    assert about["where_and_when"] == "Gaza Strip, 20 July 2025"
    assert "approximate" in about["outlines"]
    assert about["data_version"] == VERSION
    assert {"people", "method", "licence_of_orders", "licence_of_outlines"} <= about.keys()


@pytest.mark.parametrize("form", ORDERS_FORMATS)
def test_a_day_before_the_first_order_is_an_empty_file_and_a_sentence(told, tmp_path, form):
    file = tmp_path / f"x.{form}"
    out, remark = told(*NOTHING, "-o", file.name)
    assert out == ""
    assert remark == "No evacuation order is on record as in force on 2023-10-07.\n"
    content = file.read_bytes()
    if form == "gpkg":
        assert gpd.read_file(file, layer="orders").empty
    elif form == "parquet":
        assert gpd.read_parquet(io.BytesIO(content)).empty
    elif form == "csv":
        assert rows_of(content.decode("utf-8")) == {}
    else:
        found = json.loads(content)
        assert found["orders" if form == "json" else "features"] == []


def test_a_view_without_ranges_leaves_people_empty_and_says_so(told, monkeypatch):
    give(monkeypatch, made_up(PEOPLE, start="2023-10-06", days=1_100, members=None))
    out, remark = told(*DAY, "--view", "OCHA,SMC")
    assert remark == (
        "People are left out but where an order says them: the view 'OCHA,SMC' has no ranges.\n"
    )
    rows = rows_of(out)
    assert rows["GO0139"]["people_high"] == ""
    assert rows["GO0168"]["people_high"] == "80000"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--date"),
        (("--from", "2025-05-01"), "--from needs --to"),
        (("--to", "2025-05-01"), "--to needs --from"),
        ((*DAY, *PERIOD), "contradict each other"),
        (("--from", "2025-06-20", "--to", "2025-05-19"), "lies after"),
        (("--date", "2022-01-01"), "lies outside the data"),
        (("--date", "2031-01-01"), "lies outside the data"),
        (("--from", "2025-05-01", "--to", "2031-01-01"), "lies outside the data"),
        (("--date", "20 July"), "not a date written YYYY-MM-DD"),
        ((*DAY, "--format", "shp"), "choose from 'csv'"),
        ((*DAY, "-o", "x.shp"), "no format of orders ends in .shp; choose one with --format"),
        ((*DAY, "--format", "csv", "-o", "x.geojson"), "contradicts the ending"),
        ((*DAY, "--format", "gpkg"), "name a file with -o"),
        ((*DAY, "--format", "parquet"), "name a file with -o"),
        ((*DAY, "-o", "nowhere/x.csv"), "nowhere"),
        ((*DAY, "-o", "."), "is a folder"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(refused, tmp_path, words, said):
    assert said in refused(*words)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_publisher_is_refused_with_advice(refused, monkeypatch):
    monkeypatch.undo()
    with frozen_data():
        assert "no publisher is called 'martians'" in refused(*DAY, "--view", "martians")


def test_what_is_there_and_is_no_file_is_refused(refused, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "round.csv").symlink_to("round.csv")
    assert "it is a pipe" in refused(*DAY, "-o", "pipe.csv")
    assert "round.csv" in refused(*DAY, "-o", "round.csv")
