"""Every format in which a view leaves: what it is called, which options it takes, who writes it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nuzuh.export.making import making
from nuzuh.export.pictures import Progress, Writer, as_moving, as_page, as_picture
from nuzuh.files.bundle import as_bundle
from nuzuh.files.citation import as_bibtex, as_ris, as_text
from nuzuh.files.geo import as_geojson, as_gpkg, as_parquet
from nuzuh.files.orders import (
    orders_csv,
    orders_geojson,
    orders_gpkg,
    orders_json,
    orders_parquet,
    orders_printed,
)
from nuzuh.files.sheets import as_csv, as_xlsx
from nuzuh.loaders.tables import Tables
from nuzuh.scene.export import ExportScene, export_scene, whole_table
from nuzuh.scene.file_names import file_stem, moving_name
from nuzuh.scene.order_records import OrderRecords, order_records
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import SIDES

Family = Literal["picture", "moving", "page", "data", "bundle", "citation"]

_PICTURE = frozenset(
    {
        *("first", "since", *SIDES, "kind", "paper", "theme"),
        *("pcode", "zoom", "question", "story", "step"),
    }
)
_MOVING = frozenset({"first", "paper", "theme", "pcode", "seconds", "speed", "moves"})
_PAGE = frozenset({"first", "since", *SIDES, "story", "step"})
_DATA = frozenset({"first", *SIDES})
_MAP_FILE = _DATA | {"detail"}


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        id: name on the command line, and of the file's ending unless ``endings`` says otherwise.
        family: what it holds; citations are offered on the page only.
        mime: type that browsers know it by.
        name: what it is called: a key of the words, or a name that is the same in every language.
        takes: the options that say something about it, beside those that all take.
        make: returns a file's bytes, or raises a RefusedError in one sentence.
        endings: endings of files that mean it, its own one first.
        help: key of a sentence on what it is good for; "" without one.
        package: an extra package that writes it; "" where none is needed.
    """

    id: str
    family: Family
    mime: str
    name: str
    takes: frozenset[str]
    make: Writer
    endings: tuple[str, ...]
    help: str = ""
    package: str = ""

    @property
    def is_here(self) -> bool:
        """Whether what writes it is installed."""
        return not self.package or importlib.util.find_spec(self.package) is not None

    def label(self, t: Translator) -> str:
        """Return what it is called in the reader's language."""
        return t(self.name) if t.has(self.name) else self.name


def _told(writer: Callable[[ExportScene], bytes]) -> Writer:
    return lambda request, tables, _: writer(export_scene(request, tables))


def _bundle(request: ExportRequest, tables: Tables, progress: Progress | None) -> bytes:
    return as_bundle(
        export_scene(request, tables),
        whole_table(request.view.layer, tables),
        as_picture("png")(request, tables, progress),
        orders_of(request, tables),
    )


def orders_of(request: ExportRequest, tables: Tables) -> OrderRecords:
    """Return the orders and zones of the day that is shown."""
    view = request.view
    days = (view.date, view.date)
    return order_records(tables, view.perspective, days, request.t, later=view.later)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GPKG = "application/geopackage+sqlite3"
_PARQUET = "application/vnd.apache.parquet"
_RIS = "application/x-research-info-systems"

