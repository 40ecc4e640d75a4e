"""Loss of signal told from loss of people: people who leave one area come to another.

Nobody, or few, can leave the Strip, so people by records must add up to its people on every day.
Where the sum falls short the difference is signal that was lost, and it was lost in the areas
that fell against the days before and after. Where one area falls and others rise as much,
people moved. A fall and return of a single area that is too small to be seen in the sum is
believed only when the others answer it; else no one can tell, and there is no figure.
"""

from __future__ import annotations

import warnings
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import penetration_priors as constants

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_ROUNDS = 5
LOST, UNCLEAR, SURPLUS = "lost", "unclear", "surplus"
"""Why an area has no figure on a day: its signal was lost; it cannot be told whether signal or
people went; or there are more records than people can have made."""


def without_signal(
    people: Floats, total: Floats, given: Bools, why: npt.NDArray[np.object_]
) -> npt.NDArray[np.object_]:
    """Return why an area has no figure on a day, shape (T, 5); "" where it has one.

    Args:
        people: by records and the penetration as it is known so far, shape (T, 5); nan where
            there are no records.
        total: people of the Strip, shape (T,).
        given: days on which an operator says that the network was down.
        why: what was found at another penetration, where the search begins.
    """
    why = np.where(given[:, None], LOST, why)
    if np.isnan(people).all():
        return why
    told = np.where(given[:, None], np.nan, people)
    for _ in range(_ROUNDS):
        # What is lost must not be the measure of what is lost on the day beside it.
        clean = np.where(why == "", told, np.nan)
        found = _found(told, clean, total)
        found[given] = LOST
        if (found == why).all():
            break
        why = found
    return why


def _found(told: Floats, clean: Floats, total: Floats) -> npt.NDArray[np.object_]:
    filled = _filled(told, clean)
    share = filled.sum(axis=1) / total
    expected = _filled(clean, clean).sum(axis=1) / total
    usual = _rolling(np.where(np.isfinite(expected), expected, np.nan), constants.REFERENCE_DAYS)
    off = np.log(share) - np.log(usual)
    noise = max(_spread(off), constants.NOISE_LEAST)
    limit = max(constants.DEFICIT, constants.DEFICIT_ERRORS * noise)
    short, over = _with_edges(off, -limit), _with_edges(off, limit)
    # Days on which the sum is right tell what an area had.
    before, after = _around(np.where((short | over)[:, None], np.nan, clean))
    least, most = np.fmin(before, after), np.fmax(before, after)
    with np.errstate(invalid="ignore", divide="ignore"):
        fall, rise = 1.0 - told / least, told / most - 1.0
    why = np.full(told.shape, "", dtype=object)
    for day in np.flatnonzero(short):
        fell = fall[day] > constants.FALL
        why[day, fell if fell.any() else ~np.isnan(told[day])] = LOST if fell.any() else UNCLEAR
    for day in np.flatnonzero(over):
        rose = rise[day] > constants.FALL
        why[day, rose if rose.any() else ~np.isnan(told[day])] = SURPLUS
    # Near an end of the records one side alone tells.
    gained = told - (least + most) / 2.0
    for day, area in np.argwhere((fall > constants.DIP) & (why == "")):
        gone = -gained[day, area]
        came = np.nansum(gained[day, np.arange(told.shape[1]) != area])
        if came - 1.3 * noise * total[day] < constants.ANSWERED * gone:
            why[day, area] = UNCLEAR
    why[np.isnan(told)] = ""
    return why


def _with_edges(off: Floats, limit: float) -> Bools:
    """Days beyond a limit, and the days beside them that are half as far: lost in part."""
    towards = off / limit
    hit = towards > 1.0
    beside = np.zeros_like(hit)
    beside[1:] |= hit[:-1]
    beside[:-1] |= hit[1:]
    found: Bools = hit | (beside & (towards > 0.5))
    return found


