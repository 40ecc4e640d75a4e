"""Reads a view from the query of a URL.

Everything in a URL comes from a stranger. :func:`parse_view` never raises and
never echoes what it was given: each part that makes no sense falls back to its
default and leaves the name of a notice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, cast

from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.evidence.statements import QUESTIONS
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.received import mended, received, understood, understood_day
from nuzuh.scene.regions import AREAS
from nuzuh.scene.translator import LANGUAGES
from nuzuh.scene.view import FIELDS, SHOWS, Timeline, View

Notice = Literal[
    "bad_date",
    "date_outside",
    "bad_layer",
    "bad_phase",
    "bad_lang",
    "bad_figure",
    "withdrawn_figure",
    "bad_show",
    "bad_view",
    "bad_area",
    "bad_block",
    "bad_order",
    "bad_place",
    "bad_since",
    "bad_later",
    "later_published",
    "bad_zoom",
    "bad_compare",
    "bad_compare_view",
    "bad_compare_show",
    "bad_question",
    "bad_by",
    "bad_story",
    "bad_step",
    "unknown_key",
    "no_version",
    "damaged_version",
    "kept_views",
]

_COMMA = re.compile(r",|%2C", re.IGNORECASE)
"""The sign between publishers, which mail may have encoded once more."""

_ZOOM = re.compile(r"(\d{1,2}(?:\.\d{1,6})?)/(\d{1,2}(?:\.\d{1,8})?)/(\d{1,3}(?:\.\d{1,8})?)")
REGION = (30.9, 31.9), (33.9, 34.9)
"""Latitudes and longitudes, in degrees, that the middle of the map may have."""

DEEPEST = 40
"""The nearest that the map comes, as a multiple of the whole Strip."""


@dataclass(frozen=True)
class ParsedView:
    """A view read from a URL, with a notice for each part that could not be used.

    Attributes:
        view: the view.
        notices: their names.
        withdrawn: id of the withdrawn figure that the link names; "" for none.
    """

    view: View
    notices: tuple[Notice, ...] = field(default=())
    withdrawn: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the parts of a link may name, see :func:`nuzuh.scene.known.known_in`.

    Attributes:
        figures: ids of the figures that exist.
        withdrawn: ids of figures that an earlier version of the data held.
        publishers: names of the publishers that exist.
        blocks: numbers of the blocks that exist.
        orders: ids of the orders that exist.
        places: names of the places that exist.
        stories: what each step of each story that exists shows, by its id; a link that
            names a story and no day opens its step.
    """

    figures: Collection[str] = ()
    withdrawn: Collection[str] = ()
    publishers: Collection[str] = ()
    blocks: Collection[str] = ()
    orders: Collection[str] = ()
    places: Collection[str] = ()
    stories: Mapping[str, Sequence[View]] = field(default_factory=dict)


_NOTHING = Known()


