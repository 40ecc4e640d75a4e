"""Small recordings in the shape of each upstream, made from the project's own data."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry import box, mapping

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.estimates import embedded_estimates
from nuzuh.loaders.live.displacement import UPSTREAM
from tests.loaders.live.upstream import Answer, Upstream, as_json, zipped

DATASETS = {
    "cod-ab-pse": ("GeoJSON", "pse_admin_boundaries.geojson.zip"),
    "6b79f7ab-9e13-48e5-9f58-dc45b4a9222c": ("SHP", "municipal_boundaries.zip"),
    "cod-ps-pse": ("CSV", "pse_admpop_adm2.csv"),
    "pse-idmc-idu-events": ("CSV", "event_data_pse.csv"),
}


def features(*, older: bool = False, change=lambda shape: shape) -> list[dict]:
    """Governorates as COD-AB has them; ``older`` in the fields of former versions."""
    made = []
    for row in load_boundaries().frame.itertuples(index=False):
        properties = {
            "adm2_name": row.name_en,
            "adm2_pcode": row.pcode,
            "adm1_pcode": "PS02",
            "adm0_pcode": "PS",
            "valid_on": "2023-10-19T00:00:00",
            "area_sqkm": row.area_km2,
        }
        if older:
            properties = {name.upper(): value for name, value in properties.items()}
        made.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": mapping(change(row.geometry)),
            }
        )
    return made


def geojson(made: list[dict], **members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", **members, "features": made}).encode()


def boundaries_zip(**options) -> bytes:
    # The exchange's archive holds other levels and lines too.
    other = geojson([{"type": "Feature", "properties": {}, "geometry": mapping(box(0, 0, 1, 1))}])
    return zipped(
        {"pse_adminlines.geojson": other, "pse_admin2.geojson": geojson(features(**options))}
    )


def geoboundaries_features() -> list[dict]:
    made = features()
    for feature in made:
        name = feature["properties"]["adm2_name"].replace("Khan Younis", "Khan Yunis")
        feature["properties"] = {"shapeName": name, "shapeGroup": "PSE", "shapeType": "ADM2"}
    return made


def municipalities_zip(folder: Path, *, crs: int | None = 28191, rows: int = 8) -> bytes:
    """A shapefile of strips of land in the Palestinian grid, as OCHA's surveyors use it."""
    strip = load_boundaries().frame.union_all()
    west, south, east, north = strip.bounds
    step = (north - south) / rows
    cells = [
        shapely.intersection(strip, box(west, south + n * step, east, south + (n + 1) * step))
        for n in range(rows)
    ]
    frame = gpd.GeoDataFrame(
        {"MUN_ENG": [f"Municipality {n}" for n in range(rows)], "OBJECTID": range(rows)},
        geometry=cells,
        crs=4326,
    )
    if crs is not None:
        frame = frame.to_crs(crs)
    folder.mkdir(exist_ok=True)
    frame.to_file(folder / "mun.shp")
    parts = {f"data/{p.name}": p.read_bytes() for p in folder.glob("mun.*")}
    if crs is None:
        parts.pop("data/mun.prj", None)
    return zipped(parts)


def population_csv(*, hxl: bool = False) -> bytes:
    rows = [["ADM1_EN", "ADM2_PCODE", "ADM2_EN", "year", "F_TL", "M_TL", "T_TL"]]
    if hxl:
        rows.append(["#adm1+name", "#adm2+code", "#adm2+name", "#date+year", "", "", "#population"])
    people = (444_000, 750_000, 320_000, 440_000, 275_000)
    for year in (2022, 2023):
        for code, count in zip(pc.GOVERNORATES, people, strict=True):
            rows.append(["Gaza Strip", code, code, str(year), "", "", str(count)])
    rows.append(["West Bank", "PS0101", "Jenin", "2023", "", "", "350000"])
    return _csv(rows)


EVENT = {
    "id": "300001",
    "iso3": "PSE",
    "latitude": "31.43317",
    "longitude": "34.37793",
    "role": "Recommended figure",
    "qualifier": "total",
    "figure": "12000",
    "displacement_start_date": "2026-08-01",
    "displacement_end_date": "2026-08-07",
    "sources": "Site Management Cluster - Palestine",
    "source_url": "https://example.org/update",
    "locations_name": "Gaza Strip, Palestinian Territories",
    "locations_type": "Origin",
    "created_at": "2026-08-10T14:33:49.278023Z",
}
WEST_BANK = {
    "id": "300099",
    "latitude": "32.4",
    "longitude": "35.2",
    "locations_name": "Tulkarm, West Bank, Palestinian Territories",
}
EVENTS = (
    {},
    {"id": "300002", "figure": "3000", "displacement_start_date": "2026-08-08",
     "displacement_end_date": "2026-08-30"},
    {"id": "300003", "figure": "500", "displacement_start_date": "2026-08-20",
     "displacement_end_date": "2026-08-30", "qualifier": "more than or equal to"},
    {"id": "300004", "role": "Triangulation", "figure": "9"},
    WEST_BANK,
)  # fmt: skip


