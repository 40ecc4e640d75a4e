"""Features as a file holds them, before anything is asked of them: the same from every format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.notes import Note
from nuzuh.loaders.user.refusal import CellError, Problem, Question, UserDataError

UNREADABLE = "has a geometry that cannot be read: draw it anew, or delete the feature"


@dataclass(frozen=True)
class RawShapes:
    """The features of a file.

    Attributes:
        frame: one row a feature, by its number in the file, from 1; a shape is None where
            there is none.
        notes: how they were read.
        choices: what else of the file the reader may have had read.
    """

    frame: gpd.GeoDataFrame
    notes: tuple[Note, ...] = ()
    choices: tuple[Question, ...] = ()


def read_items(
    items: Sequence[dict[str, Any]], file: str, shape_of: Callable[[dict[str, Any]], Any], held: str
) -> tuple[list[Any], list[Mapping[str, Any]]]:
    """Return the shape and the fields of each feature in a JSON file.

    Args:
        items: the features.
        file: its name, for messages.
        shape_of: makes a shape of a feature, None where it has none; raises a ``CellError``
            with a rule, or anything else where it cannot be read.
        held: the member of a feature in which its fields stand.

    Raises:
        DataError: for too many features or vertices.
        UserDataError: with every feature whose geometry cannot be read.
    """
    few(len(items), file)
    shapes, records, problems, vertices = list[Any](), list[Mapping[str, Any]](), [], 0
    for number, item in enumerate(items, start=1):
        try:
            shape = shape_of(item)
        except CellError as error:
            problems.append(Problem(number, "", error.rule))
            continue
        except Exception:  # noqa: BLE001 - a stranger's geometry can be wrong in any way
            problems.append(Problem(number, "", UNREADABLE))
            continue
        if shape is not None:
            vertices += int(shapely.get_num_coordinates(shape))
            not_too_fine(vertices, file)
        fields = item.get(held)
        shapes.append(shape)
        records.append(fields if isinstance(fields, dict) else {})
    if problems:
        raise UserDataError(file, problems, unit="feature")
    return shapes, records


def raw_shapes(
    shapes: Sequence[Any],
    records: Sequence[Mapping[str, Any]],
    crs: pyproj.CRS | None,
    file: str,
    notes: tuple[Note, ...] = (),
) -> RawShapes:
    """Return features from their shapes and fields.

    Raises:
        DataError: for more fields than are read.
    """
    few(len(shapes), file)
    names = list(dict.fromkeys(str(name) for record in records for name in record))
    if len(names) > limits.FIELDS:
        raise DataError(file, f"has {len(names)} fields where at most {limits.FIELDS} are read")
    # A field may be called geometry too, which the frame keeps for the shapes.
    fields = {
        "geometry_" if name == "geometry" else name: [plain_value(r.get(name)) for r in records]
        for name in names
    }
    frame = pd.DataFrame(fields, index=range(1, len(shapes) + 1), dtype="object")
    held = np.empty(len(shapes), dtype=object)
    held[:] = shapes
    return RawShapes(gpd.GeoDataFrame(frame, geometry=held, crs=crs), notes)


def few(features: int, file: str) -> None:
    """Refuse more features than are read.

    Raises:
        DataError: saying how many there are.
    """
    if features > limits.FEATURES:
        most = f"{limits.FEATURES:,}"
        raise DataError(
            file,
            f"holds {features:,} features where at most {most} are read: keep those of the "
            "Strip, dissolve the blocks of an order into one feature, or split it",
        )


def not_too_fine(vertices: int, file: str) -> None:
    """Refuse more vertices than are read.

    Raises:
        DataError: saying how many there are.
    """
    if vertices > limits.VERTICES:
        most = f"{limits.VERTICES:,}"
        raise DataError(file, f"has {vertices:,} vertices where at most {most} are read: simplify")


def vertices_of(shapes: Any) -> int:
    """Return how many vertices shapes have together."""
    return int(shapely.get_num_coordinates(shapes).sum())


def plain_value(value: Any) -> Any:
    """Return a field's value as text or number; a list of such in one line."""
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return "; ".join(map(str, value))[: limits.CELL_LENGTH]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[: limits.CELL_LENGTH]
