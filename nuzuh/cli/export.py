"""``nuzuh export``: its options, which of them go together, and the file that it writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import click

from nuzuh.balance.require import check_publishers, require_reconstruction
from nuzuh.cli.output import Output, counted_steps, output_option
from nuzuh.cli.parsing import Choice, Command, Headed, day, web_address, zoom
from nuzuh.cli.site import export_site, how_many, is_given
from nuzuh.cli.user_files import UserFiles, with_figures
from nuzuh.cli.versions import version_words, with_data
from nuzuh.draw.film.picture import SIZES
from nuzuh.draw.sheets.papers import PAPERS
from nuzuh.evidence.statements import QUESTIONS
from nuzuh.export.formats import of_family, write
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.stories import MOST
from nuzuh.scene.figures import KINDS
from nuzuh.scene.film import MOVES
from nuzuh.scene.film_period import LENGTHS, length_at
from nuzuh.scene.layer import layer_of
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.outlines import DETAILS
from nuzuh.scene.regions import AREAS
from nuzuh.scene.request import DEFAULT_ADDRESS, ExportRequest
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.sides import sides_of
from nuzuh.scene.story import story_views
from nuzuh.scene.translator import LANGUAGES
from nuzuh.scene.view import SHOWS, SIDES, View

_FORMATS = of_family("picture", "moving", "page", "data", "bundle")
"""The choices of ``--format``: a citation is in every bundle."""

SITE = "site"
"""The choice of ``--format`` that is no view: every page, as a folder of files."""

_BY_ENDING = {ending: form for form, told in _FORMATS.items() for ending in told.endings}
"""The format that the ending of a file's name means."""

_OPTIONS = (
    *("date", "first", "last", "since"),
    *SIDES,
    *("kind", "paper", "theme", "pcode", "zoom", "moves", "seconds", "speed", "question"),
    *("story", "step", "detail"),
)
"""The options that not every format takes."""

_APART = (
    ("date", "first"),
    ("date", "last"),
    ("first", "since"),
    *(("first", side) for side in SIDES),
    *((side, "since") for side in SIDES),
    *(("story", other) for other in ("date", "first", "since", *SIDES, "pcode", "zoom")),
    ("pcode", "zoom"),
    ("seconds", "speed"),
)
"""Options that contradict each other."""


_Day = date
"""The type, where a field of that name hides it."""


@dataclass(frozen=True)
class _Options:
    """The options of ``export``; None where one was not given and has no default."""

    date: _Day | None
    first: _Day | None
    last: _Day | None
    since: _Day | None
    compare: _Day | None
    compare_view: str | None
    compare_show: str | None
    story: str | None
    step: int | None
    layer: str
    show: str
    view: str
    without_later: bool
    kind: str | None
    pcode: str | None
    question: str | None
    zoom: str | None
    moves: str | None
    seconds: int | None
    speed: float | None
    lang: str
    paper: str | None
    theme: str | None
    detail: str | None
    address: str
    form: str | None
    versions: int | None
    output: Output
    user_files: UserFiles


_when, _what, _how = (
    partial(click.option, cls=Headed, heading=heading) for heading in ("when", "what", "how")
)


