"""The shipped cells of blocks are those that their centres and areas make, and tile the Strip."""

from __future__ import annotations

import json

import pytest
import shapely

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.block_cells import (
    FILE,
    METRES,
    load_block_cells,
    read_block_cells,
)
from nuzuh.loaders.block_map import embedded_block_map, load_block_map
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.build_cells import build_block_cells
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.package import GEODATA


@pytest.fixture(scope="module")
def cells():
    return load_block_cells().frame.to_crs(METRES)


@pytest.fixture(scope="module")
def blocks():
    return load_blocks().frame


def test_there_is_a_cell_for_each_block(cells, blocks):
    assert list(cells["block"]) == list(blocks["block"])
    assert cells.geometry.is_valid.all()
    assert not cells.geometry.is_empty.any()
    assert set(cells.geometry.geom_type) <= {"Polygon", "MultiPolygon"}


def test_cells_tile_the_strip(cells):
    assert shapely.coverage_is_valid(cells.geometry.values)
    strip = load_boundaries().frame.to_crs(METRES).union_all()
    both = shapely.union_all(cells.geometry.values)
    assert cells.area.sum() == pytest.approx(strip.area, rel=1e-4)
    assert shapely.area(shapely.symmetric_difference(both, strip)) < 1e-3 * strip.area


def test_most_cells_have_their_area(cells, blocks):
    ratio = cells.area.to_numpy() / 1e6 / blocks["area_km2"].to_numpy()
    # All blocks together have 360 km2, and the Strip has 365.
    assert (abs(ratio - 1) < 0.1).sum() == 564


@pytest.mark.slow
def test_the_file_holds_what_is_built(cells):
    """To within half a metre: the file tells places in steps."""
    built = build_block_cells().to_crs(METRES)
    assert list(built["block"]) == list(cells["block"])
    away = shapely.hausdorff_distance(built.geometry.values, cells.geometry.values)
    assert away.max() < 0.5


def test_the_map_of_blocks_is_that_of_cells_where_nothing_was_brought():
    frame = load_block_map().frame
    assert load_block_map() is not None
    assert not frame["given"].any()
    assert embedded_block_map().frame.geometry.equals(frame.geometry)
    assert "computed" in load_block_map().provenance.source


def damaged(change):
    told = json.loads((GEODATA / FILE).read_text(encoding="utf-8"))
    (layer,) = told["objects"].values()
    change(layer["geometries"])
    return json.dumps(told).encode()


def rename(geometries):
    geometries[0]["properties"]["block"] = "9999"


def repeat(geometries):
    geometries[0]["properties"]["block"] = geometries[1]["properties"]["block"]


def lay_over(geometries):
    geometries[0]["arcs"], geometries[0]["type"] = geometries[1]["arcs"], geometries[1]["type"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "cannot be read"),
        (b"{}", "cannot be read"),
        (b"<svg/>", "cannot be read"),
        (damaged(lambda geometries: geometries.pop()), "a cell for each block"),
        (damaged(rename), "a cell for each block"),
        (damaged(repeat), "a cell for each block"),
        (damaged(lay_over), "overlap"),
        (damaged(lambda geometries: [g["properties"].clear() for g in geometries]), "a cell for"),
    ],
)
def test_a_damaged_file_is_refused(blocks, content, rule):
    with pytest.raises(DataError, match=rule):
        read_block_cells(content, blocks, FILE)
