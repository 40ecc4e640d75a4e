"""Figures that stand alone on paper, on a slide or in a chat: map, series, comparison, rivals.

:func:`print_figure` returns a file; :func:`compose` the sheet before it is
saved, whose texts can be read. matplotlib is imported only when one is drawn;
from 3.11 on it shapes Arabic and Hebrew itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nuzuh.draw.sheets.errors import PrintError
from nuzuh.draw.sheets.papers import FORMS, KINDS, PAPERS, Paper
from nuzuh.loaders.tables import NO_USER, Tables, UserData
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.view import View
from nuzuh.scene.words import Words

if TYPE_CHECKING:
    from nuzuh.draw.sheets.sheet import Sheet

__all__ = [
    "FORMS",
    "KINDS",
    "PAPERS",
    "Paper",
    "PrintError",
    "compose",
    "picture_name",
    "print_figure",
]


def print_figure(
    kind: str,
    view: View,
    *,
    words: Words,
    tables: Tables,
    paper: str = "a4",
    theme: str = "light",
    form: str = "png",
    link: str = "",
    compare: date | None = None,
) -> bytes:
    """Return a figure as a file; the same input gives the same bytes.

    Args:
        kind: one of :data:`KINDS`.
        view: what is shown: day, layer, as published or reconstructed, period.
        words: the reader's language.
        tables: what it is computed from; where a reader's rows are in them, the sheet says so.
        paper: id of one of :data:`PAPERS`.
        theme: ``light`` or ``dark``.
        form: one of :data:`FORMS`.
        link: address of the live view; "" when the app's address is not known.
        compare: the other day of a comparison.

    Raises:
        PrintError: when the figure cannot be drawn; the message is one sentence.
    """
    if form not in FORMS:
        raise PrintError(f"a figure is saved as {', '.join(FORMS)}, not as {form[:20]!r}")
    sheet = compose(
        kind,
        view,
        words=words,
        tables=tables,
        paper=paper,
        theme=theme,
        link=link,
        compare=compare,
    )
    from nuzuh.draw.sheets.saving import to_bytes

    told = "\n".join(sheet.texts)
    return to_bytes(sheet.figure, form, title=sheet.title, description=told, link=link)


def compose(
    kind: str,
    view: View,
    *,
    words: Words,
    tables: Tables,
    paper: str = "a4",
    theme: str = "light",
    link: str = "",
    compare: date | None = None,
) -> Sheet:
    """Return a figure's sheet with everything on it; see :func:`print_figure`.

    Raises:
        PrintError: when the figure cannot be drawn; the message is one sentence.
    """
    if paper not in PAPERS:
        raise PrintError(f"a paper is one of {', '.join(PAPERS)}, not {paper[:20]!r}")
    if theme not in PALETTES:
        raise PrintError(f"a theme is one of {', '.join(PALETTES)}, not {theme[:20]!r}")
    # Nothing that draws is imported before something is drawn.
    from nuzuh.draw.sheets.comparison import draw_comparison
    from nuzuh.draw.sheets.day_map import draw_day_map
    from nuzuh.draw.sheets.facts import Facts
    from nuzuh.draw.sheets.movements import draw_movements
    from nuzuh.draw.sheets.rivals import draw_rivals
    from nuzuh.draw.sheets.series import draw_series
    from nuzuh.draw.sheets.sheet import Sheet

    sheet = Sheet(PAPERS[paper], theme, words)
    facts = Facts(view, words, tables, link)
    if kind == "map":
        draw_day_map(sheet, facts)
    elif kind == "series":
        draw_series(sheet, facts)
    elif kind == "comparison":
        draw_comparison(sheet, facts, compare)
    elif kind == "movements":
        draw_movements(sheet, facts)
    elif kind == "rivals":
        draw_rivals(sheet, facts)
    else:
        raise PrintError(f"a figure is one of {', '.join(KINDS)}, not {kind[:20]!r}")
    return sheet


def picture_name(
    view: View,
    form: str = "png",
    kind: str = "map",
    *,
    paper: str = "a4",
    theme: str = "light",
    compare: date | None = None,
    user: UserData = NO_USER,
) -> str:
    """Return the file name of a view's figure.

    >>> picture_name(View())
    'nuzuh-2025-10-05-people-published-all-en.png'
    >>> picture_name(View(), "pdf", "rivals", theme="dark")
    'nuzuh-2025-10-05-rivals-people-published-all-en-dark.pdf'
    """
    days = () if compare is None else tuple(sorted((compare, view.date)))
    stem = file_stem(
        view,
        days=days,
        compared=compare is not None,
        kind=kind,
        paper=paper,
        theme=theme,
        user=user.digest,
    )
    return f"{stem}.{form}"
