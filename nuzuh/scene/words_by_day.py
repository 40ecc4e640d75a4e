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
from typing import Any, NamedTuple, TypeVar, cast

from nuzuh import __version__
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.pcodes import GOVERNORATES
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.claims import cited_sentence, claim_of
from nuzuh.scene.mark import Link
from nuzuh.scene.reconstruction import fit_texts
from nuzuh.scene.reconstruction_notices import SaidNotice, SaidNotices
from nuzuh.scene.said_by_day import (
    PEOPLE,
    ByDay,
    Placed,
    SaidQuestion,
    said_in_phase,
    said_on_panel,
)
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.statement_words import group_title, question_text
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.title_language import title_language
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

Packed = TypeVar("Packed")
Told = TypeVar("Told", bound=Hashable)
Words = TypeVar("Words", bound=Hashable)


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
    reconstruction = reconstruction_of(replace(view, layer=PEOPLE), tables)
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
    said = said_in_phase(view, phase_id, tables)
    panel = _panel_of_phase(tables, phase_id, t.lang, later=view.later)
    headlines, headline_on = _worded(said.headlines, lambda one: one.words(t))
    fits, fit_on = _worded(said.fits, lambda one: tuple(fit_texts(one, t)))
    known: dict[SaidNotice, NoticeWords] = {}
    notices, notice_on = _worded(said.notices, lambda one: _notices(one, known, t))
    return WordsOfPhase(
        phase=phase_id,
        first=said.first,
        panel=panel,
        headlines=headlines,
        headline_on=headline_on,
        fits=fits,
        fit_on=fit_on,
        notices=notices,
        notice_on=notice_on,
    )


@remembered(maxsize=128)
def _panel_of_phase(tables: Tables, phase_id: str, lang: str, *, later: bool) -> PanelOfPhase:
    """What publishers said by each day of a phase: the same beside every reconstruction."""
    t, said = Translator(lang), said_on_panel(tables, phase_id, later=later)
    known = _cards_in(tables, lang)
    questions: dict[SaidQuestion, PlacedQuestion] = {}
    panels, panel_on = _worded(said.panels, lambda one: _questions(one, questions, t))
    leads, lead_on = _worded(said.leads, lambda one: one.words(t))
    order_headlines, order_headline_on = _worded(said.order_headlines, lambda one: one.words(t))
    return PanelOfPhase(
        cards=tuple(_card(statement, known, t) for statement in said.cards),
        order_headlines=order_headlines,
        order_headline_on=order_headline_on,
        panels=panels,
        panel_on=panel_on,
        leads=leads,
        lead_on=lead_on,
    )


def _worded(
    told: ByDay[Told], words: Callable[[Told], Words]
) -> tuple[tuple[Words, ...], tuple[int, ...]]:
    """What is said, each once in the order of the days, and for each day which of it."""
    once: dict[Words, int] = {}
    worded = map(words, told.once)
    # What differs may be the same in words; no words are none.
    places = [once.setdefault(one, len(once)) if one else -1 for one in worded]
    return tuple(once), tuple(places[at] for at in told.on)


def _questions(
    told: tuple[SaidQuestion, ...], known: dict[SaidQuestion, PlacedQuestion], t: Translator
) -> tuple[PlacedQuestion, ...]:
    # Hardly a day changes what is told on a question: the same one stands in many panels.
    for one in told:
        if one not in known:
            known[one] = _question(one, t)
    return tuple(known[one] for one in told)


def _question(told: SaidQuestion, t: Translator) -> PlacedQuestion:
    titled = len(told.groups) > 1
    groups = tuple(
        PlacedGroup(
            group.kind[0],
            group_title(group.kind, t) if titled else "",
            group.shown,
            group.away,
        )
        for group in told.groups
    )
    return PlacedQuestion(told.id, question_text(told.id, t), told.is_open, groups)


def _notices(
    told: SaidNotices, known: dict[SaidNotice, NoticeWords], t: Translator
) -> tuple[NoticeWords, ...]:
    quiet = (NoticeWords(told.quiet.words(t)),) if told.quiet else ()
    for one in told.notices:
        if one not in known:
            words = one.words(t)
            figures = tuple((cited.said, cited.source, cited.when) for cited in words.figures)
            known[one] = NoticeWords(words.text, figures)
    return quiet + tuple(known[one] for one in told.notices)


@remembered(maxsize=len(LANGUAGES))
def _cards_in(tables: Tables, lang: str) -> dict[Statement, Card]:
    """The cards of a language that are made already: most stand in more than one panel."""
    del tables, lang
    return {}


def _card(statement: Statement, known: dict[Statement, Card], t: Translator) -> Card:
    if statement not in known:
        known[statement] = _card_of(statement, t)
    return known[statement]


def _card_of(statement: Statement, t: Translator) -> Card:
    figure = statement.figure
    claim = claim_of(statement, figure.as_of, t)
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
        came=figure.page_date if claim.later else None,
        mark=claim.came_out,
        cited=cited_sentence(claim, t),
        pcodes=tuple(pcode for pcode in GOVERNORATES if pcode in statement.pcodes),
    )
