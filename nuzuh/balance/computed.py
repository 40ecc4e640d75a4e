"""The last few reconstructions whose ranges a reader asked for."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict

from nuzuh.balance.result import Reconstruction
from nuzuh.loaders.current import newest
from nuzuh.loaders.package import data_version, embedded_version
from nuzuh.loaders.tables import Tables


class Computed:
    """Reconstructions by the tables and the view that they are of; the last few of them.

    One takes 30 MB with its ensemble, so they are few, whoever asked for them. Those of
    tables that nobody holds any more go with these, and those of another version of the
    data when anything is put in or looked for.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[weakref.ref[Tables], str], Reconstruction] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are kept now."""
        with self._lock:
            self._tidy(None)
            return len(self._known)

    def get(self, tables: Tables, view: str) -> Reconstruction | None:
        """Return the reconstruction of a view, or None where there is none any more."""
        key = weakref.ref(tables), view
        with self._lock:
            self._tidy(tables)
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def of(self, tables: Tables) -> dict[str, Reconstruction]:
        """Return all that is kept of some tables, by view."""
        with self._lock:
            self._tidy(tables)
            return {view: one for (key, view), one in self._known.items() if key() is tables}

    def put(self, tables: Tables, view: str, reconstruction: Reconstruction) -> None:
        """Remember a reconstruction; what was not looked at for the longest goes for it."""
        key = weakref.ref(tables), view
        with self._lock:
            self._known[key] = reconstruction
            self._known.move_to_end(key)
            self._tidy(tables)
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def _tidy(self, asked: Tables | None) -> None:
        """Drop what is of another version of the data, but for the tables asked about."""
        # A page may still be drawn from the tables that its thread has pinned.
        versions = {data_version(), newest().version or embedded_version()}
        for key in list(self._known):
            tables = key[0]()
            if tables is None or (tables is not asked and tables.version not in versions):
                del self._known[key]
