"""Why a reader's file was refused: every problem with its place, and every open question."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.decisions import worded
from nuzuh.loaders.user.limits import PROBLEMS_LISTED


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        row: as the reader's program numbers it (the number of a feature in a
            file of polygons); 0 for the file as a whole.
        column: as the reader's file names it; "" for the row as a whole.
        rule: what is wrong, and what to do about it; the same words for every
            cell that is wrong in the same way.
        cell: what stands there, where the rule speaks of it.
        others: how many more rows are wrong in the same way.
    """

    row: int
    column: str
    rule: str
    cell: str = ""
    others: int = 0

    @property
    def told(self) -> str:
        """The rule with the cell it speaks of, and how many more rows break it."""
        cell = f"{self.cell[:40]!r} " if self.cell else ""
        more = f" (and {self.others:,} more like it)" if self.others else ""
        return f"{cell}{self.rule.rstrip('.')}{more}"

    def sentence(self, file: str, unit: str = "row") -> str:
        """Return the problem as one sentence.

        >>> Problem(7, "Total", "a count is never negative").sentence("mine.csv")
        'mine.csv, row 7, column Total: a count is never negative.'
        >>> Problem(7, "Day", "is no day", "5 Octember", others=3).sentence("mine.csv")
        "mine.csv, row 7, column Day: '5 Octember' is no day (and 3 more like it)."
        """
        where = [file, *([f"{unit} {self.row}"] if self.row else [])]
        where += [f"column {self.column}"] if self.column else []
        joint = " " if len(where) == 1 else ": "
        return f"{', '.join(where)}{joint}{self.told}."


def grouped(problems: Sequence[Problem]) -> list[Problem]:
    """Return each kind of problem of a column once, at its first row, in the order of the file.

    >>> [one.others for one in grouped([Problem(n, "Day", "is no day", str(n)) for n in (4, 2)])]
    [1]
    """
    first: dict[tuple[str, str], Problem] = {}
    others: dict[tuple[str, str], int] = {}
    for problem in sorted(set(problems)):
        kind = (problem.column, problem.rule)
        others[kind] = others.get(kind, -1) + 1 + problem.others
        first.setdefault(kind, problem)
    return [replace(problem, others=others[kind]) for kind, problem in first.items()]


_OPTIONS = {
    "kind": "--file-kind",
    "column": "--map",
    "needed": "--map",
    "area": "--area",
    "status": "--status",
    "measure": "--measure",
    "counting": "--counting",
    "dates": "--dates",
    "parts": "--sum",
    "sheet": "--sheet",
    "layer": "--file-layer",
    "encoding": "--encoding",
}
_NAMED = ("column", "area", "status")
"""What is asked of each name apart, and answered by ``name=answer``."""


@dataclass(frozen=True)
class Question:
    """Something the file leaves open, which only the reader can decide.

    Attributes:
        about: what is asked: ``column`` (what does it hold), ``needed`` (which column holds what
            no figure can do without; ``given`` is ours), ``area`` (which area is this
            name), ``status`` (are areas marked with this word orders), ``kind`` (areas or
            orders), ``measure``, ``counting``, ``dates`` (day or month first), ``parts``
            (may rows be added up to their area), ``sheet``, ``layer`` or ``encoding``.
        given: the text in the reader's file that is asked about, whole.
        proposed: our best guess, a column or P-codes; "" without one. It is never taken
            without the reader's word.
        score: how alike they are, 0 to 100.
        choices: what may be answered; "" leaves it out.
        rows: how many rows or features wait for the answer; 0 where that is all of them.
    """

    about: str
    given: str
    proposed: str = ""
    score: int = 0
    choices: tuple[str, ...] = ()
    rows: int = 0

    def option(self, answer: str) -> str:
        """Return the words that give an answer on a command line, ready to be pasted.

        >>> print(Question("area", "Khan Yuniss").option("PS0270"))
        --area 'Khan Yuniss=PS0270'
        """
        option = _OPTIONS[self.about]
        if self.about == "parts":
            return option
        value = f"{self.given}={answer}" if self.about in _NAMED else answer
        value = f"{answer}={self.given}" if self.about == "needed" else value
        return shlex.join(worded(option, value))

    @property
    def sentence(self) -> str:
        """The question as a sentence, with how to answer it on the command line."""
        return _SENTENCES[self.about](self)


def _any_of(question: Question) -> str:
    """Every answer as an option; a long list is told by its first."""
    return ", or ".join(question.option(choice) for choice in question.choices[:4])


