"""Shares of the people by governorate, and how they changed, beside those of Darin et al.

What the platform's floor hides is left out: of each day only the governorates that are measured
are compared, as shares of all. Beside the balance stand the tables of IPC and PCBS, which are
fitted: no table that is fitted lies nearer than they do.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders.tables import tables_in_use

ADULTS = Path(__file__).with_name("adults.csv")
REGIONS = {
    "north of Wadi Gaza": priors.AREAS[:2],
    "Deir al-Balah and Khan Younis": priors.AREAS[2:4],
    "Rafah": priors.AREAS[4:],
}
PUBLISHED = {
    "IPC, 15 February to 15 March 2024": ("2024-02-29", (300_000.0, 603_000.0, 1_326_544.0)),
    "PCBS, 22 April 2024": ("2024-04-30", (511_000.0, 685_000.0, 1_100_000.0)),
}
"""Tables by name: the day that is nearest to theirs, and people by region (GE0122, GP0032, GP0033;
GP0036 to GP0038)."""


def theirs() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return shares by day and governorate, and which of them are measured."""
    rows = pd.read_csv(ADULTS)
    adults = rows.pivot_table("adults", "as_of", "pcode")[list(priors.AREAS)]
    floored = rows.pivot_table("floored", "as_of", "pcode")[list(priors.AREAS)]
    return adults.div(adults.sum(axis=1), axis=0), floored == 0


def ours(reconstruction: Reconstruction, days: pd.Index) -> pd.DataFrame:
    """Return shares of people by day and governorate."""
    people = pd.DataFrame(
        {
            day: {code: reconstruction.group(day, (code,))[0] for code in priors.AREAS}
            for day in days
        }
    ).T
    return people.div(people.sum(axis=1), axis=0)


def points(off: pd.DataFrame, measured: pd.DataFrame) -> float:
    """Return the mean absolute distance in percentage points over what is measured."""
    return float(100 * np.nanmean(off.abs().where(measured).to_numpy(dtype=float)))


def regions(shares: pd.Series) -> pd.Series:
    """Return shares of three regions."""
    return pd.Series({name: shares[list(codes)].sum() for name, codes in REGIONS.items()})


def main() -> None:
    """Print the comparison."""
    shares, measured = theirs()
    found = ours(load_reconstruction(tables_in_use()), shares.index)
    for day in shares.index:
        off = points((found - shares).loc[[day]], measured.loc[[day]])
        print(f"{day}: {off:.1f} points over {int(measured.loc[day].sum())} governorates")
    print(f"levels: {points(found - shares, measured):.1f} points over {int(measured.sum().sum())}")
    both = [(a, b) for a, b in pairwise(shares.index)]
    changed = pd.DataFrame(
        {b: (found.loc[b] - found.loc[a]) - (shares.loc[b] - shares.loc[a]) for a, b in both}
    ).T
    known = pd.DataFrame({b: measured.loc[a] & measured.loc[b] for a, b in both}).T
    print(
        f"changes between days: {points(changed, known):.1f} points over {int(known.sum().sum())}"
    )
    for name, (day, people) in PUBLISHED.items():
        table = pd.Series(people, index=list(REGIONS)) / sum(people)
        here = regions(shares.loc[day])
        known_regions = [
            region for region, codes in REGIONS.items() if measured.loc[day, list(codes)].any()
        ]
        apart = 100 * (table - here)[known_regions].abs().mean()
        balance = 100 * (regions(found.loc[day]) - here)[known_regions].abs().mean()
        told = ", ".join(known_regions)
        print(f"{name}: {apart:.1f} points, the balance {balance:.1f} ({told})")


if __name__ == "__main__":
    main()
