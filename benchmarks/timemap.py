"""How fast the time map is, beside the usual slider, rerun and pydeck chart of the same data.

Everything is measured in one run in the same headless Chromium with the same
switches, drawing in software: WebGL by SwiftShader, Canvas 2D by Skia. A step
is a real key press on the slider; its picture counts as drawn when a pixel of
it has been read back, see ``watch.js``. The sets are made up and large; how the page
itself does is measured in ``step.py`` and ``opening.py``.
"""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import nuzuh.web.timemap
from benchmarks.machine import facts
from benchmarks.madeup import ORDERS, made_up_map, outlines, vertices
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.payload import build_payload
from tests.browser.conftest import ROOT, serve
from tests.browsers import SWITCHES, find_chromium

RUNS, STEPS = 3, 100
NAIVE_STEPS = {620: 20}
BLOCKS = 620
PLAYED = 5
"""Seconds."""
OPENED = 5
"""Times that a page is opened."""
PATIENCE = 90_000
Raw = list[dict[str, float]]
"""Moments of steps, in milliseconds: see ``watch.js``."""
MAP = "[data-testid=time-map][data-date]"
_WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
_NAIVE, _COMPONENT = "benchmarks/apps/naive.py", "benchmarks/apps/component.py"


@contextmanager
def opened(browser: Browser, address: str, sign: str = MAP) -> Iterator[Page]:
    """Open a page in a fresh context and wait for what it draws first."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(_WATCH)
    page.goto(address)
    if sign == MAP:
        page.locator(sign).wait_for()
    else:
        page.wait_for_function(sign)
    yield page
    context.close()


def drawn(page: Page) -> float:
    """Return the milliseconds since the page began to open."""
    now: float = page.evaluate("performance.now()")
    return now


def first_drawn(browser: Browser, address: str, sign: str = MAP) -> float:
    """Return the median time in milliseconds from opening a page to its first drawn map."""
    times = []
    for _ in range(OPENED):
        with opened(browser, address, sign) as page:
            times.append(drawn(page))
    return statistics.median(times)


@dataclass(frozen=True)
class Times:
    """Times of steps in milliseconds: the median of the runs' medians, and the 95th percentile."""

    median: float
    p95: float

    @classmethod
    def of(cls, runs: list[list[float]]) -> Times:
        """Gather several runs."""
        pooled = sorted(time for run in runs for time in run)
        middle = statistics.median(statistics.median(run) for run in runs)
        return cls(middle, pooled[int(0.95 * (len(pooled) - 1))])

    def __str__(self) -> str:
        """Say both."""
        return f"{self.median:.1f} ms (p95 {self.p95:.1f})"


def times(steps: Raw, begin: str, end: str) -> list[float]:
    """Return what lay between two moments of every step."""
    return [step[end] - step[begin] for step in steps]


def pressed(page: Page, *, frames: bool) -> Raw:
    """Press the arrow key of the time map's slider once a step, each after the frame before."""
    slider = page.get_by_test_id("time-slider")
    slider.press("Home")
    page.wait_for_timeout(1500)
    page.evaluate("frames => { watch.frames = frames; watch.steps = []; }", frames)
    for _ in range(STEPS):
        page.keyboard.press("ArrowRight")
        page.evaluate("new Promise(requestAnimationFrame)")
    steps: Raw = page.evaluate("watch.steps")
    return steps


@dataclass(frozen=True)
class Steps:
    """How long steps of the time map take.

    Attributes:
        script: of the key's event and of the frame that follows: everything is told to the canvas.
        picture: from the key press until a pixel has been read back.
        event: the same without the way of the key press to the page.
        frame: from the key press until the frame that shows it has been handed over.
    """

    script: Times
    picture: Times
    event: Times
    frame: Times


def component_steps(page: Page) -> Steps:
    """Measure the steps of the time map on a page."""
    with_pixels = [pressed(page, frames=False) for _ in range(RUNS)]
    with_frames = [pressed(page, frames=True) for _ in range(RUNS)]
    return Steps(
        Times.of([times(run, "begun", "script") for run in with_frames]),
        Times.of([times(run, "pressed", "drawn") for run in with_pixels]),
        Times.of([times(run, "begun", "drawn") for run in with_pixels]),
        Times.of([times(run, "pressed", "frame") for run in with_frames]),
    )


