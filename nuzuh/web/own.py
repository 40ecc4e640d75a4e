"""What a reader sees of their own file: how large it may be, and what areas it has."""

from __future__ import annotations

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.own import Checked, limits
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import area_name
from nuzuh.scene.words import Words


def limits_text(words: Words) -> str:
    """Return how large a file may be, in a sentence."""
    return words(
        "own.limits",
        rows=words.number(limits.ROWS),
        columns=limits.COLUMNS,
        features=words.number(limits.FEATURES),
        vertices=words.number(limits.VERTICES),
        megabytes=limits.FILE_BYTES // limits.MEGABYTE,
    )


def areas_text(checked: Checked, words: Words) -> str:
    """Return the areas that a file speaks of, by their names where these are P-codes."""
    names = [
        governorate_name(area, words.lang)
        if area in pc.GOVERNORATES
        else words.isolated(area_name(area, words))
        for area in checked.areas[:12]
    ]
    more = ["…"] if len(checked.areas) > len(names) else []
    return words("list.comma").join([*names, *more])
