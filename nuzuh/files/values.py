"""The numbers on the screen as a table: one row a day and governorate, missing stays empty.

A figure for several governorates together stands in the row of each of them,
with the others in ``shared_with``; in all but the first ``adds_up`` is false.
The numbers are those that the map tells, so that no file is finer than the
screen; one too old for the map stands here with its status.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from nuzuh.scene.export import ExportScene
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.mark import Mark, Source
from nuzuh.scene.view import View

Cell = str | float | int | bool | date | None
Row = dict[str, Cell]


def value_rows(export: ExportScene) -> list[Row]:
    """Return the rows of :data:`nuzuh.files.columns.VALUES`, by day and from north to south."""
    return [
        row
        for cube in export.cubes
        for frame in cube.frames
        for mark in frame.marks
        for row in _rows_of(frame.day, mark, export, cube.view)
    ]


def _rows_of(day: date, mark: Mark, export: ExportScene, view: View) -> Iterator[Row]:
    told = mark.record
    assert told is not None  # a scene's marks have their numbers
    shared: Row = {
        "layer": view.layer,
        "unit": export.metadata.unit,
        "kind": told.kind,
        "view": view.perspective if mark.reconstructed else "",
        "value": told.value,
        "low": told.low,
        "high": told.high,
        "quantifier": told.quantifier,
        "as_worded": told.as_worded,
        "shaded_by": told.shaded_by,
        "range": told.likely,
        "as_of": told.as_of,
        "age_days": told.age_days,
        "status": told.status,
        **_origin(mark.sources),
        "data_version": export.metadata.data,
    }
    for place, pcode in enumerate(mark.pcodes):
        yield {
            "date": day,
            "pcode": pcode,
            "area": governorate_name(pcode, view.lang),
            "shared_with": " ".join(other for other in mark.pcodes if other != pcode),
            "adds_up": place == 0,
            **shared,
        }


def _origin(sources: Iterable[Source]) -> Row:
    """What is said of the figure or the orders behind a number; empty where there is none."""
    listed = list(sources)
    return {
        "figure_ids": " ".join(source.id for source in listed),
        "publisher": _each(source.publisher for source in listed),
        "according_to": _each(source.according_to for source in listed),
        "page_date": next((source.page_date for source in listed), None),
        "appeared": _each(source.appeared for source in listed),
        "area_as_published": _each(source.area for source in listed),
        "source_title": _each(source.title for source in listed),
        "source_url": " ".join(dict.fromkeys(source.url for source in listed if source.url)),
        "own": any(source.user for source in listed),
    }


def _each(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))
