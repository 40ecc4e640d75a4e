"""Two sides beside each other: the same numbers everywhere, and no more certain than they are."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.balance import priors
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.draw.sheets import compose
from nuzuh.export.formats import file_name, write
from nuzuh.export.time_map import maps_compared
from nuzuh.loaders.archive import in_use_of
from nuzuh.loaders.current import using
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.area_overview import area_overview
from nuzuh.scene.comparison import comparison_of
from nuzuh.scene.comparison_maps import maps_of
from nuzuh.scene.difference import Amount, Gap, amount_published, between, rounded, told_together
from nuzuh.scene.geometry import GOVERNORATES
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.sides import WAYS, check_sides, compared, sides_of, swapped, way_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.comparison import comparison_message
from tests.web.timemaps import opened

ENGLISH = Translator("en")
AUGUST, OCTOBER = date(2025, 8, 14), date(2025, 10, 5)
DAYS = View(OCTOBER, mode="reconstructed", compare=AUGUST)
WHOSE = View(OCTOBER, mode="reconstructed", perspective="un", compare_view="israel")
KINDS = View(OCTOBER, mode="reconstructed", compare_show="published")
PUBLISHED = View(OCTOBER, compare=AUGUST)
TOLD = pytest.mark.parametrize("view", [DAYS, WHOSE, KINDS], ids=["days", "whose", "kinds"])


def shown(view):
    return comparison_of(view, tables_in_use(), Translator(view.lang))


def bare(text):
    """A text without what directs its reading, and without breaks."""
    return "".join(sign for sign in text if sign not in "\u2066\u2067\u2068\u2069 \u00a0")


def test_no_range_of_a_change_is_spoken_of_where_none_is_kept():
    with using(in_use_of("2026-08-22-79be9da")):
        told = shown(DAYS)
        assert {row.gap.low for row in told.told if row.gap} == {None}
        assert ENGLISH("compare.how.change.unranged") in told.notes.method
        assert ENGLISH("compare.how.change") not in told.notes.method
    assert ENGLISH("compare.how.change") in shown(DAYS).notes.method


def test_the_difference_of_two_days_is_the_change_of_the_reconstruction():
    reconstruction = load_reconstruction(tables_in_use(), "all")
    for row in shown(DAYS).told:
        change = Gap(*reconstruction.change(AUGUST, OCTOBER, row.areas))
        assert row.gap == rounded(change)
        assert row.gap.low <= row.gap.number <= row.gap.high


@TOLD
def test_swapping_the_sides_negates_the_difference(view):
    one, other = shown(view), shown(swapped(view))
    assert [side.title for side in one.sides] == [side.title for side in reversed(other.sides)]
    for row, back in zip(one.told, other.told, strict=True):
        assert row.sides == tuple(reversed(back.sides))
        if row.gap is None:
            assert back.gap is None
            continue
        ends = (row.gap.number, row.gap.low, row.gap.high)
        negated = [-end for end in (back.gap.number, back.gap.high, back.gap.low)]
        assert ends == pytest.approx(negated)


@TOLD
def test_page_print_and_data_tell_the_same_of_both_sides_and_the_difference(view):
    told, tables = shown(view), tables_in_use()
    content = write("csv", ExportRequest(view, kind="comparison"), tables).decode("utf-8-sig")
    rows = {row["area"]: row for row in csv.DictReader(io.StringIO(content))}
    message = comparison_message(told, ["a", "b", "c"])
    for row in told.told:
        written = rows[row.area]
        assert (written["first_as_worded"], written["second_as_worded"]) == row.sides
        assert written["difference_as_worded"] == row.difference
        gap = row.gap or Gap()
        for name, number in (("", gap.number), ("_low", gap.low), ("_high", gap.high)):
            assert written[f"difference{name}"] == ("" if number is None else f"{number:.15g}")
    assert message["difference"] == [row.difference for row in told.told[: len(GOVERNORATES)]]
    assert message["titles"] == list(told.columns[1:])
    drawn = [*(side.marks for side in told.sides), told.difference.marks]
    for payload, marks in zip(maps_compared(told, tables, ENGLISH), drawn, strict=True):
        notes = header_of(payload.data)["layers"][0]["notes"]
        assert [(note["number"], note["lines"]) for note in notes] == [
            (mark.number, list(mark.notes)) for mark in marks
        ]
    printed = bare("".join(compose(told, t=ENGLISH, paper="a3").texts))
    differences = [row.difference for row in told.told]
    for text in [mark.number for marks in drawn for mark in marks] + differences:
        assert bare(text) in printed


def header_of(data):
    return opened(data)[0]


@pytest.mark.parametrize(
    "view",
    [
        PUBLISHED,
        replace(PUBLISHED, layer="change"),
        replace(PUBLISHED, layer="orders"),
        replace(KINDS, compare=AUGUST),
        replace(DAYS, layer="density"),
    ],
    ids=["people", "change", "orders", "published beside another day", "density"],
)
def test_what_may_not_be_subtracted_has_a_reason_in_the_place_of_a_difference(view):
    told = shown(view)
    assert told.difference is None
    assert told.columns[-1] == ENGLISH("compare.why")
    assert all(row.gap is None and row.difference for row in told.told)
    assert len(maps_of(told, tables_in_use(), ENGLISH)) == 2


def test_a_figure_on_both_sides_is_said_to_be_the_same_and_others_in_what_they_differ():
    why = {row.area: row.difference for row in shown(PUBLISHED).told}
    assert why["PS0255"] == why["strip"] == ENGLISH("compare.why.same")
    assert why["PS0260"].endswith("differ in publisher, day")
    # Told together with others in August, each by itself in October.
    told = {row.area: row for row in shown(PUBLISHED).told}
    for area in pcodes_of("south"):
        assert told[area].sides[0] != told[area].sides[1]
        assert told[area].difference != ENGLISH("compare.why.same")


def test_the_distance_from_a_published_figure_is_told_where_it_still_speaks_for_the_day():
    told = {row.area: row for row in shown(KINDS).told}
    # 200,000 people in Gaza on the very day; of Rafah nothing has been published since June 2024.
    number, low, high = load_reconstruction(tables_in_use(), "all").group(OCTOBER, ("PS0260",))
    expected = rounded(Gap(number - 200_000, low - 200_000, high - 200_000))
    assert told["PS0260"].gap == expected
    assert told["PS0275"].gap is None
    assert told["PS0275"].amounts[0] is None
    assert told["PS0260"].amounts[0].number == 200_000
    assert told["PS0275"].difference == ENGLISH("compare.why.old")
    # Nobody published the south since December 2024: figures are not added.
    assert told["south"].sides[0].startswith("no figure of its own since 24 Dec 2024")
    assert told["south"].gap is None


@pytest.mark.parametrize("day", [date(2023, 11, 6), date(2024, 2, 17), OCTOBER, date(2026, 5, 23)])
def test_regions_are_told_as_on_the_page_of_areas(day):
    view = View(day, mode="reconstructed", compare_show="published")
    told_of = shown(view)
    told = {row.area: row for row in told_of.told}
    for glance in area_overview(view.alone, tables_in_use(), ENGLISH).regions:
        published, rebuilt = told[glance.area].sides
        assert bare(glance.reconstructed.number) in bare(rebuilt)
        if glance.published.number == ENGLISH("legend.not_reported"):
            assert published == ENGLISH("compare.none")
            continue
        assert published.startswith(glance.published.number)
        assert all(cited in told_of.notes.sources for cited in told[glance.area].cited)
        assert told[glance.area].cited
        assert glance.published.notes[0] in published


def test_a_figure_from_more_than_a_week_before_the_day_has_no_distance():
    told = {row.area: row for row in shown(KINDS).told}
    # 640,000 in Deir al-Balah on 4 September: people came and went since.
    assert told["PS0265"].amounts[0].number == 640_000
    assert told["PS0265"].gap is None
    assert told["PS0265"].difference == ENGLISH("compare.why.old")
    # A million in Khan Younis on 1 October still speaks for the week.
    assert told["PS0270"].gap is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rivals_of_a_published_figure_are_told_and_that_the_distance_is_to_one(lang):
    told, t = shown(replace(KINDS, lang=lang)), Translator(lang)
    (row,) = (row for row in told.told if row.area == "PS0260")
    (mark,) = (mark for mark in told.sides[0].marks if mark.pcodes == ("PS0260",))
    note = t("compare.from_one", who=mark.notes[0])
    assert mark.rivals
    assert all(rival in row.sides[0] for rival in mark.notes[-mark.rivals :])
    assert row.difference.endswith(note)
    (drawn,) = (one for one in told.difference.marks if one.pcodes == ("PS0260",))
    assert drawn.notes[-1] == note


@pytest.mark.parametrize("day", [date(2025, 9, 25), date(2026, 3, 28), date(2026, 8, 20)])
@pytest.mark.parametrize("perspective", ["all", "israel"])
def test_map_and_table_have_the_same_difference_of_the_same_areas(day, perspective):
    view = View(day, mode="reconstructed", perspective=perspective, compare_show="published")
    told = shown(view)
    drawn = {mark.pcodes: mark for mark in told.difference.marks} if told.difference else {}
    for row in told.told:
        if row.areas not in drawn:
            continue
        mark, gap = drawn[row.areas], row.gap or Gap()
        assert (mark.value, mark.low, mark.high) == (gap.number, gap.low, gap.high)


def test_an_open_distance_is_no_finer_than_the_reconstruction_beside_it():
    view = View(date(2025, 9, 25), mode="reconstructed", compare_show="published")
    (row,) = (row for row in shown(view).told if row.area == "PS0260")
    # More than 900,000 people published, at most 820,000 reconstructed.
    floor, beside = row.amounts
    assert (row.gap.number, row.gap.low) == (None, None)
    assert row.gap.high == beside.high - floor.low == -80_000


def test_the_answer_names_where_the_sides_stand_furthest_apart_with_the_range():
    rows = {row.area: row for row in shown(DAYS).told}
    named = [f"{rows[side].name}: {rows[side].difference}" for side in ("north", "south")]
    assert shown(DAYS).answer == (
        f"Change, reconstructed, 14 August 2025 to 5 October 2025: {named[0]}; {named[1]}."
    )
    # What is not subtracted stands beside each other, and is called what it is.
    orders = shown(replace(PUBLISHED, layer="orders"))
    gaza = next(row for row in orders.told if row.area == "PS0260")
    assert orders.answer.endswith(
        f", Gaza: 14 August 2025: {gaza.sides[0]}; 5 October 2025: {gaza.sides[1]}."
    )


def test_areas_that_one_side_tells_only_together_have_one_difference():
    told = {row.area: row for row in shown(WHOSE).told}
    south = pcodes_of("south")
    assert [told[area].areas for area in south] == [south] * 3
    assert told["PS0275"].gap == told["south"].gap
    marks = shown(WHOSE).difference.marks
    assert sorted(pcode for mark in marks for pcode in mark.pcodes) == sorted(GOVERNORATES)


people = st.lists(st.floats(0, 2_000_000), min_size=12, max_size=60)


@given(first=people, second=people, seed=st.integers(0, 2**16))
def test_the_range_of_two_sides_is_never_narrower_than_their_dependence_would_make_it(
    first, second, seed
):
    size = min(len(first), len(second))
    one, other = np.sort(first[:size]), np.sort(second[:size])
    amounts = [
        Amount(float(np.median(side)), *map(float, np.quantile(side, priors.RANGE)))
        for side in (one, other)
    ]
    gap = between(*amounts)
    # If one rises wherever the other falls, it is this very range.
    low, high = np.quantile(other[::-1] - one, priors.RANGE)
    assert gap.low <= low + 1
    assert gap.high >= high - 1
    # Whatever they have to do with each other, it holds 60 percent.
    rng = np.random.default_rng(seed)
    for pairing in (other, other[::-1]):
        low, high = np.quantile(pairing - one, (0.2, 0.8))
        assert gap.low <= low + 1
        assert gap.high >= high - 1
    independent = rng.permutation(other)[:, None] - one[None, :]
    low, high = np.quantile(independent, (0.2, 0.8))
    assert gap.low <= low + 1
    assert gap.high >= high - 1


ends = st.none() | st.floats(0, 3_000_000)


@given(first=st.tuples(ends, ends, ends), second=st.tuples(ends, ends, ends))
def test_an_open_end_stays_open_and_sides_the_other_way_round_are_negated(first, second):
    one, other = Amount(*first), Amount(*second)
    gap, back = between(one, other), between(other, one)
    assert (gap.low is None) == (other.low is None or one.high is None)
    assert (gap.high is None) == (other.high is None or one.low is None)
    for here, there in ((gap.number, back.number), (gap.low, back.high), (gap.high, back.low)):
        assert (here is None) == (there is None)
        assert here is None or math.isclose(here, -there)


def test_a_bound_that_was_published_gives_one_end_of_a_distance():
    at_least = amount_published(None, 500_000.0, None)
    assert between(at_least, Amount(450_000.0, 400_000.0, 520_000.0)) == Gap(None, None, 20_000.0)


partitions = st.lists(st.integers(0, 2), min_size=5, max_size=5).map(
    lambda of: [
        tuple(p for p, group in zip(GOVERNORATES, of, strict=True) if group == one)
        for one in sorted(set(of))
    ]
)


@given(first=partitions, second=partitions)
def test_areas_told_together_cover_the_strip_once_and_part_nothing_that_a_side_tells_as_one(
    first, second
):
    told = told_together(first, second)
    assert sorted(pcode for group in told for pcode in group) == sorted(GOVERNORATES)
    for area in (*first, *second):
        assert sum(set(area) <= set(group) for group in told) == 1


@pytest.mark.parametrize(
    ("view", "key"),
    [
        (View(), "one_side"),
        (View(compare=OCTOBER), "same_sides"),
        (replace(DAYS, compare=None, compare_view="all"), "same_sides"),
        (View(compare=date(2023, 9, 1)), "outside"),
        (View(compare_view="un"), "published_whose"),
        (View(layer="orders", compare_show="reconstructed"), "only_published"),
        (View(later=False, compare_show="reconstructed"), "knows_later"),
        (
            View(date(2023, 10, 10), mode="reconstructed", compare_view="Khan Younis municipality"),
            "nothing",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_to_change(view, key):
    with pytest.raises(RefusedError) as refusal:
        shown(view)
    assert refusal.value.key == key
    for lang in LANGUAGES:
        assert refused_text(refusal.value, Translator(lang))
    if key != "nothing":
        with pytest.raises(RefusedError):
            check_sides(view)


views = st.builds(
    View,
    date=st.sampled_from([OCTOBER, AUGUST, date(2023, 10, 6), date(2024, 5, 26)]),
    layer=st.sampled_from(["people", "density", "orders"]),
    mode=st.sampled_from(["published", "reconstructed"]),
    perspective=st.sampled_from(["all", "un", "israel", "OCHA,UNRWA"]),
    later=st.booleans(),
)


@given(view=views, other=views)
def test_a_view_beside_another_has_it_as_its_other_side(view, other):
    together = view.beside(other)
    same = replace(view, date=other.date, mode=other.mode, perspective=other.perspective)
    assert sides_of(together) == (same, view)
    assert sides_of(swapped(together)) == (view, same)
    assert swapped(swapped(together)) == together


@given(view=views, way=st.sampled_from(("", *WAYS)))
def test_what_is_offered_first_has_two_sides_that_can_stand_beside_each_other(view, way):
    offered = compared(view, way)
    check_sides(offered)
    if way and view.layer != "orders":
        assert way_of(offered) == way


@given(one=views, other=views, again=views, last=views)
def test_comparisons_have_one_name_each(one, other, again, last):
    def sides(view):
        return [(s.date, s.reconstructed, s.perspective, s.layer, s.later) for s in sides_of(view)]

    one, other, again, last = (replace(view, later=True) for view in (one, other, again, last))
    views = [view for view in (one.beside(other), again.beside(last)) if view.compares]
    names = {file_name("csv", ExportRequest(view, kind="comparison")) for view in views}
    assert len(names) == len({json.dumps(sides(view), default=str) for view in views})


def test_a_bundle_and_a_workbook_hold_the_comparison_beside_the_values():
    content = write("csv", ExportRequest(WHOSE), tables_in_use()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))[1:]
    assert [row["view"] for row in rows] == ["israel"] * 5 + ["un"] * 5
    features = json.loads(write("geojson", ExportRequest(WHOSE), tables_in_use()))["features"]
    assert len({feature["id"] for feature in features}) == len(features) == 10
