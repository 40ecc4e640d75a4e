"""From what a record says of a place to an area: a table made here, to be joined on the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.mapping import Place


@dataclass(frozen=True)
class Lookup:
    """How the places of one end of a record become areas.

    Attributes:
        areas: columns ``key`` and ``area`` (P-code, or ``EXT``), each key once. What is not
            in it is unplaced.
        key: expression of the key of a record.
    """

    areas: pa.Table
    key: Callable[[ir.Table], ir.Value]


def lookup_of(place: Place, values: Callable[[], list[object]]) -> Lookup:
    """Return the lookup of a place.

    Args:
        place: what the mapping says of it.
        values: the different values in the records; asked only for kinds whose values are few.

    Raises:
        RecordsError: for values that are no such places.
    """
    assert place.kind == "pcode"
    codes = [*pc.GOVERNORATES, pc.EXTERIOR]
    return Lookup(pa.table({"key": codes, "area": codes}), lambda table: table[place.column])
