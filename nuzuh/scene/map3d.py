"""People present as blocks, movements as arcs: the scene of a day in three dimensions.

A block is as high as people are dense, so that its volume is people. A number
drawn as height alone would make a wide governorate look fuller than it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nuzuh.loaders.areas import areas_km2
from nuzuh.loaders.tables import Tables
from nuzuh.scene.flows import Flows, largest_flows, period_of
from nuzuh.scene.labels import layer_number
from nuzuh.scene.layer import layer_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.scene import Scene, scene
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.timeline import load_timeline, shown_values
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

METRES_PER_DENSITY = 0.5
"""Metres of height for a person per km2, the same on every day: Rafah in May 2024, with over
20,000 people per km2, is as high as a quarter of the Strip is long."""


def height(density: float) -> float:
    """Return the metres that stand for people per km2."""
    return METRES_PER_DENSITY * density


@dataclass(frozen=True)
class Block:
    """People present in an area: one governorate, or several that one figure is for.

    Attributes:
        mark: what is told of their number, on every map.
        km2: size of the area.
        told: what the tooltip says, a line each.
    """

    mark: Mark
    km2: float
    told: tuple[str, ...]

    @property
    def label(self) -> tuple[str, str]:
        """What stands over it: its name and its number."""
        return self.mark.name, self.mark.number

    @property
    def reported(self) -> bool:
        """Whether there is a number; without one the area is flat, which zero is too, but grey."""
        return self.mark.value is not None

    @property
    def top(self) -> float:
        """Height in metres; 0 where there is no number that can be drawn."""
        return height((self.mark.value or 0.0) / self.km2)

    @property
    def ends(self) -> list[float]:
        """Heights in metres of the ends of the range, where they are not the number itself."""
        mark = self.mark
        return [
            height(end / self.km2)
            for end in (mark.low, mark.high)
            if end is not None and end != mark.value
        ]

    @property
    def colour(self) -> str:
        """The colour of the class that the number of people falls into."""
        assert self.mark.shade is not None
        return layer_of("people").scale.colours[self.mark.shade]


@dataclass(frozen=True)
class Map3D:
    """What the picture in three dimensions shows of a view.

    Attributes:
        scene: people present on the view's day, as on every map.
        blocks: one for each of its marks.
        flows: the movements that are drawn as arcs.
        notes: how the picture is to be read.
    """

    scene: Scene
    blocks: tuple[Block, ...]
    flows: Flows
    notes: tuple[str, ...]


def map3d_of(view: View, tables: Tables, t: Translator) -> Map3D:
    """Return what the picture in three dimensions shows of a view, whatever its layer.

    Args:
        view: what is looked at.
        tables: what it is computed from.
        t: the reader's language.

    Raises:
        RefusedError: as :func:`nuzuh.scene.scene.scene`.
    """
    period = period_of(view, load_timeline())
    people = replace(view, layer="people", since=None)
    reconstruction = reconstruction_of(people, tables)
    # Reconstructed arcs never stand among blocks as published.
    flows = Flows(*period) if reconstruction is None else largest_flows(reconstruction, *period)
    shown, values = scene(people, tables, t), shown_values(tables, people)
    drawn = tuple(block_of(value, mark, t) for value, mark in zip(values, shown.marks, strict=True))
    return Map3D(shown, drawn, flows, notes_on(values, flows, t, view=view.perspective))


def block_of(value: LayerValue, mark: Mark, t: Translator) -> Block:
    """Return the block of an area, whose tooltip tells people per km2 too.

    Args:
        value: people present.
        mark: what maps say of it.
        t: the reader's language.
    """
    km2 = sum(areas_km2()[pcode] for pcode in value.pcodes)
    told = [mark.name, mark.number, *mark.notes]
    if mark.value is not None:
        # Rounded once: from the number itself, not from the one that the mark tells.
        number, low, high = (
            None if part is None else part / km2 for part in (value.value, value.low, value.high)
        )
        dense = replace(value, value=number, low=low, high=high)
        told.insert(2, t("relief.density", n=layer_number(dense, "density", t)))
    return Block(mark, km2, tuple(told))


def notes_on(
    values: Iterable[LayerValue], flows: Flows, t: Translator, *, view: str = "all"
) -> tuple[str, ...]:
    """Return how blocks and arcs are to be read: of what does not always occur, what does.

    Args:
        values: people present on the day.
        flows: the movements drawn as arcs.
        t: the reader's language.
        view: whose figures the movements are reconstructed from.
    """
    listed = list(values)
    is_reconstructed = any(value.reconstructed for value in listed)
    notes = []
    if any(len(value.pcodes) > 1 for value in listed):
        notes.append(t("relief.together"))
    if any(None not in (value.low, value.high) for value in listed):
        notes.append(t("relief.rings"))
    if is_reconstructed:
        notes += [t("relief.broken"), t("legend.reconstructed")]
    ends = {"start": t.day(flows.start), "end": t.day(flows.end)}
    if flows.largest:
        share = round(100 * flows.share)
        notes.append(t("relief.arcs", **ends, share=share, view=view_name(view, t)))
    elif is_reconstructed:
        notes.append(t("relief.noarcs", **ends))
    else:
        notes.append(t("relief.published"))
    return tuple(notes)
