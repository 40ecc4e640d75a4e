"""The time map of the Gaza Strip from the project's own tables: as published, or reconstructed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
import shapely

from balance.grid import CROSSING
from balance.layers import LAYERS, RECONSTRUCTED_LAYERS, LayerValue
from balance.orders_in_force import CEASEFIRES
from balance.precision import bearable
from balance.published import figure_of
from balance.shipped import load_reconstruction, moved_by_day
from balance.statements import question_of
from loaders import pcodes as pc
from loaders.areas import load_places
from loaders.baseline import people_before_the_war
from loaders.estimates import WAR_BEGAN, load_estimates
from loaders.own import Outline, OwnTables, is_theirs
from maps.arrows import published_movements
from maps.flows import flows_of
from maps.geometry import (
    LABEL_SIDE,
    context_shapes,
    governorate_name,
    governorates,
    label_latitude,
)
from maps.labels import (
    AreaLabel,
    label_of,
    own_note,
    publisher_name,
    title_of,
)
from maps.legend import table_cells, table_columns
from maps.panel import measure_text, where_from_to
from maps.reconstruction import view_name
from maps.scales import SCALES
from maps.timeline import (
    figures_per_week,
    load_timeline,
    phase_names,
    reconstructed_by_day,
    values_by_day,
)
from maps.timemap.data import (
    FLAGS,
    WIDE,
    Area,
    Context,
    Evidence,
    Flow,
    Layer,
    Note,
    OrderArea,
    Place,
    TimeMap,
    Turn,
)
from maps.words import Words

AGE = "{age}"
"""Stands in words for a figure's age, which the browser counts."""

_PLACE_RANKS = {"city": 1, "refugee camp": 2, "town": 3, "neighbourhood": 4}
"""Kinds of places that the map names, the most important first."""