def naive_steps(page: Page, count: int) -> Raw:
    """Press the arrow key of the naive app's slider, each time after its picture."""
    page.get_by_role("slider").focus()
    page.wait_for_timeout(1000)
    page.evaluate("watch.steps = []")
    for _ in range(count):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("watch.steps.at(-1).drawn")
        # The run has ended, and what it set aside has been collected.
        page.wait_for_timeout(400)
    steps: Raw = page.evaluate("watch.steps")
    return steps


def steps_beside(page: Page, naive: Page | None, areas: int) -> None:
    """Measure the time map, and the naive app before and after it; print both.

    Args:
        page: a page with a time map.
        naive: the naive app's page; None for none.
        areas: how many areas both show.
    """
    count = NAIVE_STEPS.get(areas, 0) // 2
    before = naive_steps(naive, count) if naive else []
    ours = component_steps(page)
    print(f"step, {areas} areas: script {ours.script}")
    print(f"    key to picture {ours.picture}, of which from the key's event {ours.event}")
    print(f"    key to the frame that shows it {ours.frame}")
    if naive is None:
        return
    both = (before, naive_steps(naive, count))
    whole, event = (
        Times.of([times(part, begin, "drawn") for part in both]) for begin in ("pressed", "begun")
    )
    print(f"    slider, rerun, pydeck of {areas} areas: key to picture {whole}, event {event}")
    ratios = whole.median / ours.picture.median, event.median / ours.event.median
    print(f"    so {ratios[0]:.0f}x faster, from the event on {ratios[1]:.0f}x")


@dataclass
class Traffic:
    """What a page sends and receives."""

    requests: int = 0
    frames: int = 0
    size: int = 0

    @classmethod
    def of(cls, page: Page) -> Traffic:
        """Begin to count, from the next time that the page is opened."""
        traffic = cls()

        def count(data: str | bytes) -> None:
            traffic.frames += 1
            traffic.size += len(data)

        def requested(_: object) -> None:
            traffic.requests += 1

        page.on("request", requested)
        page.on("websocket", lambda ws: (ws.on("framesent", count), ws.on("framereceived", count)))
        return traffic

    def during(self, page: Page, act: Callable[[], object]) -> str:
        """Say what passed during an act."""
        before = (self.requests, self.frames, self.size)
        act()
        page.evaluate("0")
        requests, frames, size = (
            now - then
            for now, then in zip((self.requests, self.frames, self.size), before, strict=True)
        )
        return f"{size} bytes, {frames} messages, {requests} requests"


COUNT_FRAMES = """(map, seconds) => new Promise((resolve) => {
  let [draws, ticks, longest, begin, before] = [0, 0, 0, 0, 0];
  const watcher = new MutationObserver(() => (draws += 1));
  const tick = (now) => {
    if (!begin) {
      begin = before = now;
      watcher.observe(map, { attributes: true, attributeFilter: ["data-date"] });
    } else {
      ticks += 1;
      longest = Math.max(longest, now - before);
      before = now;
    }
    if (now - begin < seconds * 1000) return requestAnimationFrame(tick);
    watcher.disconnect();
    const taken = (now - begin) / 1000;
    resolve({ draws: draws / taken, ticks: ticks / taken, longest });
  };
  requestAnimationFrame(tick);
})"""


def play(page: Page) -> dict[str, float]:
    """Play from the first day at 60 days a second; return pictures and frames a second."""
    page.get_by_test_id("time-slider").press("Home")
    page.wait_for_timeout(1500)
    page.locator(".rail-speed").select_option("60")
    page.locator(".rail-play").click()
    page.wait_for_timeout(500)
    found: dict[str, float] = page.locator(MAP).evaluate(COUNT_FRAMES, PLAYED)
    page.locator(".rail-play").click()
    page.wait_for_timeout(1500)
    return found


def report_play(name: str, page: Page) -> None:
    """Measure playing and print it."""
    runs = [play(page) for _ in range(RUNS)]
    draws, ticks, longest = (
        statistics.median(run[part] for run in runs) for part in ("draws", "ticks", "longest")
    )
    print(
        f"play, {name}: {draws:.0f} pictures a second of 60 asked for "
        f"({ticks:.0f} frames a second, the longest {longest:.0f} ms)"
    )


