"""From the values of a layer to the marks of a map: all that is said of an area, decided once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from nuzuh.evidence.orders_in_force import OrderShare
from nuzuh.evidence.published import AreaFigure
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.labels import (
    label_of,
    likely_range,
    publisher_name,
    rounded_range,
    rounded_value,
    speaker_name,
)
from nuzuh.scene.layer import Layer, layer_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Cell, Mark, Record, Source
from nuzuh.scene.order_words import order_name
from nuzuh.scene.translator import Translator

AGE = "{age}"
"""Stands in words for a figure's age, where it is counted later: it changes from day to day."""


def marks_of(
    values: Iterable[LayerValue],
    layer: str,
    tables: Tables,
    t: Translator,
    *,
    age: str | None = None,
) -> tuple[Mark, ...]:
    """Return the mark of each area of a layer, in the order of the values.

    Args:
        values: the layer's values on a day.
        layer: id of the layer.
        tables: what the values were computed from.
        t: the reader's language.
        age: what stands in the place of a figure's age; the age itself when None.
    """
    return tuple(_mark(value, layer, tables, t, age) for value in values)


def _mark(value: LayerValue, layer: str, tables: Tables, t: Translator, age: str | None) -> Mark:
    label = label_of(value, layer, t, age=age)
    sources = _sources(value, tables, t)
    is_ranged = value.reconstructed and value.value is not None
    likely = likely_range(value, layer, t) if is_ranged else ""
    return replace(
        label,
        cells=_cells(value, label, sources, t, age, likely),
        record=_record(value, layer_of(layer), label, likely),
        sources=sources,
        cited=_cited(value, sources, t),
    )


def columns_of(layer: str, t: Translator, *, reconstructed: bool) -> tuple[str, ...]:
    """Return the titles of the columns of the table that says the same as the map."""
    more = ("table.range", "table.baseline") if reconstructed else layer_of(layer).columns
    return tuple(t(key) for key in ("table.area", "table.figure", *more))


def _cells(
    value: LayerValue,
    label: Mark,
    sources: tuple[Source, ...],
    t: Translator,
    age: str | None,
    likely: str,
) -> tuple[Cell, ...]:
    """A row of the table: texts, and for orders the links to where each was seen."""
    cells: list[Cell] = [label.name, label.table_number]
    if value.share is not None:
        orders = zip(value.share.behind, sources, strict=True)
        return (*cells, tuple((order_name(order, t), seen.url) for order, seen in orders))
    if value.reconstructed:
        cells.append(likely)
    else:
        cells += _who(value.published, t, age)
    before = people_before_the_war()
    return (*cells, t.number(sum(before[pcode] for pcode in value.pcodes)))


def _who(area: AreaFigure | None, t: Translator, age: str | None) -> list[str]:
    if area is None or area.figure is None or area.age_days is None:
        return ["", "", ""]
    how_old = t.age(area.age_days) if age is None else age
    if area.status != "current":
        how_old += t("list.sep") + t(f"status.{area.status}")
    return [
        publisher_name(area.figure, t),
        t.day(area.figure.as_of, short=True),
        how_old,
    ]


def _record(value: LayerValue, layer: Layer, label: Mark, likely: str) -> Record:
    told = rounded_value(value, layer.id)
    low, high = rounded_range(value, layer.id)
    quantifier = value.quantifier if (told, low, high) != (None, None, None) else ""
    exact = told
    area = value.published
    figure = area.figure if area is not None else None
    if figure is not None and figure.value is None:
        exact = None
    elif value.reconstructed and not layer.signed and told is not None and told <= 0:
        # "Fewer than 1,000" is no count of zero.
        exact, quantifier = None, "less than"
    as_of = value.share.latest if value.share is not None else None
    return Record(
        value=exact,
        low=low,
        high=high,
        quantifier=quantifier,
        as_worded=label.table_number,
        shaded_by=None if layer.over else told,
        likely=likely,
        kind="reconstructed" if value.reconstructed else layer.kind,
        as_of=figure.as_of if figure is not None else as_of,
        age_days=area.age_days if area is not None and figure is not None else None,
        status=area.status if area is not None and figure is not None else "",
    )


def _sources(value: LayerValue, tables: Tables, t: Translator) -> tuple[Source, ...]:
    if value.share is not None:
        return _orders(value.share, tables, t)
    area = value.published
    if area is None or area.figure is None:
        return ()
    figure = area.figure
    title, url = _pages_of_figures(tables)[figure.id]
    return (
        Source(
            figure.id,
            publisher_name(figure, t),
            figure.publisher,
            figure.according_to,
            figure.as_of,
            figure.page_date,
            area.appeared,
            figure.area,
            title,
            url,
            is_user_row(figure.id),
            figure.central,
        ),
    )


def _orders(share: OrderShare, tables: Tables, t: Translator) -> tuple[Source, ...]:
    """The orders in force, those whose area cannot be measured among them."""
    seen = _pages_of_orders(tables)
    return tuple(
        Source(
            order.id,
            speaker_name(order.issuer, t),
            order.issuer,
            "",
            order.issued_on,
            None,
            order.appeared,
            "",
            *seen[order.id],
            is_user_row(order.id),
        )
        for order in share.behind
    )


@remembered(maxsize=1)
def _pages_of_figures(tables: Tables) -> dict[str, tuple[str, str]]:
    return _pages(tables.estimates)


@remembered(maxsize=1)
def _pages_of_orders(tables: Tables) -> dict[str, tuple[str, str]]:
    return _pages(tables.orders)


def _pages(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    seen = zip(frame["source_title"], frame["source_url"], strict=True)
    return dict(zip(frame["id"], seen, strict=True))


def _cited(value: LayerValue, sources: tuple[Source, ...], t: Translator) -> str:
    """Publisher, date and page of a figure; issuers and ids of orders."""
    if not sources:
        return ""
    comma = t("list.comma")
    if value.share is not None:
        issuers = dict.fromkeys(t.isolated(order.name) for order in sources)
        return f"{comma.join(issuers)} ({', '.join(order.id for order in sources)})"
    (figure,) = sources
    day = t.day(figure.as_of, short=True)
    return f"{figure.name}{comma}{day} ({t.isolated(figure.title)})"
