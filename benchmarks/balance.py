"""How long the population balance takes, beside straight lines through the same figures.

A solve for a view, the same view taken from the cache, and members of the
ensemble: medians of several runs in one process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from nuzuh.balance.ensemble import with_ranges
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.shipped import balance_inputs, load_reconstruction
from nuzuh.loaders import load_estimates
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.tables import tables_in_use

RUNS = 5
MEMBERS = 20


def median_seconds(act: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of an act."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        act()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def straight_lines() -> None:
    """Interpolate each governorate's published figures of people present to every day."""
    frame = load_estimates().frame
    days = np.arange(frame["as_of"].min().toordinal(), frame["as_of"].max().toordinal() + 1)
    for pcode in pc.GOVERNORATES:
        rows = frame[
            (frame["measure"] == "people_present")
            & (frame["destination_pcodes"] == pcode)
            & frame["value"].notna()
        ]
        at = [moment.toordinal() for moment in rows["as_of"]]
        np.interp(days, at, rows["value"])


def main() -> None:
    """Measure and print."""
    frame, sides = load_estimates().frame, groups()
    land = median_seconds(balance_inputs.__wrapped__, runs=3)
    print(f"land under orders, once a process: {land:.2f} s")
    lines = median_seconds(straight_lines)
    for view in ("all", "un", "israel", "palestine"):
        seconds = median_seconds(
            lambda view=view: reconstruct(frame, sides, view=view, known=balance_inputs())
        )
        ratio = f"{seconds / lines:.0f}x straight lines, {lines * 1000:.0f} ms"
        print(f"reconstruction, {view}: {seconds:.2f} s ({ratio})")
    tables = tables_in_use()
    load_reconstruction(tables)
    cached = median_seconds(lambda: load_reconstruction(tables))
    print(f"the same from the cache: {cached * 1e6:.0f} us")
    ensemble = median_seconds(
        lambda: with_ranges(frame, sides, known=balance_inputs(), members=MEMBERS), runs=3
    )
    alone = median_seconds(lambda: reconstruct(frame, sides, known=balance_inputs()), runs=3)
    member = (ensemble - alone) / MEMBERS
    print(f"a member of the ensemble: {member:.2f} s, so 200 take {200 * member:.0f} s")


if __name__ == "__main__":
    main()
