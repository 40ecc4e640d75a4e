"""Ways to count movement records by day and pair of governorates: nuzuh's own, and others.

``python -m benchmarks.record_counters NAME FOLDER DAYS`` counts in one of them and prints what it
counted, as JSON. What a way needs it imports itself, so that its process holds nothing else.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.record_files import FIRST, RESOLUTION, day_file

PART, LITTLE = 10, 2
"""Days that pandas and Spark are given, and GeoPandas."""
SPARK = Path(__file__).resolve().parents[1] / "build/tools/spark"
"""Where PySpark lies, apart: whatever can import it does, at each start."""
_GAZA = "Asia/Gaza"
_OUTSIDE = "EXT"
_COORDINATES = ("from_lat", "from_lon", "to_lat", "to_lon")

Cells = dict[tuple[str, str, str], int]
"""Records by day in Gaza, origin and destination."""


def last_day(days: int) -> date:
    """Return the last day in Gaza of so many days in UTC, which is the last that is whole."""
    return FIRST + timedelta(days - 1)


def nuzuh_cells(folder: Path, days: int, kind: str, address: str | None = None) -> Cells:
    """Count through nuzuh: what is not withheld, rounded."""
    from nuzuh.loaders.records.counts import ALL
    from nuzuh.loaders.records.engine import connect
    from nuzuh.loaders.records.mapping import Mapping, Place, Source, Time
    from nuzuh.loaders.records.running import count_records

    def place(prefix: str) -> Place:
        if kind == "coordinates":
            return Place("coordinates", latitude=f"{prefix}lat", longitude=f"{prefix}lon")
        if kind == "h3":
            return Place("h3", f"{prefix}h3", resolution=RESOLUTION)
        return Place("pcode", f"{prefix}pcode")

    mapping = Mapping(
        file=folder / "records.yaml",
        name="made-up",
        publisher="Made up",
        title="Made-up records",
        kind="movement",
        source=Source(tuple(_files(folder, days)), "parquet"),
        time=Time("moment"),
        place=place("to_"),
        origin=place("from_"),
        outside=True,
        stays=True,
        first=FIRST,
        last=last_day(days),
    )
    with connect(address) as engine:
        frame = count_records(mapping, engine).frame
    shown = frame[
        frame["amount"].notna() & (frame["origin"] != ALL) & (frame["destination"] != ALL)
    ]
    return {
        (str(row.day), row.origin, row.destination): int(row.amount) for row in shown.itertuples()
    }


def sql_cells(folder: Path, days: int) -> Cells:
    """Count with DuckDB, asked in SQL by hand, all days at once: what nuzuh's own way costs."""
    import duckdb

    engine = duckdb.connect()
    engine.execute("SET threads = 2")
    rows = engine.execute(
        f"""
        SELECT CAST(timezone('{_GAZA}', moment) AS DATE) AS day, from_pcode, to_pcode, count(*)
        FROM read_parquet('{folder}/*/*.parquet', hive_partitioning = true)
        WHERE day < DATE '{FIRST + timedelta(days)}' GROUP BY ALL
        """  # noqa: S608
    ).fetchall()
    return _cells(rows, days)


def polars_cells(folder: Path, days: int) -> Cells:
    """Count with Polars as it streams."""
    import polars as pl

    day = pl.col("moment").dt.convert_time_zone(_GAZA).dt.date().alias("on")
    asked = (
        pl.scan_parquet(_files(folder, days))
        .group_by(day, "from_pcode", "to_pcode")
        .agg(pl.len().alias("amount"))
    )
    return _cells(asked.collect(engine="streaming").rows(), days)


def pandas_cells(folder: Path, days: int) -> Cells:
    """Count with pandas, all rows in memory at once."""
    import pandas as pd

    columns = ["moment", "from_pcode", "to_pcode"]
    frame = pd.concat([pd.read_parquet(file, columns=columns) for file in _files(folder, days)])
    day = frame["moment"].dt.tz_convert(_GAZA).dt.date
    found = frame.groupby([day, "from_pcode", "to_pcode"], observed=True).size()
    return _cells(((*key, value) for key, value in found.items()), days)


