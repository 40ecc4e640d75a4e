"""Puts the map's SVG on the page: Streamlit's own HTML element strips drawings from what it shows.

The drawing comes from :mod:`maps.svgmap`, which escapes every name in it.
"""

from __future__ import annotations

import streamlit as st

_CSS = """
svg {
  display: block; width: 100%; height: auto; font-family: var(--st-font);
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
}
.nz-narrow { display: none; }
@media (max-width: 640px) {
  .nz-wide { display: none; }
  .nz-narrow { display: block; }
}
"""

_JS = """
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".place");
  if (place.drawn !== data) {
    place.innerHTML = data;
    place.drawn = data;
  }
}
"""


def show_drawing(svg: str) -> None:
    """Show the map.

    Args:
        svg: the drawing in each of its sizes, one after the other.
    """
    component = st.components.v2.component(
        "drawing", html='<div class="place"></div>', css=_CSS, js=_JS
    )
    component(key="drawing", data=svg)
