"""Figures look as they did when someone last looked at them."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from PIL import Image

from nuzuh.draw.sheets import sheet as sheets
from nuzuh.scene.layer import RECORDS
from tests.draw.printed import CASES, FOLDER, MOST, differing, pixels
from tests.tools import need

NAMES = [case.name for case in CASES]


def against_reference(case):
    if case.form == "pdf":
        need("pdfium")
    kept = Image.open(FOLDER / f"{case.name}.png").convert("RGB")
    return differing(pixels(case.drawn(), case.form), kept)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=NAMES)
@pytest.mark.few(6)
def test_a_figure_looks_like_its_reference(case):
    assert against_reference(case) <= MOST


def test_references_are_small_and_each_is_of_a_case():
    kept = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(kept) == set(NAMES)
    assert sum(kept.values()) < 1_850_000


def test_there_is_a_reference_of_every_kind_and_language_and_both_families():
    from nuzuh.scene.figures import KINDS
    from nuzuh.scene.translator import LANGUAGES

    assert {case.kind for case in CASES} == set(KINDS)
    assert {case.lang for case in CASES} == set(LANGUAGES)
    assert {case.form for case in CASES} >= {"png", "pdf"}


@pytest.mark.slow
def test_a_wrong_colour_is_seen():
    scale = RECORDS["people"].scale
    wrong = replace(scale, colours=(*scale.colours[:3], "#41ab5d", *scale.colours[4:]))
    with patch.dict(RECORDS, people=replace(RECORDS["people"], scale=wrong)):
        assert against_reference(CASES[0]) > MOST


@pytest.mark.slow
@pytest.mark.parametrize(
    "lost", ["Rafah", "5 km", "N", "but 600,000 to 700,000: UN, 2 Oct 2025", "4 days old"]
)
@pytest.mark.few(2)
def test_a_missing_label_is_seen(lost):
    whole = sheets.Sheet.text

    def without(self, x, y, text, points, **options):
        colour = self.palette.paper
        box = whole(self, x, y, text, points, **options)
        if text == lost:
            self._axes.texts[-1].set_text("")
        del colour
        return box

    with patch.object(sheets.Sheet, "text", without):
        assert against_reference(CASES[0]) > MOST
