"""The cube of the browser's map: every layer of the Gaza Strip on every day, made of marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
import numpy.typing as npt

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction, moved_by_day
from nuzuh.evidence.orders_in_force import CEASEFIRES
from nuzuh.evidence.precision import round_to_precision
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.tables import Outline, Tables, remembered
from nuzuh.scene.arrows import published_movements
from nuzuh.scene.cube_evidence import evidence_of, figures_of, placed_by_day
from nuzuh.scene.ensemble import WAYS
from nuzuh.scene.from_records import tables_note
from nuzuh.scene.gazetteer import places_of
from nuzuh.scene.geometry import (
    LABEL_SIDE,
    context_shapes,
    governorate_name,
    governorates,
    label_latitude,
    middle_of,
)
from nuzuh.scene.labels import (
    pattern_words,
    rounded_range,
    rounded_value,
    title_of,
)
from nuzuh.scene.land import land_of
from nuzuh.scene.layer import layer_of
from nuzuh.scene.layers import LAYERS, RECONSTRUCTED_LAYERS, LayerValue
from nuzuh.scene.mark import Mark
from nuzuh.scene.marks import AGE, columns_of, marks_of
from nuzuh.scene.method import method_text, reading_note
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.time_map import (
    FLAGS,
    WIDE,
    Area,
    Context,
    CubeLayer,
    Flow,
    Joint,
    Note,
    OrderArea,
    Phase,
    Place,
    TimeMap,
)
from nuzuh.scene.timeline import (
    every_day,
    figures_per_week,
    load_timeline,
    phase_names,
    reconstructed_by_day,
    values_by_day,
)
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

Packed = TypeVar("Packed")


def packed(
    view: View, tables: Tables, t: Translator, pack: Callable[[TimeMap, Translator], Packed]
) -> Packed:
    """Return the time map of a view as it is sent, remembered in the tables: it takes seconds.

    Args:
        view: how it is shown, and whose figures; its day and its layer do not matter.
        tables: what it is computed from.
        t: the reader's language.
        pack: makes of a time map what is sent.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    reconstruction = reconstruction_of(view, tables)
    whose = "all" if reconstruction is None else view.perspective
    # Ranges may have been computed meanwhile: they are part of what is sent.
    ranged = reconstruction is not None and reconstruction.ranged
    # Orders have no reconstruction: beside one they stand in the cube as published.
    mode = "published" if reconstruction is None else "reconstructed"
    kept = _packed(tables, pack, t.lang, mode, whose, later=view.later, ranged=ranged)
    return cast("Packed", kept)


@remembered(maxsize=32)
def _packed(
    tables: Tables,
    pack: Callable[[TimeMap, Translator], Any],
    lang: str,
    show: str,
    whose: str,
    *,
    later: bool,
    ranged: bool,
) -> Any:
    del ranged
    t = Translator(lang)
    return pack(time_map_of(View(mode=show, perspective=whose, later=later), tables, t), t)


def layers_of(view: View) -> tuple[str, ...]:
    """Return the ids of the layers that a reader of a view can choose from."""
    return RECONSTRUCTED_LAYERS if view.reconstructed else LAYERS


