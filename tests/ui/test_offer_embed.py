from __future__ import annotations

from streamlit.testing.v1 import AppTest

from nuzuh.web.embed import embed_snippet

LINK = "https://nuzuh.example.org/?date=2025-10-05&layer=people"


def page(link):
    from nuzuh.scene.translator import Translator
    from nuzuh.scene.view import View
    from nuzuh.ui.embed import offer_embed

    offer_embed(View(mode="reconstructed"), link, Translator("en"))


def test_the_button_offers_the_code_with_a_title_that_says_what_it_shows():
    shown = AppTest.from_function(page, kwargs={"link": LINK}).run(timeout=20)
    assert not shown.exception
    title = "Map of displacement in the Gaza Strip, 5 October 2025: People present, reconstructed"
    assert shown.code[0].value == embed_snippet(LINK, title)
    assert "embed=true" in shown.code[0].value
