"""The page of disagreement as HTML: all questions of a period, and the publishers on one."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.disagreement import Disagreement, DisagreementGroup
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES
from nuzuh.scene.translator import Translator
from nuzuh.web.legend import SIGNS
from nuzuh.web.templates import render

SHOWN = 12
"""Publishers' figures shown before the rest is folded away."""


def questions_html(shown: Disagreement, t: Translator) -> Markup:
    """Return all questions of the period, each with the two figures furthest apart.

    Args:
        shown: who disagrees in the period.
        t: the reader's language.
    """
    columns = ("question", "apart", "low", "high", "who", "recon")
    head = [*(t(f"disagreement.column.{column}") for column in columns), t("panel.cite")]
    return render(
        "disagreement_questions",
        head=head,
        rows=shown.questions,
        shown=shown.compared,
        more=t("disagreement.alone", n=t.number(len(shown.questions) - shown.compared)),
        chosen=shown.question,
        t=t,
    )


def publishers_html(
    group: DisagreementGroup, text: str, at: int, t: Translator, *, theme: str = "light"
) -> Markup:
    """Return the publishers on a question, the one furthest from the others first.

    Args:
        group: their figures.
        text: what the table is.
        at: which table of the page it is, from 0.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    columns = ("others", "to_recon", "why")
    measured = (t(f"disagreement.column.{column}") for column in columns)
    head = [t("table.publisher"), t("table.figure"), *measured, t("panel.cite")]
    return render(
        "disagreement_publishers",
        head=head,
        rows=group.rows,
        shown=SHOWN,
        more=t("panel.more", n=t.number(len(group.rows) - SHOWN)),
        caption=text,
        test_id=f"disagreement-{at}",
        colours=GROUP_COLOURS[theme],
        signs={side: SIGNS[shape] for side, shape in GROUP_SHAPES.items()},
        t=t,
    )


def claims_html(group: DisagreementGroup, at: int, t: Translator) -> Markup:
    """Return every figure of a period on a question, from the lowest to the highest by side."""
    head = [
        t("table.publisher"),
        t("table.figure"),
        t("area.column.what"),
        t("table.as_of"),
        t("panel.link"),
    ]
    more = t("disagreement.claims", n=t.number(len(group.claims)))
    return render(
        "disagreement_claims", head=head, rows=group.claims, more=more, test_id=f"claims-{at}", t=t
    )
