"""What a column is: by its name in many spellings, by its HXL tag, and what is asked of it."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.estimates import KIND_OF_MEASURE
from nuzuh.loaders.user import Decisions, UserDataError, check
from nuzuh.loaders.user.headers.columns import ASK, STRONG, VOCABULARY, match_columns, measure_of
from nuzuh.loaders.user.headers.hxl import PARTS, column_of_tag, is_other
from nuzuh.loaders.user.headers.vocabulary import words_of
from tests.loaders.user_files import table

HARMLESS = st.lists(
    st.sampled_from(
        [
            "ind",
            "num",
            "total",
            "en",
            "ar",
            "fr",
            "source",
            "reported",
            "survey",
            "v_ocha",
            "i_iso3",
            "name",
            "provider",
        ]
    ),
    max_size=4,
)


def found(*names: str, kind: str = "estimates", **how) -> dict[str, str]:
    """Ours by theirs, of the columns that are used."""
    matches = match_columns(names, [""] * len(names), kind, {}, **how).matches
    return {match.given: match.ours for match in matches if match.ours}


def asked(*names: str, **how) -> list[tuple[str, str]]:
    columns = match_columns(names, [""] * len(names), "estimates", {}, **how)
    return [(question.given, question.proposed) for question in columns.questions]


def refused(content: bytes, **how) -> UserDataError:
    with pytest.raises(UserDataError) as refusal:
        check(content, "mine.csv", decisions=Decisions(**how))
    return refusal.value


# HXL


@given(HARMLESS, st.permutations(["idps", "ind"]))
def test_harmless_attributes_leave_a_tag_as_it_is(more, order):
    assert column_of_tag("+".join(["#affected", *order, *more])) == "value"
    area = "+".join(["#adm2", *more])
    assert column_of_tag(area) == "destination"
    assert column_of_tag(f"{area}+pcode") == "destination_pcodes"
    assert not is_other(area)


@given(st.sampled_from(["#affected", "#population"]), st.sampled_from(sorted(PARTS)), HARMLESS)
def test_a_part_of_the_people_is_never_the_number_whatever_its_name(hashtag, part, more):
    tag = "+".join([hashtag, *more, part])
    columns = match_columns(["Individuals"], [tag], "estimates", {})
    assert (columns.place_of, columns.questions) == ({}, ())


@pytest.mark.parametrize(
    ("tag", "ours"),
    [
        ("#date+start", "period_start"),
        ("#date+end", "as_of"),
        ("#date+reported", "as_of"),
        ("#date+survey", "as_of"),
        ("#date+occurred", "as_of"),
        ("#adm1+name", "destination"),
        ("#adm3+name", "destination"),
        ("#loc+name", "destination"),
        ("#country+name", "destination"),
        ("#adm1+name+origin", "origin"),
        ("#adm2+pcode+origin", "origin_pcodes"),
        ("#affected+idps", "value"),
        ("#population+total", "value"),
        ("#inneed", ""),
        ("#reached+ind", ""),
        ("#affected+idps+hh", ""),
        ("#adm1+code", ""),
        ("#date+year", ""),
    ],
)
def test_tags_as_dtm_cccm_and_hdx_write_them(tag, ours):
    assert column_of_tag(tag) == ours


@pytest.mark.parametrize("tag", ["#x", "#sector", "#operation+name", "#date+birth", "#round"])
def test_an_unknown_tag_leaves_the_word_to_the_name(tag):
    columns = match_columns(["Individuals", "Date"], [tag, tag], "estimates", {})
    assert columns.place_of == {"value": 0, "as_of": 1}


@pytest.mark.parametrize("tag", ["#inneed", "#reached", "#affected+f", "#adm1+code", "#targeted"])
def test_a_tag_of_another_figure_switches_the_name_off(tag):
    assert match_columns(["Individuals"], [tag], "estimates", {}).place_of == {}


def test_the_finest_governorate_is_the_area_and_the_surveyed_day_is_the_day():
    names = ["A", "B", "C", "D", "E"]
    tags = ["#country+name", "#adm1+name", "#adm2+name", "#date+reported", "#date+survey"]
    for turn in (1, -1):
        columns = match_columns(names[::turn], tags[::turn], "estimates", {})
        assert columns.given("destination") == "C"
        assert columns.given("as_of") == "E"
        assert columns.questions == ()


# Names


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("numPresentIdpInd", "value"),
        ("reportingDate", "as_of"),
        ("ADM2_EN", "destination"),
        ("admin2Pcode", "destination_pcodes"),
        ("Admin 2 P-Code", "destination_pcodes"),
        ("reference_period_end", "as_of"),
        ("Sum of Individuals", "value"),
        ("Total number of IDPs", "value"),
        ("Individuals (IDPs)", "value"),
        ("Date (DD/MM/YYYY)", "as_of"),
        ("Governorate / المحافظة", "destination"),
        ("عدد النازحين", "value"),
        ("اسم المحافظة", "destination"),
        ("תאריך דיווח", "as_of"),
        ("מספר עקורים", "value"),
        ("group_place/governorate", "destination"),
        ("IDPs in shelters", "value"),
    ],
)
def test_names_as_publishers_write_them(name, ours):
    assert found(name) == {name: ours}
    assert asked(name) == []


@pytest.mark.parametrize(
    "name",
    [
        "Individuals (female)",
        "IDPs (HH)",
        "Population (0-4)",
        "Number of households",
        "IDP families",
        "children/individuals",
        "People in need",
        "النازحون (أطفال)",
        "IDPs (مخيم)",
        "Population_group",
        "numberMales",
        "IDPs 2023",
    ],
)
def test_a_name_of_a_part_is_no_number_and_no_question(name):
    assert found(name) == {}
    assert [proposed for _, proposed in asked(name) if proposed == "value"] == []


@given(st.sampled_from(sorted(VOCABULARY["estimates"])), st.sampled_from("_ -."), st.booleans())
def test_ours_is_known_whatever_holds_its_words_together(ours, sign, upper):
    name = ours.replace("_", sign)
    assert found(name.upper() if upper else name.title()) in (
        {},
        {name.upper(): ours},
        {name.title(): ours},
    )
    assert found(name.upper()) == {name.upper(): ours}


@given(st.text(max_size=30))
def test_words_are_the_same_read_twice(name):
    assert words_of(words_of(name)) == words_of(name)


@pytest.mark.parametrize(
    "field", ["OBJECTID", "Shape__Area", "GlobalID", "CreationDate", "EditDate", "Shape_Length"]
)
@pytest.mark.parametrize("kind", ["estimates", "areas", "orders"])
def test_what_a_mapping_program_writes_for_itself_is_never_used(field, kind):
    columns = match_columns([field], [""], kind, {})
    assert (columns.place_of, columns.questions) == ({}, ())


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("numPresentIdpInd", "idps"),
        ("Number of IDPs", "idps"),
        ("IDPs in shelters", "sheltered"),
        ("Estimated population", "people_present"),
        ("IDPs / عدد النازحين", "idps"),
        ("IDPs / Population", ""),
        ("Individuals", ""),
    ],
)
def test_a_column_of_numbers_may_say_what_it_counts(name, measure):
    assert measure_of(name, "") == measure


# Questions


def test_a_near_miss_is_asked_about_only_where_it_matters():
    missing = asked("Dat of the survy", "area", "value")
    assert missing == [("Dat of the survy", "as_of")]
    assert asked("Dat of the survy", "area", "value", "date") == []


def test_a_weak_likeness_to_what_nobody_needs_is_no_question():
    assert asked("date", "area", "value", "Publisher nam") == []
    assert asked("date", "area", "value", "source of titles") == [
        ("source of titles", "source_title")
    ]


@given(st.text(min_size=1, max_size=30))
def test_with_all_that_is_needed_only_a_strong_likeness_is_asked_about(name):
    columns = match_columns(["date", "area", "value", name], [""] * 4, "estimates", {})
    for question in columns.questions:
        assert question.score == 100 or question.score >= STRONG
    assert ASK < STRONG


def test_of_two_columns_that_do_not_matter_the_nearest_is_taken():
    names = ("link", "source_url", "date", "area", "value")
    assert found(*names)["source_url"] == "source_url"
    assert "link" not in found(*names)
    assert asked(*names) == []


def test_two_columns_of_numbers_are_asked_about():
    names = ("date", "area", "IDPs", "Population")
    rows = [("2025-10-05", "Rafah", 5.0, 9.0)]
    assert asked(*names, rows=rows) == [("IDPs", "value")]
    same = [("2025-10-05", "Rafah", 5.0, 5.0)]
    assert asked(*names, rows=same) == []


def test_what_is_answered_about_two_columns_is_done():
    content = table("2025-10-05,Rafah,5,9", header="date,area,IDPs,Population")
    (question,) = (q for q in refused(content).questions if q.about == "column")
    for answer, value, measure in (("value", 5, "idps"), ("", 9, "people_present")):
        _, given = shlex.split(question.option(answer))
        theirs, _, ours = given.rpartition("=")
        checked = check(content, "a.csv", decisions=Decisions(columns={theirs: ours}))
        (row,) = checked.frame.to_dict("records")
        assert (row["value"], row["measure"]) == (value, measure)


def test_a_governorate_is_the_area_beside_a_finer_place():
    names = ("date", "Location", "Governorate", "value")
    rows = [("2025-10-05", "A camp", "Rafah", 5.0)]
    assert found(*names, rows=rows)["Governorate"] == "destination"
    assert asked(*names, rows=rows) == []


def test_an_id_that_occurs_twice_matters_only_where_something_repeats_it():
    header = "id,date,area,value,measure"
    rows = ("7,2025-10-05,Rafah,5,idps", "7,2025-10-05,Gaza,6,idps")
    assert len(check(table(*rows, header=header), "a.csv").frame) == 2
    repeating = table(*(f"{row},7" for row in rows), header=f"{header},repeats")
    assert "occurs more than once" in str(refused(repeating))


# What is counted


MOVED = "date,from,to,value,measure"
ROWS = ("2025-10-05,Gaza,Rafah,5,movement", "2025-10-06,Gaza,Rafah,6,movement")


def test_what_movements_count_is_asked_once_for_the_whole_file():
    refusal = refused(table(*ROWS, header=MOVED))
    assert refusal.problems == ()
    (question,) = refusal.questions
    assert (question.about, question.proposed) == ("counting", "")
    for counting in question.choices:
        told = Decisions(counting=counting)
        frame = check(table(*ROWS, header=MOVED), "a.csv", decisions=told).frame
        assert set(frame["counting"]) == set(frame["unit"]) == {counting}


def test_a_row_that_says_what_it_counts_goes_before_the_answer():
    rows = (f"{ROWS[0]},people", f"{ROWS[1]},")
    content = table(*rows, header=f"{MOVED},counting")
    frame = check(content, "a.csv", decisions=Decisions(counting="movements")).frame
    assert frame["counting"].tolist() == ["people", "movements"]


def test_the_answer_says_nothing_of_what_is_no_movement():
    content = table("2025-10-05,Rafah,5,idps,UN,x")
    frame = check(content, "a.csv", decisions=Decisions(counting="movements")).frame
    assert frame["counting"].tolist() == ["people"]


def test_figures_of_people_are_offered_first():
    (question,) = refused(table("2025-10-05,Rafah,5", header="date,area,total")).questions
    assert question.choices[:4] == ("idps", "people_present", "sheltered", "movement")
    assert sorted(question.choices) == sorted(KIND_OF_MEASURE)


def test_who_is_displaced_from_an_area_moves_within_the_strip():
    content = table(
        "2025-10-05,Rafah,5,movement,people", header="date,displaced from,value,measure,counting"
    )
    (row,) = check(content, "a.csv").frame.to_dict("records")
    assert row["origin_pcodes"] == "PS0275"
    assert row["destination_pcodes"] == "PS0255 PS0260 PS0265 PS0270 PS0275"


def test_a_stock_with_an_origin_alone_names_no_area():
    content = table("2025-10-05,Rafah,5,idps", header="date,displaced from,value,measure")
    assert "names no area" in str(refused(content))


def test_an_area_alone_is_neither_end_of_a_movement():
    content = table("2025-10-05,Rafah,5,movement,people", header="date,area,value,measure,counting")
    assert "where from" in str(refused(content))