def _ask_area(question: Question) -> str:
    leave = question.option("")
    if question.proposed:
        answer = question.option(question.proposed)
        told = f"did you mean {question.proposed}? Say so with {answer}, or leave its rows out with"
    else:
        told = "give its P-codes behind the sign, or leave its rows out as it stands, with"
    return f"the area {question.given!r} is not known: {told} {leave}"


def _ask_column(question: Question) -> str:
    if question.score == 100:
        return (
            f"there is more than one column for {question.proposed}: take {question.given!r} with "
            f"{question.option(question.proposed)}, or leave it out with {question.option('')}"
        )
    alike = f"({question.score} of 100 alike)" if question.score else "by what it holds"
    return (
        f"the column {question.given!r} may be {question.proposed} "
        f"{alike}: confirm with {question.option(question.proposed)}, "
        f"or leave it out with {question.option('')}"
    )


MOST_OFFERED = 40
"""Columns that are offered for what is lacking."""

NEEDED = {
    "as_of": "the day that a figure describes: name one 'date'",
    "destination": "the area: name one 'area'",
    "value": "the number of people: name one 'value'",
    "issued_on": "the day of issue: name one 'issued'",
}
"""What a file cannot do without, by column of ours."""

_SENTENCES: dict[str, Callable[[Question], str]] = {
    "area": _ask_area,
    "column": _ask_column,
    "needed": lambda q: f"no column holds {NEEDED[q.given]}, or say which it is, with {_any_of(q)}",
    "status": lambda q: (
        f"areas are marked {q.given!r}: say whether these are orders, with {_any_of(q)}"
    ),
    "kind": lambda q: (
        f"the file may hold areas or orders ({q.given}): say which, with {_any_of(q)}"
    ),
    "measure": lambda q: (
        f"nothing says what the numbers count: add a column 'measure', or say it with {_any_of(q)}"
    ),
    "counting": lambda q: (
        "nothing says whether movements or people were counted: add a column 'counting', or say "
        f"it with {_any_of(q)}"
    ),
    "dates": lambda q: (
        f"the column {q.given!r} can be read day first or month first in every row: say which, "
        f"with {_any_of(q)}"
    ),
    "parts": lambda q: (
        f"rows are of parts of an area on a day ({q.given}): have them added up with "
        f"{q.option('sum')}, or leave the parts out of the file"
    ),
    "sheet": lambda q: f"several sheets look like tables: choose one with {_any_of(q)}",
    "layer": lambda q: f"the file holds several layers: choose one with {_any_of(q)}",
    "encoding": lambda q: f"the text can be read in more than one way: choose with {_any_of(q)}",
}


class CellError(ValueError):
    """A cell cannot be read in one way only.

    Attributes:
        rule: what is wrong and what to write, in the same words for every such cell.
        cell: what stands there.
    """

    def __init__(self, rule: str, cell: str = "") -> None:
        self.rule, self.cell = rule, cell
        super().__init__(Problem(0, "", rule, cell).told)


class UserDataError(DataError):
    """A reader's file was refused whole.

    The message tells the first problem and how many others there are.

    Attributes:
        problems: what is wrong, each kind of a column once, in the order of the file, at most
            :data:`~nuzuh.loaders.user.limits.PROBLEMS_LISTED`.
        more: how many problems are not listed.
        questions: what the reader may decide; a file may be refused for these alone.
        unit: what ``row`` numbers: ``row`` or ``feature``.
        layout: of the names of its columns or fields, the same for every file that has these;
            "" where the file was refused before they were read.
    """

    layout: str = ""

    def __init__(
        self,
        file: str,
        problems: Sequence[Problem] = (),
        questions: Sequence[Question] = (),
        *,
        unit: str = "row",
    ) -> None:
        ordered = grouped(problems)
        self.problems = tuple(ordered[:PROBLEMS_LISTED])
        self.more = len(ordered) - len(self.problems)
        self.questions = tuple(questions)
        self.unit = unit
        first = ordered[0] if ordered else Problem(0, "", _asked(questions))
        others = len(ordered) + len(self.questions) - 1
        rule = first.told + (f" (and {others} more)" if others > 0 else "")
        super().__init__(file, rule, row=first.row or None, column=first.column or None)
        self.args = (Problem(first.row, first.column, rule).sentence(file, unit),)

    @property
    def sentences(self) -> list[str]:
        """Every problem and question as a sentence, and how many are not listed."""
        told = [problem.sentence(self.file, self.unit) for problem in self.problems]
        told += [f"{question.sentence}." for question in self.questions]
        return told + ([f"And {self.more} more problems."] if self.more else [])


def _asked(questions: Sequence[Question]) -> str:
    return f"leaves a question open: {questions[0].sentence}" if questions else "was refused"
