"""Figures that stand alone on paper, on a slide or in a chat: map, series, comparison, rivals.

:func:`print_figure` returns a file; :func:`compose` the sheet before it is
saved, whose texts can be read. matplotlib is imported only when one is drawn;
from 3.11 on it shapes Arabic and Hebrew itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nuzuh.draw.sheets.papers import FORMS, PAPERS, Paper
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.comparison import Comparison
from nuzuh.scene.disagreement import Disagreement
from nuzuh.scene.figures import Figure
from nuzuh.scene.movements import Movements
from nuzuh.scene.rivals import Rivals
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.scene import Scene
from nuzuh.scene.series import Series
from nuzuh.scene.story_picture import StoryPicture
from nuzuh.scene.times_map import TimesMap
from nuzuh.scene.translator import Translator

if TYPE_CHECKING:
    from nuzuh.draw.sheets.sheet import Sheet

__all__ = ["FORMS", "PAPERS", "Paper", "compose", "print_figure"]


def print_figure(
    shown: Figure,
    *,
    t: Translator,
    paper: str = "a4",
    theme: str = "light",
    form: str = "png",
) -> bytes:
    """Return a figure as a file; the same input gives the same bytes.

    Args:
        shown: what it shows, see :func:`nuzuh.scene.figures.figure_of`.
        t: the reader's language.
        paper: id of one of :data:`PAPERS`.
        theme: ``light`` or ``dark``.
        form: one of :data:`FORMS`.

    Raises:
        RefusedError: when the figure cannot be drawn so; the message is one sentence.
    """
    if form not in FORMS:
        raise RefusedError(f"a figure is saved as {', '.join(FORMS)}, not as {form[:20]!r}")
    sheet = compose(shown, t=t, paper=paper, theme=theme)
    from nuzuh.draw.sheets.saving import to_bytes

    told = "\n".join(sheet.texts)
    return to_bytes(sheet.figure, form, title=sheet.title, description=told, link=shown.notes.link)


def compose(shown: Figure, *, t: Translator, paper: str = "a4", theme: str = "light") -> Sheet:
    """Return a figure's sheet with everything on it; see :func:`print_figure`.

    Raises:
        RefusedError: when there is no such paper or theme; the message is one sentence.
    """
    if paper not in PAPERS:
        raise RefusedError(f"a paper is one of {', '.join(PAPERS)}, not {paper[:20]!r}")
    if theme not in PALETTES:
        raise RefusedError(f"a theme is one of {', '.join(PALETTES)}, not {theme[:20]!r}")
    # Nothing that draws is imported before something is drawn.
    from nuzuh.draw.sheets.comparison import draw_comparison
    from nuzuh.draw.sheets.day_map import draw_day_map
    from nuzuh.draw.sheets.disagreement import draw_disagreement
    from nuzuh.draw.sheets.movements import draw_movements
    from nuzuh.draw.sheets.rivals import draw_rivals
    from nuzuh.draw.sheets.series import draw_series
    from nuzuh.draw.sheets.sheet import Sheet
    from nuzuh.draw.sheets.story import draw_story
    from nuzuh.draw.sheets.times import draw_times_map

    sheet = Sheet(PAPERS[paper], theme, t)
    drawn: dict[type, Callable[[Sheet, Any], None]] = {
        Scene: draw_day_map,
        Series: draw_series,
        Comparison: draw_comparison,
        Movements: draw_movements,
        Rivals: draw_rivals,
        TimesMap: draw_times_map,
        Disagreement: draw_disagreement,
        StoryPicture: draw_story,
    }
    drawn[type(shown)](sheet, shown)
    return sheet
