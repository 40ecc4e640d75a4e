"""What a file of numbers holds: models that compute nothing, and the whole table as it stands."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.own import check, combine
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.export import check_request, export_scene, metadata_of, whole_table
from nuzuh.scene.request import Request
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.view import View
from tests.loaders.own_files import table

TABLES = tables_in_use()


@pytest.mark.parametrize(
    "asked",
    [
        Request(View(lang="ar"), start=date(2025, 9, 28)),
        Request(View(show="reconstructed", view="un"), compare=date(2025, 1, 1), address=""),
        Request(View(layer="orders", lang="he"), kind="series", answers=("--figures", "a.csv")),
    ],
    ids=["period", "comparison", "orders"],
)
def test_what_a_file_holds_is_words_numbers_and_days(asked):
    for model in (export_scene(asked, TABLES), whole_table(asked.view.layer, TABLES)):
        assert from_json(type(model), to_json(model)) == model


@pytest.mark.parametrize(("layer", "name"), [("density", "estimates"), ("orders", "orders")])
def test_the_whole_table_is_the_file_with_what_its_loader_adds(layer, name, root):
    whole = whole_table(layer, TABLES)
    with (root / "geodata" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    assert whole.name == name
    assert list(whole.records.columns[: len(columns)]) == columns
    told = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
    assert sorted(told) == [row[0] for row in whole.records.rows]
    places = [columns.index(one) for one in ("id", "source_title", "source_url", "note")]
    for row in whole.records.rows:
        assert [row[place] for place in places] == [told[row[0]][columns[p]] for p in places]
    assert not {"nan", "NaT", "None"} & {cell for row in whole.records.rows for cell in row}


def test_a_source_is_named_by_the_first_row_of_its_page_in_the_whole_table():
    whole = whole_table("people", TABLES)
    names = list(whole.records.columns)
    page = [names.index(name) for name in ("publisher", "source_title", "source_url")]
    rows = {row[0]: tuple(row[place] for place in page) for row in whole.records.rows}
    order = {identity: place for place, identity in enumerate(TABLES.estimates["id"])}
    shown = export_scene(Request(View(show="reconstructed")), TABLES).sources
    assert len(shown) > 100
    for record in shown:
        same = [identity for identity, seen in rows.items() if seen == rows[record.id]]
        assert record.source == min(same, key=order.__getitem__)


def test_a_readers_rows_are_told_with_their_digest():
    own = combine(check(table("2025-10-05,Rafah,123456,people_present,Us,A survey"), "mine.csv"))
    told = metadata_of(Request(View()), own)
    assert (told.own_files, told.own_rows, told.own_digest) == (("mine.csv",), 1, own.user.digest)
    assert "mine.csv" in told.own_note
    assert [record.id for record in export_scene(Request(View()), own).sources if record.own] == [
        "OWN-001"
    ]
    plain = metadata_of(Request(View()), TABLES)
    assert (plain.own_files, plain.own_rows, plain.own_digest, plain.own_note) == ((), 0, "", "")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            Request(View(), start=date(2026, 1, 1)),
            "the period is empty: it begins on 2026-01-01 and ends on 2025-10-05",
        ),
        (
            Request(View(since=date(2026, 1, 1))),
            "the period is empty: it begins on 2026-01-01 and ends on 2025-10-05",
        ),
        (
            Request(View(), compare=date(2025, 10, 5)),
            "a comparison needs two different dates, not 2025-10-05 twice",
        ),
        (
            Request(
                View(date(2023, 10, 10), show="reconstructed", view="Khan Younis municipality")
            ),
            (
                "nothing is reconstructed for 2023-10-10: no figure of these publishers "
                "describes the year around it"
            ),
        ),
        (
            Request(View(layer="orders", show="reconstructed")),
            "the layer orders is only ever shown as published, never reconstructed",
        ),
    ],
)
def test_what_no_file_can_be_made_of_is_refused_before_anything_is_worded(asked, sentence):
    for door in (check_request, export_scene):
        with pytest.raises(RefusedError) as refused:
            door(asked, TABLES)
        assert str(refused.value) == sentence
