"""Estimates from a reader's table: every row read, every problem listed, our own rules held."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import (
    COLUMNS,
    KIND_OF_MEASURE,
    SCHEMA,
    complete,
    load_estimates,
)
from nuzuh.loaders.schema import breaches
from nuzuh.loaders.user.cells import Sheet
from nuzuh.loaders.user.columns import Columns, Match, match_columns, measure_of
from nuzuh.loaders.user.decisions import COUNTINGS, Decisions
from nuzuh.loaders.user.gazetteer import known_codes
from nuzuh.loaders.user.groups import GroupColumn, Kept, group_columns, is_of_all, keep_whole
from nuzuh.loaders.user.households import with_households
from nuzuh.loaders.user.layouts import laid_out
from nuzuh.loaders.user.lines import Line, unused_columns
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, listed, note
from nuzuh.loaders.user.parts import keep_areas, site_columns
from nuzuh.loaders.user.readers import DATES, NUMBERS, readers_of
from nuzuh.loaders.user.record import AREAS, Defaults
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError
from nuzuh.loaders.user.rows import ReadRows, answers_unheard, read_rows
from nuzuh.loaders.user.sums import held_totals
from nuzuh.loaders.user.totals import is_total

PREFIX = "OWN-"
"""Begins the id of every row of a reader's file, and of no other."""

EXAMPLE = "Example organisation"
"""The publisher of the template's example row."""

EXAMPLE_AREA = "Example area: delete it"
"""The name of the template's example polygon."""

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
    problems, questions = list(found.problems), list(found.questions)
    measure = told.measure
    problems += _answers_wrong(told.areas, measure)
    place = found.place_of
    problems += _lacking(found, sheet)
    if not measure and "value" in place:
        measure = measure_of(sheet.header[place["value"]], sheet.tags[place["value"]])
    if not measure and "measure" not in place:
        questions.append(Question("measure", "", "", 0, _MEASURES))
    readers = readers_of(sheet, found, told.dates)
    # Rows are the same figure, or parts of one, only when every column and every day is known.
    known = not problems and not found.questions and not readers.waiting
    groups = group_columns(sheet, unused_columns(found))
    questions += readers.questions
    problems += readers.problems
    usual = Defaults(measure, told.counting, unit, sheet.file)
    read = read_rows(sheet, found, readers, groups, told.areas, usual)
    questions += read.questions
    asks_counting = any("counting" in line.row.asks for line in read.lines)
    if asks_counting:
        questions.append(Question("counting", "", "", 0, COUNTINGS))
    unheard = answers_unheard(told.areas, read.texts)
    if read.questions:
        rule = "is not the name of an area in this file: see the names that are asked about"
        problems += [Problem(0, "", rule, name) for name in unheard]
    # A column that is still asked about breaks the rules in every row.
    open_ = {"as_of"} - place.keys() | ({"measure"} if not measure else set())
    open_ |= readers.waiting
    open_ |= {"counting", "unit"} if asks_counting else set()
    _hold(read.lines, open_)
    kept = _settled(read, groups, found, sheet, told) if known else Kept(read.lines)
    _hold([line for line in kept.lines if line.parts], open_)
    problems += [problem for line in kept.lines for problem in line.row.problems]
    problems += kept.problems
    questions += kept.questions
    records, numbers = [line.record for line in kept.lines], [line.number for line in kept.lines]
    problems += _number_rows(records, numbers, found, _given_ids(read))
    if not records and not problems and not questions:
        problems.append(Problem(0, "", _nothing(read)))
    if problems or questions:
        raise UserDataError(sheet.file, problems, questions)
    frame = complete(_frame(records))
    frame["file_row"] = numbers
    notes = _notes(frame, [line.parts for line in kept.lines if line.parts], unheard)
    return ReadFigures(
        frame,
        found.matches,
        (*laid.notes, *readers.notes, *notes),
        (*laid.left_out, *read.left_out, *kept.left),
    )


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


def _settled(
    read: ReadRows,
    groups: Sequence[GroupColumn],
    found: Columns,
    sheet: Sheet,
    told: Decisions,
) -> Kept:
    """One line a figure of an area: groups of people, sites and totals among them are settled."""
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


def _lacking(found: Columns, sheet: Sheet) -> list[Problem]:
    """What no figure can do without, unless an open question may be it."""
    asked = {question.proposed for question in found.questions}
    needs = (
        (("as_of",), "the day that a figure describes", "date"),
        (AREAS, "the area", "area"),
        (NUMBERS, "the number of people", "value"),
    )
    return [
        Problem(
            sheet.header_row,
            "",
            f"no column holds {what}: name one {name!r}, or say which with "
            f"--map 'column={any_[0]}'",
        )
        for any_, what, name in needs
        if not (set(any_) & (found.place_of.keys() | asked))
    ]


def _number_rows(
    records: list[dict[str, object]],
    numbers: list[int],
    found: Columns,
    in_file: set[str],
) -> list[Problem]:
    """Give every row its id; say which rows repeat a figure that does not exist.

    A row that repeats one that is left out stands for itself.
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


def _frame(records: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=list(COLUMNS), dtype="object")
    for name in NUMBERS:
        cells = [math.nan if cell is None else cell for cell in frame[name]]
        frame[name] = pd.Series(cells, index=frame.index, dtype="float64")
    for name in DATES:
        days = [pd.NaT if pd.isna(day) else pd.Timestamp(day) for day in frame[name]]
        frame[name] = pd.Series(days, index=frame.index, dtype="datetime64[s]")
    return frame
