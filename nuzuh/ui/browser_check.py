"""Asks the reader's browser what Python cannot know: whether it has WebGL 2, and reaches a map.

``st.pydeck_chart`` stays blank without WebGL and on a basemap that does not
come, and says nothing. The basemap is asked for only when the reader wants it.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

PATIENCE = 5
"""Seconds that a basemap may take to answer."""

_HTML = '<div class="check" data-testid="browser-check"></div>'

_JS = """
function hasWebGL2() {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch {
    return false;
  }
}

async function reaches(address, seconds) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 1000 * seconds);
  try {
    const answer = await fetch(address, { signal: patience.signal, referrerPolicy: "no-referrer" });
    const style = await answer.json();
    return answer.ok && Array.isArray(style.layers);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".check");
  if (place.webgl === undefined) {
    place.webgl = hasWebGL2();
    setStateValue("webgl", place.webgl);
  }
  if (data.address && place.attempt !== data.attempt) {
    place.attempt = data.attempt;
    reaches(data.address, data.patience).then((reached) => {
      if (place.attempt === data.attempt) {
        setStateValue("basemap", { attempt: data.attempt, reached });
      }
    });
  }
}
"""


@dataclass(frozen=True)
class BrowserCan:
    """What a browser can do; None where it has not answered yet."""

    webgl: bool | None
    basemap: bool | None


def check_browser(address: str = "", attempt: int = 0) -> BrowserCan:
    """Ask the browser, and return what it has answered so far.

    Args:
        address: the style of the basemap that is wanted; "" asks for none.
        attempt: number of the reader's wish for it, so that a new wish is a new try.
    """
    component = st.components.v2.component("browser_check", html=_HTML, js=_JS)
    answers = component(
        key="browser_check",
        width="content",
        data={"address": address, "attempt": attempt, "patience": PATIENCE},
        on_webgl_change=_heard,
        on_basemap_change=_heard,
    )
    # A browser's answer outlives the component, which is new on every visit.
    if answers.webgl is not None:
        st.session_state["webgl"] = bool(answers.webgl)
    answer = answers.basemap
    reached = None
    if isinstance(answer, dict) and answer.get("attempt") == attempt:
        reached = bool(answer.get("reached"))
    return BrowserCan(st.session_state.get("webgl"), reached)


def _heard() -> None:
    """Streamlit hands out a component's state only where a callback is named."""
