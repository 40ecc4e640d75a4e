"""Below the map: what is new, revised or withdrawn since a version of the data, or since a day."""

from __future__ import annotations

from datetime import date

import streamlit as st
from markupsafe import Markup

from nuzuh.loaders.current import follows_data
from nuzuh.loaders.errors import DataError
from nuzuh.scene.data_versions import KnownVersion, tables_at, version_on, versions_in_order
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.what_is_new import (
    RECENT_DAYS,
    ChangeLine,
    new_by_page,
    new_since_version,
    recent,
)
from nuzuh.ui import shared
from nuzuh.ui.date_field import date_field
from nuzuh.web.changes import changes_html
from nuzuh.web.templates import element, marked

_BY_PAGE, _BY_DAY = "page", "day"
"""Choices beside the former versions: by the date of the page; the version of a day."""
_DAY = "new-since-day"


@st.fragment
def show_what_is_new() -> None:
    """Let the reader see what changed; nothing is computed before they ask for it."""
    t = shared.translator()
    if not st.checkbox(t("changes.show"), key="what-is-new"):
        return
    st.caption(t("changes.lead"))
    versions = versions_in_order()
    former = {version.id: version for version in versions[1:]}
    choices = [*former, _BY_PAGE, *([_BY_DAY] if former else [])]

    def name_of(choice: str) -> str:
        if choice in former:
            return t("changes.since", data=t.isolated(choice), last=t.day(former[choice].last))
        return t(f"changes.by_{choice}", days=RECENT_DAYS)

    if not former:
        st.caption(t("changes.only", days=RECENT_DAYS))
    chosen = st.selectbox(t("changes.choose"), choices, format_func=name_of, width=560)
    if chosen == _BY_DAY:
        _show_day(versions, t)
    else:
        _show("" if chosen == _BY_PAGE else chosen, None, t)


def _show_day(versions: list[KnownVersion], t: Translator) -> None:
    """What changed since the version that was the newest one on a day."""
    span = load_timeline()
    day: date = st.session_state.get(_DAY, versions[1].last)

    def day_chosen(chosen: date) -> None:
        st.session_state[_DAY] = chosen

    ends = (span.first, span.last)
    date_field("new-since", t("changes.choose"), day, ends, day_chosen, t, labelled=True)
    version = version_on(day)
    if version is None:
        st.caption(t("changes.before_all", day=t.day(day)))
        _show("", day, t)
        return
    st.caption(t("changes.on_day", day=t.day(day), data=t.isolated(version.id)))
    _show(version.id, None, t)


def _show(version: str, day: date | None, t: Translator) -> None:
    try:
        st.html(_html(version, day, t.lang))
    except DataError:
        st.error(t("changes.damaged", data=t.isolated(version)))


@follows_data(maxsize=24)
def _html(version: str, day: date | None, lang: str) -> Markup:
    """The table, remembered for all readers.

    Args:
        version: since which; "" for by the date of the page.
        day: then the first day; None for the last days of the data.
        lang: the reader's language.
    """
    t, versions = Translator(lang), versions_in_order()

    def record(line: ChangeLine) -> str:
        return f"{line.page}?{line.query}&lang={lang}"

    if version:
        # Since when is what the reader has just chosen.
        since = next(one for one in versions if one.id == version)
        return changes_html(new_since_version(since, t), t, record)
    # A reader's own rows are no news.
    tables = tables_at(versions[0].id)
    new = new_by_page(tables, day or recent(tables), t)
    return element("h2", marked(new.title)) + changes_html(new, t, record)
