"""Small records as they come, and mappings of them, for the tests of reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from nuzuh.loaders.records.engine import Engine
from nuzuh.loaders.records.inspecting import Inspected, inspect
from nuzuh.loaders.records.mapping import Amount, Mapping, Place, Source, Time
from nuzuh.loaders.records.parts import plan

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
TODAY = (NOON + timedelta(400)).date()


def mapping_of(*paths: Path, kind: str = "parquet", **others: Any) -> Mapping:
    """A mapping of presence by P-code, but for what is said otherwise."""
    source = Source(paths=paths, format=kind)  # type: ignore[arg-type]
    usual = Mapping(
        file=Path("records.yaml"),
        name="made-up",
        publisher="Nobody",
        title="Made-up records",
        kind="presence",
        source=source,
        time=Time("at"),
        place=Place("pcode", "place"),
    )
    return replace(usual, **others)


def columns(rows: int = 3, **others: Sequence[object] | pa.Array) -> dict[str, Any]:
    """Columns of good records, but for those that are given."""
    usual: dict[str, Any] = {
        "at": pa.array([NOON + timedelta(hours=n) for n in range(rows)], pa.timestamp("us", "UTC")),
        "place": ["PS0260"] * rows,
    }
    return usual | others


def parquet(path: Path, **options: Any) -> Path:
    """A Parquet file of columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns(**options)), path)
    return path


def csv(path: Path, *lines: str) -> Path:
    """A CSV file of lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def inspected(mapping: Mapping, engine: Engine) -> Inspected:
    """What comes of holding records against a mapping."""
    return inspect(mapping, engine, plan(mapping, TODAY), TODAY)


def count(column: str = "n") -> Amount:
    return Amount("count", column)
