"""A comparison in words: the table of both sides and the difference, as HTML."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.comparison import Comparison
from nuzuh.scene.translator import Translator
from nuzuh.web.legend import legend_html
from nuzuh.web.templates import element, marked, render, table


def comparison_table(shown: Comparison, t: Translator) -> Markup:
    """Return both sides and the difference as a table, one row an area.

    Where no area has a difference, and all for one reason, that reason stands once, below.
    """
    reasons = {row.difference for row in shown.told}
    if shown.difference is not None or len(reasons) > 1:
        return table(shown.columns, shown.rows, test_id="compared", caption=t("compare.table"))
    both = [row[:-1] for row in shown.rows]
    told = table(shown.columns[:-1], both, test_id="compared", caption=shown.sides[1].what)
    why = t("answer.named", name=shown.columns[-1], told=next(iter(reasons)))
    return told + element("p", marked(why), class_="nz-quiet")


def comparison_still(shown: Comparison, t: Translator) -> Markup:
    """Return a page of a comparison that can be read where nothing moves.

    Args:
        shown: what is compared.
        t: the reader's language.
    """
    table = comparison_table(shown, t)
    return render("site_compare", title=t("page.compare"), shown=shown, table=table, t=t)


def comparison_legends(shown: Comparison) -> Markup:
    """Return the one legend of both sides, and that of the difference where one is told."""
    legends = legend_html(shown.legend, shown.legend_unit, shown.reading)
    if shown.difference is not None:
        told = shown.difference
        legends += legend_html(told.legend, told.unit, told.how)
    return legends
