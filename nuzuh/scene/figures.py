"""What each kind of figure shows of a view: the one door from a view to what is drawn of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.comparison import Comparison, comparison_of
from nuzuh.scene.disagreement import Disagreement, disagreement_of
from nuzuh.scene.extent import Extent, extent_of
from nuzuh.scene.movements import Movements, movements_of
from nuzuh.scene.part import comparison_in, movements_in, scene_in, times_in
from nuzuh.scene.rivals import Rivals, rivals_of
from nuzuh.scene.scene import Scene, check_has_data, scene
from nuzuh.scene.series import Series, series_of
from nuzuh.scene.story_picture import StoryPicture, story_picture
from nuzuh.scene.times_map import TimesMap, times_map_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

Figure = Scene | Series | Comparison | Movements | Rivals | TimesMap | Disagreement | StoryPicture
"""What a figure shows, by its kind."""


def figure_of(
    kind: str,
    view: View,
    tables: Tables,
    t: Translator,
    link: str = "",
) -> Figure:
    """Return what a figure of a view shows, to be drawn.

    Args:
        kind: one of :data:`KINDS`.
        view: what is shown: day, layer, as published or reconstructed, period,
            the other side of a comparison.
        tables: what it is computed from; where a reader's rows are in them, the figure says so.
        t: the reader's language.
        link: address of the live view; "" when the app's address is not known.

    Raises:
        RefusedError: when there is no such figure, or nothing to show; the message is
            one sentence.
    """
    make = _OF_A_VIEW.get(kind)
    if make is None:
        raise RefusedError(f"a figure is one of {', '.join(KINDS)}, not {kind[:20]!r}")
    shown = make(view, tables, t, link)
    extent = extent_of(view, t) if kind in MAPPED else None
    return shown if extent is None else MAPPED[kind](extent, shown, t)


def _map_of(view: View, tables: Tables, t: Translator, link: str) -> Scene:
    shown = scene(view, tables, t, link)
    check_has_data(shown)
    return shown


_OF_A_VIEW: dict[str, Callable[[View, Tables, Translator, str], Figure]] = {
    "map": _map_of,
    "series": series_of,
    "comparison": comparison_of,
    "movements": movements_of,
    "rivals": rivals_of,
    "times": times_map_of,
    "disagreement": disagreement_of,
    "story": story_picture,
}

KINDS = tuple(_OF_A_VIEW)
"""Kinds of figures."""

MAPPED: dict[str, Callable[[Extent, Any, Translator], Figure]] = {
    "map": scene_in,
    "comparison": comparison_in,
    "movements": movements_in,
    "times": times_in,
}
"""Kinds whose map shows the part of the Strip that the view has zoomed to, or that is selected."""
