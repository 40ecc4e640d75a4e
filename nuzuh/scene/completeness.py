"""What the figures on a map come to, of how many people in the Strip."""

from __future__ import annotations

from nuzuh.evidence.published import Figure
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.translator import Translator


def people_placed(values: list[LayerValue]) -> float | None:
    """Return how many people the published figures on a map come to; None where it shows none.

    A range counts with its middle and a bound with itself; a figure that is too
    old to be shown does not count.

    Args:
        values: the values of a layer of people on a day.
    """
    shown = [
        value.published.figure
        for value in values
        if value.published is not None and value.status != "too_old"
    ]
    numbers = [figure.central for figure in shown if figure is not None]
    return sum(numbers) if numbers else None


def completeness(values: list[LayerValue], total: Figure | None, t: Translator) -> str:
    """Return what the map's figures come to, of the latest published total of the Strip.

    Args:
        values: the values of a layer of people on a day.
        total: see :func:`nuzuh.evidence.published.latest_total`.
        t: the reader's language.

    Returns:
        A sentence that cites the total; "" for orders, for a reconstruction, which
        adds up, and for a map without a number.
    """
    placed = people_placed(values)
    if placed is None:
        return ""
    told = t.number(float(f"{placed:.3g}"))
    if total is None:
        return t("placed.alone", n=told)
    key = "placed.more" if placed > 1.02 * total.central else "placed.less"
    return t(
        key,
        n=told,
        total=t.figure(total),
        who=publisher_name(total, t),
        date=t.day(total.as_of, short=True),
    )
