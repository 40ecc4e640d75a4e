"""A range as it is told is never narrower than its number, and the browser tells it alike."""

from __future__ import annotations

import json
import math
import random

from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.precision import (
    SMALLEST_STEP,
    round_to_precision,
    rounding_step,
    says_more,
    told_range,
)
from tests.workshop import run

PEOPLE = st.one_of(
    st.floats(0, 3_000), st.floats(0, 3_000_000), st.integers(0, 6_000).map(lambda n: n * 250.0)
)
RANGED = st.lists(PEOPLE, min_size=3, max_size=3).map(sorted)


@given(RANGED)
def test_a_told_range_holds_the_told_number(ranged):
    low, number, high = ranged
    told, (least, most) = round_to_precision(number, low, high), told_range(low, high)
    assert 0 <= least <= told <= most
    if told == 0:
        # It is told as fewer than a step: the range has room for as many.
        assert least == 0
        assert most >= rounding_step(number, low, high)


@given(RANGED)
def test_a_range_that_says_no_more_is_the_number(ranged):
    low, number, high = ranged
    rounded = {round_to_precision(n, low, high) for n in ranged}
    assert says_more(low, high) == (len(rounded - {round_to_precision(number, low, high)}) > 0)
    if says_more(low, high):
        least, most = told_range(low, high)
        assert least < most
        assert most == round_to_precision(high, low, high)


@given(PEOPLE, PEOPLE, PEOPLE)
def test_people_fewer_are_rounded_as_people_more(people, one, other):
    low, high = min(-one, other), max(-one, other)
    more, fewer = (round_to_precision(sign * people, low, high) for sign in (1, -1))
    assert fewer == -more


SCRIPT = """
import { readFileSync } from "node:fs";
import { bearable, saysMore, stepOf, toldRange } from "./src/precision";

const asked = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(asked.map(([number, low, high]) => [
  stepOf(number, low ?? NaN, high ?? NaN), bearable(number, low ?? NaN, high ?? NaN),
  ...(low === null ? [] : [toldRange(low, high), saysMore(low, high)]),
])));
"""


def numbers(count):
    """Numbers with a range, small and large and at the edges of steps; some of them without one."""
    dice = random.Random(31)  # noqa: S311 (no secret)
    for _ in range(count):
        top = dice.choice([1_000, 3_000, 120_000, 3_000_000])
        drawn = sorted(dice.choice([dice.random() * top, dice.randrange(top)]) for _ in range(3))
        low, number, high = (float(end) for end in drawn)
        yield dice.choice([(number, low, high)] * 4 + [(-number, -high, low), (number, None, None)])
    for end in (0.0, 499.0, 500.0, 501.0, 999.5, 1_499.0, 1_500.0):
        yield (end / 2, 0.0, end)


def test_the_browser_rounds_and_tells_alike(workshop, tmp_path):
    source, built, asked = workshop / "precise.ts", tmp_path / "precise.mjs", tmp_path / "asked"
    source.write_text(SCRIPT, encoding="utf-8")
    tool = str(workshop / "node_modules/esbuild/bin/esbuild")
    words = ("--bundle", "--format=esm", "--platform=node", f"--outfile={built}")
    made = run(workshop, tool, str(source), *words)
    assert made.returncode == 0, made.stderr
    triples = list(numbers(3_000))
    asked.write_text(json.dumps(triples), encoding="utf-8")
    told = run(tmp_path, "node", str(built), str(asked))
    assert told.returncode == 0, told.stderr
    for (number, low, high), said in zip(triples, json.loads(told.stdout), strict=True):
        wanted = [rounding_step(number, low, high), round_to_precision(number, low, high)]
        if low is not None:
            wanted += [list(told_range(low, high)), says_more(low, high)]
        assert said == wanted, (number, low, high)


def test_a_number_without_a_range_is_rounded_to_two_digits():
    assert rounding_step(999_999) == 10_000
    assert round_to_precision(12_345_678) == 12_000_000
    assert rounding_step(math.nan) == SMALLEST_STEP
