"""The small message of a comparison: which maps it has, and what is said beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nuzuh.scene.comparison import Comparison
from nuzuh.scene.geometry import GOVERNORATES


def comparison_message(
    shown: Comparison, signatures: Sequence[str], *, theme: str = "light"
) -> dict[str, Any]:
    """Return the message as ``frontend/src/compare.ts`` describes it (``CompareMessage``).

    Args:
        shown: what is compared.
        signatures: of the map of the first side, of the second, and of the difference.
        theme: ``light`` or ``dark``.
    """
    rows = {row.area: row for row in shown.told}
    return {
        "signatures": list(signatures),
        "titles": list(shown.columns[1:]),
        "placed": [side.placed for side in shown.sides],
        "difference": [rows[pcode].difference for pcode in GOVERNORATES],
        "zoom": shown.view.zoom or None,
        "area": shown.view.area or None,
        "theme": theme,
    }
