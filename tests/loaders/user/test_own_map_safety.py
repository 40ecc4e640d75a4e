"""Maps that are made to take a server down are refused before anything is done with them."""

from __future__ import annotations

import json
import sqlite3
import struct
from contextlib import closing

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import DataError
from nuzuh.loaders.user import check, limits
from nuzuh.loaders.user.maps import geopackage as reader
from nuzuh.loaders.user.maps.mending import CROSSINGS, TooTangledError, mended
from nuzuh.loaders.user.maps.wkb import from_wkb
from tests.loaders.map_files import database, features, geopackage, kml, kml_polygon, packed
from tests.loaders.user_files import (
    SQUARE,
    frame,
    left,
    notes,
    repacked,
    rows_of,
    sentence_of,
    with_sql,
    written,
)

INDEXED = geopackage(zones=frame())
_TRIGGERS = rows_of(INDEXED, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
PACKAGE = with_sql(INDEXED, *(f'DROP TRIGGER "{name}"' for (name,) in _TRIGGERS))
"""Without triggers, which ask for functions that only GDAL has, it can be changed here."""

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"


def scribble(points: int) -> shapely.Polygon:
    """One outline that crosses itself about n²/4 times."""
    rng = np.random.default_rng(1)
    x, y = rng.uniform(34.30, 34.33, points), rng.uniform(31.34, 31.37, points)
    return shapely.Polygon(np.column_stack([x, y]))


@pytest.mark.parametrize(
    ("statements", "word"),
    [
        (["CREATE VIEW v AS SELECT 1"], "views"),
        (["CREATE VIRTUAL TABLE t USING fts5(x)"], "virtual"),
        (["DROP TABLE gpkg_contents", f"CREATE VIEW gpkg_contents AS {ENDLESS}"], "views"),
        (
            ["DROP TABLE zones", f"CREATE VIEW zones AS {ENDLESS} /* using rtree(id) */"],
            "views",
        ),
        (["CREATE VIRTUAL TABLE t USING fts5(x) /* using rtree(id, a, b) */"], "virtual"),
        (["CREATE VIRTUAL TABLE t USING fts5(rtree)"], "virtual"),
        (["ALTER TABLE zones ADD COLUMN big AS (zeroblob(900000000))"], "computed"),
        (["ALTER TABLE gpkg_contents ADD COLUMN big AS (zeroblob(900000000))"], "computed"),
        (["DROP TABLE gpkg_contents"], "no GeoPackage"),
        (["ALTER TABLE zones RENAME COLUMN geom TO other"], "names|Geo"),
        (["DELETE FROM gpkg_contents"], "no layer of shapes"),
        (["UPDATE gpkg_spatial_ref_sys SET organization = 'NONE'"], "coordinate system"),
        (["UPDATE zones SET geom = x'00'"], "feature 1.*cannot be read"),
    ],
)
def test_a_database_that_computes_or_lacks_its_tables_is_refused(statements, word):
    with pytest.raises(DataError, match=word):
        check(with_sql(PACKAGE, *statements), "a.gpkg")


def test_what_a_schema_is_said_to_be_does_not_matter():
    """A list of tables can be forged: what is made is told by the statement."""
    forged = with_sql(
        PACKAGE,
        f"CREATE VIEW v AS {ENDLESS}",
        "PRAGMA writable_schema = 1",
        "UPDATE sqlite_master SET type = 'table', tbl_name = 'v' WHERE name = 'v'",
    )
    with pytest.raises(DataError):
        check(forged, "a.gpkg")


def test_the_database_may_do_nothing_but_read_and_not_for_long(monkeypatch):
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE t (x)")
        made.execute("CREATE VIEW v AS SELECT x FROM t")
        with reader._bounded(made):
            made.execute("SELECT count(*) FROM t").fetchone()
            for statement in (
                "INSERT INTO t VALUES (1)",
                "ATTACH 'x.sqlite' AS other",
                "PRAGMA database_list",
                "SELECT zeroblob(10)",
                "SELECT x FROM v",
                ENDLESS,
            ):
                with pytest.raises(sqlite3.DatabaseError):
                    made.execute(statement).fetchall()
    monkeypatch.setattr(reader, "_SECONDS", 0.0)
    monkeypatch.setattr(reader, "_STEPS", 1)
    with pytest.raises(DataError, match="takes too long"):
        check(PACKAGE, "a.gpkg")


def test_a_database_of_another_kind_is_no_geopackage():
    with pytest.raises(DataError, match="no GeoPackage"):
        check(database("CREATE TABLE t (x)", identity=b"MPBX"), "a.gpkg")
    with pytest.raises(DataError, match="no GeoPackage"):
        check(database("CREATE TABLE t (x)"), "a.gpkg")


def test_fields_of_a_geopackage_are_read_as_they_are():
    content = geopackage(zones=frame(SQUARE, name=["x" * 9000], n=[3], share=[0.5], none=[None]))
    (row,) = check(content, "a").frame.itertuples()
    assert len(row.name) == limits.CELL_LENGTH
    told = check(with_sql(PACKAGE, "UPDATE zones SET name = x'ff'"), "a").frame["name"]
    assert [*told] == [""]


@pytest.mark.parametrize("kind", [4, 6, 7])
@pytest.mark.parametrize("big_endian", [False, True])
def test_shapes_within_shapes_without_end_are_refused(kind, big_endian):
    """The library follows any depth, and takes the process with it."""
    order = ">" if big_endian else "<"
    head = struct.pack(f"{order}BII", not big_endian, kind, 1)
    deep = head * 200_000 + struct.pack(f"{order}BIdd", not big_endian, 1, 0, 0)
    with pytest.raises(ValueError, match="deeply"):
        from_wkb(deep)
    blob = (b"GP\x00\x01" + struct.pack("<i", 4326) + deep).hex()
    content = with_sql(PACKAGE, f"UPDATE zones SET geom = x'{blob}'")  # noqa: S608
    with pytest.raises(DataError, match="feature 1"):
        check(content, "a.gpkg")


@given(st.binary(max_size=120))
def test_any_bytes_are_a_shape_or_refused(content):
    for head in (b"", b"\x01\x03\x00\x00\x00", b"\x01\x06\x00\x00\x00\x01\x00\x00\x00"):
        try:
            shape = from_wkb(head + content)
        except ValueError:
            continue
        assert shape.geom_type


@pytest.mark.parametrize(
    "shape",
    [
        SQUARE,
        shapely.MultiPolygon([SQUARE, shapely.box(34.4, 31.4, 34.41, 31.41)]),
        shapely.force_3d(SQUARE),
        shapely.GeometryCollection([shapely.Point(1, 2), SQUARE]),
        shapely.LineString([(1, 2), (3, 4)]),
    ],
)
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_shapes_in_binary_come_out_as_they_went_in(shape, flavor):
    for byte_order in (0, 1):
        content = shapely.to_wkb(shape, flavor=flavor, byte_order=byte_order)
        assert from_wkb(content).equals(shape)


@pytest.mark.parametrize("points", [500, 1000, 20_000])
def test_a_scribble_is_refused_before_it_is_mended(points, monkeypatch):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("mending a scribble does not end")

    monkeypatch.setattr(shapely, "make_valid", never)
    with pytest.raises(TooTangledError):
        mended(scribble(points))
    if points < 1000:
        with pytest.raises(DataError, match=r"feature 1.*too often"):
            check(features(scribble(points)), "a.geojson")


def test_many_scribbles_share_one_bound():
    many = [scribble(110)] * 40  # each alone would be mended
    assert mended(many[0])[1] < CROSSINGS
    with pytest.raises(DataError, match="too often"):
        check(features(*many), "a.geojson")


def test_a_long_outline_with_a_slip_is_mended_whatever_its_length():
    angles = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    points = np.column_stack([34.31 + 0.01 * np.cos(angles), 31.35 + 0.01 * np.sin(angles)])
    points[[5, 6]] = points[[6, 5]]
    slipped = shapely.Polygon(points)
    assert not slipped.is_valid
    checked = check(features(slipped), "a.geojson")
    assert dict(notes(checked)["mended"].values) == {"n": 1}
    assert checked.frame.geometry[0].area == pytest.approx(slipped.area, rel=1e-3)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=4, max_size=14))
