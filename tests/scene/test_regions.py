"""The north, the south and the Strip are told as one: never a sum, never a figure for a part."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.published import latest_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.area_overview import CHANGE_DAYS, area_overview
from nuzuh.scene.area_profile import area_profile
from nuzuh.scene.area_quotes import quotes_of
from nuzuh.scene.area_words import before_the_war
from nuzuh.scene.difference import change_texts
from nuzuh.scene.labels import reconstructed_people, reconstructed_range
from nuzuh.scene.order_words import share_text
from nuzuh.scene.regions import AREAS, REGIONS, STRIP, names_of, pcodes_of, told_with
from nuzuh.scene.timeline import evidence_about, load_timeline, published_for, total_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

ENGLISH = Translator("en")
THE_DAY = date(2025, 10, 5)
DAYS = st.dates(load_timeline().first, load_timeline().last)


@pytest.fixture(scope="module")
def reconstruction():
    return load_reconstruction(tables_in_use(), "all")


@settings(max_examples=8)
@given(DAYS)
def test_the_number_of_a_region_is_the_ensembles_of_the_group(reconstruction, day):
    told = area_overview(View(date=day), tables_in_use(), ENGLISH)
    assert [row.area for row in told.regions] == list(REGIONS)
    for row in told.regions:
        pcodes = pcodes_of(row.area)
        assert told_with(reconstruction, row.area, day) == pcodes
        number, low, high = reconstruction.group(day, pcodes)
        assert row.reconstructed.number == reconstructed_people(number, low, high, ENGLISH)
        assert row.reconstructed.notes == (reconstructed_range(low, high, ENGLISH),)
        start = max(day - timedelta(days=CHANGE_DAYS), reconstruction.days[0].date())
        if start < day:
            change = change_texts(reconstruction, pcodes, start, day, ENGLISH)
            assert (row.change.number, *row.change.notes) == change
        share = order_book(tables_in_use()).under(day).share_of(pcodes)
        assert share_text(share, ENGLISH) in (row.orders.number, "")


@settings(max_examples=15)
@given(DAYS, st.sampled_from(sorted(REGIONS)), st.booleans())
def test_what_is_published_of_a_region_is_one_figure_for_exactly_it(day, area, later):
    found = published_for(tables_in_use(), area, day, later=later)
    assert found.pcodes == pcodes_of(area)
    if found.figure is None:
        return
    assert found.figure.pcodes & pc.STRIP == set(pcodes_of(area))
    assert found.figure.as_of <= day
    assert later or found.appeared != "later"


def test_the_strips_figure_is_the_total_above_the_map():
    for day in (THE_DAY, date(2023, 11, 1), date(2026, 8, 1)):
        found = published_for(tables_in_use(), STRIP, day, later=True)
        assert found.figure == total_of(tables_in_use(), day, later=True)


def test_figures_for_parts_are_never_added_up_and_missing_is_no_zero(some_estimates):
    parts = [
        {"destination": name, "destination_pcodes": pcode, "value": "1000", "as_of": "2025-06-01"}
        for name, pcode in (("North Gaza", "PS0255"), ("Gaza", "PS0260"))
    ]
    rows = some_estimates(*parts)
    north = latest_of(rows, pcodes_of("north"), date(2025, 6, 2))
    assert (north.figure, north.pcodes) == (None, pcodes_of("north"))
    assert latest_of(rows, ["PS0260"], date(2025, 6, 2)).figure is not None


@pytest.mark.parametrize("area", REGIONS)
def test_the_figures_about_a_region_are_parted_without_one_lost(area, estimates):
    told = evidence_about(tables_in_use(), area, THE_DAY, later=True)
    asked = set(pcodes_of(area))
    lists = [told.named, told.of_parts, told.of_all]
    ids = [statement.figure.id for some in lists for statement in some]
    assert len(ids) == len(set(ids))
    rows = estimates[
        (estimates["repeats"] == "")
        & estimates["as_of"].between(pd.Timestamp(told.phase_start), pd.Timestamp(THE_DAY))
    ]
    ends = (rows["origin_pcodes"] + " " + rows["destination_pcodes"]).map(pc.split)
    assert set(ids) == set(rows.loc[[bool(end & asked) for end in ends], "id"])
    for statement in told.of_all:
        assert statement.pcodes == pc.STRIP


@settings(max_examples=8)
@given(DAYS, st.sampled_from(sorted(REGIONS)))
def test_a_share_of_several_lies_between_those_of_its_parts(day, area):
    under = order_book(tables_in_use()).under(day)
    share = under.share_of(pcodes_of(area))
    parts = [under.share_of((pcode,)) for pcode in pcodes_of(area)]
    if share.low is not None:
        assert min(part.low or 0.0 for part in parts) - 1e-6 <= share.low
        assert share.high <= max(part.high or 0.0 for part in parts) + 1e-6
    else:
        assert all(part.low is None for part in parts)


def test_people_before_the_war_are_added_up_of_one_publisher_and_day_alone():
    assert before_the_war("north")["people"] == 1_202_000
    assert pd.isna(before_the_war("south")["people"])
    assert before_the_war("PS0260")["people"] == 754_000


@pytest.mark.parametrize(
    ("lang", "area", "later"),
    [(*pair, later) for pair in zip(LANGUAGES, REGIONS, strict=True) for later in (True, False)],
)
def test_every_number_of_a_page_is_quoted_with_where_it_comes_from(area, lang, later):
    t = Translator(lang)
    profile = area_profile(View(date=THE_DAY, later=later, lang=lang), area, tables_in_use(), t)
    quotes = quotes_of(profile, "DATA", "http://localhost/areas?a=b", t)
    assert len(quotes) == len(set(quotes))
    assert len(profile.movements) == (2 if later else 0)
    for quote in quotes:
        assert "{" not in quote
        ours = "DATA" in quote and quote.endswith("http://localhost/areas?a=b")
        titles = [claim.title for claim in profile.named]
        titles += [one.source[0] for one in profile.published if one.source]
        assert ours or any(title.split(" (")[0] in quote for title in titles)


def test_a_region_bears_its_name_and_other_groups_those_of_their_parts():
    assert names_of(pc.GOVERNORATES, STRIP, ENGLISH) == "the Gaza Strip"
    assert names_of(("PS0260", "PS0255"), "north", ENGLISH) == "the north of the Strip"
    assert names_of(("PS0255", "PS0260"), "south", ENGLISH) == "North Gaza + Gaza"
    assert len(AREAS) == 8
