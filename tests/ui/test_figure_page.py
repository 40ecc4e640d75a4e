"""The page of editors: there when it is asked for, and for who sits at the computer alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.loaders.editor import ledger_files
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.figure_preview import FigurePreview
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.view import View
from nuzuh.ui import editor, figure_form
from nuzuh.ui.editor import is_local

PAGE = Path(__file__).parents[2] / "pages/figure.py"
EMPTY = TextTable(("", ""), ())
GIVEN = {
    "number": "more than 157,000",
    "destination": "Rafah",
    "as_of": "5 October 2025",
    "title": "A report",
    "note": "Present",
}
CHOSEN = {"speaker": "UNRWA", "measure": "people_present", "seen": "primary"}


@pytest.mark.parametrize(
    ("address", "headers", "local"),
    [
        ("127.0.0.1", {"host": "localhost:8501"}, True),
        ("localhost", {"host": "127.0.0.1:8501"}, True),
        ("::1", {"host": "[::1]:8501"}, True),
        (None, {"host": "localhost"}, False),
        ("", {"host": "localhost"}, False),
        ("0.0.0.0", {"host": "localhost"}, False),  # noqa: S104 (it must be refused)
        ("127.0.0.1", {"host": "nuzuh.example.org"}, False),
        ("127.0.0.1", {"host": "localhost.example.org"}, False),
        ("127.0.0.1", {}, False),
        ("127.0.0.1", {"host": "localhost", "x-forwarded-for": "203.0.113.7"}, False),
    ],
)
def test_only_who_sits_at_the_computer_is_let_in(address, headers, local):
    assert is_local(address, headers) is local


@pytest.mark.parametrize(("value", "there"), [("", False), ("0", False), ("1", True)])
def test_the_page_is_one_of_the_app_where_it_is_asked_for(monkeypatch, value, there):
    monkeypatch.setenv(editor.VARIABLE, value)
    assert editor.has_editor_page() is there
    monkeypatch.setattr(editor, "is_local", lambda *_: True)
    assert editor.may_edit() is there


def test_an_operator_may_open_it(monkeypatch):
    monkeypatch.setenv(editor.VARIABLE, "open")
    assert editor.may_edit()


def page(monkeypatch, *, on, local):
    monkeypatch.setenv(editor.VARIABLE, "1" if on else "")
    monkeypatch.setattr(editor, "is_local", lambda *_: local)
    app = AppTest.from_file(PAGE, default_timeout=60)
    app.session_state["view"] = View()
    return app.run()


@pytest.mark.parametrize(("on", "local"), [(False, True), (True, False)])
def test_a_stranger_gets_no_field_and_no_button(monkeypatch, on, local):
    app = page(monkeypatch, on=on, local=local)
    assert not app.exception
    assert "--server.address" in app.info[0].value
    assert not app.text_input
    assert not app.button


@pytest.mark.slow
def test_a_figure_is_read_as_it_is_typed_previewed_and_written(monkeypatch):
    told = FigurePreview(ledger_files_day(), EMPTY, ("a", "b"), EMPTY, EMPTY, reconstructed=True)
    monkeypatch.setattr(figure_form, "figure_preview", lambda *_: told)
    monkeypatch.setattr(figure_form, "check_working_copy", lambda _: None)
    written = []
    monkeypatch.setattr(figure_form, "put", written.append)
    app = page(monkeypatch, on=True, local=True)
    assert not app.exception
    for name, text in GIVEN.items():
        app.text_input(key=f"figure-{name}").set_value(text)
    for name, choice in CHOSEN.items():
        app.selectbox(key=f"figure-{name}").set_value(choice)
    app.run()
    assert not app.exception
    assert "To change first" not in [one.value for one in app.header]
    next(one for one in app.button if one.label == "Show what it changes").click()
    app.run()
    assert any("stays as it is" in one.proto.body for one in app.get("html"))
    app.button(key="figure-write").click()
    app.run()
    (change,) = written
    assert "geodata/estimates.csv" in change.after
    assert "GH0018 is written" in app.success[0].value


def ledger_files_day():
    return ledger_files.read_ledger_files().estimates["as_of"].max().date()


@pytest.mark.slow
def test_a_wrong_figure_says_what_to_change_and_offers_no_writing(monkeypatch):
    app = page(monkeypatch, on=True, local=True)
    app.text_input(key="figure-number").set_value("many")
    app.run()
    assert not app.exception
    told = " ".join(one.proto.body for one in app.get("html"))
    assert "is not a number" in told
    assert [one.key for one in app.button if one.key == "figure-write"] == []


@pytest.mark.slow
def test_a_copy_that_may_not_be_written_to_offers_the_change_as_a_patch(monkeypatch):
    def refused(_):
        raise RefusedError("no working copy")

    monkeypatch.setattr(figure_form, "check_working_copy", refused)
    app = page(monkeypatch, on=True, local=True)
    for name, text in GIVEN.items():
        app.text_input(key=f"figure-{name}").set_value(text)
    for name, choice in CHOSEN.items():
        app.selectbox(key=f"figure-{name}").set_value(choice)
    app.run()
    assert [one.proto.label for one in app.get("download_button")] == [
        "Download the change as a patch"
    ]