def time_map_of(view: View, tables: Tables, t: Translator) -> TimeMap:
    """Return every layer of a view over the whole timeline.

    Args:
        view: how it is shown, and whose figures; its day and its layer do not matter.
        tables: what it is computed from.
        t: the reader's language.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    span, reconstruction = load_timeline(), reconstruction_of(view, tables)
    rebuilt = reconstruction is not None
    around = _around(tables, t.lang)
    joints = [] if reconstruction is None else _joints(reconstruction)
    placed, placed_on = ([], []) if rebuilt else placed_by_day(tables, t, later=view.later)
    days = (span.last - span.first).days + 1
    return TimeMap(
        first=span.first,
        days=days,
        areas=around.areas,
        layers=[_layer(replace(view, layer=layer), joints, tables, t) for layer in layers_of(view)],
        reconstructed=rebuilt,
        later=view.later,
        joints=joints,
        placed=placed,
        placed_on=placed_on,
        flows=() if reconstruction is None else _flows(reconstruction),
        movements=() if rebuilt else published_movements(tables, t, later=view.later),
        orders=_orders(tables),
        land=None if rebuilt else land_of(tables, later=view.later),
        context=around.context,
        places=around.places,
        phases=around.phases,
        evidence=evidence_of(tables, t.lang),
        weeks=_weeks(tables, view.perspective if rebuilt else "all", days),
        figures=_figures(tables),
        credits=around.credits,
    )


class _Around(NamedTuple):
    """What stands around the layers, the same in all cubes of a language."""

    areas: list[Area]
    context: list[Context]
    places: list[Place]
    phases: list[Phase]
    credits: list[str]


@remembered(maxsize=len(LANGUAGES))
def _around(tables: Tables, lang: str) -> _Around:
    t, names = Translator(lang), phase_names(lang)
    return _Around(
        areas_in(lang),
        [
            *(Context(c.kind, c.name, c.shape) for c in context_shapes(lang)),
            *(Context("own", o.name, o.shape) for o in _outlines(tables, "areas")),
        ],
        places_of(t),
        [
            Phase(phase.id, names[phase.id], phase.start, phase.end, phase.preset)
            for phase in load_timeline().phases
        ],
        _credits(t, tables),
    )


@remembered(maxsize=1)
def _figures(tables: Tables) -> list[int]:
    return figures_per_week(figures_of(tables), load_timeline())


def _joints(reconstruction: Reconstruction) -> list[Joint]:
    """The areas that the balance tells together, with the days on which it does."""
    days: dict[tuple[str, ...], list[date]] = {}
    for day in every_day():
        for mark in reconstruction.areas_told(day):
            if len(mark) > 1:
                days.setdefault(mark, []).append(day)
    return [Joint(mark, of[0], of[-1]) for mark, of in days.items()]


def areas_in(lang: str) -> list[Area]:
    """Return the governorates as every map of the browser has them, named in a language."""
    return [
        Area(
            pcode,
            governorate_name(pcode, lang),
            shape,
            LABEL_SIDE[pcode],
            middle_of((pcode,)),
            label_latitude((pcode,)),
        )
        for pcode, shape in governorates().items()
    ]


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A layer on every day without its words, which alone differ from language to language.

    Attributes:
        value, low, high, flags: see :class:`nuzuh.scene.time_map.CubeLayer`.
        worded: what has words that cannot be made from its number alone, as a day has it.
        which: for each area and day the place of its words in ``worded``; -1 for none.
    """

    value: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    flags: npt.NDArray[np.uint8]
    worded: tuple[LayerValue, ...]
    which: npt.NDArray[np.int32]


@remembered(maxsize=64)
def _drawn(
    tables: Tables, layer: str, mode: str, whose: str, *, later: bool, ranged: bool
) -> _Drawn:
    del ranged
    view = View(layer=layer, mode=mode, perspective=whose, later=later)
    by_day = (
        reconstructed_by_day(tables, layer, view.perspective)
        if view.reconstructed
        else values_by_day(tables, layer, later=view.later)
    )
    # Numbers are the same in every language.
    t = Translator("en")
    shape = (len(pc.GOVERNORATES), len(by_day))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    which = np.full(shape, -1, dtype=np.int32)
    flags = np.zeros(shape, dtype=np.uint8)
    worded: list[LayerValue] = []
    rows = {pcode: row for row, pcode in enumerate(pc.GOVERNORATES)}
    told: dict[object, tuple[Mark, int]] = {}
    for column, values in enumerate(by_day.values()):
        for area in values:
            key = _alike(area, layer)
            known = told.get(key)
            if known is None:
                ageless = _ageless(area)
                (one,) = marks_of([ageless], layer, tables, t, age=AGE)
                known = told[key] = one, len(worded) if _has_note(one) else -1
                if known[1] >= 0:
                    worded.append(ageless)
            mark, written = known
            at = [rows[pcode] for pcode in mark.pcodes]
            for cube, number in ((value, mark.value), (low, mark.low), (high, mark.high)):
                cube[at, column] = np.nan if number is None else number
            flags[at, column] = FLAGS[mark.pattern] + WIDE * mark.wide
            which[at, column] = written
    return _Drawn(value, low, high, flags, tuple(worded), which)


@dataclass(frozen=True, eq=False)
class _Noted:
    """The words of a layer on every day.

    Attributes:
        notes: each once.
        note: for each area and day which of them; -1 for none.
    """

    notes: tuple[Note, ...]
    note: npt.NDArray[np.int32]


# Kinds of view that follow each other share the layers that are shown as published alone.
@remembered(maxsize=8)
def _noted(
    tables: Tables, lang: str, layer: str, mode: str, whose: str, *, later: bool, ranged: bool
) -> _Noted:
    t, drawn = Translator(lang), _drawn(tables, layer, mode, whose, later=later, ranged=ranged)
    notes: dict[Note, int] = {}
    places = [
        notes.setdefault(_note(mark, t), len(notes))
        for mark in marks_of(drawn.worded, layer, tables, t, age=AGE)
    ]
    return _Noted(tuple(notes), np.array([*places, -1], dtype=np.int32)[drawn.which])


