"""How a share under orders is told: both of its ends, and never one of them as the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.orders_in_force import OrderInForce, OrderShare
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.area_orders import area_orders
from nuzuh.scene.labels import label_of
from nuzuh.scene.layers import layer_values
from nuzuh.scene.marks import marks_of
from nuzuh.scene.order_words import share_text, told_share
from nuzuh.scene.timeline import evidence_about, value_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.area_page import orders_html
from tests import places
from tests.evidence.grounds import book

ENGLISH = Translator("en")
DAY = date(2025, 7, 1)
THE_DAY = date(2025, 8, 20)
WHOLE, BOTH = {"blocks": "9"}, {"blocks": "9; 10"}
"""Rafah has the blocks 9 and 10 of the made-up ground, which are of one size."""
PART = {"blocks": "10.1", "issued_on": "2025-06-20", "source_date": "2025-06-21"}
UNCLEAR = {"blocks": "9; 8801", "issued_on": "2025-06-20", "source_date": "2025-06-21"}


@pytest.fixture
def rafah(some_orders):
    """The value and the label of Rafah under some orders."""

    def told(*rows, t=ENGLISH):
        values = layer_values(
            "orders",
            DAY,
            estimates=None,
            book=book(some_orders(*rows)),
            baseline=None,
            areas_km2={},
        )
        value = value_of(places.RAFAH, values)
        return value, label_of(value, "orders", t)

    return told


def ends(label):
    return label.value, label.low, label.high


def test_blocks_named_whole_are_one_number_which_is_approximate(rafah):
    _, label = rafah(WHOLE)
    assert (label.number, ends(label)) == ("about 50%", (50, 50, 50))
    assert label.notes == ("2 Jun 2025",)


def test_all_of_the_land_is_all_of_it(rafah):
    _, label = rafah(BOTH)
    assert (label.number, ends(label)) == ("100%", (100, 100, 100))


def test_a_part_of_a_block_makes_a_range_and_no_number(rafah):
    value, label = rafah(WHOLE, PART)
    assert (label.number, ends(label)) == ("50 to 100%", (None, 50, 100))
    assert label.table_number == label.number
    assert label.notes == ("20 Jun 2025",)
    assert (value.value, value.quantifier) == (None, "range")


def test_where_nothing_is_sure_only_the_upper_end_is_told(rafah):
    value, label = rafah(PART)
    assert (label.number, ends(label)) == ("up to 50%", (None, None, 50))
    assert value.quantifier == "up to"


def test_land_that_is_not_known_is_listed_and_leaves_the_share_open(rafah):
    _, label = rafah(UNCLEAR)
    assert label.number == "about 50% or more"
    assert label.notes == ("20 Jun 2025", "not known where: 8801: IDF, 20 Jun 2025 (T1)")


def test_of_several_orders_with_unknown_land_the_newest_is_told_and_the_others_counted(rafah):
    older = {"blocks": "8802; 10.2", "source_date": "2025-07-09"}
    _, label = rafah(UNCLEAR, older)
    assert label.notes[1] == "not known where: 8801: IDF, 20 Jun 2025 (T1); others: 1"
    _, label = rafah(older)
    assert label.notes[1] == "not known where: 8802: IDF, 2 Jun 2025 (T1, came out later)"


def test_where_all_land_is_under_orders_no_unknown_land_can_add_to_it(rafah):
    _, label = rafah(BOTH, UNCLEAR)
    assert (label.number, len(label.notes)) == ("100%", 1)


def test_orders_without_land_are_told_without_a_share(rafah):
    value, label = rafah({"areas": "Najjar hospital", "blocks": ""})
    assert (label.number, ends(label)) == ("under orders, share not known", (None, None, None))
    assert value.share.count == 1


def test_an_order_for_somewhere_in_a_governorate_tells_no_share(rafah):
    somewhere = {"areas": "Nowhere", "blocks": ""}
    value, label = rafah(somewhere)
    assert value.share.high == 100
    assert (label.number, ends(label)) == ("under orders, share not known", (None, None, None))
    assert (value.low, value.high) == (None, None)
    _, label = rafah(somewhere, WHOLE)
    assert label.number == "50 to 100%"


def test_without_an_order_there_is_none_on_record(rafah):
    _, label = rafah({"pcodes": "PS0270", "blocks": "7"})
    assert (label.number, label.pattern) == ("no order in force known", "missing")


def test_the_colour_is_not_that_of_the_share(rafah):
    for rows in ([WHOLE], [BOTH], [PART], [UNCLEAR]):
        _, label = rafah(*rows)
        assert (label.shade, label.pattern, label.wide) == (None, "", False)


percent = st.floats(0, 100)


@given(percent, percent)
def test_what_is_told_of_a_share_holds_it_and_never_tells_one_end_alone_as_a_number(one, other):
    low, high = sorted((one, other))
    told = told_share(low, high)
    if told.high is None:
        # An order that may be anywhere says nothing of the share.
        assert (low, round(high)) == (0, 100)
        assert (told.value, told.low, told.quantifier) == (None, None, "")
        return
    assert told.high > 0
    assert abs(told.high - high) <= 0.5
    if low == 0:
        assert (told.value, told.low, told.quantifier) == (None, None, "up to")
        return
    assert abs(told.low - low) <= 0.5
    assert told.low <= told.high
    assert (told.value is None) == (told.low < told.high) == (told.quantifier == "range")
    if told.value is not None:
        assert told.value == told.low == told.high
    if told.quantifier == "exact":
        assert round(low, 3) == 100


@pytest.mark.parametrize("lang", LANGUAGES)
@given(low=percent, high=percent, unknown=st.booleans())
def test_both_ends_stand_in_the_words(lang, low, high, unknown):
    low, high = sorted((low, high))
    order = OrderInForce(
        "T1", "IDF", DAY, "in_time", "part", "blocks", ("8801",) if unknown else ()
    )
    told, t = told_share(low, high), Translator(lang)
    text = share_text(OrderShare(places.RAFAH, low, high, DAY, (order,), 1), t)
    if told.high is None:
        assert text == ""
        return
    alone = []
    for end in (told.low, told.high):
        if end is not None:
            alone.append(t.number(end, decimals=1 if end < 1 else 0))
            assert alone[-1] in text
    assert text not in [f"{end}%" for end in alone] or told.quantifier == "exact"
    assert (t("orders.or_more", share="").strip() in text) == (unknown and told.high < 100)


def test_less_than_a_percent_is_told_in_tenths_and_never_as_zero():
    share = OrderShare(places.RAFAH, 0.02, 0.74, DAY, (), 1)
    assert share_text(share, ENGLISH) == "0.1 to 0.7%"


def real(value):
    """The same value under orders that are in the embedded table."""
    behind = tuple(
        replace(order, id=f"GO000{number}")
        for number, order in enumerate(value.share.behind, start=1)
    )
    return replace(value, share=replace(value.share, behind=behind))


def test_the_table_lists_every_order_behind_the_share_and_what_is_to_be_known_of_it(rafah):
    value, _ = rafah(
        WHOLE | {"source_title": "a copy in GitHub", "source_date": "2026-01-01"},
        PART | {"source_date": "2025-07-02"},
        {"blocks": "10.2; 8801", "issued_on": "2025-06-21"},
    )
    # They are rows of the real table too, whose addresses the links take.
    (mark,) = marks_of([real(value)], "orders", tables_in_use(), ENGLISH)
    assert [text for text, _ in mark.cells[2]] == [
        "IDF, 2 Jun 2025 (GO0001, from a copy)",
        "IDF, 21 Jun 2025 (GO0002, blocks in part, not known where: 8801)",
        "IDF, 20 Jun 2025 (GO0003, blocks in part, came out later)",
    ]


def test_the_record_of_a_range_has_both_ends_and_no_value(rafah):
    value, label = rafah(WHOLE, PART)
    (mark,) = marks_of([real(value)], "orders", tables_in_use(), ENGLISH)
    record = mark.record
    assert (record.value, record.low, record.high, record.quantifier) == (None, 50, 100, "range")
    assert (record.as_worded, record.kind) == (label.number, "computed")
    # The colours are those of people present.
    assert record.shaded_by is None
    assert mark.is_told


def test_the_page_of_an_area_tells_the_share_and_lists_what_is_not_known(read_html):
    evidence = evidence_about(tables_in_use(), places.KHAN_YOUNIS, THE_DAY, later=True)
    told = area_orders(evidence, ENGLISH)
    label = label_of(evidence.share, "orders", ENGLISH)
    assert f"On 20 August 2025, {label.number} of Khan Younis was under" in told.sentence
    assert f"Orders in force there: {len(evidence.orders)}." in told.sentence
    assert "it is not known where it lies: 8801, 8802, 8803." in told.sentence
    html = orders_html(told, ENGLISH)
    assert told.sentence in read_html(html).text
    beside = html.split('data-testid="orders-beside"')[1].split("</table>")[0]
    assert "(GO0163, blocks in part, not known where: 8801, 8802, 8803" in beside


def test_the_page_of_an_area_all_under_orders_has_no_open_end():
    evidence = evidence_about(tables_in_use(), places.RAFAH, THE_DAY, later=True)
    assert evidence.of_orders.is_open
    sentence = area_orders(evidence, ENGLISH).sentence
    assert "100% of Rafah was under evacuation orders" in sentence
    assert "8801" not in sentence


def test_a_page_without_what_came_out_later_lists_no_such_order(read_html):
    with_it, without = (
        read_html(
            orders_html(
                area_orders(
                    evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=later), ENGLISH
                ),
                ENGLISH,
            )
        ).text
        for later in (True, False)
    )
    assert "came out later)" in with_it
    assert "came out later" not in without
