"""What nuzuh says of itself: complete, and with the figures of the method."""

from __future__ import annotations

import re

import pytest

from nuzuh.evidence.published import CURRENT_DAYS, TOO_OLD_DAYS
from nuzuh.scene.about import BACKTEST, sections_of
from nuzuh.scene.translator import LANGUAGES, Translator

CITED = {"data": "v1", "date": "5 October 2025", "link": "http://localhost/?date=2025-10-05"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_is_there_in_every_language(lang):
    sections = sections_of(Translator(lang), **CITED)
    assert len(sections) == 6
    for section in sections:
        assert section.title
        assert all(text and "{" not in text for text in section.texts)
    balance = sections[2]
    assert len(balance.texts) == 5
    everything = " ".join(text for section in sections for text in section.texts)
    assert all(str(days) in everything for days in (CURRENT_DAYS, TOO_OLD_DAYS))
    assert all(figure in everything for figure in BACKTEST.values())
    assert all(part in everything for part in (CITED["data"], CITED["date"], CITED["link"]))


def test_how_good_it_is_are_the_figures_of_the_method(root):
    text = (root / "docs" / "method.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("## Backtest")[1].splitlines()
        if re.match(r"\| (people in places|moves between places) \| (the map|straight line)", line)
    ]
    percent = {(row[0], row[1]): (row[3].rstrip(" %"), row[5].rstrip(" %")) for row in rows}
    assert percent["people in places", "the map"] == (BACKTEST["places"], BACKTEST["held"])
    assert percent["moves between places", "the map"][0] == BACKTEST["moves"]
    assert percent["people in places", "straight line"][0] == BACKTEST["line_places"]
    assert percent["moves between places", "straight line"][0] == BACKTEST["line_moves"]
