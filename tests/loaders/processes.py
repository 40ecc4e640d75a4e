"""What runs below a process, as Linux tells it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path


def children_of(number: int, *, deep: bool = True) -> list[int]:
    """The processes that a process has started, and those that these have."""
    started = [
        int(child)
        for thread in Path(f"/proc/{number}/task").glob("*/children")
        for child in _text(thread).split()
    ]
    return [one for child in started for one in (child, *(children_of(child) if deep else ()))]


def is_running(number: int) -> bool:
    state = _text(Path(f"/proc/{number}/stat")).rpartition(")")[2].split()[:1]
    return state not in ([], ["Z"], ["X"])


def gone(numbers: Iterable[int], seconds: float = 2.0) -> bool:
    """Whether processes are gone, or go within some seconds."""
    numbers, until = list(numbers), time.monotonic() + seconds
    while any(map(is_running, numbers)):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError:
        return ""
