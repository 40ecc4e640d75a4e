"""The words of every day of a phase, each said once: headline, rival figures, notices.

A browser that has them follows the reader's finger without asking anyone: a card
stands here once, and each day tells which cards stand where. What a day changes of
a card (how old it is, whether it came out later) is counted from its dates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar, cast

from nuzuh import __version__
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.pcodes import GOVERNORATES
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.claims import (
    Claim,
    Question,
    cited_sentence,
    claim_of,
    is_stale,
    lead_of,
    opened_on,
    worded_question,
)
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.mark import Link
from nuzuh.scene.panel import PanelCard, PanelQuestion, arranged
from nuzuh.scene.reconstruction import PreparedFits
from nuzuh.scene.reconstruction_notices import InputNotices, PreparedNotices
from nuzuh.scene.scene import headline_of
from nuzuh.scene.solving import reconstruction_of, solved
from nuzuh.scene.statement_words import mark_text
from nuzuh.scene.timeline import every_day, left_out, load_timeline, statements_on
from nuzuh.scene.title_language import title_language
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

Packed = TypeVar("Packed")
Said = TypeVar("Said", bound=Hashable)

_PEOPLE, _ORDERS = (
    next(layer.id for layer in RECORDS.values() if (layer.evidence == "orders") == of_orders)
    for of_orders in (False, True)
)
"""Layers whose headlines stand for all others: of people, and of orders."""


@dataclass(frozen=True)
class Card:
    """A published figure in words, without what changes from day to day.

    Attributes:
        id: row of the table of figures.
        number: as worded, with its unit; ``bare`` without it.
        publisher: who says so, and whose figure it is where another's is passed on.
        side: the side that speaks, one of :data:`nuzuh.loaders.publishers.GROUPS`.
        as_of: the day that it describes; its age is counted from it.
        when: that day, and since when it counts.
        kinds: what it counts, and what else to know of it.
        where: the area, or where from and where to.
        source: title of the page that it was seen on, and its address or "".
        lang: language of that title, as in ``lang`` of HTML.
        repeats: the same statement in other outlets.
        weak: its date or author is doubtful.
        value, low, high: the number and the ends of its range, None where open.
        central: the number that orders it.
        quantifier: part of the number.
        came: day of its page where that is known and after ``as_of``; else None.
        mark: what to say where its page came out after the day shown, or, with
            ``came`` None, whatever the day: that its day is not known; "" for nothing.
        cited: the figure as one sentence with its source, to be copied.
        pcodes: the governorates that it speaks of, north to south.
    """

    id: str
    number: str
    bare: str
    publisher: str
    side: str
    as_of: date
    when: str
    kinds: tuple[str, ...]
    where: str
    source: Link
    lang: str
    repeats: tuple[Link, ...]
    weak: bool
    value: float | None
    low: float | None
    high: float | None
    central: float
    quantifier: str
    came: date | None
    mark: str
    cited: str
    pcodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A card in its place, with those with which the same speaker opened the phase."""

    card: int
    before: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlacedGroup:
    """Cards that can be set against each other on one axis.

    Attributes:
        unit: people, movements, percent, ...
        title: what they count, in words; "" where the question has no other group.
        shown: in the order in which they are told.
        away: folded away, see :func:`nuzuh.scene.claims.folded`.
    """

    unit: str
    title: str
    shown: tuple[Placed, ...]
    away: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class PlacedQuestion:
    """A question with the cards that answer it on a day."""

    id: str
    text: str
    is_open: bool
    groups: tuple[PlacedGroup, ...]


@dataclass(frozen=True)
class NoticeWords:
    """A sentence on what a reconstruction rests on, with the figures that it is about."""

    text: str
    figures: tuple[tuple[str, Link, str], ...] = ()


@dataclass(frozen=True, eq=False)
class PanelOfPhase:
    """What publishers said by every day of a phase, each thing once; it is equal to itself alone.

    Attributes:
        cards: every figure that one of the panels names.
        panels, leads: what is said, each once.
        panel_on, lead_on: for each day which of them; -1 for none.
        order_headlines, order_headline_on: the headlines of the layer of orders. Orders
            are only ever shown as published: beside them stand no fits and no notices.
    """

    cards: tuple[Card, ...]
    order_headlines: tuple[str, ...]
    order_headline_on: tuple[int, ...]
    panels: tuple[tuple[PlacedQuestion, ...], ...]
    panel_on: tuple[int, ...]
    leads: tuple[tuple[str, ...], ...]
    lead_on: tuple[int, ...]


@dataclass(frozen=True)
class WordsOfPhase:
    """What is said beside the map on every day of a phase, each thing once.

    Attributes:
        phase: its id.
        first: its first day on the timeline.
        panel: what publishers said, whatever is reconstructed.
        headlines, fits, notices: what is said, each once.
        headline_on, fit_on, notice_on: for each day from ``first`` which of them; -1 for none.
    """

    phase: str
    first: date
    panel: PanelOfPhase
    headlines: tuple[str, ...]
    headline_on: tuple[int, ...]
    fits: tuple[tuple[str, ...], ...]
    fit_on: tuple[int, ...]
    notices: tuple[tuple[NoticeWords, ...], ...]
    notice_on: tuple[int, ...]


