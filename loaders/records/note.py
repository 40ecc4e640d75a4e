"""What a figure from records says of itself: one fixed form, written and read here alone.

Such a figure is published nowhere. It stands in the tables with an id and a note that say so,
so that whoever shows it can mark it, and whoever reads it knows what it was scaled with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PREFIX = "REC-"
"""Begins the id of every figure from records."""

_OF_A_READER = "OWN-"
"""Stands before it where a reader brought the figure; see :mod:`nuzuh.loaders.user`."""

BASIS = "records"
"""What a figure from records rests on, in the column ``basis`` of the table of estimates."""


@dataclass(frozen=True)
class ScaledWith:
    """What a figure from records was scaled with.

    Attributes:
        share: percent of the people of its area that the records are of.
        low, high: the range of that share, in percent.
        against: what the share was measured against, as the note has it.
    """

    share: float
    low: float
    high: float
    against: str


def is_records_row(identity: str) -> bool:
    """Whether the id of a figure is that of one from records, in a store or a reader's file.

    >>> [is_records_row(one) for one in ("REC-PHONES-12", "OWN-REC-PHONES-12", "GD0508")]
    [True, True, False]
    """
    return identity.removeprefix(_OF_A_READER).startswith(PREFIX)


def records_note(
    share: tuple[float, float, float], against: str, threshold: int, more: str = ""
) -> str:
    """Return the note of a figure from records.

    Args:
        share: percent of the people of its area that the records are of, and its range:
            lowest, middle, highest.
        against: what that was measured against: ``the reconstruction of data version …``, or
            a survey by its name.
        threshold: fewest persons that a count is of; smaller ones are withheld.
        more: what else a reader should know of who is in the records and who is not.

    Example:
        >>> note = records_note((2.9, 4.1, 5.8), "a survey", 10)
        >>> scaled_with(note)
        ScaledWith(share=4.1, low=2.9, high=5.8, against='a survey')
    """
    low, middle, high = (f"{part:.2g}" for part in share)
    told = (
        "Scaled from records of devices or registrations by whoever runs this copy, and not "
        f"published: {middle} percent of the people ({low} to {high} percent) are in the records, "
        f"measured against {against}; counts of fewer than {threshold} persons are withheld."
    )
    return f"{told} {more}".rstrip()


_SCALED = re.compile(
    r"published: (?P<share>[\d.e+-]+) percent of the people "
    r"\((?P<low>[\d.e+-]+) to (?P<high>[\d.e+-]+) percent\) are in the records, "
    r"measured against (?P<against>.+?); counts of fewer than \d+ persons"
)


def scaled_with(note: str) -> ScaledWith | None:
    """Return what the note of a figure from records says it was scaled with.

    None for a note in another form, as one that somebody has edited may be.
    """
    found = _SCALED.search(note)
    if found is None:
        return None
    share, low, high = (float(found[name]) for name in ("share", "low", "high"))
    return ScaledWith(share, low, high, found["against"])


def widest(notes: Iterable[str]) -> ScaledWith | None:
    """Return what figures were scaled with, together: the ends of all of their ranges.

    None where no note says it. The share is the middle one of all.
    """
    told = [one for one in map(scaled_with, notes) if one is not None]
    if not told:
        return None
    shares = sorted(one.share for one in told)
    against = dict.fromkeys(one.against for one in told)
    return ScaledWith(
        shares[len(shares) // 2],
        min(one.low for one in told),
        max(one.high for one in told),
        "; ".join(against),
    )
