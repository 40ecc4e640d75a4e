"""A button that puts the link to the view on the clipboard, or shows it where it may not."""

from __future__ import annotations

import streamlit as st

from nuzuh.scene.translator import Translator

_HTML = """
<button type="button" data-testid="copy-link"></button>
<output aria-live="polite"></output>
"""

_CSS = """
button {
  font: inherit; font-size: 0.95rem; line-height: 1.6; min-height: 2.5rem;
  padding: 0.25rem 0.75rem; cursor: pointer; white-space: nowrap;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color);
}
output { font-size: 0.8rem; margin-inline-start: 0.4rem; color: var(--st-text-color); }
output input { width: 16rem; max-width: 100%; font: inherit; }
"""

_JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("output");
  button.textContent = data.label;
  button.dataset.link = data.link;
  said.textContent = "";
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.link);
      said.textContent = data.done;
    } catch {
      const field = document.createElement("input");
      field.readOnly = true;
      field.value = data.link;
      said.replaceChildren(data.manual + " ", field);
      field.select();
    }
  };
}
"""


def copy_link(link: str, t: Translator) -> None:
    """Draw the button.

    Args:
        link: the absolute address of the view.
        t: the reader's language.
    """
    component = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)
    component(
        key="copy_link",
        width="content",
        data={
            "link": link,
            "label": t("copy.button"),
            "done": t("copy.done"),
            "manual": t("copy.manual"),
        },
    )
