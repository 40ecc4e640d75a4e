"""What a time map must be so that a browser can draw it; what is not is refused with a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.scene.time_map import Area, Context, CubeLayer, TimeMap
from nuzuh.scene.translator import Translator

MOST_AREAS, MOST_DAYS = 5_000, 20_000
MOST_VERTICES = 1_000_000
"""What is larger would stall a reader's browser: generalise it first."""
MOST_NOTES = 65_534
"""Notes are counted in 16 bits, and none is one of the numbers."""
MOST_PEOPLE = 2_000_000_000
"""Running totals are counted in 32 bits."""
_MOST_VALUE = 1e30
_CONTEXT = {("Point",), ("LineString",), ("Polygon",)}


class TimeMapError(ValueError):
    """What was given cannot be drawn; the message is a sentence for the reader."""


def checked(time_map: TimeMap, t: Translator) -> TimeMap:
    """Return the map with sound outlines, and points inside them.

    Outlines that cross themselves are repaired.

    Raises:
        TimeMapError: when something in it cannot be drawn; says what and where.
    """
    areas = _checked_areas(time_map.areas, t)
    _check_cubes(time_map, t)
    _check_movements(time_map, t)
    orders = [
        replace(order, shape=polygonal(order.shape, order.name, t)) for order in time_map.orders
    ]
    for item in time_map.context:
        _check_context(item, t)
    for place in time_map.places:
        _check_point(place.at, place.name, t)
    land = time_map.land
    if land and not _are_sound([block.shape for block in land.blocks]):
        blocks = [replace(b, shape=polygonal(b.shape, b.number, t)) for b in land.blocks]
        land = replace(land, blocks=blocks)
    return replace(time_map, areas=areas, orders=orders, land=land)


def _checked_areas(areas: Sequence[Area], t: Translator) -> list[Area]:
    if not areas:
        raise TimeMapError(t("timemap.no_areas"))
    if len(areas) > MOST_AREAS:
        raise TimeMapError(t("timemap.too_many", n=t.number(MOST_AREAS)))
    if len({area.id for area in areas}) < len(areas):
        raise TimeMapError(t("timemap.same_id"))
    found = [_with_point(area, t) for area in areas]
    if sum(shapely.get_num_coordinates(area.shape) for area in found) > MOST_VERTICES:
        raise TimeMapError(t("timemap.too_fine", n=t.number(MOST_VERTICES)))
    return found


def _with_point(area: Area, t: Translator) -> Area:
    shape = polygonal(area.shape, area.name, t)
    at = area.at or _inside(shape)
    label_at = at[1] if area.label_at is None else area.label_at
    _check_point(at, area.name, t)
    _check_point((at[0], label_at), area.name, t)
    return replace(area, shape=shape, at=at, label_at=label_at)


def _inside(shape: BaseGeometry) -> tuple[float, float]:
    """A point inside a shape; the browser reads a step over 180 degrees the short way round."""
    longitudes = [shapely.get_coordinates(ring)[:, 0] for ring in _rings(shape)]
    if any((np.abs(np.diff(along)) > 180).any() for along in longitudes):
        shape = shapely.transform(shape, lambda xy: np.column_stack([xy[:, 0] % 360, xy[:, 1]]))
        shape = shape if shape.is_valid else shapely.make_valid(shape)
    inside = shape.representative_point()
    x = float(inside.x)
    return (x - 360 if x > 180 else x, float(inside.y))


def _rings(shape: BaseGeometry) -> list[BaseGeometry]:
    return [part.exterior for part in shapely.get_parts(shape)]


def polygonal(shape: BaseGeometry, name: str, t: Translator) -> BaseGeometry:
    """Return the polygons of a shape, made valid.

    Raises:
        TimeMapError: when none are left, or they lie off the globe.
    """
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise TimeMapError(t("timemap.off_globe", name=name))
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    parts = [part for part in _leaves(shape) if part.geom_type == "Polygon" and not part.is_empty]
    if not parts:
        raise TimeMapError(t("timemap.no_polygon", name=name))
    if not _on_globe(parts):
        raise TimeMapError(t("timemap.off_globe", name=name))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _are_sound(shapes: Sequence[BaseGeometry]) -> bool:
    """Whether shapes are polygons that :func:`polygonal` would return as they are."""
    polygons = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    sound = polygons & shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    return bool(sound.all()) and _on_globe(shapes)


def _on_globe(shapes: BaseGeometry | Sequence[BaseGeometry]) -> bool:
    points = np.abs(shapely.get_coordinates(shapes))
    return bool(np.isfinite(points).all() and (points <= (180, 90)).all())


