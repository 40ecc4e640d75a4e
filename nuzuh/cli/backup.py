"""``nuzuh backup`` and ``nuzuh restore``: the one folder worth keeping, in one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nuzuh.cli.output import Output, output_option
from nuzuh.cli.parsing import Bare
from nuzuh.loaders import backup as keeping
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.reading import read_named


@click.command(cls=Bare, help="the last good copies of the live tables, in one file")
@output_option()
def backup(output: Output) -> None:
    """Write what no download gives back into one file."""
    settings = read_settings()
    output.check()
    copies = keeping.copies_kept(settings)
    if not copies:
        raise RefusedError(
            f"there is nothing to keep in {settings.cache}: no refresh has brought a table yet "
            "(nuzuh refresh does)"
        )
    output.write(keeping.backup(copies))
    if output.file is not None:
        _say([f"wrote {output.file}:", *(f"  {copy}" for copy in copies)])


@click.command(cls=Bare, help="put a backup back; nothing is touched unless all of it is sound")
@click.argument("file", type=Path, metavar="FILE")
@click.option("--replace", "newer", is_flag=True, help="also where what is there is newer")
def restore(file: Path, *, newer: bool) -> None:
    """Put the copies of a backup in their place."""
    settings = read_settings()
    copies = keeping.read_backup(read_named(file, keeping.LARGEST), file.name, settings)
    done = keeping.restore(copies, file.name, settings, replace_newer=newer)
    lines = [f"restored into {settings.cache}:"] if done.written else ["nothing to restore:"]
    lines += [f"  {copy}" for copy in done.written]
    lines += [f"  {copy}: was there already" for copy in done.same]
    _say(lines)


def _say(lines: list[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
