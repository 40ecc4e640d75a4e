"""Orders as GazaMaps sends them: what is embedded is not added again, a zone is no order."""

from __future__ import annotations

import dataclasses
import json

import hypothesis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.loaders.live import refresh
from nuzuh.loaders.live.merge_orders import merged_orders
from nuzuh.loaders.live.orders import blocks_in, orders
from nuzuh.loaders.orders import embedded_orders
from tests.loaders.block_files import block_file
from tests.loaders.live.as_sent import record
from tests.loaders.live.upstream import as_json

PLACES = {str(number): "PS0260" for number in range(600, 700)}
FILLERS = [record(30_000 + n, f"2026-10-{n + 1:02d}", str(650 + n)) for n in range(10)]
"""As many other orders as a list has to hold."""


def merged(*records: dict, where: dict[str, str] = PLACES):
    frame, _ = orders(json.dumps([*FILLERS, *records]).encode(), where)
    return merged_orders(frame)


def added(*records: dict, where: dict[str, str] = PLACES) -> list[str]:
    filling = {f"GM-{one['id']}" for one in FILLERS}
    new = merged(*records, where=where).new
    assert filling <= set(new)
    return [id_ for id_ in new if id_ not in filling]


def by_outlets():
    """Embedded orders with blocks that cite an outlet and not the map."""
    frame = embedded_orders().frame
    rows = frame[
        frame["kind"].eq("order")
        & frame["blocks"].ne("")
        & ~frame["source_url"].str.contains("gazamaps", regex=False)
    ]
    assert len(rows) > 30
    return list(rows.itertuples(index=False))


def test_an_order_that_an_outlet_told_of_is_not_added_again():
    rows = by_outlets()
    where = {block: "PS0260" for row in rows for block in blocks_in(row.blocks)}
    records = [
        record(20_000 + n, str(row.issued_on.date()), row.blocks.replace(";", ","))
        for n, row in enumerate(rows)
    ]
    assert added(*records, where=where | PLACES) == []


def test_the_same_blocks_on_another_day_are_another_order():
    row = next(row for row in by_outlets() if len(blocks_in(row.blocks)) > 4)
    where = dict.fromkeys(blocks_in(row.blocks), "PS0260") | PLACES
    again = record(20_001, "2026-09-30", row.blocks)
    assert added(again, where=where) == ["GM-20001"]


@pytest.mark.parametrize(("kept", "new"), [(10, False), (8, False), (7, True), (0, True)])
def test_an_order_is_known_by_eight_tenths_of_its_blocks(kept, new):
    blocks = [str(number) for number in range(600, 610)]
    first = record(20_001, "2026-09-30", ", ".join(blocks))
    other = [*blocks[:kept], *(str(number) for number in range(620, 630 - kept))]
    assert len(other) == 10
    second = record(20_002, "2026-09-30", ", ".join(other))
    assert added(first, second) == ["GM-20001", "GM-20002"][: 1 + new]


def test_one_of_several_maps_of_an_order_adds_nothing_to_it():
    whole = record(20_001, "2026-09-30", "600, 601, 602, 603, 604, 605")
    part = record(20_002, "2026-09-30", "604, 605")
    assert added(whole, part) == ["GM-20001"]
    # The other way round the whole says more than the part, which is then within it.
    more = record(20_000, "2026-09-30", "604, 605")
    assert added(more, whole) == ["GM-20000", "GM-20001"]


@pytest.mark.slow
@hypothesis.settings(max_examples=10)
@given(st.permutations(range(5)))
def test_the_order_of_the_records_makes_no_difference(order):
    records = [
        record(20_001, "2026-09-30", "600, 601"),
        record(20_002, "2026-09-30", "600, 601"),
        record(20_003, "2026-10-01", "600, 601"),
        record(20_004, "2026-10-01", "610", "620, 621, 622"),
        record(20_005, "2026-10-02", "611", "620, 621, 622"),
    ]
    # The zone of the last record is the one of the record before, drawn again.
    expected = {"GM-20001", "GM-20003", "GM-20004", "GM-20004-zone", "GM-20005"}
    assert set(added(*(records[n] for n in order))) == expected


def embedded(kind: str, record_number: str):
    frame = embedded_orders().frame
    cites = frame["source_url"].eq(f"https://gazamaps.com/displacement/{record_number}")
    return frame[cites & frame["kind"].eq(kind)].iloc[0]


