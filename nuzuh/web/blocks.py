"""People present as blocks: as high as people are dense, so that a block's volume is people.

A number drawn as height alone would make a wide governorate look fuller than it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nuzuh.scene.labels import area_labels, layer_number
from nuzuh.scene.layer import layer_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark
from nuzuh.scene.words import Words

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
        km2: size of the area.
        label: what is told of their number, on every map.
        told: what the tooltip says, a line each.
    """

    km2: float
    label: Mark
    told: tuple[str, ...]

    @property
    def reported(self) -> bool:
        """Whether there is a number; without one the area is flat, which zero is too, but grey."""
        return self.label.value is not None

    @property
    def top(self) -> float:
        """Height in metres; 0 where there is no number that can be drawn."""
        return height((self.label.value or 0.0) / self.km2)

    @property
    def ends(self) -> list[float]:
        """Heights in metres of the ends of the range, where they are not the number itself."""
        label = self.label
        return [
            height(end / self.km2)
            for end in (label.low, label.high)
            if end is not None and end != label.value
        ]

    @property
    def colour(self) -> str:
        """The colour of the class that the number of people falls into."""
        assert self.label.shade is not None
        return layer_of("people").scale.colours[self.label.shade]


def blocks(values: list[LayerValue], km2: Mapping[str, float], words: Words) -> list[Block]:
    """Return a block for each area.

    Args:
        values: people present, areas that cover the Strip once.
        km2: area of each governorate.
        words: the reader's language.
    """
    made = []
    for value, label in zip(values, area_labels(values, "people", words), strict=True):
        size = sum(km2[pcode] for pcode in value.pcodes)
        told = [label.name, label.number, *label.notes]
        if label.value is not None:
            number = layer_number(_per_km2(value, size), "density", words)
            told.insert(2, words("relief.density", n=number))
        made.append(Block(size, label, tuple(told)))
    return made


def _per_km2(value: LayerValue, km2: float) -> LayerValue:
    """Carry a number of people and its range over to people per km2."""
    number, low, high = (
        None if part is None else part / km2 for part in (value.value, value.low, value.high)
    )
    return replace(value, value=number, low=low, high=high)
