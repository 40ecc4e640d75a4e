"""``nuzuh export``: its options, which of them go together, and the file that it writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from nuzuh.balance.asked import asked_reconstruction, check_publishers
from nuzuh.cli.output import counted_steps
from nuzuh.cli.own import Own, with_figures
from nuzuh.cli.parsing import Choice, Command, Headed, day, web_address
from nuzuh.draw.sheets.papers import PAPERS
from nuzuh.export.formats import of_family, write
from nuzuh.loaders import pcodes
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.writing import check_writable, write_whole
from nuzuh.scene.figures import KINDS
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.request import DEFAULT_ADDRESS, Request
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.view import SHOWS, View
from nuzuh.scene.words import LANGUAGES

_FORMATS = of_family("picture", "moving", "page", "data", "bundle")
"""The choices of ``--format``: a citation is in every bundle."""

_BY_ENDING = {ending: form for form, told in _FORMATS.items() for ending in told.endings}
"""The format that the ending of a file's name means."""

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


_Day = date
"""The type, where a field of that name hides it."""


@dataclass(frozen=True)
class _Asked:
    """The options of ``export``; None where one was not given and has no default."""

    date: _Day | None
    first: _Day | None
    last: _Day | None
    since: _Day | None
    compare: _Day | None
    layer: str
    show: str
    view: str
    without_later: bool
    kind: str | None
    pcode: str | None
    lang: str
    paper: str | None
    theme: str | None
    address: str
    form: str | None
    output: Path
    own: Own


_when, _what, _how = (
    partial(click.option, cls=Headed, heading=heading) for heading in ("when", "what", "how")
)


@click.command(cls=Command, help="a view as picture, moving picture, page, data or bundle")
@_when("--date", type=day, help="the day shown (ISO date)")
@_when("--from", "first", type=day, help="first day of a period, with --to")
@_when("--to", "last", type=day, help="last day of the period")
@_when("--since", type=day, help="first day of the movements that a picture shows")
@_when("--compare", type=day, help="a second day, to compare with --date")
@_what("--layer", type=Choice(LAYERS), default="people")
@_what("--show", type=Choice(SHOWS), default="published")
@_what("--view", default="all", help="whose figures a reconstruction uses")
@_what(
    "--without-later",
    is_flag=True,
    help="leave out figures whose page came out after the day",
)
@_what("--kind", type=Choice(KINDS), help="kind of picture; map when not given")
@_what("--pcode", type=Choice(pcodes.GOVERNORATES), help="governorate of a series")
@_how("--lang", type=Choice(LANGUAGES), default="en")
@_how(
    "--paper",
    type=Choice(tuple(PAPERS)),
    help="a4 when not given; of a moving picture square or slide",
)
@_how("--theme", type=Choice(tuple(PALETTES)), help="light when not given")
@_how(
    "--address",
    type=web_address,
    default=DEFAULT_ADDRESS,
    help="where the app runs, for the link",
)
@_how(
    "--format",
    "form",
    type=Choice(tuple(_FORMATS)),
    help="guessed from the ending of FILE when not given",
)
@_how("-o", "--output", type=Path, required=True, metavar="FILE")
@with_figures
def export(**options: Any) -> None:
    """Write a view to a file."""
    asked = _Asked(**options)
    form = _format(asked)
    _check_together(asked, form)
    check_writable(asked.output)
    request, tables = _request(asked, form), asked.own.tables()
    request.check()
    if request.view.reconstructed or request.kind in ("series", "movements"):
        asked_reconstruction(tables, request.view.view, (request.days[0], request.days[-1]))
    else:
        check_publishers(tables, request.view.view)
    write_whole(asked.output, write(form, request, tables, counted_steps()))


def _format(asked: _Asked) -> str:
    """The format that is asked for, or that the ending of the file's name means."""
    ending = asked.output.suffix.removeprefix(".").casefold()
    meant = _BY_ENDING.get(ending)
    given = asked.form
    if given is None:
        if meant is None and ending:
            raise RefusedError(
                f"no format ends in .{ending[:20]}; choose one with --format: {', '.join(_FORMATS)}"
            )
        return meant or "png"
    if meant is not None and meant != given:
        raise RefusedError(f"--format {given} contradicts the ending of {asked.output.name}")
    return given


def _check_together(asked: _Asked, form: str) -> None:
    """Refuse options that contradict each other, or that a format says nothing about.

    Raises:
        RefusedError: naming them.
    """
    given = {name for name in _OPTIONS if getattr(asked, name) is not None}
    for one, other in _APART:
        if {one, other} <= given:
            raise RefusedError(f"{_flag(one)} and {_flag(other)} contradict each other")
    for one, other in (("first", "last"), ("last", "first")):
        if one in given and other not in given:
            raise RefusedError(f"{_flag(one)} needs {_flag(other)}, the other end of the period")
    _check_family(given, asked, form)
    if not given & {"date", "first"}:
        raise RefusedError("name a day with --date, or a period with --from and --to")
    is_comparison = asked.kind == "comparison"
    if is_comparison and asked.compare is None:
        raise RefusedError("a comparison needs a second day: --compare")
    if asked.kind is not None and asked.compare is not None and not is_comparison:
        raise RefusedError(f"--kind {asked.kind} and --compare contradict each other")


def _check_family(given: set[str], asked: _Asked, form: str) -> None:
    """Refuse options that say nothing about a format."""
    told = _FORMATS[form]
    if told.family == "moving" and "first" not in given:
        raise RefusedError(f"{form} shows a period: --from and --to")
    needless = sorted(given - {"date", "last"} - told.takes)
    if needless == ["kind"] and asked.kind == "map":
        return
    if needless:
        instead = "; a period of data is --from and --to" if needless[0] == "since" else ""
        raise RefusedError(f"{_flag(needless[0])} says nothing about {form}{instead}")


def _flag(name: str) -> str:
    return "--" + {"first": "from", "last": "to"}.get(name, name)


def _request(asked: _Asked, form: str) -> Request:
    day_shown = asked.date or asked.last
    assert day_shown is not None  # a command that names neither was refused
    view = View(
        date=day_shown,
        layer=asked.layer,
        lang=asked.lang,
        show=asked.show,
        view=asked.view,
        # A link to a period opens the map with the movements of its days.
        since=asked.since or asked.first,
        area=asked.pcode or "",
        later=not asked.without_later,
    )
    told = _FORMATS[form]
    compared = "kind" in told.takes and asked.compare is not None
    return Request(
        view,
        start=asked.first,
        compare=asked.compare,
        kind=asked.kind or ("comparison" if compared else "map"),
        paper=asked.paper or ("square" if told.family == "moving" else "a4"),
        theme=asked.theme or "light",
        address=asked.address,
        answers=asked.own.words(),
    )
