"""From counted records to people, with a range, by day: see ``docs/records-method.md``.

Of records ``n`` in an area on a day, people ``N``, penetration ``p`` and signal ``q``

    log n = log N + log p + log q

``p`` changes slowly and is estimated against the reconstruction without the records, or against a
survey (:mod:`nuzuh.balance.penetration_fit`). ``q`` is one, or the area has no figure on the day
(:mod:`nuzuh.balance.lost_signal`). Then ``N`` is ``n / p``. Against the reconstruction the level of
``N`` is the reconstruction's: records tell changes and how people are distributed, and the range
holds the error of the level.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import lost_signal, priors
from nuzuh.balance import penetration_priors as constants
from nuzuh.balance.lost_signal import Bools, Floats
from nuzuh.balance.penetration_fit import Fitted, fit_to_people, fit_to_survey, loosened, nodes
from nuzuh.balance.people_known import People, by_day, days_known, people_on
from nuzuh.balance.record_counts import Counted, counted
from nuzuh.balance.record_draws import moved_drawn, people_drawn, scaled_by
from nuzuh.balance.scaled import Scaled, by_area, by_way, over_period, without_figure
from nuzuh.loaders.records.counts import ALL
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.mapping import Privacy, Scaling

SURVEY_COLUMNS = ("area", "day", "share", "low", "high")
GIVEN, UNTOLD = "given", "untold"
"""Why an area has no figure on a day besides those of :mod:`nuzuh.balance.lost_signal`: the
operator names the day, or penetration is not known, or not well enough."""
_ROUNDS = 4
_AREAS = len(priors.AREAS)
_BY = [[scaled_by(a, min(b, _AREAS - 1)) for b in range(_AREAS + 1)] for a in range(_AREAS + 1)]
"""The area by whose penetration each way is scaled."""
Whys = npt.NDArray[np.object_]


def scale(
    counts: pd.DataFrame,
    people: pd.DataFrame,
    scaling: Scaling,
    *,
    kind: Literal["presence", "movement"] = "presence",
    stays: bool = False,
    counting: Literal["people", "movements"] = "people",
    privacy: Privacy | None = None,
    person: float = 1.0,
    survey: pd.DataFrame | None = None,
    file: str = "the mapping",
    together: Sequence[str] = (),
    draws: int = constants.DRAWS,
    seed: int = 0,
) -> Scaled:
    """Return people by counted records.

    Args:
        counts: in the columns of :mod:`nuzuh.loaders.records.counts`.
        people: of the reconstruction without these records, ``day, pcode, low, middle, high``; a
            row ``total`` is the whole Strip: see :func:`nuzuh.balance.people_known.people_of`.
        scaling: of the mapping.
        kind: of the mapping, like the next two.
        stays: whether who stayed is among movements.
        counting: whether people or movements are counted.
        privacy: of the mapping; as by default when None.
        person: amount that one person makes, where weights are counted.
        survey: ``area, day, share, low, high`` where the mapping scales against one.
        file: the mapping, for what is said of it.
        together: P-codes of areas that are counted as one, the first of which stands for all of
            them, as in ``people``.
        draws: from which ranges are read.
        seed: of the draws.

    Raises:
        RecordsError: where the records cannot be scaled, with what to do.
    """
    _refuse(counts, scaling, kind=kind, stays=stays, counting=counting, survey=survey, file=file)
    privacy = privacy or Privacy()
    # Who sets out on a day was there at the end of the day before.
    before = pd.Timedelta(days=1 if kind == "movement" else 0)
    table = by_day(people)
    days = _days(counts, days_known(table) + before, file)
    base = people_on(table, days - before)
    cells = counted(counts, privacy, days, person, together)
    rng = np.random.default_rng(seed)
    given = _given(days, scaling.lost)
    there = np.where(cells.there >= privacy.threshold * min(person, 1.0), cells.there, np.nan)
    there[~base.known] = np.nan
    if kind == "movement" and not stays:
        there[:] = np.nan
    moved = np.where(
        base.known[:, None, None] & ~np.eye(_AREAS + 1, dtype=bool), cells.moved, np.nan
    )
    used = np.isfinite(there) | np.isfinite(moved[:, :_AREAS]).any(axis=2)
    if not used.any():
        raise RecordsError(
            file, "on no day on which people are known has an area a count that can be used"
        )
    fitted, why = _penetration(there, base, scaling, given, survey, days, draws, rng)
    if scaling.against == "survey":
        _refuse_more_than_all(there if stays or kind == "presence" else moved, base, fitted, file)
    why[~used] = ""
    why[given[:, None] & used] = GIVEN
    why[used & (why == "") & _unsure(fitted)] = UNTOLD
    told = used & (why == "")
    penetration = np.exp(fitted.draws).astype(np.float32)
    middle = np.where(told, np.exp(fitted.logs), np.nan)
    present = there / middle
    drawn = people_drawn(np.where(told, there, np.nan), cells, penetration, why, rng)
    went, went_drawn = np.full(moved.shape, np.nan), np.zeros((draws, 0, 6, 6), dtype=np.float32)
    if kind == "movement":
        # Who comes to where there is no signal is recorded nowhere.
        seen = np.column_stack([np.isin(why, ("", UNTOLD)), np.ones(len(days), dtype=bool)])
        went = np.where(seen[:, None, :], moved / middle[:, _BY], np.nan)
        went_drawn = moved_drawn(cells, penetration, rng)
        went_drawn[:, ~np.isfinite(went)] = np.nan
    return Scaled(
        kind=kind,
        against=scaling.against,
        people=by_area(days, "people", present, drawn),
        moved=by_way(days, went, went_drawn),
        penetration=over_period(middle, penetration),
        by_day=by_area(days, "middle", middle, penetration)[
            ["day", "pcode", "low", "middle", "high"]
        ],
        lost=without_figure(days, why),
        left_out=_left_out(counts, days[base.known], cells),
        days=days,
        drawn=drawn,
        moved_drawn=went_drawn,
        is_withheld=cells.is_withheld,
    )


def _refuse(
    counts: pd.DataFrame,
    scaling: Scaling,
    *,
    kind: str,
    stays: bool,
    counting: str,
    survey: pd.DataFrame | None,
    file: str,
) -> None:
    if counts.empty or not counts["amount"].notna().any():
        raise RecordsError(file, "no count is left that may be told: every cell is withheld")
    if scaling.against == "survey":
        if survey is None or survey.empty:
            raise RecordsError(file, "scales against a survey, and none is given: name its file")
        return
    if kind != "movement":
        return
    if not stays:
        raise RecordsError(
            file,
            "movements without the records of those who stayed cannot be held against the people "
            "who were there: say stays: true if they are among the records, or scale against a "
            "survey that tells which share of people is recorded",
        )
    if counting == "movements":
        raise RecordsError(
            file,
            "counts of movements, in which a person may be several times a day, cannot be held "
            "against people: count each person once a day, or scale against a survey",
        )


def _days(counts: pd.DataFrame, known: pd.DatetimeIndex, file: str) -> pd.DatetimeIndex:
    """The days that can be scaled, and those between them."""
    asked = pd.DatetimeIndex(pd.to_datetime(counts["day"]))
    inside = known[(known >= asked.min()) & (known <= asked.max())]
    if inside.empty:
        raise RecordsError(
            file,
            f"the records are of {asked.min().date()} to {asked.max().date()}, and people are "
            f"known from {known.min().date()} to {known.max().date()}: none of these days can be "
            "scaled",
        )
    return pd.date_range(inside.min(), inside.max(), freq="D")


def _refuse_more_than_all(records: Floats, base: People, fitted: Fitted, file: str) -> None:
    """Refuse shares by which the records are of more people than there are, at the least."""
    _, high = np.quantile(np.exp(fitted.draws), priors.RANGE, axis=0)
    by = high if records.ndim == 2 else high[:, _BY]
    fewest = np.nansum((records / by).reshape(len(records), -1), axis=1)
    part = fewest[fewest > 0] / base.total[fewest > 0]
    if len(part) and np.median(part) > 1.0:
        raise RecordsError(
            file,
            "by the shares of the survey the records are, at the least, of "
            f"{np.median(part):.1f} times the people in the Strip: a share is of the people of an "
            "area (0.2: one in five), or records that one of them makes",
        )


def _unsure(fitted: Fitted) -> Bools:
    low, high = np.quantile(fitted.draws, priors.RANGE, axis=0)
    unsure: Bools = ~(high - low <= np.log(constants.WIDEST))
    return unsure


def _given(days: pd.DatetimeIndex, lost: Sequence[tuple[date, date]]) -> Bools:
    given = np.zeros(len(days), dtype=bool)
    for first, last in lost:
        given |= np.asarray((days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last)))
    return given


def _penetration(
    there: Floats,
    base: People,
    scaling: Scaling,
    given: Bools,
    survey: pd.DataFrame | None,
    days: pd.DatetimeIndex,
    draws: int,
    rng: np.random.Generator,
) -> tuple[Fitted, Whys]:
    """Penetration, and why an area has no figure on a day; "" where it has one."""
    if scaling.against == "survey":
        assert survey is not None
        fitted = _by_survey(survey, scaling.days, days, draws, rng)
        return fitted, _without_signal(there, fitted.logs, base, given)
    usable = np.where(given[:, None], np.nan, there)
    steps, ends = lost_signal.breaks(usable, base.middle, base.total, scaling.days)
    there, usable = (np.where(ends, np.nan, one) for one in (there, usable))
    bends = nodes(len(days), scaling.days, steps)
    # Medians over months do not see a loss of days.
    first = _running(usable, base.middle, scaling.days, steps)
    why = _without_signal(there, first, base, given)
    for _ in range(_ROUNDS):
        fitted = fit_to_people(
            np.where(why == "", usable, np.nan), base, bends, draws=draws, rng=rng
        )
        found = _without_signal(there, fitted.logs, base, given, why)
        if (found == why).all():
            break
        why = found
    seen = np.where(why == "", usable, np.nan)
    fitted = fit_to_people(seen, base, loosened(bends, fitted.logs), draws=draws, rng=rng)
    return fitted, np.where(ends, lost_signal.UNCLEAR, why)


def _without_signal(
    there: Floats, logs: Floats, base: People, given: Bools, before: Whys | None = None
) -> Whys:
    start = np.full(there.shape, "", dtype=object) if before is None else before
    why = lost_signal.without_signal(there / np.exp(logs), base.total, given, start)
    why[np.isnan(there)] = ""
    return why


def _running(
    there: Floats, middle: Floats, days: int, steps: tuple[tuple[int, ...], ...]
) -> Floats:
    """Logarithms of running medians of records over people: a first idea of penetration."""
    with np.errstate(divide="ignore"):
        ratio = np.log(there) - np.log(middle)
    out = np.full_like(ratio, np.nan)
    for area, own in enumerate(steps):
        edges = [0, *own, len(ratio)]
        for first, end in pairwise(edges):
            part = pd.Series(ratio[first:end, area])
            median = part.rolling(2 * days + 1, center=True, min_periods=1).median()
            out[first:end, area] = median.ffill().bfill().to_numpy()
    return out


def _by_survey(
    survey: pd.DataFrame, apart: int, days: pd.DatetimeIndex, draws: int, rng: np.random.Generator
) -> Fitted:
    at = (pd.DatetimeIndex(pd.to_datetime(survey["day"])) - days[0]).days.to_numpy()
    before, after = max(-int(at.min()), 0), max(int(at.max()) - len(days) + 1, 0)
    low, share, high = (survey[name].to_numpy(dtype=float) for name in ("low", "share", "high"))
    error = np.maximum((high - low) / constants.RANGE_IN_ERRORS / share, constants.NOISE_LEAST)
    shares = tuple(
        (at[here] + before, np.log(share[here]), error[here])
        for here in ((survey["area"] == code).to_numpy() for code in priors.AREAS)
    )
    length = before + len(days) + after
    fitted = fit_to_survey(shares, nodes(length, apart, ((),) * _AREAS), draws=draws, rng=rng)
    span = slice(before, before + len(days))
    return Fitted(fitted.logs[span], fitted.draws[:, span])


def _left_out(counts: pd.DataFrame, known: pd.DatetimeIndex, cells: Counted) -> dict[str, int]:
    inside = counts[(counts["origin"] != ALL) & (counts["destination"] != ALL)]
    told = inside["amount"].notna()
    beyond = ~pd.DatetimeIndex(pd.to_datetime(inside["day"])).isin(known)
    reasons = {"days": int((told & beyond).sum()), "outside": cells.outside}
    return {reason: number for reason, number in reasons.items() if number}
