"""The numbers on the screen as a table: one row a day and governorate, missing stays empty.

A figure for several governorates together stands in the row of each of them,
with the others in ``shared_with``; in all but the first ``adds_up`` is false.
The numbers are those that the map tells (:func:`nuzuh.scene.labels.rounded_value`), so
that no file is finer than the screen; one too old for the map stands here with
its status.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.orders_in_force import OrderShare
from nuzuh.evidence.published import Figure
from nuzuh.files.request import Taking
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.own import is_theirs
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import label_of, rounded_range, rounded_value
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark
from nuzuh.scene.timeline import reconstructed_by_day, shown_values, values_by_day

Cell = str | float | int | bool | date | None
Row = dict[str, Cell]

_UNITS = {
    "people": "people",
    "change": "percent",
    "density": "people per km2",
    "orders": "percent",
}


def values_shown(taking: Taking) -> dict[date, list[LayerValue]]:
    """Return what the map shows on each of the days.

    Raises:
        RefusedError: when the solve does not converge, or nothing is reconstructed.
    """
    view, tables = taking.view, taking.tables
    try:
        if len(taking.days) == 1:
            shown = {view.date: shown_values(tables, view)}
        else:
            by_day = (
                reconstructed_by_day(tables, view.layer, view.view)
                if view.reconstructed
                else values_by_day(tables, view.layer, later=view.later)
            )
            shown = {day: by_day[day] for day in taking.days}
    except BalanceError as error:
        raise RefusedError("the balance did not converge for these publishers") from error
    told = any(value.value is not None for values in shown.values() for value in values)
    if view.reconstructed and not told:
        raise RefusedError(
            f"nothing is reconstructed for {view.date}: no figure of these publishers "
            "describes the year around it"
        )
    return shown


def value_rows(taking: Taking) -> list[Row]:
    """Return the rows of :data:`nuzuh.files.columns.VALUES`, by day and from north to south.

    Raises:
        RefusedError: when the solve does not converge, or nothing is reconstructed.
    """
    origins = _Origins(taking)
    return [
        row
        for day, values in values_shown(taking).items()
        for value in values
        for row in _rows_of(day, value, taking, origins)
    ]


def _rows_of(day: date, value: LayerValue, taking: Taking, origins: _Origins) -> Iterable[Row]:
    view, words = taking.view, taking.words
    label = label_of(value, view.layer, words)
    shared: Row = {
        "layer": view.layer,
        "unit": _UNITS[view.layer],
        "kind": _kind(value, view.layer),
        "view": view.view if value.reconstructed else "",
        **_numbers(value, view.layer, label),
        **origins.of(value, day),
        "data_version": taking.data,
    }
    for place, pcode in enumerate(value.pcodes):
        yield {
            "date": day,
            "pcode": pcode,
            "area": governorate_name(pcode, words.lang),
            "shared_with": " ".join(other for other in value.pcodes if other != pcode),
            "adds_up": place == 0,
            **shared,
        }


def _kind(value: LayerValue, layer: str) -> str:
    if value.reconstructed:
        return "reconstructed"
    return {"people": "published", "orders": "lower bound"}.get(layer, "computed")


def _numbers(value: LayerValue, layer: str, label: Mark) -> Row:
    told = rounded_value(value, layer)
    low, high = rounded_range(value, layer)
    quantifier = value.quantifier if told is not None else ""
    exact = told
    figure = value.published.figure if value.published is not None else None
    if layer == "orders":
        # A least share has no value; its bound is the number told.
        exact, low = None, told
    elif figure is not None and figure.value is None:
        exact = None
    elif value.reconstructed and layer == "people" and told is not None and told <= 0:
        # "Fewer than 1,000" is no count of zero.
        exact, quantifier = None, "less than"
    return {
        "value": exact,
        "low": low,
        "high": high,
        "quantifier": quantifier,
        "as_worded": label.table_number,
        "shaded_by": told,
        "range": label.notes[-1] if value.reconstructed and told is not None else "",
    }


class _Origins:
    """Where numbers come from, looked up in the tables that the view is computed from."""

    def __init__(self, taking: Taking) -> None:
        estimates, orders = taking.tables.estimates, taking.tables.orders
        self._seen = _seen(estimates.set_index("id")[["source_title", "source_url"]])
        self._issued = _seen(orders.set_index("id")[["issuer", "source_title", "source_url"]])

    def of(self, value: LayerValue, day: date) -> Row:
        """The cells from ``figure_ids`` to ``own``; empty where nothing was reported."""
        if value.published is not None and value.published.figure is not None:
            area, figure = value.published, value.published.figure
            return self._figure(figure) | {
                "age_days": area.age_days,
                "status": area.status,
                "appeared": figure.appeared(day),
            }
        if value.share is not None:
            return self._orders(value.share)
        return _no_origin()

    def _figure(self, figure: Figure) -> Row:
        title, url = self._seen[figure.id]
        return _no_origin() | {
            "figure_ids": figure.id,
            "publisher": figure.publisher,
            "according_to": figure.according_to,
            "as_of": figure.as_of,
            "page_date": figure.page_date,
            "area_as_published": figure.area,
            "source_title": title,
            "source_url": url,
            "own": is_theirs(figure.id),
        }

    def _orders(self, share: OrderShare) -> Row:
        """The orders in force, those whose area cannot be measured among them."""
        orders = [order.id for order in share.behind]
        rows = [self._issued[order] for order in orders]
        issuers, titles, urls = (dict.fromkeys(row[place] for row in rows) for place in range(3))
        return _no_origin() | {
            "figure_ids": " ".join(orders),
            "publisher": "; ".join(issuers),
            "as_of": share.latest,
            "appeared": "; ".join(dict.fromkeys(order.appeared for order in share.behind)),
            "source_title": "; ".join(titles),
            "source_url": " ".join(url for url in urls if url),
            "own": any(is_theirs(order) for order in orders),
        }


def _seen(frame: object) -> Mapping[str, tuple[str, ...]]:
    return {row[0]: tuple(map(str, row[1:])) for row in frame.itertuples()}  # type: ignore[attr-defined]


def _no_origin() -> Row:
    return {
        "figure_ids": "",
        "publisher": "",
        "according_to": "",
        "as_of": None,
        "age_days": None,
        "status": "",
        "page_date": None,
        "appeared": "",
        "area_as_published": "",
        "source_title": "",
        "source_url": "",
        "own": False,
    }