def test_the_area_of_a_zone_is_never_that_of_the_order_on_its_map():
    # Map 69 holds both: an order of one block, and a zone of 71.41 km2.
    order, zone = embedded("order", "69"), embedded("zone", "69")
    assert (order["area_km2"], zone["area_km2"]) == (0.86, 71.41)
    where = dict.fromkeys(blocks_in(order["blocks"] + zone["blocks"]), "PS0265") | PLACES
    told = record(
        69,
        str(order["issued_on"].date()),
        order["blocks"],
        zone["blocks"],
        area_sq_km_displacement="0.86",
        area_sq_km_labeled_safe="71.41",
    )
    assert merged(told, where=where).revised == ()
    change = merged(
        told | {"area_sq_km_displacement": "0.90", "area_sq_km_labeled_safe": "73.00"}, where=where
    )
    assert set(change.revised) == {order["id"], zone["id"]}
    rows = change.frame.set_index("id")
    assert rows.loc[order["id"], "area_km2"] == 0.9
    # 73 of 365 square kilometres.
    told_of = rows.loc[zone["id"], ["area_km2", "share_of_strip_percent"]]
    assert told_of.tolist() == [73.0, 20.0]
    assert "area revised from 71.41 km2" in rows.loc[zone["id"], "note"]


def test_a_map_without_an_order_is_no_order():
    told = record(20_001, "2026-09-30", "", "620, 621")
    change = merged(told)
    assert added(told) == ["GM-20001-zone"]
    row = change.frame.set_index("id").loc["GM-20001-zone"]
    assert (row["kind"], row["area_km2"]) == ("zone", 40)


def test_an_area_of_nought_is_not_known():
    told = record(20_001, "2026-09-30", "600", area_sq_km_displacement="0.00")
    assert pd.isna(merged(told).frame.set_index("id").loc["GM-20001", "area_km2"])


def test_a_zone_that_changed_its_shape_is_told_of():
    first = record(20_001, "2026-09-01", "", "620, 621, 622, 623, 624, 625")
    again = record(20_002, "2026-09-05", "", "625, 624, 623, 622, 621, 620")
    smaller = record(20_003, "2026-09-09", "", "620, 621, 622, 623, 624")
    back = record(20_004, "2026-09-12", "", "620, 621, 622, 623, 624, 625")
    assert added(first, again, smaller, back) == [
        "GM-20001-zone",
        "GM-20003-zone",
        "GM-20004-zone",
    ]


def test_blocks_without_a_place_are_counted_and_said():
    told = record(20_001, "2026-09-30", "600, 601, 9998, 9999")
    lost = record(20_002, "2026-09-30", "9999")
    frame, aside = orders(json.dumps([*FILLERS, told, lost]).encode(), PLACES)
    assert aside == 1
    assert frame.set_index("record").loc["20001", "unplaced"] == 2
    row = merged_orders(frame).frame.set_index("id").loc["GM-20001"]
    assert row["note"].endswith("2 of its blocks have no known place")


def test_blocks_of_ours_come_first_and_what_the_operator_knows_after(settings, upstream, tmp_path):
    known = loaders.load_blocks().frame.set_index("block")["pcode"]
    path = tmp_path / "blocks.geojson"
    path.write_bytes(block_file(Nr=["606", "607", "88", "60003.1", "60004"]))
    settings = dataclasses.replace(
        settings, orders_url=f"{upstream.base}/orders.json", blocks=str(path)
    )
    made = [
        *FILLERS,
        record(20_001, "2026-09-30", "662"),
        record(20_002, "2026-09-30", "662.9"),
        record(20_003, "2026-09-30", "60004"),
        # The file knows a part of 60003 alone.
        record(20_004, "2026-09-30", "60003.1, 60003.2"),
    ]
    upstream.answers["/orders.json"] = as_json(made)
    done = refresh(["orders"], settings)[0]
    assert "1 blocks of 1 orders have no known governorate." in done.provenance.note
    rows = loaders.load_orders().frame.set_index("id")["pcodes"]
    assert rows["GM-20001"] == rows["GM-20002"] == known["662"]
    assert rows["GM-20003"] == known["1"]
    assert rows["GM-20004"] == known["89"]
