"""``nuzuh export``: its options, which of them go together, and the file that it writes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Protocol

from balance.asked import asked_reconstruction, check_publishers
from balance.layers import LAYERS
from loaders import pcodes
from loaders.errors import RefusedError
from loaders.options import day, web_address
from loaders.own.command import add_figures, answers_of, told_tables
from loaders.writing import check_writable, write_whole
from maps.print.papers import KINDS, PAPERS
from maps.scales import PALETTES
from maps.taking.formats import BY_ENDING, FORMATS, Family, write
from maps.taking.request import DEFAULT_ADDRESS, Progress, Taking
from maps.view import SHOWS, View
from maps.words import LANGUAGES

_TAKES: dict[Family, set[str]] = {
    "picture": {"first", "since", "compare", "kind", "paper", "theme", "pcode"},
    "moving": {"first", "paper", "theme"},
    "page": {"first", "since"},
    "data": {"first", "compare"},
    "bundle": {"first", "since", "compare", "kind", "paper", "theme", "pcode"},
}
"""The options that say something about a family of formats, beside those that all take."""


_OPTIONS = ("date", "first", "last", "since", "compare", "kind", "paper", "theme", "pcode")
"""The options that not every format takes."""

_APART = (
    ("date", "first"),
    ("date", "last"),
    ("first", "since"),
    ("first", "compare"),
    ("compare", "since"),
)
"""Options that contradict each other."""


class _Commands(Protocol):
    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002
        """Add a command, as argparse does."""


def add_export(commands: _Commands) -> None:
    """Add ``export`` to the command line."""
    export = commands.add_parser(
        "export", help="a view as picture, moving picture, page, data or bundle"
    )
    when = export.add_argument_group("when")
    when.add_argument("--date", type=day, help="the day shown (ISO date)")
    when.add_argument("--from", dest="first", type=day, help="first day of a period, with --to")
    when.add_argument("--to", dest="last", type=day, help="last day of the period")
    when.add_argument("--since", type=day, help="first day of the movements that a picture shows")
    when.add_argument("--compare", type=day, help="a second day, to compare with --date")
    what = export.add_argument_group("what")
    what.add_argument("--layer", choices=LAYERS, default="people")
    what.add_argument("--show", choices=SHOWS, default="published")
    what.add_argument("--view", default="all", help="whose figures a reconstruction uses")
    what.add_argument(
        "--without-later",
        action="store_true",
        help="leave out figures whose page came out after the day",
    )
    what.add_argument("--kind", choices=KINDS, help="kind of picture; map when not given")
    what.add_argument("--pcode", choices=pcodes.GOVERNORATES, help="governorate of a series")
    how = export.add_argument_group("how")
    how.add_argument("--lang", choices=LANGUAGES, default="en")
    how.add_argument(
        "--paper",
        choices=tuple(PAPERS),
        help="a4 when not given; of a moving picture square or slide",
    )
    how.add_argument("--theme", choices=tuple(PALETTES), help="light when not given")
    how.add_argument(
        "--address",
        type=web_address,
        default=DEFAULT_ADDRESS,
        help="where the app runs, for the link",
    )
    how.add_argument(
        "--format", choices=tuple(FORMATS), help="guessed from the ending of FILE when not given"
    )
    how.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    add_figures(export)
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> None:
    form = _format(options)
    _check_together(options, form)
    check_writable(options.output)
    taking = _taking(options, form)
    taking.check()
    if taking.view.reconstructed or taking.kind in ("series", "movements"):
        asked_reconstruction(taking.tables, taking.view.view, (taking.days[0], taking.days[-1]))
    else:
        check_publishers(taking.tables, taking.view.view)
    write_whole(options.output, write(form, taking))


def _format(options: argparse.Namespace) -> str:
    """The format that is asked for, or that the ending of the file's name means."""
    ending = options.output.suffix.removeprefix(".").casefold()
    meant: str | None = BY_ENDING.get(ending)
    given: str | None = options.format
    if given is None:
        if meant is None and ending:
            raise RefusedError(
                f"no format ends in .{ending[:20]}; choose one with --format: {', '.join(FORMATS)}"
            )
        return meant or "png"
    if meant is not None and meant != given:
        raise RefusedError(f"--format {given} contradicts the ending of {options.output.name}")
    return given


def _check_together(options: argparse.Namespace, form: str) -> None:
    """Refuse options that contradict each other, or that a format says nothing about.

    Raises:
        RefusedError: naming them.
    """
    given = {name for name in _OPTIONS if getattr(options, name) is not None}
    for one, other in _APART:
        if {one, other} <= given:
            raise RefusedError(f"{_flag(one)} and {_flag(other)} contradict each other")
    for one, other in (("first", "last"), ("last", "first")):
        if one in given and other not in given:
            raise RefusedError(f"{_flag(one)} needs {_flag(other)}, the other end of the period")
    _check_family(given, options, form)
    if not given & {"date", "first"}:
        raise RefusedError("name a day with --date, or a period with --from and --to")
    is_comparison = options.kind == "comparison"
    if is_comparison and options.compare is None:
        raise RefusedError("a comparison needs a second day: --compare")
    if options.kind is not None and options.compare is not None and not is_comparison:
        raise RefusedError(f"--kind {options.kind} and --compare contradict each other")


def _check_family(given: set[str], options: argparse.Namespace, form: str) -> None:
    """Refuse options that say nothing about a format."""
    family = FORMATS[form].family
    if family == "moving" and "first" not in given:
        raise RefusedError(f"{form} shows a period: --from and --to")
    needless = sorted(given - {"date", "last"} - _TAKES[family])
    if needless == ["kind"] and options.kind == "map":
        return
    if needless:
        instead = "; a period of data is --from and --to" if needless[0] == "since" else ""
        raise RefusedError(f"{_flag(needless[0])} says nothing about {form}{instead}")


def _flag(name: str) -> str:
    return "--" + {"first": "from", "last": "to"}.get(name, name)


def _taking(options: argparse.Namespace, form: str) -> Taking:
    view = View(
        date=options.date or options.last,
        layer=options.layer,
        lang=options.lang,
        show=options.show,
        view=options.view,
        # A link to a period opens the map with the movements of its days.
        since=options.since or options.first,
        area=options.pcode or "",
        later=not options.without_later,
    )
    pictured = "kind" in _TAKES[FORMATS[form].family]
    compared = pictured and options.compare is not None
    return Taking(
        view,
        told_tables(options),
        start=options.first,
        compare=options.compare,
        kind=options.kind or ("comparison" if compared else "map"),
        paper=options.paper or ("square" if FORMATS[form].family == "moving" else "a4"),
        theme=options.theme or "light",
        address=options.address,
        answers=answers_of(options),
        progress=_progress() if sys.stderr.isatty() else None,
    )


def _progress() -> Progress:
    def told(done: int, steps: int) -> None:
        sys.stderr.write(f"\r{done} of {steps}" + ("\n" if done == steps else ""))

    return told
