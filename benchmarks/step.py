"""How long a step of the map page takes in Chromium and in Firefox, words and picture together.

A step is a real key press on the slider of the app. Its script is everything that the
page does of itself until the frame is painted: map, headline, rival figures, table. Its
picture is there when a pixel of it has been read back and the words have been laid out.
Beside it stands slider, rerun, chart and words of the same data, in Chromium.
"""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.machine import facts
from benchmarks.readers import NAIVE, OURS, within
from benchmarks.timemap import Times, naive_steps, opened, times
from tests.browser.bidi import Firefoxes, FirefoxScreen
from tests.browser.conftest import ROOT, serve
from tests.browser.drivers import ChromiumScreen, Screen
from tests.browsers import SWITCHES, find_chromium, find_firefox

STEPS, RUNS, NAIVE_STEPS = 100, 3, 30
PLAYED = 4
"""Seconds."""
BUDGET_MS, BUDGET_PICTURES, BUDGET_RATIO = 8, 60, 50
VIEWS = {
    "as published": "show=published&layer=people",
    "reconstructed": "show=reconstructed&layer=people",
    "orders": "show=published&layer=orders",
    "with movements": "show=reconstructed&layer=people&since=2023-10-07",
}

_WATCH = """(pixels) => {
  globalThis.stopWatching?.();
  const [map, canvas] = [find("[data-testid=time-map]"), find("[data-testid=time-map] canvas")];
  // A key that the slider has taken goes no further.
  const slider = find("[data-testid=time-slider]");
  const words = ["headline", "rivals"].map((name) => find(`[data-testid=${name}]`)).filter(Boolean);
  const steps = (globalThis.steps = []);
  const begin = (event) => {
    const step = { pressed: event.timeStamp, begun: performance.now() };
    steps.push(step);
    // Asked for before the page's own, so it is called before them.
    requestAnimationFrame(() => (step.frame = performance.now()));
  };
  const end = () => {
    const step = steps.at(-1);
    step.event = performance.now() - step.begun;
    requestAnimationFrame(() => {
      step.script = step.event + performance.now() - step.frame;
      if (pixels) {
        canvas.getContext("2d").getImageData(0, 0, 1, 1);
        for (const one of words) one.getBoundingClientRect();
        step.picture = step.event + performance.now() - step.frame;
      }
      step.day = map.dataset.date;
      step.words = words.map((one) => one.textContent).join();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (step.shown = performance.now() - step.pressed);
      port2.postMessage(0);
    });
  };
  addEventListener("keydown", begin, true);
  slider.addEventListener("keydown", end);
  globalThis.stopWatching = () => {
    removeEventListener("keydown", begin, true);
    slider.removeEventListener("keydown", end);
  };
}"""
_READ = """() => steps.map(({ script, picture, shown, day, words }) =>
  ({ script, picture, shown, day, words }))"""
_FRAME = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
_FASTEST = """() => {
  for (const one of findAll("[data-testid=time-map] select")) {
    const fastest = [...one.options].find((option) => option.value === "60");
    if (!fastest) continue;
    one.value = "60";
    one.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }
  return false;
}"""
_COUNT = """(seconds) => new Promise((resolve) => {
  const map = find("[data-testid=time-map]");
  let [pictures, frames, longest, begun, before] = [0, 0, 0, 0, 0];
  const watcher = new MutationObserver(() => (pictures += 1));
  const tick = (now) => {
    if (begun) {
      frames += 1;
      longest = Math.max(longest, now - before);
    } else {
      begun = now;
      watcher.observe(map, { attributes: true, attributeFilter: ["data-date"] });
    }
    before = now;
    if (now - begun < 1000 * seconds) return requestAnimationFrame(tick);
    watcher.disconnect();
    const taken = (now - begun) / 1000;
    resolve({ pictures: pictures / taken, frames: frames / taken, longest });
  };
  requestAnimationFrame(tick);
})"""


