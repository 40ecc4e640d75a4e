"""What a reader should know of how their file was read: remarks, and what was left out of it.

Both are keys of texts with what fills these in, so that every language says them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True)
class Note:
    """A remark on how a file was read.

    Attributes:
        key: which text says it: ``own.note.<key>`` of the catalogues.
        values: what fills its placeholders in, by name.
    """

    key: str
    values: tuple[tuple[str, str | int], ...] = ()


def note(key: str, **values: str | int) -> Note:
    """Return a remark.

    >>> note("sheet", chosen="Data").values
    (('chosen', 'Data'),)
    """
    return Note(key, tuple(values.items()))


@dataclass(frozen=True)
class LeftOut:
    """Parts of a file that are not used, for one reason.

    Attributes:
        reason: which text says why: ``own.left.<reason>`` of the catalogues.
        unit: what is counted: ``row``, ``feature`` or ``column``.
        numbers: rows or features as the reader's program numbers them; empty for columns.
        names: what they are called in the file, each once; empty where they have no name.
    """

    reason: str
    unit: str
    numbers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many parts were left out."""
        return len(self.names) if self.unit == "column" else len(self.numbers)


def left_out(
    reason: str, unit: str, numbers: Iterable[int] = (), names: Iterable[str] = ()
) -> tuple[LeftOut, ...]:
    """Return what was left out for a reason; nothing when there is nothing.

    >>> left_out("outside", "row", [4, 3], ["Hebron", "Hebron"])[0].numbers
    (3, 4)
    >>> left_out("outside", "row")
    ()
    """
    found = LeftOut(
        reason, unit, tuple(sorted(set(numbers))), tuple(dict.fromkeys(filter(None, names)))
    )
    return (found,) if found.count else ()


def listed(numbers: Iterable[int]) -> str:
    """Return numbers of rows in a line, the first of many.

    >>> listed(range(2, 13))
    '2, 3, 4, 5, 6, 7, 8, 9 …'
    """
    first = list(islice(numbers, 9))
    return ", ".join(map(str, first[:8])) + (" …" if len(first) > 8 else "")
