"""The embedded snapshot is a valid data package that knows where each file comes from."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date

import frictionless
import pandas as pd
import pytest

from nuzuh import loaders
from nuzuh.balance.archived.packing import unsqueezed
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.archive.entry import read_parts
from nuzuh.loaders.archive.shelf import SHIPPED
from nuzuh.loaders.package import GEODATA, read_bytes, read_descriptor
from nuzuh.loaders.seal import seal
from nuzuh.loaders.territory import territory

RESOURCES = read_descriptor()["resources"]
NAMES = [entry["name"] for entry in RESOURCES]


def test_the_package_keeps_the_frictionless_standard():
    report = frictionless.Package(str(GEODATA / "datapackage.json")).validate()
    assert report.valid, report.to_summary()


@pytest.mark.parametrize("entry", RESOURCES, ids=NAMES)
def test_every_file_has_a_source_a_licence_a_date_and_a_hash(entry):
    assert entry["title"]
    assert all(source["title"] for source in entry["sources"])
    assert all(licence["title"] for licence in entry["licenses"])
    assert all(licence["path"].startswith("https://") for licence in entry["licenses"])
    assert date.fromisoformat(entry["as_of"]) <= date.fromisoformat(entry["retrieved_at"])
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", entry["hash"])
    assert entry["bytes"] == (GEODATA / entry["path"]).stat().st_size


def test_every_file_is_named_in_the_package_and_the_other_way_round():
    # Former versions name and hash their own parts: see test_archive.py.
    files = [path for path in GEODATA.rglob("*") if path.is_file() and path.parent != SHIPPED]
    there = {path.relative_to(GEODATA).as_posix() for path in files}
    assert there - {"datapackage.json"} == {entry["path"] for entry in RESOURCES}
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_every_file_hashes_to_its_entry(name):
    assert read_bytes(name)


@pytest.mark.parametrize("entry", [entry for entry in RESOURCES if entry["format"] == "csv"])
def test_a_table_has_the_columns_that_the_package_describes(entry):
    header = read_bytes(entry["name"]).decode().splitlines()[0]
    assert header.split(",") == [field["name"] for field in entry["schema"]["fields"]]


def test_no_file_names_a_path_or_a_machine_of_its_makers():
    inner = re.compile(r"/home/|/tmp/|/Users/|[A-Z]:\\|localhost|127\.0\.0\.1|file:", re.IGNORECASE)
    for path in sorted(GEODATA.rglob("*")):
        if path.is_file():
            parts = [path.read_bytes()]
            if path.parent == SHIPPED:
                held = read_parts(path)[1].items()
                parts = [
                    unsqueezed(part) if name.endswith(".xz") else part
                    for name, part in held
                    if ".bin" not in name
                ]
            found = inner.search("\n".join(part.decode("utf-8") for part in parts))
            assert not found, f"{path.name} names {found}"


def test_the_package_and_its_figures_end_on_the_same_day(estimates, orders):
    as_of = {entry["name"]: entry["as_of"] for entry in RESOURCES}
    assert as_of["estimates"] == str(estimates["as_of"].max().date())
    assert as_of["orders"] == str(orders["issued_on"].max().date())
    assert loaders.data_version().startswith(as_of["estimates"])


def test_every_phase_rests_on_a_figure_or_an_order_of_its_time(estimates, orders):
    phases = loaders.load_phases().frame
    days = dict(zip(orders["id"], orders["issued_on"], strict=True))
    for figure in estimates.itertuples():
        days[figure.id] = figure.as_of if pd.isna(figure.period_start) else figure.period_start
    assert set(phases["evidence"]) <= set(days)
    in_war = phases[phases["phase"] != "prewar"]
    for phase in in_war.itertuples():
        assert abs((days[phase.evidence] - phase.start).days) <= 7, phase.phase


def test_every_area_that_is_named_has_a_row_in_the_crosswalk(estimates):
    known = set(loaders.load_area_names().frame["name"])
    named = {*estimates["origin"], *estimates["destination"]} - {""}
    assert named - known == set()


def test_the_crosswalk_gives_the_codes_that_the_figures_give(estimates):
    names = loaders.load_area_names().frame.set_index("name")["pcodes"]
    for end in ("origin", "destination"):
        cells = estimates[[end, f"{end}_pcodes"]].drop_duplicates()
        for name, codes in cells.itertuples(index=False):
            if name and codes:
                assert pc.split(codes) == pc.split(names[name]), name


def test_every_area_is_named_in_all_three_languages():
    names = loaders.load_area_names().frame
    for column in ("name_ar", "name_he"):
        assert names[column].ne("").all(), column
    arabic, hebrew = r"[\u0600-\u06ff]", r"[\u0590-\u05ff]"
    assert names["name_ar"].str.contains(arabic).all()
    assert names["name_he"].str.contains(hebrew).all()


def test_who_is_listed_published_spoke_or_issued_and_the_other_way_round(estimates, orders):
    listed = loaders.load_publishers().frame["publisher"]
    assert set(listed) == {
        *estimates["publisher"],
        *estimates["speaker"],
        *orders["issuer"],
    }


def test_orders_and_figures_share_no_id(estimates, orders):
    assert not set(estimates["id"]) & set(orders["id"])


def test_every_order_names_an_issuer_a_day_and_a_source(orders):
    for column in ("issuer", "source_title", "term", "areas"):
        assert orders[column].ne("").all(), column
    assert orders["issued_on"].notna().all()


def test_a_report_of_an_order_is_counted_with_that_order(orders):
    parents = orders.set_index("id")["order"]
    assert orders["order"].isin(orders["id"]).all()
    assert (parents.loc[orders["order"]].to_numpy() == orders["order"].to_numpy()).all()
    again = orders[(orders["same_order_as"] != "") | (orders["repeats_order"] != "")]
    assert (again["order"] != again["id"]).all()


def test_nothing_published_describes_a_day_after_it_was_retrieved(estimates, orders):
    retrieved = {entry["name"]: pd.Timestamp(entry["retrieved_at"]) for entry in RESOURCES}
    assert (estimates["as_of"] <= retrieved["estimates"]).all()
    assert (orders["issued_on"] <= retrieved["orders"]).all()


def test_the_data_version_is_of_every_file_that_holds_data():
    hashes = {entry["name"]: entry["hash"] for entry in RESOURCES}
    left_out = {entry["name"] for entry in RESOURCES if not entry.get("in_version", True)}
    # No figure comes of them.
    assert left_out == {"territory", "withdrawn", "other_areas", "block_cells"}
    counted = sorted(told for name, told in hashes.items() if name not in left_out)
    told = hashlib.sha256("".join(counted).encode()).hexdigest()[:7]
    assert loaders.data_version() == f"{read_descriptor()['version']}-{told}"


def test_the_territory_holds_the_areas_of_the_outlines_north_to_south():
    drawn = loaders.load_boundaries().frame
    assert list(drawn["pcode"]) == list(territory().pcodes)
    assert list(drawn["name_en"]) == [area.name for area in territory().areas]
    south = drawn.geometry.bounds["miny"]
    assert list(south) == sorted(south, reverse=True)
    assert {side.id: side.pcodes for side in territory().sides} == {
        "north": ("PS0255", "PS0260"),
        "south": ("PS0265", "PS0270", "PS0275"),
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told["sides"][0]["pcodes"].pop(), "on one side"),
        (lambda told: told["sides"][0]["pcodes"].append("PS0275"), "on one side"),
        (lambda told: told.update(example="PS0300"), "does not hold"),
        (lambda told: told["areas"][2].pop("label"), "areas.2.label"),
        (lambda told: told["areas"][2]["label"].update(side="above"), "areas.2.label.side"),
    ],
)
def test_a_territory_that_makes_no_sense_is_not_sealed(geodata_copy, change, said):
    path = geodata_copy / "territory.json"
    told = json.loads(path.read_bytes())
    change(told)
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(loaders.DataError, match=said):
        seal(geodata_copy)
