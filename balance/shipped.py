"""Reconstructions of the embedded figures, with the ensembles that ship precomputed.

``python -m balance.shipped`` computes them anew (a few minutes); a test
tells when they no longer belong to the figures or to the constants.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import priors
from balance.archive import StaleArchiveError, fingerprint, load, load_flows, save
from balance.backtest import backtest
from balance.ensemble import with_ranges
from balance.grid import CROSSING
from balance.land import ordered_land
from balance.reconstruct import reconstruct
from balance.result import Reconstruction
from loaders.areas import areas_km2
from loaders.baseline import people_before_the_war
from loaders.current import current, follows_data
from loaders.estimates import load_estimates
from loaders.orders import load_orders
from loaders.own import OwnTables
from loaders.publishers import groups

NAMED_VIEWS = ("all", "un", "israel", "palestine")
"""Views that have an id in links and commands, and a precomputed ensemble."""

FOLDER = Path(__file__).resolve().parent / "precomputed"
MEMBERS = 200
BACKTEST_MEMBERS = 80


class Ground(TypedDict):
    """What the balance stands on beside the figures."""

    baseline: dict[str, float]
    km2: dict[str, float]
    ordered: pd.DataFrame


@follows_data(maxsize=4)
def ground() -> Ground:
    """Return people before the war and areas by P-code, and land under orders by day."""
    last = load_estimates().frame["as_of"].max()
    return Ground(
        baseline=people_before_the_war(),
        km2=areas_km2(),
        ordered=ordered_land(load_orders().frame, areas_km2(), last),
    )


def key_of(view: str) -> str:
    """Return what the ensemble of a view was computed from, as a hash."""
    return fingerprint(load_estimates().frame, groups(), view, **ground())


def publishers_of(view: str) -> str | tuple[str, ...]:
    """Return a view's id, or the publishers that a reader's own view names.

    >>> publishers_of("un"), publishers_of("OCHA,IDF")
    ('un', ('OCHA', 'IDF'))
    """
    return view if view in NAMED_VIEWS else tuple(view.split(","))


_computed: dict[tuple[str, str], Reconstruction] = {}
"""Reconstructions whose ensembles were computed in this process, by data version and view."""


def load_reconstruction(view: str = "all", own: OwnTables | None = None) -> Reconstruction:
    """Return the reconstruction of a view, with its ensemble where one ships or was computed.

    Args:
        view: one of :data:`NAMED_VIEWS`, or names of publishers joined by commas.
        own: a reader's tables, to solve from in place of the embedded figures;
            the result is remembered with them, and has no ranges until
            :func:`compute_ranges` gave it some.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
    """
    if own is not None:
        return own.remembered(("reconstruction", view), lambda: _solved_with(view, own))
    return _computed.get((current().version, view)) or _solved(view)


def _solved_with(view: str, own: OwnTables) -> Reconstruction:
    return reconstruct(
        own.estimates, groups(), view=publishers_of(view), until=_last_day(), **ground()
    )


def _last_day() -> pd.Timestamp:
    """The last day of the embedded figures, where a reader's picture ends too."""
    last: pd.Timestamp = load_estimates().frame["as_of"].max()
    return last


def moved_by_day(view: str = "all", own: OwnTables | None = None) -> npt.NDArray[np.float64]:
    """Return people who moved between governorates on each day of the balance, reconstructed.

    Taken from the shipped file where that is current, which spares a solve.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
    """
    within = [i for i, pair in enumerate(CROSSING) if priors.OUTSIDE not in pair]
    archive = FOLDER / f"{view}.npz"
    computed = (current().version, view) in _computed
    shipped = own is None and not computed and view in NAMED_VIEWS
    if shipped and archive.exists():
        with suppress(StaleArchiveError):
            return load_flows(archive, key_of(view))[:, within].sum(axis=1)
    picture = load_reconstruction(view, own)
    moved: npt.NDArray[np.float64] = picture.flows[:, within].sum(axis=1)
    return moved


@follows_data(maxsize=64)
def _solved(view: str) -> Reconstruction:
    picture = reconstruct(load_estimates().frame, groups(), view=publishers_of(view), **ground())
    archive = FOLDER / f"{view}.npz"
    if view not in NAMED_VIEWS or not archive.exists():
        return picture
    try:
        return load(archive, picture, key_of(view))
    except StaleArchiveError:
        # A picture without ranges says so on the page; one with the ranges of
        # other figures would be wrong and silent.
        return picture


def compute_ranges(
    view: str,
    *,
    members: int = MEMBERS,
    progress: Callable[[int, int], None] | None = None,
    own: OwnTables | None = None,
) -> Reconstruction:
    """Return the reconstruction of a view with an ensemble computed now, and remember it.

    Args:
        view: as for :func:`load_reconstruction`.
        members: size of the ensemble.
        progress: called with the draws done and the draws to do.
        own: a reader's tables, as for :func:`load_reconstruction`.
    """
    if own is not None:
        picture = with_ranges(
            own.estimates,
            groups(),
            view=publishers_of(view),
            until=_last_day(),
            **ground(),
            members=members,
            progress=progress,
        )
        own.keep(("reconstruction", view), picture)
        return picture
    version = current().version
    _computed[version, view] = with_ranges(
        load_estimates().frame,
        groups(),
        view=publishers_of(view),
        **ground(),
        members=members,
        progress=progress,
    )
    return _computed[version, view]


_behind = threading.Lock()
_asked: set[tuple[str, str]] = set()
"""Data versions and views whose ranges were asked for behind."""


def compute_ranges_behind(view: str = "all") -> bool:
    """Compute the ranges of a view that has none, in a thread that nobody waits for.

    Returns:
        Whether a thread was started: once for each version of the data, and not
        while another one runs.
    """
    wanted = (current().version, view)
    if wanted in _asked or not _behind.acquire(blocking=False):
        return False
    _asked.add(wanted)
    threading.Thread(target=_range_and_release, args=(view,), daemon=True).start()
    return True


def _range_and_release(view: str) -> None:
    try:
        if load_reconstruction(view).draws is None:
            compute_ranges(view)
    finally:
        _behind.release()


def run_backtest(
    rows: pd.DataFrame | None, *, progress: Callable[[int, int], None] | None = None
) -> dict[str, object]:
    """Leave published figures out and predict them, see :func:`balance.backtest.backtest`.

    Args:
        rows: figures of a file, none of whose ids is fitted; None leaves out
            each publication of the embedded figures in turn.
        progress: called with the steps done and the steps to do.
    """
    return backtest(
        load_estimates().frame,
        groups(),
        **ground(),
        rows=rows,
        members=BACKTEST_MEMBERS,
        progress=progress,
    ).to_dict()


def main() -> None:
    """Compute and write the ensembles that ship."""
    FOLDER.mkdir(exist_ok=True)
    for view in NAMED_VIEWS:
        size = save(FOLDER / f"{view}.npz", compute_ranges(view), key_of(view))
        sys.stdout.write(f"{view}: {size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
