"""The replication bundle: data, descriptor, picture, view, citations, and how to rebuild it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nuzuh import __version__
from nuzuh.files.about import about_rows
from nuzuh.files.archive import fixed_zip
from nuzuh.files.citation import AUTHOR, citation_bibtex, citation_ris, citation_text, sources_text
from nuzuh.files.columns import SOURCES, VALUES, Column
from nuzuh.files.geo import as_geojson
from nuzuh.files.ledger import csv_file, ledger_csv, safe_cell
from nuzuh.files.pictures import as_picture
from nuzuh.files.rebuild import command_of
from nuzuh.files.request import Taking
from nuzuh.files.sheets import table_csv
from nuzuh.files.sources import source_rows
from nuzuh.files.values import Row, value_rows
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.orders import COLUMNS as ORDER_COLUMNS
from nuzuh.loaders.package import resource
from nuzuh.scene.ledger_selection import DERIVED_COLUMNS, cell_text, records_of

NAME = "bundle.zip"
"""What the command in the bundle calls the file that it writes."""


def as_bundle(taking: Taking) -> bytes:
    """Return a zip file with everything that repeats, checks or cites a view."""
    rows = value_rows(taking)
    sources = source_rows(taking, rows)
    files: dict[str, bytes] = {
        "data.csv": table_csv(rows, VALUES),
        "data.geojson": as_geojson(taking),
        "sources.csv": table_csv(sources, SOURCES),
        _table_of(taking): _whole_table(taking),
        "picture.png": as_picture("png")(taking),
        "view.json": _json(_view(taking)),
        "citation.txt": _citation(taking, sources).encode(),
        "citation.bib": citation_bibtex(taking, rows=sources).encode(),
        "citation.ris": citation_ris(taking, rows=sources).encode(),
    }
    files["datapackage.json"] = _json(_package(taking, files))
    files = {"README.md": _readme(taking).encode(), **files}
    return fixed_zip(files)


def _table_of(taking: Taking) -> str:
    """The name of the whole table that the view is computed from."""
    return "orders.csv" if taking.view.layer == "orders" else "estimates.csv"


def _whole_table(taking: Taking) -> bytes:
    """Every row of that table in the columns of its file, as text that no spreadsheet runs."""
    if taking.view.layer != "orders":
        return csv_file(ledger_csv(records_of(taking.tables.estimates.sort_values("id"))))
    orders = taking.tables.orders.sort_values("id")
    told = {name: [safe_cell(cell_text(cell)) for cell in orders[name]] for name in ORDER_COLUMNS}
    return csv_file(pd.DataFrame(told).to_csv(index=False, lineterminator="\n"))


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _view(taking: Taking) -> dict[str, object]:
    """Everything that decides what is in the bundle."""
    view = taking.view
    return {
        "software": f"nuzuh {__version__}",
        "data_version": taking.data,
        "date": view.date.isoformat(),
        "from": taking.start.isoformat() if taking.start else None,
        "since": view.since.isoformat() if view.since else None,
        "compare": taking.compare.isoformat() if taking.compare else None,
        "layer": view.layer,
        "show": view.show,
        "view": view.view,
        "later": view.later,
        "area": view.area or None,
        "lang": view.lang,
        "kind": taking.kind,
        "paper": taking.paper,
        "theme": taking.theme,
        "link": taking.link or None,
        "own": taking.tables.user.described or None,
        "command": command_of(taking, "bundle", NAME),
    }


def _citation(taking: Taking, sources: Sequence[Row]) -> str:
    lines = sources_text(taking, sources)
    return "\n".join([citation_text(taking), "", *lines, ""])


def _package(taking: Taking, files: Mapping[str, bytes]) -> dict[str, object]:
    """A Frictionless data package of the files; every one with its size and hash."""
    return {
        "profile": "data-package",
        "name": "nuzuh-view",
        "title": f"{taking.title}, {taking.when}",
        "description": "; ".join(text for name, text in about_rows(taking) if name == "method"),
        "version": taking.data,
        "contributors": [{"title": AUTHOR, "role": "author"}],
        "licenses": resource("estimates")["licenses"],
        "resources": [_resource(name, content) for name, content in files.items()],
    }


_TABLES = {"data": VALUES, "sources": SOURCES}


def _resource(name: str, content: bytes) -> dict[str, object]:
    stem, _, ending = name.partition(".")
    told: dict[str, object] = {
        "name": stem if stem in _TABLES and ending == "csv" else name.replace(".", "-"),
        "path": name,
        "format": ending,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if ending == "csv":
        told |= {"mediatype": "text/csv", "encoding": "utf-8"}
        if stem in _TABLES:
            # The row of HXL tags begins with "#", and so is none of data.
            told |= {"profile": "tabular-data-resource", "dialect": {"commentChar": "#"}}
            told["schema"] = _schema(_TABLES[stem])
        else:
            told |= {"profile": "tabular-data-resource", "schema": _schema_of_file(stem)}
    if ending == "geojson":
        told["licenses"] = resource("governorates")["licenses"]
    return told


def _schema(columns: Sequence[Column]) -> dict[str, object]:
    return {
        "fields": [
            {"name": column.name, "type": column.type, "description": column.about}
            for column in columns
        ],
        "missingValues": [""],
    }


def _schema_of_file(name: str) -> dict[str, object]:
    """The schema of an embedded table, and of the columns that its loader adds."""
    schema: dict[str, Any] = resource(name)["schema"]
    # A reader's own rows keep to the types, not to every rule of the embedded ones.
    fields = [{"name": field["name"], "type": field["type"]} for field in schema["fields"]]
    if name == "estimates":
        types = {"weak": "boolean"}
        fields += [{"name": n, "type": types.get(n, "string")} for n in DERIVED_COLUMNS]
    return {"fields": fields, "missingValues": [""]}


def _readme(taking: Taking) -> str:
    own, user = "", taking.tables.user
    if user.files:
        files = ", ".join(user.files)
        own = (
            f"\nIt includes {user.rows} rows from a reader's own files ({files}; digest "
            f"{user.digest}), marked `own`. The command needs these files beside it; "
            "no link holds them.\n"
        )
    attribution = taking.words("map.attribution")
    return f"""# {taking.title}

{taking.words("snapshot.where", date=taking.when)}. Data version {taking.data}, nuzuh {__version__}.
{own}
| file | holds |
|---|---|
| `data.csv` | the numbers shown, a row a day and governorate; the second row holds HXL tags |
| `data.geojson` | the same with outlines |
| `sources.csv` | the figures or orders that they rest on, each with its page |
| `{_table_of(taking)}` | every row of the table behind it, in this data version |
| `picture.png` | the view as a picture |
| `view.json` | what was asked for |
| `citation.txt`, `.bib`, `.ris` | how to cite the view and each source |
| `datapackage.json` | types and meanings of the columns; size and SHA-256 of every file |

The tables are UTF-8 with a byte order mark, which Excel needs (in Python: `utf-8-sig`).
An empty cell means not reported, never zero. Where a figure is for several governorates
together, `shared_with` names the others and `adds_up` is true in one row only.

## Rebuild it

With nuzuh {__version__} on data version {taking.data}, this writes the same bytes:

```console
{command_of(taking, "bundle", NAME)}
```

`nuzuh sources --format json` tells which data are in use. The same bytes need the same versions
of the libraries too: those of `requirements.lock`.

## Terms

{resource("estimates")["licenses"][0]["title"]}. Outlines: {load_boundaries().provenance.licence}.
{attribution}

{taking.words("map.disclaimer")}
"""
