"""The reconstruction that someone asks for by name, or a sentence on why there is none."""

from __future__ import annotations

from datetime import date

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables


def check_publishers(tables: Tables, view: str) -> None:
    """Refuse a view that names a publisher who does not exist.

    Raises:
        RefusedError: with the first name that nobody has.
    """
    names = set(tables.estimates["speaker"])
    unknown = [] if view in NAMED_VIEWS else sorted(set(view.split(",")) - names)
    if unknown:
        named = ", ".join(NAMED_VIEWS)
        raise RefusedError(
            f"no publisher is called {unknown[0][:40]!r}; a view is one of {named}, "
            "or names as on the page of sources, joined by commas"
        )


def require_reconstruction(
    tables: Tables, view: str, days: tuple[date, ...] = ()
) -> Reconstruction:
    """Return the reconstruction of a view.

    Args:
        tables: what it is solved from.
        view: a named view, or publishers joined by commas.
        days: days that must lie in it.

    Raises:
        RefusedError: for a publisher who does not exist, a solve that does not
            converge, or a day outside the reconstruction.
    """
    check_publishers(tables, view)
    try:
        reconstruction = load_reconstruction(tables, view)
    except BalanceError as error:
        raise RefusedError(
            f"the balance did not converge for the view {view!r} ({error})"
        ) from error
    first, last = reconstruction.days[0].date(), reconstruction.days[-1].date()
    for day in days:
        if not first <= day <= last:
            raise RefusedError(f"the date {day} lies outside the reconstruction, {first} to {last}")
    return reconstruction
