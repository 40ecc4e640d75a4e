"""What published sides say on every day is what is found for each day by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nuzuh.evidence.published import latest_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.published_sides import published_sides
from nuzuh.scene.regions import REGIONS, pcodes_of
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline, published_by_day, published_for
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

SPAN = load_timeline()
DAYS = [SPAN.first, *(phase.preset for phase in SPAN.phases), SPAN.last]


@pytest.mark.parametrize("later", [True, False])
def test_an_area_has_on_each_of_many_days_the_figure_of_that_day(later):
    rows = tables_in_use().estimates
    for area in ("north", "south", "PS0270"):
        by_day = published_by_day(tables_in_use(), area, later=later)
        assert len(by_day) == (SPAN.last - SPAN.first).days + 1
        for day in DAYS:
            start = SPAN.phase_of(day).start
            alone = latest_of(rows, pcodes_of(area), day, phase_start=start, later=later)
            assert by_day[day] == alone == published_for(tables_in_use(), area, day, later=later)


@pytest.mark.parametrize("later", [True, False])
def test_every_area_and_region_says_on_a_day_what_its_mark_says(later):
    t = Translator("en")
    sides = published_sides(tables_in_use(), t, later=later)
    assert sides.on.shape == (
        len(LAYERS) * len(pc.GOVERNORATES) + len(REGIONS),
        (SPAN.last - SPAN.first).days + 1,
    )
    assert set(sides.on.ravel().tolist()) == set(range(len(sides.told)))
    for day in (SPAN.phases[-2].preset, SPAN.last - timedelta(30)):
        for row, layer in enumerate(LAYERS):
            view = View(date=day, layer=layer)
            shown = scene(view if later else view.without_later(), tables_in_use(), t)
            for at, pcode in enumerate(pc.GOVERNORATES):
                index = sides.on[row * len(pc.GOVERNORATES) + at, (day - SPAN.first).days]
                told = sides.told[index]
                mark = next(mark for mark in shown.marks if pcode in mark.pcodes)
                assert (told.pcodes, told.cited) == (mark.pcodes, mark.cited)
                assert (told.value, told.low, told.high) == (
                    mark.record.value,
                    mark.record.low,
                    mark.record.high,
                )
                assert told.cell.startswith(mark.number)


def test_a_region_has_one_figure_of_its_own_and_never_a_sum():
    sides = published_sides(tables_in_use(), Translator("en"), later=True)
    for number, pcodes in enumerate(REGIONS.values()):
        row = sides.on[len(LAYERS) * len(pc.GOVERNORATES) + number]
        of_region = [sides.told[at] for at in sorted(set(row.tolist()))]
        assert {frozenset(one.pcodes) for one in of_region} <= {frozenset(pcodes)}
        assert all(one.cited for one in of_region if one.is_told)
