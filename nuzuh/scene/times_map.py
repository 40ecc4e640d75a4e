"""How often land was ordered out in a period: blocks by class, and what may be of a higher one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.times_ordered import Counts, TimesOrdered, times_ordered
from nuzuh.loaders.tables import Tables
from nuzuh.scene.extent import Extent
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.method import outlines_text
from nuzuh.scene.notes import Notes, notes_of
from nuzuh.scene.order_land import Blocks
from nuzuh.scene.scales import TIMES_ORDERED
from nuzuh.scene.timeline import check_day, check_days, load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class TimesMap:
    """How often land was ordered out in a period.

    Attributes:
        notes: the words around the picture.
        unit: what the classes count.
        classes: numbers of the blocks of each class of
            :data:`nuzuh.scene.scales.TIMES_ORDERED`, by what is sure.
        more: of these, the blocks that may be of a higher class.
        perhaps: blocks that may have been ordered, and are of no class.
        legend: the classes, and of everything else what occurs.
        reading: how the counts are to be read.
        extent: as in :class:`nuzuh.scene.scene.Scene`.
    """

    notes: Notes
    unit: str
    classes: tuple[Blocks, ...]
    more: Blocks
    perhaps: Blocks
    legend: tuple[LegendRow, ...]
    reading: str
    extent: Extent | None = None


def times_map_of(view: View, tables: Tables, t: Translator, link: str = "") -> TimesMap:
    """Return how often land was ordered out in a view's period, or in its phase so far.

    Args:
        view: what is looked at; its layer does not matter.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for an empty period, or a day outside the data.
    """
    check_day(view.date)
    since = view.since or load_timeline().phase_of(view.date).start
    view = replace(view, since=since, layer="orders", mode="published")
    check_days(view)
    book = order_book(tables)
    told = times_ordered(book, since, view.date, later=view.later)
    least, most = _shades(told.least), _shades(told.most)
    numbers = np.array(book.ground.blocks)

    def named(marked: np.ndarray) -> Blocks:
        return tuple(numbers[marked].tolist())

    more, perhaps = named((most > least) & (least >= 0)), named((most > least) & (least < 0))
    days = t("relief.days", start=t.day(since), end=t.day(view.date))
    method = t("print.times.method", outlines=outlines_text(t))
    if not view.later:
        method = f"{method} {t('print.times.without_later')}"
    return TimesMap(
        notes=notes_of(
            view,
            tables,
            t,
            link,
            what=t("print.times.title"),
            title=t("print.where", days=days),
            lead=_lead(told, t),
            sources=_issuers(told, t),
            method=method,
        ),
        unit=t("ordered.scale"),
        classes=tuple(named(least == shade) for shade in range(len(TIMES_ORDERED.least))),
        more=more,
        perhaps=perhaps,
        legend=tuple(_legend(t, dotted=bool(more or perhaps))),
        reading=t("print.times.once"),
    )


def _shades(counts: Counts) -> Counts:
    return np.array([TIMES_ORDERED.shade(int(count)) for count in counts], dtype=np.int64)


def _lead(told: TimesOrdered, t: Translator) -> str:
    low, high = (t.number(int((counts > 0).sum())) for counts in (told.least, told.most))
    return t(
        "ordered.answer.times",
        **{"from": t.day(told.first), "to": t.day(told.last)},
        n=t.number(len(told.issued)),
        blocks=low if low == high else t("ordered.range", low=low, high=high),
        all=t.number(len(told.least)),
    )


def _issuers(told: TimesOrdered, t: Translator) -> list[str]:
    """Who issued how many of the orders, the most first."""
    counts = Counter(one.row.issuer for one in told.issued)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{t.isolated(speaker_name(name, t))} ({t.number(n)})" for name, n in ordered]


def _legend(t: Translator, *, dotted: bool) -> list[LegendRow]:
    rows = [LegendRow("times", t("ordered.scale.none"), pattern="none")]
    scale = zip(TIMES_ORDERED.colours, TIMES_ORDERED.labels(), strict=True)
    rows += [LegendRow("class", text, colour) for colour, text in scale]
    if dotted:
        rows.append(LegendRow("times", t("ordered.scale.maybe"), pattern="more"))
    return rows
