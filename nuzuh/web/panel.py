"""The evidence as HTML: rival figures side by side, each with publisher, date, kind and link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from nuzuh.scene.claims import Question
from nuzuh.scene.panel import panel_of
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
    return render("panel", lead=lead, questions=panel_of(questions, day), t=t)
