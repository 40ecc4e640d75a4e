"""What a file of numbers holds: its values, the figures behind them, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pandas as pd

from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.package import resource
from nuzuh.loaders.records.note import is_records_row
from nuzuh.loaders.tables import Tables
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.comparison import Comparison, comparison_of
from nuzuh.scene.from_records import records_cited, records_note
from nuzuh.scene.labels import title_of, user_data_note
from nuzuh.scene.layer import layer_of
from nuzuh.scene.ledger_selection import DERIVED_COLUMNS, Records, records_of
from nuzuh.scene.method import method_text
from nuzuh.scene.outlines import AboutOutlines, check_size, outlines
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import Frame, SceneCube, scenes
from nuzuh.scene.sides import sides_of
from nuzuh.scene.solving import nothing_reconstructed, reconstruction_of
from nuzuh.scene.timeline import load_timeline, shown_values
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Metadata:
    """What every file says of itself.

    Attributes:
        request: what was asked for.
        title: what the values are.
        when: the day, the two days, or the period.
        whose: whose figures a reconstruction uses; "" as published.
        method: how the numbers came about.
        unit: unit of the numbers, the same in every language.
        data: version of the data.
        link: address of the live view, or "".
        own_files: names of a reader's own files.
        own_rows: how many rows are the reader's.
        own_digest: digest of these rows; "" without any.
        own_note: the sentence that says so; "" without any.
        records_note: what is to be said of figures from records, which are published nowhere;
            "" without any.
        records_cited: the words on them in a citation; "" without any.
        licence: terms of the figures or orders.
        outlines: what is told of the governorates' outlines.
    """

    request: ExportRequest
    title: str
    when: str
    whose: str
    method: str
    unit: str
    data: str
    link: str
    user_files: tuple[str, ...]
    user_rows: int
    user_digest: str
    user_data_note: str
    records_note: str
    records_cited: str
    licence: str
    outlines: AboutOutlines

    @property
    def released(self) -> date:
        """The day of the data's version: when what is cited came out."""
        return date.fromisoformat(self.data[:10])


@dataclass(frozen=True)
class SourceRecord:
    """A figure or order that values rest on, with the page that it was seen on.

    Attributes:
        source: first row of the whole table from the same page: the source's name,
            whatever a view shows of it.

    The others are the columns of :data:`nuzuh.files.columns.SOURCES`.
    """

    id: str
    publisher: str
    according_to: str
    measure: str
    counting: str
    origin: str
    area: str
    period_start: date | None
    as_of: date | None
    value: float | None
    low: float | None
    high: float | None
    unit: str
    quantifier: str
    source_title: str
    source_url: str
    source_date: date | None
    seen: str
    own: bool
    records: bool
    source: str


