"""How long the data of a view takes in every format, warm, for a day and for the whole time."""

from __future__ import annotations

import statistics
import time

from nuzuh.export.formats import FORMATS, write
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import View

RUNS = 5


def seconds(form: str, request: ExportRequest) -> tuple[float, int]:
    """Return the median time of a format, and the size of its file."""
    size = len(write(form, request, tables_in_use()))
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        write(form, request, tables_in_use())
        times.append(time.perf_counter() - begin)
    return statistics.median(times), size


def main() -> None:
    """Measure and print."""
    print("data of a view, warm: seconds and bytes")
    span = load_timeline()
    whole = ExportRequest(View(date=span.last), start=span.first)
    for form, told in FORMATS.items():
        if told.family not in ("data", "bundle"):
            continue
        day, day_size = seconds(form, ExportRequest(View()))
        line = f"  {form:8} a day {day:.3f} s {day_size:>9,}"
        if told.family == "data":
            period, size = seconds(form, whole)
            line += f"   {len(whole.days)} days {period:.2f} s {size:>12,}"
        print(line)


if __name__ == "__main__":
    main()
