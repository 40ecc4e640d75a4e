"""The page of movements: the answer first, and where there is none, what to change."""

from __future__ import annotations

import pytest

from nuzuh.balance.solve import BalanceError
from nuzuh.scene import solving
from nuzuh.scene.translator import LANGUAGES, Translator
from tests.ui.pages import opened

MAY = {"date": "2024-05-26", "since": "2024-05-06", "show": "reconstructed"}


def told(at):
    return " ".join(part.proto.body for part in at.get("html"))


def pictures(at):
    return next(
        one.proto for one in at.get("bidi_component") if one.proto.component_name == "flows"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_who_left_rafah_for_where(root, lang):
    at = opened(root, "movements", **MAY, area="PS0275", lang=lang)
    assert 'data-testid="lead"' in told(at)
    assert Translator(lang)("movements.lead.where", name="", number="690,000").strip() in told(at)
    assert not at.warning
    assert "PS0275" in str(pictures(at))


def test_a_publisher_without_movements_is_said_and_let_go(root):
    at = opened(root, "movements", **MAY, by="Gaza Government Media Office")
    (warning,) = at.warning
    assert "Gaza Government Media Office" in warning.value
    assert Translator("en")("movements.change_period") in warning.value
    button = next(one for one in at.button if one.label == "Show all publishers")
    button.click().run()
    assert not at.warning
    assert at.session_state["view"].by == ""


def test_a_layer_of_another_page_gives_way_to_people(root):
    at = opened(root, "movements", **MAY, layer="orders")
    assert at.session_state["view"].layer == "people"
    assert "reconstructed" in told(at)


def test_what_is_not_reconstructed_is_said_and_figures_as_published_are_shown(root):
    at = opened(root, "movements", **MAY | {"view": "ICRC"})
    assert not at.warning
    assert Translator("en")("movements.none_rebuilt") in [one.value for one in at.info]
    assert "published-matrix" in str(pictures(at))


def test_a_balance_that_does_not_converge_is_said(root, monkeypatch):
    def fails(*_):
        raise BalanceError("made up")

    monkeypatch.setattr(solving, "load_reconstruction", fails)
    (warning,) = opened(root, "movements", **MAY).warning
    assert warning.value == Translator("en")("error.balance")


def test_a_publisher_is_chosen_and_stands_in_the_view(root):
    at = opened(root, "movements", **MAY)
    (chosen,) = (box for box in at.selectbox if box.label == "Published by")
    chosen.select("IDF").run()
    assert at.session_state["view"].by == "IDF"
    assert "UNRWA" not in told(at)
    assert not at.exception
