"""Estimates from a reader's table: every row read, every problem listed, our own rules held."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.estimates import (
    COLUMNS,
    KIND_OF_MEASURE,
    SCHEMA,
    complete,
    load_estimates,
)
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.records.note import BASIS, is_records_row
from nuzuh.loaders.schema import breaches
from nuzuh.loaders.user.decisions import COUNTINGS, DAY_ORDERS, Decisions
from nuzuh.loaders.user.estimates.groups import (
    GroupColumn,
    Kept,
    group_columns,
    is_of_all,
    keep_whole,
)
from nuzuh.loaders.user.estimates.households import with_households
from nuzuh.loaders.user.estimates.lines import Line, text_of, unused_columns
from nuzuh.loaders.user.estimates.memory import reading
from nuzuh.loaders.user.estimates.parts import keep_areas, site_columns
from nuzuh.loaders.user.estimates.record import AREAS, PUBLISHER, Defaults
from nuzuh.loaders.user.estimates.rows import ReadRows, answers_unheard, read_rows
from nuzuh.loaders.user.estimates.sums import held_totals
from nuzuh.loaders.user.estimates.totals import is_total
from nuzuh.loaders.user.headers.columns import Columns, Match, match_columns, measure_of
from nuzuh.loaders.user.headers.layouts import LaidOut, laid_out
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, listed, note
from nuzuh.loaders.user.places.gazetteer import known_codes
from nuzuh.loaders.user.refusal import MOST_OFFERED, NEEDED, Problem, Question, UserDataError
from nuzuh.loaders.user.sheets.cells import Cell, Sheet
from nuzuh.loaders.user.sheets.heading import is_count, is_day, mostly
from nuzuh.loaders.user.sheets.titles import measure_in
from nuzuh.loaders.user.values.readers import DATES, NUMBERS, Readers, readers_of

PREFIX = "OWN-"
"""Begins the id of every row of a reader's file, and of no other."""

EXAMPLE = "Example organisation"
"""The publisher of the template's example row."""

EXAMPLE_AREA = "Example area: delete it"
"""The name of the template's example polygon."""

_STOCKS = ("idps", "people_present", "sheltered")
_MANY = 1_000_000
"""No number below is more than lived in the Strip."""

_PEOPLE = ("idps", "people_present", "sheltered", "movement")
_MEASURES = (*_PEOPLE, *(measure for measure in KIND_OF_MEASURE if measure not in _PEOPLE))
"""What may be answered on what numbers count: whereabouts of people first."""


@dataclass(frozen=True)
class ReadFigures:
    """What a reader's table holds.

    Attributes:
        frame: one row a figure in the form of :func:`nuzuh.loaders.estimates.read_estimates`,
            with ``file_row``, the number of the row in the file.
        matches: what each column was taken for.
        notes: what a reader should look at.
        left_out: rows that are not used, and why.
        choices: what the reader may have read in another way; ``given`` is how it was read.
    """

    frame: pd.DataFrame
    matches: tuple[Match, ...]
    notes: tuple[Note, ...]
    left_out: tuple[LeftOut, ...]
    choices: tuple[Question, ...] = ()


def read_figures(sheet: Sheet, told: Decisions) -> ReadFigures:
    """Return the estimates in a reader's table.

    Args:
        sheet: the table.
        told: the reader's answers.

    Raises:
        UserDataError: with every problem and every open question; nothing is
            returned unless all of the file is sound.
    """
    with reading():
        return _read_figures(sheet, told)


@dataclass
class _Table:
    """A table whose columns are known, and what is wrong or open so far.

    Attributes:
        sheet: its cells.
        found: what each column is.
        told: the reader's answers, with what its layout says where they gave none.
        laid: what its layout makes of it.
        usual: what holds where a row does not say it.
        problems, questions: what is wrong, and what only the reader can say.
        notes: what a reader should look at.
    """

    sheet: Sheet
    found: Columns
    told: Decisions
    laid: LaidOut
    usual: Defaults
    problems: list[Problem]
    questions: list[Question]
    notes: tuple[Note, ...]

    def add(self, problems: Iterable[Problem], questions: Iterable[Question] = ()) -> None:
        """Add what is wrong and what is open."""
        self.problems += problems
        self.questions += questions


