"""What a file of numbers holds: models that compute nothing, and the whole table as it stands."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene.export import check_request, export_scene, metadata_of, whole_table
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.view import View
from tests.loaders.user_files import table

TABLES = tables_in_use()


@pytest.mark.parametrize(
    "asked",
    [
        ExportRequest(View(lang="ar"), start=date(2025, 9, 28)),
        ExportRequest(
            View(mode="reconstructed", perspective="un", compare=date(2025, 1, 1)), address=""
        ),
        ExportRequest(
            View(layer="orders", lang="he"), kind="series", cli_arguments=("--figures", "a.csv")
        ),
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
    shown = export_scene(ExportRequest(View(mode="reconstructed")), TABLES).sources
    assert len(shown) > 100
    for record in shown:
        same = [identity for identity, seen in rows.items() if seen == rows[record.id]]
        assert record.source == min(same, key=order.__getitem__)


def test_a_readers_rows_are_told_with_their_digest():
    user_tables = combine(
        check(table("2025-10-05,Rafah,123456,people_present,Us,A survey"), "mine.csv")
    )
    told = metadata_of(ExportRequest(View()), user_tables)
    assert (told.user_files, told.user_rows, told.user_digest) == (
        ("mine.csv",),
        1,
        user_tables.user.digest,
    )
    assert "mine.csv" in told.user_data_note
    assert [
        record.id
        for record in export_scene(ExportRequest(View()), user_tables).sources
        if record.own
    ] == ["OWN-001"]
    plain = metadata_of(ExportRequest(View()), TABLES)
    assert (plain.user_files, plain.user_rows, plain.user_digest, plain.user_data_note) == (
        (),
        0,
        "",
        "",
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            ExportRequest(View(), start=date(2026, 1, 1)),
            "the period is empty: it begins on 2026-01-01 and ends on 2025-10-05",
        ),
        (
            ExportRequest(View(since=date(2026, 1, 1))),
            "the period is empty: it begins on 2026-01-01 and ends on 2025-10-05",
        ),
        (
            ExportRequest(View(compare=date(2025, 10, 5))),
            "a comparison needs two different dates, not 2025-10-05 twice",
        ),
        (
            ExportRequest(
                View(
                    date(2023, 10, 10), mode="reconstructed", perspective="Khan Younis municipality"
                )
            ),
            (
                "nothing is reconstructed for 2023-10-10: no figure of these publishers "
                "describes the year around it; choose other publishers or another day"
            ),
        ),
        (
            ExportRequest(View(layer="orders", mode="reconstructed")),
            "the layer orders is only ever shown as published, never reconstructed",
        ),
    ],
)
def test_what_no_file_can_be_made_of_is_refused_before_anything_is_worded(asked, sentence):
    for door in (check_request, export_scene):
        with pytest.raises(RefusedError) as refused:
            door(asked, TABLES)
        assert str(refused.value) == sentence
