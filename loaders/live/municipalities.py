"""Municipal boundaries of the Gaza Strip, from OCHA's shapefile on the exchange."""

from __future__ import annotations

import re

import geopandas as gpd
import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import hdx, shapes
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.settings import Settings

DATASET = "6b79f7ab-9e13-48e5-9f58-dc45b4a9222c"
COLUMNS = ("name_en", "name_ar", "pcode", "area_km2", "geometry")
FEWEST = 5
"""The Strip has 25 municipalities: far fewer are a part of them."""
LEAST_COVER = 0.3
_MARGIN = 0.02
"""Degrees (2 km) by which municipal lines, drawn by others, may reach beyond the box."""
_ENGLISH = re.compile(
    r"(name|mun|local|adm3).*(_?en?$|eng)|^(name|munic\w*|adm3_name)$", re.IGNORECASE
)
_ARABIC = re.compile(r"(name|mun|local|adm3).*(_?ar?$|arab)|^(arabic|adm3_name1)", re.IGNORECASE)


def fetch(fetcher: Fetcher, settings: Settings, *, stale: bool = False) -> Arrival:
    """Return the municipalities of the Strip.

    Raises:
        FetchError: with the reason.
    """
    found = hdx.dataset(fetcher, settings, (DATASET,), stale=stale)
    got = hdx.resource(
        fetcher,
        found,
        lambda body: municipalities(shapes.from_shapefile(body, "municipalities", settings)),
        formats=("shp", "shapefile"),
        words=("munic", "gaza"),
        stale=stale,
    )
    frame, notes = got.value
    retrieved = got.retrieved_at.date().isoformat()
    stated = "The day is the last one that the exchange states for the data set."
    unstated = "The publisher states no date for the lines; the day of retrieval stands in for it."
    return Arrival(
        frame=frame,
        as_of=min(found.value.day or retrieved, retrieved),
        source="OCHA, municipal boundaries",
        links=(found.value.page,),
        licence=found.value.licence,
        status=got.status,
        retrieved_at=got.retrieved_at,
        note=" ".join([stated if found.value.day else unstated, *notes]),
        modified=got.modified,
    )


def municipalities(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the municipalities within the Strip in our columns, and what was done to the lines.

    Land without a name belongs to no municipality and is set aside. A name that
    comes several times is one municipality in several areas: they are put together.

    Raises:
        DataError: when none lies in the Strip, or the lines are not those of it.
    """
    name = "municipalities"
    geometry = frame.geometry.reset_index(drop=True)
    frame = frame.reset_index(drop=True)
    strip = load_boundaries().frame.to_crs(shapes.METRES)
    whole = strip.union_all()
    inside = [
        g is not None and not g.is_empty and whole.intersects(m.centroid)
        for g, m in zip(geometry, frame.to_crs(shapes.METRES).geometry, strict=True)
    ]
    if not any(inside):
        shapes.check_inside_the_strip(frame, name)
        raise DataError(name, "holds no municipality of the Gaza Strip")
    kept, notes = _one_row_each(frame[inside], name)
    measured = shapes.areas_of(kept)
    _check_size(len(kept), sum(measured), name)
    of = [
        pc.GOVERNORATES[
            int(
                strip.set_index("pcode")
                .loc[list(pc.GOVERNORATES)]
                .intersection(shape)
                .area.to_numpy()
                .argmax()
            )
        ]
        for shape in kept.to_crs(shapes.METRES).geometry
    ]
    result = pd.DataFrame(
        {
            "name_en": list(kept["name_en"]),
            "name_ar": list(kept["name_ar"]),
            "pcode": of,
            "area_km2": [round(area, 3) for area in measured],
        }
    )
    return gpd.GeoDataFrame(result, geometry=list(kept.geometry), crs=shapes.DEGREES), notes


def _one_row_each(frame: gpd.GeoDataFrame, name: str) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Each municipality once with its names and whole area, and what was set aside or joined."""
    named = gpd.GeoDataFrame(
        {"name_en": _names(frame, _ENGLISH), "name_ar": _names(frame, _ARABIC)},
        geometry=list(frame.geometry),
        crs=frame.crs,
    )
    if not named["name_en"].any():
        raise DataError(name, "has no column with the names of the municipalities")
    notes = list[str]()
    without = named[named["name_en"] == ""]
    if len(without):
        area = sum(shapes.areas_of(without))
        notes.append(f"{len(without)} areas without a name ({area:.1f} km2) are set aside.")
    named = named[named["name_en"] != ""].reset_index(drop=True)
    shapes.check_inside_the_strip(named, name, margin=_MARGIN)
    joined = named.dissolve(by="name_en", aggfunc="max", sort=False, as_index=False)
    if len(joined) < len(named):
        several = sorted(set(named["name_en"][named["name_en"].duplicated()]))
        notes.append(f"The areas of the same name are put together: {', '.join(several)[:200]}.")
    return joined, notes


def _names(frame: pd.DataFrame, pattern: re.Pattern[str]) -> list[str]:
    """The texts of the fitting column that names the most areas; "" where it names none."""
    best = [""] * len(frame)
    for column in frame.columns:
        if column != "geometry" and pattern.search(column):
            texts = [text[:80] for text in frame[column].fillna("").astype(str).str.strip()]
            numbers = any(re.fullmatch(r"[\d.]+", text) for text in texts)
            if not numbers and sum(map(bool, texts)) > sum(map(bool, best)):
                best = texts
    return best


def _check_size(count: int, total: float, name: str) -> None:
    if count < FEWEST:
        raise DataError(name, f"holds {count} municipalities of the Strip, too few to be whole")
    least, most = LEAST_COVER * shapes.STRIP_KM2, (1 + shapes.TOLERANCE) * shapes.STRIP_KM2
    if not least <= total <= most:
        raise DataError(name, f"covers {total:.0f} km2, which the Strip's municipalities do not")


def read(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Return a stored copy, held against the same rules as what arrives.

    Raises:
        DataError: when it breaks one.
    """
    frame = shapes.from_geojson(content, name)
    if not set(COLUMNS) <= set(frame.columns):
        raise DataError(name, "lacks a column")
    shapes.check_inside_the_strip(frame, name, margin=_MARGIN)
    _check_size(len(frame), sum(shapes.areas_of(frame)), name)
    return frame[list(COLUMNS)]
