"""The legend, the table that says the same as the map, and the notes below it, as HTML."""

from __future__ import annotations

from html import escape

import pandas as pd

from balance.layers import LayerValue
from maps.flows import Flows
from maps.html import Markup, anchor, table
from maps.labels import AreaLabel, area_labels, patterns_on, publisher_name
from maps.order_words import order_name
from maps.reconstruction import view_name
from maps.scales import INK, PALETTES, SCALES, Palette
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
    orders: pd.DataFrame,
) -> str:
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
        [_html(cell) for cell in table_cells(value, label, words, baseline, orders)]
        for value, label in zip(values, area_labels(values, layer, words), strict=True)
    ]
    return table(list(columns), rows, test_id="layer-table", caption=words("table.title"))


Link = tuple[str, str]
"""A text and the address that it leads to."""


def table_columns(layer: str, words: Words, *, reconstructed: bool) -> tuple[str, ...]:
    """Return the titles of the columns of a layer's table."""
    keys = ["table.area", "table.figure"]
    if layer == "orders":
        keys += ["table.orders"]
    elif reconstructed:
        keys += ["table.range", "table.baseline"]
    else:
        keys += ["table.publisher", "table.as_of", "table.age", "table.baseline"]
    return tuple(words(key) for key in keys)


def table_cells(
    value: LayerValue,
    label: AreaLabel,
    words: Words,
    baseline: dict[str, float],
    orders: pd.DataFrame,
    *,
    age: str | None = None,
) -> list[str | tuple[Link, ...]]:
    """Return an area's row of the table: texts, and for orders the links to where each was seen.

    A number that is too old for the map stands in the table with its status.

    Args:
        value: the area's value.
        label: its label on the map.
        words: the reader's language.
        baseline: people before the war by P-code.
        orders: the table of orders that the values come from.
        age: what stands in the place of the figure's age; the age itself when None.
    """
    cells: list[str | tuple[Link, ...]] = [label.name, label.table_number]
    if value.share is not None:
        return [*cells, _orders(value, words, orders)]
    cells += [*label.notes[-1:], ""][:1] if value.reconstructed else _who(value, words, age)
    return [*cells, words.number(sum(baseline[pcode] for pcode in value.pcodes))]


def _html(cell: str | tuple[Link, ...]) -> str | Markup:
    if isinstance(cell, str):
        return cell
    return Markup("".join(f"<div>{anchor(url, text)}</div>" for text, url in cell))


def _orders(value: LayerValue, words: Words, orders: pd.DataFrame) -> tuple[Link, ...]:
    """The orders behind a share, those not measured marked so, linked to where each was seen."""
    seen = orders.set_index("id")["source_url"]
    behind = value.share.behind if value.share else ()
    return tuple((order_name(order, words), seen[order.id]) for order in behind)


def _who(value: LayerValue, words: Words, age: str | None) -> list[str]:
    area = value.published
    if area is None or area.figure is None or area.age_days is None:
        return ["", "", ""]
    how_old = words.age(area.age_days) if age is None else age
    if area.status != "current":
        how_old += words("list.sep") + words(f"status.{area.status}")
    return [
        publisher_name(area.figure, words),
        words.day(area.figure.as_of, short=True),
        how_old,
    ]
