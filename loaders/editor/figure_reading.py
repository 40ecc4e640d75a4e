"""Reads a figure as given into the cells of a row; what is wrong is collected, so all is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.editor.given import Given
from nuzuh.loaders.editor.ledger_files import LedgerFiles
from nuzuh.loaders.editor.proposals import (
    Earlier,
    names_alike,
    place_alike,
    place_named,
    publisher_named,
)
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.user.refusal import CellError
from nuzuh.loaders.user.values.days import read_day
from nuzuh.loaders.user.values.numbers import Number, read_number

SEEN = ("primary", "secondary", "repost")
"""How a page was seen: itself, in another's words, or copied."""
_ROUND = 1000


@dataclass(frozen=True)
class Problem:
    """Something that must change before a figure can be a row.

    Attributes:
        where: field of :class:`~nuzuh.loaders.editor.given.Given` in which it is changed.
        rule: id of the rule of the ledger that it breaks; "" for another.
        told: what is wrong and what to do, in English; "" where ``key`` has words.
        choices: what may be meant.
        other: id of the row that it is held against; "" for none.
        key: of its words in the catalogues, behind ``figure.wrong.``; "" for none.
        parts: what they tell, by name.
    """

    where: str
    told: str = ""
    rule: str = ""
    choices: tuple[str, ...] = ()
    other: str = ""
    key: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class Reading:
    """A figure being read; what is wrong is collected, so that all of it is told at once."""

    def __init__(self, given: Given, files: LedgerFiles) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.given = replace(given, **{n: self._clean(n, v) for n, v in vars(given).items()})
        self.cells = dict.fromkeys(COLUMNS, "")

    def refuse(self, where: str, told: str) -> None:
        """Add what must change, in words that have no other language."""
        self.problems.append(Problem(where, told))

    def wrong(self, where: str, key: str, *choices: str, **parts: str) -> None:
        """Add what must change, in the words of a key."""
        told = tuple(parts.items())
        self.problems.append(Problem(where, choices=choices, key=key, parts=told))

    def _clean(self, name: str, text: str) -> str:
        plain = " ".join(unicodedata.normalize("NFC", text).split())
        if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in plain):
            self.wrong(name, "sign")
            return ""
        return plain

    def who(self) -> None:
        """Read whose figure it is."""
        given, known = self.given, self.files.publishers
        found = {}
        for name in ("speaker", "passed_on_by"):
            told = getattr(given, name)
            found[name] = publisher_named(told, known) if told else ""
            if told and not found[name]:
                alike = names_alike(told, known)
                hint = " / ".join(alike)
                key = "who_alike" if alike else "who"
                self.wrong(name, key, *alike, name=told[:60], alike=hint)
        if not given.speaker:
            self.wrong("speaker", "no_speaker")
        outlet, speaker = found["passed_on_by"], found["speaker"]
        if outlet and outlet == speaker:
            self.wrong("passed_on_by", "own")
        self.cells["publisher"] = outlet or speaker
        self.cells["according_to"] = speaker if outlet else ""

    def number(self) -> None:
        """Read the number with the words that belong to it."""
        told = self.given.number
        if not told:
            self.wrong("number", "no_number")
            return
        try:
            found = read_number(told)
        except CellError as error:
            self.refuse("number", str(error))
            return
        if found is None:
            self.wrong("number", "silent")
            return
        worded = with_quantifier(found)
        for name in ("value", "low", "high"):
            self.cells[name] = _number_text(getattr(worded, name))
        self.cells["quantifier"] = worded.quantifier
        unit = self.given.unit
        # Pages call people what was counted as movements: the editor's word goes before.
        called = (worded.unit, unit) == ("people", "movements")
        if worded.unit and unit and worded.unit != unit and not called:
            self.wrong("unit", "unit", unit=unit, told=worded.unit)
        self.cells["unit"] = unit or worded.unit or self._usual_unit()

    def _usual_unit(self) -> str:
        if self.given.counting == "movements":
            return "movements"
        return {"density": "people per km2", "under_orders": "", "control_zone": ""}.get(
            self.given.measure, "people"
        )

    def kind(self) -> None:
        """Take what is measured, and what is counted."""
        given = self.given
        if not given.measure:
            self.wrong("measure", "no_measure")
        self.cells["measure"], self.cells["scope"] = given.measure, given.scope
        unit = self.cells["unit"]
        counted = {"people": "people", "movements": "movements", "people per km2": "people"}
        self.cells["counting"] = given.counting or counted.get(unit, "")

    def where(self) -> None:
        """Read the areas."""
        rows = self.files.rows
        for end in ("origin", "destination"):
            name, codes = getattr(self.given, end), getattr(self.given, f"{end}_pcodes")
            known = zip(rows[end], rows[f"{end}_pcodes"], strict=True)
            found = place_named(name, known) if name else ("", "")
            if found is None and not codes:
                alike = place_alike(name)
                key = "place_alike" if alike else "place"
                choices = (alike,) if alike else ()
                self.wrong(end, key, *choices, name=name[:60], alike=alike)
            elif codes and not name:
                self.wrong(end, "no_name")
            self.cells[end] = name if found is None else found[0]
            self.cells[f"{end}_pcodes"] = codes or ("" if found is None else found[1])

    def when(self, today: date) -> None:
        """Read the days; none lies after today."""
        days = {name: self._day(name, today) for name in ("as_of", "since", "page_date")}
        self.cells |= {
            "as_of": days["as_of"],
            "period_start": days["since"],
            "source_date": days["page_date"],
            "period_basis": self.given.basis,
        }
        if not self.given.as_of:
            self.wrong("as_of", "no_day")

    def _day(self, name: str, today: date) -> str:
        told = getattr(self.given, name)
        if not told:
            return ""
        try:
            day = iso_day(told) or read_day(told)
        except CellError as error:
            self.refuse(name, str(error))
            return ""
        if day is not None and day > today:
            self.wrong(name, "future", day=str(day))
            return ""
        return "" if day is None else day.isoformat()

    def page(self) -> None:
        """Take what the page is."""
        given = self.given
        self.cells |= {"source_title": given.title, "source_url": given.link, "note": given.note}
        self.cells |= {"seen": given.seen, "repeats": given.repeats}
        if not given.title:
            self.wrong("title", "no_title")
        if given.seen not in SEEN:
            self.wrong("seen", "seen", *SEEN)

    def basis(self, series: Iterable[Earlier]) -> None:
        """Take whose the first day is from the series, where that is known to begin on it."""
        start = self.cells["period_start"]
        if not start or self.given.basis:
            return
        known = {one.basis for one in series if one.since == start}
        if len(known) == 1:
            self.cells["period_basis"] = known.pop()
        else:
            self.wrong("basis", "basis", "stated", "assumed", day=start)


def with_quantifier(number: Number) -> Number:
    """Return a number with the quantifier that its writing has where no word says one.

    A bare number is exact, a bare round thousand is not, and what is about from one to
    another is a range.

    >>> with_quantifier(Number(value=417000.0)).quantifier
    'approximately'
    >>> with_quantifier(Number(value=181834.0)).quantifier
    'exact'
    """
    if number.low is not None and number.high is not None:
        return replace(number, quantifier="range")
    if number.quantifier or number.value is None:
        return number
    is_round = number.value >= _ROUND and number.value % _ROUND == 0
    return replace(number, quantifier="approximately" if is_round else "exact")


def _number_text(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"
