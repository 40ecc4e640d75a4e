"""The address on the map page is what is on the screen: the browser alone writes it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

MAP = "[data-testid=time-map]"
PATIENCE = 60_000
"""Milliseconds: whoever comes first waits until the words of every day have been made."""

REBUILT = re.compile("reconstructed", re.IGNORECASE)
AS_IT_OPENS = {"layer": "people", "lang": "en", "show": "published", "view": "all"}


def opens(page: Page, address: str) -> Page:
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector(f"{MAP}[data-date]")
    return page


@pytest.fixture
def opened(reader):
    """Open a link in a fresh browser."""

    def opens_it(query="?date=2025-10-05", **size):
        someone = reader(**size)
        return opens(someone.page, f"{someone.app}/{query}")

    return opens_it


def here(page: Page) -> dict[str, str]:
    """The parts of the address, but for those that follow from others."""
    parts = dict(parse_qsl(urlsplit(page.url).query))
    return {name: parts[name] for name in parts if name not in ("phase", "data")}


def waits(page: Page, path: str = "/", **parts: str) -> None:
    """Wait until the address has a path and these parts, and the map shows them."""
    page.wait_for_function(
        """([path, parts]) => location.pathname === path && Object.entries(parts).every(
          ([name, value]) => new URLSearchParams(location.search).get(name) === value)""",
        arg=[path, parts],
    )
    if path != "/":
        return
    day, layer = here(page)["date"], here(page)["layer"]
    page.wait_for_selector(f"{MAP}[data-date='{day}'][data-layer='{layer}']")


def press(page: Page, *keys: str) -> None:
    page.get_by_test_id("time-slider").focus()
    for key in keys:
        page.keyboard.press(key)


def chooses(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check(force=True)


def rests(page: Page) -> None:
    """Wait until Streamlit is done: a run that ends later would write another place."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def back_to(page: Page, path: str) -> None:
    """Go back; Streamlit's own pages take two places in the history."""
    rests(page)
    page.go_back()
    page.wait_for_timeout(500)
    rests(page)
    if urlsplit(page.url).path != path:
        page.go_back()
    page.wait_for_function("path => location.pathname === path", arg=path)


@pytest.mark.walk
@pytest.mark.thorough
def test_days_take_the_place_of_days_and_layers_are_places_in_the_history(opened):
    page = opened()
    before = page.evaluate("history.length")
    press(page, "ArrowLeft", "ArrowLeft")
    waits(page, date="2025-10-03")
    assert page.evaluate("history.length") == before
    chooses(page, "Density")
    waits(page, layer="density")
    press(page, "ArrowLeft")
    waits(page, date="2025-10-02")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    waits(page, date="2025-10-03", layer="people")
    expect(page.get_by_role("radio", name="People")).to_be_checked()
    page.go_forward()
    waits(page, date="2025-10-02", layer="density")
    page.reload()
    waits(page, date="2025-10-02", layer="density")
    assert here(page) == AS_IT_OPENS | {"date": "2025-10-02", "layer": "density"}


def test_a_run_of_the_page_after_scrubbing_changes_nothing(opened):
    page = opened()
    press(page, "ArrowLeft")
    waits(page, date="2025-10-04")
    page.locator("[data-testid=stApp]").click(position={"x": 2, "y": 300})
    page.keyboard.press("r")
    page.wait_for_timeout(1500)
    waits(page, date="2025-10-04")
    press(page, "ArrowLeft")
    waits(page, date="2025-10-03")


@pytest.mark.walk
def test_the_view_goes_along_to_other_pages_and_comes_back(opened):
    page = opened()
    chooses(page, "Density")
    press(page, "ArrowLeft")
    waits(page, date="2025-10-04", layer="density")
    page.get_by_role("link", name="Areas", exact=True).click()
    waits(page, "/areas", date="2025-10-04", layer="density")
    back_to(page, "/")
    waits(page, date="2025-10-04", layer="density")
    rests(page)
    page.go_forward()
    page.wait_for_function("location.pathname === '/areas'")
    page.get_by_role("link", name="Map", exact=True).click()
    waits(page, date="2025-10-04", layer="density")
    press(page, "ArrowLeft")
    waits(page, date="2025-10-03")


@pytest.mark.walk
@pytest.mark.thorough
def test_a_reader_quicker_than_the_server_takes_along_what_was_on_the_screen(opened):
    page = opened()
    areas = page.get_by_role("link", name="Areas", exact=True)
    chooses(page, "Density")
    press(page, "ArrowLeft", "ArrowLeft")
    # Neither the slider has come to rest, nor has the server heard of anything.
    areas.evaluate("link => link.click()")
    waits(page, "/areas", date="2025-10-03", layer="density")
    page.get_by_role("link", name="Map", exact=True).click()
    waits(page, date="2025-10-03", layer="density")


