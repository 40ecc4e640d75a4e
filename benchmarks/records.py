"""How long movement records take by the hundred million, and how much memory; beside what else is.

``python -m benchmarks.records --rows 100M``: nuzuh on DuckDB by P-code, by coordinates and by
cells of H3; beside it DuckDB asked in SQL by hand, Polars as it streams, pandas and GeoPandas on
the part that they are given, and nuzuh on Spark in local mode on a part. All read the same made-up
Parquet files (:mod:`benchmarks.madeup_records`), each in a process of its own, one after
the other, and all that count the same are held to each other: a figure of a wrong count is none.

Seconds are from the start of the process to its end, imports included. CPU seconds stand beside
them: on a machine that does other things they are what tells. Memory is the sum of the most that
each process of a contender ever held (``VmHWM``; Linux alone tells it).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.machine import cpu_seconds, facts
from benchmarks.madeup_records import A_DAY, day_of_movements, rows_told, write_records
from benchmarks.memory import in_mb
from benchmarks.record_counters import CONTENDERS, SPARK, Cells, Contender, here
from benchmarks.record_files import day_file

BUDGET_SECONDS, BUDGET_MB = 60, 2000
"""For :data:`BUDGET_ROWS` on two cores with DuckDB, by P-code and by coordinates."""
BUDGET_ROWS = 100_000_000
STEPS = (1, 10, 30, 100)
"""Days of which the slope is measured."""
ROOT = Path(__file__).resolve().parents[1]
_BETWEEN = 0.25
"""Seconds between two looks at what a contender has started; to look takes time of its own."""

BUDGETED = ("nuzuh-pcodes", "nuzuh-coordinates")


@dataclass(frozen=True)
class Run:
    """What one run of a contender took.

    Attributes:
        seconds: from start to end.
        processor: CPU seconds of all its processes.
        megabytes: the most that they held.
        cells: what it counted.
    """

    seconds: float
    processor: float
    megabytes: float
    cells: Cells


def run(contender: Contender, folder: Path, days: int) -> Run:
    """Run a contender in a process of its own.

    Raises:
        CalledProcessError: when it fails; what it said is printed.
    """
    words = ["-m", "benchmarks.record_counters", contender.name, str(folder), str(days)]
    paths = [str(ROOT), *([str(SPARK)] if contender.needs == "pyspark" else [])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    with tempfile.TemporaryFile() as told:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", *words], stdout=told, env=environment, cwd=ROOT
        )
        most, used = dict[int, float](), dict[int, float]()
        ended = False
        while not ended:
            time.sleep(_BETWEEN)
            for pid in _children(process.pid):
                _look(pid, most, used)
            pid, status, own = os.wait4(process.pid, os.WNOHANG)
            ended = bool(pid)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, words)
        told.seek(0)
        # Spark writes on the same stream; the counts are the last line.
        rows = json.loads(told.read().splitlines()[-1])
    cells = {(day, origin, destination): amount for day, origin, destination, amount in rows}
    own_used, own_most = own.ru_utime + own.ru_stime, own.ru_maxrss * 1024 / 1e6
    return Run(seconds, own_used + sum(used.values()), own_most + sum(most.values()), cells)


def _look(pid: int, most: dict[int, float], used: dict[int, float]) -> None:
    try:
        most[pid] = in_mb(Path(f"/proc/{pid}/status").read_text("ascii"), "VmHWM")
        used[pid] = cpu_seconds(pid)
    except (OSError, ValueError, IndexError):
        return  # it has ended between two looks; what was seen last stands


def _children(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and theirs: Java is one."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text("ascii").split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _children(child)


def disagreement(one: Cells, other: Cells, apart: float = 0.0, step: int = 5) -> str:
    """Say where two counts of the same differ, once rounded; "" where they do not.

    Args:
        one: what one counted.
        other: what another did; cells that either lacks are not compared: nuzuh withholds some.
        apart: share of the records that may be in other cells.
        step: what counts are multiples of.
    """
    both = one.keys() & other.keys()
    if not both:
        return "they have no cell in common"
    mine, theirs = (
        {key: (cells[key] + step // 2) // step * step for key in both} for cells in (one, other)
    )
    wrong = [key for key in sorted(both) if mine[key] != theirs[key]]
    moved = sum(abs(mine[key] - theirs[key]) for key in wrong) / max(1, sum(mine.values()))
    if moved <= apart:
        return ""
    key = wrong[0]
    return f"{len(wrong)} of {len(both)} cells differ, first {key}: {one[key]}, {other[key]}"


def slope(days: Sequence[int], seconds: Sequence[float]) -> tuple[float, float, float]:
    """Return seconds of no day, of a day more, and the standard error of the latter.

    Least squares of relative errors: a hundredth of a long run counts as one of a short run.
    """
    x, y = np.array(days, float), np.array(seconds, float)
    design = np.column_stack((np.ones_like(x), x)) / y[:, None]
    (start, more), *_ = np.linalg.lstsq(design, np.ones_like(y), rcond=None)
    left = np.ones_like(y) - design @ np.array([start, more])
    freedom = max(1, len(x) - 2)
    spread = np.linalg.inv(design.T @ design) * (left @ left / freedom)
    return float(start), float(more), float(np.sqrt(spread[1, 1]))


@contextmanager
def made_up(folder: Path | None, days: int, a_day: int) -> Iterator[Path]:
    """Hold records ready: those of a folder that has enough days, or made and then deleted."""
    if folder is not None and all(day_file(folder, one).is_file() for one in range(days)):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="nuzuh-records-", dir=folder) as made:
        begin = time.perf_counter()
        files = list(write_records(Path(made), days, a_day, day_of_movements))
        size = sum(file.stat().st_size for file in files) / 1e9
        took = time.perf_counter() - begin
        print(f"made up {days * a_day / 1e6:,.0f} M records, {size:.1f} GB, in {took:.0f} s")
        yield Path(made)


def _told(name: str, days: int, a_day: int, found: Run, beside: Run | None) -> str:
    millions = days * a_day / 1e6
    each = found.processor / millions
    ratio = f"{each / (beside.processor / millions):5.1f}x" if beside else "     -"
    return (
        f"  {name:<22}{millions:>6,.0f} M {found.seconds:>8.1f} s {found.processor:>8.1f} s CPU "
        f"{each:>7.3f} s CPU a million {ratio} {found.megabytes:>7,.0f} MB  "
        f"load {os.getloadavg()[0]:.1f}"
    )


def compare(folder: Path, days: int, a_day: int, names: Sequence[str]) -> dict[str, Run]:
    """Run contenders one after the other and print a line of each; ratios are to the first."""
    found = dict[str, Run]()
    beside = dict[int, Run]()
    for name in names:
        contender = CONTENDERS[name]
        if not here(contender):
            print(f"  {name:<22}not measured, it takes {contender.needs}")
            continue
        some = min(days, contender.days or days)
        if some not in beside:
            beside[some] = run(CONTENDERS[names[0]], folder, some)
        first = name == names[0]
        found[name] = beside[some] if first else run(contender, folder, some)
        print(_told(name, some, a_day, found[name], None if first else beside[some]), flush=True)
        for other, theirs in found.items():
            if CONTENDERS[other].alike == contender.alike and other != name:
                apart = max(contender.apart, CONTENDERS[other].apart)
                wrong = disagreement(found[name].cells, theirs.cells, apart)
                if wrong:
                    raise SystemExit(f"{name} and {other} do not count alike: {wrong}")
    return found


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure movement records at size.")
    parser.add_argument("--rows", type=rows_told, default=rows_told("10M"))
    parser.add_argument("--a-day", type=rows_told, default=A_DAY, help="records of each day")
    parser.add_argument("--folder", type=Path, help="of records that are made, or to make them in")
    parser.add_argument("--only", nargs="*", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--no-slope", action="store_true", help="leave out the slope")
    given = parser.parse_args([] if arguments is None else arguments)
    if sys.platform != "linux":
        print("movement records: not measured, it takes Linux")
        return
    days = max(1, round(given.rows / given.a_day))
    print(facts())
    with made_up(given.folder, days, given.a_day) as folder:
        print(f"movements by day and pair of governorates, {given.a_day:,} a day:")
        found = compare(folder, days, given.a_day, given.only)
        for name in BUDGETED:
            if name in found:
                _budget(name, days * given.a_day, found[name])
        if not given.no_slope:
            for name in BUDGETED:
                if name in found:
                    _slope(name, folder, days, given.a_day, found[name])


def _budget(name: str, rows: int, found: Run) -> None:
    seconds = found.seconds * BUDGET_ROWS / rows if rows < BUDGET_ROWS else found.seconds
    kept = "within" if seconds <= BUDGET_SECONDS and found.megabytes <= BUDGET_MB else "ABOVE"
    scaled = f", scaled from {rows / 1e6:,.0f} M" if rows != BUDGET_ROWS else ""
    print(
        f"  {name}: {seconds:.1f} s and {found.megabytes:,.0f} MB{scaled}: {kept} the budget of "
        f"{BUDGET_SECONDS} s and {BUDGET_MB:,} MB for {BUDGET_ROWS / 1e6:,.0f} M"
    )


def _slope(name: str, folder: Path, days: int, a_day: int, whole: Run) -> None:
    steps = [step for step in STEPS if step < days]
    runs = [run(CONTENDERS[name], folder, step) for step in steps] + [whole]
    steps.append(days)
    if len(steps) < 3:
        print(f"  {name}: no slope of fewer than three sizes")
        return
    line = ", ".join(
        f"{step * a_day / 1e6:,.0f} M {one.seconds:.1f} s {one.megabytes:,.0f} MB"
        for step, one in zip(steps, runs, strict=True)
    )
    start, more, error = slope(steps, [one.seconds for one in runs])
    thousand = 1e9 / a_day
    print(
        f"  {name}: {line}; {more * 1e6 / a_day:.3f} s a million more, so 1,000 M on paper in "
        f"{(start + more * thousand) / 60:.1f} ± {2 * error * thousand / 60:.1f} minutes"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
