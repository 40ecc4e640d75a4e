"""A figure as given becomes a row of the ledger, with what is to be changed before it can be one."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from nuzuh.loaders import ledger, schema
from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.editor.given import Given, field_of
from nuzuh.loaders.editor.ledger_files import LedgerFiles
from nuzuh.loaders.editor.proposals import (
    Earlier,
    names_alike,
    next_id,
    place_alike,
    place_named,
    publisher_named,
    same_statements,
    series_of,
)
from nuzuh.loaders.editor.suspicions import COLUMNS_OF, suspected
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import COLUMNS, SCHEMA, complete, read_rows
from nuzuh.loaders.user.refusal import CellError
from nuzuh.loaders.user.values.days import read_day
from nuzuh.loaders.user.values.numbers import Number, read_number

SEEN = ("primary", "secondary", "repost")
"""How a page was seen: itself, in another's words, or copied."""
_ROUND = 1000
_NAME = "figure"


@dataclass(frozen=True)
class Problem:
    """Something that must change before a figure can be a row.

    Attributes:
        where: field of :class:`~nuzuh.loaders.editor.given.Given` in which it is changed.
        rule: id of the rule of the ledger that it breaks; "" for another.
        told: what is wrong and what to do, in English.
        choices: what may be meant.
        other: id of the row that it is held against; "" for none.
    """

    where: str
    told: str
    rule: str = ""
    choices: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True)
class Doubt:
    """A pattern that was often wrong, which the row shows.

    Attributes:
        rule: id of the suspicion.
        where: field in which it would be changed.
        other: id of the row that it is held against; "" for none.
        parts: what its words tell beside the ids.
    """

    rule: str
    where: str
    other: str = ""
    parts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A row as it would stand in the ledger.

    Attributes:
        cells: by column of ``estimates.csv``, as text.
        problems: what must change first; none for a row that can be written.
        doubts: what to look at again; none of them refuses.
        series: earlier rows of the same speaker and question, the newest first.
        same: rows that may be the same statement.
        excuses: reasons for which it may break a rule, by the id of that.
        frame: the ledger with the row, with the columns that follow; None while the row
            itself cannot be read.
    """

    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    series: tuple[Earlier, ...] = ()
    same: tuple[Earlier, ...] = ()
    excuses: Mapping[str, str] = field(default_factory=dict)
    frame: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The id that the row gets."""
        return self.cells["id"]

    @property
    def start(self) -> Earlier | None:
        """The newest row of its series that has a first day; None for none."""
        return next((one for one in self.series if one.since), None)


