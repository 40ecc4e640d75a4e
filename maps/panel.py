"""The evidence as HTML: rival figures side by side, each with publisher, date, kind and link.

Everything that comes from data is escaped; links are http(s) only, as the
loaders have checked.
"""

from __future__ import annotations

from datetime import date
from html import escape

from balance.statements import LEFT, Statement, largest_outflow
from maps.html import Markup, anchor
from maps.labels import publisher_name
from maps.statement_words import (
    folded,
    group_title,
    groups_of,
    kinds_of,
    lead_of,
    mark_text,
    question_text,
    when_text,
    where_text,
)
from maps.words import Words

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


def panel_html(
    told: dict[str, list[Statement]], day: date, words: Words, *, left_out: int = 0
) -> str:
    """Return the panel of what publishers say of a day and of the time before.

    Args:
        told: statements by question, as :func:`balance.statements.published_by` gives.
        day: the day shown.
        words: the reader's language.
        left_out: how many figures the reader leaves out because they came out later.
    """
    lead = [f'<p class="nz-quiet">{escape(text)}</p>' for text in lead_of(told, words, left_out)]
    if not told:
        return "".join([*lead, f'<p class="nz-quiet">{escape(words("panel.none"))}</p>'])
    outflow = largest_outflow(told, day)
    opened = (*OPEN, LEFT[outflow]) if outflow else OPEN
    sections = [
        _section(question, rows, day, words, is_open=question in opened)
        for question, rows in told.items()
    ]
    return "".join([*lead, *sections])


def _section(
    question: str, statements: list[Statement], day: date, words: Words, *, is_open: bool
) -> str:
    opened: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.standing == "before":
            opened.setdefault(statement.figure.publisher, []).append(statement)
    latest = [statement for statement in statements if statement.standing == "latest"]
    groups = groups_of(latest)
    parts = []
    for group, rows in groups.items():
        away = folded(rows, day)
        # What a publisher said before stands once, with its most prominent figure.
        cards = {
            s.figure.id: _card(s, opened.pop(s.figure.publisher, []), day, words)
            for s in sorted(rows, key=lambda s: s.figure.id in away)
        }
        if len(groups) > 1:
            parts.append(f'<p class="nz-quiet">{escape(group_title(group, words))}</p>')
        parts += [card for id_, card in cards.items() if id_ not in away]
        if away:
            more = escape(words("panel.more", n=words.number(len(away))))
            rest = "".join(card for id_, card in cards.items() if id_ in away)
            parts.append(f"<details><summary>{more}</summary>{rest}</details>")
    return (
        f'<details class="nz-question" data-question="{question}"{" open" if is_open else ""}>'
        f"<summary>{escape(question_text(question, words))} "
        f'<span class="nz-quiet">{words.number(len(latest))}</span></summary>'
        f"{''.join(parts)}</details>"
    )


def _card(statement: Statement, before: list[Statement], day: date, words: Words) -> str:
    figure = statement.figure
    comma = words("list.comma")
    earlier = "".join(
        f'<div class="nz-before">{escape(words("panel.before"))}: '
        f"<b>{escape(words.figure(opening.figure))}</b> "
        f"{escape(comma.join([where_text(opening, words), when_text(opening, words)]))} "
        f"{source_link(opening, words)}</div>"
        for opening in before
    )
    age = (day - figure.as_of).days
    kinds = words("list.sep").join(kinds_of(statement, words))
    mark = mark_text(statement, words)
    marked = f' · <span class="nz-quiet">{escape(mark)}</span>' if mark else ""
    return (
        f'<article class="nz-card" data-figure="{escape(figure.id)}">'
        f'<div class="nz-number">{escape(words.figure(figure))}</div>'
        f'<div class="nz-who"><b><bdi>{escape(publisher_name(figure, words))}</bdi></b>'
        f" · {escape(when_text(statement, words))} · "
        f"{escape(words.age(age))}</div>"
        f'<div><span class="nz-kind">{escape(kinds)}</span> · '
        f"{escape(where_text(statement, words))}</div>"
        f'<div class="nz-links">{source_link(statement, words)}{marked}'
        f"{_repeats(statement, words)}</div>"
        f"{earlier}</article>"
    )


def source_link(statement: Statement, words: Words) -> Markup:
    """Return the title of a figure's source, linked where a link is worth giving."""
    return linked(statement.source_title, statement.source_url, words)


def linked(title: str, url: str, words: Words) -> Markup:
    """Return the title of a source with its link, or with the words that there is none."""
    return anchor(url, title if url else f"{title} ({words('panel.nolink')})")


def _repeats(statement: Statement, words: Words) -> str:
    links = [anchor(url, title) for title, url in statement.repeats]
    return f" · {escape(words('panel.also'))} {words('list.comma').join(links)}" if links else ""
