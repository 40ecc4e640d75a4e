"""The replication bundle: whole, described, and rebuilt to the byte by its own command."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shlex
import zipfile
from datetime import date

import frictionless
import pandas as pd
import pytest

from nuzuh import __version__, cli
from nuzuh.export.formats import file_name, write
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.view import View
from tests.loaders.user_files import table

FILES = {
    "README.md",
    "data.csv",
    "data.geojson",
    "sources.csv",
    "orders_in_force.csv",
    "orders_in_force.geojson",
    "estimates.csv",
    "picture.png",
    "view.json",
    "citation.txt",
    "citation.bib",
    "citation.ris",
    "datapackage.json",
}


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_a_bundle_is_whole_and_every_file_has_its_hash():
    files = parts(write("bundle", ExportRequest(View()), tables_in_use()))
    assert set(files) == FILES
    package = json.loads(files["datapackage.json"])
    told = {resource["path"]: resource for resource in package["resources"]}
    assert set(told) == FILES - {"README.md", "datapackage.json"}
    for name, resource in told.items():
        assert resource["bytes"] == len(files[name])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[name]).hexdigest()}"


@pytest.mark.slow
@pytest.mark.parametrize("view", [View(layer="orders", lang="ar"), View(mode="reconstructed")])
@pytest.mark.few(1)
def test_a_bundle_is_a_valid_data_package(view, tmp_path):
    for name, content in parts(write("bundle", ExportRequest(view), tables_in_use())).items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(tmp_path / "datapackage.json")
    assert report.valid, report.flatten(["title", "note"])
    assert (tmp_path / ("orders.csv" if view.layer == "orders" else "estimates.csv")).exists()
    rows = frictionless.Package(tmp_path / "datapackage.json").get_resource("data").read_rows()
    assert len(rows) == 5
    assert rows[0]["date"] == view.date
    assert pd.read_csv(tmp_path / "data.csv").columns[0] == "date"


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--date", "2025-10-05"), id="a day"),
        pytest.param(
            (
                *("--date", "2024-05-20", "--show", "reconstructed", "--view", "OCHA,UNRWA"),
                *("--layer", "density", "--lang", "ar", "--address", "https://nuzuh.example.org/"),
            ),
            id="reconstructed from chosen publishers",
        ),
        pytest.param(("--from", "2025-09-28", "--to", "2025-10-05", "--lang", "he"), id="a period"),
        pytest.param(("--date", "2025-08-20", "--without-later"), id="without what came out later"),
    ],
)
@pytest.mark.few(1)
def test_the_command_in_a_bundle_rebuilds_it_to_the_byte(options, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["export", *options, "-o", "first.zip"]) == 0
    rebuilt(tmp_path)


@pytest.mark.slow
@pytest.mark.thorough
def test_a_bundle_with_a_readers_figures_is_rebuilt_from_their_file(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = table("2025-10-05,Rafa,123456,Us,x", header="as_of,area,value,publisher,source_title")
    (tmp_path / "mine.csv").write_bytes(text)
    own = ["--figures", str(tmp_path / "mine.csv"), "--area", "Rafa=PS0275"]
    own += ["--measure", "people_present"]
    assert cli.main(["export", "--date", "2025-10-05", *own, "-o", "first.zip"]) == 0
    assert "rows of your own: 1" in capsys.readouterr().err
    files = parts((tmp_path / "first.zip").read_bytes())
    assert json.loads(files["view.json"])["own"]["files"] == ["mine.csv"]
    assert "mine.csv" in files["README.md"].decode()
    assert str(tmp_path) not in b"".join(files.values()).decode("utf-8", "replace")
    rebuilt(tmp_path)


def rebuilt(folder):
    first = (folder / "first.zip").read_bytes()
    readme = parts(first)["README.md"].decode()
    command = re.search(r"```console\n(nuzuh .*)\n```", readme)[1]
    assert cli.main(shlex.split(command)[1:]) == 0
    assert (folder / "bundle.zip").read_bytes() == first


def test_the_version_to_cite_is_that_of_the_package(root):
    assert f"version: {__version__}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")


def test_files_are_named_by_what_they_hold():
    assert file_name("csv", ExportRequest(View(mode="reconstructed"), start=date(2025, 9, 1))) == (
        "nuzuh-2025-09-01-to-2025-10-05-people-reconstructed-all-en.csv"
    )
