"""The data by address: what stands there, that it says what it is, and that snippets read it."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import frictionless
import geopandas as gpd
import pandas as pd
import pytest

from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.evidence.precision import rounding_step
from nuzuh.export.site import data
from nuzuh.export.site.gathered import Site
from nuzuh.files.columns import VALUES
from nuzuh.files.dataset_columns import ESTIMATES, MOVED, PEOPLE, TABLES
from nuzuh.files.orders import ORDERS
from nuzuh.loaders.archive import shelf
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.data_versions import known_versions
from nuzuh.scene.translator import Translator
from nuzuh.web.site.snippets import snippets

pytestmark = pytest.mark.slow

ADDRESS = "https://nuzuh.example/a/"
BUDGET = 5_000_000
"""Bytes of all files of the latest version, uncompressed."""
TABLES_BUDGET = 2_700_000
"""Bytes of what is kept of a version, uncompressed."""


@pytest.fixture(scope="module")
def site():
    site = Site(tables_in_use(), ADDRESS)
    site.pages = {code: list(data.pages(site, Translator(code))) for code in LANGUAGES}
    return site


@pytest.fixture(scope="module")
def latest(site):
    return {
        path.removeprefix("data/latest/"): content
        for path, content in site.files.items()
        if path.startswith("data/latest/")
    }


def rows(content):
    """The rows of a table without its tags."""
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert all(cell.startswith("#") for cell in lines[0].values())
    return lines[1:]


def test_a_version_has_the_tables_of_the_latest_byte_for_byte_and_nothing_that_will_go(
    site, latest
):
    """What stands under a version must stand there when a newer one has come."""
    newest = f"data/{known_versions()[0].id}/"
    held = {p.removeprefix(newest): c for p, c in site.files.items() if p.startswith(newest)}
    tables = {name for name in latest if name.endswith(".csv")}
    assert set(held) == {*tables, "datapackage.json", "README.txt"}
    assert all(held[name] == latest[name] for name in tables)
    assert tables >= {"estimates.csv", "people_reconstructed.csv", "orders.csv"}
    former = f"data/{known_versions()[-1].id}/"
    assert {p.removeprefix(former) for p in site.files if p.startswith(former)} == set(held)


def test_the_files_of_a_version_are_small_and_the_same_whenever_they_are_made(site, latest):
    assert sum(map(len, latest.values())) < BUDGET
    for version in known_versions():
        folder = f"data/{version.id}/"
        held = [content for path, content in site.files.items() if path.startswith(folder)]
        assert sum(map(len, held)) < TABLES_BUDGET
    whole = data.dataset_of(site.tables)
    again = data.dataset_files(
        whole,
        data.table_files(whole),
        data.export_scene(data.ExportRequest(data.opening().view, address=ADDRESS), site.tables),
    )
    assert {file.path: file.content for file in again} == latest


def test_files_are_made_once_for_all_languages(site):
    before = dict(site.files)
    list(data.pages(site, Translator("ar")))
    assert all(site.files[path] is content for path, content in before.items())


def test_every_published_row_has_a_source_and_every_other_says_reconstructed(latest):
    for name, table in latest.items():
        if not name.endswith(".csv") or name == "sources.csv":
            continue
        for row in rows(table):
            if name == "people_reconstructed.csv":
                assert "people_reconstructed" in row
                assert "source_title" not in row
                continue
            assert row.get("source_title") or row["kind"] == "reconstructed", (name, row)
            # An order's kind is its own; all other files say of each row what it is.
            assert name == "orders.csv" or row["kind"] in ("published", "reconstructed")


def test_every_figure_is_there_and_says_what_the_table_says(latest):
    table = rows(latest["estimates.csv"])
    frame = tables_in_use().estimates.set_index("id")
    assert {row["id"] for row in table} == set(frame.index)
    for row in table:
        for name in ("value", "low", "high"):
            told = frame.loc[row["id"], name]
            # What is missing is never zero, and zero is never missing.
            assert row[name] == ("" if pd.isna(told) else f"{told:.15g}")


def test_the_same_figures_stand_in_json(latest):
    told = json.loads(latest["estimates.json"])
    table = rows(latest["estimates.csv"])
    assert told["columns"] == list(table[0])
    assert len(told["rows"]) == len(table)
    at = told["columns"].index("value")
    for listed, row in zip(told["rows"], table, strict=True):
        assert listed[at] == (float(row["value"]) if row["value"] else None)


def test_people_are_told_as_they_are_rounded_and_never_as_zero(latest):
    table = pd.read_csv(io.BytesIO(latest["people_reconstructed.csv"]), skiprows=[1])
    assert set(table["view"]) == set(NAMED_VIEWS)
    table = table.rename(columns={"people_reconstructed": "people"})
    assert (table["people"].dropna() >= 1000).all()
    assert table["high"].notna()[table["people"].isna()].all()
    told = table.dropna()
    assert (told["low"] <= told["people"]).all()
    assert (told["people"] <= told["high"]).all()
    for row in told.sample(200, random_state=1).itertuples():
        assert row.people % rounding_step(row.people, row.low, row.high) == 0
    assert not table.duplicated(["date", "pcode", "view"]).any()


def test_a_day_is_the_reconstruction_s_own(latest):
    table = pd.read_csv(io.BytesIO(latest["people_reconstructed.csv"]), skiprows=[1])
    reconstruction = load_reconstruction(tables_in_use(), "all")
    day = reconstruction.days[400].date()
    found = table[(table["view"] == "all") & (table["date"] == str(day))].set_index("pcode")
    for pcode, places in (("PS0275", ("PS0275",)), ("north", ("PS0255", "PS0260"))):
        number, low, high = reconstruction.group(day, places)
        step = rounding_step(number, low, high)
        assert abs(found.loc[pcode, "people_reconstructed"] - number) <= step / 2


def test_people_in_json_are_those_of_the_table(latest):
    told = json.loads(latest["people_reconstructed.json"])
    table = pd.read_csv(io.BytesIO(latest["people_reconstructed.csv"]), skiprows=[1], dtype=object)
    first = pd.Timestamp(told["first_day"])
    counted = 0
    for areas in told["views"].values():
        for course in areas.values():
            assert {len(numbers) for numbers in course.values()} == {told["days"]}
            counted += sum(high is not None for high in course["high"])
    assert counted == table["high"].notna().sum()
    for row in table.sample(100, random_state=2).itertuples():
        at = (pd.Timestamp(row.date) - first).days
        number = told["views"][row.view][row.pcode]["people_reconstructed"][at]
        here = row.people_reconstructed
        assert number == (None if pd.isna(here) else int(here))


def test_published_and_reconstructed_movements_never_share_a_file(latest):
    published = rows(latest["movements_published.csv"])
    assert {row["measure"] for row in published} == {"movement"}
    made = rows(latest["movements_reconstructed.csv"])
    assert {row["kind"] for row in made} == {"reconstructed"}
    keys = [(r["view"], r["origin"], r["destination"], r["first_day"]) for r in made]
    assert len(keys) == len(set(keys))
    assert all(row["first_day"][:7] == row["last_day"][:7] for row in made)
    assert "0" not in {row["people"] for row in made}


def test_the_map_files_open_and_hold_the_governorates(latest, tmp_path):
    for name in ("governorates.geojson", "governorates.parquet"):
        (tmp_path / name).write_bytes(latest[name])
    shapes = gpd.read_file(tmp_path / "governorates.geojson")
    same = gpd.read_parquet(tmp_path / "governorates.parquet")
    assert len(shapes) == len(same) == 5
    assert sorted(shapes["pcode"]) == sorted(same["pcode"])
    assert json.loads(latest["orders.geojson"])["features"]


def test_the_package_is_valid(latest, tmp_path):
    for name, content in latest.items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(tmp_path / "datapackage.json")
    assert report.valid, report.flatten(["title", "message"])
    package = json.loads(latest["datapackage.json"])
    described = {one["path"] for one in package["resources"]}
    assert described == set(latest) - {"datapackage.json", "README.txt"}


@pytest.mark.parametrize("columns", [ESTIMATES, PEOPLE, MOVED, TABLES, ORDERS, VALUES])
def test_every_column_has_a_tag_and_a_meaning(columns):
    assert len({column.name for column in columns}) == len(columns)
    for column in columns:
        assert re.fullmatch(r"#[a-z]+\d?(\+[a-z0-9_]+)*", column.tag)
        assert column.about.endswith(".") or column.about.endswith("...")


def test_the_index_names_every_file_with_its_size(site, latest):
    index = json.loads(site.files[data.INDEX])
    assert index["schema"] == data.SCHEMA
    assert index["latest"] == known_versions()[0].id
    assert index["licenses"]
    assert index["address"] == f"{ADDRESS}data/"
    named = {file["path"]: file for file in index["files"]}
    assert set(named) == {f"latest/{name}" for name in latest}
    for path, file in named.items():
        assert file["bytes"] == len(site.files[f"data/{path}"])
    listed = [path for version in index["versions"] for path in version["files"]]
    assert all(f"data/{path}" in site.files for path in listed)
    columns = {c["name"] for c in named["latest/estimates.csv"]["columns"]}
    assert columns == set(rows(latest["estimates.csv"])[0])


def test_a_former_version_keeps_its_tables_with_its_own_numbers(site):
    old = known_versions()[-1]
    table = rows(site.files[f"data/{old.id}/estimates.csv"])
    assert max(row["as_of"] for row in table) == str(old.last)
    assert {"GD0265", "GD0422"} <= {row["id"] for row in table}


def test_a_damaged_version_is_named_and_stops_nothing(monkeypatch, tmp_path):
    name = "2026-08-22-79be9da.zip"
    content = bytearray((shelf.SHIPPED / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path)
    damaged = Site(tables_in_use())
    page = next(iter(data.pages(damaged, Translator("en"))))
    told = json.loads(damaged.files[data.INDEX])["versions"]
    assert told[1]["files"] == []
    assert "altered" in told[1]["damaged"] or "damaged" in told[1]["damaged"]
    assert "its file is damaged" in page.main


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_address_of_the_page_leads_to_a_file(site, code):
    page = site.pages[code][0]
    here = "data/" if code == "en" else f"{code}/data/"
    links = re.findall(r'href="([^"]+)"', page.main)
    assert len(links) > 14
    for link in links:
        assert posixpath.normpath(f"{here}{link}") in site.files
    assert page.main.count("<pre") == 4


def test_every_snippet_names_the_address_and_columns_that_there_are(latest):
    columns = set(rows(latest["people_reconstructed.csv"])[0])
    for program, text in snippets(ADDRESS):
        assert f"{ADDRESS}data/latest/people_reconstructed.csv" in text
        assert text.count("{") == text.count("}")
        assert text.count("(") == text.count(")")
        named = set(re.findall(r'"(date|people_\w+|low|high|pcode|view)"', text))
        assert named <= columns
        assert program in ("excel", "powerbi", "r", "python")
    assert all("ADDRESS/data/" in text for _, text in snippets(""))


def test_the_snippet_in_python_reads_the_file(latest, tmp_path):
    folder = tmp_path / "data" / "latest"
    folder.mkdir(parents=True)
    (folder / "people_reconstructed.csv").write_bytes(latest["people_reconstructed.csv"])

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        text = dict(snippets(f"http://127.0.0.1:{server.server_port}/"))["python"]
        environment = {"no_proxy": "*", "PATH": "/usr/bin"}
        ended = subprocess.run(
            [sys.executable, "-c", text],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
    finally:
        server.shutdown()
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split()[:6] == [
        "date",
        "pcode",
        "view",
        "people_reconstructed",
        "low",
        "high",
    ]
    assert ended.stdout.count("strip") == 5
