from __future__ import annotations

import re

from tests.browser.conftest import ROOT, serve


def on_area(someone, area, day="2025-10-05"):
    someone.page.wait_for_selector(f"[data-testid=area][data-area={area}][data-date='{day}']")
    someone.page.wait_for_function(
        "area => new URL(location).searchParams.get('area') === area", arg=area
    )


def test_the_page_of_a_governorate_and_the_ways_from_it(reader):
    someone = reader().opens("/areas?area=nowhere&layer=density&date=2025-10-05")
    # The one that changed most, below all of them at a glance.
    on_area(someone, "PS0260")
    glance = someone.page.locator("[data-testid=area-overview] tbody tr")
    # Below the governorates stand the north, the south and the Strip.
    assert glance.count() == 8
    assert "about 1,000,000" in glance.nth(3).inner_text()
    # Charts come after their page: the library that draws them is large.
    charts = someone.page.locator("[data-testid=stVegaLiteChart]")
    charts.nth(4).wait_for()
    assert charts.count() == 5
    assert someone.page.locator("[data-testid=stAlert]").first.is_visible()
    assert (
        "area that does not exist"
        in someone.page.locator("[data-testid=stAlert]").first.inner_text()
    )

    someone.page.get_by_role("radio", name="North Gaza", exact=True).click()
    on_area(someone, "PS0255")
    first = someone.page.locator("[data-testid=area] p").first.inner_text()
    assert first.startswith(
        "The last figure by 5 October 2025 does not say how many people were in North Gaza: "
        "it is one for North Gaza + Gaza together, "
    )
    someone.page.get_by_role("radio", name="Gaza", exact=True).click()
    on_area(someone, "PS0260")
    told = someone.page.locator("[data-testid=area]").inner_text()
    assert "about 200,000 people present (IDF, 5" in told
    assert "but 600,000 to 700,000: UN, 2 Oct 2025" in told
    assert re.search(r"Reconstructed for Gaza on 5 October 2025: about [\d,]+ people, likely", told)
    # The charts over time are drawn once they come into sight.
    someone.page.locator(".st-key-area-over-time").scroll_into_view_if_needed()
    charts.nth(8).wait_for()
    assert charts.count() == 9
    someone.page.get_by_role("radio", name="The whole time").click()
    assert someone.page.locator("[data-testid=implied-table]").count() == 0
    someone.page.get_by_text("What each side's figures imply").click()
    someone.page.locator("[data-testid=implied-table] tbody tr").nth(3).wait_for()
    for table in ("arrivals", "departures"):
        assert someone.page.locator(f"[data-testid={table}] tbody tr").count() == 6
    figures = someone.page.locator("[data-testid=area-figures] tbody tr")
    assert "about 900,000 people" in figures.first.inner_text()
    assert "about 100% of Gaza" in someone.page.locator("body").inner_text()

    copied = someone.link().removeprefix(someone.app)
    assert copied.startswith("/areas?")
    someone.page.get_by_role("link", name="All figures about Gaza in the ledger").click()
    someone.page.get_by_text(re.compile(r"^\d+ of \d+ figures")).wait_for()
    someone.page.get_by_role("link", name="Areas", exact=True).click()
    on_area(someone, "PS0260")
    someone.page.get_by_role("link", name="To the map, with Gaza selected").click()
    someone.page.wait_for_selector("[data-testid=rivals][data-date='2025-10-05']")
    assert "area=PS0260" in someone.page.url
    assert "layer=density" in someone.page.url
    assert someone.page.locator("[data-testid=stException]").count() == 0

    another = reader(width=390, height=844, scheme="dark").opens(f"{copied}&lang=ar")
    on_area(another, "PS0260")
    sentence = another.page.locator("[data-testid=area] p").first
    assert sentence.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert another.page.evaluate("document.documentElement.scrollWidth") <= 390
    main = another.page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_a_region_is_told_over_time_quoted_and_taken_away(reader):
    someone = reader().opens("/areas?area=north&date=2025-10-05")
    page = someone.page
    on_area(someone, "north")
    told = page.locator("[data-testid=area]").inner_text()
    assert "more than 900,000 people present" in told
    assert "Reconstructed for the north of the Strip on 5 October 2025: about " in told
    page.locator(".st-key-area-over-time").scroll_into_view_if_needed()
    boxes = page.locator(".st-key-area-over-time [data-testid=stVegaLiteChart]")
    boxes.nth(3).wait_for()
    page.get_by_text("The same week by week, as a table").click()
    weeks = page.locator("[data-testid=weeks-table] tbody tr")
    weeks.first.wait_for()
    assert 7 <= weeks.count() <= 10
    file = someone.saves_table("Download these rows (CSV)")
    assert file.startswith("series,start,end,value,low,high")
    assert ",published," in file
    page.get_by_text("Quote a number of this page").click()
    quote = page.locator("[data-testid=quotes] li").nth(1)
    quote.wait_for()
    assert "area=north" in quote.inner_text()
    page.get_by_role("link", name="All figures about the north of the Strip").click()
    page.get_by_text(re.compile(r"^\d+ of \d+ figures")).wait_for()
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_selector("[data-testid=rivals][data-date='2025-10-05']")
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_link_to_a_page_opens_even_as_the_first_of_all(browser):
    with serve(ROOT) as address:
        page = browser.new_page()
        page.goto(f"{address}/areas?area=PS0275")
        page.locator("[data-testid=area][data-area=PS0275]").wait_for(timeout=30_000)
        page.locator(".nz-foot").wait_for()
        assert page.get_by_role("link", name="Ledger", exact=True).count() == 1
        page.close()
