"""One palette for all frames of a GIF, in which the colours that mean something are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from PIL import Image

from nuzuh.draw.film.canvas import Pixels
from nuzuh.scene.scales import Palette

APART = 14
"""Colours nearer to an exact one than this are not added: fills would flicker between the two."""


def common_palette(
    samples: Sequence[Pixels], classes: Sequence[str], palette: Palette, most: int
) -> Image.Image:
    """Return a picture whose palette fits every frame.

    The colours of the classes, of "not reported" and of the ground come first
    and as they are; the rest are the soft edges of letters and lines, the most
    frequent ones in some frames.

    Args:
        samples: frames that hold what occurs.
        classes: colours of the classes.
        palette: colours of everything that is not a value.
        most: how many colours there may be; one entry more is left for what does not change.
    """
    exact = dict.fromkeys(_rgb(colour) for colour in (*classes, *astuple(palette)))
    colours = list(exact)
    fixed = np.array(colours)
    stacked = Image.fromarray(np.concatenate(samples))
    found = stacked.quantize(most, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
    for colour in zip(*[iter(found or [])] * 3, strict=True):
        if len(colours) >= most:
            break
        if np.abs(fixed - colour).max(axis=1).min() >= APART:
            colours.append(colour)
    picture = Image.new("P", (1, 1))
    picture.putpalette([part for colour in colours for part in colour])
    return picture


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
