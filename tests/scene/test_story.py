"""Stories as they are told: every number is the scene's own, and what is gone is said to be."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from nuzuh import loaders
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.stories import Step, load_stories
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.known import known_in
from nuzuh.scene.parse_view import parse_view
from nuzuh.scene.scene import scene
from nuzuh.scene.story import (
    stories_listed,
    story_views,
    told_step,
    told_story,
)
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from tests.frozen import frozen_data

STORIES = [story.id for story in load_stories().frame.listed]
EN = Translator("en")
FIGURE = "{{{id}}} ({{{id}.publisher}}, {{{id}.when}})."
"""A sentence with a figure."""


def all_steps():
    return [
        pytest.param(story, number, id=f"{story.id}-{number}")
        for story in load_stories().frame.listed
        for number in range(1, len(story.steps) + 1)
    ]


def made(sentence, tables=None, **view):
    """A step of our own with one sentence, told in English from some tables."""
    shown = View(date(2024, 6, 18), story="rafah-2024", step=1, **view)
    step = Step.model_validate(
        {
            "title": dict.fromkeys(LANGUAGES, "Title"),
            "date": shown.date,
            "sentences": [dict.fromkeys(LANGUAGES, sentence)],
        }
    )
    return told_step(step, shown, tables or tables_in_use(), EN)


def without(figure):
    """The tables in use, from which a refresh has taken a figure."""
    now = tables_in_use()
    left = now.estimates[now.estimates["id"] != figure]
    return Tables("later", left, now.orders, now.last)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_every_sentence_of_every_story_is_told_in_every_language(story, lang):
    told = told_story(story, tables_in_use(), Translator(lang))
    assert 3 <= len(told.steps) <= 6
    for step, written in zip(told.steps, load_stories().frame[story].steps, strict=True):
        assert step.left_out == ()
        assert len(step.sentences) == len(written.sentences)
        for sentence in step.sentences:
            text = "".join(segment.text for segment in sentence)
            assert "{" not in text
            assert all(segment.text.strip() for segment in sentence if segment.filled)
            assert all(re.search(r"\d", s.text) is None for s in sentence if not s.filled)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_every_link_of_a_story_opens_its_step_without_a_notice(story, lang):
    def opened(query):
        return parse_view(query, load_timeline(), "v", known_in(tables_in_use()), lang=lang)

    for number, view in enumerate(story_views()[story], start=1):
        read = opened({"story": story, "step": str(number)})
        assert (read.view, read.notices) == (replace(view, lang=lang), ())
        whole = opened(read.view.query(load_timeline(), "v"))
        assert (whole.view, whole.notices) == (read.view, ())


@pytest.mark.parametrize(("story", "number"), all_steps())
def test_what_a_step_says_of_people_is_what_its_map_says(story, number):
    written = story.steps[number - 1]
    view = story_views()[story.id][number - 1]
    told = told_story(story.id, tables_in_use(), EN).steps[number - 1]
    text = " ".join(told.paragraphs)
    areas = {one.of[0] for one in written.placeholders if one.kind == "people"}
    shown = scene(view, tables_in_use(), EN)
    for mark in shown.marks:
        if areas & set(mark.pcodes):
            assert mark.number in text
            low, high = (EN.number(end) for end in (mark.low, mark.high))
            assert f"likely {low} to {high}" in text
    if view.reconstructed and "north" in areas:
        # The sentence above the map tells both sides with their ranges.
        told_people = re.findall(r"about [\d,]+ people \(likely [\d,]+ to [\d,]+\)", text)
        assert any(people in shown.notes.lead for people in told_people)


@pytest.mark.parametrize(("story", "number"), all_steps())
def test_what_a_step_says_of_orders_is_what_its_headline_says(story, number):
    written, view = story.steps[number - 1], story_views()[story.id][number - 1]
    told = told_story(story.id, tables_in_use(), EN).steps[number - 1]
    shown = scene(view, tables_in_use(), EN)
    for one in (one for one in written.placeholders if one.kind == "ordered"):
        share = next(
            segment.text
            for sentence in told.sentences
            for segment in sentence
            if segment.source and "%" in segment.text and not told.sources[segment.source - 1].id
        )
        where = (
            shown.notes.lead
            if not one.of
            else next(mark.number for mark in shown.marks if one.of[0] in mark.pcodes)
        )
        assert share.casefold() in where.casefold()


@pytest.mark.parametrize("story", STORIES)
def test_each_figure_stands_as_worded_with_who_says_it_when_and_where_it_was_seen(story):
    rows = tables_in_use().estimates.set_index("id")
    told = told_story(story, tables_in_use(), EN)
    cited = [source for step in told.steps for source in step.sources if source.page == "estimates"]
    assert cited
    for source in cited:
        row = rows.loc[source.id]
        number = next(n for n in (row["value"], row["low"], row["high"]) if not pd.isna(n))
        decimals = 0 if row["unit"] != "percent" else 1
        assert EN.number(number, decimals=decimals) in source.text
        assert EN.day(row["as_of"].date(), short=True) in source.text
        assert row["publisher"] in source.text
        assert source.link[0].startswith(row["source_title"])
        assert not row["weak"]


def test_figures_of_one_sentence_stand_from_the_lowest_to_the_highest():
    rows = tables_in_use().estimates.set_index("id")
    for story in load_stories().frame.listed:
        for step in story.steps:
            for texts in step.sentences:
                if "lowest to the highest" not in texts["en"]:
                    continue
                ids = re.findall(r"\{(G[A-Z]\d{4})\}", texts["en"])
                values = rows.loc[ids, ["value", "low", "high"]].bfill(axis=1)["value"]
                assert list(values) == sorted(values), texts["en"]


@pytest.mark.parametrize("story", STORIES)
def test_what_is_reconstructed_has_a_likely_range(story):
    norange = EN("recon.norange")
    for step in told_story(story, tables_in_use(), EN).steps:
        assert norange not in " ".join(step.paragraphs)


def test_a_withdrawn_figure_takes_its_sentence_along_and_says_what_to_see_instead():
    row = loaders.load_withdrawn().frame.set_index("id").loc["GD0265"]
    told = made(FIGURE.format(id="GD0265"))
    assert told.sentences == ()
    assert told.sources == ()
    (said,) = told.left_out
    for part in ("GD0265", EN.day(row["withdrawn_on"].date()), row["reason_en"], "GD0264"):
        assert part in said


def test_figures_said_to_be_of_one_day_or_of_several_are():
    days = tables_in_use().estimates.set_index("id")["as_of"]
    asked = 0
    for story in load_stories().frame.listed:
        for text in (texts["en"] for step in story.steps for texts in step.sentences):
            of = {days[figure] for figure in re.findall(r"{(G[DEFHP]\d+)}", text)}
            if of and ("of different days" in text or "of one day" in text):
                asked += 1
                assert (len(of) == 1) == ("of one day" in text), text
    assert asked >= 3


def test_a_dispute_of_one_day_is_not_told_as_that_of_different_days():
    """On 11 May 2024 two speakers stood twofold apart on those who had left Rafah."""
    step = told_story("rafah-2024", tables_in_use(), EN).steps[2]
    apart = step.paragraphs[0]
    assert "150,000" in apart
    assert "300,000" in apart
    assert "one day" in apart


def test_a_figure_that_a_refresh_has_taken_away_takes_its_sentence_along():
    step, view = load_stories().frame["rafah-2024"].steps[0], story_views()["rafah-2024"][0]
    whole = told_step(step, view, tables_in_use(), EN)
    told = told_step(step, view, without("GD0252"), EN)
    assert len(whole.sentences) == len(told.sentences) + 1
    texts = ["".join(part.text for part in one) for one in whole.sentences]
    assert ["".join(part.text for part in one) for one in told.sentences] == texts[1:]
    assert "GD0252" not in {source.id for source in told.sources}
    (said,) = told.left_out
    assert "GD0252" in said
    assert EN("story.free") in said
    assert all("1,400,000" not in text for text in told.paragraphs)


def test_a_figure_that_was_moved_to_a_later_day_is_not_told():
    now = tables_in_use()
    moved = now.estimates.copy()
    moved.loc[moved["id"] == "GD0274", "as_of"] = pd.Timestamp(2024, 7, 1)
    told = made(FIGURE.format(id="GD0274"), Tables("later", moved, now.orders, now.last))
    assert told.sentences == ()
    assert "GD0274" in told.left_out[0]


@pytest.mark.parametrize(
    ("sentence", "view"),
    [
        ("{people:PS0270}", {"date": date(2023, 10, 13)}),
        ("{ordered}", {"date": date(2025, 1, 28)}),
    ],
)
def test_where_nothing_is_known_no_number_is_told(sentence, view):
    step = Step.model_validate(
        {
            "title": dict.fromkeys(LANGUAGES, "Title"),
            "date": view["date"],
            "sentences": [dict.fromkeys(LANGUAGES, f"So many: {sentence}.")],
        }
    )
    told = told_step(step, View(view["date"], story="x", step=1), tables_in_use(), EN)
    assert told.sentences == ()
    assert EN.day(view["date"]) in told.left_out[0]


def test_a_doubtful_figure_is_told_as_one():
    rows = tables_in_use().estimates
    weak = rows[rows["weak"] & (rows["as_of"] <= pd.Timestamp(2024, 6, 18))].iloc[0]["id"]
    told = made(FIGURE.format(id=weak))
    assert EN("panel.weak") in told.paragraphs[0]


def test_people_as_published_are_told_with_who_says_so():
    told = made("{people:PS0275}")
    assert "65,000" in told.paragraphs[0]
    assert "UNRWA" in told.paragraphs[0]
    assert told.sources[0].id == "GD0274"


def test_a_step_that_cannot_be_shown_is_refused_by_name():
    from nuzuh.scene import story as told

    story = load_stories().frame["rafah-2024"]
    broken = story.model_copy(
        update={"steps": (story.steps[0].model_copy(update={"layer": "weather"}), *story.steps[1:])}
    )
    with pytest.raises(DataError, match=r"rafah-2024\.toml.*step 1: its layer"):
        told._views(broken)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_stories_are_listed_with_when_they_play(lang):
    listed = stories_listed(Translator(lang))
    assert [story.id for story in listed] == STORIES
    assert all(story.title and story.lead for story in listed)
    assert all(re.search(r"\b20\d\d$", story.period) for story in listed)


def test_a_story_that_the_figures_do_not_reach_to_is_not_told():
    with frozen_data():
        told = set(story_views())
        assert "rafah-2024" in told
        assert "yellow-line-2026" not in told
        assert {story.id for story in stories_listed(EN)} == told


def test_areas_of_stories_are_places_that_a_map_can_select():
    for views in story_views().values():
        assert all(view.area in ("", *pc.GOVERNORATES) for view in views)
