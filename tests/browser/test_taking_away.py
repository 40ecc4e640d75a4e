from __future__ import annotations

import io
import shutil

from PIL import Image

from nuzuh import loaders
from tests.browser.conftest import MAP, ROOT, serve


def test_a_picture_for_print_has_300_dots_per_inch(reader):
    someone = reader().opens("/?date=2025-10-05")
    someone.sees_day("2025-10-05")
    someone.takes("Print").click()
    with someone.page.expect_download() as waiting:
        someone.page.get_by_role("button", name="Save figure").click()
    download = waiting.value
    assert download.suggested_filename == "nuzuh-2025-10-05-people-published-all-en.png"
    picture = Image.open(io.BytesIO(download.path().read_bytes()))
    assert picture.width >= 3000
    assert round(picture.info["dpi"][0]) == 300


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
