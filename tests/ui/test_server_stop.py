"""A server that is told to end takes no new readers, and finishes their files."""

from __future__ import annotations

import asyncio
import signal
import threading

import pytest

from nuzuh.export.making import making
from nuzuh.ui import server_stop
from nuzuh.ui.readiness import Readiness
from nuzuh.ui.server_stop import GracefulStop

PATIENCE = 10


class Uvicorn:
    should_exit = False

    def handle_exit(self, *_):
        raise AssertionError("its process would end as one that was killed")


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(server_stop, "_FETCH", 0)
    monkeypatch.setattr(server_stop, "_CLOSE", 0)
    before, uvicorn = signal.getsignal(signal.SIGTERM), Uvicorn()
    signal.signal(signal.SIGTERM, uvicorn.handle_exit)
    yield uvicorn
    signal.signal(signal.SIGTERM, before)


def told_to_end(server, readiness, grace, making_files):
    """Tell a server to end while a file is made; return whether it was closed before its end."""
    left, codes = threading.Event(), []

    def leave(code):
        codes.append(code)
        left.set()

    async def serve():
        stop = GracefulStop(readiness, grace, leave)
        assert stop.install()
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        assert readiness.state == "ending"
        closed_early = await making_files()
        await asyncio.to_thread(left.wait, PATIENCE)
        await asyncio.sleep(0)
        assert server.should_exit
        assert codes == [0]
        return closed_early

    # Signals come to the main thread, in which Playwright may keep a loop of its own.
    loop = asyncio.new_event_loop()
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return loop.run_until_complete(serve())
    finally:
        asyncio._set_running_loop(running)
        loop.close()


def test_files_in_the_making_are_finished_first(server):
    with making("png") as _:
        pass
    begun = making("png")
    begun.__enter__()

    async def files():
        await asyncio.sleep(0.1)
        early = server.should_exit
        begun.__exit__(None, None, None)
        return early

    assert told_to_end(server, Readiness(), PATIENCE, files) is False


def test_but_not_for_ever(server):
    begun = making("png")
    begun.__enter__()
    try:

        async def files():
            return None

        told_to_end(server, Readiness(), 0.05, files)
    finally:
        begun.__exit__(None, None, None)


def test_where_no_server_runs_the_signal_is_left_alone():
    before = signal.getsignal(signal.SIGTERM)

    async def serve():
        return GracefulStop(Readiness(), 1).install()

    import concurrent.futures

    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        assert not beside.submit(asyncio.run, serve()).result()
    assert signal.getsignal(signal.SIGTERM) is before
