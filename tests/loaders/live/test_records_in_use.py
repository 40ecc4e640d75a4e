"""Figures of records in use: they come and go with the shelf, and never into what is published."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from nuzuh import loaders
from nuzuh.balance import shipped
from nuzuh.loaders.live import adopt
from nuzuh.loaders.live.adoption import published_in_use, records_left_aside
from nuzuh.loaders.live.refreshing import refresh
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.shelf import MANIFEST, Shelf
from nuzuh.loaders.tables import tables_in_use
from tests.loaders.records.shelved import PUBLISHER, entry


@pytest.fixture
def shelf(settings):
    return Shelf(settings.records)


def ids():
    frame = loaders.load_estimates().frame
    return set(frame["id"][frame["publisher"] == PUBLISHER])


def test_what_is_put_is_in_use_at_the_next_look_and_gone_when_removed(settings, shelf):
    adopt(settings)
    before = loaders.data_version()
    assert before == embedded_version()
    shelf.put(entry())
    adopt(settings)
    assert ids() == {f"REC-MADE-UP-{n}" for n in (1, 2, 3)}
    version = loaders.data_version()
    assert version != before
    assert version[:10] == before[:10]
    shelf.put(entry("other"))
    adopt(settings)
    assert len(ids()) == 6
    assert loaders.data_version() not in (before, version)
    shelf.remove("other")
    adopt(settings)
    assert loaders.data_version() == version
    shelf.remove("made-up")
    adopt(settings)
    assert loaders.data_version() == before
    assert loaders.load_estimates() is loaders.estimates.embedded_estimates()


def test_the_version_is_that_of_the_figures_alone(settings, shelf):
    shelf.put(entry())
    first = adopt(settings).version
    shelf.put(dataclasses.replace(entry(), engine="Apache Spark 4.3"))
    assert adopt(settings).version == first
    shelf.put(entry("made-up", {"value": "91000"}, {}, {}))
    assert adopt(settings).version != first


def test_the_embedded_figures_stay_as_they_are(settings, shelf):
    shelf.put(entry())
    adopt(settings)
    embedded = loaders.estimates.embedded_estimates().frame
    in_use = loaders.load_estimates().frame
    assert in_use.head(len(embedded)).equals(embedded)
    assert in_use.dtypes.equals(embedded.dtypes)
    told = loaders.load_estimates().provenance
    assert told.rows == len(in_use)
    assert told.source.endswith(f"{PUBLISHER}: Made-up handsets")
    assert "3 figures are made of movement records" in told.note
    assert "(made-up)" in told.note


def test_a_refresh_and_records_are_in_use_together(settings, shelf):
    refresh(["deaths"], settings)
    live = loaders.data_version()
    rows = len(loaders.load_estimates().frame)
    shelf.put(entry())
    adopt(settings)
    assert len(loaders.load_estimates().frame) == rows + 3
    assert loaders.data_version() != live
    assert published_in_use(settings).version == live


def test_what_a_refresh_found_is_still_told_when_records_are_added(settings, shelf):
    refresh(["deaths"], settings)
    (before,) = (one for one in loaders.live.live_sources(settings) if one.name == "deaths")
    shelf.put(entry())
    adopt(settings)
    (after,) = (one for one in loaders.live.live_sources(settings) if one.name == "deaths")
    assert (before.status, after) == ("live", before)


def test_published_tables_hold_no_records(settings, shelf):
    shelf.put(entry())
    published = published_in_use(settings)
    assert ids()
    with loaders.current.using(published):
        assert not ids()
        assert tables_in_use().version == embedded_version()


@pytest.mark.parametrize("damage", ["figures", "manifest", "rule"])
def test_what_cannot_be_used_is_left_aside_and_told(settings, shelf, monkeypatch, damage):
    shelf.put(entry("good"))
    if damage == "rule":
        # As an older version, with other rules, would have let it in.
        with monkeypatch.context() as older:
            older.setattr("nuzuh.loaders.records.shelf.figures_of", lambda _: None)
            shelf.put(entry("bad", {"value": "5", "low": "70000"}))
        told = "bad/figures.csv, row 2, column low: low is above the value"
    else:
        shelf.put(entry("bad"))
        pattern = MANIFEST if damage == "manifest" else "figures*"
        (path,) = (shelf.folder / "bad").glob(pattern)
        path.write_bytes(path.read_bytes()[:-20])
        told = "records/bad is damaged"
    adopt(settings)
    assert ids() == {f"REC-GOOD-{n}" for n in (1, 2, 3)}
    aside = records_left_aside(settings)
    assert list(aside) == ["bad"]
    assert aside["bad"].startswith(told)


def test_a_folder_that_cannot_be_read_leaves_what_is_published(settings):
    settings.records.write_text("", encoding="utf-8")
    assert adopt(settings).version == ""
    assert records_left_aside(settings) == {}


def test_figures_later_than_any_published_one_move_the_last_day(settings, shelf):
    last = tables_in_use().last
    later = date(2026, 11, 15)
    assert later > last
    shelf.put(entry("made-up", {"as_of": str(later)}))
    version = adopt(settings).version
    assert version.startswith(str(later))
    assert tables_in_use().last == later


def test_what_is_looked_for_often_is_read_once(settings, shelf, monkeypatch):
    shelf.put(entry())
    first = adopt(settings)
    monkeypatch.setattr(Shelf, "entries", lambda _: pytest.fail("read again"))
    assert adopt(settings) is first


def test_ranges_of_the_embedded_figures_are_not_shown_for_others(settings, shelf):
    shelf.put(entry())
    adopt(settings)
    tables = tables_in_use()
    result = shipped.load_reconstruction(tables)
    assert result.draws is None
    assert "REC-MADE-UP-1" in set(tables.estimates["id"])