def packed_words(
    view: View,
    phase_id: str,
    tables: Tables,
    t: Translator,
    pack: Callable[[WordsOfPhase, date], Packed],
) -> Packed:
    """Return the words of a phase as they are sent, remembered in the tables.

    Args:
        view: how it is shown, and whose figures; its day and its layer do not matter.
        phase_id: the phase.
        tables: what the words are computed from.
        t: the reader's language.
        pack: makes of words, and the first day of the timeline, what is sent.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    asked = _asked(view, phase_id, tables, t)
    return cast("Packed", _packed(tables, pack, asked))


def words_signature(view: View, phase_id: str, tables: Tables, t: Translator) -> str:
    """Return a name of the words that :func:`packed_words` gives, known before they are made.

    It tells all that they depend on: two that differ never share it.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    given = (__version__, tables.version, tables.user.digest, _asked(view, phase_id, tables, t))
    return hashlib.sha256(repr(given).encode()).hexdigest()[:16]


class _Asked(NamedTuple):
    """All that the words of a phase depend on, beside the tables."""

    lang: str
    mode: str
    whose: str
    phase: str
    later: bool
    ranged: bool


def _asked(view: View, phase_id: str, tables: Tables, t: Translator) -> _Asked:
    reconstruction = reconstruction_of(replace(view, layer=_PEOPLE), tables)
    return _Asked(
        t.lang,
        "published" if reconstruction is None else "reconstructed",
        "all" if reconstruction is None else view.perspective,
        phase_id,
        view.later,
        # Ranges may have been computed meanwhile: they are part of what is said.
        reconstruction is not None and reconstruction.ranged,
    )


@remembered(maxsize=256)
def _packed(tables: Tables, pack: Callable[[WordsOfPhase, date], Any], asked: _Asked) -> Any:
    view = View(mode=asked.mode, perspective=asked.whose, later=asked.later)
    words = words_of_phase(view, asked.phase, tables, Translator(asked.lang))
    return pack(words, load_timeline().first)


def words_of_phase(view: View, phase_id: str, tables: Tables, t: Translator) -> WordsOfPhase:
    """Return what is said beside the map on every day of a phase.

    On each day it is what :func:`nuzuh.scene.scene.scene` says.

    Args:
        view: how it is shown, and whose figures; its day and its layer do not matter.
        phase_id: the phase.
        tables: what it is computed from.
        t: the reader's language.

    Raises:
        ValueError: for a phase without a day on the timeline.
        UnsolvedError: when the solve for the view does not converge.
    """
    days = _days_of(phase_id)
    panel = _panel_of_phase(tables, phase_id, t.lang, later=view.later)
    shown = replace(view, layer=_PEOPLE)
    reconstruction = reconstruction_of(shown, tables)
    noticed, fitted = None, None
    if reconstruction is not None:
        ranged = reconstruction.draws is not None
        noticed, fitted = _prepared(tables, view.perspective, t.lang, ranged=ranged)
    headlines = _Once[str]()
    fits, notices = _Once[tuple[str, ...]](), _Once[tuple[NoticeWords, ...]]()
    for day in days:
        statements = statements_on(tables, day, later=view.later)
        today = replace(shown, date=day)
        headlines.say(headline_of(today, statements, reconstruction, tables, t))
        fits.say(tuple(fitted.on(statements, day)) if fitted else ())
        notices.say(_notices(noticed.on(day)) if noticed else ())
    return WordsOfPhase(
        phase=phase_id,
        first=days[0],
        panel=panel,
        headlines=tuple(headlines.once),
        headline_on=tuple(headlines.on),
        fits=tuple(fits.once),
        fit_on=tuple(fits.on),
        notices=tuple(notices.once),
        notice_on=tuple(notices.on),
    )


@remembered(maxsize=16)
def _prepared(
    tables: Tables, whose: str, lang: str, *, ranged: bool
) -> tuple[PreparedNotices, PreparedFits]:
    del ranged
    reconstruction, t = solved(whose, tables), Translator(lang)
    notices = PreparedNotices(reconstruction, tables.estimates, t)
    return notices, PreparedFits(reconstruction, t)


@follows_data(maxsize=16)
def _days_of(phase_id: str) -> list[date]:
    span = load_timeline()
    days = [day for day in every_day() if span.phase_of(day).id == phase_id]
    if not days:
        raise ValueError(f"the timeline has no day of a phase {phase_id!r}")
    return days


