"""The map in a frame on someone else's page: map, date and source, and nothing beside them."""

from __future__ import annotations

import http.server
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.walk

PATIENCE = 60_000
TITLE = "Map of displacement in the Gaza Strip, 26 May 2024: People present, as published"


@pytest.fixture(scope="module")
def host():
    """Another site, whose page holds whatever is put into its list."""
    body: list[str] = []

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            page = f"<!doctype html><title>Article</title><body style='margin:0'>{body[-1]}"
            self.wfile.write(page.encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/", body
    server.shutdown()


@pytest.fixture
def frame(reader, host):
    """Show a view of the app in a frame on the other site; give the reader and the frame."""
    address, body = host

    def shows(query, *, width=800, height=640):
        someone = reader(width=1000, height=900)
        someone.page.set_default_timeout(PATIENCE)
        source = f"{someone.app}/{query}&embed=true"
        body.append(
            f"<iframe src='{source}' width={width} height={height} style='border:0'></iframe>"
        )
        someone.page.goto(address)
        inside = next(f for f in someone.page.frames if f.parent_frame)
        inside.wait_for_selector("[data-testid=time-map][data-date]", timeout=PATIENCE)
        return someone, inside

    return shows


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("size", [(400, 300), (600, 400), (800, 640)])
@pytest.mark.few(2)
def test_map_date_and_source_stay_in_a_frame_of_any_size(frame, size, lang):
    width, height = size
    someone, inside = frame(f"?date=2024-06-07&lang={lang}", width=width, height=height)
    for part in (
        ".tm-canvas",
        "[data-testid=date-field]",
        "[data-testid=time-slider]",
        "[data-testid=credit]",
    ):
        box = inside.locator(part).bounding_box()
        assert box, part
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= height, part
        assert box["x"] + box["width"] <= width, part
    drawn = inside.locator(".tm-canvas").bounding_box()
    assert drawn["height"] >= 0.5 * height or drawn["height"] >= 150
    assert inside.evaluate("document.documentElement.scrollWidth") <= width
    expect(inside.locator("[data-testid=credit]")).to_contain_text(
        "2024" if lang == "en" else "نزوح"
    )
    assert someone.said == []


@pytest.mark.thorough
def test_it_stays_alone_when_the_reader_moves_and_the_link_follows(frame):
    _, inside = frame("?date=2025-10-05")
    for away in ("[data-testid=stToolbar]", "[data-testid=stSidebar]", "[data-testid=whose]"):
        assert inside.locator(away).count() == 0
    inside.locator("[data-testid=time-slider]").press("ArrowLeft")
    inside.wait_for_function("new URLSearchParams(location.search).get('date') === '2025-10-04'")
    assert inside.evaluate("new URLSearchParams(location.search).get('embed')") == "true"
    inside.get_by_role("radio", name="Orders").check(force=True)
    inside.wait_for_selector("[data-testid=time-map][data-layer=orders]")
    link = inside.locator("[data-testid=full-view]")
    full = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert (full["date"], full["layer"]) == (["2025-10-04"], ["orders"])
    assert "embed" not in full
    assert link.get_attribute("target") == "_blank"
    # What Python makes is made in the full view.
    inside.get_by_test_id("take-away").click()
    for away in ("print", "clip", "data", "page"):
        assert inside.get_by_test_id(f"take-{away}").count() == 0


@pytest.mark.thorough
def test_the_link_out_of_the_frame_opens_the_full_view(frame):
    someone, inside = frame("?date=2024-06-07")
    with someone.page.context.expect_page() as waiting:
        inside.locator("[data-testid=full-view]").click()
    page = waiting.value
    page.wait_for_selector("[data-testid=time-map][data-date='2024-06-07']", timeout=PATIENCE)
    assert page.get_by_test_id("whose").count() == 1


def test_the_code_of_a_frame_is_that_of_the_screen_and_shows_it(reader, host):
    someone = reader()
    someone.page.set_default_timeout(PATIENCE)
    page = someone.page
    page.goto(f"{someone.app}/?date=2024-05-27")
    page.wait_for_selector("[data-testid=time-map][data-date]")
    page.get_by_test_id("time-slider").press("ArrowLeft")
    page.get_by_test_id("take-away").click()
    page.get_by_test_id("embed").click()
    page.get_by_test_id("copy-code").click()
    expect(page.get_by_test_id("taking")).to_contain_text("Code copied")
    code = page.evaluate("navigator.clipboard.readText()")
    made = page.evaluate(
        """code => {
          const body = new DOMParser().parseFromString(code, "text/html").body;
          const [frame] = body.children;
          return [body.children.length, frame.tagName, frame.title, frame.src, frame.sandbox.value];
        }""",
        code,
    )
    assert made[:3] == [1, "IFRAME", TITLE]
    parts = parse_qs(urlsplit(made[3]).query)
    assert (parts["date"], parts["embed"]) == (["2024-05-26"], ["true"])
    assert "allow-top-navigation" not in made[4]
    address, body = host
    body.append(code)
    page.goto(address)
    inside = next(f for f in page.frames if f.parent_frame)
    inside.wait_for_selector("[data-testid=time-map][data-date='2024-05-26']", timeout=PATIENCE)
