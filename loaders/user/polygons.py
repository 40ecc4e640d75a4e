"""Areas and orders from a reader's polygons: names, P-codes, dates, and the land they cover."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.orders import COLUMNS, KINDS, SCHEMA
from nuzuh.loaders.pages import with_pages
from nuzuh.loaders.schema import breaches
from nuzuh.loaders.user.columns import Columns, Match, match_columns
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.figures import EXAMPLE_AREA, PREFIX
from nuzuh.loaders.user.gazetteer import joined
from nuzuh.loaders.user.names import ask_about, find_area
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, listed, note
from nuzuh.loaders.user.number_words import is_silent
from nuzuh.loaders.user.readers import read_days
from nuzuh.loaders.user.record import PUBLISHER
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError
from nuzuh.loaders.user.sheet import clean

METRES = "EPSG:32636"
"""UTM zone 36 N, in which areas of the Strip are measured."""

NAME_ALIKE = 88
"""An unknown name this alike to a governorate's raises a question; others go by where they lie."""

LEAST_SHARE = 0.02
"""A governorate counts when it holds this share of a polygon: outlines differ by some metres."""


_DATES = ("issued_on", "effective_from", "effective_to", "source_date")


@dataclass(frozen=True)
class ReadPolygons:
    """What a reader's file of polygons holds.

    Attributes:
        frame: one row a feature, with its number, name, P-codes, km2 and shape (EPSG:4326);
            of orders also the columns of ``orders.csv``.
        matches: what each field was taken for.
        kind: ``areas`` or ``orders``.
        by_place: how many features got their P-codes from where they lie.
        notes: what a reader should look at.
        left_out: features that are not used, and why.
        choices: what the reader may have read in another way; ``given`` is how it was read.
    """

    frame: gpd.GeoDataFrame
    matches: tuple[Match, ...]
    kind: str
    by_place: int
    notes: tuple[Note, ...]
    left_out: tuple[LeftOut, ...]
    choices: tuple[Question, ...] = ()


def fields_of(shapes: gpd.GeoDataFrame) -> list[str]:
    """Return the names of a frame's columns beside the shapes."""
    return [str(name) for name in shapes.columns if name != shapes.geometry.name]


def describe(shapes: gpd.GeoDataFrame, file: str, kind: str, told: Decisions) -> ReadPolygons:
    """Return the areas or orders that polygons are: their names, P-codes and days.

    Args:
        shapes: the polygons of a file, see :func:`nuzuh.loaders.user.shapes.read_shapes`.
        file: its name, for messages only.
        kind: ``areas`` or ``orders``.
        told: the reader's answers.

    Raises:
        UserDataError: with every feature that is wrong and every open question.
    """
    header = fields_of(shapes)
    found = match_columns(header, [""] * len(header), kind, told.columns)
    problems: list[Problem] = list(found.problems)
    questions: list[Question] = list(found.questions)
    shapes, undated = _dated(shapes, found, file) if kind == "orders" else (shapes, ())
    cells = {
        ours: [_text(value) for value in _column(shapes, header[place])]
        for ours, place in found.place_of.items()
    }
    numbers = [int(number) for number in shapes.index]
    names = cells.get("name", [""] * len(numbers))
    overlap = _overlap(shapes)
    codes, asked, by_place = [], dict[str, Question](), 0
    for place, number in enumerate(numbers):
        said = cells.get("pcode", [""] * len(numbers))[place]
        named, question = _told(names[place], said, told.areas)
        if question is not None:
            asked[names[place]] = question
        lies = frozenset(c for c, share in overlap[place].items() if share >= LEAST_SHARE)
        if named and not named & lies:
            at = joined(lies) or "none of the governorates"
            column = found.given("pcode" if said else "name")
            rule = f"is said to be in {joined(named)} but lies in {at}: mend the code or the shape"
            problems.append(Problem(number, column, rule))
        if not named and not lies:
            problems.append(Problem(number, "", "lies in none of the governorates"))
        by_place += not named
        codes.append(joined(named & lies or lies))
    questions += asked.values()
    frame = gpd.GeoDataFrame(
        {"feature": numbers, "name": names, "pcodes": codes},
        geometry=shapes.geometry.to_numpy(),
        crs=shapes.crs,
    )
    frame["area_km2"] = (shapes.to_crs(METRES).area / 1e6).round(4).to_numpy()
    notes: list[Note] = []
    if kind == "orders":
        raw = {n: list(_column(shapes, found.given(n))) for n in _DATES if n in found.place_of}
        read = read_days(raw, numbers, found, told.dates, "feature")
        problems += read.problems
        questions += read.questions
        notes += read.notes
        bad = {problem.row for problem in problems}
        frame, wrong = _orders(frame, cells, read.days, found, file, asked=bool(questions))
        problems += [
            problem
            for problem in wrong
            if problem.row not in bad and problem.column not in read.waiting
        ]
    if problems or questions:
        raise UserDataError(file, problems, questions, unit="feature")
    example = frame.loc[frame["name"] == EXAMPLE_AREA, "feature"]
    notes += [note("example", rows=listed(example))] if len(example) else []
    return ReadPolygons(frame, found.matches, kind, by_place, tuple(notes), undated)


