"""Features of a GeoPackage: its tables alone are asked, and their bytes read here.

A GeoPackage is a database, and a database can compute: views, virtual tables and
generated columns run whatever their author wrote. So the list of what it holds is
read first, only plain tables are asked, whoever asks may do nothing else, and no
question runs for long.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pyproj

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import formats, limits
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.maps.crs import defined_crs, numbered_crs
from nuzuh.loaders.user.maps.layers import Layer, chosen_of
from nuzuh.loaders.user.maps.rawshapes import (
    UNREADABLE,
    RawShapes,
    few,
    not_too_fine,
    raw_shapes,
    vertices_of,
)
from nuzuh.loaders.user.maps.wkb import from_wkb
from nuzuh.loaders.user.refusal import Problem, UserDataError

_IDS = (b"GPKG", b"GP10", b"GP11")
_SECONDS = 10.0
"""How long all questions to a database may take together."""

_STEPS = 20_000
"""Steps of the database's machine between two looks at the clock."""

_THINGS = 3_000
"""Tables, indexes and triggers of a file: GDAL makes some fifteen a layer."""

_LAYERS = 200
_PLAIN = re.compile(
    r"create\s+(?:table|index|unique\s+index|trigger)\b"
    r"|create\s+virtual\s+table\s+(?:\"[^\"]*\"|'[^']*'|\[[^\]]*\]|\w+)\s+using\s+rtree\s*\([^()]*\)\s*$",
    re.IGNORECASE,
)
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
}
_FUNCTIONS = {"substr", "length", "typeof", "count"}
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the box before a shape, by what its head says of it."""


def read_geopackage(content: bytes, file: str, told: Decisions) -> RawShapes:
    """Return the features of one layer of a GeoPackage.

    Args:
        content: its bytes.
        file: its name, for messages.
        told: the reader's answers; of several layers they may choose one.

    Raises:
        DataError: when it is no GeoPackage, is damaged, computes what it holds, or is too large.
        UserDataError: with the question which layer, or every feature that cannot be read.
    """
    if content[68:72] not in _IDS:
        raise DataError(file, f"is a database but no GeoPackage: {formats.SAVE_MAP}")
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            database.execute("PRAGMA trusted_schema = OFF")
            with _bounded(database):
                tables = _plain_tables(database, file)
                chosen = chosen_of(_layers(database, tables, file), told, file)
                shapes, records = _features(database, tables, chosen.name, file)
                crs = _crs(database, chosen.name, file)
    except sqlite3.Error as error:
        rule = (
            f"is damaged or takes too long, and cannot be read as a GeoPackage: {formats.SAVE_MAP}"
        )
        raise DataError(file, rule) from error
    raw = raw_shapes(shapes, records, crs, file, chosen.notes)
    return replace(raw, choices=chosen.choices)


@contextmanager
def _bounded(database: sqlite3.Connection) -> Iterator[None]:
    """Let a database only be read, only from tables, and not for long."""
    ends = time.monotonic() + _SECONDS
    database.set_progress_handler(lambda: int(time.monotonic() > ends), _STEPS)
    # Shapes and texts are cut before they are handed over; nothing longer can be made.
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.UNPACKED_BYTES)

    def allowed(
        action: int, one: str | None, two: str | None, _: str | None, by: str | None
    ) -> int:
        if action == sqlite3.SQLITE_PRAGMA:
            return sqlite3.SQLITE_OK if one == "table_xinfo" else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION and two not in _FUNCTIONS:
            return sqlite3.SQLITE_DENY
        # The last argument names the view or trigger on whose behalf is asked.
        return sqlite3.SQLITE_OK if action in _ALLOWED and by is None else sqlite3.SQLITE_DENY

    database.set_authorizer(allowed)
    yield


def _plain_tables(database: sqlite3.Connection, file: str) -> set[str]:
    """The names of the tables of a file that holds nothing which computes."""
    made = database.execute(
        "SELECT type, name, substr(sql, 1, 20000) FROM sqlite_master"
    ).fetchmany(_THINGS + 1)
    if len(made) > _THINGS:
        raise DataError(file, "holds too many tables: save its layer as a new GeoPackage")
    for kind, _, sql in made:
        # What a statement makes is told by its own words, whatever stands beside it.
        if kind == "view" or (sql is not None and not _PLAIN.match(sql)):
            raise DataError(
                file, "holds views or virtual tables: save its layer as a new GeoPackage"
            )
    return {
        name
        for kind, name, sql in made
        if kind == "table" and re.match(r"create\s+table\b", sql or "", re.IGNORECASE)
    }


def _layers(database: sqlite3.Connection, tables: set[str], file: str) -> list[Layer]:
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= tables:
        raise DataError(file, f"is a database but no GeoPackage: {formats.SAVE_MAP}")
    _refuse_computed(database, "gpkg_contents", file)
    _refuse_computed(database, "gpkg_geometry_columns", file)
    _refuse_computed(database, "gpkg_spatial_ref_sys", file)
    listed = database.execute(
        "SELECT substr(c.table_name, 1, 200), g.geometry_type_name, c.min_x, c.min_y, c.max_x,"
        " c.max_y, g.srs_id FROM gpkg_contents c JOIN gpkg_geometry_columns g"
        " ON c.table_name = g.table_name WHERE c.data_type = 'features'"
    ).fetchmany(_LAYERS)
    return [
        Layer(str(name), _may_be_polygons(kind), _box(corners, srs))
        for name, kind, *corners, srs in listed
        if name in tables
    ]


def _may_be_polygons(kind: Any) -> bool | None:
    """Whether a layer's kind of shapes is polygons; None where it says nothing."""
    plain = str(kind).upper()
    if plain in ("GEOMETRY", "GEOMETRYCOLLECTION"):
        return None
    return "POLYGON" in plain or "SURFACE" in plain


