"""``nuzuh refresh`` and ``nuzuh diff``: the two commands that use the network.

Every other command only takes into use what they have left on the disk, and so does
``nuzuh diff`` with two data versions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click

from nuzuh.cli.changes import print_changes
from nuzuh.cli.output import print_json
from nuzuh.cli.parsing import Choice, Command, format_option
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live import refreshing
from nuzuh.loaders.live.refreshing import Refreshed
from nuzuh.loaders.live.settings import Settings, read_settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.scene.data_versions import LATEST, changes_of, check_versions


def _of_sources(*forms: str) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Add what both commands take.

    Args:
        forms: formats in which it is told.
    """
    source = click.option(
        "--source",
        "asked",
        multiple=True,
        type=Choice(tuple(SOURCES)),
        help="only this one; may be given several times",
    )
    return lambda command: source(format_option(*forms)(command))


@click.command(cls=Command, help="fetch newer tables and keep those that are good")
@_of_sources("text", "json")
def refresh(asked: tuple[str, ...], form: str) -> None:
    """Fetch tables anew and say what changed in each."""
    settings = read_settings()
    at_terminal = sys.stderr.isatty()

    def progress(source: str, done: int, total: int) -> None:
        if at_terminal:
            sys.stderr.write(f"\r{done} of {total}: {source:<20}")

    done = refreshing.refresh(_names(asked, settings), settings, progress=progress)
    if at_terminal:
        sys.stderr.write("\r" + " " * 40 + "\r")
    _print(done, form)
    if form == "text" and any(one.succeeded for one in done):
        sys.stdout.write(f"{refreshing.said(done)}\n")
    _check(done)


@click.command(
    cls=Command,
    help="what changed between two data versions; without any, what a refresh would change",
)
@click.argument("before", required=False, metavar="[V1]", help="data version, or latest")
@click.argument("after", required=False, metavar="[V2]", help="the later one; latest when left out")
@_of_sources("text", "json", "csv")
def diff(before: str | None, after: str | None, asked: tuple[str, ...], form: str) -> None:
    """Say what changed between two data versions, or what a refresh would change."""
    if before is not None:
        if asked:
            raise RefusedError(
                "--source is for what a refresh would change: leave out the versions"
            )
        check_versions(before, after or LATEST)
        print_changes(changes_of(before, after or LATEST), form)
        return
    if form == "csv":
        raise RefusedError("what a refresh would change is told as text or JSON, not as csv")
    settings = read_settings()
    done = refreshing.compare(_names(asked, settings), settings)
    _print(done, form)
    _check(done)


def _names(asked: tuple[str, ...], settings: Settings) -> list[str]:
    """The sources asked for; of all, those that are not switched off by default."""
    if asked:
        return list(dict.fromkeys(asked))
    return [name for name in SOURCES if name != "orders" or settings.orders_url]


def _check(done: list[Refreshed]) -> None:
    if not any(one.succeeded for one in done):
        reasons = "; ".join(dict.fromkeys(one.provenance.reason for one in done))
        raise RefusedError(f"nothing could be refreshed: {reasons}")


def _print(done: list[Refreshed], form: str) -> None:
    if form == "json":
        print_json([_row(one) for one in done])
        return
    for one in done:
        reason = "" if one.succeeded else f"; {one.provenance.reason}"
        sys.stdout.write(f"{one.source}: {one.provenance.status}, {one.change}{reason}\n")


def _row(one: Refreshed) -> dict[str, Any]:
    row = asdict(one.provenance)
    row["retrieved"] = row.pop("retrieved_at")
    change = {name: list(getattr(one.change, name)) for name in ("new", "revised", "withdrawn")}
    return row | change
