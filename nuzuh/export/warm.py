"""What a process that makes files has imported and loaded before the first is asked for."""

from __future__ import annotations

from contextlib import suppress

import nuzuh.draw.film.encoders
import nuzuh.draw.film.frames
import nuzuh.draw.sheets.saving
import nuzuh.export.time_map  # noqa: F401 (so that what makes a file has it already)
from nuzuh.export.formats import write
from nuzuh.loaders import all_sources
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.solving import solve_named
from nuzuh.scene.view import View

with suppress(ImportError):  # the one library that not every computer can load
    import av  # noqa: F401


def warm() -> None:
    """Load every table, and make what is quickly made: so its libraries are there, too."""
    all_sources()
    tables = tables_in_use()
    solve_named(tables)
    for form in ("csv", "xlsx", "gpkg"):
        write(form, ExportRequest(View()), tables)
