"""The ledger of the static site: a table of every figure, which a script narrows."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from nuzuh.scene.labels import speaker_name
from nuzuh.scene.ledger_entries import WholeLedger
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
    names = {one.publisher_id: speaker_name(one.publisher_id, t) for one in ledger.entries}
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
        t=t,
    )


def ledger_told(ledger: WholeLedger, t: Translator) -> dict[str, object]:
    """Return what the script of the ledger is told: its sentences, and what an area holds.

    Args:
        ledger: the figures.
        t: the reader's language.
    """
    total = t.number(len(ledger.entries))
    return {
        "areas": {area: pcodes_of(area) for area in AREAS},
        "count": t("ledger.lead.newest", n="{n}", total=total),
        "record": t("ledger.record", id="{id}"),
        "unknown": t("notice.bad_figure"),
        "badArea": t("notice.bad_area"),
    }


def _measures(occurring: set[str], t: Translator) -> Sequence[tuple[str, str]]:
    """What a reader chooses from: the measures that each option stands for, and its name."""
    return [(" ".join(measures_of(one)), option_name(one, t)) for one in options(occurring)]
