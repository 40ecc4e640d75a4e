"""The browser's arrows are those of every other output: Python's rule, period by period."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.arrows import published_arrows, published_movements
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.time_map import Flow, Joint
from nuzuh.scene.timeline import every_day
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.payload import build_payload
from tests.web.timemaps import FIRST, map_of, moved, squares

ENGLISH = Translator("en")


def told(arrows):
    return [
        {
            "way": " ".join([*arrow.origins, ">", *arrow.destinations]),
            "low": arrow.low,
            "high": arrow.high,
            "number": arrow.number,
            "sentence": arrow.sentence,
        }
        for arrow in arrows
    ]


def some_periods(days, count, seed):
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    drawn = [sorted(dice.choices(days, k=2)) for _ in range(count)]
    return [(since, until) for since, until in drawn]


def written(periods):
    return [(since.isoformat(), until.isoformat()) for since, until in periods]


@cache
def gaza(lang, *, later=True):
    t = Translator(lang)
    return build_payload(time_map_of(View(later=later), tables_in_use(), t), t)


@pytest.mark.walk
@pytest.mark.parametrize(
    ("lang", "later", "count"),
    [
        ("en", True, 120),
        ("ar", False, 60),
        pytest.param("en", False, 250, marks=pytest.mark.thorough),
        pytest.param("he", True, 120, marks=pytest.mark.thorough),
    ],
)
@pytest.mark.few(1)
def test_published_arrows_are_pythons_on_the_real_ledger(alone, lang, later, count):
    t = Translator(lang)
    movements = published_movements(tables_in_use(), t, later=later)
    periods = some_periods(every_day(), count, 11)
    periods += [(date(2024, 5, 6), date(2024, 5, 26)), (date(2025, 8, 14), date(2025, 10, 5))]
    alone.shows(gaza(lang, later=later), "2025-10-05")
    found = 0
    for period, seen in zip(periods, alone.arrows(*written(periods)), strict=True):
        expected = told(published_arrows(movements, *period, t))
        assert seen == expected, period
        found += len(expected)
    assert found > count


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in (2, 3))]
)
@pytest.mark.few(1)
def test_ties_are_told_apart_as_python_does(alone, seed):
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    areas = squares(12)
    codes = [area.id for area in areas]
    movements = []
    for number in range(400):
        start = FIRST + timedelta(dice.randrange(0, 60, 6))
        end = start + timedelta(dice.choice([0, 6, 30]))
        origins, destinations = (
            tuple(sorted(dice.sample(codes, dice.choice([1, 1, 2])))) for _ in range(2)
        )
        is_open = dice.random() < 0.3
        value = dice.choice([1_000.0, 49_000.0, 50_000.0, 50_000.0, 1e6, 2.5e6])
        movements.append(
            moved(
                f"{value:,.0f}",
                id=f"M{dice.randrange(1000)}-{number}",
                origins=origins,
                destinations=() if is_open else destinations,
                open_end=(34.01, 31.01) if is_open else None,
                start=start,
                end=end,
                known=end + timedelta(dice.choice([0, 0, 9])),
                value=value,
                party=dice.choice("ABC"),
                question=dice.choice(["p people", "q people", "q movements", "r people"])
                + f" {number % 5}",
                who=f"who {number}",
                came_out=dice.choice([None, end, end + timedelta(5)]),
                publisher=dice.choice(["UN", "OCHA"]),
            )
        )
    days = [FIRST + timedelta(n) for n in range(100)]
    payload = build_payload(map_of(np.full((12, 100), 1e5), areas, movements=movements), ENGLISH)
    alone.shows(payload, FIRST.isoformat())
    periods = some_periods(days, 200, seed)
    shown = alone.arrows(*written(periods))
    for period, seen in zip(periods, shown, strict=True):
        assert seen == told(published_arrows(movements, *period, ENGLISH)), period
    assert max(map(len, shown)) == 8


def test_rivals_are_one_arrow_and_where_to_is_not_made_up(alone):
    alone.shows(gaza("en"), "2024-05-26")
    (arrows,) = alone.arrows(("2024-05-06", "2024-05-26"))
    rafah = next(arrow for arrow in arrows if arrow["way"] == "PS0275 >")
    assert (rafah["low"], rafah["high"]) == (945_000, 950_000)
    assert rafah["number"] == (
        "more than 945,000 people (OCHA, 26 May 2024) to about 950,000 people (IDF, 20 May 2024)"
    )
    assert rafah["sentence"].startswith(
        "Rafah → elsewhere in the Strip: more than 945,000 people, "
    )
    assert "about 950,000 people" in rafah["sentence"]
    legend = alone.page.locator(".tm-legend").inner_text()
    assert "open arrow: elsewhere in the Strip, where to is not named" in legend


@pytest.mark.walk
def test_areas_that_are_one_on_a_day_are_one_mark_and_one_end_of_arrows(alone):
    areas = squares(3)
    total = np.array([100_000.0, 200_000.0, 300_000.0])
    flows = [Flow("A0", "A2", total), Flow("A1", "A2", 2 * total), Flow("A0", "A1", 3 * total)]
    joints = [Joint(("A0", "A1"), FIRST + timedelta(2), FIRST + timedelta(2))]
    layer = map_of([[3e5] * 3, [3e5] * 3, [9e5] * 3]).layers[0]
    payload = build_payload(
        map_of(layer, areas, flows=flows, joints=joints, reconstructed=True), ENGLISH
    )
    alone.shows(payload, FIRST.isoformat())
    days = [(FIRST + timedelta(n)).isoformat() for n in range(3)]
    apart, together = alone.arrows((days[0], days[1]), (days[0], days[2]))
    assert [(arrow["way"], arrow["high"]) for arrow in apart] == [
        ("A0 > A1", 600_000),
        ("A1 > A2", 400_000),
        ("A0 > A2", 200_000),
    ]
    assert [(arrow["way"], arrow["high"]) for arrow in together] == [("A0 A1 > A2", 900_000)]
    assert together[0]["sentence"] == "Area 0 + Area 1 → Area 2 (reconstructed)"
    assert [row[0] for row in alone.table()] == ["Area 0 + Area 1", "Area 2"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_every_arrow_of_the_ledger_has_its_number_on_a_wide_map(alone, lang):
    alone.shows(gaza(lang), "2025-10-05")
    alone.page.evaluate(
        """() => {
          window.written = [];
          const drawing = CanvasRenderingContext2D.prototype;
          window.fillText ??= drawing.fillText;
          drawing.fillText = function (text, ...at) {
            window.written.push(text);
            return window.fillText.call(this, text, ...at);
          };
        }"""
    )
    (arrows,) = alone.arrows(("2025-08-14", "2025-10-05"))
    said = "".join(alone.page.evaluate("written")).translate(ISOLATES).replace(" ", "")
    assert len(arrows) >= 3
    for arrow in arrows:
        assert arrow["number"].translate(ISOLATES).replace(" ", "") in said


ISOLATES = {0x2068: None, 0x2069: None}
