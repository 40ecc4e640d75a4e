"""Marks on days, and the one note that says what each means."""

from __future__ import annotations

from datetime import date

import pytest

from nuzuh.scene.claims import cited_sentence, lead_of, questions_of
from nuzuh.scene.footnotes import ASSUMED, LATER, footnotes
from nuzuh.scene.statement_words import since_text, start_text
from nuzuh.scene.translator import LANGUAGES, Translator
from tests.scene.rivals import statements_of_day

ENGLISH = Translator("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mark_is_explained_once_and_only_where_it_occurs(lang):
    t = Translator(lang)
    assert footnotes(["since 6 May", "40,000 people"], t) == ()
    (note,) = footnotes([f"since mid-August{ASSUMED}", f"since early May{ASSUMED}"], t)
    assert note == t("note.assumed")
    assert note.startswith(ASSUMED)
    assert len(footnotes([f"a{LATER}", f"b{ASSUMED}"], t)) == 2


@pytest.mark.parametrize(
    ("day", "told"),
    [(10, "early August 2025*"), (11, "mid-August 2025*"), (21, "late August 2025*")],
)
def test_a_first_day_that_is_ours_is_never_told_to_the_day(day, told):
    start = date(2025, 8, day)
    assert start_text(start, ENGLISH, assumed=True) == told
    assert since_text(start, ENGLISH, assumed=True) == f"since {told}"
    assert since_text(start, ENGLISH, assumed=False) == f"since {day} Aug 2025"


def test_the_note_stands_once_above_the_figures_that_bear_the_mark():
    told, day = statements_of_day("2025-10-05")
    questions = questions_of(told, day, ENGLISH)
    marked = [c for q in questions for g in q.groups for c in g.claims if ASSUMED in c.when]
    assert len(marked) > 1
    assert lead_of(questions, ENGLISH).count(ENGLISH("note.assumed")) == 1
    assert ENGLISH("note.assumed") in lead_of(questions, ENGLISH, left_out=2)
    told, day = statements_of_day("2024-05-26")
    assert ENGLISH("note.assumed") not in lead_of(questions_of(told, day, ENGLISH), ENGLISH)


def test_a_sentence_that_is_copied_alone_says_in_words_what_the_mark_means():
    told, day = statements_of_day("2025-10-05")
    questions = questions_of(told, day, ENGLISH)
    claim = next(c for q in questions for g in q.groups for c in g.claims if ASSUMED in c.when)
    sentence = cited_sentence(claim, ENGLISH)
    assert ASSUMED not in sentence
    assert "since mid-August 2025" in sentence
    assert "; the publisher gave no first day" in sentence
