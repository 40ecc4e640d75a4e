"""The weeks of the rail, and the page of sources."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from nuzuh import loaders
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.provenance import house_text, publishers_of, sources_of
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
    page = read_html(sources_table(sources_of(Translator(lang)), Translator(lang)))
    for source in loaders.all_sources():
        for part in (source.title, source.licence, source.as_of, source.retrieved_at):
            assert part in page.text
        assert set(source.source_links) <= set(page.links())


def test_every_publisher_is_listed_with_the_number_of_its_figures(read_html, estimates, english):
    html = publishers_table(publishers_of(tables_in_use(), english), english)
    page = read_html(html)
    rows = re.findall(r"<tr><td>.*?</tr>", html)
    counts = estimates["publisher"].value_counts()
    assert len(rows) == len(counts)
    for publisher, count in counts.items():
        assert publisher in page.text
        assert any(f"<td>{count:,}</td>" in row for row in rows if publisher in read_html(row).text)


@pytest.mark.parametrize(
    ("rows", "house", "words"),
    [
        (2, 3.0, "too few to say"),
        (3, 1.04, "about what the others say"),
        (18, 1.6, "about 1.6 times what the others say"),
        (9, 0.72, "about 0.7 of what the others say"),
    ],
)
def test_how_a_publishers_figures_lie_is_a_distance_in_words(english, rows, house, words):
    assert house_text(pd.Series({"rows": rows, "house": house}), english) == words
