"""The tools that some tests need and not every machine has, and what is not tried without them.

``NUZUH_REQUIRE`` names those whose absence is a failure, with commas between; where it is not
set and ``CI`` is, that is Chromium.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from tests.browsers import CHROMIUM, FIREFOX, find_chromium, find_firefox


@dataclass(frozen=True)
class Tool:
    """A tool.

    Attributes:
        name: as ``NUZUH_REQUIRE`` and the end of a run name it.
        is_here: whether this machine has it.
        untried: what is not tried without it.
        advice: how to get it.
    """

    name: str
    is_here: Callable[[], bool]
    untried: str
    advice: str


def find_nginx() -> str | None:
    """Return the path of an nginx, or None; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


SPARK = Path(__file__).resolve().parents[1] / "build/tools/spark"
"""Where PySpark lies, for processes that put it on their path; see the Makefile."""


def find_spark() -> bool:
    """Return whether Apache Spark can run: PySpark in its folder, and Java."""
    return (SPARK / "pyspark").is_dir() and shutil.which("java") is not None


def _programs(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def _package(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "chromium",
            lambda: find_chromium() is not None,
            "pages, maps, frames and files in a real browser",
            CHROMIUM.advice,
        ),
        Tool(
            "firefox",
            lambda: find_firefox() is not None,
            "the map page in a second kind of browser",
            FIREFOX.advice,
        ),
        Tool(
            "node",
            _programs("node", "npm"),
            "whether the scripts are what their source gives, and its types",
            "install Node 20 or later with npm, and run make frontend once",
        ),
        Tool(
            "nginx",
            lambda: find_nginx() is not None,
            "the proxy before two processes: limits, caching, seats, headers",
            "sudo apt-get install nginx-light",
        ),
        Tool(
            "systemd",
            _programs("systemd-analyze"),
            "whether the units of services are what systemd reads",
            "run the tests where systemd is installed",
        ),
        Tool(
            "pdfium",
            _package("pypdfium2"),
            "PDF figures against their references, and the words in them",
            "pip install pypdfium2",
        ),
        Tool(
            "spark",
            find_spark,
            "movement records on Apache Spark: whether it counts and withholds as DuckDB does",
            "install Java 17 (Debian: openjdk-17-jre-headless), then make build/tools/spark.stamp",
        ),
        Tool(
            "xdist",
            _package("xdist"),
            "nothing is left out, but one core does it all",
            "pip install pytest-xdist",
        ),
        Tool(
            "user",
            lambda: os.geteuid() != 0,
            "folders that are closed to whoever runs the program",
            "run the tests as somebody else than root",
        ),
    )
}
"""Tools by name."""

_MARK = "without "


def required() -> tuple[str, ...]:
    """Return the tools whose absence is a failure.

    Raises:
        UsageError: for a name that is no tool's.
    """
    usual = "chromium" if os.environ.get("CI") else ""
    told = os.environ.get("NUZUH_REQUIRE", usual)
    names = tuple(filter(None, map(str.strip, told.split(","))))
    unknown = [name for name in names if name not in TOOLS]
    if unknown:
        known = ", ".join(TOOLS)
        raise pytest.UsageError(f"NUZUH_REQUIRE names {unknown[0]!r}; the tools are {known}")
    return names


def hold_required() -> None:
    """Stop before the first test where a required tool is not here.

    Raises:
        UsageError: naming each one, and how to get it.
    """
    absent = [TOOLS[name] for name in required() if not TOOLS[name].is_here()]
    if absent:
        told = "; ".join(f"{tool.name} ({tool.advice})" for tool in absent)
        raise pytest.UsageError(f"NUZUH_REQUIRE asks for what is not here: {told}")


def need(name: str) -> None:
    """Leave a test out where a tool is not here, or fail it where that tool is required."""
    if not TOOLS[name].is_here():
        lacking(name, TOOLS[name].advice)


def lacking(name: str, why: str) -> NoReturn:
    """Leave a test out for want of a tool, or fail it where that tool is required.

    Args:
        name: one of :data:`TOOLS`.
        why: what is wrong with it, or how to get it.
    """
    told = f"{_MARK}{name}: {why}"
    if name in required():
        pytest.fail(f"{told} (NUZUH_REQUIRE asks for it)")
    pytest.skip(told)


def untried(reasons: Iterable[str]) -> list[str]:
    """Return a line for each tool for want of which tests were left out.

    Args:
        reasons: why tests were left out, one a test.
    """
    told = list(reasons)
    lines = []
    for tool in TOOLS.values():
        count = sum(f"{_MARK}{tool.name}: " in reason for reason in told)
        if count:
            tests = "test" if count == 1 else "tests"
            lines.append(f"not tried without {tool.name}: {tool.untried} ({count} {tests})")
    return lines
