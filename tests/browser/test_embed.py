"""The map in a frame on someone else's page: alone, and still alone after the reader has moved."""

from __future__ import annotations

import http.server
import re
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from nuzuh.web.embed import embed_snippet

PATIENCE = 30_000
ALONE = ("[data-testid=headline]", "[data-testid=panel]", "[data-testid=copy-link]")


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

    def shows(query, *, width=800):
        someone = reader(width=width, height=1000)
        body.append(embed_snippet(f"{someone.app}/{query}", 'Map <of> "displacement"'))
        someone.page.goto(address)
        inside = next(f for f in someone.page.frames if f.parent_frame)
        inside.wait_for_selector("[data-testid=time-map][data-date]", timeout=PATIENCE)
        inside.wait_for_selector("[data-testid=full-view]", timeout=PATIENCE)
        return someone, inside

    return shows


@pytest.mark.parametrize("width", [390, 800])
def test_the_frame_shows_the_map_alone(frame, width):
    someone, inside = frame("?date=2024-06-07&layer=density&lang=ar", width=width)
    box = inside.locator("[data-testid=time-map]")
    expect(box).to_have_attribute("data-date", "2024-06-07")
    expect(box).to_have_attribute("data-layer", "density")
    for away in (*ALONE, "[data-testid=stToolbar]", "[data-testid=stSidebar]"):
        assert inside.locator(away).count() == 0
    assert inside.locator("[data-testid=stHeader]").inner_text() == ""
    assert inside.locator(".stMain a").count() == 1
    assert inside.get_by_role("radio").count() == 4
    expect(inside.get_by_role("slider").first).to_be_visible()
    assert inside.locator(".tm-tools, .tm-open").count() == 0
    assert inside.evaluate("document.documentElement.scrollWidth") <= width
    expect(someone.page.locator("iframe")).to_have_attribute("title", 'Map <of> "displacement"')
    assert someone.said == []


def test_it_stays_alone_when_the_reader_moves_and_the_link_follows(frame):
    _, inside = frame("?date=2025-10-05")
    inside.get_by_role("slider").first.focus()
    inside.page.keyboard.press("ArrowLeft")
    inside.wait_for_selector(".nz-foot[data-date='2025-10-04']", timeout=PATIENCE)
    here = parse_qs(urlsplit(inside.evaluate("location.href")).query)
    assert (here["embed"], here["date"]) == (["true"], ["2025-10-04"])
    inside.get_by_role("radio", name="Orders").click()
    inside.wait_for_selector("[data-testid=time-map][data-layer=orders]", timeout=PATIENCE)
    for away in ALONE:
        assert inside.locator(away).count() == 0
    link = inside.locator("[data-testid=full-view]")
    expect(link).to_have_attribute("href", re.compile("date=2025-10-04&layer=orders"))
    full = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert "embed" not in full
    assert link.get_attribute("target") == "_blank"


def test_the_whole_of_it_fits_a_frame_of_the_snippets_size(frame):
    _, inside = frame("?date=2025-10-05")
    inside.wait_for_function(
        "document.querySelector('.stMainBlockContainer').scrollHeight <= innerHeight"
    )


def test_the_link_out_of_the_frame_opens_the_full_view(frame):
    someone, inside = frame("?date=2024-06-07")
    with someone.page.context.expect_page() as waiting:
        inside.locator("[data-testid=full-view]").click()
    page = waiting.value
    page.wait_for_selector("[data-testid=panel][data-date='2024-06-07']", timeout=PATIENCE)


def test_the_table_opens_in_the_frame(frame):
    _, inside = frame("?date=2025-10-05")
    table = inside.locator("[data-testid=layer-table]")
    expect(table).to_be_hidden()
    inside.get_by_text("The same numbers as a table").click()
    expect(table.locator("tbody tr")).to_have_count(5)
