"""Every constant of the balance, each with the reason for its value.

Counts of people are in people here; the solver converts to thousands. Relative errors are
fractions (0.08 is 8 per cent). Nothing in this file was fitted to a single row.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

AREAS: Final = ("PS0255", "PS0260", "PS0265", "PS0270", "PS0275")
"""North Gaza, Gaza, Deir al-Balah, Khan Younis, Rafah: the order of every area axis."""

OUTSIDE: Final = "EXT"
"""People who left the Strip after the first day of the balance and have not come back."""

PLACES: Final = (*AREAS, OUTSIDE)

NAMES: Final = {
    "PS0255": "North Gaza",
    "PS0260": "Gaza",
    "PS0265": "Deir al-Balah",
    "PS0270": "Khan Younis",
    "PS0275": "Rafah",
    "EXT": "outside the Gaza Strip",
}

FIRST_DAY: Final = pd.Timestamp("2023-10-06")
"""The balance starts at the end of the last day before the war."""

BASELINE_ERROR: Final = 0.04
"""Governorate: register, census and projection differ by 2 to 12 per cent (median 4)."""

TOTAL_DAYS: Final = 365
"""A total of the Strip older than a year is not its population before the war."""

# Vital rates, used where the table has no row to replace them.
BIRTHS_BEFORE: Final = 148.0
"""Births a day registered in 2020."""
BIRTHS_DURING: Final = 95.0
"""Births a day during the war: 17,000 registered in the first half of 2025."""
NATURAL_DEATHS: Final = 14.0
"""Deaths a day from all causes in 2020; the ministry's war count covers direct deaths only."""

# Age shares. WHO's 591,000 children under ten go with about 2.1 million people (28 per cent); the
# PCBS projection for 2023 gives 29. UNICEF counts 47 per cent under eighteen.
CHILDREN_UNDER_10_SHARE: Final = 0.28
CHILDREN_UNDER_10_ERROR: Final = 0.12
"""Error of people read from a vaccination target: age share by area and mobile families."""
CHILDREN_SHARE: Final = 0.47
CHILDREN_ERROR: Final = 0.08
CHILDREN_REACHED: Final = 0.92
"""Share of the children under ten whom a round reached: 92 per cent in February 2025."""
CHILDREN_REACHED_OTHERS: Final = 0.05
"""Share of the children vaccinated in an area who may live elsewhere; the floor allows for it."""

# Error scales before the data speak. Squared scales are averaged with the squared residuals, the
# prior counting as SCALE_PRIOR_ROWS rows, so that a publisher with three rows is not over-trusted.
SCALE_TOTAL: Final = 0.04
"""People of the whole Strip."""
SCALE_STOCK: Final = 0.16
"""People of places: by so much do figures of places miss each other when a side is silent."""
SCALE_MOVED: Final = 0.25
SCALE_COUNTED: Final = 0.15
SCALE_PRIOR_ROWS: Final = 12.0
SCALE_SMALLEST: Final = 0.02
SCALE_LARGEST: Final = 0.7
LEVERAGE: Final = 1.3
"""A fitted row pulls the picture to itself, so its residual is too small by about this factor."""

RIVAL_DAYS: Final = 5
"""Figures of two publishers about one quantity within five days are compared with each other."""

HOUSE_PRIOR_SD: Final = 0.15
"""Spread of the logarithmic house effect of a publisher's movement figures: with a wider one the
brake on crossings makes nearly every publisher overstate."""

# Further error of one row, added in squares to the scale of its publisher.
ERROR_CITY: Final = 0.06
"""A city stands in for its governorate."""
ERROR_DERIVED: Final = 0.05
"""Arithmetic on rounded published figures."""
ERROR_WEAK: Final = 0.30
"""A date or a publisher was inferred; movements change fast, so a wrong day is a large error."""
ERROR_ASSUMED_START: Final = 0.10
"""A running total that names no start."""
ERROR_PERIOD_STOCK: Final = 0.05
"""One population for a whole analysis period while people move."""
ERROR_PLANNING: Final = 0.30
"""People counted by what they need: agencies plan for more than there are, and for longer."""
ERROR_UNREACHED: Final = 0.15
"""Children whom a campaign did not reach, by its own reckoning."""
ERROR_BOUND: Final = 0.05
"""How softly a floor or ceiling is enforced."""
ERROR_FLOOR_IDP: Final = 0.10
"""Displaced or sheltered people are a part of those present; definitions differ."""
SMALLEST_SCALE_PEOPLE: Final = 3_000.0
"""Below this size the error of a figure no longer shrinks with it: partial counts, children, late
entries. It keeps a daily count of 300 from outweighing a figure of a million."""

