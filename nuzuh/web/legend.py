"""The legend, the table that says the same as the map, and the notes below it, as HTML."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from nuzuh.scene.labels import area_labels, patterns_on
from nuzuh.scene.layer_table import table_cells, table_columns
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark
from nuzuh.scene.relief import Relief
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES, INK, PALETTES, SCALES, Palette
from nuzuh.scene.words import Words
from nuzuh.web.templates import render, table


def legend_html(
    values: list[LayerValue], layer: str, words: Words, *, theme: str = "light"
) -> Markup:
    """Return the legend of a layer: its classes, and the marks that occur on the map.

    Args:
        values: the layer's values on the day.
        layer: id of the layer.
        words: the reader's language.
        theme: ``light`` or ``dark``.
    """
    palette = PALETTES[theme]
    marks = _marks(area_labels(values, layer, words), layer, words, palette)
    if layer == "orders":
        note = words("legend.orders")
    else:
        kind = "reconstructed" if any(value.reconstructed for value in values) else "ranges"
        note = words(f"legend.{kind}")
    return _legend(layer, words, marks, [note])


def relief_legend(
    told: Relief, words: Words, *, theme: str = "light", basemap: bool = False
) -> Markup:
    """Return the legend of the view in three dimensions: what is always drawn, and what occurs.

    Args:
        told: what the picture shows.
        words: the reader's language.
        theme: ``light`` or ``dark``.
        basemap: whether the online basemap is drawn, in the place of our own compass.
    """
    palette = PALETTES[theme]
    marks = _marks(list(told.scene.marks), "people", words, palette)
    if told.flows.largest:
        fade = f"linear-gradient(90deg,{palette.accent}6e,{palette.accent}f0)"
        marks.append((fade, words("relief.arc")))
    compass = [] if basemap else [words("relief.compass", km=5)]
    return _legend("people", words, marks, [*told.notes, *compass])


def _legend(layer: str, words: Words, marks: list[tuple[str, str]], notes: list[str]) -> Markup:
    """A legend of the classes of a layer, swatches of marks, each with its text, and notes."""
    scale = SCALES[layer]
    return render(
        "legend",
        unit=words(f"layer.{layer}.unit"),
        classes=zip(scale.colours, scale.labels(words), strict=True),
        marks=marks,
        notes=notes,
    )


def marks_legend(words: Words, *, theme: str = "light") -> Markup:
    """Return the legend of the marks as HTML: a colour and a shape for each group of publishers.

    Args:
        words: the reader's language.
        theme: ``light`` or ``dark``.
    """
    signs = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆"}
    groups = [
        (signs[GROUP_SHAPES[group]], colour, words(f"group.{group}"))
        for group, colour in GROUP_COLOURS[theme].items()
    ]
    return render("legend_of_groups", groups=groups)


def _marks(labels: list[Mark], layer: str, words: Words, palette: Palette) -> list[tuple[str, str]]:
    """The swatches of the marks that occur on a map."""
    colour = SCALES[layer].colours[2]
    rising = f"repeating-linear-gradient(-45deg,{palette.quiet} 0 1px,{palette.unknown} 1px 4px)"
    backgrounds = {
        "missing": rising,
        "too_old": rising,
        "more": f"repeating-linear-gradient(-45deg,{INK} 0 1px,transparent 1px 4px),{rising}",
        "last_known": f"repeating-linear-gradient(45deg,{INK} 0 1px,{colour} 1px 6px)",
        "wide": f"radial-gradient({INK} 1px,transparent 1.2px) 0 0/5px 5px,{colour}",
        "joint": f"repeating-linear-gradient(90deg,{palette.border} 0 2px,transparent 2px 6px)",
    }
    told = patterns_on(labels, layer, words)
    return [(backgrounds[pattern], text) for pattern, text in told]


def table_html(
    values: list[LayerValue],
    layer: str,
    words: Words,
    baseline: dict[str, float],
    orders: pd.DataFrame,
) -> Markup:
    """Return the map's numbers as a table, one row an area.

    Args:
        values: the layer's values on the day.
        layer: id of the layer.
        words: the reader's language.
        baseline: people before the war by P-code.
        orders: the table of orders that the values come from.
    """
    columns = table_columns(
        layer, words, reconstructed=any(value.reconstructed for value in values)
    )
    rows = [
        table_cells(value, label, words, baseline, orders)
        for value, label in zip(values, area_labels(values, layer, words), strict=True)
    ]
    return table(columns, rows, test_id="layer-table", caption=words("table.title"))
