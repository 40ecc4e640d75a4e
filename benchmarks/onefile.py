"""How long a page in one file takes and how large it is, beside pydeck's page of the same day.

pydeck's ``Deck.to_html`` of the view in three dimensions is the interactive HTML
that the project could have saved instead: one day, without slider, table and
sources, and a page that fetches its script from a network.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from nuzuh.export.time_map import ensemble_for, payloads_of
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.map3d import map3d_of
from nuzuh.scene.page import page_of
from nuzuh.scene.scene import scene
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.map3d import map3d_deck
from nuzuh.web.onefile import one_file

RUNS = 7


def seconds(act: Callable[[View], object], view: View) -> float:
    """Return the median time of an act, each time on another day that has not been asked for."""
    times = []
    for run in range(1, RUNS + 1):
        other = replace(view, date=view.date - timedelta(days=run))
        begin = time.perf_counter()
        act(other)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def file_of(view: View) -> bytes:
    """Return the page in one file."""
    tables, t = tables_in_use(), Translator(view.lang)
    page = page_of(scene(view, tables, t, "https://example.org/"), tables, t)
    return one_file(page, payloads_of(view, tables, t), t, ensemble_for(view, tables))


def deck_of(view: View) -> str:
    """Return pydeck's page of the same day."""
    t = Translator(view.lang)
    told = map3d_of(view, tables_in_use(), t)
    deck = map3d_deck(told.blocks, told.flows, t)
    return str(deck.to_html(as_string=True, notebook_display=False))


def main() -> None:
    """Measure and print."""
    view = View()
    deck = deck_of(view)
    rival = seconds(deck_of, view)
    asked = len(set(re.findall(r"(?:src|href)=['\"]?(https?:[^'\" >]+)", deck)))
    print(
        f"pydeck's page of a day: {rival * 1000:.0f} ms, {len(deck.encode()) / 1000:.0f} kB, "
        f"{asked} addresses to fetch"
    )
    for show in ("published", "reconstructed"):
        shown = replace(view, mode=show)
        begin = time.perf_counter()
        page = file_of(shown)
        first = time.perf_counter() - begin
        warm = seconds(file_of, shown)
        print(
            f"page in one file, {show}: first {first:.2f} s, then {warm * 1000:.0f} ms a day "
            f"({warm / rival:.1f}x pydeck's), {len(page) / 1000:.0f} kB, nothing to fetch"
        )


if __name__ == "__main__":
    main()
