"""Areas that no figure tells apart are said to be one, and what is left out for it is counted."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import reconstructed_people
from nuzuh.scene.reconstruction_notices import PreparedNotices
from nuzuh.scene.translator import Translator

NORTH = ("PS0255", "PS0260")
AFTER = date(2026, 6, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_which_areas_are_one_and_how_much_movement_that_leaves_out(lang):
    t, tables = Translator(lang), tables_in_use()
    reconstruction = load_reconstruction(tables, "all")
    notices = PreparedNotices(reconstruction, tables.estimates)
    (joint,) = reconstruction.joints
    since = reconstruction.days[joint.since].date()
    left_out = sum(
        reconstruction.moved(since, AFTER, (a,), (b,))[0] for a, b in permutations(NORTH, 2)
    )
    told = notices.on(AFTER).words(t).notices[0].text
    assert all(governorate_name(pcode, lang) in told for pcode in NORTH)
    assert reconstructed_people(left_out, None, None, t) in told
    assert t.day(since) in told
    before = [notice.text for notice in notices.on(date(2025, 10, 5)).words(t).notices]
    assert told not in before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_closed_way_is_said_on_its_days_alone(lang):
    t, tables = Translator(lang), tables_in_use()
    notices = PreparedNotices(load_reconstruction(tables, "all"), tables.estimates)
    shut = t.day(date(2025, 1, 26))
    on = {
        day: [n for n in notices.on(day).words(t).notices if shut in n.text]
        for day in (date(2023, 11, 9), date(2023, 11, 10), date(2025, 1, 26), date(2025, 1, 27))
    }
    assert [len(found) for found in on.values()] == [0, 1, 1, 0]
    (told,) = on[date(2025, 1, 26)]
    assert len(told.figures) == 3
    assert all(figure.source[0] and figure.said for figure in told.figures)