def _box(corners: list[Any], srs: Any) -> tuple[float, float, float, float] | None:
    """What a layer covers, where it says so in degrees."""
    if srs != 4326 or not all(isinstance(corner, float | int) for corner in corners):
        return None
    west, south, east, north = (float(corner) for corner in corners)
    return (west, south, east, north)


def _refuse_computed(database: sqlite3.Connection, table: str, file: str) -> list[str]:
    """The columns of a table, none of which is computed."""
    columns = database.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchmany(limits.FIELDS + 3)
    if any(hidden for *_, hidden in columns):
        raise DataError(file, "holds computed columns: save its layer as a new GeoPackage")
    if len(columns) > limits.FIELDS + 2:
        raise DataError(file, f"has more than {limits.FIELDS} fields, which is not read")
    return [str(column[1]) for column in columns]


def _features(
    database: sqlite3.Connection, tables: set[str], layer: str, file: str
) -> tuple[list[Any], list[dict[str, Any]]]:
    columns = _refuse_computed(database, layer, file)
    (shape,) = database.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
    ).fetchone()
    if shape not in columns or layer not in tables:
        raise DataError(file, "lacks the column of shapes that it names")
    table = _quoted(layer)
    few(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0], file)  # noqa: S608
    others = [name for name in columns if name != shape]
    # A text or number as it is, cut; what is neither is no field of an area.
    cells = "".join(
        f", CASE typeof({one}) WHEN 'text' THEN substr({one}, 1, {limits.CELL_LENGTH})"
        f" WHEN 'blob' THEN NULL ELSE {one} END"
        for one in map(_quoted, others)
    )
    most = limits.FILE_BYTES
    query = f"SELECT substr({_quoted(shape)}, 1, {most}){cells} FROM {table}"  # noqa: S608
    shapes, records, problems, vertices = [], [], [], 0
    for number, (blob, *row) in enumerate(database.execute(query), start=1):
        few(number, file)
        try:
            read = _shape(blob)
        except ValueError:
            problems.append(Problem(number, "", UNREADABLE))
            continue
        vertices += 0 if read is None else vertices_of(read)
        not_too_fine(vertices, file)
        shapes.append(read)
        records.append(dict(zip(others, row, strict=True)))
    if problems:
        raise UserDataError(file, problems, unit="feature")
    return shapes, records


def _shape(blob: Any) -> Any:
    """The shape in a GeoPackage's bytes: a head of its own, and then well-known binary."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError("no shape of a GeoPackage")
    flags = blob[3]
    if flags & 0b0010_0000 or (flags >> 1) & 0b111 not in _ENVELOPES:
        raise ValueError("a shape of an extension")
    if flags & 0b0001_0000:
        return None
    return from_wkb(blob[8 + _ENVELOPES[(flags >> 1) & 0b111] :])


def _crs(database: sqlite3.Connection, layer: str, file: str) -> pyproj.CRS | None:
    found = database.execute(
        "SELECT s.organization, s.organization_coordsys_id, substr(s.definition, 1, 20000)"
        " FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s ON g.srs_id = s.srs_id"
        " WHERE g.table_name = ?",
        (layer,),
    ).fetchone()
    if found is None or str(found[0]).upper() == "NONE":
        return None
    organisation, code, definition = found
    if str(organisation).upper() in ("EPSG", "ESRI") and isinstance(code, int):
        return numbered_crs(code, file)
    return defined_crs(str(definition), file)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
