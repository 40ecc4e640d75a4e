"""Both browsers are driven alike: what a test does at a screen reaches the page, and comes back."""

from __future__ import annotations

import pytest

from tests.browser.drivers import Screen

PAGE = """<!doctype html><meta charset="utf-8"><title>first</title>
<body style="margin: 0"><div style="height: 2000px"></div><div id="host"></div>
<script>
  const root = document.getElementById("host").attachShadow({ mode: "open" });
  root.innerHTML = `<button>One</button><button aria-label="Two">2</button><input>
    <div id="rail" style="width: 300px; height: 40px; background: silver"></div>`;
  globalThis.heard = [];
  for (const kind of ["pointerdown", "pointermove", "pointerup", "click", "keydown"])
    root.addEventListener(kind, ({ key, offsetX, target }) =>
      heard.push([kind, key ?? Math.round(offsetX), target.textContent || target.localName]));
</script>"""


@pytest.fixture
def page(screen, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return screen.open(file.as_uri())


def heard(screen: Screen, kind: str) -> list[list]:
    return [rest for what, *rest in screen.evaluate("() => heard") if what == kind]


def test_a_click_meets_what_lies_below_the_fold_in_a_shadow_root(page):
    page.click("button")
    page.click("button", "Two")
    assert [text for _, text in heard(page, "click")] == ["One", "2"]


def test_what_is_covered_is_not_met(page):
    page.evaluate(
        """() => {
          const cover = document.body.appendChild(document.createElement("div"));
          cover.style = "position: fixed; inset: 0";
          setTimeout(() => cover.remove(), 400);
        }"""
    )
    page.click("button")
    assert heard(page, "click") != []


def test_keys_and_text_reach_what_has_the_focus(page):
    page.click("input")
    page.type_text("2024-05-0é")
    page.press("Backspace", "1", "Home", "Shift+ArrowRight", "Enter")
    keys = [key for key, _ in heard(page, "keydown")]
    assert keys[-6:] == ["Backspace", "1", "Home", "Shift", "ArrowRight", "Enter"]
    assert page.evaluate("() => find('input').value") == "2024-05-01"
    assert page.evaluate("() => find('input').selectionEnd") == 1
    page.press("Control+a")
    page.type_text("x")
    assert page.evaluate("() => find('input').value") == "x"


def test_a_drag_goes_its_way(page):
    x, y = page.point("#rail")
    page.drag((x, y), (x + 60, y), (x + 20, y))
    ((down, _),) = heard(page, "pointerdown")
    ((up, _),) = heard(page, "pointerup")
    moves = [at for at, _ in heard(page, "pointermove")]
    assert (up - down, max(moves) - down) == (20, 60)
    assert len(moves) > 10


@pytest.mark.parametrize(("scheme", "lang"), [("light", "en"), ("dark", "ar")])
def test_screens_have_the_size_scheme_and_language_that_they_were_given(
    screen, tmp_path, scheme, lang
):
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    screen.open(file.as_uri(), width=390, height=664, scheme=scheme, lang=lang)
    told = screen.evaluate(
        """() => [innerWidth, innerHeight, navigator.language,
          matchMedia("(prefers-color-scheme: dark)").matches]"""
    )
    assert told == [390, 664, lang, scheme == "dark"]
    assert screen.screenshot().startswith(b"\x89PNG")


def test_history_leads_back_and_forward(page, tmp_path):
    other = tmp_path / "other.html"
    other.write_text("<!doctype html><title>second</title>", encoding="utf-8")
    page.goes(other.as_uri())
    page.back()
    page.wait_for("() => document.title === 'first'")
    page.forward()
    page.wait_for("() => document.title === 'second'")
    page.reload()
    page.wait_for("() => document.title === 'second'")


def test_what_goes_wrong_is_told(page):
    with pytest.raises(Exception, match="no such thing"):
        page.evaluate("() => { throw new Error('no such thing'); }")
    with pytest.raises(AssertionError, match="waited in vain for the moon"):
        page.wait_for("() => null", patience=0.2, awaited="the moon")
    assert page.said == []
    page.evaluate(
        """() => new Promise((done) => {
          console.error("told");
          setTimeout(() => { setTimeout(done, 50); throw new Error("uncaught"); });
        })"""
    )
    page.evaluate("() => 0")
    assert len(page.said) == 2
    assert "told" in page.said[0]
    assert "uncaught" in page.said[1]
