"""Every output of a view says what its scene says: no more, no less, and in the same words.

The scene is held against the tables by hand-written sentences and by classes written down once
more; every output is then held against the scene: sheet, film, page in one file, tables, map
file, three dimensions, the time map's cube, the message to the browser.
"""

from __future__ import annotations

import base64
import json
import random
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from nuzuh.export.formats import write
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.extent import extent_of
from nuzuh.scene.map3d import map3d_of
from nuzuh.scene.part import scene_in
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import Scene, SceneCube, from_json, scene, scenes, to_json
from nuzuh.scene.time_map import FLAGS, WIDE
from nuzuh.scene.timeline import load_timeline, shown_values
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.map3d import map3d_deck
from tests import places
from tests.agreeing import (
    CLASSES,
    bare,
    csv_rows,
    film,
    holds_number,
    page_text,
    random_view,
    sheet_text,
    table_rows,
)
from tests.loaders.user_files import table
from tests.web.pages import page_file

pytestmark = pytest.mark.slow

OCTOBER, MAY = date(2025, 10, 5), date(2024, 5, 26)
CHOSEN = {
    "rivals": View(),
    "arrows": View(MAY, since=date(2024, 5, 6)),
    "counted movements, in Arabic": View(OCTOBER, since=date(2025, 8, 14), lang="ar"),
    "reconstructed with arrows": View(OCTOBER, since=date(2025, 8, 14), mode="reconstructed"),
    "one side, in Hebrew": View(OCTOBER, mode="reconstructed", perspective="israel", lang="he"),
    "publishers chosen": View(
        OCTOBER, mode="reconstructed", perspective="OCHA,UNRWA", layer="density"
    ),
    "wide ranges": View(date(2025, 8, 14), mode="reconstructed", layer="density", perspective="un"),
    "north is one": View(date(2026, 3, 1), mode="reconstructed"),
    "orders whose land is not all known": View(date(2025, 8, 20), layer="orders"),
    "too old, in Hebrew": View(OCTOBER, layer="change", lang="he"),
    "without what came out later": View(date(2024, 3, 20)).without_later(),
    "an area": View(MAY, area=places.RAFAH, layer="density", lang="ar"),
    "before the war": View(date(2023, 10, 7)),
}
OWN = "a reader's own figure"
DRAWN = tuple(f"drawn {number}" for number in range(6))
NAMES = (*CHOSEN, OWN, *DRAWN)


@cache
def readers():
    text = "2025-10-05,Rafah,4321,people_present,Our survey,Counted by us"
    return combine(check(table(text), "mine.csv"))


@cache
def drawn():
    """Views drawn at random, the same in every run, each of which holds a number."""
    chance, found = random.Random(20251005), []  # noqa: S311 (a draw, not a secret)
    while len(found) < len(DRAWN):
        view = random_view(chance, load_timeline())
        # What holds nothing cannot be saved; that is tested beside what is refused.
        if holds_number(shown_values(tables_in_use(), view)):
            found.append(view)
    return dict(zip(DRAWN, found, strict=True))


class Told:
    """A view, its tables and its scene."""

    def __init__(self, name):
        self.tables = readers() if name == OWN else tables_in_use()
        self.view = View() if name == OWN else (CHOSEN | drawn())[name]
        self.t = Translator(self.view.lang)
        self.scene = scene(self.view, self.tables, self.t)

    def of(self, view):
        return scene(view, self.tables, self.t)

    @property
    def on_paper(self):
        """The scene of the selected area, which is all that prints and films show of it."""
        extent = extent_of(self.view, self.t)
        return self.scene if extent is None else scene_in(extent, self.scene, self.t)


@cache
def _told(name):
    return Told(name)


@pytest.fixture(params=NAMES)
def told(request):
    return _told(request.param)


@pytest.mark.few(7)
def test_a_scene_goes_through_json(told):
    assert from_json(Scene, to_json(told.scene)) == told.scene
    days = (told.view.since or told.view.date, told.view.date)
    cube = scenes(told.view, dict.fromkeys(days), told.tables, told.t)
    assert from_json(SceneCube, to_json(cube)) == cube
    assert (cube.frames[-1].marks, cube.frames[-1].arrows) == (
        told.scene.marks,
        told.scene.arrows,
    )


def test_an_area_has_the_class_of_the_number_that_is_told(told):
    edges, _ = CLASSES[told.view.layer]
    for mark in told.scene.areas:
        record = mark.record
        if record.shaded_by is None or record.status == "too_old":
            assert mark.shade is None
            assert mark.pattern in ("missing", "too_old")
            continue
        below = record.quantifier in ("less than", "up to", "nearly")
        if told.view.reconstructed:
            below = False
        assert mark.shade == (bisect_left if below else bisect_right)(edges, record.shaded_by)
        assert mark.pattern == ("last_known" if record.status == "last_known" else "")


