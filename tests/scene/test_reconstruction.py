from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from nuzuh import loaders
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.priors import PLACES
from nuzuh.balance.result import Notice
from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.draw.sheets import compose
from nuzuh.evidence.precision import round_to_precision
from nuzuh.evidence.published import Figure
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import areas_km2
from nuzuh.loaders.baseline import load_baseline, people_before_the_war
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.labels import label_of, reconstructed_people, reconstructed_range
from nuzuh.scene.layers import RECONSTRUCTED_LAYERS, reconstructed_values
from nuzuh.scene.marks import marks_of
from nuzuh.scene.parse_view import Known, parse_view
from nuzuh.scene.reconstruction import (
    how_figures_fit,
    last_figure,
    reconstructed_headline,
    view_name,
)
from nuzuh.scene.reconstruction_notices import PreparedNotices, implied_by
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.scene import scene
from nuzuh.scene.series import people_over_time
from nuzuh.scene.timeline import (
    load_timeline,
    reconstructed_values_of,
    shown_values,
    statements_on,
)
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.legend import table_html
from nuzuh.web.people_chart import people_charts
from nuzuh.web.templates import render, table_of
from tests import places
from tests.scene.rivals import ledger, statements_of_day

DAY = date(2025, 10, 5)
ENGLISH = Translator("en")
NORTH = tuple(sorted(places.NORTH))


TOTAL = Figure(
    id="X1",
    value=2_100_000.0,
    low=None,
    high=None,
    quantifier="approximately",
    unit="people",
    publisher="UN",
    as_of=date(2026, 8, 20),
    area="Gaza Strip",
    coverage="whole",
)


@pytest.fixture(scope="module")
def reconstruction(with_ranges):
    return with_ranges(load_reconstruction(tables_in_use(), "all"))


@pytest.fixture(scope="module")
def by_hand(reconstruction):
    """600,000 in the north and 1,500,000 in the south; 2,000 people a day from Gaza to Rafah."""
    present = np.zeros_like(reconstruction.present)
    present[:, PLACES.index(places.GAZA)] = 600_000
    present[:, PLACES.index(places.RAFAH)] = 1_500_000
    flows = np.zeros_like(reconstruction.flows)
    flows[:, CROSSING.index((places.GAZA, places.RAFAH))] = 2_000
    return replace(reconstruction, present=present, flows=flows, draws=None, flow_draws=None)


def test_the_headline_tells_numbers_ranges_and_the_published_total(by_hand, with_ranges):
    sentence = reconstructed_headline(with_ranges(by_hand), "all", DAY, ENGLISH, total=TOTAL)
    assert sentence == (
        "Reconstructed (All publishers): about 600,000 people (likely 540,000 to 720,000) were "
        "north of Wadi Gaza, about 1,500,000 (likely 1,350,000 to 1,800,000) south of it. "
        "Published for the whole Strip: about 2,100,000 people (UN, 20 Aug 2026)."
    )
    alone = reconstructed_headline(with_ranges(by_hand), "all", DAY, ENGLISH, total=None)
    assert sentence.startswith(alone)
    assert alone.endswith("south of it.")


def test_the_fit_of_5_october_2025_is_told_without_comparing_movements_with_people(by_hand):
    told, day = statements_of_day("2025-10-05")
    assert how_figures_fit(by_hand, told, day, ENGLISH) == [
        (
            "Reconstructed: about 110,000 people (no range can be given) went from north to south, "
            "from mid-August 2025* to 5 Oct 2025."
        ),
        "About 900,000 people (Israeli defence minister) cannot be judged without a range.",
        (
            "That is more than the reconstruction has in the north on 14 August 2025: about "
            "600,000 people."
        ),
        (
            "OCHA counted more than 417,000 movements from 14 Aug 2025 to 1 Oct 2025; the "
            "reconstruction has about 98,000 people (no range can be given). The two do not "
            "compare: a person may be counted twice, or missed."
        ),
        "* The publisher gave no first day.",
    ]


