"""Values of an ensemble that are kept on marked days, between which they change evenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Marked:
    """Values over time, read by day like an array, and kept on a few days only.

    Attributes:
        values: on the marked days, shape (members, marked days, columns).
        at: those days, counted from the first one, ascending.

    Example:
        >>> kept = Marked(np.array([[[0.0], [8.0]]], dtype=np.float32), np.array([0, 4]))
        >>> kept[:, 1], kept[:, 3, 0]
        (array([[2.]], dtype=float32), array([6.], dtype=float32))
    """

    values: Values
    at: npt.NDArray[np.int64]

    def __getitem__(self, key: tuple[slice, int] | tuple[slice, int, int]) -> Values:
        """Return a day's values of members, shape (members, columns), or of one column."""
        members, day, *column = key
        right = min(max(int(np.searchsorted(self.at, day)), 1), len(self.at) - 1)
        left = right - 1
        share = np.float32((day - self.at[left]) / max(self.at[right] - self.at[left], 1))
        before, after = self.values[members, left], self.values[members, right]
        on: Values = before * (np.float32(1) - share) + after * share
        return on[:, column[0]] if column else on
