"""What publishers said, worded: claims that answer one question, side by side, the lowest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from nuzuh.evidence.statements import (
    FRESH_DAYS,
    LEFT,
    Statement,
    largest_outflow,
    speaker_of,
)
from nuzuh.loaders.records.note import is_records_row
from nuzuh.scene.footnotes import ASSUMED, footnotes
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.mark import Link
from nuzuh.scene.statement_words import (
    group_title,
    groups_of,
    kinds_of,
    mark_text,
    question_text,
    source_link,
    when_text,
    where_text,
)
from nuzuh.scene.translator import Translator

FIRST = 5
"""Claims shown of each group of a question before the rest is folded away."""

OPEN = (
    "present_north",
    "present_south",
    "moved_south",
    "moved_north",
    "under_orders",
    "orders_or_zones",
)
"""Questions whose figures are shown at once, beside who left the governorate that most people are
said to have left; the others open at a click."""


@dataclass(frozen=True)
class Claim:
    """A published figure in the reader's language, with all that it takes to weigh and cite it.

    Attributes:
        id: row of the table of figures.
        number: as worded, with its unit; ``bare`` without it.
        publisher: who says so, and whose figure it is where another's is passed on.
        outlet: who published it, as they name themselves.
        speaker: whose figure it is, as they name themselves.
        side: the side that speaks, one of :data:`nuzuh.loaders.publishers.GROUPS`.
        as_of: the day that it describes.
        when: that day, and since when it counts.
        age: how old it is on the day shown.
        kinds: what it counts, and what else to know of it.
        where: the area, or where from and where to.
        title: of the page that it was seen on.
        source: the same with its address, or the words that there is none.
        came_out: when the page came out where that was not in time, or is not known; else "".
        later: whether its page came out after the day shown.
        repeats: the same statement in other outlets.
        standing: ``latest`` of its publisher, or ``before``: the figure with
            which the same publisher opened the phase.
        weak: its date or author is doubtful.
        value, low, high: the number and the ends of its range, None where open.
        central: the number that orders it: the value, else the range's middle or bound.
        quantifier: part of the number.
    """

    id: str
    number: str
    bare: str
    publisher: str
    outlet: str
    speaker: str
    side: str
    as_of: date
    when: str
    age: str
    kinds: tuple[str, ...]
    where: str
    title: str
    source: Link
    came_out: str
    later: bool
    repeats: tuple[Link, ...]
    standing: str
    weak: bool
    value: float | None
    low: float | None
    high: float | None
    central: float
    quantifier: str


@dataclass(frozen=True)
class ClaimGroup:
    """Claims that can be set against each other.

    Attributes:
        unit: people, movements, percent, ...
        of_day: they are of one day alone, not totals over time.
        title: what they count, in words.
        claims: in the order in which they are told.
    """

    unit: str
    of_day: bool
    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Question:
    """A question with what publishers answer.

    Attributes:
        id: one of :data:`nuzuh.evidence.statements.QUESTIONS`.
        text: the question in words.
        is_open: whether its claims are shown at once.
        groups: the claims by unit, totals apart from counts of a single day.
    """

    id: str
    text: str
    is_open: bool
    groups: tuple[ClaimGroup, ...]


def questions_of(
    told: dict[str, list[Statement]], day: date, t: Translator
) -> tuple[Question, ...]:
    """Return what publishers said by a day, by question, worded.

    Args:
        told: statements by question, as :func:`nuzuh.scene.timeline.statements_on` gives.
        day: the day shown.
        t: the reader's language.
    """
    opened = opened_on(told, day)

    def claim(statement: Statement) -> Claim:
        return claim_of(statement, day, t)

    return tuple(
        Question(
            question,
            question_text(question, t),
            question in opened,
            tuple(
                ClaimGroup(*group, group_title(group, t), tuple(map(claim, rows)))
                for group, rows in groups_of(statements).items()
            ),
        )
        for question, statements in told.items()
    )


def opened_on(told: dict[str, list[Statement]], day: date) -> tuple[str, ...]:
    """Return the questions whose figures are shown at once on a day, see :data:`OPEN`."""
    outflow = largest_outflow(told, day)
    return (*OPEN, LEFT[outflow]) if outflow else OPEN


def claim_of(statement: Statement, day: date, t: Translator) -> Claim:
    """Return a statement in words.

    Args:
        statement: the published figure.
        day: the day shown, from which its age is counted.
        t: the reader's language.
    """
    figure = statement.figure
    return Claim(
        id=figure.id,
        number=t.figure(figure),
        bare=t.figure(figure, unit=False),
        publisher=publisher_name(figure, t),
        outlet=figure.publisher,
        speaker=speaker_of(statement),
        side=figure.side,
        as_of=figure.as_of,
        when=when_text(statement, t),
        age=t.age((day - figure.as_of).days),
        kinds=tuple(kinds_of(statement, t)),
        where=where_text(statement, t),
        title=statement.source_title,
        source=source_link(statement, t),
        came_out=mark_text(statement, t),
        later=statement.appeared == "later",
        repeats=statement.repeats,
        standing=statement.standing,
        weak=statement.weak,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        central=figure.central,
        quantifier=figure.quantifier,
    )


def cited_sentence(claim: Claim, t: Translator) -> str:
    """Return a claim as one sentence with its source, to be copied.

    The address stands last and bare, so that whatever it is pasted into finds its end.

    Args:
        claim: the claim.
        t: the reader's language.
    """
    _, address = claim.source
    # What a mark means stands in the sentence itself, which is read alone.
    meant = (note.lstrip("*† ").rstrip(".") for note in footnotes([claim.when], t))
    notes = [note[:1].lower() + note[1:] for note in meant]
    sentence = t(
        "claim.cited",
        number=claim.number,
        where=claim.where,
        when=claim.when.replace(ASSUMED, ""),
        kinds=t("list.sep").join([*claim.kinds, *notes]),
        publisher=claim.publisher,
        title=t.isolated(claim.title),
        link=t("list.comma") + address if address else "",
    )
    return sentence[:1].upper() + sentence[1:]


class Lead(NamedTuple):
    """What is to be said above claims, before it is in words.

    Attributes:
        assumed: whether one of them has a first day that its publisher did not give.
        later: how many of them came out later.
        total: how many they are.
        left_out: how many the reader leaves out because they came out later.
    """

    assumed: bool
    later: int
    total: int
    left_out: int

    def words(self, t: Translator) -> tuple[str, ...]:
        """Return what came out later, and what the marks mean, where there is anything."""
        notes = footnotes([ASSUMED] if self.assumed else [], t)
        if self.left_out:
            return (t("panel.left_out", n=t.number(self.left_out)), *notes)
        if not self.later:
            return notes
        later, total = t.number(self.later), t.number(self.total)
        return (t("panel.came_later", n=later, total=total), *notes)


def lead_of(questions: Iterable[Question], t: Translator, left_out: int = 0) -> tuple[str, ...]:
    """Return what came out later, and what the marks of the claims mean, where there is anything.

    Args:
        questions: what publishers said.
        t: the reader's language.
        left_out: how many figures the reader leaves out because they came out later.
    """
    claims = [claim for q in questions for group in q.groups for claim in group.claims]
    assumed = any(ASSUMED in claim.when for claim in claims)
    later = sum(claim.later for claim in claims)
    return Lead(assumed, later, len(claims), left_out).words(t)


class Ranked(NamedTuple):
    """A statement with what decides its place among others, named as of :class:`Claim`."""

    id: str
    speaker: str
    side: str
    as_of: date
    central: float
    standing: str
    statement: Statement


def ranked(statement: Statement) -> Ranked:
    """Return a statement with what decides its place, which no language changes."""
    figure = statement.figure
    return Ranked(
        figure.id,
        speaker_of(statement),
        figure.side,
        figure.as_of,
        figure.central,
        statement.standing,
        statement,
    )


def is_stale(claim: Claim | Ranked, day: date) -> bool:
    """Whether a claim is so old that it may give way; all that :func:`folded` asks of the day."""
    return (day - claim.as_of).days > FRESH_DAYS


def folded(claims: Sequence[Claim] | Sequence[Ranked], day: date, shown: int = FIRST) -> set[str]:
    """Return the ids of the claims of a group that are folded away.

    The lowest and the highest of what speakers published last never are. Of the
    others, figures from records among them, the newest of each side keep their
    place first, then the newest at all; what a speaker said before, and what is
    older than :data:`FRESH_DAYS` while its speaker has a fresher figure on the
    question, gives way.

    Args:
        claims: one group, in the order in which it is told.
        day: the day shown.
        shown: how many may be shown.
    """
    if len(claims) <= shown:
        return set()
    latest = [claim for claim in claims if claim.standing == "latest"]
    published = [claim for claim in latest if not is_records_row(claim.id)]
    by_size = sorted(published or latest or claims, key=lambda claim: claim.central)
    kept = [by_size[0], by_size[-1]]
    newest: dict[str, date] = {}
    for claim in claims:
        newest[claim.speaker] = max(claim.as_of, newest.get(claim.speaker, claim.as_of))
    rest = [
        claim
        for claim in sorted(latest, key=lambda claim: claim.as_of, reverse=True)
        if claim not in kept and not (is_stale(claim, day) and claim.as_of < newest[claim.speaker])
    ]
    while rest and len(kept) < shown:
        sides = {claim.side for claim in kept}
        chosen = next((claim for claim in rest if claim.side not in sides), rest[0])
        rest.remove(chosen)
        kept.append(chosen)
    return {claim.id for claim in claims} - {claim.id for claim in kept}
