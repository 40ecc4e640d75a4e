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
    return Arrival(
        frame=got.value,
        as_of=got.retrieved_at.date().isoformat(),
        source="OCHA, municipal boundaries",
        links=(found.value.page,),
        licence=found.value.licence,
        status=got.status,
        retrieved_at=got.retrieved_at,
        note="The publisher states no date for the lines; the day of retrieval stands in for it.",
    )


def municipalities(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the municipalities within the Strip in our columns, each in its governorate.

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
    kept = frame[inside].reset_index(drop=True)
    shapes.check_inside_the_strip(kept, name, margin=_MARGIN)
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
            "name_en": _named(kept, _ENGLISH, name),
            "name_ar": _named(kept, _ARABIC, ""),
            "pcode": of,
            "area_km2": [round(area, 3) for area in measured],
        }
    )
    return gpd.GeoDataFrame(result, geometry=list(kept.geometry), crs=shapes.DEGREES)


def _named(frame: pd.DataFrame, pattern: re.Pattern[str], required_by: str) -> list[str]:
    for column in frame.columns:
        if column != "geometry" and pattern.search(column):
            texts = frame[column].fillna("").astype(str).str.strip()
            if texts.ne("").all() and not texts.str.fullmatch(r"[\d.]+").any():
                return [text[:80] for text in texts]
    if required_by:
        raise DataError(required_by, "has no column with a name for every municipality")
    return [""] * len(frame)


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
