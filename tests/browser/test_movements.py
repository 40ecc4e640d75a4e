"""One place keeps its flows in all pictures of movements: under the pointer, and by keys."""

from __future__ import annotations

PERIOD = "date=2024-05-26&since=2024-05-06"
KEPT = """name => [...document.querySelectorAll(`[data-testid=${name}] .flow`)].map(
  flow => [flow.classList.contains("kept"), `${flow.dataset.from} ${flow.dataset.to}`])"""


def kept(page, picture):
    return page.evaluate(KEPT, picture)


def holds(page, picture, place):
    """Whether the flows of a place, and no others, are kept in a picture that has both kinds."""
    flows = kept(page, picture)
    assert {is_kept for is_kept, _ in flows} == {True, False}, picture
    return all(is_kept == (place in ends.split()) for is_kept, ends in flows)


def test_a_place_under_the_pointer_keeps_its_flows_in_every_picture(reader):
    page = reader().opens(f"/movements?{PERIOD}&show=reconstructed").page
    page.wait_for_selector("[data-testid=flow-diagram] .ribbon")
    assert not any(is_kept for is_kept, _ in kept(page, "matrix"))
    page.locator("[data-testid=flow-map] .land[data-place=PS0275]").hover(force=True)
    page.wait_for_selector(".nz-flows.keeping")
    for picture in ("flow-map", "flow-diagram", "matrix"):
        assert holds(page, picture, "PS0275"), picture
    page.locator("h1").hover()
    page.wait_for_selector(".nz-flows:not(.keeping)")
    assert "area=" not in page.url
    page.locator(".nz-flows summary").click()
    page.locator(".nz-sentences button").first.click()
    page.get_by_test_id("copied").get_by_text("Citation copied").wait_for()
    said = page.locator(".nz-sentences li span").first.text_content()
    assert page.evaluate("navigator.clipboard.readText()") == said


def test_keys_keep_a_place_and_the_link_says_which(reader):
    someone = reader(scheme="dark").opens(f"/movements?{PERIOD}&show=reconstructed&lang=ar")
    page = someone.page
    button = page.locator("[data-testid=matrix] tbody button[data-place=PS0255]")
    button.focus()
    page.wait_for_selector(".nz-flows.keeping")
    assert holds(page, "flow-diagram", "PS0255")
    page.keyboard.press("Enter")
    page.wait_for_url("**area=PS0255**")
    page.wait_for_selector("[data-testid=matrix] button[data-place=PS0255][aria-pressed=true]")
    # The picture is not drawn anew: whoever uses keys stays where they were.
    assert button.evaluate("one => one === document.activeElement")
    page.keyboard.press("Tab")
    page.wait_for_function(
        "document.activeElement.dataset.place === 'PS0260' || "
        "document.activeElement.closest('[data-testid=matrix]')"
    )
    again = reader().opens(page.url.removeprefix(someone.app))
    again.page.wait_for_selector(".nz-flows.keeping")
    assert holds(again.page, "matrix", "PS0255")
    again.page.locator("[data-testid=matrix] tbody button[data-place=PS0255]").click()
    again.page.wait_for_function("!new URL(location).searchParams.has('area')")
    again.page.locator("h1").hover()
    again.page.wait_for_selector(".nz-flows:not(.keeping)")
