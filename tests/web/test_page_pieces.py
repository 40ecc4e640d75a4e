"""The weeks of the rail, and the page of sources."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date

import pytest

from nuzuh import loaders
from nuzuh.loaders.live.refreshing import Change, Refreshed
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.provenance import (
    live_sources_of,
    publishers_of,
    refreshed_text,
    sources_of,
    worded,
)
from nuzuh.scene.publisher_record import PublisherRecord, house_text
from nuzuh.scene.timeline import figures_per_week
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.sources import publishers_table, sources_table


def test_the_weeks_on_the_rail_hold_every_figure_of_the_timeline_once(estimates, timeline):
    weeks = figures_per_week(estimates, timeline)
    inside = estimates["as_of"].between(str(timeline.first), str(timeline.last))
    assert sum(weeks) == inside.sum()
    assert len(weeks) == (timeline.last - timeline.first).days // 7 + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_sources_names_every_table_with_its_licence(read_html, lang):
    t = Translator(lang)
    rows = sources_of(t)
    page = read_html(sources_table(rows, t))
    for source, row in zip(loaders.all_sources(), rows, strict=True):
        for part in (row.title, row.licence, row.as_of, row.retrieved, *row.notes):
            assert part in page.text
        for told, day in ((row.as_of, source.as_of), (row.retrieved, source.retrieved_at[:10])):
            assert told.replace("\u00a0", " ").startswith(t.day(date.fromisoformat(day)))
        assert set(source.source_links) <= set(page.links())


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_every_phrase_on_where_tables_come_from_is_in_the_readers_language(lang):
    t = Translator(lang)
    for row in (*sources_of(t), *live_sources_of(t)):
        phrases = (row.title, row.source, row.licence, *row.notes)
        foreign = {name for phrase in phrases for name in re.findall("\u2068(.*?)\u2069", phrase)}
        # Licences by their short names and hosts are the same everywhere.
        assert all(
            re.fullmatch(r"CC0? [\w .-]+|ODbL 1.0|[\w-]+(\.[\w-]+)+", one) for one in foreign
        )
        assert t("status.why.unusable") not in row.notes
    for publisher in publishers_of(tables_in_use(), t):
        assert "\u2068" not in publisher.note


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("data.humdata.org cannot be reached or broke the connection off", "reached"),
        ("www.x.org refuses access (403); data.humdata.org did not answer in time", "reached"),
        ("the certificate of www.x.org cannot be verified", "What www.x.org answers"),
        ("the network is switched off (NUZUH_OFFLINE)", "switched off"),
        ("the copy cannot be kept (no space)", "could not be kept"),
        ("it holds no figure of the Gaza Strip (at 2026-11-26 06:38 UTC)", "What came cannot be"),
        ("x.org answers 202 without data (at 2026-11-26 06:38 UTC)", "26 November 2026, 06:38 UTC"),
    ],
)
def test_why_a_table_is_not_live_is_said_in_few_words(reason, told, english):
    source = replace(loaders.all_sources()[0], reason=reason, note="")
    (row,) = worded([source], english)
    assert told in " ".join(row.notes)


def test_what_a_refresh_changed_is_told_by_what_the_tables_hold(english):
    deaths = replace(loaders.all_sources()[0], title="Municipalities of the Gaza Strip")
    good = Refreshed("a", replace(deaths, status="live"), Change(new=("x", "y"), revised=("z",)))
    bad = Refreshed("b", replace(deaths, status="last good"), Change())
    told = refreshed_text([good, bad], english)
    assert told.startswith("Municipalities of the Gaza Strip: new: 2, revised: 1.")
    assert told.endswith("Not fetched: Municipalities of the Gaza Strip.")
    assert refreshed_text([replace(good, change=Change())], english) == "Nothing new."
    assert refreshed_text([bad], english) == refreshed_text([], english)


def test_every_publisher_is_listed_with_the_number_of_its_figures(read_html, estimates, english):
    html = publishers_table(publishers_of(tables_in_use(), english), english)
    page = read_html(html)
    rows = re.findall(r"<tr><td><bdi>.*?</tr>", html)
    counts = estimates["publisher"].value_counts()
    assert len(rows) == len(counts)
    for publisher, count in counts.items():
        assert publisher in page.text
        assert any(f"<td>{count:,}</td>" in row for row in rows if publisher in read_html(row).text)


@pytest.mark.parametrize(
    ("rows", "house", "words"),
    [
        (0, math.nan, ""),
        (2, 3.0, "too few to say"),
        (3, 1.04, "about what is reconstructed"),
        (18, 1.6, "about 1.6 times what is reconstructed"),
        (9, 0.72, "about 0.7 of what is reconstructed"),
    ],
)
def test_how_a_publishers_figures_lie_is_a_distance_in_words(english, rows, house, words):
    one = PublisherRecord(figures=20, repeated=0, weak=0, house=rows, factor=house)
    assert house_text(one, english) == words
