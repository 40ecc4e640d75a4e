"""Whoever asks for ranges while others are computed is told their place, in their language."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.export import pool
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.ui import reconstruction


def page(lang):
    from types import SimpleNamespace

    from nuzuh.scene.translator import Translator
    from nuzuh.scene.view import View
    from nuzuh.ui.reconstruction import offer_ranges

    unranged = SimpleNamespace(ranged=False, has_observations=True)
    offer_ranges(unranged, View(lang=lang, perspective="OCHA"), Translator(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_place_in_the_queue_is_told(lang, monkeypatch):
    told = []

    class Bar:
        def progress(self, part, text=""):
            told.append((part, text))

    def computed(_tables, view, *, progress, waiting, run):
        assert (view, run) == ("OCHA", pool.run)
        waiting(2)
        waiting(1)
        progress(50, 200)

    monkeypatch.setattr(reconstruction, "compute_ranges", computed)
    monkeypatch.setattr(reconstruction.st, "progress", lambda *_: Bar())
    monkeypatch.setattr(reconstruction.st, "rerun", lambda: told.append("shown"))
    at = AppTest.from_function(page, default_timeout=60, kwargs={"lang": lang}).run()
    at.button[0].click().run()
    assert not at.exception
    t = Translator(lang)
    assert told == [
        (0.0, t("view.waiting", n=t.number(2))),
        (0.0, t("view.waiting", n=t.number(1))),
        (0.25, t("view.progress", done=50, total=200)),
        "shown",
    ]
    assert t.number(2) in told[0][1]
