"""The words of every day of a phase, each said once: headline, rival figures, notices.

A browser that has them follows the reader's finger without asking anyone: a card
stands here once, and each day tells which cards stand where. What a day changes of
a card (how old it is, whether it came out later) is counted from its dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.claims import Claim
from nuzuh.scene.mark import Link
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


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


@dataclass(frozen=True)
class Placed:
    """A card in its place, with those with which the same publisher opened the phase."""

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
    """A sentence on the figures behind a reconstruction, with those that it is about."""

    text: str
    figures: tuple[tuple[str, Link, str], ...] = ()


@dataclass(frozen=True)
class WordsOfPhase:
    """What is said beside the map on every day of a phase, each thing once.

    Attributes:
        phase: its id.
        first: its first day on the timeline.
        cards: every figure that one of the panels names.
        headlines, panels, leads, fits, notices: what is said, each once.
        headline_on, panel_on, lead_on, fit_on, notice_on: for each day from ``first``
            which of them; -1 for none.
    """

    phase: str
    first: date
    cards: tuple[Card, ...]
    headlines: tuple[str, ...]
    headline_on: tuple[int, ...]
    panels: tuple[tuple[PlacedQuestion, ...], ...]
    panel_on: tuple[int, ...]
    leads: tuple[tuple[str, ...], ...]
    lead_on: tuple[int, ...]
    fits: tuple[tuple[str, ...], ...]
    fit_on: tuple[int, ...]
    notices: tuple[tuple[NoticeWords, ...], ...]
    notice_on: tuple[int, ...]


@remembered(maxsize=128)
def words_of_phase(
    tables: Tables, phase: str, lang: str, show: str, whose: str, *, later: bool
) -> WordsOfPhase:
    """Return what is said beside the map on every day of a phase."""
    t = Translator(lang)
    span = load_timeline()
    (one,) = [p for p in span.phases if p.id == phase]
    first, last = max(one.start, span.first), min(one.end, span.last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    cards: dict[str, tuple[int, Card]] = {}
    kept: dict[str, dict[object, int]] = {n: {} for n in ("head", "panel", "lead", "fit", "note")}
    on: dict[str, list[int]] = {n: [] for n in kept}

    def card(claim: Claim) -> int:
        if claim.id not in cards:
            cited = f"{claim.number}, {claim.where} ({claim.publisher}, {claim.when})"
            values = {f: getattr(claim, f) for f in _SAME}
            cards[claim.id] = len(cards), Card(**values, lang="en", came=None, mark="", cited=cited)
        return cards[claim.id][0]

    for day in days:
        view = View(date=day, mode=show, perspective=whose, later=later, lang=lang)
        shown = scene(view, tables, t)
        panel = tuple(
            PlacedQuestion(
                q.id,
                q.text,
                q.is_open,
                tuple(
                    PlacedGroup(g.unit, g.title, tuple(Placed(card(c)) for c in g.claims))
                    for g in q.groups
                ),
            )
            for q in shown.questions
        )
        said = {
            "head": shown.notes.lead,
            "panel": panel,
            "lead": shown.lead,
            "fit": shown.fit,
            "note": (),
        }
        for name, what in said.items():
            on[name].append(kept[name].setdefault(what, len(kept[name])) if what else -1)
    lists = [part for n in kept for part in (tuple(kept[n]), tuple(on[n]))]
    return WordsOfPhase(phase, first, tuple(c for _, c in cards.values()), *lists)  # type: ignore[arg-type]


_SAME = (
    *("id", "number", "bare", "publisher", "side", "as_of", "when", "kinds", "where", "source"),
    *("repeats", "weak", "value", "low", "high", "central", "quantifier"),
)
