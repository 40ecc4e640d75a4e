"""Answers in the shapes that the upstreams really send, with values of our own.

The names of columns and fields, their order, types and oddities are those of
public recordings; nothing is made from the project's own tables.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
from shapely.geometry import box

from tests.loaders.live.upstream import Answer, Upstream, as_json, zipped

# The order is that of the exchange's file since 2024.
EVENT_COLUMNS = (
    "id", "country", "iso3", "latitude", "longitude", "centroid", "role", "displacement_type",
    "qualifier", "figure", "displacement_date", "displacement_start_date",
    "displacement_end_date", "year", "event_id", "event_name", "event_codes", "event_code_types",
    "event_start_date", "event_end_date", "category", "subcategory", "type", "subtype", "old_id",
    "sources", "source_url", "locations_name", "locations_coordinates", "locations_accuracy",
    "locations_type", "displacement_occurred", "created_at", "description", "link",
    "combined_type",
)  # fmt: skip
TAGS = {
    "country": "#country+name",
    "iso3": "#country+iso3",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "displacement_type": "#event+displacement_type",
    "qualifier": "#total",
    "figure": "#affected+displaced",
    "displacement_date": "#date+displacement",
    "displacement_start_date": "#date+displacement+start",
    "displacement_end_date": "#date+displacement+end",
    "year": "#date+year",
    "created_at": "#date+created",
}
GAZA = "Gaza Strip, Palestinian Territories"


def event(number: int, start: str, end: str, figure: int = 1234, **changed: str) -> dict[str, str]:
    """One event of the Strip with all of its 36 cells."""
    known = {
        "id": str(number),
        "country": "Palestine",
        "iso3": "PSE",
        "latitude": "31.4",
        "longitude": "34.4",
        "centroid": "[31.4, 34.4]",
        "role": "Recommended figure",
        "displacement_type": "Conflict",
        "qualifier": "total",
        "figure": str(figure),
        "displacement_date": end,
        "displacement_start_date": start,
        "displacement_end_date": end,
        "year": end[:4],
        "event_id": "77001",
        "event_name": "Palestine:  International armed conflict (IAC) - Gaza Strip",
        "event_start_date": f"{end[:4]}-01-01",
        "event_end_date": f"{end[:4]}-12-31",
        "sources": "Site Management Cluster - Palestine",
        "source_url": "https://example.org/update.pdf",
        "locations_name": GAZA,
        "locations_coordinates": "31.4, 34.4",
        "locations_accuracy": "Point",
        "locations_type": "Origin",
        "created_at": "2026-10-20T12:46:53.716724Z",
        "combined_type": "Conflict",
    }
    return dict.fromkeys(EVENT_COLUMNS, "") | known | changed


def exchange_csv(*events: dict[str, str], hxl: bool = True) -> bytes:
    """IDMC's events as the exchange has them, with or without the row of tags."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(EVENT_COLUMNS)
    if hxl:
        writer.writerow([TAGS.get(name, "") for name in EVENT_COLUMNS])
    writer.writerows([one[name] for name in EVENT_COLUMNS] for one in events)
    return text.getvalue().encode()


def idmc_json(*events: dict[str, str]) -> bytes:
    """The same as IDMC's own service has them: the world, numbers as numbers, nothing as null."""
    abroad = event(1, "2026-10-01", "2026-10-02", country="India", iso3="IND")
    rows = []
    for one in (abroad, *events):
        row: dict[str, object] = {name: cell or None for name, cell in one.items()}
        for name in ("description", "link", "combined_type"):
            del row[name]
        row |= {"id": int(one["id"]), "figure": int(one["figure"]), "year": int(one["year"])}
        row |= {"latitude": float(one["latitude"]), "longitude": float(one["longitude"])}
        rows.append(row | {"standard_popup_text": "<b> Palestine: displacements </b>"})
    return json.dumps(rows).encode()


def record(number: int, day: str, blocks: str = "", safe: str = "", **changed: str) -> dict:
    """One map as GazaMaps has it: every field is there, text but for the number."""
    return {
        "id": number,
        "date": day,
        "source": f"https://example.org/status/{number}",
        "link": f"https://gazamaps.com/displacement/{number}",
        "displacement_blocks": blocks,
        "labeled_safe_blocks": safe,
        "area_sq_km_displacement": "2.50" if blocks else "0.00",
        "area_sq_km_labeled_safe": "40.00" if safe else "0.00",
    } | changed


def municipal_layer(folder: Path) -> bytes:
    """A layer in the columns of OCHA's: land without a name, a name twice, a sliver, no Arabic."""
    # Nine pieces of land up the Strip, each some 6 km wide and 3.5 km tall, and a sliver.
    names = ["Al Wadi", None, "Al Tal", "Al Bahr", "Al Tal", "Al Karm", "", "Al Nakhl", "Al Rabiya"]
    corners = [(34.26 + 0.022 * n, 31.25 + 0.032 * n) for n in range(len(names))]
    cells = [box(west, south, west + 0.065, south + 0.032) for west, south in corners]
    names.append(None)
    cells.append(box(34.42, 31.45, 34.4201, 31.4501))
    frame = gpd.GeoDataFrame(
        {
            "OBJECTID": range(1, len(names) + 1),
            "Id": 0,
            "NAME": names,
            "Shape_Leng": 1000.5,
            "Shape_Area": 1000.5,
        },
        geometry=cells,
        crs=4326,
    )
    folder.mkdir(exist_ok=True)
    frame.to_file(folder / "MunicipalBoundaries.shp")
    return zipped({path.name: path.read_bytes() for path in folder.iterdir()})


def population(year: int, people: int, *, level: int = 2) -> str:
    """Rows of COD-PS for a year, each governorate with the same number of people."""
    codes = ("PS0255", "PS0260", "PS0265", "PS0270", "PS0275") if level == 2 else ("PS02",)
    rows = [f"{year},PSE,State of Palestine,PS,Place,{code},1,1,{people}" for code in codes]
    return "\n".join(rows) + "\n"


def population_csv(*parts: str, level: int = 2) -> bytes:
    """A file of COD-PS, which begins with a byte order mark."""
    head = f"year,ISO3,ADM0_EN,ADM0_PCODE,ADM{level}_EN,ADM{level}_PCODE,F_TL,M_TL,T_TL\n"
    return ("\ufeff" + head + "".join(parts)).encode()


def catalogue(upstream: Upstream, files: dict[str, bytes], **told: object) -> None:
    """Let the exchange have one data set with some files, and say something of it.

    What is told with the name of a member of a file (``last_modified``) is told of each file.
    """
    of_file = {name: told.pop(name) for name in ("last_modified",) if name in told}
    resources = []
    for name, content in files.items():
        upstream.answers[f"/dataset/x/resource/2031/download/{name}"] = Answer(content)
        address = f"{upstream.base}/dataset/x/resource/2031/download/{name}"
        kind = {"csv": "CSV", "zip": "SHP", "geojson": "GeoJSON"}[name.rpartition(".")[2]]
        resources.append({"name": name, "format": kind, "download_url": address, **of_file})
    upstream.answers["/api/3/action/package_show"] = as_json(
        {
            "success": True,
            "result": {"license_title": "CC BY-IGO", "resources": resources, **told},
        }
    )
