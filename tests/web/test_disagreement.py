"""The page of disagreement as HTML and charts: who says so, what is copied, what is drawn."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.scene.disagreement import disagreement_of
from nuzuh.scene.disagreement_panels import panels_of
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.disagreement import claims_html, publishers_html, questions_html
from nuzuh.web.disagreement_chart import panel_chart
from tests.scene.september import FIRST, LAST, september, tables_of

VIEW = View(date=LAST, since=FIRST, question="moved_south")


@cache
def shown(lang="en"):
    return disagreement_of(replace(VIEW, lang=lang), september(), Translator(lang))


def values_of(chart):
    """The figures that a chart draws, whichever layer names them."""
    drawn = chart.to_dict()
    layers = [one for one in drawn["layer"] if "url" in str(one.get("encoding", {}))]
    data = layers[0]["data"]
    return drawn, data.get("values") or drawn["datasets"][data["name"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_is_a_button_and_every_row_can_be_copied(lang):
    told, t = shown(lang), Translator(lang)
    page = questions_html(told, t)
    for line in told.questions:
        assert f'data-choose="{line.question}"' in page
    assert page.count("data-cite=") == len(told.questions)
    assert page.count('aria-current="true"') == sum(
        line.question == told.question for line in told.questions
    )
    rows = publishers_html(told.groups[0], "x", 0, t)
    assert rows.count("data-cite=") == len(told.groups[0].rows)
    assert claims_html(told.groups[0], 0, t).count("<tr>") == 1 + len(told.groups[0].claims)


def test_words_of_strangers_are_escaped():
    nasty = '"><script>alert(1)</script>'
    tables = tables_of(G1={"source_title": nasty})
    told = disagreement_of(VIEW, tables, Translator("en"))
    page = publishers_html(told.groups[0], "x", 0, Translator("en"))
    page += claims_html(told.groups[0], 0, Translator("en")) + questions_html(
        told, Translator("en")
    )
    assert "<script" not in page
    assert "alert(1)" in page


def test_a_chart_draws_sides_by_colour_and_shape_bounds_as_arrows_and_doubtful_ones_hollow():
    tables = tables_of(G1={"note": "date to be confirmed"})
    told = disagreement_of(VIEW, tables, Translator("en"))
    panels = panels_of(told, load_reconstruction(tables), Translator("en"))
    drawn, values = values_of(panel_chart(panels[0], (FIRST, LAST), told.text, Translator("en")))
    by_publisher = {value["publisher"]: value for value in values}
    assert by_publisher["COGAT"]["open"] == 1
    assert by_publisher["COGAT"]["tip"] > by_publisher["COGAT"]["number"]
    assert by_publisher["Gaza Government Media Office"]["weak"]
    assert not any(value["joined"] for value in values)
    hollow, filled = drawn["layer"][-2:]
    assert (hollow["mark"]["filled"], filled["mark"]["filled"]) == (False, True)
    for layer in (hollow, filled):
        scale = layer["encoding"]["shape"]["scale"]
        assert dict(zip(scale["domain"], scale["range"], strict=True)) == GROUP_SHAPES
        colours = layer["encoding"]["color"]["scale"]["range"]
        assert colours == list(GROUP_COLOURS["light"].values())
    assert drawn["description"].startswith("Published figures over time")


def test_a_chart_without_a_reconstruction_has_neither_line_nor_band():
    told = shown()
    with_line, without = (
        panel_chart(
            panels_of(told, reconstruction, Translator("en"))[0],
            (FIRST, LAST),
            told.text,
            Translator("en"),
            theme="dark",
        ).to_dict()
        for reconstruction in (load_reconstruction(september()), None)
    )
    assert len(with_line["layer"]) == len(without["layer"]) + 2
    assert with_line["layer"][0]["mark"]["type"] == "area"
