"""The legend, the table that says the same as the map, and the notes below it, as HTML."""

from __future__ import annotations

from html import escape

from balance.layers import LayerValue
from balance.published import STALE_DAYS
from loaders.orders import load_orders
from maps.flows import Flows
from maps.html import Markup, anchor, table
from maps.labels import AreaLabel, area_labels
from maps.reconstruction import view_name
from maps.scales import PALETTES, SCALES
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
    unknown = words("legend.no_orders" if layer == "orders" else "legend.not_reported")
    unreported = (
        f"repeating-linear-gradient(-45deg,{palette.quiet} 0 1px,{palette.unknown} 1px 4px)"
    )
    marks = [_swatch(unreported, escape(unknown))]
    if any(value.stale for value in values):
        old = f"repeating-linear-gradient(45deg,#1d1b18 0 1px,{scale.colours[2]} 1px 6px)"
        marks.append(_swatch(old, escape(words("legend.stale", days=STALE_DAYS))))
    if any(len(value.pcodes) > 1 for value in values):
        dotted = f"repeating-linear-gradient(90deg,{palette.border} 0 2px,transparent 2px 6px)"
        marks.append(_swatch(dotted, escape(words("legend.together"))))
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
    if any(value.value is None for value in values):
        flat = f"repeating-linear-gradient(-45deg,{palette.quiet} 0 1px,{palette.unknown} 1px 4px)"
        marks.append(_swatch(flat, escape(words("relief.flat"))))
    if any(value.stale for value in values):
        old = f"repeating-linear-gradient(45deg,#1d1b18 0 1px,{scale.colours[2]} 1px 6px)"
        marks.append(_swatch(old, escape(words("legend.stale", days=STALE_DAYS))))
    notes = []
    if any(len(value.pcodes) > 1 for value in values):
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
    else:
        notes.append(words("relief.noarcs", **ends))
    if not basemap:
        notes.append(words("relief.compass", km=5))
    said = "".join(f'<span class="nz-quiet">{escape(note)}</span>' for note in notes)
    unit = escape(words("layer.people.unit"))
    return f'<div class="nz-legend"><b>{unit}</b>{"".join(marks)}{said}</div>'


def _swatch(background: str, text: str) -> str:
    return f'<span class="nz-class"><i style="background:{background}"></i>{text}</span>'


def table_html(
    values: list[LayerValue], layer: str, words: Words, baseline: dict[str, float]
) -> str:
    """Return the map's numbers as a table, one row an area.

    Args:
        values: the layer's values on the day.
        layer: id of the layer.
        words: the reader's language.
        baseline: people before the war by P-code.
    """
    columns = table_columns(
        layer, words, reconstructed=any(value.reconstructed for value in values)
    )
    rows = [
        [_html(cell) for cell in table_cells(value, label, words, baseline)]
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
    value: LayerValue, label: AreaLabel, words: Words, baseline: dict[str, float]
) -> list[str | tuple[Link, ...]]:
    """Return an area's row of the table: texts, and for orders the links to where each was seen."""
    cells: list[str | tuple[Link, ...]] = [label.name, label.number]
    if value.share is not None:
        return [*cells, _orders(value, words)]
    cells += [*label.notes[-1:], ""][:1] if value.reconstructed else _who(value, words)
    return [*cells, words.number(sum(baseline[pcode] for pcode in value.pcodes))]


def _html(cell: str | tuple[Link, ...]) -> str | Markup:
    if isinstance(cell, str):
        return cell
    return Markup("".join(f"<div>{anchor(url, text)}</div>" for text, url in cell))


def _orders(value: LayerValue, words: Words) -> tuple[Link, ...]:
    """The orders that make a bound: issuer, day and id, linked to where each was seen."""
    orders = load_orders().frame.set_index("id")
    links = []
    for order in value.share.orders if value.share else ():
        row = orders.loc[order]
        issued = words.day(row["issued_on"].date(), short=True)
        links.append((f"{row['issuer']}, {issued} ({order})", row["source_url"]))
    return tuple(links)


def _who(value: LayerValue, words: Words) -> list[str]:
    area = value.published
    if area is None or area.figure is None or area.age_days is None:
        return ["", "", ""]
    return [
        area.figure.publisher,
        words.day(area.figure.as_of, short=True),
        words.age(area.age_days),
    ]
