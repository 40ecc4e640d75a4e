"""What the page of one governorate says: its sentences, who came and went, its figures."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
from markupsafe import Markup

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import bearable
from nuzuh.evidence.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure
from nuzuh.evidence.statements import Statement
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.area_told import AreaTold
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import (
    published_notes,
    publisher_name,
    reconstructed_people,
    reconstructed_range,
)
from nuzuh.scene.layers import marks_on
from nuzuh.scene.statement_words import (
    Link,
    kinds_of,
    linked,
    mark_text,
    source_link,
    when_text,
    where_text,
)
from nuzuh.scene.words import Words
from nuzuh.web.templates import render

SHOWN = 12
"""Figures shown before the rest is folded away."""


def published_html(told: AreaTold, sources: pd.DataFrame, words: Words) -> Markup:
    """Return the sentences on what was last published of people present, each with its source.

    Where the latest figure is for several governorates together, they say so,
    and tell the latest for this one alone; where the map, on which areas never
    overlap, has to show another one or none, they tell that too.

    Args:
        told: what was published.
        sources: the estimates by the id of each figure.
        words: the reader's language.
    """
    name, day = governorate_name(told.pcode, words.lang), words.day(told.day)
    if told.newest.figure is None:
        nothing = (words("area.none", name=name, date=day), None)
        return render("area_published", sentences=[nothing])
    first = "area.newest" if len(told.newest.pcodes) == 1 else "area.newest.together"
    sentences = [_sentence(first, told.newest, sources, words, name=name, date=day)]
    if told.alone.figure != told.newest.figure:
        sentences.append(_sentence("area.alone", told.alone, sources, words, name=name))
    weak = told.doubtful.figure
    if weak is not None and weak.as_of > told.newest.figure.as_of:
        sentences.append(_sentence("area.doubtful", told.doubtful, sources, words))
    if told.on_map.figure is None or told.on_map.figure not in (
        told.newest.figure,
        told.alone.figure,
    ):
        sentences.append(_sentence("area.map", told.on_map, sources, words))
    return render("area_published", sentences=sentences)


def _sentence(
    key: str, area: AreaFigure, sources: pd.DataFrame, words: Words, **parts: str
) -> tuple[str, Link | None]:
    """A sentence on a figure and a link to its source; that there is none, where there is none."""
    if area.figure is None:
        return words(f"{key}.none", **parts), None
    names = words.together(governorate_name(pcode, words.lang) for pcode in area.pcodes)
    source = sources.loc[area.figure.id]
    notes = [*published_notes(area, words), *([words("panel.weak")] if source["weak"] else [])]
    who = words("list.sep").join(notes)
    told = words(key, figure=words.figure(area.figure), names=names, who=who, **parts)
    if area.status == "last_known":
        told += " " + words("area.last_known", days=CURRENT_DAYS)
    elif area.status == "too_old":
        told += " " + words("area.too_old", days=TOO_OLD_DAYS)
    return told, linked(source["source_title"], source["source_url"], words)


def movements_html(
    picture: Reconstruction, pcode: str, period: tuple[date, date], words: Words
) -> Markup:
    """Return arrivals and departures of a period, reconstructed: from where, to where, in all.

    Args:
        picture: the reconstruction of a view.
        pcode: the governorate.
        period: see :func:`period_told`.
        words: the reader's language.
    """
    marks = [*marks_on(period[1]), (pc.EXTERIOR,)]
    here = next(mark for mark in marks if pcode in mark)
    others = [mark for mark in marks if mark != here]
    everywhere = tuple(place for mark in others for place in mark)
    name = _place(here, words)
    ways = []
    for way in ("arrivals", "departures"):

        def moved(there: tuple[str, ...], way: str = way) -> tuple[float, float, float]:
            ends = (there, here) if way == "arrivals" else (here, there)
            return picture.moved(*period, *ends)

        of_way = sorted(((moved(there), there) for there in others), reverse=True)
        told = [(_place(there, words), number) for number, there in of_way]
        told.append((words("area.all"), moved(everywhere)))
        ways.append(
            {
                "test_id": way,
                "caption": words(f"area.{way}", name=name),
                "head": [words(f"area.{way}.place"), words("area.people"), words("table.range")],
                "rows": [[place, *_ranged(*number, words)] for place, number in told],
            }
        )
    return render("area_movements", ways=ways)


def _place(mark: tuple[str, ...], words: Words) -> str:
    if mark == (pc.EXTERIOR,):
        return words("area.outside")
    return words.together(governorate_name(pcode, words.lang) for pcode in mark)


def _ranged(number: float, low: float, high: float, words: Words) -> tuple[str, str]:
    told = reconstructed_people(number, low, high, words)
    # Where even the upper end rounds to nothing, "fewer than" has said it all.
    nothing = not math.isnan(high) and bearable(high, low, high) <= 0
    return told, "" if nothing else reconstructed_range(low, high, words)


def figures_html(told: AreaTold, words: Words) -> Markup:
    """Return the phase's published figures about a governorate, those for the whole Strip folded.

    Args:
        told: what was published.
        words: the reader's language.
    """
    return render(
        "area_figures",
        head=[words(f"area.column.{column}") for column in ("figure", "what", "who", "source")],
        named=[_row(statement, words) for statement in told.named],
        of_all=[_row(statement, words) for statement in told.of_all],
        shown=SHOWN,
        words=words,
    )


def _row(statement: Statement, words: Words) -> dict[str, str | Link]:
    return {
        "figure": words.figure(statement.figure),
        "kinds": words("list.sep").join(kinds_of(statement, words)),
        "where": where_text(statement, words),
        "publisher": publisher_name(statement.figure, words),
        "when": when_text(statement, words),
        "source": source_link(statement, words),
        "mark": mark_text(statement, words),
    }
