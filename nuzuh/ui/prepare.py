"""What the first reader would wait for is made as soon as the server has started.

The payloads of the view on which the app opens, in English, take seconds to compute.
Nobody waits here: a reader who comes meanwhile gets what is under way, see
:func:`nuzuh.loaders.tables.remembered`.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nuzuh.export.time_map import cube_of, orders_for, payloads_of, words_of
from nuzuh.loaders import all_sources
from nuzuh.loaders.live import adopt, read_settings
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.opening import opening
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator

FILES_OPEN = 65_536
"""Each reader holds four of them, so the usual limit of 1,024 would turn away the 250th."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def preparing(_: object) -> AsyncIterator[None]:
    """Prepare the opening view in a thread of its own while a server runs (ASGI's lifespan)."""
    allow_many_files()
    threading.Thread(target=prepare_opening, name="prepare", daemon=True).start()
    yield


def allow_many_files() -> None:
    """Let this process have as many files and connections open as whoever runs it permits."""
    if sys.platform == "win32":
        return  # it counts them otherwise
    import resource  # noqa: PLC0415 (Windows has none)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES_OPEN if hard == resource.RLIM_INFINITY else min(FILES_OPEN, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def prepare_opening() -> None:
    """Compute what the browser gets to draw the opening view; what fails goes to the log."""
    try:
        # The first reader's run of the page waits for the tables here, and reads none itself.
        all_sources()
        adopt(read_settings())
        view = opening().view
        t = Translator(view.lang)
        # Beside the map the first reader sees the words of the opening day: they come first.
        cube_of(view, tables_in_use(), t)
        words_of(view, load_timeline().phase_of(view.date), tables_in_use(), t)
        payloads_of(view, tables_in_use(), t)
        orders_for(view, tables_in_use(), t)
    except Exception:  # noqa: BLE001 - whatever it is, the reader who asks for it is told
        _log.exception("the opening view could not be prepared")
