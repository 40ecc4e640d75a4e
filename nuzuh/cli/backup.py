"""``nuzuh backup`` and ``nuzuh restore``: what is worth keeping, in one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click

from nuzuh.cli.output import Output, output_option
from nuzuh.cli.parsing import Bare
from nuzuh.loaders import backup as keeping
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.reading import read_named


@click.command(cls=Bare, help="the last good copies, your own archive and records, in one file")
@output_option()
def backup(output: Output) -> None:
    """Write what no download gives back into one file."""
    settings = read_settings()
    output.check()
    held = keeping.kept(settings)
    if not held:
        reason = "; ".join(held.left_out) or "no refresh has brought a table yet"
        raise RefusedError(f"there is nothing to keep in {settings.cache}: {reason}")
    output.write(keeping.pack(held))
    if output.file is not None:
        _say(sys.stdout, f"wrote {output.file}:", *(f"  {line}" for line in held.lines()))
    if held.left_out:
        _say(sys.stderr, *(f"left out: {sentence}" for sentence in held.left_out))


@click.command(cls=Bare, help="put a backup back; nothing is touched unless all of it is sound")
@click.argument("file", type=Path, metavar="FILE")
@click.option("--replace", "newer", is_flag=True, help="also where what is there is newer")
def restore(file: Path, *, newer: bool) -> None:
    """Put what a backup holds in its place."""
    settings = read_settings()
    held = keeping.unpack(read_named(file, keeping.LARGEST), file.name, settings)
    done = keeping.restore(held, file.name, settings, replace_newer=newer)
    where = "restored:" if done.written else "nothing to restore:"
    written = (f"  {line}" for line in done.written.lines())
    same = (f"  {line}: was there already" for line in done.same.lines())
    _say(sys.stdout, where, *written, *same)


def _say(stream: TextIO, *lines: str) -> None:
    stream.write("".join(f"{line}\n" for line in lines))
