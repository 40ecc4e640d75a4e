"""Why a reconstructed number is what it is, in a few sentences, each figure with its source."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuzuh.balance.explain import Carrier, Contradiction, Explanation, explain
from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import round_to_precision, rounding_step
from nuzuh.evidence.published import figure_of
from nuzuh.loaders.tables import Rows
from nuzuh.scene.labels import (
    in_brackets,
    publisher_name,
    reconstructed_people,
    reconstructed_range,
)
from nuzuh.scene.mark import Link
from nuzuh.scene.record_words import since_of
from nuzuh.scene.regions import names_of, told_with
from nuzuh.scene.statement_words import counted_text, linked, where_from_to
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class FigureTold:
    """A published figure in a sentence.

    Attributes:
        id: row of the table of figures.
        text: who said how many where and when, how long before or after the day, how far off.
        source: the page that it was seen on.
    """

    id: str
    text: str
    source: Link


@dataclass(frozen=True)
class CitedSentence:
    """A sentence, with the figures that it lists after its words.

    Attributes:
        text: its words.
        figures: what they introduce; none for a sentence that says all itself.
    """

    text: str
    figures: tuple[FigureTold, ...] = ()


def explained(
    reconstruction: Reconstruction, area: str, day: date, sources: Rows, t: Translator
) -> tuple[CitedSentence, ...]:
    """Return why the number of people in an area is what it is on a day.

    Where the area is told together with others, it is about all of them.

    Args:
        reconstruction: the reconstruction of a view.
        area: one of :data:`nuzuh.scene.regions.AREAS`.
        day: the day shown.
        sources: the estimates by the id of each figure.
        t: the reader's language.

    Returns:
        What carries the number, what contradicts it, what moves it when a side is left out,
        and births, deaths and people abroad. Nothing where nothing is reconstructed.
    """
    return explanation_texts(explanation_of(reconstruction, area, day), area, sources, t)


def explanation_of(reconstruction: Reconstruction, area: str, day: date) -> Explanation | None:
    """Return what :func:`explained` puts into words; None where nothing is reconstructed."""
    if not reconstruction.days[0].date() <= day <= reconstruction.days[-1].date():
        return None
    return explain(reconstruction, day, told_with(reconstruction, area, day))


def explanation_texts(
    found: Explanation | None, area: str, sources: Rows, t: Translator
) -> tuple[CitedSentence, ...]:
    """Return an explanation in words, see :func:`explained`."""
    if found is None:
        return ()
    names = names_of(found.places, area, t)
    said = [_carried(found, names, sources, t), _contradicted(found, sources, t)]
    if found.without is not None:
        said.append(_without(found, t))
    return (*said, _people(found, names, t))


def _carried(found: Explanation, names: str, sources: Rows, t: Translator) -> CitedSentence:
    if found.carried:
        told = tuple(_told(figure, sources, t) for figure in found.carried)
        return CitedSentence(t("why.carried", name=names), told)
    return CitedSentence(t("why.between" if found.contradicted else "why.nothing", name=names))


def _contradicted(found: Explanation, sources: Rows, t: Translator) -> CitedSentence:
    if not found.contradicted:
        return CitedSentence(t("why.agreed"))
    return CitedSentence(
        t("why.contradicted"),
        tuple(
            _told(figure, sources, t, off=_off(figure, sources[figure.id], t))
            for figure in found.contradicted
        ),
    )


def _told(
    figure: Carrier | Contradiction, sources: Rows, t: Translator, *, off: str = ""
) -> FigureTold:
    row = sources[figure.id]
    published = figure_of(row)
    parts = [t.figure(published)]
    if row["measure"] != "people_present":
        # What is counted says whether people or movements are.
        parts = [t.figure(published, unit=published.unit not in ("people", "movements"))]
        parts.append(counted_text(row["measure"], row["counting"], "", t))
    parts.append(where_from_to(row["origin"], row["destination"], t))
    parts.append(_days(row, published.as_of, t))
    text = t(
        "why.figure",
        publisher=publisher_name(published, t),
        figure=t("list.comma").join(parts),
        when=_when(figure.days, t),
    )
    return FigureTold(figure.id, text + off, linked(row["source_title"], row["source_url"], t))


def _days(row: Mapping[str, Any], as_of: date, t: Translator) -> str:
    """The day that a figure describes and, for a period, since when it counts."""
    day, since = t.day(as_of, short=True), since_of(row, t)
    if not since:
        return day
    if row["period_start"].date() == as_of:
        return t("panel.that_day", date=day)
    return day + t("list.comma") + t("panel.since", date=since)


def _when(days: int, t: Translator) -> str:
    """How far a figure's days lie from the day shown."""
    if days == 0:
        return t("why.within")
    return t.counted("why.before" if days < 0 else "why.after", abs(days))


def _off(figure: Contradiction, row: Mapping[str, Any], t: Translator) -> str:
    """By how much a figure is above or below what the reconstruction has for it."""
    unit = "movements" if row["counting"] == "movements" else "people"
    way = "above" if figure.people > 0 else "below"
    return t(
        f"why.off.{way}",
        number=t.number(round_to_precision(abs(figure.people))),
        unit=t(f"unit.{unit}"),
        errors=t.number(abs(figure.errors), decimals=1),
    )


def _without(found: Explanation, t: Translator) -> CitedSentence:
    """What leaving out each side would change, the largest change first."""
    assert found.without is not None
    if not found.without:
        return CitedSentence(t("why.one_side"))
    step = rounding_step(found.number, found.low, found.high)
    moved = sorted(found.without.items(), key=lambda pair: -abs(pair[1]))
    changed = [
        t(
            f"why.side.{'higher' if shift > 0 else 'lower'}",
            side=t(f"group.{side}"),
            number=t.number(round(abs(shift) / step) * step),
        )
        for side, shift in moved
        if round(abs(shift) / step) > 0
    ]
    same = [side for side, shift in moved if round(abs(shift) / step) == 0]
    if same:
        listed = t("list.comma").join(t(f"group.{side}") for side in same)
        changed.append(t("why.side.same", sides=listed, step=t.number(step)))
    return CitedSentence(t("why.without", changes=t("list.sep").join(changed)))


def _people(found: Explanation, names: str, t: Translator) -> CitedSentence:
    nothing = math.nan
    number, low, high = found.abroad
    return CitedSentence(
        t(
            "why.people",
            name=names,
            births=reconstructed_people(found.births, nothing, nothing, t),
            deaths=reconstructed_people(found.deaths, nothing, nothing, t),
            abroad=reconstructed_people(number, low, high, t),
            range=in_brackets(reconstructed_range(low, high, t)),
        )
    )
