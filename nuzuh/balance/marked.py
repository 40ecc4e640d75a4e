"""Values of an ensemble that are kept on marked days, between which they change evenly."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Values = npt.NDArray[np.float32]

UNIT = 250.0
"""People per stored step: finer than any reconstructed figure can bear."""
MOST_DAYS = 200


def marked_days(flows: Floats, most: int = MOST_DAYS) -> npt.NDArray[np.int64]:
    """Return the days between which movement is even, so that a straight line loses nothing.

    Args:
        flows: people who moved on each day, shape (T, pairs).
        most: keep at most so many, those with the largest change of movement.
    """
    change = np.abs(np.diff(flows, axis=0)).sum(axis=1)
    days = np.flatnonzero(change > 0.0)
    if len(days) > most - 2:
        days = days[np.argsort(change[days])[-(most - 2) :]]
    return np.unique(np.concatenate([[0], days, [len(flows) - 1]])).astype(np.int64)


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

    @property
    def steps(self) -> npt.NDArray[np.int32]:
        """The values in steps of :data:`UNIT`, rounded; of :meth:`stepped` nothing is lost."""
        return np.rint(self.values / np.float32(UNIT)).astype(np.int32)

    def stepped(self) -> Marked:
        """Return the values rounded to steps of :data:`UNIT`, as files and browsers keep them."""
        whole = self.steps.astype(np.float32) * np.float32(UNIT)
        return self if np.array_equal(whole, self.values) else replace(self, values=whole)

    def __getitem__(self, key: tuple[slice, int] | tuple[slice, int, int]) -> Values:
        """Return a day's values of members, shape (members, columns), or of one column."""
        members, day, *column = key
        right = min(max(int(np.searchsorted(self.at, day)), 1), len(self.at) - 1)
        left = right - 1
        share = np.float32((day - self.at[left]) / max(self.at[right] - self.at[left], 1))
        before, after = self.values[members, left], self.values[members, right]
        on: Values = before * (np.float32(1) - share) + after * share
        return on[:, column[0]] if column else on
