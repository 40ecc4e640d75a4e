"""Coordinates and cells of H3 become areas as their outlines on the ground say."""

from __future__ import annotations

from functools import lru_cache, partial

import geopandas as gpd
import h3
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries, load_context
from nuzuh.loaders.block_cells import METRES
from nuzuh.loaders.records import coordinate_cells, h3_cells
from nuzuh.loaders.records.area_of_points import areas_of_points
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.mapping import Place
from nuzuh.loaders.records.place_lookup import lookup_in, lookup_of
from tests.loaders.records.placing import COORDINATES, areas_of, connection, told_of

RESOLUTIONS = [
    pytest.param(each, marks=[] if each in (7, 9, 12) else [pytest.mark.thorough])
    for each in range(h3_cells.COARSEST, 16)
]
HELD = range(h3_cells.COARSEST, h3_cells.FINEST + 1)
INSIDE = [("PS0255", 34.52, 31.55), ("PS0260", 34.45, 31.50), ("PS0265", 34.36, 31.42)]
INSIDE += [("PS0270", 34.32, 31.34), ("PS0275", 34.26, 31.28)]
LAND = {"lon": [point[1] for point in INSIDE], "lat": [point[2] for point in INSIDE]}
AREAS = [point[0] for point in INSIDE]

SHARE_WRONG = {7: 0.14, 8: 0.055, 9: 0.025, 10: 0.010, 11: 0.005}
"""Of the land of the Strip, the most that may go to a wrong area by cells of H3."""


@pytest.fixture(scope="module")
def engine():
    return connection()


def cells_of(resolution):
    return Place("h3", "cell", resolution=resolution)


@lru_cache(maxsize=1)
def borders():
    """The outlines of the areas, and of the sea and the land around, in degrees."""
    frame = load_boundaries().frame
    return shapely.union_all(frame.geometry.boundary.to_numpy())


@lru_cache(maxsize=1)
def points_of_land():
    """Points spread evenly over the land of the Strip, and the area of each."""
    even = np.random.default_rng(1)
    longitude, latitude = 34.2 + 0.4 * even.random(40_000), 31.2 + 0.4 * even.random(40_000)
    strip = load_boundaries().frame.union_all()
    inside = shapely.contains_xy(strip, longitude, latitude)
    longitude, latitude = longitude[inside], latitude[inside]
    return longitude, latitude, areas_of_points(longitude, latitude)


# Points


def test_the_middle_of_each_governorate_is_in_it(engine):
    frame = load_boundaries().frame
    points = frame.representative_point()
    told = areas_of(engine, COORDINATES, lon=points.x.to_numpy(), lat=points.y.to_numpy())
    assert told == list(frame["pcode"]) == list(pc.GOVERNORATES)


def test_a_point_in_the_sea_by_the_beach_is_of_the_nearest_area():
    coast = coast_in_metres()
    assert len(coast) > 20
    # The coast runs from south-west to north-east.
    near = coast.translate(-200.0, 200.0).to_crs("EPSG:4326")
    far = coast.translate(-800.0, 800.0).to_crs("EPSG:4326")
    here = coast.to_crs("EPSG:4326")
    told = areas_of_points(near.x.to_numpy(), near.y.to_numpy())
    assert set(told) == pc.STRIP
    assert (told == areas_of_points(here.x.to_numpy(), here.y.to_numpy())).mean() > 0.9
    assert set(areas_of_points(far.x.to_numpy(), far.y.to_numpy())) == {pc.EXTERIOR}


def coast_in_metres():
    """The corners of the coast that are two kilometres and more from the neighbours."""
    frame, around = load_boundaries().frame.to_crs(METRES), load_context().frame.to_crs(METRES)
    corners = shapely.points(shapely.get_coordinates(frame.union_all().exterior))
    others = around[around["kind"] == "neighbour"].union_all()
    return gpd.GeoSeries(corners[shapely.distance(corners, others) > 2_000.0], crs=METRES)


def test_land_beyond_the_fence_is_outside_however_near():
    # East of Khan Younis and south of Rafah, about 100 m beyond the line.
    assert list(areas_of_points(np.array([34.3728]), np.array([31.2975]))) == [pc.EXTERIOR]
    assert list(areas_of_points(np.array([34.2480]), np.array([31.2700]))) == [pc.EXTERIOR]


# Coordinates


