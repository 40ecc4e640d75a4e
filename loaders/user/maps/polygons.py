"""Areas from a reader's polygons: their names, P-codes, and the land that they cover.

Orders are areas with days, see :mod:`nuzuh.loaders.user.maps.orders`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.estimates.figures import EXAMPLE_AREA
from nuzuh.loaders.user.headers.columns import Columns, Match, match_columns
from nuzuh.loaders.user.limits import PROBLEMS_LISTED
from nuzuh.loaders.user.maps.blocklists import Land, text_of
from nuzuh.loaders.user.maps.joining import joined_orders
from nuzuh.loaders.user.maps.orders import DATES, add_orders, no_orders
from nuzuh.loaders.user.maps.overlap import overlap
from nuzuh.loaders.user.maps.sound import Shapes
from nuzuh.loaders.user.maps.statuses import is_plain_number, is_status
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, listed, note
from nuzuh.loaders.user.places.gazetteer import joined
from nuzuh.loaders.user.places.names import ask_about, find_area
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError

NAME_ALIKE = 88
"""An unknown name this alike to a governorate's raises a question; others go by where they lie."""

LETTERS = 4
"""A shorter name is a letter or a number of a map, and like too many names."""

LEAST_SHARE = 0.02
"""A governorate counts when it holds this share of a polygon: outlines differ by some metres."""


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


@dataclass(frozen=True)
class _Placed:
    """Where one feature lies: its P-codes, its land there, and what is wrong or open."""

    codes: str
    km2: float | None
    by_place: bool
    problem: Problem | None = None
    question: Question | None = None


def fields_of(shapes: gpd.GeoDataFrame) -> dict[str, list[str]]:
    """Return the texts in each field of a frame, beside its shapes."""
    names = [name for name in shapes.columns if name != shapes.geometry.name]
    return {str(name): [text_of(value) for value in shapes[name]] for name in names}


def describe(
    shapes: Shapes,
    file: str,
    kind: str,
    told: Decisions,
    lands: Sequence[Land] | None = None,
) -> ReadPolygons:
    """Return the areas or orders that polygons are: their names, P-codes and days.

    Args:
        shapes: the polygons of a file, see :func:`nuzuh.loaders.user.maps.shapes.read_shapes`.
        file: its name, for messages only.
        kind: ``areas`` or ``orders``.
        told: the reader's answers.
        lands: of orders that are told by blocks, what these cover.

    Raises:
        UserDataError: with every feature that is wrong and every open question.
    """
    unit = "feature" if lands is None else "row"
    fields = fields_of(shapes.frame)
    header = list(fields)
    # A field of states is read by its words, whatever its name is like.
    states = {name: "" for name in header if kind == "orders" and is_status(name)}
    found = match_columns(header, [""] * len(header), kind, states | dict(told.columns))
    problems, questions = list(found.problems), list(found.questions)
    frame, left = shapes.frame, list(shapes.left_out)
    if kind == "orders":
        kept, asked, out = no_orders(fields, found, list(map(int, frame.index)), told, unit)
        questions += asked
        left += out
        if not kept:
            raise UserDataError(file, [_nothing_left(out)], questions, unit=unit)
        frame = frame.iloc[kept]
        lands = None if lands is None else [lands[at] for at in kept]
    texts = fields_of(frame)
    cells = {ours: texts[header[place]] for ours, place in found.place_of.items()}
    if lands is not None and "name" not in cells:
        cells["name"] = ["; ".join(land.blocks)[:60] for land in lands]
    placed = (
        _placed(frame, cells, found, told, file)
        if lands is None
        else [_Placed(land.pcodes, land.km2, by_place=False) for land in lands]
    )
    here, out = _within(placed, cells, frame, told, unit)
    left += out
    problems += [one.problem for at in here if (one := placed[at]).problem]
    open_ = {one.question.given: one.question for at in here if (one := placed[at]).question}
    questions += list(open_.values())[:PROBLEMS_LISTED]
    if not here:
        rule = "lies in none of the governorates, or was left out at your word"
        each = [Problem(int(number), "", rule) for number in frame.index]
        raise UserDataError(file, each, questions, unit=unit)
    frame = frame.iloc[here]
    cells = {ours: [column[at] for at in here] for ours, column in cells.items()}
    table = _table(frame, cells, [placed[at] for at in here])
    notes = list(shapes.notes)
    if kind == "orders":
        orders = add_orders(
            table,
            cells,
            {n: list(frame[header[found.place_of[n]]]) for n in DATES if n in found.place_of},
            found,
            file,
            told,
            asked=bool(questions),
            by_blocks=lands is not None,
        )
        table = orders.frame
        problems += orders.problems
        questions += orders.questions
        notes += orders.notes
    if problems or questions:
        raise UserDataError(file, problems, questions, unit=unit)
    if kind == "orders":
        untitled = [not title for title in cells.get("source_title", [""] * len(table))]
        table, joins = joined_orders(table, file, untitled, by_blocks=lands is not None)
        notes += joins
    example = table.loc[table["name"] == EXAMPLE_AREA, "feature"]
    notes += (note("example", rows=listed(example)),) if len(example) else ()
    by_place = sum(placed[at].by_place for at in here)
    matches = tuple(
        replace(m, ours="status", how="name") if not m.ours and m.given in states else m
        for m in found.matches
    )
    return ReadPolygons(table, matches, kind, by_place, tuple(notes), tuple(left), shapes.choices)


