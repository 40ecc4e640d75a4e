"""Figures of a week from people by counted records, in the columns of ``geodata/estimates.csv``.

A figure a day would drown other publishers: seven of them are one count told seven times. So a
number of people is that of a week, on average over its usable days, as the balance reads a
number with a period; its range is that of the draws' own averages, which hang together over the
days. Movements are added up over the longest run of usable days of a week. A person who moved
on two days is in such a sum twice, so what it counts is movements.

A small movement of a week is told with those of the weeks after it, four weeks at most: by itself
it is less than the error that the balance gives to any figure, and many such figures would take
the balance's time and tell it nothing, while their sum tells of people who leave slowly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Readable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.people_there import told_range
from nuzuh.balance.record_draws import scaled_by
from nuzuh.balance.scaled import Scaled
from nuzuh.evidence.precision import round_to_precision
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.note import PREFIX, records_note

LEAST_DAYS = 3
"""Days of a week that must be usable."""
WITHHELD_MOST = 0.5
"""No movement is told where more of its days than this share are withheld."""
SMALL_MOVEMENT = priors.SMALLEST_SCALE_PEOPLE
"""Movements of fewer people are told with those of the weeks after, ..."""
WEEKS_MOST = 4
"""...of so many weeks together, or not at all."""
OUTSIDE_NAME = "outside Gaza Strip"
"""As the ledger calls it."""

FEW_DAYS, WITHHELD, TOO_FEW = "few_days", "withheld", "too_few"
"""Why a week of an area or a way has no figure: fewer than three usable days; most of its days
withheld (or any, where a withheld count may be of many); or fewer people than can be told."""


@dataclass(frozen=True)
class WeeklyFigures:
    """Figures of weeks.

    Attributes:
        rows: text in the columns of ``estimates.csv``, ready to be written; may be empty.
        left_out: weeks of an area or a way without a figure, by reason.
    """

    rows: pd.DataFrame
    left_out: Readable[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Together:
    """Areas that the balance tells as one, and people by the records of all of them.

    Attributes:
        pcodes: of the areas; the first stands for all of them in ``scaled``.
        since: the first day on which they are told as one.
        scaled: people by counted records.
    """

    pcodes: tuple[str, ...]
    since: pd.Timestamp
    scaled: Scaled


@dataclass(frozen=True)
class _Figure:
    """A number with its range, from and to which day, and whose penetration it was scaled by."""

    origin: str
    destination: str
    days: pd.DatetimeIndex
    value: float
    low: float
    high: float
    by: str

    def is_within(self, other: _Figure, codes: tuple[str, ...]) -> bool:
        """Whether it is of a part of what another is of: of some areas of one, on its days."""
        ends = ((self.origin, other.origin), (self.destination, other.destination))
        alike = all(mine == its or {mine, its} <= set(codes) for mine, its in ends)
        return alike and self.days[0] <= other.days[-1] and other.days[0] <= self.days[-1]


def weekly_figures(
    scaled: Scaled,
    mapping: Mapping,
    *,
    counted_on: date,
    data_version: str,
    together: Sequence[Together] = (),
) -> WeeklyFigures:
    """Return the figures of each week, from Monday to Sunday.

    Areas that are told as one have a figure of all of them where none of them has its own.

    Args:
        scaled: people by counted records.
        mapping: of the records.
        counted_on: the day on which they were counted: the date of the source.
        data_version: of the figures that the reconstruction rests on.
        together: areas that are told as one.
    """
    left_out = Counter[str]()
    against = (
        f"the reconstruction of data version {data_version}"
        if scaled.against == "balance"
        else "a survey"
    )
    own = list(_figures(scaled, mapping, left_out))
    sources: list[tuple[Scaled, tuple[str, ...], list[_Figure]]] = [(scaled, (), own)]
    for one in together:
        joint = [
            figure
            for figure in _figures(one.scaled, mapping, Counter())
            if one.pcodes[0] in (figure.origin, figure.destination)
            and figure.days[0] >= one.since
            and not any(other.is_within(figure, one.pcodes) for other in own)
        ]
        sources.append((one.scaled, one.pcodes, joint))
    rows = list[dict[str, str]]()
    for source, pcodes, figures in sources:
        shares = _shares(source)
        for figure in figures:
            at = source.days.get_indexer(figure.days)
            of_days = shares[priors.AREAS.index(figure.by), at]
            low, middle, high = (100.0 * np.nanmean(of_days, axis=0)).tolist()
            share = (low, middle, high)
            note = records_note(share, against, mapping.privacy.threshold, mapping.note)
            number = len(rows) + 1
            rows.append(_row(figure, source.kind, mapping, number, counted_on, note, pcodes))
    return WeeklyFigures(pd.DataFrame(rows, columns=list(COLUMNS), dtype=object), dict(left_out))


def _figures(scaled: Scaled, mapping: Mapping, left_out: Counter[str]) -> Iterator[_Figure]:
    if scaled.kind == "presence":
        return _present(scaled, left_out)
    most = 0.0 if hides_many(mapping) else WITHHELD_MOST
    return _moved(scaled, left_out, most, outside=mapping.outside)


def _shares(scaled: Scaled) -> npt.NDArray[np.float64]:
    """Low, middle and high of penetration, shape (5, T, 3); nan where there is no figure."""
    shares = np.full((len(priors.AREAS), len(scaled.days), 3), np.nan)
    at = scaled.days.get_indexer(pd.DatetimeIndex(scaled.by_day["day"]))
    area = scaled.by_day["pcode"].map(priors.AREAS.index).to_numpy(dtype=int)
    shares[area, at] = scaled.by_day[["low", "middle", "high"]].to_numpy()
    return shares


def _weeks(days: pd.DatetimeIndex) -> Iterator[npt.NDArray[np.intp]]:
    monday = (days - pd.to_timedelta(days.day_of_week, unit="D")).to_numpy()
    for start in np.unique(monday):
        yield np.flatnonzero(monday == start)


def _present(scaled: Scaled, left_out: Counter[str]) -> Iterator[_Figure]:
    middle = np.full(scaled.drawn.shape[1:], np.nan)
    at = scaled.days.get_indexer(pd.DatetimeIndex(scaled.people["day"]))
    area = scaled.people["pcode"].map(priors.AREAS.index).to_numpy(dtype=int)
    middle[at, area] = scaled.people["people"]
    for week in _weeks(scaled.days):
        for a, code in enumerate(priors.AREAS):
            usable = week[np.isfinite(middle[week, a])]
            if len(usable) < LEAST_DAYS:
                left_out[FEW_DAYS] += 1
                continue
            span = scaled.days[usable[0] : usable[-1] + 1]
            drawn = scaled.drawn[:, usable, a].mean(axis=1, dtype=np.float64)
            # A day that is not known may have differed as much as those that are.
            unknown = 1.0 - len(usable) / len(span)
            wide = 1.2816 * float(np.std(middle[usable, a])) * np.sqrt(unknown)
            value = float(middle[usable, a].mean())
            low, high = np.quantile(drawn, priors.RANGE)
            low, high = value - np.hypot(value - low, wide), value + np.hypot(high - value, wide)
            figure = _told("", code, span, value, (float(low), float(high)), code)
            if figure is None:
                left_out[TOO_FEW] += 1
            else:
                yield figure


def hides_many(mapping: Mapping) -> bool:
    """Return whether a count that is withheld may be of many: one person may make most of it."""
    amount = mapping.amount
    return bool(amount.person) and (amount.kind != "rows" or mapping.counting == "movements")


def _moved(
    scaled: Scaled, left_out: Counter[str], withheld_most: float, *, outside: bool
) -> Iterator[_Figure]:
    middle = np.full(scaled.moved_drawn.shape[1:], np.nan)
    at = scaled.days.get_indexer(pd.DatetimeIndex(scaled.moved["day"]))
    places = {code: i for i, code in enumerate(priors.PLACES)}
    ends = [scaled.moved[end].map(places).to_numpy(dtype=int) for end in ("origin", "destination")]
    middle[at, ends[0], ends[1]] = scaled.moved["people"]
    for a, origin in enumerate(priors.PLACES):
        for b, destination in enumerate(priors.PLACES):
            beyond = priors.OUTSIDE in (origin, destination)
            # A way that nobody counted looks withheld, and is none that is left out.
            if a == b or (beyond and not outside and scaled.is_withheld[:, a, b].all()):
                continue
            runs = list[npt.NDArray[np.intp]]()
            for week in _weeks(scaled.days):
                run = _longest(week[np.isfinite(middle[week, a, b])])
                if len(run) < LEAST_DAYS:
                    left_out[FEW_DAYS] += 1
                elif scaled.is_withheld[run, a, b].mean() > withheld_most:
                    left_out[WITHHELD] += 1
                else:
                    runs.append(run)
            by = priors.PLACES[scaled_by(a, b)]
            for span, weeks in _together(runs, middle[:, a, b]):
                drawn = scaled.moved_drawn[:, span, a, b].sum(axis=1, dtype=np.float64)
                low, high = np.quantile(drawn, priors.RANGE)
                value = float(middle[span, a, b].sum())
                figure = None
                if value >= SMALL_MOVEMENT:
                    days = scaled.days[span]
                    figure = _told(origin, destination, days, value, (float(low), float(high)), by)
                if figure is None:
                    left_out[TOO_FEW] += weeks
                else:
                    yield figure


def _together(
    runs: list[npt.NDArray[np.intp]], moved: npt.NDArray[np.float64]
) -> Iterator[tuple[npt.NDArray[np.intp], int]]:
    """Days that a figure is told of, and of how many weeks they are.

    A week stands alone where enough people moved in it; others join the week before where no
    day is missing between them.

    >>> weeks = [np.arange(7), np.arange(7, 14), np.arange(14, 21), np.arange(22, 28)]
    >>> moved = np.repeat([300.0, 300.0, 900.0, 100.0], 7)
    >>> [(int(days[0]), int(days[-1]), count) for days, count in _together(weeks, moved)]
    [(0, 13, 2), (14, 20, 1), (22, 27, 1)]
    """
    waiting, weeks = np.zeros(0, dtype=np.intp), 0
    for run in runs:
        large = moved[run].sum() >= SMALL_MOVEMENT
        joins = weeks and not large and weeks < WEEKS_MOST and run[0] == waiting[-1] + 1
        if weeks and not (joins and moved[waiting].sum() < SMALL_MOVEMENT):
            yield waiting, weeks
            waiting, weeks = waiting[:0], 0
        waiting, weeks = np.append(waiting, run), weeks + 1
    if weeks:
        yield waiting, weeks


def _longest(days: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The longest run of days that follow each other; the first of equals.

    >>> _longest(np.array([3, 4, 6, 7, 8])).tolist()
    [6, 7, 8]
    """
    runs = np.split(days, np.flatnonzero(np.diff(days) > 1) + 1)
    return max(runs, key=len)


