"""Arrows of movement in a frame: as in print, each with its number.

An arrow's width is its number, in proportion to the largest of all frames:
people do not seem to grow fewer because others are counted later.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import shapely
from matplotlib.artist import Artist
from matplotlib.patches import PathPatch, Rectangle
from shapely.geometry.base import BaseGeometry

from maps.arrows import Arrow
from maps.bands import Band, band_between, lanes
from maps.geometry import middle_of, way_out
from maps.moving.patterns import path_of
from maps.moving.scenery import Scenery

Bounds = tuple[float, float, float, float]
"""Left, upper, right and lower end of something on the frame."""
_WIDEST = 1.0
"""Width of the largest arrow, in sizes of type of a number's label."""
_PEOPLE, _COUNTS = 0.88, 0.5
"""Opacity of people who moved, and of movements counted."""
_LEADING = 1.25
_NEAR = 9.0
"""How far from its arrow a number may stand, in sizes of its type, rather than on arrows."""


def draw_movements(
    scenery: Scenery, arrows: Sequence[Arrow], taken: Sequence[Bounds]
) -> Iterator[Artist]:
    """Yield the arrows of a frame, and then their numbers.

    Args:
        scenery: of the picture.
        arrows: the largest first.
        taken: where words stand already.
    """
    widths = [_width(scenery, arrow.high) for arrow in arrows]
    ways = [(arrow.origins, arrow.destinations) for arrow in arrows]
    asides = lanes(ways, widths, 0.3 * scenery.layout.number)
    bands = [
        _band(scenery, arrow, arrow.high, aside)
        for arrow, aside in zip(arrows, asides, strict=True)
    ]
    for arrow, band, aside in zip(arrows, bands, asides, strict=True):
        yield from _arrow(scenery, arrow, band, aside)
    whole = shapely.union_all([band.shape for band in bands])
    occupied = list(taken)
    numbers = [
        _number(scenery, arrow, band, whole, occupied)
        for arrow, band in zip(arrows, bands, strict=True)
    ]
    # No line to a number crosses another one.
    yield from (line for lines, _ in numbers for line in lines)
    yield from (item for _, items in numbers for item in items)


def _width(scenery: Scenery, value: float) -> float:
    largest = max(arrow.high for arrow in scenery.story.arrows)
    return max(value / largest * _WIDEST * scenery.layout.number, 1.6)


def _band(scenery: Scenery, arrow: Arrow, value: float, aside: float) -> Band:
    place = scenery.layout.projection
    end = middle_of(arrow.destinations) if arrow.destinations else way_out(arrow.origins)
    return band_between(
        place(*middle_of(arrow.origins)),
        place(*end),
        _width(scenery, value),
        is_open=not arrow.destinations,
        unit=0.14 * scenery.layout.number,
        aside=aside,
    )


def _arrow(scenery: Scenery, arrow: Arrow, band: Band, aside: float) -> Iterator[Artist]:
    if arrow.reconstructed:
        yield from _hollow(scenery, band.shape, _width(scenery, arrow.high))
        return
    inner = _band(scenery, arrow, arrow.low, aside)
    yield from _filled(scenery, band.shape, inner.shape, counts=arrow.counts)
    if band.head:
        yield scenery.pen.lines(shapely.LineString(band.head), scenery.palette.accent, 3.4)


def _hollow(scenery: Scenery, shape: BaseGeometry, width: float) -> Iterator[Artist]:
    """A reconstructed arrow: hollow, its outline broken where it is wide enough for one."""
    accent = scenery.palette.accent
    if width < 4:
        yield _patch(scenery, shape, accent, opacity=0.6)
        return
    yield _patch(scenery, shape, scenery.palette.paper, opacity=0.78)
    yield scenery.pen.lines(shape.boundary, accent, 1.6, (5.0, 2.4))


def _filled(
    scenery: Scenery, shape: BaseGeometry, inner: BaseGeometry, *, counts: bool
) -> Iterator[Artist]:
    """A published arrow: full to its lowest figure, within the outline of its highest."""
    accent, paper = scenery.palette.accent, scenery.palette.paper
    yield _patch(scenery, shape, paper, opacity=0.78)
    yield _patch(scenery, inner, accent, opacity=_COUNTS if counts else _PEOPLE)
    yield scenery.pen.lines(shape.boundary, accent, 1.0)


def _patch(scenery: Scenery, shape: BaseGeometry, colour: str, *, opacity: float) -> Artist:
    patch = PathPatch(path_of(shape), facecolor=colour, edgecolor="none", alpha=opacity)
    return scenery.pen.own(patch)


