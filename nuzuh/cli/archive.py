"""The archive of data versions: ``nuzuh archive``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import click

from nuzuh.balance.archived.adding import checked_entry, parts_in_use
from nuzuh.balance.archived.whole import is_whole, parts_of_whole
from nuzuh.cli.output import counted_steps, print_json
from nuzuh.cli.parsing import Command, Group, day, format_option
from nuzuh.loaders.archive import running, versions
from nuzuh.loaders.archive.adding import Added, add_entry, known_entry
from nuzuh.loaders.archive.entry import INDEX, read_parts
from nuzuh.loaders.archive.shelf import entries
from nuzuh.loaders.current import newest, using
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.live import read_settings
from nuzuh.loaders.live.adoption import published_in_use
from nuzuh.loaders.live.archives import members
from nuzuh.loaders.package import data_version
from nuzuh.loaders.reading import read_named

_LARGEST = 20_000_000


@click.group(cls=Group, help="data versions that were published, to be shown and cited again")
def archive() -> None:
    """Keep, list and check data versions."""


@archive.command(cls=Command, help="keep the data version in use, or one that a file holds")
@click.option(
    "--from",
    "given",
    type=Path,
    metavar="FILE",
    help="an entry of another archive, or a version that was kept whole with its ensembles",
)
@click.option(
    "--published",
    type=day,
    help="day on which it was published (ISO date); today when not given",
)
def add(given: Path | None, published: date | None) -> None:
    """Put a version into the archive, unless it is there."""
    today = datetime.now(UTC).date()
    if given is None:
        # What was made of records on this machine was published by nobody.
        with using(published_in_use()):
            added = _add_in_use(today, published)
        if newest() is not published_in_use():
            sys.stderr.write("The figures of movement records in use here are left out.\n")
    else:
        added = _add_from(given, today, published)
    if added.remark:
        sys.stderr.write(f"{added.remark}\n")
    version, size = added.version, added.path.stat().st_size
    told = (
        f"{version.id} is archived: {size / 1000:,.0f} kB, {added.path}"
        if added.is_new
        else f"{version.id} is in the archive since {version.published}: nothing was changed"
    )
    sys.stdout.write(f"{told}\n")


def _add_in_use(today: date, published: date | None) -> Added:
    id_ = data_version()
    return known_entry(id_) or add_entry(id_, parts_in_use(counted_steps()), today, published)


def _add_from(path: Path, today: date, published: date | None) -> Added:
    content = read_named(path, _LARGEST)
    if len(content) > _LARGEST:
        raise DataError(path.name, "is larger than a version of the data can be")
    held = members(content, path.name, read_settings())
    if INDEX in held:
        # What could not be shown again is not kept.
        checked_entry(path)
        version, parts = read_parts(path)
        day = published or version.published
        return add_entry(version.id, parts, today, day, software=version.software)
    if is_whole(held):
        return add_entry(*parts_of_whole(held, path.name), today, published)
    raise DataError(path.name, "is neither an entry of the archive nor a version kept whole")


@archive.command("list", cls=Command, help="the versions in the archive, the newest first")
@format_option("text", "json")
def list_(form: str) -> None:
    """Print the archived versions."""
    known = versions()
    if form == "json":
        print_json(
            [
                asdict(one) | {"last": str(one.last), "published": str(one.published)}
                for one in known
            ]
        )
        return
    now = running()
    for one in known:
        in_use = "  (in use)" if one.id == now else ""
        sys.stdout.write(
            f"{one.id}  published {one.published}  {one.estimates} estimates  "
            f"{one.orders} orders{in_use}\n"
        )
    if not known:
        sys.stdout.write("The archive is empty.\n")


@archive.command(cls=Command, help="whether every version in the archive can be shown")
def check() -> None:
    """Read every entry whole, and name those that are damaged."""
    found, bad = entries(), 0
    for path in found:
        said = _fault(path, checked_entry)
        bad += bool(said)
        sys.stdout.write(f"{path}: {said or 'whole'}\n")
    if bad:
        raise RefusedError(
            f"{bad} of {len(found)} entries cannot be shown: put whole copies in their place "
            "(`nuzuh archive add --from FILE`), or take them away"
        )


def _fault(path: Path, look: Callable[[Path], None]) -> str:
    try:
        look(path)
    except DataError as error:
        return str(error)
    return ""
