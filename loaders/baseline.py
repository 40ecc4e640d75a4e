"""People per governorate before the war, assembled from the published figures."""

from __future__ import annotations

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import WAR_BEGAN, load_estimates
from nuzuh.loaders.package import provenance
from nuzuh.loaders.table import Table


@follows_data(maxsize=4)
def load_baseline() -> Table[pd.DataFrame]:
    """Return people per governorate before 7 October 2023, one row each, north to south.

    For each governorate, the figure of the Palestinian Central Bureau of
    Statistics that describes the day nearest to 6 October 2023, be it a
    statement of that time, a projection for an earlier year, or one made before
    the war for a later year. ``low`` and ``high`` span every publisher's
    register or projection of the same governorate since 2020, so a reader sees
    how far the rolls differ. Figures of different dates are not rescaled to
    agree: their sum is within 1 percent of the Strip's own total.

    Columns: ``pcode``, ``people``, ``low``, ``high``, ``as_of``, ``id`` (the
    estimate it is), ``publisher``, ``basis``.

    Raises:
        DataError: when a governorate has no figure from before the war.

    Example:
        >>> baseline = load_baseline().frame.set_index("pcode")
        >>> int(baseline.loc["PS0260", "people"])
        754000
    """
    rows = [_governorate(pcode) for pcode in pc.GOVERNORATES]
    frame = pd.DataFrame(rows)
    oldest = str(frame["as_of"].min().date())
    return Table(frame, provenance("estimates", len(frame), as_of=oldest))


@follows_data(maxsize=4)
def people_before_the_war() -> dict[str, float]:
    """Return people before the war by P-code, see :func:`load_baseline`."""
    frame = load_baseline().frame
    return dict(zip(frame["pcode"], frame["people"], strict=True))


def _governorate(pcode: str) -> dict[str, object]:
    estimates = load_estimates().frame
    of_area = estimates[
        (estimates["measure"] == "people_present")
        & (estimates["unit"] == "people")
        & (estimates["destination_pcodes"] == pcode)
        & (estimates["destination_coverage"] == "whole")
        & estimates["value"].notna()
        & (estimates["repeats"] == "")
        & (estimates["as_of"] >= pd.Timestamp("2020-01-01"))
        & ((estimates["as_of"] < WAR_BEGAN) | (estimates["basis"] == "projection"))
    ]
    statistics = of_area[of_area["publisher"] == "PCBS"]
    if statistics.empty:
        raise DataError("estimates.csv", f"has no figure from before the war for {pcode}")
    distance = (statistics["as_of"] - WAR_BEGAN).abs()
    chosen = statistics.loc[distance.idxmin()]
    return {
        "pcode": pcode,
        "people": chosen["value"],
        "low": of_area["value"].min(),
        "high": of_area["value"].max(),
        "as_of": chosen["as_of"],
        "id": chosen["id"],
        "publisher": chosen["publisher"],
        "basis": chosen["basis"],
    }
