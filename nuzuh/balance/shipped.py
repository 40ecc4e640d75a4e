"""Reconstructions of the embedded figures, with the ensembles that ship precomputed.

``python -m nuzuh.balance.shipped`` computes them anew (a few minutes), with ``--solved``
what takes seconds; a test tells when they no longer belong to the figures, to the
constants or to the code.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.archive import StaleArchiveError, fingerprint, load, load_flows, save
from nuzuh.balance.archived.picture import keeps, read_again
from nuzuh.balance.backtest import LeaveOut, backtest
from nuzuh.balance.computed import Computed
from nuzuh.balance.ensemble import with_ranges
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.inputs import Known, make
from nuzuh.balance.land import closed_zones, ordered_land
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.reconstruct import read_view, reconstruct
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.balance.solved import load_solved, save_solved
from nuzuh.evidence.ground import ground_of
from nuzuh.evidence.orders_in_force import OrderBook
from nuzuh.loaders.apart.turns import Turns
from nuzuh.loaders.areas import areas_km2
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.current import current, follows_data
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.tables import Tables, remembered, tables_in_use

NAMED_VIEWS = ("all", "un", "israel", "palestine")
"""Views that have an id in links and commands, and a precomputed ensemble."""

FOLDER = Path(__file__).resolve().parent / "precomputed"
MEMBERS = 200
BACKTEST_MEMBERS = 80
FOLD_MEMBERS = 36
"""Of each fold: a fold takes twelve seconds. The ends of a range of twelve members are uncertain by
a quarter of its width, and figures then lie outside for no other reason."""


@follows_data(maxsize=4)
def balance_inputs() -> Known:
    """Return people before the war and areas by P-code, land under orders by day, and closures."""
    last, orders = load_estimates().frame["as_of"].max(), load_orders().frame
    # Of exact outlines that an operator brings the balance takes no notice: it ships solved.
    book = OrderBook(orders, ground_of(load_blocks().frame.assign(given=False), orders))
    return Known(
        baseline=people_before_the_war(),
        km2=areas_km2(),
        ordered=ordered_land(orders, book, last),
        zones=closed_zones(orders, last),
        closures=load_closures().frame,
    )


@remembered(maxsize=8)
def key_of(tables: Tables, view: str) -> str:
    """Return what the ensemble of a view was computed from, as a hash."""
    return fingerprint(tables.estimates, groups(), view, known=balance_inputs())


def publishers_of(view: str) -> str | tuple[str, ...]:
    """Return a view's id, or the publishers that a reader's own view names.

    >>> publishers_of("un"), publishers_of("OCHA,IDF")
    ('un', ('OCHA', 'IDF'))
    """
    return view if view in NAMED_VIEWS else tuple(view.split(","))


def load_reconstruction(tables: Tables, view: str = "all") -> Reconstruction:
    """Return the reconstruction of a view, with its ensemble where one ships or was computed.

    Args:
        tables: the figures to solve from. From others than the embedded ones it
            has no ranges until :func:`compute_ranges` gave it some.
        view: one of :data:`NAMED_VIEWS`, or names of publishers joined by commas.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
        RefusedError: of a former version of the data, for a view that was not kept.
    """
    if tables.archived is not None:
        return _kept(tables, view)
    return _computed.get(tables, view) or _solved(tables, view)


@remembered(maxsize=len(NAMED_VIEWS))
def _kept(tables: Tables, view: str) -> Reconstruction:
    assert tables.archived is not None
    if view not in NAMED_VIEWS:
        raise RefusedError(
            f"of the former data version {tables.version} only the views "
            f"{', '.join(NAMED_VIEWS)} are kept, none of chosen publishers",
            "kept_views",
            data=tables.version,
        )
    if not keeps(tables.archived, view):
        raise BalanceError(f"the data version {tables.version} has none")
    return read_again(
        tables.archived, view, f"{tables.version}.zip", partial(_observations, tables, view)
    )


def hold_pictures(tables: Tables) -> None:
    """Read every picture of a former version, so that none fails where a page is half drawn.

    Raises:
        DataError: when one cannot be shown, or the people before the war are not in the figures.
    """
    if tables.archived is None:
        return
    people_before_the_war()
    for view in NAMED_VIEWS:
        with suppress(BalanceError):
            load_reconstruction(tables, view)


def moved_by_day(tables: Tables, view: str = "all") -> npt.NDArray[np.float64]:
    """Return people who moved between governorates on each day of the balance, reconstructed.

    Taken from the shipped file where that is current, which spares a solve.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
    """
    within = [i for i, pair in enumerate(CROSSING) if priors.OUTSIDE not in pair]
    archive = FOLDER / f"{view}.npz"
    may_ship = _computed.get(tables, view) is None and view in NAMED_VIEWS
    if may_ship and tables.archived is None and archive.exists():
        with suppress(StaleArchiveError):
            return load_flows(archive, key_of(tables, view))[:, within].sum(axis=1)
    reconstruction = load_reconstruction(tables, view)
    moved: npt.NDArray[np.float64] = reconstruction.flows[:, within].sum(axis=1)
    return moved


@remembered(maxsize=64)
def _solved(tables: Tables, view: str) -> Reconstruction:
    archive, solved = FOLDER / f"{view}.npz", FOLDER / f"{view}.solved.npz"
    may_ship = view in NAMED_VIEWS and archive.exists()
    if may_ship and solved.exists():
        with suppress(StaleArchiveError):
            key = key_of(tables, view)
            loaded = load(archive, load_solved(solved, key), key)
            return replace(loaded, read=partial(_observations, tables, view))
    reconstruction = solved_again(tables, view)
    if not may_ship:
        return reconstruction
    try:
        return load(archive, reconstruction, key_of(tables, view))
    except StaleArchiveError:
        # A picture without ranges says so on the page; one with the ranges of
        # other figures would be wrong and silent.
        return reconstruction


def _observations(tables: Tables, view: str) -> tuple[Observation, ...]:
    """What the figures of a view observe: read when it is asked for, so no file carries it."""
    found, _ = read_view(
        tables.estimates,
        groups(),
        publishers_of(view),
        pd.Timestamp(tables.last),
        make(tables.estimates, balance_inputs()),
    )
    return tuple(found)


def solved_again(tables: Tables, view: str) -> Reconstruction:
    """Return the reconstruction of a view solved now, without an ensemble.

    Raises:
        BalanceError: when the solve does not converge.
    """
    return reconstruct(
        tables.estimates,
        groups(),
        view=publishers_of(view),
        until=pd.Timestamp(tables.last),
        known=balance_inputs(),
    )


_computed = Computed(most=4)
_turns = Turns(at_once=1)
"""One ensemble at a time: each takes a core for a quarter of a minute, and memory."""

Progress = Callable[[int, int], None]
Run = Callable[[Callable[[Progress], Reconstruction], Progress], Reconstruction]
"""Does work, which is told a way to say how far it is, and returns what the work returns."""


def _here(work: Callable[[Progress], Reconstruction], progress: Progress) -> Reconstruction:
    return work(progress)


def ranges_known(tables: Tables) -> dict[str, Reconstruction]:
    """Return the reconstructions of some tables whose ranges were computed here, by view."""
    return _computed.of(tables)


def take_ranges(tables: Tables, known: Mapping[str, Reconstruction]) -> None:
    """Take reconstructions whose ranges another process has computed, by view."""
    for view, reconstruction in known.items():
        _computed.put(tables, view, reconstruction)


def compute_ranges(
    tables: Tables,
    view: str,
    *,
    members: int = MEMBERS,
    progress: Progress | None = None,
    waiting: Callable[[int], None] | None = None,
    run: Run = _here,
) -> Reconstruction:
    """Return the reconstruction of a view with an ensemble computed now, and remember it.

    Where another ensemble is being computed, it waits for its turn. What is
    remembered are the last few of all readers: an older one is computed anew
    when it is asked for again.

    Args:
        tables: the figures to solve from.
        view: as for :func:`load_reconstruction`.
        members: size of the ensemble.
        progress: called with the draws done and the draws to do. What it raises comes
            through, and ends the work.
        waiting: called a few times a second with the place in the queue, from 1, while
            others have their turn. What it raises comes through, and the place is given up.
        run: does the computing, here or in a process of its own.
    """
    before = _computed.get(tables, view)
    with _turns.turn(waiting or (lambda _: None)):
        meanwhile = _computed.get(tables, view)
        if meanwhile is not None and meanwhile is not before:
            # Another reader of the same figures had asked for the same.
            return meanwhile
        work = partial(
            _ranged,
            tables.estimates,
            groups(),
            view=publishers_of(view),
            until=pd.Timestamp(tables.last),
            known=balance_inputs(),
            members=members,
        )
        reconstruction = run(work, progress or _nobody)
        _computed.put(tables, view, reconstruction)
    return reconstruction


def _ranged(
    estimates: pd.DataFrame, publishers: Mapping[str, str], progress: Progress, **given: Any
) -> Reconstruction:
    """What :data:`Run` does."""
    return with_ranges(estimates, publishers, progress=progress, **given)


def _nobody(_done: int, _total: int) -> None:
    """Nobody is told."""


_in_background = threading.Lock()
_asked: set[tuple[str, str]] = set()
"""Data versions and views whose ranges were asked for behind."""


def compute_ranges_in_background(view: str = "all", *, run: Run = _here) -> bool:
    """Compute the ranges of a view that has none, in a thread that nobody waits for.

    Args:
        view: as for :func:`load_reconstruction`.
        run: does the computing, here or in a process of its own.

    Returns:
        Whether a thread was started: once for each version of the data, and not
        while another one runs.
    """
    tables = tables_in_use()
    wanted = (current().version, view)
    if wanted in _asked or not _in_background.acquire(blocking=False):
        return False
    _asked.add(wanted)
    threading.Thread(target=_range_and_release, args=(tables, view, run), daemon=True).start()
    return True


def _range_and_release(tables: Tables, view: str, run: Run) -> None:
    try:
        if load_reconstruction(tables, view).draws is None:
            compute_ranges(tables, view, run=run)
    finally:
        _in_background.release()


def run_backtest(
    rows: pd.DataFrame | None,
    *,
    leave_out: LeaveOut = "side-week",
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, object]:
    """Leave published figures out and predict them, see :func:`nuzuh.balance.backtest.backtest`.

    Args:
        rows: figures of a file, none of whose ids is fitted; None leaves out
            of the embedded figures in turn what `leave_out` says.
        leave_out: a publication, or everything that a side said of a week.
        workers: processes.
        progress: called with the steps done and the steps to do.
    """
    return backtest(
        load_estimates().frame,
        groups(),
        known=balance_inputs(),
        rows=rows,
        leave_out=leave_out,
        members=BACKTEST_MEMBERS if rows is not None else FOLD_MEMBERS,
        workers=workers,
        progress=progress,
    ).to_dict()


def main(options: Sequence[str] = ()) -> None:
    """Compute and write what ships.

    Args:
        options: ``--solved`` for what single solves say alone (seconds), where the code
            of the balance has changed and neither figures nor constants have.
    """
    FOLDER.mkdir(exist_ok=True)
    tables = tables_in_use()
    for view in NAMED_VIEWS:
        key = key_of(tables, view)
        size = save_solved(FOLDER / f"{view}.solved.npz", solved_again(tables, view), key)
        if "--solved" not in options:
            size += save(FOLDER / f"{view}.npz", compute_ranges(tables, view), key)
        sys.stdout.write(f"{view}: {size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