def test_what_is_mended_is_valid_and_no_larger_than_its_hull(points):
    shape = shapely.Polygon(points)
    if shape.is_valid:
        return
    whole, _ = mended(shape)
    if whole is not None:
        assert whole.is_valid
        assert whole.area <= shape.convex_hull.area + 1e-9


ENTITY = '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE kml SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (kml(f"<name>&b;</name>{kml_polygon()}", before=ENTITY), "document type"),
        (kml(kml_polygon(), before=OUTSIDE), "document type"),
        (kml(kml_polygon(), before=ENTITY).decode().encode("utf-16"), "document type|damaged"),
        (kml("<a>" * 5000 + "</a>" * 5000), "too deep"),
        (kml("<Folder>" * 70 + "</Folder>" * 70), "too deep"),
        (kml("<a/>" * 1_000_001), "too many elements"),
        (kml(*["<name/>"] * (limits.FEATURES + 1)), "features where at most"),
        (
            kml(
                "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
                + "34.3,31.3 " * (2 * limits.VERTICES + 2)
                + "</coordinates></LinearRing></outerBoundaryIs></Polygon>"
            ),
            "vertices",
        ),
        (kml("<Point><coordinates>a,b</coordinates></Point>"), "feature 1.*cannot be read"),
        (packed(doc_DOT_kml=b" " * (limits.UNPACKED_BYTES + 1)), "unpacks to more"),
        (packed(doc_DOT_kml=b"<kml>"), "damaged XML"),
    ],
)
def test_a_kml_made_to_grow_is_refused(content, word):
    with pytest.raises(DataError, match=word):
        check(content, "a.kml")


@pytest.mark.parametrize("member", ["../x.kml", "/etc/x.kml", "C:/x.kml"])
def test_a_kmz_that_points_outside_itself_is_refused(member):
    with pytest.raises(DataError, match="outside the archive"):
        check(packed(**{member: kml(kml_polygon())}), "a.kmz")


