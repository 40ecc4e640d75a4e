"""Made-up movement records by the hundred million, in Parquet: one folder a day in UTC.

``python -m benchmarks.madeup_records FOLDER --rows 100M``. The numbers mean nothing; they are as
many and as uneven as real ones: places by how many people live there, hours of the day as people
are awake, most ways short. The same arguments give the same records, whatever writes them.

Each record has its place in every form that a mapping may name, of one and the same point:
P-code, coordinates and cell of H3. So what is counted of one form can be held against another.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import h3
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from benchmarks.record_files import FIRST, RESOLUTION, day_file
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.baseline import people_before_the_war

A_DAY = 1_000_000
"""Records of a day where nothing else is said: half of the people seen once or twice each."""
ROW_GROUP = 250_000
"""Rows that an engine reads at once: two workers share a day's file."""
SEED = 7
_POINTS, _MIDDLES = 300_000, 150
_SPREAD = 0.006
"""Degrees around a middle in which its points lie: some 600 metres."""
_OUTSIDE = 0.01
"""Share of the points that lie outside the Strip."""
_PERSONS = 1_200_000
_STAYS, _NEAR = 0.25, 0.6
"""Shares of movements that end where they begin, and in the same governorate."""
_HOURS = (2, 1, 1, 1, 2, 4, 7, 9, 10, 10, 10, 9, 9, 9, 9, 9, 10, 10, 9, 8, 7, 6, 4, 3)
"""How many records each hour has beside the others."""
_UNITS = {"k": 10**3, "M": 10**6, "G": 10**9}


@dataclass(frozen=True)
class Points:
    """Where records can be, ordered by area, each point with each of its names.

    Attributes:
        area: number of the area of each, in the order of ``areas``.
        areas: P-codes, and ``EXT`` last.
        latitude, longitude: in degrees, to five decimals.
        cell: number of the H3 cell of each, in the order of ``cells``.
        cells: H3 cells as text.
        share: summed shares of the records that are at a point or before it.
        ends: first point of each area, and how many there are.
    """

    area: np.ndarray
    areas: tuple[str, ...]
    latitude: np.ndarray
    longitude: np.ndarray
    cell: np.ndarray
    cells: tuple[str, ...]
    share: np.ndarray
    ends: np.ndarray


@lru_cache(maxsize=2)
def points(seed: int = SEED, many: int = _POINTS) -> Points:
    """Return points around made-up middles: in each governorate as many as people lived there."""
    random = np.random.default_rng(seed)
    shapes = load_boundaries().frame.set_index("pcode")["geometry"].to_dict()
    people = people_before_the_war()
    whole = sum(people.values())
    strip = shapely.union_all(list(shapes.values()))
    found = [
        _inside(shapes[pcode], round(many * (1 - _OUTSIDE) * people[pcode] / whole), random)
        for pcode in pc.GOVERNORATES
    ]
    west, south, east, north = strip.bounds
    around = random.uniform((west - 0.3, south - 0.3), (east + 0.3, north + 0.3), (many, 2))
    away = around.round(5)[~shapely.intersects_xy(strip, around.round(5))]
    found.append(away[: round(many * _OUTSIDE)])
    sizes = np.array([len(one) for one in found])
    longitude, latitude = np.concatenate(found).T
    names = np.array(
        [h3.latlng_to_cell(*one, RESOLUTION) for one in zip(latitude, longitude, strict=True)]
    )
    cells, cell = np.unique(names, return_inverse=True)
    # Few places have many records, many have few.
    weight = random.pareto(1.5, sizes.sum()) + 0.1
    ends = np.concatenate(([0], sizes.cumsum()))
    return Points(
        np.repeat(np.arange(len(found)), sizes),
        (*pc.GOVERNORATES, pc.EXTERIOR),
        latitude,
        longitude,
        cell,
        tuple(cells.tolist()),
        weight.cumsum() / weight.sum(),
        ends,
    )


def _inside(shape: shapely.Geometry, many: int, random: np.random.Generator) -> np.ndarray:
    """Return points in a shape as columns of longitude and latitude, thick around some middles."""
    west, south, east, north = shape.bounds
    middles = random.uniform((west, south), (east, north), (_MIDDLES * 20, 2))
    middles = middles[shapely.contains_xy(shape, middles)][:_MIDDLES]
    found = np.empty((0, 2))
    while len(found) < many:
        near = middles[random.integers(len(middles), size=2 * many)]
        tried = (near + random.normal(scale=_SPREAD, size=near.shape)).round(5)
        found = np.concatenate((found, tried[shapely.contains_xy(shape, tried)]))
    return found[:many]


