"""Places and terms of orders in the reader's language; what is not known stands as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.orders import load_orders
from nuzuh.scene.labels import published_area_name, speaker_name
from nuzuh.scene.order_words import term_text
from nuzuh.scene.place_names import place_name, places_named
from nuzuh.scene.translator import LANGUAGES, Translator

FOREIGN = ("ar", "he")


@pytest.mark.parametrize("lang", FOREIGN)
def test_every_term_of_the_orders_has_words(lang):
    t = Translator(lang)
    terms = set(load_orders().frame["term"])
    assert [term for term in terms if term_text(term, t) == t.isolated(term)] == []
    assert term_text("a term of tomorrow", t) == "\u2068a term of tomorrow\u2069"


@pytest.mark.parametrize("lang", FOREIGN)
def test_every_publisher_and_area_of_the_figures_has_a_name(lang, estimates):
    t = Translator(lang)
    speakers = {*estimates["speaker"], *load_orders().frame["issuer"]}
    assert [name for name in speakers if speaker_name(name, t) == name] == []
    areas = {*estimates["origin"], *estimates["destination"]} - {""}
    assert [
        name for name in areas if published_area_name(name, t) in (name, t.isolated(name))
    ] == []


@pytest.mark.parametrize(
    ("name", "ar", "he"),
    [
        ("Sheikh Radwan", "الشيخ رضوان", "\u2068Sheikh Radwan\u2069"),
        ("parts of Jabalia", "أجزاء من جباليا", "חלקים של ג'באליא"),
        ("Gaza City (Zeitoun)", "مدينة غزة (الزيتون)", "\u2068Gaza City (Zeitoun)\u2069"),
        ("Gaza City (whole city)", "كل مدينة غزة", "כל העיר עזה"),
        ("Bureij camp (parts)", "أجزاء من مخيم البريج", "חלקים של מחנה אל-בורייג'"),
        ("Gaza City and northern Gaza", "مدينة غزة وشمال قطاع غزة", "העיר עזה וצפון הרצועה"),
        ("Rimal and Sabra", "\u2068Rimal and Sabra\u2069", "\u2068Rimal and Sabra\u2069"),
        ("Shati camp", "مخيم الشاطئ", "\u2068Shati camp\u2069"),
        ("Tal Al-Zaatar", "تل الزعتر", "\u2068Tal Al-Zaatar\u2069"),
        ("Khirbet Al-Adas", "خربة العدس", "\u2068Khirbet Al-Adas\u2069"),
        ("Al-Salam (Rafah)", "السلام", "\u2068Al-Salam (Rafah)\u2069"),
        ("at least 17 areas", "\u2068at least 17 areas\u2069", "\u2068at least 17 areas\u2069"),
        ("", "", ""),
    ],
)
def test_a_place_is_told_where_the_gazetteer_knows_it_and_never_spelled_anew(name, ar, he):
    assert (place_name(name, Translator("ar")), place_name(name, Translator("he"))) == (ar, he)
    assert place_name(name, Translator("en")) == name


def test_places_stand_one_after_the_other():
    told = places_named("Al-Karama; Al-Sha'af;Rafah", Translator("ar"))
    assert told == "الكرامة؛ \u2068Al-Sha'af\u2069؛ رفح"


@given(st.lists(st.text("abcXYZ-'() ", min_size=1).map(str.strip).filter(bool), max_size=4))
def test_no_place_is_lost(names):
    for lang in LANGUAGES:
        t = Translator(lang)
        told = places_named("; ".join(names), t)
        assert all(place_name(name, t) in told for name in names)
