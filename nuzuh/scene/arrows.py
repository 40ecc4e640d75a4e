"""Arrows of movement: which are drawn, from what, in which words. One rule for every output.

Published figures on one question are rivals, never parts: they are one arrow,
with its lowest and its highest figure. Where a source does not name where
people went, the arrow is open: it leaves its area and ends nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuzuh.evidence.from_records import without_records
from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import FRESH_DAYS, question_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import Tables
from nuzuh.scene.flows import Flow, Flows, drawn
from nuzuh.scene.geometry import way_out
from nuzuh.scene.labels import published_area_name, publisher_name
from nuzuh.scene.statement_words import measure_text, since_text, where_from_to
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class PublishedMovement:
    """A published figure of people or movements over a period, from and to areas of the Strip.

    Attributes:
        id: row of the estimates table.
        origins, destinations: P-codes, north to south; no destinations when the
            source names none, or one that holds the origin: elsewhere in the Strip.
        origin, destination: as the reader's language names them.
        start, end: its period, both days included.
        known: the first day on which it is drawn: ``end``, or the day of its page
            where figures that came out later are left out.
        value: people or movements; the middle of a range, or a bound.
        party: the side whose figure it is; its publisher where that is of no side.
        question: what it answers, with its unit; figures of one question are rivals.
        number: as worded.
        who: publisher, day, and start of the period.
        publisher: its name in the reader's language.
        speaker: whose figure it is, as in the table.
        kind: what is counted.
        way: from where to where, as the publisher named it.
        came_out: date of its page; None where that is not known.
        open_end: where its arrow ends when it has no destinations, in degrees.
    """

    id: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    origin: str
    destination: str
    start: date
    end: date
    known: date
    value: float
    party: str
    question: str
    number: str
    who: str
    publisher: str
    speaker: str
    kind: str
    way: str
    came_out: date | None = None
    open_end: tuple[float, float] | None = None

    @property
    def days(self) -> int:
        """How many days its period is longer than one."""
        return (self.end - self.start).days

    @property
    def counts(self) -> bool:
        """Whether movements are counted rather than people."""
        return self.question.endswith("movements")


@dataclass(frozen=True)
class Arrow:
    """A movement on the map.

    Attributes:
        origins, destinations: P-codes; no destinations for an open arrow.
        low, high: its lowest and its highest figure, people or movements counted;
            the same for a single figure and for a reconstruction.
        number: the number as worded, or the lowest and the highest with who says so.
        way: from where to where, in words.
        lines: a line for each figure, from the lowest to the highest: number, who,
            when, what is counted; for a reconstruction its likely range.
        sentence: everything that is known of it, in one line.
        reconstructed: whether it is reconstructed.
        counts: whether movements are counted rather than people.
        sources: publisher and dates of each figure.
        publishers: the publisher of each, in the reader's language.
    """

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    low: float
    high: float
    number: str
    way: str
    lines: tuple[str, ...]
    sentence: str
    reconstructed: bool
    counts: bool = False
    sources: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()


def published_movements(
    tables: Tables, t: Translator, *, later: bool, by: str = ""
) -> list[PublishedMovement]:
    """Return every published movement of people within the Strip that an arrow can stand for.

    Movements within one area, in and out of the Strip, without a first day, of
    doubtful date or author, and repetitions have no arrow. Figures from records are
    published nowhere, and have one only where they were asked for by their publisher.

    Args:
        tables: the figures.
        t: the reader's language.
        later: draw figures before the day of their page, too.
        by: whose figures alone are asked for; "" for everybody's.
    """
    frame = tables.estimates if by else without_records(tables.estimates)
    frame = frame[frame["speaker"] == by] if by else frame
    rows = frame[
        (frame["measure"] == "movement")
        & frame["unit"].isin(["people", "movements"])
        & (frame["repeats"] == "")
        & ~frame["weak"]
        & frame["period_start"].notna()
    ]
    movements = (_movement(row, t, later=later) for row in rows_of(rows))
    return [movement for movement in movements if movement is not None]


def _movement(row: Mapping[str, Any], t: Translator, *, later: bool) -> PublishedMovement | None:
    ends = [
        pc.ordered(pc.split(row[f"{end}_pcodes"]) & pc.STRIP) for end in ("origin", "destination")
    ]
    origins, destinations = ends
    if not origins or not destinations or origins == destinations or set(origins) == pc.STRIP:
        return None
    if set(origins) <= set(destinations) or row["destination"].startswith("outside "):
        destinations = ()
    elif set(origins) & set(destinations):
        return None
    figure = figure_of(row)
    start = row["period_start"].date()
    comma = t("list.comma")
    told = [publisher_name(figure, t), t.day(figure.as_of, short=True)]
    told.append(since_text(start, t, assumed=row["period_basis"] == "assumed"))
    came_out = figure.page_date if figure.page == "dated" else None
    return PublishedMovement(
        id=figure.id,
        origins=origins,
        destinations=destinations,
        origin=published_area_name(row["origin"], t),
        destination=published_area_name(row["destination"], t)
        if destinations
        else t("arrow.elsewhere"),
        start=start,
        end=figure.as_of,
        known=figure.as_of if later or came_out is None else max(came_out, figure.as_of),
        value=figure.central,
        party=row["speaker"] if figure.side == "other" else figure.side,
        question=f"{_question(row, origins, destinations)} {figure.unit}",
        number=t.figure(figure),
        who=comma.join(told),
        publisher=publisher_name(figure, t),
        speaker=row["speaker"],
        kind=measure_text("movement", row["counting"], t),
        way=where_from_to(row["origin"], row["destination"], t),
        came_out=came_out,
        open_end=None if destinations else way_out(origins),
    )


def _question(
    row: Mapping[str, Any], origins: tuple[str, ...], destinations: tuple[str, ...]
) -> str:
    """The question that a figure answers, or the very areas that it names."""
    question = question_of(row)
    exact = " ".join([*origins, ">", *destinations])
    return exact if question is None or question == "moved_other" else question


def published_arrows(
    movements: Sequence[PublishedMovement], since: date, until: date, t: Translator
) -> list[Arrow]:
    """Return the arrows that are drawn of published movements, see :func:`rival_arrows`.

    Returns:
        The largest first; which are drawn says :func:`nuzuh.scene.flows.drawn`.
    """
    return drawn(rival_arrows(movements, since, until, t), lambda arrow: arrow.high)


def rival_arrows(
    movements: Sequence[PublishedMovement], since: date, until: date, t: Translator
) -> list[Arrow]:
    """Return an arrow of each published movement whose own period lies within a period.

    Of each side on each question the figure of the longest period counts, of
    equally long ones the latest; publishers of no side speak for themselves. What
    leaves for elsewhere and what goes to a named area are arrows apart, but a side
    that names where at least as many went has no open arrow beside it. A total
    that ends more than :data:`nuzuh.evidence.statements.FRESH_DAYS` before its newest
    rival is no rival.

    Args:
        movements: see :func:`published_movements`.
        since: first day of the period.
        until: its last day.
        t: the reader's language.

    Returns:
        By where they begin and where they end.
    """
    within = [one for one in movements if since <= one.start and max(one.end, one.known) <= until]
    parties: dict[tuple[str, str], list[PublishedMovement]] = {}
    for one in within:
        parties.setdefault((one.question, one.party), []).append(one)
    rivals: dict[tuple[str, bool], list[PublishedMovement]] = {}
    for of_party in parties.values():
        one = _chosen(of_party)
        rivals.setdefault((one.question, not one.destinations), []).append(one)
    for way, claims in rivals.items():
        newest = max(claim.end for claim in claims)
        rivals[way] = [claim for claim in claims if (newest - claim.end).days <= FRESH_DAYS]
    arrows = [_arrow(sorted(of_way, key=_height), until, t) for of_way in rivals.values()]
    return sorted(arrows, key=lambda arrow: (arrow.origins, arrow.destinations))


def _chosen(claims: Sequence[PublishedMovement]) -> PublishedMovement:
    """The figure of one side on one question that its arrow stands for."""
    longest = max(claims, key=_rank)
    if longest.destinations:
        return longest
    named = [
        one
        for one in claims
        if one.destinations
        and one.value >= longest.value
        and (longest.end - one.end).days <= FRESH_DAYS
    ]
    return max(named, key=_rank, default=longest)


def _rank(movement: PublishedMovement) -> tuple[int, date, float, str]:
    return movement.days, movement.end, movement.value, movement.id


def _height(movement: PublishedMovement) -> tuple[float, str]:
    return movement.value, movement.id


def _arrow(claims: Sequence[PublishedMovement], until: date, t: Translator) -> Arrow:
    lowest, highest = claims[0], claims[-1]
    number = highest.number
    if lowest.value < highest.value:
        number = t(
            "arrow.rivals",
            low=lowest.number,
            low_who=_dated(lowest, t),
            high=highest.number,
            high_who=_dated(highest, t),
        )
    way = t("arrow.way", origin=highest.origin, destination=highest.destination)
    lines = tuple(_told(one, until, t) for one in claims)
    return Arrow(
        origins=highest.origins,
        destinations=highest.destinations,
        low=lowest.value,
        high=highest.value,
        number=number,
        way=way,
        lines=lines,
        sentence=_sentence(way, lines, t),
        reconstructed=False,
        counts=highest.counts,
        sources=tuple(one.who for one in claims),
        publishers=tuple(one.publisher for one in claims),
    )


def _sentence(way: str, lines: Sequence[str], t: Translator) -> str:
    return f"{way}: {t('list.sep').join(lines)}"


def _told(movement: PublishedMovement, until: date, t: Translator) -> str:
    """All that is known of a figure, and whether its page came out after the day shown."""
    who = movement.who
    if movement.came_out is not None and movement.came_out > until:
        who += t("list.comma") + t("map.later")
    said = t("list.sep").join((movement.kind, who))
    return f"{movement.number}{t('list.comma')}{movement.way} ({said})"


def _dated(movement: PublishedMovement, t: Translator) -> str:
    """Who says so, and until when: rival totals need not end on one day."""
    return t("list.comma").join([movement.publisher, t.day(movement.end, short=True)])


def reconstructed_arrows(flows: Flows, t: Translator) -> list[Arrow]:
    """Return the arrows of reconstructed movements, see :func:`nuzuh.scene.flows.largest_flows`.

    The browser finds the same by itself (``reconstructedArrows`` in frontend/src/arrows.ts).
    """
    return [_reconstructed(flow, t) for flow in flows.largest]


def _reconstructed(flow: Flow, t: Translator) -> Arrow:
    number, way = flow.number(t), flow.way(t)
    line = t("list.comma").join(filter(None, (number, t("recon.mark"), flow.likely(t))))
    return Arrow(
        origins=flow.origins,
        destinations=flow.destinations,
        low=flow.rounded,
        high=flow.rounded,
        number=number,
        way=way,
        lines=(line,),
        sentence=_sentence(way, (line,), t),
        reconstructed=True,
    )
