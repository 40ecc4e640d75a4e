"""Polygons of the Strip out of the features of a file; what is none is left out and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.maps.crs import DEGREES
from nuzuh.loaders.user.maps.mending import CROSSINGS, TooTangledError, mended, polygons_in
from nuzuh.loaders.user.maps.rawshapes import RawShapes, not_too_fine, vertices_of
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, note
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError

TOLERANCE = 0.02
"""How far beyond the Strip's bounding box a vertex may lie, in degrees (about 2 km)."""

SLIP = 0.1
"""The share of a polygon that may lie beyond that: the rest is of somewhere else."""

ASTRAY = 1.0
"""A vertex this many degrees beyond is no slip, however thin the polygon is there."""

_TANGLED = "crosses itself too often to be mended: draw it anew"


@dataclass(frozen=True)
class Shapes:
    """The polygons of a file.

    Attributes:
        frame: one row a feature, by its number in the file, with valid polygons in degrees.
        notes: how they were read.
        left_out: features that are not used, and why.
        choices: what else of the file the reader may have had read.
    """

    frame: gpd.GeoDataFrame
    notes: tuple[Note, ...]
    left_out: tuple[LeftOut, ...]
    choices: tuple[Question, ...] = ()


def sound_shapes(raw: RawShapes, names: Sequence[str], file: str) -> Shapes:
    """Return the polygons among features that lie in the Strip, valid and in degrees.

    Args:
        raw: the features.
        names: what each is called, for the count of what is left out.
        file: the name of the file, for messages.

    Raises:
        DataError: when the file does not say where on Earth it lies, has too many
            vertices, or nothing is left.
        UserDataError: with every feature that cannot be used, where all of them lie
            elsewhere or one of them cannot be mended.
    """
    frame = raw.frame
    if len(frame) == 0:
        raise DataError(file, "holds no feature")
    not_too_fine(vertices_of(frame.geometry.values), file)
    numbers = frame.index.to_numpy()
    called = np.array(names, dtype=object)
    shapes = np.asarray(frame.geometry.values, dtype=object)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    with_area = _with_area(shapes)
    no_area = shapely.is_missing(with_area) & ~empty
    kept = ~empty & ~no_area
    if not kept.any():
        raise DataError(file, f"holds no area: {_what_there_was(shapes[~empty], int(empty.sum()))}")
    _refuse_endless(with_area[kept], numbers[kept], file)
    placed = _in_degrees(with_area[kept], frame.crs, file)
    beyond = _beyond(placed)
    _refuse_elsewhere(placed, beyond, numbers[kept], file)
    far, wide = beyond >= 1, (beyond > SLIP) & (beyond < 1)
    at = np.flatnonzero(kept)
    inside = at[~far & ~wide]
    valid, mends = _valid(placed[~far & ~wide], numbers[inside], file)
    flat = shapely.is_missing(valid)
    empty[inside[flat]] = True
    inside, valid = inside[~flat], valid[~flat]
    if not len(inside):
        raise DataError(file, "holds no area: its outlines enclose no land")
    left = (
        *left_out("no_shape", "feature", map(int, numbers[empty]), called[empty]),
        *left_out("no_polygon", "feature", map(int, numbers[no_area]), called[no_area]),
        *left_out("outside", "feature", map(int, numbers[at[far]]), called[at[far]]),
        *left_out("wider", "feature", map(int, numbers[at[wide]]), called[at[wide]]),
    )
    notes = (*raw.notes, *((note("mended", n=mends),) if mends else ()))
    chosen = frame.iloc[inside].drop(columns=frame.geometry.name)
    return Shapes(gpd.GeoDataFrame(chosen, geometry=valid, crs=DEGREES), notes, left, raw.choices)


def _with_area(shapes: np.ndarray) -> np.ndarray:
    """The polygons among shapes, flat; None where there is none. Mending comes later."""
    flat = shapely.force_2d(shapes)
    kinds = shapely.get_type_id(flat)
    found = np.full(len(shapes), None, dtype=object)
    for place in np.flatnonzero(np.isin(kinds, (3, 6, 7))):
        shape = flat[place]
        if kinds[place] == 7:
            shape = polygons_in(shape)
        found[place] = None if shape is None or shape.is_empty else shape
    return found


def _what_there_was(shapes: np.ndarray, empty: int) -> str:
    kinds = [shape.geom_type for shape in shapes]
    told = [f"{kinds.count(kind)} of the kind {kind}" for kind in dict.fromkeys(kinds)]
    told += [f"{empty} without a shape"] if empty else []
    return f"{', '.join(told)}; areas are polygons"


