"""How each publisher's figures have lain so far: to the reconstruction, and to what others said.

Distances, and no verdict: the reconstruction rests on these very figures, and who stands alone
and is right is far from everybody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.same_question import of_others, same_answers
from nuzuh.evidence.statements import Statement, speaker_of
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.record_words import predicted_of
from nuzuh.scene.translator import Translator

FEW = 3
"""Of fewer figures nothing is said about how a publisher's lie to the others."""
RANGED = 5
"""Of fewer figures no range is told."""
_MOST = (0.1, 0.9)
"""Ends between which four in five of a publisher's figures lie."""

ORDERS = ("figures", "house", "balance", "others", "weak", "name")
"""How publishers can be ordered: most figures first; those furthest off first, by their figures of
people who moved, from the reconstruction, from other publishers; most doubtful figures first."""


@dataclass(frozen=True)
class Distance:
    """How far figures lie from what they are held against.

    Attributes:
        figures: how many were held against it.
        times: the median of how many times as high or as low one is, never under 1; nan for none.
    """

    figures: int = 0
    times: float = math.nan


@dataclass(frozen=True)
class PublisherRecord:
    """How a publisher's figures have lain so far.

    Attributes:
        figures: how many are its own or passed on by it.
        repeated: how many of them repeat a statement told elsewhere.
        weak: how many have a doubtful date or author.
        house: figures of people who moved that its house effect rests on; 0 for none.
        factor: how many times as high as the reconstruction these stand on the whole.
        low, high: between how many times four in five of them stand; nan for too few.
        balance: distance from the reconstruction.
        others: distance from the median of other publishers on the same question and days.
    """

    figures: int
    repeated: int
    weak: int
    house: int = 0
    factor: float = math.nan
    low: float = math.nan
    high: float = math.nan
    balance: Distance = Distance()
    others: Distance = Distance()


@remembered(maxsize=2)
def publisher_records(tables: Tables) -> Mapping[str, PublisherRecord]:
    """Return how the figures of each publisher in use have lain so far, by its name.

    What it passes on for somebody else counts among its figures; only its own are held against
    the reconstruction and against others.
    """
    estimates = tables.estimates
    lines, scales = pd.DataFrame(), pd.DataFrame(columns=["family", "publisher"])
    with suppress(BalanceError):
        reconstruction = load_reconstruction(tables)
        lines, scales = reconstruction.rows, reconstruction.scales
    moved = scales[scales["family"] == "moved"].set_index("publisher")
    ratios = _to_balance(lines, estimates)
    apart = _to_others(same_answers(tables))
    told = {}
    for name, rows in estimates.groupby("publisher"):
        own = ratios[ratios["speaker"] == name]
        people = own.loc[own["moved"], "ratio"]
        ends = people.quantile(_MOST) if len(people) >= RANGED else (math.nan, math.nan)
        has_house = name in moved.index
        told[str(name)] = PublisherRecord(
            figures=len(rows),
            repeated=int((rows["repeats"] != "").sum()),
            weak=int(rows["weak"].sum()),
            house=int(moved.loc[name, "rows"]) if has_house else 0,
            factor=float(moved.loc[name, "house"]) if has_house else math.nan,
            low=float(min(ends)),
            high=float(max(ends)),
            balance=distance_of(own["ratio"]),
            others=distance_of(apart.get(str(name), ())),
        )
    return told


def _to_balance(lines: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Numbers of people and movements that are used, over what the reconstruction has for them."""
    about = estimates.set_index("id")[["speaker", "measure", "counting", "unit"]]
    found = []
    for line in lines.to_dict("records"):
        row = about.loc[line["id"]]
        if line["weight"] <= 0 or row["unit"] not in ("people", "movements"):
            continue
        middle = (line["published_low"] + line["published_high"]) / 2
        has = predicted_of(line)
        # A bound has no middle: it is not held against a number.
        if middle > 0 and has > 0:
            is_moved = row["measure"] == "movement" and row["counting"] == "people"
            found.append((row["speaker"], middle / has, is_moved))
    return pd.DataFrame(found, columns=["speaker", "ratio", "moved"]).astype({"moved": bool})


def _to_others(answers: Mapping[str, tuple[Statement, ...]]) -> dict[str, list[float]]:
    """Numbers of each speaker over the median of the others' on the same question and days."""
    found: dict[str, list[float]] = {}
    for name, same in answers.items():
        one = next(answer for answer in same if answer.figure.id == name)
        rivals = [other.figure for other in of_others(one, same)]
        numbers = [n for n in map(_number, rivals) if n]
        own = _number(one.figure)
        if own and numbers:
            found.setdefault(speaker_of(one), []).append(own / float(np.median(numbers)))
    return found


def _number(figure: object) -> float:
    """A figure's number, or the middle of its range; 0 for a bound, which has neither."""
    value, low, high = (getattr(figure, part) for part in ("value", "low", "high"))
    if value is not None:
        return float(value)
    return (low + high) / 2 if low is not None and high is not None else 0.0


def distance_of(ratios: Iterable[float]) -> Distance:
    """Return the median distance of figures, twice as much being as far as half as much.

    >>> distance_of([2.0, 0.5, 1.0])
    Distance(figures=3, times=2.0)
    """
    logs = [abs(math.log(ratio)) for ratio in ratios]
    return Distance(len(logs), math.exp(float(np.median(logs)))) if logs else Distance()


def in_order(records: Mapping[str, PublisherRecord], order: str) -> list[str]:
    """Return the names of publishers in an order of :data:`ORDERS`.

    Of whom too little is known for it, whoever has more figures comes first, at the end.
    """

    def key(name: str) -> tuple[float, int, str]:
        one = records[name]
        off = {
            "house": abs(math.log(one.factor)) if one.house >= FEW else -1.0,
            "balance": one.balance.times if one.balance.figures >= FEW else -1.0,
            "others": one.others.times if one.others.figures >= FEW else -1.0,
            "weak": one.weak / one.figures if one.figures >= FEW else -1.0,
        }.get(order, 0.0)
        return (-off, 0 if order == "name" else -one.figures, name.casefold())

    return sorted(records, key=key)


def house_text(one: PublisherRecord, t: Translator) -> str:
    """Return how a publisher's figures of people who moved lie to all others; "" for none."""
    if not one.house:
        return ""
    times = round(one.factor, 1)
    if one.house < FEW:
        return t("sources.house.few")
    way = "even" if times == 1 else "above" if times > 1 else "below"
    told = t(f"sources.house.{way}", times=t.number(times, decimals=1))
    if math.isnan(one.low):
        return told
    low, high = (t.number(end, decimals=1) for end in (one.low, one.high))
    return t("sources.house.range", told=told, low=low, high=high)


def distance_text(distance: Distance, t: Translator) -> str:
    """Return a median distance in words, with how many figures it rests on; "" for none."""
    if not distance.figures:
        return ""
    if distance.figures < FEW:
        return t("sources.house.few")
    percent = t.number(round(100 * (distance.times - 1))) + t("unit.percent")
    return t("sources.off", percent=percent, n=t.number(distance.figures))


def doubts_text(one: PublisherRecord, t: Translator) -> str:
    """Return how many of a publisher's figures repeat others, and how many are doubtful."""
    parts = [
        t(f"sources.doubts.{part}", n=t.number(count))
        for part, count in (("repeated", one.repeated), ("weak", one.weak))
        if count
    ]
    return t("list.sep").join(parts) or "–"
