"""Where each order lies: the blocks that it covers, surely and possibly, and how that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from nuzuh.evidence.ground import Cover, Floats, Ground, blocks_named
from nuzuh.evidence.order_places import places_in
from nuzuh.loaders import pcodes as pc

Outline = Literal["given", "blocks", "places", "governorate", "none"]
"""How the area of an order is known: from exact outlines; from the approximate cells of the
blocks that it names; from those of places; no closer than by governorate; not at all."""

_WHOLE = re.compile(r"\ball areas (north|south) of Wadi Gaza\b", re.IGNORECASE)
_SITE = re.compile(r"\bhospitals?\b|\bschools?\b|\(site\)", re.IGNORECASE)
"""An order for single buildings is of no area that could be drawn."""
_WAY = re.compile(r"\broads?\b|\bcrossings?\b", re.IGNORECASE)
"""Whoever opens a road or a crossing gives no land back."""


@dataclass(frozen=True, eq=False)
class OrderArea:
    """The area of an order.

    Attributes:
        id: row of the table of orders.
        outline: how it is known.
        cover: what it covers, at least and at most.
        unknown: numbers that no block has, and names of no known place.
        km2: its area, at least and at most.
        whole: it names all of its governorates.
    """

    id: str
    outline: Outline
    cover: Cover
    unknown: tuple[str, ...]
    km2: tuple[float, float]
    whole: bool = False


def order_area(row: Any, ground: Ground, shapes: Mapping[str, Floats]) -> OrderArea:
    """Return where an order lies.

    A reader's outline comes first, then blocks, then places, then governorates. An order
    for "all areas north of Wadi Gaza" covers its governorates whole.

    Args:
        row: an order, with ``id``, ``kind``, ``term``, ``areas``, ``pcodes`` and ``blocks``.
        ground: the blocks.
        shapes: the share of each block that a reader's outline covers, by the order's id.
    """
    inside = ground.governorates(pc.split(row.pcodes))
    if row.id in shapes:
        return _area(row.id, "given", Cover.of(shapes[row.id]), (), ground)
    named = blocks_named(row.blocks)
    if named:
        cover, unknown = ground.of_blocks(named)
        exact = bool(cover) and bool(ground.given[cover.high > 0].all())
        return _area(row.id, "given" if exact else "blocks", cover, unknown, ground)
    if _WHOLE.search(row.areas):
        return replace(_area(row.id, "governorate", Cover.of(inside), (), ground), whole=True)
    is_way = row.kind == "rescission" and _WAY.search(row.areas)
    if is_way or _SITE.search(f"{row.areas} {row.term}"):
        return _area(row.id, "none", ground.nothing, (), ground)
    land, unknown = places_in(row.areas, ground.places)
    if land is not None:
        kept = land & inside if inside.any() else land
        return _area(row.id, "places", _possible(kept if kept.any() else land), unknown, ground)
    return _area(
        row.id, "governorate" if inside.any() else "none", _possible(inside), unknown, ground
    )


def _possible(blocks: Any) -> Cover:
    return Cover.of(np.zeros(len(blocks)), blocks)


def _area(
    identity: str, outline: Outline, cover: Cover, unknown: tuple[str, ...], ground: Ground
) -> OrderArea:
    return OrderArea(identity, outline, cover, unknown, ground.area(cover))


def order_areas(
    orders: pd.DataFrame, ground: Ground, shapes: Mapping[str, Floats] | None = None
) -> dict[str, OrderArea]:
    """Return where each order, rescission and zone lies, by its id.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        ground: the blocks.
        shapes: the share of each block that a reader's outline covers, by the order's id.
    """
    known = shapes or {}
    return {row.id: order_area(row, ground, known) for row in orders.itertuples(index=False)}
