"""What a page in one file says, and the packed map that it shares with the app."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pytest

from nuzuh.balance.solve import BalanceError
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import combine
from nuzuh.loaders.user.check import check
from nuzuh.scene import cube, solving
from nuzuh.scene.page import Page, page_of
from nuzuh.scene.scene import from_json, scene, to_json
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.loaders.user_files import HEADER

REBUILT = View(mode="reconstructed", lang="ar", since=date(2025, 8, 14))


def page(view, tables=None, **more):
    tables, t = tables or tables_in_use(), Translator(view.lang)
    return page_of(scene(view, tables, t, "https://example.org/"), tables, t, **more)


@pytest.mark.parametrize("view", [View(), View(layer="orders", since=date(2025, 8, 14)), REBUILT])
def test_a_page_comes_back_from_json_as_it_was(view):
    told = page(view)
    assert from_json(Page, to_json(told)) == told


def test_the_method_is_told_of_every_layer_that_the_map_can_show():
    published = (
        "As published: the latest figure for each area as of the day, not corrected, not "
        "reconstructed."
    )
    ranges = "Ranges are coloured by their middle, bounds by the bound."
    orders = (
        "Share of land under the evacuation orders in force, without militarised zones; "
        "overlapping land counts once. Lower end: numbered blocks named whole; upper end: also "
        "parts of blocks, named places and governorates. The outlines of blocks are approximate."
    )
    assert page(View(layer="density")).method == (published, ranges, orders)
    assert [layer for layer, _ in page(View()).layers] == ["people", "change", "density", "orders"]
    assert [layer for layer, _ in page(REBUILT).layers] == ["people", "change", "density"]


def test_every_row_of_the_data_stands_in_a_list_of_sources(root):
    def ids(name):
        with (root / "geodata" / name).open(encoding="utf-8") as file:
            return {row["id"] for row in csv.DictReader(file) if not row.get("repeats")}

    figures, orders = page(View()).seen
    assert {row.id for row in figures.rows} == ids("estimates.csv")
    assert {row.id for row in orders.rows} == ids("orders.csv")
    assert [listed.name for listed in page(REBUILT).seen] == ["figures"]
    repeated = sum(len(row.again) for row in figures.rows)
    assert repeated == len(tables_in_use().estimates) - len(figures.rows) > 0


@pytest.mark.slow
def test_a_readers_rows_are_in_the_method_the_lists_and_the_name_of_a_picture():
    rows = f"{HEADER}\n2025-10-05,Rafah,4321,people_present,Our survey,Counted"
    user_tables = combine(check(rows.encode(), "mine.csv"))
    told = page(View(), user_tables)
    assert "mine.csv" in told.method[-1]
    assert user_tables.user.digest in told.stem
    assert any(row.who == "Our survey (your file)" for row in told.seen[0].rows)
    assert "mine.csv" not in " ".join(page(View()).method)


@pytest.mark.slow
def test_the_packed_map_is_made_once_whatever_day_and_layer():
    made = []

    def pack(time_map, t):
        made.append((time_map.reconstructed, t.lang))
        return object()

    view, tables = View(), combine()
    first = cube.packed(view, tables, Translator("en"), pack)
    other = replace(view, date=date(2024, 6, 7), layer="orders", area="PS0275")
    assert cube.packed(other, tables, Translator("en"), pack) is first
    # As published it is the same whoever's figures a balance would use.
    assert cube.packed(replace(view, perspective="un"), tables, Translator("en"), pack) is first
    assert made == [(False, "en")]
    assert cube.packed(view, tables, Translator("he"), pack) is not first
    assert made == [(False, "en"), (False, "he")]


def test_a_balance_that_does_not_converge_is_refused(monkeypatch):
    def fails(*_):
        raise BalanceError("made up")

    monkeypatch.setattr(solving, "load_reconstruction", fails)
    with pytest.raises(RefusedError, match="did not converge"):
        cube.packed(REBUILT, tables_in_use(), Translator("ar"), lambda *_: None)
