"""The link is the view: what a reader looks at, to and from the query of a URL.

Everything in a URL comes from a stranger. :func:`parse_view` never raises and
never echoes what it was given: each part that makes no sense falls back to its
default and leaves the name of a notice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from balance.layers import LAYERS, RECONSTRUCTED_LAYERS
from balance.shipped import NAMED_VIEWS
from loaders import pcodes as pc
from loaders.dates import iso_day
from maps.words import LANGUAGES

Notice = Literal[
    "bad_date",
    "date_outside",
    "bad_layer",
    "bad_phase",
    "bad_lang",
    "bad_figure",
    "bad_show",
    "bad_view",
    "bad_area",
    "bad_since",
    "other_data",
]
_PARTS = ("date", "layer", "phase", "lang", "show", "view", "area", "since", "figure", "data")
_LONGEST = 64
_LONGEST_VIEW = 2_000
"""No part of a link is longer (a view may name every publisher): what is, is junk."""

_Day = date
"""The type, where a field of that name hides it."""

SHOWS = ("published", "reconstructed")
"""Kinds of picture: the latest published figure for each area, or the population balance."""

DEFAULT_DATE = date(2025, 10, 5)
"""The day on which the rival figures met: the case the project has to answer well."""


@dataclass(frozen=True)
class Phase:
    """A named span of time with the day that its preset opens."""

    id: str
    start: date
    end: date
    preset: date


@dataclass(frozen=True)
class Timeline:
    """The days that can be shown, and the phases they fall into."""

    first: date
    last: date
    phases: tuple[Phase, ...]

    def phase_of(self, day: date) -> Phase:
        """Return the phase that a day lies in; the nearest one for a day outside all of them."""
        for phase in self.phases:
            if day <= phase.end:
                return phase
        return self.phases[-1]


@dataclass(frozen=True)
class View:
    """What a reader looks at.

    Attributes:
        date: the day shown.
        layer: one of :data:`balance.layers.LAYERS`.
        lang: one of :data:`maps.words.LANGUAGES`.
        figure: id of the figure whose record is open; "" for none.
        show: one of :data:`SHOWS`.
        view: whose figures the reconstruction uses: an id of
            :data:`balance.shipped.NAMED_VIEWS`, or publishers joined by commas.
        area: P-code of the governorate that is selected; "" for none.
        since: first day of the period whose movements are shown; None without arrows.
    """

    date: date = DEFAULT_DATE
    layer: str = "people"
    lang: str = "en"
    figure: str = ""
    show: str = "published"
    view: str = "all"
    area: str = ""
    since: _Day | None = None

    @property
    def reconstructed(self) -> bool:
        """Whether the picture is a reconstruction: orders are only ever shown as published."""
        return self.show == "reconstructed" and self.layer in RECONSTRUCTED_LAYERS

    def query(self, timeline: Timeline, data: str) -> dict[str, str]:
        """Return every part of the view, and the data version, as URL parameters."""
        query = {
            "date": self.date.isoformat(),
            "layer": self.layer,
            "phase": timeline.phase_of(self.date).id,
            "lang": self.lang,
            "show": self.show,
            "view": self.view,
            "data": data,
        }
        if self.since is not None:
            query["since"] = self.since.isoformat()
        parts = {"area": self.area, "figure": self.figure}
        return query | {part: value for part, value in parts.items() if value}

    def link(self, address: str, timeline: Timeline, data: str) -> str:
        """Return the absolute link to this view on the app at ``address``.

        >>> timeline = Timeline(date(2023, 10, 1), date(2026, 8, 22),
        ...     (Phase("gaza-city", date(2025, 8, 14), date(2025, 10, 9), date(2025, 10, 5)),))
        >>> View().link("http://localhost:8501/?x=1", timeline, "v1")
        'http://localhost:8501/?date=2025-10-05&layer=people&phase=gaza-city&lang=en&show=published&view=all&data=v1'
        """
        scheme, host, path, _, _ = urlsplit(address)
        return urlunsplit((scheme, host, path or "/", urlencode(self.query(timeline, data)), ""))


@dataclass(frozen=True)
class ParsedView:
    """A view read from a URL, with a notice for each part that could not be used."""

    view: View
    notices: tuple[Notice, ...] = field(default=())


def parse_view(
    query: Mapping[str, str | Sequence[str]],
    timeline: Timeline,
    data: str,
    figures: Collection[str] = (),
    publishers: Collection[str] = (),
) -> ParsedView:
    """Read a view from the parameters of a URL.

    A date wins over a phase; a phase alone opens its preset day.

    Args:
        query: parameters as text, or as lists of text of which the last counts.
        timeline: the days and phases that exist.
        data: version of the data that is shown.
        figures: ids of the figures that exist.
        publishers: names of the publishers that exist.

    Example:
        >>> timeline = Timeline(date(2023, 10, 1), date(2026, 8, 22), ())
        >>> parse_view({"date": "<b>", "layer": "density"}, timeline, "v").view.layer
        'density'
    """
    given = {key: _text(key, query[key]) for key in _PARTS if key in query}
    view, notices = View(), list[Notice]()
    presets = {phase.id: phase.preset for phase in timeline.phases}
    if "phase" in given:
        if given["phase"] in presets:
            view = replace(view, date=presets[given["phase"]])
        else:
            notices.append("bad_phase")
    if "date" in given:
        day = iso_day(given["date"])
        if day is not None and timeline.first <= day <= timeline.last:
            view = replace(view, date=day)
        else:
            notices.append("bad_date" if day is None else "date_outside")
    choices: list[tuple[str, Collection[str], Notice]] = [
        ("layer", LAYERS, "bad_layer"),
        ("lang", LANGUAGES, "bad_lang"),
        ("figure", figures, "bad_figure"),
        ("show", SHOWS, "bad_show"),
        ("area", pc.GOVERNORATES, "bad_area"),
    ]
    chosen = {part: given[part] for part, known, _ in choices if given.get(part) in known}
    notices += [notice for part, _, notice in choices if part in given and part not in chosen]
    view = replace(view, **cast("dict[str, Any]", chosen))
    view, more = _with_publishers(view, given, publishers)
    notices += more
    view, more = _with_period(view, given, timeline)
    notices += more
    if given.get("data", data) != data:
        notices.append("other_data")
    return ParsedView(view, tuple(notices))


def _with_publishers(
    view: View, given: Mapping[str, str], publishers: Collection[str]
) -> tuple[View, list[Notice]]:
    """The view of the named publishers; a view of ones that do not exist is not used."""
    if "view" not in given:
        return view, []
    named = given["view"]
    if named in NAMED_VIEWS:
        return replace(view, view=named), []
    chosen = set(named.split(","))
    if chosen <= set(publishers):
        return replace(view, view=",".join(sorted(chosen))), []
    return view, ["bad_view"]


def _with_period(
    view: View, given: Mapping[str, str], timeline: Timeline
) -> tuple[View, list[Notice]]:
    """The view with the period of its movements; one that ends before it begins is not used."""
    if "since" not in given:
        return view, []
    since = iso_day(given["since"])
    if since is not None and timeline.first <= since <= view.date:
        return replace(view, since=since), []
    return view, ["bad_since"]


def _text(part: str, value: str | Sequence[str]) -> str:
    text = value if isinstance(value, str) else (value[-1] if value else "")
    return text if len(text) <= (_LONGEST_VIEW if part == "view" else _LONGEST) else ""
