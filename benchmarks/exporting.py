"""Whether readers who only look are held up while others have files made.

``python -m benchmarks.exporting --readers 20 --seconds 30``: twenty readers settle on another day
once a second; then they do so again while three others have one clip after the other made, and
three more one figure for print. Beside it stands the same without the six.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections import Counter
from datetime import date
from pathlib import Path

from benchmarks.client import Reader, reading
from benchmarks.machine import cpu_seconds, facts, server_pid
from benchmarks.readers import OURS, Together, opening, settled_together, share
from tests.browser.conftest import ROOT, serve

READERS, SECONDS = 20, 30.0
FILES = {"a clip": ("clip", "moving-make"), "a figure for print": ("print", "print-ask")}
"""What is had made: the dialog, and the button in it."""
EACH = 3
DAY = date(2025, 10, 5)
"""Of what is made; a clip is then of eight weeks."""


async def exporting(address: str, what: str, until: asyncio.Event, times: list[float]) -> Reader:
    """Have one file after the other made; note how many seconds each took."""
    dialog, button = FILES[what]
    async with reading(address, OURS.query) as reader:
        await reader.open()
        while not until.is_set():
            await reader.take(dialog, DAY)
            begin = time.perf_counter()
            content = await reader.save(button)
            if len(content) < 10_000:
                raise RuntimeError(f"{what} came with {len(content)} bytes")
            times.append(time.perf_counter() - begin)
    return reader


async def with_files(
    address: str, count: int, seconds: float
) -> tuple[Together, list[BaseException]]:
    """Let readers settle while files are made; print what became of the files."""
    until = asyncio.Event()
    times: dict[str, list[float]] = {what: [] for what in FILES}
    makers = [
        asyncio.create_task(exporting(address, what, until, times[what]))
        for what in FILES
        for _ in range(EACH)
    ]
    # The first clip and the first figure are on their way when the readers begin.
    await asyncio.sleep(1)
    told = await settled_together([address], OURS.query, count, seconds)
    until.set()
    ended = await asyncio.gather(*makers, return_exceptions=True)
    for what, each in times.items():
        middle = f"{statistics.median(each):.1f} s each" if each else "none"
        print(f"    {what}: {len(each)} made, {middle}")
    places = Counter(line for one in ended if isinstance(one, Reader) for line in one.places)
    queue = [line for line in places if "number" in line]
    print(f"    told meanwhile: {'; '.join(sorted(queue)[:3]) or 'no place in a queue'}")
    return told, [error for error in ended if isinstance(error, BaseException)]


async def measure(count: int, seconds: float) -> None:
    """Measure both on one server, and print them."""
    with serve(ROOT) as address:
        pid = server_pid()
        await opening(address, pid, OURS.query, 1)
        alone = await settled_together([address], OURS.query, count, seconds)
        print(f"{count} readers, no files: {alone}", flush=True)
        before = cpu_seconds(pid)
        beside, errors = await with_files(address, count, seconds)
        used = (cpu_seconds(pid) - before) / seconds
        print(
            f"{count} readers, {2 * EACH} others have files made: {beside}; files that failed: "
            f"{len(errors)} {[str(error)[:100] for error in errors[:2]]}; the server's processor "
            f"{100 * used:.0f} %"
        )
    ratios = (share(beside.waits, part) / share(alone.waits, part) for part in (0.5, 0.95, 1.0))
    print("so with files made: p50 {:.1f}x, p95 {:.1f}x, the longest {:.1f}x".format(*ratios))


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure readers while files are made.")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args([] if arguments is None else arguments)
    if not Path("/proc/self/stat").exists():
        print("exporting: not measured, it takes Linux")
        return
    print(facts())
    asyncio.run(measure(given.readers, given.seconds))
    print(facts())


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
