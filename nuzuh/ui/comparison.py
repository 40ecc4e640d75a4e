"""The page of comparisons: what is compared, both sides with their fields, the maps, the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.export.time_map import maps_compared
from nuzuh.loaders.current import holding
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.comparison import Comparison, comparison_of
from nuzuh.scene.layer import layer_of
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.sides import WAYS, compared, sides_of, swapped, way_of
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import SHOWS, View
from nuzuh.ui import shared
from nuzuh.ui.browser_view import heard
from nuzuh.ui.copy_link import copy_link
from nuzuh.ui.date_field import date_field
from nuzuh.ui.reconstruction import choose_publishers, offer_ranges
from nuzuh.ui.taking import comparison_buttons
from nuzuh.web.comparison import comparison_table
from nuzuh.web.templates import element, marked, paragraphs
from nuzuh.web.timemap.comparison import comparison_message
from nuzuh.web.timemap.component import carry, hold_comparison
from nuzuh.web.timemap.message import OWN

_ASKED = "compare-publishers"
"""In the session: the side whose publishers the reader asks to choose one by one."""


def show_comparison(t: Translator) -> None:
    """Draw the comparison of this reader's view.

    Args:
        t: the reader's language.
    """
    if not shared.view().compares:
        shared.change_view(compared(shared.view(), ""), read=False)
    if shared.view().since is not None:
        # Sides are days: a period that came along from the map has no place here.
        shared.change_view(replace(shared.view(), since=None), read=False)
    view = shared.view()
    # The answer stands above what it depends on, where every screen shows it.
    answer = st.container()
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            _choose_way(view, t)
            _choose_layer(view, t)
            st.button(
                t("compare.swap"),
                icon=":material/swap_vert:",
                on_click=lambda: shared.change_view(swapped(shared.view())),
            )
        _side_fields("first", view.other, _take_first, t)
        _side_fields("second", view.alone, _take_second, t)
    link = shared.link("compare")
    try:
        shown = comparison_of(view, shared.tables(), t, link)
    except RefusedError as error:
        answer.error(refused_text(error, t))
        return
    if shown.answer:
        said = marked(shown.answer)
        answer.html(element("p", said, class_="nz-answer", data_testid="answer"))
    _show(shown, link, t)
    _offer_ranges(view, t)


def _offer_ranges(view: View, t: Translator) -> None:
    """Let the reader have the ranges of a side computed, one side after the other."""
    for side in sides_of(view):
        reconstruction = reconstruction_of(side, shared.tables())
        if reconstruction is not None and not reconstruction.ranged:
            offer_ranges(reconstruction, side, t)
            return


def _show(shown: Comparison, link: str, t: Translator) -> None:
    payloads = maps_compared(shown, shared.tables(), t)
    signatures = [one.signature for one in payloads]
    hold_comparison(comparison_message(shown, signatures, theme=shared.theme()), on_looked=_looked)
    carry(payloads, [])
    st.html(comparison_table(shown, t))
    with st.container(horizontal=True, vertical_alignment="center"):
        copy_link(link, t)
        comparison_buttons(shown, t)
    notes = shown.notes
    st.html(paragraphs([notes.method, *notes.footnotes]))
    with st.expander(t("snapshot.sources")):
        st.html(paragraphs(notes.sources))


def _looked(parts: object) -> None:
    """Take the zoom and the area that the reader has brought on the screen into the view."""
    view = heard(parts)
    if view is not None:
        shared.change_view(view)


def _choose_way(view: View, t: Translator) -> None:
    def chosen() -> None:
        way = st.session_state["compare-way"]
        if way:
            shared.change_view(compared(shared.view(), way))

    can = layer_of(view.layer).is_reconstructed and view.later
    st.session_state["compare-way"] = way_of(view) or None
    st.segmented_control(
        t("compare.way"),
        WAYS if can else WAYS[:1],
        key="compare-way",
        format_func=lambda way: t(f"compare.way.{way}"),
        on_change=chosen,
        label_visibility="collapsed",
        wrap=True,
    )


def _choose_layer(view: View, t: Translator) -> None:
    def chosen() -> None:
        changed = replace(shared.view(), layer=st.session_state["compare-layer"])
        if not layer_of(changed.layer).is_reconstructed:
            days = replace(changed, mode="published", compare_view="", compare_show="")
            changed = days if days.compare else compared(days, "days")
        shared.change_view(changed)

    st.session_state["compare-layer"] = view.layer
    st.segmented_control(
        t("layer.label"),
        LAYERS,
        key="compare-layer",
        format_func=lambda layer: t(f"layer.{layer}"),
        on_change=chosen,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )


def _take_first(side: View) -> None:
    shared.change_view(shared.view().alone.beside(side))


def _take_second(side: View) -> None:
    other = shared.view().other
    shared.change_view(side.beside(other))


def _side_fields(name: str, side: View, take: Callable[[View], None], t: Translator) -> None:
    """The day of a side, its kind, and whose figures it uses."""
    state, span = st.session_state, load_timeline()
    at = 0 if name == "first" else 1

    def now() -> View:
        return sides_of(shared.view())[at]

    def of_day(day: date) -> None:
        take(replace(now(), date=day))

    def of_kind() -> None:
        take(replace(now(), mode=state[f"{name}-show"]))

    def of_whose(whose: str) -> None:
        take(replace(now(), perspective=whose, mode="reconstructed"))

    title = t(f"compare.{name}")

    def label(key: str) -> str:
        return f"{title}: {t(key)}"

    with st.container(horizontal=True, vertical_alignment="center", key=f"nz-side-{name}"):
        st.markdown(f"**{title}**", width=110)
        within = (span.first, span.last)
        date_field(f"{name}-day", label("date.label"), side.date, within, of_day, t)
        if layer_of(side.layer).is_reconstructed and side.later:
            state[f"{name}-show"] = side.mode
            st.selectbox(
                label("show.label"),
                SHOWS,
                key=f"{name}-show",
                format_func=lambda show: t(f"show.{show}"),
                on_change=of_kind,
                label_visibility="collapsed",
                width=150,
            )
        if side.reconstructed:
            _whose_field(name, side, label("view.label"), of_whose, t)
    if state.get(_ASKED) == name:
        del state[_ASKED]
        st.dialog(label("take.publishers"))(holding(choose_publishers))(side, t, of_whose)


def _whose_field(
    name: str, side: View, label: str, take: Callable[[str], None], t: Translator
) -> None:
    """Whose figures a side uses: of everybody, of a group, or publishers chosen one by one."""
    state, key = st.session_state, f"{name}-view"

    def chosen() -> None:
        if state[key] == OWN:
            state[_ASKED] = name
        else:
            take(state[key])

    own = () if side.perspective in NAMED_VIEWS else (side.perspective,)
    state[key] = side.perspective
    st.selectbox(
        label,
        (*NAMED_VIEWS, *own, OWN),
        key=key,
        format_func=lambda whose: t("view.custom") if whose == OWN else view_name(whose, t),
        on_change=chosen,
        label_visibility="collapsed",
        width=190,
    )