HUBER: Final = 1.5
"""Residuals beyond 1.5 scales count linearly: rival figures pull, outliers do not rule."""
OUTLIER: Final = 3.0
"""Beyond this many scales a row is reported as down-weighted."""

# Repetition. What one side (the UN, the army and its ministers, ...) says about the same
# quantity within
# two weeks is largely one source told again: an army and its minister are not two witnesses.
REPETITION_DAYS: Final = 14
REPETITION_CORRELATION: Final = 0.5

# Movement prior, in thousands of people.
COST_CROSSING: Final = 0.003
"""Cost of moving a thousand people between governorates, in units of half a squared residual: of
two
equally good pictures the one with fewer journeys is preferred."""
COST_WITHIN: Final = 0.0001
"""Moves inside a governorate change no stock and need less evidence."""
SPEED_CROSSING: Final = 160.0
"""Spread of a directed flow between governorates, thousand people per square root of a day."""
SPEED_WITHIN: Final = 400.0
VOLATILITY: Final = 0.2
"""How far the daily rate of moves inside a governorate strays from the day before, as a share of
the
rate around it, per square root of a day. Crossings start and stop with orders and are not
smoothed."""
RATE_BROAD: Final = 20.0
RATE_FLOOR: Final = 0.5
"""Rate (thousand a day) that this refers to before a first solve, and its least value after."""
SMALLEST_SOURCE: Final = 0.05
"""Departures vary with the people who can depart: the speed of a flow grows with the square root of
people present at its origin (from the solve before), relative to the mean governorate, at least
this."""
ATTRACTION: Final = 0.25
"""Arrivals go where people are, or return home: the speed of a flow also grows with the people
at its
destination, counted as at least this share of the pre-war residents."""
COST_OUTSIDE: Final = 0.01
SPEED_OUTSIDE: Final = 3.0
"""Leaving the Strip takes a permit: 110,000 people left in seven months."""

# Ways that were shut, where the caller names them.
COST_CLOSED: Final = 1.0
"""Cost of a thousand people on a way that nobody could pass: no figure is worth it. What is left
of it after a solve, a few people, is taken out."""
SPEED_CLOSED: Final = 0.02
"""What is left of the speed on such a way."""
COUNTED_MARGIN: Final = 0.5
"""More than somebody counted on a way that was shut may have passed it, by this share: counts of
one crossing by two publishers differ by so much."""
RESTRICTED_DAY: Final = 25.0
"""People a day who may pass a restricted way uncounted. Medical evacuations, the one count that
runs through, were 10 a day in 2025."""

# Knots of time. A knot costs time in the solver; where few people move, the days on which figures
# begin and end may be read between knots at the cost of a fraction of these few.
KNOT_PEOPLE: Final = 12_000.0
"""Knots are at least so much reported movement apart, by the busiest count of each day..."""
KNOT_DAYS: Final = 6
"""...or so many days."""
BUSY_DAYS: Final = 21
"""Counts over longer periods do not say on which days people moved."""
BUSY_MOST: Final = 300_000.0

# Running totals.
TALLY_DAYS: Final = 7
TALLY_START: Final = 2
"""Totals of over a week whose starts differ by two days at most belong to one tally."""
TALLY_DEPTH: Final = 4
"""Predecessors kept for each total, so that a few may be left out."""

# Land under orders and in closed zones, where the caller gives its share.
ORDERED_SHARE: Final = 0.9
"""Orders or zones over less than this leave room for those who stay."""
ORDERED_AFTER: Final = 21
"""Days before people are taken to leave, or to stay away: the counts of May 2024 and September 2025
show that most of those who go do so within three weeks."""
ORDERED_COST: Final = 0.0005
"""Cost of a thousand people who stay a day longer in a closed zone, in units of half a squared
residual. A month of 80,000 people costs as much as one figure missed by one and a half errors; any
count outweighs it."""
ORDERED_ATTRACTION: Final = 0.01
"""What is left of the pull of such land on people from elsewhere."""

