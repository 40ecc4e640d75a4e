"""The answer to who moved in a period, in a sentence: reconstructed, and as published."""

from __future__ import annotations

from collections.abc import Sequence

from nuzuh.scene.arrows import Arrow
from nuzuh.scene.movement_matrix import Amount, MovementMatrix, Passage
from nuzuh.scene.regions import REGIONS, STRIP, pcodes_of
from nuzuh.scene.translator import Translator

MOST_NAMED = 3
"""More places than that a sentence does not name."""


def reconstructed_lead(
    matrix: MovementMatrix | None, sides: MovementMatrix | None, area: str, t: Translator
) -> str:
    """Return who left an area for where, or between which areas most people moved.

    Args:
        matrix: of the governorates; None where nothing is reconstructed.
        sides: of the two sides of Wadi Gaza.
        area: one of :data:`nuzuh.scene.regions.AREAS`; "" for all.
        t: the reader's language.
    """
    if matrix is None or sides is None:
        return ""
    days = t("relief.days", start=t.day(matrix.start), end=t.day(matrix.end))
    if area in ("", STRIP):
        largest = max(matrix.passages, key=lambda one: one.moved.people)
        if not largest.moved.rounded:
            return t("movements.lead.few", days=days)
        way = t(
            "arrow.way",
            origin=matrix.places[largest.origin].name,
            destination=matrix.places[largest.destination].name,
        )
        return t(
            "movements.lead.all",
            days=days,
            number=_ranged(matrix.whole, t),
            way=way,
            most=_ranged(largest.moved, t),
        )
    told = sides if area in REGIONS else matrix
    here = next(
        at for at, place in enumerate(told.places) if set(pcodes_of(area)) <= set(place.pcodes)
    )
    total = told.totals[here]
    ways = sorted(
        (one for one in told.passages if one.origin == here and one.moved.rounded),
        key=lambda one: one.moved.people,
        reverse=True,
    )[:MOST_NAMED]
    said = {"days": days, "name": told.places[here].name, "number": _ranged(total.left, t)}
    came = t("movements.lead.came", number=_ranged(total.came, t))
    if not ways:
        return " ".join([t("movements.lead.left", **said), came])
    where = t("list.sep").join(_where(one, told, t) for one in ways)
    return " ".join([t("movements.lead.left_for", where=where, **said), came])


def published_lead(
    arrows: Sequence[Arrow], area: str, t: Translator, *, of_records: bool = False
) -> str:
    """Return the largest published movement from or to an area, with its lowest and highest figure.

    Args:
        arrows: as published, the largest first.
        area: one of :data:`nuzuh.scene.regions.AREAS`; "" for all.
        t: the reader's language.
        of_records: the figures are from records, which are published nowhere.
    """
    key = "movements.lead.records" if of_records else "movements.lead.published"
    here = set(pcodes_of(area))
    touching = [one for one in arrows if here & {*one.origins, *one.destinations}]
    leaving = [one for one in touching if set(one.origins) <= here]
    for arrow in [*leaving, *touching]:
        who = "" if arrow.low < arrow.high else t("list.comma") + arrow.sources[-1]
        return t(key, way=arrow.way, number=arrow.number + who)
    return ""


def _where(passage: Passage, matrix: MovementMatrix, t: Translator) -> str:
    return t(
        "movements.lead.where",
        number=passage.moved.number,
        name=matrix.places[passage.destination].name,
    )


def _ranged(amount: Amount, t: Translator) -> str:
    if not amount.likely:
        return amount.number
    return t("movements.ranged", number=amount.number, likely=amount.likely)
