"""The offer of a moving picture: its period and form, the work with a way to stop, the file.

The picture is made beside the page (:mod:`nuzuh.draw.film.job`), which looks on: so
no click on the page throws the work away, and *Stop* always ends it. The
result stays in the reader's session and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from nuzuh.draw.film.job import Job
from nuzuh.scene.film_period import Period, frames_of
from nuzuh.draw.film.picture import SIZES, moving_picture
from nuzuh.export.formats import FORMATS, of_family
from nuzuh.scene.file_names import moving_name
from nuzuh.scene.film import MovingError, film_of
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import Timeline, View
from nuzuh.ui import shared
from nuzuh.ui.date_field import date_field

_JOB = "moving-job"
_EVERY = 0.5
"""How often the page looks how far the work is, in seconds."""


def default_period(view: View, span: Timeline) -> tuple[date, date]:
    """Return the period whose movements are shown, or else the phase that the day lies in.

    >>> default_period(View(), load_timeline())
    (datetime.date(2025, 8, 14), datetime.date(2025, 10, 9))
    """
    if view.since is not None and view.since < view.date:
        return view.since, view.date
    phase = span.phase_of(view.date)
    start, end = max(phase.start, span.first), min(phase.end, span.last)
    # A phase of one day does not move: the days since the one before it do.
    return (start, end) if start < end else (span.first, span.phases[1].end)


def offer_moving_picture(view: View, t: Translator, *, with_movements: bool = True) -> None:
    """Let the reader choose period and form, have the picture made, stop it, and save it.

    Args:
        view: layer, and whether and from whose figures it is reconstructed.
        t: the reader's language.
        with_movements: show who moved since the clip's first day, too.
    """
    start, end = _choose_period(view, t)
    fmt, size = _choose_form(t)
    job: Job | None = st.session_state.get(_JOB)
    running = job is not None and job.running
    period = _frames(start, end, t)
    st.button(
        t("moving.make"),
        key="moving-make",
        icon=":material/movie:",
        disabled=running or period is None,
        on_click=_begin,
        # A clip of people on the move shows who moved since its first day.
        args=(replace(view, since=start if with_movements else None), start, end, fmt, size),
    )
    st.fragment(_watch, run_every=_EVERY if running else None)(t, looking_on=running)


def _choose_period(view: View, t: Translator) -> tuple[date, date]:
    span = load_timeline()
    start, end = default_period(view, span)
    # Another default is another period, which begins with it.
    name = f"moving-{start}-{end}"
    days: dict[str, date] = st.session_state.setdefault(name, {"first": start, "last": end})
    with st.container(horizontal=True):
        for part in ("first", "last"):
            date_field(
                f"{name}-{part}",
                t(f"moving.{part}"),
                days[part],
                (span.first, span.last),
                partial(days.__setitem__, part),
                t,
                labelled=True,
            )
    return days["first"], days["last"]


def _choose_form(t: Translator) -> tuple[str, str]:
    forms = of_family("moving")
    with st.container(horizontal=True):
        fmt = st.segmented_control(
            t("moving.format"),
            tuple(forms),
            default="mp4",
            key="moving-format",
            format_func=lambda form: forms[form].label(t),
            required=True,
        )
        size = st.segmented_control(
            t("moving.size"),
            SIZES,
            default="square",
            key="moving-size",
            format_func=lambda size: t(f"moving.size.{size}"),
            required=True,
        )
    return fmt, size


def _frames(start: date, end: date, t: Translator) -> Period | None:
    """The frames of the chosen period, told to the reader; None where it has none."""
    try:
        period = frames_of(start, end, t)
    except MovingError as error:
        st.caption(str(error))
        return None
    seconds = round(sum(period.durations) / 1000)
    step = (period.days[1] - period.days[0]).days
    st.caption(t("moving.frames", n=len(period.days), step=step, seconds=seconds))
    return period


def _begin(view: View, start: date, end: date, fmt: str, size: str) -> None:
    theme, t, tables = shared.theme(), Translator(view.lang), shared.tables()
    st.session_state[_JOB] = Job(
        lambda progress, should_stop: moving_picture(
            film_of(view, frames_of(start, end, t).days, tables, t),
            t=t,
            fmt=fmt,
            size=size,
            theme=theme,
            progress=progress,
            should_stop=should_stop,
        ),
        moving_name(view, start, end, fmt=fmt, size=size, theme=theme, user=tables.user.digest),
        FORMATS[fmt].mime,
    )


def _watch(t: Translator, *, looking_on: bool) -> None:
    """Show how far the work is, with a way to stop it; then what came of it."""
    job: Job | None = st.session_state.get(_JOB)
    if job is None:
        return
    if job.running:
        done, total = job.progress
        told = t("moving.progress", done=done, total=total) if total else ""
        st.progress(done / total if total else 0.0, told or t("moving.waiting"))
        st.button(t("moving.stop"), key="moving-stop", icon=":material/stop:", on_click=job.stop)
        return
    if looking_on:
        # The work has ended: the whole page runs once more, and stops looking on.
        st.rerun()
    if job.picture is not None:
        mb = t.number(len(job.picture) / 1e6, decimals=1)
        st.download_button(
            t("moving.save", name=t.isolated(job.name), mb=mb),
            job.picture,
            file_name=job.name,
            mime=job.mime,
            key="moving-save",
            icon=":material/download:",
            on_click="ignore",
        )
    else:
        st.info(job.refusal or t("moving.error.stopped"), icon=":material/info:")
