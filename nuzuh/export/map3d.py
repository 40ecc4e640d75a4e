"""The picture in three dimensions with its labels: drawn words over what deck.gl draws."""

from __future__ import annotations

from dataclasses import astuple

import pydeck

from nuzuh.scene.map3d import Map3D
from nuzuh.scene.translator import Translator
from nuzuh.web.map3d import Labels, labels_of, map3d_deck


def deck_of(
    told: Map3D, t: Translator, *, theme: str = "light", basemap: bool = False
) -> pydeck.Deck:
    """Return the picture with a label over each block.

    Args:
        told: what it shows.
        t: the reader's language.
        theme: ``light`` or ``dark``.
        basemap: draw on the online basemap instead of our own surroundings.
    """
    # The drawing library takes a second to import, which only the picture needs.
    from nuzuh.draw.atlas import SHARP, label_atlas

    atlas = label_atlas(labels_of(told.blocks, t), t, theme=theme)
    places = {key: astuple(box) for key, box in atlas.places.items()}
    labels = Labels(atlas.picture, places, SHARP)
    return map3d_deck(told.blocks, told.flows, t, theme=theme, basemap=basemap, labels=labels)
