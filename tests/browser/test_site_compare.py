"""Comparisons on the static site: with no server behind them, they say what Python says."""

from __future__ import annotations

import http.server
import threading
from dataclasses import replace
from datetime import date
from functools import partial
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.comparison import comparison_of
from nuzuh.scene.opening import opening
from nuzuh.scene.sides import compared, swapped
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.browser.visits import barriers

OURS = View(date=date(2025, 9, 3), mode="reconstructed", perspective="un")
CHANGED = OURS.beside(replace(OURS, date=date(2024, 11, 21)))


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site(site_folder):
    handler = partial(Handler, directory=str(site_folder.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site_folder.name}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opens(site, browser):
    """Opens the page; nothing may go wrong in it, and no other host is asked for anything."""
    contexts, said, asked = [], [], []

    def open_page(path, *, width=1366, height=768, scheme="light", scripts=True, routes=()):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
        for pattern, answer in routes:
            page.route(pattern, answer)
        page.goto(site + path)
        return page

    yield open_page
    assert said == []
    assert set(asked) == {urlsplit(site).netloc}
    for context in contexts:
        context.close()


def path_of(view):
    link = view.link("http://x/", load_timeline(), tables_in_use().version)
    return f"compare/?{urlsplit(link).query}"


def waits_for(page, view):
    """Wait until the page says what Python says of a comparison."""
    shown = comparison_of(view, tables_in_use(), Translator(view.lang))
    page.wait_for_function(
        "told => document.querySelector('#site-compare [data-testid=answer]')?.textContent === told"
        " && !document.querySelector('#site-compare[aria-busy]')",
        arg=shown.answer,
    )
    rows = page.locator("#site-compare [data-testid=compared] tbody tr")
    said = [rows.nth(at).locator("th, td").all_text_contents() for at in range(rows.count())]
    wanted = [list(row) for row in shown.rows]
    assert said in (wanted, [row[:-1] for row in wanted])
    return shown


def parts_of(page):
    return dict(parse_qsl(urlsplit(page.url).query))


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ar", "dark")])
def test_a_link_of_the_app_opens_the_same_comparison(opens, site, lang, scheme):
    view = replace(CHANGED, lang=lang)
    # From the page in English a link leads to that of its language.
    page = opens(path_of(view), scheme=scheme)
    shown = waits_for(page, view)
    assert page.locator("#site-compare canvas.tm-canvas").count() == 3
    titles = page.locator("#site-compare .cm-head h2").all_text_contents()
    assert titles == list(shown.columns[1:])
    folder = "ar/" if lang == "ar" else ""
    assert page.url.startswith(f"{site}{folder}compare/?")
    assert parts_of(page) == view.query(load_timeline(), tables_in_use().version)
    assert barriers(SimpleNamespace(page=page)) == ()
    page.locator("#site-compare").get_by_role("listbox").focus()
    page.keyboard.press("+")
    page.wait_for_function("() => new URL(location).searchParams.get('zoom')?.startsWith('1.5/')")
    page.get_by_test_id("copy-link").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_fields_change_what_is_compared_and_the_way_back_returns(opens):
    page = opens(path_of(CHANGED), width=390, height=664)
    waits_for(page, CHANGED)
    field = page.get_by_test_id("first-day")
    field.fill("٢٠٢٥-٣-١")
    field.press("Enter")
    later = OURS.beside(replace(OURS, date=date(2025, 3, 1)))
    waits_for(page, later)
    page.get_by_role("button", name="Swap sides").click()
    waits_for(page, swapped(later))
    page.get_by_test_id("second-view").select_option("palestine")
    two = swapped(later)
    waits_for(page, replace(two.alone, perspective="palestine").beside(two.other))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("radio", name="Orders").check(force=True)
    land = replace(two, layer="orders", mode="published", perspective="palestine")
    waits_for(page, land.alone.beside(replace(land.alone, date=two.compare)))
    for _ in range(3):
        page.go_back()
    waits_for(page, later)
    field.fill("4/5/2025")
    field.press("Enter")
    page.get_by_role("alert").filter(has_text="Write it as 2025-10-05").wait_for()
    assert parts_of(page)["compare"] == "2025-03-01"


def test_without_scripts_the_usual_comparison_is_read(opens):
    page = opens("ar/compare/", scripts=False)
    usual = compared(replace(opening().view, lang="ar"), "")
    shown = comparison_of(usual, tables_in_use(), Translator("ar"))
    rows = page.locator("[data-testid=compared] tbody tr")
    bare = str.maketrans("", "", "\u2068\u2069")
    said = [rows.nth(at).locator("td").all_text_contents() for at in range(rows.count())]
    assert [[cell.translate(bare) for cell in row] for row in said] == [
        [cell.translate(bare) for cell in row] for row in shown.rows
    ]
    assert page.locator("noscript p").is_visible()


def test_what_cannot_be_compared_here_is_said(opens):
    page = opens("compare/?date=2025-10-05&show=reconstructed&compare-view=OCHA,IDF&compare=x")
    page.get_by_text("from publishers chosen one by one, which is not computed here").wait_for()
    page.get_by_text("compares with a day that cannot be shown").wait_for()
    waits_for(page, compared(View(mode="reconstructed"), ""))
    page = opens("compare/?date=2025-10-05&compare=2025-10-05")
    page.get_by_text("Both sides show the same").wait_for()
    assert page.locator("#site-compare canvas").count() == 0


def test_what_does_not_come_can_be_asked_for_again(opens):
    tried, comes = [], []

    def answer(route):
        # The words of the page come, and nothing else for now.
        tried.append(route)
        if comes or len(tried) == 1:
            route.continue_()
        else:
            route.abort()

    page = opens(path_of(CHANGED), routes=[("**/*.bin", answer)])
    again = page.get_by_role("button", name="Try again")
    again.wait_for()
    assert page.locator("#site-compare canvas").count() == 0
    comes.append(True)
    again.click()
    waits_for(page, CHANGED)
    assert again.count() == 0
