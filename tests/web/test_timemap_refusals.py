"""What a browser could not draw is repaired, or refused with a sentence of what and where."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon

from nuzuh.scene.time_map import (
    Area,
    Context,
    Flow,
    Joint,
    Note,
    OrderArea,
    Place,
)
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.timemap import checks
from nuzuh.web.timemap.checks import TimeMapError, checked
from nuzuh.web.timemap.payload import build_payload
from tests.web.timemaps import FIRST, Unpacked, layer_of, map_of, moved, squares

GOOD = map_of([[1.0, 2.0], [3.0, math.nan]])
LAYER = GOOD.layers[0]
BOX = shapely.box(34, 31, 35, 32)
BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
INF, NAN = math.inf, math.nan


def with_layer(**changed):
    return replace(GOOD, layers=[replace(LAYER, **changed)])


def with_area(shape, **changed):
    return replace(GOOD, areas=[GOOD.areas[0], Area("B", "Beach camp", shape, **changed)])


def with_note(**changed):
    note = replace(Note("about 5", 5.0, 4.0, 6.0), **changed)
    return with_layer(notes=(note,), note=np.zeros((2, 2), dtype=np.int32))


def with_flow(*total, origin="A0", destination="A1"):
    return replace(GOOD, flows=[Flow(origin, destination, np.array(total))])


def with_movement(**changed):
    return replace(GOOD, movements=[moved(**changed)])


def with_context(shape):
    return replace(GOOD, context=[Context("road", "Coast road", shape)])


def with_order(shape):
    return replace(GOOD, orders=[OrderArea("Block 12", shape, FIRST, FIRST)])


def broken(kind, *corners):
    """A shape of corners that are no numbers, which numpy would warn of."""
    with np.errstate(invalid="ignore"):
        return kind(corners)


DEGREES = "Beach camp|−180|180|−90|90"
REFUSED = {
    "no areas": (replace(GOOD, areas=[]), "no area"),
    "no days": (replace(GOOD, days=0), "no day"),
    "no layers": (replace(GOOD, layers=[]), "no day"),
    "one code for two areas": (
        replace(GOOD, areas=[GOOD.areas[0], replace(GOOD.areas[1], id="A0")]),
        "same code",
    ),
    "too many days": (replace(GOOD, days=checks.MOST_DAYS + 1), "20,000 days"),
    "too many areas": (
        replace(GOOD, areas=[Area(str(n), "x", BOX) for n in range(checks.MOST_AREAS + 1)]),
        "5,000 areas",
    ),
    "an empty outline": (with_area(Polygon()), "Beach camp|no outline"),
    "an empty collection": (with_area(GeometryCollection()), "Beach camp|no outline"),
    "a line for an area": (with_area(LineString([(0, 0), (1, 1)])), "Beach camp|no outline"),
    "a point for an area": (with_area(Point(34, 31)), "Beach camp|no outline"),
    "a flat polygon": (with_area(Polygon([(0, 0), (1, 1), (2, 2)])), "Beach camp|no outline"),
    "metres for degrees": (with_area(shapely.box(6e5, 3e6, 7e5, 4e6)), DEGREES),
    "north of the pole": (with_area(shapely.box(0, 80, 1, 91)), DEGREES),
    "a corner that is no number": (with_area(broken(Polygon, (0, 0), (NAN, 1), (1, 1))), DEGREES),
    "a corner without end": (with_area(broken(Polygon, (0, 0), (INF, 1), (1, 1))), DEGREES),
    "an order without an outline": (with_order(LineString([(0, 0), (1, 1)])), "Block 12|outline"),
    "an order off the globe": (with_order(shapely.box(0, 0, 200, 1)), "Block 12|180"),
    "a point that is no number": (with_area(BOX, at=(NAN, 31)), "Beach camp|point"),
    "a point off the globe": (with_area(BOX, at=(500, 31)), "Beach camp|point"),
    "a label off the globe": (with_area(BOX, label_at=INF), "Beach camp|point"),
    "a place off the globe": (
        replace(GOOD, places=[Place("Jabalia", (3e6, 31), 1)]),
        "Jabalia|point",
    ),
    "several points in the surroundings": (
        with_context(MultiPoint([(1, 2), (3, 4)])),
        "Coast road|surroundings",
    ),
    "nothing in the surroundings": (with_context(LineString()), "Coast road|surroundings"),
    "no numbers in the surroundings": (
        with_context(broken(LineString, (0, 0), (NAN, 1))),
        "Coast road|surroundings",
    ),
    "surroundings in metres": (with_context(LineString([(0, 0), (9e5, 1)])), "Coast road"),
    "a cube of another size": (
        with_layer(value=np.ones((2, 3))),
        r"People|value|2 × 3|2 × 2",
    ),
    "lows of another size": (with_layer(low=np.ones((1, 2))), "People|low|1 × 2|2 × 2"),
    "highs of another size": (with_layer(high=np.ones(2)), "People|high|shape 2;|2 × 2"),
    "flags of another size": (
        with_layer(flags=np.zeros((2, 1), dtype=np.uint8)),
        "People|flags|2 × 1|2 × 2",
    ),
    "notes of another size": (
        with_layer(note=np.full((3, 2), -1, dtype=np.int32)),
        "People|note|3 × 2|2 × 2",
    ),
    "a colour too few": (with_layer(colours=LAYER.colours[1:]), "People|colour"),
    "an infinite value": (with_layer(value=np.array([[1, INF], [1, 1]])), "People|infinite"),
    "an infinite range": (with_layer(low=np.array([[1, -INF], [1, 1]])), "People|infinite"),
    "a value no code can hold": (with_layer(value=np.full((2, 2), 1e31)), "People|too large"),
    "an infinite number in a note": (with_note(value=INF), "People|infinite"),
    "no number in a note": (with_note(high=NAN), "People|infinite"),
    "a cell that points past the notes": (
        with_layer(note=np.zeros((2, 2), dtype=np.int32)),
        "People|note",
    ),
    "a cell that points before the notes": (
        with_layer(note=np.full((2, 2), -2, dtype=np.int32)),
        "People|note",
    ),
    "too many notes": (with_layer(notes=(Note("1", 1.0),) * 65_535), "People|65,534 notes"),
    "a movement from nowhere": (with_flow(0, 1, origin="X9"), "X9|not on the map"),
    "a published movement to nowhere": (with_movement(destinations=("X9",)), "X9|not on the map"),
    "a published movement from no area": (with_movement(origins=()), "Here|not on the map"),
    "a published movement without end": (with_movement(value=INF), "Here > There|infinite"),
    "an open movement that ends nowhere": (with_movement(destinations=()), "There|point"),
    "an open movement that ends off the globe": (
        with_movement(destinations=(), open_end=(34, 91)),
        "There|point",
    ),
    "a joint with an area that is not there": (
        replace(GOOD, joints=[Joint(("A0", "X9"), FIRST, FIRST)]),
        "X9|not on the map",
    ),
    "sentences for other days": (
        replace(GOOD, placed=["Five."], placed_on=[0]),
        "shape 1;|need 2",
    ),
    "a day that points past the sentences": (
        replace(GOOD, placed=["Five."], placed_on=[0, 1]),
        "What the map's figures come to|note",
    ),
    "a total of another length": (with_flow(1, 2, 3), "A0 > A1|total|shape 3;|need 2"),
    "a total that is missing": (with_flow(1, NAN), "A0 > A1|0 to 2,000,000,000"),
    "a total below zero": (with_flow(-1, 1), "A0 > A1|0 to 2,000,000,000"),
    "a total beyond its bits": (with_flow(1, 3e9), "A0 > A1|0 to 2,000,000,000"),
    "a week without end": (replace(GOOD, weeks=[1.0, INF]), "each week|infinite"),
}


@pytest.mark.parametrize(("given", "parts"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_drawn_is_refused_and_the_sentence_says_why(given, parts, english):
    with pytest.raises(TimeMapError) as refusal:
        build_payload(given, english)
    sentence = str(refusal.value)
    assert [part for part in parts.split("|") if part not in sentence] == []
    assert sentence.endswith(".")


@pytest.mark.parametrize("lang", ["ar", "he"])
@pytest.mark.parametrize(("given", "parts"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_in_every_language(given, parts, lang):
    with pytest.raises(TimeMapError) as refusal:
        build_payload(given, Translator(lang))
    sentence = str(refusal.value)
    # Names and numbers are given; everything else is in the reader's own script.
    kept = [part for part in parts.split("|") if re.search(r"[A-Z]\d|[A-Z][a-z]+ > ", part)]
    assert [part for part in kept if part not in sentence] == []
    assert re.search("[\u0600-\u06ff]" if lang == "ar" else "[\u0590-\u05ff]", sentence)
    assert "{" not in sentence


def test_too_many_corners_are_refused(english, monkeypatch):
    monkeypatch.setattr(checks, "MOST_VERTICES", 9)
    with pytest.raises(TimeMapError, match="more than 9 points"):
        checked(GOOD, english)
    monkeypatch.setattr(checks, "MOST_VERTICES", 10)
    checked(GOOD, english)


def test_every_refusal_of_the_checks_is_tried_here(root, english):
    text = (root / "nuzuh/web/timemap/checks.py").read_text(encoding="utf-8")
    keys = set(re.findall(r't\(\s*"(timemap\.\w+)"', text))
    said = set()
    for given, _ in REFUSED.values():
        with pytest.raises(TimeMapError) as refusal:
            checked(given, english)
        said.add(str(refusal.value))

    def told(key):
        text = re.sub(r"\\\{\w+\\\}", ".+", re.escape(english._texts[key]))
        return any(re.fullmatch(text, sentence) for sentence in said)

    assert len(keys) >= 15
    # The number of corners has a test of its own, with a smaller limit.
    assert {key for key in keys if not told(key)} == {"timemap.too_fine"}


def shape_after(shape, t):
    return checked(with_area(shape), t).areas[1].shape


def test_an_outline_that_crosses_itself_is_repaired(english):
    mended = shape_after(BOW_TIE, english)
    assert mended.is_valid
    assert mended.area == pytest.approx(2)
    drawn = Unpacked(build_payload(with_area(BOW_TIE), english).data).shapes()[1]
    assert drawn.area == pytest.approx(2)


def test_a_stray_line_in_a_collection_is_left_out(english):
    stray = GeometryCollection(
        [LineString([(0, 0), (1, 1)]), BOX, GeometryCollection([Point(1, 1)])]
    )
    assert shape_after(stray, english).equals(BOX)
    nested = GeometryCollection(
        [GeometryCollection([BOX]), shapely.MultiPolygon([BOW_TIE.buffer(0)])]
    )
    assert shape_after(nested, english).geom_type == "MultiPolygon"


def test_a_polygon_with_a_hole_keeps_it_and_its_point_lies_outside_the_hole(english):
    ring = BOX.difference(shapely.box(34.1, 31.1, 34.9, 31.9))
    (area,) = checked(replace(GOOD, areas=[GOOD.areas[0], Area("B", "B", ring)]), english).areas[1:]
    assert area.shape.equals(ring)
    assert ring.contains(Point(area.at))
    assert area.label_at == area.at[1]


@pytest.mark.parametrize(
    "shape",
    [
        Polygon([(170, 0), (-170, 0), (-170, 10), (170, 10)]),
        shapely.MultiPolygon([shapely.box(170, 0, 180, 10), shapely.box(-180, 0, -170, 10)]),
    ],
    ids=["one ring", "cut in two"],
)
def test_an_area_across_the_antimeridian_has_its_point_inside(shape, english):
    (area,) = checked(with_area(shape), english).areas[1:]
    assert 170 <= abs(area.at[0]) <= 180
    assert 0 <= area.at[1] <= 10


@pytest.mark.slow
def test_what_is_at_the_limit_is_drawn(english):
    one = map_of([[math.nan]], first=date(2024, 2, 29))
    assert Unpacked(build_payload(one, english).data).told(0, 0)[0].number == "not reported"
    world = map_of([[1.0]], [Area("W", "World", shapely.box(-180, -90, 180, 90))])
    assert build_payload(world, english).data
    noted = layer_of(
        np.ones((1, 3)), note=np.array([[0, 65_533, -1]]), notes=(Note("1", 1.0),) * 65_534
    )
    read = Unpacked(build_payload(map_of(noted), english).data)
    assert read.arrays["note"][0, 0].tolist() == [1, 65_534, 0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_come_through_as_they_are(lang):
    names = ["<img src=x onerror=alert(1)>", "خان يونس‎ \u202e x", "a" * 5000]
    areas = squares(3, names=names)
    data = build_payload(map_of([[1.0]] * 3, areas), Translator(lang)).data
    assert [area["name"] for area in Unpacked(data).header["areas"]] == names
