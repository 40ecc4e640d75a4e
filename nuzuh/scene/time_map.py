"""What a time map is made of: areas, layers over time, movements, orders, surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from nuzuh.evidence.statements import FRESH_DAYS
from nuzuh.scene.arrows import PublishedMovement
from nuzuh.scene.flows import LEAST_SHARE, MOST_DRAWN
from nuzuh.scene.mark import Cell

FLAGS = {"": 0, "missing": 0, "last_known": 1, "too_old": 4}
"""Flags of a cell by its pattern, see :data:`nuzuh.scene.labels.Pattern`."""
WIDE = 2
"""Flag of a cell whose range is wider than the number itself."""

ARROWS = {"fresh": FRESH_DAYS, "most": MOST_DRAWN, "least": LEAST_SHARE}
"""Which arrows the browser draws by itself: the days for which a figure is fresh, how many at most,
and the least part of the largest one."""


@dataclass(frozen=True)
class Area:
    """An area of the map.

    Attributes:
        id: its code.
        name: its name in the reader's language.
        shape: polygon in degrees (EPSG:4326).
        side: where its label stands beside the whole: ``left`` or ``right``;
            ``inside`` puts it into the area.
        at: longitude and latitude that circles, arrows and labels refer to;
            a point inside the shape when None.
        label_at: latitude of a label beside the whole; that of ``at`` when None.
    """

    id: str
    name: str
    shape: BaseGeometry
    side: str = "inside"
    at: tuple[float, float] | None = None
    label_at: float | None = None


@dataclass(frozen=True)
class Note:
    """What was published for an area: its words stand on the map as they are.

    Attributes:
        number: the number as worded.
        value: the number that colours the area, in the layer's unit.
        low, high: its range, where both or one are known.
        shade: index of the class that colours the area; None for hatching.
        lines: who said it, about when; ``{age}`` stands for its age on the day shown.
        as_of: day that it describes; its age is counted from it.
        joint: it is for several areas together, which are drawn as one.
        cells: the table's cells after the area's name; in a text ``{age}`` stands for
            the age on the day shown.
        credit: how a saved picture cites it; "" for not at all.
    """

    number: str
    value: float | None
    low: float | None = None
    high: float | None = None
    shade: int | None = None
    lines: tuple[str, ...] = ()
    as_of: date | None = None
    joint: bool = False
    cells: tuple[Cell, ...] = ()
    credit: str = ""


Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CubeLayer:
    """A value cube, area by day, with its classes and words.

    Attributes:
        id, name: its id in links, its short name.
        title: what it shows, for the head of the map.
        unit: unit of the numbers, for the legend.
        edges, colours, labels: inner limits of the classes, a colour and a label
            a class; fixed over time.
        marks: words for what is drawn over an area beside its colour, or in the
            place of one, in the order of the legend; ``missing`` is among them.
        value: shape (areas, days); nan where nothing is known.
        low, high: ranges of the same shape; nan where open or unknown.
        note: index into ``notes`` of the same shape, -1 without one. Areas that
            share a note on a day are one figure and are drawn as one.
        notes: what was published.
        flags: bits of :data:`FLAGS` and :data:`WIDE`, of the same shape.
        columns: titles of the table; the first two are area and number.
        plain: cells of each area without a note, after number and, for a
            reconstruction, its range; then those of each joint of the map.
        signed: numbers are written with their sign and a percent sign.
        circles: draw circles whose area is the number: for counts of people.
        ranged: the table has a column of likely ranges after the number.
        legend: one line below the classes.
        method: how a saved picture says what its numbers are.
        placed: its figures are of people, so that the map says what they come to.
        orders: it shows orders: its headline is theirs.
        over: id of the layer over whose colours it stands; "" where they are its own.
    """

    id: str
    name: str
    title: str
    unit: str
    edges: tuple[float, ...]
    colours: tuple[str, ...]
    labels: tuple[str, ...]
    marks: Mapping[str, str]
    value: Floats
    low: Floats
    high: Floats
    note: npt.NDArray[np.int32]
    notes: tuple[Note, ...] = ()
    flags: npt.NDArray[np.uint8] | None = None
    columns: tuple[str, ...] = ()
    plain: tuple[tuple[str, ...], ...] = ()
    signed: bool = False
    circles: bool = False
    ranged: bool = False
    legend: str = ""
    method: str = ""
    placed: bool = False
    orders: bool = False
    over: str = ""


@dataclass(frozen=True)
class Joint:
    """Areas that are one on some days: their numbers are the same, and so are their arrows.

    Attributes:
        areas: codes of the areas.
        start, end: first and last day.
    """

    areas: tuple[str, ...]
    start: date
    end: date


@dataclass(frozen=True)
class Flow:
    """Reconstructed movement between two areas: a running total of people by day."""

    origin: str
    destination: str
    total: Floats


@dataclass(frozen=True)
class OrderArea:
    """An area under orders: its outline and the first and last day in force."""

    name: str
    shape: BaseGeometry
    start: date
    end: date


@dataclass(frozen=True)
class LandBlock:
    """A numbered block of the land that orders are about.

    Attributes:
        number: its number on the map of the orders.
        area: code of the area that it lies in.
        shape: polygon in degrees (EPSG:4326).
        given: the shape is exact; else it is an approximate cell.
    """

    number: str
    area: str
    shape: BaseGeometry
    given: bool


@dataclass(frozen=True)
class LandOrder:
    """An order, a map of what was ordered before, or a zone, of which land is drawn.

    Attributes:
        id: row of the table of orders; of a zone, its id.
        order: the order that it reports: reports of one order share it, and count once.
        kind: ``order``, ``map`` or ``zone``.
        zone: ``humanitarian``, ``no_go``, ``yellow_line`` or ``orange_line``; "" for no zone.
        outline: how its land is known, see :data:`nuzuh.evidence.order_areas.Outline`;
            "" for a zone.
        as_of: of a line that moved since, the day of its course; else None.
        start: of an order, the day on which it took effect by this report, where that may come
            before the first day of its runs: on which it was known; else None.
    """

    id: str
    order: str
    kind: str
    zone: str
    outline: str
    as_of: date | None = None
    start: date | None = None


@dataclass(frozen=True)
class LandRun:
    """What of an order is in force on some days; less of it where a part is given back.

    Attributes:
        order: its index among the orders of the land.
        start, end: first and last day.
        sure, possible: indices of the blocks that it covers, and that it may cover.
    """

    order: int
    start: date
    end: date
    sure: tuple[int, ...]
    possible: tuple[int, ...]


@dataclass(frozen=True)
class Land:
    """The land under orders on every day of a time map."""

    blocks: Sequence[LandBlock]
    orders: Sequence[LandOrder]
    runs: Sequence[LandRun]


@dataclass(frozen=True)
class Context:
    """A piece of the surroundings: neighbour, road, wadi or crossing."""

    kind: str
    name: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Place:
    """A named place, which a reader can look for.

    Attributes:
        name: in the reader's language, or else in one in which it has a name.
        at: longitude and latitude, in degrees.
        rank: the smaller, the more important; a name is drawn at a scale that has room
            for its rank, and not at all with :data:`UNDRAWN`.
        area: code of the area that it lies in; "" for none.
        lang: language of the name where that is not the reader's; else "".
        others: its names in other languages, by which it is found too.
    """

    name: str
    at: tuple[float, float]
    rank: int
    area: str = ""
    lang: str = ""
    others: tuple[str, ...] = ()


UNDRAWN = 9
"""Rank of a place that is found and never drawn by itself."""


@dataclass(frozen=True)
class Evidence:
    """A published figure that a reader may see at an area in the week around its day.

    Attributes:
        areas: codes of the areas it speaks of.
        start, day: first and last day that it describes.
        came: day on which its page came out, where that is known and after ``day``;
            else ``day``.
        number: as worded.
        kind, where, publisher: what is counted, where, by whom.
    """

    areas: tuple[str, ...]
    start: date
    day: date
    came: date
    number: str
    kind: str
    where: str
    publisher: str


@dataclass(frozen=True)
class Phase:
    """A named span of time, with the day that its name opens."""

    id: str
    name: str
    start: date
    end: date
    preset: date


@dataclass(frozen=True)
class TimeMap:
    """Everything that is sent to the browser once.

    Attributes:
        first, days: first day and number of days of every cube.
        areas: areas of the map, in the order of the cubes.
        layers: one or several layers over the same areas and days.
        reconstructed: values come from the population balance: outlines are broken.
        later: what came out after the day shown is drawn, too, and marked.
        joints: areas that are one on some days.
        placed: sentences on what the map's figures come to, each once.
        placed_on: index of each day's sentence; -1 for none.
        orders: areas under orders with outlines of a reader's own.
        land: the land under orders, block by block; None where it is not known.
        weeks: people who moved in each week from the first day; nan where unknown.
        figures: published figures that describe each week.
    """

    first: date
    days: int
    areas: Sequence[Area]
    layers: Sequence[CubeLayer]
    reconstructed: bool = False
    later: bool = True
    joints: Sequence[Joint] = ()
    placed: Sequence[str] = ()
    placed_on: Sequence[int] = ()
    flows: Sequence[Flow] = ()
    movements: Sequence[PublishedMovement] = ()
    orders: Sequence[OrderArea] = ()
    land: Land | None = None
    context: Sequence[Context] = ()
    places: Sequence[Place] = ()
    phases: Sequence[Phase] = ()
    evidence: Sequence[Evidence] = ()
    weeks: Sequence[float] = field(default=())
    figures: Sequence[int] = field(default=())
    credits: Sequence[str] = field(default=())

    def day(self, index: int) -> date:
        """Return a day of the cubes."""
        return self.first + timedelta(days=index)
