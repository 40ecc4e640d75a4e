"""What each kind of figure shows of a view: the one door from a view to what is drawn of it."""

from __future__ import annotations

from datetime import date

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.comparison import Comparison, comparison_of
from nuzuh.scene.extent import extent_of
from nuzuh.scene.movements import Movements, movements_of
from nuzuh.scene.part import movements_in, scene_in, times_in
from nuzuh.scene.rivals import Rivals, rivals_of
from nuzuh.scene.scene import Scene, check_has_data, scene
from nuzuh.scene.series import Series, series_of
from nuzuh.scene.times_map import TimesMap, times_map_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

KINDS = ("map", "series", "comparison", "movements", "rivals", "times")
"""Kinds of figures."""

MAPPED = ("map", "movements", "times")
"""Kinds whose map shows the part of the Strip that the view has zoomed to, or that is selected."""

Figure = Scene | Series | Comparison | Movements | Rivals | TimesMap
"""What a figure shows, by its kind."""


def figure_of(
    kind: str,
    view: View,
    tables: Tables,
    t: Translator,
    link: str = "",
    compare: date | None = None,
) -> Figure:
    """Return what a figure of a view shows, to be drawn.

    Args:
        kind: one of :data:`KINDS`.
        view: what is shown: day, layer, as published or reconstructed, period.
        tables: what it is computed from; where a reader's rows are in them, the figure says so.
        t: the reader's language.
        link: address of the live view; "" when the app's address is not known.
        compare: the other day of a comparison.

    Raises:
        RefusedError: when there is no such figure, or nothing to show; the message is
            one sentence.
    """
    extent = extent_of(view, t) if kind in MAPPED else None
    if kind == "map":
        shown = scene(view, tables, t, link)
        check_has_data(shown)
        return shown if extent is None else scene_in(extent, shown, t)
    if kind == "series":
        return series_of(view, tables, t, link)
    if kind == "comparison":
        return comparison_of(view, compare, tables, t, link)
    if kind == "movements":
        moved = movements_of(view, tables, t, link)
        return moved if extent is None else movements_in(extent, moved, t)
    if kind == "rivals":
        return rivals_of(view, tables, t, link)
    if kind == "times":
        ordered = times_map_of(view, tables, t, link)
        return ordered if extent is None else times_in(extent, ordered, t)
    raise RefusedError(f"a figure is one of {', '.join(KINDS)}, not {kind[:20]!r}")
