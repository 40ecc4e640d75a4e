"""The sentence above the map: what had been published by the day, from whom to whom it ranged."""

from __future__ import annotations

from datetime import date, timedelta

from balance.statements import Statement
from maps.labels import area_name
from maps.words import Words

FRESH_DAYS = 21
"""A figure older than this is not news on the day and stays out of the sentence."""

_FLOWS = ("moved_south", "moved_north")
_STOCKS = ("present_north", "present_strip")


def headline(told: dict[str, list[Statement]], day: date, words: Words) -> str:
    """Return a sentence on the day's rival figures, computed from the panel.

    Of flows, the direction with the newest figure is told; of stocks, the north
    of Wadi Gaza, else the whole Strip; where neither has news, the newest figure
    of people in the south. Only people are compared with people: counts of
    movements have no place in a range of people. Figures whose date or author is
    doubtful stay out of the sentence.

    Args:
        told: statements by question, as :func:`balance.statements.published_by` gives.
        day: the day shown.
        words: the reader's language.
    """
    fresh = {question: _fresh(told.get(question, []), day) for question in (*_FLOWS, *_STOCKS)}
    flows = [question for question in _FLOWS if fresh[question]]
    stocks = [question for question in _STOCKS if fresh[question]]
    chosen = []
    if flows:
        chosen.append(max(flows, key=lambda q: max(s.figure.as_of for s in fresh[q])))
    chosen += stocks[:1]
    sentences = [_sentence(question, fresh[question], words) for question in chosen]
    if not sentences:
        south = _fresh(told.get("present_south", []), day)
        if not south:
            return words("head.none", date=words.day(day))
        sentences = [_latest(max(south, key=lambda s: s.figure.as_of), words)]
    return words("head.by", date=words.day(day), told=words("head.join").join(sentences))


def _fresh(statements: list[Statement], day: date) -> list[Statement]:
    since = day - timedelta(days=FRESH_DAYS)
    return [
        s
        for s in statements
        if s.figure.unit == "people"
        and s.standing == "latest"
        and not s.weak
        and s.figure.as_of >= since
        and not (s.kind == "flow" and s.period_start == s.figure.as_of)
    ]


def _latest(statement: Statement, words: Words) -> str:
    figure = statement.figure
    return words(
        "head.latest",
        figure=words.figure(figure),
        area=area_name(figure.area, words),
        publisher=words.isolated(figure.publisher),
        day=words.day(figure.as_of, short=True),
    )


def _sentence(question: str, statements: list[Statement], words: Words) -> str:
    low = min(statements, key=lambda s: (s.figure.central, s.figure.as_of))
    high = max(statements, key=lambda s: (s.figure.central, s.figure.as_of))
    about = words(f"head.{question}")
    if low is high:
        return words(
            "head.one",
            question=about,
            figure=words.figure(low.figure, unit=False),
            publisher=words.isolated(low.figure.publisher),
            day=words.day(low.figure.as_of, short=True),
        )
    return words(
        "head.many",
        question=about,
        low=words.figure(low.figure, unit=False),
        low_publisher=words.isolated(low.figure.publisher),
        high=words.figure(high.figure, unit=False),
        high_publisher=words.isolated(high.figure.publisher),
    )
