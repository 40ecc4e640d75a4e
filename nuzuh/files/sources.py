"""The figures and orders that a view rests on as a table, each with the page it was seen on."""

from __future__ import annotations

from nuzuh.files.columns import FROM_RECORDS, SOURCES, Column
from nuzuh.files.values import Row
from nuzuh.scene.export import ExportScene


def source_columns(export: ExportScene) -> tuple[Column, ...]:
    """Return the columns of a view's sources: one more where any of them is from records."""
    return (*SOURCES, FROM_RECORDS) if any(one.records for one in export.sources) else SOURCES


def source_rows(export: ExportScene) -> list[Row]:
    """Return the rows of :func:`source_columns`, in the order of the tables."""
    columns = source_columns(export)
    return [
        {column.name: getattr(source, column.name) for column in columns}
        for source in export.sources
    ]
