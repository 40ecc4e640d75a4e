"""Refusals that a reader meets on a page are told in the language of the page."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import nuzuh.scene
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.solving import UnsolvedError, nothing_reconstructed
from nuzuh.scene.timeline import check_day
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

PRINTED = ("movements", "rivals", "scene", "series", "timeline")
"""Modules whose refusals the offer to print can meet."""


def raised():
    """The keys and parts of every refusal in those modules, as they stand in the code."""
    for name in PRINTED:
        code = ast.parse((Path(nuzuh.scene.__path__[0]) / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(code):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RefusedError":
                yield node.args[1].value, {word.arg for word in node.keywords}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_of_what_is_printed_has_words(lang):
    t = Translator(lang)
    found = list(raised())
    assert len(found) > 5
    for key, parts in found:
        told = refused_text(RefusedError("x", key, **dict.fromkeys(parts, "…")), t)
        assert told != t("refused.other")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_days_are_written_and_what_has_no_words_is_told_in_general(lang):
    t = Translator(lang)
    with pytest.raises(RefusedError) as outside:
        check_day(date(1999, 1, 1))
    assert t.day(date(1999, 1, 1)) in refused_text(outside.value, t)
    day = date(2025, 10, 5)
    assert t.day(day) in refused_text(nothing_reconstructed(View(day)), t)
    assert refused_text(UnsolvedError(), t) == t("error.balance")
    assert refused_text(RefusedError("in English"), t) == t("refused.other")
