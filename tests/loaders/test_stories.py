"""Stories: an editor who slips is told where and what to do; those of the package are sound."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import load_estimates, load_orders, load_phases, load_stories, package
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.package import GEODATA, read_descriptor
from nuzuh.loaders.seal import seal
from nuzuh.loaders.stories import Step, hold_story, read_story
from nuzuh.loaders.story_text import Kind, pieces_of, placeholders_of, typed_number

FILES = sorted((GEODATA / "stories").glob("*.toml"))
TOLD = {"en": "On {day}.", "ar": "في {day}.", "he": "ב-{day}."}


def toml(*, sentence=None, step="", title=None, steps=3, id_="mine"):
    """A story of our own; its second step is the one that a test changes."""

    def table(name, texts):
        return f"[{name}]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in texts.items())

    words = {"en": "Title", "ar": "عنوان", "he": "כותרת"}
    parts = [f'id = "{id_}"\n', table("title", title or words), table("lead", words)]
    for number in range(1, steps + 1):
        parts.append("[[steps]]\ndate = 2024-06-18\n" + (step if number == 2 else ""))
        parts.append(table("steps.title", words))
        texts = sentence if sentence and number == 2 else TOLD
        parts.append("[" + table("steps.sentences", texts).replace("]\n", "]]\n", 1))
    return "".join(parts).encode()


def read(**changes):
    return read_story(toml(**changes), "stories/mine.toml")


def in_all(text):
    return dict.fromkeys(TOLD, text)


def test_a_story_is_read_as_it_was_written():
    story = read(step='area = "PS0275"\n')
    assert [step.date for step in story.steps] == [date(2024, 6, 18)] * 3
    assert story.steps[1].link == {
        "date": "2024-06-18",
        "layer": "people",
        "show": "published",
        "view": "all",
        "area": "PS0275",
    }
    assert story.steps[0].sentences == (TOLD,)


@pytest.mark.parametrize(
    ("changes", "where", "advice"),
    [
        ({"sentence": in_all("On 6 May.")}, "step 2, sentence 1: English", "placeholders"),
        ({"sentence": TOLD | {"ar": "في ٦ مايو {day}"}}, "step 2, sentence 1: Arabic", "'٦'"),
        ({"sentence": TOLD | {"he": "מיליון {day}"}}, "step 2, sentence 1: Hebrew", "מיליון"),
        ({"sentence": TOLD | {"he": ""}}, "step 2, sentence 1: the text in Hebrew", "write he"),
        ({"sentence": TOLD | {"fr": "Le {day}"}}, "step 2, sentence 1", "en, ar, he"),
        ({"sentence": in_all("{today}")}, "step 2, sentence 1: English", "{people:PS0275}"),
        ({"sentence": in_all("{people:PS9999}")}, "step 2, sentence 1", "no placeholder"),
        ({"sentence": in_all("On {day")}, "step 2, sentence 1: English", "other half"),
        ({"sentence": TOLD | {"ar": "في يوم"}}, "step 2, sentence 1: Arabic", "{day}"),
        ({"sentence": in_all("{GD0273}")}, "step 2, sentence 1", "{GD0273.publisher}"),
        ({"sentence": in_all("{since}")}, "step 2", "add since"),
        (
            {"sentence": in_all("{moved:PS0275>PS0270}"), "step": "since = 2024-05-06\n"},
            "step 2",
            'show = "reconstructed"',
        ),
        ({"sentence": in_all("{people:north}")}, "step 2", 'show = "reconstructed"'),
        ({"step": 'layer = "orders"\n', "sentence": in_all("{people:PS0275}")}, "step 2", "layer"),
        ({"step": "since = 2024-07-01\n"}, "step 2", "before 2024-06-18"),
        ({"step": 'colour = "red"\n'}, "step 2, colour", "correct or delete"),
        ({"title": in_all("May {day}")}, "title: English", "no placeholders"),
        ({"title": {"en": "A", "ar": "ب"}}, "title: the text in Hebrew", "write he"),
        ({"steps": 2}, "steps", "at least 3"),
        ({"steps": 7}, "steps", "at most 6"),
        ({"id_": "yours"}, "the id 'yours'", "rename"),
    ],
)
def test_an_editor_is_told_where_the_slip_is_and_what_to_do(changes, where, advice):
    with pytest.raises(DataError) as refused:
        read(**changes)
    message = str(refused.value)
    assert message.startswith("stories/mine.toml ")
    assert where in message
    assert advice in message


@pytest.mark.parametrize("content", [b"\xff", b"id = ", b"", b"[[steps]]"])
def test_what_is_no_story_is_refused_in_a_sentence(content):
    with pytest.raises(DataError, match=r"stories/mine\.toml"):
        read_story(content, "stories/mine.toml")


@pytest.mark.parametrize(
    ("sentence", "advice"),
    [
        ("{GD9999} {GD9999.publisher} {GD9999.when}", "GD9999 is not in estimates.csv"),
        ("{GD0508} {GD0508.publisher} {GD0508.when}", "after the day shown"),
        ("{order:GO9999}", "GO9999 is not in orders.csv"),
        ("{order:GO0186}", "after the day shown"),
    ],
)
def test_a_story_tells_of_what_is_in_the_tables_on_its_day(sentence, advice):
    story = read(sentence=in_all(sentence))
    with pytest.raises(DataError, match=r"step 2") as refused:
        hold(story)
    assert advice in str(refused.value)


def hold(story):
    first = load_phases().frame["start"].min().date()
    hold_story(story, load_estimates().frame, load_orders().frame, first, "stories/mine.toml")


def test_a_day_outside_the_data_is_refused_with_both_ends():
    content = toml().replace(b"2024-06-18", b"2019-01-01", 1)
    with pytest.raises(DataError, match=r"step 1: the day 2019-01-01 .* 2023-10-06 to"):
        hold(read_story(content, "stories/mine.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_story_keeps_the_rules(file):
    hold(read_story(file.read_bytes(), f"stories/{file.name}"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_digit_is_typed_in_any_text(file):
    texts = []

    def walk(part):
        if isinstance(part, dict) and set(part) == set(LANGUAGES):
            texts.extend(part.values())
        elif isinstance(part, dict):
            for one in part.values():
                walk(one)
        elif isinstance(part, list):
            for one in part:
                walk(one)

    walk(tomllib.loads(file.read_text(encoding="utf-8")))
    assert len(texts) > 20
    for text in texts:
        assert not re.search(r"\d|%|٪", re.sub(r"\{[^}]*\}", "", text)), text


def test_the_stories_are_all_there_in_the_order_of_their_days():
    listed = load_stories().frame.listed
    assert {story.id for story in listed} == {file.stem for file in FILES}
    assert [story.steps[0].date for story in listed] == sorted(s.steps[0].date for s in listed)


def test_a_new_story_is_sealed_into_the_package_and_its_version(tmp_path):
    folder = tmp_path / "geodata"
    shutil.copytree(GEODATA, folder)
    (folder / "stories" / "mine.toml").write_bytes(toml())
    assert seal(folder) == ["story-mine"]
    entry = package.resource("story-mine", folder)
    assert entry["title"] == "Story: Title"
    assert entry["as_of"] == "2024-06-18"
    assert entry["licenses"][0]["name"] == "CC-BY-4.0"
    assert package.read_bytes("story-mine", folder) == toml()
    assert entry.get("in_version", True)
    (folder / "stories" / "mine.toml").write_bytes(toml(sentence=in_all("Another {day}.")))
    with pytest.raises(DataError, match=r"stories/mine\.toml, row.*SHA-256"):
        package.read_bytes("story-mine", folder)


def test_a_story_that_breaks_a_rule_is_not_sealed(tmp_path):
    folder = tmp_path / "geodata"
    shutil.copytree(GEODATA, folder)
    (folder / "stories" / "mine.toml").write_bytes(toml(sentence=in_all("{order:GO9999}")))
    before = read_descriptor(folder)
    with pytest.raises(DataError, match="GO9999"):
        seal(folder)
    assert read_descriptor(folder) == before


PLAIN = st.text(st.characters(exclude_characters="{}"), max_size=20)
HELD = st.sampled_from(
    [
        *("{day}", "{since}", "{ordered}", "{ordered:PS0275}", "{people:north}"),
        *("{GD0508}", "{GD0508.when}", "{order:GO0002}", "{moved:strip>PS0255}"),
    ]
)


@given(st.lists(st.one_of(PLAIN, HELD), max_size=8))
def test_what_is_written_is_what_is_read(parts):
    text = "".join(parts)
    assert "".join(map(str, pieces_of(text))) == text
    held = [part for part in parts if part.startswith("{")]
    assert [str(one) for one in placeholders_of(text)] == held


@given(st.text(max_size=40))
def test_any_text_is_read_as_it_stands_or_refused(text):
    with suppress(ValueError):
        assert "".join(map(str, pieces_of(text))) == text


@given(PLAIN, st.characters(categories=["Nd", "Nl", "No"]), PLAIN, HELD)
def test_a_digit_of_any_script_is_found(before, digit, after, held):
    assert typed_number(f"{before}{held}{digit}{after}")
    assert not typed_number(held)


def test_the_folder_of_stories_goes_along_in_the_installed_package():
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"stories/*.toml"' in project


def test_the_page_for_editors_is_true():
    page = (Path(__file__).parents[2] / "docs" / "stories.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    step = "[[steps]]" + example.split("[[steps]]")[1]
    story = read_story((example + 2 * step).encode(), "stories/rafah-in-june.toml")
    hold(story)
    with pytest.raises(DataError, match="at least 3"):
        read_story(example.encode(), "stories/rafah-in-june.toml")
    braces = page.split("## What stands in braces")[1].split("## Rules")[0]
    named = re.findall(r"`(\{[^`]*\})`", braces)
    assert {placeholders_of(text)[0].kind for text in named} == set(get_args(Kind))
    shown = page.split("## What a step shows")[1].split("## What stands")[0]
    fields = set(re.findall(r"^\| `(\w+)`", shown, re.MULTILINE))
    assert fields == set(Step.model_fields) - {"title", "sentences"}
