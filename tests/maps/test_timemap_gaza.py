"""The time map of the Strip says on every day what the tables say: read back from its bytes."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from balance.layers import LAYERS, RECONSTRUCTED_LAYERS
from balance.precision import bearable
from balance.shipped import load_reconstruction, moved_by_day
from loaders import pcodes as pc
from loaders.baseline import people_before_the_war
from maps.geometry import context_shapes, governorate_name, governorates
from maps.labels import area_labels, told_range, told_value
from maps.legend import table_cells, table_columns
from maps.scales import SCALES
from maps.timeline import every_day, figures_per_week, reconstructed_by_day, values_by_day
from maps.timemap.gaza import gaza_time_map, period_ranges
from maps.timemap.payload import build_payload
from maps.words import LANGUAGES, Words
from tests.maps.timemaps import Unpacked

PUBLISHED = [("", "en"), ("", "ar"), ("", "he")]
RECONSTRUCTED = [("all", "en"), ("palestine", "ar")]
"""The view of the reconstruction, none for figures as published, and the language."""
STEP = {("", "ar"): 3, ("", "he"): 5}
"""Every day is read once; in the other languages a part of them, for the sake of time."""


@cache
def packed(view, lang):
    words = Words(lang)
    chosen = gaza_time_map(words, reconstructed=bool(view), view=view or "all")
    return chosen, build_payload(chosen, words)


@cache
def unpacked(view, lang):
    return Unpacked(packed(view, lang)[1].data)


def values_of_all_days(layer, view):
    return reconstructed_by_day(layer, view) if view else values_by_day(layer)


def close(told, told_by_python):
    """Whether a number came back with its three digits, and a missing one missing."""
    if told_by_python is None:
        return math.isnan(told)
    return math.isclose(told, told_by_python, rel_tol=5.1e-3, abs_tol=1e-3)


@cache
def label_and_row(value, layer, lang):
    words = Words(lang)
    (label,) = area_labels([value], layer, words)
    return label, [cell or "" for cell in table_cells(value, label, words, people_before_the_war())]


@pytest.mark.parametrize(("view", "lang"), PUBLISHED + RECONSTRUCTED)
def test_every_cell_of_every_day_says_what_the_tables_say(view, lang):
    read, words = unpacked(view, lang), Words(lang)
    layers = RECONSTRUCTED_LAYERS if view else LAYERS
    assert read.layers == list(layers)
    rows = list(pc.GOVERNORATES)
    assert [area["id"] for area in read.header["areas"]] == rows
    for index, layer in enumerate(layers):
        meta, scale = read.header["layers"][index], SCALES[layer]
        assert meta["columns"] == list(table_columns(layer, words, reconstructed=bool(view)))
        assert meta["edges"] == list(scale.edges)
        assert meta["labels"] == scale.labels(words)
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
                number = told_value(value, layer)
                assert close(one.value, number)
                assert one.old == value.stale
                assert one.lines == label.notes
                ends = told_range(value, layer)
                known = None not in (number, *ends) and layer in ("people", "density")
                assert one.wide == (known and ends[1] - ends[0] > number)
                if number is None:
                    continue
                below = value.quantifier in ("less than", "up to", "nearly")
                assert read.colour(index, one) == scale.colour(number, below=below)
                ends = (value.low, value.high) if one.note else ends
                assert close(one.low, ends[0])
                assert close(one.high, ends[1])


def test_missing_is_never_zero_and_zero_is_published():
    chosen, payload = packed("", "en")
    read = Unpacked(payload.data)
    for index, layer in enumerate(chosen.layers):
        unknown = np.isnan(layer.value)
        assert unknown.any()
        assert (np.isnan(layer.low[unknown])).all()
        codes = read.arrays["value"][index]
        assert ((codes == -32768) == unknown).all()
        # Without a number, the area says so in words and nothing else does.
        for area, day in np.argwhere(unknown)[::97]:
            (told,) = [one for one in read.told(index, int(day)) if int(area) in one.areas]
            assert told.number in (layer.missing, Words("en")("legend.unmeasured"))
    assert not np.isnan(packed("all", "en")[0].layers[0].value).any()


@pytest.mark.parametrize(("view", "lang"), PUBLISHED)
def test_every_published_number_cites_who_and_when(view, lang, estimates):
    chosen, _ = packed(view, lang)
    publishers, words = set(estimates["publisher"]), Words(lang)
    for layer in chosen.layers[:3]:
        assert layer.notes
        for number, note in enumerate(layer.notes):
            assert note.as_of is not None
            named = map(words.isolated, publishers)
            (who,) = [name for name in named if note.credit.startswith(f"{name}, ")]
            assert note.credit == f"{who}, {words.day(note.as_of, short=True)}"
            assert any(who in line for line in note.lines)
            assert note.cells[:3] == (who, words.day(note.as_of, short=True), "{age}")
            # Its age is never negative, and every cell with a number has a note.
            days = np.argwhere(layer.note == number)[:, 1]
            assert days.min() >= (note.as_of - chosen.first).days
        assert ((layer.note < 0) == np.isnan(layer.value)).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_order_links_to_where_it_was_seen(lang, orders):
    layer = packed("", lang)[0].layers[3]
    known = orders.set_index("id")
    for note in layer.notes:
        assert note.as_of is None
        (links,) = note.cells
        for text, url in links:
            row = known.loc[text.rsplit("(", 1)[1].rstrip(")")]
            assert url == row["source_url"]
            assert Words(lang).day(row["issued_on"].date(), short=True) in text


def test_a_joint_figure_is_shared_and_no_other_is():
    chosen, _ = packed("", "en")
    layer, shared = chosen.layers[0], 0
    for column, values in enumerate(values_by_day("people").values()):
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


@pytest.mark.parametrize("view", ["all", "palestine"])
def test_weeks_are_the_days_added_up(view):
    lang = dict(RECONSTRUCTED)[view]
    chosen, _ = packed(view, lang)
    moved = moved_by_day(view)[: chosen.days]
    assert len(chosen.weeks) == math.ceil(chosen.days / 7)
    for week, told in enumerate(chosen.weeks):
        exact = moved[7 * week : 7 * week + 7].sum()
        assert told == float(bearable(exact))
    assert sum(chosen.weeks) == pytest.approx(moved.sum(), rel=0.02)


def test_figures_of_each_week_count_every_figure_of_the_timeline_once(estimates, timeline):
    chosen, _ = packed("", "en")
    assert list(chosen.figures) == figures_per_week(estimates, timeline)
    inside = estimates["as_of"].dt.date.between(timeline.first, timeline.last)
    assert sum(chosen.figures) == inside.sum()


@pytest.mark.parametrize(("view", "lang"), RECONSTRUCTED)
def test_flows_are_running_totals_of_the_reconstruction(view, lang):
    chosen, _ = packed(view, lang)
    read, picture = unpacked(view, lang), load_reconstruction(view)
    # Flows, weeks and days begin on the same day.
    assert picture.days[0].date() == chosen.first
    assert {(flow["from"], flow["to"]) for flow in read.header["flows"]} == {
        (a, b) for a in pc.GOVERNORATES for b in pc.GOVERNORATES if a != b
    }
    totals = read.arrays["flowTotals"].reshape(len(chosen.flows), chosen.days)
    assert (np.diff(totals, axis=1) >= 0).all()
    exact = np.cumsum(moved_by_day(view)[: chosen.days])
    assert np.abs(totals.sum(axis=0) - exact).max() <= len(totals)


def test_the_ranges_of_a_period_are_of_flows_on_the_map(english):
    ranges = period_ranges("all", date(2025, 8, 14), date(2025, 10, 5), english)
    ways = {f"{flow['from']}>{flow['to']}" for flow in unpacked("all", "en").header["flows"]}
    assert ranges
    assert {way for way in ranges if "EXT" not in way} <= ways
    assert all(re.match(r"(about|fewer than|under) [\d,]+", told) for told in ranges.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counted_movements_stand_as_published(lang, estimates):
    chosen, _ = packed("", lang)
    rows = estimates[(estimates["measure"] == "movement") & (estimates["repeats"] == "")]
    known = {}
    for _, row in rows.iterrows():
        ends = tuple(
            tuple(p for p in pc.GOVERNORATES if p in pc.split(row[f"{end}_pcodes"]))
            for end in ("origin", "destination")
        )
        key = (row["period_start"], row["as_of"], row["publisher"], *ends)
        known.setdefault(tuple(map(str, key)), []).append(row)
    assert len(chosen.counted) > 40
    assert len(set(chosen.counted)) == len(chosen.counted)
    for flow in chosen.counted:
        assert flow.start <= flow.end
        assert not set(flow.origins) & set(flow.destinations)
        key = (
            f"{flow.start} 00:00:00",
            f"{flow.end} 00:00:00",
            flow.publisher,
            str(flow.origins),
            str(flow.destinations),
        )
        rows = known[key]
        bounds = [
            number
            for row in rows
            for number in (row["value"], row["low"], row["high"])
            if not math.isnan(number)
        ]
        assert min(bounds) <= flow.value <= max(bounds)
        assert any(f"{number:,.0f}" in flow.number for number in bounds)
        assert flow.publisher in flow.who
        assert Words(lang).day(flow.end, short=True) in flow.who
        assert flow.kind
    assert packed("all", "en")[0].counted == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_evidence_names_its_areas_and_days(lang, estimates):
    chosen, _ = packed("", lang)
    read = unpacked("", lang)
    rows = estimates[estimates["repeats"] == ""]
    known = {}
    for _, row in rows.iterrows():
        areas = pc.split(row["origin_pcodes"]) | pc.split(row["destination_pcodes"])
        known.setdefault((row["publisher"], row["as_of"].date()), []).append(areas & pc.STRIP)
    ids = [area["id"] for area in read.header["areas"]]
    for piece, told in zip(chosen.evidence, read.header["evidence"], strict=True):
        assert set(piece.areas) in known[piece.publisher, piece.day]
        assert piece.areas
        assert [ids[area] for area in told["areas"]] == list(piece.areas)
        assert chosen.first + timedelta(days=told["day"]) == piece.day
        assert piece.start <= piece.day
        assert 0 <= told["start"] <= told["day"] < chosen.days
        assert piece.number
        assert piece.kind


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_in_the_readers_language(lang, timeline):
    chosen, _ = packed("", lang)
    read, words = unpacked("", lang), Words(lang)
    header = read.header
    assert header["lang"] == lang
    assert header["rtl"] == words.right_to_left
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
        told = [layer.title for layer in chosen.layers] + [turn.name for turn in chosen.turns]
        told += [flow.kind for flow in chosen.counted]
        # Hebrew names of most places are not in the data; those stand in English.
        told += [place.name for place in chosen.places] if lang == "ar" else []
        assert [text for text in told if not re.search(script, text)] == []


def test_outlines_come_back_as_they_are(timeline):
    chosen, _ = packed("", "en")
    shapes = unpacked("", "en").shapes()
    assert len(shapes) == len(chosen.areas) + len(chosen.context)
    for own, read in zip(governorates().values(), shapes, strict=False):
        assert read.symmetric_difference(own).area <= 1e-4 * own.area
        assert read.is_valid
    for area, (x, y) in zip(shapes, (area.at for area in chosen.areas), strict=False):
        assert area.covers(type(area.centroid)(x, y))
    assert chosen.day(chosen.days - 1) == timeline.last


@pytest.mark.parametrize(("view", "lang"), PUBLISHED + RECONSTRUCTED)
def test_the_bytes_are_few_and_their_name_is_theirs(view, lang):
    _, payload = packed(view, lang)
    assert len(payload.data) < (90_000 if view else 60_000)
    again = build_payload(packed(view, lang)[0], Words(lang))
    assert again == payload
    assert re.fullmatch("[0-9a-f]{16}", payload.signature)
