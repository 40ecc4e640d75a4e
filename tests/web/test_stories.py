"""A story as it is sent to the browser, and as a page in one file carries it."""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from nuzuh.export.pictures import as_page
from nuzuh.export.time_map import kinds_of_story
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.story import ToldStep, ToldStory, story_views, told_story
from nuzuh.scene.story_filling import Segment, StorySource
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.story import card_html, story_html
from nuzuh.web.timemap.story import story_message

STORY = "rafah-2024"
HOSTILE = "<script>alert(1)</script>"


def hostile():
    source = StorySource("GD0001", HOSTILE, (HOSTILE, "https://example.org/?a=1&b=<"), "en")
    step = ToldStep(
        number=1,
        title=HOSTILE,
        day=HOSTILE,
        view=View(date(2024, 5, 6), since=date(2024, 5, 5), area="PS0275", story="x", step=1),
        sentences=((Segment(HOSTILE), Segment(HOSTILE, filled=True, source=1)),),
        left_out=(HOSTILE,),
        notes=(HOSTILE,),
        sources=(source,),
    )
    return ToldStory("x", HOSTILE, HOSTILE, HOSTILE, (step,))


def test_whatever_a_story_says_stands_as_text():
    made = card_html(hostile()) + story_html(hostile(), Translator("ar"))
    assert "<script" not in made
    assert html.unescape(str(made)).count(HOSTILE) > 8


def test_a_story_is_sent_with_every_step_and_the_view_of_each():
    told = story_message(hostile())
    assert json.loads(json.dumps(told)) == told
    (step,) = told["steps"]
    assert step["view"] == {
        "date": "2024-05-06",
        "since": "2024-05-05",
        "layer": "people",
        "show": "published",
        "view": "all",
        "area": "PS0275",
        "zoom": None,
    }
    assert step["said"][0][1] == {"text": HOSTILE, "filled": True, "source": 1}
    assert step["leftOut"] == step["notes"] == [HOSTILE]


@pytest.mark.slow
@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.thorough), "ar"])
def test_a_page_in_one_file_carries_all_that_the_steps_of_a_story_show(lang):
    t, tables = Translator(lang), tables_in_use()
    view = replace(story_views()[STORY][1], lang=lang)
    page = as_page(ExportRequest(view, kind="story", address=""), tables, None).decode()
    told = json.loads(re.search(r'id="onefile-view"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    carried = base64.b64decode(re.search(r'id="onefile-data"[^>]*>(.*?)<', page)[1])
    assert told["story"] == story_message(told_story(STORY, tables, t))
    assert (told["view"]["story"], told["view"]["step"]) == (STORY, "2")
    shows = [kind["view"]["show"] for kind in told["others"]]
    assert sorted(shows) == ["published", "reconstructed"]
    for kind in told["others"]:
        for signature in (kind["signature"], *kind["words"]):
            assert carried.count(signature.encode()) == 1
    (rebuilt,) = (kind for kind in told["others"] if kind["view"]["show"] == "reconstructed")
    assert carried.count(rebuilt["ensemble"].encode()) == 1
    # It is read to its end where no script runs, too.
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    for step in told_story(STORY, tables, t).steps:
        for paragraph in step.paragraphs:
            assert paragraph.replace("\u2068", "").replace("\u2069", "") in text.replace(
                "\u2068", ""
            ).replace("\u2069", "")


def test_a_story_that_is_published_throughout_needs_one_kind_of_payloads():
    t, tables = Translator("en"), tables_in_use()
    told = told_story(STORY, tables, t)
    published = replace(told, steps=told.steps[:4])
    kinds = kinds_of_story(published, tables, t)
    assert [(kind.view.reconstructed, kind.ensemble) for kind in kinds] == [(False, None)]
