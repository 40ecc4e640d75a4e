"""The evidence as HTML: rival figures side by side, each with publisher, date, kind and link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from nuzuh.scene.claims import Claim, Question, folded
from nuzuh.scene.translator import Translator
from nuzuh.web.templates import render


def panel_html(
    questions: Sequence[Question], day: date, t: Translator, *, lead: Sequence[str] = ()
) -> Markup:
    """Return the panel of what publishers say of a day and of the time before.

    Args:
        questions: what they say, by the question they answer.
        day: the day shown.
        t: the reader's language.
        lead: sentences above.
    """
    lead = [*lead, *([] if questions else [t("panel.none")])]
    sections = [_section(question, day, t) for question in questions]
    return render("panel", lead=lead, sections=sections, t=t)


def _section(question: Question, day: date, t: Translator) -> dict[str, Any]:
    opened: dict[str, list[Claim]] = {}
    groups = []
    for group in question.groups:
        for claim in group.claims:
            if claim.standing == "before":
                opened.setdefault(claim.outlet, []).append(claim)
        if latest := [claim for claim in group.claims if claim.standing == "latest"]:
            groups.append((group.title, latest))
    told = []
    for title, claims in groups:
        away = folded(claims, day)
        # What a publisher said before stands once, with its most prominent figure.
        cards = [
            {"claim": claim, "before": opened.pop(claim.outlet, [])}
            for claim in sorted(claims, key=lambda claim: claim.id in away)
        ]
        told.append(
            {
                "title": title if len(groups) > 1 else "",
                "shown": cards[: len(cards) - len(away)],
                "away": cards[len(cards) - len(away) :],
            }
        )
    count = t.number(sum(len(claims) for _, claims in groups))
    return {"question": question, "count": count, "groups": told}
