"""The usual way to show areas over time, a slider, a rerun, a pydeck chart: ``naive.py 5 words``.

``5`` shows the five governorates with the app's own reconstruction, any other
number the made-up set; ``words`` adds the day's headline and rival figures.
Whatever does not change is kept in a cache, so what is measured is the rerun,
the message and the drawing.

A square in the sea changes its colour with every day, so that a benchmark can
see in the picture itself which day has been drawn.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from html import escape
from typing import Any

import numpy as np
import pydeck as pdk
import shapely
import streamlit as st

from benchmarks.madeup import made_up_map
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.scene import scene
from nuzuh.scene.time_map import TimeMap
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

_SEA = [[[34.21, 31.54], [34.27, 31.54], [34.27, 31.59], [34.21, 31.59], [34.21, 31.54]]]


@st.cache_resource(show_spinner=False)
def given(areas: int) -> tuple[TimeMap, list[dict[str, Any]]]:
    """Return the set and its outlines, prepared once a process."""
    time_map = (
        time_map_of(View(mode="reconstructed"), tables_in_use(), Translator("en"))
        if areas == 5
        else made_up_map(areas)
    )
    return time_map, [shapely.geometry.mapping(area.shape) for area in time_map.areas]


st.set_page_config(layout="wide")
time_map, shapes = given(int(sys.argv[1]))
layer = time_map.layers[0]
day = st.slider("Day", 0, time_map.days - 1, 0, key="day")
if "words" in sys.argv[2:]:
    when = time_map.first + timedelta(days=day)
    told = scene(View(date=when, mode="reconstructed"), tables_in_use(), Translator("en"))
    st.html(f"<h1 data-day={day}>{escape(told.notes.lead)}</h1>")
    panel = [
        f"<p><b>{escape(claim.number)}</b> {escape(claim.publisher)}, {escape(claim.when)}, "
        f"{escape(claim.age)}, {escape(claim.where)} {escape(claim.title)}</p>"
        for question in told.questions
        for group in question.groups
        for claim in group.claims
    ]
    drawn, beside = st.columns([0.63, 0.37])
    beside.html(f"<div>{''.join(panel)}</div>")
else:
    drawn = st.container()


def colour_of(value: float) -> list[int]:
    """Return the class colour of a number, grey where it is not reported."""
    if np.isnan(value):
        return [200, 200, 200]
    code = layer.colours[int(np.searchsorted(layer.edges, value, side="right"))]
    return [int(code[at : at + 2], 16) for at in (1, 3, 5)]


features = [
    {
        "type": "Feature",
        "properties": {"name": area.name, "people": str(number), "colour": colour_of(number)},
        "geometry": shape,
    }
    for area, shape, number in zip(
        time_map.areas, shapes, layer.value[:, day].tolist(), strict=True
    )
]
features.append(
    {
        "type": "Feature",
        "properties": {"name": "", "people": "", "colour": [0, 0, 255] if day % 2 else [255, 0, 0]},
        "geometry": {"type": "Polygon", "coordinates": _SEA},
    }
)
drawn.pydeck_chart(
    pdk.Deck(
        pdk.Layer(
            "GeoJsonLayer",
            {"type": "FeatureCollection", "features": features},
            get_fill_color="properties.colour",
            get_line_color=[90, 90, 90],
            line_width_min_pixels=1,
            pickable=True,
        ),
        initial_view_state=pdk.ViewState(longitude=34.39, latitude=31.41, zoom=9.6),
        map_provider=None,
        map_style=None,
        tooltip={"text": "{name}: {people}"},
    ),
    key="map",
    height=700,
)
