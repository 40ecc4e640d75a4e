"""A component that triggers as soon as it shows what its last trigger came to.

``?at=click``: whoever looks at it clicks; ``?at=mount``: it triggers while it mounts,
each time in a new place. Streamlit once lost a part of these (streamlit#16732).
"""

from __future__ import annotations

import streamlit as st

TRIGGER = """
export default function ({ parentElement, data, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.heard;
  button.onclick = () => setTriggerValue("pressed", data.heard);
  if (data.mounting && data.heard < data.wanted) button.onclick();
}
"""
WANTED = 200

mounting = st.query_params.get("at") == "mount"
heard: list[int] = st.session_state.setdefault("heard", [])
place = st.components.v2.component(
    "clicks", html="<button data-testid='press'></button>", js=TRIGGER
)


def hear() -> None:
    """Keep what has been told."""
    told = st.session_state[key]["pressed"]
    heard.append(told)


key = f"place-{len(heard)}" if mounting else "place"
place(
    key=key,
    data={"heard": len(heard), "mounting": mounting, "wanted": WANTED},
    on_pressed_change=hear,
)
st.html(f"<p data-testid='heard'>{' '.join(map(str, heard))}</p>")
