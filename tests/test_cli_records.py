"""``nuzuh records``: what is added stands among the figures, and is gone when it is removed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from nuzuh import cli
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.records.shelf import Shelf
from tests.loaders.records.shelved import entry


@pytest.fixture
def shelf(monkeypatch, tmp_path):
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NUZUH_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("NUZUH_RECORDS", str(tmp_path / "records"))
    return Shelf(read_settings().records)


def run(capsys, *words):
    capsys.readouterr()
    code = cli.main(words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.usefixtures("shelf")
def test_an_empty_shelf_says_what_fills_it(capsys):
    told = "There are no records here: nuzuh records add takes some in.\n"
    assert run(capsys, "records", "list") == (0, told, "")
    assert run(capsys, "records", "list", "--format", "json") == (0, "[]\n", "")


def test_what_is_listed_is_in_use_or_left_aside_with_why(shelf, capsys):
    shelf.put(entry("first-one"))
    shelf.put(entry("second"))
    (path,) = (shelf.folder / "second").glob("figures*")
    path.write_bytes(b"")
    code, out, err = run(capsys, "records", "list")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "first-one  presence, 2025-06-01 to 2025-06-28  3 figures",
        "  A made-up operator: Made-up handsets",
    ]
    assert "; 3 of 140 counts withheld, threshold 10\n" in out
    assert out.splitlines()[-1].startswith("second  left aside: records/second is damaged: ")
    told = json.loads(run(capsys, "records", "list", "--format", "json")[1])
    assert [(one["name"], one["in_use"]) for one in told] == [
        ("first-one", True),
        ("second", False),
    ]
    assert told[0]["left_out"][0] == {"why": "unplaced", "records": 25}
    assert "figures" not in told[0]


def test_the_figures_are_in_the_tables_until_they_are_removed(shelf, capsys):
    shelf.put(entry())
    of_records = ("estimates", "--publisher", "A made-up operator")
    code, out, _ = run(capsys, *of_records)
    assert code == 0
    assert out.count("REC-MADE-UP-") == 3
    assert run(capsys, "records", "remove", "made-up") == (
        *(0, "removed made-up: its figures are used no longer\n", ""),
    )
    code, _, err = run(capsys, *of_records)
    assert code == 2
    assert err.startswith("no figure has the publisher 'A made-up operator'")
    assert run(capsys, "records", "remove", "made-up") == (
        *(2, "", "there are no records named 'made-up'; there are none\n"),
    )


WITHOUT_EXTRAS = """
import sys

sys.modules.update(dict.fromkeys(("ibis", "duckdb", "h3", "yaml", "pyspark")))
from nuzuh import cli

for words in ("--help", "records list", "records add --help", "estimates", "records remove made-up"):
    try:
        code = cli.main(words.split())
    except SystemExit as ended:
        code = ended.code
    if code:
        sys.exit(f"{words}: {code}")
sys.exit(cli.main(["records", "add", "none.yaml"]))
"""


def test_only_adding_needs_an_engine(shelf):
    shelf.put(entry())
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, shelf.names()) == (2, [])
    assert "nuzuh[records]" in ended.stderr
    assert ended.stderr.count("\n") == 1
