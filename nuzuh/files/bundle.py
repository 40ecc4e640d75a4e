"""The replication bundle: data, descriptor, picture, view, citations, and how to rebuild it all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nuzuh import __version__
from nuzuh.files.archive import fixed_zip
from nuzuh.files.citation import AUTHOR, as_bibtex, as_ris, as_text
from nuzuh.files.columns import COMPARED, VALUES, Column
from nuzuh.files.comparison import comparison_rows
from nuzuh.files.descriptor import json_bytes, resource
from nuzuh.files.geo import as_geojson
from nuzuh.files.ledger import csv_file, ledger_csv
from nuzuh.files.orders import ORDERS, orders_csv, orders_geojson
from nuzuh.files.rebuild import command_of
from nuzuh.files.sheets import table_csv
from nuzuh.files.sources import source_columns, source_rows
from nuzuh.files.values import value_rows
from nuzuh.scene.export import ExportScene, Metadata, WholeTable
from nuzuh.scene.order_records import OrderRecords
from nuzuh.scene.view import View

NAME = "bundle.zip"
"""What the command in the bundle calls the file that it writes."""


def as_bundle(
    export: ExportScene, whole: WholeTable, picture: bytes, orders: OrderRecords
) -> bytes:
    """Return a zip file with everything that repeats, checks or cites a view.

    Args:
        export: the view.
        whole: the table that it is computed from.
        picture: the view as PNG.
        orders: the orders and zones of its day.
    """
    files: dict[str, bytes] = {
        "data.csv": table_csv(value_rows(export), VALUES),
        "data.geojson": as_geojson(export),
        **_compared(export),
        "sources.csv": table_csv(source_rows(export), source_columns(export)),
        "orders_in_force.csv": orders_csv(orders),
        "orders_in_force.geojson": orders_geojson(orders),
        f"{whole.name}.csv": csv_file(ledger_csv(whole.records)),
        "picture.png": picture,
        "view.json": json_bytes(_view(export.metadata)),
        "citation.txt": as_text(export),
        "citation.bib": as_bibtex(export),
        "citation.ris": as_ris(export),
    }
    terms = {
        "data.geojson": export.metadata.outlines.terms,
        "orders_in_force.geojson": orders.terms_of_outlines,
    }
    files["datapackage.json"] = json_bytes(_package(export, whole, files, terms))
    files = {"README.md": _readme(export.metadata, whole).encode(), **files}
    return fixed_zip(files)


def _compared(export: ExportScene) -> dict[str, bytes]:
    """Both sides of a comparison in one table; nothing without one."""
    if export.comparison is None:
        return {}
    return {"comparison.csv": table_csv(comparison_rows(export.comparison), COMPARED)}


def _view(told: Metadata) -> dict[str, object]:
    """Everything that decides what is in the bundle."""
    request, view, outlines = told.request, told.request.view, told.outlines
    return {
        "software": f"nuzuh {__version__}",
        "data_version": told.data,
        "date": view.date.isoformat(),
        "from": request.start.isoformat() if request.start else None,
        "since": view.since.isoformat() if view.since else None,
        "compare": view.compare.isoformat() if view.compare else None,
        "layer": view.layer,
        "show": view.mode,
        "view": view.perspective,
        "later": view.later,
        "area": view.area or None,
        "lang": view.lang,
        "kind": request.kind,
        "paper": request.paper,
        "theme": request.theme,
        "detail": outlines.detail,
        "outlines": {
            "source": outlines.source,
            "as_of": outlines.as_of.isoformat(),
            "digest": outlines.digest,
        },
        "link": told.link or None,
        "own": _own(told),
        **({"from_records": told.records_note} if told.records_note else {}),
        "command": command_of(request, "bundle", NAME),
        **_other_side(view),
    }


def _other_side(view: View) -> dict[str, object]:
    """What the other side of a comparison has otherwise than the view, beside the day."""
    parts = {"compare_view": view.compare_view, "compare_show": view.compare_show}
    return {name: part for name, part in parts.items() if part}


def _own(told: Metadata) -> dict[str, object] | None:
    """The reader's part of the bundle; None without one."""
    if not told.user_files:
        return None
    return {"files": told.user_files, "rows": told.user_rows, "digest": told.user_digest}


