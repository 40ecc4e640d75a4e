"""Below the map: nothing until it is asked for, then what changed, with a way to each record."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.loaders.archive import shelf
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.scene.data_versions import known_versions
from nuzuh.scene.translator import Translator

OLD = "2026-08-22-79be9da"


@pytest.fixture
def below():
    def opened(lang="en"):
        def page():
            from nuzuh.ui import shared
            from nuzuh.ui.what_is_new import show_what_is_new

            shared.open_view()
            show_what_is_new()

        at = AppTest.from_function(page, default_timeout=60)
        at.query_params["lang"] = lang
        at.run()
        assert not at.exception
        return at

    return opened


def asked(at):
    at.checkbox(key="what-is-new").set_value(True).run()
    assert not at.exception
    return at


def html(at):
    return "".join(one.proto.body for one in at.get("html"))


def test_nothing_is_told_before_it_is_asked_for(below):
    at = below()
    assert html(at) == ""
    assert not at.selectbox


@pytest.mark.parametrize("lang", LANGUAGES)
def test_since_a_version_every_row_leads_to_its_record(below, lang):
    at = asked(below(lang))
    assert at.selectbox[0].value == OLD
    told = html(at)
    assert f'href="estimates?figure=GD0422&amp;lang={lang}"' in told
    assert Translator(lang)("changes.kind.withdrawn") in told


def test_since_a_day_it_is_the_version_of_then(below):
    at = asked(below())
    at.selectbox[0].set_value("day").run()
    assert not at.exception
    assert any(OLD in one.value for one in at.caption)
    at.text_input[0].set_value("1 July 2026").run()
    assert not at.exception
    assert any("No version from 1 July 2026" in one.value for one in at.caption)
    assert "Out from 1 July 2026" in html(at)


def test_with_one_version_it_is_told_by_page(below, monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path)
    assert len(known_versions()) == 1
    at = asked(below())
    assert at.selectbox[0].options == ["the last 30 days of the data, by the date of the page"]
    assert any("No earlier version" in one.value for one in at.caption)
