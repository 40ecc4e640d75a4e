"""What happened on the days of a moving picture: phases, large orders, ways that were shut.

All of it stands in the tables with its source, which each caption names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.phases import load_phases
from nuzuh.loaders.tables import Tables
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.regions import place_as_published
from nuzuh.scene.timeline import phase_names
from nuzuh.scene.translator import Translator

LARGE_KM2, LARGE_PEOPLE = 25.0, 100_000
"""Orders of at least as much land, or to as many people, are turning points."""
_MOST = 2
"""Of what fell on one day, how much a caption has room for."""
LEAST_MS = 1500
"""How long a caption stays at least, in ms."""


@dataclass(frozen=True)
class TurningPoint:
    """Something that changed who could stay or go.

    Attributes:
        day: the day on which it fell.
        text: what it was, with its source.
        weight: the heavier one is told where there is no time for both.
    """

    day: date
    text: str
    weight: float


def captions_of(
    points: Sequence[TurningPoint], days: Sequence[date], durations: Sequence[int], t: Translator
) -> tuple[str, ...]:
    """Return what each frame is captioned with; "" for nothing.

    A caption begins with the first frame that has come to its day, which it names, and stays
    for :data:`LEAST_MS` at least. What fell on one day is one caption; of two captions that
    would overlap the heavier is told.

    Args:
        points: what happened.
        days: of the frames.
        durations: how long each frame stays, in ms.
        t: the reader's language.
    """
    captions = [""] * len(days)
    by_weight = sorted(points, key=lambda point: (-point.weight, point.day, point.text))
    by_day: dict[date, list[str]] = {}
    for point in by_weight:
        if days[0] <= point.day <= days[-1]:
            by_day.setdefault(point.day, []).append(point.text)
    for told_on, texts in by_day.items():
        first = next(at for at, day in enumerate(days) if day >= told_on)
        last, stays = first, durations[first]
        while stays < LEAST_MS and last + 1 < len(days):
            last += 1
            stays += durations[last]
        if not any(captions[first : last + 1]):
            told = t("list.sep").join(texts[:_MOST])
            text = t("moving.caption", date=t.day(told_on), text=told)
            captions[first : last + 1] = [text] * (last + 1 - first)
    return tuple(captions)


def turning_points(
    tables: Tables, t: Translator, within: Sequence[str] = pc.GOVERNORATES
) -> list[TurningPoint]:
    """Return every turning point in the reader's language.

    Args:
        tables: where figures and orders are.
        t: the reader's language.
        within: governorates; orders for others are left out.
    """
    publishers = dict(zip(tables.estimates["id"], tables.estimates["publisher"], strict=True))
    issuers = dict(zip(tables.orders["id"], tables.orders["issuer"], strict=True))
    said_by = publishers | issuers
    issued = dict(zip(tables.orders["id"], tables.orders["issued_on"], strict=True))
    orders = tables.orders.to_dict("records")
    return [
        *_phases(issued, said_by, t),
        *_closures(said_by, t),
        *_orders(orders, said_by, t, set(within)),
    ]


def _source(ids: str, said_by: dict[str, str], t: Translator) -> str:
    """Who said so, each once, and the rows that hold it."""
    known = dict.fromkeys(said_by[name] for name in ids.split() if name in said_by)
    names = [t.isolated(speaker_name(name, t)) for name in known]
    return t("list.comma").join([*names, *map(t.isolated, ids.split())])


def _phases(
    issued: dict[str, Any], said_by: dict[str, str], t: Translator
) -> Iterator[TurningPoint]:
    """Phases; one that is named for an order is told on the day of that order."""
    names = phase_names(t.lang)
    for row in load_phases().frame.to_dict("records"):
        if row["start"] == row["end"]:
            continue  # the one day before the war
        source = _source(row["evidence"], said_by, t)
        text = t("moving.caption.phase", name=names[row["phase"]], source=source)
        day = issued.get(row["evidence"], row["start"]).date()
        yield TurningPoint(day, text, 3.0)


def _closures(said_by: dict[str, str], t: Translator) -> Iterator[TurningPoint]:
    for row in load_closures().frame.to_dict("records"):
        ends = {
            name: place_as_published(row[f"{name}s"].split(), t)
            for name in ("origin", "destination")
        }
        source = _source(row["evidence"], said_by, t)
        text = t(f"moving.caption.{row['how']}", **ends, source=source)
        yield TurningPoint(row["first_day"].date(), text, 2.0)
        # What was restricted was never shut, and what followed was no free way.
        then = "reopened" if row["how"] == "closed" else "eased"
        text = t(f"moving.caption.{then}", **ends, source=source)
        yield TurningPoint(row["last_day"].date() + timedelta(days=1), text, 2.0)


def _orders(
    rows: Sequence[dict[Any, Any]], said_by: dict[str, str], t: Translator, within: set[str]
) -> Iterator[TurningPoint]:
    for row in rows:
        told_before = row["same_order_as"] or row["repeats_order"]
        pcodes = row["pcodes"].split()
        if row["kind"] != "order" or told_before or within.isdisjoint(pcodes):
            continue
        # NaN, for what is not stated, is never as large.
        land, people = row["area_km2"] / LARGE_KM2, row["people_affected_high"] / LARGE_PEOPLE
        size = max((part for part in (land, people) if part >= 1), default=0.0)
        if not size:
            continue
        names = t("list.comma").join(governorate_name(pcode, t.lang) for pcode in pcodes)
        source = _source(row["id"], said_by, t)
        text = t("moving.caption.order", areas=names, source=source)
        # Never as heavy as the end of a phase.
        yield TurningPoint(row["issued_on"].date(), text, 1 - 1 / (1 + size))