@settings(max_examples=200)
@given(longitude=st.floats(34.15, 34.65), latitude=st.floats(31.15, 31.65))
def test_a_point_away_from_borders_is_where_the_outlines_have_it(longitude, latitude):
    near = shapely.Point(longitude, latitude).distance(borders())
    [exact] = areas_of_points(np.array([longitude]), np.array([latitude]))
    key = key_of_point(longitude, latitude)
    told = areas_by_key().get(key, pc.EXTERIOR)
    # Half a cell from corner to corner is 0.00036 degrees.
    in_sea = pc.EXTERIOR in (exact, told)
    assert told == exact or near < 0.0004 or (in_sea and abs(near - 0.005) < 0.0015)


def key_of_point(longitude, latitude):
    """The cell of a point, worked out apart from the expression for engines."""
    per, width = coordinate_cells.PER_DEGREE, coordinate_cells.WIDTH
    column, row = np.floor(longitude * per) - 68_360, np.floor(latitude * per) - 62_360
    inside = 0 <= column < width and 0 <= row < coordinate_cells.HEIGHT
    return int(row * width + column) if inside else coordinate_cells.FAR


@lru_cache(maxsize=1)
def areas_by_key():
    held = coordinate_cells.cell_areas()
    return dict(zip(held["key"].to_pylist(), held["area"].to_pylist(), strict=True))


def test_the_expression_finds_the_cell_that_arithmetic_does(engine):
    even = np.random.default_rng(2)
    longitude, latitude = 34.1 + 0.6 * even.random(2_000), 31.1 + 0.6 * even.random(2_000)
    # Whole multiples of a cell, where rounding would show.
    longitude[:1_000] = np.round(longitude[:1_000] * 2_000) / 2_000
    latitude[:1_000] = np.round(latitude[:1_000] * 2_000) / 2_000
    keys = list(map(key_of_point, longitude, latitude))
    assert told_of(engine, coordinate_cells.cell, lon=longitude, lat=latitude) == keys
    told = areas_of(engine, COORDINATES, lon=longitude, lat=latitude)
    assert told == [areas_by_key().get(key, pc.EXTERIOR) for key in keys]


def test_points_without_a_place_are_unplaced_and_far_ones_outside(engine):
    nothing, far = float("nan"), float("inf")
    longitude = [None, 34.3, nothing, 34.3, far, 0.0, 34_300.0, 35.2, -118.0, 0.0, 34.3]
    latitude = [31.4, None, 31.4, nothing, 31.4, 0.0, 31.4, 31.9, 34.0, 51.5, -31.4]
    told = areas_of(engine, COORDINATES, lon=longitude, lat=latitude)
    assert told == [None] * 7 + [pc.EXTERIOR] * 4


@pytest.mark.parametrize("beside", [[], [35.2], [35.2, 51.5]])
def test_no_number_stays_none_in_a_file_whose_bounds_leave_it_out(engine, tmp_path, beside):
    # DuckDB takes the bounds that a Parquet file states for all that a column holds.
    nothing = float("nan")
    longitude, latitude = [34.3, nothing, 34.31, nothing], [31.4, 31.41, nothing, nothing]
    table = pa.table({"lon": [*longitude, *beside], "lat": [*latitude, *(31.9 for _ in beside)]})
    pq.write_table(table.append_column("row", [range(len(table))]), tmp_path / "part.parquet")
    records = engine.read_parquet(tmp_path / "part.parquet")
    lookup = lookup_in(records, COORDINATES)
    checked = {
        tell.__name__: tell(records.lon, records.lat)
        for tell in (coordinate_cells.swapped, coordinate_cells.not_degrees)
    }
    keyed = records.select("row", to_key=lookup.key(records), **checked)
    told = lookup.placed(keyed, "to_key", "area").order_by("row").to_pyarrow()
    assert told["area"].to_pylist() == ["PS0265", None, None, None, *(pc.EXTERIOR for _ in beside)]
    assert told["not_degrees"].to_pylist() == told["swapped"].to_pylist() == [False] * len(table)


@pytest.mark.parametrize("dtype", [pa.float32(), pa.decimal128(9, 6)])
def test_coordinates_may_be_short_or_decimal(engine, dtype):
    columns = {
        name: pa.array(values).cast(pa.float64()).cast(dtype) for name, values in LAND.items()
    }
    assert areas_of(engine, COORDINATES, **columns) == AREAS


