"""What nuzuh says of itself: how to read its figures, what it cannot know, how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nuzuh.scene.translator import Translator

BACKTEST = {
    "places": "15.9",
    "moves": "59.5",
    "line_places": "23.6",
    "line_moves": "48.5",
    "held": "79.7",
}
"""Percentages of the backtest in ``docs/method.md``; a test holds both against each other."""

Part = Literal["kinds", "cannot", "balance", "backtest", "correct", "cite"]

_TEXTS: dict[Part, tuple[str, ...]] = {
    "kinds": ("published", "reconstructed", "present", "movements", "orders", "missing"),
    "cannot": ("inside", "right", "silent"),
    "balance": ("1", "2", "3", "4", "5"),
    "backtest": ("text",),
    "correct": ("text",),
    "cite": ("text", "example"),
}


@dataclass(frozen=True)
class Section:
    """A part of what nuzuh says of itself.

    Attributes:
        title: its heading.
        texts: its sentences, or the points of a list.
        listed: whether they are points of a list.
    """

    title: str
    texts: tuple[str, ...]
    listed: bool


def sections_of(t: Translator, *parts: Part, data: str, date: str, link: str) -> list[Section]:
    """Return parts of what nuzuh says of itself.

    Args:
        t: the reader's language.
        parts: their names; all of them when none is given.
        data: version of the data, which a citation names.
        date: the day shown, in words.
        link: the address of what is shown; "" where that is not known, as on pages that may be
            put anywhere: a citation then goes by the data version alone.
    """
    cited = {"data": t.isolated(data), "date": date, "link": t.isolated(link)}
    filled: dict[str, dict[str, str]] = {"backtest": BACKTEST, "cite": cited}
    return [
        Section(
            t(f"about.{part}"),
            tuple(t(f"about.{part}.{name}", **filled.get(part, {})) for name in _names(part, link)),
            listed=part in ("kinds", "cannot"),
        )
        for part in parts or tuple(_TEXTS)
    ]


def _names(part: Part, link: str) -> tuple[str, ...]:
    if part == "cite" and not link:
        return ("text", "unplaced")
    return _TEXTS[part]
