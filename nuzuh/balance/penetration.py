"""From counted records to people, with a range, by day: see ``docs/records.md`` for the method.

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
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import lost_signal, priors
from nuzuh.balance import penetration_priors as constants
from nuzuh.balance.lost_signal import Bools, Floats
from nuzuh.balance.penetration_fit import Fitted, People, fit_to_people, fit_to_survey, nodes
from nuzuh.balance.record_counts import Counted, counted
from nuzuh.balance.result import Reconstruction
from nuzuh.loaders.records.counts import ALL
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.mapping import Privacy, Scaling

TOTAL = "total"
"""In a frame of people: the whole Strip."""
PEOPLE_COLUMNS = ("day", "pcode", "low", "middle", "high")
SURVEY_COLUMNS = ("area", "day", "share", "low", "high")
_TO_SD = 2.0 * 1.2816
"""Standard deviations in a range from the 10th to the 90th percentile."""
_ROUNDS = 4
_AREAS = len(priors.AREAS)
GIVEN = "given"
Whys = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Scaled:
    """People by counted records.

    Attributes:
        kind: ``presence``, or ``movement``.
        against: ``balance`` or ``survey``.
        people: columns ``day, pcode, people, low, high``: people in each governorate on a day
            (of movements with stays, when it began); no row where there is no figure. Empty of
            movements without stays.
        moved: columns ``day, origin, destination, people, low, high``: people who moved between
            two places; empty of presence.
        penetration: columns ``pcode, low, middle, high, days``: records per person over the
            period, and the days that it was used on.
        by_day: the same by ``day``.
        lost: columns ``day, pcode, why``: days of an area without a figure, though there are
            records: ``given`` by the operator, ``lost`` signal, ``unclear`` (whether signal or
            people went), ``surplus`` (more records than people can have made).
        left_out: columns ``reason, rows``: counts that have no figure: ``withheld``, ``outside``
            the Strip, ``days`` that the reconstruction lacks, ``no_share`` in the survey, and
            the reasons of ``lost``.
        days: the days scaled.
        drawn: draws of people, shape (M, T, 5); nan where there is no figure.
        moved_drawn: draws of people who moved, shape (M, T, 6, 6).
        is_withheld: whether a cell of movements is withheld, shape (T, 6, 6).
    """

    kind: Literal["presence", "movement"]
    against: Literal["balance", "survey"]
    people: pd.DataFrame
    moved: pd.DataFrame
    penetration: pd.DataFrame
    by_day: pd.DataFrame
    lost: pd.DataFrame
    left_out: pd.DataFrame
    days: pd.DatetimeIndex
    drawn: npt.NDArray[np.float32] = field(repr=False)
    moved_drawn: npt.NDArray[np.float32] = field(repr=False)
    is_withheld: Bools = field(repr=False)

    def lost_days(self) -> dict[str, int]:
        """Return on how many days each area has no figure though it has records."""
        days = self.lost.groupby("pcode")["day"].nunique()
        return {code: int(days.get(code, 0)) for code in priors.AREAS}


def people_of(reconstruction: Reconstruction) -> pd.DataFrame:
    """Return people of a reconstruction as :func:`scale` takes them, in :data:`PEOPLE_COLUMNS`.

    An area that the figures do not tell apart from its neighbour on a day has the range from
    nobody to the high end of both; a day without a range is not in the frame.

    Args:
        reconstruction: without the records that are to be scaled.
    """
    frame = reconstruction.daily().rename(columns={"date": "day", "people": "middle"})
    frame = frame[frame["pcode"].isin(priors.AREAS)]
    days = list(reconstruction.days)
    told = [tuple(reconstruction.areas_told(day)) for day in days]
    for group in {area for areas in told for area in areas if len(area) > 1}:
        together = [day for day, areas in zip(days, told, strict=True) if group in areas]
        high = dict(zip(together, reconstruction.course(together, group)[:, 2], strict=True))
        here = frame["pcode"].isin(group) & frame["day"].isin(together)
        frame.loc[here, "low"] = 0.0
        frame.loc[here, "high"] = frame.loc[here, "day"].map(high)
    whole = reconstruction.course(days, priors.AREAS)
    total = pd.DataFrame(whole, columns=["middle", "low", "high"]).assign(
        day=reconstruction.days, pcode=TOTAL
    )
    columns = list(PEOPLE_COLUMNS)
    return pd.concat([frame[columns], total[columns]], ignore_index=True).dropna()


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
    draws: int = constants.DRAWS,
    seed: int = 0,
) -> Scaled:
    """Return people by counted records.

    Args:
        counts: in the columns of :mod:`nuzuh.loaders.records.counts`.
        people: of the reconstruction without these records, ``day, pcode, low, middle, high``; a
            row ``total`` is the whole Strip, see :func:`people_of`.
        scaling: of the mapping.
        kind: of the mapping, like the next two.
        stays: whether who stayed is among movements.
        counting: whether people or movements are counted.
        privacy: of the mapping; as by default when None.
        person: amount that one person makes, where weights are counted.
        survey: ``area, day, share, low, high`` where the mapping scales against one.
        file: the mapping, for what is said of it.
        draws: from which ranges are read.
        seed: of the draws.

    Raises:
        RecordsError: where the records cannot be scaled, with what to do.
    """
    _refuse(counts, scaling, kind=kind, stays=stays, counting=counting, survey=survey, file=file)
    privacy = privacy or Privacy()
    days, base = _people(counts, people, kind, file)
    cells = counted(counts, privacy, days, person)
    rng = np.random.default_rng(seed)
    given = _given(days, scaling.lost)
    usable = np.where(cells.there >= privacy.threshold, cells.there, np.nan)
    there = usable if kind == "presence" or stays else np.full_like(usable, np.nan)
    fitted, why = _penetration(there, base, scaling, given, survey, days, draws, rng)
    used = np.isfinite(cells.there) | np.isfinite(cells.moved[:, :_AREAS]).any(axis=2)
    told = (why == "") & np.isfinite(fitted.logs) & ~given[:, None]
    spread = _day_spread(there, cells, why, privacy)
    penetration = np.exp(fitted.draws).astype(np.float32)
    drawn = _people_drawn(there, penetration, spread, told, rng)
    moved = np.zeros((draws, 0, 6, 6), dtype=np.float32)
    if kind == "movement":
        moved = _moved_drawn(cells, penetration, told, privacy, rng)
    lost = _lost(days, why, given)
    return Scaled(
        kind=kind,
        against=scaling.against,
        people=_people_frame(days, there, fitted, told, drawn),
        moved=_moved_frame(days, cells, fitted, moved),
        penetration=_over_period(fitted, told, used),
        by_day=_penetration_by_day(days, fitted, told, used),
        lost=lost,
        left_out=_left_out(counts, days, lost, fitted, kind),
        days=days,
        drawn=drawn,
        moved_drawn=moved,
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


def _people(
    counts: pd.DataFrame, people: pd.DataFrame, kind: str, file: str
) -> tuple[pd.DatetimeIndex, People]:
    """The days that can be scaled, and the people whom the records are of."""
    missing = [name for name in PEOPLE_COLUMNS if name not in people]
    if missing:
        raise ValueError(f"the people lack the columns {', '.join(missing)}")
    asked = pd.DatetimeIndex(pd.to_datetime(counts["day"]))
    table = people.assign(day=pd.to_datetime(people["day"])).pivot_table(
        index="day", columns="pcode", values=["low", "middle", "high"]
    )
    # Who sets out on a day was there at the end of the day before.
    shift = pd.Timedelta(days=1 if kind == "movement" else 0)
    known = table.dropna(subset=[("middle", code) for code in priors.AREAS]).index + shift
    inside = known[(known >= asked.min()) & (known <= asked.max())]
    if inside.empty:
        raise RecordsError(
            file,
            f"the records are of {asked.min().date()} to {asked.max().date()}, and people are "
            f"known from {known.min().date()} to {known.max().date()}: none of these days can be "
            "scaled",
        )
    days = pd.date_range(inside.min(), inside.max(), freq="D")
    return days, _as_people(table.reindex(days - shift).ffill())


def _as_people(table: pd.DataFrame) -> People:
    codes = list(priors.AREAS)
    low, middle, high = (
        table[name][codes].to_numpy(dtype=float) for name in ("low", "middle", "high")
    )
    number = np.maximum(middle, 1.0)
    error = np.hypot(
        (high - low) / _TO_SD / number,
        np.hypot(constants.ERROR_PEOPLE / number, constants.ERROR_LEAST),
    )
    if TOTAL in table["middle"]:
        total = table["middle"][TOTAL].to_numpy(dtype=float)
        width = (table["high"][TOTAL] - table["low"][TOTAL]).to_numpy(dtype=float) / _TO_SD / total
        return People(number, error, total, max(float(np.nanmedian(width)), constants.TOTAL_NOISE))
    return People(number, error, middle.sum(axis=1), constants.TOTAL_ERROR)


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
    # Medians over months do not see a loss of days, and a step that stays does not mislead them.
    first = _running(usable, base.middle, scaling.days, ((),) * _AREAS)
    clean = np.where(_without_signal(there, first, base, given) == "", usable, np.nan)
    steps = lost_signal.breaks(clean, base.middle, base.total, scaling.days)
    bends = nodes(len(days), scaling.days, steps)
    why = _without_signal(there, _running(clean, base.middle, scaling.days, steps), base, given)
    for _ in range(_ROUNDS):
        fitted = fit_to_people(
            np.where(why == "", usable, np.nan), base, bends, draws=draws, rng=rng
        )
        found = _without_signal(there, fitted.logs, base, given)
        if (found == why).all():
            break
        why = found
    return fitted, why


def _without_signal(there: Floats, logs: Floats, base: People, given: Bools) -> Whys:
    why = lost_signal.without_signal(there / np.exp(logs), base.total, given)
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
    error = np.maximum((high - low) / _TO_SD / share, constants.NOISE_LEAST)
    shares = tuple(
        (at[here] + before, np.log(share[here]), error[here])
        for here in ((survey["area"] == code).to_numpy() for code in priors.AREAS)
    )
    length = before + len(days) + after
    fitted = fit_to_survey(shares, nodes(length, apart, ((),) * _AREAS), draws=draws, rng=rng)
    span = slice(before, before + len(days))
    return Fitted(fitted.logs[span], fitted.draws[:, span])


def _day_spread(there: Floats, cells: Counted, why: Whys, privacy: Privacy) -> Floats:
    """Standard error of the logarithm of a day's records, shape (T, 5)."""
    usable = np.where(why == "", there, np.nan)
    count = np.maximum(there, 1.0)
    rounded = privacy.rounded_to / np.sqrt(12.0)
    unsure = cells.unsure / np.sqrt(3.0)
    counting = (count + rounded**2 + unsure**2) / count**2
    partly = np.isin(why, (lost_signal.LOST, lost_signal.UNCLEAR)).any(axis=1)
    beside = np.where(partly, constants.ROAMING, 0.0)[:, None]
    spread: Floats = np.sqrt(counting + lost_signal.day_noise(usable) ** 2 + beside**2)
    return spread


