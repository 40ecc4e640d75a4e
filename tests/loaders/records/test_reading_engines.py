"""Engines: what they are called, what they may do, and what is told when they cannot go on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.records.engine import connect
from nuzuh.loaders.records.engine_errors import connecting, sentence, speaking
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.mapping import Source, Time

from .reading_examples import csv, inspected, mapping_of, parquet

SECRET = "hunter2"  # noqa: S105


def setting(engine, name: str) -> object:
    return engine.backend.raw_sql(f"select current_setting('{name}')").fetchone()[0]


def test_duckdb_here_keeps_to_itself(monkeypatch):
    for name in ("NUZUH_RECORDS_THREADS", "NUZUH_RECORDS_MEMORY"):
        monkeypatch.delenv(name, raising=False)
    with connect() as engine:
        assert engine.name == f"DuckDB {duckdb.__version__}"
        assert setting(engine, "threads") == min(2, os.cpu_count() or 1)
        assert setting(engine, "memory_limit") == "1.3 GiB"
        assert setting(engine, "temp_directory") == ""
        assert setting(engine, "TimeZone") == "UTC"
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert setting(engine, name) is False


def test_no_truth_is_asked_of_an_engine(monkeypatch):
    """ClickHouse answers with numbers, which Ibis takes for a mistake."""
    table = pa.table({"at": [1, 2, 3], "is_so": pa.array([True, False, None])})
    with connect() as engine:
        asked, ask = [], engine.backend.to_pyarrow
        monkeypatch.setattr(
            engine.backend, "to_pyarrow", lambda it, **more: asked.append(it) or ask(it, **more)
        )
        told = engine.ask(ibis.memtable(table).order_by("at"))
    assert told.equals(table)
    assert not any(kind.is_boolean() for kind in asked[0].schema().values())


def test_threads_and_memory_are_the_operators_to_say(monkeypatch):
    monkeypatch.setenv("NUZUH_RECORDS_THREADS", "1")
    monkeypatch.setenv("NUZUH_RECORDS_MEMORY", "400MB")
    with connect("duckdb://") as engine:
        assert setting(engine, "threads") == 1
        assert setting(engine, "memory_limit") == "381.4 MiB"
    monkeypatch.setenv("NUZUH_RECORDS_THREADS", "4096")
    with connect("") as engine:
        assert setting(engine, "threads") == os.cpu_count()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("THREADS", "two", "NUZUH_RECORDS_THREADS is 'two': write a whole number from 1"),
        ("THREADS", "0", "NUZUH_RECORDS_THREADS is '0': write a whole number from 1"),
        ("MEMORY", "80%", "NUZUH_RECORDS_MEMORY is '80%': write how much, such as 1500MB or 4GB"),
    ],
)
def test_a_setting_that_is_none(monkeypatch, name, value, told):
    monkeypatch.setenv(f"NUZUH_RECORDS_{name}", value)
    with pytest.raises(RefusedError) as caught:
        connect()
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"clickhouse://me:{SECRET}@127.0.0.1:9/db", "the driver for clickhouse is not installed"),
        (f"nothing://me:{SECRET}@127.0.0.1", "'nothing' is no kind of engine that Ibis knows"),
        (f"duckdb:///{SECRET}/none.db", "there is no database at the address of the engine"),
        (f"sqlite:///{SECRET}-none.db", "there is no database at the address of the engine"),
        (f"me:{SECRET}@host", "the address of an engine begins with what it is"),
        (SECRET, "the address of an engine begins with what it is"),
    ],
)
def test_an_engine_that_is_not_there(address, told):
    with pytest.raises(RefusedError) as caught:
        connect(address)
    assert str(caught.value).startswith(told)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ImportError(SECRET), "the driver for postgres is not installed: install an-extra"),
        (ConnectionRefusedError(SECRET), "the postgres engine cannot be reached (Conn"),
        (RuntimeError(f"authentication failed for {SECRET}"), "the postgres engine let nobody in"),
        (OSError(f"{SECRET} no such file"), "there is no postgres database at the address"),
    ],
)
def test_why_an_engine_cannot_be_reached(error, told):
    refused = str(connecting(error, "postgres", "an-extra"))
    assert refused.startswith(told)
    assert SECRET not in refused


def chained() -> RuntimeError:
    error = RuntimeError("query failed")
    error.__cause__ = ConnectionResetError(f"reset by peer, row was {SECRET}")
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ConnectionError(SECRET), "went away before it had counted: nothing was taken in."),
        (chained(), "went away before it had counted: nothing was taken in."),
        (duckdb.OutOfMemoryException(SECRET), "has not enough memory for these records"),
        (duckdb.ConversionException(SECRET), "could not count these records (ConversionException)"),
        (KeyError(SECRET), "could not count these records (KeyError)"),
    ],
)
def test_an_engine_that_gives_up_quotes_no_record(error, told):
    refused = str(sentence(error, "An engine 1.0"))
    assert refused.startswith(f"An engine 1.0 {told}")
    assert SECRET not in refused
    assert "\n" not in refused


def test_frames_of_java_are_no_reasons():
    error = RuntimeError(
        "bad value\n\tat io.netty.SocketChannel.closed(Socket.java:1)\n\t... 5 more"
    )
    assert "could not count these records" in str(sentence(error, "Spark"))


def test_what_is_a_sentence_already_is_left_as_it_is():
    with pytest.raises(RecordsError, match=r"^a plainly wrong"), speaking("An engine"):
        raise RecordsError("a", "plainly wrong")


@pytest.mark.parametrize(
    "said",
    [
        "Invalid Input Error: counting the rows failed: KeyboardInterrupt: ",
        "INTERRUPT Error: Interrupted!",
        "Query interrupted",
    ],
)
def test_an_engine_that_was_stopped_by_hand_is_not_taken_for_a_broken_one(said):
    with pytest.raises(KeyboardInterrupt), speaking("An engine"):
        raise RuntimeError(said)


def test_a_cell_that_an_engine_quotes_is_not_shown(tmp_path):
    path = parquet(tmp_path / "a.parquet", n=["12", SECRET, "13"])
    with connect() as engine:
        table = engine.read(Source((path,), "parquet"), [path])
        with pytest.raises(RecordsError) as caught:
            engine.ask(table.select(n=table.n.cast("int64")), [path])
    assert str(caught.value).startswith(f"{engine.name} could not count these records (Conversion")
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_part_that_goes_away_half_way(tmp_path):
    paths = [parquet(tmp_path / f"{name}.parquet") for name in "ab"]
    mapping = mapping_of(tmp_path)
    with connect() as engine:
        records = inspected(mapping, engine).records(engine)
        paths[1].unlink()
        with pytest.raises(RecordsError) as caught:
            engine.ask(records, paths)
    assert str(caught.value) == (
        "b.parquet is gone since the run began: put it back, and run again."
    )


def test_an_engine_that_is_closed_half_way(tmp_path):
    path = parquet(tmp_path / "a.parquet")
    mapping = mapping_of(path)
    engine = connect()
    records = inspected(mapping, engine).records(engine)
    engine.backend.disconnect()
    with pytest.raises(RecordsError, match="went away before it had counted"):
        engine.ask(records, [path])
    engine.__exit__(None, None, None)


def test_not_enough_memory_is_told(monkeypatch):
    monkeypatch.setenv("NUZUH_RECORDS_MEMORY", "30MB")
    with connect() as engine:
        table = ibis.range(3_000_000).unnest().name("n").as_table()
        many = table.group_by("n").agg(k=table.count()).order_by("k")
        with pytest.raises(RecordsError, match="has not enough memory for these records"):
            engine.ask(many)


def test_no_number_is_none_whatever_the_bounds_say(tmp_path):
    # Bounds in Parquet files leave NaN out, and DuckDB takes them for all that there is.
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"n": [0.0, float("nan"), 5.0]}), path)
    with connect() as engine:
        table = engine.read(Source((path,), "parquet"), [path])
        asked = table.select(nan=table.n.isnan(), few=table.n <= 5)
        told = engine.ask(asked).to_pydict()
        assert told == {"nan": [False, True, False], "few": [True, False, True]}
        assert (
            engine.ask(table.filter(~table.n.isnan()).count().as_table()).to_pylist()
            == [{"CountStar()": 2}]
            or engine.ask(table.filter(~table.n.isnan())).num_rows == 2
        )


def test_files_are_for_engines_that_read_them(tmp_path):
    path = csv(tmp_path / "a.csv", "at,place", "2025-01-01T12:00Z,PS0260")
    sqlite3.connect(tmp_path / "other.db").close()
    with connect(f"sqlite://{tmp_path}/other.db") as engine:
        assert engine.name == f"SQLite {sqlite3.sqlite_version}"
        with pytest.raises(RefusedError, match="reads no files here: bring the records into a"):
            engine.read(Source((path,), "csv"), [path])


def test_a_table_in_sqlite(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as made:
        made.execute("create table seen (at integer, place text)")
        made.executemany("insert into seen values (?, 'PS0260')", [(1735732800,), (1735776000,)])
    made.close()
    mapping = mapping_of(source=Source(table="seen"), time=Time("at", "seconds"))
    with connect(f"sqlite://{tmp_path}/other.db") as engine:
        found = inspected(mapping, engine)
    assert (found.rows, found.plan.first, found.plan.last) == (
        2,
        date(2025, 1, 1),
        date(2025, 1, 2),
    )


class Builder:
    """What makes a session of Spark, and here makes none."""

    def __init__(self) -> None:
        self.settings: dict[str, str] = {}

    def appName(self, _name: str) -> Builder:  # noqa: N802
        return self

    def master(self, _address: str) -> Builder:
        return self

    def config(self, name: str, value: str) -> Builder:
        self.settings[name] = value
        return self

    def getOrCreate(self) -> None:  # noqa: N802
        raise ConnectionError(SECRET)


@pytest.mark.parametrize("address", ["local[1]", "spark://127.0.0.1:9"])
def test_spark_lays_nothing_on_the_disk_that_can_be_read(monkeypatch, address):
    builder = Builder()
    package = SimpleNamespace(SparkSession=SimpleNamespace(builder=builder))
    monkeypatch.setitem(sys.modules, "pyspark", SimpleNamespace(sql=package))
    monkeypatch.setitem(sys.modules, "pyspark.sql", package)
    monkeypatch.setattr(shutil, "which", lambda _name: "java")
    with pytest.raises(RefusedError, match="the spark engine cannot be reached"):
        connect(address)
    # The log of events holds how many rows came out of each step.
    assert builder.settings["spark.eventLog.enabled"] == "false"
    assert builder.settings["spark.io.encryption.enabled"] == "true"
    assert builder.settings["spark.log.level"] == "OFF"


@pytest.mark.thorough
def test_spark_without_java_or_without_itself_is_told(tmp_path):
    program = (
        "import sys\n"
        "from nuzuh.loaders.records.engine import connect\n"
        "from nuzuh.loaders.errors import RefusedError\n"
        "try:\n    connect('local[2]')\n"
        "except RefusedError as error:\n    print(error)\n"
    )
    package = tmp_path / "pyspark/sql"
    package.mkdir(parents=True)
    (tmp_path / "pyspark/__init__.py").touch()
    (package / "__init__.py").write_text(
        "class _B:\n    def appName(self, name): return self\n"
        "class SparkSession:\n    builder = _B()\n",
        "utf-8",
    )
    bare = {"PATH": str(tmp_path), "PYTHONPATH": f"{Path.cwd()}{os.pathsep}{tmp_path}"}
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout == (
        "Spark needs Java, and there is none here: install Java 17 or 21, or set JAVA_HOME\n"
    ), told.stderr
    shutil.rmtree(tmp_path / "pyspark")
    (tmp_path / "pyspark.py").write_text("raise ImportError('none')\n", "utf-8")
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout == (
        "the driver for spark is not installed: install nuzuh[spark] (`python -m pip install "
        "'nuzuh[spark]'`)\n"
    ), told.stderr
