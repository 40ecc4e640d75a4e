"""Why a figure is read as it is: clauses with keys, and the same in plain English."""

from __future__ import annotations

import pytest

from nuzuh.balance.reasons import CLAUSES, Reason
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders.tables import tables_in_use


def test_a_reason_grows_by_clauses_and_stays_a_sentence():
    reason = Reason("children", share=0.47).and_("one_sided").and_("weight", weight=0.144)
    assert reason == (
        "children, at 47% of people, with the error of that share; one-sided; "
        "weight 0.14, the same side says it repeatedly within two weeks"
    )
    assert [key for key, _ in reason.clauses] == ["children", "one_sided", "weight"]
    with pytest.raises(KeyError):
        Reason("no such clause")
    with pytest.raises(KeyError):
        Reason("weight")


def test_every_figure_of_the_tables_is_told_by_known_clauses():
    rows = load_reconstruction(tables_in_use()).rows
    for reason, clauses in zip(rows["reason"], rows["clauses"], strict=True):
        assert clauses
        assert reason == "; ".join(CLAUSES[key].format(**parts) for key, parts in clauses)
