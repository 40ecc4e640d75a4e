"""Wherever a figure of the reader's own shows, it is marked; nothing in it is taken for markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import escape

import pytest

from nuzuh.draw.sheets import compose
from nuzuh.files.ledger import ledger_csv, ledger_view
from nuzuh.loaders import data_version
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import UserDataError, check, combine, is_user_row
from nuzuh.scene.headline import headline
from nuzuh.scene.labels import label_of, user_data_note
from nuzuh.scene.ledger_selection import ledger_selection, records_of
from nuzuh.scene.own_file import areas_text, limits_text, refused, understood
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import shown_values, statements_on
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.legend import table_html
from nuzuh.web.panel import panel_html
from nuzuh.web.templates import table_of
from tests.loaders.user_files import HEADER, geojson

DAY = date(2025, 10, 5)
EVIL = "<img src=x onerror=alert(1)> $x_1^{$ ![a](http://a.b)"


@pytest.fixture(scope="module")
def checked():
    rows = f"2025-10-05,Rafah,123456,people_present,{EVIL},=cmd()", "2025-10-05,Gaza,9,idps,,"
    return check("\n".join([HEADER, *rows]).encode(), "<b>mine</b>.csv")


@pytest.fixture(scope="module")
def user_tables(checked):
    return combine(checked)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_readers_figure_is_marked_wherever_it_shows(user_tables, lang):
    t, view = Translator(lang), View(lang=lang)
    values, statements = (
        shown_values(user_tables, view),
        statements_on(user_tables, DAY, later=True),
    )
    theirs = next(s for s in statements["present_south"] if is_user_row(s.figure.id))
    mark = t("own.mark")
    shown = scene(view, user_tables, t)
    pages = [
        escape(" ".join(label_of(value, "people", t).sentence for value in values)),
        panel_html(shown.questions, DAY, t),
        table_html(shown.columns, shown.marks, t),
        headline({"present_south": [theirs]}, DAY, t),
        ledger_view(ledger_selection(user_tables, t, publisher=EVIL)).to_csv(),
    ]
    for page in pages:
        assert mark in page
        assert "<img" not in page or page is pages[3] or page is pages[4]
    plain = [
        panel_html(scene(view, tables_in_use(), t).questions, DAY, t),
        headline(statements_on(tables_in_use(), DAY, later=True), DAY, t),
    ]
    assert not any(mark in page for page in plain)


def test_what_a_file_holds_is_shown_and_never_run(checked, english):
    told = understood(checked, english)
    shown = table_of(told.preview, test_id="a") + table_of(told.columns, test_id="b")
    assert "<img" not in shown
    assert "&lt;img" in shown
    with pytest.raises(UserDataError) as refusal:
        check(f"{HEADER}\n2025-10-05,Rafah,{EVIL},idps,x,y".encode(), "a.csv")
    problems = refused(refusal.value, english).problems
    assert "<img" not in table_of(problems, test_id="c")


def test_what_leaves_as_csv_cannot_start_a_formula(user_tables):
    assert "'=cmd()" in ledger_csv(records_of(user_tables.estimates.tail(2)))


@pytest.mark.slow
def test_a_picture_says_that_a_readers_figures_are_in_it(user_tables, english):
    view = View()
    note = user_data_note(user_tables.user, english)
    assert user_tables.user.digest in note
    sheets = [
        compose(scene(view, tables, english), t=english)
        for tables in (user_tables, tables_in_use())
    ]
    assert user_tables.user.digest in " ".join(sheets[0].texts)
    assert user_tables.user.digest not in " ".join(sheets[1].texts)
    reconstructed = replace(view, mode="reconstructed")
    assert "OWN" not in reconstructed.link("http://localhost/", _timeline(), data_version())


def _timeline():
    from nuzuh.scene.timeline import load_timeline

    return load_timeline()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_limits_and_areas_are_said_in_every_language(lang, checked):
    t = Translator(lang)
    for most in ("50,000", "400", "10,000", "400,000", "10"):
        assert most in limits_text(t)
    assert areas_text(checked, t)
    shapes = check(geojson(), "a.geojson")
    assert "PS0270" in table_of(understood(shapes, t).preview, test_id="a")


@pytest.mark.slow
def test_the_time_map_shows_a_readers_figure_to_that_reader_alone(user_tables, english):
    from nuzuh.scene.cube import time_map_of

    drawn = time_map_of(View(), user_tables, english)
    rafah = drawn.layers[0].value[-1, (DAY - drawn.first).days]
    assert rafah == 123_456
    mark = english("own.mark")
    assert any(mark in note.credit for note in drawn.layers[0].notes)
    assert any(mark in piece.publisher for piece in drawn.evidence)
    assert user_tables.user.digest in drawn.credits[0]
    plain = time_map_of(View(), tables_in_use(), english)
    assert plain.layers[0].value[-1, (DAY - plain.first).days] != 123_456
    assert not any(mark in piece.publisher for piece in plain.evidence)


@pytest.mark.slow
def test_figures_of_days_that_the_timeline_lacks_do_not_break_the_map(english):
    from nuzuh.scene.cube import time_map_of
    from nuzuh.web.timemap.payload import build_payload

    rows = (
        "2026-11-01,Rafah,5,people_present,Us,late,",
        "2001-01-01,Rafah,5,people_present,Us,early,",
        "2025-10-06,Gaza,7,idps,Us,long ago,1999-01-01",
    )
    checked = check("\n".join([f"{HEADER},period start", *rows]).encode(), "a.csv")
    assert any(one.key == "late" for one in checked.notes)
    drawn = time_map_of(View(), combine(checked), english)
    assert build_payload(drawn, english).data