def parse_view(
    query: Mapping[str, str | Sequence[str]],
    timeline: Timeline,
    data: str,
    known: Known = _NOTHING,
    *,
    opening: View | None = None,
    lang: str = "en",
    own_views: bool = True,
) -> ParsedView:
    """Read a view from the parameters of a URL.

    A date wins over a phase; a phase alone opens its preset day. What mail does
    to a link is undone, see :mod:`nuzuh.scene.received`.

    Args:
        query: parameters as text, or as lists of text of which the last counts.
        timeline: the days and phases that exist.
        data: version of the data that is shown.
        known: what its parts may name.
        opening: the view of a link that names no day; ``View()`` when None. A
            link that names one is as published unless it says otherwise.
        lang: the language of a link that names none.
        own_views: whether there is a reconstruction from publishers that a link chooses: of a
            former version of the data there is none.

    Example:
        >>> timeline = Timeline(date(2023, 10, 1), date(2026, 8, 22), ())
        >>> parse_view({"date": "<b>", "layer": "density"}, timeline, "v").view.layer
        'density'
    """
    given, unknown = received(query)
    day, notices = _day(given, timeline)
    view = _opened(given, known.stories) or opening or View() if day is None else View(date=day)
    if "lang" not in given:
        view = replace(view, lang=lang)
    choices: list[tuple[str, Collection[str], Notice]] = [
        ("layer", LAYERS, "bad_layer"),
        ("lang", LANGUAGES, "bad_lang"),
        ("figure", known.figures, "bad_figure"),
        ("show", SHOWS, "bad_show"),
        ("area", AREAS, "bad_area"),
        ("block", known.blocks, "bad_block"),
        ("order", known.orders, "bad_order"),
        ("place", known.places, "bad_place"),
        ("compare-show", SHOWS, "bad_compare_show"),
        ("question", QUESTIONS, "bad_question"),
        ("by", known.publishers, "bad_by"),
        ("story", known.stories, "bad_story"),
    ]
    read = {part: understood(given[part], names) for part, names, _ in choices if part in given}
    chosen = {part: value for part, value in read.items() if value is not None}
    notices += [notice for part, _, notice in choices if part in given and part not in chosen]
    gone = understood(given["figure"], known.withdrawn) if "bad_figure" in notices else None
    if gone is not None:
        notices[notices.index("bad_figure")] = "withdrawn_figure"
    view = replace(
        view,
        **cast("dict[str, Any]", {FIELDS.get(part, part): value for part, value in chosen.items()}),
    )
    view, more = _with_publishers(view, given, known.publishers, own_views=own_views)
    notices += more
    view, more = _with_period(view, given, timeline)
    notices += more
    view, more = _with_later(view, given, asked=chosen.get("show"))
    notices += more
    view, more = _with_comparison(view, given, timeline, known.publishers, own_views=own_views)
    notices += more
    view, more = _with_step(view, given, known.stories)
    notices += more
    if "zoom" in given:
        zoom = zoom_of(mended(given["zoom"]))
        view = view if zoom is None else replace(view, zoom=zoom)
        notices += ["bad_zoom"] if zoom is None else []
    if unknown:
        notices.append("unknown_key")
    if understood(given.get("data", data), (data,)) is None:
        notices.append("no_version")
    return ParsedView(view, tuple(notices), gone or "")


def zoom_of(text: str) -> str | None:
    """Return a zoom as links write it, or None where it is none, or lies off the Strip.

    The factor, from 1 (the whole Strip) to :data:`DEEPEST`, has two decimals at most; the
    middle of the map, in degrees, has four: about 10 metres.

    >>> zoom_of("3.20/31.42/34.36"), zoom_of("1/31.4/34.4"), zoom_of("3/52.5/13.4")
    ('3.2/31.42/34.36', '', None)
    """
    written = _ZOOM.fullmatch(text)
    if written is None:
        return None
    factor, latitude, longitude = (float(part) for part in written.groups())
    (south, north), (west, east) = REGION
    if not (1 <= factor <= DEEPEST and south <= latitude <= north and west <= longitude <= east):
        return None
    if round(factor, 2) == 1:
        return ""
    return f"{round(factor, 2):g}/{round(latitude, 4):g}/{round(longitude, 4):g}"


def _day(given: Mapping[str, str], timeline: Timeline) -> tuple[date | None, list[Notice]]:
    """The day that a link names; None for none, or for one that cannot be shown."""
    day, notices = None, list[Notice]()
    presets = {phase.id: phase.preset for phase in timeline.phases}
    if "phase" in given:
        phase = understood(given["phase"], presets)
        if phase is None:
            notices.append("bad_phase")
        else:
            day = presets[phase]
    if "date" in given:
        named = understood_day(given["date"])
        if named is not None and timeline.first <= named <= timeline.last:
            day = named
        else:
            notices.append("bad_date" if named is None else "date_outside")
    return day, notices


