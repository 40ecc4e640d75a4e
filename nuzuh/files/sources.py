"""The figures and orders that a view rests on as a table, each with the page it was seen on."""

from __future__ import annotations

from nuzuh.files.columns import SOURCES
from nuzuh.files.values import Row
from nuzuh.scene.export import ExportScene


def source_rows(export: ExportScene) -> list[Row]:
    """Return the rows of :data:`nuzuh.files.columns.SOURCES`, in the order of the tables."""
    return [
        {column.name: getattr(source, column.name) for column in SOURCES}
        for source in export.sources
    ]
