"""P-codes of the territory's areas (OCHA COD-AB, administrative level 2) and unions of them."""

from __future__ import annotations

from collections.abc import Collection

from nuzuh.loaders.territory import territory

GOVERNORATES = territory().pcodes
"""The areas, north to south."""
STRIP = frozenset(GOVERNORATES)
EXTERIOR = "EXT"
"""Outside the territory."""
KNOWN = STRIP | {EXTERIOR}


def split(pcodes: str) -> frozenset[str]:
    """Return the set of P-codes in a space-separated cell.

    >>> sorted(split("PS0260 PS0255"))
    ['PS0255', 'PS0260']
    >>> split("")
    frozenset()
    """
    return frozenset(pcodes.split())


def ordered(pcodes: Collection[str]) -> tuple[str, ...]:
    """Return the areas among some P-codes, north to south.

    >>> ordered({"PS0260", "PS0255", "EXT"})
    ('PS0255', 'PS0260')
    """
    return tuple(pcode for pcode in GOVERNORATES if pcode in pcodes)
