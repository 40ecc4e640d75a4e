"""One area month by month in a table: for whoever cannot see its chart, or has no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from nuzuh.balance.result import Reconstruction
from nuzuh.scene.area_words import ranged_texts
from nuzuh.scene.series import Curve, PublishedPoint
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator

_NOTHING = "–"


def months_table(reconstruction: Reconstruction | None, curve: Curve, t: Translator) -> TextTable:
    """Return people in an area at the end of each month, and what was published of it until then.

    A published figure stands in the row of the first day at or after the one that it describes,
    with its own day; it is never set off against the reconstruction.

    Args:
        reconstruction: the reconstruction; None where there is none.
        curve: the area, with every figure published for the whole of it.
        t: the reader's language.
    """
    rows = []
    before = date.min
    for day in month_ends():
        told = _told(reconstruction, curve.pcodes, day, t)
        points = [one for one in curve.points if before < one.day <= day]
        before = day
        links = tuple((_point(one, t), one.url) for one in points)
        rows.append((t.day(day, short=True), told, links or _NOTHING))
    head = ("area.month.day", "area.month.people", "area.week.published")
    return TextTable(tuple(map(t, head)), tuple(rows))


def month_ends() -> Iterator[date]:
    """Return the last day of each month that can be shown, and the last day of all.

    >>> next(month_ends())
    datetime.date(2023, 10, 31)
    """
    span = load_timeline()
    day = span.first
    while day <= span.last:
        after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield min(after - timedelta(days=1), span.last)
        day = after


def _told(
    reconstruction: Reconstruction | None, pcodes: tuple[str, ...], day: date, t: Translator
) -> str:
    if (
        reconstruction is None
        or day < reconstruction.days[0].date()
        or not reconstruction.has_observations
        or reconstruction.has_data_gap(day)
        or not reconstruction.tells(day, pcodes)
    ):
        return _NOTHING
    return t("list.comma").join(filter(None, ranged_texts(*reconstruction.group(day, pcodes), t)))


def _point(point: PublishedPoint, t: Translator) -> str:
    return t("list.comma").join((point.told, point.name, t.day(point.day, short=True)))
