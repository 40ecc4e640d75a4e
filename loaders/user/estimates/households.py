"""Columns that count households: their numbers are never people."""

from __future__ import annotations

from dataclasses import replace

from nuzuh.loaders.user.estimates.lines import folded, words_of
from nuzuh.loaders.user.headers.columns import Columns, Match
from nuzuh.loaders.user.sheets.cells import Sheet
from nuzuh.loaders.user.values.readers import NUMBERS

_WORDS = folded(
    "household households hh hhs family families أسرة أسر الأسر عائلة عائلات العائلات בית"
)
_OTHER_WORDS = folded("id name code size average avg mean per percent head رقم رمز اسم متوسط حجم")


def counts_households(header: str, tag: str) -> bool:
    """Whether a column counts households, by its name or its HXL tag.

    >>> counts_households("IDP HHs", ""), counts_households("Individuals", "")
    (True, False)
    >>> counts_households("Household ID", ""), counts_households("", "#affected+idps+hh")
    (False, True)
    """
    words = set(words_of(header))
    if "בית" in words and "משקי" not in words:
        return False
    attributes = tag.split("+")[1:]
    return bool({"hh", "hhs"} & set(attributes)) or bool(
        words & _WORDS and not words & _OTHER_WORDS
    )


def with_households(found: Columns, sheet: Sheet) -> tuple[Columns, str]:
    """Return the columns and what the column of numbers counts in by its name.

    Where no other column holds a number, one of households does.

    Args:
        found: what each column is.
        sheet: the table.
    """
    place = found.place_of
    if "value" in place:
        at = place["value"]
        return found, "households" if counts_households(sheet.header[at], sheet.tags[at]) else ""
    asked = {question.proposed for question in found.questions}
    counting = [
        match.place
        for match in found.matches
        if not match.ours and counts_households(match.given, sheet.tags[match.place])
    ]
    if len(counting) != 1 or set(NUMBERS) & (place.keys() | asked):
        return found, ""
    taken = tuple(
        Match(m.place, m.given, "value", "name", 100) if m.place == counting[0] else m
        for m in found.matches
    )
    return replace(found, matches=taken), "households"