def test_coordinates_as_text_are_refused(engine):
    with pytest.raises(RecordsError, match="column lon: holds string where degrees must be"):
        areas_of(engine, COORDINATES, lon=["34.3"], lat=["31.4"])


def test_coordinates_with_areas_of_their_own_are_refused():
    own = Place("coordinates", latitude="lat", longitude="lon", areas=(("x", "EXT"),))
    with pytest.raises(RecordsError, match="leave out 'areas'"):
        lookup_of(own, list)


def test_exchanged_coordinates_are_told_from_all_others(engine):
    here = {"lon": [*LAND["lon"], None, 0.0, 35.2], "lat": [*LAND["lat"], 31.4, 0.0, 31.9]}
    assert not any(told_of(engine, coordinate_cells.swapped, **here))
    assert all(told_of(engine, coordinate_cells.swapped, lon=LAND["lat"], lat=LAND["lon"]))
    assert set(areas_of(engine, COORDINATES, lon=LAND["lat"], lat=LAND["lon"])) == {pc.EXTERIOR}


def test_metres_are_told_from_degrees(engine):
    longitude = [634_000.0, 34.3, None, float("nan"), -180.0]
    latitude = [3_475_000.0, 91.0, 91.0, 31.4, 90.0]
    told = told_of(engine, coordinate_cells.not_degrees, lon=longitude, lat=latitude)
    assert told == [True, True, True, False, False]


def test_the_cells_of_coordinates_err_little_at_borders():
    longitude, latitude, exact = points_of_land()
    keys = map(key_of_point, longitude, latitude)
    told = np.array([areas_by_key().get(key, pc.EXTERIOR) for key in keys])
    assert 0 < (told != exact).mean() < 0.005
    for pcode in pc.GOVERNORATES:
        assert (told == pcode).sum() == pytest.approx((exact == pcode).sum(), rel=0.005)


# Cells of H3


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_each_key_of_cells_stands_once_and_has_an_area_of_the_strip(resolution):
    held = h3_cells.cell_areas(resolution, numbers=False)
    keys = held["key"].to_pylist()
    assert len(keys) == len(set(keys))
    assert set(held["area"].to_pylist()) == pc.STRIP


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize("numbers", [False, True])
def test_cells_in_the_middle_of_areas_are_theirs(engine, resolution, numbers):
    cells = [
        h3.latlng_to_cell(*at, resolution) for at in zip(LAND["lat"], LAND["lon"], strict=True)
    ]
    cells += [h3.latlng_to_cell(*at, resolution) for at in ((31.9, 35.2), (51.5, 0.0))]
    held = [h3.str_to_int(cell) for cell in cells] if numbers else cells
    told = areas_of(engine, cells_of(resolution), cell=pa.array(held))
    assert told == [*AREAS, pc.EXTERIOR, pc.EXTERIOR]


@given(
    resolution=st.integers(h3_cells.FINEST, 15),
    longitude=st.floats(34.2, 34.6),
    latitude=st.floats(31.2, 31.6),
)
def test_a_fine_cell_has_the_key_of_the_cell_that_it_is_a_part_of(resolution, longitude, latitude):
    cell = h3.latlng_to_cell(latitude, longitude, resolution)
    parent = h3.cell_to_parent(cell, h3_cells.FINEST)
    held = np.array([h3.str_to_int(parent)], np.uint64)
    assert h3_cells.keys_of(held, resolution).tolist() == [h3.str_to_int(cell) >> 12]


@pytest.mark.parametrize("resolution", range(h3_cells.BY_LAND + 1, h3_cells.FINEST + 1))
def test_a_fine_enough_cell_is_where_its_centre_is(resolution):
    held = h3_cells.cell_areas(resolution, numbers=False)
    known = dict(zip(held["key"].to_pylist(), held["area"].to_pylist(), strict=True))
    longitude, latitude, _ = (values[:500] for values in points_of_land())
    cells = [h3.latlng_to_cell(*at, resolution) for at in zip(latitude, longitude, strict=True)]
    centres = np.array([h3.cell_to_latlng(cell) for cell in cells])
    exact = areas_of_points(centres[:, 1], centres[:, 0])
    keys = [cell[:12] for cell in cells]
    assert [known.get(key, pc.EXTERIOR) for key in keys] == list(exact)