def _package(
    export: ExportScene,
    whole: WholeTable,
    files: Mapping[str, bytes],
    terms: Mapping[str, Sequence[Mapping[str, str]]],
) -> dict[str, object]:
    """A Frictionless data package of the files; every one with its size and hash."""
    told, tables = export.metadata, {**_TABLES, "sources": source_columns(export)}
    return {
        "profile": "data-package",
        "name": "nuzuh-view",
        "title": f"{told.title}, {told.when}",
        "description": " ".join(filter(None, (told.method, told.records_note))),
        "version": told.data,
        "contributors": [{"title": AUTHOR, "role": "author"}],
        "licenses": whole.terms,
        "resources": [
            _resource(name, content, whole, tables)
            | ({"licenses": terms[name]} if name in terms else {})
            for name, content in files.items()
        ],
    }


_TABLES: dict[str, tuple[Column, ...]] = {
    "data": VALUES,
    "comparison": COMPARED,
    "orders_in_force": ORDERS,
}


def _resource(
    name: str, content: bytes, whole: WholeTable, tables: Mapping[str, tuple[Column, ...]]
) -> dict[str, object]:
    stem, _, ending = name.partition(".")
    is_table = ending == "csv"
    told = resource(name, content, tables.get(stem, ()) if is_table else ())
    if is_table and stem not in tables:
        told |= {"profile": "tabular-data-resource", "schema": _schema_of_whole(whole)}
    return told


def _schema_of_whole(whole: WholeTable) -> dict[str, object]:
    columns = zip(whole.records.columns, whole.types, strict=True)
    fields = [{"name": name, "type": kind} for name, kind in columns]
    return {"fields": fields, "missingValues": [""]}


def _fence(text: str, least: int) -> str:
    """Backticks, one more than stand together anywhere in a text: it cannot close them."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", text)), default=0))


def _code(text: str) -> str:
    """A reader's words within a line of Markdown, as they stand; a plain name needs no signs."""
    if re.fullmatch(r"[\w .-]*", text):
        return text
    fence = _fence(text, 1)
    return f"{fence} {text} {fence}" if "`" in text else f"{fence}{text}{fence}"


def _fenced(command: str) -> str:
    """A command as a block of Markdown, whatever is in it."""
    fence = _fence(command, 3)
    return f"{fence}console\n{command}\n{fence}"


_ROW_OF_COMPARED = "| `comparison.csv` | both sides, a row an area, and what lies between them |\n"


_FULL = """
Its outlines are at full detail, as `nuzuh refresh --source boundaries` brings them:
{source}, {as_of}, digest {digest}. Other outlines give other bytes.
"""


def _readme(told: Metadata, whole: WholeTable) -> str:
    own, t, drawn = "", told.request.t, told.outlines
    full = ""
    if drawn.detail == "full":
        full = _FULL.format(source=_code(drawn.source), as_of=drawn.as_of, digest=drawn.digest)
    if told.user_files:
        files = ", ".join(map(_code, told.user_files))
        own = (
            f"\nIt includes {told.user_rows} rows from a reader's own files ({files}; digest "
            f"{told.user_digest}), marked `own`. The command needs these files beside it; "
            "no link holds them.\n"
        )
    if told.records_note:
        own += f"\n{told.records_note}\n"
    compared = _ROW_OF_COMPARED if told.request.view.compares else ""
    attribution = t("map.attribution")
    return f"""# {told.title}

{t("snapshot.where", date=told.when)}. Data version {told.data}, nuzuh {__version__}.
{own}
| file | holds |
|---|---|
| `data.csv` | the numbers shown, a row a day and governorate; the second row holds HXL tags |
| `data.geojson` | the same with outlines |
{compared}| `sources.csv` | the figures or orders that they rest on, each with its page |
| `orders_in_force.csv`, `.geojson` | orders and zones of the day with land and people |
| `{whole.name}.csv` | every row of the table behind it, in this data version |
| `picture.png` | the view as a picture |
| `view.json` | what was asked for |
| `citation.txt`, `.bib`, `.ris` | how to cite the view and each source |
| `datapackage.json` | types and meanings of the columns; size and SHA-256 of every file |

The tables are UTF-8 with a byte order mark, which Excel needs (in Python: `utf-8-sig`).
An empty cell means not reported, never zero. Where a figure is for several governorates
together, `shared_with` names the others and `adds_up` is true in one row only.

## Rebuild it

With nuzuh {__version__} on data version {told.data}, this writes the same bytes:

{_fenced(command_of(told.request, "bundle", NAME))}
{full}
`nuzuh sources --format json` tells which data are in use. The same bytes need the same versions
of the libraries too: those of `requirements.lock`.

## Terms

{whole.terms[0]["title"]}. Outlines: {drawn.licence}.
{attribution}

{t("map.disclaimer")}
"""
