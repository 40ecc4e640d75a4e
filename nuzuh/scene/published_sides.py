"""What published sides of a comparison say on every day, for a browser that compares by itself.

As :class:`nuzuh.scene.pairs.Pair` words and weighs them, so that a comparison says the same
wherever it is made (``frontend/src/pairs.ts``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.layer import layer_of
from nuzuh.scene.layers import LAYERS, LayerValue, people_value
from nuzuh.scene.mark import Mark, Source
from nuzuh.scene.marks import marks_of
from nuzuh.scene.method import method_text
from nuzuh.scene.pairs import cell_of, region_cell
from nuzuh.scene.regions import REGIONS
from nuzuh.scene.timeline import every_day, published_by_day, values_by_day
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class PublishedSide:
    """What was published of an area, or of several together.

    Attributes:
        pcodes: the governorates that it is for.
        cell: its cell of the table.
        value, low, high: its number and the ends of its range; None where not told or open.
        is_told: whether any of them is known.
        too_old: whether it is too old to be told of the day.
        as_of: the day described; None for none.
        who: who said it about when, where rivals stand beside it; else "".
        figure: publisher, whose figure, day and area of the figure behind it; None for none.
        cited: how it is cited; "" for not at all.
    """

    pcodes: tuple[str, ...]
    cell: str
    value: float | None
    low: float | None
    high: float | None
    is_told: bool
    too_old: bool
    as_of: date | None
    who: str
    figure: tuple[str, str, date, str] | None
    cited: str


@dataclass(frozen=True, eq=False)
class PublishedSides:
    """What was published of every area on every day.

    Attributes:
        told: everything that is said, each once.
        on: for each layer and each governorate, and then for each region of the layer of people,
            the index of what is said on each day; shape (rows, days).
        first: the day from which days are counted.
        methods: how the numbers of each layer came about, by its id.
    """

    told: Sequence[PublishedSide]
    on: npt.NDArray[np.uint16]
    first: date
    methods: Mapping[str, str]


def published_sides(tables: Tables, t: Translator, *, later: bool) -> PublishedSides:
    """Return what was published of every area on every day.

    Args:
        tables: the figures and orders.
        t: the reader's language.
        later: use what came out after the day, too.
    """
    told = dict[PublishedSide, int]()
    rows = []
    for layer in (*LAYERS, None):
        once = _values_once(tables, layer, later=later)
        worded = cell_of if layer else region_cell
        places = [
            _index(value, layer or "people", tables, t, worded, told) for value in once.values
        ]
        rows.append(np.array(places, dtype=np.uint16)[once.on])
    return PublishedSides(
        told=tuple(told),
        on=np.concatenate(rows),
        first=every_day()[0],
        methods={layer: method_text(View(layer=layer, later=later), t) for layer in LAYERS},
    )


@dataclass(frozen=True)
class _Once:
    """What is shown on any day, without its age, of which nothing that is compared speaks.

    Attributes:
        values: each once.
        on: for each area and day the index of what is shown.
    """

    values: tuple[LayerValue, ...]
    on: npt.NDArray[np.int32]


@remembered(maxsize=2 * (len(LAYERS) + 1))
def _values_once(tables: Tables, layer: str | None, *, later: bool) -> _Once:
    """The values of a layer, or of the people of the regions: numbers have no language."""
    days, once = every_day(), dict[LayerValue, int]()

    def index(value: LayerValue) -> int:
        if value.published is not None:
            value = replace(value, published=replace(value.published, age_days=0))
        return once.setdefault(value, len(once))

    rows: list[list[int]] = []
    if layer is None:
        for region in REGIONS:
            figures = published_by_day(tables, region, later=later)
            rows.append([index(people_value(figures[day])) for day in days])
    else:
        by_day = values_by_day(tables, layer, later=later)
        rows = [[] for _ in pc.GOVERNORATES]
        for day in days:
            for value in by_day[day]:
                at = index(value)
                for pcode in value.pcodes:
                    rows[pc.GOVERNORATES.index(pcode)].append(at)
    return _Once(tuple(once), np.array(rows, dtype=np.int32))


def _index(
    value: LayerValue,
    layer: str,
    tables: Tables,
    t: Translator,
    worded: Callable[[Mark, Translator], str],
    told: dict[PublishedSide, int],
) -> int:
    """Return the index of what is said of a value."""
    (mark,) = marks_of([value], layer, tables, t)
    one = _side(mark, worded(mark, t), counts=layer_of(layer).counts)
    return told.setdefault(one, len(told))


def _side(mark: Mark, cell: str, *, counts: bool) -> PublishedSide:
    record = mark.record
    assert record is not None
    source = mark.sources[0] if counts and mark.sources else None
    return PublishedSide(
        pcodes=mark.pcodes,
        cell=cell,
        value=record.value,
        low=record.low,
        high=record.high,
        is_told=mark.is_told,
        too_old=mark.status == "too_old",
        as_of=record.as_of,
        who=mark.notes[0] if mark.rivals else "",
        figure=None if source is None else _identity(source),
        cited=mark.cited,
    )


def _identity(source: Source) -> tuple[str, str, date, str]:
    return source.publisher, source.according_to, source.as_of, source.area
