"""Labels as one picture with the place of each: for drawings that can join no Arabic letters."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.type import drawing
from nuzuh.scene.translator import Translator

SHARP = 2
"""Pixels of the picture to one on the screen."""
_DPI = 100
_NAME, _NUMBER, _SIGN = 17.0, 19.0, 21.0
"""Sizes of an area's name, its number, and a sign that stands alone, in points."""
_EDGE = 8.0
"""Space around the words of a label, in pixels."""


@dataclass(frozen=True)
class Atlas:
    """Labels in one picture.

    Attributes:
        picture: PNG with a ground that is clear but behind the words.
        places: where each label stands in it, by the label's key.
    """

    picture: bytes
    places: dict[str, Box]


def label_atlas(
    labels: Mapping[str, Sequence[str]], t: Translator, *, theme: str = "light"
) -> Atlas:
    """Return labels as a picture, each shaped and in the direction of the language.

    Args:
        labels: by its key each label's lines: an area's name and its number, or one sign.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    wide, high = _size(labels, t)
    canvas = Canvas(
        wide,
        high,
        margin=0,
        inches=(wide / _DPI, high / _DPI),
        mm=_DPI / 25.4,
        dpi=_DPI,
        theme=theme,
        t=t,
    )
    canvas.figure.patch.set_alpha(0.0)
    places: dict[str, Box] = {}
    top = 0.0
    with drawing():
        for key, lines in labels.items():
            box = _box(canvas, lines, top)
            canvas.fill(box.shape, canvas.palette.paper, opacity=0.86)
            y = box.top + _EDGE
            for line, size in zip(lines, _sizes(lines), strict=True):
                baseline = y + canvas.rise(size)
                canvas.text(box.middle, baseline, line, size, bold=True, align="middle")
                y += canvas.leading(size)
            places[key] = box
            top = box.bottom + 2
        target = io.BytesIO()
        canvas.figure.savefig(target, format="png", metadata={"Software": None})
    return Atlas(target.getvalue(), places)


def _sizes(lines: Sequence[str]) -> Sequence[float]:
    return (_SIGN,) if len(lines) == 1 else (_NAME, *(_NUMBER for _ in lines[1:]))


def _box(canvas: Canvas, lines: Sequence[str], top: float) -> Box:
    sized = list(zip(lines, _sizes(lines), strict=True))
    wide = max(canvas.width(line, size, bold=True) for line, size in sized)
    high = sum(canvas.leading(size) for _, size in sized)
    return Box(0.0, top, round(wide + 2 * _EDGE), round(top + high + 1.4 * _EDGE))


def _size(labels: Mapping[str, Sequence[str]], t: Translator) -> tuple[int, int]:
    """Width and height of the picture that holds labels, one below the other."""
    ruler = Canvas(1, 1, margin=0, inches=(1, 1), mm=_DPI / 25.4, theme="light", t=t)
    boxes = [_box(ruler, lines, 0.0) for lines in labels.values()]
    wide = max((box.width for box in boxes), default=1)
    return round(wide), round(sum(box.height + 2 for box in boxes) or 1)
