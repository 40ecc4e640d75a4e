"""The contributor's page: its six rows are those of the ledger, and its commands make them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from nuzuh import cli
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.package import GEODATA
from nuzuh.loaders.seal import seal

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
    folder = Path(shutil.copytree(GEODATA, tmp_path_factory.mktemp("copy") / "geodata"))
    rows, text = rows_of(folder), io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    examples = {figure for figure, _ in EXAMPLES}
    writer.writerows(row for figure, row in rows.items() if figure not in examples)
    (folder / "estimates.csv").write_text(text.getvalue(), encoding="utf-8")
    # Stories tell of these figures: the copy is one without stories.
    shutil.rmtree(folder / "stories")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [
        entry for entry in descriptor["resources"] if not entry["path"].startswith("stories/")
    ]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    seal(folder)
    return folder


def test_there_are_six():
    assert len(EXAMPLES) == len({figure for figure, _ in EXAMPLES}) == 6


@pytest.mark.parametrize(("figure", "text"), EXAMPLES, ids=[figure for figure, _ in EXAMPLES])
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
