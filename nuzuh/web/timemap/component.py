"""The time map on a Streamlit page: a place, carriers of data, and a carrier of code.

Code and data are elements of their own that never change for a reader, so
Streamlit sends them once; only the small message goes out with each run.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from nuzuh.web.timemap.payload import Payload, bundled

_BUNDLE = Path(__file__).parent / "bundle" / "timemap.js"
KEY = "time-map"
COMPARISON = "comparison"
CARRIERS = "time-map-carriers"
"""Key of the container of the carriers, which a style sheet takes out of sight."""

_STORE = "globalThis.__nuzuhTimeMap ??= { places: new Map(), payloads: new Map(), carried: [] }"
_CARRY_DATA = f"""
export default function ({{ data }}) {{
  if (!data) return;
  const store = ({_STORE});
  store.carried.push(new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength));
  store.wake?.();
}}
"""
_CARRY_CODE = """
export default async function ({ data }) {
  if (!data || globalThis.__nuzuhTimeMapCode) return;
  globalThis.__nuzuhTimeMapCode = true;
  const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const source = await new Response(stream).text();
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  (await import(address)).default();
  URL.revokeObjectURL(address);
}
"""
_HOLD_COMPARISON = f"""
export default function (component) {{
  const store = ({_STORE});
  store.comparisons ??= new Map();
  const node = component.parentElement;
  const known = store.comparisons.get(node);
  if (known) known.component = component;
  else store.comparisons.set(node, {{ component, map: null, awaited: null }});
  store.wake?.();
  return () => setTimeout(() => store.wake?.(), 1000);
}}
"""
PATIENCE = 15
"""Seconds after which a map that has not come is said not to have come."""

_HOLD_PLACE = f"""
function tell(node, [text, again]) {{
  const root = node.querySelector(".tm");
  if (!root || root.firstChild) return;
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = again;
  button.onclick = () => location.reload();
  root.append(said, button);
}}
function tellLater(node, late) {{
  // A reader who goes to another page meanwhile takes the place with them: it is not kept for this.
  const there = new WeakRef(node);
  setTimeout(() => {{
    const still = there.deref();
    if (still) tell(still, late);
  }}, {1000 * PATIENCE});
}}
export default function (given) {{
  const store = ({_STORE});
  const component = {{ ...given, data: given.data[0] }};
  const node = component.parentElement;
  const known = store.places.get(node);
  if (known) known.component = component;
  else {{
    store.places.set(node, {{ component, map: null, awaited: null }});
    tellLater(node, component.data.late);
  }}
  store.wake?.();
  return () => setTimeout(() => store.wake?.(), 1000);
}}
"""


def hold_place(
    message: Mapping[str, Any],
    *,
    on_settled: Callable[[], None],
    on_opened: Callable[[], None],
    on_take: Callable[[], None],
) -> None:
    """Hold the place of the time map; :func:`told` says in the callbacks what has come back.

    Args:
        message: what to show, see :func:`nuzuh.web.timemap.message.view_message`.
        on_settled: called before the next run when the reader has settled on another view.
        on_opened: called when the reader asks for an area's page.
        on_take: called when the reader asks for what the browser cannot make.
    """
    place = st.components.v2.component("timemap", html='<div class="tm"></div>', js=_HOLD_PLACE)
    place(
        key=KEY,
        # In a list, in which Streamlit does not look for tables: in each part of a dictionary it
        # would, whenever a reader has settled on a day.
        data=[message],
        on_settled_change=on_settled,
        on_opened_change=on_opened,
        on_take_change=on_take,
    )


def hold_comparison(message: Mapping[str, Any], *, on_looked: Callable[[Any], None]) -> None:
    """Hold the place of the maps of a comparison.

    Args:
        message: what to show, see :func:`nuzuh.web.timemap.comparison.comparison_message`.
        on_looked: called before the next run with what the reader has brought on the screen:
            parts of a view as ``Looked`` in ``frontend/src/compare.ts``, or anything.
    """
    html = '<div class="tm"></div>'
    place = st.components.v2.component("comparison", html=html, js=_HOLD_COMPARISON)
    place(
        key=COMPARISON,
        data=message,
        on_looked_change=lambda: on_looked(told("looked", COMPARISON)),
    )


def carry(
    first: Iterable[Payload], rest: Iterable[Payload], ensemble: Payload | None = None
) -> None:
    """Send code and payloads to the browser, out of sight.

    Args:
        first: what the opening day needs.
        rest: what the other days need; it may come later.
        ensemble: of the reconstructed movements, where they are shown.
    """
    data = st.components.v2.component("timemap_data", html="<i></i>", js=_CARRY_DATA)
    with st.container(key=CARRIERS):
        data(key="time-map-first", data=bundled(first))
        code = st.components.v2.component("timemap_code", html="<i></i>", js=_CARRY_CODE)
        code(key="time-map-code", data=_code())
        data(key="time-map-rest", data=bundled(rest))
        if ensemble is not None:
            data(key="time-map-ensemble", data=bundled([ensemble]))


def told(name: str, key: str = KEY) -> Any:
    """Return what has come back under a name, which may be anything; None for nothing.

    Args:
        name: under which it was told.
        key: of the component that told it.
    """
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


@lru_cache(maxsize=1)
def _code() -> bytes:
    """The bundle, deflated (RFC 1951): the connection may not compress what it carries."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(_BUNDLE.read_bytes()) + deflate.flush()
