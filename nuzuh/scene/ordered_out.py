"""People ordered out in each phase of the war, in words and as records."""

from __future__ import annotations

from nuzuh.balance.people_under_orders import OrderedOut, people_ordered_out
from nuzuh.loaders.tables import Tables
from nuzuh.scene.ledger_selection import Records
from nuzuh.scene.order_list import ALL
from nuzuh.scene.range_words import km2_text, people_text
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import load_timeline, phase_names
from nuzuh.scene.translator import Translator

COLUMNS = (
    *("phase", "start", "end", "orders"),
    *("people_low", "people_high", "km2_low", "km2_high", "view", "data_version"),
)
"""Names of the columns of the records."""

_MUCH_KM2 = 10.0


def ordered_out_table(tables: Tables, t: Translator) -> TextTable:
    """Return the people ordered out in each phase in words; a phase without orders says so.

    Args:
        tables: what they are computed from.
        t: the reader's language.
    """
    names, last = phase_names(t.lang), load_timeline().last
    rows = []
    for one in people_ordered_out(tables, ALL):
        end = min(one.end, last)
        days = t.day(end, short=True)
        if one.start != end:
            days = t("relief.days", start=t.day(one.start, short=True), end=days)
        rows.append((names[one.phase], days, *_told(one, t)))
    columns = ("phase", "days", "orders", "people", "km2")
    head = tuple(t(f"ordered_out.{column}") for column in columns)
    return TextTable(head, tuple(rows))


def _told(one: OrderedOut, t: Translator) -> tuple[str, str, str]:
    if not one.orders:
        return t("ordered_out.none"), "–", "–"
    unknown = t("over_time.unknown")
    # Tenths of a km2 say something of little land alone.
    decimals = 0 if one.km2[1] >= _MUCH_KM2 else 1
    people, km2 = people_text(one.people, t), km2_text(*one.km2, t, decimals=decimals)
    return t.number(len(one.orders)), people or unknown, km2 or unknown


def ordered_out_records(tables: Tables) -> Records:
    """Return the same as records: ISO dates, plain numbers, "" for what is not known.

    Args:
        tables: what they are computed from.
    """
    rows = []
    for one in people_ordered_out(tables, ALL):
        people = [f"{end:.0f}" for end in one.people.told or ()] or ["", ""]
        km2 = [f"{end:.1f}" for end in one.km2] if one.km2[1] else ["", ""]
        days = one.start.isoformat(), one.end.isoformat()
        orders = str(len(one.orders))
        rows.append((one.phase, *days, orders, *people, *km2, ALL, tables.version))
    return Records(COLUMNS, tuple(rows))
