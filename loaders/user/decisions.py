"""What only the reader can say about their file: the same on the page and in a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError

from nuzuh.loaders.errors import DataError


def _answers(kind: object) -> tuple[str, ...]:
    return tuple(answer for answer in get_args(kind) if answer)


Counting = Literal["", "people", "movements"]
DayOrder = Literal["", "day-first", "month-first"]
Kind = Literal["", "estimates", "areas", "orders"]
Status = Literal["in", "out"]

KINDS = _answers(Kind)
"""What a file may hold."""

DAY_ORDERS = _answers(DayOrder)
"""In which order 03/04/2025 names its day and month."""

COUNTINGS = _answers(Counting)
"""What a movement counts: everyone once, or a person each time they move."""

STATUS_ANSWERS = _answers(Status)
"""Whether areas that are marked with a word are orders."""


_BY_NAME = {"column": "columns", "area": "areas", "status": "status"}
_WHOLE = {"layer": "file_layer"}


@dataclass(frozen=True)
class Decisions:
    """The reader's answers; each is an option of the command line by the same name.

    Attributes:
        kind: ``estimates``, ``areas`` or ``orders``; "" where the file tells (``--file-kind``).
        columns: our column by the reader's name for it; "" leaves theirs out (``--map``).
        areas: P-codes, joined by spaces, by the reader's name of an area; "" leaves its
            rows out (``--area``).
        measure: what the numbers count, where the file does not say (``--measure``).
        counting: one of :data:`COUNTINGS`; "" where the file says it (``--counting``).
        dates: one of :data:`DAY_ORDERS`; "" where the file tells (``--dates``).
        add_parts: whether rows of parts (sites, camps, blocks, groups of people) are
            added up to their area (``--sum``).
        status: one of :data:`STATUS_ANSWERS` by a word that marks areas (``--status``).
        sheet: which sheet of a workbook to read; "" for the one that looks most like a
            table (``--sheet``).
        file_layer: which layer of a file of several (``--file-layer``).
        encoding: how a text file is written; "" where its bytes tell (``--encoding``).
    """

    kind: Kind = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    counting: Counting = ""
    dates: DayOrder = ""
    add_parts: bool = False
    status: Mapping[str, Status] = field(default_factory=dict)
    sheet: str = ""
    file_layer: str = ""
    encoding: str = ""

    def with_answer(self, about: str, given: str, answer: str) -> Decisions:
        """Return the decisions with the answer to one question.

        Args:
            about: what was asked, see :class:`nuzuh.loaders.user.refusal.Question`.
            given: the text in the file that was asked about.
            answer: one of the choices.

        >>> Decisions().with_answer("area", "Total", "").areas
        {'Total': ''}
        """
        changed: dict[str, Any]
        if about in _BY_NAME:
            name = _BY_NAME[about]
            changed = {name: {**getattr(self, name), given: answer}}
        elif about == "needed":
            changed = {"columns": {**self.columns, answer: given}}
        elif about == "parts":
            changed = {"add_parts": answer == "sum"}
        else:
            changed = {_WHOLE.get(about, about): answer}
        return replace(self, **changed)

    def arguments(self) -> tuple[str, ...]:
        """Return the words of a command line that say the same.

        >>> Decisions(areas={"Total": ""}, add_parts=True).arguments()
        ('--area', 'Total=', '--sum')
        """
        words: list[str] = []
        for option, answers in (
            ("--map", self.columns),
            ("--area", self.areas),
            ("--status", self.status),
        ):
            for given, answer in answers.items():
                words += worded(option, f"{given}={answer}")
        for option, answer in (
            ("--file-kind", self.kind),
            ("--measure", self.measure),
            ("--counting", self.counting),
            ("--dates", self.dates),
            ("--sheet", self.sheet),
            ("--file-layer", self.file_layer),
            ("--encoding", self.encoding),
        ):
            words += worded(option, answer) if answer else ()
        return (*words, *(["--sum"] if self.add_parts else []))


def answers_to_json(decisions: Decisions) -> bytes:
    """Return the answers as a file that keeps them for the next one of the same layout.

    >>> answers_to_json(Decisions(dates="day-first"))
    b'{"dates":"day-first"}'
    """
    return TypeAdapter(Decisions).dump_json(decisions, exclude_defaults=True)


def answers_from_json(content: bytes, file: str) -> Decisions:
    """Return the answers in a file that :func:`answers_to_json` wrote.

    Args:
        content: bytes of the file.
        file: its name, for messages.

    Raises:
        DataError: when it holds no answers; it says which entry is wrong.

    >>> answers_from_json(b'{"add_parts": true}', "answers.json").add_parts
    True
    """
    try:
        return TypeAdapter(Decisions).validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))[:80]
        told = f"{where}: {first['msg']}" if where else first["msg"]
        raise DataError(file, f"holds no answers that could be read ({told})") from error


def worded(option: str, value: str) -> tuple[str, ...]:
    """Return an option with its value as words of a command line.

    A value that looks like an option itself stands behind a sign.

    >>> worded("--area", "Rafah="), worded("--area", "-x=")
    (('--area', 'Rafah='), ('--area=-x=',))
    """
    return (f"{option}={value}",) if value.startswith("-") else (option, value)
