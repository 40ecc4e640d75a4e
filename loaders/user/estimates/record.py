"""One figure from one row of a reader's table: what its cells say, and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import COLUMNS, KIND_OF_MEASURE, UNITS
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user.estimates.memory import while_reading
from nuzuh.loaders.user.headers.columns import Columns, plain
from nuzuh.loaders.user.places.ends import End
from nuzuh.loaders.user.places.gazetteer import joined
from nuzuh.loaders.user.refusal import Problem
from nuzuh.loaders.user.sheets.cells import Cell, Fault, clean
from nuzuh.loaders.user.values.days import DayError
from nuzuh.loaders.user.values.number_words import is_silent, quantifier_of
from nuzuh.loaders.user.values.numbers import Number, NumberError
from nuzuh.loaders.user.values.readers import DATES, NUMBERS, Readers

PUBLISHER = "your file"
"""Who says it, where a row names no publisher."""

_MEASURE_WORDS = {
    "people_present": "people present|population present|present|population|people|"
    "السكان الموجودون|الموجودون|נוכחים",
    "idps": "idp|displaced|displaced people|internally displaced people|نازحون|النازحون|עקורים",
    "sheltered": "people in shelters|sheltered people|shelter|in shelters",
    "movement": "movements|moved|displacement|displacements|people moved|حركة|نزوح|תנועה",
    "deaths": "killed|fatalities|وفيات|הרוגים",
    "under_orders": "under evacuation orders|evacuation orders",
}
_UNIT_WORDS = {
    "people": "person|persons|individuals|individual|أشخاص|אנשים",
    "movements": "movement|حركات|תנועות",
    "households": "household|families|family|hh|أسر|משקי בית",
    "percent": "%|per cent|percentage|share",
    "km2": "sq km|km²|square kilometres",
    "people per km2": "people per sq km|people/km2",
}
AREAS = ("destination", "destination_pcodes", "origin", "origin_pcodes")
_COUNTING_WORDS = {"people": "person|persons|individuals", "movements": "movement"}
_WORDS: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "measure": (_MEASURE_WORDS, tuple(KIND_OF_MEASURE)),
    "unit": (_UNIT_WORDS, UNITS),
    "counting": (_COUNTING_WORDS, tuple(_COUNTING_WORDS)),
}
"""What a cell may say, by column: other words for each, and those that are ours."""
_NO_UNIT = ("under_orders", "control_zone", "control_zone_plan")


@dataclass(frozen=True)
class Defaults:
    """What holds for the rows of a file that do not say it themselves.

    Attributes:
        measure: what the numbers count.
        counting: what movements count.
        unit: what the column of numbers counts in, by its name.
        file: its name, for the source of a figure that names none.
    """

    measure: str
    counting: str
    unit: str
    file: str


@dataclass
class Row:
    """One row being read; what is wrong with it is collected, not raised.

    Attributes:
        problems: what is wrong.
        left_out: why it is not used, see :class:`~nuzuh.loaders.user.notes.LeftOut`; "" for
            one that is.
        asks: what only the reader can say, as :class:`~nuzuh.loaders.user.refusal.Question`
            names it.
    """

    number: int
    cells: tuple[Cell, ...]
    columns: Columns
    readers: Readers
    problems: list[Problem] = field(default_factory=list)
    left_out: str = ""
    asks: set[str] = field(default_factory=set)

    def cell(self, ours: str) -> Cell:
        """Return the cell of a column of ours; None where the file has none."""
        place = self.columns.place_of.get(ours)
        cell = None if place is None else self.cells[place]
        if isinstance(cell, Fault):
            self.wrong(ours, cell.rule, cell)
            return None
        return cell

    def is_fault(self, ours: str) -> bool:
        """Whether the cell of a column of ours cannot be used."""
        return isinstance(self.cells[self.columns.place_of[ours]], Fault)

    def text(self, ours: str) -> str:
        """Return the cell as text; "" for what was not reported."""
        value = self.cell(ours)
        if isinstance(value, float):
            return f"{value:.15g}"
        text = "" if value is None else str(value)
        return "" if is_silent(text) else text

    def wrong(self, ours: str, rule: str, cell: str = "") -> None:
        """Add what is wrong with a cell."""
        self.problems.append(Problem(self.number, self.columns.given(ours), rule, cell))


def record_of(row: Row, ends: Mapping[str, End], usual: Defaults) -> dict[str, object] | None:
    """The cells of one figure; None for a row that is left out, which says why.

    Args:
        row: the row.
        ends: what its ``origin`` and ``destination`` were read as.
        usual: what holds where the row does not say it.
    """
    number = _number(row)
    if number is None:
        if not row.problems:
            row.left_out = "silent"
            return None
        number = Number()
    dated = row.text("as_of") or "as_of" not in row.columns.place_of or row.is_fault("as_of")
    # A total without a day is of all days that there are.
    if not dated and ends["destination"].fate != "total":
        row.left_out = "no_day"
        row.problems.clear()
        return None
    record: dict[str, object] = dict.fromkeys(COLUMNS, "")
    for name in ("publisher", "according_to", "source_title", "source_url", "seen", "note"):
        record[name] = row.text(name)
    for name in DATES:
        record[name] = _day(row, name)
    record["period_basis"] = row.text("period_basis").casefold() or (
        "stated" if record["period_start"] is not None else ""
    )
    record |= {"value": number.value, "low": number.low, "high": number.high}
    record["quantifier"] = number.quantifier
    record |= _kind(row, usual, number.unit)
    if record["measure"] == "under_orders" and record["unit"] == "percent":
        record["scope"] = "orders"
    for name, end in ends.items():
        record |= _end(row, name, end)
    record |= _open_end(row, record)
    if ends["destination"].fate == "empty" and not record["destination"]:
        _lacks_area(row)
    record["publisher"] = record["publisher"] or PUBLISHER
    record["source_title"] = record["source_title"] or f"{clean(usual.file)[:80]}, row {row.number}"
    record["id"], record["repeats"] = row.text("id"), row.text("repeats")
    return record


def _day(row: Row, name: str) -> date | None:
    if name not in row.readers.days:
        return None
    try:
        return row.readers.days[name].read(row.cell(name))
    except DayError as error:
        row.wrong(name, error.rule, error.cell)
        return None


def _read(row: Row, name: str) -> Number | None:
    value = row.cell(name)
    if value is None:
        return None
    try:
        return row.readers.numbers[name].read(
            value.isoformat() if isinstance(value, date) else value
        )
    except NumberError as error:
        row.wrong(name, error.rule, error.cell)
        return None


def _number(row: Row) -> Number | None:
    """The number of a row from its cells for value, low, high and quantifier."""
    told, low, high = (_read(row, name) for name in NUMBERS)
    for name, end in (("low", low), ("high", high)):
        if end is not None and (end.value is None or (end.quantifier and not end.rounded)):
            row.wrong(name, "a bound is a plain number: write words into the value or quantifier")
    if told is None and low is None and high is None:
        return None
    told = told or Number()
    low_end, high_end = (end.value if end is not None else None for end in (low, high))
    if (low is not None and told.low is not None) or (high is not None and told.high is not None):
        row.wrong("value", "says a bound in words that another column gives too: keep one of them")
    word = row.text("quantifier")
    quantifier = quantifier_of(word) if word else told.quantifier
    if quantifier is None:
        row.wrong(
            "quantifier",
            f"{word[:40]!r} is not known: write exact, approximately, more than, at least, "
            "nearly, up to, less than or range",
        )
        quantifier = ""
    elif word and told.quantifier and quantifier != told.quantifier and not told.rounded:
        row.wrong("quantifier", f"says {quantifier!r} where the number says {told.quantifier!r}")
    low_end = told.low if low_end is None else low_end
    high_end = told.high if high_end is None else high_end
    value = told.value
    # "More than 400,000" is a bound: the number itself was not stated as a value.
    if quantifier in ("more than", "at least") and low_end is None and high_end is None:
        value, low_end = None, value
    elif quantifier in ("up to", "less than") and low_end is None and high_end is None:
        value, high_end = None, value
    units = {number.unit for number in (told, low, high) if number is not None and number.unit}
    if len(units) > 1:
        row.wrong("value", f"counts {' and '.join(sorted(units))} in one row: write two rows")
    quantifier = quantifier or _wording(value, low_end, high_end)
    return Number(value, low_end, high_end, quantifier, min(units, default=""))


def _wording(value: float | None, low: float | None, high: float | None) -> str:
    """The quantifier of a number that comes without one."""
    if value is not None:
        return "exact" if low is None and high is None else "approximately"
    if low is not None and high is not None:
        return "range"
    return "at least" if low is not None else "up to"


@while_reading
def _one_of(kind: str, text: str) -> str | None:
    words, known = _WORDS[kind]
    folded = " ".join(text.casefold().replace("_", " ").split())
    for name in known:
        if folded == name.replace("_", " "):
            return name
    for name, also in words.items():
        if folded in also.split("|") or plain(folded) in [plain(a) for a in also.split("|") if a]:
            return name
    return None


def _kind(row: Row, usual: Defaults, counts: str) -> dict[str, object]:
    """Measure, unit and counting: what is measured, in what, and whether people or movements.

    Args:
        row: whose cells are read.
        usual: what holds where the row does not say it.
        counts: the unit that the number names itself; "" for none.
    """
    said = row.text("measure")
    measure = _one_of("measure", said) if said else usual.measure
    if measure is None:
        row.wrong("measure", f"{said[:40]!r} is not one of {', '.join(KIND_OF_MEASURE)}")
    elif not measure and "measure" in row.columns.place_of:
        row.wrong("measure", f"is empty: write one of {', '.join(KIND_OF_MEASURE)}")
    counting = _one_of("counting", row.text("counting"))
    if row.text("counting") and counting is None:
        row.wrong("counting", "is people or movements, or empty for land and shares")
    said = row.text("unit")
    unit = _one_of("unit", said) if said else usual.unit
    if unit is None:
        row.wrong("unit", f"{said[:40]!r} is not one of {', '.join(UNITS)}")
    elif counts and unit not in ("", counts):
        row.wrong("unit", f"is {unit}, but the number says {counts}")
    elif counts:
        unit = counts
    if measure == "movement" and not counting and unit == "":
        counting = usual.counting
        if not counting:
            row.asks.add("counting")
    if measure in _NO_UNIT and unit == "":
        row.wrong("unit", "must say what it measures: percent, km2, people or households")
    unit = unit or _unit_of(measure, counting)
    counted = unit if unit in ("people", "movements") else ""
    counted = "people" if measure == "density" else counted
    return {"measure": measure or "", "unit": unit, "counting": counting or counted}


def _unit_of(measure: str | None, counting: str | None) -> str:
    if measure == "density":
        return "people per km2"
    return counting or "people"


def _end(row: Row, name: str, end: End) -> dict[str, object]:
    """The name and the P-codes of where from or where to."""
    column = f"{name}_pcodes"
    if end.fate == "wrong":
        row.wrong(column, end.rule, row.text(column))
    return {name: end.name, column: end.pcodes}


def _open_end(row: Row, record: Mapping[str, object]) -> dict[str, object]:
    """The whole Strip as the end of a movement that its row leaves open.

    Who left Rafah for somewhere is counted as moving within the Strip, as the
    embedded figures have it. An area alone may be either end: nothing is added to it.
    """
    named = [end for end in ("origin", "destination") if record[end]]
    if record["measure"] != "movement" or len(named) != 1:
        return {}
    other = "destination" if named == ["origin"] else "origin"
    if other == "origin" and not {"origin", "origin_pcodes"} & row.columns.place_of.keys():
        return {}
    return {other: territory().name, f"{other}_pcodes": joined(frozenset(pc.GOVERNORATES))}


def _lacks_area(row: Row) -> None:
    """Say that a row names no area; that the whole file has no column of it is said once."""
    columns = [one for one in AREAS if one in row.columns.place_of]
    if columns and not any(map(row.is_fault, columns)):
        row.wrong(columns[0], "names no area: fill it in")
