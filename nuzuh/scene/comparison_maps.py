"""The maps of a comparison as a browser draws them: each side, and the difference, on its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from nuzuh.loaders.tables import Tables
from nuzuh.scene.comparison import Comparison
from nuzuh.scene.cube import areas_in
from nuzuh.scene.difference import difference_words
from nuzuh.scene.geometry import GOVERNORATES, context_shapes
from nuzuh.scene.labels import pattern_words
from nuzuh.scene.land import land_of
from nuzuh.scene.layer import layer_of
from nuzuh.scene.mark import Mark
from nuzuh.scene.pairs import Difference, Side
from nuzuh.scene.scales import DIFFERENCE, Scale
from nuzuh.scene.time_map import FLAGS, WIDE, Context, CubeLayer, Land, Note, TimeMap
from nuzuh.scene.translator import Translator

DIFFERENCE_ID = "difference"
"""Id of the layer of the third map."""


def maps_of(shown: Comparison, tables: Tables, t: Translator) -> list[TimeMap]:
    """Return the map of the first side, of the second, and of the difference where one is told.

    Args:
        shown: what is compared.
        tables: what it is computed from.
        t: the reader's language.
    """
    maps = [_side_map(side, shown, tables, t) for side in shown.sides]
    if shown.difference is not None:
        day = shown.view.date
        layers = [_difference_layer(shown.difference, t)]
        maps.append(_map(day, layers, t, reconstructed=True))
    return maps


def _map(day: date, layers: Sequence[CubeLayer], t: Translator, *, reconstructed: bool) -> TimeMap:
    return TimeMap(
        first=day,
        days=1,
        areas=areas_in(t.lang),
        layers=layers,
        reconstructed=reconstructed,
        placed_on=(-1,),
        context=[Context(one.kind, one.name, one.shape) for one in context_shapes(t.lang)],
    )


def _side_map(side: Side, shown: Comparison, tables: Tables, t: Translator) -> TimeMap:
    record = layer_of(side.view.layer)
    layers = [_side_layer(side, shown, side.marks, record.id, t)]
    if record.over:
        layers.append(_side_layer(side, shown, side.ground, record.over, t))
    made = _map(side.day, layers, t, reconstructed=side.view.reconstructed)
    if record.evidence != "orders":
        return made
    return replace(made, land=_land(land_of(tables, later=side.view.later), side.day))


def _land(land: Land, day: date) -> Land:
    """What of the land is in force on a day."""
    runs = [replace(run, start=day, end=day) for run in land.runs if run.start <= day <= run.end]
    return replace(land, runs=runs)


def _side_layer(
    side: Side, shown: Comparison, marks: Sequence[Mark], layer: str, t: Translator
) -> CubeLayer:
    record = layer_of(layer)
    return _layer(
        marks,
        identity=layer,
        title=side.title,
        unit=t(f"layer.{record.ground}.unit"),
        scale=record.scale,
        words=pattern_words(layer, t),
        t=t,
        circles=record.counts and not side.ground,
        orders=record.evidence == "orders",
        over=record.over,
        legend=shown.reading,
    )


def _difference_layer(difference: Difference, t: Translator) -> CubeLayer:
    return _layer(
        difference.marks,
        identity=DIFFERENCE_ID,
        title=difference.title,
        unit=difference.unit,
        scale=DIFFERENCE,
        words=difference_words(t),
        t=t,
        signed=True,
        legend=difference.how,
    )


def _layer(
    marks: Sequence[Mark],
    *,
    identity: str,
    title: str,
    unit: str,
    scale: Scale,
    words: dict[str, str],
    t: Translator,
    circles: bool = False,
    signed: bool = False,
    orders: bool = False,
    over: str = "",
    legend: str = "",
) -> CubeLayer:
    """A layer of one day in which each mark stands as it is worded."""
    shape = (len(GOVERNORATES), 1)
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    note = np.full(shape, -1, dtype=np.int32)
    flags = np.zeros(shape, dtype=np.uint8)
    for place, mark in enumerate(marks):
        at = [GOVERNORATES.index(pcode) for pcode in mark.pcodes]
        for cube, number in ((value, mark.value), (low, mark.low), (high, mark.high)):
            cube[at, 0] = np.nan if number is None else number
        flags[at, 0] = FLAGS[mark.pattern] + WIDE * mark.wide
        note[at, 0] = place
    return CubeLayer(
        id=identity,
        name=title,
        title=title,
        unit=unit,
        edges=scale.edges,
        colours=scale.colours,
        labels=tuple(scale.labels(t)),
        marks=words,
        value=value,
        low=low,
        high=high,
        note=note,
        notes=tuple(
            Note(
                number=mark.number,
                value=mark.value,
                low=mark.low,
                high=mark.high,
                shade=mark.shade,
                lines=mark.notes,
                joint=len(mark.pcodes) > 1,
                credit=mark.cited,
            )
            for mark in marks
        ),
        flags=flags,
        signed=signed,
        circles=circles,
        orders=orders,
        over=over,
        legend=legend,
    )
