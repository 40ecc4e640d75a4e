"""The panel of rival figures: which claims stand first, which are folded away, what goes with what.

Decided once for the page in one file and for the words that the browser has of every day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nuzuh.scene.claims import Claim, Question, folded


@dataclass(frozen=True)
class PanelCard:
    """A claim in its place, with those with which the same speaker opened the phase."""

    claim: Claim
    before: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class PanelGroup:
    """Cards that can be set against each other.

    Attributes:
        unit: people, movements, percent, ...
        title: what they count, in words; "" where the question has no other group.
        shown: in the order in which they are told.
        away: folded away, see :func:`nuzuh.scene.claims.folded`.
    """

    unit: str
    title: str
    shown: tuple[PanelCard, ...]
    away: tuple[PanelCard, ...]


@dataclass(frozen=True)
class PanelQuestion:
    """A question with the cards that answer it.

    Attributes:
        id, text, is_open: as of :class:`nuzuh.scene.claims.Question`.
        groups: its cards, totals apart from counts of a single day.
    """

    id: str
    text: str
    is_open: bool
    groups: tuple[PanelGroup, ...]

    @property
    def count(self) -> int:
        """How many cards it has, those folded away among them."""
        return sum(len(group.shown) + len(group.away) for group in self.groups)


def panel_of(questions: Iterable[Question], day: date) -> tuple[PanelQuestion, ...]:
    """Return what publishers said as the panel arranges it.

    Args:
        questions: what they said, as :func:`nuzuh.scene.claims.questions_of` gives.
        day: the day shown.
    """
    return tuple(arranged(question, day) for question in questions)


def arranged(question: Question, day: date) -> PanelQuestion:
    """Return a question as the panel arranges it, see :func:`panel_of`."""
    opened: dict[str, list[Claim]] = {}
    groups = []
    for group in question.groups:
        for claim in group.claims:
            if claim.standing == "before":
                opened.setdefault(claim.speaker, []).append(claim)
        if latest := [claim for claim in group.claims if claim.standing == "latest"]:
            groups.append((group, latest))
    placed = []
    for group, claims in groups:
        away = folded(claims, day)
        # What a speaker said before stands once, with its most prominent figure, whichever
        # outlet passes that on.
        cards = [
            PanelCard(claim, tuple(opened.pop(claim.speaker, ())))
            for claim in sorted(claims, key=lambda claim: claim.id in away)
        ]
        first = len(cards) - len(away)
        title = group.title if len(groups) > 1 else ""
        placed.append(PanelGroup(group.unit, title, tuple(cards[:first]), tuple(cards[first:])))
    return PanelQuestion(question.id, question.text, question.is_open, tuple(placed))
