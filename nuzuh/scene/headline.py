"""The sentence above the map: how many people are said to be where, then who is said to have moved.

Claims stand from the lowest to the highest, each with who says it; one without a
day is of the day shown. What the marks in it mean says
:func:`nuzuh.scene.footnotes.footnotes`.
"""

from __future__ import annotations

from datetime import date, timedelta

from nuzuh.evidence.orders_in_force import OrderShare
from nuzuh.evidence.published import RIVAL_DAYS
from nuzuh.evidence.statements import (
    FRESH_DAYS,
    LEFT,
    Statement,
    largest_outflow,
    speaker_of,
)
from nuzuh.loaders.territory import territory
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.headline_words import SIDES, STRIP, Clauses, in_place, place_name
from nuzuh.scene.order_words import said_share
from nuzuh.scene.said import Said, capital, joined, said, said_day, text
from nuzuh.scene.translator import Translator

HEARD_DAYS = 14
"""How much older than the newest claim what the only voice of a side says may be, to be told."""

MOST = 4
"""Claims that are told in all: they are read at a glance, and the others stand beside the map."""

_NO_PLACES = (*SIDES, STRIP)
"""Ends of a movement that are a side or the whole, not a place that people leave or reach."""

_Statements = dict[str, list[Statement]]


def headline(
    statements: _Statements, day: date, t: Translator, *, orders: OrderShare | None = None
) -> str:
    """Return the sentence above the map of a day, as published.

    Where a sound total of people who moved is at most :data:`FRESH_DAYS` old, it
    tells how many were where after that movement, the one with the largest total,
    and who moved; else the people present north and south of Wadi Gaza, or in the
    whole Strip. Of several claims it tells the lowest and the highest, and where there
    is room for one the newest of a side that neither speaks for. On the layer
    of orders it tells the share of the Strip under those on record, beside the newest
    published one and what that counts.
    Movements counted are told apart from people, and as what they are; counts of
    a single day and figures whose date or author is doubtful stay out, and so does what
    is published nowhere: figures from records.

    Args:
        statements: statements by question, as :func:`nuzuh.scene.timeline.statements_on` gives.
        day: the day shown.
        t: the reader's language.
        orders: the share of the Strip under orders, where these are shown; else None.
    """
    return said_headline(statements, day, orders=orders).words(t)


def said_headline(statements: _Statements, day: date, *, orders: OrderShare | None = None) -> Said:
    """Return what :func:`headline` puts into words."""
    statements = {
        question: [s for s in told if not s.figure.from_records]
        for question, told in statements.items()
    }
    clauses = Clauses(day)
    told = (
        _orders(statements, day, clauses, orders)
        if orders is not None
        else _movement(statements, day, clauses)
        or _present(statements, day, clauses)
        or _displaced(statements, day, clauses)
        or _nothing(statements, day, clauses)
    )
    return joined(told, " ")


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


def _rivals(claims: list[Statement], most: int = 2) -> list[Statement]:
    """The lowest and the highest of claims about one time, the lowest first.

    As far as ``most`` allows, a side that neither speaks for is heard with its newest,
    and what is newest of all.
    """
    newest = max(s.figure.as_of for s in claims)
    newest_first = sorted(claims, key=lambda s: (s.figure.as_of, s.figure.central), reverse=True)
    near = [s for s in claims if (newest - s.figure.as_of).days <= RIVAL_DAYS]
    near.sort(key=lambda s: (s.figure.as_of, s.appeared != "later", s.figure.id))
    chosen = [min(near[::-1], key=lambda s: s.figure.central)]
    highest = max(near[::-1], key=lambda s: s.figure.central)
    if chosen[0].figure.central < highest.figure.central:
        chosen.append(highest)
    heard = [s for s in newest_first if (newest - s.figure.as_of).days <= HEARD_DAYS]
    for side in ("un", "palestine", "israel"):
        if all(s.figure.side != side for s in chosen):
            chosen += [s for s in heard if s.figure.side == side][:1]
    if all(s.figure.as_of < newest for s in chosen):
        chosen.append(newest_first[0])
    told = {s.figure.central: s for s in reversed(chosen[:most])}
    return [told[number] for number in sorted(told)]


