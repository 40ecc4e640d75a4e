"""What is said beside the map on every day of a phase, before it is in the words of a language.

It is decided once, whatever the number of languages; :mod:`nuzuh.scene.words_by_day` words it.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from nuzuh.evidence.disagreement import Kind
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.claims import Lead, Ranked, is_stale, opened_on, ranked
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.panel import arranged
from nuzuh.scene.reconstruction import PreparedFits
from nuzuh.scene.reconstruction_notices import PreparedNotices, SaidNotices
from nuzuh.scene.said import Said
from nuzuh.scene.scene import said_headline_of
from nuzuh.scene.solving import reconstruction_of, solved
from nuzuh.scene.statement_words import came_later, groups_of, has_assumed_start
from nuzuh.scene.timeline import every_day, left_out, load_timeline, statements_on
from nuzuh.scene.view import View

One = TypeVar("One", bound=Hashable)

PEOPLE, ORDERS = (
    next(layer.id for layer in RECORDS.values() if (layer.evidence == "orders") == of_orders)
    for of_orders in (False, True)
)
"""Layers whose headlines stand for all others: of people, and of orders."""


class ByDay(Generic[One]):
    """What is said, each once in the order of the days, and for each day which of it.

    Attributes:
        once: what is said, with its place.
        on: for each day the place of what is said on it.
    """

    def __init__(self) -> None:
        self.once: dict[One, int] = {}
        self.on: list[int] = []

    def say(self, what: One) -> None:
        """Add a day, with what is said on it."""
        self.on.append(self.once.setdefault(what, len(self.once)))


@dataclass(frozen=True)
class Placed:
    """A card in its place, with those with which the same speaker opened the phase."""

    card: int
    before: tuple[int, ...] = ()


class SaidGroup(NamedTuple):
    """Cards that can be set against each other: those shown, and those folded away."""

    kind: Kind
    shown: tuple[Placed, ...]
    away: tuple[Placed, ...]


class SaidQuestion(NamedTuple):
    """A question with the cards that answer it on a day."""

    id: str
    is_open: bool
    groups: tuple[SaidGroup, ...]


@dataclass(frozen=True, eq=False)
class SaidOnPanel:
    """What publishers said by every day of a phase.

    Attributes:
        cards: the figures that one of the panels names, each told as of the day it describes.
        panels, leads: what is said.
        order_headlines: of the layer of orders.
    """

    cards: tuple[Statement, ...]
    panels: ByDay[tuple[SaidQuestion, ...]]
    leads: ByDay[Lead]
    order_headlines: ByDay[Said]


@dataclass(frozen=True, eq=False)
class SaidInPhase:
    """What is said of the numbers on the map on every day of a phase.

    Attributes:
        first: its first day on the timeline.
        headlines, fits, notices: what is said.
    """

    first: date
    headlines: ByDay[Said]
    fits: ByDay[tuple[Said, ...]]
    notices: ByDay[SaidNotices]


def said_in_phase(view: View, phase_id: str, tables: Tables) -> SaidInPhase:
    """Return what is said of the numbers on the map on every day of a phase.

    Args:
        view: how it is shown, and whose figures; its day and its layer do not matter.
        phase_id: the phase.
        tables: what it is computed from.

    Raises:
        ValueError: for a phase without a day on the timeline.
        UnsolvedError: when the solve for the view does not converge.
    """
    reconstruction = reconstruction_of(view, tables)
    return _said_in_phase(
        tables,
        phase_id,
        "published" if reconstruction is None else "reconstructed",
        "all" if reconstruction is None else view.perspective,
        later=view.later,
        # Ranges may have been computed meanwhile: they are part of what is said.
        ranged=reconstruction is not None and reconstruction.ranged,
    )


@remembered(maxsize=128)
def _said_in_phase(
    tables: Tables, phase_id: str, mode: str, whose: str, *, later: bool, ranged: bool
) -> SaidInPhase:
    shown = View(mode=mode, perspective=whose, layer=PEOPLE, later=later)
    reconstruction = reconstruction_of(shown, tables)
    prepared = None if reconstruction is None else _prepared(tables, whose, ranged=ranged)
    days = _days_of(phase_id)
    said = SaidInPhase(days[0], ByDay(), ByDay(), ByDay())
    for day in days:
        statements = statements_on(tables, day, later=later)
        today = replace(shown, date=day)
        said.headlines.say(said_headline_of(today, statements, reconstruction, tables))
        said.fits.say(prepared.fits.on(statements, day) if prepared else ())
        said.notices.say(prepared.notices.on(day) if prepared else SaidNotices(None, ()))
    return said


class _Prepared(NamedTuple):
    notices: PreparedNotices
    fits: PreparedFits


@remembered(maxsize=16)
def _prepared(tables: Tables, whose: str, *, ranged: bool) -> _Prepared:
    del ranged
    reconstruction = solved(whose, tables)
    return _Prepared(
        PreparedNotices(reconstruction, tables.estimates), PreparedFits(reconstruction)
    )


@follows_data(maxsize=16)
def _days_of(phase_id: str) -> list[date]:
    span = load_timeline()
    days = [day for day in every_day() if span.phase_of(day).id == phase_id]
    if not days:
        raise ValueError(f"the timeline has no day of a phase {phase_id!r}")
    return days


@remembered(maxsize=32)
def said_on_panel(tables: Tables, phase_id: str, *, later: bool) -> SaidOnPanel:
    """Return what publishers said by every day of a phase: the same beside every reconstruction.

    Args:
        tables: what it is computed from.
        phase_id: the phase.
        later: tell figures whose page came out after the day, too.

    Raises:
        ValueError: for a phase without a day on the timeline.
    """
    cards = _Cards()
    said = SaidOnPanel((), ByDay(), ByDay(), ByDay())
    for day in _days_of(phase_id):
        statements = statements_on(tables, day, later=later)
        of_orders = View(date=day, layer=ORDERS, later=later)
        said.order_headlines.say(said_headline_of(of_orders, statements, None, tables))
        said.panels.say(cards.panel(statements, day))
        said.leads.say(_lead(statements, left_out(tables, of_orders)))
    return replace(said, cards=tuple(cards.once))


def _lead(told: dict[str, list[Statement]], left_out: int) -> Lead:
    assumed = any(has_assumed_start(one) for statements in told.values() for one in statements)
    total = sum(map(len, told.values()))
    return Lead(assumed, came_later(told), total, left_out)


class _Cards:
    """The cards of a phase, and where each day puts them."""

    def __init__(self) -> None:
        self.once: dict[Statement, int] = {}
        # Statements are kept as long as their tables, so none takes the place of another; to hash
        # all that they hold would take longer than all the rest.
        self._ranked: dict[int, Ranked] = {}
        self._at: dict[int, int] = {}
        # Hardly a day changes what is told on a question: what is the same is not arranged anew.
        self._questions: dict[object, SaidQuestion] = {}

    def panel(self, told: dict[str, list[Statement]], day: date) -> tuple[SaidQuestion, ...]:
        """Return what publishers said by a day as the panel arranges it."""
        opened = opened_on(told, day)
        return tuple(
            self._question(question, statements, day, is_open=question in opened)
            for question, statements in told.items()
        )

    def _question(
        self, question: str, told: list[Statement], day: date, *, is_open: bool
    ) -> SaidQuestion:
        stale = [is_stale(self._rank(one), day) for one in told]
        key = question, is_open, tuple(map(id, told)), tuple(stale)
        if key not in self._questions:
            self._questions[key] = self._arranged(question, told, day, is_open=is_open)
        return self._questions[key]

    def _arranged(
        self, question: str, told: list[Statement], day: date, *, is_open: bool
    ) -> SaidQuestion:
        groups = {kind: [self._rank(one) for one in rows] for kind, rows in groups_of(told).items()}
        # Cards stand in the order in which they are told, whatever their place.
        for one in chain.from_iterable(groups.values()):
            self._place(one)
        kinds, placed = list(groups), arranged(list(groups.values()), day)
        return SaidQuestion(
            question,
            is_open,
            tuple(
                SaidGroup(
                    kinds[at],
                    *(
                        tuple(
                            Placed(self._place(one), tuple(map(self._place, before)))
                            for one, before in part
                        )
                        for part in parts
                    ),
                )
                for at, parts in placed.items()
            ),
        )

    def _rank(self, statement: Statement) -> Ranked:
        known = self._ranked.get(id(statement))
        if known is None:
            known = self._ranked[id(statement)] = ranked(statement)
        return known

    def _place(self, one: Ranked) -> int:
        """The place of a card, which is told as of the day it describes and whatever follows."""
        statement = one.statement
        known = self._at.get(id(statement))
        if known is None:
            figure = statement.figure
            # On that day its page is out, or comes out later than any day shown before.
            card = replace(statement, standing="latest", appeared=figure.appeared(figure.as_of))
            known = self._at[id(statement)] = self.once.setdefault(card, len(self.once))
        return known
