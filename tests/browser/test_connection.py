"""What the screen says where the app cannot be reached, and where nothing comes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from nuzuh.web.timemap import component

PATIENCE = 60_000
MAP = "[data-testid=time-map]"


def test_it_plays_on_without_a_connection_and_says_so(reader):
    someone = reader()
    page = someone.page
    page.set_default_timeout(PATIENCE)
    page.goto(f"{someone.app}/?date=2024-05-26")
    page.wait_for_selector(f"{MAP}[data-date]")
    line = page.get_by_test_id("connection")
    expect(line).to_be_hidden()
    page.get_by_role("button", name="Play").click()
    page.context.set_offline(True)
    expect(line).to_contain_text("Offline")
    day = page.locator(MAP).get_attribute("data-date")
    page.wait_for_selector(f"{MAP}:not([data-date='{day}'])")
    page.context.set_offline(False)
    expect(line).to_be_hidden(timeout=PATIENCE)
    page.get_by_role("button", name="Pause").click()
    day = page.locator(MAP).get_attribute("data-date")
    page.wait_for_function(
        "day => new URLSearchParams(location.search).get('date') === day", arg=day
    )


@pytest.mark.walk
def test_a_map_that_does_not_come_is_said_and_asked_for_again(browser):
    page = browser.new_page()
    page.clock.install()
    page.route("**/*", lambda route: route.fulfill(body="<div id=host><div class=tm></div></div>"))
    page.goto("http://localhost/")
    page.evaluate(
        """async (source) => {
          const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
          const { default: hold } = await import(address);
          const late = ["Nothing <b>has</b> come.", "Try again"];
          const parentElement = document.getElementById("host");
          hold({ data: [{ late }], parentElement });
          hold({ data: [{ late }], parentElement });
        }""",
        component._HOLD_PLACE,
    )
    page.clock.fast_forward(1000 * (component.PATIENCE - 1))
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.fast_forward(2000)
    expect(page.get_by_role("alert")).to_have_text("Nothing <b>has</b> come.")
    with page.expect_navigation():
        page.get_by_role("button", name="Try again").click()
    page.close()


def test_a_map_that_has_come_is_not_missed(browser):
    page = browser.new_page()
    page.clock.install()
    page.route("**/*", lambda route: route.fulfill(body="<div id=host><div class=tm></div></div>"))
    page.goto("http://localhost/")
    page.evaluate(
        """async (source) => {
          const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
          const { default: hold } = await import(address);
          const data = [{ late: ["late", "again"] }];
          hold({ data, parentElement: document.getElementById("host") });
          document.querySelector(".tm").append("a map");
        }""",
        component._HOLD_PLACE,
    )
    page.clock.fast_forward(1000 * (component.PATIENCE + 1))
    expect(page.locator(".tm")).to_have_text("a map")
    page.close()
