"""Figures of a part of the Strip: what is told of the rest is left out, and which part it is said.

Tables and lists beside a map stay those of the whole Strip, but for that of a comparison.
"""

from __future__ import annotations

from dataclasses import replace

from nuzuh.scene.comparison import Comparison, legend_of
from nuzuh.scene.extent import Extent
from nuzuh.scene.legend_rows import arrow_rows, legend_rows
from nuzuh.scene.movements import Movements
from nuzuh.scene.notes import Notes
from nuzuh.scene.pairs import Side, difference_legend
from nuzuh.scene.scene import Scene
from nuzuh.scene.times_map import TimesMap
from nuzuh.scene.translator import Translator


def times_in(extent: Extent, shown: TimesMap, t: Translator) -> TimesMap:
    """Return how often land was ordered out in a part of the Strip."""
    return replace(shown, extent=extent, notes=_notes(shown.notes, extent, t))


def movements_in(extent: Extent, shown: Movements, t: Translator) -> Movements:
    """Return who moved in a part of the Strip."""
    arrows = extent.arrows(shown.arrows)
    return replace(
        shown,
        extent=extent,
        arrows=arrows,
        legend=tuple(arrow_rows(arrows, t)),
        notes=_notes(shown.notes, extent, t),
    )


def comparison_in(extent: Extent, shown: Comparison, t: Translator) -> Comparison:
    """Return both sides, and what lies between them, in a part of the Strip."""

    def within(side: Side) -> Side:
        marks, ground = extent.marks(side.marks), extent.marks(side.ground)
        return replace(side, placed="", marks=marks, ground=ground)

    sides = within(shown.sides[0]), within(shown.sides[1])
    difference = shown.difference
    if difference is not None:
        marks = extent.marks(difference.marks)
        difference = replace(difference, marks=marks, legend=tuple(difference_legend(marks, t)))
    return replace(
        shown,
        extent=extent,
        sides=sides,
        difference=difference,
        told=tuple(row for row in shown.told if extent.holds(row.areas)),
        legend=legend_of(sides, t),
        notes=_notes(shown.notes, extent, t),
    )


def scene_in(extent: Extent, shown: Scene, t: Translator) -> Scene:
    """Return what a view shows in a part of the Strip."""
    marks, ground = extent.marks(shown.marks), extent.marks(shown.ground)
    arrows = extent.arrows(shown.arrows)
    notes = _notes(shown.notes, extent, t)
    if not shown.view.reconstructed:
        cited = [mark.cited for mark in (*marks, *ground)]
        told = [*cited, *(source for arrow in arrows for source in arrow.sources)]
        notes = replace(notes, sources=tuple(dict.fromkeys(filter(None, told))))
    legend = legend_rows(ground or marks, shown.layer.ground, t, arrows, [shown.order_land])
    return replace(
        shown,
        extent=extent,
        marks=marks,
        ground=ground,
        arrows=arrows,
        legend=tuple(legend),
        notes=notes,
    )


def _notes(notes: Notes, extent: Extent, t: Translator) -> Notes:
    """The words around the picture; what all figures come to says nothing of a part."""
    part = t("print.part", name=extent.name)
    return replace(notes, what=f"{notes.what}. {part}", placed="")
