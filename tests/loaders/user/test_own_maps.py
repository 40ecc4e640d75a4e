"""Maps of every format: known by their bytes, read or named, and what is no area left out."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import shapely

from nuzuh.loaders import DataError
from nuzuh.loaders.user import Decisions, UserDataError, check
from tests.loaders.map_files import (
    BERLIN,
    JENIN,
    NORTH,
    RAFAH,
    features,
    geopackage,
    kml,
    kml_polygon,
    named,
    packed,
    shapefiles,
)
from tests.loaders.user_files import SQUARE, frame, geojson, left, notes, table, workbook, written

POLYGON = shapely.geometry.mapping(SQUARE)
HOLED = SQUARE.difference(shapely.box(34.31, 31.35, 34.32, 31.36))
RING = [list(point) for point in SQUARE.exterior.coords]
HOLE = [list(point) for point in shapely.box(34.31, 31.35, 34.32, 31.36).exterior.coords]


def esri(*rings: list, wkid: object = 4326, **members: object) -> bytes:
    feature = {"attributes": {"name": "Zone"}, "geometry": {"rings": list(rings)}}
    reference = {"spatialReference": {"wkid": wkid}} if wkid else {}
    return json.dumps({"features": [feature], **reference, **members}).encode()


def only_shape(content: bytes, file: str = "mine", **told: object) -> shapely.Geometry:
    (row,) = check(content, file, "areas", Decisions(**told)).frame.itertuples()
    return row.geometry


SAME_LAND = {
    "a collection": features(SQUARE),
    "a feature": json.dumps({"type": "Feature", "properties": {}, "geometry": POLYGON}).encode(),
    "a geometry": json.dumps(POLYGON).encode(),
    "a collection of geometries": json.dumps(
        {"type": "GeometryCollection", "geometries": [POLYGON]}
    ).encode(),
    "a list of features": json.dumps([{"type": "Feature", "geometry": POLYGON}]).encode(),
    "lines": b'{"type":"Feature","geometry":'
    + json.dumps(POLYGON).encode()
    + b'}\n{"type":"Point",'
    b'"coordinates":[34.3,31.3]}\n',
    "lines of records": b"".join(
        b"\x1e" + json.dumps({"type": "Feature", "geometry": shape}).encode() + b"\n"
        for shape in (POLYGON, {"type": "Point", "coordinates": [34.3, 31.3]})
    ),
    "UTF-16": features(SQUARE).decode().encode("utf-16"),
    "Esri JSON": esri(RING),
    "Esri JSON the other way round": esri(RING[::-1]),
    "KML": kml(f"<name>x</name>{kml_polygon()}"),
    "KML of old": kml(kml_polygon(), namespace="http://earth.google.com/kml/2.1"),
    "KMZ": packed(doc_DOT_kml=kml(kml_polygon()), files__x_DOT_png=b"\x89PNG"),
    "GeoPackage": geopackage(zones=frame()),
    "shapefile": written(frame(), "ESRI Shapefile"),
    "a zip of a collection": packed(inner__a_DOT_geojson=features(SQUARE), README_DOT_txt=b"x,y"),
    "a zip of a KMZ": packed(a_DOT_kmz=packed(doc_DOT_kml=kml(kml_polygon()))),
}


@pytest.mark.parametrize("kind", SAME_LAND)
@pytest.mark.parametrize("name", ["mine.csv", "mine.geojson", "x"])
def test_what_the_bytes_are_is_read_whatever_the_name_says(kind, name):
    if "lines" in kind:
        checked = check(SAME_LAND[kind], name, "areas")
        assert left(checked)["no_polygon"].numbers == (2,)
    shape = only_shape(SAME_LAND[kind], name)
    assert shape.symmetric_difference(SQUARE).area < 1e-9


@pytest.mark.parametrize(
    "content",
    [
        features(HOLED),
        esri(RING, HOLE[::-1]),
        esri(HOLE[::-1], RING),
        esri(RING[::-1], HOLE),
        kml(kml_polygon(HOLED)),
        geopackage(zones=frame(HOLED)),
        written(frame(HOLED), "ESRI Shapefile"),
    ],
)
def test_holes_stay_holes(content):
    # Whatever way the box was wound, one of the rings of Esri's is the hole of the other.
    assert only_shape(content).area == pytest.approx(HOLED.area)


def test_two_outlines_of_esri_are_two_parts():
    far = [list(point) for point in RAFAH.exterior.coords]
    clockwise = [
        ring[::-1] if shapely.is_ccw(shapely.linearrings(ring)) else ring for ring in (RING, far)
    ]
    shape = only_shape(esri(*clockwise))
    assert shape.area == pytest.approx(SQUARE.area + RAFAH.area)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ({"wkid": 102100, "latestWkid": 3857}, 3857),
        ({"wkid": 102100}, 3857),
        ({"wkid": 28191}, 28191),
    ],
)
def test_esri_names_its_system_by_number(reference, code):
    ring = [list(p) for p in frame().to_crs(code).geometry[0].exterior.coords]
    content = esri(ring, wkid=None, spatialReference=reference)
    assert only_shape(content).symmetric_difference(SQUARE).area < 1e-6


def test_esri_without_a_system_is_refused():
    with pytest.raises(DataError, match="coordinate system"):
        check(esri(RING, wkid=None), "a.json")


@pytest.mark.parametrize(
    "crs",
    [
        *(
            {"type": "name", "properties": {"name": name}}
            for name in (
                "OGC:CRS84",
                "CRS84",
                "urn:ogc:def:crs:OGC:1.3:CRS84",
                "urn:ogc:def:crs:OGC::CRS84",
                "urn::CRS84",
                "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                "https://www.opengis.net/def/crs/EPSG/0/4326",
                "http://www.opengis.net/gml/srs/epsg.xml#4326",
                "urn:ogc:def:crs:EPSG:6.18:3:4326",
                "urn:ogc:def:crs:EPSG::4326",
                "EPSG:4326",
                "epsg:4326",
                "WGS84",
            )
        ),
        {"type": "EPSG", "properties": {"code": 4326}},
        {"type": "EPSG", "properties": {"code": "4326"}},
    ],
)
def test_every_spelling_of_the_usual_system(crs):
    assert only_shape(features(SQUARE, crs=crs)).symmetric_difference(SQUARE).area < 1e-9


@pytest.mark.parametrize("code", [28191, 2039, 32636, 3857])
def test_other_systems_are_brought_to_degrees(code):
    shape = frame().to_crs(code).geometry[0]
    for crs in (
        {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}},
        {"type": "name", "properties": {"name": f"http://www.opengis.net/def/crs/EPSG/0/{code}"}},
        {"type": "EPSG", "properties": {"code": code}},
    ):
        assert only_shape(features(shape, crs=crs)).symmetric_difference(SQUARE).area < 1e-6


@pytest.mark.parametrize(
    ("crs", "word"),
    [
        (
            {"type": "link", "properties": {"href": "http://x/y", "type": "proj4"}},
            "link, which is not",
        ),
        ({"type": "name", "properties": {"name": "file:///etc/passwd"}}, "not known"),
        ({"type": "name", "properties": {"name": "EPSG:999999"}}, "not known"),
        ({"type": "name"}, "not known"),
        ("EPSG:4326", "not known"),
    ],
)
def test_a_system_that_is_not_known_is_refused(crs, word):
    with pytest.raises(DataError, match=word):
        check(features(SQUARE, crs=crs), "a.geojson")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"fgb\x03fgb\x00" + b"0" * 50, "FlatGeobuf.*save it as"),
        (b"PAR1" + b"0" * 50, "Parquet.*save it as"),
        (b'{"type": "Topology", "objects": {}}', "TopoJSON.*save it as"),
        (b"<?xml version='1.0'?><gml:FeatureCollection xmlns:gml='g'/>", "GML.*save it as"),
        (b"<wfs:FeatureCollection/>", "GML"),
        (b"<?xml version='1.0'?>\n<gpx></gpx>", "GPX.*GeoJSON or KML"),
        (b"<osm version='0.6'></osm>", "OpenStreetMap"),
        (packed(x_DOT_gdb__a00000001_DOT_gdbtable=b"x"), "file geodatabase.*save it as"),
        (packed(x_DOT_tab=b"!table\nversion 300", x_DOT_map=b"\x00", x_DOT_dat=b"\x00"), "MapInfo"),
        (b"!table\n!version 300", "MapInfo"),
        (b'Version 300\nCharset "Neutral"', "MapInfo"),
        (b"%PDF-1.7", "PDF.*CSV or XLSX"),
        (packed(word__document_DOT_xml=b"<x/>"), "DOCX.*CSV or XLSX"),
        (packed(ppt__presentation_DOT_xml=b"<x/>"), "PPTX"),
        (b"<!DOCTYPE html><html><title>Sign in</title>", "web page.*fetch the file"),
        (b"\n<HTML><body>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS.*fetch the file"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"II*\x00", "raster"),
        (b"Rar!\x1a\x07\x00", "RAR.*ZIP"),
        (b"7z\xbc\xaf\x27\x1c", "7z.*ZIP"),
        (b"\x1f\x8b\x08", "gzip.*unpack it"),
        (b"{\\rtf1", "RTF"),
        (b"\x00\x00\x27\x0a" + b"\0" * 90, "part of a shapefile.*zip it together"),
        (b'{"error": {"code": 499, "message": "Token Required"}}', "answer of a server"),
        (b'{"currentVersion": 10, "geometryType": "esriGeometryPolygon"}', "describes a layer"),
        (b"<kml><Document><Placemark></kml>", "damaged XML"),
        (packed(a_DOT_png=b"\x89PNG"), "no map and no table"),
    ],
)
def test_what_is_not_read_is_named_with_the_way_out(content, words):
    for name in ("mine.geojson", "mine.csv"):
        with pytest.raises(DataError, match=words):
            check(content, name)


def test_names_texts_and_times_of_placemarks_become_fields():
    extended = (
        "<name>Block 1</name><description><![CDATA[<b>North</b> of &amp; road]]></description>"
        "<TimeSpan><begin>2025-08-20</begin><end>2025-09-01</end></TimeSpan>"
        '<ExtendedData><Data name="issued"><value>2025-08-19</value></Data>'
        '<SchemaData schemaUrl="#x"><SimpleData name="blocks">36</SimpleData></SchemaData>'
        "</ExtendedData>"
    )
    checked = check(kml(extended + kml_polygon()), "a.kml")
    (row,) = checked.frame.itertuples()
    assert (checked.kind, row.name, row.note) == ("orders", "Block 1", "North of & road")
    days = (row.issued_on, row.effective_to)
    assert [day.date().isoformat() for day in days] == ["2025-08-19", "2025-09-01"]


def test_links_and_points_of_a_kml_are_counted_and_not_followed():
    link = "<NetworkLink><Link><href>http://localhost:1/x.kml</href></Link></NetworkLink>"
    line = "<LineString><coordinates>34.3,31.3 34.31,31.31</coordinates></LineString>"
    content = kml(
        f"<name>Zone</name>{kml_polygon()}",
        "<name>Label</name><Point><coordinates>34.3,31.3</coordinates></Point>",
        f"<MultiGeometry>{line}</MultiGeometry>",
        "<name>Nothing</name>",
    ).replace(b"</Document>", link.encode() + b"</Document>")
    checked = check(content, "a.kml")
    assert dict(notes(checked)["links"].values) == {"n": 1}
    assert left(checked)["no_polygon"].numbers == (2, 3)
    assert left(checked)["no_shape"].names == ("Nothing",)


def test_parts_of_one_placemark_are_one_area():
    shape = only_shape(kml(f"<MultiGeometry>{kml_polygon()}{kml_polygon(RAFAH)}</MultiGeometry>"))
    assert shape.area == pytest.approx(SQUARE.area + RAFAH.area)


@pytest.mark.parametrize("made", [geopackage, shapefiles])
def test_of_several_layers_the_clear_one_is_read_and_else_the_reader_asked(made):
    levels = {
        "pse_adm0": named(shapely.box(34.2, 31.2, 35.6, 32.5)),
        "pse_adm1": named(SQUARE, JENIN),
        "pse_adm2": named(SQUARE, RAFAH, NORTH),
    }
    checked = check(made(**levels), "a.zip")
    assert len(checked.frame) == 3
    assert dict(notes(checked)["layer"].values)["chosen"] == "pse_adm2"
    (other,) = checked.choices
    assert (other.about, other.given, len(other.choices)) == ("layer", "pse_adm2", 3)
    told = Decisions().with_answer("layer", "", "pse_adm1")
    assert len(check(made(**levels), "a.zip", decisions=told).frame) == 1
    apart = made(blocks=named(SQUARE), labels=named(SQUARE.centroid), zones=named(RAFAH, NORTH))
    with pytest.raises(UserDataError) as refusal:
        check(apart, "a.zip")
    (question,) = refusal.value.questions
    assert (question.about, set(question.choices)) == ("layer", {"blocks", "zones"})
    for choice, count in (("blocks", 1), ("zones", 2)):
        told = Decisions().with_answer("layer", "", choice)
        assert len(check(apart, "a.zip", decisions=told).frame) == count
    with pytest.raises(DataError, match=r"has no layer 'x': it holds .*blocks"):
        check(apart, "a.zip", decisions=Decisions(file_layer="x"))


@pytest.mark.parametrize("made", [geopackage, shapefiles])
def test_the_only_polygons_among_layers_are_read(made):
    content = made(places=named(SQUARE.centroid), areas=named(SQUARE))
    assert dict(notes(check(content, "a"))["layer"].values) == {
        "chosen": "areas",
        "others": "places",
    }


def test_a_layer_of_elsewhere_is_not_asked_about():
    content = geopackage(here=named(SQUARE), there=named(BERLIN))
    assert dict(notes(check(content, "a"))["layer"].values)["chosen"] == "here"


def test_a_table_in_a_zip_is_a_table():
    rows = table('2025-10-05,Rafah,5000,idps,OCHA,"x"')
    assert check(packed(data__a_DOT_csv=rows, LICENSE_DOT_txt=b"free"), "a.zip").kind == "estimates"
    header = ["date", "area", "value", "measure", "publisher", "source"]
    book = workbook(header, ["2025-10-05", "Rafah", 5000, "idps", "OCHA", "x"])
    assert check(packed(a_DOT_xlsx=book), "a.zip").kind == "estimates"


def test_of_several_maps_in_a_zip_one_is_chosen():
    content = packed(a_DOT_geojson=features(SQUARE), b_DOT_kml=kml(kml_polygon(RAFAH)))
    with pytest.raises(UserDataError) as refusal:
        check(content, "a.zip")
    assert refusal.value.questions[0].choices == ("a.geojson", "b.kml")
    told = Decisions(file_layer="b.kml")
    assert check(content, "a.zip", decisions=told).areas == ("PS0275",)


def test_an_archive_within_archives_is_refused():
    deep = packed(a_DOT_zip=packed(b_DOT_zip=packed(c_DOT_geojson=features(SQUARE))))
    with pytest.raises(DataError, match="archive within an archive"):
        check(deep, "a.zip")


def test_what_has_no_area_is_left_out_and_counted():
    empty = {"type": "Polygon", "coordinates": []}
    short = {"type": "Polygon", "coordinates": [[[34.3, 31.3], [34.31, 31.3]]]}
    content = features(
        shapely.Point(34.3, 31.3),
        SQUARE,
        None,
        empty,
        short,
        shapely.LineString([(34.3, 31.3), (34.31, 31.31)]),
        RAFAH,
        name=["label", "A", "B", "C", "D", "road", "E"],
    )
    checked = check(content, "a.geojson")
    assert [*checked.frame["feature"]] == [2, 7]
    assert left(checked)["no_polygon"].numbers == (1, 6)
    assert left(checked)["no_polygon"].names == ("label", "road")
    assert left(checked)["no_shape"].numbers == (3, 4, 5)


def test_polygons_of_a_collection_count_without_its_lines():
    mixed = shapely.GeometryCollection([SQUARE, shapely.Point(34.3, 31.3)])
    assert only_shape(features(mixed)).symmetric_difference(SQUARE).area < 1e-9


def test_features_outside_are_left_out_by_name_when_others_lie_inside():
    checked = check(geojson(JENIN, SQUARE, BERLIN, name=["Jenin", "K", "Berlin"]), "a.geojson")
    assert [*checked.frame["name"]] == ["K"]
    assert left(checked)["outside"].names == ("Jenin", "Berlin")


def test_a_polygon_of_israel_within_the_box_is_outside_too():
    sderot = shapely.box(34.58, 31.50, 34.60, 31.52)
    checked = check(geojson(SQUARE, sderot, name=["K", "Sderot"]), "a.geojson")
    assert left(checked)["outside"].names == ("Sderot",)


def test_a_small_slip_over_the_edge_is_borne_and_a_large_part_is_not():
    edge = shapely.box(34.25, 31.10, 34.30, 31.30)  # four fifths of it lie in Egypt
    slip = shapely.box(34.25, 31.175, 34.30, 31.30)  # a tolerance of 0.02 ends at 31.18
    checked = check(geojson(SQUARE, edge, slip, name=["K", "wide", "slip"]), "a.geojson")
    assert left(checked)["wider"].names == ("wide",)
    assert [*checked.frame["name"]] == ["K", "slip"]
    with pytest.raises(UserDataError, match="outside the Gaza Strip"):
        check(geojson(edge), "a.geojson")


def test_when_nothing_is_left_the_refusal_says_what_there_was():
    with pytest.raises(DataError, match="no area: 2 of the kind Point, 1 without a shape"):
        check(features(shapely.Point(34.3, 31.3), shapely.Point(34.3, 31.4), None), "a.geojson")


def test_a_map_server_that_sent_a_part_is_told():
    part = json.loads(features(SQUARE)) | {"exceededTransferLimit": True}
    assert "cut_off" in notes(check(json.dumps(part).encode(), "a.geojson"))


def test_a_map_is_no_table_and_a_table_no_map():
    with pytest.raises(DataError, match="is a map"):
        check(features(SQUARE), "a.geojson", "estimates")
    with pytest.raises(DataError, match="is a table"):
        check(b"date,area,value\n2025-10-05,Rafah,5\n", "a.csv", "areas")


def test_the_order_of_features_changes_nothing():
    shapes, names = [SQUARE, RAFAH, NORTH, JENIN], ["K", "R", "N", "J"]
    there = check(geojson(*shapes, name=names), "a").frame
    back = check(geojson(*shapes[::-1], name=names[::-1]), "a").frame
    told = [dict(zip(one["name"], one["pcodes"], strict=True)) for one in (there, back)]
    assert told[0] == told[1] == {"K": "PS0270", "R": "PS0275", "N": "PS0255"}


def test_a_shapefile_without_its_encoding_is_read_as_utf8_where_it_is_that():
    whole = written(frame(SQUARE, name=["خان يونس"]), "ESRI Shapefile")
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(bare, "w") as new:
        for member in old.namelist():
            if not member.endswith(".cpg"):
                new.writestr(member, old.read(member))
    assert [*check(bare.getvalue(), "a.zip").frame["name"]] == ["خان يونس"]
