"""The time map on the page: its payloads, and the view both ways.

The browser holds the view and writes the address. What it tells is taken into
the session in a fragment that computes nothing; only a view that needs other
payloads (another language, a reconstruction, other publishers, movements) runs the page again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from nuzuh.export.time_map import (
    cube_of,
    ensemble_for,
    orders_for,
    phases_shown,
    words_of,
)
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.current import holding
from nuzuh.scene.ensemble import shows_ensemble
from nuzuh.scene.from_records import version_text
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.opening import opening
from nuzuh.scene.sides import compared
from nuzuh.scene.story import told_story
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import View
from nuzuh.scene.words_by_day import words_signature
from nuzuh.ui import shared
from nuzuh.ui.browser_view import hear
from nuzuh.ui.story import close_story
from nuzuh.ui.taking import take
from nuzuh.web.timemap.checks import TimeMapError
from nuzuh.web.timemap.component import carry, hold_place, told
from nuzuh.web.timemap.message import view_message
from nuzuh.web.timemap.payload import Payload

_ELSEWHERE = ("map", "stories")
"""Where the link of a story leads out of it."""
_ORDERS = next(layer.id for layer in RECORDS.values() if layer.evidence == "orders")


def show_time_map(*, bare: bool = False) -> None:
    """Draw the time map of this reader's view.

    Args:
        bare: for a frame on someone else's page: map, date and source alone.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    view, t, tables = shared.view(), shared.translator(), shared.tables()
    try:
        cube, ensemble = cube_of(view, tables, t), ensemble_for(view, tables)
    except TimeMapError as error:
        _place(view, bare=bare, refusal=str(error))
        return
    phases = phases_shown()
    words = [words_signature(view, phase.id, tables, t) for phase in phases]
    _place(view, cube, words=words, ensemble=ensemble, bare=bare)
    now = phases.pop(_phase_sent_first(cube.signature, view))
    # The words of the other phases are made while the browser draws this one.
    rest = (words_of(view, phase, tables, t) for phase in phases)
    carry([cube, words_of(view, now, tables, t)], rest, ensemble)


def show_order_map(*, bare: bool = False) -> None:
    """Draw the map of the orders of this reader's view, with what is known of each beside it.

    Args:
        bare: for a frame on someone else's page: map, date and source alone.
    """
    # Here the layer is the orders', which are only ever shown as published.
    view = replace(shared.view(), layer=_ORDERS)
    if view != shared.view():
        shared.change_view(view, read=False)
    t, tables = shared.translator(), shared.tables()
    try:
        cube, orders = cube_of(view, tables, t), orders_for(view, tables, t)
    except TimeMapError as error:
        _place(view, bare=bare, refusal=str(error))
        return
    _place(view, cube, orders=orders, bare=bare)
    carry([cube, orders], [])


def _place(
    view: View,
    cube: Payload | None = None,
    *,
    words: Sequence[str] = (),
    orders: Payload | None = None,
    ensemble: Payload | None = None,
    bare: bool,
    refusal: str = "",
) -> None:
    """Hold the place of a map that is made of payloads, or of the sentence that there is none."""
    t, tables, state = shared.translator(), shared.tables(), st.session_state
    state["sent"] = _what_is_sent(view)
    state["ensemble_sent"] = shows_ensemble(view)
    # Here the browser writes the address: what another page wrote is history.
    state.pop("written", None)
    message = view_message(
        view,
        t,
        signatures=[cube.signature, *words] if cube else [],
        ensemble=ensemble.signature if ensemble else "",
        orders=orders.signature if orders else "",
        data=tables.version,
        version=version_text(tables, t),
        opening=opening(),
        address=shared.address(),
        user=tables.user.digest,
        theme=shared.theme(),
        notices=[shared.notice_text(notice) for notice in state["notices"]],
        bare=bare,
        refusal=refusal,
        story=told_story(view.story, tables, t) if view.story else None,
    )
    st.fragment(holding(_follow))(message)


def _follow(message: dict[str, Any]) -> None:
    hold_place(message, on_settled=holding(_settled), on_opened=_opened, on_take=_wanted)
    state = st.session_state
    if state.pop("area_opened", False):
        st.switch_page("pages/areas.py")
    leaves_for = state.pop("leaves_for", "")
    if leaves_for == "map":
        st.switch_page("pages/frame.py" if shared.in_frame() else "pages/map.py")
    if leaves_for == "stories":
        close_story()
        st.rerun()
    if _is_lacking(shared.view()):
        # The query that comes with this run may be an older one.
        shared.change_view(shared.view(), read=False)
        st.rerun()
    wanted = state.pop("wanted", "")
    if wanted == "compare":
        shared.change_view(compared(shared.view(), ""))
        st.switch_page("pages/compare.py")
    if wanted:
        take(wanted, of_orders=bool(message["orders"]))


def _is_lacking(view: View) -> bool:
    """Whether a view needs what has not been sent; an ensemble, once sent, stays there."""
    state = st.session_state
    unranged = shows_ensemble(view) and not state["ensemble_sent"]
    return unranged or _what_is_sent(view) != state["sent"]


def _what_is_sent(view: View) -> tuple[object, ...]:
    """What the payloads of a view depend on."""
    return view.lang, view.kind, view.later


def _phase_sent_first(signature: str, view: View) -> int:
    """The phase whose words go with the cube: the one in which the reader first saw it."""
    first: dict[str, int] = st.session_state.setdefault("phase_first", {})
    phase = load_timeline().phase_of(view.date)
    return first.setdefault(signature, phases_shown().index(phase))


def _settled() -> None:
    hear(told("settled"))


def _opened() -> None:
    area = told("opened")
    if area in pc.GOVERNORATES:
        shared.change_view(replace(shared.view(), area=area))
        st.session_state["area_opened"] = True
    elif area in _ELSEWHERE:
        st.session_state["leaves_for"] = area


def _wanted() -> None:
    what = told("take")
    st.session_state["wanted"] = what if isinstance(what, str) else ""