def _movement(statements: _Statements, day: date, clauses: Clauses) -> list[Said]:
    """How many were where after a movement, and who is said to have moved."""
    question = _news(statements, day)
    if question is None:
        return []
    totals = _comparable(_totals(statements, question, day))
    ends = _rivals(totals)
    began = max(s.period_start or day for s in ends)
    origins = {s.origin for s in ends}
    origin = next(iter(origins)) if len(origins) == 1 else ""
    if question not in LEFT.values() and (question == "moved_north" or origin in _NO_PLACES):
        origin = ""
    if origin:
        totals = [s for s in totals if s.origin == origin]
    there = _there(statements, question, origin, day, began)
    parts = _sides(statements, day, clauses, after=began)
    if there:
        key = "head.were" if question == "moved_north" else "head.still"
        where = said(in_place, origin or _area_of(there))
        parts = [_sentence(text(key, claims=clauses.claims(there), where=where))]
    claims = _rivals(totals, MOST - len(there) if there else 2 if parts else 3)
    parts.append(_moved(question, claims, origin, clauses, present=bool(there)))
    counted = _counted(statements, question, day)
    if counted is not None and len(there) + len(claims) < MOST - 1:
        parts.append(text("head.counted", since="", claims=clauses.claims([counted])))
    return [capital(part) for part in parts]


def _moved(
    question: str, claims: list[Statement], origin: str, clauses: Clauses, *, present: bool
) -> Said:
    """Who is said to have moved; how many of them are still ``present`` was told before."""
    since = clauses.since(claims)
    told = clauses.claims(claims, unit=not present)
    if origin and present:
        return text("head.left_it", since=since, claims=told)
    if origin or question in LEFT.values():
        pcode = question.removeprefix("left_")
        where = said(place_name, origin) if origin else said(_governorate, pcode)
        return text("head.left", since=since, claims=told, where=where)
    ends = {s.figure.area for s in claims}
    end = next(iter(ends))
    if question == "moved_north" and len(ends) == 1 and end not in _NO_PLACES:
        return text("head.moved_north_to", since=since, claims=told, to=said(place_name, end))
    return text(f"head.{question}", since=since, claims=told)


def _governorate(pcode: str, t: Translator) -> str:
    return governorate_name(pcode, t.lang)


def _there(
    statements: _Statements, question: str, origin: str, day: date, began: date
) -> list[Statement]:
    """What is said of people present where a movement leads away from, or to the north, after it.

    All claims are of one area, the place left or else the one with the largest figure.
    """
    if question in LEFT.values() and not origin:
        return []
    from_side = {LEFT[pcode]: side.id for side in territory().sides for pcode in side.pcodes}
    whereabouts = f"present_{from_side.get(question, territory().sides[0].id)}"
    fresh = [s for s in _fresh(statements, whereabouts, day) if s.figure.as_of > began]
    there = _last_words(fresh)
    if origin:
        there = [s for s in there if _lies_in(s.figure.area, origin)]
    return _rivals(there if origin else _of_largest_area(there)) if there else []


def _of_largest_area(claims: list[Statement]) -> list[Statement]:
    """The claims of the area that has the largest of them, whatever its publishers call it."""

    def area(s: Statement) -> tuple[frozenset[str], bool]:
        return s.figure.pcodes, s.figure.coverage == "city"

    largest = max(claims, key=lambda s: s.figure.central)
    return [s for s in claims if area(s) == area(largest)]


def _area_of(claims: list[Statement]) -> str:
    """The name of the area that claims are of: a side's where publishers name it in several ways.

    Without such a side it is the name that the last of them gives.
    """
    names = {s.figure.area for s in claims}
    sides = (side.name for side in territory().sides if claims[-1].figure.pcodes == {*side.pcodes})
    return claims[-1].figure.area if len(names) == 1 else next(sides, claims[-1].figure.area)


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