def _layer(view: View, joints: Sequence[Joint], tables: Tables, t: Translator) -> CubeLayer:
    layer, rebuilt = view.layer, view.reconstructed
    whose = view.perspective if rebuilt else "all"
    # Ranges may have been computed meanwhile: they are part of what is drawn.
    ranged = rebuilt and load_reconstruction(tables, whose).draws is not None
    kind = (layer, "reconstructed" if rebuilt else "published", whose)
    drawn = _drawn(tables, *kind, later=view.later, ranged=ranged)
    noted = _noted(tables, t.lang, *kind, later=view.later, ranged=ranged)
    record, columns = layer_of(layer), columns_of(layer, t, reconstructed=rebuilt)
    scale, of_orders = record.scale, record.evidence == "orders"
    return CubeLayer(
        id=layer,
        name=t(f"layer.{layer}"),
        title=title_of(layer, t, reconstructed=rebuilt),
        unit=t(f"layer.{layer}.unit"),
        edges=scale.edges,
        colours=scale.colours,
        labels=tuple(scale.labels(t)),
        marks=pattern_words(layer, t),
        value=drawn.value,
        low=drawn.low,
        high=drawn.high,
        note=noted.note,
        notes=noted.notes,
        flags=drawn.flags,
        columns=columns,
        plain=tuple(
            _plain(pcodes, len(columns) - 2 - rebuilt, t, of_orders=of_orders)
            for pcodes in (*((pcode,) for pcode in pc.GOVERNORATES), *(j.areas for j in joints))
        ),
        signed=record.signed,
        circles=record.counts,
        ranged=rebuilt,
        legend=reading_note(layer, t, reconstructed=rebuilt),
        method=method_text(view, t),
        placed=not of_orders and not rebuilt,
        orders=of_orders,
        over=record.over,
    )


def _plain(
    pcodes: tuple[str, ...], cells: int, t: Translator, *, of_orders: bool
) -> tuple[str, ...]:
    """The cells of an area without a note; people before the war are known of every area."""
    if of_orders:
        return ("",) * cells
    before = people_before_the_war()
    return (*("",) * (cells - 1), t.number(sum(before[pcode] for pcode in pcodes)))


def _alike(area: LayerValue, layer: str) -> object:
    """What values have in common that are drawn and written alike, whatever their day."""
    if not area.reconstructed:
        return _ageless(area)
    number = rounded_value(area, layer)
    if number is not None and number <= 0 and not layer_of(layer).signed:
        # How few "fewer than" means, and whether a range says more, follows from the numbers
        # before they are rounded.
        return area
    return area.pcodes, number, rounded_range(area, layer)


def _ageless(area: LayerValue) -> LayerValue:
    """The value without its age, so that one figure is written once for all of its days."""
    if area.published is None:
        return area
    return replace(area, published=replace(area.published, age_days=0))


def _has_note(mark: Mark) -> bool:
    """Whether the words of a mark cannot be made from its number alone."""
    return bool(mark.sources) or (mark.record is not None and mark.record.quantifier == "less than")


def _note(mark: Mark, t: Translator) -> Note:
    """The words of a mark that has some, see :func:`_has_note`."""
    record = mark.record
    assert record is not None
    # The age is counted in the browser: it changes from day to day, the rest does not.
    as_of = None if record.age_days is None else record.as_of
    return Note(
        number=mark.number,
        value=mark.value,
        low=mark.low,
        high=mark.high,
        shade=mark.shade,
        lines=mark.notes,
        as_of=as_of,
        joint=len(mark.pcodes) > 1,
        cells=mark.cells[1:],
        credit=""
        if as_of is None
        else t("list.comma").join([mark.sources[0].name, t.day(as_of, short=True)]),
    )


def _flows(reconstruction: Reconstruction) -> list[Flow]:
    span = load_timeline()
    offset = (span.first - reconstruction.days[0].date()).days
    days = (span.last - span.first).days + 1
    totals = reconstruction.totals[offset : offset + days]
    return [Flow(a, b, totals[:, column]) for column, a, b in WAYS]


@remembered(maxsize=32)
def _weeks(tables: Tables, view: str, days: int) -> list[float]:
    moved = moved_by_day(tables, view)[:days]
    return [float(round_to_precision(moved[at : at + 7].sum())) for at in range(0, len(moved), 7)]


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


def _credits(t: Translator, tables: Tables) -> list[str]:
    told = (tables_note(tables, t), t("map.attribution"), t("map.disclaimer"))
    return [text for text in told if text]
