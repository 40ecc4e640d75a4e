"""What the server asks of the system for its own process."""

from __future__ import annotations

import ctypes
import sys

FILES_OPEN = 65_536
"""Each reader holds four of them, so the usual limit of 1,024 would turn away the 250th."""

ARENAS = 2
"""Heaps that threads share. glibc gives each of many threads one of its own, and what is freed in
one is no use to another: in half an hour a busy server kept some 30 MB that nobody held."""
_M_ARENA_MAX = -8
"""glibc's name for it, from ``malloc.h``."""


def allow_many_files() -> None:
    """Let this process have as many files and connections open as whoever runs it permits."""
    if sys.platform == "win32":
        return  # it counts them otherwise
    import resource  # noqa: PLC0415 (Windows has none)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES_OPEN if hard == resource.RLIM_INFINITY else min(FILES_OPEN, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def keep_memory_together() -> None:
    """Let glibc keep few heaps, as ``MALLOC_ARENA_MAX`` does; other systems have no such thing."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, ARENAS)
