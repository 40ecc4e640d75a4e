"""Boundaries, places, names, publishers, phases, the baseline, and where each comes from."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from nuzuh import loaders
from nuzuh.loaders import DataError, areas, phases, publishers
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import BOUNDS, coverage_of
from nuzuh.loaders.package import read_bytes


def given_bytes(monkeypatch, module, content: bytes) -> None:
    monkeypatch.setattr(module, "read_bytes", lambda _: content)


def test_every_table_says_where_it_comes_from():
    sources = loaders.all_sources()
    assert [source.name for source in sources][:2] == ["estimates", "orders"]
    for source in sources:
        assert source.source
        assert source.licence
        assert source.title
        assert source.status == "embedded"
        assert source.rows > 0
        assert date.fromisoformat(source.as_of) <= date.fromisoformat(source.retrieved_at)
        assert all(link.startswith("https://") for link in source.source_links)


def test_every_embedded_file_is_among_the_sources():
    from nuzuh.loaders.package import read_descriptor

    names = [entry["name"] for entry in read_descriptor()["resources"]]
    # Each story is a file of its own.
    named = {"stories" if name.startswith("story-") else name for name in names}
    # How the territory is drawn is no source of figures.
    assert {source.name for source in loaders.all_sources()} == named - {"territory"}


@pytest.mark.parametrize(
    "load",
    [
        loaders.load_estimates,
        loaders.load_orders,
        loaders.load_boundaries,
        loaders.load_places,
        loaders.load_context,
        loaders.load_region,
        loaders.load_area_names,
        loaders.load_publishers,
        loaders.load_phases,
        loaders.load_baseline,
        loaders.load_closures,
        loaders.load_blocks,
        loaders.load_neighbourhoods,
        loaders.load_exceptions,
        loaders.load_withdrawn,
        loaders.load_other_areas,
    ],
)
def test_a_table_has_the_rows_it_says_it_has_and_is_read_once(load):
    table = load()
    assert len(table.frame) == table.provenance.rows
    assert load() is table


def test_the_boundaries_are_the_five_governorates_north_to_south():
    frame = loaders.load_boundaries().frame
    assert tuple(frame["pcode"]) == pc.GOVERNORATES
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    assert 360 < frame["area_km2"].sum() < 370
    in_metres = frame.to_crs(32636)
    assert (in_metres.area / 1e6 / frame["area_km2"] - 1).abs().max() < 0.02
    overlaps = [
        a.intersection(b).area
        for n, a in enumerate(in_metres.geometry)
        for b in in_metres.geometry[n + 1 :]
    ]
    assert max(overlaps) < 1


def _changed_boundaries(change) -> bytes:
    content = json.loads(read_bytes("governorates"))
    change(content)
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        pytest.param(lambda c: c["features"].pop(), "five governorates", id="one is missing"),
        pytest.param(
            lambda c: c["features"].append(c["features"][0]), "five governorates", id="one twice"
        ),
        pytest.param(
            lambda c: c["features"][1].update(
                geometry={
                    "type": "Polygon",
                    "coordinates": [[[51.3, 35.6], [51.5, 35.6], [51.4, 35.8], [51.3, 35.6]]],
                }
            ),
            "feature 2 lies outside",
            id="one lies elsewhere",
        ),
        pytest.param(
            lambda c: c["features"][2].update(
                geometry={
                    "type": "Polygon",
                    "coordinates": [
                        [[34.3, 31.4], [34.4, 31.5], [34.4, 31.4], [34.3, 31.5], [34.3, 31.4]]
                    ],
                }
            ),
            "feature 3 is not a valid polygon",
            id="one crosses itself",
        ),
        pytest.param(
            lambda c: c.update(crs={"type": "name", "properties": {"name": "EPSG:32636"}}),
            "EPSG:4326",
            id="in metres",
        ),
    ],
)
def test_boundaries_that_are_not_the_strips_are_refused(monkeypatch, change, rule):
    given_bytes(monkeypatch, areas, _changed_boundaries(change))
    with pytest.raises(DataError, match=rule):
        loaders.load_boundaries.__wrapped__()


def test_boundaries_that_are_no_geojson_are_refused(monkeypatch):
    given_bytes(monkeypatch, areas, b"not json")
    with pytest.raises(DataError, match="cannot be read as GeoJSON"):
        loaders.load_boundaries.__wrapped__()


def test_every_place_lies_in_the_strip_and_has_a_name_and_a_kind():
    frame = loaders.load_places().frame
    west, south, east, north = BOUNDS
    assert frame["longitude"].between(west, east).all()
    assert frame["latitude"].between(south, north).all()
    for column in ("name_en", "kind"):
        assert frame[column].ne("").all(), column


@pytest.mark.parametrize(
    ("module", "load", "name", "old", "new", "rule"),
    [
        (areas, loaders.load_places, "places", b",31.5", b",13.5", "outside the Gaza Strip"),
        (areas, loaders.load_places, "places", b",PS0255,", b",PS9,", "unknown P-code"),
        (areas, loaders.load_area_names, "area_names", b",part,", b",most,", "coverage is"),
        (areas, loaders.load_area_names, "area_names", b"PS0270", b"KHY", "unknown P-code"),
        (publishers, loaders.load_publishers, "publishers", b",un,", b",UN,", "a group is one of"),
        (publishers, loaders.load_publishers, "publishers", b"BBC,other", b"i24,other", "twice"),
        (phases, loaders.load_phases, "phases", b"2023-11-30", b"2023-11-29", "without a gap"),
        (phases, loaders.load_phases, "phases", b"2023-10-13,", b"2023-12-13,", "preset day"),
        (phases, loaders.load_phases, "phases", b",GO0002", b",", "must rest on a cited row"),
    ],
)
def test_a_table_that_breaks_a_rule_is_refused_with_its_row(
    monkeypatch, module, load, name, old, new, rule
):
    content = read_bytes(name)
    assert old in content
    given_bytes(monkeypatch, module, content.replace(old, new, 1))
    with pytest.raises(DataError, match=rule) as refusal:
        load.__wrapped__()
    assert refusal.value.row is not None
    assert refusal.value.column is not None


def test_the_phases_cover_every_day_from_october_2023_once(estimates):
    frame = loaders.load_phases().frame
    assert frame["start"].iloc[0] == pd.Timestamp("2023-10-06")
    assert frame["end"].iloc[-1] >= estimates["as_of"].max()
    assert (frame["start"].iloc[1:].to_numpy() > frame["end"].iloc[:-1].to_numpy()).all()
    assert frame["preset"].between(frame["start"], frame["end"]).all()
    for lang in ("en", "ar", "he"):
        assert frame[f"name_{lang}"].ne("").all()


def test_the_baseline_rests_on_one_published_figure_a_governorate(estimates):
    frame = loaders.load_baseline().frame
    cited = estimates.set_index("id").loc[frame["id"]]
    assert tuple(frame["pcode"]) == pc.GOVERNORATES
    assert (cited["destination_pcodes"].to_numpy() == frame["pcode"].to_numpy()).all()
    assert (cited["value"].to_numpy() == frame["people"].to_numpy()).all()
    assert (frame["low"] <= frame["people"]).all()
    assert (frame["people"] <= frame["high"]).all()
    assert set(frame["basis"]) <= {"home", "projection"}
    assert 2_100_000 < frame["people"].sum() < 2_400_000


def test_a_baseline_without_a_figure_for_a_governorate_is_refused(monkeypatch, estimates):
    from nuzuh.loaders import Table, baseline

    kept = estimates[estimates["destination_pcodes"] != "PS0275"]
    table = Table(kept, loaders.load_estimates().provenance)
    monkeypatch.setattr(baseline, "load_estimates", lambda: table)
    with pytest.raises(DataError, match="no figure from before the war for PS0275"):
        loaders.load_baseline.__wrapped__()


@pytest.mark.parametrize(
    ("name", "codes", "coverage"),
    [
        ("", "", ""),
        ("Rafah", "PS0275", "whole"),
        ("Rafah; Khan Younis", "PS0270 PS0275", "whole"),
        ("Rafah; Khan Younis", "PS0275", "part"),
        ("Gaza City", "PS0260", "city"),
        ("a camp nobody knows", "PS0260", "part"),
    ],
)
def test_a_name_counts_as_the_whole_area_only_when_it_is(name, codes, coverage):
    assert coverage_of(name, codes) == coverage


def test_the_version_of_the_data_tells_snapshots_apart(monkeypatch):
    from nuzuh.loaders import package

    published, entries = loaders.data_version(), package.read_descriptor()
    entries["resources"][0]["hash"] = "sha256:" + "0" * 64
    monkeypatch.setattr(package, "read_descriptor", lambda: entries)
    assert package.embedded_version.__wrapped__() != published