def test_a_claim_is_held_against_the_range_and_against_who_would_remain(by_hand, with_ranges):
    told, day = statements_of_day("2025-10-05")
    claim = next(s for s in told["moved_south"] if s.figure.id == "V03")

    def fit(value):
        said = replace(claim, figure=replace(claim.figure, value=value))
        return how_figures_fit(with_ranges(by_hand), {"moved_south": [said]}, day, ENGLISH)

    _, verdict, remain, note = fit(400_000.0)
    assert verdict == "About 400,000 people (Israeli defence minister) is above this range."
    assert note == "* The publisher gave no first day."
    assert remain == (
        "If about 400,000 people had left, about 200,000 would have remained in the north on "
        "5 Oct 2025. The reconstruction says about 600,000 (likely 540,000 to 720,000)."
    )
    assert "is below this range" in fit(10_000.0)[1]
    assert "is within this range" in fit(106_000.0)[1]


def test_nothing_is_said_of_a_fit_where_nobody_spoke_of_going_south(reconstruction):
    assert how_figures_fit(reconstruction, {}, DAY, ENGLISH) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_can_tell_a_reconstruction(reconstruction, lang):
    t = Translator(lang)
    told = reconstructed_headline(reconstruction, "all", DAY, t, total=TOTAL)
    assert "2,100,000" in told
    statements = statements_on(tables_in_use(), DAY, later=True)
    *told, note = how_figures_fit(reconstruction, statements, DAY, t)
    assert len(told) == 4
    assert note == t("note.assumed")


@pytest.mark.parametrize("layer", RECONSTRUCTED_LAYERS)
def test_a_reconstructed_number_says_that_it_is_and_carries_its_range(reconstruction, layer):
    before = load_baseline().frame
    values = reconstructed_values(
        layer, DAY, reconstruction, baseline=before, areas_km2=areas_km2()
    )
    assert [value.pcodes for value in values] == [(pcode,) for pcode in pc.GOVERNORATES]
    for label in (label_of(value, layer, ENGLISH) for value in values):
        assert label.notes[0] == "reconstructed"
        ranged = len(label.notes) == 2 and label.notes[1].startswith("likely ")
        # What is left of Rafah on this day: its range says no more than its number.
        assert ranged == (label.number not in ("fewer than 1,000", "about −100%"))
        assert re.match(r"about|fewer", label.number)


def test_the_table_says_the_same_as_the_map():
    shown = scene(View(date=DAY, mode="reconstructed"), tables_in_use(), ENGLISH)
    table = table_html(shown.columns, shown.marks, ENGLISH)
    values = reconstructed_values_of(tables_in_use(), "people", DAY, "all")
    for label in (label_of(value, "people", ENGLISH) for value in values):
        likely = "".join(label.notes[1:])
        assert f"<td>{label.number}</td><td>{likely}</td>" in table


def test_a_reconstruction_is_drawn_with_broken_outlines_and_a_publication_with_whole_ones():
    def dashes(view):
        figure = compose(scene(view, tables_in_use(), ENGLISH), t=ENGLISH).figure
        thick = [c for c in figure.axes[0].collections if c.get_linewidth()[0] in (0.6, 1.0)]
        borders = [c for c in thick if to_hex(c.get_color()[0]) == PALETTES["light"].border]
        assert len(borders) == 2
        return [pattern for c in borders for _, pattern in c.get_linestyle()]

    assert all(dashes(View(date=DAY, mode="reconstructed")))
    assert not any(dashes(View(date=DAY)))


def test_density_and_change_follow_from_people(reconstruction):
    people = [
        value.value for value in reconstructed_values_of(tables_in_use(), "people", DAY, "all")
    ]
    density = [
        value.value for value in reconstructed_values_of(tables_in_use(), "density", DAY, "all")
    ]
    change = [
        value.value for value in reconstructed_values_of(tables_in_use(), "change", DAY, "all")
    ]
    home = people_before_the_war()
    for pcode, number, per_km2, percent in zip(
        pc.GOVERNORATES, people, density, change, strict=True
    ):
        assert number == pytest.approx(reconstruction.group(DAY, (pcode,))[0])
        assert per_km2 == pytest.approx(number / areas_km2()[pcode])
        assert percent == pytest.approx(100 * (number / home[pcode] - 1))


