"""What a figure shows holds nothing that computes, and goes through JSON as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import KINDS, figure_of
from nuzuh.scene.film import MovingError, film_of
from nuzuh.scene.film_period import Period
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.series import series_of
from nuzuh.scene.solving import UnsolvedError
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

MAY = date(2024, 5, 14)
AUTUMN = View(since=date(2025, 8, 14))


def shown(kind, view):
    return figure_of(kind, replace(view, compare=MAY), tables_in_use(), Translator(view.lang))


@pytest.mark.parametrize("show", ["published", "reconstructed"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_figure_shows_goes_through_json(kind, show):
    view = replace(AUTUMN, mode=show)
    if kind == "story":
        view = replace(view, story="north-2023", step=2)
    model = shown(kind, view)
    assert from_json(type(model), to_json(model)) == model


def test_a_map_of_people_has_circles_where_no_arrows_stand():
    assert shown("map", View()).circles
    assert not shown("map", AUTUMN).circles
    assert not shown("map", View(layer="density")).circles
    assert shown("comparison", View()).circles
    assert not shown("comparison", View(layer="change")).circles


def test_nothing_is_told_of_an_area_that_the_balance_cannot_tell_from_another():
    series = series_of(View(), tables_in_use(), Translator("en"))
    gaza = series.curves[3]
    assert gaza.name == "Gaza"
    known = dict(zip(gaza.days, gaza.people, strict=True))
    # After 10 October 2025 no figure bears a split of the north.
    assert all(number is None for day, number in known.items() if day > date(2025, 10, 31))
    before = max(day for day in known if day <= date(2025, 10, 5))
    people, _, _ = load_reconstruction(tables_in_use(), "all").course([before], ("PS0260",))[0]
    assert known[before] == pytest.approx(people)


def test_a_balance_that_does_not_converge_is_told_in_the_readers_words(monkeypatch):
    def unsolved(*_, **__):
        raise UnsolvedError

    monkeypatch.setattr("nuzuh.scene.film.scenes", unsolved)
    with pytest.raises(MovingError, match="لم يتقارب الميزان"):
        film_of(View(lang="ar"), Period((MAY,)), tables_in_use(), Translator("ar"))