def _number(
    scenery: Scenery, arrow: Arrow, band: Band, bands: BaseGeometry, occupied: list[Bounds]
) -> tuple[list[Artist], list[Artist]]:
    """The line to an arrow's number, and the number.

    It stands where neither words nor, if possible, an arrow does.
    """
    pen, palette = scenery.pen, scenery.palette
    size = scenery.layout.note * (1.0 if arrow.low == arrow.high else 0.82)
    lines = [(text, True) for text in pen.wrapped(arrow.number, 17 * size, size, bold=True)]
    if not arrow.destinations:
        lines.append((scenery.words("arrow.elsewhere"), False))
    wide = max(pen.width_of(text, size, bold) for text, bold in lines) + 0.6 * size
    high = _LEADING * size * len(lines) + 0.3 * size
    places = [box for box in _places(band.middle, wide, high, size) if _fits(scenery, box)]
    free = [box for box in places if not any(_meet(box, other) for other in occupied)]
    if not free:
        places += _everywhere(scenery, band.middle, wide, high)
        free = [box for box in places if not any(_meet(box, other) for other in occupied)]
    point = shapely.Point(band.middle)
    near = [box for box in free if point.distance(shapely.box(*box)) <= _NEAR * size]
    clear = [box for box in near if not bands.intersects(shapely.box(*box))]
    # A number is never left out: where there is no room it stands on words.
    left, top, right, bottom = (clear or free or places)[0]
    occupied.append((left, top, right, bottom))
    x, y = band.middle
    edge = (min(max(x, left), right), min(max(y, top), bottom))
    way = shapely.LineString([edge, (x, y)])
    lead = [pen.lines(way, palette.ink, 0.9)] if edge != (x, y) else []
    box = Rectangle(
        (left, top), right - left, bottom - top, facecolor=palette.paper, edgecolor="none"
    )
    box.set_alpha(0.86)
    number: list[Artist] = [pen.own(box)]
    for count, (text, bold) in enumerate(lines):
        at = ((left + right) / 2, top + 0.15 * size + (count + 0.5) * _LEADING * size)
        number.append(pen.text(at, text, size, palette.ink, side="center", bold=bold))
    return [*lead], number


def _places(middle: tuple[float, float], wide: float, high: float, size: float) -> Iterator[Bounds]:
    """Places of a size around a point, the nearest first."""
    x, y = middle
    for ring in (0.0, 0.8, 1.6, 3, 4.5, 6, 8, 11, 14, 18, 22, 27, 32):
        for turn in (k * math.pi / 6 for k in (0, 6, 1, 11, 5, 7, 3, 9, 2, 4, 8, 10)):
            out = 1 if ring else 0
            left = x + math.cos(turn) * (ring * size + out * wide / 2) - wide / 2
            top = y + math.sin(turn) * (0.8 * ring * size + out * high / 2) - high / 2
            yield left, top, left + wide, top + high


def _everywhere(
    scenery: Scenery, middle: tuple[float, float], wide: float, high: float
) -> list[Bounds]:
    """Places of a size all over the map, those nearest to a point first."""
    (x, y), step = middle, 12
    top, bottom = scenery.layout.land
    corners = [
        (left, upper)
        for left in range(8, int(scenery.layout.width - 8 - wide), step)
        for upper in range(int(top) + 6, int(bottom - 6 - high), step)
    ]
    corners.sort(key=lambda at: math.hypot(at[0] + wide / 2 - x, at[1] + high / 2 - y))
    return [(left, upper, left + wide, upper + high) for left, upper in corners]


def _fits(scenery: Scenery, box: Bounds) -> bool:
    top, bottom = scenery.layout.land
    return (
        box[0] >= 6
        and box[2] <= scenery.layout.width - 6
        and box[1] >= top + 4
        and box[3] <= bottom - 4
    )


def _meet(one: Bounds, other: Bounds, gap: float = 3.0) -> bool:
    return (
        one[0] < other[2] + gap
        and other[0] < one[2] + gap
        and one[1] < other[3] + gap
        and other[1] < one[3] + gap
    )


def key_rows(scenery: Scenery) -> Iterator[tuple[str, str]]:
    """Yield the rows of the legend that explain the arrows: what each shows, and its words."""
    arrows, words = scenery.story.arrows, scenery.words
    if not arrows:
        return
    sample = words.number(key_sample(arrows))
    if arrows[0].reconstructed:
        yield "hollow", words("timemap.hollow", n=sample)
        return
    yield "published", words("print.arrow.published", n=sample)
    occurring = {
        "rivals": any(arrow.low < arrow.high for arrow in arrows),
        "counts": any(arrow.counts for arrow in arrows),
        "open": any(not arrow.destinations for arrow in arrows),
    }
    yield from ((kind, words(f"print.arrow.{kind}")) for kind, has in occurring.items() if has)


def key_sample(arrows: Sequence[Arrow]) -> int:
    """Return the round number of an arrow in a legend."""
    largest = max(arrow.high for arrow in arrows)
    return next((n for n in (500_000, 100_000, 50_000, 10_000, 5_000) if n <= largest), 1_000)


def draw_key(scenery: Scenery, kind: str, area: BaseGeometry) -> Iterator[Artist]:
    """Yield a piece of an arrow in the place of a swatch."""
    left, top, right, bottom = area.bounds
    middle, full = (top + bottom) / 2, 0.7 * (bottom - top)

    def band(width: float, end: float = right) -> BaseGeometry:
        return shapely.box(left, middle - width / 2, end, middle + width / 2)

    sample = _width(scenery, key_sample(scenery.story.arrows))
    if kind == "hollow":
        yield from _hollow(scenery, band(sample), sample)
    elif kind == "open":
        stop = right - full
        yield from _filled(scenery, band(0.5 * full, stop), band(0.5 * full, stop), counts=False)
        head = [(stop, middle - 0.7 * full), (right, middle), (stop, middle + 0.7 * full)]
        yield scenery.pen.lines(shapely.LineString(head), scenery.palette.accent, 2.4)
    else:
        width = sample if kind == "published" else full
        inner = band(0.45 * full) if kind == "rivals" else band(width)
        yield from _filled(scenery, band(width), inner, counts=kind == "counts")
