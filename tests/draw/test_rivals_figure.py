"""The figure of rival estimates: what the panel says, and never without the ends."""

from __future__ import annotations

from datetime import date

import pytest

from nuzuh.draw.sheets import compose
from nuzuh.draw.type import plain
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import figure_of
from nuzuh.scene.rivals import rivals_of
from nuzuh.scene.timeline import statements_on
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

ENGLISH = Translator("en")
RAFAH = date(2024, 5, 26)


def texts(view, paper="a4"):
    shown = figure_of("rivals", view, tables_in_use(), ENGLISH)
    return " ".join(map(plain, compose(shown, t=ENGLISH, paper=paper).texts))


@pytest.mark.slow
def test_who_left_rafah_is_a_section_of_its_own_with_the_largest_in_it():
    told = texts(View(date=RAFAH))
    assert "Left Rafah for elsewhere in the Strip" in told
    for part in ("UNRWA", "about 800,000", "more than 945,000", "about 950,000"):
        assert part in told
    assert "came out later (27 May 2024)" in told


@pytest.mark.slow
def test_what_came_out_later_is_counted_or_left_out():
    statements = statements_on(tables_in_use(), RAFAH, later=True)
    later = sum(s.appeared == "later" for rows in statements.values() for s in rows)
    total = sum(map(len, statements.values()))
    assert f"{later} of {total} figures came out later." in texts(View(date=RAFAH))
    without = texts(View(date=RAFAH, later=False))
    assert f"Left out because they came out later: {later}." in without
    assert "945,000" not in without


def test_sections_tell_people_movements_and_counts_of_a_day_apart():
    shown = rivals_of(View(date=date(2025, 9, 30)), tables_in_use(), ENGLISH)
    south = [(g.unit, g.of_day) for q in shown.questions if q.id == "moved_south" for g in q.groups]
    assert south == [("people", False), ("movements", False), ("movements", True)]
    asked = [question.id for question in shown.questions]
    assert asked.index("present_north") < asked.index("moved_south")
    units = tables_in_use().estimates.set_index("id")["unit"]
    for group in (group for question in shown.questions for group in question.groups):
        assert {units[claim.id] for claim in group.claims} == {group.unit}


@pytest.mark.parametrize("paper", ["a4", "a4-portrait", "slide", "square"])
def test_the_largest_and_the_smallest_claim_are_on_every_paper(paper):
    view = View(date=date(2025, 9, 30))
    told = texts(view, paper)
    north = [
        s
        for s in statements_on(tables_in_use(), view.date, later=True)["present_north"]
        if s.standing == "latest"
    ]
    for end in (min, max):
        claim = end(north, key=lambda s: s.figure.central)
        for word in plain(ENGLISH.figure(claim.figure, unit=False)).split():
            assert word in told