def test_the_areas_cover_the_strip_once(told):
    for marks in (told.scene.marks, told.scene.areas):
        named = [pcode for mark in marks for pcode in mark.pcodes]
        assert sorted(named) == list(pc.GOVERNORATES)


def test_orders_are_drawn_over_people_and_nothing_else_is(told):
    shown = told.scene
    if told.view.layer != "orders":
        assert (shown.ground, shown.order_land) == ((), None)
        return
    assert shown.ground == told.of(replace(told.view, layer="people", since=None)).marks
    assert shown.order_land is not None
    for mark in shown.marks:
        assert (mark.shade, mark.record.shaded_by, mark.wide) == (None, None, False)
        assert mark.pattern == ("" if mark.is_told else "missing")


def test_the_legend_explains_what_occurs_and_nothing_else(told):
    marks, view = told.scene.areas, told.view
    occurs = {
        "legend.last_known": any(mark.record.status == "last_known" for mark in marks),
        "legend.too_old": any(mark.record.status == "too_old" for mark in marks),
        "legend.together": any(len(mark.pcodes) > 1 for mark in marks),
        "print.broken": view.reconstructed,
    }
    if view.reconstructed:
        spans = [(m.record.low, m.record.high, m.record.shaded_by) for m in marks]
        known = [span for span in spans if None not in span]
        wide = any(high - low > number for low, high, number in known)
        occurs["legend.wide"] = wide and view.layer != "change"
    rows = [row.text for row in told.scene.legend]
    for key, is_there in occurs.items():
        days = 180 if key == "legend.too_old" else 90
        assert (told.t(key, days=days) in rows) == is_there, key
    edges, colours = CLASSES[view.layer]
    classes = [row.colour for row in told.scene.legend if row.swatch == "class"]
    assert classes == list(colours)
    assert len(edges) == len(colours) - 1
    land = [row.pattern for row in told.scene.legend if row.swatch == "land"]
    drawn = told.scene.order_land
    zones = {zone.kind for zone in drawn.zones} if drawn else set()
    occurring = {"sure": drawn and drawn.sure, "possible": drawn and drawn.possible}
    assert set(land) == {name for name, blocks in occurring.items() if blocks} | zones


def test_tables_say_the_scene(told):
    rows = csv_rows(told.view, told.tables)
    by_pcode = {row["pcode"]: row for row in rows}
    for mark in told.scene.marks:
        record, ids = mark.record, " ".join(source.id for source in mark.sources)
        for place, pcode in enumerate(mark.pcodes):
            row = by_pcode.pop(pcode)
            assert row["adds_up"] == ("true" if place == 0 else "false")
            assert set(row["shared_with"].split()) == set(mark.pcodes) - {pcode}
            for column in ("value", "low", "high", "shaded_by"):
                assert as_number(row[column]) == getattr(record, column), column
            worded = ("as_worded", "quantifier", "status", "kind")
            assert [row[name] for name in worded] == [getattr(record, name) for name in worded]
            assert row["range"] == record.likely
            assert row["age_days"] == ("" if record.age_days is None else str(record.age_days))
            assert row["figure_ids"] == ids
            assert row["own"] == str(any(source.user for source in mark.sources)).lower()
    assert not by_pcode
    document = json.loads(write("geojson", ExportRequest(told.view), told.tables))
    numbers = [feature["properties"]["shaded_by"] for feature in document["features"]]
    assert numbers == [as_number(row["shaded_by"]) for row in rows]
    said, notes = document["about"], told.scene.notes
    assert said["method"] in notes.method
    assert said.get("completeness", "") == notes.placed
    assert said["data_version"] == notes.data
    assert said["unit"] == told.scene.unit


def as_number(text):
    return float(text) if text else None


@pytest.mark.few(7)
def test_print_says_the_scene(told):
    shown, text = told.on_paper, sheet_text(told.view, told.tables)
    for mark in shown.marks:
        assert bare(mark.name) in text
        assert bare(mark.number) in text
    for arrow in shown.arrows:
        assert bare(arrow.number) in text
        assert bare(arrow.way) in text
    for row in shown.legend:
        assert bare(row.text) in text
    notes = shown.notes
    around = (notes.lead, notes.placed, notes.method, *notes.footnotes, *notes.credits)
    for said in (notes.title, notes.what, *around):
        assert bare(said) in text
    assert bare(notes.data) in text
    assert all(bare(source) in text for source in notes.sources[:1])


