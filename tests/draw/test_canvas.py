"""One canvas for print and film: what is measured is drawn, and a background stays."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from nuzuh.draw.areas import draw_areas
from nuzuh.draw.arrows import draw_arrows, draw_numbers
from nuzuh.draw.basemap import fit_map
from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.film.canvas import FrameCanvas
from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.draw.sheets.papers import PAPERS
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.type import drawing
from nuzuh.scene.arrows import Arrow
from nuzuh.scene.geometry import middle_of
from nuzuh.scene.mark import Mark
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import LANGUAGES, Translator

ENGLISH = Translator("en")
COLOURS = ("#ffffd4", "#993404")
LABEL = Mark(
    pcodes=("PS0255", "PS0260"),
    name="",
    number="",
    table_number="",
    notes=(),
    rivals=0,
    value=None,
    low=None,
    high=None,
    shade=1,
    pattern="",
    wide=False,
    status="current",
    reconstructed=False,
)
LABELS = [
    LABEL,
    replace(LABEL, pcodes=("PS0265",), shade=0),
    replace(LABEL, pcodes=("PS0270", "PS0275"), shade=None),
]
TEXTS = {"en": "about 200,000 people", "ar": "نحو 200,000 شخص", "he": "כ-200,000 אנשים"}


def pixels_of(sheet, dpi=200):
    target = io.BytesIO()
    with drawing():
        sheet.figure.savefig(target, format="png", dpi=dpi)
    return np.asarray(Image.open(target).convert("RGB")), dpi / 25.4


def rgb(colour):
    return tuple(bytes.fromhex(colour.removeprefix("#")))


@pytest.mark.parametrize("theme", PALETTES)
def test_areas_have_their_colours_on_a_sheet_and_in_a_frame_alike(theme):
    sheet = Sheet(PAPERS["a4"], theme, ENGLISH)
    on_sheet = fit_map(sheet, Box(20, 20, 200, 190))
    draw_areas(sheet, on_sheet, LABELS, COLOURS)
    frame = FrameCanvas(LAYOUTS["square"], theme, ENGLISH)
    with drawing():
        draw_areas(frame, frame.layout.map_frame, LABELS, COLOURS)
    drawn = [(*pixels_of(sheet), on_sheet), (frame.pixels(), 1.0, frame.layout.map_frame)]
    for pixels, scale, place in drawn:
        for label in LABELS:
            x, y = place(*middle_of(label.pcodes[-1:]))
            wanted = COLOURS[label.shade] if label.shade is not None else PALETTES[theme].unknown
            assert tuple(pixels[int(y * scale), int(x * scale)]) == rgb(wanted)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", LAYOUTS)
def test_a_line_of_a_frame_takes_the_room_that_is_reckoned_for_it(size, lang):
    canvas = FrameCanvas(LAYOUTS[size], "light", Translator(lang))
    with drawing():
        box = canvas.text(600, 300, TEXTS[lang], 10.6, bold=True)
    rows, columns = np.nonzero((canvas.pixels() < 128).all(axis=2))
    assert columns.min() == pytest.approx(box.left, abs=3)
    assert columns.max() == pytest.approx(box.right, abs=3)
    assert box.top <= rows.min() < rows.max() <= box.bottom + 2
    assert box.right == 600 if lang != "en" else box.left == 600


def test_a_frame_goes_back_to_its_background_and_to_the_text_on_it():
    canvas = FrameCanvas(LAYOUTS["slide"], "dark", ENGLISH)
    with drawing():
        canvas.text(100, 100, "stays", 10)
        canvas.keep_background()
        kept = canvas.pixels()
        canvas.text(100, 200, "goes", 10)
        canvas.fill(Box(300, 300, 400, 400).shape, "#ff0000")
        assert (canvas.pixels() != kept).any()
        canvas.restore_background()
    assert (canvas.pixels() == kept).all()
    assert canvas.texts == ["stays"]


@pytest.mark.parametrize("crowded", [False, True])
def test_a_number_without_room_is_left_to_the_list_or_stands_on_words(crowded):
    arrow = Arrow(
        origins=("PS0255",),
        destinations=("PS0270",),
        low=100_000,
        high=100_000,
        number="about 100,000 people",
        way="",
        lines=(),
        sentence="",
        reconstructed=False,
    )
    sheet = Sheet(PAPERS["a4"], "light", ENGLISH)
    frame = fit_map(sheet, Box(20, 20, 200, 190))
    middles = draw_arrows(sheet, frame, [arrow])
    full = [Box(20, 20, 200, 190)]
    draw_numbers(sheet, frame, [arrow], middles, clear_of=full, crowded=crowded)
    assert sheet.texts == (["about 100,000 people"] if crowded else [])
    draw_numbers(sheet, frame, [arrow], middles)
    assert sheet.texts[-1] == "about 100,000 people"
    assert sheet.written[-1].box.within(frame.box)


def frame_of_words(*lines):
    """A frame with some lines, and again on a background without them."""
    canvas = FrameCanvas(LAYOUTS["slide"], "light", ENGLISH)
    canvas.keep_background()
    for _ in range(2):
        canvas.restore_background()
        for x, text, halo in lines:
            canvas.text(x, 300, text, 9, halo=halo)
        yield canvas.pixels().astype(int)


def test_a_line_that_is_drawn_again_is_the_same_as_drawn_on_the_canvas_itself(monkeypatch):
    lines = [(200, "about 820,000", None), (500.4, "شمال غزة", "#ffffff"), (800.7, "Ágjy", None)]
    first, again = frame_of_words(*lines)
    assert (first == again).all()
    assert (first != first[0, 0]).any()
    monkeypatch.setattr(FrameCanvas, "_write", Canvas._write)
    plainly, _ = frame_of_words(*lines)
    # Colours are blended once more: no shade differs by more than rounding does.
    assert abs(first - plainly).max() <= 3


def test_a_line_that_stands_in_many_frames_is_drawn_once(monkeypatch):
    drawn = []
    line_of = FrameCanvas._line_of
    monkeypatch.setattr(
        FrameCanvas, "_line_of", lambda *args: (drawn.append(args[3]), line_of(*args))[1]
    )
    list(frame_of_words((200, "one", None), (500, "two", None)))
    assert sorted(drawn) == ["one", "two"]
