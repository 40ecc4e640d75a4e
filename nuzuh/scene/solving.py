"""The reconstruction that a view shows, and the refusals where there is none."""

from __future__ import annotations

from collections.abc import Mapping

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction, ranges_known, take_ranges
from nuzuh.balance.solve import BalanceError
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.view import View

Ranged = Mapping[str, Reconstruction]
"""Reconstructions whose ranges were computed while the app runs, by view."""


class UnsolvedError(RefusedError):
    """The balance does not converge for the publishers of a view."""

    def __init__(self) -> None:
        super().__init__("the balance did not converge for these publishers")


def reconstruction_of(view: View, tables: Tables) -> Reconstruction | None:
    """Return the reconstruction that a view shows; None as published.

    Raises:
        UnsolvedError: when the solve does not converge.
    """
    return solved(view.perspective, tables) if view.reconstructed else None


def solved(view: str, tables: Tables) -> Reconstruction:
    """Return the reconstruction from the figures of a view.

    Raises:
        UnsolvedError: when the solve does not converge.
    """
    try:
        return load_reconstruction(tables, view)
    except BalanceError as error:
        raise UnsolvedError from error


def nothing_reconstructed(view: View) -> RefusedError:
    """Return the refusal of a reconstruction that says nothing about its day."""
    return RefusedError(
        f"nothing is reconstructed for {view.date}: no figure of these publishers "
        "describes the year around it; choose other publishers or another day",
        "nothing",
        day=view.date,
    )


def solve_named(tables: Tables) -> None:
    """Solve for every view with a name, so that the next who asks has it at once."""
    for view in NAMED_VIEWS:
        solved(view, tables)


def ranged_of(tables: Tables) -> Ranged:
    """Return what another process must be told to show the ranges that this one does."""
    return ranges_known(tables)


def take_ranged(tables: Tables, known: Ranged) -> None:
    """Take what :func:`ranged_of` gave in another process."""
    take_ranges(tables, known)
