"""The filter of measures: in groups, complete, and those of people first."""

from __future__ import annotations

import pytest

from nuzuh.scene.measure_groups import (
    GROUPS,
    OF_PEOPLE,
    measures_of,
    option_name,
    options,
    people_first,
)
from nuzuh.scene.translator import LANGUAGES, Translator


def test_every_measure_of_the_table_can_be_chosen(estimates):
    offered = options(estimates["measure"].unique())
    chosen = {measure for option in offered for measure in measures_of(option)}
    assert chosen >= set(estimates["measure"])
    assert len(offered) == len(set(offered))


def test_no_measure_stands_in_two_groups():
    grouped = [measure for group in GROUPS.values() for measure in group]
    assert len(grouped) == len(set(grouped))


def test_what_is_in_no_group_can_still_be_chosen():
    assert options(["deaths", "news"]) == ["group:population", "news"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_option_has_a_name(estimates, lang):
    t = Translator(lang)
    names = [option_name(option, t) for option in options(estimates["measure"].unique())]
    assert all(names)
    assert len(names) == len(set(names))


def test_figures_of_people_come_first_and_keep_their_order(estimates):
    newest = estimates.sort_values("as_of", ascending=False, kind="stable")
    first = people_first(newest)
    of_people = first["measure"].isin(OF_PEOPLE)
    assert of_people.is_monotonic_decreasing
    assert sorted(first["id"]) == sorted(newest["id"])
    for part in (first[of_people], first[~of_people]):
        assert part["as_of"].is_monotonic_decreasing
