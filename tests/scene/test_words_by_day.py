"""The words of every day: what the scene says of a day, each said once a phase."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from nuzuh import loaders
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene import said_by_day
from nuzuh.scene.claims import cited_sentence
from nuzuh.scene.footnotes import ASSUMED
from nuzuh.scene.panel import panel_of
from nuzuh.scene.reconstruction_notices import input_notices
from nuzuh.scene.scene import scene
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.timeline import every_day, load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.scene.words_by_day import NoticeWords, packed_words, words_of_phase, words_signature

THE_DAY = date(2025, 10, 5)
PUBLISHED, WITHOUT_LATER = View(), View(later=False)
REBUILT = View(mode="reconstructed")
PHASES = [phase.id for phase in load_timeline().phases]
ON = ("headline_on", "order_headline_on", "panel_on", "lead_on", "fit_on", "notice_on")
SAID = ("headlines", "order_headlines", "panels", "leads", "fits", "notices")


@cache
def words(view, phase, lang="en"):
    return words_of_phase(view, phase, tables_in_use(), Translator(lang))


def part_of(told, name):
    """A field of the words, be it of their panel."""
    return getattr(told if hasattr(told, name) else told.panel, name)


def of_day(told, said, on, day):
    """What is said of one kind on a day; None for nothing."""
    index = part_of(told, on)[(day - told.first).days]
    return None if index < 0 else part_of(told, said)[index]


def placed_claims(group):
    return [
        [(placed.claim, placed.before) for placed in placed_in]
        for placed_in in (group.shown, group.away)
    ]


def placed_cards(told, group):
    return [
        [
            (told.panel.cards[placed.card], [told.panel.cards[n] for n in placed.before])
            for placed in placed_in
        ]
        for placed_in in (group.shown, group.away)
    ]


def hold_against(card, claim, day, t):
    """A card says what the claim of a day says, its age and its mark counted from its days."""
    same = (
        *("id", "number", "bare", "publisher", "side", "as_of", "when", "kinds", "where"),
        *("source", "repeats", "weak", "value", "low", "high", "central", "quantifier"),
    )
    for name in same:
        assert getattr(card, name) == getattr(claim, name), (claim.id, name)
    assert t.age((day - card.as_of).days) == claim.age
    assert (card.came is not None and card.came > day) == claim.later
    assert (card.mark if card.came is None or card.came > day else "") == claim.came_out
    assert card.cited == cited_sentence(claim, t)


def hold_day(view, day, lang="en"):
    t, tables = Translator(lang), tables_in_use()
    told = words(view, load_timeline().phase_of(day).id, lang)
    today = replace(view, date=day)
    shown = scene(today, tables, t)
    assert of_day(told, "headlines", "headline_on", day) == shown.notes.lead
    orders = scene(replace(today, layer="orders"), tables, t)
    assert of_day(told, "order_headlines", "order_headline_on", day) == orders.notes.lead
    assert (of_day(told, "leads", "lead_on", day) or ()) == shown.lead == orders.lead
    assert (of_day(told, "fits", "fit_on", day) or ()) == shown.fit
    panel = of_day(told, "panels", "panel_on", day) or ()
    asked = panel_of(shown.questions, day)
    assert [(q.id, q.text, q.is_open) for q in panel] == [(q.id, q.text, q.is_open) for q in asked]
    for placed, question in zip(panel, asked, strict=True):
        for group, claims in zip(placed.groups, question.groups, strict=True):
            assert (group.unit, group.title) == (claims.unit, claims.title)
            for cards, told_there in zip(
                placed_cards(told, group), placed_claims(claims), strict=True
            ):
                for (card, before), (claim, opened) in zip(cards, told_there, strict=True):
                    for one, other in zip([card, *before], [claim, *opened], strict=True):
                        hold_against(one, other, day, t)
    said = [
        (notice.text, notice.figures) for notice in of_day(told, "notices", "notice_on", day) or ()
    ]
    assert said == notices_of(today, tables, t)


def notices_of(view, tables, t):
    reconstruction = reconstruction_of(view, tables)
    if reconstruction is None:
        return []
    known = input_notices(reconstruction, replace(view, area=""), tables, t)
    quiet = [(known.quiet, ())] if known.quiet else []
    return quiet + [
        (notice.text, tuple((one.said, one.source, one.when) for one in notice.figures))
        for notice in known.notices
    ]


@pytest.mark.parametrize(
    ("view", "lang"),
    [(PUBLISHED, "en"), (WITHOUT_LATER, "he"), (REBUILT, "ar")],
    ids=["published", "without later", "reconstructed"],
)
def test_the_words_of_a_day_are_those_of_its_scene(view, lang):
    days = [THE_DAY, *every_day()[::157]]
    for day in days:
        hold_day(view, day, lang)


@pytest.mark.slow
@pytest.mark.parametrize(
    "view", [PUBLISHED, WITHOUT_LATER, REBUILT, replace(REBUILT, perspective="israel")]
)
@pytest.mark.few(2)
def test_the_words_of_many_days_are_those_of_their_scenes(view):
    for day in every_day()[::29]:
        hold_day(view, day)


@pytest.mark.parametrize("view", [PUBLISHED, REBUILT])
def test_every_day_has_its_words_and_nothing_is_packed_that_no_day_says(view):
    days = []
    for phase in PHASES:
        told = words(view, phase)
        count = len(told.headline_on)
        days += [told.first + timedelta(days=n) for n in range(count)]
        for said, on in zip(SAID, ON, strict=True):
            which = part_of(told, on)
            assert len(which) == count
            assert set(which) - {-1} == set(range(len(part_of(told, said)))), (phase, said)
            assert len(set(part_of(told, said))) == len(part_of(told, said))
        assert -1 not in told.headline_on
        assert -1 not in told.panel.order_headline_on
        placed = [
            card
            for panel in told.panel.panels
            for question in panel
            for group in question.groups
            for one in (*group.shown, *group.away)
            for card in (one.card, *one.before)
        ]
        assert set(placed) == set(range(len(told.panel.cards)))
        assert len(set(told.panel.cards)) == len(told.panel.cards)
    assert days == every_day()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_cites_a_source(lang):
    told = words(PUBLISHED, "gaza-city", lang)
    for card in told.panel.cards:
        title, address = card.source
        assert title
        assert card.publisher
        assert card.cited[1:].startswith(card.number[1:])
        assert card.where in card.cited
        # What the mark of a first day means is said in words.
        assert card.when.replace(ASSUMED, "") in card.cited
        for kind in card.kinds:
            assert kind in card.cited
        assert card.publisher in card.cited
        assert card.cited.endswith(address)
        assert "  " not in card.cited.replace("  ", " ", title.count("  "))


def test_the_minister_is_cited_in_one_sentence():
    (card,) = (card for card in words(PUBLISHED, "gaza-city").panel.cards if card.id == "GD0508")
    start, _, rest = card.cited.partition(" — ")
    assert start == (
        f"About 900,000 people, {card.where}, 5 Oct 2025, since mid-August 2025: people who "
        "moved; the publisher gave no first day"
    )
    assert (card.where, card.when[:10]) == ("Gaza City → south of Wadi Gaza", "5 Oct 2025")
    assert rest == f"Israeli defence minister, “{card.source[0]}”, {card.source[1]}"


def test_a_page_that_is_not_linked_is_cited_by_its_title(some_estimates):
    told = told_of(some_estimates({"as_of": "2025-08-20", "source_url": "", "note": "Weak"}))
    (card,) = told.panel.cards
    assert card.cited.endswith(": people there; source uncertain — UN, “A report”")


def tables_of(estimates):
    return Tables(
        "made-up", estimates, loaders.load_orders().frame, estimates["as_of"].max().date()
    )


def told_of(estimates, view=PUBLISHED):
    return words_of_phase(view, "gaza-city", tables_of(estimates), Translator("en"))


def cards_on(told, day):
    panel = of_day(told, "panels", "panel_on", date.fromisoformat(day)) or ()
    return [
        told.panel.cards[placed.card].id
        for question in panel
        for group in question.groups
        for placed in (*group.shown, *group.away)
    ]


def test_a_figure_stands_once_and_counts_its_age_and_its_page_from_days(some_estimates):
    told = told_of(some_estimates({"as_of": "2025-08-20", "source_date": "2025-08-25"}))
    (card,) = told.panel.cards
    assert (card.as_of, card.came) == (date(2025, 8, 20), date(2025, 8, 25))
    assert card.mark == "came out later (25 Aug 2025)"
    assert cards_on(told, "2025-08-19") == []
    assert cards_on(told, "2025-08-20") == cards_on(told, "2025-10-09") == ["T1"]
    came = Translator("en")("panel.came_later", n=1, total=1)
    assert of_day(told, "leads", "lead_on", date(2025, 8, 24)) == (came,)
    assert of_day(told, "leads", "lead_on", date(2025, 8, 25)) is None


def test_without_what_came_later_a_figure_waits_for_its_page(some_estimates):
    table = some_estimates({"as_of": "2025-08-20", "source_date": "2025-08-25"})
    told = told_of(table, WITHOUT_LATER)
    assert cards_on(told, "2025-08-24") == []
    assert cards_on(told, "2025-08-25") == ["T1"]
    left_out = Translator("en")("panel.left_out", n=1)
    assert of_day(told, "leads", "lead_on", date(2025, 8, 24)) == (left_out,)


@pytest.mark.parametrize(("page", "mark"), [({"source_date": ""}, "page date unknown"), ({}, "")])
def test_a_page_that_is_out_is_marked_only_where_its_day_is_not_known(some_estimates, page, mark):
    told = told_of(some_estimates({"as_of": "2025-08-20", "source_date": "2025-08-20"} | page))
    (card,) = told.panel.cards
    assert (card.came, card.mark) == (None, mark)


def test_an_outlet_that_repeats_it_later_makes_another_card(some_estimates):
    again = {"as_of": "2025-08-22", "repeats": "T1", "source_title": "Second outlet"}
    told = told_of(some_estimates({"as_of": "2025-08-20"}, again))
    assert [[title for title, _ in card.repeats] for card in told.panel.cards] == [
        [],
        ["Second outlet"],
    ]
    assert cards_on(told, "2025-08-21") == cards_on(told, "2025-08-22") == ["T1"]
    assert len(told.panel.panels) == 2


def test_what_a_publisher_said_before_stands_by_its_newest_card(some_estimates):
    told = told_of(some_estimates({"as_of": "2025-08-20"}, {"as_of": "2025-09-20"}))
    (question,) = of_day(told, "panels", "panel_on", date(2025, 9, 20))
    (placed,) = question.groups[0].shown
    assert told.panel.cards[placed.card].id == "T2"
    assert [told.panel.cards[n].id for n in placed.before] == ["T1"]


def test_what_a_speaker_said_before_stands_by_what_another_outlet_passes_on(some_estimates):
    passed_on = {"as_of": "2025-09-20", "publisher": "IDMC", "according_to": "OCHA"}
    told = told_of(some_estimates({"as_of": "2025-08-20", "publisher": "OCHA"}, passed_on))
    (question,) = of_day(told, "panels", "panel_on", date(2025, 9, 20))
    (placed,) = question.groups[0].shown
    assert told.panel.cards[placed.card].publisher == "IDMC (OCHA)"
    assert [told.panel.cards[n].publisher for n in placed.before] == ["OCHA"]


def test_a_table_without_figures_says_so_on_every_day(some_estimates):
    told = told_of(some_estimates({"as_of": "2020-01-01"}))
    assert (
        told.panel.cards == told.panel.panels == told.panel.leads == told.fits == told.notices == ()
    )
    assert set(told.panel.panel_on) == {-1}
    assert min(told.headline_on) == 0


def test_a_phase_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no day of a phase 'peace'"):
        words(PUBLISHED, "peace")


def test_that_the_last_figure_is_long_past_is_the_first_notice():
    view, last = replace(REBUILT, perspective="israel"), load_timeline().last
    told = words(view, load_timeline().phase_of(last).id)
    first, *rest = of_day(told, "notices", "notice_on", last)
    known = input_notices(
        reconstruction_of(view, tables_in_use()),
        replace(view, date=last),
        tables_in_use(),
        Translator("en"),
    )
    assert first == NoticeWords(known.quiet)
    assert first.text
    assert [notice.text for notice in rest] == [notice.text for notice in known.notices]


def test_orders_beside_a_reconstruction_are_as_published():
    assert (
        words(REBUILT, "renewed").panel.order_headlines
        == words(PUBLISHED, "renewed").panel.order_headlines
    )


def test_packed_words_are_remembered_whatever_the_day_and_the_layer():
    packed = []

    def pack(told, first):
        packed.append((told.phase, first))
        return object()

    def sent(view, lang="en"):
        return packed_words(view, "prewar", tables_in_use(), Translator(lang), pack)

    one = sent(PUBLISHED)
    assert sent(replace(PUBLISHED, date=date(2024, 1, 1), layer="orders", area="PS0275")) is one
    assert sent(replace(PUBLISHED, perspective="un")) is one
    others = [sent(WITHOUT_LATER), sent(REBUILT), sent(PUBLISHED, "ar")]
    others.append(sent(replace(REBUILT, perspective="un")))
    assert len({id(other) for other in (one, *others)}) == len(packed) == 5
    assert set(packed) == {("prewar", load_timeline().first)}


def test_words_have_one_name_each_before_they_are_made():
    def name(view, phase="prewar", tables=None, lang="en"):
        return words_signature(view, phase, tables or tables_in_use(), Translator(lang))

    row = b"date,area,value,measure,publisher,note\n2025-10-05,Rafah,123456,people_present,Us,x"
    own = combine(check(row, "mine.csv"))
    one = name(PUBLISHED)
    assert name(replace(PUBLISHED, date=date(2024, 1, 1), perspective="un", area="PS0275")) == one
    others = [name(WITHOUT_LATER), name(REBUILT), name(PUBLISHED, lang="ar")]
    others += [name(PUBLISHED, "renewed"), name(PUBLISHED, tables=own)]
    others.append(name(replace(REBUILT, perspective="un")))
    assert len({one, *others}) == 7


def test_a_view_without_what_came_later_is_as_published():
    told = words(WITHOUT_LATER, "prewar")
    assert words(replace(REBUILT, later=False), "prewar") == told


def test_another_language_only_puts_into_words_what_was_decided(monkeypatch):
    phase = load_timeline().phase_of(THE_DAY).id
    words(REBUILT, phase, "en")
    for made in ("said_headline_of", "arranged", "statements_on"):
        monkeypatch.setattr(said_by_day, made, None)
    # Asked past what is remembered of a whole language.
    for lang in LANGUAGES:
        told = words_of_phase(REBUILT, phase, tables_in_use(), Translator(lang))
        assert told.headlines
        assert told.panel.panels
