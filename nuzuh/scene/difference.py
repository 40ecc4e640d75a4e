"""What lies between the two sides of a comparison, where that may be told, and with which range.

- **Two days of one reconstruction** differ by its own change: each member of the ensemble has
  a change of its own, from which the range comes (``Reconstruction.change``).
- **Two reconstructions** are two ensembles whose members have nothing to do with each other,
  though both know many of the same figures, so nobody can say how they hang together. The
  range goes from the lower end of the second less the upper end of the first to the upper
  end of the second less the lower end of the first: what it would be if one rose wherever the
  other falls. Independent of each other, or rising together as they do for the figures that
  both know, they would give a narrower one; and however they depend on each other, it holds
  what two ranges of 80 percent can vouch for together: 60 percent.
- **A published figure beside a reconstruction** differs by the distance between the two, with
  a range made in the same way of the figure's own range and of the reconstruction's. A
  bound stays one: of a figure of "at least" only the upper end of the distance is known.
  It is told for the areas that the figure is for, and where the figure is of the day of the
  reconstruction or of the week before: what people did since an older one is no distance.
  Where rivals stand beside the figure, that it is told of one alone is said.
- **Two published figures** are never subtracted: they are of different publishers, areas,
  days and meanings. In what they differ is said instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import round_to_precision, rounding_step, says_more, told_range
from nuzuh.scene.geometry import GOVERNORATES, governorate_name
from nuzuh.scene.labels import pattern_words
from nuzuh.scene.mark import Mark, Record
from nuzuh.scene.scales import DIFFERENCE
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Gap:
    """By how many people the second side is more than the first.

    Attributes:
        number: so many; None where a side gives no number.
        low, high: its range; None where it is open or none can be given.
    """

    number: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything is known of it."""
        return (self.number, self.low, self.high) != (None, None, None)


@dataclass(frozen=True)
class Amount:
    """People on a side: a number, and the ends between which it lies; None where one is open."""

    number: float | None
    low: float | None
    high: float | None


def between(first: Amount, second: Amount) -> Gap:
    """Return how much more the second side is, with the widest range that the ends allow.

    >>> between(Amount(100.0, 90.0, 120.0), Amount(150.0, 140.0, 180.0))
    Gap(number=50.0, low=20.0, high=90.0)
    >>> between(Amount(None, 100.0, None), Amount(150.0, 140.0, 180.0))
    Gap(number=None, low=None, high=80.0)
    """

    def less(one: float | None, other: float | None) -> float | None:
        return None if one is None or other is None else one - other

    return Gap(
        less(second.number, first.number),
        less(second.low, first.high),
        less(second.high, first.low),
    )


def changed(reconstruction: Reconstruction, view: View, pcodes: tuple[str, ...]) -> Gap:
    """Return the change of some areas from the other day of a comparison to its own."""
    number, low, high = reconstruction.change(view.other.date, view.date, pcodes)
    return Gap(number, *(None if math.isnan(end) else end for end in (low, high)))


def amount_reconstructed(
    reconstruction: Reconstruction, view: View, pcodes: tuple[str, ...]
) -> Amount:
    """Return the people of some areas on a view's day; ends where no range is known are open."""
    number, *ends = reconstruction.group(view.date, pcodes)
    low, high = (None if math.isnan(end) else end for end in ends)
    return Amount(number, low, high)


def as_told(amount: Amount) -> Amount:
    """Return people with a range no finer than it bears; without one they stay as they are.

    So few that they round to nothing are told as fewer than the high end: no number.

    >>> as_told(Amount(487_312.0, 381_400.0, 622_000.0))
    Amount(number=490000.0, low=380000.0, high=620000.0)
    >>> as_told(Amount(14.7, 0.0, 15.0))
    Amount(number=None, low=0.0, high=1000.0)
    """
    number, low, high = amount.number, amount.low, amount.high
    if low is None or high is None or low == high:
        return amount
    told = 0.0 if number is None else round_to_precision(number, low, high)
    return Amount(told if told > 0 else None, *told_range(low, high))


def amount_published(value: float | None, low: float | None, high: float | None) -> Amount:
    """Return a published figure: one without a range is a point, a bound stays open.

    >>> amount_published(5.0, None, None), amount_published(None, 5.0, None)
    (Amount(number=5.0, low=5.0, high=5.0), Amount(number=None, low=5.0, high=None))
    """
    if value is None:
        return Amount(None, low, high)
    return Amount(value, value if low is None else low, value if high is None else high)


