"""What the page of one governorate says: its sentences, who came and went, its figures."""

from __future__ import annotations

import math
from datetime import date
from html import escape

import pandas as pd

from balance.layers import marks_on
from balance.precision import bearable
from balance.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure
from balance.result import Reconstruction
from balance.statements import Statement
from loaders import pcodes as pc
from maps.area_told import AreaTold
from maps.geometry import governorate_name
from maps.html import Markup, folding_table, table
from maps.labels import (
    published_notes,
    publisher_name,
    reconstructed_people,
    reconstructed_range,
)
from maps.panel import linked, source_link
from maps.statement_words import kinds_of, mark_text, when_text, where_text
from maps.words import Words

SHOWN = 12
"""Figures shown before the rest is folded away."""


def published_html(told: AreaTold, sources: pd.DataFrame, words: Words) -> str:
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
        return f'<p class="nz-headline">{escape(words("area.none", name=name, date=day))}</p>'
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
    head, *rest = sentences
    return f'<p class="nz-headline">{head}</p>' + "".join(f"<p>{part}</p>" for part in rest)


def _sentence(key: str, area: AreaFigure, sources: pd.DataFrame, words: Words, **parts: str) -> str:
    """A sentence on a figure and a link to its source; that there is none, where there is none."""
    if area.figure is None:
        return escape(words(f"{key}.none", **parts))
    names = words.together(governorate_name(pcode, words.lang) for pcode in area.pcodes)
    source = sources.loc[area.figure.id]
    notes = [*published_notes(area, words), *([words("panel.weak")] if source["weak"] else [])]
    who = words("list.sep").join(notes)
    told = words(key, figure=words.figure(area.figure), names=names, who=who, **parts)
    if area.status == "last_known":
        told += " " + words("area.last_known", days=CURRENT_DAYS)
    elif area.status == "too_old":
        told += " " + words("area.too_old", days=TOO_OLD_DAYS)
    link = linked(source["source_title"], source["source_url"], words)
    return f'{escape(told)} <span class="nz-source">{link}</span>'


def movements_html(
    picture: Reconstruction, pcode: str, period: tuple[date, date], words: Words
) -> str:
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
    tables = []
    for way in ("arrivals", "departures"):

        def moved(there: tuple[str, ...], way: str = way) -> tuple[float, float, float]:
            ends = (there, here) if way == "arrivals" else (here, there)
            return picture.moved(*period, *ends)

        of_way = sorted(((moved(there), there) for there in others), reverse=True)
        rows = [[_place(there, words), *_ranged(*number, words)] for number, there in of_way]
        whole = _ranged(*moved(everywhere), words)
        rows.append([Markup(f"<b>{escape(cell)}</b>") for cell in (words("area.all"), *whole)])
        head = [words(f"area.{way}.place"), words("area.people"), words("table.range")]
        caption = words(f"area.{way}", name=name)
        tables.append(table(head, rows, test_id=way, caption=caption))
    return f'<div class="nz-pair">{"".join(tables)}</div>'


def _place(mark: tuple[str, ...], words: Words) -> str:
    if mark == (pc.EXTERIOR,):
        return words("area.outside")
    return words.together(governorate_name(pcode, words.lang) for pcode in mark)


def _ranged(number: float, low: float, high: float, words: Words) -> tuple[str, str]:
    told = reconstructed_people(number, low, high, words)
    # Where even the upper end rounds to nothing, "fewer than" has said it all.
    nothing = not math.isnan(high) and bearable(high, low, high) <= 0
    return told, "" if nothing else reconstructed_range(low, high, words)


def figures_html(told: AreaTold, words: Words) -> str:
    """Return the phase's published figures about a governorate, those for the whole Strip folded.

    Args:
        told: what was published.
        words: the reader's language.
    """
    head = [words(f"area.column.{column}") for column in ("figure", "what", "who", "source")]
    parts = []
    if told.named:
        rows = [_row(statement, words) for statement in told.named]
        more = words("panel.more", n=words.number(len(rows) - SHOWN))
        parts.append(folding_table(head, rows, shown=SHOWN, more=more, test_id="area-figures"))
    else:
        parts.append(f'<p data-testid="area-figures">{escape(words("area.figures.none"))}</p>')
    if told.of_all:
        rows = [_row(statement, words) for statement in told.of_all]
        more = words("area.strip", n=words.number(len(rows)))
        parts.append(folding_table(head, rows, shown=0, more=more, test_id="strip-figures"))
    return f'<div class="nz-stack">{"".join(parts)}</div>'


def _row(statement: Statement, words: Words) -> list[str]:
    figure = statement.figure
    kinds = words("list.sep").join(kinds_of(statement, words))
    mark = mark_text(statement, words)
    marked = f'<br><span class="nz-quiet">{escape(mark)}</span>' if mark else ""
    return [
        Markup(f"<b>{escape(words.figure(figure))}</b>"),
        Markup(f"{escape(kinds)}<br>{escape(where_text(statement, words))}"),
        Markup(
            f"<bdi>{escape(publisher_name(figure, words))}</bdi><br>"
            f"{escape(when_text(statement, words))}"
        ),
        Markup(f"{source_link(statement, words)}{marked}"),
    ]
