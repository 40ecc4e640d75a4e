"""A day of the map as HTML that is read where nothing moves: answer, legend, table, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from nuzuh.scene.scene import Scene
from nuzuh.scene.translator import Translator
from nuzuh.web.legend import legend_html, table_html
from nuzuh.web.panel import panel_html


@dataclass(frozen=True)
class Still:
    """What is read of a day where nothing moves.

    Attributes:
        headline: the sentence of the day.
        footnotes: what its marks mean.
        placed: what the map's figures come to; "" for nothing.
        fit: how the day's figures fit together, for a reconstruction.
        map: legend and table, which a moving map takes the place of.
        evidence: what was published by the day.
    """

    headline: str
    footnotes: Sequence[str]
    placed: str
    fit: Sequence[str]
    map: Markup
    evidence: Markup


def still_of(shown: Scene, t: Translator) -> Still:
    """Return what is read of a scene where nothing moves.

    Args:
        shown: what is shown.
        t: the reader's language.
    """
    notes, day = shown.notes, shown.view.date
    return Still(
        headline=notes.lead,
        footnotes=notes.footnotes,
        # A moving map goes on to other days, so the sentence names its own.
        placed=f"{t.day(day)}: {notes.placed}" if notes.placed else "",
        fit=shown.fit,
        map=legend_html(shown.legend, shown.legend_unit, shown.reading)
        + table_html(shown.columns, shown.marks, t),
        evidence=panel_html(shown.questions, day, t, lead=shown.lead),
    )