@pytest.mark.few(7)
def test_film_says_the_scene(told):
    moving = film(told.view, told.tables)
    shown = told.on_paper
    assert moving.shown.frames[-1].marks == shown.marks
    assert moving.shown.frames[-1].arrows == shown.arrows
    for mark in shown.marks:
        assert bare(mark.name) in moving.frame
        assert bare(mark.number) in moving.frame
    for arrow in shown.arrows:
        assert bare(arrow.number) in moving.frame
    assert bare(shown.notes.placed) in moving.frame
    assert bare(shown.notes.method) in moving.ground
    for row in shown.legend:
        # A film says once that it is reconstructed, and has no row for the broken borders.
        assert row.swatch == "broken" or bare(row.text) in moving.ground


@pytest.mark.few(6)
def test_the_page_in_one_file_says_the_scene(told):
    html = page_file(told.view, told.tables).decode()
    text, shown = bare(page_text(html)), told.scene
    cells = [[bare(cell) for cell in row] for row in table_rows(html)]
    for row, mark in zip(cells, shown.marks, strict=True):
        texts = [
            cell if isinstance(cell, str) else "".join(title for title, _ in cell)
            for cell in mark.cells
        ]
        assert row == [bare(cell) for cell in texts]
    around = (shown.notes.lead, *shown.notes.footnotes, shown.notes.placed)
    for said in (*around, shown.reading, *shown.lead, *shown.fit):
        assert bare(said) in text
    for row in shown.legend:
        assert row.swatch in ("broken", "arrow") or bare(row.text) in text
    claims = [claim for q in shown.questions for group in q.groups for claim in group.claims]
    for claim in claims:
        assert bare(claim.number) in text
        assert bare(claim.publisher) in text
    latest = {claim.id for claim in claims if claim.standing == "latest"}
    assert html.count('data-figure="') == len(latest)
    message = json.loads(data_of(html, "onefile-view"))
    parts = message["view"]
    assert (parts["date"], parts["layer"]) == (told.view.date.isoformat(), told.view.layer)
    # The arrows of a reconstruction are found in the browser, from its ensemble.
    needed = told.view.reconstructed and told.view.since is not None
    assert bool(message["ensemble"]) == needed
    carried = base64.b64decode(data_of(html, "onefile-data"))
    assert not needed or message["ensemble"].encode() in carried


def data_of(page, identity):
    start = page.index(f'<script id="{identity}"')
    return page[page.index(">", start) + 1 : page.index("</script>", start)]


def test_blocks_say_the_scene_of_people(told):
    people = told.of(replace(told.view, layer="people", since=None))
    shown = map3d_of(told.view, told.tables, told.t)
    assert shown.scene.marks == people.marks
    layers = json.loads(map3d_deck(shown.blocks, shown.flows, told.t).to_json())["layers"]
    rows = {layer["id"]: layer["data"] for layer in layers}
    _, colours = CLASSES["people"]
    expected = [colours[mark.shade] for mark in people.marks if mark.shade is not None]
    seen = [f"#{bytes(row['colour'][:3]).hex()}" for row in rows["blocks"]]
    # A block may be of several polygons; its neighbours have their own colour or none.
    assert list(dict.fromkeys(seen)) == list(dict.fromkeys(expected))
    tooltips = bare("".join(row["told"] for row in [*rows["blocks"], *rows["unreported"]]))
    for mark in people.marks:
        assert bare(mark.number) in tooltips


@cache
def cube(lang, show, whose, later, own):
    tables = readers() if own else tables_in_use()
    drawn = time_map_of(View(mode=show, perspective=whose, later=later), tables, Translator(lang))
    return {layer.id: layer for layer in drawn.layers}


@pytest.mark.few(7)
def test_the_time_map_holds_the_scene(told):
    view = told.view
    show = "reconstructed" if view.reconstructed else "published"
    layer = cube(view.lang, show, view.perspective, view.later, bool(told.scene.user))[view.layer]
    at = (view.date - load_timeline().first).days
    for mark in told.scene.marks:
        for pcode in mark.pcodes:
            place = pc.GOVERNORATES.index(pcode)
            for name in ("value", "low", "high"):
                number = getattr(mark, name)
                held = getattr(layer, name)[place, at]
                assert held == pytest.approx(np.nan if number is None else number, nan_ok=True)
            assert layer.flags[place, at] == FLAGS[mark.pattern] + WIDE * mark.wide
            if layer.note[place, at] >= 0:
                note = layer.notes[layer.note[place, at]]
                assert (note.number, note.shade) == (mark.number, mark.shade)
                age = mark.record.age_days
                in_words = "" if age is None else told.t.age(age)
                lines = tuple(line.replace("{age}", in_words) for line in note.lines)
                assert lines == mark.notes
    assert layer.method in told.scene.notes.method
    assert layer.legend == told.scene.reading