def _refuse_endless(shapes: np.ndarray, numbers: np.ndarray, file: str) -> None:
    finite = np.isfinite(shapely.bounds(shapes)).all(axis=1) & np.array(
        [bool(np.isfinite(shapely.get_coordinates(shape)).all()) for shape in shapes]
    )
    if not finite.all():
        rule = "has a coordinate that is no number"
        wrong = [Problem(int(number), "", rule) for number in numbers[~finite]]
        raise UserDataError(file, wrong, unit="feature")


def _in_degrees(shapes: np.ndarray, crs: Any, file: str) -> np.ndarray:
    if crs is None:
        raise DataError(
            file,
            "does not say its coordinate system: add the .prj file, or save it in EPSG:4326",
        )
    try:
        series = gpd.GeoSeries(shapes, crs=crs).to_crs(DEGREES)
    except pyproj.exceptions.ProjError as error:
        raise DataError(file, "cannot be brought to longitude and latitude") from error
    placed = np.asarray(series.values, dtype=object)
    if not np.isfinite(shapely.bounds(placed)).all():
        raise DataError(file, "cannot be brought to longitude and latitude")
    return placed


def _beyond(shapes: np.ndarray) -> np.ndarray:
    """The share of each polygon beyond the Strip's box: 0 within, 1 wholly outside."""
    west, south, east, north = BOUNDS
    box = shapely.box(west - TOLERANCE, south - TOLERANCE, east + TOLERANCE, north + TOLERANCE)
    x0, y0, x1, y1 = shapely.bounds(shapes).T
    bx0, by0, bx1, by1 = box.bounds
    within = (x0 >= bx0) & (y0 >= by0) & (x1 <= bx1) & (y1 <= by1)
    apart = (x0 > bx1) | (x1 < bx0) | (y0 > by1) | (y1 < by0)
    shares = np.where(within, 0.0, 1.0)
    for place in np.flatnonzero(~within & ~apart):
        # Clipping to a box bears outlines that cross themselves.
        common = shapely.area(shapely.clip_by_rect(shapes[place], bx0, by0, bx1, by1))
        whole = shapely.area(shapes[place])
        shares[place] = 1 - min(1.0, common / whole) if whole > 0 else 1.0
    astray = (x0 < bx0 - ASTRAY) | (y0 < by0 - ASTRAY) | (x1 > bx1 + ASTRAY) | (y1 > by1 + ASTRAY)
    shares[astray & ~apart] = np.maximum(shares, 2 * SLIP)[astray & ~apart]
    return shares


def _refuse_elsewhere(
    shapes: np.ndarray, beyond: np.ndarray, numbers: np.ndarray, file: str
) -> None:
    if (beyond <= SLIP).any():
        return
    x0, y0, x1, y1 = shapely.bounds(shapes).T
    west, south, east, north = BOUNDS
    swapped = (y0 >= west - 1) & (y1 <= east + 1) & (x0 >= south - 1) & (x1 <= north + 1)
    if swapped.all() and not ((x0 >= west) & (x1 <= east)).all():
        raise DataError(
            file,
            "has latitude and longitude swapped: a position is longitude first, then latitude",
        )
    problems = [
        Problem(
            int(number),
            "",
            f"lies around {(a + c) / 2:.2f} E, {(b + d) / 2:.2f} N, outside the Gaza Strip "
            f"({west}-{east} E, {south}-{north} N)",
        )
        for number, a, b, c, d in zip(numbers, x0, y0, x1, y1, strict=True)
    ]
    raise UserDataError(file, problems, unit="feature")


def _valid(shapes: np.ndarray, numbers: np.ndarray, file: str) -> tuple[np.ndarray, int]:
    """The shapes, valid, or None where they enclose nothing; and how many had to be mended."""
    sound = shapely.is_valid(shapes) & (shapely.area(shapes) > 0)
    made, mends, room = shapes.copy(), 0, CROSSINGS
    for place in np.flatnonzero(~sound):
        try:
            made[place], met = mended(shapes[place], room)
        except TooTangledError as error:
            problem = Problem(int(numbers[place]), "", _TANGLED)
            raise UserDataError(file, [problem], unit="feature") from error
        except shapely.errors.GEOSException:
            made[place], met = None, 0
        room -= met
        mends += made[place] is not None
    return made, mends
