"""Packs the land under orders, as ``unpack.ts`` takes it apart: lists of blocks are no text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from nuzuh.scene.scales import TIMES_ORDERED
from nuzuh.scene.time_map import Land, LandOrder, TimeMap


def land_header(land: Land, index: Callable[[date], int]) -> dict[str, Any]:
    """Return the words of the land: its blocks' numbers, its orders, the scale of their counts.

    Args:
        land: what is drawn.
        index: counts days from the first one of the map.
    """
    return {
        "numbers": [block.number for block in land.blocks],
        "orders": [_order(order, index) for order in land.orders],
        "scale": [
            {"least": least, "colour": colour, "text": text}
            for least, colour, text in zip(
                TIMES_ORDERED.least, TIMES_ORDERED.colours, TIMES_ORDERED.labels(), strict=True
            )
        ],
    }


def _order(order: LandOrder, index: Callable[[date], int]) -> dict[str, Any]:
    told = {name: getattr(order, name) for name in ("id", "order", "kind", "zone", "outline")}
    days = {"asOf": order.as_of, "start": order.start}
    return told | {name: None if day is None else index(day) for name, day in days.items()}


def land_arrays(land: Land, time_map: TimeMap) -> dict[str, npt.NDArray[Any]]:
    """Return the rest as arrays; days and areas are indices.

    ``blockAreas`` and ``blockGiven`` tell of each block in which area it lies and whether its
    shape is exact; ``runs`` of each run its order, its first and last day, and how many blocks
    it surely and possibly covers, whose indices follow each other in ``runBlocks``.
    """
    index = {area.id: place for place, area in enumerate(time_map.areas)}
    runs = [
        (
            run.order,
            (run.start - time_map.first).days,
            (run.end - time_map.first).days,
            len(run.sure),
            len(run.possible),
        )
        for run in land.runs
    ]
    blocks = chain.from_iterable((*run.sure, *run.possible) for run in land.runs)
    return {
        "blockAreas": np.array([index[block.area] for block in land.blocks], dtype=np.uint16),
        "blockGiven": np.array([block.given for block in land.blocks], dtype=np.uint8),
        "runs": np.array(runs, dtype=np.int32).reshape(-1, 5).T,
        "runBlocks": np.array(list(blocks), dtype=np.uint16),
    }
