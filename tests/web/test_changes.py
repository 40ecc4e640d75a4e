"""What is new or revised, on the page and in the feed: each thing once, each with its source."""

from __future__ import annotations

import re
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from nuzuh.evidence.changes import changes_between
from nuzuh.export.site import changes
from nuzuh.export.site.gathered import Site
from nuzuh.files.feed import NAMESPACE, PATH, feed_xml
from nuzuh.loaders.archive import in_use_of, shelf, versions
from nuzuh.loaders.current import EMBEDDED, put_in_use
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene import data_versions, feed, what_is_new
from nuzuh.scene.data_versions import (
    known_versions,
    rows_changed,
    tables_at,
    version_on,
    versions_in_order,
)
from nuzuh.scene.feed import Feed, FeedEntry, feed_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.what_is_new import ChangeLine, new_by_page, new_since_version

ATOM = f"{{{NAMESPACE}}}"
XHTML = "{http://www.w3.org/1999/xhtml}"
OLD = "2026-08-22-79be9da"


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """An archive without an entry."""
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path)


def read(content):
    return ET.fromstring(content)  # noqa: S314 (of our own making)


def the_old():
    return next(one for one in known_versions() if one.id == OLD)


@pytest.mark.parametrize("address", ["", "https://nuzuh.example/"])
def test_the_feed_has_what_atom_asks_for(address):
    root = read(feed_xml(feed_of(tables_in_use()), address))
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}author/{ATOM}name").text
    found = [root, *root.findall(f"{ATOM}entry")]
    for part in found:
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
            assert part.find(f"{ATOM}{name}").text
        assert part.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert datetime.fromisoformat(part.find(f"{ATOM}updated").text)
        links = part.findall(f"{ATOM}link[@rel='alternate']")
        assert [link.get("href") for link in links] == [f"{address}changes/"]
    ids = [part.find(f"{ATOM}id").text for part in found]
    assert len(ids) == len(set(ids))
    updated = [part.find(f"{ATOM}updated").text for part in found]
    assert updated[0] == max(updated)
    for part in found[1:]:
        content = part.find(f"{ATOM}content")
        assert content.get("type") == "xhtml"
        assert [child.tag for child in content] == [f"{XHTML}div"]


def test_the_feed_tells_every_change_once_and_knows_no_clock():
    made = feed_of(tables_in_use())
    told = [(line.kind, line.table, line.id) for one in made.entries for line in one.lines]
    assert len(told) == len(set(told))
    expected = rows_changed(the_old().id, known_versions()[0].id)
    assert set(told) >= {(row.kind, row.table, row.id) for row in expected.rows}
    assert feed_xml(made) == feed_xml(feed_of(tables_in_use()))
    # Why a figure was withdrawn begins a sentence of its own.
    assert b". On 25 November 2026: its " in feed_xml(made)
    assert {one.updated for one in made.entries} <= {
        date.fromisoformat(one.id[:10]) for one in known_versions()
    }


def test_new_figures_stand_by_the_date_of_their_page():
    for one in feed_of(tables_in_use()).entries:
        dates = {line.page_date for line in one.lines}
        if one.lines[0].kind == "new":
            assert len(dates) == 1
            assert dates in ({one.published}, {None})


@pytest.mark.usefixtures("alone")
def test_where_one_version_is_known_the_feed_tells_what_came_out_last():
    tables = tables_in_use()
    assert [one.id for one in known_versions()] == [tables.version]
    last = tables.estimates.loc[tables.estimates["page"].eq("dated"), "source_date"].max().date()
    few = Tables(tables.version, tables.estimates, tables.orders, last)
    lines = [line for one in feed_of(few).entries for line in one.lines]
    assert lines
    assert {line.kind for line in lines} == {"new"}
    assert min(line.page_date for line in lines) >= what_is_new.recent(few)


def test_a_version_after_the_one_that_runs_came_not_before_it():
    later = tables_in_use().version
    put_in_use(in_use_of(OLD))
    try:
        assert [one.id for one in known_versions()] == [OLD, later]
        assert [one.id for one in versions_in_order()] == [OLD]
        lines = [line for one in feed_of(tables_in_use()).entries for line in one.lines]
        assert {line.kind for line in lines} <= {"new"}
        assert version_on(date(2030, 1, 1)).id == OLD
    finally:
        put_in_use(EMBEDDED)


