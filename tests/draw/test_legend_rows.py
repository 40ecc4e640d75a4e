"""The rows of a legend: every class, and of everything else only what occurs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nuzuh.scene.arrows import Arrow
from nuzuh.scene.legend_rows import arrow_rows, legend_rows
from nuzuh.scene.mark import Mark
from nuzuh.scene.translator import LANGUAGES, Translator

ENGLISH = Translator("en")
PLAIN = Mark(
    pcodes=("PS0275",),
    name="Rafah",
    number="about 65,000",
    table_number="about 65,000",
    notes=(),
    rivals=0,
    value=65_000,
    low=None,
    high=None,
    shade=0,
    pattern="",
    wide=False,
    status="current",
    reconstructed=False,
)
ARROW = Arrow(
    origins=("PS0275",),
    destinations=("PS0270",),
    low=300_000,
    high=300_000,
    number="about 300,000 people",
    way="Rafah → Khan Younis",
    lines=(),
    sentence="Rafah → Khan Younis",
    reconstructed=False,
)
CLASSES = [
    ("class", "under 100,000", "#ffffd4", "", 0),
    ("class", "100,000 to 250,000", "#fee391", "", 0),
    ("class", "250,000 to 500,000", "#fec44f", "", 0),
    ("class", "500,000 to 750,000", "#fe9929", "", 0),
    ("class", "750,000 to 1,000,000", "#d95f0e", "", 0),
    ("class", "1,000,000 and more", "#993404", "", 0),
]


def told(rows):
    return [(row.swatch, row.text, row.colour, row.pattern, row.share) for row in rows]


def test_a_legend_of_plain_areas_holds_the_classes_alone():
    assert told(legend_rows([PLAIN], "people", ENGLISH)) == CLASSES


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"pattern": "missing", "shade": None}, ("pattern", "not reported", "", "missing", 0)),
        (
            {"wide": True},
            (
                "pattern",
                "its range, or what rivals say, spans more than the number itself",
                "#fec44f",
                "wide",
                0,
            ),
        ),
        (
            {"pcodes": ("PS0255", "PS0260")},
            ("joint", "one figure for several governorates together", "", "joint", 0),
        ),
    ],
)
def test_what_occurs_on_a_map_has_a_row(change, row):
    labels = [PLAIN, replace(PLAIN, **change)]
    assert told(legend_rows(labels, "people", ENGLISH)) == [*CLASSES, row]


def test_a_reconstruction_says_why_its_borders_are_broken():
    rows = legend_rows([replace(PLAIN, reconstructed=True)], "people", ENGLISH)
    assert [row.swatch for row in rows[len(CLASSES) :]] == ["broken"]


def test_arrows_are_explained_by_a_round_number_and_by_how_they_differ():
    rival = replace(ARROW, low=150_000, counts=True, destinations=())
    assert told(arrow_rows([ARROW], ENGLISH)) == [
        ("arrow", "movements as published (this wide: 100,000)", "", "published", 1 / 3)
    ]
    assert [row.pattern for row in arrow_rows([ARROW, rival], ENGLISH)] == [
        "published",
        "rivals",
        "counts",
        "open",
    ]
    hollow = replace(ARROW, reconstructed=True, high=40_000, low=40_000)
    assert told(arrow_rows([hollow], ENGLISH)) == [
        ("arrow", "movements, reconstructed (this wide: 10,000 people)", "", "hollow", 0.25)
    ]
    assert list(arrow_rows([], ENGLISH)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_have_words_in_every_language(lang):
    rows = legend_rows([replace(PLAIN, wide=True)], "orders", Translator(lang), [ARROW])
    assert len(rows) == len(CLASSES) + 2
    assert all(row.text for row in rows)
