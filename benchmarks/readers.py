"""Many readers on one server process, beside the usual slider, rerun and chart of the same data.

Each reader is a websocket of its own that says what a browser says: it opens the page,
and then settles on another day once a second, in the fragment in which the page has put
the time map. One real browser is among them. A page is open when its run has ended, so
when all that it draws has come. ``python -m benchmarks.readers --readers 20 100 --seconds 15``.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.async_api import Page, WebSocket, async_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.client import PATIENCE, ended, reading
from benchmarks.machine import cpu_seconds, facts, server_pid
from nuzuh.scene.timeline import load_timeline
from tests.browser.conftest import ROOT, serve
from tests.browsers import SWITCHES, find_chromium

READERS = (20, 100)
SECONDS = 15.0
ALONE = 10
"""Times that somebody opens the page with nobody else there."""
BUDGET = {"settle": {20: 60, 100: 200}, "cpu": 8, "open": 12}
"""Milliseconds until a settle is answered, by readers; of processor; seconds until all are open."""


async def timed(act: Awaitable[None]) -> float:
    """Return the seconds that something takes."""
    begin = time.perf_counter()
    await act
    return time.perf_counter() - begin


def some_day(chance: random.Random) -> date:
    """Return a day of the timeline."""
    span = load_timeline()
    return span.first + timedelta(days=chance.randrange((span.last - span.first).days))


async def settling(
    address: str, query: str, number: int, ready: asyncio.Barrier, seconds: float
) -> list[float]:
    """Open the page and settle once a second; return how long each answer took, in seconds."""
    chance = random.Random(number)  # noqa: S311 (the same days every time)
    async with reading(address, query, str(number)) as reader:
        await reader.open()
        await ready.wait()
        await asyncio.sleep(chance.random())
        times, until = [], time.perf_counter() + seconds
        while time.perf_counter() < until:
            times.append(await timed(reader.settle(some_day(chance))))
            await asyncio.sleep(max(0.0, 1 - times[-1]))
        return times


class Watched:
    """A real browser's page: how long after each word to the server its answer came."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.echoes: list[float] = []
        self.answered = asyncio.Event()
        self._said: float | None = None
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, _: object) -> None:
        self._said = self._said or time.perf_counter()

    def _received(self, raw: str | bytes) -> None:
        message = ForwardMsg.FromString(raw)  # type: ignore[arg-type]
        if self._said is not None and ended(message):
            self.echoes.append(time.perf_counter() - self._said)
            self._said = None
            self.answered.set()


