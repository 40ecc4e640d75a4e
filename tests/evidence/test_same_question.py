"""Figures are held together only where they answer the same question of the same days."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.evidence.prepared_statements import statement_of
from nuzuh.evidence.same_question import SAME_DAYS, answers, of_others
from nuzuh.evidence.statements import speaker_of
from nuzuh.loaders.table import rows_of
from tests.scene.rivals import ledger


def told(rows):
    """What answers what in a table of figures."""
    sound = rows_of(rows[rows["repeats"] == ""])
    return answers(statement_of(row, row["as_of"].date()) for row in sound)


FOUND = told(ledger())


def same(rows):
    return {name: [one.figure.id for one in found] for name, found in told(rows).items()}


def changed(**parts):
    """The small ledger with some cells of one more copy of V03, a running total, changed."""
    rows = ledger().set_index("id", drop=False)
    more = rows.loc[["V03"]].assign(id="X01", publisher="somebody", according_to="", **parts)
    return pd.concat([rows, more]).reset_index(drop=True)


def test_a_figure_is_among_those_that_answer_the_same_and_they_see_each_other():
    found = same(ledger())
    assert found
    for name, ids in found.items():
        assert name in ids
        assert all(name in found[other] for other in ids)


def test_the_lowest_stands_first():
    for rivals in FOUND.values():
        numbers = [one.figure.central for one in rivals]
        assert numbers == sorted(numbers)


def test_the_same_total_of_another_speaker_is_held_against_it():
    assert "X01" in same(changed())["V03"]


@pytest.mark.parametrize(
    "parts",
    [
        {"unit": "movements"},
        {"counting": "movements"},
        {"period_start": pd.Timestamp("2025-05-01")},
        {"period_start": pd.NaT},
        {"as_of": ledger().set_index("id").loc["V03", "as_of"] + pd.Timedelta(days=SAME_DAYS + 1)},
        {"repeats": "V03"},
        {"measure": "idps"},
    ],
)
def test_what_is_another_count_is_not(parts):
    assert "X01" not in same(changed(**parts)).get("V03", [])


def test_a_day_is_never_held_against_a_running_total():
    rows = changed()
    at = rows["id"] == "X01"
    rows.loc[at, "period_start"] = rows.loc[at, "as_of"]
    assert "X01" not in same(rows)["V03"]


@settings(max_examples=30)
@given(st.sampled_from(sorted(FOUND)))
def test_others_are_sound_and_of_somebody_else(name):
    found = FOUND[name]
    one = next(other for other in found if other.figure.id == name)
    for other in of_others(one, found):
        assert speaker_of(other) != speaker_of(one)
        assert not other.weak