def _present(statements: _Statements, day: date, clauses: Clauses) -> list[Said]:
    """How many people are said to be north and south of Wadi Gaza, or in the whole Strip."""
    sides = _sides(statements, day, clauses)
    if sides:
        return sides
    whole = _largest_area(statements, "present_strip", "head.were", day, clauses)
    if whole is None:
        return []
    return [_sentence(whole), text("head.nowhere", days=FRESH_DAYS)]


def _sides(
    statements: _Statements, day: date, clauses: Clauses, *, after: date = date.min
) -> list[Said]:
    """How many people are said to be north and south of Wadi Gaza, in one sentence if any."""
    sides = [
        clause
        for side in territory().sides
        if (
            clause := _largest_area(
                statements, f"present_{side.id}", "head.were", day, clauses, after=after
            )
        )
    ]
    return [_sentence(joined(sides, text("head.join")))] if sides else []


def _displaced(statements: _Statements, day: date, clauses: Clauses) -> list[Said]:
    for question in ("displaced", "sheltered"):
        clause = _largest_area(statements, question, f"head.{question}", day, clauses)
        if clause is not None:
            return [_sentence(clause)]
    return []


def _largest_area(
    statements: _Statements,
    question: str,
    key: str,
    day: date,
    clauses: Clauses,
    *,
    after: date = date.min,
) -> Said | None:
    """What is claimed of the area with the largest figure on a question; None for nothing."""
    claims = [
        s
        for s in _fresh(statements, question, day)
        if s.figure.unit == "people" and s.figure.as_of > after
    ]
    if not claims:
        return None
    chosen = _rivals(_of_largest_area(claims))
    return text(key, claims=clauses.claims(chosen), where=said(in_place, _area_of(chosen)))


def _nothing(statements: _Statements, day: date, clauses: Clauses) -> list[Said]:
    """That nothing of late says how many people were where, and what else there is to say.

    That is the movements counted since, or else the last figures that said how many
    were in the north or in the south.
    """
    silent = text("head.none", date=said_day(day), days=FRESH_DAYS)
    moves = [s for s in statements.get("moved_other", []) if s.origin == s.figure.area == STRIP]
    counted = _counted({"moved_other": moves}, "moved_other", day)
    if counted is not None:
        since, claims = clauses.since([counted]), clauses.claims([counted])
        return [silent, capital(text("head.counted", since=since, claims=claims))]
    known = [
        s
        for side in territory().sides
        for s in statements.get(f"present_{side.id}", [])
        if not s.weak and s.standing == "latest" and s.figure.unit == "people"
    ]
    if not known:
        return [silent, text("head.older")]
    newest = max(known, key=lambda s: (s.figure.as_of, s.figure.central))
    last = _rivals([s for s in known if s.figure.area == newest.figure.area])
    where = said(in_place, _area_of(last))
    return [silent, text("head.last", claims=clauses.claims(last), where=where)]


def _orders(statements: _Statements, day: date, clauses: Clauses, share: OrderShare) -> list[Said]:
    """The share of the Strip under the orders on record, and the newest one that was published."""
    told, where = said_share(share), said(place_name, STRIP)
    if told is not None:
        ours = text("head.ordered", share=told, where=where)
    else:
        ours = text("head.ordered.unknown" if share.count else "head.ordered.none", where=where)
    return [capital(ours), _published_share(statements, day, clauses)]


def _published_share(statements: _Statements, day: date, clauses: Clauses) -> Said:
    """What the newest published shares count: those of the whole Strip where there are any.

    Of two of one day that of orders alone is told, which is what the map shows.
    """
    claims = [
        s
        for question in ("orders_or_zones", "under_orders")
        for s in _fresh(statements, question, day)
        if s.figure.unit == "percent" and s.origin in ("", s.figure.area)
    ]
    if not claims:
        return text("head.no_orders", date=said_day(day), days=FRESH_DAYS)
    newest = max(reversed(claims), key=lambda s: (s.figure.area == STRIP, s.figure.as_of))
    area, question = newest.figure.area, newest.question
    chosen = _rivals([s for s in claims if s.figure.area == area and s.question == question])
    where = said(place_name, area)
    return text(f"head.{question}", claims=clauses.claims(chosen), where=where)


def _sentence(told: Said) -> Said:
    return joined([capital(told), "."])
