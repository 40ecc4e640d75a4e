"""How far publishers stand from each other and from the reconstruction in a period, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.disagreement import RivalGroup, Standing
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.disagreement_reasons import Comparer, Reason, Reconstructed
from nuzuh.scene.timeline import check_day, rivals_between


@dataclass(frozen=True)
class Measured:
    """A publisher's standing figure with how far it lies from others, in numbers.

    Attributes:
        standing: the figure, and those that it is held against.
        reconstructed: what the reconstruction has for the same; None for nothing.
        reasons: why it stands apart, as far as that can be computed.
    """

    standing: Standing
    reconstructed: Reconstructed | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class MeasuredGroup:
    """Figures that answer one question and count the same, in numbers.

    Attributes:
        group: the figures.
        rows: each publisher's standing figures, the furthest from the others first.
        reconstructed: what the reconstruction has for the higher of the two furthest apart.
    """

    group: RivalGroup
    rows: tuple[Measured, ...]
    reconstructed: Reconstructed | None


def measured_of(
    tables: Tables, perspective: str, first: date, last: date, *, later: bool = True
) -> tuple[MeasuredGroup, ...]:
    """Return every question of a period, its publishers measured, the most disputed first.

    Args:
        tables: what it is computed from.
        perspective: whose figures the reconstruction uses.
        first: first day of the period.
        last: its last day.
        later: tell figures whose page came out after the last day, too. Without them nothing
            is held against a reconstruction, which knows what came out later.

    Raises:
        BalanceError: when the solve does not converge.
        RefusedError: for days outside the data, and where nothing was published.
    """
    for day in (first, last):
        check_day(day)
    if first > last:
        message = f"the period is empty: it begins on {first} and ends on {last}"
        raise RefusedError(message, "empty", first=first, last=last)
    groups = rivals_between(tables, first, last, later=later)
    if not groups:
        raise RefusedError(
            f"no published figure answers a question from {first} to {last}; "
            "choose a longer period or other days",
            "no_claims",
            first=first,
            last=last,
        )
    ranged = later and load_reconstruction(tables, perspective).ranged
    return _measured(tables, perspective, (first, last), later=later, ranged=ranged)


@remembered(maxsize=32)
def _measured(
    tables: Tables, perspective: str, period: tuple[date, date], *, later: bool, ranged: bool
) -> tuple[MeasuredGroup, ...]:
    groups = rivals_between(tables, *period, later=later)
    comparer = _comparer(tables, perspective, ranged=ranged) if later else Comparer(None)
    people = {
        group.question: len(group.claims)
        for group in groups
        if group.unit == "people" and not group.of_day
    }
    return tuple(
        MeasuredGroup(
            group,
            tuple(
                Measured(
                    one,
                    comparer.reconstructed(one.statement),
                    comparer.reasons(one, of_people=people.get(group.question, 0)),
                )
                for one in group.standing
            ),
            comparer.reconstructed(group.spread.high) if group.spread else None,
        )
        for group in groups
    )


@remembered(maxsize=4)
def _comparer(tables: Tables, perspective: str, *, ranged: bool) -> Comparer:
    """Ranges may come while the app runs: what was compared without them is compared anew."""
    del ranged
    return Comparer(load_reconstruction(tables, perspective))
