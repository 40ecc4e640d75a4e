"""The sentences on a governorate's reconstruction, and the period in which it tells movements."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.published import AreaFigure
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import area_labels, reconstructed_people, reconstructed_range, speaker_name
from nuzuh.scene.layers import LayerValue, marks_on
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.words import Words


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
