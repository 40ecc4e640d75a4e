"""The land that orders are about, in numbered blocks that tile it, and how much of each is covered.

What an order covers is told block by block with a low and a high end: a share of the block
that it surely covers, and one that it may cover. A block that is named whole is covered whole;
of one of which a part is named (89.2) it is not known how large the part is: between nothing
and all of it. So unions of orders have a low and a high end, too, and nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.loaders import pcodes as pc

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_DRAWN = 0.5
"""A map draws blocks whole or not at all: those that are covered by this part of them, or more."""


@dataclass(frozen=True, eq=False)
class Cover:
    """How much of each block is covered: shares from 0 to 1, at least and at most.

    Attributes:
        low: surely covered, shape (blocks,).
        high: possibly covered, nowhere less than ``low``.
    """

    low: Floats
    high: Floats

    @classmethod
    def of(cls, low: npt.ArrayLike, high: npt.ArrayLike | None = None) -> Cover:
        """Return a cover of these shares; with one set, what is possible is sure."""
        sure = np.asarray(low, dtype=np.float64)
        return cls(sure, sure if high is None else np.maximum(sure, np.asarray(high, np.float64)))

    def less(self, other: Cover) -> Cover:
        """Return what is left of this after another one is taken out of it.

        Of a block of which both cover a part, the parts may lie on each other or side by side.
        """
        return Cover(np.maximum(self.low - other.high, 0.0), np.minimum(self.high, 1 - other.low))

    @property
    def sure(self) -> Bools:
        """The blocks that a map draws as surely covered: of which half or more surely is."""
        return self.low >= _DRAWN

    @property
    def possible(self) -> Bools:
        """The blocks that a map draws as possibly covered: half or more may be, and is not sure."""
        return (self.high >= _DRAWN) & ~self.sure

    def __bool__(self) -> bool:
        """Whether it covers any land at all, be it possibly."""
        return bool(self.high.any())


def union(covers: Iterable[Cover], blocks: int) -> Cover:
    """Return what covers cover together: each piece of land once.

    Two covers of a part of one block may lie on each other or side by side: together they
    cover at least the larger and at most their sum.

    >>> both = union([Cover.of([1, 0.0, 0.2]), Cover.of([1, 0.5, 0.3])], 3)
    >>> both.low.tolist(), both.high.tolist()
    ([1.0, 0.5, 0.3], [1.0, 0.5, 0.5])
    """
    low, high = np.zeros(blocks), np.zeros(blocks)
    for cover in covers:
        np.maximum(low, cover.low, out=low)
        high += cover.high
    return Cover(low, np.minimum(high, 1.0))


@dataclass(frozen=True, eq=False)
class Ground:
    """The numbered blocks of the Strip.

    Attributes:
        blocks: their numbers.
        pcodes: the governorate of each.
        km2: area of each.
        behind_line: the share of each behind the yellow line of 19 October 2025; nan
            where that is not known.
        given: which have an exact outline, brought by the operator.
        parts: the parts of each block that any order names, by its number.
        places: which blocks a named place covers, by its plain name.
    """

    blocks: tuple[str, ...]
    pcodes: tuple[str, ...]
    km2: Floats
    behind_line: Floats
    given: Bools
    parts: Mapping[str, frozenset[str]]
    places: Mapping[str, Bools]

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each block by its number."""
        return {block: place for place, block in enumerate(self.blocks)}

    @cached_property
    def within(self) -> dict[str, Bools]:
        """Which blocks lie in each governorate."""
        pcodes = np.array(self.pcodes)
        return {pcode: pcodes == pcode for pcode in pc.GOVERNORATES}

    @cached_property
    def nothing(self) -> Cover:
        """The cover of no land."""
        return Cover.of(np.zeros(len(self.blocks)))

    def governorates(self, pcodes: Iterable[str]) -> Bools:
        """Return which blocks lie in any of some governorates."""
        inside = np.zeros(len(self.blocks), dtype=bool)
        for pcode in pcodes:
            if pcode in self.within:
                inside |= self.within[pcode]
        return inside

    def area(self, cover: Cover, inside: Bools | None = None) -> tuple[float, float]:
        """Return the area of a cover in km2, at least and at most.

        Args:
            cover: what is covered.
            inside: the blocks that count; all when None.
        """
        km2 = self.km2 if inside is None else np.where(inside, self.km2, 0.0)
        return float(km2 @ cover.low), float(km2 @ cover.high)

    def percent(self, cover: Cover, inside: Bools | None = None) -> tuple[float, float]:
        """Return the share of the land that is covered in percent, at least and at most."""
        whole = float(self.km2.sum() if inside is None else self.km2[inside].sum())
        low, high = self.area(cover, inside)
        return 100 * low / whole, 100 * high / whole

    def of_blocks(self, named: Iterable[str]) -> tuple[Cover, tuple[str, ...]]:
        """Return what blocks and parts of blocks cover, and the numbers that no block has.

        A block is covered whole when it is named, or when all of its parts that any
        order names are: at least two.
        """
        sure, possible = np.zeros(len(self.blocks)), np.zeros(len(self.blocks))
        parts: dict[str, set[str]] = {}
        unknown = []
        for name in named:
            block = whole_block(name)
            if block not in self.index:
                unknown.append(name)
                continue
            at = self.index[block]
            possible[at] = 1.0
            if name == block:
                sure[at] = 1.0
            else:
                parts.setdefault(block, set()).add(name)
        for block, some in parts.items():
            if len(some) > 1 and frozenset(some) == self.parts.get(block):
                sure[self.index[block]] = 1.0
        return Cover.of(sure, possible), tuple(unknown)


def whole_block(block: str) -> str:
    """Return the block that a part belongs to; a whole block itself.

    >>> whole_block("89.2"), whole_block("89")
    ('89', '89')
    """
    return block.partition(".")[0]


def blocks_named(cell: str) -> tuple[str, ...]:
    """Return the blocks that a cell of the table of orders names, each once.

    >>> blocks_named("10; 2231.1; 10")
    ('10', '2231.1')
    """
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def parts_named(cells: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the parts of each block that some cells name, by the number of the block."""
    found: dict[str, set[str]] = {}
    for cell in cells:
        for name in blocks_named(cell):
            if name != whole_block(name):
                found.setdefault(whole_block(name), set()).add(name)
    return {block: frozenset(parts) for block, parts in found.items()}


def ground_of(
    block_map: pd.DataFrame, orders: pd.DataFrame, places: Mapping[str, Bools] | None = None
) -> Ground:
    """Return the ground of a map of blocks.

    Args:
        block_map: the table of :func:`nuzuh.loaders.block_map.load_block_map`.
        orders: the table of orders: which parts of blocks there are, they tell.
        places: which blocks a named place covers, see :mod:`nuzuh.evidence.order_places`.
    """
    return Ground(
        blocks=tuple(block_map["block"]),
        pcodes=tuple(block_map["pcode"]),
        km2=block_map["area_km2"].to_numpy(np.float64),
        behind_line=block_map["behind_yellow_line_2025_10"].to_numpy(np.float64),
        given=block_map["given"].to_numpy(bool),
        parts=parts_named(orders["blocks"]),
        places=places or {},
    )