def test_the_day_of_publication_is_that_of_the_archive():
    kept = {one.id: one.published for one in versions()}
    assert {one.id: one.published for one in known_versions()} == kept


def test_what_a_page_is_called_cannot_break_the_feed():
    line = ChangeLine(
        *("new", "estimates", "a", "1 < 2 & 3", "UN\x00", "", "", "today", "today", None, ()),
        *("<script>]]>\x0b", "javascript:alert(1)"),
    )
    one = FeedEntry("urn:uuid:x", "<b>", date(2026, 1, 1), date(2026, 1, 1), (line,))
    content = feed_xml(Feed("urn:uuid:y", "t", date(2026, 1, 1), (one,)))
    item = read(content).find(f".//{XHTML}li")
    assert [child.tag for child in item] == [f"{XHTML}a", f"{XHTML}span"]
    assert b"javascript" not in content


def test_every_line_of_a_page_has_its_source_and_says_what_changed():
    t = Translator("en")
    new = new_since_version(the_old(), t)
    found = changes_between(tables_at(OLD), tables_in_use())
    assert {(one.kind, one.id) for one in new.lines} == {(r.kind, r.id) for r in found.rows}
    for line in new.lines:
        assert line.source
        assert line.publisher
        assert bool(line.said) == (line.kind != "new"), line
    kinds = [line.kind for line in new.lines]
    assert kinds == sorted(kinds, key=("withdrawn", "revised", "new").index)


def test_a_revised_figure_says_what_it_was_and_what_it_is():
    lines = {line.id: line for line in new_since_version(the_old(), Translator("en")).lines}
    assert lines["GD0495"].said == ("Since: was 15 Aug 2025, is 14 Aug 2025",)
    assert "; see GD0421" in lines["GD0422"].said[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_came_out_since_a_day_is_told_by_page(lang):
    tables = tables_in_use()
    first = date(2026, 7, 1)
    new = new_by_page(tables, first, Translator(lang))
    ids = {line.id for line in new.lines}
    for frame in (tables.estimates, tables.orders):
        out = frame["page"].eq("dated") & (frame["source_date"] >= pd.Timestamp(first))
        assert set(frame.loc[out, "id"]) <= ids
    assert all(line.page_date >= first for line in new.lines)


def test_the_version_of_a_day_is_the_newest_of_then():
    assert version_on(date(2026, 9, 1)).id == OLD
    assert version_on(date(2026, 8, 21)) is None
    assert version_on(date(2030, 1, 1)).id == known_versions()[0].id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_leads_to_every_record_in_its_language(lang):
    site = Site(tables_in_use())
    page = next(iter(changes.pages(site, Translator(lang))))
    assert PATH in site.files
    links = re.findall(r'href="(\.\./(?:estimates|orders)/\?[^"]+)"', page.main)
    assert len(set(links)) == len(links) > 200
    assert f'href="{"../" if lang == "en" else "../../"}{PATH}"' in page.main


@pytest.mark.usefixtures("alone")
def test_a_site_without_an_earlier_version_says_so():
    page = next(iter(changes.pages(Site(tables_in_use()), Translator("en"))))
    assert "No earlier version of the data is known here" in page.main


def test_a_damaged_version_is_named_and_the_rest_is_told(monkeypatch, tmp_path):
    name = f"{OLD}.zip"
    content = bytearray((shelf.SHIPPED / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path)
    data_versions.rows_changed.cache_clear()
    page = next(iter(changes.pages(Site(tables_in_use()), Translator("en"))))
    assert f"Version {OLD} cannot be read" in page.main
    assert feed.feed_of(tables_in_use()).entries == ()


def test_an_entry_keeps_its_id_for_ever():
    # With another one every reader of the feed would see all of it as new.
    told = feed._name("2026-10-07-54eb746", "withdrawn")
    assert told == "urn:uuid:9e89f3d5-68a9-595e-b6cb-5a0aa6000477"
