"""The commands that use the network: ``nuzuh refresh`` and ``nuzuh diff``.

Every other command only takes into use what they have left on the disk.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Protocol

from loaders.live.refreshing import Refreshed, compare, refresh, said
from loaders.live.settings import Settings, read_settings
from loaders.live.sources import SOURCES


class NothingRefreshedError(Exception):
    """No source could be refreshed; the message says why, in one sentence."""


class _Commands(Protocol):
    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002
        """Add a command, as argparse does."""


def add_commands(commands: _Commands) -> None:
    """Add ``refresh`` and ``diff`` to the command line."""
    for name, told, run in (
        ("refresh", "fetch newer tables and keep those that are good", _refresh),
        ("diff", "what a refresh would change; nothing is kept", _diff),
    ):
        command = commands.add_parser(name, help=told)
        command.add_argument(
            "--source",
            action="append",
            choices=tuple(SOURCES),
            help="only this one; may be given several times",
        )
        command.add_argument("--format", choices=("text", "json"), default="text")
        command.set_defaults(run=run)


def _names(options: argparse.Namespace, settings: Settings) -> list[str]:
    """The sources asked for; of all, those that are not switched off by default."""
    if options.source:
        return list(dict.fromkeys(options.source))
    return [name for name in SOURCES if name != "orders" or settings.orders_url]


def _refresh(options: argparse.Namespace) -> None:
    settings = read_settings()

    def progress(source: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {total}: {source:<20}")

    done = refresh(_names(options, settings), settings, progress=progress)
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 40 + "\r")
    _print(done, options.format)
    if options.format == "text" and any(one.succeeded for one in done):
        sys.stdout.write(f"{said(done)}\n")
    _check(done)


def _diff(options: argparse.Namespace) -> None:
    settings = read_settings()
    done = compare(_names(options, settings), settings)
    _print(done, options.format)
    _check(done)


def _check(done: list[Refreshed]) -> None:
    if not any(one.succeeded for one in done):
        reasons = "; ".join(dict.fromkeys(one.provenance.reason for one in done))
        raise NothingRefreshedError(f"nothing could be refreshed: {reasons}")


def _print(done: Iterable[Refreshed], kind: str) -> None:
    if kind == "json":
        rows = [_row(one) for one in done]
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    for one in done:
        reason = "" if one.succeeded else f"; {one.provenance.reason}"
        sys.stdout.write(f"{one.source}: {one.provenance.status}, {one.change}{reason}\n")


def _row(one: Refreshed) -> dict[str, Any]:
    row = asdict(one.provenance)
    row["retrieved"] = row.pop("retrieved_at")
    change = {name: list(getattr(one.change, name)) for name in ("new", "revised", "withdrawn")}
    return row | change
