"""The words of the sentence above the map: claims, where they are of, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from nuzuh.evidence.published import Figure
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.territory import territory
from nuzuh.scene.footnotes import LATER
from nuzuh.scene.labels import published_area_name, publisher_name
from nuzuh.scene.said import Part, Said, joined, said, said_day, text
from nuzuh.scene.statement_words import start_text
from nuzuh.scene.translator import Translator

STRIP = territory().name
SIDES = tuple(side.name for side in territory().sides)
_WITHIN = {area.name: area.within for area in territory().areas if area.within}


class _Claim(NamedTuple):
    """A claim as it stands in a sentence of one day.

    Attributes:
        figure: the number, and who says it.
        unit: whether its unit is told.
        day: the day that it describes; None for the day of the sentence.
        later: it came out after that day.
        since: since when it counts; None where that is not told with it.
    """

    figure: Figure
    unit: bool
    day: Said | None
    later: bool
    since: Said | None


class Clauses:
    """The clauses of a sentence of one day."""

    def __init__(self, day: date) -> None:
        self._shown = day

    def since(self, claims: Sequence[Statement]) -> Part:
        """Return since when claims count, where that is the same for all of them; else ""."""
        starts = {s.period_start for s in claims}
        start = next(iter(starts))
        if len(starts) > 1 or start is None:
            return ""
        return joined([self._since(start, assumed=any(s.period_assumed for s in claims)), " "])

    def _since(self, start: date, *, assumed: bool) -> Said:
        told = said(start_text, start, assumed=assumed, year=self._with_year(start))
        return text("panel.since", date=told)

    def _with_year(self, day: date) -> bool:
        """Whether a date is told with its year: where that is not the year of the day shown."""
        return day.year != self._shown.year

    def claims(self, claims: Sequence[Statement], *, unit: bool = True) -> Said:
        """Return claims in their order.

        Those with different starts tell their own; who says two in a row is told once.

        Args:
            claims: the claims.
            unit: tell the unit with the first of them.
        """
        apart = len({s.period_start for s in claims if s.kind == "flow"}) > 1
        return said(
            _claims,
            tuple(
                self._claim(statement, unit=unit and not i, since=apart)
                for i, statement in enumerate(claims)
            ),
        )

    def _claim(self, statement: Statement, *, unit: bool, since: bool) -> _Claim:
        figure, start = statement.figure, statement.period_start
        told = began = None
        if figure.as_of != self._shown:
            told = said_day(figure.as_of, short=True, year=self._with_year(figure.as_of))
        if since and start is not None:
            began = self._since(start, assumed=statement.period_assumed)
        return _Claim(
            figure,
            unit or figure.unit == "percent",
            told,
            statement.appeared == "later",
            began,
        )


def _claims(claims: tuple[_Claim, ...], t: Translator) -> str:
    who = [_who(claim, t) for claim in claims]
    told = []
    for i, claim in enumerate(claims):
        number = t.figure(claim.figure, unit=claim.unit, ranged=False)
        again = who[i] == who[i + 1] if i + 1 < len(who) else False
        told.append(number if again else t("head.claim", figure=number, who=who[i]))
    *before, last = told
    if not before:
        return last
    return t("head.or", first=t("list.comma").join(before), last=last)


def _who(claim: _Claim, t: Translator) -> str:
    """Who says so, of which day, and what else stands in the brackets of a claim."""
    figure = claim.figure
    # It stands in brackets, which are not nested.
    who = [publisher_name(figure, t).replace(" (", t("list.comma")).replace(")", "")]
    if claim.day is not None:
        who.append(claim.day.words(t))
    if claim.later:
        who[-1] += LATER
    if claim.since is not None:
        who.append(claim.since.words(t))
    if figure.value is not None and figure.low is not None and figure.high is not None:
        low, high = t.number(figure.low), t.number(figure.high)
        who.insert(0, t("q.range", low=low, high=high))
    return t("list.comma").join(who)


def place_name(area: str, t: Translator) -> str:
    """An area as its publisher named it, as it stands within a sentence."""
    if area == STRIP:
        return t("head.strip")
    return t("head.and").join(
        t(_WITHIN[part]) if part in _WITHIN else published_area_name(part, t)
        for part in area.split("; ")
    )


def in_place(area: str, t: Translator) -> str:
    """In an area; of a side the name alone says that it lies north or south of a line."""
    if area in SIDES:
        return published_area_name(area, t)
    # In Hebrew the preposition takes the place of the article.
    return t("head.in", where=place_name(area, t)).replace("בהעיר ", "בעיר ")
