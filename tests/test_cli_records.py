"""``nuzuh records``: what is added stands among the figures, and is gone when it is removed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from nuzuh import cli
from nuzuh.loaders.estimates import read_estimates
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.kept_days import state_of
from nuzuh.loaders.records.shelf import Shelf
from nuzuh.scene.records_preview import RecordsPreview
from nuzuh.scene.text_table import TextTable
from tests.loaders.records.phones import MAPPING, write_phones
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
    _, out, _ = run(capsys, "people", "--date", "2025-06-15")
    assert "A made-up operator" in json.loads(out)["from_records"]
    assert run(capsys, "records", "remove", "made-up") == (
        *(0, "removed made-up: its figures are used no longer\n", ""),
    )
    code, _, err = run(capsys, *of_records)
    assert code == 2
    assert err.startswith("no figure has the publisher 'A made-up operator'")
    assert "from_records" not in json.loads(run(capsys, "people", "--date", "2025-06-15")[1])
    assert run(capsys, "records", "remove", "made-up") == (
        *(2, "", "there are no records named 'made-up'; there are none\n"),
    )


WITHOUT_EXTRAS = """
import sys

sys.modules.update(dict.fromkeys(("ibis", "duckdb", "h3", "yaml", "pyspark")))
from nuzuh import cli

for words in (
    *("--help", "records list", "records add --help", "estimates", "records remove made-up"),
):
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


# Adding, from a file of records to figures in use.


@pytest.fixture(scope="module")
def phones(tmp_path_factory):
    """A folder with the records of three weeks, and their mapping."""
    folder = tmp_path_factory.mktemp("phones")
    write_phones(folder)
    return folder


@pytest.fixture
def without_preview(monkeypatch):
    """Two reconstructions take seconds, and change nothing of what is added."""
    told = RecordsPreview(None, TextTable(("area", "before", "after"), ()), 0, 12)
    monkeypatch.setattr("nuzuh.cli.records_adding.records_preview", lambda *_: told)


@pytest.mark.slow
@pytest.mark.usefixtures("without_preview")
def test_what_is_added_was_shown_before_and_is_in_use(shelf, phones, capsys):
    add = ("records", "add", str(phones / "records.yaml"))
    code, out, err = run(capsys, *add, "--dry-run")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "phones: Made-up handsets, June 2025 (A made-up operator)"
    assert lines[1].startswith("counted: 2025-06-02 to 2025-06-22, 21 days, 5 areas, ")
    assert lines[2].startswith("withheld: 21 of 105 counts of an area and a day")
    assert (
        "of the people of an area who are in the records (against the balance without records):"
        in out
    )
    # Of whom so few are taken to be there that nobody can tell the share of them in the records.
    assert "  North Gaza: 21 days (2025-06-02 to 2025-06-22): the share of people who are" in out
    assert "the balance uses 0 of these 12 figures" in out
    assert lines[-1] == "dry run: nothing was put in use"
    assert shelf.names() == []
    code, out, err = run(capsys, *add)
    # The days were counted before, and are not counted again.
    assert (code, err.count("were counted by an earlier run")) == (0, 1)
    assert out.splitlines()[:-1] == lines[:-1]
    found = shelf.entry("phones")
    assert out.splitlines()[-1].startswith(f"in use: {found.rows} figures of phones")
    assert found.mapping.decode() == MAPPING
    assert found.data_version == embedded_version()
    assert (found.withheld, found.cells) == (21, 105)
    of_records = ("estimates", "--publisher", found.publisher)
    assert run(capsys, *of_records)[1].count("REC-PHONES-") == found.rows
    code, _, err = run(capsys, *add)
    assert code == 2
    assert err == (
        "there are records named phones here already: --again puts these in their place, "
        "nuzuh records remove phones takes those out of use\n"
    )
    # Scaled against the balance without them, they are the same again.
    assert run(capsys, *add, "--again")[0] == 0
    assert shelf.entry("phones").figures == found.figures
    assert shelf.entry("phones").data_version == embedded_version()


@pytest.mark.thorough
@pytest.mark.usefixtures("shelf")
def test_what_changes_in_the_reconstruction_is_shown(phones, capsys):
    _, out, _ = run(capsys, "records", "add", str(phones / "records.yaml"), "--dry-run")
    lines = out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("the balance uses "))
    assert re.fullmatch(r"the balance uses (\d+) of these \1 figures", lines[at])
    assert re.match(r"the reconstruction of 2025-06-\d\d, |no rounded number", lines[at + 1])


@pytest.mark.thorough
@pytest.mark.usefixtures("without_preview")
def test_figures_written_to_a_file_are_those_of_the_shelf_and_can_be_brought(
    shelf, phones, capsys, tmp_path
):
    file = tmp_path / "figures.csv"
    add = ("records", "add", str(phones / "records.yaml"))
    code, out, _ = run(capsys, *add, "-o", str(file))
    assert (code, shelf.names()) == (0, [])
    assert out.splitlines()[-1].startswith(f"wrote {file}: ")
    assert set(read_estimates(file.read_bytes(), "figures.csv")["measure"]) == {"people_present"}
    code, out, err = run(capsys, *add, "-o", "-")
    assert (code, out.encode()) == (0, file.read_bytes())
    assert "figures: " in err
    assert run(capsys, "check", str(file))[::2] == (0, "")


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (MAPPING.replace("area}", "areas}"), "phones.parquet, column areas: there is none, "),
        (MAPPING.replace("kind: presence", "kind: absence"), "records.yaml, line 5: "),
        (MAPPING.replace("A made-up operator", "OCHA"), "records.yaml, line 3: "),
        (MAPPING.replace("phones.parquet", "none.parquet"), "none.parquet is not there"),
    ],
)
def test_what_is_refused_is_a_sentence_and_puts_nothing_in_use(
    shelf, phones, capsys, mapping, told
):
    file = phones / "records.yaml"
    file.write_text(mapping, encoding="utf-8")
    try:
        code, out, err = run(capsys, "records", "add", str(file))
    finally:
        file.write_text(MAPPING, encoding="utf-8")
    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert err.count("\n") == 1
    assert shelf.names() == []


@pytest.mark.thorough
def test_ctrl_c_keeps_the_days_that_are_done(shelf, phones, tmp_path):
    words = ["-m", "nuzuh.cli", "records", "add", str(phones / "records.yaml")]
    with subprocess.Popen(
        [sys.executable, *words], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as command:
        state = state_of(tmp_path / "cache", "phones")
        until = time.monotonic() + 120
        while not list(state.glob("2025*")) and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(command.pid, signal.SIGINT)
        out, err = command.communicate()
    assert (command.returncode, out) == (130, "")
    assert "stopped; nothing was put in use, and days up to 2025-06-" in err
    assert list(state.glob("2025*"))
    assert shelf.names() == []