def gaza_time_map(
    words: Words,
    *,
    reconstructed: bool,
    view: str = "all",
    own: OwnTables | None = None,
    later: bool = True,
) -> TimeMap:
    """Return every layer over the whole timeline.

    Args:
        words: the reader's language.
        reconstructed: show the population balance where a layer has one.
        view: whose figures the balance uses.
        own: a reader's tables, in place of the embedded ones.
        later: draw published figures before the day of their page, too.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    span = load_timeline()
    days = (span.last - span.first).days + 1
    shown = [layer for layer in LAYERS if not reconstructed or layer in RECONSTRUCTED_LAYERS]
    layers = [
        _layer(
            layer,
            reconstructed_by_day(layer, view, own)
            if reconstructed and layer in RECONSTRUCTED_LAYERS
            else values_by_day(layer, own, later=later),
            words,
            own,
        )
        for layer in shown
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
                _middles()[pcode],
                label_latitude((pcode,)),
            )
            for pcode, shape in governorates().items()
        ],
        layers=layers,
        reconstructed=reconstructed,
        flows=_flows(view, own) if reconstructed else (),
        movements=() if reconstructed else published_movements(words, own, later=later),
        orders=_orders(own),
        context=[
            *(Context(c.kind, c.name, c.shape) for c in context_shapes(words.lang)),
            *(Context("own", o.name, o.shape) for o in _outlines(own, "areas")),
        ],
        places=_places(words),
        turns=[
            Turn(phase.id, phase_names(words.lang)[phase.id], phase.start, phase.end, phase.preset)
            for phase in span.phases
        ],
        evidence=_evidence(words, own),
        weeks=_weeks(view if reconstructed else "all", days, own),
        figures=figures_per_week(_estimates(own), span),
        credits=_credits(words, view, own, reconstructed=reconstructed),
    )


@lru_cache(maxsize=1)
def _middles() -> dict[str, tuple[float, float]]:
    """The middle of the largest circle that each governorate holds."""
    middles = {}
    for pcode, shape in governorates().items():
        x, y = shapely.maximum_inscribed_circle(shape, tolerance=1e-4).coords[0]
        middles[pcode] = (x, y)
    return middles


def _estimates(own: OwnTables | None) -> pd.DataFrame:
    """The figures to draw: a reader may bring some of days that the timeline does not have."""
    if own is None:
        return load_estimates().frame
    frame = own.estimates
    inside = frame["as_of"] <= pd.Timestamp(load_timeline().last)
    return frame[inside & (~frame["theirs"] | (frame["as_of"] >= WAR_BEGAN))]


def _layer(
    layer: str,
    by_day: dict[date, list[LayerValue]],
    words: Words,
    own: OwnTables | None,
) -> Layer:
    shape = (len(pc.GOVERNORATES), len(by_day))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    note = np.full(shape, -1, dtype=np.int32)
    flags = np.zeros(shape, dtype=np.uint8)
    notes: dict[Note, int] = {}
    rows = {pcode: row for row, pcode in enumerate(pc.GOVERNORATES)}
    labels: dict[LayerValue, AreaLabel] = {}
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
                    key, _note(key, label, words, own)
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
        missing=words("legend.no_orders" if layer == "orders" else "legend.not_reported"),
        value=value,
        low=low,
        high=high,
        note=note,
        notes=tuple(notes),
        flags=flags,
        columns=columns,
        plain=tuple(
            ("",) * blanks + (() if layer == "orders" else (words.number(before[pcode]),))
            for pcode in pc.GOVERNORATES
        ),
        signed=layer == "change",
        circles=layer == "people",
        ranged=is_reconstructed,
        legend=_legend_line(layer, words, reconstructed=is_reconstructed),
    )


def _legend_line(layer: str, words: Words, *, reconstructed: bool) -> str:
    if layer == "orders":
        return words("legend.orders")
    return words("legend.reconstructed" if reconstructed else "legend.ranges")


def _has_words(area: LayerValue, label: AreaLabel, layer: str) -> bool:
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


def _note(area: LayerValue, label: AreaLabel, words: Words, own: OwnTables | None) -> Note:
    figure = area.published.figure if area.published is not None else None
    # The age is counted in the browser: it changes from day to day, the rest does not.
    cells = table_cells(area, label, words, people_before_the_war(), own, age=AGE)
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
        credit=f"{publisher_name(figure, words)}, {words.day(figure.as_of, short=True)}"
        if figure
        else "",
    )


def _flows(view: str, own: OwnTables | None) -> list[Flow]:
    picture = load_reconstruction(view, own)
    span = load_timeline()
    offset = (span.first - picture.days[0].date()).days
    days = (span.last - span.first).days + 1
    totals = np.cumsum(picture.flows, axis=0)[offset : offset + days]
    return [
        Flow(a, b, totals[:, column])
        for column, (a, b) in enumerate(CROSSING)
        if a in pc.STRIP and b in pc.STRIP
    ]


def _weeks(view: str, days: int, own: OwnTables | None) -> list[float]:
    moved = moved_by_day(view, own)[:days]
    return [float(bearable(moved[at : at + 7].sum())) for at in range(0, len(moved), 7)]


def _ordered(pcodes: Iterable[str]) -> tuple[str, ...]:
    given = set(pcodes)
    return tuple(pcode for pcode in pc.GOVERNORATES if pcode in given)


def _short(day: date, words: Words) -> str:
    return words.day(day, short=True)


def _evidence(words: Words, own: OwnTables | None) -> list[Evidence]:
    frame = _estimates(own)
    span = load_timeline()
    rows = frame[
        (frame["repeats"] == "")
        & (frame["as_of"] >= pd.Timestamp(span.first))
        & ~frame["basis"].isin(["home", "projection"])
    ]
    pieces = []
    for _, row in rows.iterrows():
        areas = pc.split(row["origin_pcodes"]) | pc.split(row["destination_pcodes"])
        if not areas & pc.STRIP or question_of(row) is None:
            continue
        figure = figure_of(row)
        start = row["period_start"]
        pieces.append(
            Evidence(
                _ordered(areas & pc.STRIP),
                figure.as_of if pd.isna(start) else max(start.date(), span.first),
                figure.as_of,
                # "About 900,000 people moved": the measure names the unit.
                words.figure(figure, unit=figure.unit not in ("people", "movements")),
                measure_text(row["measure"], row["counting"], words),
                where_from_to(row["origin"], row["destination"], words),
                publisher_name(figure, words) if is_theirs(figure.id) else figure.publisher,
            )
        )
    return pieces


def _outlines(own: OwnTables | None, kind: str) -> list[Outline]:
    return [] if own is None else [o for o in own.outlines if o.kind == kind]


def _orders(own: OwnTables | None) -> list[OrderArea]:
    """A reader's order polygons; like all orders they lapse with the next ceasefire."""
    last = load_timeline().last
    areas = []
    for outline in _outlines(own, "orders"):
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


def _credits(
    words: Words, view: str, own: OwnTables | None, *, reconstructed: bool
) -> Sequence[str]:
    if reconstructed:
        method = words("snapshot.reconstructed", view=view_name(view, words))
    else:
        method = words("snapshot.as_published")
    theirs = (own_note(own, words),) if own is not None else ()
    return (*theirs, method, words("map.attribution"), words("map.disclaimer"))


def period_ranges(
    view: str, since: date, until: date, words: Words, own: OwnTables | None = None
) -> dict[str, str]:
    """Return the movements of a period with their ranges, in words, by ``origin>destination``.

    Args:
        view: whose figures the balance uses.
        since: first day.
        until: last day.
        words: the reader's language.
        own: a reader's tables, in place of the embedded ones.
    """
    comma = words("list.comma")
    return {
        " ".join([*flow.origins, ">", *flow.destinations]): comma.join(
            [flow.number(words), flow.likely(words)]
        )
        for flow in flows_of(load_reconstruction(view, own), since, until)
        if flow.tellable
    }
