"""Ways that nobody, or few, could pass: which flows they hold, and how many they let through.

A *closed* way lets nobody through but those whom somebody counted there; a *restricted* one lets
through those who were counted and a few more. What decides is the table of closures and the
figures that are fitted: a count that is left out opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nuzuh.balance import priors
from nuzuh.balance.flows import THOUSAND
from nuzuh.balance.grid import PAIRS, Grid
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.row_parsing import ordinal, places

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Closure:
    """A way that was shut.

    Attributes:
        id: of the table of closures.
        origins, destinations: P-codes; shut is the way from any of the former to any of the latter.
        first, last: days (ordinals), both included.
        restricted: few could pass, rather than nobody.
    """

    id: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    first: int
    last: int
    restricted: bool

    @property
    def pairs(self) -> tuple[int, ...]:
        """Positions in :data:`nuzuh.balance.grid.PAIRS`."""
        return tuple(
            k
            for k, (a, b) in enumerate(PAIRS)
            if a != b and a in self.origins and b in self.destinations
        )

    def holds(self, o: Observation) -> bool:
        """Whether a figure counts people who passed this way, and no other, while it was shut."""
        return all(
            term.what == "flow"
            and self.first <= term.start <= term.end <= self.last
            and set(term.origins) <= set(self.origins)
            and set(term.destinations) <= set(self.destinations)
            for term in o.point
        )


def read_closures(table: pd.DataFrame | None) -> tuple[Closure, ...]:
    """Return the closures of a table as :func:`nuzuh.loaders.load_closures` gives it.

    Args:
        table: the table; None for no closures.
    """
    if table is None:
        return ()
    return tuple(
        Closure(
            id=str(row["id"]),
            origins=places(row["origins"]),
            destinations=places(row["destinations"]),
            first=ordinal(row["first_day"]),
            last=ordinal(row["last_day"]),
            restricted=row["how"] == "restricted",
        )
        for row in table.to_dict("records")
    )


def contradictory(closures: Sequence[Closure]) -> list[tuple[Closure, Closure]]:
    """Return pairs of closures of which one says *closed* where the other says *restricted*."""
    return [
        (a, b)
        for k, a in enumerate(closures)
        for b in closures[k + 1 :]
        if a.restricted != b.restricted
        and set(a.pairs) & set(b.pairs)
        and max(a.first, b.first) <= min(a.last, b.last)
    ]


def edge_days(closures: Sequence[Closure]) -> set[int]:
    """Return the days at whose end a way was shut or opened: knots of the balance."""
    return {day for one in closures for day in (one.first - 1, one.last)}


class Shut:
    """What closures do to the flows of a grid.

    Args:
        grid: whose knots hold :func:`edge_days`.
        closures: ways that were shut.
        observations: the figures that may open one.

    Attributes:
        cells: which flows a closure holds, shape (knots - 1, pairs).
    """

    def __init__(
        self, grid: Grid, closures: Sequence[Closure], observations: Sequence[Observation]
    ) -> None:
        knots = np.array(grid.knots)
        self._lengths = grid.lengths
        self.cells = np.zeros((grid.count - 1, len(PAIRS)), dtype=bool)
        self._ways: list[tuple[Closure, npt.NDArray[np.int64]]] = []
        for closure in closures:
            steps = np.flatnonzero((knots[:-1] >= closure.first - 1) & (knots[1:] <= closure.last))
            self._ways.append((closure, steps))
            self.cells[np.ix_(steps, np.array(closure.pairs, dtype=np.int64))] = True
        self._counts = [
            (way, i, grid.overlaps(o.point[0].start, o.point[0].end))
            for way, (closure, _) in enumerate(self._ways)
            for i, o in enumerate(observations)
            if not o.unit_share and closure.holds(o)
        ]
        self._people = [max(o.high or 0.0, o.low or 0.0) / THOUSAND for o in observations]
        rows: list[int] = []
        columns: list[int] = []
        self._step = np.array([step for _, steps in self._ways for step in steps], dtype=np.int64)
        self._way = np.array(
            [way for way, (_, steps) in enumerate(self._ways) for _ in steps], dtype=np.int64
        )
        for row, (step, way) in enumerate(zip(self._step, self._way, strict=True)):
            pairs = self._ways[way][0].pairs
            rows += [row] * len(pairs)
            columns += [grid.move(int(step), pair) for pair in pairs]
        shape = (len(self._step), grid.people_size + grid.flow_size)
        self._passing = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)

    def allowed(self, weight: Floats) -> Floats:
        """Return how many may pass, thousands, for each closure and interval in turn.

        Args:
            weight: of each observation; one of weight zero opens nothing.
        """
        counted = np.zeros((len(self._ways), len(self._lengths)))
        for way, i, shares in self._counts:
            if weight[i] > 0.0:
                days = sum(share * self._lengths[step] for step, share in shares)
                for step, share in shares:
                    here = self._people[i] * share * self._lengths[step] / days
                    counted[way, step] = max(counted[way, step], here)
        more = np.array(
            [priors.RESTRICTED_DAY / THOUSAND if one.restricted else 0.0 for one, _ in self._ways]
        )
        most = (1.0 + priors.COUNTED_MARGIN) * counted[self._way, self._step]
        out: Floats = most + more[self._way] * self._lengths[self._step]
        return out

    def nobody(self, allowed: Floats) -> npt.NDArray[np.bool_]:
        """Return which flows are none at all, shape (knots - 1, pairs)."""
        passable = np.zeros_like(self.cells)
        # Of two entries about one way the one that lets more people pass counts.
        for most, step, way in zip(allowed, self._step, self._way, strict=True):
            if most > 0.0:
                passable[step, list(self._ways[way][0].pairs)] = True
        return self.cells & ~passable

    def limits(self, allowed: Floats) -> tuple[sparse.csr_matrix, Floats]:
        """Return rows over the unknowns, and how large each may be, where some may pass."""
        some = np.flatnonzero(allowed > 0.0)
        return self._passing[some], allowed[some]
