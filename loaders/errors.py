"""What goes wrong with data, said in the reader's words."""

from __future__ import annotations

import copyreg
import re

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(name: str) -> str:
    r"""Return a name that somebody gave a file, without what would break a sentence or a table.

    >>> one_line("mine\n# two.csv")
    'mine # two.csv'
    """
    return _BREAKS.sub(" ", name)


class DataError(ValueError):
    """A file of data was refused whole.

    The message is one sentence that names the file, the row and column where
    they are known, and the rule that was broken, so that it can be shown to a
    reader as it stands.

    Examples:
        >>> str(DataError("estimates.csv", "is not the file that was published"))
        'estimates.csv is not the file that was published.'
        >>> str(DataError("estimates.csv", "a count is never negative", row=12, column="value"))
        'estimates.csv, row 12, column value: a count is never negative.'
    """

    def __init__(
        self, file: str, rule: str, *, row: int | None = None, column: str | None = None
    ) -> None:
        self.file = one_line(file)
        self.rule = rule.rstrip(".")
        self.row = row
        self.column = column
        where = [self.file]
        if row is not None:
            where.append(f"row {row}")
        if column is not None:
            where.append(f"column {column}")
        joint = " " if len(where) == 1 else ": "
        end = "" if self.rule.endswith("?") else "."
        super().__init__(f"{', '.join(where)}{joint}{self.rule}{end}")

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle what it holds: it is not made anew from its message."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class RefusedError(Exception):
    """What the reader asked for cannot be done; the message is one sentence.

    Attributes:
        key: which refusal it is, for who says it in other words; "" for one that no
            page meets.
        parts: the days and names that it tells.
    """

    def __init__(self, message: str = "", key: str = "", **parts: object) -> None:
        super().__init__(message)
        self.key, self.parts = key, parts

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle what it holds: the classes below it are made of other things."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]