def geopandas_cells(folder: Path, days: int) -> Cells:
    """Count by coordinates with GeoPandas: a join of points with governorates."""
    import geopandas as gpd
    import pandas as pd

    from nuzuh.loaders.areas import load_boundaries

    areas = load_boundaries().frame[["pcode", "geometry"]]
    parts = []
    for file in _files(folder, days):
        frame = pd.read_parquet(file, columns=["moment", *_COORDINATES])
        named = {"on": frame["moment"].dt.tz_convert(_GAZA).dt.date}
        for end in ("from", "to"):
            at = gpd.points_from_xy(frame[f"{end}_lon"], frame[f"{end}_lat"], crs=areas.crs)
            found = gpd.GeoDataFrame(geometry=at).sjoin(areas, how="left", predicate="intersects")
            named[end] = found.loc[~found.index.duplicated(), "pcode"].fillna(_OUTSIDE)
        parts.append(pd.DataFrame(named).value_counts())
    total = pd.concat(parts).groupby(level=[0, 1, 2]).sum()
    return _cells(((*key, value) for key, value in total.items()), days)


def _files(folder: Path, days: int) -> list[Path]:
    return [day_file(folder, number) for number in range(days)]


def _cells(rows: Any, days: int) -> Cells:
    """Return counts of whole days: the last day in UTC ends after midnight in Gaza."""
    return {
        (str(day), origin, destination): int(amount)
        for day, origin, destination, amount in rows
        if str(day) <= str(last_day(days))
    }


@dataclass(frozen=True)
class Contender:
    """One way to count.

    Attributes:
        name: as ``--only`` and the table name it.
        count: counts so many days of a folder.
        alike: name of the group that counts the same.
        days: the most that it is given; None for all.
        apart: share of the records that it may count elsewhere than others do.
        needs: package that it takes; "" for none but nuzuh's own.
    """

    name: str
    count: Callable[[Path, int], Cells]
    alike: str
    days: int | None = None
    needs: str = "ibis"
    apart: float = 0.0


def _nuzuh(kind: str, address: str | None = None) -> Callable[[Path, int], Cells]:
    return lambda folder, days: nuzuh_cells(folder, days, kind, address)


CONTENDERS = {
    one.name: one
    for one in (
        Contender("nuzuh-pcodes", _nuzuh("pcode"), "pcodes"),
        Contender("nuzuh-coordinates", _nuzuh("coordinates"), "coordinates"),
        Contender("nuzuh-h3", _nuzuh("h3"), "h3"),
        Contender("sql-pcodes", sql_cells, "pcodes", needs="duckdb"),
        Contender("polars-pcodes", polars_cells, "pcodes", needs="polars"),
        Contender("pandas-pcodes", pandas_cells, "pcodes", PART, needs=""),
        # Outlines to the point; nuzuh's cells of 50 metres lie across borders now and then.
        Contender("geopandas-coordinates", geopandas_cells, "coordinates", LITTLE, "", 0.01),
        Contender("spark-pcodes", _nuzuh("pcode", "local[2]"), "pcodes", PART, "pyspark"),
        Contender(
            "spark-coordinates", _nuzuh("coordinates", "local[2]"), "coordinates", PART, "pyspark"
        ),
    )
}


def here(contender: Contender) -> bool:
    """Return whether a contender can run on this machine."""
    if contender.needs == "pyspark":
        return (SPARK / "pyspark").is_dir() and shutil.which("java") is not None
    return not contender.needs or importlib.util.find_spec(contender.needs) is not None


def main(name: str, folder: str, days: str) -> None:
    """Count, and print what was counted on the last line: Spark may have written others."""
    cells = CONTENDERS[name].count(Path(folder), int(days))
    print(json.dumps([[*key, amount] for key, amount in cells.items()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
