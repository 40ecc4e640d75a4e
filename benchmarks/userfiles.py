"""How long the check of a large file takes, beside a plain reading of the same bytes; and memory.

The largest files that are read, up to 50,000 rows and 10,000 features. Linux alone tells how much
memory a process took at most.
"""

from __future__ import annotations

import io
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

from nuzuh.loaders.apart import Limits, Workers
from nuzuh.loaders.user import check, limits
from nuzuh.loaders.user.warm import warm

BUDGET_SECONDS, BUDGET_MB = 10, 500
ROWS, FEATURES, TEN = min(limits.ROWS, 50_000), min(limits.FEATURES, 10_000), 10
RUNS = 3
AMPLE = Limits(memory=4_000_000_000, processor=300, time=600, answer=1_000_000_000)
AREAS = ("Rafah", "Khan Younis", "Gaza", "North Gaza", "Deir al-Balah")


def table(rows: int) -> bytes:
    """Return a CSV file of so many figures."""
    lines = ["date,area,value,measure,publisher,source"]
    days = pd.date_range("2023-10-07", periods=730).strftime("%Y-%m-%d")
    lines += [
        f"{days[n % 730]},{AREAS[n % 5]},{1_000 + n},people_present,Us,Survey {n}"
        for n in range(rows)
    ]
    return "\n".join(lines).encode()


def polygons(features: int) -> bytes:
    """Return a GeoJSON file of so many squares, none on another."""
    side, step = 0.0001, 0.0003

    def feature(n: int) -> dict[str, object]:
        x, y = 34.3 + n % 100 * step, 31.34 + n // 100 * step
        ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        properties = {"name": f"Block {n}", "issued": "2025-08-20"}
        return {"type": "Feature", "properties": properties, "geometry": shape}

    return json.dumps(
        {"type": "FeatureCollection", "features": [*map(feature, range(features))]}
    ).encode()


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds of computing, and MB beyond what this process held before."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    before = pages * resource.getpagesize()
    begin = time.process_time()
    work()
    seconds = time.process_time() - begin
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return seconds, (most - before) / 1e6


def line(
    workers: Workers, name: str, content: bytes, plain: Callable[[], object], alike: str
) -> str:
    """Return what a check takes beside a plain reading, both in processes of the same kind."""
    checks = [
        workers.run(partial(measured, partial(check, content, name)), AMPLE) for _ in range(RUNS)
    ]
    reads = [workers.run(partial(measured, plain), AMPLE) for _ in range(RUNS)]
    seconds, memory = statistics.median(s for s, _ in checks), max(mb for _, mb in checks)
    kept = "within" if seconds <= BUDGET_SECONDS and memory <= BUDGET_MB else "ABOVE"
    ratio = seconds / statistics.median(s for s, _ in reads)
    return (
        f"{seconds:6.2f} s ({ratio:.0f}x {alike}), {memory:4.0f} MB at most: "
        f"{kept} the budget of {BUDGET_SECONDS} s and {BUDGET_MB} MB"
    )


def main() -> None:
    """Measure and print."""
    if sys.platform != "linux":
        print("a reader's file: not measured, it takes Linux")
        return
    workers = Workers(way="here")
    warm()
    print("check of a reader's file, median of computing (it waits for nothing):")
    for number in (TEN, ROWS):
        content = table(number)
        plain = partial(pd.read_csv, io.BytesIO(content))
        told = line(workers, "mine.csv", content, plain, "pandas.read_csv")
        print(f"  {number:>6,} rows     {told}")
    content = polygons(FEATURES)
    plain = partial(gpd.read_file, io.BytesIO(content))
    told = line(workers, "mine.geojson", content, plain, "geopandas.read_file")
    print(f"  {FEATURES:>6,} features {told}")


if __name__ == "__main__":
    main()
