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
    "scope",
    "exact",
    "bound",
    "published",
    "predicted",
    "low",
    "high",
    "shown",
    "shown_low",
    "shown_high",
    "picture",
    "carried",
    "line",
    "horizon",
    "contested",
)


@dataclass(frozen=True)
class BacktestReport:
    """What was published beside what the rest predicts.

    `rows`: id, publisher, kind, family, scope (what it is about), exact (a figure, not a bound),
    bound (`at least` or `at most`, else empty), published; predicted, low, high: what this very
    publisher would say; shown, shown_low, shown_high: what the map would show; picture (the single
    solution), carried, line (the simple methods); horizon (days to the next figure of the same
    places), contested (whether another side's figure is far off). The kind is `stock` or `flow`
    when the balance predicts the row, else the measure of the row, and the family says how.
    `summary`: see :func:`summarise`. `skipped`: ids of a file that nothing predicts, and
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
    parts = {"scope": "", "bound": "", "contested": False, **parts}
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


HORIZONS = ((7, "a week"), (30, "a month"), (np.inf, "longer"))
METHODS = {
    "map": "shown",
    "figure": "predicted",
    "last figure": "carried",
    "straight line": "line",
}
"""Methods by name, and the column of what each predicts: the number that the map shows, what this
very publisher would say, and the two simple ones."""
SUMMARY = ("scope", "part", "method", "n", "median", "mean", "coverage", "width")


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a line for each scope, part of its rows, and method.

    Returns:
        `scope`; `part`: all, or those a week, a month or longer from the next figure of the same
        places, or contested and uncontested ones, or bounds; `n`; `median` and `mean` of the
        absolute error as a share of what was published, over figures that are no bounds; for
        bounds `median` is the share of them that holds; `coverage` of 80 % ranges, and the median
        half `width` of these as a share of the number.
    """
    exact = rows[rows["exact"].astype(bool) & (rows["published"] > 0)]
    lines = []
    for scope in dict.fromkeys(exact["scope"]):
        of_scope = exact[exact["scope"] == scope]
        for part, chosen in _parts(of_scope).items():
            lines += [_scored(chosen, scope, part, method) for method in METHODS]
        bounds = rows[(rows["scope"] == scope) & (rows["bound"] != "")]
        if len(bounds):
            lines.append(_bounds(bounds, scope))
    return pd.DataFrame(lines, columns=list(SUMMARY))


def _parts(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    parts = {"all": rows}
    least = -1.0
    for most, name in HORIZONS:
        parts[f"next figure within {name}" if np.isfinite(most) else "next figure further off"] = (
            rows[(rows["horizon"] > least) & (rows["horizon"] <= most)]
        )
        least = most
    contested = rows["contested"].astype(bool)
    return parts | {"contested": rows[contested], "uncontested": rows[~contested]}


def _scored(rows: pd.DataFrame, scope: str, part: str, method: str) -> dict[str, object]:
    column = METHODS[method]
    known = rows[rows[column].notna()]
    entry: dict[str, object] = {"scope": scope, "part": part, "method": method, "n": len(known)}
    if not len(known):
        return entry
    error = (known[column] / known["published"] - 1.0).abs()
    entry.update(median=float(error.median()), mean=float(error.mean()))
    ends = {"map": ("shown_low", "shown_high"), "figure": ("low", "high")}.get(method)
    if ends is not None:
        low, high = known[ends[0]], known[ends[1]]
        entry.update(
            coverage=float(known["published"].between(low, high).mean()),
            width=float(((high - low) / 2.0 / known[column].clip(lower=1.0)).median()),
        )
    return entry


def _bounds(rows: pd.DataFrame, scope: str) -> dict[str, object]:
    floor = rows["bound"] == "at least"
    holds = np.where(floor, rows["shown"] >= rows["published"], rows["shown"] <= rows["published"])
    return {
        "scope": scope,
        "part": "bounds that hold",
        "method": "map",
        "n": len(rows),
        "median": float(holds.mean()),
    }
