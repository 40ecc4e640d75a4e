"""The words of the orders: each row of the table once, each day as its orders in force say it."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.balance.people_there import Ends, PeopleThere
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import CEASEFIRES
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene import order_list as module
from nuzuh.scene.gazetteer import places_of
from nuzuh.scene.order_list import DATE, order_card, order_list
from nuzuh.scene.order_words import share_text
from nuzuh.scene.timeline import every_day, load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from tests.evidence.grounds import book as made_up

FIRST = load_timeline().first


@cache
def told(lang="en", *, later=True):
    return order_list(tables_in_use(), Translator(lang), later=later)


def of_day(day, lang="en", *, later=True):
    said = told(lang, later=later)
    return said.answers[said.answer_on[(day - FIRST).days]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_of_the_table_has_one_card_that_cites_its_source(lang):
    rows = tables_in_use().orders
    cards = told(lang).cards
    assert [card.id for card in cards] == list(rows["id"])
    sources = list(zip(rows["source_title"], rows["source_url"], strict=True))
    assert [card.source for card in cards] == sources
    assert all(
        title and card.term and card.issuer and card.when
        for card in cards
        for title, _ in [card.source]
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_reported_is_said_so_and_what_is_has_its_number(lang):
    t = Translator(lang)
    rows = tables_in_use().orders.set_index("id")
    for card in told(lang).cards:
        row = rows.loc[card.id]
        for text, key, known in (
            (card.published, "published", [row.area_km2]),
            (card.people, "people", [row.people_affected_low, row.people_affected_high]),
        ):
            numbers = [number for number in known if not math.isnan(number)]
            if numbers:
                assert all(t.number(number, decimals=1) in text for number in numbers), card
            else:
                assert text == t(f"ordered.{key}.none")
                assert not re.search(r"\d", text)


def test_a_number_that_no_block_has_is_listed():
    book = order_book(tables_in_use())
    named = [card for card in told().cards if "8801" in card.blocks]
    assert named
    assert all("8801" in card.unknown for card in named)
    assert all(set(card.unknown) == set(book.areas[card.id].unknown) for card in told().cards)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("later", [True, False])
def test_each_day_is_told_as_its_orders_in_force(lang, later):
    book, t = order_book(tables_in_use()), Translator(lang)
    for day in every_day()[::23]:
        under, text = book.under(day, later=later), of_day(day, lang, later=later)
        count = sum(not one.is_map for one in under.running)
        # The browser writes the day.
        assert text.count(DATE) == 1
        if under.running and under.strip.high is not None:
            assert text == t(
                "ordered.answer", date=DATE, share=share_text(under.strip, t), n=t.number(count)
            )


def test_days_without_orders_say_which_kind_of_nothing_it_is():
    first = min(tables_in_use().orders["issued_on"]).date()
    assert "before the first" in of_day(first - timedelta(days=1))
    assert Translator("en").day(first) in of_day(first - timedelta(days=1))
    assert "before the first" not in of_day(first)
    for ceasefire in CEASEFIRES:
        assert "does not mean that there was none" in of_day(ceasefire.date() + timedelta(days=30))


def test_no_share_is_told_of_a_governorate_without_an_order():
    book = order_book(tables_in_use())
    for day in every_day()[::31]:
        for share, on in zip(book.under(day).shares, told().share_on, strict=True):
            text = told().shares[on[(day - FIRST).days]]
            assert bool(text) == (share.high is not None or share.count > 0)


def test_people_are_never_told_without_what_came_out_later():
    said = told(later=False)
    assert set(said.people) == {""}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_that_can_be_found_has_its_own_blocks(lang):
    blocks = load_block_map().frame
    places = places_of(Translator(lang))
    said = told(lang)
    assert len(said.places) == len(places)
    for place, covered in zip(places, said.places, strict=True):
        assert set(blocks["pcode"].iloc[list(covered)]) <= {place.area}
    hanoun = next(
        at for at, place in enumerate(places_of(Translator("en"))) if place.name == "Beit Hanoun"
    )
    assert len(said.places[hanoun]) > 5


def row_of(**changed):
    """A row of the table of orders about block 1."""
    day = pd.Timestamp("2025-05-01")
    row = {
        "id": "T1",
        "order": "T1",
        "kind": "order",
        "term": "evacuation order",
        "issuer": "IDF",
        "issued_on": day,
        "effective_from": pd.NaT,
        "effective_to": pd.NaT,
        "areas": "North",
        "pcodes": "PS0255",
        "blocks": "1",
        "area_km2": math.nan,
        "people_affected_low": math.nan,
        "people_affected_high": math.nan,
        "directed_to": "",
        "source_title": "A page",
        "source_url": "https://example.org",
        "source_date": day,
        "page": "dated",
    } | changed
    return SimpleNamespace(**row)


def card_of(lang="en", there=None, **changed):
    row = row_of(**changed)
    return order_card(row, book_of(row), Translator(lang), there)


def book_of(row):
    frame = pd.DataFrame([vars(row)])
    for name in ("effective_from", "effective_to", "source_date"):
        frame[name] = pd.to_datetime(frame[name])
    return made_up(frame)


AMOUNT = st.one_of(st.just(math.nan), st.integers(0, 3_000_000).map(float))


@given(low=AMOUNT, high=AMOUNT, lang=st.sampled_from(LANGUAGES))
def test_people_by_a_report_are_a_number_a_range_or_a_bound(low, high, lang):
    if low > high:
        low, high = high, low
    t = Translator(lang)
    text = card_of(lang, people_affected_low=low, people_affected_high=high).people
    known = {number for number in (low, high) if not math.isnan(number)}
    if not known:
        assert text == t("ordered.people.none")
    assert all(t.number(number) in text for number in known)
    # A number is not told twice, nor one that nobody gave.
    told_numbers = re.findall(r"\d[\d,]*", text)
    assert len(told_numbers) == len(known)


def test_a_card_says_from_when_and_until_when_only_where_that_is_given():
    assert card_of().when == "1 May 2025"
    later = card_of(
        effective_from=pd.Timestamp("2025-05-03"), effective_to=pd.Timestamp("2025-05-09")
    )
    assert later.when == "1 May 2025, from 3 May 2025, until 9 May 2025"


def test_a_page_says_when_it_came_out_or_that_this_is_not_known():
    assert card_of().came == date(2025, 5, 1)
    assert (card_of(page="copy").came, card_of(page="copy").mark) == (None, "from a copy")
    assert card_of(page="undated", source_date=pd.NaT).mark == "page date unknown"


def test_people_estimated_there_leave_out_what_the_order_itself_says():
    assert card_of().estimate == ""
    said_alone = PeopleThere(said=Ends(9_000, 9_000))
    assert card_of(there=said_alone).estimate == ""
    there = PeopleThere(land=Ends(12_000, 18_000), census=Ends(20_000, 30_000), said=Ends(1, 1))
    assert "12,000 to 30,000" in card_of(there=there).estimate


def test_an_open_card_sets_the_three_statements_on_its_people_side_by_side():
    land, census = Ends(12_000, 18_000), Ends(20_000, 30_000)
    assert card_of().parts == ()
    assert card_of(there=PeopleThere(said=Ends(9_000, 9_000))).parts == ()
    there = PeopleThere(land=land, census=census, said=Ends(13_500, 13_500))
    assert card_of(there=there).parts == ("12,000 to 18,000", "20,000 to 30,000", "13,500")
    assert card_of(there=replace(there, census=None, said=None)).parts[1:] == ("", "")


def test_a_part_of_a_block_and_a_place_are_told_as_what_they_are():
    part = card_of(blocks="1.1")
    assert part.measured.startswith("up to 10 km²")
    assert card_of(blocks="1; 2").measured == "20 km² as measured here"
    nowhere = card_of(blocks="", areas="a hospital", pcodes="")
    assert (nowhere.measured, nowhere.outline) == ("", Translator("en")("ordered.outline.none"))


def test_what_is_packed_is_remembered_by_language_and_what_came_later():
    packed = []

    def pack(said, first, t):
        packed.append((t.lang, len(said.cards), first))
        return object()

    view = SimpleNamespace(later=False)
    tables = tables_in_use()
    once = module.packed_order_list(view, tables, Translator("en"), pack)
    assert module.packed_order_list(view, tables, Translator("en"), pack) is once
    assert packed == [("en", len(tables.orders), FIRST)]
