"""The map page in Chromium and in Firefox: the same walk, the same picture, nothing amiss."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.browser.drivers import Screen
from tests.web.pages import page_file

MAP = "[data-testid=time-map][data-date]"
DAY = date(2024, 5, 1)
COLOURS = """() => {
  const canvas = find("[data-testid=time-map] canvas");
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  return new Set(new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer)).size;
}"""
TOLD = """() => ({
  day: find("[data-testid=time-map]").dataset.date,
  field: find("[data-testid=date-field]").value,
  headline: find("[data-testid=time-map] [data-testid=headline]").textContent,
  rivals: find("[data-testid=rivals]").textContent,
  table: findAll("[data-testid=layer-table] tbody tr").map((row) => row.textContent).join("\\n"),
})"""
TOLD_IN_FULL = "() => !!find('[data-testid=rivals] [data-figure]')"
"""The words of the day have come."""
FOLLOW = """() => {
  const map = find("[data-testid=time-map]");
  globalThis.followed = {};
  new MutationObserver(() => requestAnimationFrame(() => {
    followed[map.dataset.date] = (%s)();
  })).observe(map, { attributes: true, attributeFilter: ["data-date"] });
}""".replace("%s", TOLD)
SOURCES = "() => location.pathname === '/sources' && !!find('[data-testid=publishers-table]')"
REACHED = "day => find('[data-testid=time-map]')?.dataset.date === day"
SETTLED = "day => new URL(location).searchParams.get('date') === day"


def shows(screen: Screen, day: date | str) -> None:
    screen.wait_for(REACHED, str(day))


def settles(screen: Screen, day: date | str) -> None:
    screen.wait_for(SETTLED, str(day))


def is_sound(screen: Screen) -> None:
    """Nothing went wrong, and no other host was asked."""
    screen.evaluate("() => 0")
    assert screen.said == []
    asked = [urlsplit(url) for url in screen.asked]
    assert {url.hostname for url in asked if url.scheme not in {"data", "blob"}} == {"127.0.0.1"}


@pytest.fixture
def on_map(app, screen):
    """Somebody in front of the map on a day; whatever they do, the page stays sound."""
    screen.open(f"{app}/?date={DAY}")
    shows(screen, DAY)
    screen.wait_for(TOLD_IN_FULL)
    settles(screen, DAY)
    yield screen
    is_sound(screen)


def test_the_map_is_drawn(on_map):
    # Land, sea, classes, hatching, words with their soft edges.
    assert on_map.evaluate(COLOURS) > 100
    assert on_map.evaluate(TOLD)["day"] == str(DAY)


def test_keys_on_the_slider_move_everything(on_map):
    before = on_map.evaluate(TOLD)
    on_map.focus("[data-testid=time-slider]")
    on_map.press(*["ArrowRight"] * 25)
    there = DAY + timedelta(days=25)
    shows(on_map, there)
    settles(on_map, there)
    now = on_map.evaluate(TOLD)
    assert (now["day"], now["field"]) == (str(there), Translator("en").day(there))
    assert all(now[part] != before[part] for part in ("headline", "rivals", "table"))
    on_map.press("ArrowLeft")
    shows(on_map, there - timedelta(days=1))


def test_a_drag_along_the_slider_moves_the_day(on_map):
    x, y = on_map.point("[data-testid=time-slider]")
    on_map.drag((x, y), (x + 40, y))
    there = on_map.wait_for(
        """day => {
          const now = find("[data-testid=time-map]").dataset.date;
          return now > day && now;
        }""",
        str(DAY),
    )
    settles(on_map, there)


def test_a_typed_day_and_enter_open_it(on_map):
    on_map.click("[data-testid=date-field]")
    on_map.press("Control+a")
    on_map.type_text("2025-08-20")
    on_map.press("Enter")
    shows(on_map, "2025-08-20")
    settles(on_map, "2025-08-20")


def test_it_plays_until_it_is_stopped(on_map):
    later = "day => find('[data-testid=time-map]').dataset.date > day"
    on_map.click("[data-testid=time-map] button", "Play")
    on_map.wait_for(later, str(DAY + timedelta(days=5)))
    on_map.click("[data-testid=time-map] button", "Pause")
    rest = on_map.evaluate(TOLD)["day"]
    settles(on_map, rest)
    assert on_map.evaluate(TOLD)["day"] == rest


def test_words_and_numbers_are_of_the_day_on_the_map_while_it_plays(on_map, app):
    on_map.evaluate(FOLLOW)
    on_map.click("[data-testid=time-map] button", "Play")
    on_map.wait_for("() => Object.keys(followed).length > 12")
    on_map.click("[data-testid=time-map] button", "Pause")
    followed = on_map.evaluate("() => followed")
    for day in sorted(followed)[4:12:7]:
        on_map.goes(f"{app}/?date={day}")
        shows(on_map, day)
        on_map.wait_for(TOLD_IN_FULL)
        assert on_map.evaluate(TOLD) == followed[day]


def test_back_forward_and_reload_keep_what_was_seen(on_map):
    on_map.focus("[data-testid=time-slider]")
    on_map.press("ArrowRight", "ArrowRight")
    there = DAY + timedelta(days=2)
    shows(on_map, there)
    settles(on_map, there)
    on_map.click("a[href*='/sources']")
    on_map.wait_for(SOURCES)
    assert on_map.evaluate("() => find('[data-testid=time-map]')") is None
    on_map.back()
    shows(on_map, there)
    settles(on_map, there)
    on_map.forward()
    on_map.wait_for(SOURCES)
    on_map.back()
    shows(on_map, there)
    on_map.reload()
    shows(on_map, there)
    settles(on_map, there)
    assert on_map.evaluate(COLOURS) > 100


def test_the_page_in_one_file_follows_its_slider_without_any_network(screen, tmp_path):
    file = tmp_path / "page.html"
    file.write_bytes(page_file(View(date=DAY), link="https://example.org/"))
    screen.open(file.as_uri())
    shows(screen, DAY)
    assert screen.evaluate(COLOURS) > 100
    before = screen.evaluate(TOLD)
    screen.focus("[data-testid=time-slider]")
    screen.press(*["ArrowRight"] * 25)
    shows(screen, DAY + timedelta(days=25))
    now = screen.evaluate(TOLD)
    assert all(now[part] != before[part] for part in ("field", "headline", "rivals", "table"))
    assert screen.said == []
    own = [url for url in screen.asked if not url.startswith(("data:", "blob:"))]
    assert [urlsplit(url).scheme for url in own] in ([], ["file"])
