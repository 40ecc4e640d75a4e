"""Counts are written and read back as they are; what no engine can have given is refused."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.records.counts import (
    ALL,
    COLUMNS,
    LEFT_OUT,
    OUT,
    LeftOut,
    counts_of,
    faults,
    read_counts,
    write_counts,
)

PLACES = [*pc.GOVERNORATES, pc.EXTERIOR, ALL]
AMOUNTS = st.none() | st.integers(0, 10**6).map(lambda number: number * 5)
LINES = st.tuples(
    st.dates(date(2023, 10, 1), date(2026, 1, 1)), st.sampled_from(PLACES), st.sampled_from(PLACES)
)


def frame_of(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"amount": "Int64"})


@settings(max_examples=15)
@given(st.dictionaries(LINES, AMOUNTS, min_size=1, max_size=30))
def test_what_is_written_is_read_back(lines):
    frame = frame_of([(*line, amount) for line, amount in lines.items()])
    back = read_counts(write_counts(frame), "counts.csv", 5)
    assert back["amount"].isna().tolist() == [amount is None for amount in lines.values()]
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)
    assert str(back["amount"].dtype) == "Int64"


GOOD = "2025-01-01,PS0260,PS0270,25\n2025-01-01,PS0260,*,\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("2025-01-01,PS0260,PS0270,24", "row 4, column amount: is not a multiple of 5"),
        ("2025-01-01,PS0260,PS0275,-5", "row 4, column amount: is below zero"),
        ("2025-01-01,PS0260,PS0275,5.5", "row 4, column amount: is not a multiple of 5"),
        ("2025-01-01,PS0260,PS0270,25", "row 4, column destination: is there twice"),
        ("2025-01-01,PS0299,PS0270,25", "row 4, column origin: is no area"),
        ("2025-01-01,PS0260,,25", "row 4, column destination: is no area"),
        ("2025-01-01,,PS0270,25", "row 4, column origin: is of presence"),
        ("2025-13-01,PS0260,PS0275,25", "row 4, column day: '2025-13-01' is not a date"),
        (",PS0260,PS0275,25", "row 4, column day: a value is missing"),
    ],
)
def test_what_no_engine_gave_is_refused(rows, told):
    content = f"{','.join(COLUMNS)}\n{GOOD}{rows}\n".encode()
    with pytest.raises(DataError) as error:
        read_counts(content, "counts.csv", 5)
    assert str(error.value).startswith(f"counts.csv, {told}")


def test_days_are_put_together():
    day, next_day = date(2025, 1, 1), date(2025, 1, 2)
    one = [(day, "PS0260", "PS0270", 25), (day, "PS0260", ALL, None), (day, OUT, "unplaced", 10)]
    two = [(next_day, "PS0260", "PS0270", None), (next_day, OUT, "unplaced", 15)]
    beside = pd.DataFrame({"why": ["incomplete"], "amount": [20]})
    counts = counts_of([frame_of(two), frame_of(one)], "DuckDB", beside)
    assert (counts.records, counts.withheld, counts.cells) == (25, 1, 2)
    assert (counts.first, counts.last) == (day, next_day)
    assert len(counts.frame) == 3
    assert counts.left_out == (
        LeftOut("incomplete", 20),
        LeftOut("unplaced", 25),
        LeftOut("outside", None),
        LeftOut("within", None),
        LeftOut("days", None),
    )
    told = counts_of([frame_of(one)], "DuckDB").left_out
    assert [left.why for left in told] == list(LEFT_OUT)


def test_faults_are_never_counted():
    answer = frame_of([(date(2025, 1, 1), OUT, "not whole", None)])
    assert faults(answer) == ("not whole",)
    with pytest.raises(ValueError, match="not whole"):
        counts_of([answer], "DuckDB")