@asynccontextmanager
async def browser_at(address: str, query: str, sign: str) -> AsyncIterator[Watched]:
    """Open the page in a real browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=list(SWITCHES)
        )
        page = await browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(1000 * PATIENCE)
        watched = Watched(page)
        await page.goto(f"{address}/?{query}")
        await page.locator(sign).wait_for()
        yield watched
        await browser.close()


async def at_a_browser(
    address: str, query: str, sign: str, ready: asyncio.Barrier, seconds: float
) -> list[float]:
    """Press a key on the slider, again a second after the answer; return how long each took."""
    async with browser_at(address, query, sign) as watched:
        await watched.page.wait_for_timeout(1000)
        slider = watched.page.get_by_role("slider").last
        await slider.focus()
        await ready.wait()
        watched.echoes.clear()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            watched.answered.clear()
            await watched.page.keyboard.press("ArrowRight")
            async with asyncio.timeout(PATIENCE):
                await watched.answered.wait()
            await asyncio.sleep(1)
        return watched.echoes


def share(waits: Sequence[float], part: float) -> float:
    """Return a quantile of waits in milliseconds."""
    return 1000 * sorted(waits)[int(part * (len(waits) - 1))]


@dataclass(frozen=True)
class Load:
    """What many readers had to wait for, and what they cost.

    Attributes:
        waits: seconds until each settle was answered.
        browser: the same for the one in a real browser.
        cpu: seconds of the server's processor a settle.
    """

    waits: list[float]
    browser: list[float]
    cpu: float

    def share(self, part: float) -> float:
        """Return a quantile of the waits in milliseconds."""
        return share(self.waits, part)

    def __str__(self) -> str:
        """Say everything."""
        real = f"{1000 * statistics.median(self.browser):.0f} ms" if self.browser else "no answer"
        return (
            f"p50 {self.share(0.5):.0f} ms, p95 {self.share(0.95):.0f} ms of {len(self.waits)} "
            f"settles; {1000 * self.cpu:.1f} ms of the server's processor a settle; "
            f"a browser among them {real}"
        )


@dataclass(frozen=True)
class Together:
    """What became of readers who were there at once.

    Attributes:
        opened: seconds until each had all, counted from when all came.
        waits: seconds until each settle was answered.
        errors: what failed, one for each reader who could not go on.
    """

    opened: list[float]
    waits: list[float]
    errors: list[BaseException]

    def __str__(self) -> str:
        """Say everything."""
        if not self.waits:
            return f"nobody was answered: {self.errors[0]!r}"
        p50, p95, most = (share(self.waits, part) for part in (0.5, 0.95, 1.0))
        failed = f" ({self.errors[0]!r:.100})" if self.errors else ""
        return (
            f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, at most {most:.0f} ms of {len(self.waits)} "
            f"settles; {len(self.errors)} errors{failed}"
        )


async def settled_together(
    addresses: Sequence[str], query: str, count: int, seconds: float
) -> Together:
    """Let readers open the page at once, and then settle once a second.

    Whoever fails holds up nobody else.

    Args:
        addresses: of servers, between which the readers are dealt out.
        query: of the address that they open.
        count: how many readers.
        seconds: for which they settle, once all have opened the page.
    """
    begin, there = time.perf_counter(), asyncio.Event()
    opened: list[float] = []
    waits: list[float] = []
    errors: list[BaseException] = []

    def arrived() -> None:
        if len(opened) + len(errors) >= count:
            there.set()

    async def one(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 (the same days every time)
        address = addresses[number % len(addresses)]
        async with reading(address, query, str(number)) as reader:
            await reader.open()
            opened.append(time.perf_counter() - begin)
            arrived()
            await there.wait()
            await asyncio.sleep(chance.random())
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                waits.append(await timed(reader.settle(some_day(chance))))
                await asyncio.sleep(max(0.0, 1 - waits[-1]))

    async def whatever_comes(number: int) -> None:
        try:
            await one(number)
        except Exception as error:  # noqa: BLE001 (it is counted)
            errors.append(error)
            arrived()

    await asyncio.gather(*map(whatever_comes, range(count)))
    return Together(opened, waits, errors)


async def load(address: str, pid: int, query: str, sign: str, count: int, seconds: float) -> Load:
    """Let so many readers settle once a second, one of them in a browser."""
    ready = asyncio.Barrier(count + 1)

    async def once_all_are_there() -> float:
        await ready.wait()
        return cpu_seconds(pid)

    others = [settling(address, query, n, ready, seconds) for n in range(count - 1)]
    before, browser, *waits = await asyncio.gather(
        once_all_are_there(), at_a_browser(address, query, sign, ready, seconds), *others
    )
    used = cpu_seconds(pid) - before
    pooled = [wait for reader in waits for wait in reader]
    return Load(pooled, browser, used / (len(pooled) + len(browser)))


@dataclass(frozen=True)
class Opening:
    """How long it took until readers who came at once had everything.

    Attributes:
        times: of each, in seconds.
        size: bytes that each was sent.
        cpu: seconds of the server's processor a reader.
    """

    times: list[float]
    size: float
    cpu: float


async def opening(address: str, pid: int, query: str, count: int) -> Opening:
    """Let so many readers open the page at once."""
    begin, before = time.perf_counter(), cpu_seconds(pid)

    async def one() -> tuple[float, int]:
        async with reading(address, query) as reader:
            await reader.open()
            return time.perf_counter() - begin, reader.size

    found = await asyncio.gather(*(one() for _ in range(count)))
    times, sizes = zip(*found, strict=True)
    used = (cpu_seconds(pid) - before) / count
    return Opening(list(times), statistics.median(sizes), used)


@dataclass(frozen=True)
class Side:
    """One of the two that are held against each other."""

    name: str
    script: str
    arguments: tuple[str, ...]
    query: str
    sign: str


OURS = Side(
    "the app",
    "app.py",
    (),
    "date=2025-10-05&lang=en&show=published",
    "[data-testid=time-map][data-date]",
)
NAIVE = Side(
    "slider, rerun, chart and words",
    "benchmarks/apps/naive.py",
    ("5", "words"),
    "",
    "[data-testid=stDeckGlJsonChart]",
)


@dataclass(frozen=True)
class Found:
    """What was measured of a side."""

    loads: dict[int, Load]
    opening: Opening


async def measure(side: Side, readers: list[int], seconds: float) -> Found:
    """Measure one side on a server of its own, and print it."""
    with serve(ROOT, side.script, *side.arguments) as address:
        pid = server_pid()
        # Warm: somebody has been here before.
        await opening(address, pid, side.query, 1)
        alone = [await opening(address, pid, side.query, 1) for _ in range(ALONE)]
        first = statistics.median(one.times[0] for one in alone)
        used = statistics.mean(one.cpu for one in alone)
        most = max(readers)
        crowd = await opening(address, pid, side.query, most)
        print(
            f"opening, {side.name}: alone {first:.2f} s and "
            f"{1000 * used:.0f} ms of the server's processor; {most} at once: the last has "
            f"all after {max(crowd.times):.1f} s, {crowd.size / 1e3:.0f} kB each",
            flush=True,
        )
        loads = {}
        for count in readers:
            loads[count] = await load(address, pid, side.query, side.sign, count, seconds)
            print(f"{count} readers, {side.name}: {loads[count]}", flush=True)
    return Found(loads, crowd)


def compare(ours: Found, naive: Found) -> None:
    """Print how many times faster ours is, and what is within its budget."""
    for count, told in ours.loads.items():
        beside, most = naive.loads[count], BUDGET["settle"].get(count)
        kept = "" if most is None else f"; {within(told.share(0.95), most)} {most} ms at p95"
        print(
            f"so with {count} readers: {beside.share(0.95) / told.share(0.95):.0f}x faster at p95, "
            f"{beside.cpu / told.cpu:.0f}x less of the processor a settle "
            f"({within(1000 * told.cpu, BUDGET['cpu'])} {BUDGET['cpu']} ms){kept}"
        )
    last, other = max(ours.opening.times), max(naive.opening.times)
    print(
        f"so opening at once: {other / last:.1f}x faster; "
        f"{within(last, BUDGET['open'])} {BUDGET['open']} s"
    )


def within(value: float, budget: float) -> str:
    """Say whether a budget is kept."""
    return "within" if value <= budget else "ABOVE"


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure many readers on one server.")
    parser.add_argument("--readers", type=int, nargs="+", default=list(READERS))
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args([] if arguments is None else arguments)
    if not Path("/proc/self/stat").exists() or find_chromium() is None:
        print("readers: not measured, it takes Linux and a Chromium")
        return
    print(facts())
    naive = asyncio.run(measure(NAIVE, given.readers, given.seconds))
    ours = asyncio.run(measure(OURS, given.readers, given.seconds))
    compare(ours, naive)
    print(facts())


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
