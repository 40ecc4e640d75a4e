"""The figure of rival estimates: what the panel says, and never without the ends."""

from __future__ import annotations

from datetime import date

import pytest

from nuzuh.draw.sheets import compose
from nuzuh.draw.sheets.facts import Facts
from nuzuh.draw.sheets.rivals import sections_of
from nuzuh.draw.type import plain
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.timeline import told_by
from nuzuh.scene.view import View
from nuzuh.scene.words import Words

ENGLISH = Words("en")
RAFAH = date(2024, 5, 26)


def texts(view, paper="a4"):
    return " ".join(
        plain(text)
        for text in compose(
            "rivals", view, words=ENGLISH, paper=paper, tables=tables_in_use()
        ).texts
    )


@pytest.mark.slow
def test_who_left_rafah_is_a_section_of_its_own_with_the_largest_in_it():
    told = texts(View(date=RAFAH))
    assert "Left Rafah for elsewhere in the Strip" in told
    for part in ("UNRWA", "about 800,000", "more than 945,000", "about 950,000"):
        assert part in told
    assert "came out later (27 May 2024)" in told


@pytest.mark.slow
def test_what_came_out_later_is_counted_or_left_out():
    told = told_by(tables_in_use(), RAFAH, later=True)
    later = sum(s.appeared == "later" for rows in told.values() for s in rows)
    total = sum(map(len, told.values()))
    assert f"{later} of {total} figures came out later." in texts(View(date=RAFAH))
    without = texts(View(date=RAFAH, later=False))
    assert f"Left out because they came out later: {later}." in without
    assert "945,000" not in without


def test_sections_tell_people_movements_and_counts_of_a_day_apart():
    sections = sections_of(Facts(View(date=date(2025, 9, 30)), ENGLISH, tables=tables_in_use()))
    south = [s.group for s in sections if s.question == "moved_south"]
    assert south == [("people", False), ("movements", False), ("movements", True)]
    asked = [section.question for section in sections]
    assert asked.index("present_north") < asked.index("moved_south")
    for section in sections:
        assert {s.figure.unit for s in section.statements} == {section.group[0]}


@pytest.mark.parametrize("paper", ["a4", "a4-portrait", "slide", "square"])
def test_the_largest_and_the_smallest_claim_are_on_every_paper(paper):
    view = View(date=date(2025, 9, 30))
    told = texts(view, paper)
    north = [
        s
        for s in told_by(tables_in_use(), view.date, later=True)["present_north"]
        if s.standing == "latest"
    ]
    for end in (min, max):
        claim = end(north, key=lambda s: s.figure.central)
        for word in plain(ENGLISH.figure(claim.figure, unit=False)).split():
            assert word in told
