"""Crossings that nobody, or few, could pass on a day, in words, with the figures that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from nuzuh.evidence.published import figure_of
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.table import rows_of
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.mark import Link
from nuzuh.scene.regions import place_as_published
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


def closures_in_words(estimates: pd.DataFrame, t: Translator) -> tuple[ClosureWords, ...]:
    """Return every closure in the reader's language, in the order of the table.

    Args:
        estimates: the table that holds the figures that show them.
        t: the reader's language.
    """
    wanted = {name for cell in load_closures().frame["evidence"] for name in cell.split()}
    by_id = {row["id"]: row for row in rows_of(estimates[estimates["id"].isin(wanted)])}
    told = []
    for row in load_closures().frame.to_dict("records"):
        first, last = row["first_day"].date(), row["last_day"].date()
        origins, destinations = row["origins"].split(), row["destinations"].split()
        text = t(
            f"closure.{row['how']}",
            origin=place_as_published(origins, t),
            destination=place_as_published(destinations, t),
            first=t.day(first),
            last=t.day(last),
        )
        known = [by_id[name] for name in row["evidence"].split() if name in by_id]
        figures = tuple(cited(figure, t) for figure in known)
        told.append(ClosureWords(first, last, text, figures, tuple(origins), tuple(destinations)))
    return tuple(told)


def closed_on(closures: Iterable[ClosureWords], day: date) -> tuple[ClosureWords, ...]:
    """Return the closures that hold on a day."""
    return tuple(one for one in closures if one.first <= day <= one.last)


def cited(row: Mapping[str, Any], t: Translator) -> Cited:
    """Return a row of the table of figures as a notice cites it."""
    figure = figure_of(row)
    where = where_from_to(row["origin"], row["destination"], t)
    return Cited(
        t.figure(figure) + t("list.comma") + where,
        (publisher_name(figure, t), row["source_url"]),
        t.day(figure.as_of, short=True),
    )
