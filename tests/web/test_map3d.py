"""Blocks whose volume is people, arcs as wide as people moved, and nothing from outside."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from markupsafe import Markup
from PIL import Image

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.draw.atlas import SHARP
from nuzuh.evidence.published import AreaFigure, Figure
from nuzuh.export.map3d import deck_of as deck_of_page
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import areas_km2 as published_km2
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.flows import MOST_DRAWN, Flow, Flows, largest_flows, period_of
from nuzuh.scene.geometry import Projection, governorate_name, outline_of
from nuzuh.scene.labels import label_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.map3d import Map3D, block_of, map3d_of, notes_on
from nuzuh.scene.reconstruction_notices import movements_table
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.timeline import load_timeline, reconstructed_values_of, values_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.legend import map3d_legend
from nuzuh.web.map3d import BASEMAP, METRES_PER_PERSON, NORTH, labels_of, map3d_deck
from nuzuh.web.templates import table_of
from tests import places

DAY = date(2025, 10, 5)
JOINT_AND_MISSING = date(2024, 1, 20)
ENGLISH = Translator("en")
NONE = Flows(DAY, DAY)
TRUE_TO_SCALE = Projection(200, 200, 1)
DAYS = [date(2023, 10, 6) + timedelta(days=days) for days in range(0, 1050, 95)]


@pytest.fixture(scope="module")
def reconstruction():
    return load_reconstruction(tables_in_use(), "all")


def blocks(values, t):
    """The blocks of some values of people present."""
    return [block_of(value, label_of(value, "people", t), t) for value in values]


def deck_of(values, flows=NONE, t=ENGLISH, **options):
    drawn = blocks(values, t)
    return json.loads(map3d_deck(drawn, flows, t, **options).to_json())


def layers_of(deck):
    return {layer["id"]: layer for layer in deck["layers"]}


def plain(number, *pcodes, **figure):
    """A published number of people for an area."""
    about = {"publisher": "UN", "area": "Rafah", "coverage": "whole", "unit": "people"} | figure
    said = Figure("T1", number, None, None, "approximately", as_of=DAY, **about)
    area = AreaFigure(pcodes, said, 0)
    return LayerValue(pcodes, number, None, None, "approximately", area)


@pytest.mark.slow
@pytest.mark.parametrize("show", ["published", "reconstructed"])
@pytest.mark.parametrize("day", DAYS)
def test_the_volume_of_a_block_is_proportional_to_people(day, show):
    values = (
        values_of(tables_in_use(), "people", day, later=True)
        if show == "published"
        else reconstructed_values_of(tables_in_use(), "people", day, "all")
    )
    for block in blocks(values, ENGLISH):
        if not block.reported:
            continue
        ground = outline_of(block.mark.pcodes)
        cubic_km = _km2(ground) * block.top / 1000
        assert cubic_km * 2000 == pytest.approx(block.mark.value, rel=0.02, abs=1)


def _km2(shape):
    return TRUE_TO_SCALE.project(shape).area


@pytest.mark.slow
def test_what_is_drawn_is_the_block():
    values = reconstructed_values_of(tables_in_use(), "people", DAY, "all")
    drawn = blocks(values, ENGLISH)
    rows = layers_of(deck_of(values))["blocks"]["data"]
    assert [row["height"] for row in rows] == [block.top for block in drawn]
    for row, value in zip(rows, values, strict=True):
        assert row["told"].startswith(governorate_name(value.pcodes[0], "en"))
        assert "reconstructed" in row["told"]


def test_a_block_has_the_colour_of_the_number_that_is_told():
    # 99,600 is told as about 100,000, which is the second class and not the first.
    value = LayerValue((places.RAFAH,), 99_600.0, None, None, "approximately", reconstructed=True)
    (block,) = blocks([value], ENGLISH)
    assert block.mark.number == "about 100,000"
    assert block.colour == "#fee391"
    (row,) = layers_of(deck_of([value]))["blocks"]["data"]
    assert row["colour"][:3] == [0xFE, 0xE3, 0x91]


def test_a_range_wider_than_the_number_is_dotted_and_what_is_too_old_is_no_block():
    wide = LayerValue(
        (places.RAFAH,), 50_000.0, 10_000.0, 90_000.0, "approximately", reconstructed=True
    )
    narrow = replace(wide, pcodes=(places.GAZA,), low=45_000.0, high=55_000.0)
    layers = layers_of(deck_of([wide, narrow]))
    west, south, east, north = outline_of((places.RAFAH,)).bounds
    assert layers["wide"]["data"]
    for row in layers["wide"]["data"]:
        assert west <= row["at"][0] <= east
        assert south <= row["at"][1] <= north
    old = plain(70_000.0, places.NORTH_GAZA)
    assert old.published is not None
    old = replace(old, published=replace(old.published, age_days=300, status="too_old"))
    layers = layers_of(deck_of([old]))
    assert layers["blocks"]["data"] == []
    (flat,) = layers["unreported"]["data"]
    assert "no figure of its own since" in flat["told"]
    assert "70,000" not in flat["told"]


def test_one_figure_for_several_governorates_is_one_block_over_them_all():
    values = values_of(tables_in_use(), "people", JOINT_AND_MISSING, later=True)
    joint = next(value for value in values if len(value.pcodes) > 1)
    layers = layers_of(deck_of(values))
    names = [row["told"].split("\n")[0] for row in layers["blocks"]["data"]]
    name = ENGLISH.together(governorate_name(pcode, "en") for pcode in joint.pcodes)
    assert names.count(name) == 1
    assert not set(names) & {governorate_name(pcode, "en") for pcode in joint.pcodes}
    area = _km2(outline_of(joint.pcodes))
    assert area == pytest.approx(sum(published_km2()[p] for p in joint.pcodes), rel=0.02)


def test_what_nobody_reported_is_flat_and_grey_and_unlike_zero():
    missing = LayerValue((places.RAFAH,), None, None, None, "")
    zero = plain(0.0, places.KHAN_YOUNIS)
    layers = layers_of(deck_of([zero, missing]))
    grey = list(bytes.fromhex(PALETTES["light"].unknown[1:]))
    assert [row["colour"][:3] for row in layers["unreported"]["data"]] == [grey]
    assert "not reported" in layers["unreported"]["data"][0]["told"]
    assert "extruded" not in layers["unreported"]
    assert layers["hatching"]["data"]
    (drawn,) = layers["blocks"]["data"]
    assert drawn["height"] == 0
    assert drawn["colour"][:3] != grey
    assert "about 0" in drawn["told"]


def test_what_is_last_known_is_hatched_on_its_roof():
    values = values_of(tables_in_use(), "people", date(2024, 5, 26), later=True)
    layers = layers_of(deck_of(values))
    tops = {row["height"] for row in layers["blocks"]["data"]}
    old = {line["path"][0][2] for line in layers["old"]["data"]}
    assert len(old) == sum(value.status == "last_known" for value in values) > 0
    assert all(min(abs(z - top) for top in tops) < 0.1 for z in old)


def test_arcs_are_as_wide_as_people_are_many(reconstruction):
    flows = largest_flows(reconstruction, *period_of(View(date=DAY), load_timeline()))
    values = reconstructed_values_of(tables_in_use(), "people", DAY, "all")
    rows = layers_of(deck_of(values, flows))["arcs"]["data"]
    assert len(rows) == len(flows.largest) > 3
    for row, flow in zip(rows, flows.largest, strict=True):
        assert row["width"] == pytest.approx(METRES_PER_PERSON * flow.rounded)
        for part in (flow.way(ENGLISH), flow.number(ENGLISH), "reconstructed"):
            assert part in row["told"]
        assert "14 August 2025 to 5 October 2025" in row["told"]


@pytest.mark.parametrize("day", DAYS)
def test_only_the_largest_movements_are_drawn_and_they_hold_what_is_said(reconstruction, day):
    start, end = period_of(View(date=day), load_timeline())
    flows = largest_flows(reconstruction, start, end)
    moved = reconstruction.movements(start, end)
    inside = moved[moved["origin"].isin(pc.GOVERNORATES) & moved["destination"].isin(pc.STRIP)]
    total = inside["people"].sum()
    people = [flow.people for flow in flows.largest]
    assert [flow.rounded for flow in flows.largest] == sorted(
        (flow.rounded for flow in flows.largest), reverse=True
    )
    assert len(people) <= MOST_DRAWN
    assert {p for flow in flows.largest for p in (*flow.origins, *flow.destinations)} <= pc.STRIP
    told = [flow.rounded for flow in flows.largest]
    assert min(told, default=1) >= max(told, default=1) / 50
    if people and day <= date(2025, 10, 10):
        assert flows.share == pytest.approx(sum(people) / total)


def test_a_view_that_is_silent_has_no_arcs_and_says_so(reconstruction):
    silent = replace(reconstruction, rows=reconstruction.rows.assign(weight=0.0))
    flows = largest_flows(silent, date(2025, 8, 14), DAY)
    assert flows.largest == ()
    assert movements_table(flows, ENGLISH) is None
    rebuilt = reconstructed_values_of(tables_in_use(), "people", DAY, "all")
    assert any("No movement" in note for note in notes_on(rebuilt, flows, ENGLISH))
    # Among blocks as published nothing reconstructed is drawn, and that is no lack of movement.
    published = values_of(tables_in_use(), "people", DAY, later=True)
    as_published = " ".join(notes_on(published, flows, ENGLISH))
    assert "No movement" not in as_published
    assert "Movements as published are on the flat map" in as_published
    absent = replace(
        reconstruction, absent=((pd.Timestamp("2025-01-01"), pd.Timestamp("2026-01-01")),)
    )
    assert largest_flows(absent, date(2025, 8, 14), DAY).largest == ()


def test_the_period_is_the_views_own_or_the_phase_never_reversed():
    span = load_timeline()
    assert period_of(View(date=DAY), span) == (date(2025, 8, 14), DAY)
    own = View(date=DAY, since=date(2025, 9, 1))
    assert period_of(own, span) == (date(2025, 9, 1), DAY)
    for day in (span.first, span.last):
        start, end = period_of(View(date=day, since=date(1999, 1, 1)), span)
        assert span.first <= start <= end == day
        start, end = period_of(View(date=day, since=date(2099, 1, 1)), span)
        assert start == end == day


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", PALETTES)
def test_nothing_comes_from_outside_unless_the_basemap_is_asked_for(reconstruction, lang, theme):
    t = Translator(lang)
    flows = largest_flows(reconstruction, date(2025, 8, 14), DAY)
    values = values_of(tables_in_use(), "people", DAY, later=True)
    alone = map3d_deck(blocks(values, t), flows, t, theme=theme)
    assert not re.search(r"https?:|//|carto|mapbox", alone.to_json())
    # Streamlit takes exactly this for "no basemap"; without it there would be one.
    assert json.loads(alone.to_json())["mapStyle"] == "__MAP_STYLE__"
    assert "mapProvider" not in json.loads(alone.to_json())
    online = deck_of(values, flows, t, theme=theme, basemap=True)
    assert online["mapStyle"] == BASEMAP
    assert not {"sea", "land"} & layers_of(online).keys()
    assert re.findall(r"https?://[^\"]+", json.dumps(online)) == [BASEMAP]


def test_the_camera_never_moves_by_itself():
    decks = [
        deck_of(
            values_of(tables_in_use(), "people", day, later=True),
            t=Translator(lang),
            theme=theme,
            basemap=basemap,
        )
        for day, lang, theme, basemap in (
            (DAY, "en", "light", False),
            (date(2024, 5, 5), "ar", "dark", True),
        )
    ]
    assert decks[0]["initialViewState"] == decks[1]["initialViewState"]
    assert decks[0]["views"] == decks[1]["views"]


def test_names_with_markup_are_text():
    evil = "<img src=x onerror=alert(1)>"
    value = plain(1000.0, places.RAFAH, publisher=evil)
    drawn = blocks([value], ENGLISH)
    deck = map3d_deck(drawn, NONE, ENGLISH)
    # The tooltip is set as text, which a browser never reads as markup.
    assert set(deck._tooltip) == {"text", "style"}
    assert evil in "\n".join(drawn[0].told)
    flow = Flow((places.RAFAH,), (places.GAZA,), 1000, None, None)
    assert not isinstance(flow.way(ENGLISH), Markup)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_and_the_legend_say_what_the_arcs_say(read_html, reconstruction, lang):
    t = Translator(lang)
    flows = largest_flows(reconstruction, date(2025, 8, 14), DAY)
    table = read_html(table_of(movements_table(flows, t), test_id="flows-table"))
    for flow in flows.largest:
        assert flow.number(t) in table.text
        assert flow.likely(t) in table.text
    assert t("recon.mark") in table.text or lang != "en"
    told = map3d_of(View(date=JOINT_AND_MISSING), tables_in_use(), t)
    told = replace(told, flows=flows)
    legend = read_html(map3d_legend(told, t, theme="dark"))
    for part in ("legend.not_reported", "relief.together", "relief.arc"):
        assert t(part) in legend.text
    assert t("relief.broken") not in legend.text


def test_the_deck_is_small():
    values = values_of(tables_in_use(), "people", DAY, later=True)
    drawn = blocks(values, ENGLISH)
    text = map3d_deck(drawn, NONE, ENGLISH).to_json()
    assert len(text) < 150_000
    assert "\n" not in text.replace("\\n", "")


@pytest.mark.parametrize("show", ["published", "reconstructed"])
def test_the_picture_shows_the_scene_of_people_whatever_the_layer(show):
    view = View(date=DAY, layer="density", mode=show, since=date(2025, 9, 1))
    told = map3d_of(view, tables_in_use(), ENGLISH)
    assert from_json(Map3D, to_json(told)) == told
    assert told.scene.view.layer == "people"
    assert [block.mark for block in told.blocks] == list(told.scene.marks)
    assert (told.flows.start, told.flows.end) == (date(2025, 9, 1), DAY)
    assert bool(told.flows.largest) == (show == "reconstructed")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", ["published", "reconstructed"])
def test_each_block_bears_its_name_and_its_number_as_drawn_words(lang, mode):
    t = Translator(lang)
    told = map3d_of(View(date=DAY, mode=mode, lang=lang), tables_in_use(), t)
    layer = layers_of(json.loads(deck_of_page(told, t).to_json()))["labels"]
    words = labels_of(told.blocks, t)
    assert words.pop(NORTH) == (t("print.north"),)
    assert list(words.values()) == [(b.mark.name, b.mark.number) for b in told.blocks]
    picture = layer["iconAtlas"].removeprefix("data:image/png;base64,")
    with Image.open(io.BytesIO(base64.b64decode(picture))) as atlas:
        clear = atlas.convert("RGBA")
    rows = {row["icon"]: row for row in layer["data"]}
    assert rows.keys() == layer["iconMapping"].keys() == {*words, NORTH}
    for key, place in layer["iconMapping"].items():
        corners = (
            place["x"],
            place["y"],
            place["x"] + place["width"],
            place["y"] + place["height"],
        )
        assert 0 <= corners[0] < corners[2] <= clear.width
        assert 0 <= corners[1] < corners[3] <= clear.height
        label = clear.crop([round(edge) for edge in corners])
        # Words of some length, on a ground that parts them from the blocks.
        assert len(label.getcolors(maxcolors=100_000)) > 20, key
        assert rows[key]["high"] == place["height"] / SHARP
    # A label stands on its block.
    for block in told.blocks:
        assert rows["-".join(block.mark.pcodes)]["at"][2] == pytest.approx(block.top, abs=0.1)


@pytest.mark.parametrize("mode", ["published", "reconstructed"])
def test_blocks_and_arcs_are_of_one_kind(mode):
    told = map3d_of(View(date=DAY, mode=mode), tables_in_use(), ENGLISH)
    assert {block.mark.reconstructed for block in told.blocks} == {mode == "reconstructed"}
    assert bool(told.flows.largest) == (mode == "reconstructed")
