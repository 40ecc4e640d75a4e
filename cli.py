"""nuzuh from the command line: the same functions as the app, without a browser.

Everything that goes wrong is said on stderr in one sentence, with exit code 2.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from balance.layers import LAYERS
from loaders import DataError, all_sources, data_version, load_estimates
from loaders.dates import iso_day
from loaders.estimates import KIND_OF_MEASURE
from maps.ledger import ledger_csv, ledger_table, matching
from maps.view import View
from maps.words import LANGUAGES, Words


class _RefusedError(Exception):
    """What the reader asked for cannot be done; the message is one sentence."""


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence, without the usage in front of it."""

    def error(self, message: str) -> NoReturn:
        raise _RefusedError(f"{self.prog}: {message}; see {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: the words after ``nuzuh``; those of the process when None.

    Returns:
        0, or 2 when something was refused.
    """
    try:
        options = _parser().parse_args(arguments)
        options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has seen enough; Python must not
        # complain about it again while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        sys.stderr.write(f"cannot write the output ({error.strerror})\n")
        return 2
    except (_RefusedError, DataError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return 0


def _parser() -> _Parser:
    parser = _Parser(
        prog="nuzuh", description="Published estimates of displacement in the Gaza Strip."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    estimates = commands.add_parser("estimates", help="published figures, one row each")
    estimates.add_argument("--from", dest="first", type=_day, help="first day described (ISO date)")
    estimates.add_argument("--to", dest="last", type=_day, help="last day described (ISO date)")
    estimates.add_argument("--measure", help="people_present, movement, idps, ...")
    estimates.add_argument("--publisher", help="exact name, as on the page of sources")
    estimates.add_argument(
        "--as-of", type=_day, help="only what describes this day or an earlier one, as on the map"
    )
    estimates.add_argument("--format", choices=("csv", "json"), default="csv")
    estimates.set_defaults(run=_estimates)

    sources = commands.add_parser("sources", help="what the project stands on")
    sources.add_argument("--format", choices=("json",), default="json")
    sources.set_defaults(run=_sources)

    export = commands.add_parser("export", help="a picture of the map")
    export.add_argument("--date", type=_day, required=True, help="the day shown (ISO date)")
    export.add_argument("--layer", choices=LAYERS, default="people")
    export.add_argument("--lang", choices=LANGUAGES, default="en")
    export.add_argument("--format", choices=("png",), default="png")
    export.add_argument(
        "--address",
        type=_web_address,
        default="http://localhost:8501/",
        help="where the app runs, for the link",
    )
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    export.set_defaults(run=_export)
    return parser


def _day(text: str) -> date:
    day = iso_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a date written YYYY-MM-DD")
    return day


def _estimates(options: argparse.Namespace) -> None:
    table = load_estimates().frame
    known_names = {"measure": set(KIND_OF_MEASURE), "publisher": set(table["publisher"])}
    for name, names in known_names.items():
        wanted = getattr(options, name)
        if wanted is not None and wanted not in names:
            known = ", ".join(sorted(names, key=str.casefold))
            raise _RefusedError(f"no figure has the {name} {wanted[:40]!r}; choose one of {known}")
    if options.first and options.last and options.first > options.last:
        raise _RefusedError(f"--from {options.first} lies after --to {options.last}")
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
    for source in all_sources():
        row = asdict(source)
        row["retrieved"] = row.pop("retrieved_at")
        rows.append(row)
    _print_json(rows)


def _print_json(content: object) -> None:
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _export(options: argparse.Namespace) -> None:
    # The drawing libraries take a second to import, which other commands save.
    from maps.snapshot import save_picture
    from maps.timeline import load_timeline, values_of

    timeline = load_timeline()
    if not timeline.first <= options.date <= timeline.last:
        raise _RefusedError(
            f"the date {options.date} lies outside the data, {timeline.first} to {timeline.last}"
        )
    view = View(date=options.date, layer=options.layer, lang=options.lang)
    link = view.link(options.address, timeline, data_version())
    values = values_of(view.layer, view.date)
    picture = save_picture(values, view, words=Words(view.lang), data=data_version(), link=link)
    _write_whole(options.output, picture)


def _write_whole(target: Path, content: bytes) -> None:
    """Write a file all at once: what fails leaves neither a half nor a harmed file behind."""
    if target.is_dir():
        raise _RefusedError(f"cannot write {target} (it is a folder)")
    draft = target.absolute().parent / f".nuzuh-{os.getpid()}.draft"
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise _RefusedError(f"cannot write {target} ({error.strerror})") from error


def _web_address(text: str) -> str:
    """An address that a link in a picture may lead to."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not an http or https address")
    return text


if __name__ == "__main__":
    sys.exit(main())