class _Reading:
    """A figure being read; what is wrong is collected, so that all of it is told at once."""

    def __init__(self, given: Given, files: LedgerFiles) -> None:
        self.files, self.problems = files, []  # type: LedgerFiles, list[Problem]
        self.given = replace(given, **{n: self._clean(n, v) for n, v in vars(given).items()})
        self.cells = dict.fromkeys(COLUMNS, "")

    def wrong(self, where: str, told: str, *choices: str) -> None:
        self.problems.append(Problem(where, told, choices=choices))

    def _clean(self, name: str, text: str) -> str:
        plain = " ".join(unicodedata.normalize("NFC", text).split())
        if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in plain):
            self.wrong(name, "holds a sign that nobody can read: type it anew")
            return ""
        return plain

    def who(self) -> None:
        given, known = self.given, self.files.publishers
        found = {}
        for name in ("speaker", "passed_on_by"):
            told = getattr(given, name)
            found[name] = publisher_named(told, known) if told else ""
            if told and not found[name]:
                alike = names_alike(told, known)
                hint = f"did you mean {' or '.join(alike)}?" if alike else "see publishers.csv"
                self.wrong(
                    name,
                    f"{told[:60]!r} is not in publishers.csv: {hint} A new one gets its side "
                    "and its names there first",
                    *alike,
                )
        if not given.speaker:
            self.wrong("speaker", "say whose figure it is: a name of publishers.csv")
        outlet, speaker = found["passed_on_by"], found["speaker"]
        if outlet and outlet == speaker:
            self.wrong("passed_on_by", "is the speaker: leave it empty for a figure of its own")
        self.cells["publisher"] = outlet or speaker
        self.cells["according_to"] = speaker if outlet else ""

    def number(self) -> None:
        told = self.given.number
        if not told:
            self.wrong("number", "give the number in the words of the page")
            return
        try:
            found = read_number(told)
        except CellError as error:
            self.wrong("number", str(error))
            return
        if found is None:
            self.wrong("number", "what is not reported has no row: give the number of the page")
            return
        worded = with_quantifier(found)
        for name in ("value", "low", "high"):
            self.cells[name] = _number_text(getattr(worded, name))
        self.cells["quantifier"] = worded.quantifier
        unit = self.given.unit
        if worded.unit and unit and worded.unit != unit:
            self.wrong("unit", f"is {unit}, where the number says {worded.unit}: mend one of them")
        self.cells["unit"] = unit or worded.unit or self._usual_unit()

    def _usual_unit(self) -> str:
        if self.given.counting == "movements":
            return "movements"
        return {"density": "people per km2", "under_orders": "", "control_zone": ""}.get(
            self.given.measure, "people"
        )

    def kind(self) -> None:
        given = self.given
        if not given.measure:
            self.wrong("measure", "say what is measured: people_present, movement, idps, ...")
        self.cells["measure"], self.cells["scope"] = given.measure, given.scope
        unit = self.cells["unit"]
        counted = {"people": "people", "movements": "movements", "people per km2": "people"}
        self.cells["counting"] = given.counting or counted.get(unit, "")

    def where(self) -> None:
        rows = self.files.rows
        for end in ("origin", "destination"):
            name, codes = getattr(self.given, end), getattr(self.given, f"{end}_pcodes")
            known = zip(rows[end], rows[f"{end}_pcodes"], strict=True)
            found = place_named(name, known) if name else ("", "")
            if found is None and not codes:
                alike = place_alike(name)
                hint = f"; perhaps {alike}" if alike else ""
                self.wrong(
                    end,
                    f"{name[:60]!r} is not in the gazetteer: write it as the map does, or give "
                    f"its P-codes with it{hint}",
                    *([alike] if alike else []),
                )
            elif codes and not name:
                self.wrong(end, "has P-codes and no name: name the area as the page does")
            self.cells[end] = name if found is None else found[0]
            self.cells[f"{end}_pcodes"] = codes or ("" if found is None else found[1])

    def when(self, today: date) -> None:
        days = {
            name: self._day(name, today) for name in ("as_of", "since", "page_date")
        }
        self.cells |= {
            "as_of": days["as_of"],
            "period_start": days["since"],
            "source_date": days["page_date"],
            "period_basis": self.given.basis,
        }
        if not self.given.as_of:
            self.wrong("as_of", "say which day the figure describes, as YYYY-MM-DD")

    def _day(self, name: str, today: date) -> str:
        told = getattr(self.given, name)
        if not told:
            return ""
        try:
            day = iso_day(told) or read_day(told)
        except CellError as error:
            self.wrong(name, str(error))
            return ""
        if day is not None and day > today:
            self.wrong(name, f"{day} has not come yet: a figure describes a day that has")
            return ""
        return "" if day is None else day.isoformat()

    def page(self) -> None:
        given = self.given
        self.cells |= {"source_title": given.title, "source_url": given.link, "note": given.note}
        self.cells |= {"seen": given.seen, "repeats": given.repeats}
        if not given.title:
            self.wrong("title", "name the page that the figure stands on")
        if given.seen not in SEEN:
            self.wrong("seen", f"say how the page was seen: {', '.join(SEEN)}", *SEEN)

    def basis(self, series: tuple[Earlier, ...]) -> None:
        """Whose the first day is: that of the series, where it is known to begin on that day."""
        start = self.cells["period_start"]
        if not start or self.given.basis:
            return
        known = {one.basis for one in series if one.since == start}
        if len(known) == 1:
            self.cells["period_basis"] = known.pop()
        else:
            self.wrong(
                "basis",
                f"does the page name {start}? Then it is stated; a day of ours, as for "
                "'mid-August' or 'in a month', is assumed",
                "stated",
                "assumed",
            )


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


def draft_of(
    given: Given,
    files: LedgerFiles,
    *,
    today: date,
    excuses: Mapping[str, str] = MappingProxyType({}),
) -> Draft:
    """Read a figure and hold it against the ledger.

    Args:
        given: what an editor says of it.
        files: the working copy.
        today: no figure describes a later day.
        excuses: reasons for which it may break a rule, or shows a pattern, by the id of these.
    """
    reading = _Reading(given, files)
    reading.who()
    reading.number()
    reading.kind()
    reading.where()
    reading.when(today)
    reading.page()
    cells = reading.cells
    cells["id"] = next_id(files.ids)
    series: tuple[Earlier, ...] = ()
    same: tuple[Earlier, ...] = ()
    probe = _probe(cells)
    if probe is not None:
        series = series_of(files.estimates, probe)
        same = same_statements(files.estimates, probe)
    reading.basis(series)
    known = {rule.id for rule in ledger.RULES if rule.excusable} | set(ledger.SUSPICIONS)
    for rule, reason in excuses.items():
        if rule not in known:
            reading.wrong("excuse", f"{rule[:40]!r} is no rule to be excused from", *sorted(known))
        elif not reason.strip():
            reading.wrong("excuse", f"say why the figure may break the rule {rule!r}")
    draft = Draft(cells, tuple(reading.problems), (), series, same, excuses)
    return draft if draft.problems else _held(draft, files)


