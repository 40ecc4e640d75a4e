"""No file makes the check of a reader's file do anything but answer or refuse, in little time."""

from __future__ import annotations

import sys
from dataclasses import replace
from random import Random

import pytest

from nuzuh.loaders.apart import Workers
from nuzuh.loaders.user import check
from tests.loaders import bad_work, fuzz
from tests.loaders.seeds import SEEDS

READ = {"csv", "txt", "xlsx", "ods", "geojson", "json", "gpkg", "zip", "kml", "kmz"}
"""Formats that have a reader: theirs are sound, or what is made of them would stop at the door."""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these limits")


@pytest.mark.parametrize(
    ("ending", "make"), [pytest.param(*seed, id=f"{seed[0]}-{n}") for n, seed in enumerate(SEEDS)]
)
def test_a_seed_is_sound(ending, make):
    told = fuzz.outcome(fuzz.Try(f"mine.{ending}", None, make()))
    assert told in (("read",) if ending in READ else ("read", "refused"))


@needs_linux
@pytest.mark.slow
@pytest.mark.thorough
def test_hundreds_of_damaged_files_are_answered_or_refused():
    counts, findings = fuzz.fuzz(Random(12), files=1_500)
    assert [(one.file.name, one.file.kind, one.told) for one in findings] == []
    assert counts["read"] > 80
    assert counts["refused"] > 900


@needs_linux
@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "told"),
    [
        (bad_work.mistaken, 'return {}["absent"]'),
        pytest.param(bad_work.endless, "ended for want of time", marks=pytest.mark.thorough),
        (bad_work.greedy, "ended for want of memory"),
        (bad_work.crashing, "ended for want of silence"),
    ],
)
def test_the_fuzzer_finds_what_is_wrong(monkeypatch, work, told):
    hostile = fuzz.Try("mine.csv", None, b"the one")

    def planted(content, name, kind):
        return work() if content == hostile.content else check(content, name, kind)

    monkeypatch.setattr(fuzz, "check", planted)
    monkeypatch.setattr(fuzz, "LIMITS", replace(fuzz.LIMITS, processor=1))
    batch = (fuzz.Try("a.csv", None, b"x"), hostile, fuzz.Try("b.csv", None, b"y"))
    first, found, last = fuzz.tried(Workers(way="here"), batch)
    assert (first, last) == ("refused", "refused")
    assert told in found
