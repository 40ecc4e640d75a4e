"""Evacuation orders in the shape of GazaMaps: only if an operator asks.

No open licence was found for them, so nothing is fetched until an address is
set. A record holds the blocks of an order, those of a zone labelled safe, or
both, each with an area of its own. Blocks are numbers; a block's governorate
comes from the embedded blocks, else from the outlines that the operator brings,
else from orders of the embedded table that lie in one governorate only.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import shapes
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.errors import FetchRefusedError
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.given_blocks import block_file
from nuzuh.loaders.live.settings import SettingError, Settings
from nuzuh.loaders.orders import embedded_orders
from nuzuh.loaders.schema import HEADER_ROWS, read_csv, to_dates, to_numbers, web_address

FILE = "orders"
COLUMNS = ("record", "kind", "issued_on", "blocks", "unplaced", "area_km2", "pcodes", "url", "post")
"""One row an order or a zone; ``unplaced`` counts its blocks that have no known governorate."""
_FIELDS = {
    "order": ("displacement_blocks", "area_sq_km_displacement"),
    "zone": ("labeled_safe_blocks", "area_sq_km_labeled_safe"),
}
"""Where a record holds the blocks and the area of each kind."""
FEWEST = 10
MOST_BLOCKS = 3_000
_BLOCK = re.compile(r"\d{1,5}(\.\d{1,2})?")
_RECORD = re.compile(r"/displacement/(\d{1,6})$")


def fetch(fetcher: Fetcher, settings: Settings, *, stale: bool = False) -> Arrival:
    """Return one row an order.

    Raises:
        FetchError: with the reason; so when the source is off, as it is by default.
    """
    if not settings.orders_url:
        raise FetchRefusedError(
            "the source is off, since no open licence was found; NUZUH_ORDERS_URL switches it on"
        )
    try:
        where = _governorate_of_block(settings)
    except SettingError as error:
        raise FetchRefusedError(str(error).rstrip(".")) from error
    got = fetcher.get(
        settings.orders_url,
        partial(orders, where=where),
        key=settings.orders_key,
        stale=stale,
    )
    frame, aside = got.value
    return Arrival(
        frame=frame,
        as_of=str(frame["issued_on"].max().date()),
        source="GazaMaps, as configured by whoever runs this copy",
        links=("https://gazamaps.com",),
        licence="no open licence found; use is up to whoever runs this copy",
        status=got.status,
        retrieved_at=got.retrieved_at,
        note=_noted(frame, aside),
    )


def _noted(frame: pd.DataFrame, aside: int) -> str:
    """What could not be placed, in sentences; "" when all of it could."""
    notes = list[str]()
    if aside:
        notes.append(f"{aside} orders whose blocks have no known governorate are set aside.")
    partly = frame[frame["unplaced"] > 0]
    if len(partly):
        blocks = int(partly["unplaced"].sum())
        notes.append(f"{blocks} blocks of {len(partly)} orders have no known governorate.")
    return " ".join(notes)


def orders(content: bytes, where: dict[str, str]) -> tuple[pd.DataFrame, int]:
    """Return one row an order or zone, and how many of them could not be placed.

    Args:
        content: a JSON list, one record a map.
        where: P-code of each block; a part of a block (128.2) that is not in it
            lies where the whole (128) does.

    Raises:
        DataError: naming the record.
    """
    try:
        told: Any = json.loads(content)
    except ValueError as error:
        raise DataError(FILE, "is not valid JSON") from error
    if not isinstance(told, list) or not told:
        raise DataError(FILE, "is not a list of orders")
    rows, aside = list[dict[str, str]](), 0
    for number, record in enumerate(told, start=1):
        if not isinstance(record, dict) or "displacement_blocks" not in record:
            raise DataError(FILE, f"record {number} is not an order with its blocks")
        for kind in _FIELDS:
            row = _row(record, kind, where)
            if row is not None and row["pcodes"]:
                rows.append(row)
            elif row is not None:
                aside += 1
    return _checked(pd.DataFrame(rows, columns=list(COLUMNS)), FILE), aside


def _row(record: dict[str, Any], kind: str, where: dict[str, str]) -> dict[str, str] | None:
    """What a record says of one kind, with what is known of its place; None for nothing."""
    blocks, area = (str(record.get(name) or "") for name in _FIELDS[kind])
    named = blocks_in(blocks)[:MOST_BLOCKS]
    if not named:
        return None
    places = [where.get(block) or where.get(block.partition(".")[0], "") for block in named]
    link, post = (str(record.get(name) or "") for name in ("link", "source"))
    return {
        "record": str(record.get("id", "")),
        "kind": kind,
        "issued_on": str(record.get("date") or "")[:10],
        "blocks": "; ".join(named),
        "unplaced": str(places.count("")),
        # Nothing is 0 km2 large: upstream fills the field of what it did not measure so.
        "area_km2": area if area.strip("0.") else "",
        "pcodes": " ".join(pc.ordered({code for code in places if code})),
        "url": link if web_address(link) else "",
        "post": post if web_address(post) else "",
    }


def blocks_in(cell: str) -> list[str]:
    """Return the numbers of blocks in a cell, each once.

    >>> blocks_in("663, 663, 128.2")
    ['663', '128.2']
    """
    return list(dict.fromkeys(found.group() for found in _BLOCK.finditer(cell)))


def _checked(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    if len(frame) < FEWEST:
        raise DataError(name, f"holds {len(frame)} orders that can be placed; there are many more")
    frame = to_numbers(to_dates(frame, ("issued_on",), name), ("area_km2", "unplaced"), name)
    broken = (
        ~frame["record"].str.fullmatch(r"\d{1,6}")
        | ~frame["kind"].isin(list(_FIELDS))
        | frame.duplicated(["record", "kind"])
        | ~(frame["unplaced"] >= 0)
        | frame["issued_on"].isna()
        | (frame["issued_on"] < pd.Timestamp("2023-10-07"))
        | (frame["issued_on"] > pd.Timestamp.now().normalize() + pd.Timedelta(days=1))
        | (frame["area_km2"] > shapes.STRIP_KM2 * (1 + shapes.TOLERANCE))
        | ~frame["pcodes"].map(lambda cell: bool(cell) and pc.split(cell) <= pc.STRIP)
        | ~frame["url"].map(web_address)
        | ~frame["post"].map(web_address)
    )
    if broken.any():
        row = int(broken.to_numpy().argmax()) + HEADER_ROWS
        raise DataError(name, "is not an order of the Strip with number, date and area", row=row)
    return frame


def read(content: bytes, name: str) -> pd.DataFrame:
    """Return a stored copy, held against the same rules as what arrives.

    Raises:
        DataError: when it breaks one.
    """
    return _checked(read_csv(content, name, COLUMNS), name)


def record_of(url: str) -> str:
    """Return the number of the record that an embedded order cites, or "".

    >>> record_of("https://gazamaps.com/displacement/41")
    '41'
    """
    found = _RECORD.search(url) if "gazamaps.com/" in url else None
    return found.group(1) if found else ""


def _governorate_of_block(settings: Settings) -> dict[str, str]:
    """The governorate of each block that is known, the embedded ones' first."""
    known: dict[str, str] = {}
    frame = embedded_orders().frame
    for cells, codes in zip(frame["blocks"], frame["pcodes"], strict=True):
        if len(pc.split(codes)) == 1:
            known |= dict.fromkeys(blocks_in(cells), codes)
    brought = block_file(settings)
    if brought is not None:
        known |= brought.places
    blocks = load_blocks().frame
    return known | dict(zip(blocks["block"], blocks["pcode"], strict=True))
