"""What the words of a figure's note decide about its reading: one table, and nothing beside it.

A note is the ledger's own sentence on a figure. Where its words say that the figure is of another
kind than its columns tell, the reading follows the words. Each rule below says which words, for
which measures, and why; ``docs/method.md`` shows the table to readers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nuzuh.loaders.records.note import is_records_row

ABROAD = "EXT"


@dataclass(frozen=True)
class NoteReading:
    """A rule: notes with such words are read in another way.

    Attributes:
        name: what is decided; a reader of rows asks by it.
        words: what the note holds, whatever its case.
        measures: measures for which it decides; none for every one.
        why: the reason, in plain English.
        destination: the destination must hold this code; "" for any.
    """

    name: str
    words: str
    measures: tuple[str, ...]
    why: str
    destination: str = ""

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the rule decides about a row; it never does about one from records."""
        return (
            not is_records_row(str(row.get("id", "")))
            and (not self.measures or row["measure"] in self.measures)
            and self.destination in str(row["destination_pcodes"])
            and re.search(self.words, str(row["note"]), re.IGNORECASE) is not None
        )


CHILDREN = ("children_under_10", "children_present")
NOTE_READINGS = (
    NoteReading(
        "slip",
        r"\ba slip of its own\b",
        (),
        "its publisher's other reports of the same days contradict it: not fitted",
    ),
    NoteReading(
        "remainder",
        r"other directions",
        ("movement",),
        "what is left of a total by direction, without its directions: not fitted",
    ),
    NoteReading(
        "tally",
        r"adds up from \w+ interval counts",
        ("movement",),
        "a total of counts of moves, whatever its publisher calls it",
    ),
    NoteReading(
        "inferred",
        r"\bweak\b|inferred",
        (),
        "its day or its publisher was inferred: a wide error",
    ),
    NoteReading(
        "one_day",
        r"\b(in|within|over|last) (the )?(24 hours|one day)\b(?! and)"
        r"|\b24 hours (to|until|before)\b",
        ("movement",),
        "a window of 24 hours that touches two dates is one day: the later one",
    ),
    NoteReading(
        "unreached",
        r"out of reach|inaccessible|unreached|could not be reached",
        CHILDREN,
        "children in the parts that a campaign did not reach: of a place, at least so many",
    ),
    NoteReading(
        "served",
        r"\bhung(er|ry)\b|\b(food|water|sanitation)\b",
        ("people_present",),
        "people counted by what they need or are given, and equal to a population: a planning "
        "figure",
    ),
    NoteReading(
        "part_of_leavers",
        r"\bpatients?\b|\bwounded\b|\bforeigners\b|\bEgyptians\b|\bflown to\b|\bpart of\b"
        r"|through Israel",
        ("movement",),
        "some of those who left the Strip, by who they were or which way they took: at least so "
        "many left",
        destination=ABROAD,
    ),
    NoteReading(
        "of_moves",
        r"of (the )?displace|displacements? recorded|of all moves",
        ("movement",),
        "a percentage of moves",
    ),
    NoteReading(
        "of_people",
        r"population|people in|residents",
        ("movement",),
        "a percentage of the people at the origin",
    ),
    NoteReading(
        "of_residents",
        r"residents (still )?in place|residents remain|residents still",
        ("people_present",),
        "a percentage of the residents before the war",
    ),
)
"""Every rule, each with its reason; a name stands once."""

_BY_NAME = {rule.name: rule for rule in NOTE_READINGS}
_MILLION = re.compile(r"([\d.]+) million")


def noted(row: Mapping[str, Any], name: str) -> bool:
    """Whether the note of a row says what a rule of :data:`NOTE_READINGS` is about.

    Raises:
        KeyError: for an unknown rule.

    Example:
        >>> row = {"measure": "movement", "destination_pcodes": "EXT", "note": "Patients taken out"}
        >>> noted(row, "part_of_leavers"), noted(row, "slip")
        (True, False)
    """
    return _BY_NAME[name].holds(row)


def stated_people(row: Mapping[str, Any]) -> float | None:
    """Return how many million people the note names as the base of a percentage, in people."""
    found = _MILLION.search(str(row["note"]))
    return float(found.group(1)) * 1e6 if found else None
