"""Every format in which a view leaves: what it is called, what it can show, who writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nuzuh.files.bundle import as_bundle
from nuzuh.files.geo import as_geojson, as_gpkg, as_parquet
from nuzuh.files.pictures import as_moving, as_page, as_picture
from nuzuh.files.request import Taking
from nuzuh.files.sheets import as_csv, as_xlsx
from nuzuh.scene.file_names import file_stem

Family = Literal["picture", "moving", "page", "data", "bundle"]


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        id: name on the command line, and ending of a file unless ``ending`` says otherwise.
        family: which options it understands.
        mime: type that browsers know it by.
        write: returns a file's bytes, or raises a RefusedError in one sentence.
        endings: endings of files that mean it, its own one first.
    """

    id: str
    family: Family
    mime: str
    write: Callable[[Taking], bytes]
    endings: tuple[str, ...]


FORMATS = {
    format_.id: format_
    for format_ in (
        Format("png", "picture", "image/png", as_picture("png"), ("png",)),
        Format("svg", "picture", "image/svg+xml", as_picture("svg"), ("svg",)),
        Format("pdf", "picture", "application/pdf", as_picture("pdf"), ("pdf",)),
        Format("gif", "moving", "image/gif", as_moving("gif"), ("gif",)),
        Format("webp", "moving", "image/webp", as_moving("webp"), ("webp",)),
        Format("mp4", "moving", "video/mp4", as_moving("mp4"), ("mp4",)),
        Format("html", "page", "text/html", as_page, ("html", "htm")),
        Format("csv", "data", "text/csv", as_csv, ("csv",)),
        Format(
            "xlsx",
            "data",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            as_xlsx,
            ("xlsx",),
        ),
        Format("geojson", "data", "application/geo+json", as_geojson, ("geojson", "json")),
        Format("gpkg", "data", "application/geopackage+sqlite3", as_gpkg, ("gpkg",)),
        Format(
            "parquet",
            "data",
            "application/vnd.apache.parquet",
            as_parquet,
            ("parquet", "geoparquet"),
        ),
        Format("bundle", "bundle", "application/zip", as_bundle, ("zip",)),
    )
}
"""Formats by id."""

BY_ENDING = {ending: format_.id for format_ in FORMATS.values() for ending in format_.endings}
"""The format that the ending of a file's name means."""


def write(form: str, taking: Taking) -> bytes:
    """Return what is taken as the bytes of a file: the same input gives the same bytes.

    Args:
        form: one of :data:`FORMATS`.
        taking: what is taken.

    Raises:
        RefusedError: when it cannot be made, in one sentence.
    """
    taking.check()
    return FORMATS[form].write(taking)


def file_name(form: str, taking: Taking) -> str:
    """Return the name of a file.

    >>> from nuzuh.scene.view import View
    >>> from nuzuh.loaders.tables import tables_in_use
    >>> file_name("bundle", Taking(View(), tables_in_use()))
    'nuzuh-2025-10-05-people-published-all-en.zip'
    """
    drawn = FORMATS[form].family in ("picture", "moving", "bundle")
    stem = file_stem(
        taking.view,
        days=taking.days,
        compared=taking.start is None,
        kind=taking.kind if drawn else "map",
        paper=taking.paper if drawn else "a4",
        theme=taking.theme if drawn else "light",
        user=taking.tables.user,
    )
    return f"{stem}.{FORMATS[form].endings[0]}"