@dataclass(frozen=True)
class ExportScene:
    """What a file of numbers holds.

    Attributes:
        metadata: what it says of itself.
        cubes: the values of each of its days; of a comparison whose sides differ in more
            than the day, those of each side.
        sources: the figures or orders behind them, in the order of the tables; behind
            a reconstruction all figures that its balance uses.
        comparison: both sides and what lies between them; None where none is asked for.
    """

    metadata: Metadata
    cubes: tuple[SceneCube, ...]
    sources: tuple[SourceRecord, ...]
    comparison: Comparison | None = None

    @property
    def cube(self) -> SceneCube:
        """What is the same of all of them: unit, columns."""
        return self.cubes[-1]

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Every day, of a comparison each side."""
        return tuple(frame for cube in self.cubes for frame in cube.frames)


@dataclass(frozen=True)
class WholeTable:
    """Every row of the table behind a view, as text.

    Attributes:
        name: ``estimates`` or ``orders``.
        records: the rows in the order of their ids.
        types: of its columns, as in a table schema.
        terms: licences of the project's figures, as a data package writes them.
    """

    name: str
    records: Records
    types: tuple[str, ...]
    terms: tuple[dict[str, str], ...]


def metadata_of(request: ExportRequest, tables: Tables) -> Metadata:
    """Return what every file of a view says of itself; nothing is computed for it."""
    view, t, user = request.view, request.t, tables.user
    published = load_orders() if _of_orders(view.layer) else load_estimates()
    page = "compare" if view.compares else _PAGE_OF_KIND.get(request.kind, "")
    address = address_of(page, request.address) if page else request.address
    sides = sides_of(view) if view.compares else (view,)

    def joined(texts: Iterable[str]) -> str:
        return t("list.sep").join(dict.fromkeys(texts))

    link = view.link(address, load_timeline(), tables.version) if address else ""
    return Metadata(
        request=request,
        title=joined(title_of(side.layer, t, reconstructed=side.reconstructed) for side in sides),
        when=request.when,
        whose=joined(view_name(side.perspective, t) for side in sides if side.reconstructed),
        method=" ".join(dict.fromkeys(method_text(side, t) for side in sides)),
        unit=layer_of(view.layer).unit_id,
        data=tables.version,
        link=link,
        user_files=user.files,
        user_rows=user.rows,
        user_digest=user.digest,
        user_data_note=user_data_note(user, t),
        records_note=records_note(tables, t),
        records_cited=records_cited(tables, t),
        licence=published.provenance.licence,
        outlines=outlines(request.detail).about,
    )


_PAGE_OF_KIND = {"times": "orders", "disagreement": "disagreement", "story": "stories"}
"""Kinds of pictures whose live view is on a page of its own, with its path."""


def address_of(page: str, address: str) -> str:
    """Return the address of a page of the app.

    Args:
        page: its path.
        address: where the app, or that page of it, runs; "" for none.

    >>> address_of("orders", "https://nuzuh.example.org/"), address_of("orders", "http://x.org/a/orders")
    ('https://nuzuh.example.org/orders', 'http://x.org/a/orders')
    """
    if not address:
        return ""
    scheme, host, path, _, _ = urlsplit(address)
    folder = path.removesuffix(f"/{page}").rstrip("/")
    return urlunsplit((scheme, host, f"{folder}/{page}", "", ""))


def check_request(request: ExportRequest, tables: Tables) -> None:
    """Refuse what no file can be made of, before anything is worded.

    Raises:
        RefusedError: for days outside the data, options that contradict each other, outlines
            that are not here, a balance that does not converge, or a reconstruction that
            says nothing.
    """
    request.check()
    if request.detail != "display":
        check_size(outlines(request.detail), len(request.days))
    view = request.view
    # What is compared has two sides, and each of them has to say something.
    for side in sides_of(view) if view.compares else (view,):
        if reconstruction_of(side, tables) is None:
            continue
        of = (side.date,) if view.compares else request.days
        days = (shown_values(tables, replace(side, date=day)) for day in of)
        if all(value.value is None for values in days for value in values):
            raise nothing_reconstructed(side)


def export_scene(request: ExportRequest, tables: Tables) -> ExportScene:
    """Return what a file of numbers holds.

    Args:
        request: what is asked for.
        tables: what it is computed from.

    Raises:
        RefusedError: see :func:`check_request`.
    """
    check_request(request, tables)
    metadata = metadata_of(request, tables)
    view, t = request.view, request.t
    parts: list[tuple[View, tuple[date, ...]]] = [(view, request.days)]
    if view.compare_view or view.compare_show:
        parts = [(side, (side.date,)) for side in sides_of(view)]
    cubes = tuple(
        scenes(side, days, tables, t, metadata.link, with_arrows=False) for side, days in parts
    )
    return ExportScene(
        metadata,
        cubes,
        sources_behind(cubes, tables),
        comparison_of(view, tables, t, metadata.link) if view.compares else None,
    )


def sources_behind(cubes: Sequence[SceneCube], tables: Tables) -> tuple[SourceRecord, ...]:
    """Return the figures or orders that values rest on, in the order of the tables."""
    ids = set[str]()
    for cube in cubes:
        reconstruction = reconstruction_of(cube.view, tables)
        if reconstruction is None:
            ids |= {source.id for mark in cube.marks for source in mark.sources}
        else:
            ids |= set(reconstruction.rows.loc[reconstruction.rows["weight"] > 0, "id"])
    table = _table_behind(cubes[0].view.layer, tables)
    pages = list(zip(table["publisher"], table["source_title"], table["source_url"], strict=True))
    firsts: dict[tuple[str, str, str], str] = {}
    for page, identity in zip(pages, table["id"], strict=True):
        firsts.setdefault(page, identity)
    table = table.assign(source=[firsts[page] for page in pages])
    records = table[table["id"].isin(ids)].to_dict("records")
    return tuple(_record(record) for record in records)


def _table_behind(layer: str, tables: Tables) -> pd.DataFrame:
    """The figures or the orders, in the columns of figures."""
    if not _of_orders(layer):
        return tables.estimates.rename(columns={"destination": "area"})
    table = tables.orders.rename(
        columns={"issuer": "publisher", "issued_on": "as_of", "areas": "area"}
    )
    return table.assign(
        measure="under_orders",
        period_start=table["effective_from"],
        value=table["area_km2"],
        unit=["" if pd.isna(area) else "km2" for area in table["area_km2"]],
    )


def _record(row: dict[Any, Any]) -> SourceRecord:
    def text(name: str) -> str:
        value = row.get(name)
        return "" if value is None else str(value)

    def number(name: str) -> float | None:
        value = row.get(name)
        return None if value is None or pd.isna(value) else float(str(value))

    def day(name: str) -> date | None:
        value = row.get(name)
        return value.date() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None

    return SourceRecord(
        id=text("id"),
        publisher=text("publisher"),
        according_to=text("according_to"),
        measure=text("measure"),
        counting=text("counting"),
        origin=text("origin"),
        area=text("area"),
        period_start=day("period_start"),
        as_of=day("as_of"),
        value=number("value"),
        low=number("low"),
        high=number("high"),
        unit=text("unit"),
        quantifier=text("quantifier"),
        source_title=text("source_title"),
        source_url=text("source_url"),
        source_date=day("source_date"),
        seen=text("seen"),
        own=is_user_row(text("id")),
        records=is_records_row(text("id")),
        source=text("source"),
    )


def whole_table(layer: str, tables: Tables) -> WholeTable:
    """Return every row of the table that the values of a layer are computed from."""
    is_orders = _of_orders(layer)
    name, rows = ("orders", tables.orders) if is_orders else ("estimates", tables.estimates)
    # A reader's own rows keep to the types, not to every rule of the embedded ones.
    types = {field["name"]: field["type"] for field in resource(name)["schema"]["fields"]}
    if not is_orders:
        types |= dict.fromkeys(DERIVED_COLUMNS, "string") | {"weak": "boolean"}
    return WholeTable(
        name,
        records_of(rows.sort_values("id"), tuple(types)),
        tuple(types.values()),
        terms=tuple(resource("estimates")["licenses"]),
    )


def _of_orders(layer: str) -> bool:
    return layer_of(layer).evidence == "orders"