FORMATS = {
    format_.id: format_
    for format_ in (
        Format("png", "picture", "image/png", "PNG", _PICTURE, as_picture("png"), ("png",)),
        Format("svg", "picture", "image/svg+xml", "SVG", _PICTURE, as_picture("svg"), ("svg",)),
        Format("pdf", "picture", "application/pdf", "PDF", _PICTURE, as_picture("pdf"), ("pdf",)),
        Format("gif", "moving", "image/gif", "GIF", _MOVING, as_moving("gif"), ("gif",)),
        Format("webp", "moving", "image/webp", "WebP", _MOVING, as_moving("webp"), ("webp",)),
        Format(
            "mp4", "moving", "video/mp4", "MP4", _MOVING, as_moving("mp4"), ("mp4",), package="av"
        ),
        Format("html", "page", "text/html", "HTML", _PAGE, as_page, ("html", "htm")),
        Format("csv", "data", "text/csv", "taking.csv", _DATA, _told(as_csv), ("csv",)),
        Format("xlsx", "data", _XLSX, "taking.workbook", _DATA, _told(as_xlsx), ("xlsx",)),
        Format(
            "geojson",
            "data",
            "application/geo+json",
            "GeoJSON",
            _MAP_FILE,
            _told(as_geojson),
            ("geojson", "json"),
        ),
        Format("gpkg", "data", _GPKG, "GeoPackage", _MAP_FILE, _told(as_gpkg), ("gpkg",)),
        Format(
            "parquet",
            "data",
            _PARQUET,
            "GeoParquet",
            _MAP_FILE,
            _told(as_parquet),
            ("parquet", "geoparquet"),
        ),
        Format(
            "bundle",
            "bundle",
            "application/zip",
            "taking.bundle",
            _PICTURE | {"detail"},
            _bundle,
            ("zip",),
            "taking.bundle.help",
        ),
        Format("txt", "citation", "text/plain", "TXT", _DATA, _told(as_text), ("txt",)),
        Format(
            "bib", "citation", "application/x-bibtex", "BibTeX", _DATA, _told(as_bibtex), ("bib",)
        ),
        Format("ris", "citation", _RIS, "RIS", _DATA, _told(as_ris), ("ris",)),
    )
}
"""Formats by id, in the order in which they are offered."""


@dataclass(frozen=True)
class OrdersFormat:
    """A format in which a list of orders leaves.

    Attributes:
        make: returns a file's bytes.
        endings: endings of files that mean it.
        printed: returns what is printed where no file is named; None for what is no text.
    """

    make: Callable[[OrderRecords], bytes]
    endings: tuple[str, ...]
    printed: Callable[[OrderRecords], bytes] | None


ORDERS_FORMATS = {
    "csv": OrdersFormat(orders_csv, FORMATS["csv"].endings, orders_printed),
    "json": OrdersFormat(orders_json, ("json",), orders_json),
    "geojson": OrdersFormat(orders_geojson, ("geojson",), orders_geojson),
    "gpkg": OrdersFormat(orders_gpkg, FORMATS["gpkg"].endings, None),
    "parquet": OrdersFormat(orders_parquet, FORMATS["parquet"].endings, None),
}
"""Formats of lists of orders by id, the default first."""


def of_family(*families: Family) -> dict[str, Format]:
    """Return the formats of some families by id."""
    return {form: told for form, told in FORMATS.items() if told.family in families}


def write(
    form: str, request: ExportRequest, tables: Tables, progress: Progress | None = None
) -> bytes:
    """Return what is asked for as the bytes of a file: the same input gives the same bytes.

    Args:
        form: one of :data:`FORMATS`.
        request: what is asked for.
        tables: what it is computed from.
        progress: told how far a work of many steps is.

    Raises:
        RefusedError: when it cannot be made, in one sentence.
    """
    request.check()
    with making(form):
        return FORMATS[form].make(request, tables, progress)


def file_name(form: str, request: ExportRequest, user: str = "") -> str:
    """Return the name of a file.

    Args:
        form: one of :data:`FORMATS`.
        request: what the file holds.
        user: digest of a reader's own rows; "" without any.

    >>> from nuzuh.scene.view import View
    >>> file_name("bundle", ExportRequest(View()))
    'nuzuh-2025-10-05-people-published-all-en.zip'
    """
    if FORMATS[form].family == "moving":
        return moving_name(
            request.view,
            request.days[0],
            request.days[-1],
            fmt=form,
            size=request.paper,
            theme=request.theme,
            user=user,
            moves=request.moves,
            seconds=request.seconds,
        )
    drawn = "paper" in FORMATS[form].takes
    stem = file_stem(
        request.view,
        days=request.days if request.start is not None else (),
        kind=request.kind if drawn or request.kind in ("comparison", "story") else "map",
        paper=request.paper if drawn else "a4",
        theme=request.theme if drawn else "light",
        user=user,
    )
    # Outlines of two details are two files.
    full = "-full" if request.detail == "full" and "detail" in FORMATS[form].takes else ""
    return f"{stem}{full}.{FORMATS[form].endings[0]}"
