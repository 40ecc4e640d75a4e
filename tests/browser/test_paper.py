"""The map page on paper: one sheet, with what has to stand beside a number."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from nuzuh.scene.translator import Translator
from tests.browser.conftest import MAP, PATIENCE

A4 = (595, 842)
"""Points."""
MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "10mm")


FULL = (
    "2025-10-05&show=reconstructed&since=2025-08-14",
    "2026-01-20",
    "2024-05-26&layer=orders&since=2024-05-06",
    "2024-05-26&show=reconstructed&view=un&since=2024-05-06",
)
"""Views of which there is much to say."""


def print_of(reader, view, lang):
    """The map page of a view, printed from a window as wide as a desk's."""
    someone = reader(width=1366, height=768).opens(f"/?date={view}&lang={lang}")
    # Whoever comes first waits until the words of all days have been made.
    someone.page.wait_for_selector("[data-testid=rivals] [data-figure]", timeout=3 * PATIENCE)
    someone.sees_day(view[:10])
    return someone, pypdfium2.PdfDocument(io.BytesIO(someone.page.pdf(format="A4", margin=MARGIN)))


@pytest.fixture(params=["en", "ar"])
def printed(reader, request):
    someone, sheet = print_of(reader, "2025-10-05", request.param)
    yield someone, sheet, Translator(request.param)
    sheet.close()


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
@pytest.mark.parametrize("view", ["2025-10-05", *FULL])
def test_it_is_one_sheet_of_a4_with_all_of_its_legend(reader, view, lang):
    someone, sheet = print_of(reader, view, lang)
    someone.page.emulate_media(media="print")
    legend, stage = (
        someone.page.locator(f"{MAP} {part}").bounding_box() for part in (".tm-legend", ".tm-stage")
    )
    assert legend["y"] + legend["height"] <= stage["y"] + stage["height"]
    try:
        assert len(sheet) == 1
        assert [round(length) for length in sheet[0].get_size()] == pytest.approx(A4, abs=2)
    finally:
        sheet.close()


def test_it_holds_answer_map_legend_table_rivals_and_credits_and_nothing_to_press(printed):
    someone, sheet, t = printed
    page = someone.page
    page.emulate_media(media="print")
    shown = (
        "[data-testid=headline]",
        ".tm-canvas",
        ".tm-legend",
        "[data-testid=layer-table]",
        "[data-testid=rivals]",
        ".tm-notices",
    )
    for part in shown:
        box = page.locator(f"{MAP} {part}").bounding_box()
        assert box is not None, part
        assert min(box["width"], box["height"]) > 5, part
    for gone in (".stAppHeader", ".st-key-nz-header", ".tm-controls", ".rail", ".tm-zoom"):
        assert not page.locator(gone).first.is_visible(), gone
    notices = page.locator(f"{MAP} .tm-notices").inner_text()
    for said in (t("map.attribution"), t("map.disclaimer")):
        assert said in notices
    # The paper says how many figures are folded away.
    more = page.locator(".tm-rival-group > .tm-fold:not([hidden])")
    assert more.count() > 0
    assert more.first.is_visible()
    if t.lang == "en":
        text = " ".join(sheet[0].get_textpage().get_text_bounded().split())
        for word in ("about 200,000", "Close to a million Palestinians", "OpenStreetMap", "6 more"):
            assert word in text