@remembered(maxsize=128)
def _panel_of_phase(tables: Tables, phase_id: str, lang: str, *, later: bool) -> PanelOfPhase:
    """What publishers said by each day of a phase: the same beside every reconstruction."""
    t = Translator(lang)
    cards = _Cards(t)
    panels, leads = _Once[tuple[PlacedQuestion, ...]](), _Once[tuple[str, ...]]()
    order_headlines = _Once[str]()
    for day in _days_of(phase_id):
        statements = statements_on(tables, day, later=later)
        questions = cards.questions(statements, day)
        of_orders = View(date=day, layer=_ORDERS, later=later)
        order_headlines.say(headline_of(of_orders, statements, None, tables, t))
        panels.say(tuple(cards.placed(question, day) for question in questions))
        leads.say(lead_of(questions, t, left_out(tables, of_orders)))
    return PanelOfPhase(
        cards=tuple(cards.once),
        order_headlines=tuple(order_headlines.once),
        order_headline_on=tuple(order_headlines.on),
        panels=tuple(panels.once),
        panel_on=tuple(panels.on),
        leads=tuple(leads.once),
        lead_on=tuple(leads.on),
    )


class _Once(Generic[Said]):
    """What is said, each once in the order of the days, and for each day which of it."""

    def __init__(self) -> None:
        self.once: dict[Said, int] = {}
        self.on: list[int] = []

    def say(self, what: Said) -> None:
        """Add a day, with what is said on it; nothing is none."""
        self.on.append(self.once.setdefault(what, len(self.once)) if what else -1)


class _Cards:
    """The cards of a phase: each figure is put into words once, whatever the day."""

    def __init__(self, t: Translator) -> None:
        self.once: dict[Card, int] = {}
        self._t = t
        # Statements are kept as long as their tables, and claims here, so none takes the place
        # of another; to hash all that they hold would take longer than to word them.
        self._claims: dict[int, Claim] = {}
        self._at: dict[int, int] = {}
        # Hardly a day changes what is told on a question: what is the same is not worded anew.
        self._questions: dict[object, Question] = {}
        self._places: dict[object, PlacedQuestion] = {}

    def questions(self, told: dict[str, list[Statement]], day: date) -> tuple[Question, ...]:
        """Return what publishers said by a day, see :func:`nuzuh.scene.claims.questions_of`."""
        opened = opened_on(told, day)
        return tuple(
            self._question(question, statements, is_open=question in opened)
            for question, statements in told.items()
        )

    def _question(self, question: str, told: list[Statement], *, is_open: bool) -> Question:
        key = question, is_open, tuple(map(id, told))
        if key not in self._questions:
            self._questions[key] = worded_question(
                question, told, self._t, is_open=is_open, claim=self.claim
            )
        return self._questions[key]

    def claim(self, statement: Statement) -> Claim:
        """Return a statement in words; its age is that of the day that it describes."""
        known = self._claims.get(id(statement))
        if known is not None:
            return known
        claim = claim_of(statement, statement.figure.as_of, self._t)
        card = _card(statement, claim, self._t)
        self._claims[id(statement)] = claim
        self._at[id(claim)] = self.once.setdefault(card, len(self.once))
        return claim

    def placed(self, question: Question, day: date) -> PlacedQuestion:
        """Return a question of :meth:`questions` as the panel arranges it, with its cards' places.

        Args:
            question: the question.
            day: the day shown.
        """
        stale = [is_stale(claim, day) for group in question.groups for claim in group.claims]
        key = id(question), tuple(stale)
        if key not in self._places:
            self._places[key] = self._arranged(arranged(question, day))
        return self._places[key]

    def _arranged(self, question: PanelQuestion) -> PlacedQuestion:
        groups = tuple(
            PlacedGroup(
                group.unit,
                group.title,
                tuple(map(self._placed, group.shown)),
                tuple(map(self._placed, group.away)),
            )
            for group in question.groups
        )
        return PlacedQuestion(question.id, question.text, question.is_open, groups)

    def _placed(self, card: PanelCard) -> Placed:
        return Placed(self._at[id(card.claim)], tuple(self._at[id(claim)] for claim in card.before))


def _card(statement: Statement, claim: Claim, t: Translator) -> Card:
    figure = statement.figure
    # On the day that it describes a page is out, or comes out later than any day shown before.
    appeared = figure.appeared(figure.as_of)
    return Card(
        id=claim.id,
        number=claim.number,
        bare=claim.bare,
        publisher=claim.publisher,
        side=claim.side,
        as_of=claim.as_of,
        when=claim.when,
        kinds=claim.kinds,
        where=claim.where,
        source=claim.source,
        lang=title_language(claim.title),
        repeats=claim.repeats,
        weak=claim.weak,
        value=claim.value,
        low=claim.low,
        high=claim.high,
        central=claim.central,
        quantifier=claim.quantifier,
        came=figure.page_date if appeared == "later" else None,
        mark=mark_text(replace(statement, appeared=appeared), t),
        cited=cited_sentence(claim, t),
        pcodes=tuple(pcode for pcode in GOVERNORATES if pcode in statement.pcodes),
    )


def _notices(told: InputNotices) -> tuple[NoticeWords, ...]:
    quiet = (NoticeWords(told.quiet),) if told.quiet else ()
    return quiet + tuple(
        NoticeWords(notice.text, tuple((one.said, one.source, one.when) for one in notice.figures))
        for notice in told.notices
    )
