"""The P-codes of the Gaza Strip by name, for tests: the product asks its territory."""

NORTH_GAZA = "PS0255"
GAZA = "PS0260"
DEIR_AL_BALAH = "PS0265"
KHAN_YOUNIS = "PS0270"
RAFAH = "PS0275"
NORTH = frozenset({NORTH_GAZA, GAZA})
"""North of Wadi Gaza."""
SOUTH = frozenset({DEIR_AL_BALAH, KHAN_YOUNIS, RAFAH})
"""South of Wadi Gaza."""
