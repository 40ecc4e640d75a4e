"""The time map of the Gaza Strip from the project's own tables: as published, or reconstructed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from nuzuh.balance.grid import CROSSING
from nuzuh.balance.shipped import load_reconstruction, moved_by_day
from nuzuh.evidence.orders_in_force import CEASEFIRES
from nuzuh.evidence.precision import bearable
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_places
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.tables import Outline, Tables
from nuzuh.scene.arrows import Arrow, published_movements, reconstructed_arrows
from nuzuh.scene.cube_evidence import evidence_of, figures_of, placed_by_day
from nuzuh.scene.flows import largest_flows
from nuzuh.scene.geometry import (
    LABEL_SIDE,
    context_shapes,
    governorate_name,
    governorates,
    label_latitude,
    middle_of,
)
from nuzuh.scene.labels import (
    label_of,
    own_note,
    pattern_words,
    publisher_name,
    title_of,
)
from nuzuh.scene.layer_table import table_cells, table_columns
from nuzuh.scene.layers import LAYERS, RECONSTRUCTED_LAYERS, LayerValue, marks_on
from nuzuh.scene.mark import Mark
from nuzuh.scene.method import method_text, reading_note
from nuzuh.scene.scales import SCALES
from nuzuh.scene.time_map import (
    FLAGS,
    WIDE,
    Area,
    Context,
    Flow,
    Joint,
    Layer,
    Note,
    OrderArea,
    Place,
    TimeMap,
    Turn,
)
from nuzuh.scene.timeline import (
    every_day,
    figures_per_week,
    load_timeline,
    phase_names,
    reconstructed_by_day,
    values_by_day,
)
from nuzuh.scene.view import View
from nuzuh.scene.words import Words

AGE = "{age}"
"""Stands in words for a figure's age, which the browser counts."""

_PLACE_RANKS = {"city": 1, "refugee camp": 2, "town": 3, "neighbourhood": 4}
"""Kinds of places that the map names, the most important first."""


