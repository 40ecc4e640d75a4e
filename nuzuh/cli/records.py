"""Movement records: ``nuzuh records``.

Only ``nuzuh records add`` needs an engine, and imports it when it is run: nothing else may.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from nuzuh.cli.output import print_json
from nuzuh.cli.parsing import Command, Group, format_option
from nuzuh.loaders.live.adoption import records_left_aside
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.records.shelf import Entry, Shelf

_CONTENTS = ("mapping", "counts", "figures")


@click.group(cls=Group, help="movement records of devices or registrations, counted and scaled")
def records() -> None:
    """Add, list and remove sets of movement records."""


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
    from nuzuh.loaders.records.kept_days import forget  # noqa: PLC0415

    settings = read_settings()
    Shelf(settings.records).remove(name)
    forget(state_of(settings.cache, name))
    sys.stdout.write(f"removed {name}: its figures are used no longer\n")


def state_of(cache: Path, name: str) -> Path:
    """Return the folder of the days that were counted of a set of records."""
    return cache / "records" / name


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
