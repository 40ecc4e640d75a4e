"""The evidence as HTML: each figure with publisher, date, kind and link, and nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from nuzuh.evidence.published import Figure
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.claims import FIRST, claim_of, folded, lead_of, questions_of
from nuzuh.scene.statement_words import kinds_of, mark_text
from nuzuh.scene.timeline import statements_on
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.panel import panel_html
from tests.scene.rivals import statements_of_day

THE_DAY = date(2025, 10, 5)
DAYS = [date(2023, 10, 20) + timedelta(days=days) for days in range(0, 1030, 147)]

PLAIN = Statement(
    figure=Figure(
        id="X1",
        value=5_000.0,
        low=None,
        high=None,
        quantifier="approximately",
        unit="people",
        publisher="UN",
        as_of=date(2025, 10, 2),
        area="Gaza City",
        coverage="city",
    ),
    question="present_north",
    measure="people_present",
    kind="stock",
    counting="people",
    origin="",
    period_start=None,
    period_assumed=False,
    basis="observed",
    weak=False,
    source_title="A report",
    source_url="https://example.org/report",
    source_date=date(2025, 10, 3),
    note="",
    repeats=(),
    standing="latest",
)


def claims_of(statements):
    return [claim_of(statement, THE_DAY, Translator("en")) for statement in statements]


def told_panel(told, day, t, left_out=0):
    questions = questions_of(told, day, t)
    return panel_html(questions, day, t, lead=lead_of(questions, t, left_out))


def panel(*statements, lang="en"):
    return told_panel({"present_north": list(statements)}, THE_DAY, Translator(lang))


@pytest.fixture(scope="module")
def the_panel():
    return told_panel(
        statements_on(tables_in_use(), THE_DAY, later=True), THE_DAY, Translator("en")
    )


def card(html, figure):
    return re.search(rf'<article class="nz-card" data-figure="{figure}">.*?</article>', html)[0]


@pytest.mark.parametrize(
    ("figure", "number", "publisher", "when", "kind", "link"),
    [
        (
            "GD0508",
            "about 900,000 people",
            "Israeli defence minister",
            "5 Oct 2025",
            "people who moved",
            "https://today.lorientlejour.com/",
        ),
        (
            "GD0502",
            "more than 417,000 movements",
            "OCHA",
            "1 Oct 2025",
            "movements counted, not people",
            "https://en.yenisafak.com/",
        ),
        (
            "GD0505",
            "600,000 to 700,000 people",
            "UN",
            "2 Oct 2025",
            "people there",
            "https://www.deccanherald.com/",
        ),
    ],
)
def test_5_october_2025_sets_the_rival_figures_side_by_side(
    read_html, the_panel, figure, number, publisher, when, kind, link
):
    found = read_html(card(the_panel, figure))
    for part in (number, publisher, when, kind):
        assert part in found.text
    assert found.links()[0].startswith(link)


def test_the_million_before_the_assault_stands_by_what_the_un_said_later(read_html, the_panel):
    found = read_html(card(the_panel, "GD0505"))
    assert "before: about 1,000,000 people" in found.text
    assert "31 Aug 2025" in found.text
    assert any(link.startswith("https://www.channelstv.com/") for link in found.links())


@pytest.mark.slow
@pytest.mark.parametrize("day", [THE_DAY, *DAYS])
def test_every_figure_told_is_in_the_panel(read_html, day):
    told, t = statements_on(tables_in_use(), day, later=True), Translator("en")
    html = told_panel(told, day, t)
    cards = re.findall(r'data-figure="([^"]+)"', html)
    latest, before = [], []
    for statements in told.values():
        latest += [s.figure.id for s in statements if s.standing == "latest"]
        before += [s for s in statements if s.standing == "before"]
    assert sorted(cards) == sorted(latest)
    text = read_html(html).text
    for statement in before:
        said = f"{t('panel.before')}: {t.figure(statement.figure)}"
        assert said in text, statement.figure.id
        assert text.count(statement.source_title) >= 1, statement.figure.id


@pytest.mark.slow
def test_every_card_has_a_link_or_says_that_there_is_none(read_html):
    t = Translator("en")
    for day in DAYS:
        html = told_panel(statements_on(tables_in_use(), day, later=True), day, t)
        for found in re.findall(r"<article.*?</article>", html):
            page = read_html(found)
            assert page.links() or t("panel.nolink") in page.text
            assert all(link.startswith(("https://", "http://")) for link in page.links())


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_counts_of_movements_are_never_called_people(lang):
    t = Translator(lang)
    checked = 0
    for day in (THE_DAY, *DAYS):
        told = statements_on(tables_in_use(), day, later=True)
        html = told_panel(told, day, t)
        for statement in (s for statements in told.values() for s in statements):
            if statement.counting == "movements":
                checked += 1
                assert t("kind.movement.movements") in kinds_of(statement, t)
                assert t("kind.movement.people") not in kinds_of(statement, t)
                if statement.standing == "latest":
                    found = card(html, statement.figure.id)
                    number = re.search('<div class="nz-number">(.*?)</div>', found)[1]
                    assert t("unit.movements") in number
                    assert t("unit.people") not in number
    assert checked > 5


def test_a_start_that_is_ours_is_shown_as_such(read_html):
    since = replace(PLAIN, period_start=date(2025, 8, 14))
    assert "since 14 Aug 2025" in read_html(panel(since)).text
    note = Translator("en")("note.assumed")
    assert note not in read_html(panel(since)).text
    assumed = replace(since, period_assumed=True)
    told = read_html(panel(assumed)).text
    assert "since mid-August 2025*" in told
    assert told.count(note) == 1


def test_a_doubtful_and_a_derived_figure_say_so(read_html):
    assert "source uncertain" in read_html(panel(replace(PLAIN, weak=True))).text
    assert "derived" in read_html(panel(replace(PLAIN, basis="derived"))).text
    assert "source uncertain" not in read_html(panel(PLAIN)).text


def test_a_second_outlet_is_named_as_corroboration(read_html):
    again = replace(PLAIN, repeats=(("Second outlet", "https://example.com/2"),))
    page = read_html(panel(again))
    assert "also seen in Second outlet" in page.text
    assert page.links() == ["https://example.org/report", "https://example.com/2"]


def test_a_figure_without_a_link_keeps_its_title(read_html):
    page = read_html(panel(replace(PLAIN, source_url="")))
    assert "A report (link left out: copy of a page we could not check)" in page.text
    assert page.links() == []


def test_two_opening_figures_of_one_publisher_are_both_shown(read_html):
    def at(figure, value, area, standing):
        numbers = replace(PLAIN.figure, id=figure, value=value, area=area)
        return replace(PLAIN, figure=numbers, standing=standing)

    page = read_html(
        panel(
            at("A2", 9_000.0, "Gaza City", "latest"),
            at("B2", 8_000.0, "North Gaza", "latest"),
            at("A1", 7_000.0, "Gaza City", "before"),
            at("B1", 6_000.0, "North Gaza", "before"),
        )
    )
    assert "before: about 7,000 people" in page.text
    assert "before: about 6,000 people" in page.text


def test_further_figures_are_folded_away_but_counted(read_html):
    many = [at(f"X{n}", n) for n in range(FIRST + 3)]
    page = read_html(panel(*many))
    assert "3 more" in page.text
    assert sum(name == "article" for name, _ in page.elements) == FIRST + 3


def at(figure, value, day=date(2025, 10, 2), side="un", publisher="UN", **more):
    numbers = replace(
        PLAIN.figure, id=figure, value=float(value), as_of=day, side=side, publisher=publisher
    )
    return replace(PLAIN, figure=numbers, **more)


def test_neither_the_lowest_nor_the_highest_is_ever_folded_away():
    values = (4, 7, 5, 8, 6, 3, 2)
    rows = [at(f"X{n}", value) for n, value in enumerate(values)]
    rows += [at("high", 9, day=date(2025, 8, 1)), at("low", 1, day=date(2025, 8, 1))]
    away = folded(claims_of(rows), THE_DAY)
    assert len(away) == len(rows) - FIRST
    assert not away & {"high", "low"}


def test_each_side_keeps_its_newest_and_what_is_stale_gives_way():
    rows = [
        at("low", 1, publisher="A"),
        at("old", 2, day=date(2025, 9, 1), publisher="B"),
        at("B", 3, publisher="B"),
        at("C", 4, publisher="C"),
        at("D", 5, publisher="D"),
        at("theirs", 6, day=date(2025, 9, 20), side="palestine", publisher="E"),
        at("said before", 7, publisher="C", standing="before"),
        at("high", 9, side="israel", publisher="F"),
    ]
    away = folded(claims_of(rows), THE_DAY)
    assert {"old", "said before"} < away
    assert not away & {"low", "theirs", "high"}
    assert len(away) == 3


def test_a_figure_that_nobody_replaced_is_not_stale():
    rows = [at(f"X{n}", n, day=date(2025, 8, 20), publisher=f"P{n}") for n in range(FIRST)]
    assert folded(claims_of(rows), THE_DAY) == set()


def cards_of(html, question):
    section = html.split(f'data-question="{question}"')[1].split('<details class="nz-question"')[0]
    return section, re.findall(r'data-figure="([^"]+)"', section)


def test_on_26_may_2024_who_left_rafah_is_open_and_told_from_the_lowest(read_html):
    told, day = statements_of_day("2024-05-26")
    html = told_panel(told, day, Translator("en"))
    section, cards = cards_of(html, "left_PS0275")
    assert section.startswith(" open>")
    assert "Left Rafah for elsewhere in the Strip" in section
    people = [card for card in cards if card in ("R01", "R02", "R03", "R04")]
    assert people == ["R01", "R02", "R03", "R04"]
    assert cards.index("R04") < cards.index("R09") < cards.index("R07")
    assert "26 May 2024, that day alone" in read_html(card(html, "R07")).text


def test_a_running_total_and_a_days_count_stand_apart(read_html):
    told, day = statements_of_day("2025-09-30")
    section, cards = cards_of(told_panel(told, day, Translator("en")), "moved_south")
    assert cards.index("U01") < cards.index("U02")
    between = section[section.index('data-figure="U01"') : section.index('data-figure="U02"')]
    assert "movements counted, not people: of one day, or with no first day given" in between
    assert "22 Sept 2025, since 14 Aug 2025" in read_html(card(section, "U01")).text
    assert "28 Sept 2025, that day alone" in read_html(card(section, "U02")).text


def test_who_passes_a_figure_on_and_whose_it_is_stand_on_the_card(read_html):
    told, day = statements_of_day("2025-10-05")
    html = told_panel(told, day, Translator("en"))
    assert "IDMC (OCHA)" in read_html(card(html, "V06")).text


def test_what_came_out_later_is_marked_and_counted(read_html):
    told, day = statements_of_day("2024-05-26")
    page = read_html(told_panel(told, day, Translator("en")))
    total = sum(map(len, told.values()))
    assert f"1 of {total} figures came out later." in page.text
    assert (
        "came out later (27 May 2024)"
        in read_html(card(told_panel(told, day, Translator("en")), "R03")).text
    )
    told, day = statements_of_day("2024-05-26", later=False)
    page = read_html(told_panel(told, day, Translator("en"), left_out=1))
    assert "Left out because they came out later: 1." in page.text
    assert "945,000" not in page.text


@pytest.mark.parametrize(
    ("appeared", "mark"),
    [
        ("in_time", ""),
        ("later", "came out later (3 Oct 2025)"),
        ("copy", "from a copy"),
        ("undated", "page date unknown"),
    ],
)
def test_a_card_says_when_its_page_came_out(read_html, appeared, mark):
    statement = replace(PLAIN, appeared=appeared)
    assert mark_text(statement, Translator("en")) == mark
    assert mark in read_html(panel(statement)).text


def test_a_share_of_orders_or_zones_is_not_called_one_of_orders():
    share = replace(
        PLAIN,
        measure="under_orders",
        counting="",
        kind="state",
        figure=replace(PLAIN.figure, value=86.0, unit="percent"),
    )
    for question, words in (
        ("orders_or_zones", "under evacuation orders or in militarised zones"),
        ("one_order", "in one evacuation order, not all of them"),
        ("ever_ordered", "ever under an evacuation order, not those in force"),
    ):
        said = replace(share, question=question)
        assert kinds_of(said, Translator("en")) == [words]


@pytest.mark.parametrize("measure", ["movement", "affected", "sheltered"])
def test_households_are_never_called_people(read_html, measure):
    families = replace(
        PLAIN,
        measure=measure,
        counting="",
        figure=replace(PLAIN.figure, unit="households", value=800.0),
    )
    text = read_html(panel(families)).text
    assert "about 800 households" in text
    assert not re.search(r"(?<!displaced )people", text)


def test_what_was_said_before_is_joined_in_the_readers_language(read_html):
    text = read_html(
        panel(at("A2", 9_000), at("A1", 7_000, day=date(2025, 9, 1), standing="before"), lang="ar")
    ).text
    assert "مدينة غزة، 1 سبتمبر 2025" in text


def test_a_day_without_figures_says_so():
    html = told_panel({}, THE_DAY, Translator("en"))
    assert "Nothing about this time is in the data." in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markup_in_the_data_is_text(read_html, lang):
    bad = '"><script>alert(1)</script>&amp;'
    hostile = replace(
        PLAIN,
        figure=replace(PLAIN.figure, publisher=bad, area=bad, id=bad),
        origin=bad,
        source_title=bad,
        measure=bad,
        repeats=((bad, f"https://example.org/{bad}"),),
    )
    page = read_html(panel(hostile, replace(hostile, standing="before"), lang=lang))
    assert page.names() <= {"details", "summary", "span", "article", "div", "b", "bdi", "a", "p"}
    assert not [key for key in page.attributes() if key.startswith("on")]
    assert bad in page.text


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_panel_is_well_formed_on_any_day(read_html, lang):
    for day in DAYS:
        read_html(
            told_panel(statements_on(tables_in_use(), day, later=True), day, Translator(lang))
        )
