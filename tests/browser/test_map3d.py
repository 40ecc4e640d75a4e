"""The page in three dimensions, with WebGL and without, with a basemap and without."""

from __future__ import annotations

import io
import json
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.browser.conftest import PATIENCE, Reader
from tests.browsers import SWITCHES, find_chromium

SOFTWARE_WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
NO_WEBGL = ("--disable-3d-apis",)
OPENFREEMAP = "https://tiles.openfreemap.org/**"
PLAIN_STYLE = {
    "version": 8,
    "sources": {},
    "layers": [{"id": "b", "type": "background", "paint": {"background-color": "#ddeedd"}}],
}


@pytest.fixture(scope="module")
def equipped(browser):
    """Start a Chromium with further switches, once for each choice of them."""
    running = {}

    def start(switches):
        if switches not in running:
            running[switches] = browser.browser_type.launch(
                executable_path=find_chromium(), args=[*SWITCHES, *switches]
            )
        return running[switches]

    yield start
    for one in running.values():
        one.close()


@pytest.fixture
def visitor(app, equipped):
    """Open the page as someone whose browser can do this much."""
    contexts = []

    def visit(path="/relief?date=2025-10-05", *, switches=SOFTWARE_WEBGL, basemap=None, width=1440):
        context = equipped(switches).new_context(viewport={"width": width, "height": 1000})
        contexts.append(context)
        if basemap is not None:
            context.route(OPENFREEMAP, basemap)
        someone = Reader(context.new_page(), app)
        someone.page.set_default_timeout(PATIENCE)
        # Streamlit takes pages/ for automatic pages until a first visit has run app.py.
        someone.opens("/")
        someone.page.on("request", lambda request: someone.asked.append(request.url))
        someone.page.on("pageerror", lambda error: someone.said.append(str(error)))
        return someone.opens(path)

    yield visit
    for context in contexts:
        context.close()


def chart(someone):
    """Wait for the picture to be drawn, and return it."""
    canvas = someone.page.locator("[data-testid=stDeckGlJsonChart] canvas").last
    canvas.wait_for()
    someone.page.wait_for_timeout(1500)
    return someone.page.locator("[data-testid=stDeckGlJsonChart]")


def image(someone):
    return Image.open(io.BytesIO(chart(someone).screenshot())).convert("RGB")


def apart(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def hosts(someone):
    inner = ("data:", "blob:")
    return {urlsplit(url).hostname for url in someone.asked if not url.startswith(inner)}


def switch_basemap_on(someone):
    chart(someone)
    someone.page.get_by_text("Online basemap (OpenFreeMap)").click()


def refused(route):
    route.abort()


def answered(route):
    route.fulfill(
        status=200,
        content_type="application/json",
        headers={"access-control-allow-origin": "*"},
        body=json.dumps(PLAIN_STYLE),
    )


def test_the_picture_is_drawn_and_asks_no_other_host(visitor):
    someone = visitor("/relief?date=2024-05-05&layer=orders&show=reconstructed")
    colours = {colour for _, colour in image(someone).getcolors(maxcolors=10**6)}
    assert len(colours) > 100
    assert hosts(someone) == {"127.0.0.1"}
    assert someone.said == []
    assert "always shows people present" in someone.page.locator("body").inner_text()
    assert someone.page.locator("[data-testid=flows-table] tbody tr").count() >= 3


def test_a_day_without_movements_says_so(visitor):
    someone = visitor("/relief?date=2023-10-06&show=reconstructed")
    someone.page.get_by_text("No movement between governorates is reconstructed").wait_for()
    assert someone.page.locator("[data-testid=layer-table] tbody tr").count() == 5
    assert someone.page.locator("[data-testid=flows-table]").count() == 0
    assert someone.page.locator("[data-testid=stException]").count() == 0


def test_without_webgl_a_sentence_and_the_table_and_the_way_to_the_flat_map(visitor):
    someone = visitor("/relief?date=2024-06-07", switches=NO_WEBGL)
    sentence = someone.page.get_by_text("cannot show three dimensions")
    sentence.wait_for()
    assert someone.page.locator("[data-testid=stDeckGlJsonChart]").count() == 0
    assert someone.page.locator("[data-testid=layer-table] tbody tr").count() >= 2
    assert someone.said == []
    assert hosts(someone) == {"127.0.0.1"}
    someone.page.get_by_role("link", name="Open the flat map").click()
    someone.sees_day("2024-06-07")


def test_a_change_of_day_leaves_the_readers_camera_alone(visitor):
    someone = visitor("/relief?date=2025-10-05")
    first = image(someone)
    box = chart(someone).bounding_box()
    x, y = box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.8
    someone.page.mouse.move(x, y)
    someone.page.mouse.down()
    someone.page.mouse.move(x - 220, y - 120, steps=8)
    someone.page.mouse.up()
    someone.page.mouse.move(5, 5)
    moved = image(someone)
    assert apart(first, moved) > 10
    someone.page.get_by_role("slider").first.focus()
    someone.page.keyboard.press("ArrowLeft")
    someone.page.get_by_text("People present, as published · 4 October 2025").wait_for()
    someone.page.wait_for_url("**/relief?date=2025-10-04*")
    after = image(someone)
    assert apart(moved, after) < apart(first, moved) / 4


def test_a_basemap_that_cannot_be_reached_is_a_sentence_and_the_map_stays(visitor):
    someone = visitor(basemap=refused)
    before = image(someone)
    assert hosts(someone) == {"127.0.0.1"}
    switch_basemap_on(someone)
    someone.page.get_by_text("OpenFreeMap cannot be reached").wait_for()
    assert hosts(someone) == {"127.0.0.1", "tiles.openfreemap.org"}
    assert apart(before, image(someone)) < 2
    assert someone.page.locator("[data-testid=stException]").count() == 0


def test_a_basemap_that_answers_is_drawn_with_its_credit(visitor):
    someone = visitor(basemap=answered)
    before = image(someone)
    switch_basemap_on(someone)
    someone.page.get_by_text("© OpenMapTiles").wait_for()
    assert someone.page.get_by_text("cannot be reached").count() == 0
    assert apart(before, image(someone)) > 10
    assert hosts(someone) == {"127.0.0.1", "tiles.openfreemap.org"}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_nothing_sticks_out(visitor, lang):
    someone = visitor(f"/relief?lang={lang}&show=reconstructed", width=390)
    chart(someone)
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390
