"""The examples on the page are read as it shows them, each with something that is left out."""

from __future__ import annotations

import pytest

from nuzuh.loaders.user import check
from nuzuh.loaders.user.estimates.figures import EXAMPLE, EXAMPLE_AREA
from nuzuh.loaders.user.examples import EXAMPLES, example
from tests.loaders.user_files import left, notes


def test_a_report_leaves_out_gaps_other_areas_and_its_total():
    checked = check(example("example-report.csv"), "example-report.csv")
    told = [
        (str(row.as_of.date()), row.destination, row.value) for row in checked.frame.itertuples()
    ]
    assert told == [
        ("2025-09-05", "Gaza", 300_000),
        ("2025-09-25", "Gaza", 250_000),
        ("2025-09-25", "Khan Younis", 500_000),
    ]
    reasons = {reason: one.numbers for reason, one in left(checked).items()}
    assert reasons == {"silent": (4,), "outside": (7,), "total": (8,)}


def test_a_matrix_on_the_second_sheet_is_found():
    checked = check(example("example-matrix.xlsx"), "example-matrix.xlsx")
    assert checked.frame["value"].sum() == 700_000 + 400_000 + 600_000 + 450_000
    assert set(checked.frame["measure"]) == {"people_present"}
    assert left(checked)["total"].names == ("Total",)


def test_areas_of_a_map_are_read_without_its_pin():
    checked = check(example("example-areas.kml"), "example-areas.kml")
    assert (checked.kind, len(checked.frame)) == ("areas", 2)
    assert left(checked)["no_polygon"].names == ("a pin",)


def test_orders_by_block_are_drawn():
    checked = check(example("example-orders.csv"), "example-orders.csv")
    assert checked.kind == "orders"
    assert checked.frame["blocks"].tolist() == ["606; 607", "608"]
    assert checked.frame["effective_to"].notna().tolist() == [True, False]
    assert "cells" in notes(checked)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_says_that_it_is_made_up(name):
    frame = check(example(name), name).frame
    who = next(one for one in ("publisher", "issuer", "name") if one in frame)
    assert set(frame[who]) <= {EXAMPLE, EXAMPLE_AREA}