def report_traffic(browser: Browser, address: str) -> None:
    """Count what passes while a reader scrubs and plays, and print it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(_WATCH)
    traffic = Traffic.of(page)
    page.goto(address)
    page.locator(MAP).wait_for()
    page.wait_for_timeout(3000)
    print(f"bytes to open the page: {traffic.size / 1e3:.0f} kB by websocket")
    slider = page.get_by_test_id("time-slider")
    slider.press("Home")
    page.wait_for_timeout(2000)

    def scrub() -> None:
        for _ in range(STEPS):
            page.keyboard.press("ArrowRight")

    print(f"    scrubbing {STEPS} steps: {traffic.during(page, scrub)}")
    settle = traffic.during(page, lambda: page.wait_for_timeout(2000))
    print(f"    settling once afterwards: {settle}")
    slider.press("Home")
    page.wait_for_timeout(2000)
    page.locator(".rail-speed").select_option("60")
    page.locator(".rail-play").click()
    page.wait_for_timeout(300)
    played = traffic.during(page, lambda: page.wait_for_timeout(PLAYED * 1000))
    print(f"    playing {PLAYED} s: {played}")
    context.close()


def report_sizes() -> None:
    """Print the bytes that the browser is sent once."""
    bundle = Path(nuzuh.web.timemap.__file__).parent / "bundle" / "timemap.js"
    packed = len(gzip.compress(bundle.read_bytes(), 9))
    t = Translator("en")
    weekly, daily = (
        len(build_payload(made_up_map(620, restless=restless), t).data) for restless in (1 / 7, 1.0)
    )
    shapes = outlines(620)
    print(
        f"component script, gzipped: {packed / 1e3:.0f} kB; payload of {len(shapes)} areas with "
        f"{vertices(shapes)} vertices x 1000 days: {weekly / 1e3:.0f} kB where an area changes "
        f"once a week, {daily / 1e3:.0f} kB where every area changes every day"
    )


def measure(browser: Browser) -> None:
    """Measure everything but the soak."""
    with serve(ROOT) as address:
        report_traffic(browser, address)
    report_orders(browser)
    for areas in (620, 2000):
        with serve(ROOT, _COMPONENT, str(areas)) as address, opened(browser, address) as page:
            if areas in NAIVE_STEPS:
                with (
                    serve(ROOT, _NAIVE, str(areas)) as beside,
                    opened(browser, beside, "watch.colour") as naive,
                ):
                    steps_beside(page, naive, areas)
                    naive_first = first_drawn(browser, beside, "watch.colour")
            else:
                steps_beside(page, None, areas)
                naive_first = None
            report_play(f"{areas} areas", page)
            report_first(f"{areas} areas", first_drawn(browser, address), naive_first)
            report_traffic(browser, address)


_ZOOM = """async (canvas) => {
  const taken = [];
  for (let step = 0; step < 60; step++) {
    const begun = performance.now();
    const [bubbles, cancelable, ctrlKey] = [true, true, true];
    const [clientX, clientY, deltaY] = [600, 300, step < 30 ? -40 : 40];
    const turned = { deltaY, clientX, clientY, bubbles, cancelable, ctrlKey };
    canvas.dispatchEvent(new WheelEvent("wheel", turned));
    await new Promise(requestAnimationFrame);
    canvas.getContext("2d").getImageData(0, 0, 1, 1);
    taken.push({ begun, drawn: performance.now() });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return taken;
}"""
"""Turn the wheel, closer and closer, and then back again."""


def report_orders(browser: Browser) -> None:
    """Measure steps of land under orders that changes every day, and a look from nearer."""
    with (
        serve(ROOT, _COMPONENT, str(BLOCKS), "orders") as address,
        opened(browser, address) as page,
    ):
        ours = component_steps(page)
        print(
            f"step, {BLOCKS} blocks under {ORDERS} orders, others every day: script {ours.script}"
        )
        print(f"    key to picture {ours.picture}, of which from the key's event {ours.event}")
        raw: Raw = page.locator(MAP).locator(".tm-canvas").evaluate(_ZOOM)
        print(f"    zooming: to picture {Times.of([times(raw, 'begun', 'drawn')])}")


def report_first(name: str, ours: float, naive: float | None) -> None:
    """Print the times from opening a page to its first drawn map."""
    beside = "" if naive is None else f" (naive {naive / 1e3:.2f} s)"
    print(f"first drawn map, {name}, server warm: {ours / 1e3:.2f} s{beside}")


def main() -> None:
    """Measure and print."""
    path = find_chromium()
    if path is None:
        print("time map: not measured, no Chromium here")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        print(f"Chromium {browser.version}; {facts()}")
        report_sizes()
        measure(browser)
        browser.close()


if __name__ == "__main__":
    main()
