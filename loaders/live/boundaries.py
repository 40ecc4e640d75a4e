"""Governorates at full detail: COD-AB from HDX, else OCHA's map service, else geoBoundaries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import geopandas as gpd
import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import hdx, shapes
from nuzuh.loaders.live.archives import members
from nuzuh.loaders.live.arrival import Arrival, worse
from nuzuh.loaders.live.errors import FetchError, FetchRefusedError
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.territory import territory

DATASET = "cod-ab-pse"
COLUMNS = ("pcode", "name_en", "name_ar", "name_he", "area_km2", "geometry")
PAGE = 500
MOST_PAGES = 50
_OCHA = "OCHA COD-AB State of Palestine"
_LETTERS = re.compile(r"[^a-z]")


def fetch(fetcher: Fetcher, settings: Settings, *, stale: bool = False) -> Arrival:
    """Return the five governorates from the first of three upstreams that has them whole.

    Raises:
        FetchError: with the reason of each upstream.
    """
    upstreams: tuple[Callable[..., Arrival], ...] = (_from_hdx, _from_arcgis, _geoboundaries)
    reasons = list[str]()
    for upstream in upstreams:
        try:
            return upstream(fetcher, settings, stale=stale)
        except FetchError as error:
            reasons.append(str(error))
    raise FetchError("; ".join(dict.fromkeys(reasons)))


def _from_hdx(fetcher: Fetcher, settings: Settings, *, stale: bool) -> Arrival:
    found = hdx.dataset(fetcher, settings, (DATASET,), stale=stale)

    def parse(body: bytes) -> tuple[gpd.GeoDataFrame, str]:
        return _from_archive(body, settings)

    got = hdx.resource(
        fetcher, found, parse, formats=("geojson",), words=("adm", "bound"), stale=stale
    )
    frame, as_of = got.value
    return Arrival(
        frame=frame,
        as_of=as_of or found.value.day or _embedded_day(),
        source=_OCHA,
        links=(found.value.page,),
        licence=found.value.licence,
        status=got.status,
        retrieved_at=got.retrieved_at,
        modified=got.modified,
    )


def _from_archive(body: bytes, settings: Settings) -> tuple[gpd.GeoDataFrame, str]:
    name = f"HDX {DATASET}"
    if body[:1] in (b"{", b"\xef"):
        return governorates(shapes.from_geojson(body, name), name)
    held = members(body, name, settings)
    files = [path for path in held if path.lower().endswith((".geojson", ".json"))]
    files.sort(key=lambda path: re.search(r"adm(in)?_?2", path, re.IGNORECASE) is None)
    first: DataError | None = None
    for path in files:
        try:
            return governorates(shapes.from_geojson(held[path], f"{name}, {path[-60:]}"), name)
        except DataError as error:
            first = first or error
    raise first or DataError(name, "holds no GeoJSON file")


def _from_arcgis(fetcher: Fetcher, settings: Settings, *, stale: bool) -> Arrival:
    if not settings.arcgis_url:
        raise FetchRefusedError("OCHA's map service is switched off (NUZUH_ARCGIS_URL is empty)")
    address = settings.arcgis_url.rstrip("/") + "/query"
    where = {"where": "adm0_pcode='PS'", "f": "geojson"}
    counted = fetcher.get(
        address, _count, params={**where, "f": "json", "returnCountOnly": "true"}, stale=stale
    )
    wanted = {**where, "outFields": "*", "returnGeometry": "true", "outSR": "4326"}
    # A layer that does not page refuses to be asked for pages, and gives all at once.
    pages = [fetcher.get(address, _page, params=wanted, stale=stale)]
    parts, cut = pages[0].value
    # The service may also cut its answers off without a word: the count tells whether all came.
    if cut or len(parts) < counted.value:
        parts = []
        for _ in range(MOST_PAGES):
            paged = {
                **wanted,
                "orderByFields": "adm2_pcode",
                "resultOffset": str(len(parts)),
                "resultRecordCount": str(PAGE),
            }
            pages.append(fetcher.get(address, _page, params=paged, stale=stale))
            more, _cut = pages[-1].value
            parts = parts + more
            if not more or len(parts) >= counted.value:
                break
    if len(parts) != counted.value:
        raise FetchRefusedError(
            f"OCHA's map service cut its answer off: {len(parts)} of {counted.value} areas came"
        )
    whole = json.dumps({"type": "FeatureCollection", "features": parts}).encode()
    try:
        name = "OCHA's map service"
        frame, as_of = governorates(shapes.from_geojson(whole, name), name)
    except DataError as error:
        raise FetchRefusedError(str(error).rstrip(".")) from error
    return Arrival(
        frame=frame,
        as_of=as_of or _embedded_day(),
        source=f"{_OCHA} (map service)",
        links=("https://gis.unocha.org/server/rest/services/COD/GLB_COD_Admin2/MapServer",),
        licence="CC BY-IGO",
        status=worse(counted.status, *(page.status for page in pages)),
        retrieved_at=min(counted.retrieved_at, *(page.retrieved_at for page in pages)),
    )


def _answer(body: bytes) -> dict[str, Any]:
    """The service reports its errors with status 200."""
    try:
        told: Any = json.loads(body)
    except ValueError as error:
        raise DataError("OCHA's map service", "answers with what is not JSON") from error
    if not isinstance(told, dict) or "error" in told:
        raise DataError("OCHA's map service", "answers with an error")
    return told


def _count(body: bytes) -> int:
    count = _answer(body).get("count")
    if not isinstance(count, int) or not 0 < count <= PAGE * MOST_PAGES:
        raise DataError("OCHA's map service", "does not tell how many areas it has")
    return count


def _page(body: bytes) -> tuple[list[dict[str, Any]], bool]:
    """The features of an answer, and whether the service says that there are more."""
    told = _answer(body)
    features, properties = told.get("features"), told.get("properties")
    if not isinstance(features, list):
        raise DataError("OCHA's map service", "answers without features")
    inner = properties if isinstance(properties, dict) else {}
    name = "exceededTransferLimit"
    return features, bool(told.get(name) or inner.get(name))


def _geoboundaries(fetcher: Fetcher, settings: Settings, *, stale: bool) -> Arrival:
    if not settings.geoboundaries_url:
        raise FetchRefusedError("geoBoundaries is switched off (NUZUH_GEOBOUNDARIES_URL is empty)")
    told = fetcher.get(settings.geoboundaries_url, _description, stale=stale)
    name = "geoBoundaries PSE ADM2"
    got = fetcher.get(
        urljoin(settings.geoboundaries_url, told.value["gjDownloadURL"]),
        lambda body: governorates(shapes.from_geojson(body, name), name),
        stale=stale,
    )
    frame, as_of = got.value
    year = str(told.value.get("boundaryYearRepresented") or "")
    return Arrival(
        frame=frame,
        as_of=f"{year}-01-01" if re.fullmatch(r"20\d\d", year) else as_of or _embedded_day(),
        source=f"{name} ({str(told.value.get('boundarySource') or 'source not stated')[:80]})",
        links=("https://www.geoboundaries.org",),
        licence=str(told.value.get("boundaryLicense") or "not stated")[:100],
        status=worse(told.status, got.status),
        retrieved_at=got.retrieved_at,
    )


def _description(body: bytes) -> dict[str, Any]:
    name = "geoBoundaries"
    try:
        told: Any = json.loads(body)
    except ValueError as error:
        raise DataError(name, "answers with what is not JSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("gjDownloadURL"), str):
        raise DataError(name, "does not tell where its file is")
    if str(told.get("boundaryISO")) != "PSE":
        raise DataError(name, "describes another country")
    return told


def governorates(frame: gpd.GeoDataFrame, name: str) -> tuple[gpd.GeoDataFrame, str]:
    """Return the five governorates of any of the three upstreams in our columns, and their day.

    The day is "" where none is stated; ``area_km2`` is the area that the publisher
    states, or where none is stated the measured one.

    Raises:
        DataError: when it is another country, a governorate is missing or
            repeated, or the shapes are not those of the Strip.
    """
    lower = frame.rename(columns={c: c.lower() for c in frame.columns})
    known = load_boundaries().frame
    if "adm2_pcode" in lower:
        codes = lower["adm2_pcode"].astype(str)
    elif "shapename" in lower:
        by_name = {_plain(n): p for n, p in zip(known["name_en"], known["pcode"], strict=True)}
        also = ((_plain(name), a.pcode) for a in territory().areas for name in a.spellings)
        by_name |= {name: pcode for name, pcode in also if name}
        codes = lower["shapename"].map(lambda n: by_name.get(_plain(str(n)), ""))
    else:
        raise DataError(name, "has no column of P-codes (adm2_pcode)")
    _check_country(lower, codes, name)
    strip = lower.assign(pcode=codes)[codes.isin(list(pc.GOVERNORATES)).to_numpy()]
    if sorted(strip["pcode"]) != sorted(pc.GOVERNORATES):
        raise DataError(name, "does not hold each of the five governorates once")
    strip = strip.set_index("pcode").loc[list(pc.GOVERNORATES)].reset_index()
    shapes.check_inside_the_strip(strip, name)
    shapes.check_whole_strip(strip, name)
    measured = pd.Series(shapes.areas_of(strip))
    stated = pd.to_numeric(strip.get("area_sqkm", measured), errors="coerce")
    # A stated area that is far from the shape's own belongs to another shape.
    stated = stated.where((stated / measured - 1).abs() <= 0.05, measured)
    result = known[["pcode", "name_en", "name_ar", "name_he"]].merge(
        pd.DataFrame({"pcode": strip["pcode"], "area_km2": stated.astype(float)}), on="pcode"
    )
    return (
        gpd.GeoDataFrame(result, geometry=list(strip.geometry), crs=shapes.DEGREES),
        _valid_on(strip),
    )


def _check_country(lower: gpd.GeoDataFrame, codes: pd.Series, name: str) -> None:
    if codes.isin(list(pc.GOVERNORATES)).any():
        return
    told = lower.get("adm0_pcode", lower.get("shapegroup"))
    countries = [] if told is None else sorted(set(map(str, told)))[:3]
    if countries and not set(countries) & {"PS", "PSE"}:
        raise DataError(name, f"is about another country ({', '.join(countries)[:40]})")
    raise DataError(name, "holds none of the governorates of the Gaza Strip")


def _valid_on(strip: pd.DataFrame) -> str:
    """The day from which the boundaries hold, from a column of several forms; "" for none."""
    for column in ("valid_on", "validon", "date"):
        for value in strip.get(column, []):
            if isinstance(value, (int, float)) and 0 < value < 4e12:
                return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
            if match := re.match(r"\d{4}-\d{2}-\d{2}", str(value)):
                return match.group()
    return ""


def _embedded_day() -> str:
    return load_boundaries().provenance.as_of


def _plain(name: str) -> str:
    return _LETTERS.sub("", name.casefold())


def read(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Return a stored copy, held against the same rules as what arrives.

    Raises:
        DataError: when it breaks one.
    """
    frame = shapes.from_geojson(content, name)
    if not set(COLUMNS) <= set(frame.columns) or sorted(frame["pcode"]) != sorted(pc.GOVERNORATES):
        raise DataError(name, "must hold each of the five governorates once")
    shapes.check_inside_the_strip(frame, name)
    shapes.check_whole_strip(frame, name)
    return frame[list(COLUMNS)]
