"""What bars readers from a page and no tool finds: focus, forced colours, small screens."""

from __future__ import annotations

import pytest

from tests.browser.drivers import ChromiumScreen
from tests.browser.visits import LANGS, PAGES, rests

SIDEWAYS = """() => {
  const boxes = [document.scrollingElement, find("[data-testid=stMain]")];
  return boxes.filter(Boolean).map((box) => box.scrollWidth - box.clientWidth);
}"""
OUTLINE = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const { outlineStyle: style, outlineWidth: width, outlineColor: colour } = getComputedStyle(at);
  // It is drawn around the part, on what lies behind that.
  const behind = (node) => node.parentElement ?? node.getRootNode().host;
  let ground = behind(at);
  while (ground && rgba(getComputedStyle(ground).backgroundColor)[3] < 255) ground = behind(ground);
  const [a, b] = [colour, ground ? getComputedStyle(ground).backgroundColor : "white"]
    .map((colour) => light(rgba(colour)));
  // The browser's own ring has two colours, one of which stands out from any ground.
  const own = style === "auto";
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const drawn = style !== "none" && parseFloat(width) >= 2 && rgba(colour)[3] > 0;
  return { seen: own || (drawn && contrast >= 3), what: at.outerHTML.slice(0, 120), contrast };
}"""
NAVIGATION = "[data-testid=stTopNavLink]"
SWATCHES = """() => findAll("[data-testid=time-map] [class*=legend] i")
  .map((one) => getComputedStyle(one).backgroundColor)"""


@pytest.fixture
def screens(app, browser):
    opened = []

    def opens(path="?date=2025-10-05", **how):
        screen = ChromiumScreen(browser)
        opened.append(screen)
        screen.open(f"{app}/{path}", **how)
        rests(screen)
        return screen

    yield opens
    for screen in opened:
        screen.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_on_a_link_of_the_navigation_can_be_seen(screens, scheme):
    screen = screens(width=1440, height=900, scheme=scheme)
    # Only where the keyboard has brought the focus is it drawn.
    screen.press("Tab")
    for at in range(screen.evaluate("(links) => findAll(links).length", NAVIGATION)):
        screen.evaluate("(links, at) => findAll(links)[at].focus()", NAVIGATION, at)
        ring = screen.evaluate(OUTLINE)
        assert ring["seen"], ring


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_stop_of_the_map_can_be_seen(screens, lang):
    screen = screens(f"?date=2025-10-05&lang={lang}", width=1440, height=900)
    screen.press("Tab")
    stops = """() => findAll(["a[href]", "button", "input", "select", "summary", "[tabindex]"]
        .map((one) => `[data-testid=time-map] ${one}`).join())
      .filter((one) => one.tabIndex >= 0 && one.getClientRects().length && !one.disabled
        && getComputedStyle(one).visibility === "visible")"""
    unseen = []
    for at in range(screen.evaluate(f"() => ({stops})().length")):
        screen.evaluate(f"(at) => ({stops})()[at]?.focus()", at)
        ring = screen.evaluate(OUTLINE)
        if not ring["seen"]:
            unseen.append(ring)
    assert unseen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_the_legend_its_colours(screens, scheme):
    screen = screens(scheme=scheme)
    usual = screen.evaluate(SWATCHES)
    assert len(set(usual)) >= 5
    screen.page.emulate_media(forced_colors="active")
    screen.wait_for("() => matchMedia('(forced-colors: active)').matches")
    assert screen.evaluate(SWATCHES) == usual


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_at_400_percent_nothing_scrolls_sideways(screens, page, lang):
    # 1280 x 1024 four times as large.
    screen = screens(f"{page}?date=2025-10-05&lang={lang}", width=320, height=256)
    assert screen.evaluate(SIDEWAYS) == [0, 0]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_phone_turned_on_its_side_has_map_and_slider(screens, lang):
    screen = screens(f"?date=2025-10-05&lang={lang}", width=664, height=390)
    assert screen.evaluate(SIDEWAYS) == [0, 0]
    width, height = screen.evaluate(
        """() => {
          const box = find("[data-testid=time-map] canvas").getBoundingClientRect();
          return [box.width, box.height];
        }"""
    )
    assert width > 200
    assert 100 < height <= 390
    screen.focus("[data-testid=time-slider]")
    screen.press("ArrowLeft")
    screen.wait_for("() => find('[data-testid=time-map]').dataset.date === '2025-10-04'")


def test_turning_the_phone_keeps_the_day(screens):
    screen = screens("?date=2024-06-07", width=390, height=664)
    screen.page.set_viewport_size({"width": 664, "height": 390})
    screen.page.wait_for_timeout(300)
    screen.page.set_viewport_size({"width": 390, "height": 664})
    screen.wait_for(
        "() => find('[data-testid=time-map] canvas').getBoundingClientRect().width <= 390"
    )
    assert screen.evaluate("() => find('[data-testid=time-map]').dataset.date") == "2024-06-07"
    assert screen.evaluate(SIDEWAYS) == [0, 0]