def told_together(*sides: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the smallest areas that both sides tell apart from the rest, from north to south.

    >>> told_together([("PS0255", "PS0260"), ("PS0265",), ("PS0270",), ("PS0275",)],
    ...     [(pcode,) for pcode in GOVERNORATES])[:2]
    [('PS0255', 'PS0260'), ('PS0265',)]
    """
    found = [{pcode} for pcode in GOVERNORATES]
    for areas in (set(pcodes) for side in sides for pcodes in side):
        touched = [group for group in found if group & areas]
        found = [group for group in found if not group & areas]
        found.append(set().union(*touched))
    ordered = (tuple(p for p in GOVERNORATES if p in group) for group in found)
    return sorted(ordered, key=lambda group: GOVERNORATES.index(group[0]))


def rounded(gap: Gap) -> Gap:
    """Return a difference as it is told: no finer than its range bears.

    A range that rounds to nothing reaches a step to either side: an end of 0 would say that
    nobody came or went.
    """
    span = (gap.low, gap.high)
    number, low, high = (
        None if people is None else round_to_precision(people, *span)
        for people in (gap.number, *span)
    )
    if low == high == 0:
        step = rounding_step(0.0, *span)
        low, high = -step, step
    return Gap(number, low, high)


def gap_texts(gap: Gap, t: Translator) -> tuple[str, str]:
    """Return a difference in words, and its likely range; "" where the first says all."""
    told = rounded(gap)

    def signed(people: float) -> str:
        sign = "" if people == 0 else "+" if people > 0 else "−"
        return f"\u2066{sign}{t.number(abs(people))}\u2069"

    ends = told.low, told.high
    if told.number is not None:
        about = t("recon.about", n=signed(told.number)) if told.number else t("print.no_change")
        if gap.low is None or gap.high is None or told.low is None or told.high is None:
            return about, t("recon.norange")
        if not says_more(gap.low, gap.high):
            return about, ""
        return about, t("recon.likely", low=signed(told.low), high=signed(told.high))
    if told.low is not None and told.high is not None:
        return t("q.range", low=signed(told.low), high=signed(told.high)), ""
    sign, end = ("≥", ends[0]) if told.low is not None else ("≤", ends[1])
    assert end is not None  # nothing is worded of which nothing is known
    return t.isolated(f"{sign} {signed(end)}"), ""


def gap_mark(pcodes: tuple[str, ...], gap: Gap | None, note: str, t: Translator) -> Mark:
    """Return the mark of a difference, drawn and listed as those of the sides are.

    Args:
        pcodes: the areas that it is for.
        gap: the difference; None where none is told.
        note: what else to know of it; or why none is told.
        t: the reader's language.
    """
    name = t.together(governorate_name(pcode, t.lang) for pcode in pcodes)
    missing = Mark(
        pcodes=pcodes,
        name=name,
        number=t("compare.none"),
        table_number=t("compare.none"),
        notes=(note,) if note else (),
        rivals=0,
        value=None,
        low=None,
        high=None,
        shade=None,
        pattern="missing",
        wide=False,
        status="current",
        reconstructed=True,
        cells=(name, t("compare.none"), note),
        record=Record(None, None, None, "", "", None, "", "difference"),
    )
    if gap is None or not gap.is_told:
        return missing
    told, (number, likely) = rounded(gap), gap_texts(gap, t)
    notes = tuple(filter(None, (likely, note)))
    both = told.low is not None and told.high is not None
    # A range that says no more than its number is not told.
    wide = both and likely and told.high - told.low > abs(told.number or 0.0)  # type: ignore[operator]
    return replace(
        missing,
        number=number,
        table_number=number,
        notes=notes,
        value=told.number,
        low=told.low,
        high=told.high,
        shade=None if told.number is None else DIFFERENCE.shade(told.number),
        pattern="missing" if told.number is None else "",
        wide=bool(wide) and told.number is not None,
        cells=(name, number, t("list.comma").join(notes)),
        record=Record(
            told.number, told.low, told.high, "", number, told.number, likely, "difference"
        ),
    )


def difference_words(t: Translator) -> dict[str, str]:
    """Return the words for every pattern on the map of a difference."""
    return pattern_words("people", t) | {"missing": t("compare.none")}


def change_texts(
    reconstruction: Reconstruction,
    areas: tuple[str, ...],
    first: object,
    last: object,
    t: Translator,
) -> tuple[str, str]:
    """Return by how many people a reconstruction has some areas change, and the likely range."""
    number, low, high = reconstruction.change(first, last, areas)
    return gap_texts(Gap(number, *(None if math.isnan(end) else end for end in (low, high))), t)
