"""The map "as published": the latest figure for each area as of a day, with its age.

A figure may be for one governorate or for several together ("North Gaza; Gaza").
Figures are laid down from the newest to the oldest; one is used when none of
its governorates has been taken by a newer figure, so areas never overlap, no
figure is split between areas, and no two figures are added.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, Literal

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.records.note import BASIS, is_records_row
from nuzuh.loaders.table import rows_of

CURRENT_DAYS = 90
"""Older figures are only what was last known: people moved by the hundred thousand in a quarter."""

TOO_OLD_DAYS = 180
"""A figure older than this and from before the current phase of the war gives no picture of it."""

RIVAL_DAYS = 7
"""How much older than the newest figure for an area another side's may be to stand beside it."""

Status = Literal["current", "last_known", "too_old"]
"""How far a figure still speaks for the day shown."""

Appearance = Literal["in_time", "later", "copy", "undated"]
"""When the page of a figure came out: by the day shown, after it; or it is not known, since the
page is a copy of a data set or bears no date."""

WEAK_PENALTY = pd.Timedelta(days=30)
"""A figure whose date or author is doubtful gives way to a sound one of up to a month before."""

_SEEN_RANK = {"primary": 0, "secondary": 1, "repost": 2}


def appearance(page: str, page_date: date | None, day: date) -> Appearance:
    """Tell whether a page had come out by a day.

    Args:
        page: ``dated``, ``copy`` or ``undated``, see :func:`nuzuh.loaders.pages.page_of`.
        page_date: its date; None where it bears none.
        day: the day shown.
    """
    if page == "dated" and page_date is not None:
        return "later" if page_date > day else "in_time"
    return "copy" if page == "copy" else "undated"


@dataclass(frozen=True)
class Figure:
    """One published number as it was worded.

    Attributes:
        id: row of the estimates table.
        value: the number; None when only a bound or a range was published.
        low, high: the published range; None where it is open or equals the value.
        quantifier: part of the number (``more than``, ``range``, ...).
        unit: people, movements, percent, ...
        publisher: who said it.
        as_of: the day it describes.
        area: the area as the publisher named it.
        coverage: how that name relates to the P-codes (whole, city, part).
        side: the side that speaks, see :data:`nuzuh.loaders.publishers.GROUPS`.
        according_to: whose figure the publisher passes on; ``unattributed`` where
            it names nobody, "" where the figure is its own.
        page: ``dated``, ``copy`` (of a data set) or ``undated``, see
            :func:`nuzuh.loaders.estimates.complete`.
        page_date: date of the page; None where it bears none.
        pcodes: the governorates that the area is mapped to.
    """

    id: str
    value: float | None
    low: float | None
    high: float | None
    quantifier: str
    unit: str
    publisher: str
    as_of: date
    area: str
    coverage: str
    side: str = "other"
    according_to: str = ""
    page: str = "undated"
    page_date: date | None = None
    pcodes: frozenset[str] = frozenset()

    @property
    def central(self) -> float:
        """The number that colour and order go by: the value, else the range's middle or bound."""
        if self.value is not None:
            return self.value
        edges = [edge for edge in (self.low, self.high) if edge is not None]
        return sum(edges) / len(edges)

    @cached_property
    def from_records(self) -> bool:
        """Whether it was scaled from records by whoever runs this copy, and published nowhere."""
        return is_records_row(self.id)

    @property
    def party(self) -> str:
        """Who speaks, where one figure a side is told: figures from records speak for themselves.

        They neither stand for the published figures of a side nor give way to them.
        """
        return self.publisher if self.from_records else self.side

    def appeared(self, day: date) -> Appearance:
        """Tell whether the figure had been published by a day.

        Args:
            day: the day shown.
        """
        return appearance(self.page, self.page_date, day)


