"""The time map's bundle on a page of its own: what Streamlit does, without Streamlit.

The two inline scripts of ``nuzuh/web/timemap/component.py`` hold the place and carry the
data here too.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import matplotlib as mpl
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Route, ViewportSize

from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap import component
from nuzuh.web.timemap.message import view_message
from nuzuh.web.timemap.payload import Payload, bundled

SIZE: ViewportSize = {"width": 1462, "height": 1200}
"""Leaves the map about 1000 pixels beside the evidence."""
ADDRESS = "http://localhost/"
"""Answered by the test itself; a browser trusts it as much as https."""

_PAGE = """<!doctype html><meta charset="utf-8"><title>harness</title>
<style>
  body { margin: 0 8px; --st-font: sans-serif;
    --st-text-color: #1d1b18; --st-background-color: #fff;
    --st-secondary-background-color: #eee; --st-border-color: #ccc; --st-base-radius: 4px;
    --st-primary-color: #0b6e8a; --st-link-color: #0b6e8a; }
</style>
<script type="module">
  import hold from "./hold.js";
  import carry from "./carry.js";
  const own = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    window.contexts.push(kind);
    window.canvases.push(this);
    return own.call(this, kind, ...rest);
  };
  const source = await (await fetch("./timemap.js")).text();
  let root;
  // Each test gets a place of its own and the code as if it had just been loaded.
  window.fresh = () => {
    document.getElementById("host")?.remove();
    globalThis.__nuzuhTimeMap?.wake?.();
    delete globalThis.__nuzuhTimeMap;
    Object.assign(window, { settled: [], opened: [], contexts: [], canvases: [] });
    history.replaceState(null, "", "/");
    const host = document.body.appendChild(document.createElement("div"));
    host.id = "host";
    root = host.attachShadow({ mode: "open" });
    root.innerHTML = '<div class="tm"></div>';
  };
  window.tell = (message) => hold({
    data: [message],
    parentElement: root,
    setStateValue: (name, value) => window.settled.push([name, value]),
    setTriggerValue: (name, value) => window.opened.push([name, value]),
  });
  // What a way back in the history does: the address is another one, and the screen follows.
  window.go = (parts) => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(parts)) {
      if (value === null) query.delete(name);
      else query.set(name, value);
    }
    history.pushState(null, "", `?${query}`);
    dispatchEvent(new PopStateEvent("popstate"));
  };
  window.feed = (text) => carry({ data: Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) });
  window.code = async () => {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    (await import(address)).default({});
    URL.revokeObjectURL(address);
  };
  window.ready = true;