def _probe(cells: dict[str, str]) -> pd.Series | None:
    """The row as far as proposals ask for it; None while it lacks its day or its number."""
    numbers = {name: float(cells[name]) if cells[name] else None for name in ("value", "low", "high")}
    if not cells["as_of"] or all(number is None for number in numbers.values()):
        return None
    speaker = cells["according_to"]
    who = cells["publisher"] if speaker in ("", "unattributed") else speaker
    day = pd.Timestamp(cells["as_of"])
    return pd.Series({**cells, **numbers, "as_of": day, "speaker": who}, dtype=object)


def _held(draft: Draft, files: LedgerFiles) -> Draft:
    """The draft with every rule of a row and of the ledger held against it."""
    try:
        frame = schema.read_csv(row_bytes(draft.cells), _NAME, COLUMNS)
        frame = schema.to_dates(frame, ("period_start", "as_of", "source_date"), _NAME)
        frame = schema.to_numbers(frame, ("value", "low", "high"), _NAME)
    except DataError as error:
        where = field_of(error.column or "number")
        return replace(draft, problems=(Problem(where, error.rule),))
    broken = [
        Problem(field_of(column), told) for _, column, told in schema.breaches(SCHEMA, frame)
    ]
    repeats = draft.cells["repeats"]
    if repeats and repeats not in set(files.rows["id"]):
        broken.append(Problem("repeats", f"{repeats[:40]!r} is not in the ledger"))
    if broken:
        return replace(draft, problems=tuple(dict.fromkeys(broken)))
    row = read_rows(row_bytes(draft.cells), _NAME)
    place = position(files.rows, row["as_of"].iloc[0])
    whole = pd.concat([files.rows[:place], row, files.rows[place:]], ignore_index=True)
    return _held_in(draft, files, whole, place)


def _held_in(draft: Draft, files: LedgerFiles, whole: pd.DataFrame, place: int) -> Draft:
    """The draft held against the other rows of the ledger, in which it stands at a place."""
    ids = whole["id"].tolist()
    named = files.named | {(draft.id, rule) for rule in draft.excuses}
    open_, used = ledger.open_breaches(
        ledger.breaches(whole, files.publishers), ids, named
    )
    problems = []
    for row, rule, other in open_:
        if place in (row, other):
            against = other if row == place else row
            against_id = "" if against == place else ids[against]
            first = whole["repeats"].iloc[against] or ids[against]
            choices = (first,) if rule.id == "repeats" else ()
            told = rule.told + (f" (held against {against_id})" if against_id else "")
            problems.append(Problem(field_of(rule.column), told, rule.id, choices, against_id))
    doubts, shown = [], set()
    for one, hits in suspected(whole).items():
        for (row, other), parts in hits:
            if place not in (row, other):
                continue
            shown.add(one)
            against = other if row == place else row
            if (draft.id, one) not in named:
                told = "" if against == place else ids[against]
                doubts.append(Doubt(one, field_of(COLUMNS_OF[one]), told, parts))
    idle = [
        rule for rule in draft.excuses if rule not in shown and (draft.id, rule) not in used
    ]
    problems += [
        Problem("excuse", f"the figure keeps the rule {rule!r}: an excuse that excuses nothing goes")
        for rule in idle
    ]
    return replace(
        draft,
        problems=tuple(dict.fromkeys(problems)),
        doubts=tuple(doubts),
        frame=complete(whole),
    )


def position(rows: pd.DataFrame, day: pd.Timestamp) -> int:
    """Return where a row belongs that describes a day: behind the last of that day or before."""
    upto = (rows["as_of"] <= day).to_numpy().nonzero()[0]
    return int(upto[-1]) + 1 if len(upto) else 0


def row_bytes(cells: Mapping[str, str]) -> bytes:
    """Return one row as the bytes of a file of its own."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow(dict(cells))
    return text.getvalue().encode()
