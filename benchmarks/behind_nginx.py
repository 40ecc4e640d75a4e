"""Readers behind nginx on two processes, beside the same readers on these processes themselves.

``python -m benchmarks.behind_nginx --readers 300 --seconds 15``. The proxy is that of ``deploy/``,
with its limits and its log; each reader keeps to one process, by the cookie that it gives.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.machine import cpu_seconds, facts, server_pid
from benchmarks.readers import OURS, Together, opening, settled_together, share
from tests.browser.conftest import ROOT, serve
from tests.deploy.proxy import nginx_before
from tests.tools import find_nginx

READERS, SECONDS, PROCESSES = 300, 15.0, 2


async def measured(
    name: str, addresses: list[str], pids: list[int], count: int, seconds: float
) -> Together:
    """Let readers come to some addresses, and print what they met."""
    before = [cpu_seconds(pid) for pid in pids]
    told = await settled_together(addresses, OURS.query, count, seconds)
    used = [cpu_seconds(pid) - was for pid, was in zip(pids, before, strict=True)]
    shares = " and ".join(f"{one:.1f} s" for one in used)
    last = max(told.opened, default=float("nan"))
    print(
        f"{count} readers {name}: the last has all after {last:.1f} s; {told}; "
        f"processor of the processes {shares}",
        flush=True,
    )
    return told


async def measure(count: int, seconds: float) -> None:
    """Measure both ways on the same processes."""
    with ExitStack() as stack:
        addresses, pids = [], []
        for _ in range(PROCESSES):
            addresses.append(stack.enter_context(serve(ROOT)))
            pids.append(server_pid())
        for address, pid in zip(addresses, pids, strict=True):
            await opening(address, pid, OURS.query, 1)
        direct = await measured("on two processes", addresses, pids, count, seconds)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nuzuh-")))
        ports = [urlsplit(address).port or 0 for address in addresses]
        front = stack.enter_context(nginx_before(folder, ports))
        behind = await measured("behind nginx", [front.app], pids, count, seconds)
    if direct.waits and behind.waits:
        ratios = [share(behind.waits, part) / share(direct.waits, part) for part in (0.5, 0.95)]
        print("so behind nginx: p50 {:.1f}x, p95 {:.1f}x of what it is without".format(*ratios))


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure readers behind nginx.")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args([] if arguments is None else arguments)
    if not Path("/proc/self/stat").exists() or find_nginx() is None:
        print("behind nginx: not measured, it takes Linux and nginx")
        return
    print(facts())
    asyncio.run(measure(given.readers, given.seconds))
    print(facts())


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
