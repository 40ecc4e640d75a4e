"""The legend, the table that says the same as the map, and the notes below it, as HTML."""

from __future__ import annotations

from html import escape

from balance.layers import LayerValue
from loaders.own import OwnTables
from maps.flows import Flows
from maps.html import Markup, anchor, table
from maps.labels import AreaLabel, area_labels, patterns_on
from maps.layer_table import Link, table_cells, table_columns
from maps.reconstruction import view_name
from maps.scales import GROUP_COLOURS, GROUP_SHAPES, INK, PALETTES, SCALES, Palette
from maps.words import Words


def legend_html(values: list[LayerValue], layer: str, words: Words, *, theme: str = "light") -> str:
    """Return the legend of a layer: its classes, and the marks that occur on the map.

    Args:
        values: the layer's values on the day.
        layer: id of the layer.
        words: the reader's language.
        theme: ``light`` or ``dark``.
    """
    scale, palette = SCALES[layer], PALETTES[theme]
    classes = "".join(
        _swatch(colour, f'<bdi dir="ltr">{escape(label)}</bdi>')
        for colour, label in zip(scale.colours, scale.labels(words), strict=True)
    )
    marks = _marks(area_labels(values, layer, words), layer, words, palette)
    if layer == "orders":
        note = words("legend.orders")
    else:
        kind = "reconstructed" if any(value.reconstructed for value in values) else "ranges"
        note = words(f"legend.{kind}")
    return (
        f'<div class="nz-legend"><b>{escape(words(f"layer.{layer}.unit"))}</b>{classes}'
        f'{"".join(marks)}<span class="nz-quiet">{escape(note)}</span></div>'
    )


def relief_legend(
    values: list[LayerValue],
    flows: Flows,
    words: Words,
    *,
    view: str = "all",
    theme: str = "light",
    basemap: bool = False,
) -> str:
    """Return the legend of the view in three dimensions: what is always drawn, and what occurs.

    Args:
        values: people present on the day.
        flows: the movements drawn as arcs.
        words: the reader's language.
        view: whose figures the movements are reconstructed from.
        theme: ``light`` or ``dark``.
        basemap: whether the online basemap is drawn, in the place of our own compass.
    """
    scale, palette = SCALES["people"], PALETTES[theme]
    marks = [
        _swatch(colour, f'<bdi dir="ltr">{escape(label)}</bdi>')
        for colour, label in zip(scale.colours, scale.labels(words), strict=True)
    ]
    labels = area_labels(values, "people", words)
    marks += _marks(labels, "people", words, palette)
    notes = []
    if any(len(label.pcodes) > 1 for label in labels):
        notes.append(words("relief.together"))
    if any(None not in (value.low, value.high) for value in values):
        notes.append(words("relief.rings"))
    if any(value.reconstructed for value in values):
        notes += [words("relief.broken"), words("legend.reconstructed")]
    ends = {"start": words.day(flows.start), "end": words.day(flows.end)}
    if flows.largest:
        fade = f"linear-gradient(90deg,{palette.accent}6e,{palette.accent}f0)"
        marks.append(_swatch(fade, escape(words("relief.arc"))))
        share = round(100 * flows.share)
        notes.append(words("relief.arcs", **ends, share=share, view=view_name(view, words)))
    elif any(value.reconstructed for value in values):
        notes.append(words("relief.noarcs", **ends))
    else:
        notes.append(words("relief.published"))
    if not basemap:
        notes.append(words("relief.compass", km=5))
    said = "".join(f'<span class="nz-quiet">{escape(note)}</span>' for note in notes)
    unit = escape(words("layer.people.unit"))
    return f'<div class="nz-legend"><b>{unit}</b>{"".join(marks)}{said}</div>'


def marks_legend(words: Words, *, theme: str = "light") -> str:
    """Return the legend of the marks as HTML: a colour and a shape for each group of publishers.

    Args:
        words: the reader's language.
        theme: ``light`` or ``dark``.
    """
    signs = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆"}
    return "".join(
        f'<span class="nz-class"><b style="color:{colour}">{signs[GROUP_SHAPES[group]]}</b>'
        f"{escape(words(f'group.{group}'))}</span>"
        for group, colour in GROUP_COLOURS[theme].items()
    )


def _marks(labels: list[AreaLabel], layer: str, words: Words, palette: Palette) -> list[str]:
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
    return [_swatch(backgrounds[pattern], escape(text)) for pattern, text in told]


def _swatch(background: str, text: str) -> str:
    return f'<span class="nz-class"><i style="background:{background}"></i>{text}</span>'


def table_html(
    values: list[LayerValue],
    layer: str,
    words: Words,
    baseline: dict[str, float],
    own: OwnTables | None = None,
) -> str:
    """Return the map's numbers as a table, one row an area.

    Args:
        values: the layer's values on the day.
        layer: id of the layer.
        words: the reader's language.
        baseline: people before the war by P-code.
        own: the reader's tables, when the values come from those.
    """
    columns = table_columns(
        layer, words, reconstructed=any(value.reconstructed for value in values)
    )
    rows = [
        [_html(cell) for cell in table_cells(value, label, words, baseline, own)]
        for value, label in zip(values, area_labels(values, layer, words), strict=True)
    ]
    return table(list(columns), rows, test_id="layer-table", caption=words("table.title"))


def _html(cell: str | tuple[Link, ...]) -> str | Markup:
    if isinstance(cell, str):
        return cell
    return Markup("".join(f"<div>{anchor(url, text)}</div>" for text, url in cell))
