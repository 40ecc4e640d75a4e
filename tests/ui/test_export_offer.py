"""The offer of data and citation: nothing is made before it is asked for."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page(**parts):
    from datetime import date

    from nuzuh.scene.translator import Translator
    from nuzuh.scene.view import View
    from nuzuh.ui.export_offer import offer_data_and_citation

    days = {
        name: date.fromisoformat(parts.pop(name)) for name in ("date", "since") if name in parts
    }
    view = View(**parts, **days)
    offer_data_and_citation(view, Translator(view.lang))


def opened(**parts):
    at = AppTest.from_function(page, default_timeout=60, kwargs=parts)
    at.run()
    assert not at.exception
    return at


def downloads(at):
    return [element.proto.label for element in at.get("button")]


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
def test_a_view_is_offered_in_every_form_with_its_citation(lang, monkeypatch):
    monkeypatch.setattr("nuzuh.export.formats.write", lambda *_: pytest.fail("made in advance"))
    at = opened(lang=lang)
    labels = downloads(at)
    assert len(labels) == 8
    for name in ("CSV", "Excel", "GeoJSON", "GeoPackage", "GeoParquet", "BibTeX", "RIS"):
        assert any(name in label for label in labels)
    (citation,) = (element.value for element in at.code)
    assert citation.startswith("nuzuh (2026).")
    assert "date=2025-10-05" in citation


def test_a_view_with_movements_offers_every_day_of_its_period():
    at = opened(since="2025-10-01")
    assert "5 October 2025," in at.caption[0].value
    at.toggle(key="taking-whole").set_value(True).run()
    assert not at.exception
    assert "1 October 2025 to 5 October 2025" in at.caption[0].value


def test_orders_are_offered_as_published_whatever_the_switch_says():
    assert downloads(opened(layer="orders", mode="reconstructed"))


def test_where_nothing_is_reconstructed_nothing_is_offered():
    at = opened(date="2023-10-10", mode="reconstructed", perspective="Khan Younis municipality")
    assert downloads(at) == []
    assert at.info


def test_full_detail_is_offered_only_where_it_is_here(monkeypatch):
    assert [toggle.key for toggle in opened().toggle] == []
    monkeypatch.setattr("nuzuh.ui.export_offer.has_full_outlines", lambda: True)
    asked = []
    monkeypatch.setattr(
        "nuzuh.ui.export_offer.file_name",
        lambda form, request, _: asked.append((form, request.detail)) or form,
    )
    at = opened()
    assert {detail for _, detail in asked} == {"display"}
    asked.clear()
    at.toggle(key="taking-detail").set_value(True).run()
    assert not at.exception
    full = {form for form, detail in asked if detail == "full"}
    assert full == {"geojson", "gpkg", "parquet", "bundle"}
