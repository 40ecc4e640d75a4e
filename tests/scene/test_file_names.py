"""Two files that differ never share a name, and one file never has two."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.draw.sheets import PAPERS
from nuzuh.export.formats import file_name
from nuzuh.loaders.user import check, combine
from nuzuh.scene.figures import KINDS
from nuzuh.scene.file_names import file_stem, moving_name, one_file_name, picture_name
from nuzuh.scene.film import MOVES
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.translator import LANGUAGES
from nuzuh.scene.view import View
from tests import places
from tests.loaders.user_files import table

DAY, OTHER = date(2025, 10, 5), date(2025, 8, 14)


@pytest.fixture(scope="module")
def readers():
    """Two readers, who differ in one number only."""
    texts = (
        "2025-10-05,Rafah,123456,people_present,Us,x",
        "2025-10-05,Rafah,123457,people_present,Us,x",
    )
    return [combine(check(table(text), "mine.csv")) for text in texts]


views = st.builds(
    View,
    date=st.sampled_from([DAY, OTHER, date(2024, 5, 26)]),
    layer=st.sampled_from(LAYERS),
    lang=st.sampled_from(LANGUAGES),
    figure=st.sampled_from(["", "GD0505"]),
    mode=st.sampled_from(["published", "reconstructed"]),
    perspective=st.sampled_from(["all", "un", "UN", "OCHA", "OCHA,UN", "OCHA,UNRWA"]),
    area=st.sampled_from(["", places.GAZA, places.RAFAH, "north"]),
    since=st.sampled_from([None, date(2025, 8, 14), date(2024, 5, 6)]),
    zoom=st.sampled_from(["", "3.2/31.5/34.45", "3.2/31.51/34.45", "4/31.3/34.28"]),
    later=st.booleans(),
    by=st.sampled_from(["", "IDF", "OCHA"]),
)
drawings = st.fixed_dictionaries(
    {
        # Of a story the name says which one: what it shows is not the view's.
        "kind": st.sampled_from([kind for kind in KINDS if kind != "story"]),
        "paper": st.sampled_from(sorted(PAPERS)),
        "theme": st.sampled_from(["light", "dark"]),
    }
)


def shown(view):
    """Everything of a view that a file shows: a record that is open stands in no file."""
    return replace(view, figure="", mode="reconstructed" if view.reconstructed else "published")


@given(one=views, other=views, drawn=drawings, again=drawings)
def test_names_differ_exactly_where_files_do(one, other, drawn, again):
    names = file_stem(one, **drawn), file_stem(other, **again)
    same = (shown(one), drawn) == (shown(other), again)
    assert (names[0] == names[1]) == same
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", name) for name in names)
    # Some disks do not tell capitals from small letters.
    assert (names[0].casefold() == names[1].casefold()) == same


@given(view=views)
def test_each_part_of_a_view_is_in_its_name(view):
    changes = {
        "date": date(2025, 1, 19),
        "layer": "change" if view.layer != "change" else "people",
        "lang": "he" if view.lang != "he" else "en",
        "perspective": "palestine",
        "area": places.KHAN_YOUNIS,
        "zoom": "2/31.4/34.4",
        "since": date(2023, 10, 13),
        "later": not view.later,
    }
    for part, value in changes.items():
        assert file_stem(replace(view, **{part: value})) != file_stem(view), part


def test_published_and_reconstructed_maps_of_a_day_do_not_share_a_name():
    published, rebuilt = View(), View(mode="reconstructed")
    for name in (picture_name, one_file_name):
        assert name(published) != name(rebuilt)


def test_two_readers_do_not_share_a_name(readers):
    for name in (picture_name, one_file_name):
        names = [name(View())] + [name(View(), user=own.user.digest) for own in readers]
        assert len(set(names)) == 3
    films = [
        moving_name(View(), OTHER, DAY, fmt="mp4", size="slide", user=own.user.digest)
        for own in readers
    ]
    assert len(set(films)) == 2


def test_days_periods_and_comparisons_are_apart():
    view = View(DAY)
    names = {
        file_stem(view),
        file_stem(view, days=(OTHER, DAY)),
        file_stem(replace(view, compare=OTHER)),
        file_stem(replace(view, date=OTHER, compare=DAY)),
        file_stem(replace(view, since=OTHER)),
        file_stem(replace(view, since=OTHER), days=(OTHER, DAY)),
    }
    assert len(names) == 6
    # The browser fills in what it alone decides, and arrives at the same name.
    moving = file_stem(view, moving=True)
    parts = {"date": DAY, "layer": "people", "zoom": ""}
    assert moving.format(**parts, since="", area="") == file_stem(view)
    there = replace(view, since=OTHER, area="PS0260")
    filled = moving.format(**parts, since=f"-since-{OTHER}", area="-PS0260")
    assert filled == file_stem(there)
    parts["zoom"] = "-3.2-31.5-34.45"
    zoomed = moving.format(**parts, since="", area="")
    assert zoomed == file_stem(replace(view, zoom="3.2/31.5/34.45"))


def test_a_sheet_of_a_story_is_named_by_story_and_one_of_a_step_by_step():
    step = View(DAY, story="rafah-2024", step=2)
    name = file_stem(step, kind="story")
    assert name == "nuzuh-story-rafah-2024-en"
    assert file_stem(replace(step, date=OTHER, step=3), kind="story") == name
    slides = {file_stem(replace(step, step=n), kind="story", paper="slide") for n in (1, 2, 3)}
    assert len(slides) == 3
    assert file_stem(replace(step, lang="ar"), kind="story", theme="dark").endswith("-ar-dark")
    assert one_file_name(step) == f"{name}.html"


def test_the_app_and_the_command_line_call_a_picture_the_same():
    view = View(since=OTHER, lang="ar")
    assert picture_name(view, "pdf", "rivals", paper="slide", theme="dark") == file_name(
        "pdf", ExportRequest(view, kind="rivals", paper="slide", theme="dark")
    )
    assert one_file_name(view) == file_name(
        "html", ExportRequest(view, paper="slide", theme="dark")
    )
    assert moving_name(view, OTHER, DAY, fmt="mp4", size="square") == file_name(
        "mp4", ExportRequest(view, start=OTHER, paper="square")
    )
    compared = ExportRequest(View(compare=OTHER), kind="comparison")
    assert picture_name(compared.view, "png", "comparison") == file_name("png", compared)


def test_every_film_of_a_view_has_its_own_name():
    films = [
        moving_name(view, start, DAY, fmt=fmt, size=size, theme=theme, moves=moves, seconds=seconds)
        for view in (View(), View(area="north"), View(mode="reconstructed"), View(later=False))
        for start in (OTHER, date(2025, 9, 1))
        for fmt in ("gif", "mp4")
        for size in ("slide", "upright")
        for theme in ("light", "dark")
        for moves in MOVES
        for seconds in (None, 15)
    ]
    assert len(set(films)) == len(films)
    # What the usual length is need not be said, and zoom is nothing that a film shows.
    assert {
        moving_name(view, OTHER, DAY, fmt="gif", size="slide", seconds=seconds)
        for view in (View(since=OTHER), View(since=OTHER, zoom="3/31.5/34.4"))
        for seconds in (None, 10)
    } == {"nuzuh-2025-08-14-to-2025-10-05-since-2025-08-14-people-published-all-en-slide.gif"}
