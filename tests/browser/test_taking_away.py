from __future__ import annotations

import io
import re
import shutil

from PIL import Image

from nuzuh import loaders
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.translator import Translator
from tests.browser.conftest import MADE, MAP, ROOT, serve


def test_a_picture_for_print_has_300_dots_per_inch(reader):
    someone = reader().opens("/?date=2025-10-05")
    someone.sees_day("2025-10-05")
    someone.takes("Print").click()
    with someone.page.expect_download(timeout=MADE) as waiting:
        someone.page.get_by_role("button", name="Save figure").click()
    download = waiting.value
    assert download.suggested_filename == "nuzuh-2025-10-05-people-published-all-en.png"
    picture = Image.open(io.BytesIO(download.path().read_bytes()))
    assert picture.width >= 3000
    assert round(picture.info["dpi"][0]) == 300


def test_a_print_begins_with_what_is_on_the_screen(reader):
    someone = reader().opens("/?date=2025-10-05&zoom=3.2/31.52/34.46&area=PS0260&lang=ar")
    someone.sees_day("2025-10-05")
    t = Translator("ar")
    someone.takes(t("take.print")).click()
    dialog = someone.page.get_by_role("dialog")
    shown = dialog.get_by_role("combobox", name=t("print.extent"))
    shown.wait_for()
    assert shown.input_value() == t("print.extent.screen")

    def saved():
        with someone.page.expect_download(timeout=MADE) as waiting:
            dialog.get_by_role("button", name=t("print.save")).click()
        return waiting.value

    name = "nuzuh-2025-10-05-people-published-all-ar"
    assert saved().suggested_filename == f"{name}-3.2-31.52-34.46.png"
    shown.click()
    options = someone.page.get_by_role("option").all_inner_texts()
    # What is selected on the page comes before the other areas.
    selected, north = governorate_name("PS0260", "ar"), t("region.north")
    assert options[:2] == [t("print.extent.screen"), selected]
    someone.page.get_by_role("option", name=north, exact=True).click()
    assert shown.input_value() == north
    someone.page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
    north_of = saved()
    assert north_of.suggested_filename == f"{name}-north.png"
    assert Image.open(io.BytesIO(north_of.path().read_bytes())).width >= 3000


def test_a_clip_of_people_arriving_lasts_as_long_as_was_chosen(reader):
    someone = reader().opens("/?date=2024-05-12&since=2024-05-06&show=reconstructed")
    someone.sees_day("2024-05-12")
    someone.takes("Video clip").click()
    dialog = someone.page.get_by_role("dialog")
    # Seven days fill no longer clip than that.
    dialog.get_by_text("10 s", exact=True).wait_for()
    lengths = dialog.get_by_text(re.compile(r"^\d+ s$")).all_inner_texts()
    assert list(dict.fromkeys(lengths)) == ["5 s", "10 s", "15 s"]
    dialog.get_by_text("5 s", exact=True).click()
    dialog.get_by_text("Frames: 7. Days from frame to frame: 1. Length: 5 s.").wait_for()
    dialog.get_by_text("People arriving", exact=True).click()
    dialog.get_by_text("Upright, 9:16", exact=True).click()
    someone.page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
    dialog.get_by_role("button", name="Make the video clip").click()
    save = dialog.get_by_role("button", name="Save nuzuh-")
    save.wait_for(timeout=MADE)
    with someone.page.expect_download() as waiting:
        save.click()
    name = "nuzuh-2024-05-06-to-2024-05-12-arrivals-people-reconstructed-all-en-upright-5s.mp4"
    assert waiting.value.suggested_filename == name
    assert waiting.value.path().read_bytes()[4:8] == b"ftyp"


def test_a_figure_has_an_address_of_its_own(reader):
    someone = reader().opens("/estimates?figure=GD0508")
    record = someone.page.locator("[data-testid=record]")
    record.wait_for()
    text = record.inner_text()
    assert "Israeli defence minister" in text
    assert "about 900,000 people" in text
    assert record.locator("a[href^='https://']").count() == 1
    assert "figure=GD0508" in someone.page.url


def test_the_ledger_is_filtered_and_downloaded(reader):
    someone = reader().opens("/estimates")
    search = someone.page.get_by_label("Words in any column")
    search.fill("Katz")
    search.press("Enter")
    figures = len(loaders.load_estimates().frame)
    someone.page.get_by_text(f"2 of {figures} figures").wait_for()
    someone.page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
    with someone.page.expect_download() as waiting:
        someone.page.get_by_role("button", name="Download these rows (CSV)").click()
    lines = waiting.value.path().read_bytes().decode().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("\ufeffid,repeats,publisher,according_to,measure")


def test_the_page_of_sources_names_source_licence_date_and_rows(reader):
    someone = reader().opens("/sources")
    table = someone.page.locator("[data-testid=sources-table]").inner_text()
    rows = str(len(loaders.load_estimates().frame))
    for word in ("CC BY-IGO", "ODbL", rows, "embedded", "OCHA COD-AB", "neighbourhoods"):
        assert word in table


def test_edited_data_stops_the_start_with_a_sentence(browser, tmp_path):
    copy = tmp_path / "checkout"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "tests", ".mypy_cache", "docs")
    )
    ledger = copy / "geodata" / "estimates.csv"
    ledger.write_text(
        ledger.read_text(encoding="utf-8").replace(",900000,", ",90000,", 1), encoding="utf-8"
    )
    with serve(copy) as address:
        page = browser.new_page()
        page.goto(address)
        said = page.locator("[data-testid=stAlert]")
        said.wait_for(timeout=30_000)
        assert "estimates.csv, row " in said.inner_text()
        assert "SHA-256" in said.inner_text()
        assert page.locator(MAP).count() == 0
        page.close()