def pressed(screen: Screen, *, pixels: bool) -> list[dict[str, Any]]:
    """Press the arrow key once a step, each after the frame before."""
    screen.focus("[data-testid=time-slider]")
    screen.press("Home", "PageDown")
    screen.evaluate("() => new Promise((done) => setTimeout(done, 1500))")
    screen.evaluate(_WATCH, pixels)
    for _ in range(STEPS):
        screen.press("ArrowRight")
        screen.evaluate(_FRAME)
    steps: list[dict[str, Any]] = screen.evaluate(_READ)
    if len({step["day"] for step in steps}) != STEPS:
        raise RuntimeError("a key press has not moved the map by a day")
    return steps


def steps_on(screen: Screen, name: str) -> float:
    """Measure steps on a page with the map, and print them; return a picture's milliseconds."""
    runs = [pressed(screen, pixels=False) for _ in range(RUNS)]
    read = [pressed(screen, pixels=True) for _ in range(RUNS)]
    script = Times.of([[step["script"] for step in run] for run in runs])
    shown = Times.of([[step["shown"] for step in run] for run in runs])
    picture = Times.of([[step["picture"] for step in run] for run in read])
    words = len({step["words"] for step in runs[0]})
    print(
        f"step in {screen.name}, {name}: script {script} ({within(script.median, BUDGET_MS)} "
        f"{BUDGET_MS} ms), picture {picture}, key to the frame that shows it {shown}; "
        f"{words} different headlines and rivals in {STEPS} days",
        flush=True,
    )
    return picture.median


def play_on(screen: Screen, name: str) -> None:
    """Play as fast as it goes, and print how many pictures that gives."""
    screen.focus("[data-testid=time-slider]")
    screen.press("Home")
    asked = "60 asked for" if screen.evaluate(_FASTEST) else "the usual speed"
    screen.click("[data-testid=time-map] button", "Play")
    screen.evaluate("() => new Promise((done) => setTimeout(done, 500))")
    runs = [screen.evaluate(_COUNT, PLAYED) for _ in range(RUNS)]
    screen.click("[data-testid=time-map] button", "Pause")
    pictures, frames, longest = (
        statistics.median(run[part] for run in runs) for part in ("pictures", "frames", "longest")
    )
    print(
        f"play in {screen.name}, {name}: {pictures:.0f} pictures a second ({asked}, budget "
        f"{BUDGET_PICTURES}), {frames:.0f} frames a second, the longest {longest:.0f} ms",
        flush=True,
    )


def measure(screen: Screen, address: str) -> dict[str, float]:
    """Measure every view in a browser; return the milliseconds of a picture by view."""
    found = {}
    for name, query in VIEWS.items():
        screen.open(f"{address}/?date=2025-10-05&lang=en&{query}")
        # A reconstruction that nobody has asked for yet is solved first.
        screen.wait_for(f"() => !!find('{OURS.sign}')", patience=120)
        found[name] = steps_on(screen, name)
        play_on(screen, name)
    screen.close()
    return found


def main() -> None:
    """Measure and print."""
    path = find_chromium()
    if path is None:
        print("step: not measured, no Chromium here")
        return
    print(facts())
    with serve(ROOT) as address:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
            print(f"Chromium {browser.version}")
            with (
                serve(ROOT, NAIVE.script, *NAIVE.arguments) as beside,
                opened(browser, beside, "watch.colour") as page,
            ):
                raw = naive_steps(page, NAIVE_STEPS)
            naive = Times.of([times(raw, "begun", "drawn")])
            print(f"step of {NAIVE.name}: from the key's event to the picture {naive}")
            for name, ours in measure(ChromiumScreen(browser), address).items():
                ratio = naive.median / ours
                kept = "within" if ratio >= BUDGET_RATIO else "BELOW"
                print(f"    so {name}: {ratio:.0f}x faster ({kept} {BUDGET_RATIO}x)")
            browser.close()
        if find_firefox() is None:
            print("step in Firefox: not measured, no Firefox here")
            return
        with Firefoxes() as firefoxes:
            print(f"Firefox {firefoxes.of('light').version}")
            measure(FirefoxScreen(firefoxes), address)
    print(facts())


if __name__ == "__main__":
    main()
