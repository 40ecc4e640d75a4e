"""How much memory one server process takes once a reader has opened every page and view of it.

A real server, a real browser: what Streamlit, the drawing libraries and each
remembered view hold counts as it does for an operator. Linux alone tells it
(``/proc``). Named beside it: the libraries, imported and nothing else.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.machine import server_pid
from benchmarks.timemap import MAP
from tests.browser.conftest import ROOT, serve
from tests.browsers import SWITCHES, find_chromium
from tests.loaders.user_files import table

BUDGET_MB = 600
PATIENCE = 180_000
"""Milliseconds: a solve for publishers that a reader chose, or a clip, takes its time."""

LIBRARIES = (
    "streamlit.web.bootstrap, geopandas, pandera.pandas, clarabel, scipy.sparse, altair, pydeck, "
    "babel.dates, openpyxl, rapidfuzz, pyogrio, segno, pyarrow.parquet, matplotlib.pyplot, "
    "requests_cache, tenacity, PIL.Image, av"
)
VIEWS = {
    "first page": "/sources?lang=en",
    "the day the app opens on": "/",
    "people, as published": "/?date=2025-10-05",
    "in Arabic": "/?date=2025-10-05&lang=ar",
    "in Hebrew": "/?date=2025-10-05&lang=he",
    "change": "/?date=2025-10-05&layer=change",
    "density": "/?date=2025-10-05&layer=density",
    "orders": "/?date=2025-10-05&layer=orders",
    "without what came out later": "/?date=2025-10-05&later=no",
    "published movements": "/?date=2025-10-05&since=2025-08-14",
    "reconstructed, all": "/?date=2025-10-05&show=reconstructed&since=2025-08-14",
    "reconstructed, UN": "/?date=2025-10-05&show=reconstructed&view=un",
    "reconstructed, Israel": "/?date=2025-10-05&show=reconstructed&view=israel",
    "reconstructed, Palestine": "/?date=2025-10-05&show=reconstructed&view=palestine",
    "reconstructed, two publishers": "/?date=2025-10-05&show=reconstructed&view=OCHA,UNRWA",
    "reconstructed, in Arabic": "/?date=2025-10-05&show=reconstructed&lang=ar",
    "reconstructed, in Hebrew": "/?date=2025-10-05&show=reconstructed&lang=he",
    "an area": "/areas?date=2025-10-05&area=PS0275",
    "an area, in Arabic": "/areas?date=2025-10-05&area=PS0260&lang=ar",
    "three dimensions": "/relief?date=2025-10-05",
    "three dimensions, reconstructed": "/relief?date=2025-10-05&show=reconstructed",
    "the ledger": "/estimates",
    "a record": "/estimates?figure=GD0508",
    "a frame": "/?date=2025-10-05&embed=true",
}


def in_mb(status: str, name: str) -> float:
    """Return a line of ``/proc/PID/status`` in MB (of 10^6 bytes)."""
    (kibibytes,) = re.findall(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    return int(kibibytes) * 1024 / 1e6


def libraries_mb() -> float:
    """Return the resident size of a process that has imported the libraries."""
    code = f"import {LIBRARIES}; print(open('/proc/self/status').read())"
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return in_mb(told.stdout, "VmRSS")


class Visit:
    """A reader who opens one thing after the other, while the server's size is noted."""

    def __init__(self, page: Page, address: str, pid: int) -> None:
        self.page = page
        self.address = address
        self._status = Path(f"/proc/{pid}/status")
        page.set_default_timeout(PATIENCE)

    def told(self, name: str) -> float:
        """Return a line of the server's status in MB."""
        return in_mb(self._status.read_text("ascii"), name)

    def note(self, what: str) -> None:
        """Wait until the server rests, and print its size."""
        self.rests()
        print(f"{what:<34}{self.told('VmRSS'):>7.0f} MB{self.told('VmHWM'):>9.0f} MB at most")

    def opens(self, path: str) -> None:
        """Open a page, and wait for its end."""
        self.page.goto(self.address + path)
        on_map = path.startswith("/?") or path == "/"
        self.page.locator(MAP if on_map else ".nz-foot").wait_for()
        self.page.wait_for_selector("[data-testid=stAlertContentError]", state="detached")
        # A click while the page still runs may be lost.
        self.rests()

    def rests(self) -> None:
        """Wait until the server has run the page to its end."""
        self.page.wait_for_timeout(500)
        self.page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")

    def asks(self, what: str) -> None:
        """Open the day that the rivals met, and there a dialog of what can be taken away."""
        self.opens("/?date=2025-10-05")
        self.page.get_by_test_id("take-away").click()
        self.page.get_by_test_id(f"take-{what}").click()
        self.page.get_by_role("dialog").wait_for()
        self.rests()

    def saves(self, button: str) -> None:
        """Take a file away."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=button).first.click()
        waiting.value.path()

    def prints(self) -> None:
        """Save a figure for print."""
        self.asks("print")
        self.saves("Save figure")

    def takes_data(self) -> None:
        """Save the page in one file and every format of data."""
        self.asks("page")
        self.saves("Offline copy (HTML)")
        self.asks("data")
        for name in (
            "CSV",
            "Excel",
            "GeoJSON",
            "GeoPackage",
            "GeoParquet",
            "BibTeX",
            "RIS",
            "bundle",
        ):
            self.saves(name)

    def films(self) -> None:
        """Have a clip of a phase made and save it."""
        self.asks("clip")
        self.page.get_by_role("button", name="Make").click()
        self.saves("Save nuzuh")

    def brings_a_file(self) -> None:
        """Use figures of one's own on the map, as published and reconstructed."""
        self.opens("/yours?date=2025-10-05")
        field = self.page.locator("[data-testid=stFileUploader] input[type=file]")
        content = table("2025-10-05,Rafah,123456,people_present,Us,A survey")
        field.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": content})
        self.page.get_by_role("button", name="Use this file").click()
        self.page.wait_for_selector("[data-testid=own-in-use]")
        self.page.locator("[data-testid=stTopNavLink]").filter(has_text="Map").click()
        self.page.locator(f"{MAP}[data-date='2025-10-05']").wait_for()
        self.page.get_by_role("radio", name="Reconstructed").check()
        self.page.wait_for_function(
            "() => new URL(location).searchParams.get('show') === 'reconstructed'"
        )


