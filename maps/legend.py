"""The legend, the table that says the same as the map, and the notes below it, as HTML."""

from __future__ import annotations

from html import escape

from balance.layers import LayerValue
from balance.published import STALE_DAYS
from maps.html import table
from maps.labels import area_labels
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
        f'<span class="nz-class"><i style="background:{colour}"></i><bdi dir="ltr">{escape(label)}</bdi></span>'
        for colour, label in zip(scale.colours, scale.labels(words), strict=True)
    )
    unknown = words("legend.no_orders" if layer == "orders" else "legend.not_reported")
    marks = [
        f'<span class="nz-class"><i style="background:repeating-linear-gradient(-45deg,'
        f'{palette.quiet} 0 1px,{palette.unknown} 1px 4px)"></i>{escape(unknown)}</span>'
    ]
    if any(value.stale for value in values):
        marks.append(
            '<span class="nz-class"><i style="background:repeating-linear-gradient(45deg,'
            f'#1d1b18 0 1px,#fec44f 1px 6px)"></i>'
            f"{escape(words('legend.stale', days=STALE_DAYS))}</span>"
        )
    note = words("legend.orders" if layer == "orders" else "legend.ranges")
    return (
        f'<div class="nz-legend"><b>{escape(words(f"layer.{layer}.unit"))}</b>{classes}'
        f'{"".join(marks)}<span class="nz-quiet">{escape(note)}</span></div>'
    )


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
    orders = layer == "orders"
    head = ["table.area", "table.figure"]
    head += ["table.orders"] if orders else ["table.publisher", "table.as_of", "table.age"]
    head += [] if orders else ["table.baseline"]
    rows = []
    for value, label in zip(values, area_labels(values, layer, words), strict=True):
        cells = [label.name, label.number]
        if orders:
            cells.append(", ".join(value.share.orders) if value.share else "")
        else:
            cells += _who(value, words)
            cells.append(words.number(sum(baseline[pcode] for pcode in value.pcodes)))
        rows.append(cells)
    titles = [words(key) for key in head]
    return table(titles, rows, test_id="layer-table", caption=words("table.title"))


def _who(value: LayerValue, words: Words) -> list[str]:
    area = value.published
    if area is None or area.figure is None or area.age_days is None:
        return ["", "", ""]
    return [
        area.figure.publisher,
        words.day(area.figure.as_of, short=True),
        words.age(area.age_days),
    ]
