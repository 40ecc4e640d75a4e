"""What leaves as a file: the same bytes each time, fonts inside, nothing of the machine."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from nuzuh.draw.sheets import FORMS, PAPERS, print_figure
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import KINDS, figure_of
from nuzuh.scene.file_names import picture_name
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.tools import need

LINK = "https://nuzuh.example.org/?date=2025-10-05&lang=en"
MAY = date(2024, 5, 14)


def file_of(kind="map", form="png", lang="en", paper="a4", **view):
    with warnings.catch_warnings():
        # matplotlib only warns when its fonts lack a letter, and draws a box instead.
        warnings.simplefilter("error", UserWarning)
        t, compare = Translator(lang), MAY if kind == "comparison" else None
        if kind == "story":
            view = {"story": "gaza-city-2025", "step": 4, **view}
        shown = figure_of(kind, View(lang=lang, compare=compare, **view), tables_in_use(), t, LINK)
        return print_figure(shown, t=t, paper=paper, form=form)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["map", "series"])
@pytest.mark.few(2)
def test_the_same_input_gives_the_same_bytes(kind, form):
    assert file_of(kind, form, "ar") == file_of(kind, form, "ar")


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "lang"), [("a4", "en"), ("square", "he"), ("slide", "ar")])
@pytest.mark.few(1)
def test_a_png_has_300_dots_per_inch_and_nothing_of_the_machine(paper, lang):
    with Image.open(io.BytesIO(file_of(paper=paper, lang=lang))) as image:
        image.load()
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert set(image.info) == {"dpi", "Software", "Title", "Source"}
        assert image.info["Source"] == LINK
        assert Translator(lang).day(View().date) in image.info["Title"]
        for side, inches in zip(image.size, PAPERS[paper].inches, strict=True):
            assert side == pytest.approx(300 * inches, abs=1)
        assert len(image.reduce(8).convert("RGB").getcolors(maxcolors=1_000_000)) > 50


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "lang"), [("map", "ar"), ("rivals", "he"), ("series", "en")])
@pytest.mark.few(1)
def test_a_pdf_has_its_fonts_inside_and_no_clock(kind, lang):
    content = file_of(kind, "pdf", lang)
    assert content.startswith(b"%PDF")
    fonts = set(re.findall(rb"/BaseFont /([A-Z]{6})\+([\w-]+)", content))
    assert {name for _, name in fonts} >= {b"nuzuhSans-Regular", b"nuzuhSans-Bold"}
    assert content.count(b"/FontFile2") >= len(fonts)
    assert b"/Subtype /Type3" not in content
    assert b"CreationDate" not in content
    assert b"matplotlib" not in content.lower()


@pytest.mark.slow
def test_words_of_a_pdf_can_be_read_in_their_order():
    need("pdfium")
    import pypdfium2 as pdfium

    page = pdfium.PdfDocument(file_of("map", "pdf", "ar"))[0]
    text = page.get_textpage().get_text_bounded()
    assert "قطاع غزة، 5 أكتوبر 2025" in text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_svg_is_shapes_that_need_no_font_and_says_its_words(lang):
    content = file_of("map", "svg", lang).decode()
    root = ET.fromstring(content)  # noqa: S314 (our own drawing)
    names = {element.tag.rsplit("}", maxsplit=1)[-1] for element in root.iter()}
    assert names.isdisjoint({"text", "script", "image", "foreignObject", "a"})
    assert Translator(lang)("snapshot.where", date=Translator(lang).day(View().date)) in content
    assert "<dc:date>" not in content
    links = set(re.findall(r'(?:xlink:)?href="([^"]*)"', content))
    assert all(link.startswith("#") for link in links)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(3)
def test_every_kind_is_drawn_with_letters_of_its_fonts_only(kind):
    assert file_of(kind, "svg", "he", "a3-portrait")


def test_a_file_is_named_after_its_view():
    view = View(date(2024, 2, 6), "density", "ar")
    assert picture_name(view) == "nuzuh-2024-02-06-density-published-all-ar.png"
    assert picture_name(view, "svg", "series", paper="slide", theme="dark") == (
        "nuzuh-2024-02-06-series-density-published-all-ar-slide-dark.svg"
    )
