"""What the page of one governorate says: its sentences, who came and went, its figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import pandas as pd

from balance.layers import LayerValue, marks_on
from balance.orders_in_force import OrderShare
from balance.precision import bearable
from balance.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure
from balance.result import Reconstruction
from balance.statements import Statement
from loaders import pcodes as pc
from maps.geometry import governorate_name
from maps.html import Markup, folding_table, table
from maps.labels import (
    area_labels,
    published_notes,
    publisher_name,
    reconstructed_people,
    reconstructed_range,
    speaker_name,
)
from maps.panel import kinds_of, linked, mark_text, source_link, when_text, where_text
from maps.reconstruction import view_name
from maps.words import Words

SHOWN = 12
"""Figures shown before the rest is folded away."""


@dataclass(frozen=True)
class AreaTold:
    """Everything published about a governorate by a day.

    Attributes:
        pcode: the governorate.
        day: the day shown.
        phase_start: first day of the phase of the war that it lies in.
        on_map: what the map shows, where no two areas overlap.
        newest: the latest figure of people present that covers the governorate.
        alone: the latest one for this governorate by itself.
        doubtful: the latest one whose date or author is doubtful; sounder ones
            go before it even where they are somewhat older.
        named: figures of the phase that name it, the newest first.
        of_all: figures of the phase for the whole Strip, the newest first.
        in_ledger: how many figures of all times the ledger has for it.
        share: the least share of it under evacuation orders.
        orders: the orders in force that name it, the newest first.
    """

    pcode: str
    day: date
    phase_start: date
    on_map: AreaFigure
    newest: AreaFigure
    alone: AreaFigure
    doubtful: AreaFigure
    named: list[Statement]
    of_all: list[Statement]
    in_ledger: int
    share: LayerValue
    orders: pd.DataFrame

    @property
    def bound(self) -> OrderShare:
        """The orders behind the least share."""
        assert self.share.share is not None
        return self.share.share


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


def reconstructed_text(
    value: LayerValue, baseline: pd.Series, view: str, day: date, words: Words
) -> str:
    """Return the sentence on the number reconstructed, beside people before the war.

    Args:
        value: the governorate's value on the map of people present, reconstructed.
        baseline: the governorate's row of :func:`loaders.load_baseline`.
        view: whose figures the reconstruction uses.
        day: the day shown.
        words: the reader's language.
    """
    label = area_labels([value], "people", words)[0]
    if value.value is None:
        told = words("recon.nothing", view=view_name(view, words), date=words.day(day))
    else:
        told = words(
            "area.recon",
            name=label.name,
            date=words.day(day),
            number=label.number,
            range=label.notes[1],
            view=view_name(view, words),
        )
    before = words(
        "area.before",
        name=governorate_name(str(baseline.name), words.lang),
        people=words.number(baseline["people"]),
        publisher=words.isolated(speaker_name(baseline["publisher"], words)),
        date=words.day(baseline["as_of"].date(), short=True),
        basis=words(f"basis.{baseline['basis']}"),
    )
    return f"{told} {before}"


def comparison_text(
    picture: Reconstruction, area: AreaFigure, sources: pd.DataFrame, day: date, words: Words
) -> str:
    """Return how the last published figure lies to the range reconstructed for the day it is of.

    Args:
        picture: the reconstruction of a view.
        area: the figure and the governorates that it is for.
        sources: the estimates by the id of each figure.
        day: the day shown.
        words: the reader's language.

    Returns:
        "" where there is no figure, or no range to hold it against.
    """
    figure = area.figure
    if figure is None or not picture.rests_on_figures or not picture.has_range(figure.as_of):
        return ""
    if figure.as_of < picture.days[0].date() or not _borne(figure.as_of, area.pcodes):
        return ""
    number, low, high = picture.group(figure.as_of, area.pcodes)
    row = sources.loc[figure.id]
    side = "overlap"
    if row["low_bound"] > high:
        side = "above"
    elif row["high_bound"] < low:
        side = "below"
    verdict = words(f"area.claim.{side}")
    if figure.as_of == day and len(area.pcodes) == 1:
        return verdict
    then = words(
        "area.then",
        names=words.together(governorate_name(pcode, words.lang) for pcode in area.pcodes),
        date=words.day(figure.as_of),
        number=reconstructed_people(number, low, high, words),
        range=reconstructed_range(low, high, words),
    )
    return f"{then} {verdict}"


def _borne(day: date, pcodes: tuple[str, ...]) -> bool:
    """Whether the balance tells an area apart on a day."""
    return all(set(mark) <= set(pcodes) or not set(mark) & set(pcodes) for mark in marks_on(day))


def period_told(picture: Reconstruction, first: date, last: date) -> tuple[date, date] | None:
    """Return the part of a period in which a reconstruction can tell movements; None for none.

    Before its first day and in a long silence of the view's publishers nothing is told.
    """
    first = max(first, picture.days[0].date() + timedelta(days=1))
    if not picture.rests_on_figures or picture.silent(last):
        return None
    for _, end in picture.absent:
        if picture.silent(first):
            first = max(first, end.date())
    return (first, last) if first <= last else None


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
