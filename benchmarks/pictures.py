"""How long a figure for print takes, warm, beside geopandas.plot and savefig of the same map.

The alternative draws five outlines in the colours of their classes with the
class names as a legend: no labels, sources, scale bar or link, in the default
font. Each figure is the median of several runs in one process.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from datetime import date

import matplotlib as mpl

from nuzuh.draw.sheets import FORMS, print_figure
from nuzuh.loaders import load_boundaries
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import KINDS, figure_of
from nuzuh.scene.timeline import values_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

RUNS = 5
BUDGET = {"png": 2.0, "pdf": 2.0, "svg": 1.0}
LINK = "https://nuzuh.example.org/?date=2025-10-05&layer=people&phase=gaza-city&lang=en"


def ours(kind: str, form: str, paper: str = "a4", lang: str = "en") -> bytes:
    """Draw a figure of the default view."""
    compare = date(2025, 8, 14) if kind == "comparison" else None
    t, view = Translator(lang), View(lang=lang, compare=compare)
    shown = figure_of(kind, view, tables_in_use(), t, LINK)
    return print_figure(shown, t=t, form=form, paper=paper)


def plainly(form: str) -> bytes:
    """Draw the same day with geopandas.plot, at the same size."""
    mpl.use("agg")
    frame = load_boundaries().frame.copy()
    people = {
        p: value.value
        for value in values_of(tables_in_use(), "people", View().date, later=True)
        for p in value.pcodes
    }
    frame["people"] = [people[pcode] for pcode in frame["pcode"]]
    axes = frame.plot(column="people", cmap="YlOrBr", legend=True, figsize=(11.69, 8.27))
    target = io.BytesIO()
    axes.figure.savefig(target, format=form, dpi=300)
    axes.figure.clear()
    return target.getvalue()


def seconds(draw: Callable[[], bytes]) -> float:
    """Return the median time of a drawing, once warm."""
    draw()
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        draw()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    for form in FORMS:
        plain = seconds(lambda form=form: plainly(form))
        print(f"{form}: geopandas.plot and savefig {plain:.2f} s; budget {BUDGET[form]:.0f} s")
        for kind in KINDS:
            took = seconds(lambda form=form, kind=kind: ours(kind, form))
            print(f"  {kind} a4 {took:.2f} s ({took / plain:.1f}x)")
        took = seconds(lambda form=form: ours("map", form, "a3", "ar"))
        print(f"  map a3, Arabic {took:.2f} s ({took / plain:.1f}x)")


if __name__ == "__main__":
    main()