def walk(visit: Visit) -> None:
    """Open everything, and print the size after each."""
    for name, path in VIEWS.items():
        visit.opens(path)
        visit.note(name)
    steps: Iterable[tuple[str, Callable[[], None]]] = (
        ("a figure for print", visit.prints),
        ("the page and data in files", visit.takes_data),
        ("a clip", visit.films),
        ("figures of one's own", visit.brings_a_file),
    )
    for name, step in steps:
        step()
        visit.note(name)


def main() -> None:
    """Measure and print."""
    if not Path("/proc/self/status").exists() or find_chromium() is None:
        print("memory: not measured, it takes Linux and a Chromium")
        return
    with serve(ROOT) as address, sync_playwright() as playwright:
        pid = server_pid()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(SWITCHES))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        visit = Visit(page, address, pid)
        print(f"{'server, nobody there':<34}{visit.told('VmRSS'):>7.0f} MB")
        walk(visit)
        browser.close()
        time.sleep(5)
        settled, peak = visit.told("VmRSS"), visit.told("VmHWM")
    libraries = libraries_mb()
    kept = "within" if settled <= BUDGET_MB else "ABOVE"
    print(
        f"memory: settled {settled:.0f} MB, {kept} the budget of {BUDGET_MB} MB; at most "
        f"{peak:.0f} MB; the libraries alone {libraries:.0f} MB ({settled / libraries:.1f}x)"
    )


if __name__ == "__main__":
    main()
