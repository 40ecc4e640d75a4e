"""The page of the orders: what stands beside their map is what Python says, day by day."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.times_ordered import times_ordered
from nuzuh.export.time_map import cube_of, orders_for
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.gazetteer import place_keys, places_of
from nuzuh.scene.order_words import share_text
from nuzuh.scene.page import page_of
from nuzuh.scene.scene import scene
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.onefile import one_file
from tests.browser.drivers import ChromiumScreen
from tests.browser.orders_alone import days_under, listed, opens
from tests.browser.visits import barriers, rests

PATIENCE = 60_000
"""Milliseconds: whoever comes first waits until the words of every day have been made."""
DAYS = (
    "2023-10-07",
    "2023-10-13",
    "2024-07-07",
    "2024-08-29",
    "2025-01-18",
    "2025-01-19",
    "2025-04-02",
    "2025-08-20",
    "2025-09-09",
    "2025-10-10",
    "2025-12-01",
)
PERIODS = (("2025-03-18", "2025-08-20"), ("2023-10-08", "2025-10-09"), ("2024-07-01", "2024-08-31"))


def history(alone):
    return alone.page.get_by_test_id("history")


def link(page):
    """The parts of the address, but for those that follow from others."""
    parts = dict(parse_qsl(urlsplit(page.url).query))
    return {name: parts[name] for name in parts if name not in ("phase", "data", "show", "view")}


def test_the_list_of_a_day_is_what_is_in_force_the_newest_first(alone):
    book = order_book(tables_in_use())
    opens(alone, DAYS[0])
    for day in DAYS:
        alone.goes(date=day).sees(day)
        running = book.in_force(date.fromisoformat(day))
        orders, maps = listed(alone)
        assert set(orders) == {one.id for one in running if not one.is_map}, day
        assert len(orders) == len(set(orders))
        assert set(maps) == {one.id for one in running if one.is_map}, day
        issued = {one.id: one.row.issued_on for one in running}
        assert [issued[one] for one in orders] == sorted((issued[o] for o in orders), reverse=True)
        assert str(len(orders)) in alone.page.locator("#tm-orders-title").inner_text()


@pytest.mark.parametrize("lang", ["en", "he"])
def test_an_area_has_its_own_orders_and_its_share(alone, lang):
    day, t = date(2025, 8, 20), Translator(lang)
    book = order_book(tables_in_use())
    under = book.under(day)
    opens(alone, day.isoformat(), lang)
    for at, share in enumerate(under.shares):
        alone.page.get_by_test_id("order-area").select_option(str(at))
        told = alone.page.get_by_test_id("order-share").inner_text()
        assert share_text(share, t) in told
        inside = book.ground.within[share.pcode]
        here = {
            one.id
            for one in under.running
            if not one.is_map
            and (share.pcode in one.row.pcodes or one.area.cover.high[inside].any())
        }
        assert set(listed(alone)[0]) == here
        assert f"area={share.pcode}" in alone.page.url


@pytest.mark.parametrize("block", ["106", "2305", "89", "2231", "11"])
def test_the_history_of_a_block_counts_its_days_as_python_does(alone, block):
    day = date(2025, 9, 9)
    opens(alone, day.isoformat(), block=block)
    text = history(alone).inner_text()
    least, most = days_under(block, day)
    days = str(least) if least == most else f"{least} to {most}"
    assert f"Days under orders until 9 September 2025: {days}" in text
    assert "approximate" in text
    book = order_book(tables_in_use())
    at = book.ground.index[block]
    told = {one.get_attribute("data-order") for one in history(alone).locator("[data-order]").all()}
    over = {one.id for one in book.in_force(day) if one.cover.sure[at] or one.cover.possible[at]}
    assert over <= told
    sure = any(one.cover.sure[at] for one in book.in_force(day))
    assert ("On 9 September 2025: under orders" in text) == sure


def test_a_block_that_was_never_ordered_says_so(alone):
    opens(alone, "2023-10-07", block="106")
    assert "No order over it until 7 October 2023" in history(alone).inner_text()


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_times_ordered_are_those_that_python_counts(alone, first, last):
    book = order_book(tables_in_use())
    counted = times_ordered(book, date.fromisoformat(first), date.fromisoformat(last))
    issued, least, most = {one.id for one in counted.issued}, counted.least, counted.most
    opens(alone, last, since=first)
    answer = alone.page.get_by_test_id("headline").inner_text()
    some, any_of = int((least > 0).sum()), int((most > 0).sum())
    blocks = str(some) if some == any_of else f"{some} to {any_of}"
    assert f"took effect: {len(issued)}." in answer
    assert f"at least once: {blocks} of {len(least)}" in answer
    assert set(listed(alone)[0]) == issued
    numbers = book.ground.blocks
    for at in (int(least.argmax()), int(most.argmax()), int((most - least).argmax())):
        alone.goes(block=numbers[at])
        low, high = int(least[at]), int(most[at])
        told = str(low) if low == high else f"{low} to {high}"
        assert re.search(rf"Times ordered .*: {told}$", history(alone).inner_text(), re.MULTILINE)


def test_the_search_finds_a_block_by_its_number_and_a_place_by_its_blocks(alone):
    opens(alone, "2025-09-09")
    field = alone.page.get_by_test_id("place-search")
    for asked in ("106", "١٠٦"):
        field.fill(asked)
        alone.keys("Enter")
        assert history(alone).get_attribute("data-block") == "106"
    field.fill("Beit Hanoun")
    alone.keys("Enter")
    text = history(alone).inner_text()
    assert "Beit Hanoun" in text
    assert "approximate, by blocks" in text
    assert "blocks under orders" in text
    # A place is no block: the address names none.
    assert "block=" not in alone.page.url
    field.fill("")
    assert not history(alone).is_visible()


def test_a_press_on_the_map_opens_the_block_under_it_and_escape_closes_it(alone):
    opens(alone, "2025-09-09")
    box = alone.page.locator(".tm-canvas").bounding_box()
    found = None
    for share in (0.5, 0.45, 0.55, 0.6, 0.4, 0.65):
        alone.page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        if history(alone).is_visible():
            found = history(alone).get_attribute("data-block")
            break
    assert found in order_book(tables_in_use()).ground.blocks
    assert f"block={found}" in alone.page.url
    alone.page.get_by_test_id("orders").focus()
    alone.keys("Escape")
    assert not history(alone).is_visible()
    assert "block=" not in alone.page.url


def test_an_open_order_has_its_numbers_and_each_leads_to_its_block(alone):
    opens(alone, "2025-09-09", order="GO0170")
    row = alone.page.locator(".tm-order-group [data-order=GO0170]")
    assert row.locator("button[aria-expanded=true]").count() == 1
    assert "8801" in row.inner_text()
    row.locator(".tm-blocks button").first.click()
    block = history(alone).get_attribute("data-block")
    assert block
    assert "order=GO0170" in alone.page.url


def test_moving_the_day_moves_the_list_and_the_answer(alone):
    opens(alone, "2025-03-17")
    before = alone.page.get_by_test_id("headline").inner_text()
    alone.slider.focus()
    alone.keys("ArrowRight", "ArrowRight").sees("2025-03-19")
    assert alone.page.get_by_test_id("headline").inner_text() != before
    running = order_book(tables_in_use()).in_force(date(2025, 3, 19))
    assert len(listed(alone)[0]) == sum(not one.is_map for one in running)


def test_marks_of_what_came_out_later_go_with_time(alone):
    rows = tables_in_use().orders
    late = rows[(rows["page"] == "dated") & (rows["source_date"] > rows["issued_on"])]
    one = next(row for row in late.itertuples() if row.kind == "order")
    opens(alone, one.issued_on.date().isoformat())
    mark = alone.page.locator(f"[data-testid=order-list] [data-order={one.id}] .tm-order-mark")
    assert "came out later" in mark.inner_text()
    alone.goes(date=one.source_date.date().isoformat())
    assert mark.inner_text() == ""


def test_the_page_of_orders_opens_in_arabic_and_its_link_opens_the_same(reader):
    someone = reader()
    page = someone.page
    page.goto(f"{someone.app}/orders?date=2025-08-20&lang=ar&area=PS0270&block=106&order=GO0170")
    page.wait_for_selector("[data-testid=history]", timeout=PATIENCE)
    running = order_book(tables_in_use()).in_force(date(2025, 8, 20))
    assert page.locator("[data-testid=time-map]").get_attribute("dir") == "rtl"
    assert "106" in page.get_by_test_id("history").inner_text()
    parts = {
        "date": "2025-08-20",
        "layer": "orders",
        "lang": "ar",
        "area": "PS0270",
        "block": "106",
        "order": "GO0170",
    }
    assert link(page) == parts
    page.get_by_test_id("order-area").select_option("-1")
    count = page.locator("[data-testid=order-list] > li").count()
    assert count == sum(not one.is_map for one in running)
    shown = page.locator("[data-testid=orders]").inner_text()
    again = reader().opens(urlsplit(page.url)._replace(scheme="", netloc="").geturl())
    again.page.wait_for_selector("[data-testid=history]")
    assert again.page.locator("[data-testid=orders]").inner_text() == shown


PLACES = ("Al-Mawasi (Khan Younis)", "Nuseirat", "As Siafa (North Gaza) 2")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("place", PLACES)
def test_a_link_opens_the_history_of_a_place_whatever_its_language(alone, place, lang):
    opens(alone, "2025-08-20", lang, place=place)
    (index,) = (at for at, key in enumerate(place_keys()) if key == place)
    name = places_of(Translator(lang))[index].name
    assert alone.page.locator("#tm-history-title").inner_text() == name
    assert dict(parse_qsl(urlsplit(alone.page.url).query))["place"] == place
    text = history(alone).inner_text()
    alone.page.get_by_test_id("history").locator(".tm-close").click()
    assert "place" not in dict(parse_qsl(urlsplit(alone.page.url).query))
    alone.goes(place=place)
    assert history(alone).inner_text() == text
    # A block takes its place.
    alone.goes(block="106", place=None)
    assert "place" not in dict(parse_qsl(urlsplit(alone.page.url).query))


@pytest.mark.walk
def test_a_place_that_was_looked_for_is_in_the_link_which_opens_the_same(reader):
    page = reader().opens("/orders?date=2025-08-20&lang=en").page
    page.get_by_test_id("place-search").fill("Nuseirat")
    page.keyboard.press("Enter")
    page.wait_for_function("() => new URL(location).searchParams.has('place')")
    key = link(page)["place"]
    assert key in place_keys()
    told = page.get_by_test_id("history").inner_text()
    page.wait_for_timeout(600)
    again = reader().opens(urlsplit(page.url)._replace(scheme="", netloc="").geturl()).page
    again.wait_for_selector("[data-testid=history]", timeout=PATIENCE)
    assert again.get_by_test_id("history").inner_text() == told
    assert link(again) == link(page)


def test_what_a_link_cannot_mean_is_said_with_what_to_do(reader):
    page = (
        reader()
        .opens(
            "/orders?date=2025-08-20&lang=en&block=99999&order=X1&place=Atlantis&since=2030-01-01"
        )
        .page
    )
    text = page.locator("[data-testid=time-map]").inner_text()
    assert "names a block that does not exist" in text
    assert "names an order that is not in the data" in text
    assert "names a place that the map does not know" in text
    assert "begins on a day that cannot be shown" in text
    assert not page.get_by_test_id("history").is_visible()
    assert {"block", "order", "place", "since"}.isdisjoint(link(page))


def test_a_day_before_the_first_order_says_so(reader):
    someone = reader().opens("/orders?date=2023-10-07&lang=en")
    assert "before the first evacuation order on record" in someone.headline()


def test_the_map_and_the_orders_share_a_view_and_the_map_keeps_no_block(reader):
    someone = reader().opens("/orders?date=2025-08-20&lang=en&block=106")
    page = someone.page
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_selector("[data-testid=rivals]")
    page.wait_for_function("() => new URL(location).searchParams.get('date') === '2025-08-20'")
    assert "block" not in link(page)
    page.get_by_role("link", name="Orders", exact=True).click()
    page.wait_for_selector("[data-testid=orders][data-date='2025-08-20']")


def test_a_phone_has_the_list_below_the_map_and_nothing_scrolls_sideways(reader):
    page = reader(width=390, height=664).opens("/orders?date=2025-08-20&lang=ar").page
    top = page.locator("[data-testid=orders]").bounding_box()["y"]
    canvas = page.locator(".tm-canvas").bounding_box()
    assert top >= canvas["y"] + canvas["height"]
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_what_is_taken_away_is_of_the_orders(reader):
    someone = reader().opens("/orders?date=2025-08-20&lang=en&block=106")
    page = someone.page
    with page.expect_download() as saved:
        someone.takes("Save image").click()
    assert "orders" in saved.value.suggested_filename


def test_a_frame_on_someone_elses_page_has_the_map_of_the_orders_alone(reader):
    page = reader().opens("/orders?date=2025-08-20&lang=en&embed=true").page
    assert not page.get_by_test_id("orders").is_visible()
    assert page.locator(".tm-canvas").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("period", ["", "&since=2025-03-18"])
def test_histories_and_open_orders_bar_nobody(app, browser, lang, scheme, period):
    screen = ChromiumScreen(browser)
    query = f"date=2025-08-20&lang={lang}&block=106&order=GO0170{period}"
    for width, height in ((1366, 768), (390, 664)):
        screen.open(f"{app}/orders?{query}", width=width, height=height, scheme=scheme)
        screen.page.set_default_timeout(PATIENCE)
        rests(screen)
        screen.page.get_by_test_id("history").wait_for()
        found = barriers(screen)
        assert [(one.rule, one.html) for one in found if one.known < 0] == []
    screen.close()


def test_what_came_out_later_can_be_left_out(reader):
    day = date(2024, 7, 7)
    book = order_book(tables_in_use())
    with_all, without = (
        [one.id for one in book.in_force(day, later=later) if not one.is_map]
        for later in (True, False)
    )
    assert len(without) < len(with_all)
    page = reader().opens(f"/orders?date={day}&lang=en").page
    rows = page.locator("[data-testid=order-list] > li")
    assert rows.count() == len(with_all)
    page.get_by_role("checkbox", name="Leave out what came out later").check()
    expect(rows).to_have_count(len(without), timeout=PATIENCE)
    told = {row.get_attribute("data-order") for row in rows.all()}
    assert told == set(without)
    assert "People" not in page.get_by_test_id("headline").inner_text()
    assert link(page)["later"] == "no"


def test_the_page_in_one_file_has_list_history_and_periods_without_a_network(browser, tmp_path):
    day, t, tables = date(2025, 9, 9), Translator("en"), tables_in_use()
    view = View(date=day, layer="orders")
    cube, orders = cube_of(view, tables, t), orders_for(view, tables, t)
    file = tmp_path / "orders.html"
    file.write_bytes(one_file(page_of(scene(view, tables, t), tables, t), [cube], t, orders=orders))
    context = browser.new_context(offline=True)
    page = context.new_page()
    said = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.goto(file.as_uri())
    page.wait_for_selector(f"[data-testid=orders][data-date='{day}']")
    running = order_book(tables).in_force(day)
    rows = page.locator("[data-testid=order-list] > li")
    assert rows.count() == sum(not one.is_map for one in running)
    page.get_by_test_id("place-search").fill("106")
    page.keyboard.press("Enter")
    assert page.get_by_test_id("history").get_attribute("data-block") == "106"
    page.get_by_role("button", name="Times ordered").click()
    answer = page.get_by_test_id("time-map").get_by_test_id("headline")
    assert "evacuation orders that took effect" in answer.inner_text()
    assert said == []
    context.close()


def test_on_a_phone_the_list_begins_short_and_opens_whole(alone):
    day = date(2025, 10, 5)
    whole = sum(not one.is_map for one in order_book(tables_in_use()).in_force(day))
    opens(alone, day.isoformat())
    alone.page.set_viewport_size({"width": 390, "height": 664})
    rows = alone.page.get_by_test_id("order-list").locator("> li")
    expect(rows).to_have_count(12)
    alone.page.get_by_test_id("order-more").click()
    expect(rows).to_have_count(whole)
    expect(alone.page.get_by_test_id("order-more")).to_be_hidden()