@pytest.mark.slow
def test_what_each_side_implies_stands_in_one_table():
    reconstructions = {view: load_reconstruction(tables_in_use(), view) for view in NAMED_VIEWS}
    table = table_of(implied_by(reconstructions, DAY, ENGLISH), test_id="implied-table")
    for view, one in reconstructions.items():
        number, low, high = one.group(DAY, NORTH)
        assert view_name(view, ENGLISH) in table
        assert ENGLISH.number(round_to_precision(number, low, high)) in table


def test_without_a_range_the_words_say_so():
    assert reconstructed_range(None, None, ENGLISH) == "no range can be given"
    assert reconstructed_people(400.0, 0.0, 900.0, ENGLISH) == "fewer than 1,000"


def test_the_chart_shows_published_figures_with_links_to_their_sources(reconstruction):
    told = people_over_time(reconstruction, View(date=DAY), tables_in_use(), ENGLISH)
    charts = people_charts(told, DAY, ENGLISH)
    assert list(charts) == list(pc.GOVERNORATES)
    marks = charts[places.GAZA].layer[-1].data
    assert {"UN", "Gaza Government Media Office"} <= set(marks["publisher"])
    assert marks["url"].str.startswith("http").mean() > 0.8


def test_show_and_view_are_parts_of_the_link():
    timeline = load_timeline()
    view = View(date=DAY, mode="reconstructed", perspective="IDF,OCHA")
    query = view.query(timeline, "v")
    parsed = parse_view(query, timeline, "v", Known(publishers={"OCHA", "IDF"}))
    assert parsed.view == view
    assert parsed.notices == ()


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ({"show": "<b>"}, "bad_show"),
        ({"view": "nobody"}, "bad_view"),
        ({"view": "OCHA,nobody"}, "bad_view"),
        ({"view": ""}, "bad_view"),
        ({"view": "O" * 5_000}, "bad_view"),
    ],
)
def test_an_unknown_view_gives_the_default_and_a_notice(query, notice):
    parsed = parse_view(query, load_timeline(), "v", Known(publishers={"OCHA"}))
    assert parsed.view == View()
    assert parsed.notices == (notice,)


def test_orders_are_only_ever_shown_as_published():
    view = View(date=DAY, layer="orders", mode="reconstructed")
    assert not view.reconstructed
    assert all(value.share for value in shown_values(tables_in_use(), view))


@pytest.mark.slow
@pytest.mark.parametrize("view", NAMED_VIEWS)
@pytest.mark.parametrize("end", ["first", "last"])
def test_the_first_and_the_last_day_of_the_rail_can_be_reconstructed(view, end):
    day = getattr(load_timeline(), end)
    values = shown_values(tables_in_use(), View(date=day, mode="reconstructed", perspective=view))
    assert all(value.reconstructed and value.value is not None for value in values)
    assert [label_of(value, "people", ENGLISH) for value in values]


def test_a_view_without_usable_figures_shows_no_numbers():
    reconstruction = load_reconstruction(tables_in_use(), "Maan")
    assert reconstruction.notices
    values = shown_values(tables_in_use(), View(date=DAY, mode="reconstructed", perspective="Maan"))
    assert all(value.value is None for value in values)
    assert {label_of(value, "people", ENGLISH).number for value in values} == {"not reported"}
    assert "Nothing is reconstructed" in reconstructed_headline(
        reconstruction, "Maan", DAY, ENGLISH, total=TOTAL
    )
    assert (
        how_figures_fit(
            reconstruction, statements_on(tables_in_use(), DAY, later=True), DAY, ENGLISH
        )
        == []
    )
    marks = marks_of(values, "people", tables_in_use(), ENGLISH)
    assert table_html(["area"], marks, ENGLISH).count("not reported") == 5


