"""What every page shares: the view and its URL, the tables, the words, the look."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

import nuzuh.web
from nuzuh import loaders
from nuzuh.balance.shipped import compute_ranges_in_background, hold_pictures
from nuzuh.export import pool
from nuzuh.loaders import current
from nuzuh.loaders.archive import former, in_use_of, running
from nuzuh.loaders.archive.shelf import entries
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.languages import language_of
from nuzuh.loaders.live import adopt, read_settings, refresh_in_background
from nuzuh.loaders.live.addresses import origin_of
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.loaders.user import Checked, combine, is_user_row
from nuzuh.scene.from_records import records_note, records_publishers, version_text
from nuzuh.scene.known import known_in
from nuzuh.scene.labels import user_left_out_text
from nuzuh.scene.opening import opening
from nuzuh.scene.parse_view import Notice, ParsedView, parse_view
from nuzuh.scene.received import understood
from nuzuh.scene.request import DEFAULT_ADDRESS
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import FIELDS, View
from nuzuh.scene.withdrawal import withdrawal_text
from nuzuh.web.templates import element, paragraphs, style

_STYLES = Path(nuzuh.web.__file__).parent
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~^=&])")
_APP = Path(__file__).resolve().parents[2] / "app.py"
ICON = str(_STYLES / "icon.svg")
"""The picture on the browser's tab."""


@st.cache_resource(show_spinner=False)
def load_everything() -> None:
    """Load and check every embedded table once for the whole process.

    Raises:
        DataError: when a file is not the published one; nothing is shown then.
    """
    loaders.all_sources()
    loaders.load_baseline()


def follow_data() -> None:
    """Take what a refresh has left on the disk into use, for this run of the page and the next.

    Nobody waits for a network here: where the operator wants it, a refresh
    starts behind, and its tables are seen by a later run.

    Raises:
        SettingError: when an environment variable makes no sense.
    """
    settings = read_settings()
    adopt(settings)
    current.freeze_tables()
    if settings.refresh:
        refresh_in_background(settings)
    if current.current().version and (settings.refresh or records_publishers(tables_in_use())):
        # The ensembles that ship belong to the embedded figures.
        compute_ranges_in_background(run=pool.run)
    _pin_version()


def _pin_version() -> None:
    """Draw from the former version of the data that this session looks at, where it does.

    One that cannot be read any more is left for the newest, with a notice.
    """
    state = st.session_state
    version = state.get("data", "")
    if not version:
        return
    try:
        in_use = in_use_of(version)
        with current.using(in_use):
            hold_pictures(tables_in_use())
    except (DataError, RefusedError):
        state["data"] = ""
        state["notices"] = (*state.get("notices", ()), "damaged_version")
        current.freeze_tables()
        return
    if in_use is current.newest():
        state["data"] = ""
    current.pin_tables(in_use)


def _open_version(asked: str) -> None:
    """Look at the version of the data that a link names, if it ever was; else at the newest."""
    known = {embedded_version(), *(path.stem for path in entries())}
    state = st.session_state
    state["data"] = understood(asked, known) or "" if asked else ""
    current.freeze_tables()
    _pin_version()


def is_former() -> bool:
    """Whether this reader looks at a former version of the data, and not at the newest."""
    return bool(former())


def tables() -> Tables:
    """Return the tables of this reader's views: those in use, and their own files where given.

    A reader's own rows live in this session's state and nowhere else. They stand beside the
    newest figures alone.
    """
    state = st.session_state
    if is_former():
        return tables_in_use()
    user_tables: Tables | None = state.get("user_tables")
    if user_tables is not None and user_tables.version != loaders.data_version():
        # A refresh has changed the tables that the reader's rows stand beside.
        return _put_together()
    return user_tables or tables_in_use()


def use_user_file(checked: Checked) -> None:
    """Take a checked file into this session's views, beside those already in use."""
    state = st.session_state
    others = [one for one in state.get("user_files", ()) if one.kind != checked.kind]
    state["user_files"] = (*others, checked)
    _put_together()
    _close_their_record()


def _put_together() -> Tables:
    together = combine(*st.session_state["user_files"])
    st.session_state["user_tables"] = together
    return together


def remove_user_files() -> None:
    """Take every file of this reader out of this session."""
    for key in ("user_files", "user_tables"):
        st.session_state.pop(key, None)
    _close_their_record()


def _close_their_record() -> None:
    if is_user_row(view().figure):
        change_view(replace(view(), figure=""))


def plain(text: str) -> str:
    """Return text that a Markdown widget shows as it stands, and never as a link or a picture."""
    return _MARKDOWN.sub(r"\\\1", text)


def open_view() -> None:
    """Take the view from the URL, unless the URL is the one this session wrote itself.

    A page change within the app empties the query; the session's view stays.
    So it does when the reader has just changed it: the query that comes with a
    quick click may still be that of the run before.
    """
    query = st.query_params.to_dict()
    state = st.session_state
    changed, seen = state.pop("changed", False), state.get("seen")
    # On the map page the browser writes the address, of which an old one may be told again.
    state["seen"] = query
    if "view" in state and (changed or not query or query in (state.get("written"), seen)):
        return
    take_link(query)


def take_link(query: dict[str, str]) -> None:
    """Look at what the parts of a link name, of the version of the data that it names."""
    state = st.session_state
    state["notices"] = ()
    _open_version(query.get("data", ""))
    damaged = state["notices"]
    opened = parsed(query)
    # Of a version that is there and damaged it is not said that it never was.
    said = tuple(one for one in opened.notices if not (damaged and one == "no_version"))
    state["view"], state["notices"] = opened.view, said + damaged
    state["withdrawn"] = opened.withdrawn