def _read_figures(sheet: Sheet, told: Decisions) -> ReadFigures:
    table = _columns_of(sheet, told)
    readers = readers_of(table.sheet, table.found, told.dates)
    # Rows are the same figure, or parts of one, only when every column and every day is known.
    known = not table.problems and not table.found.questions and not readers.waiting
    table.add(readers.problems, readers.questions)
    groups = group_columns(table.sheet, unused_columns(table.found))
    read = read_rows(table.sheet, table.found, readers, groups, told.areas, table.usual)
    unheard = answers_unheard(told.areas, read.texts)
    open_ = _ask_about_rows(table, read, unheard) | readers.waiting
    _hold(read.lines, open_)
    kept = _settled(read, groups, table) if known else Kept(read.lines)
    _hold([line for line in kept.lines if line.parts], open_)
    table.add(problem for line in kept.lines for problem in line.row.problems)
    table.add(kept.problems, kept.questions)
    records, numbers = [line.record for line in kept.lines], [line.number for line in kept.lines]
    table.add(_number_rows(records, numbers, table.found, _given_ids(read)))
    if not records and not table.problems and not table.questions:
        table.add([Problem(0, "", _nothing(read))])
    if table.problems or table.questions:
        raise UserDataError(sheet.file, table.problems, table.questions)
    frame = complete(_frame(records))
    frame["file_row"] = numbers
    notes = _notes(frame, [line.parts for line in kept.lines if line.parts], unheard)
    return ReadFigures(
        frame,
        table.found.matches,
        (*table.notes, *readers.notes, *notes),
        (*table.laid.left_out, *read.left_out, *kept.left),
        _choices(table, readers),
    )


def _columns_of(sheet: Sheet, told: Decisions) -> _Table:
    """A table as its layout has it, with what each column is and what the numbers count."""
    laid = laid_out(sheet, told.columns)
    told = laid.told(told)
    found = match_columns(
        sheet.header,
        sheet.tags,
        "estimates",
        told.columns,
        rows=[cells for _, cells in laid.sheet.rows],
        layout=laid.columns,
    )
    sheet, found = laid.extended(found)
    found, unit = with_households(found, sheet)
    place, measure = found.place_of, told.measure
    lacking, needed = _lacking(found, sheet)
    problems = [*found.problems, *_answers_wrong(told.areas, measure), *lacking]
    questions = [*found.questions, *needed]
    if not measure and "value" in place:
        measure = measure_of(sheet.header[place["value"]], sheet.tags[place["value"]])
    notes = list(laid.notes)
    if not measure and "measure" not in place and (measure := _measure_above(sheet, place)):
        notes.append(note("title_measure", measure=measure))
    if not measure and "measure" not in place:
        questions.append(Question("measure", "", "", 0, _MEASURES))
    usual = Defaults(measure, told.counting, unit, sheet.file)
    return _Table(sheet, found, told, laid, usual, problems, questions, tuple(notes))


def _measure_above(sheet: Sheet, place: Mapping[str, int]) -> str:
    """What is counted by the name of the group that the number stands in, or by the titles."""
    above = [
        sheet.above[place[name]] for name in NUMBERS if place.get(name, math.inf) < len(sheet.above)
    ]
    return measure_in(above[0].split("\n")) if above else ""


def _ask_about_rows(table: _Table, read: ReadRows, unheard: Sequence[str]) -> set[str]:
    """Ask what the rows leave open; return the columns that wait for an answer.

    Such a column breaks the rules of a figure in every row.
    """
    waiting = {"as_of"} - table.found.place_of.keys()
    waiting |= set() if table.usual.measure else {"measure"}
    table.add([], read.questions)
    if any("counting" in line.row.asks for line in read.lines):
        table.add([], [Question("counting", "", "", 0, COUNTINGS)])
        waiting |= {"counting", "unit"}
    if read.questions:
        rule = "is not the name of an area in this file: see the names that are asked about"
        table.add(Problem(0, "", rule, name) for name in unheard)
    return waiting


def _choices(table: _Table, readers: Readers) -> tuple[Question, ...]:
    """What was decided for the whole of a file, which its reader may decide in another way."""
    choices = list(table.sheet.choices)
    if "measure" not in table.found.place_of:
        choices.append(Question("measure", table.usual.measure, choices=_MEASURES))
    orders = {one.key.replace("_", "-") for one in readers.notes} & set(DAY_ORDERS)
    choices += [Question("dates", order, choices=DAY_ORDERS) for order in sorted(orders)]
    return tuple(choices)


def _hold(lines: Sequence[Line], open_: set[str]) -> None:
    """Add to each row the rules of a figure that it breaks.

    A row that cannot be read breaks them only because it was not read.
    """
    if not lines:
        return
    frame = _frame([line.record for line in lines])
    frame["id"] = [f"{PREFIX}{place}" for place in range(len(frame))]
    unread = [bool(line.row.problems) for line in lines]
    for index, column, rule in breaches(SCHEMA, frame):
        if not unread[index] and column not in open_:
            lines[index].row.wrong(column, rule)


