"""The contributor's page: its six rows are those of the ledger, and its commands make them."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest

from nuzuh import cli
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.package import GEODATA
from tests.working_copy import copy_with

PAGE = Path(__file__).parents[1] / "docs/figures.md"
EXAMPLES = re.findall(
    r"^### \d\. [^\n]*: (\w+)\n(.*?)(?=^##)",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
ELSEWHERE = ("id", "source_title", "source_url", "source_date", "note")
"""Columns that the command of an example shows, and not its table."""


def rows_of(folder):
    with (folder / "estimates.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    """The data without the figures of the page."""
    examples = {figure for figure, _ in EXAMPLES}
    folder = tmp_path_factory.mktemp("copy") / "geodata"
    return copy_with(folder, lambda row: row["id"] not in examples)


def test_there_are_six():
    assert len(EXAMPLES) == len({figure for figure, _ in EXAMPLES}) == 6


@pytest.mark.parametrize(("figure", "text"), EXAMPLES, ids=[figure for figure, _ in EXAMPLES])
@pytest.mark.few(2)
def test_an_example_is_a_row_of_the_ledger_and_its_command_makes_it(
    figure, text, without, tmp_path, monkeypatch, capsys
):
    row = {name: cell for name, cell in rows_of(GEODATA)[figure].items() if cell}
    shown = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE))
    assert shown == {name: cell for name, cell in row.items() if name not in ELSEWHERE}
    (command,) = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    words = shlex.split(command.replace("\\\n", " "))[1:]
    assert "--dry-run" in words
    monkeypatch.chdir(tmp_path)
    assert cli.main([*words, "--no-preview", "--geodata", str(without)]) == 0
    told = dict(
        line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if ": " in line
    )
    made = {name: told[name] for name in COLUMNS if name in told}
    assert made == row | {"id": made["id"]}
