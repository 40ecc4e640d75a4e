"""The header of every page: the site's name, the pages, the latest day, and the languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import streamlit as st

import nuzuh.web
from nuzuh import loaders
from nuzuh.loaders.current import holding
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.scene.opening import opening
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared

KEY = "header"
_HERE = Path(__file__).parent
_INK = {"light": "#1d1b18", "dark": "#f1eee8"}
"""Of the word mark: the themes' colours of text."""


def show_header(t: Translator) -> None:
    """Draw the site's name, and the end of the header; tell the document its language.

    In a frame on someone else's page only the document is told.

    Args:
        t: the reader's language.
    """
    told: dict[str, object] = {
        "lang": t.lang,
        "direction": "rtl" if t.right_to_left else "ltr",
        "names": {
            **{part: t(f"header.{part}") for part in ("home", "pages", "menu", "close")},
            "browse": t("own.browse"),
            "shut": t("ledger.close"),
        },
    }
    js = _text("header.js")
    if shared.in_frame():
        with st.container(key="nz-header-framed"):
            st.components.v2.component("header_framed", js=js)(key="header-framed", data=told)
        return
    st.logo(_word_mark(shared.theme()), size="large")
    there = latest_of(shared.view())
    told |= {
        "languages": [(language.code, language.name) for language in LANGUAGES.values()],
        "language": t("lang.label"),
        "latest": t("header.latest"),
        "about": t("header.latest.help", date=t.day(there.date)),
        "link": there.link(shared.address(), load_timeline(), loaders.data_version()),
    }
    html, css = _text("header.html"), _text("header.css")
    with st.container(key="nz-header"):
        st.components.v2.component(KEY, html=html, css=css, js=js)(
            key=KEY,
            width="content",
            data=told,
            on_lang_change=_language_chosen,
            on_latest_change=holding(_latest_asked),
        )


def latest_of(view: View) -> View:
    """Return a view on the day on which the app opens, as that day is opened.

    A view that leaves out what came out later goes on leaving it out.
    """
    there = opening().view
    show = there.mode if view.later else "published"
    return replace(view, date=there.date, mode=show, since=None, figure="")


def _latest_asked() -> None:
    shared.change_view(latest_of(shared.view()))


def _language_chosen() -> None:
    told = st.session_state[KEY].get("lang")
    code = told.get("code") if isinstance(told, Mapping) else None
    if isinstance(code, str) and code in LANGUAGES:
        shared.change_view(replace(shared.view(), lang=code))


@lru_cache
def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@lru_cache
def _word_mark(theme: str) -> str:
    drawn = (Path(nuzuh.web.__file__).parent / "word_mark.svg").read_text(encoding="utf-8")
    return drawn.replace(_INK["light"], _INK[theme])