def breaks(
    records: Floats, middle: Floats, total: Floats, days: int
) -> tuple[tuple[tuple[int, ...], ...], Bools]:
    """Return, by area, the days on which another penetration begins and stays.

    Beside them stand the days, shape (T, 5), between a step and one back within three weeks; and
    those before a step within three weeks of the beginning, or after one within three of the end,
    which may as well be a loss that is short.

    A week of records before a day is held against a week after it, at the penetration of before.
    A step of the sum that the people of the Strip did not make is one of penetration, in the
    areas that stepped with it; and so is a large step of one area that the others do not answer.

    Args:
        records: by day and area, shape (T, 5); nan where there are none.
        middle: people of the reconstruction, the same shape.
        total: people of the Strip, shape (T,).
        days: before a day that its penetration is taken from.
    """
    reach = constants.NEAR_DAYS
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = records / np.maximum(middle, 1.0)
    before, after = _around(records)
    rate = pd.DataFrame(ratio).rolling(days, min_periods=3).median().ffill().shift(1).to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        was, became = before / rate, after / rate
    step = np.where(np.isnan(became - was), 0.0, became - was)
    grown = pd.Series(total).diff(reach).shift(-reach // 2).fillna(0.0).to_numpy()
    off = (step.sum(axis=1) - grown) / total
    noise = _spread(off)
    limit = max(constants.BREAK_DEFICIT, constants.DEFICIT_ERRORS * noise)
    # What others gained of what an area lost, or lost of what it gained.
    answer = -np.sign(step) * (step.sum(axis=1) - grown)[:, None] + np.abs(step)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.abs(step) / was
    alone = (part > constants.DIP) & (
        answer - 1.3 * noise * total[:, None] < constants.ANSWERED * np.abs(step)
    )
    together = (np.abs(off) > limit)[:, None] & (part > constants.BREAK)
    together &= np.sign(step) == np.sign(off)[:, None]
    unlike = alone | together
    # What the reconstruction has as well is a move.
    was, became = _around(ratio)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.sign(step) * np.log(became / was) > np.log1p(constants.BREAK)
    left = np.where((part > constants.BREAK) & apart, np.abs(step), 0.0)
    out = [dict[int, float]() for _ in range(records.shape[1])]
    for area, found in enumerate(out):
        steps = left[:, area]
        while steps.max(initial=0.0) > 0.0:
            # On the way there medians have gone a part of it in one area, and none in another.
            peak = int(steps.argmax())
            if unlike[peak, area]:
                day, sign = _split(records[:, area], peak), float(np.sign(step[peak, area]))
                # The edge of a step is not another one.
                if not any(abs(day - other) < constants.BREAK_DAYS for other in _of(found, sign)):
                    found[day] = sign
            steps[max(peak - reach, 0) : peak + reach + 1] = 0.0
    unclear: Bools = np.zeros(records.shape, dtype=bool)
    lasting = [_lasting(sorted(own), unclear[:, area]) for area, own in enumerate(out)]
    # Where most of the network stepped, no one can tell of the rest.
    part = (np.where(unclear, middle, 0.0).sum(axis=1) / total)[:, None]
    return tuple(lasting), unclear | (part > 0.5)


def _of(found: dict[int, float], sign: float) -> list[int]:
    return [day for day, other in found.items() if other == sign]


def _lasting(steps: list[int], unclear: Bools) -> tuple[int, ...]:
    """Return the steps to another penetration; mark the days of what is too short for one."""
    edges = [0, *steps, len(unclear)]
    short = [bool(steps) and end - first < constants.BREAK_DAYS for first, end in pairwise(edges)]
    for (first, end), marked in zip(pairwise(edges), short, strict=True):
        unclear[first:end] |= marked
    kept, there = list[int](), short[0]
    for step, marked in zip(steps, short[1:], strict=True):
        # There and back is no step; nor is one before which there is nothing.
        there = not there
        if not marked:
            kept += [step] if there else []
            there = False
    return tuple(kept)


def _split(records: Floats, near: int) -> int:
    """The usable day near another from which on records are others."""
    usable, reach = np.flatnonzero(records > 0), constants.BREAK_DAYS
    at = int(np.searchsorted(usable, near))
    days = usable[max(at - reach, 0) : at + reach]
    logs = np.log(records[days])

    def cost(cut: int) -> float:
        return sum(float(np.abs(part - np.median(part)).sum()) for part in (logs[:cut], logs[cut:]))

    cuts = range(3, len(logs) - 2)
    return int(days[min(cuts, key=cost)]) if cuts else near


def _filled(told: Floats, clean: Floats) -> Floats:
    """People by records; where an area has none on a day, what it had on the days around."""
    around = _rolling(clean, constants.REFERENCE_DAYS)
    # A stretch without any records: what there was last, so that the sum stays one of all.
    around = pd.DataFrame(around).ffill().bfill().fillna(0.0).to_numpy()
    return np.where(np.isnan(told), around, told)


def _around(clean: Floats) -> tuple[Floats, Floats]:
    """Medians of the usable days of a week before and after each day, or of the nearest three."""
    frame = pd.DataFrame(clean)

    def near(values: pd.DataFrame) -> pd.DataFrame:
        week = values.rolling(constants.NEAR_DAYS, min_periods=3).median()
        return week.ffill(limit=constants.REFERENCE_DAYS).shift(1)

    return near(frame).to_numpy(), near(frame[::-1])[::-1].to_numpy()


def _rolling(values: Floats, reach: int) -> Floats:
    frame = pd.DataFrame(values)
    middle = frame.rolling(2 * reach + 1, center=True, min_periods=3).median().to_numpy()
    return middle[:, 0] if values.ndim == 1 else middle


def _spread(values: Floats) -> float:
    """Standard deviation by the median distance from the median: what is lost does not widen it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        apart = np.abs(values - np.nanmedian(values))
        spread = 1.4826 * float(np.nanmedian(apart))
    return spread if np.isfinite(spread) else 0.0


def day_noise(records: Floats) -> Floats:
    """Return by how much the records of each area vary from day to day, as a logarithm, shape (5,).

    Args:
        records: by day and area; nan where there are none that can be used.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.diff(np.log(np.where(records > 0, records, np.nan)), axis=0)
    found = [_spread(column) / np.sqrt(2.0) for column in steps.T]
    return np.maximum(np.array(found), constants.NOISE_LEAST)
