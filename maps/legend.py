"""The legend, the table that says the same as the map, and the notes below it, as HTML."""

from __future__ import annotations

from html import escape

from balance.layers import LayerValue
from balance.published import STALE_DAYS
from loaders.orders import load_orders
from loaders.own import OwnTables, is_theirs
from maps.html import Markup, anchor, table
from maps.labels import area_labels, publisher_name
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
    orders = layer == "orders"
    reconstructed = any(value.reconstructed for value in values)
    head = ["table.area", "table.figure"]
    if orders:
        head += ["table.orders"]
    elif reconstructed:
        head += ["table.range", "table.baseline"]
    else:
        head += ["table.publisher", "table.as_of", "table.age", "table.baseline"]
    rows = []
    for value, label in zip(values, area_labels(values, layer, words), strict=True):
        cells: list[str] = [label.name, label.number]
        if orders:
            cells.append(_orders(value, words, own))
        else:
            cells += [*label.notes[-1:], ""][:1] if reconstructed else _who(value, words)
            cells.append(words.number(sum(baseline[pcode] for pcode in value.pcodes)))
        rows.append(cells)
    titles = [words(key) for key in head]
    return table(titles, rows, test_id="layer-table", caption=words("table.title"))


def _orders(value: LayerValue, words: Words, own: OwnTables | None) -> Markup:
    """The orders that make a bound: issuer, day and id, linked to where each was seen."""
    orders = (load_orders().frame if own is None else own.orders).set_index("id")
    links = []
    for order in value.share.orders if value.share else ():
        row = orders.loc[order]
        issued = words.day(row["issued_on"].date(), short=True)
        mark = f", {words('own.mark')}" if is_theirs(order) else ""
        links.append(anchor(row["source_url"], f"{row['issuer']}, {issued} ({order}{mark})"))
    return Markup("".join(f"<div>{link}</div>" for link in links))


def _who(value: LayerValue, words: Words) -> list[str]:
    area = value.published
    if area is None or area.figure is None or area.age_days is None:
        return ["", "", ""]
    return [
        publisher_name(area.figure, words),
        words.day(area.figure.as_of, short=True),
        words.age(area.age_days),
    ]
