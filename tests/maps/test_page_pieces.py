"""The sentence above the map, the weeks of the rail, and the page of sources."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

import loaders
from balance.statements import published_by
from maps.headline import FRESH_DAYS, headline
from maps.sources import publishers_table, sources_table
from maps.timeline import figures_per_week, told_by
from maps.words import LANGUAGES, Words

THE_DAY = date(2025, 10, 5)
DAYS = [date(2023, 10, 20) + timedelta(days=days) for days in range(0, 1030, 147)]


def test_the_sentence_of_5_october_2025_tells_the_rival_figures(english):
    told = headline(told_by(THE_DAY), THE_DAY, english)
    assert told.startswith("Newest figures by 5 October 2025: ")
    for part in (
        "about 900,000 people moved, Gaza City → south of Wadi Gaza (Israeli defence minister",
        "up to 400,000 people moved, Gaza City → outside Gaza City (UN, 2 Oct 2025",
        "600,000 to 700,000 people, Gaza City (UN, 2 Oct 2025)",
    ):
        assert part in told
    assert told.endswith(".")


@pytest.mark.parametrize("movements", ["2000000", "5"])
def test_the_sentence_never_takes_movements_for_people(some_estimates, english, movements):
    south = {
        "measure": "movement",
        "origin": "Gaza City",
        "origin_pcodes": "PS0260",
        "destination": "south of Wadi Gaza",
        "destination_pcodes": "PS0265 PS0270 PS0275",
    }
    counted = {"unit": "movements", "counting": "movements", "value": movements}
    table = some_estimates(
        south | {"value": "70000"}, south | {"value": "90000", "publisher": "IDF"}, south | counted
    )
    day = date(2025, 6, 2)
    told = headline(published_by(table, day), day, english)
    assert "about 90,000 people moved, Gaza City → south of Wadi Gaza (IDF" in told
    assert "about 70,000 people moved, Gaza City → south of Wadi Gaza (UN" in told
    assert "2,000,000" not in told
    assert "movements" not in told
    only = some_estimates(south | counted)
    assert headline(published_by(only, day), day, english) == headline({}, day, english)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_is_a_sentence_for_any_day(lang):
    words = Words(lang)
    for day in DAYS:
        told = headline(told_by(day), day, words)
        assert words.day(day) in told
        assert "{" not in told
    assert headline({}, THE_DAY, words) == words(
        "head.none", date=words.day(THE_DAY), days=FRESH_DAYS
    )


def test_the_weeks_on_the_rail_hold_every_figure_of_the_timeline_once(estimates, timeline):
    weeks = figures_per_week(estimates, timeline)
    inside = estimates["as_of"].between(str(timeline.first), str(timeline.last))
    assert sum(weeks) == inside.sum()
    assert len(weeks) == (timeline.last - timeline.first).days // 7 + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_sources_names_every_table_with_its_licence(read_html, lang):
    page = read_html(sources_table(Words(lang)))
    for source in loaders.all_sources():
        for part in (source.title, source.licence, source.as_of, source.retrieved_at):
            assert part in page.text
        assert set(source.source_links) <= set(page.links())


def test_every_publisher_is_listed_with_the_number_of_its_figures(read_html, estimates, english):
    html = publishers_table(estimates, english)
    page = read_html(html)
    rows = re.findall(r"<tr><td>.*?</tr>", html)
    counts = estimates["publisher"].value_counts()
    assert len(rows) == len(counts)
    for publisher, count in counts.items():
        assert publisher in page.text
        assert any(f"<td>{count:,}</td>" in row for row in rows if publisher in read_html(row).text)
