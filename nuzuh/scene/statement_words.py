"""The words about published statements, and which of them stand together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nuzuh.evidence.disagreement import Kind, kind_of
from nuzuh.evidence.statements import Statement
from nuzuh.scene.footnotes import ASSUMED
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import published_area_name
from nuzuh.scene.mark import Link
from nuzuh.scene.translator import Translator


def came_later(told: dict[str, list[Statement]]) -> int:
    """Return how many figures of a panel came out after its day."""
    return sum(s.appeared == "later" for statements in told.values() for s in statements)


def groups_of(statements: Iterable[Statement]) -> dict[Kind, list[Statement]]:
    """Return statements on one question in groups that must not be set against each other."""
    groups: dict[Kind, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(kind_of(statement), []).append(statement)
    return groups


def group_title(group: Kind, t: Translator) -> str:
    """Return what the figures of a group count: people or movements, over time or of one day."""
    unit, of_day = group
    name = t(f"print.axis.{unit}") if t.has(f"print.axis.{unit}") else unit
    return t("panel.of_day", unit=name) if of_day else name


def mark_text(statement: Statement, t: Translator) -> str:
    """Return when the page of a figure came out where that was not in time, or is not known."""
    if statement.appeared == "in_time":
        return ""
    seen = statement.source_date
    if statement.figure.from_records and seen is not None:
        return t("records.later", date=t.day(seen, short=True))
    if statement.appeared == "later" and seen is not None:
        return t("panel.later", date=t.day(seen, short=True))
    return t(f"panel.{statement.appeared}")


def measure_text(measure: str, counting: str, t: Translator) -> str:
    """Return what is measured, in words; a movement says whether people or moves are counted.

    Households and shares, which have no such count, are never called people.
    """
    key = f"kind.{measure}"
    if measure == "movement":
        key += f".{counting or 'other'}"
    return t(key) if t.has(key) else measure


def counted_text(measure: str, counting: str, question: str, t: Translator) -> str:
    """Return what a figure counts, in words; of a share under orders, which orders or zones.

    Args:
        measure: as in the table of estimates.
        counting: as there.
        question: the question that it answers, "" for none.
        t: the reader's language.
    """
    scoped = f"kind.{question}"
    if measure == "under_orders" and t.has(scoped):
        return t(scoped)
    return measure_text(measure, counting, t)


def kinds_of(statement: Statement, t: Translator) -> list[str]:
    """Return what a figure counts and what else to know: derived, planning figure, doubtful."""
    parts = [counted_text(statement.measure, statement.counting, statement.question, t)]
    if t.has(f"basis.{statement.basis}"):
        parts.append(t(f"basis.{statement.basis}"))
    if statement.weak:
        parts.append(t("panel.weak"))
    return parts


def when_text(statement: Statement, t: Translator) -> str:
    """Return the day that a figure describes and, for a period, since when it counts."""
    as_of = t.day(statement.figure.as_of, short=True)
    start = statement.period_start
    if start == statement.figure.as_of:
        return t("panel.that_day", date=as_of)
    if start is None:
        return t("panel.no_start", date=as_of) if statement.kind == "flow" else as_of
    since = since_text(start, t, assumed=statement.period_assumed)
    return as_of + t("list.comma") + since


def has_assumed_start(statement: Statement) -> bool:
    """Whether :func:`when_text` marks the first day of a figure as one that is ours."""
    start = statement.period_start
    return statement.period_assumed and start not in (None, statement.figure.as_of)


def since_text(start: date, t: Translator, *, assumed: bool) -> str:
    """Return since when a figure counts, see :func:`start_text`."""
    return t("panel.since", date=start_text(start, t, assumed=assumed))


def start_text(start: date, t: Translator, *, assumed: bool, year: bool = True) -> str:
    """Return the first day of a period, with a mark where the publisher gave none.

    A first day that is ours is never told to the day.

    Args:
        start: the day.
        t: the reader's language.
        assumed: the publisher gave no first day.
        year: tell the year.

    Example:
        >>> start_text(date(2025, 8, 14), Translator("en"), assumed=True, year=False)
        'mid-August*'
    """
    if not assumed:
        return t.day(start, short=True, year=year)
    part = "early" if start.day <= 10 else "mid" if start.day <= 20 else "late"
    month = t.months()[start.month - 1] + (f" {start.year}" if year else "")
    return t(f"start.{part}", month=month) + ASSUMED


def question_text(question: str, t: Translator) -> str:
    """Return a question that figures answer, see :data:`nuzuh.evidence.statements.QUESTIONS`."""
    if question.startswith("left_"):
        name = governorate_name(question.removeprefix("left_"), t.lang)
        return t("question.left", name=name)
    return t(f"question.{question}")


def where_text(statement: Statement, t: Translator) -> str:
    """Return where a figure speaks of: an area, or where from and where to."""
    return where_from_to(statement.origin, statement.figure.area, t)


def where_from_to(origin: str, destination: str, t: Translator) -> str:
    """Return an area, or where from and where to, as the publisher named them."""
    return from_to(published_area_name(origin, t), published_area_name(destination, t), t)


def from_to(origin: str, area: str, t: Translator) -> str:
    """Return an area, or where from and where to, by their names as a reader sees them."""
    if not origin or origin == area:
        return area
    arrow = "←" if t.right_to_left else "→"
    return f"{origin} {arrow} {area}"


def source_link(statement: Statement, t: Translator) -> Link:
    """Return the title of a figure's source, and its address where a link is worth giving."""
    of_records = statement.figure.from_records
    return linked(statement.source_title, statement.source_url, t, of_records=of_records)


def linked(title: str, url: str, t: Translator, *, of_records: bool = False) -> Link:
    """Return the title of a source and its address, or with the words that there is none.

    Args:
        title: of the source.
        url: its address; "" where none is worth giving.
        t: the reader's language.
        of_records: it is the title of records, which lie on no page.
    """
    if url or of_records:
        return title, url
    return f"{t.isolated(title)} ({t('panel.nolink')})", ""
