"""nuzuh from the command line: the same functions as the app, without a browser.

Everything that goes wrong is said on stderr in one sentence, with exit code 2.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import sys
from collections.abc import Hashable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from balance.asked import asked_reconstruction
from balance.layers import movements_apart, people_apart
from balance.matching import matching
from balance.shipped import NAMED_VIEWS
from balance.solve import BalanceError
from loaders import (
    DataError,
    all_sources,
    data_version,
    load_estimates,
    pcodes,
    read_estimates,
)
from loaders.errors import RefusedError
from loaders.estimates import KIND_OF_MEASURE
from loaders.live import adopt, live_sources
from loaders.live.commands import NothingRefreshedError, add_commands
from loaders.live.settings import SettingError
from loaders.options import day
from loaders.own import OwnDataError
from loaders.own.command import (
    add_check,
    add_figures,
    add_template,
    checked_file,
    report,
    template_of,
    told_tables,
)
from loaders.writing import write_whole
from maps.ledger import ledger_csv, ledger_table, safe_cell
from maps.taking.command import add_export

_STOPPED = 130
"""What a shell expects of a command that Ctrl-C has ended."""


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence, without the usage in front of it."""

    def error(self, message: str) -> NoReturn:
        raise RefusedError(f"{self.prog}: {message}; see {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: the words after ``nuzuh``; those of the process when None.

    Returns:
        0, 2 when something was refused, or 130 when the reader stopped it.
    """
    try:
        options = _parser().parse_args(arguments)
        adopt()
        options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; nothing was written\n")
        return _STOPPED
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has seen enough; Python must not
        # complain about it again while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        sys.stderr.write(f"cannot write the output ({error.strerror})\n")
        return 2
    except OwnDataError as refusal:
        sys.stderr.write("".join(f"{sentence}\n" for sentence in refusal.sentences))
        return 2
    except (RefusedError, DataError, NothingRefreshedError, SettingError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return 0


def _parser() -> _Parser:
    parser = _Parser(
        prog="nuzuh", description="Published estimates of displacement in the Gaza Strip."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    estimates = commands.add_parser("estimates", help="published figures, one row each")
    estimates.add_argument("--from", dest="first", type=day, help="first day described (ISO date)")
    estimates.add_argument("--to", dest="last", type=day, help="last day described (ISO date)")
    estimates.add_argument("--measure", help="people_present, movement, idps, ...")
    estimates.add_argument("--publisher", help="exact name, as on the page of sources")
    estimates.add_argument(
        "--as-of", type=day, help="only what describes this day or an earlier one, as on the map"
    )
    estimates.add_argument("--format", choices=("csv", "json"), default="csv")
    estimates.set_defaults(run=_estimates)

    sources = commands.add_parser("sources", help="what the project stands on")
    sources.add_argument("--format", choices=("json",), default="json")
    sources.set_defaults(run=_sources)
    add_commands(commands)

    people = commands.add_parser("people", help="people present on a day, reconstructed")
    people.add_argument("--date", type=day, required=True, help="the day (ISO date)")
    people.set_defaults(run=_people)
    movements = commands.add_parser("movements", help="movements in a period, reconstructed")
    movements.add_argument("--from", dest="first", type=day, required=True, help="first day")
    movements.add_argument("--to", dest="last", type=day, required=True, help="last day")
    movements.set_defaults(run=_movements)
    for command in (people, movements):
        command.add_argument(
            "--view",
            default="all",
            help=f"{', '.join(NAMED_VIEWS)}, or publishers' names joined by commas",
        )
        command.add_argument("--format", choices=("json", "csv"), default="json")
        add_figures(command)

    backtest = commands.add_parser(
        "backtest", help="leave published figures out and predict them (minutes)"
    )
    backtest.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE.csv",
        help="rows in the columns of estimates.csv; none of their ids is fitted",
    )
    backtest.add_argument("--format", choices=("json",), default="json")
    backtest.set_defaults(run=_backtest)

    add_export(commands)

    checking = commands.add_parser("check", help="what is understood of a file of your own")
    add_check(checking)
    checking.set_defaults(run=_check)
    starting = commands.add_parser("template", help="a file to fill in with your own data")
    add_template(starting)
    starting.set_defaults(run=_template)
    return parser


def _check(options: argparse.Namespace) -> None:
    lines = report(checked_file(options.file, options, options.kind))
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _template(options: argparse.Namespace) -> None:
    write_whole(options.output, template_of(options))


def _estimates(options: argparse.Namespace) -> None:
    table = load_estimates().frame
    known_names = {"measure": set(KIND_OF_MEASURE), "publisher": set(table["publisher"])}
    for name, names in known_names.items():
        wanted = getattr(options, name)
        if wanted is not None and wanted not in names:
            known = ", ".join(sorted(names, key=str.casefold))
            raise RefusedError(f"no figure has the {name} {wanted[:40]!r}; choose one of {known}")
    if options.first and options.last and options.first > options.last:
        raise RefusedError(f"--from {options.first} lies after --to {options.last}")
    ends = [end for end in (options.last, options.as_of) if end is not None]
    rows = matching(
        table,
        measure=options.measure,
        publisher=options.publisher,
        first=options.first,
        last=min(ends, default=None),
    ).sort_values(["as_of", "id"], kind="stable")
    if options.format == "csv":
        sys.stdout.write(ledger_csv(rows))
    else:
        _print_json(_records(ledger_table(rows).to_dict("records")))


def _records(rows: list[dict[str, str]]) -> list[dict[str, object]]:
    """Rows for JSON: numbers as numbers, and null for what was not reported."""
    return [{name: _json_value(name, text) for name, text in row.items()} for row in rows]


def _json_value(name: str, text: str) -> object:
    if name == "weak":
        return text == "True"
    if name in ("value", "low", "high") and text:
        number = float(text)
        return int(number) if number.is_integer() else number
    return text or None


def _sources(options: argparse.Namespace) -> None:
    del options
    rows = []
    tables = all_sources()
    named = {source.name for source in tables}
    # Live orders are part of the table of that name, which tells of them itself.
    tables += [source for source in live_sources() if source.name not in named]
    for source in tables:
        row = asdict(source)
        row["retrieved"] = row.pop("retrieved_at")
        rows.append(row)
    _print_json(rows)


def _people(options: argparse.Namespace) -> None:
    tables = told_tables(options)
    picture = asked_reconstruction(tables, options.view, (options.date,))
    rows = [_ranged(row) for row in people_apart(picture, options.date).to_dict("records")]
    if options.format == "csv":
        _print_csv(rows)
        return
    by_pcode = {row["pcode"]: row for row in rows}
    outside, total = by_pcode.pop(pcodes.EXTERIOR), by_pcode.pop("total")
    _print_json(
        {
            "date": options.date.isoformat(),
            "view": options.view,
            "kind": "reconstructed",
            "areas": list(by_pcode.values()),
            "outside": outside,
            "total": total["people"],
            "total_low": total["low"],
            "total_high": total["high"],
            "data": data_version(),
            "notices": list(picture.notices),
            **({"own": tables.user.described} if tables.user.files else {}),
        }
    )


def _movements(options: argparse.Namespace) -> None:
    if options.first > options.last:
        raise RefusedError(f"--from {options.first} lies after --to {options.last}")
    days = (options.first, options.last)
    picture = asked_reconstruction(told_tables(options), options.view, days)
    table = movements_apart(picture, options.first, options.last)
    rows = [_ranged(row) for row in table.to_dict("records")]
    if options.format == "csv":
        _print_csv(rows)
    else:
        _print_json(rows)


def _ranged(row: dict[Hashable, object]) -> dict[str, object]:
    """A row with whole people, and null where there is no range."""
    return {
        str(name): (None if math.isnan(value) else round(value))
        if isinstance(value, float)
        else value
        for name, value in row.items()
    }


def _backtest(options: argparse.Namespace) -> None:
    from balance.shipped import run_backtest

    rows = None
    if options.file is not None:
        try:
            content = options.file.read_bytes()
        except OSError as error:
            raise RefusedError(f"cannot read {options.file} ({error.strerror})") from error
        rows = read_estimates(content, options.file.name)

    def progress(done: int, steps: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {steps}" + ("\n" if done == steps else ""))

    try:
        report = run_backtest(rows, progress=progress)
    except BalanceError as error:
        raise RefusedError(f"the balance did not converge ({error})") from error
    _print_json(report)


def _print_csv(rows: list[dict[str, object]]) -> None:
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    safe = [{n: safe_cell(v) if isinstance(v, str) else v for n, v in r.items()} for r in rows]
    writer.writerows(safe)


def _print_json(content: object) -> None:
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    sys.exit(main())
