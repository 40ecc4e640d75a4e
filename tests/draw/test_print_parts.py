"""Prints of a part of the Strip: what stands on them is of the part, and stands clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from nuzuh.draw.sheets import PAPERS, compose
from nuzuh.draw.type import plain
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import figure_of
from nuzuh.scene.gazetteer import places_of
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

LINK = "https://nuzuh.example/?date=2025-10-05"
NORTH = View(area="north", lang="ar")
ZOOMED = View(zoom="3.2/31.52/34.46", mode="reconstructed")


def sheet_of(view, kind="map", paper="a4", theme="light"):
    t = Translator(view.lang)
    return compose(figure_of(kind, view, tables_in_use(), t, LINK), t=t, paper=paper, theme=theme)


def said(sheet):
    return " ".join(plain(text) for text in sheet.texts)


def test_an_arabic_a4_of_the_north_names_it_its_places_and_no_number_of_the_south():
    sheet, t = sheet_of(NORTH), Translator("ar")
    text = said(sheet)
    assert t("print.part", name=t("region.north")) in text
    day = figure_of("map", replace(NORTH, area=""), tables_in_use(), t)
    for mark in day.marks:
        inside = {"PS0255", "PS0260"} & set(mark.pcodes)
        assert (plain(mark.number) in text) == bool(inside), mark.name
    small = {place.name for place in places_of(t) if place.rank in (2, 3)}
    assert len(small & {plain(text) for text in sheet.texts}) >= 5
    # The whole Strip has no room for them.
    assert not small & set(sheet_of(View(lang="ar")).texts)
    assert "1 : 150,000" in text


@pytest.mark.slow
@pytest.mark.parametrize("view", [NORTH, ZOOMED], ids=["area", "screen"])
@pytest.mark.parametrize(
    "paper",
    # The narrow one and the low one leave the least room.
    [
        p if p in ("a4-portrait", "slide") else pytest.param(p, marks=pytest.mark.thorough)
        for p in PAPERS
    ],
)
def test_nothing_stands_outside_the_sheet_or_on_another_line(view, paper):
    sheet = sheet_of(view, paper=paper)
    width, height = PAPERS[paper].width, PAPERS[paper].height
    for line in sheet.written:
        assert line.box.left >= 1, line.text
        assert line.box.right <= width - 1, line.text
        assert 1 <= line.box.top < line.box.bottom <= height - 1, line.text
    for one, other in combinations(sheet.written, 2):
        assert not one.box.meets(other.box, -0.6), (one.text, other.text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["map", "movements", "times"])
@pytest.mark.few(3)
def test_what_is_on_the_screen_is_printed_in_every_kind_and_language(kind, lang):
    view = replace(ZOOMED, lang=lang, since=date(2025, 8, 14))
    t, text = Translator(lang), said(sheet_of(view, kind))
    names = [governorate_name(pcode, lang) for pcode in ("PS0255", "PS0260", "PS0265")]
    assert plain(t("print.part", name=t("list.comma").join(names))) in text
    assert t("map.sea") in text


def test_circles_are_as_large_as_on_the_map_of_the_whole_strip():
    def circles(sheet):
        (axes,) = sheet.figure.axes
        discs = (patch for patch in axes.patches if patch.get_alpha() == 0.16)
        return sorted(disc.get_path().get_extents().width for disc in discs)

    whole, part = circles(sheet_of(replace(ZOOMED, zoom=""))), circles(sheet_of(ZOOMED))
    assert 2 <= len(part) < len(whole)
    assert all(min(abs(one - other) for other in whole) < 0.1 for one in part)


@pytest.mark.parametrize(
    ("view", "paper"),
    [(NORTH, "a4"), (replace(NORTH, lang="he"), "square"), (ZOOMED, "slide")],
    ids=["area", "square", "screen"],
)
@pytest.mark.few(1)
def test_a_comparison_shows_the_part_on_every_one_of_its_maps_and_says_which(view, paper):
    compared = replace(view, mode="reconstructed", compare=date(2025, 8, 14))
    t = Translator(view.lang)
    whole = figure_of("comparison", replace(compared, area="", zoom=""), tables_in_use(), t)
    part = figure_of("comparison", compared, tables_in_use(), t, LINK)
    sheet = compose(part, t=t, paper=paper)
    text = said(sheet)
    assert plain(t("print.part", name=part.extent.name)) in text
    for maps, all_of_it in zip((*part.sides, part.difference), _maps(whole), strict=True):
        assert {mark.pcodes for mark in maps.marks} < {mark.pcodes for mark in all_of_it.marks}
        for mark in all_of_it.marks:
            inside = part.extent.holds(mark.pcodes)
            assert (mark in maps.marks) == inside
            if not inside:
                assert plain(mark.number) not in sheet.texts
    for row in whole.told:
        assert (row in part.told) == part.extent.holds(row.areas)
    for one, other in combinations(sheet.written, 2):
        assert not one.box.meets(other.box, -0.6), (one.text, other.text)


def _maps(shown):
    return (*shown.sides, shown.difference)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_a_slide_of_movements_has_totals_that_add_up(lang):
    view = View(lang=lang, mode="reconstructed", since=date(2025, 8, 14))
    t, sheet = Translator(lang), sheet_of(view, "movements", "slide")
    matrix = figure_of("movements", view, tables_in_use(), t).matrix
    text = said(sheet)
    assert plain(t("movements.totals")) in text
    assert plain(t("area.all")) in text
    # Whole rows, of which one may take two lines.
    for place, total in zip(matrix.places, matrix.totals, strict=True):
        assert plain(place.name) in text
        assert all(word in text for word in plain(total.left.span(t)).split())
    for one, other in combinations(sheet.written, 2):
        assert not one.box.meets(other.box, -0.6), (one.text, other.text)