def _within(
    placed: Sequence[_Placed],
    cells: Mapping[str, list[str]],
    frame: gpd.GeoDataFrame,
    told: Decisions,
    unit: str,
) -> tuple[list[int], tuple[LeftOut, ...]]:
    """The places of the features in the Strip, without those that the reader left out."""
    names = cells.get("name", [""] * len(placed))
    answered = {at for at, name in enumerate(names) if name and told.areas.get(name) == ""}
    away = {
        at
        for at, one in enumerate(placed)
        if not (one.codes or one.problem or one.question) and at not in answered
    }
    numbers = list(map(int, frame.index))
    left = (
        *left_out(
            "outside", unit, (numbers[at] for at in away), (names[at] for at in sorted(away))
        ),
        *left_out(
            "answered", unit, (numbers[at] for at in answered), (names[at] for at in answered)
        ),
    )
    return sorted(set(range(len(placed))) - answered - away), left


def _table(
    frame: gpd.GeoDataFrame, cells: Mapping[str, list[str]], placed: Sequence[_Placed]
) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "feature": [int(number) for number in frame.index],
            "name": cells.get("name", [""] * len(placed)),
            "pcodes": [one.codes for one in placed],
            "area_km2": np.array([one.km2 for one in placed], dtype="float64"),
        },
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
    )


def _nothing_left(out: Sequence[LeftOut]) -> Problem:
    words = {"no_order": "marked as no order", "no_day": "without a day of issue"}
    counts = [
        f"{one.count:,} {words.get(one.reason, one.reason)}"
        + (f" ({', '.join(one.names[:4])})" if one.reason == "no_order" and one.names else "")
        for one in out
    ]
    return Problem(0, "", f"holds no order: {', '.join(counts)}")


def _placed(
    frame: gpd.GeoDataFrame,
    cells: Mapping[str, list[str]],
    found: Columns,
    told: Decisions,
    file: str,
) -> list[_Placed]:
    """Where each feature lies, held against what its fields say."""
    shares, km2 = overlap(frame, file)
    numbers = list(map(int, frame.index))
    blank = [""] * len(numbers)
    names, codes = cells.get("name", blank), cells.get("pcode", blank)
    known: dict[tuple[str, str], tuple[frozenset[str], Question | None]] = {}
    placed = []
    for at, number in enumerate(numbers):
        name, said = names[at], codes[at]
        if (name, said) not in known:
            known[name, said] = _told(name, said, told.areas)
        named, question = known[name, said]
        lies = frozenset(c for c, share in shares[at].items() if share >= LEAST_SHARE)
        if question and question.proposed in lies | {""}:
            question = None  # what the name is like is where the shape lies
        problem = None
        if named and not named & lies:
            if said or name in told.areas or not lies:
                where = joined(lies) or "none of the governorates"
                rule = (
                    f"is said to be in {joined(named)} but lies in {where}: "
                    "mend the code or the shape"
                )
                column = found.given("pcode" if said else "name")
                problem = Problem(number, column, rule)
            else:  # a name of several places
                choices = (joined(lies), joined(named), "")
                question = Question("area", name, joined(lies), 0, tuple(dict.fromkeys(choices)))
        within = named & lies or lies
        land = km2[at] * min(1.0, sum(shares[at][code] for code in within))
        placed.append(_Placed(joined(within), round(land, 4), not named, problem, question))
    return placed


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
    if len(name) < LETTERS or is_plain_number(name):
        return frozenset(), None
    question = ask_about(name)
    is_near = question.score >= NAME_ALIKE and " " not in question.proposed
    return frozenset(), question if is_near else None
