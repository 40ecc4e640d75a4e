"""Whether a server's memory stays flat while readers come, look, have files made, and leave.

``python -m benchmarks.server_soak --minutes 30``: twenty readers settle on another day once a
second; each leaves after a minute, and another comes. One has a figure for print made every half
minute, and a clip every other minute. Beside the server stands the process that its files are
forked from. Slopes are those of straight lines after the first quarter, which fills what is
meant to be kept.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.client import reading
from benchmarks.exporting import DAY, FILES
from benchmarks.machine import facts, server_pid
from benchmarks.memory import in_mb
from benchmarks.readers import OURS, opening, share, some_day, timed
from tests.browser.conftest import ROOT, serve
from tests.loaders.processes import children_of

READERS = 20
STAY = 60.0
"""Seconds after which a reader leaves."""
EVERY = {"a figure for print": 30.0, "a clip": 120.0}
SAMPLE = 15.0
BUDGET = 20.0
"""MB that a server may grow in an hour."""


@dataclass
class Course:
    """What was seen over time.

    Attributes:
        at: seconds since the beginning.
        server, warm: MB of the server, and of the process that its files are forked from.
        waits: seconds until each settle was answered.
        files: how many were made.
        errors: what failed.
    """

    at: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    files: int = 0
    errors: list[BaseException] = field(default_factory=list)

    def look(self, pid: int, since: float) -> None:
        """Note the sizes."""
        below = children_of(pid, deep=False)
        self.at.append(time.perf_counter() - since)
        self.server.append(_size(pid))
        self.warm.append(max(map(_size, below), default=0.0))


def _size(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    try:
        return in_mb(status.read_text("ascii"), "VmRSS")
    except (OSError, ValueError):  # it has ended
        return 0.0


def slope(at: Sequence[float], sizes: Sequence[float]) -> float:
    """Return by how many MB an hour something grows, as a straight line."""
    return 3600 * statistics.linear_regression(at, sizes).slope


async def coming_and_leaving(address: str, number: int, until: float, course: Course) -> None:
    """Be one reader after the other."""
    chance = random.Random(number)  # noqa: S311 (the same days every time)
    stay = STAY * chance.random()
    while time.perf_counter() < until:
        leaves = time.perf_counter() + stay
        stay = STAY
        try:
            async with reading(address, OURS.query) as reader:
                await reader.open()
                while time.perf_counter() < min(until, leaves):
                    wait = await timed(reader.settle(some_day(chance)))
                    course.waits.append(wait)
                    await asyncio.sleep(max(0.0, 1 - wait))
        except Exception as error:  # noqa: BLE001 (it is counted)
            course.errors.append(error)
            await asyncio.sleep(1)


async def having_made(address: str, what: str, until: float, course: Course) -> None:
    """Come now and then to have a file made."""
    dialog, button = FILES[what]
    while time.perf_counter() < until:
        try:
            async with reading(address, OURS.query) as reader:
                await reader.open()
                await reader.take(dialog, DAY)
                await reader.save(button)
                course.files += 1
        except Exception as error:  # noqa: BLE001 (it is counted)
            course.errors.append(error)
        await asyncio.sleep(min(EVERY[what], max(0.0, until - time.perf_counter())))


async def soak(minutes: float) -> None:
    """Measure and print."""
    course = Course()
    with serve(ROOT) as address:
        pid = server_pid()
        await opening(address, pid, OURS.query, 1)
        begin = time.perf_counter()
        until = begin + 60 * minutes
        tasks = [
            asyncio.create_task(coming_and_leaving(address, number, until, course))
            for number in range(READERS)
        ]
        tasks += [asyncio.create_task(having_made(address, one, until, course)) for one in EVERY]
        next_word = begin
        while time.perf_counter() < until:
            course.look(pid, begin)
            if time.perf_counter() >= next_word:
                next_word += 60 * minutes / 10
                print(
                    f"    after {course.at[-1] / 60:.1f} minutes: server {course.server[-1]:.0f} "
                    f"MB, beside it {course.warm[-1]:.0f} MB; {len(course.waits)} settles, "
                    f"{course.files} files, {len(course.errors)} errors",
                    flush=True,
                )
            await asyncio.sleep(SAMPLE)
        await asyncio.gather(*tasks)
        course.look(pid, begin)
    later = len(course.at) // 4
    at = course.at[later:]
    grown, beside = slope(at, course.server[later:]), slope(at, course.warm[later:])
    # A server that has ended does not grow either.
    kept = "within" if grown <= BUDGET and not course.errors else "ABOVE"
    print(
        f"soak, {minutes:.0f} minutes: server {course.server[later]:.0f} to "
        f"{course.server[-1]:.0f} MB, {grown:+.1f} MB an hour, {kept} {BUDGET:.0f}; beside it "
        f"{course.warm[-1]:.0f} MB, {beside:+.1f} MB an hour; {len(course.waits)} settles, p95 "
        f"{share(course.waits, 0.95):.0f} ms, {course.files} files, {len(course.errors)} errors "
        f"{[repr(error)[:80] for error in course.errors[:2]]}"
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure whether a server's memory stays flat.")
    parser.add_argument("--minutes", type=float, default=1.0)
    given = parser.parse_args([] if arguments is None else arguments)
    if not Path("/proc/self/stat").exists():
        print("server soak: not measured, it takes Linux")
        return
    print(facts())
    asyncio.run(soak(given.minutes))
    print(facts())


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