def test_json_nested_without_end_is_refused():
    deep = b'{"type":"GeometryCollection","geometries":[' * 50_000
    for content in (deep, b"[" * 100_000, b'{"a":' * 100_000):
        with pytest.raises(DataError):
            check(content, "a.json")


def test_a_system_that_leads_to_files_is_refused():
    prj = b'GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298]],EXTENSION["PROJ4","+nadgrids=/etc/x"]]'
    shapefile = written(frame(), "ESRI Shapefile")
    with pytest.raises(DataError, match="not known"):
        check(repacked(shapefile, inner__zones_DOT_prj=prj), "a.zip")


@pytest.mark.parametrize("value", ["1e999", "-1e999", "NaN", "null", '"x"', "[1]", "{}"])
def test_a_coordinate_that_is_no_number_is_refused(value):
    ring = json.dumps([[34.3, 31.3], [34.31, 31.3], [34.31, 31.31], [34.3, 31.3]])
    ring = ring.replace("34.31", value, 1)
    content = f'{{"type":"Polygon","coordinates":[{ring}]}}'.encode()
    with pytest.raises(DataError, match=r"feature 1|no area"):
        check(content, "a.geojson")


def test_the_same_number_of_fields_is_borne_everywhere():
    wide = {f"f{n}": [1] for n in range(limits.FIELDS + 1)}
    for content in (features(SQUARE, **wide), geopackage(zones=frame(SQUARE, **wide))):
        with pytest.raises(DataError, match="fields"):
            check(content, "a")


@pytest.mark.slow
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=6))
def test_a_damaged_map_of_any_format_is_read_or_refused(place, damage):
    whole = kml(kml_polygon())
    esri = json.dumps(
        {
            "spatialReference": {"wkid": 4326},
            "features": [{"attributes": {}, "geometry": {"rings": [[*SQUARE.exterior.coords]]}}],
        }
    ).encode()
    for content in (PACKAGE, whole, esri, packed(doc_DOT_kml=whole), features(SQUARE)):
        at = place % len(content)
        damaged = content[:at] + damage + content[at + len(damage) :]
        assert sentence_of(damaged, "a", "areas")


@pytest.mark.slow
def test_ten_thousand_features_are_read():
    corners = [(34.30 + n % 100 * 1e-4, 31.34 + n // 100 * 1e-4) for n in range(limits.FEATURES)]
    boxes = [shapely.box(x, y, x + 1e-4, y + 1e-4) for x, y in corners]
    assert len(check(geopackage(zones=frame(*boxes)), "a.gpkg").frame) == limits.FEATURES


def test_an_outline_that_encloses_nothing_is_no_shape():
    line = shapely.Polygon([(34.3, 31.34), (34.31, 31.35), (34.3, 31.34), (34.31, 31.35)])
    assert left(check(features(SQUARE, line), "a"))["no_shape"].numbers == (2,)
    with pytest.raises(DataError, match="enclose no land"):
        check(features(line), "a")


def comb(teeth: int) -> shapely.Polygon:
    """A valid outline whose teeth go to and fro over several governorates."""
    x = np.linspace(34.25, 34.40, teeth)
    y = np.where(np.arange(teeth) % 2, 31.25, 31.42)
    return shapely.Polygon([*zip(x, y, strict=True), (34.40, 31.2), (34.25, 31.2)])


def test_an_outline_that_goes_to_and_fro_over_governorates_is_refused(monkeypatch):
    jagged = frame(comb(20_000))
    assert check(geopackage(zones=frame(comb(400))), "a").areas

    def never(*_: object, **__: object) -> None:
        raise AssertionError("cutting a comb takes minutes")

    monkeypatch.setattr(shapely, "intersection", never)
    with pytest.raises(DataError, match=r"feature 1.*to and fro"):
        check(geopackage(zones=jagged), "a")


def test_orders_drawn_over_each_other_are_refused():
    """A weave of thin strips has a hole for each pair: joining them does not end."""
    x, y = np.linspace(34.30, 34.33, 500), np.linspace(31.34, 31.37, 500)
    strips = [shapely.box(a, 31.34, a + 1e-6, 31.37) for a in x]
    strips += [shapely.box(34.30, b, 34.33, b + 1e-6) for b in y]
    with pytest.raises(DataError, match="over each other"):
        check(features(*strips, issued=["2025-09-09"] * 1000), "a")


def test_a_map_of_text_that_unpacks_to_much_is_refused():
    text = b'{"type":"FeatureCollection","features":[' + b" " * limits.TEXT_BYTES + b"]}"
    with pytest.raises(DataError, match="MB of text"):
        check(packed(a_DOT_geojson=text), "a.zip")


@pytest.mark.parametrize("far", [36.5, 500.0, 1e20])
def test_a_thin_spike_to_far_away_is_no_slip(far):
    spike = shapely.Polygon([(34.30, 31.34), (far, 31.35), (34.30, 31.3401), (34.29, 31.37)])
    checked = check(features(SQUARE, spike), "a")
    assert [*checked.frame["feature"]] == [1]
    assert left(checked).keys() & {"wider", "outside"}
