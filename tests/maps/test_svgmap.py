"""The drawing: well-formed, inert, and saying the same numbers as the table."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from balance.layers import LAYERS, LayerValue, layer_values
from balance.published import AreaFigure, Figure
from loaders import pcodes as pc
from loaders.areas import areas_km2
from loaders.baseline import people_before_the_war
from maps.labels import area_labels, layer_number
from maps.legend import legend_html, table_html
from maps.scales import PALETTES, SCALES
from maps.scene import FORMATS
from maps.svgmap import draw_map
from maps.timeline import values_of
from maps.words import LANGUAGES, Words

THE_DAY = date(2025, 10, 5)
SAMPLE = [
    (date(2023, 10, 2) + timedelta(days=35 * n), LAYERS[n % len(LAYERS)], LANGUAGES[n % 3])
    for n in range(30)
]
MARKUP = '<script>alert("1")</script> & sons'

HOSTILE = LayerValue(
    (pc.GAZA,),
    5.0,
    None,
    None,
    "exact",
    AreaFigure(
        (pc.GAZA,),
        Figure(
            id="X1",
            value=5.0,
            low=None,
            high=None,
            quantifier="exact",
            unit="people",
            publisher=MARKUP,
            as_of=THE_DAY,
            area='<img src=x onerror="alert(1)">',
            coverage="city",
        ),
        0,
        stale=False,
    ),
)


def unreported(*pcodes):
    return LayerValue(pcodes, None, None, None, "", AreaFigure(pcodes, None, None, stale=False))


ONE_HOSTILE = [
    unreported(pc.NORTH_GAZA),
    HOSTILE,
    *(unreported(pcode) for pcode in (pc.DEIR_AL_BALAH, pc.KHAN_YOUNIS, pc.RAFAH)),
]


def tag(element):
    return element.tag.rsplit("}", maxsplit=1)[-1]


def titles(svg):
    return [element.text for element in svg.iter() if tag(element) == "title"]


def squeezed(text):
    return "".join(text.split())


def table_rows(read_html, values, layer, words):
    html = table_html(values, layer, words, people_before_the_war())
    read_html(html)
    rows = html.partition("<tbody>")[2].split("</tr>")[:-1]
    return [[read_html(cell).text for cell in re.findall("<td>.*?</td>", row)] for row in rows]


@pytest.mark.parametrize(("day", "layer", "lang"), SAMPLE)
def test_the_drawing_and_the_table_say_the_same_numbers(read_xml, read_html, day, layer, lang):
    words, values = Words(lang), values_of(layer, day)
    svg = read_xml(draw_map(values, layer, day, words))
    rows = table_rows(read_html, values, layer, words)
    drawn = squeezed("".join(e.text or "" for e in svg.iter() if tag(e) == "text"))
    assert len(rows) == len(values) == len(titles(svg))
    for (name, number, *_), title, value in zip(rows, titles(svg), values, strict=True):
        assert number == layer_number(value, layer, words)
        assert title == f"{name}: {number}" or title.startswith(f"{name}: {number}; ")
        assert squeezed(number) in drawn
        assert squeezed(name) in drawn


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_drawing_is_well_formed_inert_and_small(read_xml, layer, theme, size):
    text = draw_map(values_of(layer, THE_DAY), layer, THE_DAY, Words("he"), theme=theme, size=size)
    svg = read_xml(text)
    assert {tag(element) for element in svg.iter()} <= {
        "svg",
        "rect",
        "g",
        "title",
        "path",
        "text",
        "circle",
    }
    keys = {key for element in svg.iter() for key in element.attrib}
    assert not [key for key in keys if key.startswith("on") or "href" in key or key == "style"]
    assert "nan" not in text.lower().replace("finance", "")
    assert len(text) < 60_000
    form = FORMATS[size].projection
    for element in svg.iter():
        if tag(element) == "text":
            assert 0 <= float(element.get("x")) <= form.width, element.text
            assert 0 <= float(element.get("y")) <= form.height, element.text


def test_the_drawing_says_what_it_shows(read_xml, english):
    svg = read_xml(draw_map(values_of("people", THE_DAY), "people", THE_DAY, english))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == (
        "Map of the Gaza Strip on 5 October 2025: People present, as published."
    )
    assert svg.get("data-date") == "2025-10-05"
    assert "5 km" in [e.text for e in svg.iter() if tag(e) == "text"]


def test_5_october_2025_is_worded_as_published(read_xml, english):
    values = values_of("people", THE_DAY)
    told = {
        title.split(":")[0]: title
        for title in titles(read_xml(draw_map(values, "people", THE_DAY, english)))
    }
    assert "600,000 to 700,000; UN, 2 Oct 2025; 3 days old" in told["Gaza"].replace("\xa0", " ")
    assert "Gaza City" in told["Gaza"]
    assert "about 1,000,000; Khan Younis municipality" in told["Khan Younis"]
    assert "about 640,000" in told["Deir al-Balah"]
    assert "299 days old" in told["North Gaza"]
    assert "474 days old" in told["Rafah"]


@pytest.mark.parametrize("theme", PALETTES)
def test_what_was_not_reported_is_hatched_and_says_so(read_xml, english, theme):
    palette = PALETTES[theme]
    svg = read_xml(draw_map(ONE_HOSTILE, "people", THE_DAY, english, theme=theme))
    shapes = list(svg)
    blank = [
        place
        for place, element in enumerate(shapes)
        if tag(element) == "g" and element[1].get("fill") == palette.unknown
    ]
    assert len(blank) == 4
    for place in blank:
        assert shapes[place][0].text.endswith(": not reported")
        hatching = shapes[place + 1]
        assert (hatching.get("stroke"), hatching.get("fill")) == (palette.quiet, "none")
        assert hatching.get("d").count("M") > 5


def test_a_zero_and_a_missing_number_never_look_alike(read_xml, read_html, english):
    zero = replace(
        HOSTILE,
        value=0.0,
        published=replace(HOSTILE.published, figure=replace(HOSTILE.published.figure, value=0.0)),
    )
    values = [ONE_HOSTILE[0], zero, *ONE_HOSTILE[2:]]
    svg = read_xml(draw_map(values, "people", THE_DAY, english))
    rows = table_rows(read_html, values, "people", english)
    assert [row[1] for row in rows] == ["not reported", "0", *["not reported"] * 3]
    fills = [element[1].get("fill") for element in svg if tag(element) == "g"]
    assert fills[1] == SCALES["people"].colour(0)
    assert fills[1] != fills[0]


def test_an_old_figure_is_hatched_the_other_way(read_xml, english):
    values = values_of("people", THE_DAY)
    stale = sum(value.stale for value in values)
    svg = read_xml(draw_map(values, "people", THE_DAY, english))
    old = [e for e in svg if e.get("stroke") == "#1d1b18" and e.get("stroke-opacity") == "0.55"]
    assert stale == len(old) == 2
    assert "older than 90 days" in legend_html(values, "people", english)
    assert "older than 90 days" not in legend_html(ONE_HOSTILE, "people", english)


def test_areas_that_share_a_figure_are_one_area_with_one_label(read_xml, english, some_estimates):
    table = some_estimates(
        {"destination": "Khan Younis; Rafah", "destination_pcodes": "PS0270 PS0275"}
    )
    values = layer_values(
        "people",
        date(2025, 7, 1),
        estimates=table,
        orders=None,
        baseline=_baseline(),
        areas_km2=areas_km2(),
    )
    told = titles(read_xml(draw_map(values, "people", THE_DAY, english)))
    assert len(told) == 4
    assert told[-1].startswith("Khan Younis + Rafah: about 1,000; UN")


def _baseline():
    from loaders import load_baseline

    return load_baseline().frame


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_markup_in_a_name_is_text(read_xml, lang, size):
    text = draw_map(ONE_HOSTILE, "people", THE_DAY, Words(lang), size=size)
    assert "<script" not in text
    assert "<img" not in text
    svg = read_xml(text)
    assert MARKUP in titles(svg)[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markup_in_a_name_is_text_in_the_table_and_the_legend_too(read_html, lang):
    words = Words(lang)
    for text in (
        table_html(ONE_HOSTILE, "people", words, people_before_the_war()),
        legend_html(ONE_HOSTILE, "people", words),
    ):
        assert not {"script", "img"} & read_html(text).names()
    table = table_html(ONE_HOSTILE, "people", words, people_before_the_war())
    assert MARKUP in read_html(table).text


def test_every_order_behind_a_share_is_named_and_linked(read_html, english, orders):
    values = values_of("orders", THE_DAY)
    page = read_html(table_html(values, "orders", english, people_before_the_war()))
    links = orders.set_index("id")["source_url"]
    for value in values:
        for order in value.share.orders:
            assert f"({order})" in page.text
            assert links[order] in ("", *page.links())


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_text_runs_from_right_to_left_where_the_language_does(read_xml, lang):
    svg = read_xml(draw_map(values_of("people", THE_DAY), "people", THE_DAY, Words(lang)))
    texts = [element for element in svg.iter() if tag(element) == "text"]
    assert all(element.get("direction") == "rtl" for element in texts)


def figure_value(some_estimates, layer, cells):
    found = layer_values(
        layer,
        date(2025, 7, 1),
        estimates=some_estimates(cells),
        orders=None,
        baseline=_baseline(),
        areas_km2=dict.fromkeys(pc.GOVERNORATES, 50.0),
    )
    return next(value for value in found if value.pcodes == (pc.RAFAH,))


@pytest.mark.parametrize(
    ("layer", "cells", "number"),
    [
        ("people", {"value": "64321"}, "about 64,321"),
        ("density", {"value": "64321"}, "about 1,300"),
        ("density", {"value": "", "low": "64321", "quantifier": "more than"}, "more than 1,300"),
        (
            "density",
            {"value": "", "low": "60000", "high": "70000", "quantifier": "range"},
            "1,200 to 1,400",
        ),
        ("change", {"value": "55000"}, "about −80%"),
        ("change", {"value": "550000"}, "about +100%"),
        ("change", {"value": "", "low": "55000", "quantifier": "more than"}, "≥ −80%"),
        ("change", {"value": "", "high": "55000", "quantifier": "up to"}, "≤ −80%"),
        (
            "change",
            {"value": "", "low": "55000", "high": "82500", "quantifier": "range"},
            "−80% to −70%",
        ),
    ],
)
def test_what_is_worked_out_is_rounded_and_keeps_its_wording(
    some_estimates, english, layer, cells, number
):
    assert layer_number(figure_value(some_estimates, layer, cells), layer, english) == number


@pytest.mark.parametrize("layer", ["people", "density", "change"])
def test_a_number_with_a_range_around_it_shows_the_range_on_every_layer(
    some_estimates, english, layer
):
    cells = {"value": "68750", "low": "55000", "high": "82500"}
    value = figure_value(some_estimates, layer, cells)
    number = layer_number(value, layer, english)
    digits = sum(character.isdigit() for character in number)
    assert number.count("to") == 1, number
    assert digits >= 6


def test_labels_come_in_the_order_of_the_values(english):
    labels = area_labels(values_of("people", THE_DAY), "people", english)
    assert [label.pcodes for label in labels] == [
        value.pcodes for value in values_of("people", THE_DAY)
    ]
