"""The sentence above the map, against sentences written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nuzuh.evidence.statements import largest_outflow
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.headline import FRESH_DAYS, headline
from nuzuh.scene.timeline import statements_on
from nuzuh.scene.translator import LANGUAGES, Translator
from tests.scene.rivals import statements_of_day

ENGLISH = Translator("en")
DAYS = [date(2023, 10, 20) + timedelta(days=days) for days in range(0, 1030, 49)]


SENTENCES = {
    "2024-05-26": (
        "Since 6 May 2024 about 800,000 people (UNRWA, 18 May), more than 945,000 (OCHA, "
        "26 May†) or about 950,000 (IDF, 20 May) are said to have left Rafah. "
        "About 3,000,000 movements (SMC, 25 May) were counted. "
        "300,000 to 400,000 people (IDF, 20 May) were still there. † Came out later."
    ),
    "2025-09-10": (
        "Since mid-August 2025* about 35,000 people (Gaza Government Media Office, 7 Sept) or "
        "about 150,000 (Israeli security source, 10 Sept) are said to have gone from the north "
        "to the south. Nearly 62,000 movements (OCHA, 9 Sept) were counted. About 1,000,000 "
        "people (UN, north of Wadi Gaza, 9 Sept) were still in the north. "
        "* The start is ours; none was published."
    ),
    "2025-09-14": (
        "Since mid-August 2025* about 68,000 people (Gaza Government Media Office, 12 Sept) or "
        "more than 300,000 (IDF, 14 Sept) are said to have gone from the north to the south. "
        "Nearly 62,000 movements (OCHA, 9 Sept) were counted. "
        "About 1,000,000 people (UN, north of Wadi Gaza, 9 Sept) were still in the north. "
        "* The start is ours; none was published."
    ),
    "2025-09-30": (
        "Since mid-August 2025* about 335,000 people (Gaza Government Media Office, 24 Sept) "
        "or about 800,000 (IDF, 27 Sept) are said to have left Gaza City. More than 321,200 "
        "movements (OCHA, 22 Sept) were counted. More than 900,000 "
        "people (Gaza Government Media Office, 24 Sept) were still there. "
        "* The start is ours; none was published."
    ),
    "2025-10-05": (
        "Since mid-August 2025* about 335,000 people (Gaza Government Media Office, 24 Sept), "
        "up to 400,000 (UN, 2 Oct) or about 900,000 (Israeli defence minister, 5 Oct) are said "
        "to have left Gaza City. More than 417,000 movements (OCHA, 1 Oct) were counted. About "
        "200,000 people (IDF, 5 Oct) or 600,000 to 700,000 (UN, 2 Oct) were still there. "
        "* The start is ours; none was published."
    ),
}


def said(day, *, lang="en", layer="people", later=True):
    told, shown = statements_of_day(day, later=later)
    return headline(told, shown, Translator(lang), layer=layer)


@pytest.mark.parametrize("day", SENTENCES)
def test_the_sentence_of_a_day_on_which_rival_figures_met(day):
    assert said(day) == SENTENCES[day]


def test_on_20_august_2025_the_share_says_what_it_counts():
    assert said("2025-08-20", layer="orders") == (
        "About 86% (OCHA, 18 Aug 2025) of the Gaza Strip was under evacuation orders."
    )
    told, day = statements_of_day("2025-08-20")
    (share,) = told.pop("under_orders")

    def of(question):
        asked = {question: [replace(share, question=question)]}
        return headline(told | asked, day, ENGLISH, layer="orders")

    assert of("orders_or_zones") == (
        "About 86% (OCHA, 18 Aug 2025) of the Gaza Strip was under evacuation orders or in "
        "militarised zones."
    )
    for question in ("ever_ordered", "one_order", "control_zone"):
        assert of(question).startswith("No published share of land under orders")


def test_the_sentence_in_arabic():
    assert said("2025-10-05", lang="ar") == (
        "منذ منتصف أغسطس 2025* أُفيد بأن نحو 335,000 شخص "
        "(\u2068المكتب الإعلامي الحكومي في غزة\u2069، 24 سبتمبر)، "
        "حتى 400,000 (\u2068الأمم المتحدة\u2069، 2 أكتوبر) أو "
        "نحو 900,000 (\u2068وزير الدفاع الإسرائيلي\u2069، 5 أكتوبر) غادروا مدينة غزة. "
        "وأُحصي أكثر من 417,000 حركة نزوح (\u2068أوتشا\u2069، 1 أكتوبر). "
        "وبقي هناك نحو 200,000 شخص (\u2068الجيش الإسرائيلي\u2069، 5 أكتوبر) أو من 600,000 إلى "
        "700,000 (\u2068الأمم المتحدة\u2069، 2 أكتوبر). * البداية من تقديرنا؛ لم تُنشر بداية."
    )


def test_the_sentence_in_hebrew():
    assert said("2024-05-26", lang="he") == (
        'מאז 6 מאי 2024 לפי הפרסומים כ-800,000 אנשים (\u2068אונר"א\u2069, 18 מאי), יותר מ-945,000 '
        "(\u2068אוצ'ה\u2069, 26 מאי†) או כ-950,000 (\u2068צה\"ל\u2069, 20 מאי) עזבו את רפיח. "
        "נספרו כ-3,000,000 תנועות (\u2068אשכול ניהול האתרים\u2069, 25 מאי). "
        '300,000 עד 400,000 אנשים (\u2068צה"ל\u2069, 20 מאי) עדיין היו שם. '
        "† פורסם מאוחר יותר."
    )


def test_without_what_came_out_later_the_sentence_knows_none_of_it():
    told = said("2024-05-26", later=False)
    assert "945,000" not in told
    assert "†" not in told
    assert told.startswith("Since 6 May 2024 about 800,000 people (UNRWA, 18 May) or about 950,000")


@pytest.mark.parametrize("day", ["2024-05-26", "2025-09-10", "2025-09-30", "2025-10-05"])
def test_movements_a_days_count_and_doubtful_figures_never_stand_among_people(day):
    told = said(day)
    for number in ("2,000,000", "110,000", " 10,000", " 6,900"):
        assert number not in told
    # A total of movements has a sentence of its own, with the word.
    counted = [part for part in told.split(". ") if "movements" in part]
    assert len(counted) == 1
    assert "people" not in counted[0]
    for number in ("3,000,000", "62,000", "321,200", "417,000"):
        assert (number in told) == (number in counted[0])


def test_a_days_count_alone_is_no_movement_to_tell():
    told, day = statements_of_day("2024-05-26")
    count = next(s for s in told["left_PS0275"] if s.figure.id == "R07")
    for question in ("left_PS0275", "moved_south", "moved_north"):
        alone = {question: [replace(count, question=question)]}
        assert headline(alone, day, ENGLISH).startswith("No sound figure of the 21 days before")


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
        "Since 6 May 2024 more than 945,000 people (OCHA, 26 May†) are said to have left Rafah. "
        "† Came out later."
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
    assert "left Rafah" in headline(rafah | smaller, day, ENGLISH)


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
        "Since 10 Oct 2025 about 300,000 people (UN, 12 Oct) are said to have gone from the south "
        "to the north."
    )


def test_where_nobody_moved_of_late_the_sentence_tells_how_many_were_where():
    assert said("2024-05-01") == "About 1,100,000 people (PCBS, 22 Apr 2024) were in Rafah."


def test_where_nothing_is_news_the_sentence_names_the_last_that_was():
    told, day = statements_of_day("2024-05-26")
    quiet = {"present_south": [s for s in told["present_south"] if s.figure.id == "R06"]}
    assert headline(quiet, date(2024, 6, 20), ENGLISH) == (
        "No sound figure of the 21 days before 20 June 2024 tells how many people were where. "
        "The last one: about 1,100,000 people in Rafah (PCBS, 22 Apr 2024)."
    )
    assert headline({}, day, ENGLISH) == ENGLISH("head.none", date="26 May 2024", days=FRESH_DAYS)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("layer", ["people", "orders"])
def test_there_is_a_sentence_for_any_day(lang, layer):
    t = Translator(lang)
    for day in DAYS:
        told = headline(statements_on(tables_in_use(), day, later=True), day, t, layer=layer)
        assert told.endswith(".")
        assert "{" not in told
        assert "  " not in told


def test_the_real_ledger_tells_who_left_rafah():
    day = date(2024, 5, 26)
    statements = statements_on(tables_in_use(), day, later=True)
    assert largest_outflow(statements, day) == "PS0275"
    assert "more than 945,000 (OCHA, 26 May" in headline(statements, day, ENGLISH)
