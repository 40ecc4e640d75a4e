"""The language of a source's title: every title of the data that is not English, seen by eye."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.orders import load_orders
from nuzuh.scene.title_language import title_language

NOT_ENGLISH = {
    "807 000 Palestiniens resident toujours dans les gouvernorats de Gaza et du Nord "
    "(Yeni Safak/Anadolu)": "fr",
    "Environ 200.000 Palestiniens ont deja fui vers le sud (RTL/Belga)": "fr",
    "GNews (French): environ 500 000 deplaces depuis la fin du cessez-le-feu": "fr",
    "IRNA (French): La population de Gaza diminue de 6 pour cent": "fr",
    "Le Temps News (French): plus de 80% de Gaza sous ordre": "fr",
    "Adara Relief (Indonesian): 200.000 warga Gaza terpaksa mengungsi": "id",
    "Geekology (Indonesian): kondisi Jalur Gaza": "id",
    "Cooperativa / EFE: ONU, casi 1,9 millones desplazados": "es",
    "Cooperativa: ONU, casi 1,9 millones desplazados": "es",
    "Israel Noticias: panfletos en el oeste de la ciudad de Gaza": "es",
    "Meneame: El invierno mata sin balas": "es",
    "Radio Universidad de Chile: 1,7 millones (OCHA)": "es",
    "Radio Nacional (Albanian): Izraeli mbyll rrugen": "sq",
    "Sky TG24: Iran Israele guerra 12 ottobre diretta": "it",
    "Son Dakika (Turkish): BM den Gazze de tahliye uyarisi": "tr",
    "TV100: Gazze de 1,9 milyon insan yerinden oldu": "tr",
    "Turkiye Secimleri: nufusun yuzde 90i yerinden edildi (OCHA)": "tr",
    "Yeni Safak: 2 milyonluk nufusun 1,1 milyonu yeterli barinaktan yoksun (IOM)": "tr",
    "Wikipedia (German, copy): Gouvernement Chan Yunis": "de",
    "Wikipedia (German, copy): Gouvernement Chan Yunis, table of localities": "de",
}
"""Of the titles in the tables those that are not English; a new one is looked at and added."""


def test_the_titles_that_are_not_english_are_those_seen_by_eye(estimates):
    titles = {*estimates["source_title"], *load_orders().frame["source_title"]}
    found = {title: title_language(title) for title in titles}
    assert {title: lang for title, lang in found.items() if lang != "en"} == NOT_ENGLISH


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("", "en"),
        ("2025-10-05", "en"),
        ("OCHA", "en"),
        ("أوتشا: نزوح أكثر من 400,000 شخص", "ar"),
        ('צה"ל: יותר מ-800,000 איש עזבו', "he"),
        ("Над Газой", ""),
        ("Al Jazeera: 288 thousand families without homes", "en"),
        ("Haberler (Turkish): shelter crisis before winter, UNRWA warns", "en"),
        ("Mehr als 400.000 Menschen sind aus Gaza vertrieben", "de"),
        ("BM: Gazze'de 400 bin kişi yerinden edildi", "tr"),
    ],
)
def test_script_letters_and_small_words_decide(title, lang):
    assert title_language(title) == lang


@given(st.text())
def test_any_text_has_a_language_that_html_takes(title):
    assert re.fullmatch(r"([a-z]{2})?", title_language(title))
