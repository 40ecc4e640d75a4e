"""The page of a reader's own file asks for a check once, not each time that it is drawn."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.loaders.user import check
from nuzuh.ui import own_file
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
    from nuzuh.scene.translator import Translator
    from nuzuh.ui.own_file import _shown

    assert _shown("area", "PS0270 PS0275", Translator("en")) == "Khan Younis, Rafah"
