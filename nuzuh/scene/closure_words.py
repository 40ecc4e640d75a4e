"""Crossings that nobody, or few, could pass on a day, in words, with the figures that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from nuzuh.evidence.published import figure_of
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.mark import Link
from nuzuh.scene.regions import place_as_published
from nuzuh.scene.said import Said, joined, said, said_day, said_figure, text
from nuzuh.scene.statement_words import where_from_to
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class Cited:
    """A published figure that a notice is about.

    Attributes:
        said: the number, and where it speaks of.
        source: who said it, with the address of the page.
        when: the day that it describes.
    """

    said: str
    source: Link
    when: str


@dataclass(frozen=True, eq=False)
class SaidCited:
    """What :class:`Cited` has in words; it is equal to itself alone."""

    said: Said
    publisher: Said
    url: str
    when: Said

    def words(self, t: Translator) -> Cited:
        """Return it in a language."""
        return Cited(self.said.words(t), (self.publisher.words(t), self.url), self.when.words(t))


class Closure(NamedTuple):
    """A closure, as :class:`ClosureWords` has it in words."""

    first: date
    last: date
    text: Said
    figures: tuple[SaidCited, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]


@dataclass(frozen=True)
class ClosureWords:
    """A closure in words.

    Attributes:
        first, last: days on which it holds.
        text: the sentence.
        figures: the published figures that show it.
        origins, destinations: P-codes of both ends of the way.
    """

    first: date
    last: date
    text: str
    figures: tuple[Cited, ...]
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()


def closures_in_words(tables: Tables, t: Translator) -> tuple[ClosureWords, ...]:
    """Return every closure in the reader's language, in the order of the table.

    Args:
        tables: what holds the figures that show them.
        t: the reader's language.
    """
    return tuple(
        ClosureWords(
            one.first,
            one.last,
            one.text.words(t),
            tuple(figure.words(t) for figure in one.figures),
            one.origins,
            one.destinations,
        )
        for one in _closures(tables)
    )


@remembered(maxsize=1)
def _closures(tables: Tables) -> tuple[Closure, ...]:
    return closures_of(tables.estimates)


def closures_of(estimates: pd.DataFrame) -> tuple[Closure, ...]:
    """Return what :func:`closures_in_words` puts into words.

    Args:
        estimates: the table that holds the figures that show them.
    """
    wanted = {name for cell in load_closures().frame["evidence"] for name in cell.split()}
    by_id = {row["id"]: row for row in rows_of(estimates[estimates["id"].isin(wanted)])}
    told = []
    for row in load_closures().frame.to_dict("records"):
        first, last = row["first_day"].date(), row["last_day"].date()
        origins, destinations = tuple(row["origins"].split()), tuple(row["destinations"].split())
        sentence = text(
            f"closure.{row['how']}",
            origin=said(place_as_published, origins),
            destination=said(place_as_published, destinations),
            first=said_day(first),
            last=said_day(last),
        )
        known = [by_id[name] for name in row["evidence"].split() if name in by_id]
        figures = tuple(said_cited(figure) for figure in known)
        told.append(Closure(first, last, sentence, figures, origins, destinations))
    return tuple(told)


def said_cited(row: Mapping[str, Any]) -> SaidCited:
    """Return a row of the table of figures as a notice cites it."""
    figure = figure_of(row)
    where = said(where_from_to, row["origin"], row["destination"])
    return SaidCited(
        joined([said_figure(figure), where], text("list.comma")),
        said(publisher_name, figure),
        row["source_url"],
        said_day(figure.as_of, short=True),
    )
