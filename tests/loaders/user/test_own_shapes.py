"""A reader's polygons: in the Strip, valid, dated where they are orders, or refused by feature."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import DataError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import (
    Decisions,
    UserDataError,
    check,
    combine,
    is_user_row,
    limits,
    template,
)
from tests.loaders.user_files import (
    SQUARE,
    collection,
    frame,
    geojson,
    notes,
    sentence_of,
    with_sql,
    written,
    zipped,
)

BERLIN = shapely.box(13.3, 52.4, 13.5, 52.6)
BOW = shapely.Polygon([(34.30, 31.34), (34.33, 31.37), (34.33, 31.34), (34.30, 31.37)])
SHAPEFILE = written(frame(), "ESRI Shapefile")
PACKAGE = written(frame(), "GPKG")


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32636", "EPSG:2039", "EPSG:28191"])
@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile"])
def test_any_named_system_comes_out_in_degrees(driver, crs):
    content = written(frame().to_crs(crs), driver)
    (row,) = check(content, "a.zip").frame.itertuples()
    assert row.geometry.symmetric_difference(SQUARE).area < 1e-6
    assert (row.pcodes, row.name) == ("PS0270", "Zone 1")


def test_geojson_of_old_may_name_its_system():
    projected = json.loads(frame().to_crs("EPSG:32636").to_json())
    projected["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}
    (row,) = check(json.dumps(projected).encode(), "a.geojson").frame.itertuples()
    assert row.geometry.symmetric_difference(SQUARE).area < 1e-6


@pytest.mark.parametrize("kind", ["areas", "orders"])
def test_a_template_comes_back_as_a_table(kind):
    checked = check(template(kind, "geojson"), "a.geojson")
    assert (checked.kind, checked.areas) == (kind, ("PS0270",))


def test_a_crossed_outline_is_mended():
    (row,) = check(geojson(BOW), "a.geojson").frame.itertuples()
    assert row.geometry.is_valid
    assert row.geometry.area > 0


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (geojson(BERLIN), "feature 1.*13.40 E, 52.50 N"),
        (geojson(shapely.box(31.34, 34.30, 31.37, 34.33)), "swapped"),
        (written(frame(crs=None), "ESRI Shapefile"), "coordinate system"),
        (geojson(shapely.Point(34.3, 31.35)), "no area: 1 of the kind Point"),
        (collection(None), "no area: 1 without a shape"),
        (collection({"type": "Polygon", "coordinates": "x"}), "feature 1.*geometry"),
        (collection({"type": "Polygon", "coordinates": [[[34.3, None]]]}), "feature 1"),
        (b'{"type": "Topology"}', "TopoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "no feature"),
        (b"{}", "GeoJSON"),
        (b"[" * 100_000, "GeoJSON"),
        (collection(None, crs={"properties": {"name": "file:///etc/passwd"}}), "not known"),
        (geojson(SQUARE, name=["x"], pcode=["PS0255"]), "lies in PS0270"),
        (PACKAGE[:2000], "cannot be read"),
        (b"SQLite format 3\x00" + b"0" * 500, "no GeoPackage"),
        (with_sql(PACKAGE, "CREATE VIEW v AS SELECT 1"), "views"),
        (with_sql(PACKAGE, "CREATE VIRTUAL TABLE t USING fts5(x)"), "virtual"),
        (SHAPEFILE[:-100], "damaged|cannot"),
        (zipped(a_DOT_shp=b"x"), "lacks the part"),
        (zipped(a_DOT_shp=b"x", a_DOT_shx=b"x", a_DOT_dbf=b"x"), "no shapefile"),
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'></OGRVRTLayer></OGRVRTDataSource>", "no KML"),
    ],
)
def test_maps_that_cannot_be_used_are_refused_with_a_reason(content, word):
    with pytest.raises(DataError, match=word):
        check(content, "a.geojson", "areas")


@pytest.mark.slow
@pytest.mark.thorough
def test_too_many_features_or_vertices_are_refused():
    with pytest.raises(DataError, match="features"):
        check(geojson(*[SQUARE] * (limits.FEATURES + 1)), "a.geojson")
    jagged = [(34.30 + n * 1e-7, 31.34 + n % 2 / 1000) for n in range(limits.VERTICES)]
    round_ = shapely.Polygon([*jagged, (34.33, 31.37), (34.30, 31.37)])
    with pytest.raises(DataError, match="vertices"):
        check(written(frame(round_), "GPKG"), "a.gpkg")


def test_where_all_lie_elsewhere_each_is_listed():
    with pytest.raises(UserDataError) as refusal:
        check(geojson(BERLIN, BERLIN), "a.geojson")
    assert [(p.row, p.others) for p in refusal.value.problems] == [(1, 1)]
    assert "feature 1" in refusal.value.sentences[0]


def test_a_near_name_waits_for_the_readers_word_where_the_shape_lies_elsewhere():
    assert check(geojson(SQUARE, name=["Khan Yuniss"]), "a.geojson").frame["pcodes"][0] == "PS0270"
    content = geojson(SQUARE, name=["Rafahh"])
    with pytest.raises(UserDataError) as refusal:
        check(content, "a.geojson")
    (question,) = refusal.value.questions
    assert (question.given, question.proposed) == ("Rafahh", "PS0275")
    told = Decisions(areas={"Rafahh": "PS0270"})
    assert check(content, "a.geojson", decisions=told).frame["pcodes"].tolist() == ["PS0270"]


def test_a_field_that_tells_the_day_of_issue_makes_them_orders():
    fields = {"name": ["Block 1"], "issued": ["2025-08-20"], "until": ["2025-08-10"]}
    with pytest.raises(UserDataError, match=r"ends before it starts|until"):
        check(geojson(SQUARE, **fields | {"effective_from": ["2025-08-20"]}), "a.geojson")
    checked = check(geojson(SQUARE, **fields | {"until": [None]}), "a.geojson")
    assert checked.kind == "orders"
    assert "without_end" in notes(checked)


def test_orders_without_a_day_are_refused():
    with pytest.raises(UserDataError, match="day of issue"):
        check(geojson(SQUARE), "a.geojson", "orders")
    with pytest.raises(UserDataError, match="day first or month first"):
        check(geojson(SQUARE, issued=["03/04/2025"]), "a.geojson", "orders")


def test_a_readers_order_counts_on_the_layer_of_orders():
    from datetime import date

    from nuzuh.scene.timeline import values_of

    whole = shapely.box(34.24, 31.25, 34.40, 31.42)
    fields = {"name": ["Zone"], "issued": ["2026-03-01"]}
    checked = check(geojson(whole, **fields), "a.geojson", "orders")
    user_tables = combine(checked)
    day = date(2026, 3, 5)
    before = values_of(tables_in_use(), "orders", day, later=True)
    assert values_of(user_tables, "orders", day, later=True) is not before
    assert values_of(tables_in_use(), "orders", day, later=True) is before
    assert user_tables.orders["id"].map(is_user_row).sum() == 1


@given(st.binary(max_size=300))
def test_arbitrary_bytes_after_a_known_beginning_are_refused(content):
    for beginning in (b"PK\x03\x04", b"SQLite format 3\x00", b"{"):
        with pytest.raises(DataError):
            check(beginning + content, "a.gpkg", "areas")


@pytest.mark.slow
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=6))
def test_a_damaged_map_is_read_or_refused(place, damage):
    for content in (SHAPEFILE, PACKAGE):
        at = place % len(content)
        damaged = content[:at] + damage + content[at + len(damage) :]
        assert sentence_of(damaged, "a.zip", "areas")
