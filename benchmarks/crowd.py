"""How many readers one process bears, and what gives way first.

``python -m benchmarks.crowd --readers 100 200 400 800``: for each number a server of its own; all
open the page at once, and then settle on another day once a second. Told are the waits, the
processor, memory, threads and open files of the server. Beside the crowd stands one reader alone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import time
from pathlib import Path

from benchmarks.machine import cpu_seconds, facts, server_pid, waited_seconds
from benchmarks.readers import OURS, opening, settled_together, share, within
from tests.browser.conftest import ROOT, serve

READERS = (100, 200, 400, 800)
SECONDS = 15.0
MOST = 200
"""Milliseconds at p95 for a hundred readers."""
EVERY = 0.5


class Peak:
    """The most that a process had at a time of memory, threads and open files."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.memory = self.threads = self.files = 0

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(EVERY)

    def look(self) -> None:
        """Look once."""
        status = Path(f"/proc/{self._pid}/status").read_text("ascii")
        memory, threads = (
            int(found[1]) if (found := re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)) else 0
            for name in ("VmRSS", "Threads")
        )
        self.memory = max(self.memory, memory * 1024)
        self.threads = max(self.threads, threads)
        self.files = max(self.files, len(os.listdir(f"/proc/{self._pid}/fd")))  # noqa: PTH208

    def __str__(self) -> str:
        """Say everything."""
        return f"{self.memory / 1e6:.0f} MB, {self.threads} threads, {self.files} files open"


async def crowd(count: int, seconds: float) -> float:
    """Measure readers on a server of their own; return p95 in ms, endless with errors."""
    with serve(ROOT) as address:
        pid = server_pid()
        await opening(address, pid, OURS.query, 1)
        alone = await settled_together([address], OURS.query, 1, 5)
        before = Peak(pid)
        before.look()
        peak, used, begin = Peak(pid), cpu_seconds(pid), time.perf_counter()
        own, starved = time.process_time(), waited_seconds(pid)
        watching = asyncio.create_task(peak.watch())
        told = await settled_together([address], OURS.query, count, seconds)
        watching.cancel()
        took = time.perf_counter() - begin
        busy, starved = (cpu_seconds(pid) - used) / took, (waited_seconds(pid) - starved) / took
        own = (time.process_time() - own) / took
        last = max(told.opened, default=float("nan"))
    print(
        f"{count} readers: the last has all after {last:.1f} s; {told}; of a processor "
        f"the server used {100 * busy:.0f} %, waited for it {100 * starved:.0f} % of the time, and "
        f"the readers used {100 * own:.0f} %; before {before}; at most {peak}",
        flush=True,
    )
    p95 = share(told.waits, 0.95) if told.waits else float("inf")
    print(
        f"    so p95 is {p95 / share(alone.waits, 0.95):.0f}x that of one reader alone; each "
        f"takes {(peak.memory - before.memory) / count / 1e6:.1f} MB and "
        f"{(peak.files - before.files) / count:.1f} open files",
        flush=True,
    )
    # Whoever was turned away waited for nothing.
    return float("inf") if told.errors else p95


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how many readers one process bears.")
    parser.add_argument("--readers", type=int, nargs="+", default=list(READERS[:1]))
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args([] if arguments is None else arguments)
    if not Path("/proc/self/stat").exists():
        print("crowd: not measured, it takes Linux")
        return
    print(facts())
    for count in given.readers:
        p95 = asyncio.run(crowd(count, given.seconds))
        if count <= READERS[0]:
            print(f"    {within(p95, MOST)} {MOST} ms at p95")
    print(facts())


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
