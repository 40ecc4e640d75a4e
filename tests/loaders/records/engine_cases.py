"""Records in every form that a mapping may name, for engines to be held to each other.

``python -m tests.loaders.records.engine_cases FOLDER ADDRESS`` counts all of them on an engine and
prints what came of each as JSON; a test does so in a process that has PySpark on its path.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import h3
import numpy as np
import pandas as pd

from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.records.area_of_points import areas_of_points
from nuzuh.loaders.records.engine import Engine, connect
from nuzuh.loaders.records.mapping import Amount, Mapping, Place, Privacy, Source, Time
from nuzuh.loaders.records.running import count_records

FIRST, LAST = date(2025, 10, 24), date(2025, 10, 26)
"""Clocks in Gaza were put back in the night to 25 October."""
ROWS, PERSONS, RESOLUTION = 6_000, 900, 9
PCODE = Place("pcode", "to_pcode")
SOURCE = "records.parquet"
NAMES = {
    "PS0255": "North Gaza",
    "PS0260": "Gaza",
    "PS0265": "Deir al-Balah",
    "PS0270": "Khan Younis",
    "PS0275": "رفح",
}
PLACES = ("pcode", "name", "coordinates", "h3", "block")


def records(seed: int = 1) -> pd.DataFrame:
    """Return movements with each place in all forms, and their moment, count and weight too.

    Most are between a few areas, so that counts of some pairs are few. Some lie outside the
    Strip, some have no place, or one that is not known.
    """
    random = np.random.default_rng(seed)
    seconds = random.integers(1_761_249_600, 1_761_602_400, ROWS)
    moment = pd.to_datetime(pd.Series(seconds), unit="s", utc=True).dt.as_unit("us")
    columns: dict[str, object] = {
        "moment": moment,
        "watch": moment.dt.floor("8h"),
        "clock": moment.dt.tz_convert("Asia/Jerusalem").dt.tz_localize(None),
        "told": [f"{one:%Y-%m-%dT%H:%M:%S}+02:00" for one in moment + pd.Timedelta(hours=2)],
        "day": moment.dt.tz_convert("Asia/Gaza").dt.date,
        "seconds": seconds,
        "milliseconds": seconds * 1_000 + random.integers(1_000, size=ROWS),
        "person": random.integers(PERSONS, size=ROWS),
        "devices": random.geometric(0.5, ROWS),
        "weight": random.integers(1, 400, ROWS) / 8,
    }
    for end in ("from", "to"):
        columns |= {f"{end}_{name}": made for name, made in _places(random).items()}
    return pd.DataFrame(columns)


def _places(random: np.random.Generator) -> dict[str, object]:
    blocks = load_blocks().frame
    # Centres are known to a hundred metres, and some lie across a border.
    there = areas_of_points(blocks["longitude"].to_numpy(), blocks["latitude"].to_numpy())
    blocks = blocks[blocks["pcode"] == there]
    # Blocks are numbered by area: the first ones of each governorate are most of all.
    share = 1 / (blocks.groupby("pcode").cumcount() + 1.0) ** 2
    at = random.choice(len(blocks), ROWS, p=share / share.sum())
    found = blocks.iloc[at].reset_index(drop=True)
    places = pd.DataFrame(
        {
            "pcode": found["pcode"],
            "name": found["pcode"].map(NAMES),
            "block": found["block"].astype(str),
            "latitude": found["latitude"],
            "longitude": found["longitude"],
        }
    )
    lot = random.random(ROWS)
    away, nowhere = lot < 0.03, (lot >= 0.03) & (lot < 0.05)
    places.loc[away, ["pcode", "name", "block"]] = ["EXT", "Cairo", "9999"]
    places.loc[away, ["latitude", "longitude"]] = [30.05, 31.24]
    places["h3"] = [
        h3.latlng_to_cell(*one, RESOLUTION)
        for one in zip(places["latitude"], places["longitude"], strict=True)
    ]
    places.loc[nowhere] = None
    return dict(places.items())


def write(folder: Path) -> None:
    """Write the records as Parquet, as CSV, and as folders of their days."""
    frame = records()
    frame.to_parquet(folder / SOURCE, index=False)
    frame.drop(columns=["moment", "clock", "watch"]).to_csv(folder / "records.csv", index=False)
    for day, part in frame.groupby(frame["moment"].dt.date):
        file = folder / "parts" / f"day_utc={day}" / "part.parquet"
        file.parent.mkdir(parents=True)
        part.to_parquet(file, index=False)


def place(kind: str, end: str) -> Place:
    """Return a place of a kind as the records have it."""
    if kind == "coordinates":
        return Place("coordinates", latitude=f"{end}_latitude", longitude=f"{end}_longitude")
    if kind == "h3":
        return Place("h3", f"{end}_h3", resolution=RESOLUTION)
    areas = (("Cairo", "EXT"),) if kind == "name" else ()
    return Place(kind, f"{end}_{kind}", areas=areas)


def cases(folder: Path) -> dict[str, Mapping]:
    """Return mappings by name: of every place, amount, time and format, changed one by one."""
    plain = Mapping(
        file=folder / "records.yaml",
        name="made-up",
        publisher="Made up",
        title="Made-up records",
        kind="movement",
        source=Source((folder / SOURCE,), "parquet"),
        time=Time("moment"),
        place=PCODE,
        origin=replace(PCODE, column="from_pcode"),
        outside=True,
        first=FIRST,
        last=LAST,
    )
    csv = Source((folder / "records.csv",), "csv")
    presence = replace(plain, kind="presence", origin=None)
    found = {"plain": plain, "presence": presence}
    for kind in PLACES:
        ends = {"origin": place(kind, "from"), "place": place(kind, "to")}
        found[f"place {kind}"] = replace(plain, **ends)
        found[f"CSV {kind}"] = replace(plain, **ends, source=csv, time=Time("told"))
    amounts = {
        "count": Amount("count", "devices"),
        "weight": Amount("weight", "weight", weight_of_a_person=12.5),
        "person": Amount(person="person"),
        "person and count": Amount("count", "devices", person="person"),
    }
    for name, amount in amounts.items():
        found[f"amount {name}"] = replace(plain, amount=amount)
        found[f"presence {name}"] = replace(presence, amount=amount, time=Time("watch"))
    times = {
        "clock": Time("clock", zone="Asia/Jerusalem"),
        "day": Time("day", "day"),
        "seconds": Time("seconds", "seconds"),
        "milliseconds": Time("milliseconds", "milliseconds"),
        "text": Time("told"),
    }
    for name, time in times.items():
        found[f"time {name}"] = replace(plain, time=time)
    for name in ("day", "seconds", "milliseconds"):
        found[f"CSV {name}"] = replace(plain, time=times[name], source=csv)
    found["folders"] = replace(plain, source=Source((folder / "parts",), "parquet"))
    found["stays"] = replace(plain, stays=True, outside=False)
    found["movements of persons"] = replace(
        plain, counting="movements", amount=Amount(person="person")
    )
    found["high threshold"] = replace(plain, privacy=Privacy(40, 10))
    return found


def told(mapping: Mapping, engine: Engine) -> dict[str, object]:
    """Return all that an engine hands over of a mapping, in what JSON holds."""
    counts = count_records(mapping, engine)
    return {
        "cells": [
            [str(day), origin, destination, None if pd.isna(amount) else int(amount)]
            for day, origin, destination, amount in counts.frame.itertuples(index=False)
        ],
        "records": counts.records,
        "withheld": counts.withheld,
        "all": counts.cells,
        "left out": sorted([one.why, one.records] for one in counts.left_out),
    }


def main(folder: str, address: str) -> None:
    """Count all cases on one engine; the last line that it writes is what came of them."""
    with connect(address) as engine:
        found = {name: told(mapping, engine) for name, mapping in cases(Path(folder)).items()}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
