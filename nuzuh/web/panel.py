"""The evidence as HTML: rival figures side by side, each with publisher, date, kind and link."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from nuzuh.evidence.statements import LEFT, Statement, largest_outflow
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.statement_words import (
    folded,
    group_title,
    groups_of,
    kinds_of,
    lead_of,
    mark_text,
    question_text,
    source_link,
    when_text,
    where_text,
)
from nuzuh.scene.words import Words
from nuzuh.web.templates import render

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
) -> Markup:
    """Return the panel of what publishers say of a day and of the time before.

    Args:
        told: statements by question, as :func:`nuzuh.evidence.statements.published_by` gives.
        day: the day shown.
        words: the reader's language.
        left_out: how many figures the reader leaves out because they came out later.
    """
    lead = lead_of(told, words, left_out)
    if not told:
        lead.append(words("panel.none"))
    outflow = largest_outflow(told, day)
    opened = (*OPEN, LEFT[outflow]) if outflow else OPEN
    sections = [
        _section(question, rows, day, words, is_open=question in opened)
        for question, rows in told.items()
    ]
    return render("panel", lead=lead, sections=sections, words=words)


def _section(
    question: str, statements: list[Statement], day: date, words: Words, *, is_open: bool
) -> dict[str, Any]:
    opened: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.standing == "before":
            opened.setdefault(statement.figure.publisher, []).append(statement)
    latest = [statement for statement in statements if statement.standing == "latest"]
    groups = groups_of(latest)
    told = []
    for group, rows in groups.items():
        away = folded(rows, day)
        # What a publisher said before stands once, with its most prominent figure.
        cards = [
            _card(s, opened.pop(s.figure.publisher, []), day, words)
            for s in sorted(rows, key=lambda s: s.figure.id in away)
        ]
        told.append(
            {
                "title": group_title(group, words) if len(groups) > 1 else "",
                "shown": [card for card in cards if card["id"] not in away],
                "away": [card for card in cards if card["id"] in away],
            }
        )
    return {
        "question": question,
        "open": is_open,
        "text": question_text(question, words),
        "count": words.number(len(latest)),
        "groups": told,
    }


def _card(statement: Statement, before: list[Statement], day: date, words: Words) -> dict[str, Any]:
    figure, comma = statement.figure, words("list.comma")
    return {
        "id": figure.id,
        "number": words.figure(figure),
        "publisher": publisher_name(figure, words),
        "when": when_text(statement, words),
        "age": words.age((day - figure.as_of).days),
        "kinds": words("list.sep").join(kinds_of(statement, words)),
        "where": where_text(statement, words),
        "source": source_link(statement, words),
        "mark": mark_text(statement, words),
        "repeats": statement.repeats,
        "before": [
            {
                "number": words.figure(opening.figure),
                "where_when": comma.join([where_text(opening, words), when_text(opening, words)]),
                "source": source_link(opening, words),
            }
            for opening in before
        ],
    }
