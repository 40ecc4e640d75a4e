"""P-codes of the Gaza Strip (OCHA COD-AB, administrative level 2) and unions of them."""

from __future__ import annotations

from collections.abc import Collection

NORTH_GAZA = "PS0255"
GAZA = "PS0260"
DEIR_AL_BALAH = "PS0265"
KHAN_YOUNIS = "PS0270"
RAFAH = "PS0275"

GOVERNORATES = (NORTH_GAZA, GAZA, DEIR_AL_BALAH, KHAN_YOUNIS, RAFAH)
NORTH = frozenset({NORTH_GAZA, GAZA})
"""North of Wadi Gaza."""
SOUTH = frozenset({DEIR_AL_BALAH, KHAN_YOUNIS, RAFAH})
"""South of Wadi Gaza."""
STRIP = NORTH | SOUTH
EXTERIOR = "EXT"
"""Outside the Gaza Strip."""
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
    """Return the governorates among some P-codes, north to south.

    >>> ordered({"PS0260", "PS0255", "EXT"})
    ('PS0255', 'PS0260')
    """
    return tuple(pcode for pcode in GOVERNORATES if pcode in pcodes)
