"""Why a reader's file was refused: every problem with its place, and every open question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.limits import PROBLEMS_LISTED


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        row: as the reader's program numbers it (the number of a feature in a
            file of polygons); 0 for the file as a whole.
        column: as the reader's file names it; "" for the row as a whole.
        rule: what is wrong, and what to do about it.
    """

    row: int
    column: str
    rule: str

    def sentence(self, file: str, unit: str = "row") -> str:
        """Return the problem as one sentence.

        >>> Problem(7, "Total", "a count is never negative").sentence("mine.csv")
        'mine.csv, row 7, column Total: a count is never negative.'
        """
        where = [file, *([f"{unit} {self.row}"] if self.row else [])]
        where += [f"column {self.column}"] if self.column else []
        joint = " " if len(where) == 1 else ": "
        return f"{', '.join(where)}{joint}{self.rule.rstrip('.')}."


@dataclass(frozen=True)
class Question:
    """Something the file leaves open, which only the reader can decide.

    Attributes:
        about: ``column`` (what does this column hold), ``area`` (which area is
            this name) or ``measure`` (what do the numbers count).
        given: the text in the reader's file.
        proposed: our best guess, a column or P-codes; "" without one.
        score: how alike they are, 0 to 100.
        choices: what may be answered.
    """

    about: str
    given: str
    proposed: str
    score: int
    choices: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The question as a sentence, with how to answer it on the command line."""
        shown = self.given[:60]
        if self.about == "measure":
            return (
                "nothing says what the numbers count: add a column 'measure', "
                "or say it with --measure people_present (or idps, sheltered, movement)"
            )
        if self.about == "area":
            guess = f"did you mean {self.proposed}? Say so" if self.proposed else "say which it is"
            answer = f"{shown}={self.proposed or 'PCODE'}"
            return f"the area {shown!r} is not known: {guess} with --area {answer!r}"
        return (
            f"the column {shown!r} may be {self.proposed} ({self.score} of 100 alike): "
            f"confirm with --map {f'{shown}={self.proposed}'!r}, "
            f"or leave it out with --map {shown + '='!r}"
        )


class UserDataError(DataError):
    """A reader's file was refused whole.

    The message tells the first problem and how many others there are.

    Attributes:
        problems: what is wrong, in the order of the file, at most
            :data:`~nuzuh.loaders.user.limits.PROBLEMS_LISTED`.
        more: how many problems are not listed.
        questions: what the reader may decide; a file may be refused for these alone.
        unit: what ``row`` numbers: ``row`` or ``feature``.
    """

    def __init__(
        self,
        file: str,
        problems: Sequence[Problem] = (),
        questions: Sequence[Question] = (),
        *,
        unit: str = "row",
    ) -> None:
        ordered = sorted(set(problems))
        self.problems = tuple(ordered[:PROBLEMS_LISTED])
        self.more = len(ordered) - len(self.problems)
        self.questions = tuple(questions)
        self.unit = unit
        first = ordered[0] if ordered else Problem(0, "", _asked(questions))
        others = len(ordered) + len(self.questions) - 1
        rule = first.rule + (f" (and {others} more)" if others > 0 else "")
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
