"""Who disagrees in a month, by how much, and why: the words, the reasons and the panels."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.disagreement import Gap
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.disagreement import disagreement_of
from nuzuh.scene.disagreement_measured import measured_of
from nuzuh.scene.disagreement_panels import PART_DAYS, panels_of
from nuzuh.scene.disagreement_reasons import Reason
from nuzuh.scene.disagreement_records import (
    FIGURE_COLUMNS,
    QUESTION_COLUMNS,
    figure_rows,
    question_rows,
    records_of_rows,
)
from nuzuh.scene.disagreement_words import reason_text, times_text
from nuzuh.scene.export import metadata_of
from nuzuh.scene.file_names import picture_name
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from tests.scene.september import FIRST, LAST, ROWS, september, tables_of

EN = Translator("en")
SEPTEMBER = View(date=LAST, since=FIRST)
SOUTH = replace(SEPTEMBER, question="moved_south")
NORTH = replace(SEPTEMBER, question="present_north")


def shown(view=SEPTEMBER, tables=None, lang="en"):
    tables = tables or september()
    return disagreement_of(replace(view, lang=lang), tables, Translator(lang))


def rows_of(told):
    return {row.claim.id: row for group in told.groups for row in group.rows}


def reasons_of(tables, question="moved_south"):
    """Ids and sizes of the reasons by the id of each standing figure."""
    return {
        row.standing.statement.figure.id: {reason.id: reason.size for reason in row.reasons}
        for one in measured_of(tables, "all", FIRST, LAST)
        if one.group.question == question
        for row in one.rows
    }


# The month.


def test_who_disagrees_most_in_september_2025_and_why():
    told = shown()
    assert told.question == "moved_south"
    assert "335,000" in told.answer
    assert "800,000 (IDF, 27 Sept 2025" in told.answer
    assert "2.4 times as high, 465,000 apart" in told.answer
    assert told.furthest.startswith("Furthest from the others: Gaza Government Media Office")
    first = told.groups[0].rows[0]
    assert first.claim.id == "G1"
    assert "365,000 below the middle of the others, 700,000" in first.to_others
    assert "2.1 times as high (3 compared)" in first.to_others


def test_counted_movements_stand_apart_and_say_that_they_compare_with_no_people():
    told = shown(SOUTH)
    assert [group.measured.group.unit for group in told.groups] == [
        "people",
        "movements",
        "movements",
    ]
    for claim in ("O1", "O2"):
        row = rows_of(told)[claim]
        assert row.to_reconstruction.startswith("counts movements")
        assert "not compared with the figures of people (4)" in row.reasons[0]
    for group in told.groups[1:]:
        for row in group.measured.rows:
            assert row.reconstructed is None
            assert row.standing.others == ()


def test_all_questions_are_told_the_most_disputed_first():
    lines = shown().questions
    assert [(line.question, line.unit.split(":")[0]) for line in lines][:2] == [
        ("moved_south", "people"),
        ("present_north", "people"),
    ]
    assert lines[-1].apart == "one publisher"
    assert lines[0].low.startswith("about 335,000")
    assert lines[0].who.startswith("4; ")


def test_claims_are_listed_from_the_lowest_by_side_without_being_sorted_by_disagreement():
    (people, *_) = shown(SOUTH).groups
    assert [claim.id for claim in people.claims] == ["G1", "I3", "I1", "I2"]


def test_every_row_is_copied_as_one_sentence_with_its_source():
    for lang in LANGUAGES:
        told = shown(SOUTH, lang=lang)
        for group in told.groups:
            for row in group.rows:
                assert row.sentence.endswith(f"https://example.org/{row.claim.id}")
                assert row.claim.bare[1:] in row.sentence
                assert row.to_others[1:] in row.sentence
        first = told.questions[0].sentence
        assert "https://example.org/G1" in first
        assert "https://example.org/I2" in first


# Reasons.


def test_another_area_is_a_reason_with_how_many_count_it():
    area = reasons_of(september())["I2"]["area"]
    assert (area["figures"], area["of"], area["area"]) == (3, 3, "south of Wadi Gaza")


def test_gaza_city_is_read_as_one_governorate_or_as_both():
    city = reasons_of(september(), "present_north")["N2"]["city"]
    assert city["area"] == "north of Wadi Gaza"
    # No figure of these tells the two governorates apart: no people lie between them.
    assert not load_reconstruction(september()).tells(date(2025, 9, 28), ("PS0260",))
    assert "people" not in city


def test_people_between_two_areas_are_told_where_the_reconstruction_tells_them_apart():
    reconstruction = load_reconstruction(tables_in_use())
    both, city = (
        reconstruction.group(date(2025, 9, 4), places)[0]
        for places in (("PS0255", "PS0260"), ("PS0260",))
    )
    found = reasons_of(tables_in_use(), "present_north")["GD0423"]
    assert found["city"]["people"] == pytest.approx(both - city)


def test_another_first_day_is_a_reason_with_who_moved_in_between():
    found = reasons_of(tables_of(I3={"low": "1640000"}))
    start = found["I3"]["start"]
    assert start["days"] == 17
    assert start["assumed"]
    assert "start" not in found["I1"]


def test_another_day_is_a_reason_only_where_the_change_goes_the_same_way():
    seen = 0
    for group in measured_of(tables_in_use(), "all", FIRST, LAST):
        for row in group.rows:
            for size in (reason.size for reason in row.reasons if reason.id == "day"):
                seen += 1
                assert size["people"] * row.standing.gap.amount > 0
                assert size["days"] != 0
    assert seen


def test_a_bound_a_doubtful_figure_and_one_that_came_out_later_say_so():
    doubtful = {"note": "date to be confirmed"}
    found = reasons_of(
        tables_of(I3={"low": "1640000"}, G1=doubtful, I2={"source_date": "2025-11-01"})
    )
    assert found["I3"]["floor"] == {"people": 1_640_000}
    assert "weak" in found["G1"]
    assert found["I2"]["later"] == {"days": 35}
    assert not {"floor", "weak", "later"} & found["I1"].keys()
    capped = {"value": "", "high": "80000", "quantifier": "up to"}
    assert reasons_of(tables_of(I2=capped))["I2"]["ceiling"] == {"people": 80_000}


def test_a_ratio_near_one_is_never_told_as_one():
    assert times_text(Gap(-6_596.0, 1_400_000 / 1_406_596), Translator("en")) == "1.005"
    assert times_text(Gap(335_000.0, 2.0), Translator("en")) == "2"


def test_no_reason_is_made_up_where_none_can_be_computed():
    alike = tuple(row for row in ROWS if row[0] in ("G1", "I1"))
    told = shown(SOUTH, tables_of(alike))
    for row in told.groups[0].rows:
        assert row.reasons == ("No reason can be computed.",)


def test_who_does_not_stand_apart_has_no_reason():
    alike = tuple(row for row in ROWS if row[0] in ("G1", "I1"))
    told = shown(SOUTH, tables_of(alike, I1={"value": "335000"}))
    assert [row.reasons for row in told.groups[0].rows] == [(), ()]
    assert told.furthest == ""
    assert told.answer.endswith("contradict each other.")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "reason",
    [
        Reason("movements", {"figures": 4}),
        Reason("area", {"figures": 1, "of": 3, "origin": "", "area": "Gaza City"}),
        Reason("city", {"figures": 1, "of": 3, "origin": "", "area": "Gaza", "people": 54_321.0}),
        Reason("start", {"days": -17, "assumed": True, "people": 54_321.0}),
        Reason("start", {"days": 17, "assumed": False}),
        Reason("day", {"days": -3, "people": -54_321.0}),
        Reason("floor", {"people": 1.0}),
        Reason("ceiling", {"people": 1.0}),
        *(Reason(basis) for basis in ("planning", "projection", "derived", "weak")),
        Reason("house", {"factor": 1.75, "low": 1.4, "high": 2.2}),
        Reason("house", {"factor": 0.5, "low": 0.4, "high": 0.8}),
        Reason("later", {"days": 34}),
    ],
    ids=lambda reason: reason.id,
)
def test_every_reason_is_a_sentence_in_every_language(reason, lang):
    told = reason_text(reason, Translator(lang))
    assert told.endswith(".")
    assert "{" not in told
    if "people" in reason.size and reason.id in ("city", "start", "day"):
        assert "54,000" in told


def test_a_house_effect_below_is_told_as_a_factor_above_one():
    told = reason_text(Reason("house", {"factor": 0.5, "low": 0.4, "high": 0.8}), EN)
    assert "about 2 times below" in told
    assert "(likely 1.2 to 2.5)" in told or "(likely 1.3 to 2.5)" in told


# The reconstruction.


def test_figures_lie_within_beyond_or_beside_the_range_of_the_reconstruction():
    reconstruction = load_reconstruction(tables_in_use())
    held = 0
    for one in measured_of(tables_in_use(), "all", FIRST, LAST):
        for row in one.rows:
            recon, statement = row.reconstructed, row.standing.statement
            if recon is None:
                continue
            held += 1
            assert statement.figure.unit == "people"
            assert statement.figure.coverage != "part"
            if statement.measure == "people_present":
                assert reconstruction.tells(recon.end, tuple(sorted(statement.destinations)))
            else:
                assert statement.question in ("moved_south", "moved_north")
                assert recon.start == statement.period_start
            value = statement.figure.value
            if value is not None and recon.low is not None and recon.high is not None:
                inside = recon.low <= value <= recon.high
                assert (recon.within == "inside") == inside
    assert held > 10


def test_without_ranges_the_distance_to_the_number_is_told():
    row = rows_of(shown(NORTH))["N1"]
    assert "no range can be given" in row.to_reconstruction


def test_a_perspective_without_a_reconstruction_says_so_and_compares_figures_alone():
    told = shown(replace(SEPTEMBER, perspective="IDMC"))
    assert "Choose another view, or all publishers" in told.unsolved
    assert told.groups[0].rows[0].to_others.startswith("365,000 below")
    assert {row.to_reconstruction for row in told.groups[0].rows} == {"nothing to compare it with"}


def test_what_came_out_later_is_held_against_no_reconstruction():
    told = shown(replace(NORTH, later=False))
    assert {row.to_reconstruction for row in rows_of(told).values()} == {
        "nothing to compare it with"
    }
    assert told.unsolved == ""


# What cannot be told.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_period_without_figures_and_a_question_that_nobody_answers_say_what_to_change(lang):
    t = Translator(lang)
    for view, key in (
        (View(date=date(2025, 6, 30), since=date(2025, 6, 1)), "no_claims"),
        (replace(SEPTEMBER, question="ever_ordered"), "no_answer"),
    ):
        with pytest.raises(RefusedError) as refused:
            disagreement_of(view, september(), t)
        assert refused.value.key == key
        assert "2025" in refused_text(refused.value, t)
        assert "choose" in str(refused.value)


# What is taken away.


def test_a_print_is_named_by_its_question_and_leads_to_the_page_that_shows_it():
    names = {picture_name(view, "pdf", "disagreement") for view in (SEPTEMBER, SOUTH, NORTH)}
    assert len(names) == 3
    assert picture_name(SOUTH, "pdf", "rivals") == picture_name(NORTH, "pdf", "rivals")
    request = ExportRequest(SOUTH, kind="disagreement", address="https://example.org/nuzuh/")
    link = metadata_of(request, september()).link
    assert link.startswith("https://example.org/nuzuh/disagreement?date=2025-09-30")
    assert "question=moved_south" in link


# Rows of numbers.


def test_rows_hold_what_is_shown_with_sources_and_the_version():
    found = measured_of(september(), "all", FIRST, LAST)
    questions = question_rows(found, (FIRST, LAST), "all", "v1")
    assert [tuple(row) for row in questions] == [QUESTION_COLUMNS] * len(found)
    assert questions[0]["times"] == pytest.approx(800 / 335, abs=0.001)
    assert (questions[0]["low_id"], questions[0]["high_id"]) == ("G1", "I2")
    assert questions[-1]["times"] is None
    figures = figure_rows(
        [one for one in found if one.group.question == "moved_south"], "all", "v1"
    )
    assert [tuple(row) for row in figures] == [FIGURE_COLUMNS] * 6
    by_id = {row["id"]: row for row in figures}
    assert by_id["G1"]["compared"] == ["I1", "I3", "I2"]
    assert by_id["G1"]["median_of_others"] == 700_000
    assert by_id["I3"]["value"] is None
    assert all(row["source_url"] for row in figures)
    text = records_of_rows(FIGURE_COLUMNS, figures)
    assert all(len(row) == len(FIGURE_COLUMNS) for row in text.rows)
    assert not any("None" in cell for row in text.rows for cell in row)


# Panels.


def test_kinds_never_share_a_panel_and_parts_have_one_of_their_own():
    told = shown(SOUTH)
    panels = panels_of(told, load_reconstruction(september()), EN)
    assert [(one.unit, one.parts) for one in panels] == [
        ("people", False),
        ("movements", False),
        ("movements", True),
    ]
    assert [[mark.claim.id for mark in one.marks] for one in panels[1:]] == [["O1"], ["O2"]]
    assert panels[0].days
    assert "moved since" in panels[0].about
    assert not any(one.days for one in panels[1:])
    assert PART_DAYS < 14


def test_a_course_without_ranges_is_said_to_have_none():
    tables = september()
    ranged = load_reconstruction(tables_in_use())
    unranged = replace(ranged, draws=None, flow_draws=None)
    for view in (SOUTH, NORTH):
        (line, *_), (band, *_) = (
            panels_of(shown(view, tables), one, EN) for one in (unranged, ranged)
        )
        assert line.days
        assert set(line.low) == set(line.high) == {None}
        assert "band" not in line.about
        assert "no range can be given" in line.about
        assert "band" in band.about


def test_no_line_goes_through_a_bound_or_a_doubtful_figure():
    tables = tables_of(G1={"note": "date to be confirmed"})
    people = panels_of(shown(SOUTH, tables), None, EN)[0]
    by_id = {mark.claim.id: mark for mark in people.marks}
    assert by_id["I3"].series == by_id["G1"].series == ""
    assert (by_id["I3"].open, by_id["I2"].open) == (1, 0)
    assert by_id["I2"].series
    assert by_id["G1"].claim.weak
    assert people.days == ()


def test_people_present_are_told_beside_the_reconstruction_of_the_area_that_is_asked_for():
    (panel,) = panels_of(shown(NORTH), load_reconstruction(september()), EN)
    # Before the first of these figures nothing is known of anybody.
    assert (panel.days[0], panel.days[-1]) == (date(2025, 9, 9), LAST)
    assert panel.top >= max(panel.people)
    assert panel.low == (None,) * len(panel.days)
