"""What is transferred when somebody opens the map for the first time, and how soon it is drawn.

Bytes are counted on the wire, behind the compression of either side: what comes by HTTP as
Chromium tells it, what comes by websocket by a relay between browser and server. Beside
it stands the usual slider, rerun and chart of the same data. The server is warm, the
browser has never been here.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import statistics
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from playwright.async_api import Browser, Page, async_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.machine import facts
from benchmarks.readers import NAIVE, OURS, Side, within
from tests.browser.conftest import ROOT, serve
from tests.browsers import SWITCHES, find_chromium

OPENED = 7
"""Times that the page is opened, each by a browser that has never been here."""
WATCH = Path(__file__).with_name("watch.js")
"""Sees when the naive side's picture is drawn."""
LARGEST = 12
"""Files that are named."""
FILES = Path(st.__file__).parent / "static"
QUIET = 2.0
"""Seconds without a byte after which all has come."""
BUDGET_BYTES, BUDGET_SECONDS = 1.6e6, 1.5
STREAMLITS, CODE, CUBE, WORDS, REST = (
    "Streamlit's files",
    "the map's code",
    "the cube",
    "the words of days",
    "the rest of the page",
)


class Relay:
    """Passes on what goes between a browser and a server, and counts what the server sends.

    Attributes:
        sockets: bytes that came by websocket.
        all: bytes that came at all.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.sockets = 0
        self.all = 0

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the browser."""
        server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        socket = False

        async def ask() -> None:
            nonlocal socket
            while data := await reader.read(1 << 16):
                socket = socket or b"upgrade: websocket" in data.lower()
                to_server.write(data)
                await to_server.drain()

        async def answer() -> None:
            while data := await server.read(1 << 16):
                self.all += len(data)
                self.sockets += len(data) if socket else 0
                writer.write(data)
                await writer.drain()

        with suppress(ConnectionError):
            ways = [asyncio.ensure_future(ask()), asyncio.ensure_future(answer())]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
        for end in (writer, to_server):
            end.close()


@asynccontextmanager
async def relayed(address: str) -> AsyncIterator[tuple[str, Relay]]:
    """Put a relay before a server; yield its address and itself."""
    relay = Relay(urlsplit(address).port or 80)
    server = await asyncio.start_server(relay.meet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", relay
    server.close()


def kind_of(message: ForwardMsg) -> str:
    """Say what a message of the server brings."""
    component = message.delta.new_element.bidi_component.component_name
    for ending, kind in (("_code", CODE), ("_data", CUBE), ("_words", WORDS)):
        if component.endswith(ending):
            return kind
    return REST


class Account:
    """What came to a page, in bytes by kind; before compression where it came by websocket."""

    def __init__(self) -> None:
        self.http: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()
        self.files: Counter[str] = Counter()
        self._paths: dict[str, str] = {}

    async def keep(self, page: Page) -> None:
        """Begin."""
        session = await page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketFrameReceived", self._told)
        await session.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        path = urlsplit(event["response"]["url"]).path
        self._paths[event["requestId"]] = path

    def _loaded(self, event: dict[str, Any]) -> None:
        path = self._paths.get(event["requestId"], "")
        ours = path.startswith(("/media/", "/_stcore/bidi-components/"))
        size = int(event["encodedDataLength"])
        self.http[CODE if ours else STREAMLITS] += size
        self.files[path.rpartition("/")[2] or "index.html"] += size

    def _told(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        if frame["opcode"] == 2:
            data = base64.b64decode(frame["payloadData"])
            self.plain[kind_of(ForwardMsg.FromString(data))] += len(data)


def behind_a_proxy(name: str, size: int) -> int:
    """Return what a file of Streamlit's would take had somebody compressed it.

    Args:
        name: of the file.
        size: that it takes as it comes.
    """
    found = next((file for file in FILES.rglob("*") if file.name == name), None)
    if found is None or found.suffix not in {".js", ".css", ".html", ".svg", ".json"}:
        return size
    return min(size, len(gzip.compress(found.read_bytes(), 6)))


async def first_drawn(page: Page, address: str, sign: str) -> float:
    """Open a page; return the seconds until its map was drawn."""
    await page.goto(address)
    if sign == OURS.sign:
        await page.locator(sign).wait_for()
    else:
        await page.wait_for_function("watch.colour")
    return float(await page.evaluate("performance.now()")) / 1000


async def opened(browser: Browser, address: str, sign: str, account: Account | None) -> float:
    """Open the page as somebody who has never been here; return the seconds until its map."""
    context = await browser.new_context(viewport={"width": 1366, "height": 768})
    page = await context.new_page()
    page.set_default_timeout(60_000)
    await page.add_init_script(path=WATCH)
    if account:
        await account.keep(page)
    seconds = await first_drawn(page, address, sign)
    if account:
        before = -1
        while before != (now := account.plain.total() + account.http.total()):
            before = now
            await asyncio.sleep(QUIET)
    await context.close()
    return seconds


async def measure(side: Side, browser: Browser) -> tuple[float, float]:
    """Measure one side and print it; return its bytes and its seconds."""
    with serve(ROOT, side.script, *side.arguments) as address:
        path = f"/?{side.query}"
        await opened(browser, address + path, side.sign, None)
        times = [await opened(browser, address + path, side.sign, None) for _ in range(OPENED)]
        account = Account()
        async with relayed(address) as (before, relay):
            await opened(browser, before + path, side.sign, account)
    seconds = statistics.median(times)
    print(f"first opening, {side.name}: map after {seconds:.2f} s, {relay.all / 1e6:.2f} MB")
    for kind, size in account.http.most_common():
        print(f"    {kind}: {size / 1e3:.0f} kB by HTTP")
    packed = sum(behind_a_proxy(name, size) for name, size in account.files.items())
    print(f"    {packed / 1e3:.0f} kB by HTTP behind a proxy that compresses; Streamlit does not")
    largest = (f"{name} {size / 1e3:.0f} kB" for name, size in account.files.most_common(LARGEST))
    print(f"    {len(account.files)} files, the largest: {', '.join(largest)}")
    plain = account.plain.total()
    print(f"    by websocket {relay.sockets / 1e3:.0f} kB, {plain / 1e3:.0f} kB unpacked; of which")
    for kind, size in account.plain.most_common():
        print(f"        {kind}: {size / 1e3:.0f} kB")
    return relay.all, seconds


async def both() -> None:
    """Measure both sides and compare them."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=list(SWITCHES)
        )
        print(f"Chromium {browser.version}; {facts()}")
        beside, slow = await measure(NAIVE, browser)
        size, seconds = await measure(OURS, browser)
        await browser.close()
    print(
        f"so on first opening: {beside / size:.1f}x fewer bytes "
        f"({within(size, BUDGET_BYTES)} {BUDGET_BYTES / 1e6} MB), {slow / seconds:.1f}x sooner "
        f"({within(seconds, BUDGET_SECONDS)} {BUDGET_SECONDS} s)"
    )


def main() -> None:
    """Measure and print."""
    if find_chromium() is None:
        print("first opening: not measured, no Chromium here")
        return
    asyncio.run(both())


if __name__ == "__main__":
    main()
