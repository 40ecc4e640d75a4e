"""A few dozen figures and orders that no new fact changes, put in use in place of the embedded.

Rows of the embedded tables as they were when they were chosen: the days that
reference pictures show, with rivals, a joint figure, old ones, movements and orders.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from nuzuh.loaders.current import EMBEDDED, InUse, follow_tables, freeze_tables, put_in_use
from nuzuh.loaders.estimates import read_estimates
from nuzuh.loaders.orders import read_orders
from nuzuh.loaders.table import Provenance, Table

FOLDER = Path(__file__).parent
VERSION = "2026-08-22-abc1234"


@cache
def frozen_tables() -> InUse:
    """The tables of this folder under a version of their own."""
    tables = {}
    for name, read in (("estimates", read_estimates), ("orders", read_orders)):
        frame = read((FOLDER / f"{name}.csv").read_bytes(), f"frozen {name}.csv")
        about = Provenance(
            name, name, "frozen", (), "none", VERSION[:10], VERSION[:10], "embedded", len(frame)
        )
        tables[name] = Table(frame, about)
    return InUse(VERSION, tables)


@contextmanager
def frozen_data() -> Iterator[None]:
    """Show the frozen tables instead of the embedded ones.

    They are pinned in this thread, and no command takes the last good copies into use in their
    place: beside newer ones they would be a former version.
    """
    put_in_use(frozen_tables())
    freeze_tables()
    try:
        with patch("nuzuh.cli.parsing.adopt", lambda: None):
            yield
    finally:
        follow_tables()
        put_in_use(EMBEDDED)