def gaza_time_map(
    tables: Tables,
    words: Words,
    *,
    reconstructed: bool,
    view: str = "all",
    later: bool = True,
) -> TimeMap:
    """Return every layer over the whole timeline.

    Args:
        tables: what it is computed from.
        words: the reader's language.
        reconstructed: show the population balance where a layer has one.
        view: whose figures the balance uses.
        later: draw published figures before the day of their page, too.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    span = load_timeline()
    shown = View(show="reconstructed" if reconstructed else "published", view=view, later=later)
    joints = _joints() if reconstructed else []
    placed, placed_on = ([], []) if reconstructed else placed_by_day(tables, words, later=later)
    days = (span.last - span.first).days + 1
    ids = RECONSTRUCTED_LAYERS if reconstructed else LAYERS
    layers = [
        _layer(
            layer,
            reconstructed_by_day(tables, layer, view)
            if reconstructed
            else values_by_day(tables, layer, later=later),
            joints,
            words,
            tables,
            shown,
        )
        for layer in ids
    ]
    return TimeMap(
        first=span.first,
        days=days,
        areas=[
            Area(
                pcode,
                governorate_name(pcode, words.lang),
                shape,
                LABEL_SIDE[pcode],
                middle_of((pcode,)),
                label_latitude((pcode,)),
            )
            for pcode, shape in governorates().items()
        ],
        layers=layers,
        reconstructed=reconstructed,
        later=later,
        joints=joints,
        placed=placed,
        placed_on=placed_on,
        flows=_flows(tables, view) if reconstructed else (),
        movements=() if reconstructed else published_movements(tables, words, later=later),
        orders=_orders(tables),
        context=[
            *(Context(c.kind, c.name, c.shape) for c in context_shapes(words.lang)),
            *(Context("own", o.name, o.shape) for o in _outlines(tables, "areas")),
        ],
        places=_places(words),
        turns=[
            Turn(phase.id, phase_names(words.lang)[phase.id], phase.start, phase.end, phase.preset)
            for phase in span.phases
        ],
        evidence=evidence_of(tables, words),
        weeks=_weeks(tables, view if reconstructed else "all", days),
        figures=figures_per_week(figures_of(tables), span),
        credits=_credits(words, tables),
    )


def _joints() -> list[Joint]:
    """The areas that the balance tells together, with the days on which it does."""
    days: dict[tuple[str, ...], list[date]] = {}
    for day in every_day():
        for mark in marks_on(day):
            if len(mark) > 1:
                days.setdefault(mark, []).append(day)
    return [Joint(mark, of[0], of[-1]) for mark, of in days.items()]


def _layer(
    layer: str,
    by_day: dict[date, list[LayerValue]],
    joints: Sequence[Joint],
    words: Words,
    tables: Tables,
    view: View,
) -> Layer:
    shape = (len(pc.GOVERNORATES), len(by_day))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    note = np.full(shape, -1, dtype=np.int32)
    flags = np.zeros(shape, dtype=np.uint8)
    notes: dict[Note, int] = {}
    rows = {pcode: row for row, pcode in enumerate(pc.GOVERNORATES)}
    labels: dict[LayerValue, Mark] = {}
    written: dict[LayerValue, Note] = {}
    is_reconstructed = False
    for column, values in enumerate(by_day.values()):
        for area in values:
            is_reconstructed |= area.reconstructed
            key = _ageless(area)
            label = labels.get(key) or labels.setdefault(key, label_of(key, layer, words, age=AGE))
            at = [rows[pcode] for pcode in area.pcodes]
            for cube, number in ((value, label.value), (low, label.low), (high, label.high)):
                cube[at, column] = np.nan if number is None else number
            flags[at, column] = FLAGS[label.pattern] + WIDE * label.wide
            if _has_words(area, label, layer):
                words_of = written.get(key) or written.setdefault(
                    key, _note(key, label, words, tables)
                )
                note[at, column] = notes.setdefault(words_of, len(notes))
    columns = table_columns(layer, words, reconstructed=is_reconstructed)
    before = people_before_the_war()
    scale = SCALES[layer]
    # After area, number and range: nothing, and except for orders the people before the war.
    blanks = len(columns) - 2 - is_reconstructed - (layer != "orders")
    return Layer(
        id=layer,
        name=words(f"layer.{layer}"),
        title=title_of(layer, words, reconstructed=is_reconstructed),
        unit=words(f"layer.{layer}.unit"),
        edges=scale.edges,
        colours=scale.colours,
        labels=tuple(scale.labels(words)),
        marks=pattern_words(layer, words),
        value=value,
        low=low,
        high=high,
        note=note,
        notes=tuple(notes),
        flags=flags,
        columns=columns,
        plain=tuple(
            ("",) * blanks
            + (() if layer == "orders" else (words.number(sum(before[pcode] for pcode in pcodes)),))
            for pcodes in (*((pcode,) for pcode in pc.GOVERNORATES), *(j.areas for j in joints))
        ),
        signed=layer == "change",
        circles=layer == "people",
        ranged=is_reconstructed,
        legend=reading_note(layer, words, reconstructed=is_reconstructed),
        method=method_text(replace(view, layer=layer), words),
        placed=layer != "orders" and not is_reconstructed,
    )


def _has_words(area: LayerValue, label: Mark, layer: str) -> bool:
    """Whether the words of a cell cannot be made from its number alone."""
    if area.reconstructed:
        return label.value is not None and layer == "people" and label.value <= 0
    if area.published is not None:
        return area.published.figure is not None
    return area.share is not None and (label.value is not None or bool(area.share.unmeasured))


def _ageless(area: LayerValue) -> LayerValue:
    """The value without its age, so that one figure is written once for all of its days."""
    if area.published is None:
        return area
    return replace(area, published=replace(area.published, age_days=0))


def _note(area: LayerValue, label: Mark, words: Words, tables: Tables) -> Note:
    figure = area.published.figure if area.published is not None else None
    # The age is counted in the browser: it changes from day to day, the rest does not.
    cells = table_cells(area, label, words, people_before_the_war(), tables.orders, age=AGE)
    return Note(
        number=label.number,
        value=label.value,
        low=label.low,
        high=label.high,
        shade=label.shade,
        lines=label.notes,
        as_of=figure.as_of if figure is not None else None,
        joint=len(area.pcodes) > 1,
        cells=tuple(cells[1:]),
        credit=words("list.comma").join(
            [publisher_name(figure, words), words.day(figure.as_of, short=True)]
        )
        if figure
        else "",
    )


def _flows(tables: Tables, view: str) -> list[Flow]:
    picture = load_reconstruction(tables, view)
    span = load_timeline()
    offset = (span.first - picture.days[0].date()).days
    days = (span.last - span.first).days + 1
    totals = np.cumsum(picture.flows, axis=0)[offset : offset + days]
    return [
        Flow(a, b, totals[:, column])
        for column, (a, b) in enumerate(CROSSING)
        if a in pc.STRIP and b in pc.STRIP
    ]


def _weeks(tables: Tables, view: str, days: int) -> list[float]:
    moved = moved_by_day(tables, view)[:days]
    return [float(bearable(moved[at : at + 7].sum())) for at in range(0, len(moved), 7)]


def _outlines(tables: Tables, kind: str) -> list[Outline]:
    return [outline for outline in tables.user.outlines if outline.kind == kind]


def _orders(tables: Tables) -> list[OrderArea]:
    """A reader's order polygons; like all orders they lapse with the next ceasefire."""
    last = load_timeline().last
    areas = []
    for outline in _outlines(tables, "orders"):
        start = outline.start
        if start is None:
            continue
        lapses = [day.date() for day in CEASEFIRES if day.date() > start]
        ended = min([*lapses, *([outline.end] if outline.end else []), last + timedelta(days=1)])
        areas.append(OrderArea(outline.name, outline.shape, start, ended - timedelta(days=1)))
    return areas


def _places(words: Words) -> list[Place]:
    frame = load_places().frame
    rows = frame[frame["kind"].isin(_PLACE_RANKS)]
    return [
        Place(
            row[f"name_{words.lang}"] or row["name_en"],
            (row["longitude"], row["latitude"]),
            _PLACE_RANKS[row["kind"]],
        )
        for _, row in rows.sort_values("population", ascending=False).iterrows()
    ]


def _credits(words: Words, tables: Tables) -> Sequence[str]:
    told = (own_note(tables.user, words), words("map.attribution"), words("map.disclaimer"))
    return [text for text in told if text]


def period_arrows(tables: Tables, view: str, since: date, until: date, words: Words) -> list[Arrow]:
    """Return the reconstructed arrows of a period: which are drawn, with their numbers and ranges.

    Args:
        tables: what it is computed from.
        view: whose figures the balance uses.
        since: first day.
        until: last day.
        words: the reader's language.
    """
    picture = load_reconstruction(tables, view)
    return reconstructed_arrows(largest_flows(picture, since, until), words)
