"""The sentences on a governorate, and who came and went in a period."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import round_to_precision
from nuzuh.evidence.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.area_evidence import AreaEvidence
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import (
    label_of,
    published_notes,
    reconstructed_people,
    reconstructed_range,
    speaker_name,
)
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Link
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.statement_words import linked
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class Sentence:
    """A sentence, and where what it says was seen; None where there is no such page."""

    text: str
    source: Link | None = None


def published_sentences(
    evidence: AreaEvidence, sources: pd.DataFrame, t: Translator
) -> tuple[Sentence, ...]:
    """Return the sentences on what was last published of people present, each with its source.

    The first says what is not known before it gives a number: that the latest figure
    is for several governorates together, or that it is old. Then they give the
    latest for this one alone; where the map, on which areas never
    overlap, has to show another one or none, they tell that too.

    Args:
        evidence: what was published.
        sources: the estimates by the id of each figure.
        t: the reader's language.
    """
    name, day = governorate_name(evidence.pcode, t.lang), t.day(evidence.day)
    if evidence.newest.figure is None:
        return (Sentence(t("area.none", name=name, date=day)),)
    first = "area.newest" if evidence.newest.status == "current" else "area.newest.old"
    if len(evidence.newest.pcodes) > 1:
        first = "area.newest.together"
    sentences = [_sentence(first, evidence.newest, sources, t, name=name, date=day)]
    if evidence.alone.figure != evidence.newest.figure:
        sentences.append(_sentence("area.alone", evidence.alone, sources, t, name=name))
    weak = evidence.doubtful.figure
    if weak is not None and weak.as_of > evidence.newest.figure.as_of:
        sentences.append(_sentence("area.doubtful", evidence.doubtful, sources, t))
    if evidence.on_map.figure is None or evidence.on_map.figure not in (
        evidence.newest.figure,
        evidence.alone.figure,
    ):
        sentences.append(_sentence("area.map", evidence.on_map, sources, t))
    return tuple(sentences)


def _sentence(
    key: str, area: AreaFigure, sources: pd.DataFrame, t: Translator, **parts: str
) -> Sentence:
    """A sentence on a figure and a link to its source; that there is none, where there is none."""
    if area.figure is None:
        return Sentence(t(f"{key}.none", **parts))
    names = t.together(governorate_name(pcode, t.lang) for pcode in area.pcodes)
    source = sources.loc[area.figure.id]
    notes = [*published_notes(area, t), *([t("panel.weak")] if source["weak"] else [])]
    who = t("list.sep").join(notes)
    told = t(key, figure=t.figure(area.figure), names=names, who=who, **parts)
    if area.status == "last_known":
        told += " " + t("area.last_known", days=CURRENT_DAYS)
    elif area.status == "too_old":
        told += " " + t("area.too_old", days=TOO_OLD_DAYS)
    return Sentence(told, linked(source["source_title"], source["source_url"], t))


def reconstructed_text(
    value: LayerValue, baseline: pd.Series, view: str, day: date, t: Translator
) -> str:
    """Return the sentence on the number reconstructed, beside people before the war.

    Args:
        value: the governorate's value on the map of people present, reconstructed.
        baseline: the governorate's row of :func:`nuzuh.loaders.load_baseline`.
        view: whose figures the reconstruction uses.
        day: the day shown.
        t: the reader's language.
    """
    label = label_of(value, "people", t)
    if value.value is None:
        told = t("recon.nothing", view=view_name(view, t), date=t.day(day))
    else:
        told = t(
            "area.recon",
            name=label.name,
            date=t.day(day),
            number=label.number,
            range=label.notes[1],
            view=view_name(view, t),
        )
    before = t(
        "area.before",
        name=governorate_name(str(baseline.name), t.lang),
        people=t.number(baseline["people"]),
        publisher=t.isolated(speaker_name(baseline["publisher"], t)),
        date=t.day(baseline["as_of"].date(), short=True),
        basis=t(f"basis.{baseline['basis']}"),
    )
    return f"{told} {before}"


def comparison_text(
    reconstruction: Reconstruction,
    area: AreaFigure,
    sources: pd.DataFrame,
    day: date,
    t: Translator,
) -> str:
    """Return how the last published figure lies to the range reconstructed for the day it is of.

    Args:
        reconstruction: the reconstruction of a view.
        area: the figure and the governorates that it is for.
        sources: the estimates by the id of each figure.
        day: the day shown.
        t: the reader's language.

    Returns:
        "" where there is no figure, or no range to hold it against.
    """
    figure = area.figure
    if (
        figure is None
        or not reconstruction.has_observations
        or not reconstruction.has_range(figure.as_of)
    ):
        return ""
    if figure.as_of < reconstruction.days[0].date() or not reconstruction.tells(
        figure.as_of, area.pcodes
    ):
        return ""
    number, low, high = reconstruction.group(figure.as_of, area.pcodes)
    row = sources.loc[figure.id]
    side = "overlap"
    if row["low_bound"] > high:
        side = "above"
    elif row["high_bound"] < low:
        side = "below"
    verdict = t(f"area.claim.{side}")
    if figure.as_of == day and len(area.pcodes) == 1:
        return verdict
    then = t(
        "area.then",
        names=t.together(governorate_name(pcode, t.lang) for pcode in area.pcodes),
        date=t.day(figure.as_of),
        number=reconstructed_people(number, low, high, t),
        range=reconstructed_range(low, high, t),
    )
    return f"{then} {verdict}"


def period_with_data(
    reconstruction: Reconstruction, first: date, last: date
) -> tuple[date, date] | None:
    """Return the part of a period in which a reconstruction can tell movements; None for none.

    Before its first day and in a long silence of the view's publishers nothing is told.
    """
    first = max(first, reconstruction.days[0].date() + timedelta(days=1))
    if not reconstruction.has_observations or reconstruction.has_data_gap(last):
        return None
    for _, end in reconstruction.absent:
        if reconstruction.has_data_gap(first):
            first = max(first, end.date())
    return (first, last) if first <= last else None


def movement_tables(
    reconstruction: Reconstruction, pcode: str, period: tuple[date, date], t: Translator
) -> tuple[TextTable, ...]:
    """Return arrivals and departures of a period, reconstructed: from where, to where, in all.

    Args:
        reconstruction: the reconstruction of a view.
        pcode: the governorate.
        period: see :func:`period_with_data`.
        t: the reader's language.
    """
    marks = [*reconstruction.areas_told(period[1]), (pc.EXTERIOR,)]
    here = next(mark for mark in marks if pcode in mark)
    others = [mark for mark in marks if mark != here]
    everywhere = tuple(place for mark in others for place in mark)
    name = _place(here, t)
    ways = []
    for way in ("arrivals", "departures"):

        def moved(there: tuple[str, ...], way: str = way) -> tuple[float, float, float]:
            ends = (there, here) if way == "arrivals" else (here, there)
            return reconstruction.moved(*period, *ends)

        of_way = sorted(((moved(there), there) for there in others), reverse=True)
        rows = [(_place(there, t), *_ranged(*number, t)) for number, there in of_way]
        rows.append((t("area.all"), *_ranged(*moved(everywhere), t)))
        head = (t(f"area.{way}.place"), t("area.people"), t("table.range"))
        caption = t(f"area.{way}", name=name)
        ways.append(TextTable(head, tuple(rows), caption, has_total=True))
    return tuple(ways)


def _place(mark: tuple[str, ...], t: Translator) -> str:
    if mark == (pc.EXTERIOR,):
        return t("area.outside")
    return t.together(governorate_name(pcode, t.lang) for pcode in mark)


def _ranged(number: float, low: float, high: float, t: Translator) -> tuple[str, str]:
    told = reconstructed_people(number, low, high, t)
    # Where even the upper end rounds to nothing, "fewer than" has said it all.
    nothing = not math.isnan(high) and round_to_precision(high, low, high) <= 0
    return told, "" if nothing else reconstructed_range(low, high, t)
