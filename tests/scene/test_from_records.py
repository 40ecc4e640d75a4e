"""Every output that shows a figure from records marks it; nothing else changes for it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from nuzuh.draw.sheets import compose
from nuzuh.evidence.changes import changes_between
from nuzuh.files.citation import citation_text, view_reference
from nuzuh.files.columns import SOURCES
from nuzuh.files.ledger import ledger_csv, ledger_view
from nuzuh.files.movements import movements_csv
from nuzuh.files.sources import source_columns, source_rows
from nuzuh.files.values import value_rows
from nuzuh.loaders import current
from nuzuh.loaders.current import using
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.arrows import published_movements
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.export import export_scene, metadata_of, whole_table
from nuzuh.scene.from_records import records_note, records_publishers, tables_note, version_text
from nuzuh.scene.headline import headline
from nuzuh.scene.ledger_selection import ledger_selection
from nuzuh.scene.movements import movements_of
from nuzuh.scene.opening import last_counted
from nuzuh.scene.page import page_of
from nuzuh.scene.provenance import publishers_of
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import scene
from nuzuh.scene.seen import seen_lists_of
from nuzuh.scene.timeline import statements_on
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from tests import made_up_records

DAY = date(2025, 10, 5)
VIEW = View(date=DAY, since=date(2025, 8, 14))
NAME = made_up_records.PUBLISHER


@pytest.fixture(scope="module")
def in_use():
    return made_up_records.in_use()


@pytest.fixture
def tables(in_use):
    with using(in_use):
        yield tables_in_use()


@pytest.fixture(scope="module")
def plain():
    return tables_in_use()


def assert_marked(text, t):
    """The publisher's name stands there, and nowhere without the mark behind it."""
    assert NAME in text
    for found in re.finditer(re.escape(NAME), text):
        after = text[found.end() :].lstrip("\u2069")
        around = text[found.start() - 80 : found.end() + 40]
        assert after.startswith(f" ({t('records.mark')}"), around


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rivals_ledger_and_lists_mark_each_of_them(tables, lang):
    t = Translator(lang)
    shown = scene(replace(VIEW, lang=lang), tables, t)
    claims = [
        claim
        for question in shown.questions
        for group in question.groups
        for claim in group.claims
        if claim.id.startswith("REC-")
    ]
    assert claims
    for claim in claims:
        assert_marked(claim.publisher, t)
        assert t("basis.records") in claim.kinds
        assert claim.came_out.startswith(t("records.later", date="").rstrip("() \u2069")[:4])
        assert t("panel.nolink") not in claim.source[0]
    notes = " ".join(note for mark in shown.marks for note in mark.notes)
    assert_marked(notes, t)
    told = ledger_selection(tables, t, publisher=NAME)
    assert len(told.lines) == 100
    assert_marked(ledger_view(told).to_csv(), t)
    assert_marked(" ".join(one.who for one in seen_lists_of(tables, lang, orders=False)[0].rows), t)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_is_made_of_them_says_so(tables, lang):
    t = Translator(lang)
    note = records_note(tables, t)
    for part in (NAME, "100", "2.9", "5.8", made_up_records.AGAINST.split()[-1]):
        assert part in note
    view = replace(VIEW, lang=lang)
    shown = scene(view, tables, t)
    assert note in shown.notes.method
    assert NAME in shown.notes.version
    assert NAME in version_text(tables, t)
    told = metadata_of(ExportRequest(view), tables)
    assert told.records_note == note
    assert t("records.cite", publishers=t.isolated(NAME)) in citation_text(told)
    assert note in view_reference(told).note
    page = page_of(shown, tables, t)
    assert note in page.method
    assert NAME in page.citation


def test_a_picture_has_the_note_at_its_foot(tables, english):
    texts = " ".join(" ".join(compose(scene(VIEW, tables, english), t=english).texts).split())
    for sentence in records_note(tables, english).split(". ")[:1]:
        assert " ".join(sentence.split()) in texts


def test_without_records_nothing_is_said(plain, english):
    assert tables_note(plain, english) == records_note(plain, english) == ""
    assert version_text(plain, english) == plain.version
    assert records_publishers(plain) == frozenset()
    told = metadata_of(ExportRequest(VIEW), plain)
    assert (told.records_note, told.records_cited) == ("", "")