</script>
"""
_LETTERS = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf"
_BUNDLE = Path(component.__file__).parent / "bundle" / "timemap.js"


_MESSAGE = view_message(View(), Translator("en"), signatures=(), data="0")


@dataclass
class Alone:
    """Someone who looks at the time map and nothing else."""

    page: Page
    said: list[str] = field(default_factory=list)
    message: dict[str, Any] = field(default_factory=dict)

    def tell(self, **changed: Any) -> Alone:
        """Send the small message, as each run of the page does.

        Parts of the view (``date``, ``layer``, ...) go into its ``view``: where a screen
        begins. One that is there already stays where its reader is, see :meth:`goes`.
        """
        before = self.message["view"]
        view = {name: changed.pop(name) for name in list(changed) if name in before}
        self.message |= {**changed, "view": before | view}
        self.page.evaluate("message => tell(message)", self.message)
        return self

    def feed(self, *payloads: Payload) -> Alone:
        """Send packed maps and words, as their carrier does once."""
        text = base64.b64encode(bundled(payloads)).decode()
        self.page.evaluate("text => feed(text)", text)
        return self

    def opens(self, payload: Payload, day: str, *words: Payload, **changed: Any) -> Alone:
        """Open a map on a day, with the words of some phases."""
        signatures = [one.signature for one in words]
        self.tell(signature=payload.signature, words=signatures, date=day, **changed)
        self.feed(payload, *words)
        self.page.evaluate("code()")
        return self

    def shows(self, payload: Payload, day: str, *words: Payload, **changed: Any) -> Alone:
        """Open a map on a day and wait until that has been drawn."""
        return self.opens(payload, day, *words, **changed).sees(day)

    def goes(self, **parts: str | None) -> Alone:
        """Take the screen to another view, as a way back in the history does."""
        self.page.evaluate("parts => go(parts)", parts)
        return self

    def sees(self, day: str) -> Alone:
        """Wait until a day has been drawn."""
        self.page.wait_for_selector(f"[data-testid=time-map][data-date='{day}']", state="attached")
        return self

    def passes(self, day: str) -> Alone:
        """Wait until the map has come to a day or gone past it: what plays may leave days out."""
        self.page.wait_for_function(
            """day => document.querySelector('#host').shadowRoot.querySelector('.tm')
              .dataset.date >= day""",
            arg=day,
        )
        return self

    def says(self, text: str) -> Alone:
        """Wait until a text stands somewhere in the time map."""
        self.page.wait_for_function(
            "text => document.querySelector('#host').shadowRoot.textContent.includes(text)",
            arg=text,
        )
        return self

    def fresh(self) -> Alone:
        """Begin anew on the same page."""
        self.said.clear()
        self.message = dict(_MESSAGE)
        self.page.set_viewport_size(SIZE)
        self.page.emulate_media(reduced_motion="no-preference")
        self.page.evaluate("fresh()")
        return self

    @property
    def root(self) -> Locator:
        return self.page.locator("[data-testid=time-map]")

    @property
    def day(self) -> str | None:
        return self.root.get_attribute("data-date")

    @property
    def slider(self) -> Locator:
        return self.page.locator("[data-testid=time-slider]")

    def keys(self, *names: str) -> Alone:
        for name in names:
            self.page.keyboard.press(name)
        return self

    def settled(self) -> list[dict[str, Any]]:
        """What Python has been told."""
        return [value for _, value in self.page.evaluate("settled")]

    def table(self) -> list[list[str]]:
        """The texts of the table, row by row; several lines in a cell are kept apart."""
        return self.page.evaluate(
            """() => [...document.querySelector("#host").shadowRoot
              .querySelectorAll("[data-testid=layer-table] tbody tr")]
              .map(row => [...row.children].map(cell => cell.querySelectorAll("div").length
                ? [...cell.querySelectorAll("div")].map(line => line.textContent).join("\\n")
                : cell.textContent))"""
        )

    def arrows(self, *periods: tuple[str, str]) -> list[list[dict[str, Any]]]:
        """Show period after period; return the arrows of each, as assistive tools are told them."""
        return self.page.evaluate(
            """periods => periods.map(([since, date]) => {
              go({ since, date });
              const list = document.querySelector("#host").shadowRoot
                .querySelectorAll("[data-testid=arrows] li");
              return [...list].map(({ dataset, textContent }) => ({
                way: dataset.way, low: Number(dataset.low), high: Number(dataset.high),
                number: dataset.number, sentence: textContent,
              }));
            })""",
            periods,
        )

    def takes(self, what: str) -> Alone:
        """Choose something of *Take away*, by its test id."""
        self.page.get_by_test_id("take-away").click()
        self.page.get_by_test_id(what).click()
        return self

    def picture(self) -> Image.Image:
        """The canvas as it stands."""
        data = self.page.evaluate(
            """() => document.querySelector("#host").shadowRoot.querySelector(".tm-canvas")
              .toDataURL("image/png").split(",")[1]"""
        )
        return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")

    def colours(self, x: float, y: float, reach: int = 6) -> set[str]:
        """The colours around a point of the canvas, given as shares of its width and height."""
        picture = self.picture()
        left, top = round(x * picture.width), round(y * picture.height)
        box = picture.crop((left - reach, top - reach, left + reach, top + reach))
        return {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in box.getcolors(100_000)}

    def quiet(self, seconds: float) -> Alone:
        """Let time pass."""
        self.page.wait_for_timeout(1000 * seconds)
        return self


def open_alone(context: BrowserContext) -> Alone:
    """Open the harness; every request to anywhere else fails and is told."""
    answers = {
        "": (_PAGE, "text/html; charset=utf-8"),
        "hold.js": (component._HOLD_PLACE, "text/javascript"),
        "carry.js": (component._CARRY_DATA, "text/javascript"),
        "letters.ttf": (_LETTERS.read_bytes(), "font/ttf"),
        "timemap.js": (_BUNDLE.read_text(encoding="utf-8"), "text/javascript"),
    }
    page = context.new_page()
    someone = Alone(page)

    def answer(route: Route) -> None:
        url = route.request.url
        name = url.removeprefix(ADDRESS)
        if url.startswith(ADDRESS) and name in answers:
            body, kind = answers[name]
            route.fulfill(body=body, content_type=kind)
        elif name == "favicon.ico":
            route.fulfill(status=204)
        else:
            someone.said.append(f"asked for {url}")
            route.abort()

    page.route(lambda url: not url.startswith(("data:", "blob:")), answer)
    page.on("console", lambda message: _hear(someone, message.type, message.text))
    page.on("pageerror", lambda error: someone.said.append(str(error)))
    page.on("dialog", lambda dialog: (someone.said.append(dialog.message), dialog.dismiss()))
    page.set_default_timeout(10_000)
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    return someone


def _hear(someone: Alone, kind: str, text: str) -> None:
    if kind == "error":
        someone.said.append(text)


def days_from(first: date, numbers: Iterable[int]) -> list[str]:
    """Return days by their distance from the first one, as the map writes them."""
    return [(first + timedelta(days=number)).isoformat() for number in numbers]
