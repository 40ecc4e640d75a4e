"""A link, a command line or a file of 0.1.0 means today what it meant then."""

from __future__ import annotations

import json
import re

import pytest

from tests.frozen import frozen_data
from tests.promises import doors, kept
from tests.promises.asked import COMMANDS, LINKS, MISREAD, SLOW


@pytest.fixture(scope="module", autouse=True)
def _frozen():
    with frozen_data(), kept.in_a_folder():
        doors.give_ranges()
        yield


def promised(name):
    return json.loads((kept.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


LINKS_KEPT = {one["query"]: one for one in promised("links")}
COMMANDS_KEPT = {one["line"]: one for one in promised("commands")}


def now(found):
    """What is found, as it is kept."""
    return json.loads(json.dumps(found, ensure_ascii=False))


def test_every_promise_is_kept():
    assert list(LINKS_KEPT) == list(LINKS)
    assert list(COMMANDS_KEPT) == [*COMMANDS, *SLOW]


@pytest.mark.parametrize("query", LINKS)
def test_a_link_opens_the_same_view(query):
    found = now(kept.opening(query))
    assert found == {part: LINKS_KEPT[query][part] for part in found}


@pytest.mark.slow
@pytest.mark.parametrize("query", LINKS)
@pytest.mark.few(15)
def test_a_link_opens_the_same_view_with_the_same_numbers(query):
    assert now(kept.link(query)) == LINKS_KEPT[query]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [*COMMANDS, *(pytest.param(line, marks=pytest.mark.thorough) for line in SLOW)]
)
@pytest.mark.few(15)
def test_a_command_line_writes_the_same(line):
    assert now(kept.command(line)) == COMMANDS_KEPT[line]


@pytest.mark.parametrize("line", MISREAD)
def test_a_line_that_cannot_be_read_is_refused_in_one_sentence(line):
    ran = doors.run(*kept.words_of(line))
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"[^\n]+\n", ran.err), ran.err


@pytest.fixture(scope="module")
def names():
    return now(kept.names())


@pytest.mark.slow
@pytest.mark.parametrize("what", promised("names"))
def test_every_name_that_a_script_may_rest_on_is_there_in_its_place(names, what):
    old, new = promised("names")[what], names[what]
    if isinstance(old, dict):
        assert {name: new.get(name) for name in old} == old
    assert [name for name in new if name in old] == list(old)