def _check_point(at: tuple[float, float], name: str, t: Translator) -> None:
    longitude, latitude = at
    # Nothing compares with what is no number.
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise TimeMapError(t("timemap.point", name=name))


def _check_context(item: Context, t: Translator) -> None:
    parts = shapely.get_parts(item.shape)
    kinds = tuple({part.geom_type for part in parts if not part.is_empty})
    points = kinds == ("Point",) and len(parts) > 1
    if kinds not in _CONTEXT or points or not _on_globe(item.shape):
        raise TimeMapError(t("timemap.surroundings", name=item.name))


def _leaves(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = list(shapely.get_parts(shape))
    if len(parts) == 1 and parts[0].geom_type == shape.geom_type:
        return parts
    return [leaf for part in parts for leaf in _leaves(part)]


def _check_cubes(time_map: TimeMap, t: Translator) -> None:
    if time_map.days < 1 or not time_map.layers:
        raise TimeMapError(t("timemap.no_days"))
    if time_map.days > MOST_DAYS:
        raise TimeMapError(t("timemap.too_long", n=t.number(MOST_DAYS)))
    wanted = (len(time_map.areas), time_map.days)
    for layer in time_map.layers:
        _check_layer(layer, wanted, t)
    if time_map.placed_on:
        placed = (len(time_map.placed_on),)
        _check_shape(placed, (time_map.days,), t("placed.title"), "placed", t)
        if not all(-1 <= index < len(time_map.placed) for index in time_map.placed_on):
            raise TimeMapError(t("timemap.note", layer=t("placed.title")))
    if not all(math.isnan(week) or abs(week) <= _MOST_VALUE for week in time_map.weeks):
        raise TimeMapError(t("timemap.value", layer=t("rail.bars")))


def _check_layer(layer: CubeLayer, wanted: tuple[int, int], t: Translator) -> None:
    arrays = {name: getattr(layer, name) for name in ("value", "low", "high", "note")}
    if layer.flags is not None:
        arrays["flags"] = layer.flags
    for name, array in arrays.items():
        _check_shape(array.shape, wanted, layer.name, name, t)
    if len(layer.colours) != len(layer.edges) + 1:
        raise TimeMapError(t("timemap.classes", layer=layer.name))
    numbers = np.stack([layer.value, layer.low, layer.high])
    noted = [n for note in layer.notes for n in (note.value, note.low, note.high) if n is not None]
    if (np.abs(numbers) > _MOST_VALUE).any() or not all(abs(n) <= _MOST_VALUE for n in noted):
        raise TimeMapError(t("timemap.value", layer=layer.name))
    if len(layer.notes) > MOST_NOTES:
        raise TimeMapError(t("timemap.many_notes", layer=layer.name, n=t.number(MOST_NOTES)))
    if layer.note.min() < -1 or layer.note.max() >= len(layer.notes):
        raise TimeMapError(t("timemap.note", layer=layer.name))


def _check_movements(time_map: TimeMap, t: Translator) -> None:
    known = {area.id for area in time_map.areas}
    ways: list[tuple[str, ...]] = [(flow.origin, flow.destination) for flow in time_map.flows]
    ways += [(*one.origins, *one.destinations) for one in time_map.movements]
    ways += [joint.areas for joint in time_map.joints]
    for unknown in {code for way in ways for code in way} - known:
        raise TimeMapError(t("timemap.unknown_area", area=unknown))
    for flow in time_map.flows:
        way = f"{flow.origin} > {flow.destination}"
        _check_shape(flow.total.shape, (time_map.days,), way, "total", t)
        if not ((flow.total >= 0) & (flow.total <= MOST_PEOPLE)).all():
            raise TimeMapError(t("timemap.flow", way=way, n=t.number(MOST_PEOPLE)))
    for movement in time_map.movements:
        if not movement.origins:
            name = movement.origin
            raise TimeMapError(t("timemap.unknown_area", area=name))
        if not movement.destinations:
            _check_point(movement.open_end or (math.nan, math.nan), movement.destination, t)
        if not abs(movement.value) <= _MOST_VALUE:
            way = f"{movement.origin} > {movement.destination}"
            raise TimeMapError(t("timemap.value", layer=way))


def _check_shape(
    given: tuple[int, ...], wanted: tuple[int, ...], layer: str, part: str, t: Translator
) -> None:
    if given != wanted:
        shapes = {"given": " × ".join(map(str, given)), "wanted": " × ".join(map(str, wanted))}
        raise TimeMapError(t("timemap.shape", layer=layer, part=part, **shapes))