def _people_drawn(
    there: Floats,
    penetration: npt.NDArray[np.float32],
    spread: Floats,
    told: Bools,
    rng: np.random.Generator,
) -> npt.NDArray[np.float32]:
    noise = rng.standard_normal(penetration.shape, dtype=np.float32) * spread.astype(np.float32)
    drawn = there.astype(np.float32) / penetration * np.exp(noise)
    return np.where(told & np.isfinite(there), drawn, np.float32(np.nan))


def _moved_drawn(
    cells: Counted,
    penetration: npt.NDArray[np.float32],
    told: Bools,
    privacy: Privacy,
    rng: np.random.Generator,
) -> npt.NDArray[np.float32]:
    """Draws of people who moved, shape (M, T, 6, 6); of arrivals by penetration where they come."""
    draws, length = penetration.shape[:2]
    out = np.full((draws, length, 6, 6), np.nan, dtype=np.float32)
    movers = rng.standard_normal((draws, 1)) * constants.MOVERS
    for a in range(6):
        for b in range(6):
            if a == b:
                continue
            area = a if a < _AREAS else b
            middle, half = cells.moved[:, a, b], cells.held[:, a, b]
            # One draw for all days of a way: what is withheld on many days may be alike.
            count = middle + half * rng.uniform(-1.0, 1.0, (draws, 1))
            error = np.sqrt(np.maximum(middle, 0.0) + privacy.rounded_to**2 / 12.0)
            error = np.where(half > 0, 0.0, error)
            count = np.maximum(count + error * rng.standard_normal((draws, length)), 0.0)
            arrivals = constants.ARRIVALS if a == _AREAS else 0.0
            apart = movers + arrivals * rng.standard_normal((draws, 1))
            people = count / penetration[:, :, area] * np.exp(apart)
            out[:, :, a, b] = np.where(told[:, area], people, np.nan)
    return out


