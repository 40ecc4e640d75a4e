"""Orders told by the numbers of the blocks of the evacuation map, which are drawn from these."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import geopandas as gpd
import shapely

from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.headers.columns import match_columns, plain
from nuzuh.loaders.user.maps.crs import DEGREES
from nuzuh.loaders.user.maps.kinds import is_blocks
from nuzuh.loaders.user.maps.rawshapes import few
from nuzuh.loaders.user.maps.statuses import is_status, meaning_of
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, note
from nuzuh.loaders.user.places.gazetteer import joined
from nuzuh.loaders.user.refusal import Problem, UserDataError
from nuzuh.loaders.user.sheets.cells import Cell, Sheet, clean

_NUMBER = re.compile(r"(\d{1,4})(?:\.(\d{1,2}))?")
_RANGE = re.compile(r"(\d{1,4})[-\u2013](\d{1,4})")
_LONGEST_RANGE = 100
_APART = re.compile(r"[\s,;،|/&+]+|\band\b|\bو\b")
_NUMBERED = ("no", "no.", "nos", "number", "رقم", "ارقام", "מספר")


@dataclass(frozen=True)
class Land:
    """What the blocks of an order cover.

    Attributes:
        blocks: those that are known, as the orders table writes them.
        unknown: those that are not.
        pcodes: the governorates in which the known ones lie.
        km2: area of the known whole blocks together; None where there are none.
        shape: their cells, or exact outlines where the operator brought some, in degrees;
            None without any.
    """

    blocks: tuple[str, ...]
    unknown: tuple[str, ...]
    pcodes: str
    km2: float | None
    shape: Any


def blocks_in(text: str) -> tuple[str, ...] | None:
    """Return the numbers of blocks that a text lists, each once; None for another text.

    >>> blocks_in("606, 607;89.2"), blocks_in("Block 36"), blocks_in("north of the road")
    (('606', '607', '89.2'), ('36',), None)
    >>> blocks_in("605\u2013607")
    ('605', '606', '607')
    """
    found = list[str]()
    for word in _APART.split(text.strip("[](){}")):
        bare = word.strip("\"'#()[]").removesuffix(".0")
        if hit := _NUMBER.fullmatch(bare):
            found.append(f"{int(hit[1])}" + (f".{int(hit[2])}" if hit[2] else ""))
        elif hit := _RANGE.fullmatch(bare):
            first, last = int(hit[1]), int(hit[2])
            if not first < last <= first + _LONGEST_RANGE:
                return None
            found += [str(n) for n in range(first, last + 1) if str(n) in _known()]
        elif bare and not is_blocks(bare) and bare.casefold() not in _NUMBERED:
            return None
    return tuple(dict.fromkeys(found)) or None


@follows_data(maxsize=2)
def _known() -> dict[str, tuple[str, float, Any]]:
    """Governorate, area in km2 and shape (in degrees) of every block by its number."""
    frame = load_block_map().frame
    cells = zip(frame["pcode"], frame["area_km2"].tolist(), frame.geometry, strict=True)
    return dict(zip(frame["block"], cells, strict=True))


def land_of(blocks: Sequence[str]) -> Land:
    """Return what blocks cover. A part of a block (89.2) is drawn, and has no area that is known.

    >>> land = land_of(["606", "607", "9999"])
    >>> land.pcodes, round(land.km2, 2), land.unknown
    ('PS0260', 0.33, ('9999',))
    """
    known = _known()
    whole = {block: block.partition(".")[0] for block in blocks}
    found = tuple(block for block in blocks if whole[block] in known)
    shapes = [known[number][2] for number in dict.fromkeys(whole[block] for block in found)]
    sizes = [known[block][1] for block in found if block in known]
    return Land(
        found,
        tuple(block for block in blocks if whole[block] not in known),
        joined(frozenset(known[whole[block]][0] for block in found)),
        round(sum(sizes), 4) if sizes else None,
        shapely.union_all(shapes) if shapes else None,
    )


def pcode_of(block: str) -> str:
    """Return the governorate of a known block, or of a part of one.

    >>> pcode_of("606"), pcode_of("89.2")
    ('PS0260', 'PS0270')
    """
    return _known()[block.partition(".")[0]][0]


def holds_orders(sheet: Sheet, told: Decisions) -> bool:
    """Whether a table lists orders by blocks: a day, numbers of blocks, no number of people."""
    column = _blocks_column(sheet)
    if column is None:
        return False
    if told.kind:
        return told.kind == "orders"
    people = match_columns(sheet.header, sheet.tags, "estimates", told.columns).place_of
    dated = match_columns(sheet.header, [""] * len(sheet.header), "orders", told.columns).place_of
    return "issued_on" in dated and not {"value", "low", "high"} & people.keys()


def _blocks_column(sheet: Sheet) -> int | None:
    """The column of blocks under an order: not of those called safe, nor of their sizes."""
    for place, name in enumerate(sheet.header):
        words = plain(name)
        if not is_blocks(name) or meaning_of(words) == "out" or _SIZES & set(words.split()):
            continue
        filled = [cell for _, row in sheet.rows if (cell := text_of(row[place]))]
        if filled and sum(blocks_in(cell) is not None for cell in filled) * 2 > len(filled):
            return place
    return None


def _called_safe(sheet: Sheet) -> dict[int, str]:
    """The rows that name blocks called safe, each with the column that does."""
    places = [
        at
        for at, name in enumerate(sheet.header)
        if is_blocks(name) and meaning_of(name) == "out" and not _SIZES & set(plain(name).split())
    ]
    return {
        number: sheet.header[at]
        for number, row in sheet.rows
        for at in places
        if blocks_in(text_of(row[at])) is not None
    }


_SIZES = frozenset(("area", "km", "km2", "sq", "sqkm", "population", "people", "count", "total"))
"""Words beside which a column named for blocks holds a measure of them."""


@dataclass(frozen=True)
class BlockOrders:
    """Orders by blocks, as features: each a row, or the rows of one day with a block each.

    Attributes:
        frame: the columns of the table, by the number of the row, and the shapes.
        lands: what the blocks of each cover, in the order of the frame.
        blocks: the name of the column of blocks.
        notes: how they were read.
        left_out: rows that are not used, and why.
    """

    frame: gpd.GeoDataFrame
    lands: tuple[Land, ...]
    blocks: str
    notes: tuple[Note, ...]
    left_out: tuple[LeftOut, ...]


def read_block_orders(sheet: Sheet, told: Decisions) -> BlockOrders:
    """Return the orders that a table lists by blocks.

    Raises:
        DataError: when the table names no blocks, or none that is known.
    """
    place = _blocks_column(sheet)
    if place is None:
        raise DataError(
            sheet.file, "holds no shapes and no column of block numbers: orders need one of them"
        )
    groups = _grouped(sheet, place, told)
    few(len(groups), sheet.file)
    numbers, cells, lands = list[int](), list[tuple[Cell, ...]](), list[Land]()
    bare, unknown = list[int](), dict[str, None]()
    for number, row, blocks in groups:
        land = land_of(blocks)
        unknown |= dict.fromkeys(land.unknown)
        if land.shape is None:
            bare.append(number)
            continue
        numbers.append(number)
        cells.append((*row[:place], "; ".join(land.blocks), *row[place + 1 :]))
        lands.append(land)
    safe = _called_safe(sheet)
    left = (
        *left_out("no_order", "row", set(bare) & safe.keys(), safe.values()),
        *left_out("no_block", "row", set(bare) - safe.keys()),
    )
    if not lands:
        told_of = ", ".join(list(unknown)[:8])
        rule = f"names no block that is known ({told_of})" if told_of else "names no block"
        raise UserDataError(
            sheet.file, [Problem(number, sheet.header[place], rule) for number in bare]
        )
    notes = [note("cells", n=len(lands))]
    if unknown:
        notes.append(note("no_blocks", n=len(unknown), blocks=", ".join(list(unknown)[:12])))
    fields = {
        name or f"column {at + 1}": [row[at] for row in cells]
        for at, name in enumerate(sheet.header)
    }
    frame = gpd.GeoDataFrame(
        fields, geometry=[land.shape for land in lands], crs=DEGREES, index=numbers
    )
    return BlockOrders(frame, tuple(lands), sheet.header[place], tuple(notes), left)


def _grouped(
    sheet: Sheet, place: int, told: Decisions
) -> list[tuple[int, tuple[Cell, ...], tuple[str, ...]]]:
    """The rows with their blocks; rows of one block each are joined to the orders of a day."""
    listed = [blocks_in(text_of(row[place])) or () for _, row in sheet.rows]
    if any(len(blocks) > 1 for blocks in listed):
        return [
            (number, row, blocks) for (number, row), blocks in zip(sheet.rows, listed, strict=True)
        ]
    found = match_columns(sheet.header, [""] * len(sheet.header), "orders", told.columns).place_of
    apart = ("issued_on", "effective_from", "effective_to", "issuer", "kind", "term")
    places = [found[ours] for ours in apart if ours in found]
    places += [at for at, name in enumerate(sheet.header) if is_status(name)]
    days: dict[tuple[str | int, ...], tuple[int, tuple[Cell, ...], list[str]]] = {}
    for (number, row), blocks in zip(sheet.rows, listed, strict=True):
        # What lacks its day or its block is counted by itself.
        whole = bool(blocks) and "issued_on" in found and bool(text_of(row[found["issued_on"]]))
        key = tuple(text_of(row[at]) for at in places) if whole else (number,)
        days.setdefault(key, (number, row, []))[2].extend(blocks)
    return [(n, row, tuple(dict.fromkeys(blocks))) for n, row, blocks in days.values()]


def text_of(value: object) -> str:
    """Return what stands in a field or cell as text; days as YYYY-MM-DD.

    >>> text_of(606.0), text_of(None), text_of(date(2025, 6, 20))
    ('606', '', '2025-06-20')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return clean(str(value))[: limits.CELL_LENGTH]
