"""The picture stands alone: 300 dpi, in three languages, with sources, link and disclaimer."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date
from functools import cache
from itertools import pairwise

import matplotlib.figure
import pytest
from maps.snapshot import picture_name, save_picture
from PIL import Image

from balance.layers import LAYERS
from maps.timeline import load_timeline, values_of
from maps.view import View
from maps.words import LANGUAGES, Words

DATA = "2026-08-22-abc1234"
LINK = "http://localhost:8501/?date=2025-10-05&layer=people&phase=gaza-city&lang=en"


def draw(view):
    values = values_of(view.layer, view.date)
    return save_picture(values, view, words=Words(view.lang), data=DATA, link=LINK)


@cache
def picture(layer="people", lang="en"):
    with warnings.catch_warnings():
        # matplotlib only warns when its font lacks a letter and draws a box instead.
        warnings.simplefilter("error")
        return draw(View(layer=layer, lang=lang))


@pytest.mark.parametrize(("layer", "lang"), [("people", "en"), ("change", "ar"), ("orders", "he")])
def test_a_picture_is_a_sharp_png_without_a_missing_letter(layer, lang):
    with Image.open(io.BytesIO(picture(layer, lang))) as image:
        image.load()
        assert image.format == "PNG"
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.width > 2000
        assert image.width / image.height == pytest.approx(11 / 8.5, rel=0.01)
        assert image.info["Title"] == LINK
        colours = image.reduce(8).convert("RGB").getcolors(maxcolors=1_000_000)
        assert len(colours) > 50, "the picture is blank"


def test_the_same_view_gives_the_same_bytes():
    assert draw(View()) == picture()


def test_a_picture_holds_nothing_of_the_machine_it_was_drawn_on():
    with Image.open(io.BytesIO(picture())) as image:
        image.load()
        assert set(image.info) <= {"dpi", "Software", "Title"}


@pytest.fixture
def written(monkeypatch):
    """Draw without rendering, and return the words that the picture would hold."""
    texts = []
    put = matplotlib.figure.Figure.text

    def note(figure, x, y, text, **options):
        texts.append((x, y, text))
        return put(figure, x, y, text, **options)

    monkeypatch.setattr(matplotlib.figure.Figure, "text", note)
    monkeypatch.setattr(
        matplotlib.figure.Figure, "savefig", lambda _, target, **__: target.write(b"png")
    )

    def of(view):
        texts.clear()
        assert draw(view) == b"png"
        return list(texts)

    return of


PRESETS = [
    pytest.param(phase.preset, LAYERS[n % 4], LANGUAGES[n % 3], id=phase.id)
    for n, phase in enumerate(load_timeline().phases)
]


@pytest.mark.parametrize(("day", "layer", "lang"), PRESETS)
def test_a_picture_says_what_where_when_from_whom_and_under_whose_name(written, day, layer, lang):
    words = Words(lang)
    texts = written(View(date=day, layer=layer, lang=lang))
    told = " ".join(text for _, _, text in texts)
    assert words("snapshot.where", date=words.day(day)) in told
    assert words(f"layer.{layer}.title") in told
    assert words("map.disclaimer") in told
    assert words("map.attribution") in told
    assert DATA in told
    assert LINK in told
    assert words("snapshot.sources") in told
    for value in values_of(layer, day):
        if value.published and value.published.figure:
            assert value.published.figure.publisher in told
            assert words.day(value.published.figure.as_of, short=True) in told
        if value.share:
            assert all(order in told for order in value.share.orders)


@pytest.mark.parametrize("layer", ["people", "orders"])
def test_the_lines_below_the_map_stay_on_the_paper_and_apart(written, layer):
    texts = written(View(layer=layer))
    assert all(0 < x < 1 and 0.005 < y < 1 for x, y, _ in texts)
    heights = sorted(y for _, y, _ in texts)
    assert all(b - a > 0.01 for a, b in pairwise(heights))


def test_a_picture_is_named_after_its_view():
    view = View(date(2024, 2, 6), "density", "ar")
    assert picture_name(view) == "nuzuh-2024-02-06-density-ar.png"
    assert re.fullmatch(r"[\w.-]+\.png", picture_name(View()))
