"""Every constant by which counted records become people, each with the reason for its value.

They stand apart from :mod:`nuzuh.balance.priors`: no ensemble that ships depends on them.
Errors are of logarithms (0.1 is ten per cent) unless a line says otherwise.
"""

from __future__ import annotations

from typing import Final

RANGE_IN_ERRORS: Final = 2.0 * 1.2816
"""Standard errors in a range from the 10th to the 90th percentile."""

BIN_DAYS: Final = 7
"""Days whose records are taken together where penetration is estimated: a week evens out the
days of the week, on which people use what is recorded more or less."""
BIN_LEAST: Final = 2
"""Days of these that must be usable."""

MEMORY_DAYS: Final = 60.0
"""Days after which a third of an error of the reconstruction is left: as the deviations of
publishers of people have it (``HABIT_DAYS_STOCK``)."""
STANDING: Final = 0.5
"""Share of the variance of that error that never wears off: the figures of a place rest on one
pre-war population and on few publishers."""
ERROR_LEAST: Final = 0.03
"""No number of people of a place is known better than the pre-war registers agree."""
ERROR_PEOPLE: Final = 3_000.0
"""People by which a small number of the reconstruction may be off, whatever its range."""
JUMPS: Final = 4.0
"""Degrees of freedom of Student's t for the steps of that error from week to week: a move that
nobody reported makes one large step, and must not bend the penetration of months."""

DRIFT_MONTH: Final = 0.10
"""Spread of the change of penetration in thirty days: shares of operators, phones that are
lost, charged or shared otherwise change by some per cent a month."""

TOTAL_ERROR: Final = 0.03
"""Error of the people of the Strip where the reconstruction gives no range of them."""
TOTAL_MEMORY: Final = 180.0
"""Days after which a third of that error is left: births, deaths and who left are counted on."""
TOTAL_NOISE: Final = 0.03
"""What else keeps people by records from adding up to the Strip in a week: penetration wanders
between its nodes by about so much. With less, the sum is believed to tell one area's penetration
from another's better than it can."""

NOISE_LEAST: Final = 0.01
"""Least error of a day's records besides counting: not everyone is recorded every day alike.
Nor are the people of the Strip known any better."""
ROAMING: Final = 0.10
"""Further error of an area on a day on which another has lost its signal: phones of the one are
then seen at masts of the other, or people look for a signal."""
MOVERS: Final = 0.10
"""Error of taking those who move for as often recorded as those who stay: owners of phones are
of those who travel more (Wesolowski et al. 2013)."""
ARRIVALS: Final = 0.25
"""The same of people who come from outside: no penetration is known there, and that of the area
where they come to stands in."""

REFERENCE_DAYS: Final = 21
"""Days on either side that a day's total is held against."""
NEAR_DAYS: Final = 7
"""Days before and after that tell how many were in an area without the loss."""
DEFICIT: Final = 0.06
"""Share of the people of the Strip that must be missing before signal is taken to be lost, ..."""
DEFICIT_ERRORS: Final = 4.0
"""...and so many times what the total usually varies by."""
FALL: Final = 0.12
"""An area has lost signal when it fell by this share, against before and after, on such a day."""
DIP: Final = 0.35
"""A fall of an area by this share and back is believed only when the others answer it..."""
ANSWERED: Final = 0.35
"""...by this part of it at least, beyond the noise of their sum: penetration may be off by a fifth
in either."""
BREAK_DAYS: Final = 21
"""A loss that lasts longer is another penetration from then on; a shorter one has no figure."""
BREAK_DEFICIT: Final = 0.04
"""Share of the people of the Strip by which the records of a week must step against the week
before, ..."""
BREAK: Final = 0.20
"""...and by which those of an area must: towers that are shut take whole quarters with them."""

WIDEST: Final = 3.0
"""An area has no figure where the high end of its penetration is more than so many times the low
one: such a number says only that people are there."""
STRETCH: Final = 1.15
"""Factor on the deviations of draws of penetration. Draws share one structure and are too much
alike; with it four fifths of the truths of the made-up records lie in the range of their area and
week (``tests/balance/synthetic_records.py``)."""
DRAWS: Final = 200
"""Draws from which ranges are read."""
