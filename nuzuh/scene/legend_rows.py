"""The rows of a map's legend: what each swatch shows, and its words. One rule for every picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from nuzuh.scene.arrows import Arrow
from nuzuh.scene.labels import patterns_on
from nuzuh.scene.layer import layer_of
from nuzuh.scene.mark import Mark
from nuzuh.scene.order_land import ZONE_KINDS, OrderLand
from nuzuh.scene.translator import Translator

Swatch = Literal["class", "pattern", "joint", "broken", "land", "times", "arrow"]
"""What a row explains: a colour; a pattern; the dotted border within a joint figure; the broken
one of a reconstruction; land under orders or in a zone; how often land was ordered; an arrow."""
_SAMPLES = (500_000, 100_000, 50_000, 10_000, 5_000)


@dataclass(frozen=True)
class LegendRow:
    """A row of a legend.

    Attributes:
        swatch: what it shows.
        text: what that means.
        colour: of a class, or of the area that a pattern lies over; "" for none.
        pattern: ``missing``, ``too_old``, ``last_known`` or ``wide``; of land ``sure``,
            ``given`` (sure, with exact outlines), ``possible`` or the kind of a zone; of
            counts of orders ``none`` or ``more`` (possibly); of an arrow ``hollow``,
            ``published``, ``rivals``, ``counts`` or ``open``.
        share: of an arrow whose text names its number, its part of the widest one.
    """

    swatch: Swatch
    text: str
    colour: str = ""
    pattern: str = ""
    share: float = 0.0


def legend_rows(
    labels: Iterable[Mark],
    layer: str,
    t: Translator,
    arrows: Sequence[Arrow] = (),
    lands: Iterable[OrderLand | None] = (),
) -> list[LegendRow]:
    """Return the legend of a layer: its classes, and what occurs of everything else.

    Args:
        labels: everything whose colours and patterns the maps show.
        layer: id of its layer.
        t: the reader's language.
        arrows: the arrows on the maps.
        lands: the land under orders on the maps.
    """
    listed, scale = list(labels), layer_of(layer).scale
    rows = [
        LegendRow("class", label, colour)
        for colour, label in zip(scale.colours, scale.labels(t), strict=True)
    ]
    for pattern, text in patterns_on(listed, layer, t):
        over = scale.colours[2] if pattern in ("last_known", "wide") else ""
        is_joint = pattern == "joint"
        rows.append(LegendRow("joint" if is_joint else "pattern", text, over, pattern))
    if any(label.reconstructed for label in listed):
        rows.append(LegendRow("broken", t("print.broken")))
    return [*rows, *land_rows(lands, t), *arrow_rows(arrows, t)]


def class_colours(rows: Iterable[LegendRow]) -> tuple[str, ...]:
    """Return the colours of a legend's classes, the lowest first."""
    return tuple(row.colour for row in rows if row.swatch == "class")


def land_rows(lands: Iterable[OrderLand | None], t: Translator) -> Iterator[LegendRow]:
    """Yield the rows that explain land under orders and zones: those that occur."""
    drawn = [land for land in lands if land is not None]
    zones = [zone for land in drawn for zone in land.zones]
    occurring: dict[str, bool] = {
        "sure": any(not set(land.sure) <= set(land.given) for land in drawn),
        "given": any(set(land.sure) & set(land.given) for land in drawn),
        "possible": any(land.possible for land in drawn),
    }
    for kind in ZONE_KINDS:
        occurring[kind] = any(zone.kind == kind for zone in zones)
    for pattern in (pattern for pattern, occurs in occurring.items() if occurs):
        moved = {zone.as_of for zone in zones if zone.kind == pattern and zone.is_known_last}
        text = t(f"legend.land.{pattern}")
        if moved:
            text = t("legend.land.last", zone=text, date=t.day(max(moved), short=True))
        yield LegendRow("land", text, pattern=pattern)


def arrow_rows(arrows: Sequence[Arrow], t: Translator) -> Iterator[LegendRow]:
    """Yield the rows that explain arrows: one of a round number, and how others differ from it."""
    if not arrows:
        return
    largest = max(arrow.high for arrow in arrows)
    sample = next((n for n in _SAMPLES if n <= largest), 1_000)
    number, share = t.number(sample), sample / largest
    if arrows[0].reconstructed:
        text = t("timemap.hollow", n=number)
        yield LegendRow("arrow", text, pattern="hollow", share=share)
        return
    text = t("print.arrow.published", n=number)
    yield LegendRow("arrow", text, pattern="published", share=share)
    occurring = {
        "rivals": any(arrow.low < arrow.high for arrow in arrows),
        "counts": any(arrow.counts for arrow in arrows),
        "open": any(not arrow.destinations for arrow in arrows),
    }
    for kind in (kind for kind, occurs in occurring.items() if occurs):
        yield LegendRow("arrow", t(f"print.arrow.{kind}"), pattern=kind)