def _people_frame(
    days: pd.DatetimeIndex,
    there: Floats,
    fitted: Fitted,
    told: Bools,
    drawn: npt.NDArray[np.float32],
) -> pd.DataFrame:
    at, area = np.nonzero(told & np.isfinite(there))
    middle = (there / np.exp(fitted.logs))[at, area]
    low, high = _ends(drawn[:, at, area], middle)
    codes = np.array(priors.AREAS)[area]
    return pd.DataFrame(
        {"day": days[at], "pcode": codes, "people": middle, "low": low, "high": high}
    )


def _moved_frame(
    days: pd.DatetimeIndex,
    cells: Counted,
    fitted: Fitted,
    drawn: npt.NDArray[np.float32],
) -> pd.DataFrame:
    at, a, b = np.nonzero(np.isfinite(drawn).all(axis=0)) if len(drawn) else ([], [], [])
    a, b = np.asarray(a, dtype=int), np.asarray(b, dtype=int)
    at = np.asarray(at, dtype=int)
    middle = cells.moved[at, a, b] / np.exp(fitted.logs[at, np.where(a < _AREAS, a, b)])
    low, high = _ends(drawn[:, at, a, b], middle)
    places = np.array(priors.PLACES)
    return pd.DataFrame(
        {
            "day": days[at],
            "origin": places[a],
            "destination": places[b],
            "people": middle,
            "low": low,
            "high": high,
        }
    )


