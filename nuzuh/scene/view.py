"""The link is the view: what a reader looks at, and the parts of a URL that say it.

:mod:`nuzuh.scene.parse_view` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode, urlsplit, urlunsplit

from nuzuh.scene.layers import RECONSTRUCTED_LAYERS

_Day = date
"""The type, where a field of that name hides it."""

FIELDS = {"show": "mode", "view": "perspective"}
"""Parts of a link whose field has another name in a view."""

SHOWS = ("published", "reconstructed")
"""Kinds of picture: the latest published figure for each area, or the population balance."""

CASE_DATE = date(2025, 10, 5)
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
        layer: one of :data:`nuzuh.scene.layers.LAYERS`.
        lang: one of :data:`nuzuh.scene.translator.LANGUAGES`.
        figure: id of the figure whose record is open; "" for none.
        mode: one of :data:`SHOWS`.
        perspective: whose figures the reconstruction uses: an id of
            :data:`nuzuh.balance.shipped.NAMED_VIEWS`, or publishers joined by commas.
        area: P-code of the governorate that is selected; "" for none.
        since: first day of the period whose movements are shown, or how often land was
            ordered in it; None without a period.
        block: number of the block whose orders are open; "" for none.
        order: id of the order that is open; "" for none.
        place: name of the place whose orders are open, one of
            :func:`nuzuh.scene.gazetteer.place_keys`; "" for none.
        later: whether figures of pages that came out after ``date`` are used too.
        zoom: how near the map is and what lies in its middle, ``factor/latitude/longitude``
            as :func:`nuzuh.scene.parse_view.zoom_of` writes it; "" for the whole Strip.
    """

    date: _Day = CASE_DATE
    layer: str = "people"
    lang: str = "en"
    figure: str = ""
    mode: str = "published"
    perspective: str = "all"
    area: str = ""
    since: _Day | None = None
    later: bool = True
    zoom: str = ""
    block: str = ""
    order: str = ""
    place: str = ""

    @property
    def reconstructed(self) -> bool:
        """Whether the picture is a reconstruction.

        Orders are only ever shown as published, and so is a view without what
        came out later: the balance always knows that.
        """
        wanted = self.mode == "reconstructed" and self.later
        return wanted and self.layer in RECONSTRUCTED_LAYERS

    def without_later(self) -> View:
        """Return the view as published, without what came out after its day."""
        return replace(self, later=False, mode="published")

    def query(self, timeline: Timeline, data: str) -> dict[str, str]:
        """Return every part of the view, and the data version, as URL parameters."""
        query = {
            "date": self.date.isoformat(),
            "layer": self.layer,
            "phase": timeline.phase_of(self.date).id,
            "lang": self.lang,
            "show": self.mode,
            "view": self.perspective,
            "data": data,
        }
        if self.since is not None:
            query["since"] = self.since.isoformat()
        parts = {
            "area": self.area,
            "figure": self.figure,
            "later": "" if self.later else "no",
            "zoom": self.zoom,
            "block": self.block,
            "order": self.order,
            "place": self.place,
        }
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
