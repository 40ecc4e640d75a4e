"""What leaves by address: the tables of one version of the data, the same in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuzuh import __version__
from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.loaders.catalogue import all_sources
from nuzuh.loaders.table import Provenance
from nuzuh.loaders.tables import Tables
from nuzuh.scene.export import WholeTable, whole_table
from nuzuh.scene.from_records import records_note
from nuzuh.scene.order_records import OrderRecords, order_records
from nuzuh.scene.people_by_day import MovementRow, PeopleRow, movements_by_month, people_by_day
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class Dataset:
    """The tables of a version of the data.

    Attributes:
        version: of the data.
        first, last: the first day that can be shown, and the last one.
        estimates: every published figure.
        people: reconstructed people by day, of each named view.
        movements: reconstructed movements by month, of each named view.
        orders: every order and zone.
        sources: each table with who made it and its licence.
        about: what every file says of itself: a name and a text.
    """

    version: str
    first: date
    last: date
    estimates: WholeTable
    people: tuple[PeopleRow, ...]
    movements: tuple[MovementRow, ...]
    orders: OrderRecords
    sources: tuple[Provenance, ...]
    about: tuple[tuple[str, str], ...]


def dataset_of(tables: Tables) -> Dataset:
    """Return the tables of the data in use; a reader's own rows are in none of them.

    Args:
        tables: those in use.

    Raises:
        BalanceError: when a solve does not converge.
    """
    t, span = Translator("en"), load_timeline()
    return Dataset(
        version=tables.version,
        first=span.first,
        last=span.last,
        estimates=whole_table("people", tables),
        people=tuple(row for view in NAMED_VIEWS for row in people_by_day(tables, view)),
        movements=tuple(row for view in NAMED_VIEWS for row in movements_by_month(tables, view)),
        orders=order_records(tables, "all", (span.first, span.last), t),
        sources=tuple(all_sources()),
        about=(
            ("title", "Displacement in the Gaza Strip: published figures, and what they come to"),
            ("data_version", tables.version),
            ("software", f"nuzuh {__version__}"),
            *((("from_records", note),) if (note := records_note(tables, t)) else ()),
            ("missing", t("taking.missing")),
            ("licence_of_figures", all_sources()[0].licence),
            ("attribution", t("map.attribution")),
            ("disclaimer", t("map.disclaimer")),
        ),
    )