def parsed(query: dict[str, str]) -> ParsedView:
    """Return the view that the parts of a link name, with a notice for each that could not be."""
    shown = tables()
    return parse_view(
        query,
        load_timeline(),
        shown.version,
        known_in(shown),
        opening=opening().view,
        lang=language_of(st.context.locale),
        own_views=shown.archived is None,
    )


def view() -> View:
    """Return what this reader looks at."""
    if "view" not in st.session_state:
        # Until the app has run once in a process, Streamlit takes pages/ for
        # automatic pages and runs the page of a link without the app around it.
        runpy.run_path(str(_APP), run_name="__main__")
        st.stop()
    current: View = st.session_state["view"]
    return current


def change_view(changed: View, *, read: bool = True) -> None:
    """Look at something else.

    Args:
        changed: the new view.
        read: the notices about the opened link have been read and go; not so
            when the page itself fills in a part that the link left open.
    """
    st.session_state["view"] = changed
    st.session_state["changed"] = True
    if read:
        st.session_state["notices"] = ()


def keep_to(path: str) -> None:
    """Let go of what only other pages have a use for: a link to this one does not carry it along.

    Args:
        path: of the page, as in its address; "" for the map.
    """
    kept = view().on_page(path)
    if kept != view():
        change_view(kept, read=False)


def address(page: str = "") -> str:
    """Return where this page runs, as the reader's browser tells it, for links to it.

    A browser tells an address that it has opened. Whatever else comes over the
    connection may be anything: what is no address of the web is not taken.

    Args:
        page: path of the page, where no browser tells it.
    """
    told = st.context.url or ""
    return told if origin_of(told) else DEFAULT_ADDRESS + page


def link(page: str = "") -> str:
    """Return the link to this reader's view on the page that runs, see :func:`address`."""
    return view().link(address(page), load_timeline(), loaders.data_version())


def in_frame() -> bool:
    """Whether the app stands in a frame on someone else's page: ``?embed=true``."""
    return bool(st.context.is_embedded)


def translator() -> Translator:
    """Return the words of this reader's language."""
    return Translator(view().lang)


def theme() -> str:
    """Return ``light`` or ``dark``, whichever the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def apply_style(*, notices: bool = True) -> None:
    """Put on the style sheet and the notices about the opened link.

    Args:
        notices: say here what was wrong with the link; the map says it itself.
    """
    t = translator()
    sheets = ["style.css", "pieces.css", "app.css", *(["rtl.css"] if t.right_to_left else [])]
    st.html(style(*sheets, menu=t("header.menu"), browse=t("own.browse")))
    # A place of their own: when they go, what stands below is not made anew.
    with st.container():
        for notice in st.session_state["notices"] if notices else ():
            st.info(notice_text(notice), icon=":material/info:")
        user = tables().user
        if user.files:
            files = t("list.comma").join(t.isolated(name) for name in user.files)
            told = t("own.banner", n=t.number(user.rows), files=files)
            told = f"{told} {user_left_out_text(user, t)}".rstrip()
            st.html(element("p", told, class_="nz-own-banner", data_testid="own-banner"))


def apply_frame_style() -> None:
    """Let the page fill the frame on someone else's page that it stands in."""
    st.html(style("embed.css"))


def notice_text(notice: Notice) -> str:
    """Return the sentence of a notice; it never repeats what the URL held."""
    span = load_timeline()
    t = translator()
    if notice == "withdrawn_figure":
        return withdrawal_text(st.session_state["withdrawn"], t)
    parts = {
        "date_outside": {"first": t.day(span.first), "last": t.day(span.last)},
        "no_version": {"data": running()},
        "damaged_version": {"data": running()},
    }
    return t(f"notice.{notice}", **parts.get(notice, {}))


def switch(part: str, options: Sequence[str], name_of: Callable[[str], str]) -> None:
    """Let the reader choose one part of the view.

    Args:
        part: name of the part, which is also the widget's key.
        options: ids, as used in links.
        name_of: the words for an id.
    """
    field = FIELDS.get(part, part)

    def chosen() -> None:
        changed = replace(view(), **{field: st.session_state[part]})
        # A reconstruction knows what came out later, whatever the link said before.
        is_reconstructed = changed.mode == "reconstructed"
        change_view(replace(changed, later=changed.later or is_reconstructed))

    st.session_state[part] = getattr(view(), field)
    st.segmented_control(
        translator()(f"{part}.label"),
        options,
        key=part,
        format_func=name_of,
        on_change=chosen,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )


def later_switch() -> None:
    """Let the reader leave out the figures of pages that came out after the day shown."""

    def chosen() -> None:
        leaves_out = st.session_state["later"]
        change_view(view().without_later() if leaves_out else replace(view(), later=True))

    st.session_state["later"] = not view().later
    st.toggle(translator()("panel.leave_out"), key="later", on_change=chosen)


def change_date(day: date) -> None:
    """Look at another day; a period that would begin after it is let go."""
    since = view().since
    change_view(replace(view(), date=day, since=since if since is None or since <= day else None))


def footer() -> None:
    """Say on which data the page stands, whose boundaries these are, and what is not implied."""
    t = translator()
    last = t.day(load_timeline().last)
    lines = [
        t("map.disclaimer"),
        t("map.attribution"),
        t("footer.orders"),
        t("footer.data", data=version_text(tables(), t), last=last),
        *filter(None, [records_note(tables(), t)]),
    ]
    st.html(element("div", paragraphs(lines), class_="nz-foot"))
