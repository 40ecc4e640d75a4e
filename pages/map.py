"""The map page: a sentence, the picture, the rail of time, and the evidence beside it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import loaders
from balance.layers import LAYERS
from maps.headline import headline
from maps.legend import legend_html, table_html
from maps.panel import panel_html
from maps.rail import rail_html
from maps.scene import FORMATS
from maps.snapshot import picture_name, save_picture
from maps.svgmap import draw_map
from maps.timeline import baseline_people, load_timeline, phase_names, told_by, values_of
from pages import shared
from pages.copy_link import copy_link
from pages.drawing import show_drawing

view, say, span = shared.view(), shared.words(), load_timeline()
names = phase_names(view.lang)


def day_from(key: str) -> None:
    """Take the day from a widget; an emptied date field leaves the day as it was."""
    day = st.session_state[key]
    if day is not None:
        shared.change_view(replace(shared.view(), date=day))


def layer_chosen() -> None:
    """Take the layer from its switch."""
    shared.change_view(replace(shared.view(), layer=st.session_state["layer"]))


def phase_chosen() -> None:
    """Go to the preset day of the phase that was clicked."""
    presets = {phase.id: phase.preset for phase in span.phases}
    chosen = st.session_state["phase"]
    if chosen:
        shared.change_view(replace(shared.view(), date=presets[chosen]))


values = values_of(view.layer, view.date)
told = told_by(view.date)

picture, evidence = st.columns([0.63, 0.37], gap="medium")
with picture:
    st.html(f'<p class="nz-headline" data-testid="headline">{headline(told, view.date, say)}</p>')
    with st.container(horizontal=True, vertical_alignment="center"):
        st.session_state["layer"] = view.layer
        st.segmented_control(
            say("layer.label"),
            LAYERS,
            key="layer",
            format_func=lambda layer: say(f"layer.{layer}"),
            on_change=layer_chosen,
            required=True,
            label_visibility="collapsed",
        )
        shared.language_switch()
        link = view.link(st.context.url or "http://localhost:8501/", span, loaders.data_version())
        copy_link(link, say)
        st.download_button(
            say("save.button"),
            lambda: save_picture(values, view, words=say, data=loaders.data_version(), link=link),
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
        title = f"{say(f'layer.{view.layer}.title')} · {say.day(view.date)}"
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
    st.html(table_html(values, view.layer, say, baseline_people()))

with evidence:
    st.subheader(say("panel.title"), anchor=False)
    st.caption(say("panel.lead"))
    panel = panel_html(told, view.date, say)
    day = view.date.isoformat()
    st.html(f'<div class="nz-panel" data-testid="panel" data-date="{day}">{panel}</div>')
