"""What one more figure changes: nothing but its own part of the map, and the balance as solved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nuzuh.loaders.editor.draft import draft_of
from nuzuh.loaders.editor.given import Given
from nuzuh.loaders.editor.ledger_files import read_ledger_files
from nuzuh.scene.figure_preview import figure_preview, tables_of
from nuzuh.scene.figure_words import earlier_words, people_words, problem_words, same_words
from nuzuh.scene.translator import LANGUAGES, Translator
from tests.wording import FOLDER, TEMPLATE, messages

FIGURE = Given(
    speaker="UNRWA",
    measure="people_present",
    number="about 150,000",
    destination="north of Wadi Gaza",
    as_of="2025-10-06",
    title="A report",
    link="https://example.org/report",
    page_date="2025-10-06",
    seen="primary",
    note="Present in the north",
)


@pytest.fixture(scope="module")
def files(small_data):
    return read_ledger_files(small_data)


def draft(files, **changed):
    return draft_of(replace(FIGURE, **changed), files, today=date(2026, 11, 26))


@pytest.mark.slow
@pytest.mark.thorough
def test_a_figure_shows_on_the_map_of_its_day_and_in_the_balance(english):
    files = read_ledger_files()
    drafted = draft(files)
    before, after = tables_of(files.estimates), tables_of(drafted.frame)
    told = figure_preview(before, after, drafted.id, english)
    assert told.day == date(2025, 10, 6)
    (new,) = (row for row in told.marks.rows if row[0] == "North Gaza + Gaza")
    assert new[1] == ""
    assert new[2].startswith("about 150,000; UNRWA")
    # What no longer stands by itself is told as gone; the south is as it was.
    assert {row[0] for row in told.marks.rows} == {"North Gaza", "Gaza", "North Gaza + Gaza"}
    assert told.people.rows
    assert people_words(told, english) == english("figure.people")
    assert dict(told.balance.rows)["Treatment"] == "used"


def test_what_is_said_of_a_draft_stands_in_every_language(files):
    wrong = draft(files, number="exactly 150,000")
    for lang in LANGUAGES:
        t = Translator(lang)
        (problem,) = wrong.problems
        assert problem_words(problem, t).endswith(t("rule.round.do"))
        (first, *_) = draft(files).series
        assert first.id in same_words(first, t)
        (row, *_) = earlier_words([first], t).rows
        assert row[0] == first.id


def test_every_refusal_of_ours_has_words_in_every_language(files):
    wrong = [
        dict.fromkeys(("speaker", "measure", "number", "as_of", "title", "seen"), ""),
        {"speaker": "UNWRA", "destination": "Rafha", "number": "n/a"},
        {"speaker": "zz", "destination": "zz", "as_of": "2027-01-01", "note": "a\x00b"},
        {"passed_on_by": "UNRWA", "since": "2025-09-01", "number": "7 families", "unit": "people"},
        {"destination": "", "destination_pcodes": "PS0275"},
        {"repeats": "GX1"},
    ]
    excuses = [{"falls": ""}, {"made-up": "why"}, {"falls": "why"}]
    drafts = [draft(files, **changed) for changed in wrong]
    drafts += [draft_of(FIGURE, files, today=date(2026, 11, 26), excuses=one) for one in excuses]
    problems = {one.key: one for drafted in drafts for one in drafted.problems}
    for lang in LANGUAGES:
        t = Translator(lang)
        assert all(t.has(f"figure.wrong.{key}") for key in problems)
        assert all(len(problem_words(one, t)) > 10 for one in problems.values())
    known = {key for key in messages(FOLDER / TEMPLATE) if key.startswith("figure.wrong.")}
    assert {f"figure.wrong.{key}" for key in problems if key} == known
