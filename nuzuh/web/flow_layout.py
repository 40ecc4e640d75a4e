"""Where the flow map and the flow diagram of movements draw what they show, in units of an SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from shapely.geometry.base import BaseGeometry

from nuzuh.scene.arrows import Arrow
from nuzuh.scene.bands import band_between, lanes
from nuzuh.scene.geometry import (
    GOVERNORATES,
    Projection,
    governorate_name,
    label_latitude,
    middle_of,
    outline_of,
    rings,
    way_out,
)
from nuzuh.scene.movement_matrix import MovementMatrix

Point = tuple[float, float]
MAP_SIZE = (560, 470)
_UNITS_PER_KM = 10.6
_WIDEST, _THINNEST = 22.0, 1.4
DIAGRAM_SIZE = (620, 470)
_NODE, _AIR, _SIDE = 12.0, 30.0, 170.0
"""Width of a node, the least room between two, and the room for words on either side."""


@dataclass(frozen=True)
class Land:
    """A governorate on the map: its outline, its name and where that stands, left of the coast."""

    pcode: str
    path: str
    name: str
    at: Point


@dataclass(frozen=True)
class ArrowShape:
    """An arrow on the map.

    Attributes:
        arrow: what it shows.
        outline: as wide as the highest figure.
        inner: as wide as the lowest; "" where that is the same.
        head: the line of an open head; "" for a filled one.
        at: where its number begins, to the right of it.
        leader: the line from its middle to the number.
    """

    arrow: Arrow
    outline: str
    inner: str
    head: str
    at: Point
    leader: str


@dataclass(frozen=True)
class Node:
    """A place in the diagram: as high as the people who left it, or came to it."""

    place: int
    is_origin: bool
    x: float
    top: float
    height: float


@dataclass(frozen=True)
class Ribbon:
    """People from one place to another: as wide as they were many."""

    passage: int
    path: str
    width: float


@cache
def land(lang: str) -> tuple[Land, ...]:
    """Return the governorates, north to south."""
    project = _projection()
    lands = []
    for pcode in GOVERNORATES:
        shape = project.project(outline_of((pcode,)))
        longitude, _ = middle_of((pcode,))
        _, latitude = project(longitude, label_latitude((pcode,)))
        west = min(x for ring in rings(shape) for x, y in ring if abs(y - latitude) < 12)
        name = governorate_name(pcode, lang)
        lands.append(Land(pcode, path_of(shape), name, (round(west - 10, 1), round(latitude, 1))))
    return tuple(lands)


def arrow_shapes(arrows: Sequence[Arrow]) -> list[ArrowShape]:
    """Return the arrows of the map, shaped as in print: see :mod:`nuzuh.draw.arrows`.

    Args:
        arrows: the largest first.
    """
    if not arrows:
        return []
    project, most = _projection(), max(arrow.high for arrow in arrows)
    widths = [max(arrow.high / most * _WIDEST, _THINNEST) for arrow in arrows]
    asides = lanes([(one.origins, one.destinations) for one in arrows], widths, 3.0)
    shapes: list[ArrowShape] = []
    for arrow, width, aside in zip(arrows, widths, asides, strict=True):
        is_open = not arrow.destinations
        start = project(*middle_of(arrow.origins))
        end = project(*(way_out(arrow.origins) if is_open else middle_of(arrow.destinations)))
        band, inner = (
            band_between(start, end, wide, is_open=is_open, unit=4.0, aside=aside)
            for wide in (width, max(arrow.low / most * _WIDEST, _THINNEST))
        )
        east = max(x for x, _ in band.shape.exterior.coords)
        at = _apart((east + 5.0, band.middle[1] + 4.0), [one.at for one in shapes])
        shapes.append(
            ArrowShape(
                arrow,
                path_of(band.shape),
                path_of(inner.shape) if arrow.low < arrow.high else "",
                "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in band.head) if is_open else "",
                at,
                _leader(band.middle, at),
            )
        )
    return shapes


def diagram(matrix: MovementMatrix) -> tuple[list[Node], list[Ribbon]]:
    """Return the flow diagram: origins on the left, destinations on the right.

    What is too small to be told has no ribbon, though it counts in the height of its places.

    Args:
        matrix: the movements.
    """
    width, _ = DIAGRAM_SIZE
    nodes: list[Node] = []
    spent: dict[tuple[int, bool], float] = {}
    scale = _scale(matrix)
    for is_origin in (True, False):
        top = 8.0
        for at, total in enumerate(matrix.totals):
            amount = total.left if is_origin else total.came
            if not amount.rounded:
                continue
            tall = max(amount.people * scale, 2.0)
            x = _SIDE if is_origin else width - _SIDE - _NODE
            nodes.append(Node(at, is_origin, x, round(top, 1), round(tall, 1)))
            spent[at, is_origin] = top
            top += tall + _AIR
    ribbons = []
    for at, one in enumerate(matrix.passages):
        if not one.moved.rounded:
            continue
        wide = one.moved.people * scale
        left, right = spent[one.origin, True], spent[one.destination, False]
        spent[one.origin, True] += wide
        spent[one.destination, False] += wide
        a, b = _SIDE + _NODE, width - _SIDE - _NODE
        bend, (y, z) = (a + b) / 2, (left + wide / 2, right + wide / 2)
        path = f"M{a:.1f} {y:.1f}C{bend:.1f} {y:.1f} {bend:.1f} {z:.1f} {b:.1f} {z:.1f}"
        ribbons.append(Ribbon(at, path, round(max(wide, 1.0), 1)))
    return nodes, ribbons


def _scale(matrix: MovementMatrix) -> float:
    """Units of height a person, with room between the places."""
    sides = [
        [total.left for total in matrix.totals if total.left.rounded],
        [total.came for total in matrix.totals if total.came.rounded],
    ]
    room = DIAGRAM_SIZE[1] - 16 - _AIR * max(len(side) for side in sides)
    most = max((sum(one.people for one in side) for side in sides), default=0.0)
    return room / most if most else 0.0


def path_of(shape: BaseGeometry) -> str:
    """Return a shape as the path of an SVG."""
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z" for ring in rings(shape)
    )


def _projection() -> Projection:
    width, height = MAP_SIZE
    return Projection(width, height, _UNITS_PER_KM, (-6.0, 0.0))


def _leader(middle: Point, number: Point) -> str:
    return f"M{middle[0]:.1f} {middle[1]:.1f}L{number[0] - 3:.1f} {number[1] - 4:.1f}"


def _apart(at: Point, taken: Iterable[Point]) -> Point:
    """The nearest point below or above one at which a number stands on no other."""
    others = list(taken)
    for down in (0, 17, -17, 34, -34, 51, -51):
        here = (round(at[0], 1), round(at[1] + down, 1))
        if all(abs(here[1] - y) > 15 or abs(here[0] - x) > 120 for x, y in others):
            return here
    return (round(at[0], 1), round(at[1], 1))
