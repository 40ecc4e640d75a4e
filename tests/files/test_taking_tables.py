"""Numbers that leave: the same in every format, missing never zero, joint figures once."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime
from functools import cache

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from nuzuh.export.formats import FORMATS, write
from nuzuh.files.columns import SOURCES, VALUES
from nuzuh.files.sources import source_rows
from nuzuh.files.values import value_rows
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene.export import export_scene
from nuzuh.scene.layers import LAYERS, LayerValue
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.timeline import values_by_day
from nuzuh.scene.view import View
from tests import places
from tests.loaders.user_files import table

DATA = [form for form, told in FORMATS.items() if told.family == "data"]
VIEWS = [
    View(),
    View(layer="orders", lang="ar"),
    View(layer="density", mode="reconstructed", lang="he"),
]


@cache
def joint_day():
    """A day on which one figure is for several governorates together."""
    return next(
        day
        for day, values in values_by_day(tables_in_use(), "people", later=True).items()
        if any(len(value.pcodes) > 1 and value.value is not None for value in values)
    )


@cache
def bare_day():
    """A day on which a governorate has no figure."""
    return next(
        day
        for day, values in values_by_day(tables_in_use(), "people", later=True).items()
        if any(value.value is None for value in values)
    )


def csv_rows(request):
    content = write("csv", request, tables_in_use()).decode("utf-8-sig")
    header, tags, *rows = csv.reader(io.StringIO(content))
    assert header == [column.name for column in VALUES]
    assert tags == [column.tag for column in VALUES]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("form", DATA)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.layer}-{view.mode}")
def test_the_same_view_gives_the_same_bytes(form, view):
    assert write(form, ExportRequest(view), tables_in_use()) == write(
        form, ExportRequest(view), tables_in_use()
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "bundle"])
def test_no_file_holds_the_moment_of_its_making(form):
    with zipfile.ZipFile(
        io.BytesIO(write(form, ExportRequest(View()), tables_in_use()))
    ) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    if form == "xlsx":
        book = openpyxl.load_workbook(
            io.BytesIO(write(form, ExportRequest(View()), tables_in_use()))
        )
        assert book.properties.modified == datetime.fromisoformat(tables_in_use().version[:10])


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.layer}-{view.mode}")
@pytest.mark.few(2)
def test_every_format_holds_the_same_numbers(view, tmp_path):
    request = ExportRequest(view)
    numbers = [
        [row[n] for n in ("value", "low", "high", "age_days")]
        for row in value_rows(export_scene(request, tables_in_use()))
    ]

    def told(frame):
        columns = ("value", "low", "high", "age_days")
        return [
            [None if pd.isna(row[name]) else float(row[name]) for name in columns]
            for _, row in frame.iterrows()
        ]

    assert told(pd.DataFrame(csv_rows(request)).replace("", None)) == numbers
    book = openpyxl.load_workbook(io.BytesIO(write("xlsx", request, tables_in_use())))
    header, _, *rows = book["values"].iter_rows(values_only=True)
    assert told(pd.DataFrame(rows, columns=header)) == numbers
    features = json.loads(write("geojson", request, tables_in_use()))["features"]
    assert told(pd.DataFrame([feature["properties"] for feature in features])) == numbers
    path = tmp_path / "view.gpkg"
    path.write_bytes(write("gpkg", request, tables_in_use()))
    assert told(gpd.read_file(path, layer="areas")) == numbers
    assert told(gpd.read_parquet(io.BytesIO(write("parquet", request, tables_in_use())))) == numbers


@pytest.mark.parametrize("layer", LAYERS)
def test_each_day_has_each_governorate_once_and_a_joint_figure_adds_up_once(layer):
    day = joint_day()
    rows = csv_rows(ExportRequest(View(date=day, layer=layer)))
    assert [row["pcode"] for row in rows] == list(pc.GOVERNORATES)
    if layer == "orders":
        return
    joint = [row for row in rows if row["shared_with"]]
    assert joint
    for row in joint:
        others = row["shared_with"].split()
        same = [row, *(other for other in rows if other["pcode"] in others)]
        assert len({one["as_worded"] for one in same}) == 1
        assert len({one["figure_ids"] for one in same}) == 1
        assert [one["adds_up"] for one in same].count("true") == 1


def test_what_was_not_reported_is_empty_in_every_format_and_never_zero(tmp_path):
    request = ExportRequest(View(date=bare_day()))
    rows = [row for row in csv_rows(request) if row["as_worded"] == "not reported"]
    assert rows
    for row in rows:
        for name in ("value", "low", "high", "quantifier", "publisher", "as_of", "age_days"):
            assert row[name] == ""
    missing = {row["pcode"] for row in rows}
    for feature in json.loads(write("geojson", request, tables_in_use()))["features"]:
        told = feature["properties"]
        assert (told["shaded_by"] is None) == (told["pcode"] in missing)
    table = pq.read_table(io.BytesIO(write("parquet", request, tables_in_use()))).to_pylist()
    assert {row["pcode"] for row in table if row["shaded_by"] is None} == missing
    path = tmp_path / "view.gpkg"
    path.write_bytes(write("gpkg", request, tables_in_use()))
    frame = gpd.read_file(path, layer="areas")
    assert set(frame.loc[frame["shaded_by"].isna(), "pcode"]) == missing


def test_a_bound_has_no_value():
    for row in value_rows(
        export_scene(ExportRequest(View(), start=date(2023, 10, 6)), tables_in_use())
    ):
        if row["quantifier"] in ("more than", "at least"):
            assert row["value"] is None
            assert row["low"] is not None


def test_a_reconstruction_of_fewer_than_a_step_is_no_count_of_zero(monkeypatch):
    few = LayerValue((places.RAFAH,), 120.0, 0.0, 2400.0, "approximately", reconstructed=True)
    monkeypatch.setattr("nuzuh.scene.scene.shown_by_day", lambda *_: {View().date: [few]})
    (row,) = value_rows(export_scene(ExportRequest(View(mode="reconstructed")), tables_in_use()))
    assert (row["value"], row["quantifier"], row["shaded_by"]) == (None, "less than", 0.0)
    assert row["as_worded"] == "fewer than 1,000"
    assert (row["low"], row["high"]) == (0.0, 2000.0)


def test_a_period_is_every_day_and_a_comparison_two():
    rows = csv_rows(ExportRequest(View(), start=date(2025, 10, 1)))
    assert [row["date"] for row in rows[::5]] == [f"2025-10-0{n}" for n in range(1, 6)]
    rows = csv_rows(ExportRequest(View(compare=date(2025, 1, 1))))
    assert [row["date"] for row in rows[::5]] == ["2025-01-01", "2025-10-05"]


def test_geojson_keeps_to_its_standard():
    document = json.loads(
        write("geojson", ExportRequest(View(compare=date(2025, 1, 1))), tables_in_use())
    )
    assert "crs" not in document
    assert len({feature["id"] for feature in document["features"]}) == 10
    west, south, east, north = document["bbox"]
    for feature in document["features"]:
        assert feature["properties"]["pcode"] in pc.GOVERNORATES
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        for part in shapely.get_parts(shape):
            assert shapely.is_ccw(part.exterior)
            assert not any(shapely.is_ccw(hole) for hole in part.interiors)
        for x, y in shapely.get_coordinates(shape).tolist():
            assert west <= x <= east
            assert south <= y <= north
            assert (x, y) == (round(x, 6), round(y, 6))


def test_a_geopackage_holds_values_sources_and_what_it_is(tmp_path):
    path = tmp_path / "view.gpkg"
    path.write_bytes(write("gpkg", ExportRequest(View()), tables_in_use()))
    assert [name for name, _ in pyogrio.list_layers(path)] == ["areas", "sources", "about"]
    frame = gpd.read_file(path, layer="areas")
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    about = pyogrio.read_dataframe(path, layer="about").set_index("name")["text"]
    assert tables_in_use().version in about["data_version"]
    assert "Gaza Strip" in about["citation"]


def test_geoparquet_says_what_it_is_and_has_no_column_without_a_type():
    schema = pq.read_schema(
        io.BytesIO(write("parquet", ExportRequest(View(layer="orders")), tables_in_use()))
    )
    assert {"geo", "nuzuh"} == {name.decode() for name in schema.metadata}
    assert not [field.name for field in schema if str(field.type) == "null"]


def test_a_workbook_has_typed_cells_and_reads_from_the_right_where_its_language_does():
    book = openpyxl.load_workbook(
        io.BytesIO(write("xlsx", ExportRequest(View(lang="ar")), tables_in_use()))
    )
    assert book.sheetnames == ["values", "sources", "about"]
    row = dict(zip([c.name for c in VALUES], book["values"][3], strict=True))
    assert row["date"].is_date
    assert isinstance(row["low"].value, int)
    assert row["adds_up"].value is True
    assert book["values"].sheet_view.rightToLeft
    assert all(cell.data_type != "f" for sheet in book for line in sheet for cell in line)


@pytest.fixture
def hostile():
    text = "2025-10-05,Rafah,123456,people_present,=cmd|' /C calc'!A0,+SUM(1)"
    return combine(check(table(text), "mine.csv"))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_a_readers_file_can_run(form, hostile):
    content = write(form, ExportRequest(View()), hostile)
    if form == "csv":
        cells = [
            cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row
        ]
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [c.value for sheet in book for row in sheet for c in row if c.data_type == "s"]
        assert all(c.data_type != "f" for sheet in book for row in sheet for c in row)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert any(cell.startswith("'=cmd") for cell in cells)


def test_a_readers_rows_are_marked_and_named(hostile):
    request = ExportRequest(View())
    rows = value_rows(export_scene(request, hostile))
    marked = [row for row in rows if row["own"]]
    assert [row["pcode"] for row in marked] == [places.RAFAH]
    book = openpyxl.load_workbook(io.BytesIO(write("xlsx", request, hostile)))
    told = dict(book["about"].iter_rows(values_only=True, max_col=2))
    assert "mine.csv" in told["own_rows"]
    assert hostile.user.digest in told["own_rows"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.layer}-{view.mode}")
def test_every_number_names_a_source_that_is_among_the_sources(view):
    export = export_scene(ExportRequest(view), tables_in_use())
    rows = source_rows(export)
    assert rows
    assert all(list(row) == [column.name for column in SOURCES] for row in rows)
    ids = {row["id"] for row in rows}
    named = {one for row in value_rows(export) for one in row["figure_ids"].split()}
    assert named <= ids
    assert view.reconstructed or named == ids


def test_a_reconstruction_that_holds_nothing_is_refused():
    with pytest.raises(RefusedError, match="nothing is reconstructed"):
        write(
            "csv",
            ExportRequest(
                View(
                    mode="reconstructed",
                    perspective="Khan Younis municipality",
                    date=date(2023, 10, 10),
                )
            ),
            tables_in_use(),
        )


def test_a_number_too_old_for_pictures_stays_in_every_table_with_its_status():
    request = ExportRequest(View())
    (row,) = [row for row in csv_rows(request) if row["pcode"] == places.NORTH_GAZA]
    assert row["status"] == "too_old"
    assert row["as_worded"] == "65,000 to 75,000"
    assert (row["value"], row["low"], row["high"]) == ("", "65000", "75000")
    feature = next(
        feature["properties"]
        for feature in json.loads(write("geojson", request, tables_in_use()))["features"]
        if feature["properties"]["pcode"] == places.NORTH_GAZA
    )
    assert (feature["status"], feature["low"]) == ("too_old", 65000)


def test_a_row_says_whose_figure_it_is_and_when_its_page_came_out():
    rows = {row["pcode"]: row for row in csv_rows(ExportRequest(View(date=date(2025, 8, 20))))}
    gaza = rows[places.GAZA]
    assert gaza["publisher"] == "IPC"
    assert (gaza["as_of"], gaza["page_date"], gaza["appeared"]) == (
        "2025-08-15",
        "2025-08-22",
        "later",
    )
    assert gaza["status"] == "current"
    assert {row["according_to"] for row in rows.values()} >= {""}
    rebuilt = csv_rows(ExportRequest(View(mode="reconstructed")))
    assert {(row["status"], row["page_date"], row["appeared"]) for row in rebuilt} == {("", "", "")}
