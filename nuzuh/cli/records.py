"""Movement records: ``nuzuh records``.

Only ``nuzuh records add`` needs an engine, and imports it when it is run: nothing else may.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from nuzuh.cli.output import Output, output_option, print_json
from nuzuh.cli.parsing import Command, Group, format_option
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.adoption import records_left_aside
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.records.extras import need_records
from nuzuh.loaders.records.kept_days import forget, state_of
from nuzuh.loaders.records.shelf import Entry, Shelf, check_publisher

_CONTENTS = ("mapping", "counts", "figures")


@click.group(cls=Group, help="movement records of devices or registrations, counted and scaled")
def records() -> None:
    """Add, list and remove sets of movement records."""


@records.command(
    cls=Command,
    help="count records, scale them to people, show what would be used, and put it in use",
)
@click.argument("mapping", type=Path, metavar="MAPPING")
@click.option(
    "--engine",
    "address",
    metavar="ADDRESS",
    envvar="NUZUH_RECORDS_ENGINE",
    help="what counts: DuckDB in this process where not given, else local[2], "
    "spark://HOST:PORT, clickhouse://HOST or another that Ibis knows; one with a password belongs "
    "in the variable NUZUH_RECORDS_ENGINE, since others can read a command",
)
@click.option("--dry-run", is_flag=True, help="show it, and put nothing in use")
@output_option(
    required=False,
    help="write the figures there, for *Your data* or --figures, and put nothing in use; "
    "- is standard output",
)
@click.option(
    "--days-at-a-time",
    type=click.IntRange(min=1),
    metavar="N",
    help="days that the engine counts at once, and that a kill loses at most; one where files "
    "hold one each, all where any may hold any",
)
@click.option("--again", is_flag=True, help="in the place of the records of that name here")
def add(
    mapping: Path,
    address: str | None,
    output: Output | None,
    days_at_a_time: int | None,
    *,
    dry_run: bool,
    again: bool,
) -> None:
    """Count, scale, show, and put on the shelf."""
    need_records()
    # It imports the engine, which nothing else may.
    from nuzuh.cli.records_adding import Adding  # noqa: PLC0415

    if output is not None:
        output.check()
    adding = Adding.of(mapping, read_settings())
    shelf, keeps = Shelf(adding.settings.records), output is None and not dry_run
    check_publisher(adding.mapping.publisher)
    if keeps and not again and adding.mapping.name in shelf.names():
        raise RefusedError(
            f"there are records named {adding.mapping.name} here already: --again puts these in "
            f"their place, nuzuh records remove {adding.mapping.name} takes those out of use"
        )
    told = sys.stderr if output is not None and output.file is None else sys.stdout

    def say(lines: Iterable[str]) -> None:
        told.write("".join(f"{line}\n" for line in lines))
        told.flush()

    entry = adding.made(address, days_at_a_time, say)
    if output is not None:
        output.write(entry.figures)
        if output.file is not None:
            say([f"wrote {output.file}: {entry.rows} figures, to be added on Your data"])
    elif dry_run:
        say(["dry run: nothing was put in use"])
    else:
        shelf.put(entry)
        say([f"in use: {entry.rows} figures of {entry.name} (nuzuh records list shows them)"])


@records.command("list", cls=Command, help="the sets of records whose figures are in use here")
@format_option("text", "json")
def list_(form: str) -> None:
    """Print what lies on the shelf, and what of it is left aside."""
    shelf = Shelf(read_settings().records)
    aside, entries = records_left_aside(), {one.name: one for one in shelf.entries()}
    names = sorted({*entries, *aside})
    if form == "json":
        print_json([_told(name, entries.get(name), aside.get(name, "")) for name in names])
        return
    for name in names:
        if name in aside:
            sys.stdout.write(f"{name}  left aside: {aside[name]}\n")
        else:
            sys.stdout.write("".join(f"{line}\n" for line in _lines(entries[name])))
    if not names:
        sys.stdout.write("There are no records here: nuzuh records add takes some in.\n")


@records.command(cls=Command, help="take a set of records, and its figures, out of use")
@click.argument("name", metavar="NAME")
def remove(name: str) -> None:
    """Take an entry off the shelf."""
    settings = read_settings()
    Shelf(settings.records).remove(name)
    forget(state_of(settings.cache, name))
    sys.stdout.write(f"removed {name}: its figures are used no longer\n")


def _lines(entry: Entry) -> list[str]:
    against = (
        f"the balance of data version {entry.data_version}"
        if entry.against == "balance"
        else "a survey"
    )
    withheld = f"{entry.withheld} of {entry.cells} counts withheld"
    return [
        f"{entry.name}  {entry.kind}, {entry.first} to {entry.last}  {entry.rows} figures",
        f"  {entry.publisher}: {entry.title}",
        f"  counted {entry.counted} by {entry.engine}; {withheld}, threshold {entry.threshold}",
        f"  scaled against {against}",
    ]


def _told(name: str, entry: Entry | None, why: str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "in_use": not why, "why": why}
    if entry is not None:
        cells = {key: value for key, value in asdict(entry).items() if key not in _CONTENTS}
        told |= cells | {"first": str(entry.first), "last": str(entry.last)}
    return told
