"""The time map of the Strip says on every day what the tables say: read back from its bytes."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from nuzuh.balance.shipped import load_reconstruction, moved_by_day
from nuzuh.evidence.precision import round_to_precision
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.geometry import context_shapes, governorate_name, governorates
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.layers import LAYERS, RECONSTRUCTED_LAYERS
from nuzuh.scene.marks import columns_of, marks_of
from nuzuh.scene.scene import arrows_until
from nuzuh.scene.timeline import every_day, figures_per_week, reconstructed_by_day, values_by_day
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.payload import build_payload
from tests import places
from tests.web.timemaps import Unpacked

PUBLISHED = [("", "en"), ("", "ar"), ("", "he")]
RECONSTRUCTED = [("all", "en"), ("palestine", "ar")]
"""The view of the reconstruction, none for figures as published, and the language."""
STEP = {("", "ar"): 3, ("", "he"): 5}
"""Every day is read once; in the other languages a part of them, for the sake of time."""


def view_of(view):
    return View(mode="reconstructed", perspective=view) if view else View()


@cache
def packed(view, lang):
    t = Translator(lang)
    chosen = time_map_of(view_of(view), tables_in_use(), t)
    return chosen, build_payload(chosen, t)


@cache
def unpacked(view, lang):
    return Unpacked(packed(view, lang)[1].data)


def arrows_of(since, until, t):
    return arrows_until(replace(view_of("all"), since=since), tables_in_use(), t)(until)


def days_to(*day):
    return (date(*day) - packed("", "en")[0].first).days


def values_of_all_days(layer, view):
    return (
        reconstructed_by_day(tables_in_use(), layer, view)
        if view
        else values_by_day(tables_in_use(), layer, later=True)
    )


def close(told, told_by_python):
    """Whether a number came back with its three digits, and a missing one missing."""
    if told_by_python is None:
        return math.isnan(told)
    return math.isclose(told, told_by_python, rel_tol=5.1e-3, abs_tol=1e-3)


@cache
def label_and_row(value, layer, lang):
    t = Translator(lang)
    (mark,) = marks_of([value], layer, tables_in_use(), t)
    return mark, [cell or "" for cell in mark.cells]


@pytest.mark.slow
@pytest.mark.parametrize(("view", "lang"), PUBLISHED + RECONSTRUCTED)
@pytest.mark.few(2)
def test_every_cell_of_every_day_says_what_the_tables_say(view, lang):
    read, t = unpacked(view, lang), Translator(lang)
    layers = RECONSTRUCTED_LAYERS if view else LAYERS
    assert read.layers == list(layers)
    rows = list(pc.GOVERNORATES)
    assert [area["id"] for area in read.header["areas"]] == rows
    for index, layer in enumerate(layers):
        meta, scale = read.header["layers"][index], RECORDS[layer].scale
        assert meta["columns"] == list(columns_of(layer, t, reconstructed=bool(view)))
        assert meta["edges"] == list(scale.edges)
        assert meta["labels"] == scale.labels(t)
        days = values_of_all_days(layer, view)
        assert list(days) == every_day()
        for day, values in list(enumerate(days.values()))[:: STEP.get((view, lang), 1)]:
            told = read.told(index, day)
            # Areas that share a dated figure are one; any other area stands alone.
            assert [[rows[area] for area in one.areas] for one in told] == [
                list(value.pcodes) for value in values
            ]
            for one, value in zip(told, values, strict=True):
                label, row = label_and_row(value, layer, lang)
                assert (one.name, one.number) == (label.name, label.number)
                assert [cell or "" for cell in read.row(index, one, day)] == row
                assert len(row) == len(meta["columns"])
                assert (one.pattern or "missing") == (label.pattern or "missing")
                assert (one.wide, one.lines) == (label.wide, label.notes)
                assert one.shade == label.shade
                assert close(one.value, label.value)
                assert close(one.low, label.low)
                assert close(one.high, label.high)


@pytest.mark.slow
def test_missing_is_never_zero_and_zero_is_published():
    chosen, payload = packed("", "en")
    read = Unpacked(payload.data)
    for index, layer in enumerate(chosen.layers):
        # A share of land is a range: its upper end is known wherever it is.
        known_by, name = (layer.high, "high") if layer.orders else (layer.value, "value")
        unknown = np.isnan(known_by)
        assert unknown.any()
        assert (np.isnan(layer.low[unknown])).all()
        assert not (layer.low == 0).any() or not layer.orders
        codes = read.arrays[name][index]
        assert ((codes == -32768) == unknown).all()
        # Without a number, the area says so in words and nothing else does.
        for area, day in np.argwhere(unknown)[::97]:
            (told,) = [one for one in read.told(index, int(day)) if int(area) in one.areas]
            missing = layer.marks["missing"]
            too_old = told.pattern == "too_old" and told.number.startswith(
                "no figure of its own since "
            )
            assert too_old or told.number in (missing, Translator("en")("legend.unmeasured"))
    assert not np.isnan(packed("all", "en")[0].layers[0].value).any()


@pytest.mark.slow
@pytest.mark.parametrize(("view", "lang"), PUBLISHED)
def test_every_published_number_cites_who_and_when(view, lang, estimates):
    chosen, _ = packed(view, lang)
    t = Translator(lang)
    publishers = {publisher_name(figure_of(row), t) for _, row in estimates.iterrows()}
    for layer in chosen.layers[:3]:
        assert layer.notes
        for number, note in enumerate(layer.notes):
            assert note.as_of is not None
            who, _, day = note.credit.rpartition(t("list.comma"))
            assert who in publishers
            assert day == t.day(note.as_of, short=True)
            assert any(who in line for line in note.lines)
            assert note.cells[1:3] == (who, day)
            assert note.cells[3].startswith("{age}")
            # Its age is never negative, and every cell with a number has a note.
            days = np.argwhere(layer.note == number)[:, 1]
            assert days.min() >= (note.as_of - chosen.first).days
        assert (layer.note[~np.isnan(layer.value)] >= 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_order_links_to_where_it_was_seen(lang, orders):
    layer = packed("", lang)[0].layers[3]
    known = orders.set_index("id")
    for note in layer.notes:
        assert note.as_of is None
        _, links = note.cells
        for text, url in links:
            row = known.loc[re.search(r"\(.*?([A-Z]{2}\d{4})", text)[1]]
            assert url == row["source_url"]
            assert Translator(lang).day(row["issued_on"].date(), short=True) in text


def test_a_joint_figure_is_shared_and_no_other_is():
    chosen, _ = packed("", "en")
    layer, shared = chosen.layers[0], 0
    for column, values in enumerate(values_by_day(tables_in_use(), "people", later=True).values()):
        groups = {frozenset(value.pcodes) for value in values if value.value is not None}
        seen = {}
        for row, pcode in enumerate(pc.GOVERNORATES):
            if layer.note[row, column] >= 0:
                seen.setdefault(layer.note[row, column], set()).add(pcode)
        assert {frozenset(group) for group in seen.values()} == groups
        shared += any(len(group) > 1 for group in groups)
    assert shared > 100


def test_one_figure_is_written_once(estimates):
    for layer in packed("", "en")[0].layers:
        assert len(set(layer.notes)) == len(layer.notes)
    people = packed("", "en")[0].layers[0]
    told = [(note.number, note.credit, note.lines) for note in people.notes]
    assert len(set(told)) == len(told)
    evidence = packed("", "en")[0].evidence
    assert len(evidence) == len({id(piece) for piece in evidence}) > 300
    assert len(evidence) <= (estimates["repeats"] == "").sum()


@pytest.mark.slow
@pytest.mark.parametrize("view", ["all", "palestine"])
def test_weeks_are_the_days_added_up(view):
    lang = dict(RECONSTRUCTED)[view]
    chosen, _ = packed(view, lang)
    moved = moved_by_day(tables_in_use(), view)[: chosen.days]
    assert len(chosen.weeks) == math.ceil(chosen.days / 7)
    for week, told in enumerate(chosen.weeks):
        exact = moved[7 * week : 7 * week + 7].sum()
        assert told == float(round_to_precision(exact))
    assert sum(chosen.weeks) == pytest.approx(moved.sum(), rel=0.02)


def test_figures_of_each_week_count_every_figure_of_the_timeline_once(estimates, timeline):
    chosen, _ = packed("", "en")
    assert list(chosen.figures) == figures_per_week(estimates, timeline)
    inside = estimates["as_of"].dt.date.between(timeline.first, timeline.last)
    assert sum(chosen.figures) == inside.sum()


@pytest.mark.slow
@pytest.mark.parametrize(("view", "lang"), RECONSTRUCTED)
def test_flows_are_running_totals_of_the_reconstruction(view, lang):
    chosen, _ = packed(view, lang)
    read, reconstruction = unpacked(view, lang), load_reconstruction(tables_in_use(), view)
    # Flows, weeks and days begin on the same day.
    assert reconstruction.days[0].date() == chosen.first
    assert {(flow["from"], flow["to"]) for flow in read.header["flows"]} == {
        (a, b) for a in pc.GOVERNORATES for b in pc.GOVERNORATES if a != b
    }
    totals = read.arrays["flowTotals"].reshape(len(chosen.flows), chosen.days)
    assert (np.diff(totals, axis=1) >= 0).all()
    exact = np.cumsum(moved_by_day(tables_in_use(), view)[: chosen.days])
    assert np.abs(totals.sum(axis=0) - exact).max() <= len(totals)


@pytest.mark.slow
def test_after_the_ceasefire_the_north_is_one_mark_with_one_arrow_each_way(english):
    read = unpacked("all", "en")
    (joint,) = read.header["joints"]
    assert [read.header["areas"][area]["id"] for area in joint["areas"]] == ["PS0255", "PS0260"]
    # The last figure that tells its two governorates apart is of 11 October.
    assert days_to(2025, 10, 11) < joint["start"] < days_to(2025, 10, 31)
    # The pre-war people of both: 448,000 and 754,000.
    assert read.header["layers"][0]["plain"][-1] == ["1,202,000"]
    arrows = arrows_of(date(2025, 10, 11), date(2025, 12, 31), english)
    north = [arrow for arrow in arrows if {"PS0255", "PS0260"} & {*arrow.origins}]
    assert all(arrow.origins == ("PS0255", "PS0260") for arrow in north)
    assert not any(set(arrow.destinations) <= places.NORTH for arrow in north)


@pytest.mark.slow
def test_the_arrows_of_a_period_are_of_flows_on_the_map(english):
    arrows = arrows_of(date(2025, 8, 14), date(2025, 10, 5), english)
    ways = {(flow["from"], flow["to"]) for flow in unpacked("all", "en").header["flows"]}
    assert arrows
    assert {(*arrow.origins, *arrow.destinations) for arrow in arrows} <= ways
    assert all(re.match(r"(about|fewer than) [\d,]+", arrow.number) for arrow in arrows)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_movements_stand_as_published(lang, estimates):
    chosen, _ = packed("", lang)
    rows = estimates.set_index("id")
    assert len(chosen.movements) > 40
    assert len({one.id for one in chosen.movements}) == len(chosen.movements)
    for one in chosen.movements:
        row = rows.loc[one.id]
        assert (row["measure"], row["repeats"]) == ("movement", "")
        assert (str(one.start), str(one.end)) == (
            str(row["period_start"].date()),
            str(row["as_of"].date()),
        )
        assert set(one.origins) == pc.split(row["origin_pcodes"]) & pc.STRIP
        if one.destinations:
            assert set(one.destinations) == pc.split(row["destination_pcodes"]) & pc.STRIP
        else:
            assert one.open_end
        bounds = [n for n in (row["value"], row["low"], row["high"]) if not math.isnan(n)]
        assert min(bounds) <= one.value <= max(bounds)
        assert any(f"{number:,.0f}" in one.number for number in bounds)
        assert one.publisher in one.who
        assert Translator(lang).day(one.end, short=True) in one.who
        assert one.counts == (row["unit"] == "movements")
    assert packed("all", "en")[0].movements == ()


def test_what_the_figures_come_to_is_said_on_the_day():
    read = unpacked("", "en")
    day = days_to(2024, 5, 26)
    # 511,000 and 685,000 (PCBS) and the middle of 300,000 to 400,000 (IDF): 1,546,000.
    told = (
        "This map accounts for 1,550,000 of about 2,200,000 people in the Strip (OCHA, 3 Jan "
        "2024). Its figures are of different days."
    )
    assert [read.placed(layer, day) for layer in range(4)] == [told, told, told, ""]
    assert unpacked("all", "en").placed(0, day) == ""


def test_a_status_is_drawn_and_worded():
    read = unpacked("", "en")
    day = days_to(2025, 10, 5)
    told = {one.name: one for one in read.told(0, day)}
    north = told["North Gaza"]
    assert (north.number, north.pattern, north.shade) == (
        "no figure of its own since 10 Dec 2024",
        "too_old",
        None,
    )
    assert math.isnan(north.value)
    # The table keeps the number with its status.
    assert read.row(0, north, day)[1:5] == [
        "65,000 to 75,000",
        "UN",
        "10 Dec 2024",
        "10 months old; too old for the map",
    ]
    gaza = told["Gaza"]
    assert gaza.lines[-1] == "but 600,000 to 700,000: UN, 2 Oct 2025"


@pytest.mark.slow
@pytest.mark.thorough
def test_what_came_out_later_is_marked_and_can_be_left_out(english):
    always, by_then = (
        time_map_of(View(later=later), tables_in_use(), english) for later in (True, False)
    )
    assert (always.later, by_then.later) == (True, False)
    marked = [line for note in always.layers[0].notes for line in note.lines if "later" in line]
    assert marked
    assert not [n for n in by_then.layers[0].notes if any("later" in line for line in n.lines)]
    assert Unpacked(build_payload(by_then, english).data).header["later"] is False
    waiting = [one for one in by_then.movements if one.known > one.end]
    assert waiting
    assert all(one.known == one.end for one in always.movements)


def test_each_layer_says_its_own_method():
    published, reconstructed = packed("", "en")[0], packed("all", "en")[0]
    methods = {layer.id: layer.method for layer in published.layers}
    assert methods["orders"].startswith(
        "Share of land under the evacuation orders in force, without militarised zones"
    )
    assert methods["people"] == methods["change"] == methods["density"]
    assert methods["people"].startswith("As published: the latest figure for each area")
    assert reconstructed.layers[0].method.startswith("Reconstructed")
    assert not any("As published" in line for line in published.credits)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_evidence_names_its_areas_and_days(lang, estimates):
    chosen, _ = packed("", lang)
    read = unpacked("", lang)
    rows = estimates[estimates["repeats"] == ""]
    known = {}
    for _, row in rows.iterrows():
        areas = pc.split(row["origin_pcodes"]) | pc.split(row["destination_pcodes"])
        who = publisher_name(figure_of(row), Translator(lang))
        known.setdefault((who, row["as_of"].date()), []).append(areas & pc.STRIP)
    ids = [area["id"] for area in read.header["areas"]]
    for piece, told in zip(chosen.evidence, read.header["evidence"], strict=True):
        assert set(piece.areas) in known[piece.publisher, piece.day]
        assert piece.areas
        assert [ids[area] for area in told["areas"]] == list(piece.areas)
        assert chosen.first + timedelta(days=told["day"]) == piece.day
        assert piece.start <= piece.day <= piece.came
        assert told["came"] - told["day"] == (piece.came - piece.day).days
        assert 0 <= told["start"] <= told["day"] < chosen.days
        assert piece.number
        assert piece.kind


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_in_the_readers_language(lang, timeline):
    chosen, _ = packed("", lang)
    read, t = unpacked("", lang), Translator(lang)
    header = read.header
    assert header["lang"] == lang
    assert header["rtl"] == t.right_to_left
    assert [area.name for area in chosen.areas] == [
        governorate_name(pcode, lang) for pcode in pc.GOVERNORATES
    ]
    assert [turn["preset"] for turn in header["phases"]] == [
        (phase.preset - timeline.first).days for phase in timeline.phases
    ]
    assert [item["name"] for item in header["context"]] == [
        item.name for item in context_shapes(lang)
    ]
    english = set(unpacked("", "en").header["words"].values())
    if lang != "en":
        own = header["words"]
        same = [key for key, text in own.items() if text in english and re.search("[a-z]{4}", text)]
        assert same == []
        script = "[\u0600-\u06ff]" if lang == "ar" else "[\u0590-\u05ff]"
        told = [layer.title for layer in chosen.layers] + [turn.name for turn in chosen.phases]
        told += [one.kind for one in chosen.movements]
        assert [text for text in told if not re.search(script, text)] == []
        # A place without a name in the reader's language is named in another, and says in which.
        assert all(bool(re.search(script, p.name)) != bool(p.lang) for p in chosen.places)
        assert any(not place.lang for place in chosen.places)


def test_outlines_come_back_as_they_are(timeline):
    chosen, _ = packed("", "en")
    shapes = unpacked("", "en").shapes()
    assert len(shapes) == len(chosen.areas) + len(chosen.context) + len(chosen.land.blocks)
    for own, read in zip(governorates().values(), shapes, strict=False):
        assert read.symmetric_difference(own).area <= 1e-4 * own.area
        assert read.is_valid
    for area, (x, y) in zip(shapes, (area.at for area in chosen.areas), strict=False):
        assert area.covers(type(area.centroid)(x, y))
    assert chosen.day(chosen.days - 1) == timeline.last


@pytest.mark.slow
@pytest.mark.parametrize(("view", "lang"), PUBLISHED + RECONSTRUCTED)
def test_the_bytes_are_few_and_their_name_is_theirs(view, lang):
    _, payload = packed(view, lang)
    assert len(payload.data) < 90_000
    again = build_payload(packed(view, lang)[0], Translator(lang))
    assert again == payload
    assert re.fullmatch("[0-9a-f]{16}", payload.signature)
