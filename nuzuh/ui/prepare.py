"""What the first reader would wait for is made as soon as the server has started.

The payloads of the view on which the app opens, in English, take seconds to compute.
Nobody waits here: a reader who comes meanwhile gets what is under way, see
:func:`nuzuh.loaders.tables.remembered`.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from nuzuh import __version__, loaders
from nuzuh.export.time_map import cube_of, orders_for, payloads_of, words_of
from nuzuh.loaders import all_sources
from nuzuh.loaders.events import tell
from nuzuh.loaders.live import adopt, read_settings
from nuzuh.loaders.server_settings import ServerSettings
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.opening import opening
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.ui.process import allow_many_files, keep_memory_together
from nuzuh.ui.readiness import Readiness
from nuzuh.ui.server_access import refuse_other_sites_at_once
from nuzuh.ui.server_log import log_json_lines
from nuzuh.ui.server_stop import GracefulStop

_log = logging.getLogger(__name__)


def _keep_to(cache: Path) -> None:
    """Let matplotlib keep its list of fonts in the one folder that this process writes into."""
    os.environ.setdefault("MPLCONFIGDIR", str(cache / "matplotlib"))


Lifespan = Callable[[object], AbstractAsyncContextManager[None]]


def served(settings: ServerSettings, readiness: Readiness) -> Lifespan:
    """Return what a server does from its start to its end (ASGI's lifespan).

    Args:
        settings: how it logs and how long it lets files be finished.
        readiness: turned as it goes.
    """

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        if settings.log == "json":
            log_json_lines()
        GracefulStop(readiness, settings.grace_seconds).install()
        refuse_other_sites_at_once()
        allow_many_files()
        keep_memory_together()
        tell("start", version=__version__)
        threading.Thread(
            target=prepare_opening, args=(readiness,), name="prepare", daemon=True
        ).start()
        yield
        tell("end")

    return lifespan


def prepare_opening(readiness: Readiness) -> None:
    """Compute what the browser gets to draw the opening view; what fails goes to the log.

    Args:
        readiness: of the server, which is ready or has failed then.
    """
    try:
        # The first reader's run of the page waits for the tables here, and reads none itself.
        all_sources()
        settings = read_settings()
        _keep_to(settings.cache)
        adopt(settings)
        view = opening().view
        t = Translator(view.lang)
        # Beside the map the first reader sees the words of the opening day: they come first.
        cube_of(view, tables_in_use(), t)
        words_of(view, load_timeline().phase_of(view.date), tables_in_use(), t)
        payloads_of(view, tables_in_use(), t)
        orders_for(view, tables_in_use(), t)
        # What is there by now stays: no collection of garbage has to walk through it, for which
        # every reader would wait a tenth of a second each time.
        gc.collect()
        gc.freeze()
    except Exception:  # noqa: BLE001 - whatever it is, the reader who asks for it is told
        readiness.turn("failed")
        _log.exception("the opening view could not be prepared")
    else:
        seconds = readiness.turn("ready")
        tell("ready", seconds=round(seconds, 2), data=loaders.data_version())
