"""Under orders over time: the numbers are those of the day, and a day without orders is a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest

from nuzuh.balance import people_under_orders as asked
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.zones import orders_or_zones
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.order_list import ALL
from nuzuh.scene.order_words import share_text
from nuzuh.scene.orders_over_time import COUNTS, orders_over_time, shares_table
from nuzuh.scene.timeline import every_day
from nuzuh.scene.translator import LANGUAGES, Translator
from tests import places
from tests.balance.made_up import made_up

UNTIL = date(2025, 6, 20)


@cache
def told(lang="en", until=None):
    return orders_over_time(tables_in_use(), Translator(lang), until=until)


def test_people_of_each_day_are_those_on_the_land_under_orders():
    there = asked.people_under_orders(tables_in_use(), ALL)
    spells = told().people
    assert [spell.start for spell in spells] == [spell.end for spell in spells] == every_day()
    for spell in spells:
        one = there.on(spell.start)
        assert (spell.low, spell.high) == (one.low, one.high)
        assert (spell.told == "") == (spell.low is None)
    assert any(spell.low is None for spell in spells)
    assert any(spell.low is not None for spell in spells)


@pytest.mark.parametrize("until", [None, UNTIL])
def test_the_share_of_each_day_is_that_of_the_land_under_orders(until):
    book, t = order_book(tables_in_use()), Translator("en")
    spells = told(until=until).shares
    assert (spells[0].start, spells[-1].end) == (every_day()[0], every_day()[-1])
    for before, spell in pairwise(spells):
        assert spell.start == before.end + timedelta(days=1)
    for spell in spells:
        for day in {spell.start, spell.end}:
            strip = book.under(day, later=until is None).strip
            assert spell.told == share_text(strip, t)
            if spell.told:
                assert (spell.low, spell.high) == (strip.low, strip.high)
            else:
                assert (spell.low, spell.high) == (None, None)


def test_a_day_without_orders_is_a_gap_and_no_zero():
    book = order_book(tables_in_use())
    none = [day for day in every_day() if not book.under(day).running]
    assert none
    people = {spell.start: spell for spell in told().people}
    for day in none:
        share = next(spell for spell in told().shares if spell.start <= day <= spell.end)
        assert (share.low, share.high, share.told) == (None, None, "")
        assert (people[day].low, people[day].high, people[day].told) == (None, None, "")


def test_published_shares_are_of_the_whole_strip_and_count_orders_or_zones_besides():
    rows = tables_in_use().estimates.set_index("id")
    rows = rows[(rows["measure"] == "under_orders") & (rows["unit"] == "percent")]
    whole = rows["origin_pcodes"].map(lambda codes: pc.split(codes) == pc.STRIP)
    asked_for = rows[whole & rows["scope"].isin(["orders", "orders or zones"])]
    asked_for = asked_for[asked_for["repeats"] == ""]
    published = told().published
    titles = sorted(one.source[0].split(" (link")[0].strip("\u2068\u2069") for one in published)
    assert titles == sorted(asked_for["source_title"])
    assert {one.counts for one in published} == set(COUNTS)
    assert not set(titles) & set(rows.loc[rows["scope"] == "ever ordered", "source_title"])
    assert [one.day for one in published] == sorted(one.day for one in published)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_published_share_stands_beside_what_is_computed_of_the_same(lang):
    book, t = order_book(tables_in_use()), Translator(lang)
    for one in told(lang).published:
        strip = {
            "under_orders": book.under(one.day).strip,
            "orders_or_zones": orders_or_zones(book, one.day).strip,
        }[one.counts]
        assert one.ours == share_text(strip, t)
        assert one.what == t(f"kind.{one.counts}")
    table = shares_table(told(lang), t)
    assert len(table.rows) == len(told(lang).published)
    assert all(len(row) == len(table.head) and all(row) for row in table.rows)


def test_without_what_came_out_later_nobody_is_estimated_and_no_later_figure_stands():
    known = told(until=UNTIL)
    assert known.people == ()
    assert known.published
    assert {one.source for one in known.published} < {one.source for one in told().published}
    rows = tables_in_use().estimates
    for one in known.published:
        of_page = rows[rows["source_url"] == one.url] if one.url else rows.iloc[:0]
        dated = of_page.loc[of_page["page"] == "dated", "source_date"]
        assert not (dated > pd.Timestamp(UNTIL)).any()


def test_without_ranges_nobody_is_told(some_orders, estimates, monkeypatch):
    order = {"blocks": "2364", "issued_on": "2025-06-05", "pcodes": places.RAFAH}
    tables = Tables("2026-01-01-abc1234", estimates, some_orders(order), date(2025, 6, 30))
    people = (100_000, 400_000, 300_000, 500_000, 200_000)
    for members, is_told in (((0.9, 1.0, 1.1), True), (None, False)):
        balance = made_up(people, members=members)
        monkeypatch.setattr(asked, "load_reconstruction", lambda *_, b=balance: b)
        found = orders_over_time(replace(tables), Translator("en"))
        assert bool(found.people) == is_told
        first = date(2025, 6, 5)
        assert next(s for s in found.shares if s.start == first).told
        if is_told:
            days = [spell.start for spell in found.people if spell.told]
            assert min(days) == first
