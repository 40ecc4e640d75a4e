"""What a process that makes files has imported and loaded before the first is asked for."""

from __future__ import annotations

from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.export.formats import write
from nuzuh.loaders import all_sources
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.view import View


def warm() -> None:
    """Make a small file of each family once, so that all libraries and tables are there."""
    import nuzuh.draw.film.encoders
    import nuzuh.draw.film.frames
    import nuzuh.draw.sheets.saving  # noqa: F401
    from nuzuh.export import time_map  # noqa: F401

    all_sources()
    tables = tables_in_use()
    for view in NAMED_VIEWS:
        load_reconstruction(tables, view)
    for form in ("csv", "xlsx", "gpkg"):
        write(form, ExportRequest(View()), tables)
