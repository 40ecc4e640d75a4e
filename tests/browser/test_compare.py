"""The page of comparisons: linked maps, the divider by key, its link, the page in one file."""

from __future__ import annotations

from nuzuh.export.formats import write
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.view import View
from tests.browser.conftest import MADE

WHOSE = "/compare?date=2025-10-05&show=reconstructed&view=un&compare-view=israel"


def bare(text):
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


def maps_of(page):
    page.wait_for_selector("[data-testid=comparison] [data-testid=difference-map] canvas")
    return page.locator("[data-testid=comparison]")


def pixels(page):
    return page.locator("[data-testid=comparison] canvas.tm-canvas").evaluate_all(
        "all => all.map(one => one.toDataURL().length + one.toDataURL().slice(-999))"
    )


def zoomed(maps, page):
    """Zoom the first map by key: the others follow."""
    before = pixels(page)
    maps.get_by_role("listbox").focus()
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    return [one != other for one, other in zip(before, pixels(page), strict=True)]


def test_maps_move_together_and_the_divider_by_key(reader):
    someone = reader().opens(WHOSE)
    page = someone.page
    maps = maps_of(page)
    assert zoomed(maps, page) == [True] * 3
    page.keyboard.press("ArrowDown")
    told = maps.get_by_test_id("compared-area")
    told.get_by_role("heading", name="North Gaza").wait_for()
    words = told.inner_text()
    assert "Israeli authorities" in words
    assert "UN system minus Israeli authorities" in words
    maps.get_by_role("radio", name="Swipe").check(force=True)
    divider = maps.get_by_role("slider")
    divider.focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert divider.get_attribute("aria-valuenow") == "30"
    assert divider.get_attribute("aria-valuetext").startswith("Israeli authorities: 30")
    view = maps.locator("[data-testid=second-map] .tm-view")
    assert "30%" in view.evaluate("one => one.style.clipPath")


def test_sides_are_swapped_and_the_link_opens_the_same(reader):
    someone = reader().opens(WHOSE)
    page = someone.page
    maps_of(page)
    rows = page.locator("[data-testid=compared] tbody tr")
    assert rows.count() == 8
    first = rows.first.locator("td, th").all_inner_texts()
    page.get_by_role("button", name="Swap sides").click()
    page.wait_for_function("new URL(location).searchParams.get('compare-view') === 'un'")
    page.get_by_role("columnheader", name="Israeli authorities minus UN system").wait_for()
    swapped = rows.first.locator("td, th").all_inner_texts()
    assert swapped[1:3] == first[2:0:-1]
    signs = str.maketrans("+−", "−+")
    assert bare(swapped[3]).startswith("about" + bare(first[3])[5:].translate(signs)[:3])
    again = reader(width=390, height=664).opens(someone.link().removeprefix(someone.app))
    maps_of(again.page)
    assert (
        again.page.locator("[data-testid=compared] tbody tr")
        .first.locator("td, th")
        .all_inner_texts()
        == swapped
    )
    main = again.page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
    again.opens("/compare?date=2025-10-05&compare=2025-10-05")
    again.page.get_by_text("Both sides show the same").wait_for()


def test_the_map_leads_to_its_comparison(reader):
    someone = reader().opens("/?date=2025-10-05&show=reconstructed&view=un")
    page = someone.page
    page.get_by_test_id("compare").click()
    maps_of(page)
    page.wait_for_function("new URL(location).searchParams.get('compare') === '2025-08-14'")
    assert page.get_by_role("columnheader", name="Change, reconstructed").count() == 1


def test_a_comparison_in_one_file_moves_without_a_network(browser, tmp_path):
    view = View(mode="reconstructed", compare_show="published")
    path = tmp_path / "compared.html"
    path.write_bytes(write("html", ExportRequest(view, kind="comparison"), tables_in_use()))
    context = browser.new_context(offline=True)
    page = context.new_page()
    failed = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(path.as_uri())
    assert zoomed(maps_of(page), page) == [True] * 3
    assert page.locator("[data-testid=compared] tbody tr").count() == 8
    assert failed == []
    context.close()


def test_a_zoom_by_hand_stands_in_the_link_and_is_what_a_print_shows(reader):
    someone = reader().opens(WHOSE)
    page = someone.page
    zoomed(maps_of(page), page)
    # Straight to the button: what is on the screen now is what is printed.
    page.get_by_role("button", name="Print").click()
    dialog = page.get_by_role("dialog")
    part = dialog.get_by_role("combobox", name="What it shows")
    part.wait_for()
    assert "What is on the screen" in f"{part.input_value()} {dialog.inner_text()}"
    page.wait_for_function("new URL(location).searchParams.get('zoom')?.startsWith('1.5/')")
    with page.expect_download(timeout=MADE) as kept:
        dialog.get_by_role("button", name="Save figure").click()
    zoom = page.evaluate("new URL(location).searchParams.get('zoom')")
    assert zoom.replace("/", "-") in kept.value.suggested_filename
    again = reader().opens(someone.link().removeprefix(someone.app))
    maps = maps_of(again.page)
    assert maps.get_attribute("data-zoom").startswith("1.50/")
