"""What a reader's file is, by its bytes and never by its name.

What can be read has a name in :data:`READ`; what cannot is refused by its own
name, with what to save it as.
"""

from __future__ import annotations

import codecs
import re

from nuzuh.loaders.errors import DataError

TABLE = "table"
"""CSV and other text in columns, and workbooks."""

JSON = "JSON"
KML = "KML"
GEOPACKAGE = "GeoPackage"
SHAPEFILE = "shapefile"
ZIP = "zip"
READ = (TABLE, JSON, KML, GEOPACKAGE, SHAPEFILE, ZIP)

SAVE_MAP = "save it as GeoJSON, GeoPackage or zipped shapefile"
SAVE_TABLE = "save it as CSV or XLSX"
_AGAIN = "fetch the file itself"
_BEGINNING = 4096
"""Within so many bytes a file says what it is."""

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"fgb\x03fgb", "a FlatGeobuf", SAVE_MAP),
    (b"PAR1", "a Parquet file", f"{SAVE_MAP}, or a table as CSV or XLSX"),
    (b"ARROW1", "an Arrow or Feather file", f"{SAVE_MAP}, or a table as CSV or XLSX"),
    (b"%PDF", "a PDF", "save its table as CSV or XLSX, its map as GeoJSON"),
    (b"{\\rtf", "a text document (RTF)", SAVE_TABLE),
    (b"Rar!\x1a\x07", "a RAR archive", "pack the files as ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "pack the files as ZIP"),
    (b"\x1f\x8b", "a gzip archive", "unpack it, or pack the file as ZIP"),
    (b"BZh", "a bzip2 archive", "unpack it, or pack the file as ZIP"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it, or pack the file as ZIP"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it, or pack the file as ZIP"),
    (b"\x89PNG", "a picture", "only data are read: GeoJSON, KML, CSV, XLSX"),
    (b"\xff\xd8\xff", "a picture", "only data are read: GeoJSON, KML, CSV, XLSX"),
    (b"GIF8", "a picture", "only data are read: GeoJSON, KML, CSV, XLSX"),
    (b"II*\x00", "a picture or raster (TIFF)", "draw its areas as polygons, and save these"),
    (b"MM\x00*", "a picture or raster (TIFF)", "draw its areas as polygons, and save these"),
    (b"\x89HDF", "a raster or array file", "draw its areas as polygons, and save these"),
    (b"CDF\x01", "a raster or array file", "draw its areas as polygons, and save these"),
    (b"PMTiles", "a set of map tiles (PMTiles)", SAVE_MAP),
    (b"\x00\x00\x27\x0a", "a single part of a shapefile", "zip it together with its other parts"),
    (b"\x00\x01\x00\x00Standard ", "an Access database", SAVE_TABLE),
    (b"version https://git-lfs", "a pointer of Git LFS, not the file that it stands for", _AGAIN),
)
_MARKUP: tuple[tuple[str, str, str], ...] = (
    (r"html", "a web page, perhaps of a log-in or an error", _AGAIN),
    (r"(?:\w+:)?(?:FeatureCollection|featureMember|Envelope)", "GML", SAVE_MAP),
    (r"gpx", "a GPX track", "areas are polygons: save them as GeoJSON or KML"),
    (r"osm", "an OpenStreetMap file", SAVE_MAP),
    (r"qgis", "a QGIS project, not its layers", "export the layer as GeoJSON or GeoPackage"),
    (r"svg", "a drawing (SVG)", "only data are read: GeoJSON, KML, CSV, XLSX"),
    (r"Workbook", "an XML spreadsheet", SAVE_TABLE),
    (r"(?:\w+:)?MD_Metadata|metadata", "a description of data, not the data", _AGAIN),
    (r"rss|feed", "a news feed", "save its areas as GeoJSON or KML"),
)
_TEXTS: tuple[tuple[str, str, str], ...] = (
    (r"!table\b", "a part of a MapInfo table", SAVE_MAP),
    (r"Version\s+\d+\s+Charset\b", "a MapInfo file", SAVE_MAP),
    (r"\s*0\r?\n\s*SECTION\r?\n", "a drawing (DXF)", SAVE_MAP),
    (r"EXP\s+0\s", "an ArcInfo export", SAVE_MAP),
)


def refused(file: str, what: str, way_out: str) -> DataError:
    """Return the refusal of a format that is not read.

    >>> str(refused("a.pdf", "a PDF", "save its table as CSV"))
    'a.pdf is a PDF, which is not read: save its table as CSV.'
    """
    return DataError(file, f"is {what}, which is not read: {way_out}")


def format_of(content: bytes, file: str) -> str:
    """Return how a file is read, one of :data:`READ`.

    Args:
        content: its bytes.
        file: its name, for messages only.

    Raises:
        DataError: for what is not read, naming it and the way out.

    >>> format_of(b'{"type": "Feature"}', "a.csv"), format_of(b"date;area", "a.geojson")
    ('JSON', 'table')
    """
    if content.startswith(b"PK"):
        return ZIP
    if content.startswith(b"SQLite format 3\x00"):
        return GEOPACKAGE
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        raise refused(file, "a picture", "only data are read: GeoJSON, KML, CSV, XLSX")
    if content[257:262] == b"ustar":
        raise refused(file, "a tar archive", "pack the files as ZIP")
    for magic, what, way_out in _MAGIC:
        if content.startswith(magic):
            raise refused(file, what, way_out)
    return _format_of_text(beginning(content), file)


def beginning(content: bytes) -> str:
    """Return the first characters of a text in any encoding, without blanks before them."""
    start = content[:_BEGINNING]
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace")
    return text.lstrip("\ufeff\x1e \t\r\n")


def _format_of_text(text: str, file: str) -> str:
    if text[:1] in ("{", "["):
        return JSON
    for pattern, what, way_out in _TEXTS:
        if re.match(pattern, text, re.IGNORECASE):
            raise refused(file, what, way_out)
    if not text.startswith("<"):
        return TABLE
    root = re.search(r"<(?![?!])\s*([\w:]+)", text)
    name = root[1] if root else ""
    if re.fullmatch(r"(?:\w+:)?kml|Document|Placemark|Folder", name, re.IGNORECASE):
        return KML
    if re.match(r"<!doctype\s+html", text, re.IGNORECASE):
        name = "html"
    for pattern, what, way_out in _MARKUP:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            raise refused(file, what, way_out)
    raise refused(file, "XML that holds no KML", SAVE_MAP)
