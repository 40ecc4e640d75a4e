"""Whether a page that is played and left again and again keeps what it should forget.

``python -m benchmarks.soak --minutes 10 --changes 200`` plays for ten minutes and changes
pages 200 times. Beside the time map stands going back and forth between two pages without it.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.machine import facts
from benchmarks.timemap import COUNT_FRAMES, MAP, PLAYED, opened
from tests.browser.conftest import ROOT, serve
from tests.browsers import SWITCHES, find_chromium


@dataclass(frozen=True)
class Memory:
    """What a page holds after its garbage has been collected.

    Attributes:
        heap: of scripts, in MB.
        nodes: of the document, attached or not.
        listeners: of events.
        process: what the page's process takes in MB, pictures and buffers
            included; nan where the system does not tell.
    """

    heap: float
    nodes: int
    listeners: int
    process: float

    @classmethod
    def of(cls, browser: Browser, page: Page) -> Memory:
        """Measure now."""
        session = page.context.new_cdp_session(page)
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
            page.wait_for_timeout(300)
        session.send("Performance.enable")
        metrics = {
            metric["name"]: metric["value"]
            for metric in session.send("Performance.getMetrics")["metrics"]
        }
        session.detach()
        return cls(
            metrics["JSHeapUsedSize"] / 1e6,
            int(metrics["Nodes"]),
            int(metrics["JSEventListeners"]),
            renderer_size(browser),
        )

    def __str__(self) -> str:
        """Say everything."""
        return (
            f"heap {self.heap:.1f} MB, {self.nodes} nodes, {self.listeners} listeners, "
            f"process {self.process:.0f} MB"
        )


def renderer_size(browser: Browser) -> float:
    """Return the resident size in MB of the largest process that draws a page."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    sizes = [float("nan")]
    for process in processes:
        status = Path(f"/proc/{process['id']}/status")
        if process["type"] == "renderer" and status.exists():
            words = status.read_text(encoding="utf-8").split("VmRSS:")[1].split()
            sizes.append(int(words[0]) / 1e3)
    return max(sizes[1:], default=sizes[0])


def soak(browser: Browser, address: str, minutes: float, changes: int) -> None:
    """Play in a loop, then go back and forth between pages; print what the page's memory did."""
    with opened(browser, address) as page:
        # The phase of the day shown is played, so the last one.
        page.get_by_test_id("time-slider").press("End")
        page.wait_for_timeout(2000)
        page.locator(".rail-loops").click()
        page.locator(".rail-speed").select_option("60")
        page.locator(".rail-play").click()
        # The first round fills caches that are meant to be kept.
        page.wait_for_timeout(10_000)
        print(f"memory, playing begun: {Memory.of(browser, page)}")
        for part in range(1, 5):
            page.wait_for_timeout(minutes * 60_000 / 4)
            print(
                f"    after {minutes * part / 4:.1f} minutes: {Memory.of(browser, page)}",
                flush=True,
            )
        still = page.locator(MAP).evaluate(COUNT_FRAMES, PLAYED)["draws"]
        print(f"    still playing, at {still:.0f} pictures a second")
        page.locator(".rail-play").click()
        page.wait_for_timeout(2000)
        report_changes(browser, page, ("Estimates", "Map"), changes)
    with opened(browser, address) as page:
        report_changes(browser, page, ("Estimates", "Sources"), changes)


def report_changes(browser: Browser, page: Page, pages: tuple[str, str], changes: int) -> None:
    """Go back and forth between two pages and print what the page's memory did."""
    change_pages(page, pages, 4)
    print(f"memory, {' and '.join(pages)} seen: {Memory.of(browser, page)}")
    quarter = changes // 8 * 2
    for part in range(1, 5):
        change_pages(page, pages, quarter)
        print(f"    after {quarter * part} changes: {Memory.of(browser, page)}", flush=True)


_SIGNS = {
    "Map": MAP,
    "Estimates": "[data-testid=stDataFrame]",
    "Sources": "[data-testid=publishers-table]",
}


def change_pages(page: Page, pages: tuple[str, str], changes: int) -> None:
    """Go back and forth by the links at the top, two changes a round.

    Waits by locators: a selector's handle would keep every page's elements alive.
    """
    for _ in range(changes // 2):
        for name in pages:
            page.get_by_role("link", name=name).first.click()
            page.locator(_SIGNS[name]).first.wait_for()


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what a page keeps.")
    parser.add_argument("--minutes", type=float, default=1 / 3, help="to play")
    parser.add_argument("--changes", type=int, default=16, help="of pages")
    given = parser.parse_args([] if arguments is None else arguments)
    path = find_chromium()
    if path is None:
        print("soak: not measured, no Chromium here")
        return
    with sync_playwright() as playwright, serve(ROOT) as address:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        print(f"Chromium {browser.version}; {facts()}")
        soak(browser, address, given.minutes, given.changes)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