def test_another_kind_is_a_place_in_the_history_and_the_hand_need_not_wait_for_it(opened):
    page = opened()
    before = page.evaluate("history.length")
    chooses(page, "Reconstructed")
    # The other figures are on their way, and the reader goes on.
    press(page, "ArrowLeft")
    waits(page, show="reconstructed", date="2025-10-04")
    expect(page.get_by_test_id("headline")).to_contain_text(REBUILT, timeout=PATIENCE)
    expect(page.get_by_test_id("connection")).to_be_hidden()
    # The slider of the new screen has the focus that the one before it had.
    page.keyboard.press("ArrowLeft")
    waits(page, show="reconstructed", date="2025-10-03")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    waits(page, show="published", date="2025-10-05")
    expect(page.get_by_role("radio", name="As published")).to_be_checked()
    expect(page.get_by_test_id("headline")).not_to_contain_text(REBUILT)


def test_orders_are_only_ever_as_published_and_the_choice_is_kept(opened):
    page = opened("?date=2025-10-05&show=reconstructed")
    chooses(page, "Orders")
    waits(page, layer="orders", show="reconstructed")
    expect(page.get_by_role("radio", name="Reconstructed")).to_be_disabled()
    expect(page.get_by_role("radio", name="As published")).to_be_checked()
    chooses(page, "People")
    waits(page, layer="people", show="reconstructed")
    expect(page.get_by_role("radio", name="Reconstructed")).to_be_checked()


def test_two_tabs_do_not_speak_for_each_other(reader):
    someone = reader()
    one = opens(someone.page, f"{someone.app}/?date=2025-10-05")
    other = opens(someone.page.context.new_page(), f"{someone.app}/?date=2024-05-26&layer=density")
    press(one, "ArrowLeft")
    waits(one, date="2025-10-04", layer="people")
    press(other, "ArrowRight")
    waits(other, date="2024-05-27", layer="density")
    waits(one, date="2025-10-04", layer="people")
    one.reload()
    waits(one, date="2025-10-04", layer="people")


def test_what_was_wrong_with_a_link_is_said_until_the_reader_moves_on(opened):
    page = opened("?date=2024-05-26&layer=nothing&since=2030-01-01&utm_source=mail&data=old")
    notices = page.locator(f"{MAP} .tm-of-link .tm-note")
    expect(notices.first).to_be_visible()
    said = notices.all_text_contents()
    assert len(said) >= 3
    assert len(page.locator("[data-testid=stAlert]").all()) == 0
    assert here(page) == AS_IT_OPENS | {"date": "2024-05-26"}
    press(page, "ArrowLeft")
    waits(page, date="2024-05-25")
    for text in said:
        expect(page.locator(MAP)).not_to_contain_text(text)
    # Nor are they said again of other figures.
    chooses(page, "Reconstructed")
    expect(page.get_by_test_id("headline")).to_contain_text(REBUILT, timeout=PATIENCE)
    for text in said:
        expect(page.locator(MAP)).not_to_contain_text(text)


def test_a_frame_stays_a_frame(opened):
    page = opened("?date=2025-10-05&embed=true")
    press(page, "ArrowLeft")
    waits(page, date="2025-10-04", embed="true")
    chooses(page, "Density")
    waits(page, layer="density", embed="true")


def test_where_the_map_is_near_and_which_area_is_chosen_stand_in_the_address(opened):
    page = opened()
    page.get_by_role("button", name="Rafah", exact=True).first.click()
    waits(page, area="PS0275")
    page.locator(".tm-zoom button").first.click()
    page.wait_for_function("new URLSearchParams(location.search).has('zoom')")
    zoom = here(page)["zoom"]
    page.reload()
    waits(page, area="PS0275", zoom=zoom)
    press(page, "ArrowLeft")
    waits(page, date="2025-10-04", area="PS0275")
    assert re.fullmatch(r"[\d.]+/[\d.]+/[\d.]+", here(page)["zoom"])


def test_publishers_chosen_one_by_one_are_a_place_in_the_history(opened):
    page = opened()
    before = page.evaluate("history.length")
    page.get_by_test_id("whose").select_option("custom")
    dialog = page.get_by_role("dialog")
    dialog.get_by_test_id("stBaseButton-primary").click()
    page.wait_for_function("new URLSearchParams(location.search).get('view').includes(',')")
    assert page.evaluate("history.length") == before + 1
    expect(page.get_by_test_id("whose")).to_have_value("chosen")
    page.go_back()
    waits(page, show="published", view="all")
    expect(page.get_by_test_id("whose")).to_have_value("all")
