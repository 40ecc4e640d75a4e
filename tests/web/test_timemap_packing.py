"""Numbers and shapes as bytes and back: what is told is kept, and missing is never zero."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from nuzuh.web.timemap.packing import (
    MISSING,
    decimal_codes,
    decimal_values,
    pack,
    piece_of,
    planes,
    shape_arrays,
)
from tests.web.timemaps import Unpacked, gathered, number_of, opened, shapes_of

NUMBERS = st.floats(-9.9e30, 9.9e30, allow_nan=False)


def code_of(number: float) -> int:
    return int(decimal_codes([number])[0])


@given(NUMBERS)
def test_three_significant_digits_are_kept(number):
    told = decimal_values(decimal_codes([number]))[0]
    if abs(number) < 0.001:
        assert told == 0
    else:
        # A half may be rounded either way: both neighbours are three digits of the number.
        assert abs(told - number) <= abs(number) * 5.0000001e-3
        assert float(f"{told:.3g}") == told
        assert math.copysign(1, told) == math.copysign(1, number)


@given(st.integers(100, 999), st.integers(-5, 28), st.sampled_from([1, -1]))
def test_a_number_of_three_digits_comes_back_exactly(mantissa, power, sign):
    number = sign * float(f"{mantissa}e{power}")
    assert decimal_values(decimal_codes([number]))[0] == number


@given(NUMBERS, NUMBERS)
def test_codes_rise_with_the_numbers(one, other):
    low, high = sorted((one, other))
    assert code_of(low) <= code_of(high)


@given(st.integers(100, 998), st.integers(-5, 28))
def test_another_third_digit_is_another_code(mantissa, power):
    assert code_of(float(f"{mantissa}e{power}")) + 1 == code_of(float(f"{mantissa + 1}e{power}"))


@given(npst.arrays(np.float64, npst.array_shapes(max_dims=3), elements=st.floats(-1e12, 1e12)))
def test_missing_stays_missing_and_nothing_else_becomes_missing(numbers):
    gaps = numbers > 0
    codes = decimal_codes(np.where(gaps, np.nan, numbers))
    assert codes.shape == numbers.shape
    assert ((codes == MISSING) == gaps).all()
    assert (np.isnan(decimal_values(codes)) == gaps).all()
    assert ((codes == 0) <= (np.abs(numbers) < 0.001)).all()


def test_zero_is_a_number():
    codes = decimal_codes([0.0, -0.0, np.nan])
    assert codes.tolist() == [0, 0, MISSING]
    assert decimal_values(codes)[:2].tolist() == [0, 0]


@given(st.integers(-32767, 32767))
def test_both_readings_of_a_code_agree(code):
    assert decimal_values([code])[0] == number_of(code)


@pytest.mark.parametrize("number", [math.inf, -math.inf, 1e31, -1e31, 1e300])
def test_what_no_code_can_hold_is_refused(number):
    with pytest.raises(ValueError, match="infinite or too large"):
        decimal_codes([1, number])


def test_powers_of_ten_and_their_neighbours():
    for power in range(-3, 31):
        edge = float(f"1e{power}")
        for number in (edge, math.nextafter(edge, 0), math.nextafter(edge, math.inf)):
            if number >= 0.001:
                assert decimal_values([code_of(number)])[0] == edge
        assert decimal_values([code_of(float(f"9.996e{power - 1}"))])[0] in (0, edge)


KINDS = st.sampled_from([np.int16, np.uint16, np.uint8, np.int32])


@given(KINDS.flatmap(lambda kind: npst.arrays(kind, npst.array_shapes(max_dims=3, max_side=12))))
def test_planes_are_undone(array):
    row = array.shape[-1]
    back = gathered(planes(array), array.dtype, array.size, row)
    assert back.dtype == array.dtype
    assert (back.reshape(array.shape) == array).all()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
CUBES = ("value", "low", "high", "note", "flags")


@given(
    st.dictionaries(
        st.sampled_from("abc"),
        TEXTS | st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    ),
    npst.arrays(np.int16, (2, 3, 5)),
    npst.arrays(np.int32, st.integers(0, 9)),
)
def test_a_header_and_arrays_come_back_from_one_piece(header, cube, more):
    ids = {"lang": "ar", "areas": [{}] * 3, "layers": [{"id": "a"}, {"id": "b"}], "days": 5}
    read = Unpacked(b"".join(pack(header | ids, {**dict.fromkeys(CUBES, cube), "more": more})))
    assert {key: read.header[key] for key in header} == header
    assert all((read.arrays[name] == cube).all() for name in CUBES)
    assert read.arrays["more"].tolist() == more.tolist()


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers()),
    st.dictionaries(st.sampled_from("wxyz"), st.text()),
    npst.arrays(np.int16, (3, 5)),
    npst.arrays(np.uint8, st.integers(0, 9)),
)
def test_what_payloads_share_is_deflated_by_itself_and_read_as_if_it_were_their_own(
    own, common, numbers, more
):
    shared = [piece_of({"numbers": numbers}), piece_of({"common": common, "again": numbers})]
    parts = pack(own, {"more": more}, shared)
    assert parts[:-1] == tuple(one.data for one in shared)
    header, arrays = opened(b"".join(parts))
    assert {name: header[name] for name in (*own, *common)} == own | common
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "numbers": numbers.reshape(-1).tolist(),
        "again": numbers.reshape(-1).tolist(),
        "more": more.tolist(),
    }
    # Another payload puts its own behind the same bytes.
    other = pack({"other": 1}, {}, shared)
    assert other[:-1] == parts[:-1]
    assert opened(b"".join(other))[0]["other"] == 1


def test_a_payload_of_nothing_has_empty_sections():
    ids = {"lang": "en", "areas": [], "layers": [], "days": 0}
    nothing = np.empty((0, 0, 0), dtype=np.int16)
    assert Unpacked(b"".join(pack(ids, dict.fromkeys(CUBES, nothing)))).arrays["value"].size == 0


DEGREES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@st.composite
def polygons(draw):
    x, y = draw(st.floats(-170, 170)), draw(st.floats(-80, 80))
    size = draw(st.floats(0.01, 5))
    shell = shapely.box(x - size, y - size, x + size, y + size)
    hole = shapely.box(x - size / 2, y - size / 2, x + size / 2, y + size / 2)
    return shell.difference(hole) if draw(st.booleans()) else shell


SHAPES = st.one_of(
    DEGREES.map(shapely.Point),
    st.lists(DEGREES, min_size=2, max_size=6).map(shapely.LineString),
    st.lists(st.lists(DEGREES, min_size=2, max_size=4), min_size=1, max_size=3).map(
        shapely.MultiLineString
    ),
    polygons(),
    st.lists(polygons(), min_size=1, max_size=3).map(shapely.MultiPolygon),
)


@given(st.lists(SHAPES, max_size=6))
def test_shapes_come_back_within_a_millionth_of_a_degree(shapes):
    back = shapes_of(*shape_arrays(shapes))
    assert len(back) == len(shapes)
    for shape, read in zip(shapes, back, strict=True):
        assert read.geom_type.removeprefix("Multi") == shape.geom_type.removeprefix("Multi")
        assert len(shapely.get_parts(read)) == len(shapely.get_parts(shape))
        for part, own in zip(shapely.get_parts(shape), shapely.get_parts(read), strict=True):
            assert shapely.get_num_interior_rings(part) == shapely.get_num_interior_rings(own)
        off = shapely.get_coordinates(shape) - shapely.get_coordinates(read)
        assert np.abs(off).max() <= 5.001e-7


@pytest.mark.parametrize(
    "shape",
    [
        shapely.GeometryCollection([shapely.Point(1, 2), shapely.box(0, 0, 1, 1)]),
        shapely.MultiPoint([(1, 2), (3, 4)]),
    ],
)
def test_a_shape_that_is_not_drawn_is_refused(shape):
    with pytest.raises(ValueError, match="cannot be drawn"):
        shape_arrays([shape])
