"""The charts of orders over time: bands that hold what they are given, gaps, marks with sources."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.orders_over_time import Spell, orders_over_time
from nuzuh.scene.scales import SHARE_SHAPES
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.chart import on_day, spec_of
from nuzuh.web.legend import shares_legend
from nuzuh.web.order_chart import people_under_orders_chart, rows_of, share_under_orders_chart

FIRST, DAY = date(2025, 1, 1), date(2025, 8, 20)

known = st.tuples(st.integers(0, 2_000), st.integers(0, 2_000)).map(sorted)
spells = st.lists(st.tuples(st.integers(1, 5), st.none() | known), min_size=1, max_size=12)


def laid_out(parts):
    start, found = FIRST, []
    for days, ends in parts:
        end = start + timedelta(days=days - 1)
        found.append(Spell(start, end, *ends, "told") if ends else Spell(start, end))
        start = end + timedelta(days=1)
    return found


@given(spells)
def test_on_each_day_the_band_holds_what_is_known_of_it_and_breaks_off_where_nothing_is(parts):
    laid = laid_out(parts)
    rows = [(pd.Timestamp(row["date"]), row["low"], row["high"]) for row in rows_of(laid)]
    assert all(a[0] < b[0] for a, b in pairwise(rows))
    for spell in laid:
        for day in pd.date_range(spell.start, spell.end):
            noon = day + pd.Timedelta(hours=12)
            held = [row for row in rows if row[0] <= noon][-1]
            assert held[1:] == (spell.low, spell.high)
            if spell.low is not None:
                # A band is drawn from one row to the next: this one has a next.
                following = next(row for row in rows if row[0] > noon)
                assert following[1] is not None


@cache
def told(lang="en"):
    return orders_over_time(tables_in_use(), Translator(lang))


@cache
def specs(lang="en"):
    t = Translator(lang)
    charts = (
        people_under_orders_chart(told(lang), DAY, t),
        share_under_orders_chart(told(lang), DAY, t),
    )
    return tuple(spec_of(chart) for chart in charts)


def values(spec, layer):
    drawn = on_day(spec, DAY)
    named = drawn["layer"][layer]["data"]
    return named["values"] if "values" in named else drawn["datasets"][named["name"]]


@pytest.mark.parametrize("which", [0, 1])
def test_a_chart_draws_the_numbers_that_are_told(which):
    given_spells = (told().people, told().shares)[which]
    band = {row["date"]: row for row in values(specs()[which], 0)}
    for spell in given_spells:
        row = band[spell.start.isoformat()]
        if spell.low is None:
            assert (row["low"], row["high"]) == (None, None)
        else:
            assert row["low"] == pytest.approx(spell.low, abs=0.51 if which == 0 else 0.006)
            assert row["high"] == pytest.approx(spell.high, abs=0.51 if which == 0 else 0.006)
    hints = values(specs()[which], 2)
    assert sum(1 for hint in hints if hint["told"] == "no order known to be in force") >= 2
    assert all(hint["told"] and hint["when"] for hint in hints)


def test_each_published_share_is_a_mark_by_what_it_counts_that_leads_to_its_source():
    marks = values(specs()[1], 3)
    assert [(mark["percent"], mark["counts"], mark["url"]) for mark in marks] == [
        (one.percent, one.counts, one.url) for one in told().published
    ]
    shape = on_day(specs()[1], DAY)["layer"][3]["encoding"]["shape"]["scale"]
    assert dict(zip(shape["domain"], shape["range"], strict=True)) == SHARE_SHAPES
    assert len(set(SHARE_SHAPES.values())) == len(SHARE_SHAPES)


def test_the_line_of_the_day_moves_and_nothing_else():
    for spec in specs():
        moved = on_day(spec, date(2024, 5, 6))
        assert moved["layer"][1]["data"] == {"values": [{"date": "2024-05-06"}]}
        assert moved["layer"][0] == on_day(spec, DAY)["layer"][0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legend_names_every_shape(lang):
    t = Translator(lang)
    html = shares_legend(t)
    assert t("over_time.band") in html
    for counts in SHARE_SHAPES:
        assert t("over_time.published", what=t(f"kind.{counts}")) in html
