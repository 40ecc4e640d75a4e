"""What a file of numbers holds: its values, the figures behind them, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pandas as pd

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.package import resource
from nuzuh.loaders.tables import Tables
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.labels import title_of, user_data_note
from nuzuh.scene.layer import layer_of
from nuzuh.scene.ledger_selection import DERIVED_COLUMNS, Records, records_of
from nuzuh.scene.method import method_text
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import SceneCube, scenes
from nuzuh.scene.solving import nothing_reconstructed, reconstruction_of
from nuzuh.scene.timeline import load_timeline, shown_values


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
        licence: terms of the figures or orders.
        licence_of_outlines: terms of the governorates' outlines.
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
    licence: str
    licence_of_outlines: str

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
    source: str


@dataclass(frozen=True)
class ExportScene:
    """What a file of numbers holds.

    Attributes:
        metadata: what it says of itself.
        cube: the values of each of its days.
        sources: the figures or orders behind them, in the order of the tables; behind
            a reconstruction all figures that its balance uses.
    """

    metadata: Metadata
    cube: SceneCube
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True)
class WholeTable:
    """Every row of the table behind a view, as text.

    Attributes:
        name: ``estimates`` or ``orders``.
        records: the rows in the order of their ids.
        types: of its columns, as in a table schema.
        terms: licences of the project's figures, as a data package writes them.
        terms_of_outlines: those of the governorates' outlines.
    """

    name: str
    records: Records
    types: tuple[str, ...]
    terms: tuple[dict[str, str], ...]
    terms_of_outlines: tuple[dict[str, str], ...]


def metadata_of(request: ExportRequest, tables: Tables) -> Metadata:
    """Return what every file of a view says of itself; nothing is computed for it."""
    view, t, user = request.view, request.t, tables.user
    published = load_orders() if _of_orders(view.layer) else load_estimates()
    address = request.address
    if request.kind == "times":
        address = page_of_orders(address)
    elif view.story:
        address = page_of_stories(address)
    link = view.link(address, load_timeline(), tables.version) if address else ""
    return Metadata(
        request=request,
        title=title_of(view.layer, t, reconstructed=view.reconstructed),
        when=request.when,
        whose=view_name(view.perspective, t) if view.reconstructed else "",
        method=method_text(view, t),
        unit=layer_of(view.layer).unit_id,
        data=tables.version,
        link=link,
        user_files=user.files,
        user_rows=user.rows,
        user_digest=user.digest,
        user_data_note=user_data_note(user, t),
        licence=published.provenance.licence,
        licence_of_outlines=load_boundaries().provenance.licence,
    )


def page_of_orders(address: str) -> str:
    """Return the address of the page of the orders, where a period is one of times ordered.

    Args:
        address: where the app, or any of its pages, runs; "" for none.

    >>> page_of_orders("https://nuzuh.example.org/"), page_of_orders("http://x.org/a/orders")
    ('https://nuzuh.example.org/orders', 'http://x.org/a/orders')
    """
    if not address:
        return ""
    scheme, host, path, _, _ = urlsplit(address)
    folder = path.removesuffix("/orders").rstrip("/")
    return urlunsplit((scheme, host, f"{folder}/orders", "", ""))


def page_of_stories(address: str) -> str:
    """Return the address of the page of the stories.

    Args:
        address: where the app, or any of its pages, runs; "" for none.

    >>> page_of_stories("https://nuzuh.example.org/"), page_of_stories("http://x.org/a/stories")
    ('https://nuzuh.example.org/stories', 'http://x.org/a/stories')
    """
    if not address:
        return ""
    scheme, host, path, _, _ = urlsplit(address)
    folder = path.removesuffix("/stories").rstrip("/")
    return urlunsplit((scheme, host, f"{folder}/stories", "", ""))


def check_request(request: ExportRequest, tables: Tables) -> None:
    """Refuse what no file can be made of, before anything is worded.

    Raises:
        RefusedError: for days outside the data, options that contradict each other, a
            balance that does not converge, or a reconstruction that says nothing.
    """
    request.check()
    view = request.view
    if reconstruction_of(view, tables) is None:
        return
    days = (shown_values(tables, replace(view, date=day)) for day in request.days)
    if all(value.value is None for values in days for value in values):
        raise nothing_reconstructed(view)


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
    cube = scenes(request.view, request.days, tables, request.t, metadata.link, with_arrows=False)
    return ExportScene(metadata, cube, sources_behind(cube, tables))


def sources_behind(cube: SceneCube, tables: Tables) -> tuple[SourceRecord, ...]:
    """Return the figures or orders that values rest on, in the order of the tables."""
    reconstruction = reconstruction_of(cube.view, tables)
    if reconstruction is None:
        ids = {source.id for mark in cube.marks for source in mark.sources}
    else:
        ids = set(reconstruction.rows.loc[reconstruction.rows["weight"] > 0, "id"])
    table = _table_behind(cube.view.layer, tables)
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
        terms_of_outlines=tuple(resource("governorates")["licenses"]),
    )


def _of_orders(layer: str) -> bool:
    return layer_of(layer).evidence == "orders"
