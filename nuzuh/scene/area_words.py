"""The sentences on a governorate, and who came and went in a period."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import bearable
from nuzuh.evidence.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.area_told import AreaTold
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import (
    area_labels,
    published_notes,
    reconstructed_people,
    reconstructed_range,
    speaker_name,
)
from nuzuh.scene.layers import LayerValue, marks_on
from nuzuh.scene.mark import Link
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.statement_words import linked
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.words import Words


@dataclass(frozen=True)
class Sentence:
    """A sentence, and where what it says was seen; None where there is no such page."""

    text: str
    source: Link | None = None


def published_sentences(
    told: AreaTold, sources: pd.DataFrame, words: Words
) -> tuple[Sentence, ...]:
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
        return (Sentence(words("area.none", name=name, date=day)),)
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
    return tuple(sentences)


def _sentence(
    key: str, area: AreaFigure, sources: pd.DataFrame, words: Words, **parts: str
) -> Sentence:
    """A sentence on a figure and a link to its source; that there is none, where there is none."""
    if area.figure is None:
        return Sentence(words(f"{key}.none", **parts))
    names = words.together(governorate_name(pcode, words.lang) for pcode in area.pcodes)
    source = sources.loc[area.figure.id]
    notes = [*published_notes(area, words), *([words("panel.weak")] if source["weak"] else [])]
    who = words("list.sep").join(notes)
    told = words(key, figure=words.figure(area.figure), names=names, who=who, **parts)
    if area.status == "last_known":
        told += " " + words("area.last_known", days=CURRENT_DAYS)
    elif area.status == "too_old":
        told += " " + words("area.too_old", days=TOO_OLD_DAYS)
    return Sentence(told, linked(source["source_title"], source["source_url"], words))


def reconstructed_text(
    value: LayerValue, baseline: pd.Series, view: str, day: date, words: Words
) -> str:
    """Return the sentence on the number reconstructed, beside people before the war.

    Args:
        value: the governorate's value on the map of people present, reconstructed.
        baseline: the governorate's row of :func:`nuzuh.loaders.load_baseline`.
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


def movement_tables(
    picture: Reconstruction, pcode: str, period: tuple[date, date], words: Words
) -> tuple[TextTable, ...]:
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
        rows = [(_place(there, words), *_ranged(*number, words)) for number, there in of_way]
        rows.append((words("area.all"), *_ranged(*moved(everywhere), words)))
        head = (words(f"area.{way}.place"), words("area.people"), words("table.range"))
        caption = words(f"area.{way}", name=name)
        ways.append(TextTable(head, tuple(rows), caption, has_total=True))
    return tuple(ways)


def _place(mark: tuple[str, ...], words: Words) -> str:
    if mark == (pc.EXTERIOR,):
        return words("area.outside")
    return words.together(governorate_name(pcode, words.lang) for pcode in mark)


def _ranged(number: float, low: float, high: float, words: Words) -> tuple[str, str]:
    told = reconstructed_people(number, low, high, words)
    # Where even the upper end rounds to nothing, "fewer than" has said it all.
    nothing = not math.isnan(high) and bearable(high, low, high) <= 0
    return told, "" if nothing else reconstructed_range(low, high, words)
