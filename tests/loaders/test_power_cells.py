"""Power cells tile their outline, whatever the centres and areas."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.loaders.power_cells import power_cells

OUTLINE = shapely.box(0, 0, 10, 10)
BENT = shapely.Polygon([(0, 0), (10, 0), (10, 10), (6, 10), (6, 4), (4, 4), (4, 10), (0, 10)])

SITES = st.lists(
    st.tuples(st.integers(1, 99), st.integers(1, 99), st.floats(0.05, 9)),
    min_size=4,
    max_size=12,
    unique_by=lambda site: site[:2],
)


def cells_of(sites, outline=OUTLINE, rounds=0):
    centres = np.array([site[:2] for site in sites]) / 10
    areas = np.array([site[2] for site in sites])
    return centres, areas, np.array(power_cells(centres, areas, outline, rounds))


def is_flat(sites):
    centres = np.array([site[:2] for site in sites], dtype=float)
    return np.linalg.matrix_rank(centres - centres[0]) < 2


@settings(max_examples=25)
@given(SITES, st.sampled_from([OUTLINE, BENT]), st.sampled_from([0, 3]))
def test_cells_tile_the_outline(sites, outline, rounds):
    if is_flat(sites):
        return
    _, _, cells = cells_of(sites, outline, rounds)
    assert shapely.area(cells).sum() == pytest.approx(outline.area, rel=1e-9)
    assert shapely.area(shapely.union_all(cells)) == pytest.approx(outline.area, rel=1e-6)
    kept = cells[~shapely.is_empty(cells)]
    assert shapely.covers(shapely.buffer(outline, 1e-9), kept).all()


@settings(max_examples=40)
@given(SITES)
def test_every_point_is_in_the_cell_of_the_least_power(sites):
    if is_flat(sites):
        return
    centres, areas, cells = cells_of(sites)
    for point in np.array([(1.3, 2.7), (5.1, 5.9), (8.8, 0.4), (9.7, 9.6)]):
        power = ((centres - point) ** 2).sum(axis=1) - areas / np.pi
        best = np.sort(power)
        if best[1] - best[0] > 1e-6:
            inside = shapely.contains_xy(cells, *point)
            assert inside[power.argmin()]
            assert inside.sum() == 1


def test_equal_areas_make_the_plain_voronoi_diagram():
    centres = np.array([[2.0, 5.0], [8.0, 5.0], [5.0, 30.0]])
    west, east, _ = power_cells(centres, np.ones(3), OUTLINE)
    assert west.area == pytest.approx(east.area)
    assert west.bounds[2] == pytest.approx(5)


def test_a_larger_area_pushes_the_edge_away():
    centres = np.array([[2.0, 5.0], [8.0, 5.0], [5.0, 90.0]])
    west, east, far = power_cells(centres, np.array([1.0, 25.0, 1.0]), OUTLINE)
    edge = 5 - (25 - 1) / np.pi / 12  # where both powers are the same
    assert (west.bounds[2], east.bounds[0]) == (pytest.approx(edge), pytest.approx(edge))
    assert far.is_empty


def test_rounds_bring_areas_near_those_wanted():
    rng = np.random.default_rng(1)
    grid = np.stack(np.meshgrid([1.25, 3.75, 6.25, 8.75], [2.0, 5.0, 8.0]), axis=-1).reshape(-1, 2)
    centres = grid + rng.uniform(-0.3, 0.3, grid.shape)
    areas = rng.uniform(6, 10, len(grid))
    areas *= OUTLINE.area / areas.sum()

    def off(rounds):
        found = shapely.area(np.array(power_cells(centres, areas, OUTLINE, rounds)))
        return np.abs(found - areas).max()

    assert off(60) < off(20) < off(0)


def test_what_has_no_cells_is_refused():
    centres = np.array([[2.0, 5.0], [8.0, 5.0], [5.0, 9.0]])
    with pytest.raises(ValueError, match="above zero"):
        power_cells(centres, np.array([1.0, 0.0, 1.0]), OUTLINE)
    with pytest.raises(ValueError, match="above zero"):
        power_cells(centres, np.array([1.0, np.nan, 1.0]), OUTLINE)
    with pytest.raises(ValueError, match="the same"):
        power_cells(centres[[0, 0, 1]], np.ones(3), OUTLINE)
