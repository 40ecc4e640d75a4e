"""A comparison in words: the table of both sides and the difference, as HTML."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.comparison import Comparison
from nuzuh.scene.translator import Translator
from nuzuh.web.legend import legend_html
from nuzuh.web.templates import table


def comparison_table(shown: Comparison, t: Translator) -> Markup:
    """Return both sides and the difference as a table, one row an area."""
    return table(shown.columns, shown.rows, test_id="compared", caption=t("compare.table"))


def comparison_legends(shown: Comparison) -> Markup:
    """Return the one legend of both sides, and that of the difference where one is told."""
    legends = legend_html(shown.legend, shown.legend_unit, shown.reading)
    if shown.difference is not None:
        told = shown.difference
        legends += legend_html(told.legend, told.unit, told.how)
    return legends
