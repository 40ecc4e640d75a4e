"""All areas on a day at a glance: published, reconstructed, changed, under orders.

Below the governorates stand the north, the south and the Strip: what is told of them is told of
them as one, and never the sum of what is told of their parts. Also which governorate changed most,
which is the one that the page then tells more about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.order_book import order_book
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.tables import Tables, rows_by_id
from nuzuh.scene.area_profile import reconstruction_beside
from nuzuh.scene.difference import change_texts
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.layers import LayerValue, people_reconstructed, people_value, share_value
from nuzuh.scene.mark import Link, Mark, Status
from nuzuh.scene.marks import marks_of
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.regions import REGIONS, area_name, pcodes_of, told_with
from nuzuh.scene.statement_words import counted_text, linked
from nuzuh.scene.timeline import (
    load_timeline,
    published_for,
    reconstructed_values_of,
    values_of,
)
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

CHANGE_DAYS = 30
"""Days over which people are said to have become more or fewer."""


@dataclass(frozen=True)
class Told:
    """A number of an area, or of several together, in words.

    Attributes:
        number: as worded, or that there is none.
        area: the areas that it is for, where it is for several; "" for the one alone.
        notes: who said it and when, or its likely range.
        sources: the pages that it was seen on.
        status: how far a published number still speaks for the day.
    """

    number: str
    area: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[Link, ...] = ()
    status: Status = "current"


@dataclass(frozen=True)
class AreaGlance:
    """An area at a glance.

    Attributes:
        area, name: the area.
        published: people present as last published.
        reconstructed: people present, reconstructed.
        change: how that changed, see :data:`CHANGE_DAYS`.
        orders: the share of its land under evacuation orders.
    """

    area: str
    name: str
    published: Told
    reconstructed: Told
    change: Told
    orders: Told


@dataclass(frozen=True)
class AreaOverview:
    """All areas at a glance.

    Attributes:
        titles: of the columns: area and the parts of :class:`AreaGlance`.
        rows: a governorate each, north to south.
        regions: the areas of several governorates, a row each, the Strip last.
        note: how the columns are to be read.
    """

    titles: tuple[str, ...]
    rows: tuple[AreaGlance, ...]
    regions: tuple[AreaGlance, ...]
    note: str


def area_overview(view: View, tables: Tables, t: Translator) -> AreaOverview:
    """Return all areas at a glance on a view's day.

    Args:
        view: its day, whose figures are used, and whether what came out later is.
        tables: what it is computed from.
        t: the reader's language.
    """
    reconstruction, day = reconstruction_beside(view, tables), view.date
    book = order_book(tables)
    balanced: tuple[Mark, ...] = ()
    if reconstruction is not None:
        values = reconstructed_values_of(tables, "people", day, view.perspective)
        balanced = marks_of(values, "people", tables, t)
    published = marks_of(values_of(tables, "people", day, later=view.later), "people", tables, t)
    latest = (published_for(tables, area, day, later=view.later) for area in REGIONS)
    wider = marks_of(map(people_value, latest), "people", tables, t)
    kinds = _kinds((*published, *wider), tables, t)

    def glance(area: str, said: Mark, group: tuple[str, ...]) -> AreaGlance:
        pcodes = pcodes_of(area)
        share = book.under(day, later=view.later).share_of(pcodes)
        (orders,) = marks_of([share_value(share, pcodes)], "orders", tables, t)
        mark = next((mark for mark in balanced if mark.pcodes == group), None)
        if mark is None and reconstruction is not None:
            values = [people_reconstructed(reconstruction, day, group)]
            (mark,) = marks_of(values, "people", tables, t)
        return AreaGlance(
            area=area,
            name=area_name(area, t),
            published=_published(said, area, kinds, t),
            reconstructed=_nothing(t) if mark is None else _reconstructed(mark, area, t),
            change=_change(reconstruction, view, area, group, t),
            orders=Told(orders.number),
        )

    def group_of(area: str) -> tuple[str, ...]:
        return told_with(reconstruction, area, day) if reconstruction else ()

    rows = (glance(pcode, _of(published, pcode), group_of(pcode)) for pcode in pc.GOVERNORATES)
    regions = (
        glance(area, mark, group_of(area)) for area, mark in zip(REGIONS, wider, strict=True)
    )
    days = t.number(CHANGE_DAYS)
    titles = (
        t("area.label"),
        t("area.glance.published"),
        t("area.glance.reconstructed"),
        t("area.glance.change", days=days),
        t("area.glance.orders"),
    )
    note = t("area.glance.note", view=view_name(view.perspective, t))
    return AreaOverview(titles, tuple(rows), tuple(regions), note)


def most_changed(view: View, tables: Tables) -> str:
    """Return the governorate whose people changed most in number by a view's day.

    Where nothing can be reconstructed it is the one for which the most people were
    last published. Of areas that are only told together it is the most populous one.
    """
    reconstruction, day = reconstruction_beside(view, tables), view.date
    start = _start(reconstruction, view) if reconstruction is not None else None
    if reconstruction is not None and start is not None:
        changed = {
            areas: abs(reconstruction.change(start, day, areas)[0])
            for areas in reconstruction.areas_told(day)
        }
        return _most_populous(max(changed, key=lambda areas: changed[areas]))

    def people(value: LayerValue) -> float:
        return -1.0 if value.value is None or value.status == "too_old" else value.value

    values = values_of(tables, "people", day, later=view.later)
    return _most_populous(max(values, key=people).pcodes)


def _most_populous(areas: tuple[str, ...]) -> str:
    before = people_before_the_war()
    return max(areas, key=lambda pcode: before[pcode])


def _of(marks: tuple[Mark, ...], pcode: str) -> Mark:
    return next(mark for mark in marks if pcode in mark.pcodes)


def _published(mark: Mark, area: str, kinds: dict[str, str], t: Translator) -> Told:
    """The number with who said it, when and of what kind, and the page that says so."""
    notes = (*mark.notes, *(kinds[source.id] for source in mark.sources))
    sources = tuple(linked(source.title, source.url, t) for source in mark.sources)
    return Told(mark.number, _together(mark.pcodes, area, t), notes, sources, mark.status)


def _reconstructed(mark: Mark, area: str, t: Translator) -> Told:
    # The title of the column has said that it is reconstructed.
    notes = tuple(note for note in mark.notes if note != t("recon.mark"))
    return Told(mark.number, _together(mark.pcodes, area, t), notes)


def _kinds(marks: Iterable[Mark], tables: Tables, t: Translator) -> dict[str, str]:
    """What each published figure counts, and what else is to be known of it."""
    ids = [source.id for mark in marks for source in mark.sources]
    kinds = {}
    for figure in ids:
        row = rows_by_id(tables, "estimates")[figure]
        parts = [counted_text(row["measure"], row["counting"], "", t)]
        if t.has(f"basis.{row['basis']}"):
            parts.append(t(f"basis.{row['basis']}"))
        kinds[figure] = t("list.sep").join(parts)
    return kinds


def _nothing(t: Translator) -> Told:
    return Told(t("area.glance.nothing"))


def _start(reconstruction: Reconstruction, view: View) -> date | None:
    """The day that a view's day is held against; None where one of them tells nothing."""
    start = max(view.date - timedelta(days=CHANGE_DAYS), load_timeline().first)
    start = max(start, reconstruction.days[0].date())
    silent = not reconstruction.has_observations or any(
        reconstruction.has_data_gap(day) for day in (start, view.date)
    )
    return None if silent or start >= view.date else start


def _change(
    reconstruction: Reconstruction | None,
    view: View,
    area: str,
    group: tuple[str, ...],
    t: Translator,
) -> Told:
    start = _start(reconstruction, view) if reconstruction is not None else None
    if reconstruction is None or start is None:
        return _nothing(t)
    number, likely = change_texts(reconstruction, group, start, view.date, t)
    return Told(number, _together(group, area, t), tuple(filter(None, (likely,))))


def _together(pcodes: tuple[str, ...], area: str, t: Translator) -> str:
    if set(pcodes) == set(pcodes_of(area)):
        return ""
    return t.together(governorate_name(pcode, t.lang) for pcode in pcodes)
