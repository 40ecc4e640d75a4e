"""The sentence above the map: the newest figures that had been published by the day."""

from __future__ import annotations

from datetime import date, timedelta

from balance.statements import Statement
from maps.labels import publisher_name
from maps.panel import when_text, where_text
from maps.words import Words

FRESH_DAYS = 21
"""A figure older than this is not news on the day and stays out of the sentence."""

_FLOWS = ("moved_south", "moved_north")
_STOCKS = ("present_north", "present_south", "present_strip")
_OTHERS = ("moved_other", "displaced", "sheltered")


def headline(
    told: dict[str, list[Statement]], day: date, words: Words, *, layer: str = "people"
) -> str:
    """Return a sentence with the newest figures of the day, computed from the panel.

    It tells the newest figure of people who moved between north and south, the
    newest of another publisher for the same direction, and the newest of people
    present, each with area, publisher, date and period. On the layer of orders
    it tells the newest published share. Counts of movements have no place among
    people, and figures whose date or author is doubtful stay out.

    Args:
        told: statements by question, as :func:`balance.statements.published_by` gives.
        day: the day shown.
        words: the reader's language.
        layer: the layer shown.
    """
    if layer == "orders":
        chosen = _fresh(told, ("under_orders",), day)[:1]
    else:
        flows, stocks = _fresh(told, _FLOWS, day), _fresh(told, _STOCKS, day)
        rivals = [
            s
            for s in flows[1:]
            if s.question == flows[0].question and s.figure.publisher != flows[0].figure.publisher
        ]
        chosen = flows[:1] + rivals[:1] + stocks[:1] or _fresh(told, _OTHERS, day)[:1]
    if not chosen:
        key = "head.no_orders" if layer == "orders" else "head.none"
        return words(key, date=words.day(day), days=FRESH_DAYS)
    parts = words("head.join").join(_part(statement, words) for statement in chosen)
    return words("head.by", date=words.day(day), told=parts)


def _fresh(
    told: dict[str, list[Statement]], questions: tuple[str, ...], day: date
) -> list[Statement]:
    """The sound, recent statements on some questions, the newest and then the larger first."""
    since = day - timedelta(days=FRESH_DAYS)
    found = [
        s
        for question in questions
        for s in told.get(question, [])
        if s.figure.unit in ("people", "percent")
        and s.standing == "latest"
        and not s.weak
        and s.figure.as_of >= since
        and not (s.kind == "flow" and s.period_start == s.figure.as_of)
    ]
    return sorted(found, key=lambda s: (s.figure.as_of, s.figure.central), reverse=True)


def _part(statement: Statement, words: Words) -> str:
    key = "head.flow" if statement.kind == "flow" else "head.stock"
    return words(
        key,
        figure=words.figure(statement.figure),
        where=where_text(statement, words),
        publisher=publisher_name(statement.figure, words),
        when=when_text(statement, words),
    )
