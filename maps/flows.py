"""The largest reconstructed movements of a period: which are drawn, in which words, their table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from balance.precision import bearable
from balance.result import Reconstruction
from loaders import pcodes as pc
from maps.geometry import governorate_name
from maps.html import table
from maps.labels import reconstructed_people, reconstructed_range
from maps.view import Timeline, View
from maps.words import Words

SHARE_DRAWN = 0.9
"""The movements drawn hold at least this share of all people moved between governorates..."""
MOST_DRAWN = 12
"""...unless that took more arcs than an eye can tell apart."""


@dataclass(frozen=True)
class Flow:
    """People who moved from one governorate to another, with the likely range where there is one.

    Attributes:
        origin, destination: P-codes.
        people: the number reconstructed.
        low, high: its likely range; None where none can be given.
    """

    origin: str
    destination: str
    people: float
    low: float | None
    high: float | None

    @property
    def tellable(self) -> bool:
        """Whether the number is large enough for the balance to tell it from none."""
        return bearable(self.people, self.low, self.high) > 0

    def way(self, words: Words) -> str:
        """Return from where to where, in words."""
        origin, destination = (governorate_name(p, words.lang) for p in self.ends)
        return words("relief.way", origin=origin, destination=destination)

    def number(self, words: Words) -> str:
        """Return how many, rounded to what the range can bear."""
        return reconstructed_people(self.people, self.low, self.high, words)

    def likely(self, words: Words) -> str:
        """Return the likely range in words, or that there is none."""
        return reconstructed_range(self.low, self.high, words)

    @property
    def ends(self) -> tuple[str, str]:
        """The P-codes of origin and destination."""
        return self.origin, self.destination


@dataclass(frozen=True)
class Flows:
    """The largest movements between governorates in a period.

    Attributes:
        start, end: the period, both days included.
        largest: the movements that are drawn, the largest first.
        share: what part of all people moved between governorates they hold.
    """

    start: date
    end: date
    largest: tuple[Flow, ...] = ()
    share: float = 0.0


def period_of(view: View, timeline: Timeline) -> tuple[date, date]:
    """Return the days whose movements a view shows: since its own first day, or in its phase.

    >>> from maps.timeline import load_timeline
    >>> period_of(View(date=date(2025, 10, 5)), load_timeline())
    (datetime.date(2025, 8, 14), datetime.date(2025, 10, 5))
    """
    start = view.since or timeline.phase_of(view.date).start
    return min(max(start, timeline.first), view.date), view.date


def largest_flows(picture: Reconstruction, start: date, end: date) -> Flows:
    """Return the movements between governorates that matter most in a period.

    Movements in and out of the Strip are left out, and so are numbers too small
    for the balance to tell. A view whose figures are silent on the last day has none.

    Args:
        picture: the reconstruction of a view.
        start: first day of the period.
        end: its last day.

    Raises:
        ValueError: when the period is reversed or outside the balance.
    """
    flows = flows_of(picture, start, end)
    total = sum(flow.people for flow in flows)
    drawn: list[Flow] = []
    held = 0.0
    for flow in flows[:MOST_DRAWN]:
        if held >= SHARE_DRAWN * total or not flow.tellable:
            break
        drawn.append(flow)
        held += flow.people
    return Flows(start, end, tuple(drawn), held / total if total else 0.0)


def flows_of(picture: Reconstruction, start: date, end: date) -> list[Flow]:
    """Return all movements between governorates in a period, the largest first.

    A view whose figures are silent on the last day has none.

    Args:
        picture: the reconstruction of a view.
        start: first day of the period.
        end: its last day.

    Raises:
        ValueError: when the period is reversed or outside the balance.
    """
    if not picture.rests_on_figures or picture.silent(end):
        return []
    moved = picture.movements(start, end)
    inside = moved["origin"].isin(pc.GOVERNORATES) & moved["destination"].isin(pc.GOVERNORATES)
    return [
        Flow(row.origin, row.destination, row.people, _known(row.low), _known(row.high))
        for row in moved[inside].sort_values("people", ascending=False).itertuples(index=False)
    ]


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number


def flows_table(flows: Flows, words: Words, *, drawn: bool = False) -> str:
    """Return movements as a table, the largest first; empty without any.

    Args:
        flows: the movements.
        words: the reader's language.
        drawn: the table is the key to arcs that are drawn.
    """
    if not flows.largest:
        return ""
    rows = [
        [
            *(governorate_name(pcode, words.lang) for pcode in flow.ends),
            flow.number(words),
            flow.likely(words),
        ]
        for flow in flows.largest
    ]
    head = [words(key) for key in ("relief.from", "relief.to", "relief.people", "table.range")]
    key = "relief.movements" if drawn else "flows.title"
    caption = words(key, start=words.day(flows.start), end=words.day(flows.end))
    return table(head, rows, test_id="flows-table", caption=caption)
