"""The sentences on an area, and who came and went in a period."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.tables import Rows
from nuzuh.scene.area_evidence import AreaEvidence
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import (
    after_comma,
    label_of,
    likely_range,
    published_notes,
    reconstructed_people,
    reconstructed_range,
    speaker_name,
)
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Link
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.regions import AREAS, area_in_words, names_of, pcodes_of, told_with
from nuzuh.scene.statement_words import linked
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class Sentence:
    """A sentence, and where what it says was seen; None where there is no such page."""

    text: str
    source: Link | None = None


def published_sentences(
    evidence: AreaEvidence, sources: Rows, t: Translator
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
    name, day, newest = area_in_words(evidence.area, t), t.day(evidence.day), evidence.newest
    of_one = len(evidence.pcodes) == 1
    if newest.figure is None:
        key = "area.none" if of_one else "area.none.whole"
        return (Sentence(t(key, name=name, date=day)),)
    first = "area.newest" if newest.status == "current" else "area.newest.old"
    if len(newest.pcodes) > len(evidence.pcodes):
        first = "area.newest.together"

    def sentence(key: str, area: AreaFigure, **parts: str) -> Sentence:
        names = names_of(area.pcodes, evidence.area, t)
        return _sentence(key, area, sources, t, of_one=of_one, names=names, name=name, **parts)

    sentences = [sentence(first, newest, date=day)]
    if evidence.alone.figure != newest.figure:
        sentences.append(sentence("area.alone", evidence.alone))
    weak, on_map = evidence.doubtful.figure, evidence.on_map
    if weak is not None and weak.as_of > newest.figure.as_of:
        sentences.append(sentence("area.doubtful", evidence.doubtful))
    if on_map is not None and (
        on_map.figure is None or on_map.figure not in (newest.figure, evidence.alone.figure)
    ):
        sentences.append(sentence("area.map", on_map))
    return tuple(sentences)


def _sentence(
    key: str,
    area: AreaFigure,
    sources: Rows,
    t: Translator,
    *,
    of_one: bool,
    **parts: str,
) -> Sentence:
    """A sentence on a figure and a link to its source; that there is none, where there is none."""
    if area.figure is None:
        return Sentence(t(f"{key}.none", **parts))
    source = sources[area.figure.id]
    notes = [*published_notes(area, t), *([t("panel.weak")] if source["weak"] else [])]
    who = t("list.sep").join(notes)
    told = t(key, figure=t.figure(area.figure), who=who, **parts)
    if area.status == "last_known":
        told += " " + t("area.last_known", days=CURRENT_DAYS)
    elif area.status == "too_old":
        key = "area.too_old" if of_one else "area.too_old.whole"
        told += " " + t(key, days=TOO_OLD_DAYS)
    return Sentence(told, linked(source["source_title"], source["source_url"], t))


@follows_data(maxsize=len(AREAS))
def before_the_war(area: str) -> pd.Series:
    """Return people in an area before the war, with who says so, when, and of what kind.

    Of several governorates it is the sum of one publisher's numbers for one day; where theirs
    are of several, which are never added up, it has no number.

    Args:
        area: one of :data:`nuzuh.scene.regions.AREAS`, which the row is named by.
    """
    rows = load_baseline().frame.set_index("pcode").loc[list(pcodes_of(area))]
    about = rows[["publisher", "as_of", "basis"]].drop_duplicates()
    people = rows["people"].sum() if len(about) == 1 else math.nan
    return pd.Series({**about.iloc[0], "people": people}, name=area)


def reconstructed_text(
    value: LayerValue, baseline: pd.Series, view: str, day: date, t: Translator
) -> str:
    """Return the sentence on the number reconstructed, beside people before the war.

    Args:
        value: the area's value on the map of people present, reconstructed.
        baseline: see :func:`before_the_war`.
        view: whose figures the reconstruction uses.
        day: the day shown.
        t: the reader's language.
    """
    area, label = str(baseline.name), label_of(value, "people", t)
    if value.value is None:
        told = t("recon.nothing", view=view_name(view, t), date=t.day(day))
    else:
        told = t(
            "area.recon",
            name=names_of(value.pcodes, area, t),
            date=t.day(day),
            number=label.number,
            range=after_comma(likely_range(value, "people", t), t),
            view=view_name(view, t),
        )
    if math.isnan(baseline["people"]):
        return told
    before = t(
        "area.before",
        name=area_in_words(area, t),
        people=t.number(baseline["people"]),
        publisher=t.isolated(speaker_name(baseline["publisher"], t)),
        date=t.day(baseline["as_of"].date(), short=True),
        basis=t(f"basis.{baseline['basis']}"),
    )
    return f"{told} {before}"


def comparison_text(
    reconstruction: Reconstruction,
    area: AreaFigure,
    sources: Rows,
    day: date,
    t: Translator,
    *,
    of: str = "",
) -> str:
    """Return how the last published figure lies to the range reconstructed for the day it is of.

    Args:
        reconstruction: the reconstruction of a view.
        area: the figure and the governorates that it is for.
        sources: the estimates by the id of each figure.
        day: the day shown.
        t: the reader's language.
        of: the area that the page is about.

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
    if math.isnan(low):
        # Of a former version ranges are kept for the groups that were told, and for no others.
        return ""
    row = sources[figure.id]
    side = "overlap"
    if row["low_bound"] > high:
        side = "above"
    elif row["high_bound"] < low:
        side = "below"
    verdict = t(f"area.claim.{side}")
    if figure.as_of == day and (len(area.pcodes) == 1 or area.pcodes == pcodes_of(of)):
        return verdict
    then = t(
        "area.then",
        names=names_of(area.pcodes, of or area.pcodes[0], t),
        date=t.day(figure.as_of),
        number=reconstructed_people(number, low, high, t),
        range=after_comma(reconstructed_range(low, high, t), t),
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
    reconstruction: Reconstruction, area: str, period: tuple[date, date], t: Translator
) -> tuple[TextTable, ...]:
    """Return arrivals and departures of a period, reconstructed: from where, to where, in all.

    Args:
        reconstruction: the reconstruction of a view.
        area: one of :data:`nuzuh.scene.regions.AREAS`.
        period: see :func:`period_with_data`.
        t: the reader's language.
    """
    marks = [*reconstruction.areas_told(period[1]), (pc.EXTERIOR,)]
    here = told_with(reconstruction, area, period[1])
    others = [mark for mark in marks if set(here).isdisjoint(mark)]
    everywhere = tuple(place for mark in others for place in mark)
    name = names_of(here, area, t)
    ways = []
    for way in ("arrivals", "departures"):

        def moved(there: tuple[str, ...], way: str = way) -> tuple[float, float, float]:
            ends = (there, here) if way == "arrivals" else (here, there)
            return reconstruction.moved(*period, *ends)

        of_way = sorted(((moved(there), there) for there in others), reverse=True)
        rows = [(_place(there, t), *ranged_texts(*number, t)) for number, there in of_way]
        if len(others) > 1:
            rows.append((t("area.all"), *ranged_texts(*moved(everywhere), t)))
        head = (t(f"area.{way}.place"), t("area.people"), t("table.range"))
        caption = t(f"area.{way}", name=name)
        ways.append(TextTable(head, tuple(rows), caption, has_total=len(others) > 1))
    return tuple(ways)


def _place(mark: tuple[str, ...], t: Translator) -> str:
    if mark == (pc.EXTERIOR,):
        return t("area.outside")
    return t.together(governorate_name(pcode, t.lang) for pcode in mark)


def ranged_texts(number: float, low: float, high: float, t: Translator) -> tuple[str, str]:
    """Return a reconstructed number of people in words, and its range where that adds to it."""
    return reconstructed_people(number, low, high, t), reconstructed_range(low, high, t)