def day_of_movements(day: date, rows: int, seed: int = SEED) -> pa.Table:
    """Return the movements of one day in UTC, in the order of their moments.

    Columns: ``moment`` (UTC), ``person``, ``devices``, and for ``from`` and ``to`` each
    ``_pcode``, ``_lat``, ``_lon`` and ``_h3``.
    """
    random, known = _random(day, seed), points(seed)
    start = _drawn(random.random(rows), known)
    lot = random.random(rows)
    low, high = (np.concatenate(([0.0], known.share))[known.ends][area:][:6] for area in (0, 1))
    of = known.area[start]
    within = low[of] + random.random(rows) * (high[of] - low[of])
    anywhere = random.random(rows)
    end = _drawn(np.where(lot < _STAYS + _NEAR, within, anywhere), known)
    end = np.where(lot < _STAYS, start, end)
    return pa.table(
        {**_common(day, rows, random), **_place("from_", start, known), **_place("to_", end, known)}
    )


def day_of_presence(day: date, rows: int, seed: int = SEED) -> pa.Table:
    """Return who was seen on one day in UTC: as movements, with one place, without a prefix."""
    random, known = _random(day, seed), points(seed)
    at = _drawn(random.random(rows), known)
    return pa.table({**_common(day, rows, random), **_place("", at, known)})


def _random(day: date, seed: int) -> np.random.Generator:
    return np.random.default_rng((seed, day.toordinal()))


def _drawn(lots: np.ndarray, known: Points) -> np.ndarray:
    return np.minimum(np.searchsorted(known.share, lots), len(known.share) - 1)


def _common(day: date, rows: int, random: np.random.Generator) -> dict[str, pa.Array]:
    hours = np.array(_HOURS) / sum(_HOURS)
    seconds = random.choice(24, rows, p=hours) * 3600 + random.integers(3600, size=rows)
    begin = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    moments = pa.array((np.sort(seconds) + begin) * 1_000_000)
    return {
        "moment": moments.cast(pa.timestamp("us", "UTC")),
        "person": pa.array(random.integers(_PERSONS, size=rows)),
        "devices": pa.array(random.geometric(0.7, rows).astype(np.int32)),
    }


def _place(prefix: str, at: np.ndarray, known: Points) -> dict[str, pa.Array]:
    return {
        f"{prefix}pcode": _named(known.area[at], known.areas),
        f"{prefix}lat": pa.array(known.latitude[at]),
        f"{prefix}lon": pa.array(known.longitude[at]),
        f"{prefix}h3": _named(known.cell[at], known.cells),
    }


def _named(numbers: np.ndarray, names: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), list(names))


def write_records(
    folder: Path,
    days: int,
    a_day: int = A_DAY,
    made: Callable[[date, int, int], pa.Table] = day_of_movements,
    seed: int = SEED,
    workers: int = 2,
) -> Iterator[Path]:
    """Write records, and name the file of each day when it is there.

    Args:
        folder: into which ``day=YYYY-MM-DD/part-0.parquet`` go.
        days: how many from :data:`FIRST`.
        a_day: records of each.
        made: what makes a day.
        seed: another gives other records.
        workers: days that are made at once.
    """
    points(seed)

    def write(number: int) -> Path:
        day = FIRST + timedelta(number)
        file = day_file(folder, number)
        file.parent.mkdir(parents=True, exist_ok=True)
        table = made(day, a_day, seed)
        # Coordinates as they come: real ones do not repeat.
        few = [name for name in table.column_names if name.endswith(("pcode", "h3", "devices"))]
        pq.write_table(table, file, row_group_size=ROW_GROUP, use_dictionary=few)
        return file

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(write, range(days))


def rows_told(text: str) -> int:
    """Return a number of rows as a command tells it.

    >>> rows_told("100M"), rows_told("2_000")
    (100000000, 2000)
    """
    number, unit = (text[:-1], text[-1]) if text[-1:] in _UNITS else (text, "")
    return int(number.replace(",", "")) * _UNITS.get(unit, 1)


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(description="Write made-up movement records.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=rows_told, default=rows_told("10M"))
    parser.add_argument("--a-day", type=rows_told, default=A_DAY)
    parser.add_argument("--kind", choices=("movement", "presence"), default="movement")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    made = day_of_movements if given.kind == "movement" else day_of_presence
    days = max(1, round(given.rows / given.a_day))
    for file in write_records(given.folder, days, given.a_day, made, given.seed):
        print(file)


if __name__ == "__main__":
    main()
