"""The browser's reconstructed movements are Python's: number, range, words, order and choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest

from nuzuh.balance.grid import CROSSING
from nuzuh.balance.marked import Marked
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.balance.told_apart import NEIGHBOURS
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.arrows import reconstructed_arrows
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.ensemble import WAYS, ensemble_of
from nuzuh.scene.flows import largest_flows
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.scene import arrows_until
from nuzuh.scene.time_map import Flow, Joint
from nuzuh.scene.timeline import every_day
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.ensemble import ensemble_payload
from nuzuh.web.timemap.payload import build_payload
from tests.browser.test_timemap_arrows import some_periods, told, written
from tests.web.timemaps import map_of, squares

ENGLISH = Translator("en")
NUMBERED = "[data-testid=arrows] li:not([data-number=''])"
NORTH = ("PS0255", "PS0260")
BEFORE, TOGETHER = date(2025, 9, 20), date(2025, 10, 11)
"""A few weeks of made-up days, and the first on which the north is one mark."""


def made_up(seed, days=60, members=20, marks=None):
    """People who moved at random, evenly for some days at a time, and an ensemble of them."""
    dice = np.random.default_rng(seed)
    edges = np.sort(dice.choice(np.arange(2, days), size=days // 6, replace=False))
    spell = np.searchsorted(edges, np.arange(days), side="right")
    rates = dice.choice([0, 0, 7, 300, 2_000, 15_000], size=(len(edges) + 1, len(CROSSING)))
    flows = rates[spell] * dice.uniform(0.5, 1.5, size=len(CROSSING))
    flows[0] = 0.0
    draws = dice.uniform(0.2, 2.0, size=(members, 1, len(CROSSING))) * np.cumsum(flows, axis=0)
    nothing = np.zeros((days, 6))
    first = pd.Timestamp(BEFORE)
    return Reconstruction(
        view="all",
        days=pd.date_range(first, periods=days),
        present=nothing,
        flows=flows,
        births=nothing,
        deaths=nothing,
        rows=pd.DataFrame({"weight": [1.0]}),
        notices=(),
        scales=pd.DataFrame(),
        seconds=0.0,
        # The two in the north are told apart until a day; the others throughout.
        last_told={
            pair: (TOGETHER - timedelta(1) if pair == NORTH else date(2030, 1, 1)).toordinal()
            for pair in NEIGHBOURS
        },
        draws=np.zeros((members, days, 6), dtype=np.float32),
        flow_draws=draws.astype(np.float32)
        if marks is None
        else Marked(draws[:, marks].astype(np.float32), np.array(marks)),
    )


def joints_of(reconstruction, days):
    """The areas that are told as one, with the days on which they are."""
    found = {}
    for day in days:
        for area in reconstruction.areas_told(day):
            if len(area) > 1:
                found.setdefault(area, []).append(day)
    return [Joint(area, of[0], of[-1]) for area, of in found.items()]


def small_map(reconstruction, t):
    """A map of five squares with the movements of a reconstruction, named as the governorates."""
    days = [day.date() for day in reconstruction.days]
    silent = [not reconstruction.has_observations or reconstruction.has_data_gap(d) for d in days]
    areas = [
        replace(square, id=pcode, name=governorate_name(pcode, t.lang))
        for square, pcode in zip(squares(5), pc.GOVERNORATES, strict=True)
    ]
    drawn = map_of(
        np.where(silent, np.nan, np.full((5, len(days)), 1e5)),
        areas,
        first=days[0],
        reconstructed=True,
        joints=joints_of(reconstruction, days),
        flows=[Flow(a, b, reconstruction.totals[:, column]) for column, a, b in WAYS],
    )
    return build_payload(drawn, t)


def check(alone, cube, reconstruction, t, periods):
    """Show periods in the browser; each has the arrows that Python gives it."""
    packed = ensemble_payload(ensemble_of(reconstruction, reconstruction.days[0].date()))
    expected = [
        told(reconstructed_arrows(largest_flows(reconstruction, *period), t)) for period in periods
    ]
    since, until = written(periods)[max(range(len(periods)), key=lambda n: len(expected[n]))]
    alone.shows(cube, until, since=since, show="reconstructed", ensemble=packed.signature)
    alone.feed(packed)
    alone.page.wait_for_selector(NUMBERED)
    for period, seen, arrows in zip(
        periods, alone.arrows(*written(periods)), expected, strict=True
    ):
        assert seen == arrows, period
    return expected


@pytest.mark.parametrize(
    ("seed", "lang"),
    [
        # Each seed and each language once, and every pair of them where there is time.
        pytest.param(seed, lang, marks=[] if seed == at else pytest.mark.thorough)
        for seed in range(3)
        for at, lang in enumerate(LANGUAGES)
    ],
)
@pytest.mark.few(1)
def test_a_made_up_ensemble_gives_pythons_arrows(alone, seed, lang):
    t, members = Translator(lang), [1, 2, 23][seed]
    reconstruction = made_up(seed, members=members, marks=[0, 9, 22, 41, 59] if seed else None)
    days = [day.date() for day in reconstruction.days]
    reconstruction = replace(
        reconstruction, absent=((pd.Timestamp(days[30]), pd.Timestamp(days[35])),)
    )
    periods = [*some_periods(days, 150, seed), (days[0], days[0]), (days[0], days[-1])]
    expected = check(alone, small_map(reconstruction, t), reconstruction, t, periods)
    assert max(map(len, expected)) == 8
    assert any(arrows == [] for arrows in expected)
    drawn = [arrow for arrows in expected for arrow in arrows]
    assert any(arrow["sentence"].endswith(t("recon.norange")) for arrow in drawn)
    assert any(arrow["way"].startswith("PS0255 PS0260 >") for arrow in drawn)


@pytest.mark.thorough
def test_where_the_last_bit_decides_which_way_is_rounded_it_is_the_same(alone):
    # Of 20 members a range ends a tenth of the way between two; with a mark on every day their
    # distance is whole steps, so that an end often lies in the very middle between thousands.
    reconstruction = made_up(7, marks=range(60))
    days = [day.date() for day in reconstruction.days]
    cube = small_map(reconstruction, ENGLISH)
    check(alone, cube, reconstruction, ENGLISH, some_periods(days, 400, 7))


@pytest.mark.parametrize(
    ("view", "lang"), [*zip(NAMED_VIEWS, ("en", "ar", "he", "en"), strict=True)]
)
@pytest.mark.few(1)
def test_every_named_view_has_pythons_arrows_from_a_small_ensemble(alone, view, lang):
    reconstruction, dice = load_reconstruction(tables_in_use(), view), np.random.default_rng(5)
    spread = dice.uniform(0.4, 1.7, size=(9, 1, len(CROSSING)))
    reconstruction = replace(
        reconstruction,
        flow_draws=(spread * np.cumsum(reconstruction.flows, axis=0)).astype(np.float32),
    )
    t = Translator(lang)
    days = [day.date() for day in reconstruction.days]
    expected = check(
        alone, small_map(reconstruction, t), reconstruction, t, some_periods(days, 60, 3)
    )
    assert sum(map(len, expected)) > 60


@cache
def shipped(view, lang):
    t = Translator(lang)
    drawn = time_map_of(View(mode="reconstructed", perspective=view), tables_in_use(), t)
    return build_payload(drawn, t)


@pytest.mark.walk
@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "lang"),
    [
        pytest.param(view, lang, marks=[] if view == "un" else pytest.mark.thorough)
        for view, lang in zip(NAMED_VIEWS, ("ar", "en", "en", "he"), strict=True)
    ],
)
@pytest.mark.thorough
def test_the_shipped_ensembles_give_pythons_arrows(alone, view, lang):
    t, tables = Translator(lang), tables_in_use()
    reconstruction = load_reconstruction(tables, view)
    periods = [*some_periods(every_day(), 400, 8), (date(2025, 8, 14), date(2025, 10, 5))]
    expected = check(alone, shipped(view, lang), reconstruction, t, periods)
    shown = View(mode="reconstructed", perspective=view, since=periods[-1][0])
    assert expected[-1] == told(arrows_until(shown, tables, t)(periods[-1][1]))
    assert sum(map(len, expected)) > 500


def test_before_the_ensemble_has_come_arrows_have_widths_and_no_numbers(alone):
    reconstruction = made_up(4)
    cube, packed = (
        small_map(reconstruction, ENGLISH),
        ensemble_payload(ensemble_of(reconstruction, BEFORE)),
    )
    since, until = BEFORE.isoformat(), (BEFORE + timedelta(15)).isoformat()
    alone.shows(cube, until, since=since, show="reconstructed", ensemble=packed.signature)
    (moving,) = alone.arrows((since, until))
    assert moving
    assert {arrow["number"] for arrow in moving} == {""}
    assert all(arrow["sentence"].endswith("(reconstructed)") for arrow in moving)
    alone.feed(packed)
    alone.page.wait_for_selector(NUMBERED)
    (known,) = alone.arrows((since, until))
    assert all(arrow["number"].startswith("about ") for arrow in known)
    # A run of the page that names none leaves it where it is.
    alone.tell(ensemble="")
    assert alone.arrows((since, until)) == [known]


def test_a_reconstruction_without_an_ensemble_says_that_there_is_no_range(alone):
    reconstruction = replace(made_up(6), draws=None, flow_draws=None)
    days = [day.date() for day in reconstruction.days]
    expected = check(
        alone, small_map(reconstruction, ENGLISH), reconstruction, ENGLISH, some_periods(days, 9, 1)
    )
    said = [arrow["sentence"] for arrows in expected for arrow in arrows]
    assert said
    assert all(sentence.endswith("reconstructed, no range can be given") for sentence in said)
