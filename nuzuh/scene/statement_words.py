"""The words about published statements, and which of them stand together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nuzuh.evidence.statements import Statement
from nuzuh.loaders.publishers import UNATTRIBUTED
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import area_name
from nuzuh.scene.mark import Link
from nuzuh.scene.words import Words

Group = tuple[str, bool]
"""Figures that can be set against each other: their unit, and whether they are of one day alone."""


def came_later(told: dict[str, list[Statement]]) -> int:
    """Return how many figures of a panel came out after its day."""
    return sum(s.appeared == "later" for statements in told.values() for s in statements)


def groups_of(statements: Iterable[Statement]) -> dict[Group, list[Statement]]:
    """Return statements on one question in groups that must not be set against each other."""
    groups: dict[Group, list[Statement]] = {}
    for statement in statements:
        of_day = statement.kind == "flow" and not statement.days
        groups.setdefault((statement.figure.unit, of_day), []).append(statement)
    return groups


def group_title(group: Group, words: Words) -> str:
    """Return what the figures of a group count: people or movements, over time or of one day."""
    unit, of_day = group
    name = words(f"print.axis.{unit}") if words.has(f"print.axis.{unit}") else unit
    return words("panel.of_day", unit=name) if of_day else name


def speaker_of(statement: Statement) -> str:
    """Return whose figure a statement tells, whoever passes it on."""
    figure = statement.figure
    return figure.publisher if figure.according_to in ("", UNATTRIBUTED) else figure.according_to


def mark_text(statement: Statement, words: Words) -> str:
    """Return when the page of a figure came out where that was not in time, or is not known."""
    if statement.appeared == "in_time":
        return ""
    seen = statement.source_date
    if statement.appeared == "later" and seen is not None:
        return words("panel.later", date=words.day(seen, short=True))
    return words(f"panel.{statement.appeared}")


def measure_text(measure: str, counting: str, words: Words) -> str:
    """Return what is measured, in words; a movement says whether people or moves are counted.

    Households and shares, which have no such count, are never called people.
    """
    key = f"kind.{measure}"
    if measure == "movement":
        key += f".{counting or 'other'}"
    return words(key) if words.has(key) else measure


def counted_text(measure: str, counting: str, question: str, words: Words) -> str:
    """Return what a figure counts, in words; of a share under orders, which orders or zones.

    Args:
        measure: as in the table of estimates.
        counting: as there.
        question: the question that it answers, "" for none.
        words: the reader's language.
    """
    scoped = f"kind.{question}"
    if measure == "under_orders" and words.has(scoped):
        return words(scoped)
    return measure_text(measure, counting, words)


def kinds_of(statement: Statement, words: Words) -> list[str]:
    """Return what a figure counts and what else to know: derived, planning figure, doubtful."""
    parts = [counted_text(statement.measure, statement.counting, statement.question, words)]
    if words.has(f"basis.{statement.basis}"):
        parts.append(words(f"basis.{statement.basis}"))
    if statement.weak:
        parts.append(words("panel.weak"))
    return parts


def when_text(statement: Statement, words: Words) -> str:
    """Return the day that a figure describes and, for a period, since when it counts."""
    as_of = words.day(statement.figure.as_of, short=True)
    start = statement.period_start
    if start == statement.figure.as_of:
        return words("panel.that_day", date=as_of)
    if start is None:
        return words("panel.no_start", date=as_of) if statement.kind == "flow" else as_of
    since = since_text(start, words, assumed=statement.period_assumed)
    return as_of + words("list.comma") + since


def since_text(start: date, words: Words, *, assumed: bool) -> str:
    """Return since when a figure counts, and whether the publisher named that day."""
    key = "panel.since_assumed" if assumed else "panel.since"
    return words(key, date=words.day(start, short=True))


def question_text(question: str, words: Words) -> str:
    """Return a question that figures answer, see :data:`nuzuh.evidence.statements.QUESTIONS`."""
    if question.startswith("left_"):
        name = governorate_name(question.removeprefix("left_"), words.lang)
        return words("question.left", name=name)
    return words(f"question.{question}")


def where_text(statement: Statement, words: Words) -> str:
    """Return where a figure speaks of: an area, or where from and where to."""
    return where_from_to(statement.origin, statement.figure.area, words)


def where_from_to(origin: str, destination: str, words: Words) -> str:
    """Return an area, or where from and where to, as the publisher named them."""
    area = area_name(destination, words)
    if not origin or origin == destination:
        return area
    arrow = "←" if words.right_to_left else "→"
    return f"{area_name(origin, words)} {arrow} {area}"


def source_link(statement: Statement, words: Words) -> Link:
    """Return the title of a figure's source, and its address where a link is worth giving."""
    return linked(statement.source_title, statement.source_url, words)


def linked(title: str, url: str, words: Words) -> Link:
    """Return the title of a source and its address, or with the words that there is none."""
    return (title, url) if url else (f"{title} ({words('panel.nolink')})", "")
