"""The legend, the table that says the same as the map, and the notes below it, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.map3d import Map3D
from nuzuh.scene.mark import Mark
from nuzuh.scene.scales import (
    GROUP_COLOURS,
    GROUP_SHAPES,
    INK,
    PALETTES,
    SHARE_SHAPES,
    ZONE_STROKES,
    Palette,
    Stroke,
)
from nuzuh.scene.translator import Translator
from nuzuh.web.templates import render, table


def legend_html(
    rows: Iterable[LegendRow], unit: str, reading: str, *, theme: str = "light"
) -> Markup:
    """Return the legend of a layer: its classes, and the patterns that occur on the map.

    Args:
        rows: what the map shows; of broken borders and arrows a page tells elsewhere.
        unit: unit of the numbers.
        reading: how the numbers are to be read.
        theme: ``light`` or ``dark``.
    """
    listed = list(rows)
    return _legend(listed, unit, _swatches(listed, PALETTES[theme]), [reading])


def map3d_legend(
    told: Map3D, t: Translator, *, theme: str = "light", basemap: bool = False
) -> Markup:
    """Return the legend of the view in three dimensions: what is always drawn, and what occurs.

    Args:
        told: what the picture shows.
        t: the reader's language.
        theme: ``light`` or ``dark``.
        basemap: whether the online basemap is drawn, in the place of our own compass.
    """
    palette = PALETTES[theme]
    marks = _swatches(told.scene.legend, palette)
    if told.flows.largest:
        fade = f"linear-gradient(90deg,{palette.accent}6e,{palette.accent}f0)"
        marks.append((fade, t("relief.arc")))
    compass = [] if basemap else [t("relief.compass", km=5)]
    return _legend(told.scene.legend, told.scene.legend_unit, marks, [*told.notes, *compass])


def _legend(
    rows: Iterable[LegendRow], unit: str, marks: list[tuple[str, str]], notes: list[str]
) -> Markup:
    """A legend of the classes among some rows, swatches of marks, each with its text, and notes."""
    classes = [(row.colour, row.text) for row in rows if row.swatch == "class"]
    return render("legend", unit=unit, classes=classes, marks=marks, notes=notes)


SIGNS = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆"}
"""How the shapes of marks are written."""


def shares_legend(t: Translator, *, theme: str = "light") -> Markup:
    """Return the legend of the share of land under orders over time as HTML.

    Args:
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    ink = GROUP_COLOURS[theme]["un"]
    marks = [
        (SIGNS[shape], ink, t("over_time.published", what=t(f"kind.{counts}")))
        for counts, shape in SHARE_SHAPES.items()
    ]
    band = ("▬", PALETTES[theme].quiet, t("over_time.band"))
    return render("legend_of_groups", groups=[band, *marks])


def marks_legend(t: Translator, *, theme: str = "light") -> Markup:
    """Return the legend of the marks as HTML: a colour and a shape for each group of publishers.

    Args:
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    groups = [
        (SIGNS[GROUP_SHAPES[group]], colour, t(f"group.{group}"))
        for group, colour in GROUP_COLOURS[theme].items()
    ]
    return render("legend_of_groups", groups=groups)


def _swatches(rows: Iterable[LegendRow], palette: Palette) -> list[tuple[str, str]]:
    """The patterns and the land among some rows, each as a background with its text."""
    accent = palette.accent
    rising = f"repeating-linear-gradient(-45deg,{palette.quiet} 0 1px,{palette.unknown} 1px 4px)"
    backgrounds = {
        "missing": rising,
        "too_old": rising,
        "last_known": f"repeating-linear-gradient(45deg,{INK} 0 1px,{{colour}} 1px 6px)",
        "wide": f"radial-gradient({INK} 1px,transparent 1.2px) 0 0/5px 5px,{{colour}}",
        "sure": f"repeating-linear-gradient(45deg,{accent} 0 1px,transparent 1px 4px)",
        "given": f"repeating-linear-gradient(45deg,{accent} 0 1px,transparent 1px 4px)",
        "possible": f"radial-gradient({accent} 1px,transparent 1.2px) 0 0/5px 5px",
        **{kind: _line(stroke) for kind, stroke in ZONE_STROKES.items()},
        "joint": f"repeating-linear-gradient(90deg,{palette.border} 0 2px,transparent 2px 6px)",
    }
    return [
        (backgrounds[row.pattern].format(colour=row.colour), row.text)
        for row in rows
        if row.swatch in ("pattern", "joint", "land")
    ]


def _line(stroke: Stroke) -> str:
    """A line across a swatch, as a background."""
    stops, at = [], 0.0
    for place, length in enumerate(stroke.dashes or (1.0,)):
        shown = stroke.casing if place % 2 else stroke.colour
        stops.append(f"{shown} {at:g}px {at + length:g}px")
        at += length
    return f"repeating-linear-gradient(90deg,{','.join(stops)}) center/100% 3px no-repeat"


def table_html(columns: Sequence[str], marks: Iterable[Mark], t: Translator) -> Markup:
    """Return the map's numbers as a table, one row an area.

    Args:
        columns: their titles.
        marks: the areas.
        t: the reader's language.
    """
    cells = [mark.cells for mark in marks]
    return table(columns, cells, test_id="layer-table", caption=t("table.title"))