@click.command(cls=Command, help="a view as picture, moving picture, page, data or bundle")
@_when("--date", type=day, help="the day shown (ISO date)")
@_when("--from", "first", type=day, help="first day of a period, with --to")
@_when("--to", "last", type=day, help="last day of the period")
@_when(
    "--since",
    type=day,
    help="first day of the movements that a picture shows; of orders, how often land was ordered",
)
@_when("--compare", type=day, help="another day, to compare with --date")
@_what("--story", metavar="ID", help="a story, instead of a day")
@_what(
    "--step",
    type=click.IntRange(1, MOST),
    metavar="N",
    help="the step of it that a slide, a square or a page shows",
)
@_what("--layer", type=Choice(LAYERS), default="people")
@_what("--show", type=Choice(SHOWS), default="published")
@_what("--view", default="all", help="whose figures a reconstruction uses")
@_what("--compare-view", help="whose figures the other side of a comparison uses")
@_what(
    "--compare-show",
    type=Choice(SHOWS),
    help="published or reconstructed figures on the other side of a comparison",
)
@_what(
    "--without-later",
    is_flag=True,
    help="leave out figures whose page came out after the day",
)
@_what(
    "--kind",
    type=Choice(KINDS),
    help="kind of picture; map when not given, times for orders of a period",
)
@_what(
    "--pcode",
    type=Choice(AREAS),
    help="area of a series; part of the Strip that a map or a moving picture shows",
)
@_what("--zoom", type=zoom, help="part that a map shows, as a link of the app says it")
@_what(
    "--moves",
    type=Choice(MOVES),
    help="who moved, in a moving picture: arrows when not given",
)
@_what("--question", type=Choice(QUESTIONS), help="of --kind disagreement")
@_how("--lang", type=Choice(LANGUAGES), default="en")
@_how(
    "--paper",
    type=Choice(tuple(dict.fromkeys((*PAPERS, *SIZES)))),
    help="a4 when not given; of a moving picture square, upright or slide",
)
@_how("--seconds", type=int, help="length of a moving picture; 10 when not given")
@_how(
    "--speed",
    type=click.FloatRange(0, min_open=True),
    metavar="DAYS",
    help="days a second of a moving picture, instead of --seconds",
)
@_how(
    "--detail",
    type=Choice(DETAILS),
    help="of the outlines in a map file: display when not given; full are those of COD-AB, where "
    "nuzuh refresh has brought them",
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
    type=Choice((*_FORMATS, SITE)),
    help="guessed from the ending of FILE when not given; site: every page, in a folder",
)
@_how(
    "--versions",
    type=how_many,
    metavar="all|N",
    help="former versions of the data of which a site has pages: all, or the N newest; those "
    "that the folder has not yet when not given",
)
@output_option(cls=Headed, heading="how")
@with_data
@with_figures
def export(**options: Any) -> None:
    """Write a view to a file."""
    chosen = _Options(**options)
    if chosen.form == SITE:
        export_site(chosen.output, chosen.address if is_given("address") else "", chosen.versions)
        return
    if chosen.versions is not None:
        raise RefusedError("--versions says nothing but of a site; see --format site")
    form = _format(chosen)
    _check_together(chosen, form)
    chosen.output.check()
    request, tables = _request(chosen, form), chosen.user_files.tables()
    request.check()
    view = request.view
    for side in sides_of(view) if view.compares else (view,):
        if side.reconstructed or request.kind in ("series", "movements"):
            first = request.start or side.date
            require_reconstruction(tables, side.perspective, (first, side.date))
        else:
            check_publishers(tables, side.perspective)
    chosen.output.write(write(form, request, tables, counted_steps()))


def _format(chosen: _Options) -> str:
    """The format that is asked for, or that the ending of the file's name means."""
    ending = chosen.output.ending
    meant = _BY_ENDING.get(ending)
    given = chosen.form
    if given is None:
        if meant is None and ending:
            raise RefusedError(
                f"no format ends in .{ending[:20]}; choose one with --format: {', '.join(_FORMATS)}"
            )
        return meant or "png"
    if meant is not None and meant != given:
        raise RefusedError(f"--format {given} contradicts the ending of {chosen.output.name}")
    return given


def _check_together(chosen: _Options, form: str) -> None:
    """Refuse options that contradict each other, or that a format says nothing about.

    Raises:
        RefusedError: naming them.
    """
    given = {name for name in _OPTIONS if getattr(chosen, name) is not None}
    for one, other in _APART:
        if {one, other} <= given:
            raise RefusedError(f"{_flag(one)} and {_flag(other)} contradict each other")
    for one, other in (("first", "last"), ("last", "first")):
        if one in given and other not in given:
            raise RefusedError(f"{_flag(one)} needs {_flag(other)}, the other end of the period")
    _check_family(given, chosen, form)
    _check_story(given, chosen)
    if not given & {"date", "first", "story"}:
        raise RefusedError("name a day with --date, or a period with --from and --to")
    if chosen.question is not None and chosen.kind != "disagreement":
        raise RefusedError("--question is of --kind disagreement")
    compared = [side for side in SIDES if side in given]
    if chosen.kind == "comparison" and not compared:
        raise RefusedError(
            "a comparison needs a second side: --compare, --compare-view or --compare-show"
        )
    if chosen.kind not in (None, "comparison") and compared:
        raise RefusedError(f"--kind {chosen.kind} and {_flag(compared[0])} contradict each other")


