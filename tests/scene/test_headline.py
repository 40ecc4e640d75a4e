"""The sentence above the map, against sentences written by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from nuzuh.evidence.orders_in_force import OrderShare
from nuzuh.evidence.published import RIVAL_DAYS
from nuzuh.evidence.statements import largest_outflow
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.headline import FRESH_DAYS, headline
from nuzuh.scene.order_land import orders_of_day
from nuzuh.scene.timeline import statements_on
from nuzuh.scene.translator import LANGUAGES, Translator
from tests.scene.rivals import statements_of_day

ENGLISH = Translator("en")
LONGEST = 300
"""Characters of a sentence that is read at a glance."""

DAYS = [date(2023, 10, 20) + timedelta(days=days) for days in range(0, 1030, 49)]


SENTENCES = {
    "2024-05-26": (
        "300,000 to 400,000 people (IDF, 20 May) were still in Rafah. Since 6 May about 812,000 "
        "(UN, 20 May), more than 945,000 (OCHA†) or about 950,000 (IDF, 20 May) are said to "
        "have left."
    ),
    "2025-09-10": (
        "About 1,000,000 people (UN, 9 Sept) were still north of Wadi Gaza. Since mid-August* "
        "about 35,000 (Gaza Government Media Office, 7 Sept) or about 150,000 (Israeli security "
        "source) are said to have gone south."
    ),
    "2025-09-14": (
        "About 1,000,000 people (UN, 9 Sept) were still north of Wadi Gaza. Since mid-August* "
        "about 68,000 (Gaza Government Media Office, 12 Sept) or more than 300,000 (IDF) are said "
        "to have gone south."
    ),
    "2025-09-30": (
        "More than 900,000 people (Gaza Government Media Office, 24 Sept) were still in Gaza City. "
        "Since mid-August* about 335,000 (Gaza Government Media Office, 24 Sept) or about 800,000 "
        "(IDF, 27 Sept) are said to have left."
    ),
    "2025-10-05": (
        "About 200,000 people (IDF) or 600,000 to 700,000 (UN, 2 Oct) were still in Gaza City. "
        "Since mid-August* up to 400,000 (UN, 2 Oct) or about 900,000 (Israeli defence minister) "
        "are said to have left."
    ),
}
"""The lowest claim stands first, and how many are where before who moved; a claim without a day is
of the day shown."""


NO_ORDER = OrderShare("", None, None, None, ())
SOME = OrderShare("", 80.7, 90.4, date(2025, 8, 20), (), 59)


def said(day, *, lang="en", orders=None, later=True):
    told, shown = statements_of_day(day, later=later)
    return headline(told, shown, Translator(lang), orders=orders)


@pytest.mark.parametrize("day", SENTENCES)
def test_the_sentence_of_a_day_on_which_rival_figures_met(day):
    assert said(day) == SENTENCES[day]


def test_our_share_stands_beside_the_newest_published_one_and_what_that_counts():
    assert said("2025-08-20", orders=SOME) == (
        "81 to 90% of the Gaza Strip was under the evacuation orders on record. Published: about "
        "86% (OCHA, 18 Aug) of the Gaza Strip under evacuation orders."
    )
    told, day = statements_of_day("2025-08-20")
    (share,) = told.pop("under_orders")

    def of(**asked):
        told_now = {
            question: [replace(share, question=question, figure=replace(share.figure, as_of=as_of))]
            for question, as_of in asked.items()
        }
        return headline(told | told_now, day, ENGLISH, orders=SOME).split("record. ")[1]

    zones = "of the Gaza Strip under evacuation orders or in militarised zones."
    alone = "of the Gaza Strip under evacuation orders."
    assert of(orders_or_zones=date(2025, 8, 18)) == f"Published: about 86% (OCHA, 18 Aug) {zones}"
    # The newest one is told; of two of one day that of what the map shows.
    older, newer = date(2025, 8, 10), date(2025, 8, 19)
    assert of(under_orders=older, orders_or_zones=newer).endswith(f"(OCHA, 19 Aug) {zones}")
    assert of(under_orders=newer, orders_or_zones=older).endswith(f"(OCHA, 19 Aug) {alone}")
    assert of(under_orders=newer, orders_or_zones=newer).endswith(f"(OCHA, 19 Aug) {alone}")
    for question in ("ever_ordered", "one_order", "control_zone"):
        assert of(**{question: newer}).startswith("No published share describes the 21 days")


def test_that_no_order_is_on_record_is_no_share_of_zero():
    assert said("2025-12-01", orders=NO_ORDER).startswith(
        "No evacuation order in force in the Gaza Strip is on record."
    )
    told = said("2025-12-01", orders=replace(NO_ORDER, count=2))
    assert told.startswith("Evacuation orders were in force in the Gaza Strip; what share of it")


def test_the_sentence_in_arabic():
    assert said("2025-10-05", lang="ar") == (
        "بقي في مدينة غزة نحو 200,000 شخص (\u2068الجيش الإسرائيلي\u2069) أو من 600,000 إلى "
        "700,000 (\u2068الأمم المتحدة\u2069، 2 أكتوبر). منذ منتصف أغسطس* أُفيد بأن ما يصل إلى "
        "400,000 (\u2068الأمم المتحدة\u2069، 2 أكتوبر) أو نحو 900,000 "
        "(\u2068وزير الدفاع الإسرائيلي\u2069) غادروا."
    )


def test_the_sentence_in_hebrew():
    assert said("2024-05-26", lang="he") == (
        'ברפיח עדיין היו 300,000 עד 400,000 אנשים (\u2068צה"ל\u2069, 20 מאי). מאז 6 מאי '
        'לפי הפרסומים כ-812,000 (\u2068האו"ם\u2069, 20 מאי), יותר מ-945,000 '
        "(\u2068אוצ'ה\u2069†) או כ-950,000 (\u2068צה\"ל\u2069, 20 מאי) עזבו."
    )
    # The article gives way to the preposition.
    assert said("2025-10-05", lang="he").startswith("בעיר עזה עדיין היו כ-200,000 אנשים")


def test_without_what_came_out_later_the_sentence_knows_none_of_it():
    told = said("2024-05-26", later=False)
    assert "945,000" not in told
    assert "†" not in told
    assert "Since 6 May about 800,000 (UNRWA, 18 May) or about 950,000" in told


@pytest.mark.parametrize("day", SENTENCES)
def test_movements_a_days_count_and_doubtful_figures_never_stand_among_people(day):
    told = said(day)
    for number in ("2,000,000", "110,000", " 10,000", " 6,900"):
        assert number not in told
    # Where there is room for a total of movements, it has a sentence of its own with the word.
    for number in ("3,000,000", "62,000", "321,200", "417,000"):
        assert number not in told


def test_a_total_of_movements_stands_apart_where_there_is_room_for_it():
    told, day = statements_of_day("2025-10-05")
    minister = [s for s in told["moved_south"] if s.figure.id == "V03"]
    counted = [s for s in told["moved_south"] if s.figure.unit == "movements"]
    assert headline({"moved_south": minister + counted}, day, ENGLISH) == (
        "Since mid-August* about 900,000 people (Israeli defence minister) are said to have left "
        "Gaza City. More than 417,000 movements (OCHA, 1 Oct) were counted."
    )


def test_where_only_movements_are_known_they_are_told_as_what_they_are():
    told, day = statements_of_day("2025-10-05")
    counted = next(s for s in told["moved_south"] if s.figure.unit == "movements" and s.days)
    strip = replace(
        counted,
        question="moved_other",
        origin="Gaza Strip",
        period_assumed=False,
        figure=replace(counted.figure, area="Gaza Strip"),
    )
    assert headline({"moved_other": [strip]}, day, ENGLISH) == (
        "No reliable figure of the 21 days before 5 October 2025 says how many people were where. "
        f"Since {ENGLISH.day(counted.period_start, short=True, year=False)} more than 417,000 "
        "movements (OCHA, 1 Oct) were counted."
    )


def test_a_days_count_alone_is_no_movement_to_tell():
    told, day = statements_of_day("2024-05-26")
    count = next(s for s in told["left_PS0275"] if s.figure.id == "R07")
    for question in ("left_PS0275", "moved_south", "moved_north"):
        alone = {question: [replace(count, question=question)]}
        assert headline(alone, day, ENGLISH).startswith("No reliable figure of the 21 days before")


def test_a_total_of_a_much_shorter_period_is_no_rival():
    told, day = statements_of_day("2024-05-26")
    (ocha,) = (s for s in told["left_PS0275"] if s.figure.id == "R03")
    short = replace(
        ocha,
        period_start=date(2024, 5, 20),
        appeared="in_time",
        figure=replace(ocha.figure, low=50_000.0, publisher="WHO", id="X1"),
    )
    assert headline({"left_PS0275": [ocha, short]}, day, ENGLISH) == (
        "Since 6 May more than 945,000 people (OCHA†) are said to have left Rafah."
    )


def test_an_outflow_and_a_way_south_are_told_by_the_larger_total():
    rafah, day = statements_of_day("2024-05-26")
    south, _ = statements_of_day("2025-10-05")
    moved = {
        "moved_south": [
            replace(
                s,
                period_start=date(2024, 5, 6),
                figure=replace(s.figure, as_of=date(2024, 5, 26), value=960_000.0),
            )
            for s in south["moved_south"]
            if s.figure.id == "V03"
        ]
    }
    assert "left Gaza City" in headline(rafah | moved, day, ENGLISH)
    smaller = {
        "moved_south": [
            replace(s, figure=replace(s.figure, value=940_000.0)) for s in moved["moved_south"]
        ]
    }
    assert "still in Rafah" in headline(rafah | smaller, day, ENGLISH)


def test_a_movement_that_was_over_before_another_began_is_not_told():
    told, _ = statements_of_day("2025-10-05")
    said_by_un = next(s for s in told["moved_south"] if s.figure.id == "V01")
    back = replace(
        said_by_un,
        question="moved_north",
        origin="south of Wadi Gaza",
        period_start=date(2025, 10, 10),
        period_assumed=False,
        figure=replace(
            said_by_un.figure,
            value=300_000.0,
            high=None,
            quantifier="approximately",
            as_of=date(2025, 10, 12),
            area="north of Wadi Gaza",
        ),
    )
    sentence = headline(told | {"moved_north": [back]}, date(2025, 10, 14), ENGLISH)
    assert sentence == (
        "Since 10 Oct about 300,000 people (UN, 12 Oct) are said to have gone north."
    )


def test_where_nobody_moved_of_late_the_sentence_tells_how_many_were_where():
    assert said("2024-05-01") == "About 1,100,000 people (PCBS, 22 Apr) were in Rafah."


def test_where_nothing_is_news_the_sentence_names_the_last_that_was():
    told, day = statements_of_day("2024-05-26")
    quiet = {"present_south": [s for s in told["present_south"] if s.figure.id == "R06"]}
    assert headline(quiet, date(2024, 6, 20), ENGLISH) == (
        "No reliable figure of the 21 days before 20 June 2024 says how many people were where. "
        "Last published for the north or the south: about 1,100,000 people (PCBS, 22 Apr) in Rafah."
    )
    silent = ENGLISH("head.none", date="26 May 2024", days=FRESH_DAYS)
    assert headline({}, day, ENGLISH) == f"{silent} {ENGLISH('head.older')}"


def test_the_last_words_of_several_publishers_stand_side_by_side():
    told, day = statements_of_day("2025-10-05")
    quiet = {"present_north": told["present_north"]}
    assert headline(quiet, day + timedelta(days=120), ENGLISH).endswith(
        "Last published for the north or the south: about 200,000 people (IDF, 5 Oct 2025) or "
        "600,000 to 700,000 (UN, 2 Oct 2025) in Gaza City."
    )


def test_publishers_who_name_one_area_in_two_ways_are_rivals():
    told, day = statements_of_day("2025-09-10")
    (un,) = (s for s in told["present_north"] if s.figure.as_of == date(2025, 9, 9))
    office = replace(
        un,
        figure=replace(
            un.figure,
            id="X1",
            publisher="Gaza Government Media Office",
            side="palestine",
            area="Gaza City; North Gaza",
            quantifier="more than",
            value=None,
            low=1_200_000.0,
        ),
    )
    both = {"present_north": [office, un]}
    assert headline(both, day, ENGLISH) == (
        "About 1,000,000 people (UN, 9 Sept) or more than 1,200,000 (Gaza Government Media "
        "Office, 9 Sept) were north of Wadi Gaza."
    )


def test_two_claims_of_one_publisher_name_it_once():
    told, day = statements_of_day("2025-10-05")
    minister = next(s for s in told["moved_south"] if s.figure.id == "V03")
    less = replace(minister, figure=replace(minister.figure, id="X1", value=700_000.0))
    assert headline({"moved_south": [minister, less]}, day, ENGLISH) == (
        "Since mid-August* about 700,000 people or about 900,000 (Israeli defence minister) are "
        "said to have left Gaza City."
    )


def test_the_only_voice_of_a_side_is_heard_though_it_is_older():
    told, day = statements_of_day("2025-10-05")
    by_id = {s.figure.id: s for s in told["moved_south"]}
    minister = by_id["V03"]
    office = next(s for s in told["moved_south"] if s.figure.side == "palestine")
    assert (day - office.figure.as_of).days > RIVAL_DAYS
    sentence = headline({"moved_south": [minister, office]}, day, ENGLISH)
    assert "about 335,000 people (Gaza Government Media Office, 24 Sept) or" in sentence


def test_a_year_that_is_not_that_of_the_day_is_told():
    told, _ = statements_of_day("2025-10-05")
    minister = next(s for s in told["moved_south"] if s.figure.id == "V03")
    late = replace(
        minister,
        period_start=date(2025, 12, 12),
        figure=replace(minister.figure, as_of=date(2025, 12, 28)),
    )
    assert headline({"moved_south": [late]}, date(2026, 1, 3), ENGLISH) == (
        "Since mid-December 2025* about 900,000 people (Israeli defence minister, 28 Dec 2025) "
        "are said to have left Gaza City."
    )


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("of_orders", [False, True], ids=["people", "orders"])
def test_there_is_a_sentence_for_any_day(lang, of_orders):
    t = Translator(lang)
    for day in DAYS:
        orders = orders_of_day(tables_in_use(), day, later=True).strip if of_orders else None
        told = headline(statements_on(tables_in_use(), day, later=True), day, t, orders=orders)
        assert len(told) <= LONGEST
        assert told.endswith(".")
        assert "{" not in told
        assert "  " not in told
        assert not re.search(r"\([^)]*\(", told)


def test_the_real_ledger_tells_who_left_rafah():
    day = date(2024, 5, 26)
    statements = statements_on(tables_in_use(), day, later=True)
    assert largest_outflow(statements, day) == "PS0275"
    assert "more than 945,000 (OCHA" in headline(statements, day, ENGLISH)
