"""What a zone is, by its term in the table of orders."""

from __future__ import annotations

import re
from typing import Literal

ZoneKind = Literal["humanitarian", "no_go", "yellow_line", "orange_line"]

_KINDS: tuple[tuple[str, ZoneKind | None], ...] = (
    ("planned", None),
    ("no further widening", None),
    ("military control", None),
    ("humanitarian zone", "humanitarian"),
    ("yellow line", "yellow_line"),
    ("orange line", "orange_line"),
    ("security (area|corridor|perimeter)|buffer|no-go|restricted-access", "no_go"),
)
"""What a term is of, the first that is in it: plans, words on what is held, and all that is
not named here (roads, crossings, barriers, maps of orders) are no zones with an edge."""


def zone_kind(term: str) -> ZoneKind | None:
    """Return what a zone is by its term in the table of orders; None for what has no edge.

    >>> zone_kind("orange line / no-go zone"), zone_kind("humanitarian zone (planned pilot)")
    ('orange_line', None)
    """
    return next((kind for words, kind in _KINDS if re.search(words, term.lower())), None)