def _check_story(given: set[str], chosen: _Options) -> None:
    """Refuse a step without a story, or that it has not, and a kind of picture that shows none."""
    if chosen.story is None:
        if chosen.kind == "story":
            raise RefusedError(f"name the story with --story: {', '.join(story_views())}")
        if "step" in given:
            raise RefusedError("--step needs --story")
        return
    if chosen.story not in story_views():
        raise RefusedError(
            f"there is no story {chosen.story[:30]!r}; one of {', '.join(story_views())}"
        )
    steps = len(story_views()[chosen.story])
    if chosen.step is not None and chosen.step > steps:
        raise RefusedError(f"the story {chosen.story} has {steps} steps, no step {chosen.step}")
    if chosen.kind not in (None, "story"):
        raise RefusedError(f"--story and --kind {chosen.kind} contradict each other")


def _check_family(given: set[str], chosen: _Options, form: str) -> None:
    """Refuse options that say nothing about a format."""
    told = _FORMATS[form]
    if told.family == "moving" and "first" not in given:
        raise RefusedError(f"{form} shows a period: --from and --to")
    needless = sorted(given - {"date", "last"} - told.takes)
    if needless == ["kind"] and chosen.kind in ("map", "comparison"):
        return
    if needless:
        instead = "; a period of data is --from and --to" if needless[0] == "since" else ""
        raise RefusedError(f"{_flag(needless[0])} says nothing about {form}{instead}")


def _flag(name: str) -> str:
    return "--" + {"first": "from", "last": "to"}.get(name, name).replace("_", "-")


def _request(chosen: _Options, form: str) -> ExportRequest:
    if chosen.story is not None:
        return _request_of_story(chosen.story, chosen)
    day_shown = chosen.date or chosen.last
    assert day_shown is not None  # a command that names neither was refused
    view = View(
        date=day_shown,
        layer=chosen.layer,
        lang=chosen.lang,
        mode=chosen.show,
        perspective=chosen.view,
        # A link to a period opens the map with the movements of its days.
        since=chosen.since or chosen.first,
        area=chosen.pcode or "",
        question=chosen.question or "",
        zoom=chosen.zoom or "",
        later=not chosen.without_later,
        compare=chosen.compare,
        compare_view=chosen.compare_view or "",
        compare_show=chosen.compare_show or "",
    )
    told = _FORMATS[form]
    return ExportRequest(
        view,
        start=chosen.first,
        kind=chosen.kind or _kind_meant(chosen, form),
        paper=chosen.paper or ("square" if told.family == "moving" else "a4"),
        theme=chosen.theme or "light",
        moves=chosen.moves,
        seconds=_seconds(chosen),
        address=chosen.address,
        cli_arguments=(*version_words(), *chosen.user_files.arguments()),
        detail=chosen.detail or "display",
    )


def _seconds(chosen: _Options) -> int | None:
    """How long a moving picture lasts; None where its reader wants nothing of it."""
    if chosen.speed is None or chosen.first is None or chosen.last is None:
        return chosen.seconds
    seconds, (least, most) = length_at(chosen.speed, chosen.first, chosen.last), LENGTHS
    if not least <= seconds <= most:
        raise RefusedError(
            f"at --speed {chosen.speed:g} the days last {seconds} seconds, and a moving picture "
            f"{least} to {most}: choose another speed, or --seconds"
        )
    return seconds


def _request_of_story(story: str, chosen: _Options) -> ExportRequest:
    view = story_views()[story][(chosen.step or 1) - 1]
    return ExportRequest(
        replace(view, lang=chosen.lang),
        kind="story",
        paper=chosen.paper or "a4",
        theme=chosen.theme or "light",
        address=chosen.address,
        cli_arguments=(*version_words(), *chosen.user_files.arguments()),
    )


def _kind_meant(chosen: _Options, form: str) -> str:
    """The kind of picture that the other options ask for."""
    told = _FORMATS[form]
    has_kinds = "kind" in told.takes
    compared = any(getattr(chosen, side) is not None for side in SIDES)
    if compared and (has_kinds or told.family == "page"):
        return "comparison"
    if not has_kinds:
        return "map"
    in_period = chosen.since or chosen.first
    return "times" if _of_orders(chosen.layer) and in_period else "map"


def _of_orders(layer: str) -> bool:
    """Whether a layer is one of orders, not of people."""
    return layer_of(layer).evidence == "orders"
