"""The part of the Strip that a picture shows: within its bounds, and nothing told beyond it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.draw.box import Box
from nuzuh.draw.map_frame import frame_of
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.extent import bounds_of, extent_of
from nuzuh.scene.figures import MAPPED, figure_of
from nuzuh.scene.geometry import GOVERNORATES, outline_of, strip
from nuzuh.scene.parse_view import DEEPEST, zoom_of
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.regions import AREAS, pcodes_of
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

ENGLISH = Translator("en")
SINCE = date(2025, 8, 14)
zooms = st.builds(
    lambda k, latitude, longitude: zoom_of(f"{k}/{latitude}/{longitude}"),
    st.floats(1.1, DEEPEST).map(lambda k: round(k, 2)),
    st.floats(31.15, 31.65).map(lambda degrees: round(degrees, 4)),
    st.floats(34.15, 34.65).map(lambda degrees: round(degrees, 4)),
)


@given(zoom=zooms)
def test_what_is_zoomed_to_lies_in_the_middle_and_what_is_told_lies_in_it(zoom):
    _, latitude, longitude = (float(part) for part in zoom.split("/"))
    west, south, east, north = bounds = bounds_of(zoom)
    assert west < east
    assert south < north
    assert (west + east) / 2 == pytest.approx(longitude)
    assert (south + north) / 2 == pytest.approx(latitude)
    box = shapely.box(*bounds)
    try:
        extent = extent_of(View(zoom=zoom), ENGLISH)
    except RefusedError:
        assert strip().intersection(box).area < 0.05 * box.area
        return
    assert extent.bounds == bounds
    for pcode in GOVERNORATES:
        seen = outline_of((pcode,)).intersection(box)
        assert (pcode in extent.pcodes) <= (not seen.is_empty)
        # Whatever fills a good part of the picture is told.
        assert (seen.area > 0.02 * box.area) <= (pcode in extent.pcodes)


@given(
    zoom=zooms,
    wide=st.floats(40, 400),
    high=st.floats(40, 400),
    measured=st.booleans(),
)
def test_a_map_shows_all_of_its_bounds_as_large_as_fits(zoom, wide, high, measured):
    west, south, east, north = bounds_of(zoom)
    box = Box(10, 20, 10 + wide, 20 + high)
    frame = frame_of(box, (west, south, east, north), measured=measured)
    (left, top), (right, bottom) = frame(west, north), frame(east, south)
    shown = Box(left, top, right, bottom)
    assert shown.within(box, 1e-6)
    assert shown.middle == pytest.approx(box.middle)
    # A round scale costs at most a tenth of the size.
    fills = max(shown.width / box.width, shown.height / box.height)
    assert fills > 0.9 if measured else fills == pytest.approx(1)
    assert frame.back(*frame(34.4, 31.4)) == pytest.approx((34.4, 31.4))
    if measured:
        assert len(str(frame.denominator).rstrip("0")) <= 2


@pytest.mark.parametrize("area", AREAS)
def test_a_selected_area_is_shown_whole_and_the_strip_is_no_part(area):
    extent = extent_of(View(area=area), ENGLISH)
    if area == "strip":
        assert extent is None
        return
    assert extent.pcodes == pcodes_of(area)
    assert shapely.box(*extent.bounds).covers(outline_of(pcodes_of(area)).envelope)
    # What is on the screen comes first: a reader sees it.
    assert extent_of(View(area=area, zoom="3/31.3/34.28"), ENGLISH).area == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_of_the_strip_lies_is_refused_in_the_readers_words(lang):
    with pytest.raises(RefusedError) as refusal:
        extent_of(View(zoom="30/31.6/34.1"), Translator(lang))
    told = refused_text(refusal.value, Translator(lang))
    assert told == Translator(lang)("refused.off_strip")


@pytest.mark.parametrize("mode", ["published", "reconstructed"])
def test_a_map_of_a_part_tells_what_the_map_of_the_day_tells_of_it_and_of_no_other(mode):
    view = View(mode=mode, since=SINCE)
    day = figure_of("map", view, tables_in_use(), ENGLISH)
    part = figure_of("map", replace(view, area="north"), tables_in_use(), ENGLISH)
    assert part.extent.pcodes == pcodes_of("north")
    told = [mark for mark in day.marks if set(mark.pcodes) & set(pcodes_of("north"))]
    assert list(part.marks) == told
    assert len(told) < len(day.marks)
    assert set(part.arrows) <= set(day.arrows)
    ends = [{*arrow.origins, *arrow.destinations} for arrow in part.arrows]
    assert all(end & set(pcodes_of("north")) for end in ends)
    assert "North of Wadi Gaza" in part.notes.what
    # A sum of the whole Strip is none of its part, and sources are of what is told.
    assert (day.notes.placed, part.notes.placed) == (day.notes.placed, "")
    assert set(part.notes.sources) <= set(day.notes.sources)
    assert from_json(type(part), to_json(part)) == part


def test_every_kind_that_holds_a_map_has_the_part_and_no_other_kind():
    view = View(mode="reconstructed", since=SINCE, area="PS0260", layer="people")
    for kind in (*MAPPED, "series", "rivals"):
        asked = replace(view, compare=SINCE) if kind == "comparison" else view
        shown = figure_of(kind, asked, tables_in_use(), ENGLISH)
        assert (getattr(shown, "extent", None) is not None) == (kind in MAPPED), kind
