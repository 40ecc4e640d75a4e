"""The evidence as HTML: rival figures side by side, each with publisher, date, kind and link.

Everything that comes from data is escaped; links are http(s) only, as the
loaders have checked.
"""

from __future__ import annotations

from datetime import date
from html import escape

from balance.statements import Statement
from maps.geometry import governorate_name
from maps.html import Markup, anchor
from maps.labels import area_name, publisher_name
from maps.words import Words

FIRST = 5
"""Figures shown of each question before the rest is folded away."""

OPEN = ("moved_south", "moved_north", "present_north", "present_south", "under_orders")
"""Questions whose figures are shown at once; the others open at a click."""


def panel_html(told: dict[str, list[Statement]], day: date, words: Words) -> str:
    """Return the panel of what was published by a day.

    Args:
        told: statements by question, as :func:`balance.statements.published_by` gives.
        day: the day shown.
        words: the reader's language.
    """
    if not told:
        return f'<p class="nz-quiet">{escape(words("panel.none"))}</p>'
    sections = [_section(question, rows, day, words) for question, rows in told.items()]
    return "".join(sections)


def _section(question: str, statements: list[Statement], day: date, words: Words) -> str:
    opened: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.standing == "before":
            opened.setdefault(statement.figure.publisher, []).append(statement)
    # What a publisher said before stands once, with its most prominent figure.
    cards = [
        _card(statement, opened.pop(statement.figure.publisher, []), day, words)
        for statement in statements
        if statement.standing == "latest"
    ]
    shown, rest = cards[:FIRST], cards[FIRST:]
    folded = (
        f"<details><summary>{escape(words('panel.more', n=words.number(len(rest))))}</summary>"
        f"{''.join(rest)}</details>"
        if rest
        else ""
    )
    is_open = " open" if question in OPEN else ""
    return (
        f'<details class="nz-question" data-question="{question}"{is_open}>'
        f"<summary>{escape(question_text(question, words))} "
        f'<span class="nz-quiet">{words.number(len(cards))}</span></summary>'
        f"{''.join(shown)}{folded}</details>"
    )


def _card(statement: Statement, before: list[Statement], day: date, words: Words) -> str:
    figure = statement.figure
    earlier = "".join(
        f'<div class="nz-before">{escape(words("panel.before"))}: '
        f"<b>{escape(words.figure(opening.figure))}</b> "
        f"{escape(where_text(opening, words))}, {escape(when_text(opening, words))} "
        f"{source_link(opening, words)}</div>"
        for opening in before
    )
    age = (day - figure.as_of).days
    kinds = words("list.sep").join(kinds_of(statement, words))
    seen = statement.source_date
    later = ""
    if seen is not None and seen > day:
        later = f" ({escape(words('panel.page_dated', date=words.day(seen, short=True)))})"
    return (
        f'<article class="nz-card" data-figure="{escape(figure.id)}">'
        f'<div class="nz-number">{escape(words.figure(figure))}</div>'
        f'<div class="nz-who"><b><bdi>{escape(publisher_name(figure, words))}</bdi></b>'
        f" · {escape(when_text(statement, words))} · "
        f"{escape(words.age(age))}</div>"
        f"<div>{escape(where_text(statement, words))} · "
        f'<span class="nz-kind">{escape(kinds)}</span></div>'
        f'<div class="nz-links">{source_link(statement, words)}{later}'
        f"{_repeats(statement, words)}</div>"
        f"{earlier}</article>"
    )


def kind_text(statement: Statement, words: Words) -> str:
    """Return what a figure counts, in words: people moved, movements counted, ..."""
    what = measure_text(statement.measure, statement.counting, words)
    return (
        f"{words(f'kindof.{statement.kind}')}: {what}" if statement.kind != "cumulative" else what
    )


def measure_text(measure: str, counting: str, words: Words) -> str:
    """Return what is measured, in words; a movement says whether people or moves are counted."""
    key = f"kind.{measure}"
    if measure == "movement":
        key += f".{counting or 'people'}"
    return words(key) if words.has(key) else measure


def kinds_of(statement: Statement, words: Words) -> list[str]:
    """Return what a figure counts and what else to know: derived, planning figure, doubtful."""
    parts = [kind_text(statement, words)]
    if words.has(f"basis.{statement.basis}"):
        parts.append(words(f"basis.{statement.basis}"))
    if statement.weak:
        parts.append(words("panel.weak"))
    return parts


def when_text(statement: Statement, words: Words) -> str:
    """Return the day that a figure describes, and the start of its period."""
    as_of = words.day(statement.figure.as_of, short=True)
    start = statement.period_start
    if start is None or start == statement.figure.as_of:
        return as_of
    since = since_text(start, words, assumed=statement.period_assumed)
    return as_of + words("list.comma") + since


def since_text(start: date, words: Words, *, assumed: bool) -> str:
    """Return since when a figure counts, and whether the publisher named that day."""
    key = "panel.since_assumed" if assumed else "panel.since"
    return words(key, date=words.day(start, short=True))


def question_text(question: str, words: Words) -> str:
    """Return a question that published figures answer, see :data:`balance.statements.QUESTIONS`."""
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


def source_link(statement: Statement, words: Words) -> Markup:
    """Return the title of a figure's source, linked where a link is worth giving."""
    return linked(statement.source_title, statement.source_url, words)


def linked(title: str, url: str, words: Words) -> Markup:
    """Return the title of a source with its link, or with the words that there is none."""
    return anchor(url, title if url else f"{title} ({words('panel.nolink')})")


def _repeats(statement: Statement, words: Words) -> str:
    links = [anchor(url, title) for title, url in statement.repeats]
    return f" · {escape(words('panel.also'))} {', '.join(links)}" if links else ""
