"""The ledger of the static site: a table of every figure, which a script narrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from nuzuh.scene.from_records import marked_name
from nuzuh.scene.ledger_entries import LedgerEntry, WholeLedger
from nuzuh.scene.measure_groups import measures_of, option_name, options
from nuzuh.scene.regions import AREAS, area_name, pcodes_of
from nuzuh.scene.translator import Translator
from nuzuh.web.templates import render

_COLUMNS = ("ledger.figure", "area.column.what", "area.column.who", "area.column.source")


def ledger_html(ledger: WholeLedger, lead: str, t: Translator) -> Markup:
    """Return the page of the ledger: a row a figure, with all that is known of it.

    Args:
        ledger: the figures.
        lead: how many they are, and in which order.
        t: the reader's language.
    """
    found = _found_by(ledger)
    at = [{given: place for place, given in enumerate(column)} for column in found]

    def keys(one: LedgerEntry) -> str:
        return " ".join(str(known[key]) for known, key in zip(at, _keys(one), strict=True))

    names = {
        one.publisher_id: marked_name(one.publisher_id, ledger.from_records, t)
        for one in ledger.entries
    }
    return render(
        "site_ledger",
        ledger=ledger,
        lead=lead,
        head=[*map(t, _COLUMNS), t("ledger.used")],
        publishers=sorted(names.items(), key=lambda one: one[1].casefold()),
        measures=_measures({one.measure for one in ledger.entries}, t),
        areas=[(area, area_name(area, t)) for area in AREAS],
        comma=t("list.comma"),
        repeats=t("record.repeats"),
        spread=t("ledger.spread"),
        keys=keys,
        t=t,
    )


def ledger_told(ledger: WholeLedger, t: Translator) -> dict[str, object]:
    """Return what the script of the ledger is told: its sentences, and what an area holds.

    Args:
        ledger: the figures.
        t: the reader's language.
    """
    total, found = t.number(len(ledger.entries)), _found_by(ledger)
    return {
        "publishers": found.publishers,
        "measures": found.measures,
        "places": found.places,
        "areas": {area: pcodes_of(area) for area in AREAS},
        "count": t("ledger.lead.newest", n="{n}", total=total),
        "record": t("ledger.record", id="{id}"),
        "unknown": t("notice.bad_figure"),
        "badArea": t("notice.bad_area"),
    }


class _FoundBy(NamedTuple):
    """What rows are found by, each once: a row names the places of its own in these."""

    publishers: list[str]
    measures: list[str]
    places: list[tuple[str, ...]]


def _found_by(ledger: WholeLedger) -> _FoundBy:
    keys = (sorted(set(column)) for column in zip(*map(_keys, ledger.entries), strict=True))
    return _FoundBy(*keys) if ledger.entries else _FoundBy([], [], [])


def _keys(one: LedgerEntry) -> tuple[str, str, tuple[str, ...]]:
    return one.publisher_id, one.measure, one.pcodes


def _measures(occurring: set[str], t: Translator) -> Sequence[tuple[str, str]]:
    """What a reader chooses from: the measures that each option stands for, and its name."""
    return [(" ".join(measures_of(one)), option_name(one, t)) for one in options(occurring)]
