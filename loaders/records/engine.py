"""The engine that counts: DuckDB in this process, or what an address names, behind Ibis.

No engine fetches anything at run time: DuckDB loads no extension but those in its wheel. Nothing
that is not withheld yet is written down: DuckDB may not spill to the disk, and what Spark puts
there between two steps is encrypted with a key that ends with it.
"""

from __future__ import annotations

import os
import re
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow as pa

from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.records.csv_heads import head_of
from nuzuh.loaders.records.engine_errors import connecting, speaking
from nuzuh.loaders.records.footers import odd_moments
from nuzuh.loaders.records.mapping import Source
from nuzuh.loaders.records.partitions import base_of

THREADS = 2
MEMORY = "1500MB"
_MEMORY = re.compile(r"[1-9][0-9]*(\.[0-9]+)? ?[KMGT]i?B", re.IGNORECASE)
_ADDRESS = re.compile(r"local(\[[0-9*]+(, ?[0-9]+)?\])?|[A-Za-z][A-Za-z0-9_+]{0,30}://\S*")
_KINDS = {
    "duckdb": "DuckDB",
    "pyspark": "Apache Spark",
    "clickhouse": "ClickHouse",
    "postgres": "PostgreSQL",
    "sqlite": "SQLite",
    "mysql": "MySQL",
    "bigquery": "BigQuery",
}
_DRIVERS = {"postgresql": "postgres"}
"""What Ibis calls a driver, where the address has another word."""
_IN_FILES = ("duckdb", "sqlite")
"""Engines of which the address names a file."""


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
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the connection."""
        # An engine that went away cannot be left in order, and why it did is told already.
        with suppress(Exception):
            self.backend.disconnect()

    @property
    def spark(self) -> bool:
        """Whether it is Apache Spark."""
        return bool(self.backend.name == "pyspark")

    def read(self, source: Source, paths: Sequence[Path]) -> ir.Table:
        """Return the records of some of a source's files, or of its table.

        Columns of CSV files, and those that folders give, are texts:
        :func:`nuzuh.loaders.records.columns.typed` reads them.

        Args:
            source: what the mapping says of them.
            paths: the files, see :meth:`nuzuh.loaders.records.parts.Plan.parts_of`; at least one.

        Raises:
            RecordsError: when the engine cannot read them.
            RefusedError: when the engine reads no files.
        """
        with speaking(self.name, paths):
            if source.table:
                *where, table = source.table.split(".")
                found: ir.Table = self.backend.table(table, database=".".join(where) or None)
                return found
            if self.spark:
                return self._read_on_spark(source, paths)
            if self.backend.name != "duckdb":
                raise RefusedError(
                    f"{self.name} reads no files here: bring the records into a table of it and "
                    "name that in the mapping (table: NAME), or count them with DuckDB or Spark"
                )
            names = [str(path) for path in paths]
            hive = {"hive_partitioning": source.partitions, "hive_types_autocast": False}
            if source.format == "csv":
                return self._read_csv(names, head_of(paths[0]), hive)
            return self.backend.read_parquet(names, **hive)

    def _read_csv(self, names: list[str], head: Any, hive: dict[str, bool]) -> ir.Table:
        columns = dict.fromkeys(head.columns, "VARCHAR")
        return self.backend.read_csv(
            names,
            auto_detect=False,
            header=True,
            delim=head.delimiter,
            quote='"',
            escape='"',
            columns=columns,
            strict_mode=True,
            **hive,
        )

    def _read_on_spark(self, source: Source, paths: Sequence[Path]) -> ir.Table:
        session = self.backend._session  # noqa: SLF001
        frames = []
        for base, group in groupby(sorted(paths), key=base_of):
            reader = session.read
            if source.partitions:
                reader = reader.option("basePath", str(base))
            names = [str(path) for path in group]
            if source.format == "csv":
                head = head_of(paths[0])
                fields = ", ".join(f"`{name.replace('`', '``')}` STRING" for name in head.columns)
                options = {"header": True, "sep": head.delimiter, "quote": '"', "escape": '"'}
                frame = reader.schema(fields).csv(
                    names, **options, mode="FAILFAST", enforceSchema=False
                )
            else:
                frame = reader.parquet(*names)
            frames.append(frame)
        whole = frames[0]
        for frame in frames[1:]:
            whole = whole.unionByName(frame)
        if source.format == "parquet":
            for column, unit in odd_moments(paths[0]).items():
                name = f"`{column.replace('`', '``')}`"
                moment = f"timestamp_micros({name} div 1000)" if unit.startswith("ns") else name
                kind = "timestamp" if unit == "ns zoned" else "timestamp_ntz"
                whole = whole.selectExpr(
                    *(
                        f"cast({moment} as {kind}) as {name}"
                        if other == column
                        else f"`{other.replace('`', '``')}`"
                        for other in whole.columns
                    )
                )
        view = f"nuzuh_{ibis.util.gen_name('records')}"
        whole.createOrReplaceTempView(view)
        table: ir.Table = self.backend.table(view)
        return table

    def zoned(self, source: Source) -> set[str]:
        """Return the columns of a table whose moments have a zone, where Ibis does not tell it."""
        if not self.spark:
            return set()
        with speaking(self.name):
            fields = self.backend._session.table(source.table).schema.fields  # noqa: SLF001
            return {field.name for field in fields if field.dataType.typeName() == "timestamp"}

    def ask(
        self,
        question: ir.Table,
        parts: Sequence[Path] = (),
        params: Mapping[ir.Scalar, Any] | None = None,
    ) -> pa.Table:
        """Return the answer to a question.

        Args:
            question: a table.
            parts: files that it reads, to name the one that cannot be read.
            params: values of parameters in the question.

        Raises:
            RecordsError: when the engine gives up; nothing of what it said is in the message.
        """
        truths = [name for name, kind in question.schema().items() if kind.is_boolean()]
        # ClickHouse has numbers for truths, which Ibis cannot read as what they are.
        told = {name: ibis.cases((question[name], 1), (~question[name], 0)) for name in truths}
        with speaking(self.name, parts):
            answer: pa.Table = self.backend.to_pyarrow(question.mutate(**told), params=params)
        for name in truths:
            at = answer.schema.get_field_index(name)
            answer = answer.set_column(at, name, answer.column(at).cast(pa.bool_()))
        return answer

    def ask_in_words(self, words: str, answer: sch.Schema, parts: Sequence[Path] = ()) -> pa.Table:
        """Return the answer to a question that was put into the engine's own words before.

        Args:
            words: see :class:`nuzuh.loaders.records.asked_again.AskedAgain`.
            answer: columns that it has.
            parts: as for :meth:`ask`.

        Raises:
            RecordsError: as :meth:`ask`.
        """
        with speaking(self.name, parts):
            if self.backend.name == "duckdb":
                # Ibis would take it apart first, which takes longer than to count.
                return self.backend.con.sql(words).to_arrow_table()
            return self.backend.sql(words, schema=answer).to_pyarrow()


def _threads() -> int:
    told = os.environ.get("NUZUH_RECORDS_THREADS", "").strip()
    cores = os.cpu_count() or 1
    if not told:
        return min(THREADS, cores)
    if not told.isascii() or not told.isdecimal() or int(told) < 1:
        raise RefusedError(f"NUZUH_RECORDS_THREADS is {told[:20]!r}: write a whole number from 1")
    return min(int(told), cores)


def _memory() -> str:
    told = os.environ.get("NUZUH_RECORDS_MEMORY", "").strip() or MEMORY
    if not _MEMORY.fullmatch(told):
        raise RefusedError(
            f"NUZUH_RECORDS_MEMORY is {told[:20]!r}: write how much, such as 1500MB or 4GB"
        )
    return told


def _duckdb(path: str | None) -> Engine:
    settings: dict[str, Any] = {
        "threads": _threads(),
        "memory_limit": _memory(),
        # Counts are kept from the disk until they are withheld: nothing may spill.
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "preserve_insertion_order": False,
        # It takes bounds in Parquet files for proof that no number is NaN, which they are not:
        # those rows would pass every test (duckdb/duckdb#25521). Row groups are still left out.
        "disabled_optimizers": "statistics_propagation",
    }
    if path is None:
        backend = ibis.duckdb.connect(**settings)
    else:
        backend = ibis.duckdb.connect(path, read_only=True, **settings)
    backend.raw_sql("SET TimeZone = 'UTC'")
    # It would be written between the lines that a command prints.
    backend.raw_sql("SET enable_progress_bar = false")
    return Engine(backend, f"DuckDB {backend.version}")


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what a Java process says from the screen, for as long as it lives.

    It writes to what standard error is when it starts.
    """
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _spark(address: str) -> Engine:
    warnings.filterwarnings(
        "ignore", message="PySpark does not yet fully support pandas", category=FutureWarning
    )
    from pyspark.sql import SparkSession  # noqa: PLC0415

    builder = SparkSession.builder.appName("nuzuh records")
    settings = {
        "spark.sql.session.timeZone": "UTC",
        # A number that does not fit is an error, never a missing one.
        "spark.sql.ansi.enabled": "true",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        # Spark has no moments of nanoseconds: they come as numbers, see `read`.
        "spark.sql.legacy.parquet.nanosAsLong": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    if address.startswith("sc://"):
        builder = builder.remote(address)
    else:
        home = os.environ.get("JAVA_HOME", "")
        if not shutil.which("java") and not (home and (Path(home) / "bin/java").exists()):
            raise RefusedError(
                "Spark needs Java, and there is none here: install Java 17 or 21, or set JAVA_HOME"
            )
        builder = builder.master(address)
        settings |= {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
            # Whatever else is set here: it would keep how many rows came out of each step.
            "spark.eventLog.enabled": "false",
            "spark.io.encryption.enabled": "true",
        }
        if address.startswith("local"):
            settings |= {
                "spark.driver.bindAddress": "127.0.0.1",
                "spark.driver.host": "127.0.0.1",
                "spark.driver.memory": _memory().replace(" ", "").rstrip("iIbB"),
            }
    for name, value in settings.items():
        builder = builder.config(name, value)
    with _silent():
        session = builder.getOrCreate()
    backend = ibis.pyspark.connect(session)
    return Engine(backend, f"Apache Spark {session.version}")


def connect(address: str | None = None) -> Engine:
    """Return an engine.

    Args:
        address: ``duckdb:///FILE`` (opened for reading alone), ``local[2]``,
            ``spark://HOST:PORT``, ``sc://HOST`` (Spark Connect) or any address that Ibis knows;
            None, "" or ``duckdb://`` for DuckDB in this process, with as many threads and as much
            memory as ``NUZUH_RECORDS_THREADS`` (2) and ``NUZUH_RECORDS_MEMORY`` (1500MB) allow.

    Raises:
        RefusedError: when there is no such engine, its driver is not installed, or it cannot be
            reached. The address is in no message and in no name: it may hold a password.
    """
    # Expressions of columns stand in steps: written out into one another, those of texts of
    # moments take seconds to write, and engines compute them again and again.
    ibis.options.sql.fuse_selects = False
    told = (address or "").strip() or "duckdb://"
    if not _ADDRESS.fullmatch(told):
        raise RefusedError(
            "the address of an engine begins with what it is: write one such as "
            "duckdb:///records.db, local[2], spark://HOST:7077, sc://HOST or clickhouse://HOST/DB"
        )
    kind = told.partition("://")[0].lower()
    kind = "spark" if kind in ("spark", "sc") or "://" not in told else kind
    driver = _DRIVERS.get(kind, kind)
    extra = "nuzuh[spark]" if kind == "spark" else f"ibis-framework[{driver}]"
    path = told.partition("://")[2].partition("?")[0]
    if kind in _IN_FILES and told != "duckdb://" and not Path(path).is_file():
        # Some would make one, which holds nothing.
        raise RefusedError(
            "there is no database at the address of the engine: write where its file lies after "
            f"the two slashes, as in {kind}:///srv/records.db"
        )
    try:
        if kind == "duckdb":
            return _duckdb(path or None)
        if kind == "spark":
            return _spark(told)
        backend = ibis.connect(told)
        version = re.sub(r"[^0-9A-Za-z.+-].*", "", str(backend.version))
        return Engine(backend, f"{_KINDS.get(backend.name, backend.name)} {version}".strip())
    except (DataError, RefusedError):
        raise
    except Exception as error:  # noqa: BLE001
        raise connecting(error, kind, extra) from None
