"""A file that a reader asks for: made beside the page, with their place in the queue, then saved.

A button of Streamlit's that makes its file when it is pressed would do so in this process, for as
many readers at once as press it, without a word to those who wait and without a way to stop.
And what it has made is gone after the next two runs of anybody's page: with many readers, often
before the browser has come for it. So the file is asked for with a plain button, made by
:mod:`nuzuh.export.pool`, held by the page, and saved by the browser as soon as it is there.
"""

from __future__ import annotations

import math
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nuzuh.export import pool
from nuzuh.export.job import Job, Wanted
from nuzuh.loaders.current import holding
from nuzuh.scene.film_period import MovingError
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared

_NO_CLASS = re.compile(r"[^a-zA-Z0-9_-]")
"""What the class that Streamlit makes of a key has no place for."""
_SMALL = 100_000
"""Bytes below which a size is told in kB."""
_SHOWN = "files-shown"
"""Names of the places of the dialog that is open, or of the page."""
_EVERY = 0.5
"""How often the page looks how far the work is, in seconds."""
_QUICK = 0.4
"""Seconds that a run of the page waits: what is there by then is saved without another look."""
_AWAY = 10.0
"""Seconds after which a reader whose connection is gone has left: shorter breaks are mended."""


@dataclass(frozen=True)
class _Made:
    """What a reader asked for in one place.

    Attributes:
        id: tells it from whatever else was asked for.
        job: makes it.
    """

    id: str
    job: Job


def ask_button(
    where: str,
    label: str,
    wanted: Callable[[], Wanted],
    *,
    key: str,
    icon: str | None = None,
    help: str | None = None,  # noqa: A002 (Streamlit's name)
    disabled: bool = False,
) -> None:
    """Draw a button that has a file made; :func:`show_file` says below what becomes of it.

    Args:
        where: name of the place that shows what becomes of it. Whoever asks for another file
            there no longer wants the one before.
        label: what the button says.
        wanted: says what is made, once it is pressed.
        key: of the button.
        icon: of the button.
        help: what it is good for.
        disabled: it cannot be pressed.
    """
    pool.start()
    st.button(
        label,
        key=key,
        icon=icon,
        help=help,
        disabled=disabled,
        on_click=holding(_ask),
        args=(where, wanted),
    )


def begin_files() -> None:
    """Begin a dialog in which files may be asked for.

    What was asked for in the one before goes on, and is shown where it was asked for only: the
    page looks after it by itself, and would write into this dialog. What is made by then is of a
    view that may no longer be on the screen, and forgotten.
    """
    st.session_state[_SHOWN] = set()
    for key, made in list(st.session_state.items()):
        if isinstance(made, _Made) and not made.job.running:
            del st.session_state[key]


def show_file(where: str, t: Translator) -> None:
    """Show how far the file is that was asked for in a place, or let it be saved.

    Args:
        where: name of the place.
        t: the reader's language.
    """
    st.session_state.setdefault(_SHOWN, set()).add(where)
    made = _asked(where)
    running = made is not None and not made.job.wait(_QUICK) and made.job.running
    st.fragment(holding(_watch), run_every=_EVERY if running else None)(where, t)


def _ask(where: str, wanted: Callable[[], Wanted]) -> None:
    """Have a file made, in the place of one that goes on."""
    before = _asked(where)
    if before is not None:
        before.job.stop()
    job = Job(wanted(), shared.tables(), _presence())
    st.session_state[_key(where)] = _Made(uuid.uuid4().hex, job)


def _asked(where: str) -> _Made | None:
    made: _Made | None = st.session_state.get(_key(where))
    return made


def _key(where: str) -> str:
    return f"file-{where}"


def _watch(where: str, t: Translator) -> None:
    """Show how far the work is, with a way to stop it; then what came of it.

    It runs on when the work has ended, until something else is chosen: a run of the whole page
    would close the dialog that it stands in.
    """
    made = _asked(where)
    if made is None or where not in st.session_state[_SHOWN]:
        return
    job = made.job
    if job.running:
        done, total = job.progress
        st.progress(done / total if total else 0.0, _how_far(job, t))
        st.button(t("making.stop"), key=f"{where}-stop", icon=":material/stop:", on_click=job.stop)
    elif job.content is not None:
        label = _named(job.wanted.name, len(job.content), t)
        save_at_once(where, label, job.content, job.wanted.name, job.wanted.mime, file=made.id)
    else:
        st.info(_why_not(job, t), icon=":material/info:")


def _named(name: str, size: int, t: Translator) -> str:
    if size < _SMALL:
        kb = t.number(math.ceil(size / 1e3))
        return t("making.save.small", name=t.isolated(name), kb=kb)
    return t("making.save", name=t.isolated(name), mb=t.number(size / 1e6, decimals=1))


def _how_far(job: Job, t: Translator) -> str:
    done, total = job.progress
    if job.place:
        return t("making.place", n=t.number(job.place))
    return t("moving.progress", done=done, total=total) if total else t("making.now")


def _why_not(job: Job, t: Translator) -> str:
    refusal = job.refusal
    if refusal is None:
        return t("making.stopped")
    return str(refusal) if isinstance(refusal, MovingError) else refused_text(refusal, t)


def save_at_once(
    where: str, label: str, content: bytes, name: str, mime: str, *, file: str
) -> None:
    """Draw the button that saves a file, and let the browser press it, once.

    Args:
        where: name of the place, whose key the button bears.
        label: what the button says.
        content: the file.
        name: its name.
        mime: its type.
        file: tells it from every other one.
    """
    key = f"{where}-save"
    st.download_button(
        label,
        content,
        file_name=name,
        mime=mime,
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
    st.components.v2.component("save-at-once", js=_script())(
        key=f"{key}-once", data={"button": _NO_CLASS.sub("-", key), "file": file}
    )


def _presence() -> Callable[[], bool]:
    """Return what tells, in any thread, whether this reader is still there."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return lambda: True
    server, session, seen = runtime.get_instance(), context.session_id, time.monotonic()

    def is_there() -> bool:
        nonlocal seen
        now = time.monotonic()
        if server.is_active_session(session):
            seen = now
        return now - seen < _AWAY

    return is_there


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(__file__).with_name("save_at_once.js").read_text(encoding="utf-8")
