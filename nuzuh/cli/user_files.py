"""A reader's own file: ``nuzuh check``, ``nuzuh template``, and the options of other commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any

import click

from nuzuh.cli.parsing import Choice, Command, pair
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import KIND_OF_MEASURE
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.loaders.user.apart import check_apart
from nuzuh.loaders.user.check import KINDS, Checked, Decisions
from nuzuh.loaders.user.limits import FILE_BYTES
from nuzuh.loaders.user.tables import combine
from nuzuh.loaders.user.template import template as template_content
from nuzuh.loaders.writing import write_whole


@dataclass(frozen=True)
class UserFiles:
    """A reader's files, and their answers to what those leave open.

    Attributes:
        columns: our column by the reader's name for it.
        areas: P-codes, joined by spaces, by the reader's name of an area.
        measure: what the numbers count.
        sheet: which sheet of a workbook to read.
        figures: the files that a command computes with.
    """

    columns: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    measure: str | None
    sheet: str | None
    figures: tuple[Path, ...] = ()

    def checked(self, path: Path, kind: str | None = None) -> Checked:
        """Read and check a file with the answers.

        Raises:
            DataError: when it cannot be read or is refused.
        """
        decisions = Decisions(dict(self.columns), dict(self.areas), self.measure or "", self.sheet)
        try:
            with path.open("rb") as stream:
                # One byte more than is read tells a file that is too large.
                content = stream.read(FILE_BYTES + 1)
        except OSError as error:
            raise DataError(path.name, f"cannot be read ({error.strerror})") from error
        return check_apart(content, path.name, kind, decisions)

    def tables(self) -> Tables:
        """Return the tables in use with the files in them, which is said on stderr.

        Raises:
            DataError: when a file is refused.
        """
        if not self.figures:
            return tables_in_use()
        tables = combine(*map(self.checked, self.figures))
        user, files = tables.user, ", ".join(tables.user.files)
        sys.stderr.write(
            f"Computed with rows of your own: {user.rows} ({files}; {user.digest}). "
            "A link to the view does not hold them.\n"
        )
        return tables

    def arguments(self) -> tuple[str, ...]:
        """Return the words of a command line that read the files again."""
        words: list[str] = []
        for path in self.figures:
            # Where the files lie on this computer is nobody else's business.
            words += ["--figures", path.name]
        for option, pairs in (("--map", self.columns), ("--area", self.areas)):
            for given, ours in pairs:
                words += [option, f"{given}={ours}"]
        words += ["--measure", self.measure] if self.measure else []
        words += ["--sheet", self.sheet] if self.sheet else []
        return tuple(words)


def with_file_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options with which a reader answers what a file leaves open: ``user_files``."""

    @click.option(
        "--map",
        "columns",
        multiple=True,
        type=pair,
        metavar="THEIRS=OURS",
        help="take a column of the file for one of ours; nothing after = leaves it out",
    )
    @click.option(
        "--area",
        "areas",
        multiple=True,
        type=pair,
        metavar="NAME=PCODES",
        help="the governorates that a name in the file means, as P-codes joined by spaces",
    )
    @click.option(
        "--measure",
        type=Choice(sorted(KIND_OF_MEASURE)),
        help="what the numbers of the file count",
    )
    @click.option("--sheet", help="the sheet of a workbook to read")
    @wraps(command)
    def run(**options: Any) -> None:
        user_files = UserFiles(
            **{
                part.name: options.pop(part.name)
                for part in fields(UserFiles)
                if part.name in options
            }
        )
        command(user_files=user_files, **options)

    return run


def with_figures(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options with which a command computes with a reader's own figures beside ours."""
    return click.option(
        "--figures",
        multiple=True,
        type=Path,
        metavar="FILE",
        help="your own estimates or orders, used beside the embedded ones (see nuzuh check)",
    )(with_file_options(command))


@click.command(cls=Command, help="what is understood of a file of your own")
@click.argument("file", type=Path, metavar="FILE")
@click.option("--kind", type=Choice(KINDS), help="guessed from the file when not given")
@with_file_options
def check(file: Path, kind: str | None, user_files: UserFiles) -> None:
    """Print what was understood of a file."""
    for line in _report(user_files.checked(file, kind)):
        sys.stdout.write(f"{line}\n")


@click.command(cls=Command, help="a file to fill in with your own data")
@click.argument("kind", type=Choice(KINDS))
@click.option("-o", "--output", type=Path, required=True, metavar="FILE")
def template(kind: str, output: Path) -> None:
    """Write a template, in the format of the file's ending."""
    write_whole(output, template_content(kind, output.suffix.removeprefix(".").casefold()))


def _report(checked: Checked) -> list[str]:
    """What was understood of a file, a line each."""
    lines = [f"{checked.file}: {checked.kind}, accepted", f"rows: {len(checked.frame)}"]
    if checked.kind == "estimates":
        lines.append(f"measures: {', '.join(sorted(set(checked.frame['measure'])))}")
    if checked.first is not None:
        lines.append(f"period: {checked.first} to {checked.last}")
    lines.append(f"areas: {', '.join(checked.areas)}")
    lines.append("columns:")
    for match in checked.matches:
        taken = f"{match.ours} ({match.how})" if match.ours else "not used"
        lines.append(f"  {match.given or '(without a name)'} -> {taken}")
    lines += [f"warning: {warning}" for warning in checked.warnings]
    return lines
