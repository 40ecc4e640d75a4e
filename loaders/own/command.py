"""A reader's file on the command line: its options, its answers, and what was understood of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from loaders.errors import DataError
from loaders.estimates import KIND_OF_MEASURE
from loaders.own.check import KINDS, Checked, Decisions, check
from loaders.own.limits import FILE_BYTES
from loaders.own.tables import OwnTables, combine
from loaders.own.template import template


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


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``check`` and ``template``; each sets ``told``, which returns what to print."""
    checking = commands.add_parser("check", help="what is understood of a file of your own")
    checking.add_argument("file", type=Path, metavar="FILE")
    checking.add_argument("--kind", choices=KINDS, help="guessed from the file when not given")
    add_decisions(checking)
    checking.set_defaults(told=_check)
    starting = commands.add_parser("template", help="a file to fill in with your own data")
    starting.add_argument("kind", choices=KINDS)
    starting.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    starting.set_defaults(content=_template)


def own_tables(options: argparse.Namespace) -> OwnTables | None:
    """Return the tables with the files of ``--figures`` in them; None without any.

    Raises:
        DataError: when a file is refused.
    """
    files: list[Path] = options.figures
    return combine(*(_checked(path, options, None) for path in files)) if files else None


def _pair(text: str) -> tuple[str, str]:
    # The last sign, since a name may hold one and none of ours does.
    name, sign, answer = text.rpartition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} holds no '='")
    return name, answer.strip()


def _checked(path: Path, options: argparse.Namespace, kind: str | None) -> Checked:
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


def _template(options: argparse.Namespace) -> bytes:
    return template(options.kind, options.output.suffix.removeprefix(".").casefold())


def _check(options: argparse.Namespace) -> str:
    return "\n".join(report(_checked(options.file, options, options.kind))) + "\n"


def report(checked: Checked) -> Sequence[str]:
    """Return what was understood of a file, a line each."""
    lines = [f"{checked.file}: {checked.kind}, {len(checked.frame)} rows, accepted"]
    if checked.first is not None:
        lines.append(f"period: {checked.first} to {checked.last}")
    lines.append(f"areas: {', '.join(checked.areas)}")
    lines.append("columns:")
    for match in checked.matches:
        taken = f"{match.ours} ({match.how})" if match.ours else "not used"
        lines.append(f"  {match.theirs or '(without a name)'} -> {taken}")
    lines += [f"warning: {warning}" for warning in checked.warnings]
    return lines
