"""What goes wrong with records, said with the file and the line, or the column."""

from __future__ import annotations

from collections.abc import Sequence

from nuzuh.loaders.errors import DataError, one_line

PROBLEMS_LISTED = 20
"""Problems of a mapping that are told one by one."""


class RecordsError(DataError):
    """Records, or the mapping that describes them, were refused whole.

    Args:
        file: the mapping, or a part of the records.
        rule: what is wrong, and what to do.
        line: of the mapping, from 1; None of records.
        column: of the records, where it is known.

    >>> str(RecordsError("records.yaml", "there is no column 'dest'", line=12))
    "records.yaml, line 12: there is no column 'dest'."
    """

    def __init__(
        self, file: str, rule: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        super().__init__(file if line is None else f"{file}, line {line}:", rule, column=column)
        self.file = one_line(file)
        self.line = line


class MappingError(RecordsError):
    """A mapping was refused; the message tells the first problem and how many others there are.

    Args:
        file: its name.
        problems: the line of each and the rule that it breaks, in any order.

    Attributes:
        problems: in the order of the lines.

    >>> str(MappingError("records.yaml", [(9, "no day"), (4, "no name"), (5, "no link")]))
    'records.yaml, line 4: no name (and 2 more).'
    """

    def __init__(self, file: str, problems: Sequence[tuple[int, str]]) -> None:
        self.problems = tuple(sorted(problems))
        line, rule = self.problems[0]
        others = len(self.problems) - 1
        super().__init__(file, rule + (f" (and {others} more)" if others else ""), line=line)

    @property
    def sentences(self) -> list[str]:
        """Every problem as a sentence, and of very many how many are not listed."""
        told = [
            str(RecordsError(self.file, rule, line=line))
            for line, rule in self.problems[:PROBLEMS_LISTED]
        ]
        more = len(self.problems) - len(told)
        return told + ([f"And {more} more problems."] if more else [])
