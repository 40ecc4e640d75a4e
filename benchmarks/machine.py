"""What a benchmark ran on, and what a server's process has used: Linux tells it in ``/proc``."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import streamlit as st

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def facts() -> str:
    """Say what this machine is, and how busy it is with other things."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in _read("/proc/cpuinfo").splitlines()
            if line.startswith("model name")
        ),
        platform.processor() or "processor unknown",
    )
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{os.cpu_count()} cores of {model}, load {load:.1f}; {platform.system()}, "
        f"Python {platform.python_version()}, Streamlit {st.__version__}"
    )


def server_pid() -> int:
    """Return the process of the Streamlit server that this process has started last."""
    own = os.getpid()
    children = _read(f"/proc/{own}/task/{own}/children").split()
    commands = {int(pid): _read(f"/proc/{pid}/cmdline") for pid in children}
    return max(pid for pid, command in commands.items() if "streamlit" in command)


def cpu_seconds(pid: int) -> float:
    """Return the seconds of processor that a process has used, its threads included."""
    # The name, in brackets, may hold spaces.
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / TICKS


def waited_seconds(pid: int) -> float:
    """Return the seconds that a process's first thread was ready and got no processor.

    On a quiet machine that is next to nothing: what others run there is told by it.
    """
    return int((_read(f"/proc/{pid}/schedstat").split() or ["0", "0"])[1]) / 1e9


def _read(path: str) -> str:
    file = Path(path)
    return file.read_text(encoding="utf-8") if file.exists() else ""
