"""The page of disagreement: who disagrees most in a month and why, from the landing page."""

from __future__ import annotations

import csv
import io

import pytest

from nuzuh.scene.disagreement_records import FIGURE_COLUMNS
from tests.browser.conftest import PATIENCE
from tests.browser.drivers import ChromiumScreen
from tests.browser.visits import barriers, rests


def is_at(page, **parts):
    for name, value in parts.items():
        page.wait_for_function(
            "([name, value]) => new URL(location).searchParams.get(name) === value",
            arg=[name, value],
        )


def test_who_disagrees_most_in_september_2025_and_why_in_six_clicks(reader):
    someone = reader().opens("/")
    page, clicks = someone.page, 0

    def click(target):
        nonlocal clicks
        clicks += 1
        target.click()

    click(page.get_by_role("link", name="Disagreement", exact=True))
    for name, day in (("First day", "2025-09-01"), ("Last day", "2025-09-30")):
        field = page.get_by_role("textbox", name=name)
        click(field)
        field.fill(day)
        field.press("Enter")
        part = "since" if name == "First day" else "date"
        is_at(page, **{part: day})
    answer = page.get_by_test_id("answer")
    answer.get_by_text("From 1 September 2025 to 30 September 2025").wait_for()
    assert "Went from north to south (people)" in answer.inner_text()
    assert "Gaza Government Media Office" in page.get_by_test_id("furthest").inner_text()
    first = page.get_by_test_id("disagreement-0").locator("tbody tr").first
    assert "335,000 below the middle of the others, 670,000" in first.inner_text()
    assert clicks <= 6

    # What is shown is quoted.
    first.get_by_role("button", name="Copy citation").click()
    page.get_by_test_id("copied").get_by_text("Citation copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "335,000" in copied
    assert "https://" in copied

    # Another question, by its button; the link says so.
    page.get_by_test_id("disagreement-questions").get_by_role("button", name="In the north").click()
    is_at(page, question="present_north")
    page.get_by_role("heading", name="In the north").wait_for()
    page.get_by_test_id("claims-0-more").wait_for(state="attached")
    file = someone.saves_table("Download this question (CSV)")
    head, *rows = csv.reader(io.StringIO(file))
    assert tuple(head) == FIGURE_COLUMNS
    assert {row[0] for row in rows} == {"present_north"}


def test_a_question_beside_the_map_leads_to_why_its_figures_differ(reader):
    someone = reader().opens("/?date=2025-09-30&since=2025-09-01")
    link = someone.page.get_by_role("link", name="Why they differ (Went from north to south)")
    link.wait_for()
    # The day that the reader has gone to since is the one that the link names.
    someone.page.get_by_test_id("time-slider").focus()
    someone.page.keyboard.press("ArrowLeft")
    is_at(someone.page, date="2025-09-29")
    link.hover()
    address = link.get_attribute("href")
    for part in ("question=moved_south", "since=2025-09-01", "date=2025-09-29"):
        assert part in address
    someone.page.goto(address)
    someone.page.get_by_test_id("disagreement-0").wait_for()
    assert (
        "1 September 2025 to 29 September 2025"
        in someone.page.get_by_test_id("answer").inner_text()
    )


def test_a_question_that_nobody_answers_says_what_to_change(reader):
    someone = reader().opens("/disagreement?since=2025-09-01&date=2025-09-30&question=ever_ordered")
    told = someone.page.locator("[data-testid=stAlert]").first
    told.wait_for()
    assert "Choose another question, or other days" in told.inner_text()
    someone.page.get_by_role("button", name="In the north").first.click()
    someone.page.get_by_test_id("disagreement-0").wait_for()


@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "dark", 1366), ("ar", "light", 390)])
def test_the_tables_and_charts_bar_nobody(app, browser, lang, scheme, width):
    screen = ChromiumScreen(browser)
    link = f"{app}/disagreement?since=2025-09-01&date=2025-09-30&lang={lang}"
    screen.open(link, scheme=scheme, width=width, height=700)
    screen.page.set_default_timeout(PATIENCE)
    rests(screen)
    screen.page.get_by_test_id("disagreement-0").wait_for()
    for summary in screen.page.locator(".nz-stack summary").all():
        summary.click()
    try:
        assert [(one.rule, one.html) for one in barriers(screen) if one.known < 0] == []
        wide = "() => document.querySelector('.stMain').scrollWidth - innerWidth"
        assert screen.page.evaluate(wide) <= 0
    finally:
        screen.close()