@pytest.mark.slow
def test_the_map_as_published_is_drawn_without_them(tables, plain, english):
    drawn, before = (time_map_of(View(), one, english) for one in (tables, plain))
    for layer, without in zip(drawn.layers, before.layers, strict=True):
        for name in ("value", "low", "high", "flags"):
            np.testing.assert_array_equal(getattr(layer, name), getattr(without, name))
    assert drawn.movements == before.movements
    assert drawn.evidence == before.evidence
    assert drawn.figures == before.figures
    assert drawn.placed == before.placed
    notes = [line for layer in drawn.layers for note in layer.notes for line in note.lines]
    assert_marked(" | ".join(notes), english)
    assert records_note(tables, english) in drawn.credits[0]
    assert last_counted(tables.estimates) == last_counted(plain.estimates)
    sentences = [
        headline(statements_on(one, DAY, later=True), DAY, english) for one in (tables, plain)
    ]
    assert sentences[0] == sentences[1]


def test_movements_are_drawn_where_their_publisher_is_asked_for(tables, english):
    everybody = published_movements(tables, english, later=True)
    assert not any(one.id.startswith("REC-") for one in everybody)
    view = replace(VIEW, later=False)
    assert not any(NAME in repr(arrow) for arrow in movements_of(view, tables, english).arrows)
    asked = movements_of(replace(VIEW, by=NAME), tables, english)
    assert asked.published
    assert_marked(" ".join(line for arrow in asked.published for line in arrow.lines), english)
    assert asked.notes.what == english("print.movements.records")
    assert not any(lead.startswith("As published") for lead in asked.leads)
    rows = movements_csv(movements_of(VIEW, tables, english), VIEW).splitlines()
    told = [row for row in rows if "REC-PANEL-" in row]
    assert told
    assert all(row.startswith("records,") for row in told)


def test_files_tell_what_is_from_records(tables, english):
    export = export_scene(ExportRequest(VIEW), tables)
    assert not any(row["publisher"] == NAME for row in value_rows(export))
    whole = whole_table("people", tables)
    at = whole.records.columns.index
    own = [row for row in whole.records.rows if row[at("id")].startswith("REC-")]
    assert {row[at("basis")] for row in own} == {"records"}
    csv = ledger_csv(ledger_selection(tables, english, publisher=NAME).records)
    assert csv.count("Scaled from records") == 100


def test_what_is_new_is_what_somebody_published(tables, plain):
    assert not changes_between(plain, tables)


def test_the_sources_page_names_the_publisher_with_the_mark(tables, english):
    (row,) = (one for one in publishers_of(tables, english) if NAME in one.name)
    assert_marked(row.name, english)
    assert row.group == english("group.other")
    assert row.note == records_note(tables, english, of=NAME)


def test_when_they_are_removed_nothing_is_left(in_use, english):
    before = current.newest()
    current.put_in_use(in_use)
    try:
        assert NAME in repr(scene(VIEW, tables_in_use(), english))
    finally:
        current.put_in_use(before)
    told = tables_in_use()
    assert records_publishers(told) == frozenset()
    assert NAME not in repr(scene(VIEW, told, english))
    assert NAME not in repr(ledger_selection(told, english))


@pytest.mark.slow
def test_the_reconstruction_weighs_them_and_names_whose_they_are(tables, english):
    shown = scene(replace(VIEW, mode="reconstructed", since=None), tables, english)
    assert_marked(" ".join(shown.notes.sources), english)
    export = export_scene(ExportRequest(replace(VIEW, mode="reconstructed", since=None)), tables)
    marked = {one.publisher for one in export.sources if one.records}
    assert marked == {NAME}
    assert sum(one.records for one in export.sources) > 50
    assert source_columns(export)[-1].name == "records"
    assert {row["records"] for row in source_rows(export)} == {True, False}


def test_without_records_sources_have_the_columns_that_they_had(plain):
    assert source_columns(export_scene(ExportRequest(VIEW), plain)) == SOURCES
