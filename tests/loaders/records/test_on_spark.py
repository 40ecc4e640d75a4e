"""Apache Spark counts and withholds what DuckDB does, to the last figure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from nuzuh import cli
from nuzuh.loaders.records.engine import connect
from tests.loaders.records import engine_cases
from tests.loaders.records.phones import write_phones
from tests.tools import SPARK, need

ROOT = Path(__file__).resolve().parents[3]
LOCAL = "local[2]"
NAMES = sorted(engine_cases.cases(Path("/")))
QUICK = ["place coordinates", "CSV name", "time text"]
ALIKE = [f"{how} {kind}" for how in ("place", "CSV") for kind in ("pcode", "coordinates", "h3")]
ALIKE += [f"{how} {kind}" for how in ("time", "CSV") for kind in ("day", "seconds")]
ALIKE += ["place name", "time clock", "time milliseconds", "CSV milliseconds", "folders"]
"""Cases in which the same records are told in another way, and those few that are always tried."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    engine_cases.write(folder)
    return folder


@pytest.fixture(scope="module")
def here(folder):
    """What comes of a case on DuckDB, once."""
    mappings = engine_cases.cases(folder)
    with connect() as engine:
        yield cache(lambda name: engine_cases.told(mappings[name], engine))


def on_spark(*words: str) -> str:
    """Run Python with PySpark on its path, and return what it prints."""
    need("spark")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, SPARK)))}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def there(folder):
    """What comes of each case on Spark: one process, for starting takes as long as counting."""
    told = on_spark("-m", "tests.loaders.records.engine_cases", str(folder), LOCAL)
    return json.loads(told.splitlines()[-1])


THOROUGH = [pytest.param(name, marks=pytest.mark.thorough) for name in ALIKE if name not in QUICK]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*QUICK, *THOROUGH])
@pytest.mark.few(1)
def test_the_same_records_in_another_form_give_the_same_counts(here, name):
    assert 0 < here("plain")["withheld"] < here("plain")["all"]
    assert here(name) == here("plain")


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_spark_hands_over_what_duckdb_does(here, there, name):
    assert there[name] == here(name)


@pytest.mark.thorough
def test_no_case_is_left_out(there):
    assert sorted(there) == NAMES


@pytest.mark.thorough
def test_the_command_makes_the_same_figures_on_spark(tmp_path, monkeypatch, capsys):
    for name in ("CACHE", "RECORDS"):
        monkeypatch.setenv(f"NUZUH_{name}", str(tmp_path / name))
    write_phones(tmp_path)
    add = ("records", "add", str(tmp_path / "records.yaml"), "-o")
    assert cli.main([*add, str(tmp_path / "here.csv")]) == 0
    there = ("-m", "nuzuh.cli", *add, str(tmp_path / "there.csv"), "--engine", LOCAL)
    assert "Apache Spark" in on_spark(*there)
    assert "DuckDB" in capsys.readouterr().out
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
