"""The sentence above the map: how many people are said to be where, or to have left.

Claims stand from the lowest to the highest, each with who says it of which day.
Where people have moved of late, the sentence tells who left and who was still
there after that; else how many were where.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from nuzuh.evidence.published import RIVAL_DAYS
from nuzuh.evidence.statements import FRESH_DAYS, LEFT, Statement, largest_outflow
from nuzuh.loaders.territory import territory
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import area_name, publisher_name
from nuzuh.scene.layer import layer_of
from nuzuh.scene.statement_words import speaker_of
from nuzuh.scene.translator import Translator

NEAR_DAYS = 14
"""A total of people who moved that is older by more than this is no rival: totals grow."""

_STRIP = territory().name
_SIDES = tuple(side.name for side in territory().sides)
_WITHIN = {area.name: area.within for area in territory().areas if area.within}
_NO_PLACES = (*_SIDES, _STRIP)
"""Ends of a movement that are a side or the whole, not a place that people leave or reach."""

_Statements = dict[str, list[Statement]]


def headline(statements: _Statements, day: date, t: Translator, *, layer: str = "people") -> str:
    """Return the sentence above the map of a day, as published.

    Where a sound total of people who moved is at most :data:`FRESH_DAYS` old, it
    tells that movement, the one with the largest total, and who was still there
    after it; else the people present north and south of Wadi Gaza, or in the
    whole Strip. Of several claims it tells the lowest, the highest and, where
    it is neither, the newest. On the layer of orders it tells the published
    shares of the Strip, and what they count. A total of movements is told apart
    from people, and as what it is; counts of a single day and figures whose date
    or author is doubtful stay out.

    Args:
        statements: statements by question, as :func:`nuzuh.scene.timeline.statements_on` gives.
        day: the day shown.
        t: the reader's language.
        layer: the layer shown.
    """
    clauses = _Clauses(t)
    if layer_of(layer).evidence == "orders":
        parts = _orders(statements, day, clauses)
        missing = t("head.no_orders", date=t.day(day), days=FRESH_DAYS)
    else:
        parts = (
            _movement(statements, day, clauses)
            or _present(statements, day, clauses)
            or _displaced(statements, day, clauses)
        )
        missing = _nothing(statements, day, t)
    return " ".join([*parts, *clauses.notes()]) if parts else missing


class _Clauses:
    """Words claims, names the year once, and keeps what its marks mean."""

    def __init__(self, t: Translator) -> None:
        self.t = t
        self._year = 0
        self._assumed = self._later = False

    def day(self, day: date) -> str:
        """Return a date, with its year where another date did not just have the same."""
        known, self._year = self._year, day.year
        return self.t.day(day, short=True, year=day.year != known)

    def since(self, claims: Sequence[Statement]) -> str:
        """Return since when claims count, where that is the same for all of them; else ""."""
        starts = {s.period_start for s in claims}
        start = next(iter(starts))
        if len(starts) > 1 or start is None:
            return ""
        return self.t("head.since", start=self._start(start, claims))

    def _start(self, start: date, claims: Iterable[Statement]) -> str:
        if not any(s.period_assumed for s in claims):
            return self.day(start)
        # A start that is ours is never told to the day.
        self._assumed, self._year = True, start.year
        part = "early" if start.day <= 10 else "mid" if start.day <= 20 else "late"
        month = f"{self.t.months()[start.month - 1]} {start.year}"
        return self.t(f"head.{part}", month=month) + "*"

    def claims(self, claims: Sequence[Statement], *, where: bool = False) -> str:
        """Return claims in their order, the unit with the first of them.

        Args:
            claims: the claims; those with different starts tell their own.
            where: tell the area of each.
        """
        apart = len({s.period_start for s in claims if s.kind == "flow"}) > 1
        said = [self._claim(s, unit=not i, where=where, since=apart) for i, s in enumerate(claims)]
        *before, last = said
        if not before:
            return last
        comma = self.t("list.comma")
        return self.t("head.or", first=comma.join(before), last=last)

    def _claim(self, statement: Statement, *, unit: bool, where: bool, since: bool) -> str:
        t, figure = self.t, statement.figure
        who = [publisher_name(figure, t)]
        if where:
            who.append(t("head.and").join(area_name(a, t) for a in figure.area.split("; ")))
        later = statement.appeared == "later"
        self._later |= later
        who.append(self.day(figure.as_of) + ("†" if later else ""))
        if since and statement.period_start is not None:
            start = self._start(statement.period_start, [statement])
            who.append(t("panel.since", date=start))
        if figure.value is not None and figure.low is not None and figure.high is not None:
            ends = (t.number(end) for end in (figure.low, figure.high))
            who.insert(0, t("q.range", low=next(ends), high=next(ends)))
            figure = replace(figure, low=None, high=None)
        number = t.figure(figure, unit=unit or figure.unit == "percent")
        return t("head.claim", figure=number, who=t("list.comma").join(who))

    def notes(self) -> list[str]:
        """Return what the marks mean that were used."""
        used = {"head.start_ours": self._assumed, "head.came_later": self._later}
        return [self.t(key) for key, is_used in used.items() if is_used]


def place_name(area: str, t: Translator) -> str:
    """Return an area as its publisher named it, as it stands within a sentence."""
    if area == _STRIP:
        return t("head.strip")
    if area in _SIDES:
        return t("head.side", name=area_name(area, t))
    return t("head.and").join(
        t(_WITHIN[part]) if part in _WITHIN else area_name(part, t) for part in area.split("; ")
    )


def _fresh(statements: _Statements, question: str, day: date) -> list[Statement]:
    """The sound claims on a question that are news on a day and are not of a part."""
    since = day - timedelta(days=FRESH_DAYS)
    return [
        s
        for s in statements.get(question, [])
        if s.figure.unit in ("people", "percent")
        and s.standing == "latest"
        and not s.weak
        and s.basis != "planning"
        and s.figure.as_of >= since
        and (s.kind == "flow" or s.figure.coverage != "part")
    ]


def _rivals(claims: list[Statement], near_days: int = RIVAL_DAYS) -> list[Statement]:
    """The lowest, the highest and the newest of claims about one time, the lowest first.

    A side that none of them speaks for is heard too, with its newest.
    """
    newest = max(s.figure.as_of for s in claims)
    near = [s for s in claims if (newest - s.figure.as_of).days <= near_days]
    near.sort(key=lambda s: (s.figure.as_of, s.appeared != "later", s.figure.id))
    lowest = min(near[::-1], key=lambda s: s.figure.central)
    highest = max(near[::-1], key=lambda s: s.figure.central)
    if lowest.figure.central == highest.figure.central:
        return [highest]
    chosen = [lowest, highest]
    if newest > max(s.figure.as_of for s in chosen):
        chosen.append(max(near, key=lambda s: (s.figure.as_of, s.figure.central)))
    for side in ("un", "palestine", "israel"):
        said = [s for s in near if s.figure.side == side]
        if said and all(s.figure.side != side for s in chosen):
            chosen.append(max(said, key=lambda s: (s.figure.as_of, s.figure.central)))
    return sorted(chosen, key=lambda s: s.figure.central)


def _movement(statements: _Statements, day: date, clauses: _Clauses) -> list[str]:
    """Who is said to have moved, and who was still there after that."""
    question = _news(statements, day)
    if question is None:
        return []
    t = clauses.t
    claims = _rivals(_comparable(_totals(statements, question, day)), NEAR_DAYS)
    origins = {s.origin for s in claims}
    origin = next(iter(origins))
    left = len(origins) == 1 and origin not in _NO_PLACES
    since = clauses.since(claims)
    if question in LEFT.values() or (left and question == "moved_south"):
        pcode = question.removeprefix("left_")
        where = place_name(origin, t) if left else governorate_name(pcode, t.lang)
        moved = t("head.left", since=since, claims=clauses.claims(claims), where=where)
    else:
        ends = {s.figure.area for s in claims}
        end = next(iter(ends))
        to = t(f"head.to.{question}")
        if len(ends) == 1 and end not in _NO_PLACES and question == "moved_north":
            to = place_name(end, t)
        moved = t(f"head.{question}", since=since, claims=clauses.claims(claims), to=to)
    parts = [_capital(moved)]
    counted = _counted(statements, question, day)
    if counted is not None:
        parts.append(_capital(t("head.counted", claims=clauses.claims([counted]))))
    from_side = {LEFT[pcode]: side.id for side in territory().sides for pcode in side.pcodes}
    whereabouts = f"present_{from_side.get(question, territory().sides[0].id)}"
    began = max(s.period_start or day for s in claims)
    there = [
        s
        for s in _fresh(statements, whereabouts, day)
        if s.figure.as_of > began and (not left or _lies_in(s.figure.area, origin))
    ]
    if question in LEFT.values() and not left:
        there = []
    if there:
        chosen = _rivals(_last_words(there))
        named = not left or {s.figure.area for s in chosen} != {origin}
        key = {"moved_south": "head.still_north", "moved_north": "head.were_north"}.get(question)
        key = "head.still" if left or key is None else key
        parts.append(_capital(t(key, claims=clauses.claims(chosen, where=named))))
    return parts


def _last_words(claims: list[Statement]) -> list[Statement]:
    """The newest claims of each speaker, whatever area they are for."""
    newest: dict[str, date] = {}
    for s in claims:
        newest[speaker_of(s)] = max(s.figure.as_of, newest.get(speaker_of(s), s.figure.as_of))
    return [s for s in claims if s.figure.as_of == newest[speaker_of(s)]]


def _lies_in(area: str, place: str) -> bool:
    return area == place or area.startswith(f"{place} (")


def _totals(statements: _Statements, question: str, day: date) -> list[Statement]:
    """The sound totals of people over several days on a question."""
    return [s for s in _fresh(statements, question, day) if s.covers(day)]


def _counted(statements: _Statements, question: str, day: date) -> Statement | None:
    """The largest sound total of movements on a question: a count at each move, not people."""
    totals = [
        s
        for s in statements.get(question, [])
        if s.figure.unit == "movements" and not s.weak and s.covers(day)
    ]
    return max(totals, key=lambda s: (s.figure.central, s.figure.as_of), default=None)


def _comparable(totals: list[Statement]) -> list[Statement]:
    """The totals that are rivals of the largest one.

    A period of less than half its length is another story, and so is another end of the way in the
    words of one speaker on one day: those who went there are not fewer, they are others.
    """
    largest = max(totals, key=lambda s: s.figure.central)
    ends: dict[tuple[str, date], str] = {}
    for s in sorted(totals, key=lambda s: s.figure.central):
        ends[s.figure.publisher, s.figure.as_of] = s.figure.area
    return [
        s
        for s in totals
        if 2 * s.days >= largest.days and s.figure.area == ends[s.figure.publisher, s.figure.as_of]
    ]


def _news(statements: _Statements, day: date) -> str | None:
    """The movement with the largest total; one that ended before its way back began is over."""
    outflow = largest_outflow(statements, day)
    asked = ["moved_south", "moved_north", *([LEFT[outflow]] if outflow else [])]
    largest = {
        question: max(totals, key=lambda s: s.figure.central)
        for question in asked
        if (totals := _totals(statements, question, day))
    }
    back = {"moved_south": "moved_north", "moved_north": "moved_south"}
    begun = {question: s.period_start for question, s in largest.items() if s.period_start}
    going = [
        question
        for question in largest
        if max(s.figure.as_of for s in _totals(statements, question, day))
        >= begun.get(back.get(question, ""), date.min)
    ]
    return max(going, key=lambda question: largest[question].figure.central, default=None)


def _present(statements: _Statements, day: date, clauses: _Clauses) -> list[str]:
    """How many people are said to be north and south of Wadi Gaza, or in the whole Strip."""
    sides = [
        clause
        for question in ("present_north", "present_south")
        if (clause := _largest_area(statements, question, "head.were", day, clauses))
    ]
    if sides:
        return [_capital(clauses.t("head.join").join(sides)) + "."]
    whole = _largest_area(statements, "present_strip", "head.were", day, clauses)
    if not whole:
        return []
    return [_capital(whole) + ".", clauses.t("head.nowhere", days=FRESH_DAYS)]


def _displaced(statements: _Statements, day: date, clauses: _Clauses) -> list[str]:
    for question in ("displaced", "sheltered"):
        clause = _largest_area(statements, question, f"head.{question}", day, clauses)
        if clause:
            return [_capital(clause) + "."]
    return []


def _largest_area(
    statements: _Statements, question: str, key: str, day: date, clauses: _Clauses
) -> str:
    """What is claimed of the area with the largest figure on a question; "" for none."""
    claims = [s for s in _fresh(statements, question, day) if s.figure.unit == "people"]
    if not claims:
        return ""
    area = max(claims, key=lambda s: s.figure.central).figure.area
    chosen = _rivals([s for s in claims if s.figure.area == area])
    where = place_name(area, clauses.t)
    return clauses.t(key, claims=clauses.claims(chosen), where=where)


def _nothing(statements: _Statements, day: date, t: Translator) -> str:
    """That nothing of late says how many people were where, and what was the last to say so."""
    known = [
        s
        for question in ("present_north", "present_south")
        for s in statements.get(question, [])
        if not s.weak and s.standing == "latest"
    ]
    if not known:
        return t("head.none", date=t.day(day), days=FRESH_DAYS)
    last = max(known, key=lambda s: (s.figure.as_of, s.figure.central))
    return t(
        "head.last",
        date=t.day(day),
        days=FRESH_DAYS,
        figure=t.figure(last.figure),
        where=place_name(last.figure.area, t),
        publisher=publisher_name(last.figure, t),
        when=t.day(last.figure.as_of, short=True),
    )


def _orders(statements: _Statements, day: date, clauses: _Clauses) -> list[str]:
    """The published shares of land under orders, of the whole Strip where there are any."""
    for question in ("under_orders", "orders_or_zones"):
        claims = [
            s
            for s in _fresh(statements, question, day)
            if s.figure.unit == "percent" and s.origin in ("", s.figure.area)
        ]
        if claims:
            areas = [s.figure.area for s in claims]
            newest = max(claims, key=lambda s: s.figure.as_of).figure.area
            area = _STRIP if _STRIP in areas else newest
            chosen = _rivals([s for s in claims if s.figure.area == area])
            where = place_name(area, clauses.t)
            told_of = clauses.t(f"head.{question}", claims=clauses.claims(chosen), where=where)
            return [_capital(told_of)]
    return []


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
