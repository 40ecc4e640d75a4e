"""A made-up ground: ten blocks of 10 km2, two in each governorate, north to south."""

from __future__ import annotations

import numpy as np

from nuzuh.evidence.ground import Ground, parts_named
from nuzuh.evidence.orders_in_force import OrderBook
from nuzuh.loaders import pcodes as pc

BLOCKS = tuple(str(number) for number in range(1, 11))
KM2 = 10.0


def ground(orders=None, *, behind=None, given=(), places=None):
    """Return the ground; ``behind`` and ``given`` go by number of block, ``places`` hold those."""
    behind = behind or {}
    return Ground(
        blocks=BLOCKS,
        pcodes=tuple(pcode for pcode in pc.GOVERNORATES for _ in range(2)),
        km2=np.full(len(BLOCKS), KM2),
        behind_line=np.array([behind.get(block, 0.0) for block in BLOCKS]),
        given=np.isin(BLOCKS, given),
        parts=parts_named(() if orders is None else orders["blocks"]),
        places={name: np.isin(BLOCKS, blocks) for name, blocks in (places or {}).items()},
    )


def book(orders, shapes=None, **facts):
    """Return orders on that ground."""
    return OrderBook(orders, ground(orders, **facts), shapes)


def named(shares):
    """Return the blocks that are covered at all."""
    return [block for block, share in zip(BLOCKS, shares, strict=True) if share]
