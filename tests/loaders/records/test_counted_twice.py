"""Sets of counts of the same records, of which one tells what the other withholds."""

from __future__ import annotations

import pytest

from nuzuh.loaders.records.counted_twice import counted_twice, told_twice
from tests.loaders.records.shelved import entry

MAPPING = b"records: 1\nfiles: [june/*.parquet, july/*.parquet]\n"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (b"files: july/*.parquet\n", True),
        (b"files: [may/*.parquet, june/*.parquet]\n", True),
        (b"files: may/*.parquet\n", False),
        (b"table: june/*.parquet\n", False),
        (b"records: 1\n", False),
        (b"[", False),
    ],
)
def test_a_set_with_the_same_files_is_told(other, same):
    entries = [entry("other", mapping=other)]
    assert counted_twice("phones", MAPPING, entries) == ["other"] * same
    assert counted_twice("other", MAPPING, entries) == []


def test_a_set_with_the_same_table_is_told():
    of_table = b"table: seen\n"
    assert counted_twice("phones", of_table, [entry("other", mapping=of_table)]) == ["other"]
    assert "Give out one of them alone" in told_twice(["other", "third"])
