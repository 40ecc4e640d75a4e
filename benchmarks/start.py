"""How long a start takes: imports, and from the command to the first drawn map.

Each figure is the median of several runs in fresh processes, beside a named
alternative from the same runs: the import of Streamlit alone, and Streamlit's
own first page with one line of text.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ROOT, serve
from tests.browsers import SWITCHES, find_chromium

RUNS = 5
ROOMS = "import nuzuh.evidence.statements, nuzuh.scene.timeline, nuzuh.ui.shared"
_HELLO = "import streamlit as st\nst.write('hello')\n"


def import_seconds(statement: str) -> float:
    """Return the median time of a statement in a fresh process, without the interpreter's own."""
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    times = [
        float(
            subprocess.run(
                [sys.executable, "-W", "ignore", "-c", code],
                cwd=ROOT,
                check=True,
                capture_output=True,
                text=True,
            ).stdout.splitlines()[-1]
        )
        for _ in range(RUNS)
    ]
    return statistics.median(times)


def first_page_seconds(page: Page, folder: Path, sign: str) -> float:
    """Return the median time from starting the server to a sign on the page."""
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        with serve(folder) as address:
            page.goto(address)
            page.wait_for_selector(sign, timeout=60_000)
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    alone, rooms = import_seconds("import streamlit"), import_seconds(ROOMS)
    ratio = f"{rooms / alone:.1f}x"
    print(f"import: streamlit alone {alone:.2f} s, the app's rooms {rooms:.2f} s ({ratio})")
    path = find_chromium()
    if path is None:
        print("start to first map: not measured, no Chromium here")
        return
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as empty:
        Path(empty, "app.py").write_text(_HELLO, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        hello = first_page_seconds(page, Path(empty), "text=hello")
        drawn = first_page_seconds(page, ROOT, "[data-testid=time-map][data-date]")
        browser.close()
    print(
        f"command to first page: one line of text {hello:.2f} s, "
        f"the map {drawn:.2f} s ({drawn / hello:.1f}x)"
    )
