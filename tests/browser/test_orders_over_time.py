"""Below the map of orders: charts and tables, which no step of the map draws anew."""

from __future__ import annotations

import csv
import io

import pytest

from nuzuh.scene.ordered_out import COLUMNS
from tests.browser.conftest import MAP, PATIENCE, ROOT, serve
from tests.browser.drivers import ChromiumScreen
from tests.browser.visits import barriers, rests

CHARTS = ".st-key-orders-over-time [data-testid=stVegaLiteChart] :is(canvas, svg.marks)"


SECTION = ".st-key-orders-over-time"


def goes_on_a_day(someone, day):
    page = someone.page
    page.locator(".stMain").evaluate("main => { main.scrollTop = 0; }")
    page.get_by_test_id("time-slider").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"{MAP}[data-date='{day}']")
    page.wait_for_function("day => new URL(location).searchParams.get('date') === day", arg=day)


def comes_to_the_charts(page, day):
    page.locator(SECTION).evaluate("one => one.scrollIntoView()")
    page.wait_for_selector(f"[data-testid=marked-day][data-date='{day}']")
    page.locator(CHARTS).nth(1).wait_for()


def test_charts_are_drawn_once_they_come_into_sight_and_never_by_a_step_of_the_map(reader):
    someone = reader().opens("/orders?date=2025-08-20")
    page = someone.page
    page.wait_for_load_state("networkidle")
    assert page.locator(CHARTS).count() == 0
    comes_to_the_charts(page, "2025-08-20")

    # A step of the map goes by them: what is there stays as it was drawn.
    page.evaluate("of => document.querySelectorAll(of).forEach(one => one.seen = true)", CHARTS)
    goes_on_a_day(someone, "2025-08-21")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    seen = "of => [...document.querySelectorAll(of)].map(one => one.seen)"
    assert page.evaluate(seen, CHARTS) == [True, True]
    assert page.get_by_test_id("marked-day").inner_text() == "Upright line: 20 August 2025."
    comes_to_the_charts(page, "2025-08-21")
    assert page.locator(MAP).get_attribute("data-date") == "2025-08-21"

    page.get_by_text("Published shares beside those computed here").click()
    shares = page.get_by_test_id("shares-table")
    shares.wait_for()
    assert shares.locator("tbody a").count() > 10
    rows = page.get_by_test_id("ordered-out").locator("tbody tr")
    assert "no order on record" in rows.first.inner_text()
    file = someone.saves_table("Download this table (CSV)")
    head, *taken = csv.reader(io.StringIO(file))
    assert tuple(head) == COLUMNS
    assert len(taken) == rows.count()
    # Streamlit asks below a page for what lies beside it.
    assert [text for text in someone.said if not text.startswith("Failed to load")] == []


def test_the_page_opens_even_as_the_first_of_all(browser):
    with serve(ROOT) as address:
        page = browser.new_page()
        page.goto(f"{address}/orders?date=2025-08-20")
        page.wait_for_selector(f"{MAP}[data-date]", timeout=60_000)
        page.get_by_test_id("ordered-out").wait_for(timeout=PATIENCE)
        assert page.locator("[data-testid=stException]").count() == 0
        page.close()


def test_a_frame_on_another_page_has_the_map_alone(reader):
    page = reader().opens("/orders?date=2025-08-20&embed=true").page
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    assert page.locator(SECTION).count() == 0


@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "dark", 1366), ("ar", "light", 390)])
def test_the_tables_bar_nobody(app, browser, lang, scheme, width):
    screen = ChromiumScreen(browser)
    screen.open(f"{app}/orders?date=2025-08-20&lang={lang}", scheme=scheme, width=width, height=700)
    screen.page.set_default_timeout(PATIENCE)
    rests(screen)
    comes_to_the_charts(screen.page, "2025-08-20")
    screen.page.locator(f"{SECTION} summary").click()
    screen.page.get_by_test_id("shares-table").wait_for()
    try:
        assert [(one.rule, one.html) for one in barriers(screen) if one.known < 0] == []
        wide = "() => document.querySelector('.stMain').scrollWidth - innerWidth"
        assert screen.page.evaluate(wide) <= 0
    finally:
        screen.close()
