"""The offer of a moving picture: its period and form, the work with a way to stop, the file.

The picture is made beside the page (:mod:`nuzuh.ui.making`), which looks on: so
no click on the page throws the work away, and *Stop* always ends it. The
result stays in the reader's session and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import streamlit as st

from nuzuh.draw.film.picture import SIZES, moving_picture
from nuzuh.export.formats import FORMATS, of_family
from nuzuh.export.job import Wanted
from nuzuh.export.pictures import Progress
from nuzuh.loaders.tables import Tables
from nuzuh.scene.file_names import moving_name
from nuzuh.scene.film import MOVES, can_arrive, film_of
from nuzuh.scene.film_period import (
    LENGTHS_OFFERED,
    USUAL,
    MovingError,
    Period,
    frames_of,
    longest,
    usual_length,
)
from nuzuh.scene.regions import PARTS, STRIP, area_name
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import Timeline, View
from nuzuh.ui import shared
from nuzuh.ui.date_field import date_field
from nuzuh.ui.making import ask_button, show_file

_WHERE = "moving"


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


@dataclass(frozen=True)
class _Wish:
    """What a reader wants of a picture.

    Attributes:
        view: layer, whether and from whose figures it is reconstructed, and the area.
        start, end: first and last day.
        seconds: how long it lasts.
        moves: one of :data:`nuzuh.scene.film.MOVES`.
        fmt, size: how it is drawn.
    """

    view: View
    start: date
    end: date
    seconds: int
    moves: str
    fmt: str
    size: str


def offer_moving_picture(view: View, t: Translator, *, with_movements: bool = True) -> None:
    """Let the reader choose what is shown and how, have the picture made, stop it, and save it.

    Args:
        view: layer, and whether and from whose figures it is reconstructed.
        t: the reader's language.
        with_movements: offer to show who moved since the clip's first day, too.
    """
    start, end = _choose_period(view, t)
    seconds = _choose_length(start, end, t)
    part = st.selectbox(
        t("moving.area"), PARTS, key="moving-area", format_func=lambda area: area_name(area, t)
    )
    moves = _choose_moves(t) if with_movements else "none"
    fmt, size = _choose_form(t)
    shown = replace(view, date=max(start, end), area="" if part == STRIP else part, zoom="")
    if shared.tables().user.files:
        st.caption(t("moving.own"))
    period = _frames(start, end, seconds, t)
    refused = moves == "arrivals" and not can_arrive(view)
    if refused:
        st.caption(t("moving.error.arrivals"))
    wish = _Wish(shown, start, end, seconds, moves, fmt, size)
    ask_button(
        _WHERE,
        t("moving.make"),
        partial(_wanted, wish),
        key="moving-make",
        icon=":material/movie:",
        disabled=refused or period is None,
    )
    show_file(_WHERE, t)


def _choose_length(start: date, end: date, t: Translator) -> int:
    """The seconds that the clip lasts; lengths that the days do not fill are not offered."""
    usual = usual_length(start, end) if start < end else USUAL
    fit = [n for n in LENGTHS_OFFERED if start < end and n <= longest(start, end)]
    lengths = sorted({usual, *fit})
    return st.segmented_control(
        t("moving.length"),
        lengths,
        default=usual,
        key=f"moving-length-{lengths[-1]}-{usual}",
        format_func=lambda n: t("moving.length.seconds", n=t.number(n)),
        required=True,
    )


def _choose_moves(t: Translator) -> str:
    return st.segmented_control(
        t("moving.moves"),
        MOVES,
        default="arrows",
        key="moving-moves",
        format_func=lambda moves: t(f"moving.moves.{moves}"),
        required=True,
    )


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
    forms = {form: told for form, told in of_family("moving").items() if told.is_here}
    with st.container(horizontal=True):
        fmt = st.segmented_control(
            t("moving.format"),
            tuple(forms),
            default="mp4" if "mp4" in forms else "gif",
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


def _frames(start: date, end: date, seconds: int, t: Translator) -> Period | None:
    """The frames of the chosen period, told to the reader; None where it has none."""
    try:
        period = frames_of(start, end, t, seconds=seconds)
    except MovingError as error:
        st.caption(str(error))
        return None
    step = (period.days[1] - period.days[0]).days
    speed = t.number(period.speed, decimals=0 if period.speed >= 10 else 1)
    told = {"n": len(period.days), "step": step, "seconds": period.seconds, "speed": speed}
    st.caption(t("moving.frames", **told))
    return period


def _wanted(wish: _Wish) -> Wanted:
    """What is made when the reader has pressed the button."""
    view, theme, tables = wish.view, shared.theme(), shared.tables()
    since = wish.start if wish.moves == "arrows" else None
    link = replace(view, since=since).link(shared.address(), load_timeline(), tables.version)
    name = moving_name(
        view,
        wish.start,
        wish.end,
        fmt=wish.fmt,
        size=wish.size,
        theme=theme,
        user=tables.user.digest,
        moves=wish.moves,
        seconds=wish.seconds,
    )
    return Wanted(name, FORMATS[wish.fmt].mime, partial(_picture, wish, theme, link), "long")


def _picture(wish: _Wish, theme: str, link: str, tables: Tables, progress: Progress) -> bytes:
    t = Translator(wish.view.lang)
    period = frames_of(wish.start, wish.end, t, seconds=wish.seconds)
    return moving_picture(
        film_of(wish.view, period, tables, t, link, wish.moves),
        t=t,
        fmt=wish.fmt,
        size=wish.size,
        theme=theme,
        progress=progress,
    )
