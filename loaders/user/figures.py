"""Estimates from a reader's table: every row read, every problem listed, our own rules held."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
from nuzuh.loaders.user.columns import Columns, Match, match_columns, measure_of
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.limits import PROBLEMS_LISTED
from nuzuh.loaders.user.names import ask_about
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, listed, note
from nuzuh.loaders.user.record import DATES, NUMBERS, Row, known_codes, record_of
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError
from nuzuh.loaders.user.sheet import Sheet

PREFIX = "OWN-"
"""Begins the id of every row of a reader's file, and of no other."""

EXAMPLE = "Example organisation"
"""The publisher of the template's example row."""

EXAMPLE_AREA = "Example area: delete it"
"""The name of the template's example polygon."""


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
    found = match_columns(sheet.header, sheet.tags, "estimates", told.columns)
    problems, questions = list(found.problems), list(found.questions)
    measure = told.measure
    problems += _answers_wrong(told.areas, measure)
    place = found.place_of
    problems += _lacking(found, sheet)
    if not measure and "value" in place:
        measure = measure_of(sheet.header[place["value"]], sheet.tags[place["value"]])
    if not measure and "measure" not in place:
        questions.append(Question("measure", "", "", 0, tuple(KIND_OF_MEASURE)))
    records, silent, numbers, unknown = [], [], [], dict[str, None]()
    for number, cells in sheet.rows:
        row = Row(number, cells, found)
        record = record_of(row, measure, told.areas, unknown, sheet.file)
        if record is None:
            silent.append(number)
        else:
            records.append(record)
            numbers.append(number)
        problems += row.problems
    # What is not asked now is asked once these are answered.
    questions += [ask_about(name) for name in list(unknown)[:PROBLEMS_LISTED]]
    problems += _number_rows(records, numbers, found)
    if not records:
        if not problems:
            problems.append(Problem(0, "", "reports no figure in any row: there is nothing to use"))
        raise UserDataError(sheet.file, problems, questions)
    frame = _frame(records)
    # A row that cannot be read breaks rules only because it was not read, and a
    # column that is still asked about breaks them in every row.
    unread = {problem.row for problem in problems}
    open_ = {"as_of"} - place.keys() | ({"measure"} if not measure else set())
    problems += [
        Problem(numbers[index] if index >= 0 else 0, found.given(column), rule)
        for index, column, rule in breaches(SCHEMA, frame)
        if numbers[index] not in unread and column not in open_
    ]
    if problems or questions:
        raise UserDataError(sheet.file, problems, questions)
    frame = complete(frame)
    frame["file_row"] = numbers
    example = [n for n, who in zip(numbers, frame["publisher"], strict=True) if who == EXAMPLE]
    notes = (note("example", rows=listed(example)),) if example else ()
    return ReadFigures(frame, found.matches, notes, left_out("silent", "row", silent))


def _answers_wrong(areas: Mapping[str, str], measure: str) -> list[Problem]:
    wrong = [
        Problem(0, "", f"the area {name[:40]!r} cannot be {codes[:40]!r}: {known_codes()}")
        for name, codes in areas.items()
        if not codes or not pc.split(codes) <= pc.KNOWN
    ]
    if measure and measure not in KIND_OF_MEASURE:
        rule = f"a measure is one of {', '.join(KIND_OF_MEASURE)}, not {measure[:40]!r}"
        wrong.append(Problem(0, "", rule))
    return wrong


def _lacking(found: Columns, sheet: Sheet) -> list[Problem]:
    """What no figure can do without, unless an open question may be it."""
    asked = {question.proposed for question in found.questions}
    needs = (
        (("as_of",), "the day that a figure describes", "date"),
        (("destination", "destination_pcodes"), "the area", "area"),
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
    records: list[dict[str, object]], numbers: list[int], found: Columns
) -> list[Problem]:
    """Give every row its id; say which rows repeat a figure that does not exist."""
    ids: dict[object, str] = {}
    problems = []
    embedded = set(load_estimates().frame["id"])
    for place, record in enumerate(records, start=1):
        given = record["id"]
        if given and given in ids:
            rule = f"{str(given)[:40]!r} occurs more than once: give every row its own id"
            problems.append(Problem(numbers[place - 1], found.given("id"), rule))
        record["id"] = f"{PREFIX}{place:03}"
        if given:
            ids[given] = str(record["id"])
    for number, record in zip(numbers, records, strict=True):
        if record["repeats"]:
            given = record["repeats"]
            record["repeats"] = ids.get(given, given)
            if given not in ids and given not in embedded:
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
