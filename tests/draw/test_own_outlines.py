"""A reader's own outlines on the time map: orders while they are in force, areas always."""

from __future__ import annotations

import json
from datetime import date

import pytest

from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.view import View
from nuzuh.web.timemap.payload import build_payload

SQUARE = [[34.30, 31.34], [34.32, 31.34], [34.32, 31.36], [34.30, 31.36], [34.30, 31.34]]


def geojson(**properties) -> bytes:
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dates", "start", "end"),
    [
        ({"issued_on": "2025-06-01"}, date(2025, 6, 1), date(2025, 10, 9)),
        (
            {"issued_on": "2025-06-01", "effective_to": "2025-06-11"},
            date(2025, 6, 1),
            date(2025, 6, 10),
        ),
        ({"issued_on": "2025-12-01"}, date(2025, 12, 1), None),
    ],
)
@pytest.mark.few(1)
def test_an_order_is_drawn_from_its_first_day_in_force_to_its_last(english, dates, start, end):
    user_tables = combine(check(geojson(name="Block 2351", **dates), "mine.geojson", "orders"))
    drawn = time_map_of(View(), user_tables, english)
    order = drawn.orders[0]
    assert (order.start, order.end) == (start, end or drawn.day(drawn.days - 1))
    assert order.shape.area == pytest.approx(0.02 * 0.02)
    build_payload(drawn, english)


@pytest.mark.slow
def test_an_area_is_drawn_with_its_name_and_changes_no_figure(english):
    user_tables = combine(check(geojson(name="Al-Qarara"), "mine.geojson", "areas"))
    drawn = time_map_of(View(), user_tables, english)
    plain = time_map_of(View(), tables_in_use(), english)
    assert [c.name for c in drawn.context if c.kind == "own"] == ["Al-Qarara"]
    for mine, theirs in zip(drawn.layers, plain.layers, strict=True):
        assert (mine.note == theirs.note).all()
    assert user_tables.user.rows == 1
    build_payload(drawn, english)
