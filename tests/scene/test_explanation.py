"""The sentences on why a number is what it is, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from nuzuh.balance import priors
from nuzuh.balance.explain import explain
from nuzuh.balance.inputs import Known
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.result import Reconstruction
from nuzuh.loaders.table import rows_of
from nuzuh.scene.explanation import CitedSentence, explained
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import reconstructed_people
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.area_page import explained_html
from tests.balance.tables import BASELINE, NORTH, PUBLISHERS, SOUTH, move, stock, table

THE_DAY = date(2024, 2, 10)
ENGLISH = Translator("en")
TABLE = table(
    [
        *(
            stock("2024-02-11", "PS0275", 900_000 + at, publisher=who, id=f"NEAR{who}")
            for at, who in enumerate("ACDEFGHI")
        ),
        stock("2024-02-11", "PS0275", 100_000, publisher="B", id="FAR"),
        move("2023-10-07", "2023-11-01", NORTH, SOUTH, 700_000, id="MOVED"),
    ]
).assign(source_title="<b>A page</b>", destination="Rafah")
SOURCES = {row["id"]: row for row in rows_of(TABLE)}


@pytest.fixture(scope="module")
def reconstruction() -> Reconstruction:
    found = reconstruct(TABLE, PUBLISHERS, known=Known(BASELINE))
    shift = np.zeros(found.present.shape, dtype=np.float32)
    rafah = priors.PLACES.index("PS0275")
    moved = {side: shift.copy() for side in ("un", "israel", "palestine")}
    moved["un"][:, rafah], moved["israel"][:, rafah] = 120_000.0, -240_000.0
    moved["palestine"][:, rafah] = 300.0
    return replace(found, left_out=moved)


def told(reconstruction: Reconstruction, t: Translator) -> tuple[CitedSentence, ...]:
    return explained(reconstruction, "PS0275", THE_DAY, SOURCES, t)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_sentences_and_one_on_people(reconstruction: Reconstruction, lang: str) -> None:
    t = Translator(lang)
    said = told(reconstruction, t)
    assert len(said) == 4
    found = explain(reconstruction, THE_DAY, ("PS0275",))
    assert found is not None
    for sentence, figures in zip(said, (found.carried, found.contradicted, (), ()), strict=True):
        assert [one.id for one in sentence.figures] == [one.id for one in figures]
        for one in sentence.figures:
            row = SOURCES[one.id]
            assert t.number(row["value"]) in one.text
            assert t.day(row["as_of"].date(), short=True) in one.text
            assert one.source == (row["source_title"], row["source_url"])
    words = [text for one in said for text in (one.text, *(figure.text for figure in one.figures))]
    assert all(words)
    assert not [text for text in words if re.search(r"nan|None|[{}]", text)]
    assert governorate_name("PS0275", lang) in said[0].text
    assert reconstructed_people(found.births, None, None, t) in said[3].text
    assert reconstructed_people(found.deaths, None, None, t) in said[3].text
    assert from_json(CitedSentence, to_json(said[0])) == said[0]


def test_sides_are_told_with_what_they_move_the_largest_first(
    reconstruction: Reconstruction,
) -> None:
    text = told(reconstruction, ENGLISH)[2].text
    assert text == (
        "How the number changes when all figures of one side are left out: Israeli authorities, "
        "about 240,000 lower; UN system, about 120,000 higher; "
        "Palestinian authorities, by less than 10,000."
    )


def test_how_far_a_figure_is_off_is_told_in_people_and_errors(
    reconstruction: Reconstruction,
) -> None:
    (far,) = told(reconstruction, ENGLISH)[1].figures
    assert far.id == "FAR"
    assert "(1 day after)" in far.text
    assert re.search(
        r"about \d{3},000 people fewer than reconstructed .* \(\d+(\.\d)? times", far.text
    )


def test_no_number_is_finer_than_it_can_bear(reconstruction: Reconstruction) -> None:
    said = told(reconstruction, ENGLISH)
    texts = [said[2].text, said[3].text.split("2023:")[1]]
    for number in re.findall(r"\d[\d,]*\d", " ".join(texts)):
        assert number.endswith(",000")


def test_a_movement_tells_its_period() -> None:
    rows = TABLE[TABLE["id"] == "MOVED"]
    alone = reconstruct(rows, PUBLISHERS, known=Known(BASELINE))
    said = explained(alone, "PS0255", date(2023, 11, 1), SOURCES, ENGLISH)
    figures = [figure.text for one in said for figure in one.figures]
    assert len(figures) == 1
    assert "700,000, people who moved" in figures[0]
    assert "1 Nov 2023, since 7 Oct 2023 (covers this day)" in figures[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_areas_that_are_told_together_are_spoken_of_together(lang: str) -> None:
    t = Translator(lang)
    rows = TABLE[TABLE["id"] == "MOVED"]
    alone = reconstruct(rows, PUBLISHERS, known=Known(BASELINE))
    assert ("PS0255", "PS0260") in alone.areas_told("2023-11-01")
    both = [
        explained(alone, pcode, date(2023, 11, 1), SOURCES, t) for pcode in ("PS0255", "PS0260")
    ]
    assert both[0] == both[1]
    assert t.together(governorate_name(p, lang) for p in ("PS0255", "PS0260")) in both[0][0].text
    # Without ranges nothing is known of what a side moves, and nothing is said of it.
    assert len(both[0]) == 3


def test_a_view_of_one_side_says_that_nothing_checks_it(reconstruction: Reconstruction) -> None:
    said = told(replace(reconstruction, left_out={}), ENGLISH)
    assert said[2].text.startswith("All figures used are of one side")


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2031, 1, 1)])
def test_nothing_is_said_outside_the_reconstruction(
    reconstruction: Reconstruction, day: date
) -> None:
    assert explained(reconstruction, "PS0275", day, SOURCES, ENGLISH) == ()


def test_nothing_is_said_in_a_long_silence(reconstruction: Reconstruction) -> None:
    quiet = (pd.Timestamp("2023-12-01"), pd.Timestamp("2025-01-01"))
    assert told(replace(reconstruction, absent=(quiet,)), ENGLISH) == ()
    assert explained_html((), ENGLISH) == ""


def test_the_page_escapes_what_tables_hold(reconstruction: Reconstruction) -> None:
    html = explained_html(told(reconstruction, ENGLISH), ENGLISH)
    assert "<b>A page" not in html
    assert html.count("<li ") == sum(len(one.figures) for one in told(reconstruction, ENGLISH))
    assert 'href="https://example.org/3"' in html