# Ranges.
RANGE: Final = (0.10, 0.90)
"""Ends of an 80 per cent range."""
WEIGHT_PUBLISHER: Final = 0.7
"""Spread of the random factor on the weight of a publisher in a member of the ensemble..."""
WEIGHT_PUBLICATION: Final = 0.5
"""...and of the one on each of its publications."""
SIDE_ERROR: Final = 0.10
"""Spread (logarithmic) of the error that all figures of a side share in a month."""
SIDE_DAYS: Final = 30
"""Days after which a side's error is another one."""
WEEK_MARGIN: Final = 3
"""Days before and after a week that go with it when a side's week is left out."""
STRETCH_PLACE: Final = 2.6
STRETCH_STRIP: Final = 2.0
"""Factors on the spread of the members, by which four fifths of independent figures lie in the
range of places and of the Strip when all that a side said in a week is left out. What else was
tried, contestedness among it, stands in ``docs/method.md``."""
STRETCH_OUTSIDE: Final = 4.0
"""The same of people outside the Strip: seven of eight totals of who left lie in the range."""
STRETCH_MOST: Final = 0.50
"""What the stretch adds to a place is at most an error of this share of its number, in squares:
where nothing ties a split down, members are far apart already. Of 15 figures of places in fast
weeks 8 lie in the range with 40 per cent, 10 with this and without a limit."""
MOVED_WITHIN: Final = 2.4
"""A range of movements reaches at least from the number divided by this to the number times this:
so far do four fifths of independent counts over a week or more lie from it. Where a side is
silent, what the other counts is nearer to half or double than to a tenth more or less."""
DRIFT: Final = 5.0
"""Unreported net drift between two governorates, thousand people per square root of a day..."""
DRIFT_STEP: Final = 15.0
"""Days between draws of the drift: nobody reported it, so it is no burst."""
MEMBER_TOLERANCE: Final = 1e-3
"""Relative gap at which a member stops: a few hundred people, far less than it was moved by."""
DRIFT_MEMORY: Final = 120.0
"""...that is half undone after this many days times 0.7: drift is bounded in the long run."""
STRETCH: Final = {"stock": 0.2, "moved": 1.0, "counted": 1.0, "bound": 1.0}
"""Factor on the prior spread of a publisher's habit and noise in ranges for published figures, so
that they hold four fifths of one half of the publications (split by a hash of the source); the
other half is the test. The ranges of people present do not use it."""

SPLIT_CARRIED: Final = 0.10
"""Share of the people in two neighbouring areas that may have come or gone since the last figure
that tells them apart, before the two are told as one."""

AT_ODDS_PEOPLE: Final = 200_000.0
AT_ODDS_FACTOR: Final = 2.0
"""Figures further than both from the picture are named in a notice: a publisher's estimated error
grows with its contradictions and would hide them."""
ABSURD_VITAL: Final = 0.1
"""Deaths or births above this share of the people are refused: no count is near it."""
ABSURD: Final = 1.25
"""A stock above this multiple of the pre-war Strip is refused."""

# Which figures carry a number, and which contradict it.
EXPLAINED_DAYS: Final = 30.0
"""Days over which what a figure says of a number fades to a third: as long as a side's error lasts,
and as the habit of a publisher of movements does."""
EXPLAINED_REST: Final = 0.15
"""Relative error of the people elsewhere, where a figure is for more or fewer places than those
asked for: about that of places when all that a side said in a week is left out."""
EXPLAINED_PART: Final = 0.5
"""A figure speaks of some places when at least so much of what it counts concerns them: a total
of the Strip says nothing of how people are spread over it."""
EXPLAINED_LEAST: Final = 0.05
"""A figure that is off by a smaller share of the number is no contradiction of it: totals of the
Strip, which everybody knows, differ by as much."""

# How a publisher's figures stand off the picture in one place and time (logarithms).
HABIT_PUBLISHER: Final = 0.3
HABIT_SIDE: Final = 0.2
HABIT_SERIES: Final = 0.5
"""Spread of deviations that a publisher, its side, and its side about the same period share."""
HABIT_DAYS_FLOW: Final = 30.0
HABIT_DAYS_STOCK: Final = 60.0
"""Days over which likeness fades to a third."""
HABIT_NOISE: Final = 0.08
HABIT_SHARE: Final = 0.25
"""Own noise of a row: rounding at least, and this share of the square of its publisher's scale."""
LINE_SPREAD: Final = 0.8
"""Spread of logarithmic errors of a straight line through counts of the same route: between 0.57
(by the median) and 1.06 (by the outer tenths) in that same half."""
CONTESTED_DAYS: Final = 30
CONTESTED_SHARE: Final = 0.25
"""A figure is contested where another side's, of as many days or fewer away, differs by more."""
HABIT_SOFT: Final = 300.0
"""People added before logarithms are taken, so that counts near none do not rule."""