def _settled(read: ReadRows, groups: Sequence[GroupColumn], table: _Table) -> Kept:
    """One line a figure of an area: groups of people, sites and totals among them are settled."""
    sheet, found, told = table.sheet, table.found, table.told
    sites = site_columns(sheet, unused_columns(found))
    whole = keep_whole(read.lines, groups, sites, sheet.file, add_parts=told.add_parts)
    kept = keep_areas(whole.lines, sites, found, sheet.file, add_parts=told.add_parts)
    kept.left = (*whole.left, *kept.left)
    kept.problems = [*whole.problems, *kept.problems]
    # Groups and sites of the same rows are asked about once.
    kept.questions = [*whole.questions, *kept.questions][:1]
    sound = not kept.problems and not any(line.row.problems for line in kept.lines)
    if sound and not kept.questions and not read.questions:
        totals = [line for line in read.totals if is_of_all(line, groups)]
        outside = [line for line in read.outside if is_of_all(line, groups)]
        held = held_totals(totals, kept.lines, outside, found)
        kept.problems += held.problems
        kept.questions += held.questions
    kept.left += left_out("total", "row", (line.number for line in read.totals))
    return kept


def _notes(frame: pd.DataFrame, summed: Sequence[int], unheard: Sequence[str]) -> tuple[Note, ...]:
    """What a reader should look at.

    Args:
        frame: the figures.
        summed: of how many rows each sum is.
        unheard: names that the reader answered for and the file does not have.
    """
    notes = []
    example = frame.loc[frame["publisher"] == EXAMPLE, "file_row"]
    if len(example):
        notes.append(note("example", rows=listed(example)))
    if summed:
        notes.append(note("summed", rows=sum(summed), n=len(summed)))
    of_records = int((frame["basis"] == BASIS).sum())
    if of_records:
        notes.append(note("records", n=of_records))
    stocks = frame[frame["measure"].isin(_STOCKS) & (frame["unit"] == "people")]
    most = stocks[list(NUMBERS)].max(axis=1)
    if (most > _MANY).any():
        lived = round(sum(people_before_the_war().values()), -3)
        if (most > lived).any():
            rows = listed(stocks.loc[most > lived, "file_row"])
            notes.append(note("many", lived=int(lived), rows=rows))
    if unheard:
        notes.append(note("unheard", names=", ".join(name[:40] for name in unheard)))
    return tuple(notes)


def _nothing(read: ReadRows) -> str:
    """Why a file without a figure has none."""
    elsewhere = {name for reason in ("outside", "wider") for _, name in read.left[reason]}
    if not elsewhere and read.left["no_day"]:
        return "has a day in no row that reports a number: fill in the days"
    if not elsewhere:
        return "reports no figure in any row: there is nothing to use"
    named = ", ".join(sorted(elsewhere)[:8]) + (" …" if len(elsewhere) > 8 else "")
    return f"speaks of no area in the Gaza Strip: its rows are of {named}"


def _answers_wrong(areas: Mapping[str, str], measure: str) -> list[Problem]:
    wrong = [
        Problem(0, "", f"cannot be the area {codes[:40]!r}: {known_codes()}", name)
        for name, codes in areas.items()
        if codes and not pc.split(codes) <= pc.KNOWN
    ]
    wrong += [
        Problem(0, "", "is a total, which lies nowhere: leave its rows out", name)
        for name, codes in areas.items()
        if is_total(name) and pc.EXTERIOR in pc.split(codes)
    ]
    if measure and measure not in KIND_OF_MEASURE:
        rule = f"a measure is one of {', '.join(KIND_OF_MEASURE)}, not {measure[:40]!r}"
        wrong.append(Problem(0, "", rule))
    return wrong


def _given_ids(read: ReadRows) -> set[str]:
    """Ids of rows that the file gives, also of those that are left out."""
    return {line.row.text("id") for line in (*read.lines, *read.outside, *read.totals)} - {""}