@dataclass(frozen=True)
class AreaFigure:
    """What was last published for an area: one governorate, or several together.

    Attributes:
        pcodes: the governorates the figure is for, north to south.
        figure: the figure, or None when nothing has been reported.
        age_days: days between the day it describes and the day asked about.
        status: ``current``; ``last_known`` when it is older than
            :data:`CURRENT_DAYS` or from before the current phase of the war, so that
            people have moved since; ``too_old`` when it is from before the phase
            and older than :data:`TOO_OLD_DAYS`.
        appeared: whether its page had come out by the day asked about.
        rivals: the latest figure of each other side for the very same area, where
            it is at most :data:`RIVAL_DAYS` older, the lowest first; and last what records
            give for it, which is published nowhere.
    """

    pcodes: tuple[str, ...]
    figure: Figure | None
    age_days: int | None
    status: Status = "current"
    appeared: Appearance = "in_time"
    rivals: tuple[Figure, ...] = ()


def figure_of(row: pd.Series | Mapping[str, Any]) -> Figure:
    """Return the published number in a row of the estimates table."""
    return Figure(
        id=row["id"],
        value=_number(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        quantifier=row["quantifier"],
        unit=row["unit"],
        publisher=row["publisher"],
        as_of=row["as_of"].date(),
        area=row["destination"],
        coverage=row["destination_coverage"],
        side=groups().get(row["speaker"], "other"),
        according_to=row["according_to"],
        page=row["page"],
        page_date=None if pd.isna(row["source_date"]) else row["source_date"].date(),
        pcodes=frozenset(pc.split(row["destination_pcodes"])),
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def latest_present(
    estimates: pd.DataFrame,
    day: date,
    *,
    phase_start: date | None = None,
    later: bool = True,
) -> list[AreaFigure]:
    """Return the latest published figure of people present for each area as of a day.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        day: figures that describe a later day are left out.
        phase_start: first day of the phase of the war that the day lies in.
        later: use figures whose page came out after the day, too.

    Returns:
        Areas from north to south that together cover the five governorates
        once. Figures for the whole Strip or for part of a governorate are not
        areas of this map, and figures from records are published nowhere: they are
        rivals of what is, and never take its place. Before 7 October 2023 registers,
        projections and pre-war residents count as present; from that day on they do
        not, and an area without a later figure is "not reported".
    """
    return present_by_day(estimates, {day: phase_start}, later=later)[day]


def present_by_day(
    estimates: pd.DataFrame, days: Mapping[date, date | None], *, later: bool = True
) -> dict[date, list[AreaFigure]]:
    """Return :func:`latest_present` of many days; the table is prepared once for all of them.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        days: the days asked about, each with the first day of its phase.
        later: use figures whose page came out after the day, too.
    """
    prepared = _prepared(estimates, days)
    return {
        day: _laid_down(prepared[pd.Timestamp(day) >= WAR_BEGAN], day, phase_start, later=later)
        for day, phase_start in days.items()
    }


def latest_of(
    estimates: pd.DataFrame,
    pcodes: Collection[str],
    day: date,
    *,
    phase_start: date | None = None,
    later: bool = True,
) -> AreaFigure:
    """Return the latest published figure of people present for exactly some governorates.

    Figures for a part of them, or for more, are none: nothing is added up or divided.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        pcodes: the governorates; all of them for the whole Strip.
        day: figures that describe a later day are left out.
        phase_start: first day of the phase of the war that the day lies in.
        later: use figures whose page came out after the day, too.
    """
    by_day = latest_of_by_day(estimates, pcodes, {day: phase_start}, later=later)
    return by_day[day]


def latest_of_by_day(
    estimates: pd.DataFrame,
    pcodes: Collection[str],
    days: Mapping[date, date | None],
    *,
    later: bool = True,
) -> dict[date, AreaFigure]:
    """Return :func:`latest_of` of many days; the table is prepared once for all of them.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        pcodes: the governorates; all of them for the whole Strip.
        days: the days asked about, each with the first day of its phase.
        later: use figures whose page came out after the day, too.
    """
    asked, most = frozenset(pcodes), len(pc.STRIP)
    exact = estimates[
        [pc.split(cell) & pc.STRIP == asked for cell in estimates["destination_pcodes"]]
    ]
    prepared = _prepared(exact, days, most=most)
    nothing = AreaFigure(pc.ordered(asked), None, None)
    latest = {}
    for day, phase_start in days.items():
        candidates = prepared[pd.Timestamp(day) >= WAR_BEGAN]
        found = _laid_down(candidates, day, phase_start, later=later)
        latest[day] = next((area for area in found if asked == frozenset(area.pcodes)), nothing)
    return latest


_Listed = list[tuple[frozenset[str], Figure]]
"""Figures with the governorates that each is for, the first to use on top."""


def _prepared(
    estimates: pd.DataFrame, days: Iterable[date], *, most: int = len(pc.STRIP) - 1
) -> dict[bool, tuple[_Listed, _Listed]]:
    """Figures that may be shown in the war and before it, and those that only stand beside them."""
    return {
        in_war: (
            _candidates(estimates, _IN_WAR if in_war else _BEFORE_WAR, in_war=in_war, most=most),
            _candidates(estimates, (BASIS,), in_war=in_war, most=most),
        )
        for in_war in {pd.Timestamp(day) >= WAR_BEGAN for day in days}
    }


def _laid_down(
    prepared: tuple[_Listed, _Listed],
    day: date,
    phase_start: date | None,
    *,
    later: bool,
) -> list[AreaFigure]:
    taken: dict[str, AreaFigure] = {}
    candidates, beside = prepared
    for area, figure in candidates:
        if figure.as_of > day or area & taken.keys():
            continue
        appeared = figure.appeared(day)
        if appeared == "later" and not later:
            continue
        ordered = pc.ordered(area)
        status = status_of(figure.as_of, day, phase_start)
        age = (day - figure.as_of).days
        rivals = _rivals(chain(candidates, beside), area, figure, day, later=later)
        taken |= dict.fromkeys(area, AreaFigure(ordered, figure, age, status, appeared, rivals))
        if len(taken) == len(pc.STRIP):
            break
    nothing = {
        pcode: AreaFigure((pcode,), None, None) for pcode in pc.GOVERNORATES if pcode not in taken
    }
    whole = taken | nothing
    return list(dict.fromkeys(whole[pcode] for pcode in pc.GOVERNORATES))


def _rivals(
    candidates: Iterable[tuple[frozenset[str], Figure]],
    area: frozenset[str],
    newest: Figure,
    day: date,
    *,
    later: bool,
) -> tuple[Figure, ...]:
    """What the others said last of the very same area, shortly before the newest figure."""
    by_side: dict[str, Figure] = {}
    for other, figure in candidates:
        if other != area or figure.party == newest.party or figure.party in by_side:
            continue
        near = 0 <= (newest.as_of - figure.as_of).days <= RIVAL_DAYS
        if near and (later or figure.appeared(day) != "later"):
            by_side[figure.party] = figure
    return tuple(sorted(by_side.values(), key=lambda one: (one.from_records, one.central)))


def status_of(as_of: date, day: date, phase_start: date | None) -> Status:
    """Tell how far a figure still speaks for a day.

    Args:
        as_of: the day that the figure describes.
        day: the day shown.
        phase_start: first day of the phase of the war that it lies in.

    Example:
        >>> status_of(date(2025, 5, 1), date(2025, 6, 1), date(2025, 3, 18))
        'current'
        >>> status_of(date(2024, 12, 10), date(2025, 10, 5), date(2025, 8, 14))
        'too_old'
    """
    age, before = (day - as_of).days, phase_start is not None and as_of < phase_start
    if before and age > TOO_OLD_DAYS:
        return "too_old"
    return "last_known" if before or age > CURRENT_DAYS else "current"


def latest_for(
    estimates: pd.DataFrame,
    pcode: str,
    day: date,
    *,
    phase_start: date | None = None,
    later: bool = True,
) -> AreaFigure:
    """Return the latest published figure of people present that covers one governorate.

    Unlike on the map, where areas must not overlap, nothing stands in its way:
    it may be for several governorates that newer figures tell apart elsewhere.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        pcode: the governorate.
        day: figures that describe a later day are left out.
        phase_start: first day of the phase of the war that the day lies in.
        later: use figures whose page came out after the day, too.
    """
    named = [pcode in area for area in map(pc.split, estimates["destination_pcodes"])]
    areas = latest_present(estimates[named], day, phase_start=phase_start, later=later)
    return next(area for area in areas if pcode in area.pcodes)


def latest_total(estimates: pd.DataFrame, day: date, *, later: bool = True) -> Figure | None:
    """Return the latest sound figure of all people present in the Strip, as of a day.

    From the first day of the war on, pre-war registers and projections stand in
    only until a later figure is published.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        day: figures that describe a later day are left out.
        later: use figures whose page came out after the day, too.
    """
    return totals_by_day(estimates, [day], later=later)[day]


def totals_by_day(
    estimates: pd.DataFrame, days: Iterable[date], *, later: bool = True
) -> dict[date, Figure | None]:
    """Return :func:`latest_total` of many days; the table is prepared once for all of them.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        days: the days asked about.
        later: use figures whose page came out after the day, too.
    """
    rows = estimates[
        (estimates["measure"] == "people_present")
        & (estimates["unit"] == "people")
        & (estimates["repeats"] == "")
        & (estimates["destination_coverage"] == "whole")
        & (estimates["basis"] != BASIS)
        & ~estimates["weak"]
    ]
    whole = [pc.split(cell) & pc.STRIP == pc.STRIP for cell in rows["destination_pcodes"]]
    in_war = ~rows["basis"].isin(["home", "projection"])
    ranked = rows.assign(in_war=in_war)[whole].sort_values(["in_war", "as_of"], kind="stable")
    figures = [figure_of(row) for row in rows_of(ranked[::-1])]

    def latest(day: date) -> Figure | None:
        by_then = (figure for figure in figures if figure.as_of <= day)
        return next((f for f in by_then if later or f.appeared(day) != "later"), None)

    return {day: latest(day) for day in days}


_IN_WAR = ("observed", "derived", "planning")
_BEFORE_WAR = ("home", "projection")
"""What a figure may rest on, to be told as the published one of its area."""


def _candidates(
    estimates: pd.DataFrame, bases: Collection[str], *, in_war: bool, most: int
) -> _Listed:
    """Figures that rest on `bases` and their at most `most` governorates."""
    size = estimates["destination_pcodes"].map(lambda cell: len(pc.split(cell) & pc.STRIP))
    rows = estimates[
        (estimates["measure"] == "people_present")
        & (estimates["unit"] == "people")
        & (estimates["repeats"] == "")
        & ((estimates["as_of"] >= WAR_BEGAN) == in_war)
        & estimates["basis"].isin(bases)
        & estimates["destination_coverage"].isin(["whole", "city"])
        & size.between(1, most)
    ]
    rank = rows.assign(
        size=size.loc[rows.index],
        standing=rows["as_of"].mask(rows["weak"], rows["as_of"] - WEAK_PENALTY),
        city=(rows["destination_coverage"] == "city").astype(int),
        trust=rows["seen"].map(_SEEN_RANK).fillna(len(_SEEN_RANK)),
        open=rows["value"].isna().astype(int),
    )
    first = rank.sort_values(
        ["standing", "size", "city", "trust", "open", "id"],
        ascending=[False, True, True, True, True, True],
        kind="stable",
    )
    return [
        (frozenset(pc.split(row["destination_pcodes"])), figure_of(row)) for row in rows_of(first)
    ]
