"""The engine that counts: DuckDB in this process, or what an address names, behind Ibis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis
import ibis.expr.types as ir

from nuzuh.loaders.records.mapping import Source

THREADS = 2
MEMORY = "1500MB"


@dataclass
class Engine:
    """An engine that is connected to; leave its ``with`` to let go of it.

    Attributes:
        backend: the connection of Ibis.
        name: the engine and its version, for who reads where counts come from.
        days_at_a_time: days that one question is about; what a kill loses at most.
    """

    backend: Any
    name: str
    days_at_a_time: int = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.backend.disconnect()

    def read(self, source: Source, paths: Sequence[Path]) -> ir.Table:
        """Return the records of some of a source's files, or of its table."""
        if source.table:
            table: ir.Table = self.backend.table(source.table)
            return table
        names = [str(path) for path in paths]
        if source.format == "csv":
            return self.backend.read_csv(names, hive_partitioning=source.partitions)
        return self.backend.read_parquet(names, hive_partitioning=source.partitions)


def connect(address: str | None = None) -> Engine:
    """Return an engine.

    Args:
        address: ``duckdb://``, ``spark://HOST:PORT``, ``local[2]`` or any that Ibis knows;
            DuckDB in this process when None.
    """
    if address is None:
        # Counts are kept from the disk until they are withheld: nothing may spill.
        backend = ibis.duckdb.connect(threads=THREADS, memory_limit=MEMORY, temp_directory="")
        backend.raw_sql("SET TimeZone = 'UTC'")
        return Engine(backend, f"DuckDB {backend.version}")
    raise NotImplementedError(address)
