"""Eight tasks of careful readers, each from the landing page in at most six clicks.

A click is a click, a choice from a list, or a field that is clicked to type a day into it; what is
typed is not counted. With ``NUZUH_PICTURES`` set to a folder, the end of each task is kept there.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Page

from nuzuh.scene.translator import Translator
from tests.browser.conftest import MADE, MAP, Reader

MOST_CLICKS = 6
ARABIC = Translator("ar")


@dataclass
class Walk:
    """A reader's way through a task, with the clicks that it took."""

    someone: Reader
    clicks: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.someone.page

    def click(self, what: Locator) -> None:
        self.clicks.append(what.inner_text() or str(what.get_attribute("aria-label")))
        what.click()
        self.rests()

    def goes_to(self, page: str) -> None:
        self.click(self.page.get_by_role("banner").get_by_role("link", name=page, exact=True))
        self.page.locator("h1").first.wait_for()
        self.rests()

    def types(self, what: Locator, text: str) -> None:
        self.clicks.append(text)
        what.click()
        what.fill(text)
        what.press("Enter")
        self.rests()

    def chooses(self, what: Locator, option: str) -> None:
        self.clicks.append(option)
        what.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.rests()

    def saves(self, button: Locator) -> Download:
        button.wait_for(timeout=MADE)
        with self.page.expect_download(timeout=MADE) as waiting:
            self.click(button)
        return waiting.value

    def rests(self) -> None:
        """Wait until the server has answered."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")

    def main(self) -> str:
        return self.page.locator("[data-testid=stMain]").inner_text()


@pytest.fixture
def walk(
    reader: Callable[..., Reader], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Walk]]:
    walks: list[Walk] = []

    def begin(**screen: int) -> Walk:
        made = Walk(reader(**({"width": 1366, "height": 768} | screen)).opens("/"))
        made.rests()
        walks.append(made)
        return made

    yield begin
    folder = os.environ.get("NUZUH_PICTURES")
    for one in walks:
        if folder:
            name = request.node.name.removeprefix("test_")
            one.page.screenshot(path=Path(folder) / f"{name}-{len(one.clicks)}-clicks.png")
        assert len(one.clicks) <= MOST_CLICKS, one.clicks
        assert one.page.locator("[data-testid=stException]").count() == 0


def kept(download: Download, request: pytest.FixtureRequest) -> bytes:
    """What was saved; kept beside the pictures where these are."""
    content = download.path().read_bytes()
    if folder := os.environ.get("NUZUH_PICTURES"):
        ending = download.suggested_filename.rpartition(".")[2]
        name = request.node.name.removeprefix("test_")
        (Path(folder) / f"{name}.{ending}").write_bytes(content)
    return content


def test_a_rafah_on_1_may_2024_and_who_had_left_it_by_26_may(walk):
    one = walk()
    one.clicks.append("As published")
    one.someone.chooses("As published")
    day = one.page.locator(MAP).get_by_test_id("date-field")
    one.types(day, "1 May 2024")
    one.someone.sees_day("2024-05-01")
    table = one.page.locator(MAP).get_by_role("table").first.inner_text()
    rafah = next(line for line in table.splitlines() if line.startswith("Rafah"))
    assert "about 1,100,000" in rafah
    one.types(day, "26 May 2024")
    one.someone.sees_day("2024-05-26")
    assert "more than 945,000 (OCHA" in one.someone.headline()
    assert "more than 945,000 people" in one.someone.panel()


def test_b_who_disagrees_most_in_september_2025_and_why(walk):
    one = walk()
    one.goes_to("Disagreement")
    one.types(one.page.get_by_label("First day"), "1 September 2025")
    one.page.get_by_text(re.compile("^From 1 September 2025 to")).first.wait_for()
    one.types(one.page.get_by_label("Last day"), "30 September 2025")
    one.page.get_by_text(re.compile("^From 1 September 2025 to 30 Sept")).first.wait_for()
    told = one.main()
    assert "1 September 2025 to 30 September 2025" in told
    assert "apart" in told
    # The most disputed question is open, with whoever lies furthest from the others first.
    assert re.search(r"times as high", told)
    assert "since mid-August 2025*" in told


def test_c_an_arabic_a4_sheet_of_the_north(walk, request):
    one = walk()
    one.clicks.append("العربية")
    one.page.locator(".st-key-nz-header select").select_option("ar")
    take = one.page.get_by_test_id("take-away")
    one.page.get_by_role("button", name=ARABIC("take.menu"), exact=True).wait_for()
    one.click(take)
    one.click(one.page.get_by_test_id("take-print"))
    dialog = one.page.get_by_role("dialog")
    one.chooses(dialog.get_by_role("combobox", name=ARABIC("print.extent")), ARABIC("region.north"))
    one.click(dialog.get_by_text("PDF", exact=True))
    saved = one.saves(dialog.get_by_role("button", name=ARABIC("print.save")))
    assert saved.suggested_filename.endswith("-ar-north.pdf")
    sheet = pypdfium2.PdfDocument(kept(saved, request))
    width, height = sheet[0].get_size()
    assert sorted((round(width), round(height))) == [595, 842]
    words = sheet[0].get_textpage().get_text_bounded()
    # Whoever scans the sheet comes to the app that it is from.
    assert f"{one.someone.app}/?date=" in words


def test_d_the_un_beside_israel_with_one_link(walk, reader):
    one = walk()
    one.goes_to("Compare")
    one.click(one.page.get_by_text("Whose figures", exact=True).first)
    for side in ("UN system", "Israeli authorities"):
        one.page.get_by_role("heading", name=side, exact=True).wait_for()
    one.click(one.page.get_by_test_id("copy-link"))
    link = one.page.evaluate("navigator.clipboard.readText()")
    assert "compare-view=" in link
    another = Walk(reader(width=1366, height=768))
    another.page.goto(link)
    another.page.get_by_role("heading", name="UN system", exact=True).wait_for()
    another.rests()
    rows = "[data-testid=compared] tbody"
    one.page.locator(rows).first.wait_for()
    another.page.locator(rows).first.wait_for()
    assert another.page.locator(rows).inner_text() == one.page.locator(rows).inner_text()


def test_e_orders_in_force_on_20_august_2025_with_areas_and_people(walk):
    one = walk()
    one.goes_to("Orders")
    one.types(one.page.locator(MAP).get_by_test_id("date-field"), "20 August 2025")
    one.page.wait_for_selector(f"{MAP}[data-date='2025-08-20']")
    told = one.page.locator(MAP).inner_text()
    of_strip = (
        r"On 20 August 2025, \d+ to \d+% or more of the Gaza Strip was under evacuation orders"
    )
    assert re.search(of_strip + r"; orders in force: \d+\. People estimated on that land: \d", told)
    assert len(re.findall(r"km² as measured here.*People estimated there on", told)) > 30


def test_f_the_change_from_14_august_to_5_october_as_a_slide(walk, request):
    one = walk()
    one.goes_to("Compare")
    days = one.page.get_by_role("textbox")
    one.types(days.first, "14 August 2025")
    one.types(days.nth(1), "5 October 2025")
    assert "−" in one.page.locator("[data-testid=compared]").inner_text()
    one.click(one.page.get_by_role("button", name="Print"))
    dialog = one.page.get_by_role("dialog")
    one.chooses(dialog.get_by_role("combobox", name="Paper"), "Slide, 16:9")
    saved = one.saves(dialog.get_by_role("button", name="Save figure"))
    picture = Image.open(io.BytesIO(kept(saved, request)))
    assert "2025-08-14-and-2025-10-05" in saved.suggested_filename
    assert round(picture.width / picture.height, 2) == 1.78


def test_g_a_clip_of_ten_seconds_of_people_leaving_rafah(walk, request):
    one = walk()
    phases = one.page.locator(f"{MAP} select").filter(has_text="Rafah empties")
    value = phases.locator("option", has_text="Rafah empties").get_attribute("value")
    one.clicks.append("Rafah empties")
    phases.select_option(value)
    one.rests()
    one.click(one.page.locator(MAP).get_by_role("button", name="Movements", exact=True))
    one.click(one.page.get_by_test_id("take-away"))
    one.click(one.page.get_by_test_id("take-clip"))
    dialog = one.page.get_by_role("dialog")
    one.click(dialog.get_by_role("button", name="Make the video clip"))
    saved = one.saves(dialog.get_by_role("button", name="Save nuzuh-"))
    with av.open(io.BytesIO(kept(saved, request))) as film:
        assert round(float(film.duration / av.time_base)) == 10


def test_h_on_a_phone_time_moves_under_the_finger_while_the_map_stays_in_sight(walk):
    one = walk(width=390, height=664)
    canvas, slider = one.page.locator(".tm-canvas"), one.page.get_by_test_id("time-slider")
    above, below = canvas.bounding_box(), slider.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] >= 0
    assert below["y"] + below["height"] <= 664
    before = one.page.locator(MAP).get_attribute("data-date")
    one.page.mouse.move(below["x"] + below["width"] * 0.9, below["y"] + below["height"] / 2)
    one.page.mouse.down()
    one.page.mouse.move(
        below["x"] + below["width"] * 0.3, below["y"] + below["height"] / 2, steps=8
    )
    one.page.mouse.up()
    after = one.page.locator(MAP).get_attribute("data-date")
    assert after != before
    one.someone.sees_day(str(after))
