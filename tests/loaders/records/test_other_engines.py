"""What is asked of an engine can be put into the words of others than those that are tried here.

That an engine understands a question is not that it answers it alike: docs/records-at-scale.md
says which were tried.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ibis
import pytest

from nuzuh.loaders.records.columns import kind_of, typed
from nuzuh.loaders.records.engine import connect
from nuzuh.loaders.records.mapping import Source
from nuzuh.loaders.records.place_lookup import lookup_of
from nuzuh.loaders.records.withholding import Question, question
from tests.loaders.records import engine_cases

SPOKEN = ("clickhouse", "postgres", "bigquery", "snowflake", "trino", "databricks")
QUICK = ("place coordinates",)
CASES = {
    name: mapping
    for name, mapping in engine_cases.cases(Path("/")).items()
    if not name.startswith("CSV") and name != "folders"
}
COLUMNS = {
    "moment": "timestamp('UTC')",
    "watch": "timestamp('UTC')",
    "clock": "timestamp",
    "told": "string",
    "day": "date",
    **dict.fromkeys(("seconds", "milliseconds", "person", "devices"), "int64"),
    "weight": "float64",
    **{
        f"{end}_{name}": "float64" if name.endswith("itude") else "string"
        for end in ("from", "to")
        for name in ("pcode", "name", "block", "h3", "latitude", "longitude")
    },
}


def asked_of(name: str) -> Question:
    """Return what is asked of a table about two days."""
    there = replace(CASES[name], source=Source((), "", table="records"))
    table = ibis.table(COLUMNS, name="records")
    kinds = {column: kind_of(dtype) for column, dtype in table.schema().items()}
    ends = [
        place and lookup_of(place, lambda: ["PS0260", "PS0275"], table.schema())
        for place in (there.origin, there.place)
    ]
    return question(typed(table, there, kinds), there, *ends, days=2)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [name if name in QUICK else pytest.param(name, marks=pytest.mark.thorough) for name in CASES],
)
def test_a_question_can_be_put_into_the_words_of_other_engines(name):
    # Connecting has Ibis write each step apart, as counting does.
    with connect():
        asked = asked_of(name)
    for engine in SPOKEN:
        words = str(ibis.to_sql(asked.answer, dialect=engine, params=asked.params(20_000, 20_001)))
        assert "20000" in words, engine
        assert "records" in words, engine
