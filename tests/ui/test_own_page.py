"""The page of a reader's own file asks for a check once, not each time that it is drawn."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check
from nuzuh.scene.translator import Translator
from nuzuh.ui import own_file
from tests import made_up_records
from tests.loaders.user_files import table

pytestmark = pytest.mark.slow


@pytest.fixture
def asked(monkeypatch):
    """The names of the files that were checked, each time."""
    names = []

    def check_here(content, name, *, decisions, waiting):
        waiting(2)
        waiting(0)
        names.append((name, decisions.kind))
        return check(content, name, decisions=decisions)

    monkeypatch.setattr(own_file, "check_apart", check_here)
    return names


def sentences(at):
    return " ".join(piece.proto.body for piece in at.get("html"))


def test_a_file_is_checked_once_for_each_answer(root, asked):
    at = AppTest.from_file(str(root / "app.py"), default_timeout=120).run()
    at.switch_page("pages/yours.py").run()
    good = table("2025-10-05,Rafah,7,people_present,Us,A survey")
    at.file_uploader[0].set_value(("good.csv", good, "text/csv")).run()
    assert asked == [("good.csv", "")]
    assert "own-checked" in sentences(at)
    at.run()
    at.run()
    assert asked == [("good.csv", "")]
    assert "own-checked" in sentences(at)
    assert "own-waiting" not in sentences(at)

    (kind,) = (one for one in at.selectbox if str(one.key).startswith("own-otherwise-0"))
    kind.set_value("areas")
    (again,) = (one for one in at.button if one.label == "Read it in this way")
    again.click().run()
    assert asked == [("good.csv", ""), ("good.csv", "areas")]
    assert "own-refused" in sentences(at)
    at.run()
    assert len(asked) == 2
    assert "own-refused" in sentences(at)

    at.file_uploader[0].set_value(("other.csv", good, "text/csv")).run()
    assert [name for name, _ in asked] == ["good.csv", "good.csv", "other.csv"]
    assert not at.exception


def test_a_guess_of_several_areas_is_named():
    from nuzuh.ui.own_file import _shown

    assert _shown("area", "PS0270 PS0275", Translator("en")) == "Khan Younis, Rafah"


@pytest.mark.usefixtures("asked")
def test_single_records_are_let_go_of_and_the_aggregate_can_be_removed(root):
    at = AppTest.from_file(str(root / "app.py"), default_timeout=120).run()
    at.switch_page("pages/yours.py").run()
    raw = b"time,imei,lat,lon\n2025-07-20 08:11:00,35209900176148,31.5,34.4\n"
    at.file_uploader[0].set_value(("raw.csv", raw, "text/csv")).run()
    told = sentences(at)
    assert "own-refused" in told
    assert "nuzuh records" in told
    assert "35209900176148" not in told
    # A new field, and nothing of the file beside it.
    assert not at.file_uploader[0].value
    for kept in ("own_result", "own_file_id", "own_decisions", "user_files"):
        assert kept not in at.session_state
    assert "35209900176148" not in repr(at.session_state)

    figures = made_up_records.as_csv()
    at.file_uploader[0].set_value(("figures.csv", figures, "text/csv")).run()
    assert "(from records, your file)" in sentences(at)
    assert "own-refused" not in sentences(at)
    (use,) = (
        one for one in at.button if one.proto.type == "primary" and not one.proto.is_form_submitter
    )
    use.click().run()
    assert len(at.session_state["user_tables"].estimates) > len(tables_in_use().estimates)
    assert made_up_records.PUBLISHER in sentences(at)
    (remove,) = (one for one in at.button if one.label == "Remove my data")
    remove.click().run()
    assert "user_tables" not in at.session_state
    assert made_up_records.PUBLISHER not in sentences(at)
    assert not at.exception
