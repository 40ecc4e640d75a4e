"""Rival figures of a day: what publishers said, question by question, for one picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.claims import Claim, Question, lead_of, questions_of
from nuzuh.scene.notes import Notes, notes_of
from nuzuh.scene.timeline import check_day, left_out, statements_on
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Rivals:
    """What had been published by a day.

    Attributes:
        notes: the words around the picture; its sources are those of the claims
            that find room, see :func:`cited`.
        day: the day.
        questions: the claims by question, in the order in which a reader asks.
    """

    notes: Notes
    day: date
    questions: tuple[Question, ...]


def rivals_of(view: View, tables: Tables, t: Translator, link: str = "") -> Rivals:
    """Return what had been published by a view's day.

    Args:
        view: what is looked at.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for a day outside the data, or one about which nothing was published.
    """
    check_day(view.date)
    statements = statements_on(tables, view.date, later=view.later)
    questions = questions_of(statements, view.date, t)
    if not any(question.groups for question in questions):
        raise RefusedError(
            f"nothing about the time of {view.date} is in the data", "silent", day=view.date
        )
    later = lead_of(questions, t, left_out(tables, view))
    notes = notes_of(
        view,
        tables,
        t,
        link,
        what=t("print.rivals"),
        sources=(),
        method=" ".join([t("panel.lead"), *later, t("print.bounds")]),
        mapped=False,
    )
    return Rivals(notes, view.date, questions)


def cited(claim: Claim, t: Translator) -> str:
    """Return publisher, dates and page of a claim, as a picture cites it."""
    who = t("list.comma").join([claim.publisher, claim.when])
    return f"{who} ({t.isolated(claim.title)})"
