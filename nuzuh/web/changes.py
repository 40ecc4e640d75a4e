"""What is new, revised or withdrawn, as a table whose rows lead to the ledger and to the orders."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from nuzuh.scene.translator import Translator
from nuzuh.scene.what_is_new import ChangeLine, WhatIsNew
from nuzuh.web.templates import render

SHOWN = 25
"""Rows that stand there before the rest is unfolded."""


def changes_html(
    new: WhatIsNew, t: Translator, link: Callable[[ChangeLine], str], *, folded: bool = False
) -> Markup:
    """Return what is new as HTML: how much, and a row each.

    Args:
        new: what is new.
        t: the reader's language.
        link: where the record of a line stands.
        folded: keep all rows folded.
    """
    rows = [(line, link(line)) for line in new.lines]
    return render("changes", new=new, rows=rows, shown=0 if folded else SHOWN, t=t)
