"""Every page in a browser under the policy that the app sends: nothing it needs is forbidden."""

from __future__ import annotations

import http.server
import threading

import pytest

from tests.browser.conftest import MAP, serve
from tests.browser.visits import PAGES
from tests.deploy.serving import ROOT

PATIENCE = 60_000
"""Milliseconds: a page is opened for the first time in its process."""

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.thorough]

_HEAR = """
  window.forbidden = [];
  addEventListener("securitypolicyviolation", (event) =>
    window.forbidden.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`), true);
"""


@pytest.fixture(scope="module")
def app():
    with serve(ROOT) as address:
        yield address


@pytest.fixture
def page(browser):
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(_HEAR)
    page.said = []
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def seen(page, address):
    page.goto(address)
    page.wait_for_selector(f".nz-foot, {MAP}[data-date]")
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    return page


@pytest.mark.parametrize("path", [*PAGES, "?embed=true", "areas?area=PS0275", "?lang=ar"])
def test_a_page_needs_nothing_that_is_forbidden(app, page, path):
    seen(page, f"{app}/{path}")
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(1500)
    assert page.evaluate("forbidden") == []
    assert page.said == []


def test_a_page_opens_again_for_a_reader_who_comes_back(app, page):
    for _ in range(2):
        seen(page, f"{app}/?date=2025-10-05")
        # The answer of the second time says that what the browser holds is still the page.
        page.goto("about:blank")
    assert page.said == []


def test_charts_are_drawn(app, page):
    seen(page, f"{app}/areas?area=PS0275&date=2025-10-05")
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    chart.scroll_into_view_if_needed()
    chart.locator("canvas, svg").first.wait_for()
    assert page.evaluate("forbidden") == []


def test_the_picture_of_the_map_is_saved(app, page):
    seen(page, f"{app}/?date=2025-10-05")
    page.get_by_test_id("take-away").click()
    with page.expect_download() as saved:
        page.get_by_test_id("save-image").click()
    assert saved.value.suggested_filename.endswith(".png")
    assert page.evaluate("forbidden") == []


@pytest.mark.parametrize(("query", "stands"), [("?embed=true", True), ("", False)])
def test_only_the_map_for_a_frame_stands_on_another_site(app, page, query, stands):
    answer = f'<iframe src="{app}/{query}" width=900 height=700></iframe>'.encode()

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        # Another name of the same machine is another origin.
        page.goto(f"http://127.0.0.1:{site.server_port}/")
        if stands:
            page.frame_locator("iframe").locator(f"{MAP}[data-date]").wait_for()
        else:
            page.wait_for_timeout(2000)
            assert page.frames[1].url.startswith("chrome-error:")
        site.shutdown()
