"""What a time map must be so that a browser can draw it; what is not is refused with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from maps.timemap.data import Area, TimeMap, TimeMapError
from maps.words import Words

MOST_AREAS, MOST_DAYS = 5_000, 20_000
MOST_VERTICES = 1_000_000
"""What is larger would stall a reader's browser: generalise it first."""
_MOST_VALUE = 1e30


def checked(time_map: TimeMap, words: Words) -> TimeMap:
    """Return the map with sound outlines, and points inside them.

    Outlines that cross themselves are repaired.

    Raises:
        TimeMapError: when something in it cannot be drawn; says what and where.
    """
    areas = _checked_areas(time_map.areas, words)
    _check_cubes(time_map, words)
    known = {area.id for area in areas}
    ways: list[tuple[str, ...]] = [(flow.origin, flow.destination) for flow in time_map.flows]
    ways += [(*flow.origins, *flow.destinations) for flow in time_map.counted]
    for unknown in {code for way in ways for code in way} - known:
        raise TimeMapError(words("timemap.unknown_area", area=unknown))
    orders = [
        replace(order, shape=polygonal(order.shape, order.name, words)) for order in time_map.orders
    ]
    return replace(time_map, areas=areas, orders=orders)


def _checked_areas(areas: Sequence[Area], words: Words) -> list[Area]:
    if not areas:
        raise TimeMapError(words("timemap.no_areas"))
    if len(areas) > MOST_AREAS:
        raise TimeMapError(words("timemap.too_many", n=words.number(MOST_AREAS)))
    if len({area.id for area in areas}) < len(areas):
        raise TimeMapError(words("timemap.same_id"))
    found = [_with_point(area, words) for area in areas]
    if sum(shapely.get_num_coordinates(area.shape) for area in found) > MOST_VERTICES:
        raise TimeMapError(words("timemap.too_fine", n=words.number(MOST_VERTICES)))
    return found


def _with_point(area: Area, words: Words) -> Area:
    shape = polygonal(area.shape, area.name, words)
    inside = shape.representative_point()
    at = area.at or (float(inside.x), float(inside.y))
    label_at = at[1] if area.label_at is None else area.label_at
    return replace(area, shape=shape, at=at, label_at=label_at)


def polygonal(shape: BaseGeometry, name: str, words: Words) -> BaseGeometry:
    """Return the polygons of a shape, made valid.

    Raises:
        TimeMapError: when none are left, or they lie off the globe.
    """
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    parts = [part for part in _leaves(shape) if part.geom_type == "Polygon" and not part.is_empty]
    if not parts:
        raise TimeMapError(words("timemap.no_polygon", name=name))
    west, south, east, north = shapely.total_bounds(parts)
    if min(west + 180, 180 - east, south + 90, 90 - north) < 0:
        raise TimeMapError(words("timemap.off_globe", name=name))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _leaves(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = list(shapely.get_parts(shape))
    if len(parts) == 1 and parts[0].geom_type == shape.geom_type:
        return parts
    return [leaf for part in parts for leaf in _leaves(part)]


def _check_cubes(time_map: TimeMap, words: Words) -> None:
    if time_map.days < 1 or not time_map.layers:
        raise TimeMapError(words("timemap.no_days"))
    if time_map.days > MOST_DAYS:
        raise TimeMapError(words("timemap.too_long", n=words.number(MOST_DAYS)))
    wanted = (len(time_map.areas), time_map.days)
    for layer in time_map.layers:
        arrays = {name: getattr(layer, name) for name in ("value", "low", "high", "note")}
        if layer.flags is not None:
            arrays["flags"] = layer.flags
        for name, array in arrays.items():
            _check_shape(array.shape, wanted, layer.name, name, words)
        if len(layer.colours) != len(layer.edges) + 1:
            raise TimeMapError(words("timemap.classes", layer=layer.name))
        numbers = np.stack([layer.value, layer.low, layer.high])
        if (np.abs(numbers) > _MOST_VALUE).any():
            raise TimeMapError(words("timemap.value", layer=layer.name))
        if layer.note.min() < -1 or layer.note.max() >= len(layer.notes):
            raise TimeMapError(words("timemap.note", layer=layer.name))
    for flow in time_map.flows:
        way = f"{flow.origin} > {flow.destination}"
        _check_shape(flow.total.shape, (time_map.days,), way, "total", words)


def _check_shape(
    given: tuple[int, ...], wanted: tuple[int, ...], layer: str, part: str, words: Words
) -> None:
    if given != wanted:
        shapes = {"given": " × ".join(map(str, given)), "wanted": " × ".join(map(str, wanted))}
        raise TimeMapError(words("timemap.shape", layer=layer, part=part, **shapes))
