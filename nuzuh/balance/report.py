"""What a backtest says: one line per left-out row, and a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.ensemble import Member
from nuzuh.balance.fit import Fit, Model
from nuzuh.balance.flows import THOUSAND
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.result import ends
from nuzuh.balance.series import Guess, middle

COLUMNS = (
    "id",
    "publisher",
    "kind",
    "family",
    "exact",
    "published",
    "predicted",
    "low",
    "high",
    "picture",
    "carried",
    "line",
)


@dataclass(frozen=True)
class BacktestReport:
    """What was published beside what the rest predicts.

    `rows`: id, publisher, kind, family, exact (a figure, not a bound), published, predicted, low,
    high, picture (without the publisher's habits), carried, line. The kind is `stock` or `flow`
    when the balance predicts the row, else the measure of the row, and the family says how.
    `summary`: one line per kind and method. `skipped`: ids of a file that nothing predicts, and
    why.
    """

    rows: pd.DataFrame
    summary: pd.DataFrame
    skipped: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""

        def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
            clean = table.astype(object).where(table.notna(), None)
            return [{str(k): v for k, v in r.items()} for r in clean.to_dict("records")]

        return {
            "summary": plain(self.summary),
            "rows": plain(self.rows),
            "skipped": plain(self.skipped),
        }


def line(**parts: object) -> dict[str, object]:
    """A report line; parts that are missing become not-a-number."""
    return {c: float("nan") if parts.get(c) is None else parts[c] for c in COLUMNS}


def series_line(row: Mapping[str, Any], guess: Guess) -> dict[str, object]:
    """The line of a figure that its own series predicts, not the balance."""
    return line(
        id=str(row["id"]),
        publisher=str(row["publisher"]),
        kind=str(row["measure"]),
        family=guess.how,
        exact=not pd.isna(row["value"]),
        published=guess.published,
        predicted=guess.predicted,
        low=guess.low,
        high=guess.high,
    )


def share_line(
    m: Model, members: Sequence[Member], fit: Fit, o: Observation, row: Mapping[str, Any]
) -> dict[str, object] | None:
    """The line of a percentage of movements or people: the part over its base."""
    part = m.problem.matrix([tuple(t for t in o.point if t.factor > 0)])
    base = m.problem.matrix([tuple(t for t in o.point if t.factor < 0)])

    def share(vector: Any) -> float:
        below = -float((base @ vector)[0]) / o.unit_share
        return 100.0 * float((part @ vector)[0]) / below if below > 0 else float("nan")

    number = share(fit.solution.vector)
    sample = np.array([share(x.vector) for x in members])
    sample = sample[np.isfinite(sample)]
    if not np.isfinite(number) or not len(sample):
        return None
    low, high = ends(sample, number)
    return line(
        id=o.id,
        publisher=o.publisher,
        kind=str(row["measure"]),
        family="share of a base",
        exact=not pd.isna(row["value"]),
        published=middle(row),
        predicted=number,
        low=low,
        high=high,
        picture=number,
    )


def bound_line(
    m: Model, members: Sequence[Member], fit: Fit, at: int | None, row: Mapping[str, Any]
) -> dict[str, object] | None:
    """The line of a figure without a series, by its own reading of the balance."""
    if at is None:
        return None
    o = m.observations[at]
    point = m.problem.matrix([o.point])
    number = float((point @ fit.solution.vector)[0]) * THOUSAND / o.unit_factor
    sample = [float((point @ x.vector)[0]) * THOUSAND / o.unit_factor for x in members]
    low, high = np.quantile(sample, priors.RANGE)
    return line(
        id=o.id,
        publisher=o.publisher,
        kind=str(row["measure"]),
        family="what the balance gives for it",
        exact=not pd.isna(row["value"]),
        published=middle(row),
        predicted=number,
        low=min(float(low), number),
        high=max(float(high), number),
        picture=number,
    )


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Per kind and method: n, median and mean absolute error, coverage, over exact figures.

    Methods are compared on the rows that all of them predict.
    """
    columns = ["kind", "method", "n", "median", "mean", "coverage"]
    lines: list[dict[str, object]] = []
    exact = rows["exact"].astype(bool) & (rows["published"] > 0)
    for kind in ("stock", "flow"):
        part = rows[(rows["kind"] == kind) & exact]
        both = part[part["carried"].notna() & part["line"].notna()]
        for method, table in (
            ("balance", part),
            ("balance, rows with baselines", both),
            ("carried forward", both),
            ("straight line", both),
        ):
            column = {"carried forward": "carried", "straight line": "line"}.get(
                method, "predicted"
            )
            entry: dict[str, object] = dict.fromkeys(columns)
            entry.update(kind=kind, method=method, n=len(table))
            if len(table):
                error = (table[column] / table["published"] - 1.0).abs()
                entry.update(median=float(error.median()), mean=float(error.mean()))
                ranged = table[table["low"].notna()]
                if column == "predicted" and len(ranged):
                    inside = ranged["published"].between(ranged["low"], ranged["high"])
                    entry["coverage"] = float(inside.mean())
            lines.append(entry)
    return pd.DataFrame(lines, columns=columns)
