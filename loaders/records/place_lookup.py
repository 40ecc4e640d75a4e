"""From what a record says of a place to an area: a table made here, to be joined on the engine.

No engine needs to know of shapes, of H3 or of names: what a place is becomes a key, by
arithmetic or as the text stands, and a table that is made in Python says which area a key is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import h3
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records import coordinate_cells, h3_cells
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.mapping import Place
from nuzuh.loaders.records.place_values import MOST_VALUES, areas_of_values, unknown_values

RECORDS = "the records"
"""What is refused here, where no file is known."""
_HELD = "nuzuh_held"


@dataclass(frozen=True)
class Lookup:
    """How the places of one end of a record become areas; :meth:`placed` joins it.

    Attributes:
        areas: columns ``key`` and ``area`` (P-code, or ``EXT``), each key once.
        key: expression of the key of a record; missing where it says no place.
        otherwise: the area of a key that is not in ``areas``: ``EXT`` for cells, of which only
            those of the Strip are held; "" where what is not in it is unplaced.
        unknown: values that no area is known for. They may be names of sites where displaced
            people live, or of persons where a wrong column is named: never to be told.
    """

    areas: pa.Table
    key: Callable[[ir.Table], ir.Value]
    otherwise: str = ""
    unknown: tuple[str, ...] = field(default=(), repr=False)

    def placed(
        self, keyed: ir.Table, key: str, name: str, areas: ir.Table | None = None
    ) -> ir.Table:
        """Return records with their areas in place of their keys.

        Args:
            keyed: records with a column of :attr:`key`.
            key: the name of this column.
            name: of the column of areas: a P-code, ``EXT``, or missing where a record is
                unplaced.
            areas: :attr:`areas` as a table that lies on the engine already, for many questions;
                it is sent with the question when None.
        """
        held = ibis.memtable(self.areas) if areas is None else areas
        joined = keyed.left_join(held.select(**{_HELD: "key", name: "area"}), [(key, _HELD)])
        if self.otherwise:
            elsewhere = joined[key].notnull().ifelse(self.otherwise, ibis.null("string"))
            joined = joined.mutate(**{name: joined[name].coalesce(elsewhere)})
        return joined.drop(key, _HELD)


def lookup_of(
    place: Place,
    values: Callable[[], list[object]],
    schema: Mapping[str, dt.DataType] | None = None,
) -> Lookup:
    """Return the lookup of a place.

    Args:
        place: what the mapping says of it.
        values: the different values in its column, no more than one above
            :data:`nuzuh.loaders.records.place_values.MOST_VALUES`; asked only for P-codes,
            names and blocks.
        schema: types of the columns, to know H3 cells that are numbers; texts when None.

    Raises:
        RecordsError: for values that are no such places, and areas that are none.
    """
    own = dict(place.areas)
    for text, area in own.items():
        if area not in pc.KNOWN:
            raise RecordsError(
                RECORDS,
                f"{text!r} is given the area {area!r}, which is none: write "
                f"{', '.join(pc.GOVERNORATES)}, or {pc.EXTERIOR} outside the Strip",
                column=place.column or None,
            )
    if place.kind == "coordinates":
        return _of_coordinates(place)
    if place.kind == "h3":
        return _of_cells(place, own, schema)
    found = values()
    areas = areas_of_values(place.kind, found, own, place.column)
    table = pa.table(
        {
            "key": pa.array(areas.keys(), pa.string()),
            "area": pa.array(areas.values(), pa.string()),
        }
    )

    def key(records: ir.Table) -> ir.Value:
        column = records[place.column]
        return column if column.type().is_string() else column.cast("string")

    return Lookup(table, key, unknown=unknown_values(found, areas))


def lookup_in(records: ir.Table, place: Place) -> Lookup:
    """Return the lookup of a place, its values asked of all records.

    The different values leave the engine, to be looked at in memory and forgotten: see
    :mod:`nuzuh.loaders.records.place_values`.

    Args:
        records: of all days that are to be counted.
        place: what the mapping says of it.

    Raises:
        RecordsError: see :func:`lookup_of`.
    """

    def values() -> list[object]:
        column = records[[place.column]].distinct().limit(MOST_VALUES + 1)
        found: list[object] = column.to_pyarrow()[place.column].to_pylist()
        return found

    return lookup_of(place, values, records.schema())


def _of_coordinates(place: Place) -> Lookup:
    if place.areas:
        raise RecordsError(
            RECORDS, "coordinates have no areas of their own: leave out 'areas' in the mapping"
        )

    def degrees(records: ir.Table) -> tuple[ir.FloatingValue, ir.FloatingValue]:
        longitude, latitude = (
            _decimals(records, name) for name in (place.longitude, place.latitude)
        )
        return longitude, latitude

    return Lookup(
        coordinate_cells.cell_areas(),
        lambda records: coordinate_cells.cell(*degrees(records)),
        otherwise=pc.EXTERIOR,
    )


def _decimals(records: ir.Table, name: str) -> ir.FloatingValue:
    column = records[name]
    if not column.type().is_numeric():
        raise RecordsError(
            RECORDS, f"holds {column.type()} where degrees must be numbers", column=name
        )
    return column.cast("float64")


def _of_cells(
    place: Place, own: dict[str, str], schema: Mapping[str, dt.DataType] | None
) -> Lookup:
    resolution = place.resolution
    if resolution is None or not h3_cells.COARSEST <= resolution <= 15:
        raise RecordsError(
            RECORDS,
            f"H3 cells of resolution {resolution} cannot be told apart by governorate: give cells "
            f"of a resolution from {h3_cells.COARSEST} to 15, and name it in the mapping",
            column=place.column,
        )
    dtype = (schema or {}).get(place.column, dt.string)
    if not (dtype.is_string() or isinstance(dtype, (dt.Int64, dt.UInt64))):
        raise RecordsError(
            RECORDS,
            f"holds {dtype} where cells of H3 must be text or whole numbers of 64 bits",
            column=place.column,
        )
    numbers = dtype.is_integer()
    areas = h3_cells.cell_areas(resolution, numbers=numbers)
    mine = _own_cells(own, resolution, place.column)
    if mine:
        known = dict(zip(areas["key"].to_pylist(), areas["area"].to_pylist(), strict=True))
        known |= {key if numbers else f"{key:x}": area for key, area in mine.items()}
        areas = pa.table({"key": list(known), "area": list(known.values())})
    return Lookup(
        areas,
        lambda records: h3_cells.key(records[place.column], resolution),
        otherwise=pc.EXTERIOR,
    )


def _own_cells(own: dict[str, str], resolution: int, column: str) -> dict[int, str]:
    """The keys of the cells that the mapping gives areas for, and these areas."""
    found = dict[int, str]()
    for text, area in own.items():
        cell = f"{int(text):x}" if text.isdecimal() and len(text) > 15 else text.strip().lower()
        if not h3.is_valid_cell(cell) or h3.get_resolution(cell) != resolution:
            rule = f"{text!r}, which 'areas' in the mapping gives an area, is no H3 cell of "
            raise RecordsError(RECORDS, f"{rule}resolution {resolution}", column=column)
        if resolution > h3_cells.FINEST:
            raise RecordsError(
                RECORDS,
                f"areas of their own can be given to H3 cells of resolution {h3_cells.FINEST} and "
                "coarser: leave out 'areas' in the mapping",
                column=column,
            )
        [key] = h3_cells.keys_of(np.array([h3.str_to_int(cell)], np.uint64), resolution).tolist()
        found[key] = area
    return found
