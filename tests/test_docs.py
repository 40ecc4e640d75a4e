from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import click
import pytest

from nuzuh import cli, loaders
from nuzuh.cli import program
from nuzuh.loaders.live import adopt
from nuzuh.loaders.user import template
from tests.loaders.live.recordings import good_day, municipalities_zip
from tests.loaders.live.upstream import Upstream

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
COMMANDS = sorted(
    {
        line.strip()
        for page in PAGES
        for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        for line in block.splitlines()
        if line.startswith("nuzuh ")
    }
)


def test_commands_are_documented():
    assert len(COMMANDS) >= 4


@pytest.fixture
def upstreams(tmp_path, monkeypatch):
    """Every upstream on a good day, so that documented commands can do what they say."""
    upstream = Upstream()
    good_day(upstream, municipalities_zip(tmp_path / "shapes"))
    for name, path in (
        ("HDX", ""),
        ("ARCGIS", "/arcgis"),
        ("GEOBOUNDARIES", "/geoboundaries/"),
        ("DEATHS", "/deaths.json"),
    ):
        monkeypatch.setenv(f"NUZUH_{name}_URL", upstream.base + path)
    monkeypatch.setenv("NUZUH_OFFLINE", "0")
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    yield
    upstream.close()
    monkeypatch.undo()
    adopt()


@pytest.mark.slow
@pytest.mark.usefixtures("upstreams")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.few(12)
def test_every_documented_command_works(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    # The files that a reader has made with the commands before it on the page.
    (tmp_path / "estimates.csv").write_bytes(template("estimates", "csv"))
    (tmp_path / "orders.geojson").write_bytes(template("orders", "geojson"))
    assert cli.main(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out or list(tmp_path.iterdir())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_in_the_docs_is_true(page):
    assert doctest.testfile(str(page), module_relative=False).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_files_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_row_counts_in_the_docs_are_those_of_the_files():
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"\| `([\w.]+)` \| (\d+) \|", text))
    tables = {source.name: source.rows for source in loaders.all_sources()}
    assert {Path(name).stem: int(count) for name, count in rows.items()} == tables


def test_make_targets_that_the_docs_name_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {m for page in PAGES for m in re.findall(r"`?make (\w+)", page.read_text("utf-8"))}
    targets = set(re.findall(r"^(\w+):", makefile, flags=re.MULTILINE))
    assert {"run", "test"} <= named <= targets | {"and"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_docs_have_the_options_that_they_name(page):
    for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            for words in map(shlex.split, line.split("&&")):
                if words[:1] != ["nuzuh"]:
                    continue
                command, rest = program._nuzuh, words[1:]
                while isinstance(command, click.Group):
                    command, rest = command.commands[rest[0]], rest[1:]
                known = {name for option in command.params for name in option.opts}
                known |= {name for option in command.params for name in option.secondary_opts}
                assert {word for word in rest if word.startswith("-") and word != "-"} <= known
