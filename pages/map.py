"""The map page: a sentence, the picture, the rail of time, and the evidence beside it."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

import loaders
from balance.layers import LAYERS
from balance.shipped import load_reconstruction
from balance.solve import BalanceError
from loaders.baseline import people_before_the_war
from maps.headline import headline
from maps.legend import legend_html, table_html
from maps.panel import panel_html
from maps.rail import rail_html
from maps.reconstruction import reconstructed_headline
from maps.scene import FORMATS
from maps.snapshot import picture_name, save_picture, title_of
from maps.svgmap import draw_map
from maps.timeline import load_timeline, phase_names, shown_values, told_by
from maps.view import SHOWS
from pages import shared
from pages.copy_link import copy_link
from pages.drawing import show_drawing
from pages.reconstruction import choose_view, show_fit, show_notices, show_reconstruction

view, say, span = shared.view(), shared.words(), load_timeline()
names = phase_names(view.lang)


def day_from(key: str) -> None:
    """Take the day from a widget; an emptied date field leaves the day as it was."""
    day = st.session_state[key]
    if day is not None:
        shared.change_view(replace(shared.view(), date=day))


def phase_chosen() -> None:
    """Go to the preset day of the phase that was clicked."""
    presets = {phase.id: phase.preset for phase in span.phases}
    chosen = st.session_state["phase"]
    if chosen:
        shared.change_view(replace(shared.view(), date=presets[chosen]))


if view.figure:
    # A record belongs to the ledger: a link to the map does not carry it along.
    shared.change_view(replace(view, figure=""))
    view = shared.view()
try:
    values = shown_values(view, shared.own())
    picture_of_view = load_reconstruction(view.view, shared.own()) if view.reconstructed else None
except BalanceError:
    st.error(say("error.balance"))
    st.stop()
told = told_by(view.date, shared.own())

picture, evidence = st.columns([0.63, 0.37], gap="medium")
with picture:
    sentence = (
        headline(told, view.date, say, layer=view.layer)
        if picture_of_view is None
        else reconstructed_headline(picture_of_view, view.view, view.date, say)
    )
    st.html(f'<p class="nz-headline" data-testid="headline">{escape(sentence)}</p>')
    with st.container(horizontal=True, vertical_alignment="center"):
        shared.switch("show", SHOWS, lambda show: say(f"show.{show}"))
        shared.switch("layer", LAYERS, lambda layer: say(f"layer.{layer}"))
        shared.language_switch()
        link = view.link(st.context.url or "http://localhost:8501/", span, loaders.data_version())
        copy_link(link, say)
        own = shared.own()
        st.download_button(
            say("save.button"),
            lambda: save_picture(
                values,
                view,
                words=say,
                data=loaders.data_version(),
                link=link,
                own=own,
            ),
            file_name=picture_name(view),
            mime="image/png",
            icon=":material/download:",
            help=say("save.help"),
            on_click="ignore",
        )
    drawings = "".join(
        draw_map(values, view.layer, view.date, say, theme=shared.theme(), size=size)
        for size in FORMATS
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        title = f"{title_of(view, say)} · {say.day(view.date)}"
        st.html(f'<p class="nz-title">{title}</p>')
        st.session_state["field"] = view.date
        st.date_input(
            say("date.label"),
            min_value=span.first,
            max_value=span.last,
            key="field",
            format="YYYY-MM-DD",
            on_change=day_from,
            args=("field",),
            label_visibility="collapsed",
            width=150,
        )
    if view.reconstructed:
        choose_view(view, say)
    if picture_of_view is not None:
        show_notices(picture_of_view, view, say)
    legend = legend_html(values, view.layer, say, theme=shared.theme())
    show_drawing(drawings)
    st.html(legend)
    st.html(rail_html(span, view.date, shared.weekly_figures(), names, say, theme=shared.theme()))
    st.session_state["slider"] = view.date
    st.slider(
        say("date.slider"),
        span.first,
        span.last,
        key="slider",
        format="D MMM YYYY",
        on_change=day_from,
        args=("slider",),
        label_visibility="collapsed",
    )
    st.session_state["phase"] = span.phase_of(view.date).id
    st.pills(
        say("phase.label"),
        [phase.id for phase in span.phases],
        key="phase",
        format_func=names.__getitem__,
        on_change=phase_chosen,
        label_visibility="collapsed",
        wrap=True,
    )
    st.html(table_html(values, view.layer, say, people_before_the_war(), shared.own()))

    if picture_of_view is not None:
        show_reconstruction(picture_of_view, view, say)

with evidence:
    if picture_of_view is not None:
        show_fit(picture_of_view, told, view, say)
    st.subheader(say("panel.title"), anchor=False)
    st.caption(say("panel.lead"))
    panel = panel_html(told, view.date, say)
    day = view.date.isoformat()
    st.html(f'<div class="nz-panel" data-testid="panel" data-date="{day}">{panel}</div>')
