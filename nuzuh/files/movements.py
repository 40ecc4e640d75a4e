"""Movements of a period as CSV: reconstructed ways and totals, and every published figure.

Rows of one kind never add up to those of another: a total is a row of its own, and published
figures of one question are rivals.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nuzuh.files.columns import Column
from nuzuh.files.ledger import csv_text, safe_cell
from nuzuh.scene.from_records import KIND
from nuzuh.scene.movement_matrix import Amount, MovementMatrix, Place
from nuzuh.scene.movements import Movements
from nuzuh.scene.published_movements import PublishedLine
from nuzuh.scene.view import View

COLUMNS = (
    Column(
        "kind",
        "string",
        "#meta+kind",
        "reconstructed, or published; records: scaled from records, and not published.",
    ),
    Column(
        "row",
        "string",
        "#meta+row",
        "way: from a place to another; left, came: all who left or came to a place; net: came "
        "less left; whole: all ways; figure: one published figure.",
    ),
    Column("origin_pcodes", "string", "#adm2+code+origin", "Where from; EXT is outside the Strip."),
    Column("origin", "string", "#loc+name+origin", "Its name; of a figure as published."),
    Column("destination_pcodes", "string", "#adm2+code+destination", "Where to."),
    Column("destination", "string", "#loc+name+destination", "Its name; of a figure as published."),
    Column("first_day", "date", "#date+start", "First day; empty where a publisher named none."),
    Column("last_day", "date", "#date+end", "Last day."),
    Column("counting", "string", "#meta+counting", "people, or movements counted."),
    Column("unit", "string", "#indicator+unit", "The unit of value, low and high."),
    Column("value", "number", "#indicator+value", "The number; empty where only a bound was told."),
    Column("low", "number", "#indicator+value+min", "Lower end of the range, or lower bound."),
    Column("high", "number", "#indicator+value+max", "Upper end of the range, or upper bound."),
    Column("quantifier", "string", "#meta+quantifier", "Part of a published number."),
    Column("as_told", "string", "#meta+worded", "The number as on the page."),
    Column(
        "way", "string", "#meta+way", "closed, restricted or partly, where people could not go."
    ),
    Column("view", "string", "#meta+view", "Whose figures a reconstruction uses."),
    Column("publisher", "string", "#org", "Who published the figure."),
    Column("figure_id", "string", "#meta+id", "Row of the table of figures."),
    Column("part_of", "string", "#meta+part_of", "The total of the same publisher that holds it."),
    Column("source_title", "string", "#meta+source", "Where it was seen."),
    Column("source_url", "string", "#meta+source+url", "Its address."),
    Column("source_date", "date", "#date+published", "Date of that page."),
    Column("data_version", "string", "#meta+version", "Version of the data."),
)


def movements_csv(shown: Movements, view: View) -> str:
    """Return the movements of a period as CSV, with a row of HXL tags below the heading.

    Args:
        shown: the movements.
        view: the view that they are of.
    """
    rows = [*_reconstructed(shown.matrix, view), *_published(shown)]
    told = [
        [safe_cell(str(row.get(column.name, ""))) for column in COLUMNS[:-1]] + [shown.notes.data]
        for row in rows
    ]
    head = [column.name for column in COLUMNS], [column.tag for column in COLUMNS]
    return csv_text([*head, *told])


def _reconstructed(matrix: MovementMatrix | None, view: View) -> Iterator[dict[str, str]]:
    if matrix is None:
        return
    kind = {
        "kind": "reconstructed",
        "first_day": matrix.start.isoformat(),
        "last_day": matrix.end.isoformat(),
        "counting": "people",
        "unit": "people",
        "view": view.perspective,
    }
    for one in matrix.passages:
        ends = _origin(matrix.places[one.origin]) | _destination(matrix.places[one.destination])
        yield kind | ends | {"row": "way", "way": one.shut} | _amount(one.moved)
    for place, total in zip(matrix.places, matrix.totals, strict=True):
        yield kind | _origin(place) | {"row": "left"} | _amount(total.left)
        yield kind | _destination(place) | {"row": "came"} | _amount(total.came)
        yield kind | _destination(place) | {"row": "net"} | _amount(total.net)
    yield kind | {"row": "whole"} | _amount(matrix.whole)


def _origin(place: Place) -> dict[str, str]:
    return {"origin_pcodes": place.key, "origin": place.name}


def _destination(place: Place) -> dict[str, str]:
    return {"destination_pcodes": place.key, "destination": place.name}


def _amount(amount: Amount) -> dict[str, str]:
    told = amount.number + (f" ({amount.likely})" if amount.likely else "")
    numbers = {"value": amount.people, "low": amount.low, "high": amount.high}
    return {name: _number(one) for name, one in numbers.items()} | {"as_told": told}


def _number(number: float | None) -> str:
    return "" if number is None else str(round(number))


def _published(shown: Movements) -> Iterator[dict[str, str]]:
    for group in shown.groups:
        for line in group.lines:
            yield _figure(line)


def _figure(line: PublishedLine) -> dict[str, str]:
    one = line.statement
    figure = one.figure
    return {
        "kind": KIND if figure.from_records else "published",
        "row": "figure",
        "origin_pcodes": " ".join(sorted(one.origins)),
        "origin": one.origin,
        "destination_pcodes": " ".join(sorted(figure.pcodes)),
        "destination": figure.area,
        "first_day": _day(one.period_start),
        "last_day": _day(figure.as_of),
        "counting": one.counting,
        "unit": figure.unit,
        "value": _plain(figure.value),
        "low": _plain(figure.low),
        "high": _plain(figure.high),
        "quantifier": figure.quantifier,
        "as_told": line.number,
        "publisher": figure.publisher,
        "figure_id": figure.id,
        "part_of": line.whole,
        "source_title": one.source_title,
        "source_url": one.source_url,
        "source_date": _day(one.source_date),
    }


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
