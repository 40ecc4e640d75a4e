"""Colours keep their meaning: fixed classes, steady lightness, no class without a colour."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.scene.layer import RECORDS
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import LANGUAGES, Translator

SEQUENTIAL = ("people", "density", "orders")


def lightness(colour: str) -> float:
    """CIE L*, as grey print shows it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light


def contrast(one: str, other: str) -> float:
    lights = sorted(((lightness(c) + 16) / 116) ** 3 for c in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_every_layer_has_a_scale():
    assert set(RECORDS) == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_there_is_one_colour_more_than_there_are_limits(layer):
    scale = RECORDS[layer].scale
    assert len(scale.colours) == len(scale.edges) + 1
    assert len(set(scale.colours)) == len(scale.colours)
    assert list(scale.edges) == sorted(set(scale.edges))


@pytest.mark.parametrize("layer", SEQUENTIAL)
def test_more_is_darker(layer):
    lights = [lightness(colour) for colour in RECORDS[layer].scale.colours]
    steps = [a - b for a, b in pairwise(lights)]
    assert min(steps) > 4, "two neighbouring classes look the same in grey"


def test_change_is_lightest_where_nothing_changed_and_darkens_to_both_sides():
    scale = RECORDS["change"].scale
    lights = [lightness(colour) for colour in scale.colours]
    middle = scale.colours.index(scale.colour(0))
    assert lights[: middle + 1] == sorted(lights[: middle + 1])
    assert lights[middle:] == sorted(lights[middle:], reverse=True)
    assert scale.signed


@pytest.mark.parametrize("layer", LAYERS)
def test_a_value_on_a_limit_belongs_to_the_class_above(layer):
    scale = RECORDS[layer].scale
    for place, edge in enumerate(scale.edges):
        assert scale.colour(edge) == scale.colours[place + 1]
        assert scale.colour(math.nextafter(edge, -math.inf)) == scale.colours[place]


@pytest.mark.parametrize("layer", LAYERS)
@given(value=st.floats(-1e9, 1e9))
def test_every_number_has_a_colour_and_more_is_never_a_lower_class(layer, value):
    scale = RECORDS[layer].scale
    place = scale.colours.index(scale.colour(value))
    assert place <= scale.colours.index(scale.colour(value + 1))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_class_has_a_label_of_its_own(layer, lang):
    labels = RECORDS[layer].scale.labels(Translator(lang))
    assert len(labels) == len(RECORDS[layer].scale.colours)
    assert len(set(labels)) == len(labels)


def test_labels_of_change_carry_their_sign(english):
    labels = RECORDS["change"].scale.labels(english)
    assert labels[0] == "under −75"
    assert labels[-1] == "+100 and more"


@pytest.mark.parametrize("theme", PALETTES)
def test_writing_stands_out_from_its_ground(theme):
    palette = PALETTES[theme]
    for ground in (palette.paper, palette.sea, palette.land):
        assert contrast(palette.ink, ground) >= 7
        assert contrast(palette.quiet, ground) >= 4.5
        assert contrast(palette.water, ground) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
def test_land_without_a_figure_does_not_look_like_a_class(theme):
    taken = {colour for layer in RECORDS.values() for colour in layer.scale.colours}
    assert PALETTES[theme].unknown not in taken


def test_an_upper_bound_on_a_limit_belongs_to_the_class_below():
    scale = RECORDS["people"].scale
    assert scale.colour(100_000) == scale.colours[1]
    assert scale.colour(100_000, below=True) == scale.colours[0]
    assert scale.colour(100_001, below=True) == scale.colours[1]