def events_csv(*rows: dict[str, str], hxl: bool = True) -> bytes:
    """IDMC's CSV: one event a dict of changed cells."""
    table = [list(UPSTREAM)]
    if hxl:
        tags = {"iso3": "#country+iso3", "figure": "#affected+displaced", "qualifier": "#total"}
        table.append([tags.get(name, "") for name in UPSTREAM])
    table += [[(EVENT | row)[name] for name in UPSTREAM] for row in rows]
    return _csv(table)


def casualties(last: date = date(2026, 10, 20), **changed: object) -> list[dict]:
    frame = embedded_estimates().frame
    ours = frame[(frame["measure"] == "deaths") & frame["source_title"].str.startswith("TechFor")]
    # Those embedded are what the upstream says: nothing is revised but on purpose.
    known = {row.as_of.date(): int(row.value) for row in ours.itertuples()}
    first, total = date(2023, 10, 7), 0
    made = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        total = known.get(day, total + (day > max(known)))
        made.append({"report_date": day.isoformat(), "ext_killed_cum": total})
    for day in made[-70:]:
        day["killed_cum"] = day["ext_killed_cum"]
    made[-1] |= changed
    return made


def orders_json(count: int = 12) -> list[dict]:
    return [
        {
            "id": 9000 + n,
            "date": f"2026-09-{n + 1:02d}",
            "source": "https://example.org/post",
            "link": f"https://gazamaps.com/displacement/{9000 + n}",
            "displacement_blocks": "47, 55, 103",
            "area_sq_km_displacement": "0.56",
        }
        for n in range(count)
    ]


def good_day(upstream: Upstream, shapefile: bytes) -> None:
    """Let every upstream answer as it should."""
    base = upstream.base
    files = {
        "pse_admin_boundaries.geojson.zip": boundaries_zip(),
        "municipal_boundaries.zip": shapefile,
        "pse_admpop_adm2.csv": population_csv(),
        "event_data_pse.csv": events_csv(*EVENTS),
    }
    for name, content in files.items():
        upstream.answers[f"/download/{name}"] = Answer(content)

    def package(query: dict[str, str]) -> Answer:
        kind, name = DATASETS.get(query.get("id", ""), ("", ""))
        if not name:
            return Answer(b'{"success": false}', 404)
        notes = {"format": "PDF", "name": "notes.pdf", "url": f"{base}/download/notes.pdf"}
        entry = {"format": kind, "name": name, "download_url": f"{base}/download/{name}"}
        result = {"title": name, "license_title": "CC BY-IGO", "resources": [notes, entry]}
        return as_json({"success": True, "result": result})

    upstream.answers["/api/3/action/package_show"] = package
    upstream.answers["/arcgis/query"] = arcgis(features())
    upstream.answers["/geoboundaries/"] = as_json(
        {
            "boundaryISO": "PSE",
            "boundaryYearRepresented": "2023",
            "boundaryLicense": "CC BY 3.0 IGO",
            "gjDownloadURL": f"{base}/download/geoboundaries.geojson",
        }
    )
    upstream.answers["/download/geoboundaries.geojson"] = Answer(geojson(geoboundaries_features()))
    upstream.answers["/deaths.json"] = as_json(casualties())
    upstream.answers["/orders.json"] = as_json(orders_json())


def arcgis(made: list[dict], *, most: int = 2, cut: int | None = None, pages: bool = True):
    """A service that gives ``most`` features a page, and after ``cut`` none at all.

    One that has no ``pages`` refuses to be asked for them, within an answer that says 200.
    """

    def answer(query: dict[str, str]) -> Answer:
        if query.get("returnCountOnly") == "true":
            return as_json({"count": len(made)})
        if not pages and {"resultOffset", "orderByFields", "resultRecordCount"} & set(query):
            return as_json({"error": {"code": 400, "message": "Pagination is not supported"}})
        last = len(made) if cut is None else cut
        start = int(query.get("resultOffset", 0))
        end = min(start + most, last) if pages else last
        told = {"type": "FeatureCollection", "features": made[start:end]}
        return as_json(told | ({"exceededTransferLimit": True} if end < len(made) else {}))

    return answer


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