def _with_publishers(
    view: View, given: Mapping[str, str], publishers: Collection[str], *, own_views: bool
) -> tuple[View, list[Notice]]:
    """The view of the named publishers; a view of ones that do not exist is not used."""
    if "view" not in given:
        return view, []
    perspective = _perspective(given["view"], publishers)
    if perspective is None:
        return view, ["bad_view"]
    if perspective not in NAMED_VIEWS and not own_views:
        return view, ["kept_views"]
    return replace(view, perspective=perspective), []


def _perspective(text: str, publishers: Collection[str]) -> str | None:
    """Whose figures a text means: a view that has a name, or publishers; None for neither."""
    # "un" is a group and "UN" a publisher: what could mean either is neither.
    known = {*NAMED_VIEWS, *publishers}
    named = {understood(name, known) for name in _COMMA.split(text) if mended(name)}
    chosen = sorted(name for name in named if name is not None)
    if len(chosen) == len(named) == 1 and chosen[0] in NAMED_VIEWS:
        return chosen[0]
    return ",".join(chosen) if named and named <= set(publishers) else None


def _with_comparison(
    view: View,
    given: Mapping[str, str],
    timeline: Timeline,
    publishers: Collection[str],
    *,
    own_views: bool,
) -> tuple[View, list[Notice]]:
    """The view with the other day and the other publishers of a comparison."""
    notices = list[Notice]()
    if "compare" in given:
        day = understood_day(given["compare"])
        if day is not None and timeline.first <= day <= timeline.last:
            view = replace(view, compare=day)
        else:
            notices.append("bad_compare")
    if "compare-view" in given:
        perspective = _perspective(given["compare-view"], publishers)
        if perspective is None:
            notices.append("bad_compare_view")
        elif perspective not in NAMED_VIEWS and not own_views:
            notices.append("kept_views")
        else:
            view = replace(view, compare_view=perspective)
    return view, notices


def _with_step(
    view: View, given: Mapping[str, str], stories: Mapping[str, Sequence[View]]
) -> tuple[View, list[Notice]]:
    """The view with the step of its story; a story that names none opens its first."""
    if not view.story:
        return replace(view, step=0), [
            "bad_step"
        ] if "step" in given and "story" not in given else []
    step = _step(given, stories[view.story])
    return replace(view, step=step or 1), [] if step else ["bad_step"]


def _step(given: Mapping[str, str], views: Sequence[View]) -> int | None:
    """Which step of a story a link names, from 1; None for one that the story has not."""
    steps = [str(n) for n in range(1, len(views) + 1)]
    step = understood(given["step"], steps) if "step" in given else steps[0]
    return None if step is None else int(step)


def _opened(given: Mapping[str, str], stories: Mapping[str, Sequence[View]]) -> View | None:
    """What the step shows that a link names; None without a story that exists."""
    story = understood(given["story"], stories) if "story" in given else None
    return None if story is None else stories[story][(_step(given, stories[story]) or 1) - 1]


def _with_period(
    view: View, given: Mapping[str, str], timeline: Timeline
) -> tuple[View, list[Notice]]:
    """The view with the period of its movements; one that ends before it begins is not used."""
    if "since" not in given:
        return view, []
    since = understood_day(given["since"])
    if since is not None and timeline.first <= since <= view.date:
        return replace(view, since=since), []
    return view, ["bad_since"]


def _with_later(
    view: View, given: Mapping[str, str], *, asked: str | None
) -> tuple[View, list[Notice]]:
    """The view with or without what came out later; without, it is as published.

    Args:
        view: the view so far.
        given: the parts of the link.
        asked: the kind of picture that the link itself asks for.
    """
    if "later" not in given:
        return view, []
    later = understood(given["later"], ("yes", "no"))
    if later is None:
        return view, ["bad_later"]
    if later == "yes":
        return view, []
    contradicts = asked == "reconstructed"
    return view.without_later(), ["later_published"] if contradicts else []
