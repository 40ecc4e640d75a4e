"""What the figures of the ledger are held against, and the orders in which they can stand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.same_question import same_answers
from nuzuh.evidence.statements import QUESTIONS, Statement, question_of, speaker_of
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.measure_groups import people_first

ORDERS = ("newest", "question", "spread", "distance", "since", "publisher")
"""How figures can be ordered: those of people first and the newest first; by the question that
they answer; those whose publishers are furthest apart first; those furthest from the
reconstruction first; those that count since the earliest day first; by who published them."""


@dataclass(frozen=True, eq=False)
class Compared:
    """What the figures of the ledger are held against.

    Attributes:
        answers: the figures that answer the same question in the same days, by id.
        balance: lines of :attr:`nuzuh.balance.result.Reconstruction.rows` by id; none where the
            balance does not converge.
    """

    answers: Mapping[str, tuple[Statement, ...]]
    balance: Mapping[str, Mapping[str, Any]]


@remembered(maxsize=2)
def compared(tables: Tables) -> Compared:
    """Return what the figures in use are held against: the reconstruction of all publishers."""
    balance: dict[str, Mapping[str, Any]] = {}
    with suppress(BalanceError):
        rows = load_reconstruction(tables).rows
        balance = {line["id"]: line for line in rows.to_dict("records")}
    return Compared(same_answers(tables), balance)


NOTHING = Compared({}, {})


def ordered(rows: pd.DataFrame, order: str, against: Compared) -> pd.DataFrame:
    """Return figures in an order; those that it says nothing of come last, the newest first.

    Args:
        rows: of the table of figures, the newest first.
        order: one of :data:`ORDERS`.
        against: what they are held against.

    Raises:
        ValueError: for an unknown order.
    """
    if order == "newest":
        return people_first(rows)
    if order == "question":
        last = len(QUESTIONS)
        place = {question: at for at, question in enumerate(QUESTIONS)}
        keys = [float(place.get(question_of(row) or "", last)) for _, row in rows.iterrows()]
    elif order == "spread":
        keys = [-spread_of(against.answers.get(name, ())) for name in rows["id"]]
    elif order == "distance":
        keys = [-_distance(against.balance.get(name, {})) for name in rows["id"]]
    elif order == "since":
        keys = [math.inf if pd.isna(day) else day.toordinal() for day in rows["period_start"]]
    elif order == "publisher":
        names = sorted(rows["publisher"].unique(), key=str.casefold)
        keys = [float(names.index(name)) for name in rows["publisher"]]
    else:
        raise ValueError(f"the ledger has no order {order!r}")
    return rows.iloc[pd.Series(keys).argsort(kind="stable")]


def spread_of(same: tuple[Statement, ...]) -> float:
    """Return how many times as high as the lowest of several publishers the highest is; 0 for one.

    >>> spread_of(())
    0.0
    """
    sound = [one for one in same if not one.weak]
    if len({speaker_of(one) for one in sound}) < 2:
        return 0.0
    return sound[-1].figure.central / max(sound[0].figure.central, 1.0)


def _distance(line: Mapping[str, Any]) -> float:
    return abs(line["residual"]) if line and line["weight"] > 0 else -1.0