@pytest.mark.slow
def test_a_view_that_is_silent_for_over_a_year_gives_no_numbers_there():
    day = date(2025, 2, 15)
    quiet = (pd.Timestamp("2024-05-28"), pd.Timestamp("2025-09-03"))
    israel = replace(load_reconstruction(tables_in_use(), "israel"), absent=(quiet,))
    before = load_baseline().frame
    values = reconstructed_values("people", day, israel, baseline=before, areas_km2=areas_km2())
    assert all(value.value is None for value in values)
    reconstructions = {view: load_reconstruction(tables_in_use(), view) for view in NAMED_VIEWS}
    implied = implied_by(reconstructions | {"israel": israel}, day, ENGLISH)
    table = table_of(implied, test_id="implied-table")
    assert "<td>Israeli authorities</td><td>not reported</td>" in table


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_figures_at_odds_those_of_the_time_and_the_area_are_named(
    read_html, reconstruction, lang
):
    t = Translator(lang)
    odd = Notice("2 figures lie far off", "at_odds", ids=("R03", "V03"))
    gap = Notice("No figure", "gap", first=date(2024, 5, 28), last=date(2025, 9, 3))
    torn = replace(reconstruction, notices=(odd, gap))

    def told(first, last, pcode=""):
        notices = PreparedNotices(torn, ledger()).within(first, last, pcode)
        return [read_html(render("notice", notice=notice.words(t), t=t)) for notice in notices]

    at_odds, silence = told(date(2024, 5, 6), date(2024, 5, 26))
    assert "945,000" in at_odds.text
    assert "900,000" not in at_odds.text
    assert at_odds.links() == ["https://example.org/R03"]
    assert t.day(date(2024, 5, 28)) in silence.text
    assert len(told(date(2024, 5, 6), date(2024, 5, 26), places.NORTH_GAZA)) == 2
    assert len(told(date(2025, 8, 14), date(2025, 10, 5), places.NORTH_GAZA)) == 1
    assert len(told(date(2023, 10, 7), date(2023, 12, 1))) == 1


def test_every_notice_of_a_reconstruction_can_be_told(reconstruction):
    keys = {"nothing", "alone", "absurd", "vital", "far"}
    parts = {"name": "OCHA", "ids": ("R03",)}
    notices = tuple(Notice("text", key, **parts) for key in sorted(keys))
    noticed = replace(reconstruction, notices=notices)
    for lang in LANGUAGES:
        told = PreparedNotices(noticed, ledger()).within(date(2024, 5, 6), date(2024, 5, 26))
        assert len({notice.words(Translator(lang)).text for notice in told}) == len(keys)
    assert all(notice.key for notice in reconstruction.notices)


def test_the_page_knows_the_last_figure_behind_a_picture():
    reconstruction = load_reconstruction(tables_in_use(), "israel")
    rows = reconstruction.rows[reconstruction.rows["id"].isin(["GD0266", "GD0421", "GD0508"])]
    assert (rows["weight"] > 0).sum() == 3
    table = loaders.load_estimates().frame
    assert last_figure(replace(reconstruction, rows=rows), table) == date(2025, 10, 5)
    assert last_figure(replace(reconstruction, rows=rows.assign(weight=0.0)), table) is None


def test_a_claim_of_more_people_than_were_there_is_called_so():
    statements = statements_on(tables_in_use(), DAY, later=True)
    claim = next(s for s in statements["moved_south"] if s.figure.id == "GD0508")
    huge = replace(claim, figure=replace(claim.figure, value=2_000_000.0))
    said = how_figures_fit(
        load_reconstruction(tables_in_use(), "all"), {"moved_south": [huge]}, DAY, ENGLISH
    )
    assert any(sentence.startswith("That is more than the reconstruction") for sentence in said)
