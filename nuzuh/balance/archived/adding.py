"""The parts of an entry of the archive: made from what is in use, and looked through."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from nuzuh.balance.archived.picture import keeps, kept, read_again
from nuzuh.balance.shipped import NAMED_VIEWS, compute_ranges, load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.loaders.archive.adding import tables_as_files
from nuzuh.loaders.archive.shelf import read_entry
from nuzuh.loaders.tables import tables_in_use


def parts_in_use(progress: Callable[[int, int], None] | None = None) -> dict[str, bytes]:
    """Return the parts that keep the data version in use as it is shown.

    Likely ranges that are not there yet are computed, which takes a quarter of a minute a view.
    A view for which the balance does not converge is not shown, and not kept.

    Args:
        progress: called with the draws done and the draws to do.
    """
    tables, parts = tables_in_use(), tables_as_files()
    for view in NAMED_VIEWS:
        with suppress(BalanceError):
            result = load_reconstruction(tables, view)
            if not result.ranged and result.has_observations:
                result = compute_ranges(tables, view, progress=progress)
            parts |= kept(result)
    return parts


def checked_entry(path: Path) -> None:
    """Read an entry of the archive whole.

    Raises:
        DataError: when anything of it cannot be shown.
    """
    parts = read_entry(path).parts
    for view in NAMED_VIEWS:
        if keeps(parts, view):
            read_again(parts, view, path.name)
