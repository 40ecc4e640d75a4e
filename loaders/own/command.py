"""A reader's file on the command line: its options, its answers, and what was understood of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from loaders.errors import DataError
from loaders.estimates import KIND_OF_MEASURE
from loaders.own.check import KINDS, Checked, Decisions, check
from loaders.own.limits import FILE_BYTES
from loaders.own.tables import combine
from loaders.own.template import template
from loaders.tables import Tables, tables_in_use


def add_decisions(parser: argparse.ArgumentParser) -> None:
    """Add the options with which a reader answers what a file leaves open."""
    parser.add_argument(
        "--map",
        dest="columns",
        action="append",
        default=[],
        type=_pair,
        metavar="THEIRS=OURS",
        help="take a column of the file for one of ours; nothing after = leaves it out",
    )
    parser.add_argument(
        "--area",
        dest="areas",
        action="append",
        default=[],
        type=_pair,
        metavar="NAME=PCODES",
        help="the governorates that a name in the file means, as P-codes joined by spaces",
    )
    parser.add_argument(
        "--measure", choices=sorted(KIND_OF_MEASURE), help="what the numbers of the file count"
    )
    parser.add_argument("--sheet", help="the sheet of a workbook to read")


def add_figures(parser: argparse.ArgumentParser) -> None:
    """Add the option with which a command computes with a reader's own figures beside ours."""
    parser.add_argument(
        "--figures",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="your own estimates or orders, used beside the embedded ones (see nuzuh check)",
    )
    add_decisions(parser)


def add_check(parser: argparse.ArgumentParser) -> None:
    """Add what ``check`` takes: a file, its kind, and the reader's answers."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--kind", choices=KINDS, help="guessed from the file when not given")
    add_decisions(parser)


def add_template(parser: argparse.ArgumentParser) -> None:
    """Add what ``template`` takes: a kind, and a file whose ending says the format."""
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def told_tables(options: argparse.Namespace) -> Tables:
    """Return the tables in use with the files of ``--figures`` in them.

    Beside the output it is said that these had a part in it.

    Raises:
        DataError: when a file is refused.
    """
    paths: list[Path] = options.figures
    if not paths:
        return tables_in_use()
    tables = combine(*(checked_file(path, options, None) for path in paths))
    user, files = tables.user, ", ".join(tables.user.files)
    sys.stderr.write(
        f"Computed with rows of your own: {user.rows} ({files}; {user.digest}). "
        "A link to the view does not hold them.\n"
    )
    return tables


def answers_of(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the words of a command line that read the reader's files again."""
    words: list[str] = []
    for path in options.figures:
        # Where the files lie on this computer is nobody else's business.
        words += ["--figures", path.name]
    for option, pairs in (("--map", options.columns), ("--area", options.areas)):
        for theirs, ours in pairs:
            words += [option, f"{theirs}={ours}"]
    words += ["--measure", options.measure] if options.measure else []
    words += ["--sheet", options.sheet] if options.sheet else []
    return tuple(words)


def _pair(text: str) -> tuple[str, str]:
    # The last sign, since a name may hold one and none of ours does.
    name, sign, answer = text.rpartition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} holds no '='")
    return name, answer.strip()


def checked_file(path: Path, options: argparse.Namespace, kind: str | None) -> Checked:
    """Read and check the file at a path with the answers among the options.

    Raises:
        DataError: when it cannot be read or is refused.
    """
    decisions = Decisions(
        dict(options.columns), dict(options.areas), options.measure or "", options.sheet
    )
    try:
        with path.open("rb") as stream:
            # One byte more than is read tells a file that is too large.
            content = stream.read(FILE_BYTES + 1)
    except OSError as error:
        raise DataError(path.name, f"cannot be read ({error.strerror})") from error
    return check(content, path.name, kind, decisions)


def template_of(options: argparse.Namespace) -> bytes:
    """Return the template that the options ask for, in the format of the file's ending.

    Raises:
        DataError: for an ending that there is no template for.
    """
    return template(options.kind, options.output.suffix.removeprefix(".").casefold())


def report(checked: Checked) -> Sequence[str]:
    """Return what was understood of a file, a line each."""
    lines = [f"{checked.file}: {checked.kind}, accepted", f"rows: {len(checked.frame)}"]
    if checked.kind == "estimates":
        lines.append(f"measures: {', '.join(sorted(set(checked.frame['measure'])))}")
    if checked.first is not None:
        lines.append(f"period: {checked.first} to {checked.last}")
    lines.append(f"areas: {', '.join(checked.areas)}")
    lines.append("columns:")
    for match in checked.matches:
        taken = f"{match.ours} ({match.how})" if match.ours else "not used"
        lines.append(f"  {match.theirs or '(without a name)'} -> {taken}")
    lines += [f"warning: {warning}" for warning in checked.warnings]
    return lines