def _column(shapes: gpd.GeoDataFrame, name: str) -> pd.Series:
    """The values of a field, the first of those with one name."""
    return shapes.iloc[:, [str(column) for column in shapes.columns].index(name)]


def _dated(
    shapes: gpd.GeoDataFrame, found: Columns, file: str
) -> tuple[gpd.GeoDataFrame, tuple[LeftOut, ...]]:
    """The orders whose day of issue is given, and what is left out without one."""
    if "issued_on" not in found.place_of:
        return shapes, ()
    dated = np.array(
        [not is_silent(_text(day)) for day in _column(shapes, found.given("issued_on"))]
    )
    if not dated.any():
        rule = "holds a day of issue in no feature: fill in the days"
        raise UserDataError(file, [Problem(0, found.given("issued_on"), rule)], found.questions)
    return shapes[dated], left_out("no_day", "feature", map(int, shapes.index[~dated]))


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return ""
    if isinstance(value, (pd.Timestamp, datetime)):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (float, np.floating)):
        return f"{value:.15g}"
    return clean(str(value))[:2_000]


def _told(name: str, said: str, areas: Mapping[str, str]) -> tuple[frozenset[str], Question | None]:
    """The governorates that the fields name, or the question that a near miss raises."""
    codes = pc.split(said.replace(",", " ").replace(";", " ").upper())
    if codes and codes <= pc.STRIP:
        return codes, None
    if name in areas:
        return pc.split(areas[name]) & pc.STRIP, None
    found = find_area(name) if name else None
    if found is not None:
        return pc.split(found[1]) & pc.STRIP, None
    question = ask_about(name) if name else None
    if question is not None and question.score >= NAME_ALIKE and " " not in question.proposed:
        return frozenset(), question
    return frozenset(), None


def _overlap(shapes: gpd.GeoDataFrame) -> list[dict[str, float]]:
    """The share of each polygon that lies in each governorate."""
    strip = load_boundaries().frame.to_crs(METRES)
    local = shapes.to_crs(METRES).geometry
    area = local.area.to_numpy()
    shares: list[dict[str, float]] = [{} for _ in area]
    for pcode, outline in zip(strip["pcode"], strip.geometry, strict=True):
        common = local.intersection(outline).area.to_numpy()
        for place, km2 in enumerate(common):
            if km2 > 0:
                shares[place][pcode] = float(km2 / area[place])
    return shares


def _orders(
    frame: gpd.GeoDataFrame,
    cells: Mapping[str, list[str]],
    days: Mapping[str, list[date | None]],
    found: Columns,
    file: str,
    *,
    asked: bool,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """The frame with the columns of ``orders.csv``, and what is wrong with it."""
    if "issued_on" not in cells and not asked:
        rule = "no field holds the day of issue: name one 'issued', or say --map 'field=issued_on'"
        return frame, [Problem(0, "", rule)]
    rows = len(frame)
    orders = pd.DataFrame(dict.fromkeys(COLUMNS, [""] * rows))
    for name in ("issuer", "term", "blocks", "source_title", "source_url", "note"):
        orders[name] = cells.get(name, [""] * rows)
    kinds = [kind.casefold() or "order" for kind in cells.get("kind", [""] * rows)]
    orders["kind"] = [kind if kind in KINDS else "order" for kind in kinds]
    orders["term"] = [t or k for t, k in zip(orders["term"], kinds, strict=True)]
    orders["id"] = [f"{PREFIX}ORDER-{number:03}" for number in range(1, rows + 1)]
    orders["issuer"] = orders["issuer"].replace("", PUBLISHER)
    for name in _DATES:
        stamps = [
            pd.NaT if day is None else pd.Timestamp(day) for day in days.get(name, [None] * rows)
        ]
        orders[name] = pd.Series(stamps, dtype="datetime64[s]")
    for name in ("share_of_strip_percent", "people_affected_low", "people_affected_high"):
        orders[name] = math.nan
    orders["area_km2"] = frame["area_km2"]
    orders["areas"], orders["pcodes"] = frame["name"], frame["pcodes"]
    orders["source_title"] = [
        title or f"{clean(file)[:80]}, feature {number}"
        for title, number in zip(orders["source_title"], frame["feature"], strict=True)
    ]
    problems = [
        Problem(int(frame["feature"].iloc[index]) if index >= 0 else 0, found.given(column), rule)
        for index, column, rule in breaches(SCHEMA, orders)
    ]
    orders["order"] = orders["id"]
    orders = with_pages(orders)
    joined_frame = frame.drop(columns=["area_km2", "pcodes"]).join(orders)
    return gpd.GeoDataFrame(joined_frame, geometry="geometry", crs=frame.crs), problems
