"""Type: the fonts of sheets and frames, how wide a text is, and where its lines break.

The fonts ship with the project, because the one that comes with matplotlib has
Arabic letters that are hard to read in small sizes. Noto Sans has figures of one
width, so that columns of numbers align; signs that it lacks come from DejaVu
Sans, which matplotlib brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from matplotlib import rc_context
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from nuzuh.draw.box import MM_PER_POINT

FAMILY = ("nuzuh Sans", "DejaVu Sans")
FOLDER = Path(__file__).parent / "fonts"
LINE = 1.32
"""From one line to the next, in sizes of type."""
ASCENT, DESCENT = 0.80, 0.24
"""How far letters reach above and below their baseline, in sizes of type."""

_ISOLATE, _END_ISOLATE, _RIGHT_TO_LEFT_MARK = "\u2068", "\u2069", "\u200f"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_SIGNED = re.compile(r"[≥≤<] ?[+−]?[\d,.]*\d%?|[+−][\d,.]*\d%?|\d[\d,.]*%")
"""Numbers whose sign would change sides in a line from right to left."""
_REFERENCE = 100.0
"""Texts are measured at this size and scaled: widths without hinting are proportional."""


_SETTINGS: dict[Any, Any] = {
    "font.family": list(FAMILY),
    # A dollar sign in a publisher's name is a dollar sign.
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    # Vector files: whole fonts that any program can read, and shapes where the
    # program that opens them could not join Arabic letters by itself.
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    # The same input gives the same names of parts, hence the same bytes.
    "svg.hashsalt": "nuzuh",
    "path.simplify": False,
    "axes.unicode_minus": True,
}
_ONE_AT_A_TIME = RLock()
"""matplotlib's settings are those of the whole process: sheets and films are made in threads."""


@contextmanager
def drawing() -> Iterator[None]:
    """Set matplotlib up for our pictures while they are made and saved."""
    _add_fonts()
    with _ONE_AT_A_TIME, rc_context(_SETTINGS):
        yield


@lru_cache(maxsize=1)
def _add_fonts() -> None:
    for file in sorted(FOLDER.glob("*.ttf")):
        fontManager.addfont(file)


@lru_cache(maxsize=256)
def font(size: float, *, bold: bool = False) -> FontProperties:
    """Return the font of a size in points."""
    _add_fonts()
    return FontProperties(family=list(FAMILY), size=size, weight="bold" if bold else "normal")


def _measured(*, bold: bool) -> FT2Font:
    weight = "bold" if bold else "regular"
    spare = findfont(FontProperties(family="DejaVu Sans", weight=weight))
    return get_font([str(FOLDER / f"nuzuh-sans-{weight}.ttf"), spare])


@lru_cache(maxsize=8192)
def _reference_width(text: str, bold: bool) -> float:  # noqa: FBT001 (a key of the cache)
    face = _measured(bold=bold)
    face.set_size(_REFERENCE, 72)
    face.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text in mm at a size in points."""
    return _reference_width(text, bold) * size / _REFERENCE * MM_PER_POINT


def directed(text: str, *, right_to_left: bool) -> str:
    """Return a line as it is given to be drawn, so that its words stand in the right order.

    A line that begins with a foreign name would otherwise be taken for one of
    the foreign language.
    """
    if right_to_left:
        return _RIGHT_TO_LEFT_MARK + _SIGNED.sub("\u2066\\g<0>\u2069", text)
    return text if _RIGHT_TO_LEFT.search(text) else plain(text)


def plain(text: str) -> str:
    """Return a text without its signs of direction."""
    return re.sub("[\u2066-\u2069\u200e\u200f\u202a-\u202e]", "", text)


def lines_of(
    text: str, width: float, size: float, *, bold: bool = False, most: int | None = None
) -> list[str]:
    """Break a text into lines of a width in mm; what is too long ends in an ellipsis.

    Breaks come at spaces, and inside a word only where it is wider than a line.
    A foreign name that is broken keeps its isolates on both lines.

    Args:
        text: the text.
        width: of a line, in mm.
        size: of the type, in points.
        bold: whether it is bold.
        most: how many lines there may be.
    """
    space = width_of("a a", size, bold=bold) - width_of("aa", size, bold=bold)
    lines: list[str] = []
    at = 0.0
    for word in re.split("[ \n\t]+", text.strip()):
        for part in _pieces(word, width, size, bold=bold):
            wide = width_of(part, size, bold=bold)
            if lines and at + space + wide <= width:
                lines[-1] += " " + part
                at += space + wide
            else:
                lines.append(part)
                at = wide
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width, size, bold=bold)]
    return list(_closed(lines))


def _pieces(word: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    while width_of(word, size, bold=bold) > width and len(word) > 1:
        fits = _longest(word, width, size, bold=bold)
        yield word[:fits]
        word = word[fits:]
    yield word


def _longest(text: str, width: float, size: float, *, bold: bool) -> int:
    """How many letters of a text fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle], size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str, width: float, size: float, *, bold: bool) -> str:
    room = width - width_of("…", size, bold=bold)
    return text[: _longest(text, room, size, bold=bold)].rstrip(" ,،;؛:(") + "…"


def _closed(lines: list[str]) -> Iterator[str]:
    is_open = False
    for line in lines:
        whole = (_ISOLATE if is_open else "") + line
        is_open = whole.count(_ISOLATE) > whole.count(_END_ISOLATE)
        yield whole + (_END_ISOLATE if is_open else "")