@pytest.mark.parametrize("numbers", [False, True])
def test_a_cell_of_another_resolution_is_told_and_unplaced(engine, numbers):
    latitude, longitude = LAND["lat"][0], LAND["lon"][0]
    cells = [h3.latlng_to_cell(latitude, longitude, each) for each in range(16)]
    held = [h3.str_to_int(cell) for cell in cells] if numbers else cells
    place = cells_of(9)
    column = pa.array([*held, None])
    fits = told_of(engine, partial(h3_cells.resolves, resolution=9), cell=column)
    assert fits == [each == 9 for each in range(16)] + [None]
    told = areas_of(engine, place, cell=column)
    assert told == [AREAS[0] if each == 9 else None for each in range(16)] + [None]


@pytest.mark.parametrize(
    ("cells", "fit"),
    [
        (["Rafah", "", "892db83ab0", "892DB83AB0FFFFF"], [False, False, False, True]),
        ([0, -1, 634, -(2**63)], [False] * 4),
    ],
)
def test_what_is_no_cell_is_told(engine, cells, fit):
    assert told_of(engine, partial(h3_cells.resolves, resolution=9), cell=cells) == fit


def test_cells_may_be_numbers_without_a_sign(engine):
    cells = [h3.str_to_int(h3.latlng_to_cell(31.28, 34.26, 9)), 2**64 - 1]
    column = pa.array(cells, pa.uint64())
    assert areas_of(engine, cells_of(9), cell=column) == ["PS0275", None]


@pytest.mark.parametrize("column", [[6.1e17], pa.array([1], pa.int32())])
def test_cells_as_other_numbers_are_refused(engine, column):
    with pytest.raises(RecordsError, match="cells of H3 must be text or whole numbers of 64 bits"):
        areas_of(engine, cells_of(9), cell=column)


@pytest.mark.parametrize("resolution", [None, 0, 6, 16])
def test_a_resolution_that_tells_no_governorates_apart_is_refused(resolution):
    with pytest.raises(RecordsError, match="give cells of a resolution from 7 to 15"):
        lookup_of(cells_of(resolution), list)


@pytest.mark.parametrize("numbers", [False, True])
def test_a_cell_can_have_an_area_of_its_own(engine, numbers):
    cells = [h3.latlng_to_cell(*at, 9) for at in ((31.28, 34.26), (31.34, 34.32), (31.9, 35.2))]
    own = ((cells[0].upper(), "EXT"), (str(h3.str_to_int(cells[2])), "PS0255"))
    place = Place("h3", "cell", resolution=9, areas=own)
    held = [h3.str_to_int(cell) for cell in cells] if numbers else cells
    assert areas_of(engine, place, cell=held) == ["EXT", "PS0270", "PS0255"]


def test_an_area_for_a_cell_of_another_resolution_is_refused():
    cell = h3.latlng_to_cell(31.28, 34.26, 8)
    with pytest.raises(RecordsError, match="is no H3 cell of resolution 9"):
        lookup_of(Place("h3", "cell", resolution=9, areas=((cell, "EXT"),)), list)
    cell = h3.latlng_to_cell(31.28, 34.26, 12)
    with pytest.raises(RecordsError, match="resolution 11 and coarser"):
        lookup_of(Place("h3", "cell", resolution=12, areas=((cell, "EXT"),)), list)


@pytest.mark.parametrize("resolution", HELD)
def test_the_cells_of_h3_err_at_borders_as_the_documentation_says(resolution):
    longitude, latitude, exact = (values[:6_000] for values in points_of_land())
    held = h3_cells.cell_areas(resolution, numbers=False)
    known = dict(zip(held["key"].to_pylist(), held["area"].to_pylist(), strict=True))
    cells = [h3.latlng_to_cell(*at, resolution) for at in zip(latitude, longitude, strict=True)]
    keys = [cell[:12] for cell in cells]
    told = np.array([known.get(key, pc.EXTERIOR) for key in keys])
    share = (told != exact).mean()
    assert 0.3 * SHARE_WRONG[resolution] < share < SHARE_WRONG[resolution]


# What they cost


def test_the_tables_are_small_and_made_once():
    coordinates, cells = coordinate_cells.cell_areas(), h3_cells.cell_areas(11, numbers=False)
    assert coordinates is coordinate_cells.cell_areas()
    assert coordinates.nbytes < 5e6
    assert cells.nbytes < 5e6
    assert len(h3_cells._cells_of_strip(11)[0]) == cells.num_rows
