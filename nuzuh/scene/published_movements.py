"""Movements of a period as published: every figure in its place, and who names both ends.

A running total stands beside the figures that it holds, and nothing is ever added: figures on one
question are rivals, and those of one publisher overlap. People and movements counted stand apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nuzuh.evidence.disagreement import ends
from nuzuh.evidence.statements import QUESTIONS, Statement, in_order, speaker_of
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.arrows import Arrow
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.mark import Link
from nuzuh.scene.movement_matrix import Place
from nuzuh.scene.regions import place_name
from nuzuh.scene.statement_words import (
    group_title,
    kinds_of,
    mark_text,
    question_text,
    source_link,
    when_text,
    where_text,
)
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class PublishedLine:
    """A published figure of people or movements, in the reader's words.

    Attributes:
        statement: the figure itself.
        number: as worded.
        way: from where to where, as the publisher named it.
        who: publisher, and whose figure it passes on.
        when: the day that it describes and since when it counts.
        kinds: what it counts, and what else to know of it.
        part: of which total of the same publisher it is a part; "" for none.
        whole: id of that total; "" for none.
        sources: where it was seen, each a title and an address.
    """

    statement: Statement
    number: str
    way: str
    who: str
    when: str
    kinds: tuple[str, ...]
    part: str
    whole: str
    sources: tuple[Link, ...]


@dataclass(frozen=True)
class PublishedGroup:
    """Figures on one question in one unit: people, movements, or another.

    Attributes:
        unit: as in the table of figures.
        title: the question.
        counted: what its figures count, in words.
        lines: the side with the lowest figure first, and within a side from the
            lowest to the highest.
    """

    unit: str
    title: str
    counted: str
    lines: tuple[PublishedLine, ...]


@dataclass(frozen=True)
class PublishedCell:
    """Rival figures from one place to another; None where the source names no other end."""

    origin: Place
    destination: Place | None
    arrows: tuple[Arrow, ...]


def groups_of_movements(statements: Iterable[Statement], t: Translator) -> list[PublishedGroup]:
    """Return published figures of movements by what they count and by question.

    People come before movements counted, and both before what counts neither.

    Args:
        statements: see :func:`nuzuh.scene.timeline.movements_within`.
        t: the reader's language.
    """
    by_unit: dict[str, list[Statement]] = {"people": [], "movements": []}
    for one in statements:
        by_unit.setdefault(one.figure.unit, []).append(one)
    groups = []
    for unit, of_unit in by_unit.items():
        for question in ("", *QUESTIONS):
            asked = in_order(one for one in of_unit if one.question == question)
            if asked:
                title = question_text(question or "moved_other", t)
                lines = tuple(_line(one, asked, t) for one in asked)
                groups.append(PublishedGroup(unit, title, group_title((unit, False), t), lines))
    return groups


def whole_of(statement: Statement, rivals: Iterable[Statement]) -> Statement | None:
    """Return the longest total of the same publisher that holds a figure; None for none.

    Args:
        statement: the figure.
        rivals: the figures on the same question in the same unit.
    """
    start, end = statement.period_start, statement.figure.as_of
    wholes = [
        one
        for one in rivals
        if speaker_of(one) == speaker_of(statement)
        and _ends(one) == _ends(statement)
        and start is not None
        and one.period_start is not None
        and one.days > statement.days
        and one.period_start <= start
        and end <= one.figure.as_of
        and not one.weak
        and _holds(one, statement)
    ]
    return max(wholes, key=lambda one: (one.days, one.figure.id), default=None)


def cells_of(arrows: Sequence[Arrow], t: Translator) -> tuple[PublishedCell, ...]:
    """Return the rival figures from place to place; those on one way stand in one cell.

    Args:
        arrows: see :func:`nuzuh.scene.arrows.rival_arrows`.
        t: the reader's language.
    """
    ways: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Arrow]] = {}
    for arrow in arrows:
        ways.setdefault((arrow.origins, arrow.destinations), []).append(arrow)
    return tuple(
        PublishedCell(
            Place(origins, place_name(origins, t)),
            Place(destinations, place_name(destinations, t)) if destinations else None,
            tuple(sorted(of_way, key=lambda arrow: arrow.counts)),
        )
        for (origins, destinations), of_way in sorted(ways.items(), key=lambda way: _north(way[0]))
    )


def _north(way: tuple[tuple[str, ...], tuple[str, ...]]) -> list[tuple[bool, list[int]]]:
    """The order of ways: from north to south, last those whose end nobody names."""
    return [(not end, [pc.GOVERNORATES.index(one) for one in end]) for end in way]


def _holds(whole: Statement, part: Statement) -> bool:
    """Tell whether a total can hold a figure: its places do, and it is not surely smaller."""
    places = (
        (
            (whole.origins, whole.origin_coverage, whole.origin),
            (part.origins, part.origin_coverage, part.origin),
        ),
        (
            (whole.destinations, whole.figure.coverage, whole.figure.area),
            (part.destinations, part.figure.coverage, part.figure.area),
        ),
    )
    for (held_in, coverage, name), (of_part, _, part_name) in places:
        if not of_part <= held_in or (coverage == "part" and name != part_name):
            return False
    return ends(part.figure)[0] <= ends(whole.figure)[1]


def _ends(statement: Statement) -> tuple[str, ...]:
    """What two figures of one series have in common: the way, where no question names it."""
    if statement.question not in ("", "moved_other"):
        return ()
    return statement.origin, statement.figure.area


def _line(statement: Statement, rivals: Sequence[Statement], t: Translator) -> PublishedLine:
    figure = statement.figure
    whole = whole_of(statement, rivals)
    part = ""
    if whole is not None:
        part = t(
            "movements.part",
            number=t.figure(whole.figure),
            date=t.day(whole.figure.as_of, short=True),
        )
    marked = mark_text(statement, t)
    return PublishedLine(
        statement=statement,
        number=t.figure(figure),
        way=where_text(statement, t),
        who=publisher_name(figure, t),
        when=when_text(statement, t),
        kinds=(*kinds_of(statement, t), *([marked] if marked else [])),
        part=part,
        whole=whole.figure.id if whole else "",
        sources=(source_link(statement, t), *statement.repeats),
    )