def _lacking(found: Columns, sheet: Sheet) -> tuple[list[Problem], list[Question]]:
    """What no figure can do without, unless an open question may be it: asked of other columns."""
    asked = {question.proposed for question in found.questions}
    needs = ((("as_of",), "as_of"), (AREAS, "destination"), (NUMBERS, "value"))
    problems, questions = list[Problem](), list[Question]()
    for any_, ours in needs:
        if set(any_) & (found.place_of.keys() | asked):
            continue
        free = [m for m in found.matches if m.given and not m.ours]
        may_be = [m.given for m in free if mostly(sheet.rows, m.place, _HOLDS[ours])]
        if may_be:
            offered = tuple(dict.fromkeys(may_be))[:MOST_OFFERED]
            questions.append(Question("needed", ours, choices=offered))
        else:
            problems.append(Problem(sheet.header_row, "", f"no column holds {NEEDED[ours]}"))
    return problems, questions


_MOMENT = re.compile(r"[1-9]\d{9}(\d{3})?")
"""Seconds or milliseconds since 1970."""


def _is_moment(cell: Cell) -> bool:
    return is_day(cell) or bool(_MOMENT.fullmatch(text_of(cell)))


_HOLDS: dict[str, Callable[[Cell], bool]] = {
    "as_of": _is_moment,
    "destination": lambda cell: isinstance(cell, str) and not is_day(cell) and not is_count(cell),
    "value": is_count,
}
"""What the cells of a column look like that may be what is lacking."""


def _number_rows(
    records: list[dict[str, object]],
    numbers: list[int],
    found: Columns,
    in_file: set[str],
) -> list[Problem]:
    """Give every row its id; say which rows repeat a figure that does not exist.

    A row that repeats one that is left out stands for itself. One from records keeps its id, by
    which it is marked, behind the beginning of a reader's own.
    """
    ids: dict[object, str] = {}
    problems = []
    embedded = set(load_estimates().frame["id"])
    for place, record in enumerate(records, start=1):
        given = record["id"]
        # Other people's ids are of sites or rounds: they matter where a row repeats one.
        if given and given in ids and "repeats" in found.place_of:
            rule = f"{str(given)[:40]!r} occurs more than once: give every row its own id"
            problems.append(Problem(numbers[place - 1], found.given("id"), rule))
        record["id"] = f"{PREFIX}{place:03}"
        if is_records_row(str(given)):
            problems += _kept_from_records(record, str(given), numbers[place - 1], ids, found)
        if given:
            ids[given] = str(record["id"])
    for number, record in zip(numbers, records, strict=True):
        if record["repeats"]:
            given = record["repeats"]
            left = given in in_file and given not in embedded
            record["repeats"] = ids.get(given, "" if left else given)
            if given not in ids and given not in embedded and not left:
                rule = f"{str(given)[:40]!r} is not the id of a figure, here or in this file"
                problems.append(Problem(number, found.given("repeats"), rule))
    return problems


_FROM_RECORDS = re.compile(r"REC-[A-Z0-9][A-Z0-9-]{0,40}-[0-9]{1,7}")
_RECORDS_MEASURES = ("people_present", "movement")


def _kept_from_records(
    record: dict[str, object],
    given: str,
    number: int,
    known: Mapping[object, str],
    found: Columns,
) -> Iterator[Problem]:
    """Give a figure from records its own id back, and say what such a figure cannot be."""
    own = given.removeprefix(PREFIX)
    record["id"] = f"{PREFIX}{own}"
    if not _FROM_RECORDS.fullmatch(own):
        rule = "is no id that nuzuh records gives: bring its file as it was written"
        yield Problem(number, found.given("id"), rule, given)
    if given in known and "repeats" not in found.place_of:
        rule = "occurs more than once: a figure from records stands in one row"
        yield Problem(number, found.given("id"), rule, given)
    if record["publisher"] == PUBLISHER:
        rule = "is empty: a figure from records keeps the publisher of its records"
        yield Problem(number, found.given("publisher"), rule)
    elif record["publisher"] in groups():
        rule = (
            "publishes figures, and these are not published: give the records a name of their "
            "own in their mapping"
        )
        yield Problem(number, found.given("publisher"), rule, str(record["publisher"]))
    if record["measure"] not in _RECORDS_MEASURES:
        rule = f"of a figure from records is {' or '.join(_RECORDS_MEASURES)}"
        yield Problem(number, found.given("measure"), rule)


def _frame(records: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=list(COLUMNS), dtype="object")
    for name in NUMBERS:
        cells = [math.nan if cell is None else cell for cell in frame[name]]
        frame[name] = pd.Series(cells, index=frame.index, dtype="float64")
    for name in DATES:
        days = [pd.NaT if pd.isna(day) else pd.Timestamp(day) for day in frame[name]]
        frame[name] = pd.Series(days, index=frame.index, dtype="datetime64[s]")
    return frame
