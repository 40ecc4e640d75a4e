"""Exact outlines of the numbered blocks in a GeoJSON that whoever runs nuzuh brings.

Only this module knows how such a file is read; it runs apart, within the limits of uploads. What
it finds is laid over the approximate cells in :mod:`nuzuh.loaders.block_map`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import formats, limits
from nuzuh.loaders.user.maps.crs import DEGREES, METRES
from nuzuh.loaders.user.maps.geojson import read_geojson
from nuzuh.loaders.user.maps.jsonfiles import GEOJSON, read_json
from nuzuh.loaders.user.maps.mending import polygons_in
from nuzuh.loaders.user.maps.sound import sound_shapes
from nuzuh.loaders.user.notes import LeftOut

_NUMBER = re.compile(r"0*(\d{1,5})(?:\.(\d{1,2}))?")
_MOSTLY = 0.5
"""The property of numbers holds the number of a known block for this share of the outlines."""
_NEAR = 500.0
"""The centre of a block is known to 100 m; an outline so many metres off is not of that block."""
_ASTRAY = 0.1
"""Where more outlines than this share lie elsewhere, the file numbers blocks in another way."""
_OVERLAP = 1.0
"""Outlines that share less than so many square metres meet, and do not overlap."""
_LISTED = 12


@dataclass(frozen=True)
class GivenBlocks:
    """The outlines of blocks in a file.

    Attributes:
        outlines: ``block`` and its geometry (EPSG:4326), one row a known block, valid, within
            the Strip; no two of them overlap.
        places: the governorate of every number in the file, known or not.
        number: the property that holds the numbers.
        unknown: numbers that no block has.
        parts: how many outlines of parts (593.1) were put together to their blocks.
        mended: how many outlines had to be mended.
        left_out: how many features have no area, no number, or lie where their block is not.
        overlaps: how many pairs of blocks overlapped; the land is that of the first.
    """

    outlines: gpd.GeoDataFrame
    places: Mapping[str, str]
    number: str
    unknown: tuple[str, ...]
    parts: int
    mended: int
    left_out: int
    overlaps: int


def read_given_blocks(content: bytes, file: str, number: str = "") -> GivenBlocks:
    """Return the outlines of blocks in a GeoJSON.

    Args:
        content: its bytes.
        file: its name, for messages.
        number: the property that holds the number of a block; "" for the only one
            whose values are mostly numbers of blocks.

    Raises:
        DataError: when it is no GeoJSON of polygons in the Strip, when it does not say which
            property holds the number, or when it numbers blocks in another way.
    """
    limits.within_bytes(content, file)
    kind = formats.format_of(content, file)
    document = read_json(content, file) if kind == formats.JSON else None
    if document is None or document.kind != GEOJSON:
        raise DataError(file, "is no GeoJSON: save its outlines as GeoJSON")
    raw = read_geojson(document, file)
    found = sound_shapes(raw, [""] * len(raw.frame), file)
    _refuse_elsewhere(found.left_out, file)
    known = load_blocks().frame.set_index("block")
    column = _number_column(found.frame, number, known.index, file)
    numbers = found.frame[column].map(_block_number)
    flat = _flat(found.frame.geometry, numbers != "")
    named = numbers[numbers != ""].tolist()
    whole = np.array([name.partition(".")[0] for name in named], dtype=object)
    is_known = np.isin(whole, known.index)
    fits = is_known.copy()
    fits[is_known] = _near(flat[is_known], whole[is_known], known)
    _refuse_other_numbering(whole[is_known & ~fits], int(is_known.sum()), column, file)
    blocks, joined = _joined(flat[fits], whole[fits])
    cut, overlaps = _apart(_within_the_strip(joined))
    kept = [shape is not None and not shape.is_empty for shape in cut]
    if not any(kept):
        raise DataError(file, "holds no outline of a known block that lies in the Gaza Strip")
    outlines = gpd.GeoDataFrame({"block": blocks}, geometry=cut, crs=METRES)[kept]
    mended = sum(int(dict(told.values)["n"]) for told in found.notes if told.key == "mended")
    return GivenBlocks(
        outlines=outlines.reset_index(drop=True).to_crs(DEGREES),
        places=_places(named, flat),
        number=str(column),
        unknown=tuple(dict.fromkeys(np.array(named, dtype=object)[~is_known])),
        parts=sum("." in name for name, fit in zip(named, fits, strict=True) if fit),
        mended=mended,
        left_out=len(raw.frame) - int(fits.sum()) - int((~is_known).sum()),
        overlaps=overlaps,
    )


def _refuse_elsewhere(left: Iterable[LeftOut], file: str) -> None:
    for part in left:
        if part.reason in ("outside", "wider"):
            raise DataError(
                file,
                f"holds {part.count} outlines outside the Gaza Strip (34.2-34.6 E, 31.2-31.6 N), "
                f"the first of them feature {part.numbers[0]}: save it in EPSG:4326, "
                "longitude first, without these",
            )


def _number_column(frame: gpd.GeoDataFrame, asked: str, known: Any, file: str) -> str:
    """The property that holds the numbers of blocks."""
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    listed = ", ".join(names[:_LISTED]) or "none"
    if asked:
        if asked not in names:
            raise DataError(
                file,
                f"has no property {asked[:80]!r}, which NUZUH_BLOCKS_NUMBER names: "
                f"its properties are {listed}",
            )
        mostly = [asked] if _known_share(frame[asked], known) else []
    else:
        mostly = [name for name in names if _known_share(frame[name], known) >= _MOSTLY]
    if len(mostly) == 1:
        return mostly[0]
    what = f"the property {asked!r} holds no number" if asked else "no property holds the numbers"
    if mostly:
        what, listed = "more than one property may hold the numbers", ", ".join(mostly[:_LISTED])
    way_out = "name the right one" if asked else "name it"
    raise DataError(
        file,
        f"does not tell which block an outline is: {what} of known blocks; {way_out} in "
        f"NUZUH_BLOCKS_NUMBER (properties: {listed})",
    )


def _known_share(values: Any, known: Any) -> float:
    numbers = values.map(_block_number).str.partition(".")[0]
    return float(numbers.isin(known).mean())


def _block_number(value: object) -> str:
    """The number of a block, or of a part of one, in a property; "" for anything else."""
    if isinstance(value, bool) or value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value).strip()
    hit = _NUMBER.fullmatch(text.removesuffix(".0"))
    return hit[1] + (f".{int(hit[2])}" if hit[2] else "") if hit else ""


def _flat(shapes: gpd.GeoSeries, kept: Any) -> npt.NDArray[np.object_]:
    """Some of the shapes, in metres and valid there too."""
    flat = np.array(shapes[kept].to_crs(METRES).values, dtype=object)
    for place in np.flatnonzero(~shapely.is_valid(flat)):
        flat[place] = polygons_in(shapely.make_valid(flat[place]))
    return flat


def _near(shapes: Any, blocks: Any, known: Any) -> npt.NDArray[np.bool_]:
    """Whether each outline lies at the centre that is on record for its number."""
    rows = known.loc[list(blocks)]
    centres = gpd.GeoSeries(
        gpd.points_from_xy(rows["longitude"], rows["latitude"]), crs=DEGREES
    ).to_crs(METRES)
    return np.asarray(shapely.distance(shapes, centres.values) <= _NEAR)


def _refuse_other_numbering(astray: Any, count: int, column: str, file: str) -> None:
    if not count or len(astray) > _ASTRAY * count:
        first = ", ".join(list(dict.fromkeys(astray))[:_LISTED])
        raise DataError(
            file,
            f"numbers blocks in another way: {len(astray)} of {count} outlines lie more than "
            f"{_NEAR:.0f} m from the block whose number property {column!r} gives ({first}); "
            "name another property in NUZUH_BLOCKS_NUMBER, or bring a file with the numbers of "
            "the map of 1 December 2023",
        )


def _joined(shapes: Any, blocks: Any) -> tuple[list[str], npt.NDArray[np.object_]]:
    """Each block once, in the order of the file, with all of its outlines in one."""
    names = list(dict.fromkeys(blocks))
    joined = np.empty(len(names), dtype=object)
    for place, name in enumerate(names):
        joined[place] = shapely.union_all(shapes[blocks == name])
    return names, joined


def _within_the_strip(shapes: Any) -> npt.NDArray[np.object_]:
    strip = load_boundaries().frame.to_crs(METRES).union_all()
    shapely.prepare(strip)
    inside = shapely.contains_properly(strip, shapes)
    kept = shapes.copy()
    kept[~inside] = [polygons_in(one) for one in shapely.intersection(strip, shapes[~inside])]
    return np.asarray(kept)


def _apart(shapes: Any) -> tuple[npt.NDArray[np.object_], int]:
    """The shapes, each without what an earlier one covers; and how many pairs overlapped."""
    made, overlaps = shapes.copy(), 0
    tree = shapely.STRtree(shapes)
    later, earlier = tree.query(shapes, predicate="intersects")
    for at, before in sorted(zip(later, earlier, strict=True)):
        if before >= at or made[at] is None:
            continue
        if shapely.area(shapely.intersection(shapes[at], shapes[before])) > _OVERLAP:
            overlaps += 1
            made[at] = polygons_in(shapely.difference(made[at], shapes[before]))
    return made, overlaps


def _places(numbers: list[str], shapes: Any) -> dict[str, str]:
    """The governorate of each number: that which its outline lies in, or is nearest to."""
    strip = load_boundaries().frame
    outlines = np.array(strip.to_crs(METRES).geometry.values)
    away = np.array([shapely.distance(outlines, shapely.point_on_surface(one)) for one in shapes])
    codes = strip["pcode"].to_numpy()[away.argmin(axis=1)] if len(shapes) else []
    return dict(zip(numbers, map(str, codes), strict=True))
