"""The time map on a Streamlit page: a place, a carrier of code and a carrier of data.

Code and data are elements of their own that never change for a reader, so
Streamlit sends them once; only the small view message goes out with each run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from nuzuh.scene.received import understood_day
from nuzuh.web.timemap.message import MapView, view_message
from nuzuh.web.timemap.payload import Payload

_BUNDLE = Path(__file__).parent / "bundle" / "timemap.js"
KEY = "time-map"
CARRIERS = "time-map-carriers"
"""Key of the container of the two carriers, which a style sheet takes out of sight."""

_STORE = "globalThis.__nuzuhTimeMap ??= { places: new Map(), payloads: new Map() }"
_CARRY_DATA = f"""
export default function ({{ data }}) {{
  if (!data) return;
  const store = ({_STORE});
  const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
  const signature = new TextDecoder().decode(bytes.subarray(0, 16));
  store.payloads.delete(signature);
  store.payloads.set(signature, bytes.slice(16));
  store.wake?.();
}}
"""
_HOLD_PLACE = f"""
export default function (component) {{
  const store = ({_STORE});
  const node = component.parentElement;
  const known = store.places.get(node);
  if (known) known.component = component;
  else store.places.set(node, {{ component, map: null, awaited: null }});
  store.wake?.();
  return () => setTimeout(() => store.wake?.(), 1000);
}}
"""


@dataclass(frozen=True)
class Settled:
    """Where the reader has settled: the day, the start of the period, the selected area."""

    day: date
    since: date | None
    area: str


def time_map(
    payload: Payload | None,
    view: MapView,
    *,
    refusal: str = "",
    on_settled: Callable[[], None],
    on_opened: Callable[[], None],
) -> None:
    """Draw the time map; :func:`settled` and :func:`opened` tell in the callbacks what happened.

    Args:
        payload: what to draw, packed by :func:`nuzuh.web.timemap.payload.build_payload`.
        view: what to show of it.
        refusal: sentence to show when there is nothing that can be drawn.
        on_settled: called before the next run when the reader has settled on a day or an area.
        on_opened: called when the reader asks for an area's page.
    """
    told = _state().get("settled")
    heard = told["told"] if isinstance(told, dict) and _whole(told.get("told")) else 0
    signature = payload.signature if payload else ""
    message = view_message(signature, view, heard=heard, refusal=refusal)
    place = st.components.v2.component("timemap", html='<div class="tm"></div>', js=_HOLD_PLACE)
    place(
        key=KEY,
        data=message,
        on_settled_change=on_settled,
        on_opened_change=on_opened,
    )
    if payload is None:
        return
    with st.container(key=CARRIERS):
        st.components.v2.component("timemap_data", html="<i></i>", js=_CARRY_DATA)(
            key="time-map-data", data=payload.signature.encode() + payload.data
        )
        st.components.v2.component(
            "timemap_code", html="<i></i>", js=_BUNDLE.read_text(encoding="utf-8")
        )(key="time-map-code")


def settled(first: date, last: date) -> Settled | None:
    """Return where the reader has settled, or None when what came back makes no sense.

    Args:
        first: first day of the map.
        last: last day of the map.
    """
    told = _state().get("settled")
    if not isinstance(told, dict):
        return None
    day, since = _day(told.get("date")), _day(told.get("since"))
    if day is None or not first <= day <= last:
        return None
    if since is not None and not first <= since <= day:
        return None
    area = told.get("area")
    return Settled(day, since, area if isinstance(area, str) else "")


def opened() -> str:
    """Return the area whose page was asked for; "" for none."""
    area = _state().get("opened")
    return area if isinstance(area, str) else ""


def _state() -> Mapping[str, Any]:
    state = st.session_state.get(KEY)
    return state if isinstance(state, Mapping) else {}


def _day(text: object) -> date | None:
    return understood_day(text) if isinstance(text, str) else None


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
