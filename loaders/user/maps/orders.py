"""Orders from a reader's polygons or blocks: which of them are orders, and the days of these."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import pyproj
import shapely

from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.orders import COLUMNS, KINDS, SCHEMA
from nuzuh.loaders.pages import with_pages
from nuzuh.loaders.schema import breaches
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.estimates.figures import PREFIX
from nuzuh.loaders.user.estimates.record import PUBLISHER
from nuzuh.loaders.user.headers.columns import Columns
from nuzuh.loaders.user.maps.blocklists import blocks_in
from nuzuh.loaders.user.maps.crs import DEGREES, METRES
from nuzuh.loaders.user.maps.kinds import FIRST_ORDER, days_in
from nuzuh.loaders.user.maps.kinds import KINDS as KINDS_OF_POLYGONS
from nuzuh.loaders.user.maps.statuses import marked
from nuzuh.loaders.user.notes import LeftOut, Note, left_out
from nuzuh.loaders.user.refusal import MOST_OFFERED, NEEDED, Problem, Question
from nuzuh.loaders.user.sheets.cells import clean
from nuzuh.loaders.user.values.number_words import is_silent
from nuzuh.loaders.user.values.readers import read_days

DATES = ("issued_on", "effective_from", "effective_to", "source_date")

_ALIKE = 1.5
"""A polygon of so many times the area of the blocks that it names is of more than these."""


@dataclass(frozen=True)
class ReadOrders:
    """Orders in the columns of ``orders.csv``, and what is wrong, open or to be known of them."""

    frame: gpd.GeoDataFrame
    problems: Sequence[Problem]
    questions: Sequence[Question]
    notes: Sequence[Note] = ()


def no_orders(
    fields: Mapping[str, Sequence[str]],
    found: Columns,
    numbers: Sequence[int],
    told: Decisions,
    unit: str,
) -> tuple[list[int], list[Question], tuple[LeftOut, ...]]:
    """Return which features are orders with a day, the questions on the others, and those left out.

    Args:
        fields: the texts of each field.
        found: what each field was taken for.
        numbers: the number of each feature in the file.
        told: the reader's answers.
        unit: what these number, ``feature`` or ``row``.

    Returns:
        The places of the features that may be orders.
    """
    days = next((m.given for m in found.matches if m.ours == "issued_on"), None)
    taken = {
        match.given
        for match in found.matches
        if match.ours not in ("", "kind", "term", "name", "note")
    }
    marks = marked(
        {name: cells for name, cells in fields.items() if name not in taken}, told.status
    )
    silent = {
        place
        for place in range(len(numbers))
        if days is not None and is_silent(fields[days][place]) and place not in marks.out
    }
    kept = [place for place in range(len(numbers)) if place not in marks.out | silent]
    out = (
        *left_out("no_order", unit, (numbers[place] for place in marks.out), marks.words),
        *left_out("no_day", unit, (numbers[place] for place in silent)),
    )
    return kept, list(marks.questions), out


def add_orders(
    frame: gpd.GeoDataFrame,
    cells: Mapping[str, list[str]],
    raw: Mapping[str, list[object]],
    found: Columns,
    file: str,
    told: Decisions,
    *,
    asked: bool,
    by_blocks: bool,
) -> ReadOrders:
    """Return a frame with the columns of ``orders.csv``, and what is wrong or open.

    Args:
        frame: number, name, P-codes, km2 and shape of each order.
        cells: the texts of each column of ours.
        raw: what stands in each column of days, as the file holds it.
        found: what each field was taken for.
        file: its name, the source where none is given.
        told: the reader's answers.
        asked: whether questions are open already.
        by_blocks: whether the shapes were made of the blocks.
    """
    if "issued_on" not in cells:
        rule = f"no field holds {NEEDED['issued_on']}"
        free = [m.given for m in found.matches if m.ours in ("", "effective_from")]
        like = [name for names in days_in(free) for name in names][:1]
        questions = [Question("column", name, "issued_on", 0, ("issued_on", "")) for name in like]
        if not like and free and not asked:
            questions = [Question("needed", "issued_on", choices=tuple(free[:MOST_OFFERED]))]
        problems = [] if asked or questions else [Problem(0, "", rule)]
        return ReadOrders(frame, problems, questions)
    rows = len(frame)
    orders = pd.DataFrame(dict.fromkeys(COLUMNS, [""] * rows))
    for name in ("issuer", "term", "source_title", "source_url", "note"):
        orders[name] = cells.get(name, [""] * rows)
    orders["blocks"] = _blocks(cells.get("blocks", [""] * rows), frame, by_blocks=by_blocks)
    kinds = [kind.casefold() or "order" for kind in cells.get("kind", [""] * rows)]
    orders["kind"] = [kind if kind in KINDS else "order" for kind in kinds]
    orders["term"] = [t or k for t, k in zip(orders["term"], kinds, strict=True)]
    orders["id"] = [f"{PREFIX}ORDER-{number:03}" for number in range(1, rows + 1)]
    orders["issuer"] = orders["issuer"].replace("", PUBLISHER)
    numbers = [int(number) for number in frame["feature"]]
    unit = "row" if by_blocks else "feature"
    read = read_days(raw, numbers, found, told.dates, unit)
    for name in DATES:
        days = read.days.get(name, [None] * rows)
        stamps = [pd.NaT if day is None else pd.Timestamp(day) for day in days]
        orders[name] = pd.Series(stamps, dtype="datetime64[s]")
    for name in ("share_of_strip_percent", "people_affected_low", "people_affected_high"):
        orders[name] = math.nan
    orders["area_km2"] = frame["area_km2"]
    orders["areas"], orders["pcodes"] = frame["name"], frame["pcodes"]
    orders["source_title"] = [
        title or f"{clean(file)[:80]}, {unit} {number}"
        for title, number in zip(orders["source_title"], frame["feature"], strict=True)
    ]
    bad = {problem.row for problem in read.problems}
    broken = [
        Problem(numbers[index] if index >= 0 else 0, found.given(column), rule)
        for index, column, rule in breaches(SCHEMA, orders)
    ]
    problems = [one for one in broken if one.row not in bad and one.column not in read.waiting]
    orders["order"] = orders["id"]
    orders = with_pages(orders)
    joined_frame = frame.drop(columns=["area_km2", "pcodes"]).join(orders)
    whole = gpd.GeoDataFrame(joined_frame, geometry="geometry", crs=frame.crs)
    return ReadOrders(
        whole,
        [*read.problems, *problems],
        [*read.questions, *_too_early(orders["issued_on"], told)],
        read.notes,
    )


def _too_early(issued: pd.Series, told: Decisions) -> list[Question]:
    """The question whether days before the war are days of orders, unless the reader said so."""
    early = issued[issued < pd.Timestamp(FIRST_ORDER)]
    if early.empty or told.kind == "orders":
        return []
    given = early.min().date().isoformat()
    return [Question("kind", given, choices=KINDS_OF_POLYGONS, rows=len(early))]


def _blocks(texts: Sequence[str], frame: gpd.GeoDataFrame, *, by_blocks: bool) -> list[str]:
    """The blocks of each order, where it is sure that they are those of the evacuation map.

    Orders without a block in common are taken not to overlap, so a number is only a
    block when the polygon lies on that block, and on no more than the blocks it names.
    """
    listed = [blocks_in(text) or () for text in texts]
    if by_blocks:
        return ["; ".join(blocks) for blocks in listed]
    known = load_blocks().frame.set_index("block")
    to_metres = pyproj.Transformer.from_crs(DEGREES, METRES, always_xy=True)
    shapes = frame.geometry.to_crs(METRES).to_numpy()
    return [
        "; ".join(blocks) if blocks and _lies_on(shape, blocks, known, to_metres) else ""
        for blocks, shape in zip(listed, shapes, strict=True)
    ]


def _lies_on(shape: Any, blocks: Sequence[str], known: pd.DataFrame, to_metres: Any) -> bool:
    if not set(blocks) <= set(known.index):
        return False
    rows = known.loc[list(blocks)]
    centres = shapely.points(*to_metres.transform(rows["longitude"], rows["latitude"]))
    near = shapely.dwithin(centres, shape, 250.0)
    return bool(near.all()) and shape.area / 1e6 <= _ALIKE * float(rows["area_km2"].sum())
