"""The files of one version of the data: the same data, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nuzuh.files.citation import AUTHOR
from nuzuh.files.columns import VALUES, Column
from nuzuh.files.dataset_columns import ESTIMATES, MOVED, PEOPLE, TABLES
from nuzuh.files.descriptor import json_bytes, resource
from nuzuh.files.geo import as_geojson, as_parquet, json_cell
from nuzuh.files.orders import ORDERS, orders_csv, orders_geojson
from nuzuh.files.sheets import table_csv
from nuzuh.files.values import Row
from nuzuh.scene.dataset import Dataset
from nuzuh.scene.export import ExportScene
from nuzuh.scene.from_records import KIND
from nuzuh.scene.outlines import outlines
from nuzuh.scene.people_by_day import MovementRow, PeopleRow


@dataclass(frozen=True)
class DataFile:
    """A file of the data.

    Attributes:
        path: its name in the folder of its version.
        content: its bytes.
        about: what it holds, in a sentence.
        columns: what its columns or properties say; none for what has none.
        is_table: whether it is a CSV of these columns with a row of HXL tags.
        has_outlines: whether it holds outlines, which have terms of their own.
    """

    path: str
    content: bytes
    about: str
    columns: tuple[Column, ...] = ()
    is_table: bool = False
    has_outlines: bool = False

    @property
    def described(self) -> dict[str, object]:
        """What a data package says of it."""
        told = resource(self.path, self.content, self.columns if self.is_table else ())
        return told | {"description": self.about}


def dataset_files(
    data: Dataset, tables: Iterable[DataFile], latest: ExportScene | None
) -> tuple[DataFile, ...]:
    """Return every file of a version of the data.

    Args:
        data: its tables.
        tables: the same as :func:`table_files` gives them.
        latest: people present on the latest day, for the map files; None for the tables alone,
            which is what stands under the name of a version.
    """
    files = [*tables, *(_more_forms(data, latest) if latest is not None else ())]
    files.sort(key=lambda file: file.path)
    package = DataFile(
        "datapackage.json",
        json_bytes(_package(data, files)),
        "A Frictionless data package of these files.",
    )
    readme = DataFile(
        "README.txt", _readme(data, [*files, package]), "What is here, and the terms."
    )
    return (*files, package, readme)


def table_files(data: Dataset) -> tuple[DataFile, ...]:
    """Return the tables of a version of the data, each as a file.

    Args:
        data: the tables.
    """
    figures = list(_figures(data))
    published = [row for row in figures if row["kind"] == "published"]
    movements = [row for row in published if row["measure"] == "movement"]
    tables = (
        ("estimates", figures, ESTIMATES, "Every published figure, a row each."),
        (
            "people_reconstructed",
            _people(data.people),
            PEOPLE,
            "People present by day and area, reconstructed, in each named view.",
        ),
        (
            "movements_published",
            movements,
            ESTIMATES,
            "Published figures of people who moved; rivals, which are never added up.",
        ),
        (
            "movements_reconstructed",
            _moved(data.movements),
            MOVED,
            "People who moved in each calendar month, reconstructed, in each named view.",
        ),
        (
            "sources",
            _sources(data),
            TABLES,
            "The tables that nuzuh stands on, with who made them and under which terms.",
        ),
    )
    return (
        *(
            DataFile(f"{name}.csv", table_csv(rows, columns), about, columns, is_table=True)
            for name, rows, columns, about in tables
        ),
        DataFile("orders.csv", orders_csv(data.orders), _ORDERS, ORDERS, is_table=True),
    )


def _more_forms(data: Dataset, latest: ExportScene) -> Iterable[DataFile]:
    """The same for programs and maps, and people present on the latest day."""
    day = latest.metadata.request.view.date.isoformat()
    told = f"People present on {day}, with the outlines of the governorates"
    yield DataFile(
        "estimates.json",
        _listed(data, _figures(data), ESTIMATES),
        "The same as estimates.csv: names of the columns, then a list a row.",
        ESTIMATES,
    )
    yield DataFile(
        "people_reconstructed.json",
        _courses(data),
        "The same as people_reconstructed.csv by view and area: a number a day from the first "
        "day on; null is not told.",
        _COURSES,
    )
    yield DataFile(
        "orders.geojson", orders_geojson(data.orders), _ORDERS, ORDERS, has_outlines=True
    )
    yield DataFile(
        "governorates.geojson", as_geojson(latest), f"{told}.", VALUES, has_outlines=True
    )
    yield DataFile(
        "governorates.parquet",
        as_parquet(latest),
        f"{told} (GeoParquet).",
        VALUES,
        has_outlines=True,
    )


_ORDERS = "Evacuation orders and zones, with land and people."
_COURSES = tuple(column for column in PEOPLE if column.type == "number")


def _figures(data: Dataset) -> Iterable[Row]:
    numbers = {column.name for column in ESTIMATES if column.type == "number"}
    records = data.estimates.records
    for cells in records.rows:
        row: Row = dict(zip(records.columns, cells, strict=True))
        for name in numbers:
            row[name] = float(str(row[name])) if row[name] else None
        row["weak"] = row["weak"] == "True"
        row["kind_of_measure"] = row["kind"]
        row["kind"] = KIND if row["basis"] == KIND else "published"
        yield row


def _people(rows: Iterable[PeopleRow]) -> Iterable[Row]:
    for row in rows:
        yield {
            "date": row.date,
            "pcode": row.pcode,
            "view": row.view,
            "people_reconstructed": row.people,
            "low": row.low,
            "high": row.high,
        }


def _moved(rows: Iterable[MovementRow]) -> Iterable[Row]:
    for row in rows:
        yield {
            "first_day": row.first,
            "last_day": row.last,
            "origin": row.origin,
            "destination": row.destination,
            "view": row.view,
            "people": row.people,
            "low": row.low,
            "high": row.high,
            "kind": "reconstructed",
        }


def _sources(data: Dataset) -> Iterable[Row]:
    for source in data.sources:
        yield {
            "name": source.name,
            "title": source.title,
            "source": source.source,
            "links": " ".join(source.source_links),
            "licence": source.licence,
            "as_of": source.as_of,
            "retrieved": source.retrieved_at,
            "status": source.status,
            "rows": source.rows,
            "note": source.note,
        }


def _listed(data: Dataset, rows: Iterable[Row], columns: Sequence[Column]) -> bytes:
    """A table as JSON, a list a row: a third of what it takes with every name in every row."""
    return _compact(
        {
            "about": dict(data.about),
            "columns": [column.name for column in columns],
            "rows": [[json_cell(row[column.name]) for column in columns] for row in rows],
        },
        "],[",
    )


def _courses(data: Dataset) -> bytes:
    """People by view and area: for each a number a day, null where none is told."""
    days = (data.last - data.first).days + 1
    names = [column.name for column in _COURSES]
    views: dict[str, dict[str, dict[str, list[object]]]] = {}
    for row in data.people:
        at = (row.date - data.first).days
        if not 0 <= at < days:
            continue
        course = views.setdefault(row.view, {}).setdefault(
            row.pcode, {name: [None] * days for name in names}
        )
        for name, number in zip(names, (row.people, row.low, row.high), strict=True):
            course[name][at] = json_cell(number)
    return _compact(
        {
            "about": dict(data.about),
            "kind": "reconstructed",
            "unit": "people",
            "first_day": data.first.isoformat(),
            "days": days,
            "views": views,
        },
        '},"',
    )


def _compact(content: Mapping[str, Any], between: str) -> bytes:
    """JSON without spaces, a part a line, so that two versions can be told apart in a diff."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (text.replace(between, between[:2] + "\n" + between[2:]) + "\n").encode()


