"""How near people by counted records come to a made-up truth.

``python -m benchmarks.records_scaling [SEEDS]`` prints the table of the documentation.

The naive scaling beside it divides the same counts by one penetration, that of all records over
all people of the truth: it is given the right one, and none of the loss of signal.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.penetration import scale
from nuzuh.balance.records_figures import weekly_figures
from nuzuh.loaders.records.mapping import Mapping, Place, Scaling, Source, Time
from tests.balance import synthetic_records as synthetic

FIRST = 1000
"""Seeds from here on: none that a constant was chosen on."""


def measure(seeds: int, **given: Any) -> pd.DataFrame:
    """Return how far figures of weeks lie from the truth, by kind."""
    rows = []
    for seed in range(FIRST, FIRST + seeds):
        truth = synthetic.made(seed, **given)
        for kind in ("presence", "movement"):
            rows += _against(truth, kind)
    return pd.DataFrame(rows, columns=["kind", "holds", "scaled", "naive", "balance", "width"])


def _against(truth: synthetic.Truth, kind: Any) -> list[tuple[object, ...]]:
    counts = truth.presence if kind == "presence" else truth.movement
    scaled = scale(counts, truth.balance, Scaling(), kind=kind, stays=True)
    about = {"name": "made-up", "publisher": "Nobody", "title": "Made up", "kind": kind}
    parts = {"source": Source(), "time": Time("at"), "place": Place("pcode", "area")}
    mapping = Mapping(Path("records.yaml"), **about, **parts, stays=True)
    weekly = weekly_figures(scaled, mapping, counted_on=date(2026, 1, 1), data_version="none")
    seen = truth.presence["amount"].astype(float).to_numpy().reshape(-1, 5)
    one = np.nansum(seen) / truth.people.sum()
    cells = counts.assign(day=pd.to_datetime(counts["day"]), amount=counts["amount"].astype(float))
    by_way = {
        key: group.set_index("day") for key, group in cells.groupby(["origin", "destination"])
    }
    middle = truth.balance.pivot_table(index="day", columns="pcode", values="middle")
    out = []
    for row in weekly.rows.itertuples():
        first, last = (truth.days.get_loc(day) for day in (row.period_start, row.as_of))
        days = slice(first, last + 1)
        to = priors.PLACES.index(row.destination_pcodes)
        count = by_way[row.origin_pcodes, row.destination_pcodes]["amount"].iloc[
            first - (kind == "movement") : last + 1 - (kind == "movement")
        ]
        if kind == "presence":
            right = truth.people[days, to].mean()
            naive = count.mean() / one
            balance = middle[row.destination_pcodes].to_numpy()[days].mean()
        else:
            right = truth.moves[days, priors.AREAS.index(row.origin_pcodes), to].sum()
            naive, balance = count.sum() / one, np.nan
            if right < 3000:
                continue
        value, low, high = float(row.value), float(row.low), float(row.high)
        errors = [abs(number / right - 1.0) for number in (value, naive, balance)]
        out.append((kind, low <= right <= high, *errors, (high - low) / 2.0 / value))
    return out


def main(seeds: int = 24) -> None:
    """Print a table for the documentation."""
    cases: dict[str, dict[str, Any]] = {
        "the balance lacks the move": {},
        "the balance has it": {"balance_knows": True},
        "no move, no blackout": {"sudden": 0.0, "blackouts": False},
    }
    print(
        "| made-up truth | kind | figures | range holds | half its width "
        "| scaled | naive | balance |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, given in cases.items():
        found = measure(seeds, **given)
        for kind, group in found.groupby("kind", sort=False):
            number = [100 * group["holds"].mean()]
            number += [100 * group[c].median() for c in ("width", "scaled", "naive", "balance")]
            told = ["" if np.isnan(n) else f"{n:.1f} %" for n in number]
            print(f"| {name} | {kind} | {len(group)} | {' | '.join(told)} |")


if __name__ == "__main__":
    main(*(int(part) for part in sys.argv[1:2]))
