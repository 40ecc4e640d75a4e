"""The words about a reconstruction: its headline, and how a day's rival figures fit into it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.evidence.published import Figure
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.territory import territory
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.labels import (
    publisher_name,
    said_in_brackets,
    said_people,
    speaker_name,
)
from nuzuh.scene.said import Said, capital, joined, said, said_day, said_figure, text
from nuzuh.scene.statement_words import start_text
from nuzuh.scene.translator import Translator

QUIET_DAYS = 60
"""When the last figure behind a reconstruction is older, the page says so."""

NORTH, SOUTH = (side.pcodes for side in territory().sides)
Told = tuple[float, float | None, float | None]
"""A number with its likely range, where there is one."""


def view_name(view: str, t: Translator) -> str:
    """Return the name of a view: of a group of publishers, or the publishers themselves."""
    if view in NAMED_VIEWS:
        return t("view.all") if view == "all" else t(f"group.{view}")
    return t("list.comma").join(t.isolated(speaker_name(name, t)) for name in view.split(","))


def named_views(t: Translator) -> list[tuple[str, str]]:
    """Return id and name of everybody's view and of each side's."""
    return [(view, view_name(view, t)) for view in NAMED_VIEWS]


def reconstructed_headline(
    reconstruction: Reconstruction, view: str, day: date, t: Translator, *, total: Figure | None
) -> str:
    """Return the sentence above the map, reconstructed: people north and south of Wadi Gaza.

    Args:
        reconstruction: the reconstruction of a view.
        view: whose figures it uses.
        day: the day shown.
        t: the reader's language.
        total: the latest published total of the Strip, which the sentence cites; None
            where there is none.
    """
    return said_reconstructed_headline(reconstruction, view, day, total=total).words(t)


def said_reconstructed_headline(
    reconstruction: Reconstruction, view: str, day: date, *, total: Figure | None
) -> Said:
    """Return what :func:`reconstructed_headline` puts into words."""
    whose = said(view_name, view)
    if not reconstruction.has_observations or reconstruction.has_data_gap(day):
        return text("recon.nothing", view=whose, date=said_day(day))
    north, south = (number_and_range(reconstruction.group(day, side)) for side in (NORTH, SOUTH))
    sentence = text(
        "recon.headline",
        number=said_people(*north),
        range=said_in_brackets(*north[1:]),
        south=said_people(*south),
        south_range=said_in_brackets(*south[1:]),
        view=whose,
    )
    if total is None:
        return sentence
    cited = text(
        "recon.total",
        figure=said_figure(total),
        publisher=said(publisher_name, total),
        date=said_day(total.as_of, short=True),
    )
    return joined([sentence, cited], " ")


def last_figure(reconstruction: Reconstruction, estimates: pd.DataFrame) -> date | None:
    """Return the last day that a figure used in a reconstruction describes; None without any."""
    used = reconstruction.rows.loc[reconstruction.rows["weight"] > 0, "id"]
    days = estimates.loc[estimates["id"].isin(used), "as_of"]
    return None if days.empty else days.max().date()


class PreparedFits:
    """How rival figures for the way south fit into a reconstruction, each held against it once.

    Args:
        reconstruction: the reconstruction of a view.
    """

    def __init__(self, reconstruction: Reconstruction) -> None:
        self._reconstruction = reconstruction
        self._of_people: dict[Statement, tuple[Said, ...]] = {}
        self._of_count: dict[Statement, tuple[Said, ...]] = {}

    def on(self, told: dict[str, list[Statement]], day: date) -> tuple[Said, ...]:
        """Return the sentences of a day, see :func:`how_figures_fit`."""
        reconstruction = self._reconstruction
        if not reconstruction.has_observations or reconstruction.has_data_gap(day):
            return ()
        totals = [
            s
            for s in told.get("moved_south", [])
            if s.period_start is not None
            and s.figure.as_of > s.period_start
            and (day - s.figure.as_of).days <= 21
            and not s.weak
            and not s.figure.from_records
        ]
        people = [s for s in totals if s.figure.unit == "people"]
        counts = [s for s in totals if s.figure.unit == "movements"]
        sentences: tuple[Said, ...] = ()
        if people:
            newest = max(people, key=lambda s: (s.figure.as_of, s.figure.central, s.figure.id))
            if newest not in self._of_people:
                self._of_people[newest] = _people(reconstruction, newest)
            sentences += self._of_people[newest]
        if counts:
            longest = max(s.days for s in counts)
            largest = max(counts, key=lambda s: (2 * s.days >= longest, s.figure.central))
            if largest not in self._of_count:
                self._of_count[largest] = _count(reconstruction, largest)
            sentences += self._of_count[largest]
        return sentences


def fit_texts(sentences: Iterable[Said], t: Translator) -> list[str]:
    """Return sentences of :class:`PreparedFits` in words, and what marks in them mean."""
    worded = [capital(sentence).words(t) for sentence in sentences]
    return [*worded, *footnotes(worded, t)]


def how_figures_fit(
    reconstruction: Reconstruction, told: dict[str, list[Statement]], day: date, t: Translator
) -> list[str]:
    """Return sentences on how rival figures for the way south fit into the reconstruction.

    Everything is computed from the published figures of the day: the newest running total
    of people who went south is held against the reconstructed flow of the same
    days. The largest running count of movements stands beside it and is not
    compared: it is no number of people.

    Args:
        reconstruction: the reconstruction of a view.
        told: statements by question, as :func:`nuzuh.scene.timeline.statements_on` gives.
        day: the day shown.
        t: the reader's language.

    Returns:
        The sentences, and what marks in them mean. No sentence when nothing recent
        speaks of people going south, or the view has no figures to reconstruct from.
    """
    return fit_texts(PreparedFits(reconstruction).on(told, day), t)


def _people(reconstruction: Reconstruction, claim: Statement) -> tuple[Said, ...]:
    start, end = _period(claim)
    flow = number_and_range(reconstruction.moved(start, end, NORTH, SOUTH))
    figure = said_figure(claim.figure)
    sentences = (
        text(
            "recon.flow",
            start=said(start_text, start, assumed=claim.period_assumed),
            end=said_day(end, short=True),
            number=said_people(*flow),
            range=said_in_brackets(*flow[1:]),
        ),
        text(
            f"recon.claim.{_side(claim.figure.central, flow)}",
            figure=figure,
            publisher=said(publisher_name, claim.figure),
        ),
    )
    before = reconstruction.group(start - timedelta(days=1), NORTH)[0]
    rest = before - claim.figure.central
    if rest < 0:
        there = said_people(before, None, None)
        return (*sentences, text("recon.more", before=there, start=said_day(start)))
    left = number_and_range(reconstruction.group(end, NORTH))
    leave = text(
        "recon.leave",
        figure=figure,
        rest=said_people(rest, None, None),
        end=said_day(end, short=True),
        number=said_people(*left),
        range=said_in_brackets(*left[1:]),
    )
    return (*sentences, leave)


def _count(reconstruction: Reconstruction, count: Statement) -> tuple[Said, ...]:
    start, end = _period(count)
    flow = number_and_range(reconstruction.moved(start, end, NORTH, SOUTH))
    told = text(
        "recon.count",
        figure=said_figure(count.figure),
        publisher=said(publisher_name, count.figure),
        start=said(start_text, start, assumed=count.period_assumed),
        end=said_day(end, short=True),
        number=said_people(*flow),
        range=said_in_brackets(*flow[1:]),
    )
    return (told,)


def _period(statement: Statement) -> tuple[date, date]:
    assert statement.period_start is not None
    return statement.period_start, statement.figure.as_of


def number_and_range(group: tuple[float, float, float]) -> Told:
    """Return a number of the balance and its likely range, None where there is none."""
    number, low, high = group
    return number, None if math.isnan(low) else low, None if math.isnan(high) else high


def _side(number: float, flow: Told) -> str:
    _, low, high = flow
    if low is None or high is None:
        return "unknown"
    return "below" if number < low else "above" if number > high else "inside"