def _package(data: Dataset, files: Iterable[DataFile]) -> dict[str, object]:
    return {
        "profile": "data-package",
        "name": "nuzuh",
        "title": dict(data.about)["title"],
        "version": data.version,
        "contributors": [{"title": AUTHOR, "role": "author"}],
        "licenses": list(data.estimates.terms),
        "resources": [file.described | _terms(data, file) for file in files],
    }


def _terms(data: Dataset, file: DataFile) -> dict[str, object]:
    if not file.has_outlines:
        return {}
    is_orders = file.columns is ORDERS
    drawn = outlines("display").about.terms
    return {"licenses": list(data.orders.terms_of_outlines if is_orders else drawn)}


def _of_records(data: Dataset) -> str:
    """What is to be known of figures that are published nowhere; "" without any."""
    told = dict(data.about).get("from_records")
    return (
        f"{told}\nTheir rows in estimates.csv say records in the column kind.\n\n" if told else ""
    )


def _readme(data: Dataset, files: Iterable[DataFile]) -> bytes:
    """What is in the folder and under which terms, as plain text."""
    about = dict(data.about)
    names = "\n".join(f"{file.path:<28}{file.about}" for file in files)
    return f"""{about["title"]}
Data version {data.version}, {about["software"]}

{names}

{_of_records(data)}Read this first
- Tables are UTF-8 with a byte order mark (in Python: utf-8-sig). Their second row holds HXL tags.
- An empty cell is not reported or cannot be told. It is never zero.
- What nuzuh computes says "reconstructed", in its row or in the names of its file and column, has
  a range, and is rounded to what that can bear. All else is as published, with its publisher, day
  and page in its row.
- Figures of one question are rivals, and governorates of different days are no sum: add up nothing.
- Counts of movements count a person each time they move. They are no number of displaced people.
- A version keeps its tables and their numbers. Those in latest/ are the newest version's; JSON and
  maps stand there alone.

Terms
Figures and orders: {about["licence_of_figures"]}
Outlines: {"; ".join(term["title"] for term in outlines("display").about.terms)}
Outlines of orders: {"; ".join(term["title"] for term in data.orders.terms_of_outlines)}
{about["attribution"]}
{about["disclaimer"]}

Cite
{AUTHOR}. nuzuh: {about["title"]} [data set]. Data version {data.version}.
""".encode()
