"""The page of a governorate says what the map says, and cites what it shows."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.matching import matching
from nuzuh.evidence.prepared_statements import PreparedStatements
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.tables import rows_by_id, tables_in_use
from nuzuh.scene.area_orders import area_orders
from nuzuh.scene.area_profile import AreaProfile, area_profile
from nuzuh.scene.area_words import (
    comparison_text,
    movement_tables,
    period_with_data,
    published_sentences,
    reconstructed_text,
)
from nuzuh.scene.claims import claim_of
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import label_of, publisher_name, reconstructed_people
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.series import people_over_time
from nuzuh.scene.statement_words import when_text
from nuzuh.scene.timeline import (
    evidence_about,
    load_timeline,
    reconstructed_values_of,
    value_of,
    values_of,
)
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web import area_page
from nuzuh.web.area_page import SHOWN, movements_html, sentences_html
from nuzuh.web.people_chart import people_chart
from tests import places

THE_DAY = date(2025, 10, 5)
JOINT_DAY = date(2024, 1, 20)
"""On this day the newest figure for Deir al-Balah is one for three governorates together."""
ENGLISH = Translator("en")
MARKUP = "<script>alert(1)</script>"


def published_html(told, sources, t):
    """The sentences on what was last published, as HTML."""
    return sentences_html(published_sentences(told, sources, t))


def figures_html(told, t):
    """The published figures of the phase, as HTML."""
    claims = [[claim_of(s, told.day, t) for s in part] for part in (told.named, told.of_all)]
    return area_page.figures_html(*claims, t)


def orders_html(told, t):
    """The orders in force, as HTML."""
    return area_page.orders_html(area_orders(told, t), t)


def some_days(count):
    span = load_timeline()
    days = random.Random(20251005).sample(range((span.last - span.first).days + 1), count)  # noqa: S311
    return [span.first, span.last, *(span.first + timedelta(days=day) for day in days)]


@pytest.fixture(scope="module")
def by_id():
    return rows_by_id(tables_in_use(), "estimates")


@pytest.fixture(scope="module")
def reconstruction(with_ranges):
    return with_ranges(load_reconstruction(tables_in_use(), "all"))


@pytest.fixture(scope="module")
def silent():
    """A view without any figure from May 2024 to September 2025."""
    quiet = (pd.Timestamp("2024-05-28"), pd.Timestamp("2025-09-03"))
    return replace(load_reconstruction(tables_in_use(), "israel"), absent=(quiet,))


@pytest.fixture(scope="module")
def before():
    return load_baseline().frame.set_index("pcode")


@pytest.mark.slow
@pytest.mark.parametrize("pcode", pc.GOVERNORATES)
@pytest.mark.few(2)
def test_the_sentences_hold_the_published_number_of_the_map(read_html, by_id, pcode):
    for day in some_days(25):
        value = value_of(pcode, values_of(tables_in_use(), "people", day, later=True))
        label = label_of(value, "people", ENGLISH)
        text = read_html(
            published_html(evidence_about(tables_in_use(), pcode, day, later=True), by_id, ENGLISH)
        ).text
        if value.value is None:
            assert "ot reported" in text
            continue
        assert ENGLISH.figure(value.published.figure).startswith(label.table_number.split(" (")[0])
        assert ENGLISH.figure(value.published.figure) in text
        assert all(note in text for note in label.notes)
        assert all(governorate_name(p, "en") in text for p in value.pcodes)


@pytest.mark.parametrize("view", ["all", "israel"])
@pytest.mark.parametrize("pcode", pc.GOVERNORATES)
def test_the_sentence_holds_the_reconstructed_number_of_the_map(before, pcode, view):
    for day in some_days(15):
        value = value_of(pcode, reconstructed_values_of(tables_in_use(), "people", day, view))
        label = label_of(value, "people", ENGLISH)
        text = reconstructed_text(value, before.loc[pcode], view, day, ENGLISH)
        if value.value is None:
            assert "nothing is reconstructed" in text
        else:
            told = ", ".join((f"{label.number} people", *label.notes[1:]))
            assert f"{told} (figures of: " in text
            names = " + ".join(governorate_name(p, "en") for p in value.pcodes)
            assert text.startswith(f"Reconstructed for {names} on ")
        home = before.loc[pcode]
        name = governorate_name(pcode, "en")
        assert f"In {name} before the war: {home['people']:,.0f} people (PCBS, " in text


def test_one_figure_for_several_governorates_is_told_as_such(read_html, by_id):
    evidence = evidence_about(tables_in_use(), places.DEIR_AL_BALAH, JOINT_DAY, later=True)
    text = read_html(published_html(evidence, by_id, ENGLISH)).text
    assert text.startswith(
        "The last figure by 20 January 2024 does not say how many people were in Deir al-Balah: "
        "it is one for Deir al-Balah + Khan Younis + Rafah together, 1,626,544 people (IPC"
    )
    assert "No figure for Deir al-Balah alone" in text
    assert "shows it as not reported" in text


def area_figure(told, **changes):
    """The latest figure of an area with some of its parts changed."""
    numbers = {
        name: changes.pop(name)
        for name in ("as_of", "value", "publisher", "according_to")
        if name in changes
    }
    return replace(told.newest, figure=replace(told.newest.figure, **numbers), **changes)


def test_a_newer_figure_that_is_doubtful_is_told_beside_the_sound_one(read_html, by_id):
    evidence = evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True)
    sound = area_figure(evidence, as_of=date(2025, 10, 1))
    evidence = replace(
        evidence, newest=sound, alone=sound, on_map=sound, doubtful=area_figure(evidence)
    )
    rows = {name: row | {"weak": True} for name, row in by_id.items()}
    page = read_html(published_html(evidence, rows, ENGLISH))
    assert page.text.startswith("Last published for Gaza by 5 October 2025: ")
    assert "Newer, but less sure, for Gaza: " in page.text
    assert "source uncertain" in page.text
    assert len(page.links()) == 2


def test_a_sentence_says_whose_figure_is_passed_on_and_when_it_came_out(read_html, by_id):
    evidence = evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True)
    passed_on = area_figure(evidence, publisher="IDMC", according_to="OCHA", appeared="later")
    evidence = replace(evidence, newest=passed_on, alone=passed_on, on_map=passed_on)
    text = read_html(published_html(evidence, by_id, ENGLISH)).text
    assert "IDMC (OCHA)" in text
    assert "came out later" in text


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (
            "last_known",
            (
                "It is older than 90 days or from before the current phase, and people may have "
                "moved since."
            ),
        ),
        (
            "too_old",
            (
                "It is older than 180 days and from before the current phase: the map shows no "
                "number for it."
            ),
        ),
    ],
)
def test_a_sentence_says_how_far_its_figure_still_speaks(read_html, by_id, status, sentence):
    evidence = evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True)
    current = read_html(published_html(evidence, by_id, ENGLISH)).text
    assert "current phase" not in current
    old = area_figure(evidence, status=status)
    evidence = replace(evidence, newest=old, alone=old, on_map=old)
    told = read_html(published_html(evidence, by_id, ENGLISH)).text
    assert sentence in told
    # What is not known stands before the number.
    assert told.startswith("Not known for 5 October 2025. The last figure for Gaza: ")


@pytest.mark.slow
def test_without_what_came_out_later_a_page_tells_none_of_it(read_html, by_id):
    day = date(2025, 8, 20)
    evidence = evidence_about(tables_in_use(), places.GAZA, day, later=False)
    assert all(statement.appeared != "later" for statement in (*evidence.named, *evidence.of_all))
    assert any(
        s.appeared == "later"
        for s in evidence_about(tables_in_use(), places.GAZA, day, later=True).named
    )
    assert "came out later" not in read_html(published_html(evidence, by_id, ENGLISH)).text


def test_after_the_ceasefire_the_north_is_one_mark_in_arrivals_and_departures(
    read_html, reconstruction
):
    period = (date(2025, 10, 12), date(2025, 12, 1))
    text = read_html(
        movements_html(movement_tables(reconstruction, places.GAZA, period, ENGLISH))
    ).text
    assert "Arrived in North Gaza + Gaza" in text
    north = (places.NORTH_GAZA, places.GAZA)
    others = (places.DEIR_AL_BALAH, places.KHAN_YOUNIS, places.RAFAH, pc.EXTERIOR)
    assert reconstructed_people(*reconstruction.moved(*period, others, north), ENGLISH) in text
    within = replace(
        evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True).newest,
        pcodes=(places.GAZA,),
    )
    late = replace(within, figure=replace(within.figure, as_of=date(2025, 11, 1)))
    assert comparison_text(reconstruction, late, by_id, date(2025, 11, 5), ENGLISH) == ""


@pytest.mark.slow
@pytest.mark.parametrize("pcode", pc.GOVERNORATES)
def test_every_figure_shown_cites_publisher_day_and_source(read_html, pcode):
    for day in (THE_DAY, JOINT_DAY):
        evidence = evidence_about(tables_in_use(), pcode, day, later=True)
        html = figures_html(evidence, ENGLISH)
        rows = re.findall(r"<tr><td>.*?</tr>", html)
        statements = [*evidence.named, *evidence.of_all]
        assert len(rows) == len(statements)
        for row, statement in zip(rows, statements, strict=True):
            text = read_html(row).text
            for part in (
                ENGLISH.figure(statement.figure),
                publisher_name(statement.figure, ENGLISH),
                when_text(statement, ENGLISH),
                statement.source_title,
            ):
                assert part in text
        if len(evidence.named) > SHOWN:
            assert f"{len(evidence.named) - SHOWN} more" in html


@pytest.mark.slow
def test_no_figure_of_the_phase_is_dropped(estimates):
    statements = PreparedStatements(estimates)
    for pcode in pc.GOVERNORATES:
        for day in some_days(6):
            start = load_timeline().phase_of(day).start
            named, _, of_all = statements.about([pcode], start, day)
            rows = matching(estimates, area=[pcode], first=start, last=day)
            once = rows[rows["repeats"] == ""]
            shown = [statement.figure.id for statement in (*named, *of_all)]
            assert sorted(shown) == sorted(once["id"])
            days = [statement.figure.as_of for statement in named]
            assert days == sorted(days, reverse=True)


def test_the_ledger_keeps_to_a_governorate(estimates):
    rows = matching(estimates, area=[places.RAFAH])
    assert 0 < len(rows) < len(estimates)
    assert all(
        places.RAFAH in pc.split(row["origin_pcodes"]) | pc.split(row["destination_pcodes"])
        for _, row in rows.iterrows()
    )
    assert evidence_about(tables_in_use(), places.RAFAH, THE_DAY, later=True).in_ledger == len(rows)


def test_missing_never_becomes_zero(read_html, by_id, before):
    silent = evidence_about(tables_in_use(), places.DEIR_AL_BALAH, date(2023, 10, 20), later=True)
    texts = [read_html(published_html(silent, by_id, ENGLISH)).text]
    value = value_of(
        places.RAFAH,
        reconstructed_values_of(tables_in_use(), "people", date(2025, 2, 15), "israel"),
    )
    texts.append(reconstructed_text(value, before.loc[places.RAFAH], "israel", JOINT_DAY, ENGLISH))
    quiet = evidence_about(tables_in_use(), places.RAFAH, date(2026, 3, 1), later=True)
    assert not quiet.orders
    texts.append(read_html(orders_html(quiet, ENGLISH)).text)
    nothing = replace(quiet, named=[], of_all=[])
    texts.append(read_html(figures_html(nothing, ENGLISH)).text)
    assert "Not reported" in texts[0]
    assert "does not mean that there was none" in texts[2]
    for text in texts:
        assert not re.search(r"(?<![\d,.])0(?![\d,.])", text), text


def test_an_order_without_an_area_says_so(read_html):
    evidence = evidence_about(tables_in_use(), places.KHAN_YOUNIS, date(2026, 3, 1), later=True)
    assert evidence.orders
    somewhere = replace(evidence.of_orders, low=None, high=None)
    unplaced = replace(evidence, share=replace(evidence.share, share=somewhere))
    text = read_html(orders_html(unplaced, ENGLISH)).text
    assert "What share of it they cover is not known." in text
    assert "km²: not reported" in text


def test_the_orders_are_those_in_force_with_those_of_sure_land_on_top(read_html, orders):
    evidence = evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True)
    html = orders_html(evidence, ENGLISH)
    share = label_of(evidence.share, "orders", ENGLISH).number
    assert f"{share} of Gaza was under evacuation orders" in read_html(html).text
    assert len(re.findall(r"<tr><td>.*?</tr>", html)) == len(evidence.orders)
    sure = orders.set_index("id").loc[list(evidence.of_orders.orders), "source_title"]
    top = html.split('data-testid="orders-beside"')[0]
    assert all(title in top for title in sure)


def test_arrivals_and_departures_are_the_movements_of_the_phase(read_html, reconstruction):
    evidence = evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True)
    period = period_with_data(reconstruction, evidence.phase_start, THE_DAY)
    assert period == (evidence.phase_start, THE_DAY)
    text = read_html(
        movements_html(movement_tables(reconstruction, places.GAZA, period, ENGLISH))
    ).text
    flows = reconstruction.movements(*period)
    touching = flows[(flows["origin"] == places.GAZA) | (flows["destination"] == places.GAZA)]
    assert len(touching) == 10
    for _, flow in touching.iterrows():
        assert reconstructed_people(flow["people"], flow["low"], flow["high"], ENGLISH) in text
    others = tuple({*pc.GOVERNORATES, pc.EXTERIOR} - {places.GAZA})
    for ends in ((others, (places.GAZA,)), ((places.GAZA,), others)):
        assert reconstructed_people(*reconstruction.moved(*period, *ends), ENGLISH) in text
    assert "likely 0 to 0" not in text


def test_no_movements_are_told_where_nothing_can_be_known_of_them(reconstruction, silent):
    first = load_timeline().first
    assert period_with_data(reconstruction, first, first) is None
    assert period_with_data(silent, date(2025, 1, 19), date(2025, 2, 15)) is None
    assert period_with_data(silent, date(2025, 8, 14), THE_DAY) == (date(2025, 9, 3), THE_DAY)
    nothing = load_reconstruction(tables_in_use(), "Maan")
    assert period_with_data(nothing, date(2025, 8, 14), THE_DAY) is None


def test_the_last_figure_is_held_against_the_range_of_its_own_day(reconstruction, by_id):
    evidence = evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True)
    newest = area_figure(evidence, as_of=date(2025, 10, 2))

    def verdict(low, high):
        row = by_id[newest.figure.id] | {"low_bound": low, "high_bound": high}
        edges = by_id | {newest.figure.id: row}
        return comparison_text(reconstruction, newest, edges, THE_DAY, ENGLISH)

    assert verdict(3e6, float("inf")).startswith("On 2 October 2025")
    assert verdict(3e6, float("inf")).endswith("lies above this range.")
    assert verdict(0.0, 1_000.0).endswith("lies below this range.")
    assert verdict(1_000.0, 3e6).endswith("agrees with this range.")
    nothing = load_reconstruction(tables_in_use(), "Maan")
    assert comparison_text(nothing, evidence.newest, by_id, THE_DAY, ENGLISH) == ""


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_can_tell_every_area_on_any_day(
    read_html, by_id, before, reconstruction, lang
):
    t = Translator(lang)
    for number, day in enumerate(some_days(10)):
        pcode = pc.GOVERNORATES[number % 5]
        evidence = evidence_about(tables_in_use(), pcode, day, later=True)
        value = value_of(pcode, reconstructed_values_of(tables_in_use(), "people", day, "all"))
        parts = [
            published_html(evidence, by_id, t),
            reconstructed_text(value, before.loc[pcode], "all", day, t),
            comparison_text(reconstruction, evidence.newest, by_id, day, t),
            figures_html(evidence, t),
            orders_html(evidence, t),
        ]
        period = period_with_data(reconstruction, evidence.phase_start, day)
        if period is not None:
            parts.append(movements_html(movement_tables(reconstruction, pcode, period, t)))
        page = read_html("".join(parts))
        assert "{" not in page.text
        assert governorate_name(pcode, lang) in page.text


def test_markup_in_names_is_text(read_html, by_id):
    evidence = evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=True)
    evil = replace(evidence.newest.figure, publisher=MARKUP, area=MARKUP)
    area = replace(evidence.newest, figure=evil)
    statement = replace(evidence.named[0], figure=evil, source_title=MARKUP, origin=MARKUP)
    told = dict.fromkeys(("issuer", "areas", "term", "source_title"), MARKUP)
    orders = tuple(replace(one, row=one.row._replace(**told)) for one in evidence.orders)
    evidence = replace(
        evidence,
        newest=area,
        alone=area,
        on_map=area,
        named=[statement],
        of_all=[statement],
        orders=orders,
    )
    sources = {name: row | {"source_title": MARKUP} for name, row in by_id.items()}
    for html in (
        published_html(evidence, sources, ENGLISH),
        figures_html(evidence, ENGLISH),
        orders_html(evidence, ENGLISH),
    ):
        page = read_html(html)
        assert MARKUP in page.text
        assert "script" not in page.names()


@pytest.mark.slow
def test_the_chart_is_of_one_governorate_and_breaks_off_in_silence(reconstruction, silent):
    def layers(reconstruction):
        view = View(date=THE_DAY)
        (told,) = people_over_time(
            reconstruction, view, tables_in_use(), ENGLISH, areas=[places.RAFAH]
        )
        span = load_timeline()
        chart = people_chart(told, THE_DAY, ENGLISH, period=(span.first, span.last))
        band, now, _, figures = chart.layer
        return band.data, now.data, figures.data

    days, now, marks = layers(reconstruction)
    assert set(days["pcode"]) == set(marks["pcode"]) == {places.RAFAH}
    assert days["number"].notna().all()
    assert list(now["date"]) == [pd.Timestamp(THE_DAY)]
    days, _, _ = layers(silent)
    quiet = days["date"].between("2024-06-01", "2025-08-31")
    assert days.loc[quiet, ["number", "low", "high"]].isna().all(axis=None)
    days, _, same = layers(load_reconstruction(tables_in_use(), "Maan"))
    assert days["number"].isna().all()
    assert len(same) == len(marks)
    assert layers(None)[0].empty


@pytest.mark.parametrize("later", [True, False])
def test_a_profile_is_what_the_page_says_and_survives_json(read_html, later):
    view = View(date=THE_DAY, later=later)
    profile = area_profile(view, places.GAZA, tables_in_use(), ENGLISH)
    assert from_json(AreaProfile, to_json(profile)) == profile
    assert profile.name == "Gaza"
    text = read_html(sentences_html(profile.published, profile.reconstructed)).text
    assert "about 200,000 people present (IDF" in text
    assert ("Reconstructed for Gaza on 5 October 2025" in text) is later
    assert len(profile.movements) == (2 if later else 0)
    assert ("14 August 2025" in profile.moved) is later
    assert profile.orders.groups[0].role == "sure"
    ledger = len(matching(load_estimates().frame, area=[places.GAZA]))
    assert f"{ledger}" in profile.in_ledger


@pytest.mark.parametrize("pcode", pc.GOVERNORATES)
def test_orders_stand_in_groups_of_which_none_is_empty(pcode):
    evidence = evidence_about(tables_in_use(), pcode, THE_DAY, later=True)
    groups = area_orders(evidence, ENGLISH).groups
    roles = [group.role for group in groups]
    assert roles == [role for role in ("sure", "beside", "others") if role in roles]
    assert all(group.orders for group in groups)
    assert sum(len(group.orders) for group in groups) == len(evidence.orders)
