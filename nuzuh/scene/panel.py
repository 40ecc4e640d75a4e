"""The panel of rival figures: which claims stand first, which are folded away, what goes with what.

Decided once for the page in one file and for the words that the browser has of every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from nuzuh.scene.claims import Claim, Question, Ranked, folded

One = TypeVar("One", Claim, Ranked)
InPlace = tuple[tuple[One, tuple[One, ...]], ...]


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
    return tuple(_arranged(question, day) for question in questions)


def _arranged(question: Question, day: date) -> PanelQuestion:
    placed = arranged([group.claims for group in question.groups], day)
    groups = []
    for at, cards in placed.items():
        group = question.groups[at]
        title = group.title if len(placed) > 1 else ""
        shown, away = (tuple(PanelCard(*card) for card in part) for part in cards)
        groups.append(PanelGroup(group.unit, title, shown, away))
    return PanelQuestion(question.id, question.text, question.is_open, tuple(groups))


def arranged(
    groups: Sequence[Sequence[One]], day: date
) -> dict[int, tuple[InPlace[One], InPlace[One]]]:
    """Return the claims on a question as the panel arranges them.

    Args:
        groups: the claims, in groups that can be set against each other.
        day: the day shown.

    Returns:
        By the place of each group that has any: those shown, and those folded away, each
        with those with which the same speaker opened the phase.
    """
    opened: dict[str, list[One]] = {}
    for claims in groups:
        for claim in claims:
            if claim.standing == "before":
                opened.setdefault(claim.speaker, []).append(claim)
    placed = {}
    for at, claims in enumerate(groups):
        latest = [claim for claim in claims if claim.standing == "latest"]
        if not latest:
            continue
        away = folded(latest, day)
        # What a speaker said before stands once, with its most prominent figure, whichever
        # outlet passes that on.
        cards = tuple(
            (claim, tuple(opened.pop(claim.speaker, ())))
            for claim in sorted(latest, key=lambda claim: claim.id in away)
        )
        first = len(cards) - len(away)
        placed[at] = cards[:first], cards[first:]
    return placed
