"""The link is the view: what a reader looks at, and the parts of a URL that say it.

:mod:`nuzuh.scene.parse_view` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from nuzuh.scene.layers import RECONSTRUCTED_LAYERS

_Day = date
"""The type, where a field of that name hides it."""

FIELDS = {
    "show": "mode",
    "view": "perspective",
    "compare-view": "compare_view",
    "compare-show": "compare_show",
}
"""Parts of a link whose field has another name in a view."""

SIDES = ("compare", "compare_view", "compare_show")
"""Fields of a view of which any makes it a comparison, and options of the same names."""

PAGES = {
    "figure": ("estimates",),
    "block": ("orders",),
    "order": ("orders",),
    "place": ("map", "orders"),
    **dict.fromkeys(SIDES, ("compare",)),
    "question": ("disagreement",),
    "by": ("movements",),
    "story": ("stories",),
    "step": ("stories",),
}
"""Fields of a view that only some pages have a use for, with the paths of these pages."""

SHOWS = ("published", "reconstructed")
"""Kinds of picture: the latest published figure for each area, or the population balance."""

_USUAL = {"layer": "people", "lang": "en", "show": "published", "view": "all"}
"""Parts of a link that say what a link without them says too."""

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
        area: what is selected, one of :data:`nuzuh.scene.regions.AREAS`; "" for none.
        since: first day of the period whose movements are shown, or how often land was
            ordered in it; None without a period.
        block: number of the block whose orders are open; "" for none.
        order: id of the order that is open; "" for none.
        place: name of the place whose orders are open, one of
            :func:`nuzuh.scene.gazetteer.place_keys`; "" for none.
        compare: the other day of a comparison; None for the same day.
        compare_view: whose figures the other side of a comparison uses; "" for the same.
        compare_show: the other side's ``mode``; "" for the same.
        question: one of :data:`nuzuh.evidence.statements.QUESTIONS`, whose rival answers are
            looked at; "" for none.
        by: the publisher to whose movements they are narrowed; "" for all.
        story: id of the story that is open; "" for none.
        step: which of its steps is shown, from 1; 0 for none.
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
    compare: _Day | None = None
    compare_view: str = ""
    compare_show: str = ""
    question: str = ""
    by: str = ""
    story: str = ""
    step: int = 0

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

    @property
    def other(self) -> View:
        """The other side of a comparison: another day, other publishers, or the other kind.

        >>> View(compare=date(2025, 8, 14), compare_view="un").other == View(
        ...     date=date(2025, 8, 14), perspective="un")
        True
        """
        return replace(
            self.alone,
            date=self.compare or self.date,
            perspective=self.compare_view or self.perspective,
            mode=self.compare_show or self.mode,
        )

    @property
    def compares(self) -> bool:
        """Whether a comparison is asked for, be it with itself."""
        return self.compare is not None or bool(self.compare_view or self.compare_show)

    @property
    def alone(self) -> View:
        """The view without its comparison."""
        return replace(self, compare=None, compare_view="", compare_show="")

    def beside(self, other: View) -> View:
        """Return the view compared with another one of the same layer: that is its other side.

        >>> view = View(perspective="un").beside(View(perspective="israel"))
        >>> view.compare_view, view.compare, view.other.beside(view.alone).other == view.alone
        ('israel', None, True)
        """
        return replace(
            self,
            compare=other.date if other.date != self.date else None,
            compare_view=other.perspective if other.perspective != self.perspective else "",
            compare_show=other.mode if other.mode != self.mode else "",
        )

    @property
    def kind(self) -> tuple[bool, str]:
        """Whether it is reconstructed, and from whose figures: as published all are shown.

        Views of one kind, language and data are drawn from the same payloads.

        >>> View(perspective="un").kind, View(mode="reconstructed", perspective="un").kind
        ((False, 'all'), (True, 'un'))
        """
        return self.reconstructed, self.perspective if self.reconstructed else "all"

    def on_page(self, path: str) -> View:
        """Return the view without what only other pages have a use for.

        Args:
            path: of the page, as in its address; "" for the map.

        >>> View(figure="GD0001", by="OCHA").on_page("movements") == View(by="OCHA")
        True
        """
        unused = [name for name, pages in PAGES.items() if (path or "map") not in pages]
        nothing = View()
        return replace(self, **{name: getattr(nothing, name) for name in unused})

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
            "compare": self.compare.isoformat() if self.compare else "",
            "compare-view": self.compare_view,
            "compare-show": self.compare_show,
            "question": self.question,
            "by": self.by,
            "story": self.story,
            "step": str(self.step) if self.step else "",
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


def short_link(link: str) -> str:
    """Return a link without the parts that say what is usual, to be read and typed.

    >>> short_link("https://nuzuh.example/?date=2025-10-05&layer=people&phase=gaza-city&lang=en")
    'https://nuzuh.example/?date=2025-10-05'
    """
    scheme, host, path, query, _ = urlsplit(link)
    parts = [
        (name, value)
        for name, value in parse_qsl(query)
        if name not in ("phase", "data") and _USUAL.get(name) != value
    ]
    return urlunsplit((scheme, host, path, urlencode(parts, safe=","), ""))
