"""The words of the sentence above the map: claims, where they are of, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nuzuh.evidence.statements import Statement
from nuzuh.loaders.territory import territory
from nuzuh.scene.footnotes import LATER
from nuzuh.scene.labels import published_area_name, publisher_name
from nuzuh.scene.statement_words import start_text
from nuzuh.scene.translator import Translator

STRIP = territory().name
SIDES = tuple(side.name for side in territory().sides)
_WITHIN = {area.name: area.within for area in territory().areas if area.within}


class Clauses:
    """Words claims as they stand in a sentence of one day."""

    def __init__(self, day: date, t: Translator) -> None:
        self.shown = day
        self.t = t

    def day(self, day: date) -> str:
        """Return a date, with its year where that is not the year of the day shown."""
        return self.t.day(day, short=True, year=day.year != self.shown.year)

    def since(self, claims: Sequence[Statement]) -> str:
        """Return since when claims count, where that is the same for all of them; else ""."""
        starts = {s.period_start for s in claims}
        start = next(iter(starts))
        if len(starts) > 1 or start is None:
            return ""
        return self._since(start, assumed=any(s.period_assumed for s in claims)) + " "

    def _since(self, start: date, *, assumed: bool) -> str:
        with_year = start.year != self.shown.year
        return self.t(
            "panel.since", date=start_text(start, self.t, assumed=assumed, year=with_year)
        )

    def claims(self, claims: Sequence[Statement], *, unit: bool = True) -> str:
        """Return claims in their order.

        Those with different starts tell their own; who says two in a row is told once.

        Args:
            claims: the claims.
            unit: tell the unit with the first of them.
        """
        t = self.t
        apart = len({s.period_start for s in claims if s.kind == "flow"}) > 1
        who = [self._who(s, since=apart) for s in claims]
        told = []
        for i, statement in enumerate(claims):
            number = self._number(statement, unit=unit and not i)
            again = who[i] == who[i + 1] if i + 1 < len(who) else False
            told.append(number if again else t("head.claim", figure=number, who=who[i]))
        *before, last = told
        if not before:
            return last
        return t("head.or", first=t("list.comma").join(before), last=last)

    def _number(self, statement: Statement, *, unit: bool) -> str:
        figure = statement.figure
        if figure.value is not None:
            # Its range stands in the brackets.
            figure = replace(figure, low=None, high=None)
        return self.t.figure(figure, unit=unit or figure.unit == "percent")

    def _who(self, statement: Statement, *, since: bool) -> str:
        """Who says so, of which day, and what else stands in the brackets of a claim."""
        t, figure = self.t, statement.figure
        # It stands in brackets, which are not nested.
        who = [publisher_name(figure, t).replace(" (", t("list.comma")).replace(")", "")]
        if figure.as_of != self.shown:
            who.append(self.day(figure.as_of))
        if statement.appeared == "later":
            who[-1] += LATER
        if since and statement.period_start is not None:
            who.append(self._since(statement.period_start, assumed=statement.period_assumed))
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