def _told(
    origin: str,
    destination: str,
    days: pd.DatetimeIndex,
    value: float,
    ends: tuple[float, float],
    by: str,
) -> _Figure | None:
    """A figure in steps that it can bear; None where nothing but none would be left to tell."""
    low, high = max(min(ends[0], value), 0.0), max(ends[1], value)
    least, most = told_range(low, high)
    told = min(max(round_to_precision(value, low, high), least), most)
    return _Figure(origin, destination, days, told, least, most, by) if told > 0 else None


def _row(
    figure: _Figure,
    kind: str,
    mapping: Mapping,
    number: int,
    counted_on: date,
    note: str,
    together: tuple[str, ...],
) -> dict[str, str]:
    ends = [
        together if end in together else (end,) if end else ()
        for end in (figure.origin, figure.destination)
    ]
    moved = kind == "movement"
    what = "movements" if moved else "people"
    return {
        **dict.fromkeys(COLUMNS, ""),
        "id": f"{PREFIX}{mapping.name.upper()}-{number}",
        "publisher": mapping.publisher,
        "measure": "movement" if moved else "people_present",
        "counting": what,
        "origin": _name(ends[0]),
        "origin_pcodes": " ".join(ends[0]),
        "destination": _name(ends[1]),
        "destination_pcodes": " ".join(ends[1]),
        "period_start": str(figure.days[0].date()),
        "period_basis": "stated",
        "as_of": str(figure.days[-1].date()),
        "value": f"{figure.value:.0f}",
        "low": f"{figure.low:.0f}",
        "high": f"{figure.high:.0f}",
        "unit": what,
        "quantifier": "approximately",
        "source_title": mapping.title,
        "source_url": mapping.link,
        "source_date": str(counted_on),
        "seen": "primary",
        "note": note,
    }


def _name(codes: tuple[str, ...]) -> str:
    """As the ledger calls a place.

    >>> _name(("PS0255", "PS0260"))
    'North Gaza; Gaza'
    """
    if codes == (priors.OUTSIDE,):
        return OUTSIDE_NAME
    return "; ".join(priors.NAMES[code] for code in codes)
