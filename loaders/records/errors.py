"""What goes wrong with records, said with the file and the line, or the column."""

from __future__ import annotations

from nuzuh.loaders.errors import DataError


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
        self.line = line
