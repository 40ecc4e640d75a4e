"""Runs what is asynchronous in a test, whatever has run in the same process before."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """Return what a coroutine returns, run in a thread of its own.

    Playwright keeps a loop running in the thread of the tests, in which no other can begin.
    """
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()