def _ends(drawn: npt.NDArray[np.float32], middle: Floats) -> tuple[Floats, Floats]:
    if not drawn.size:
        return middle.copy(), middle.copy()
    low, high = np.quantile(drawn, priors.RANGE, axis=0)
    return np.minimum(low, middle).clip(min=0.0), np.maximum(high, middle)


def _over_period(fitted: Fitted, told: Bools, used: Bools) -> pd.DataFrame:
    """Penetration over the period: the middle of the days, and ends that hold their ranges."""
    rows = []
    for area, code in enumerate(priors.AREAS):
        here = told[:, area] & used[:, area]
        if here.any():
            drawn = np.exp(fitted.draws[:, here, area])
            middle = float(np.exp(np.median(fitted.logs[here, area])))
            low, high = np.quantile(drawn, priors.RANGE)
            rows.append(
                (code, min(float(low), middle), middle, max(float(high), middle), here.sum())
            )
    return pd.DataFrame(rows, columns=["pcode", "low", "middle", "high", "days"])


def _penetration_by_day(
    days: pd.DatetimeIndex, fitted: Fitted, told: Bools, used: Bools
) -> pd.DataFrame:
    at, area = np.nonzero(told & used)
    middle = np.exp(fitted.logs[at, area])
    low, high = _ends(np.exp(fitted.draws[:, at, area]), middle)
    codes = np.array(priors.AREAS)[area]
    return pd.DataFrame(
        {"day": days[at], "pcode": codes, "low": low, "middle": middle, "high": high}
    )


def _lost(days: pd.DatetimeIndex, why: Whys, given: Bools) -> pd.DataFrame:
    told = np.where(given[:, None] & (why != ""), GIVEN, why)
    at, area = np.nonzero(told != "")
    return pd.DataFrame(
        {"day": days[at], "pcode": np.array(priors.AREAS)[area], "why": told[at, area]}
    )


def _left_out(
    counts: pd.DataFrame, days: pd.DatetimeIndex, lost: pd.DataFrame, fitted: Fitted, kind: str
) -> pd.DataFrame:
    day = pd.to_datetime(counts["day"])
    cells = counts[(counts["origin"] != ALL) & (counts["destination"] != ALL)]
    beyond = ~day[cells.index].between(days[0], days[-1])
    place = cells["destination" if kind == "presence" else "origin"]
    told = np.isfinite(fitted.logs).sum(axis=0)
    unknown = {code for code, number in zip(priors.AREAS, told, strict=True) if not number}
    reasons = {
        "withheld": int(cells["amount"].isna().sum()),
        "days": int(beyond.sum()),
        "outside": int((place == priors.OUTSIDE).sum()) if kind == "presence" else 0,
        "no_share": int((place.isin(unknown) & cells["amount"].notna()).sum()),
        **{str(why): int(rows) for why, rows in lost["why"].value_counts().items()},
    }
    found = [(reason, rows) for reason, rows in reasons.items() if rows]
    return pd.DataFrame(found, columns=["reason", "rows"])
