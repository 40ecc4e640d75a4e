"""What stands on every page while a former version of the data is looked at, and the way out."""

from __future__ import annotations

import streamlit as st

from nuzuh.loaders.archive import running
from nuzuh.loaders.current import holding
from nuzuh.scene.data_versions import former_text
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared
from nuzuh.web.templates import element


def show_version(t: Translator) -> None:
    """Say of which version the figures are, with a way to the newest; of the newest nothing.

    Args:
        t: the reader's language.
    """
    if not shared.is_former():
        return
    with st.container(key="nz-version", horizontal=True, vertical_alignment="center"):
        told = element("p", version_text(t), class_="nz-own-banner", data_testid="version-banner")
        st.html(told, width="content")
        st.button(t("archive.newest"), key="newest", type="tertiary", on_click=holding(_leave))


def version_text(t: Translator) -> str:
    """Return the sentence that the figures shown are of a former version of the data."""
    told = former_text(t)
    own = st.session_state.get("user_files")
    return f"{told} {t('archive.own')}" if own else told


def _leave() -> None:
    """Look at the same of the newest figures."""
    shared.take_link(shared.view().query(load_timeline(), running()))
    st.session_state["changed"] = True
