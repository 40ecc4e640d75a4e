"""People of a reconstruction as counted records are held against them, by day and governorate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import penetration_priors as constants
from nuzuh.balance import priors
from nuzuh.balance.result import Reconstruction

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TOTAL = "total"
"""In a frame of people: the whole Strip."""
PEOPLE_COLUMNS = ("day", "pcode", "low", "middle", "high")


@dataclass(frozen=True)
class People:
    """People of the reconstruction without the records, by day, length T.

    Attributes:
        middle: of each governorate, shape (T, 5).
        error: relative standard error of it, the same shape.
        tells: whether it says anything of how many are there, the same shape: not where the
            range begins at nobody.
        total: people of the Strip, shape (T,).
        total_error: relative standard error of it.
        known: whether the reconstruction has people of a day, shape (T,). Those of a day
            without are the last before it, and must not be used.
    """

    middle: Floats
    error: Floats
    tells: Bools
    total: Floats
    total_error: float
    known: Bools


def people_of(reconstruction: Reconstruction, together: Sequence[str] = ()) -> pd.DataFrame:
    """Return people of a reconstruction, in :data:`PEOPLE_COLUMNS`.

    An area that the figures do not tell apart from its neighbour on a day has the range from
    nobody to the high end of both; a day without a range is not in the frame.

    Args:
        reconstruction: without the records that are to be scaled.
        together: P-codes of areas that are one on every day: the first has the people of all of
            them, with their range, and the others have nobody.
    """
    frame = reconstruction.daily().rename(columns={"date": "day", "people": "middle"})
    frame = frame[frame["pcode"].isin(priors.AREAS)]
    days = list(reconstruction.days)
    told = [tuple(reconstruction.areas_told(day)) for day in days]
    for group in {area for areas in told for area in areas if len(area) > 1}:
        while_one = [day for day, areas in zip(days, told, strict=True) if group in areas]
        high = dict(zip(while_one, reconstruction.course(while_one, group)[:, 2], strict=True))
        here = frame["pcode"].isin(group) & frame["day"].isin(while_one)
        frame.loc[here, "low"] = 0.0
        frame.loc[here, "high"] = frame.loc[here, "day"].map(high)
    if together:
        frame.loc[frame["pcode"].isin(together), ["low", "middle", "high"]] = 0.0
        one = reconstruction.course(days, tuple(together))[:, [1, 0, 2]]
        frame.loc[frame["pcode"] == together[0], ["low", "middle", "high"]] = one
    whole = reconstruction.course(days, priors.AREAS)
    total = pd.DataFrame(whole, columns=["middle", "low", "high"]).assign(
        day=reconstruction.days, pcode=TOTAL
    )
    columns = list(PEOPLE_COLUMNS)
    return pd.concat([frame[columns], total[columns]], ignore_index=True).dropna()


def by_day(people: pd.DataFrame) -> pd.DataFrame:
    """Return people with a row a day, columns ``low``, ``middle`` and ``high`` by area.

    Args:
        people: in :data:`PEOPLE_COLUMNS`; rows of :data:`TOTAL` may be missing.

    Raises:
        ValueError: for a column that is missing.
    """
    missing = [name for name in PEOPLE_COLUMNS if name not in people]
    if missing:
        raise ValueError(f"the people lack the columns {', '.join(missing)}")
    return people.assign(day=pd.to_datetime(people["day"])).pivot_table(
        index="day", columns="pcode", values=["low", "middle", "high"]
    )


def days_known(table: pd.DataFrame) -> pd.DatetimeIndex:
    """Return the days of :func:`by_day` on which the people of every governorate are known."""
    return table.dropna(subset=[("middle", code) for code in priors.AREAS]).index


def people_on(table: pd.DataFrame, days: pd.DatetimeIndex) -> People:
    """Return people on some days as arrays.

    Args:
        table: see :func:`by_day`.
        days: the first of which is of :func:`days_known`.
    """
    known = np.asarray(days.isin(days_known(table)))
    table = table.reindex(days[known]).reindex(days, method="ffill")
    codes = list(priors.AREAS)
    low, middle, high = (
        table[name][codes].to_numpy(dtype=float) for name in ("low", "middle", "high")
    )
    number = np.maximum(middle, 1.0)
    error = np.hypot(
        (high - low) / constants.RANGE_IN_ERRORS / number,
        np.hypot(constants.ERROR_PEOPLE / number, constants.ERROR_LEAST),
    )
    total, total_error = middle.sum(axis=1), constants.TOTAL_ERROR
    if TOTAL in table["middle"]:
        total = table["middle"][TOTAL].to_numpy(dtype=float)
        width = (table["high"][TOTAL] - table["low"][TOTAL]).to_numpy(dtype=float) / total
        total_error = max(
            float(np.nanmedian(width)) / constants.RANGE_IN_ERRORS, constants.NOISE_LEAST
        )
    return People(number, error, low > 0, total, total_error, known)
