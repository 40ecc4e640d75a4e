"""Areas of a reader's file: what is outside is left out and counted, what is unsure is asked."""

from __future__ import annotations

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import load_area_names, load_other_areas, load_places
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user import Decisions, UserDataError, check
from nuzuh.loaders.user.places.gazetteer import place_of_codes
from nuzuh.loaders.user.places.names import ask_about, find_place, is_doubtful
from tests.loaders.user_files import left, notes, table

STRIP = " ".join(pc.GOVERNORATES)
INSIDE = ["North Gaza", "Gaza", "Deir al-Balah", "Khan Younis", "Rafah"]


def of_areas(*names: str, column: str = "Governorate") -> bytes:
    rows = [f'2025-10-05,"{name}",{1000 + at},idps' for at, name in enumerate(names)]
    return table(*rows, header=f"Date,{column},value,measure")


def refused(content: bytes, **how) -> UserDataError:
    with pytest.raises(UserDataError) as refusal:
        check(content, "mine.csv", decisions=Decisions(**how))
    return refusal.value


def codes(content: bytes, **how) -> list[str]:
    frame = check(content, "mine.csv", decisions=Decisions(**how)).frame
    return frame["destination_pcodes"].tolist()


# What holds whatever the name


def test_no_area_outside_has_a_name_of_one_inside():
    inside = {*load_places().frame["name_en"], *load_places().frame["name_ar"]} - {""}
    inside |= {name for name in load_area_names().frame["name"] if name != "State of Palestine"}
    assert {name for name in inside if find_place(name).reach != "inside"} == set()


def test_every_area_of_the_table_is_known_in_three_languages_and_by_its_code():
    for row in load_other_areas().frame.itertuples():
        reach = "inside" if row.reach == "whole" else row.reach
        names = (row.name_en, row.name_ar, row.name_he, *row.also.split("; "))
        for name in names:
            assert find_place(name).reach == reach, name
            assert find_place(f"{name} ").reach == reach, name
        assert place_of_codes(row.code).reach == reach


def test_the_eleven_governorates_of_the_west_bank_have_the_codes_of_the_common_data_set():
    frame = load_other_areas().frame.set_index("code")["name_en"]
    west_bank = {code: name for code, name in frame.items() if re.fullmatch(r"PS01\d\d", code)}
    assert list(west_bank) == [f"PS01{n:02}" for n in (1, *range(5, 51, 5))]
    assert west_bank["PS0101"] == "Jenin"
    assert west_bank["PS0150"] == "Hebron"


@given(st.text(max_size=60))
def test_any_name_is_read_or_asked_about(name):
    place = find_place(name)
    question = ask_about(name)
    assert pc.split(question.proposed) <= pc.KNOWN
    assert place is None or pc.split(place.pcodes) <= pc.KNOWN


@given(
    st.sampled_from(["governorate", "district", "city", "camp", "strip", "area", "محافظة", "נפת"]),
    st.sampled_from(["Xanadu", "Zzyzx", "Qwerty", "Hebrun", "Jennin"]),
)
def test_a_generic_word_proposes_no_place(generic, name):
    for text in (f"{name} {generic}", f"{generic} {name}", f"{generic} of {name}", generic):
        assert find_place(text) is None
        assert ask_about(text).proposed == ""


@given(
    st.lists(st.sampled_from(INSIDE), min_size=1, unique=True),
    st.lists(st.sampled_from(["Hebron", "West Bank", "Palestine", "Jenin Governorate"])),
    st.randoms(use_true_random=False),
)
def test_what_is_used_and_what_is_left_out_are_all_rows(inside, outside, order):
    names = [*inside, *outside]
    order.shuffle(names)
    if is_doubtful(names):
        with pytest.raises(UserDataError, match="the area 'Gaza' is not known"):
            check(of_areas(*names), "mine.csv")
        return
    checked = check(of_areas(*names), "mine.csv")
    gone = sum(one.count for one in checked.left_out if one.unit == "row")
    assert sorted(checked.frame["destination"]) == sorted(inside)
    assert len(checked.frame) + gone == len(names)


# Names


@pytest.mark.parametrize(
    ("name", "pcodes"),
    [
        ("Gaza Strip, Palestine", STRIP),
        ("Gaza Strip,  Gaza Strip, Palestinian Territories", STRIP),
        (
            "Gaza Strip, Deir al-Balah Governorate, Gaza Strip, Palestinian Territories",
            "PS0255 PS0260 PS0265 PS0270 PS0275",
        ),
        ("Khan Younis / Gaza Strip / oPt", "PS0270"),
        ("Gaza Strip - North Gaza", "PS0255"),
        ("Rafah (Gaza Strip)", "PS0275"),
        ("خان يونس، قطاع غزة، فلسطين", "PS0270"),
        ("רפיח, רצועת עזה", "PS0275"),
        ("Nuseirat camp, Deir al-Balah, Gaza Strip", "PS0265"),
        ("Gaza governorates", STRIP),
        ("محافظات غزة", STRIP),
        ("Governorate of Rafah", "PS0275"),
        ("Khan Younis District", "PS0270"),
        ("Total Gaza Strip", STRIP),
        ("Gaza City", "PS0260"),
        ("Dier Al-Balah", "PS0265"),
    ],
)
def test_a_name_means_the_smallest_area_that_its_parts_name(name, pcodes):
    assert codes(of_areas(name)) == [pcodes]


@pytest.mark.parametrize(
    "name",
    [
        "Hebron Governorate",
        "Jenin",
        "West Bank",
        "محافظة الخليل",
        "Nablus, West Bank, Palestine",
        "חברון",
        "Kisan, West Bank, Palestinian Territories",
        "East Jerusalem",
        "Israel",
        "Tulkarem",
        "Bethlehem, West Bank, oPt; Jericho, West Bank, oPt",
    ],
)
def test_an_area_outside_is_left_out_and_counted(name):
    checked = check(of_areas("Rafah", name), "mine.csv")
    assert checked.areas == ("Rafah",)
    assert left(checked)["outside"].numbers == (3,)
    assert left(checked)["outside"].names


@pytest.mark.parametrize("name", ["Palestine", "State of Palestine", "oPt", "فلسطين", "PSE"])
def test_what_holds_more_than_the_strip_is_left_out_apart(name):
    checked = check(of_areas("Rafah", name), "mine.csv")
    assert left(checked)["wider"].numbers == (3,)
    assert "outside" not in left(checked)


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Khan Yuonis", "PS0270"),
        ("Khan Younis, Rafah", "PS0270 PS0275"),
        ("Gaza, Palestine", ""),
        ("Gaza area", ""),
        ("Rafah; Hebron", ""),
        ("Rafah, West Bank", ""),
        ("School A, Gaza Strip", STRIP),
    ],
)
def test_what_could_mean_two_things_is_asked(name, proposed):
    (question,) = refused(of_areas(name)).questions
    assert (question.about, question.given) == ("area", name)
    assert question.proposed in (proposed, "")
    assert "" in question.choices


def test_a_town_or_a_camp_is_not_the_governorate_of_its_name():
    names = ["Rafah municipality", "city of Khan Younis", "Rafah camp", "مدينة دير البلح"]
    frame = check(of_areas(*names), "mine.csv").frame
    assert frame["destination_coverage"].tolist() == ["part"] * 4
    assert frame["destination_pcodes"].tolist() == ["PS0275", "PS0270", "PS0275", "PS0265"]


def test_a_column_of_towns_or_camps_holds_these():
    told = Decisions(columns={"Municipality": "destination", "Camp": "destination"})
    for column, name in (("Municipality", "Rafah"), ("Camp", "Khan Younis")):
        told = Decisions(columns={column: "destination"})
        frame = check(of_areas(name, column=column), "mine.csv", decisions=told).frame
        assert frame["destination_coverage"].tolist() == ["part"]
    told = {"Camp": "destination"}
    (question,) = refused(of_areas("North Gaza", column="Camp"), columns=told).questions
    assert question.given == "North Gaza"


def test_gaza_beside_the_west_bank_alone_is_asked_about():
    refusal = refused(of_areas("West Bank", "Gaza", "Palestine", column="Region"))
    (question,) = refusal.questions
    assert (question.given, question.proposed) == ("Gaza", "")
    assert codes(of_areas("West Bank", "Gaza"), areas={"Gaza": STRIP}) == [STRIP]
    assert codes(of_areas("Hebron", "Gaza", "Rafah")) == ["PS0260", "PS0275"]
    assert codes(of_areas("West Bank", "Gaza", "Rafah")) == ["PS0260", "PS0275"]


def test_gaza_with_more_people_than_ever_lived_in_the_governorate_is_asked_about():
    content = table("2025-10-05,Gaza,1900000,idps", header="date,area,value,measure")
    (question,) = refused(content).questions
    assert question.given == "Gaza"
    assert codes(content, areas={"Gaza": STRIP}) == [STRIP]
    assert codes(content, areas={"Gaza": "PS0260"}) == ["PS0260"]
    assert codes(content.replace(b"1900000", b"700000")) == ["PS0260"]


# Codes


def test_rows_of_other_codes_are_left_out():
    rows = ["PS0255", "PS0101", "PS010105", "PS01", "PS", "PS0150"]
    content = table(
        *[f"2025-10-05,{code},5,idps" for code in rows], header="date,pcode,value,measure"
    )
    checked = check(content, "mine.csv")
    assert checked.frame["destination_pcodes"].tolist() == ["PS0255"]
    assert left(checked)["outside"].numbers == (3, 4, 5, 7)
    assert left(checked)["outside"].names == ("Jenin", "West Bank", "Hebron")
    assert left(checked)["wider"].numbers == (6,)


def test_the_code_of_the_whole_strip_is_known():
    content = table("2025-10-05,PS02,5,idps", header="date,pcode,value,measure")
    assert check(content, "mine.csv").areas == ("Gaza Strip",)


@pytest.mark.parametrize("code", ["PS0999", "GZ-1", "PS0299"])
def test_a_code_that_does_not_exist_stays_a_problem(code):
    content = table(
        "2025-10-05,PS0255,5,idps", f"2025-10-05,{code},6,idps", header="date,pcode,value,measure"
    )
    (problem,) = refused(content).problems
    assert (problem.row, problem.cell) == (3, code)
    assert codes(content, areas={code: ""}) == ["PS0255"]


@pytest.mark.parametrize(
    ("name", "code", "meant"),
    [
        ("Gaza Strip", "PS0270", "PS0270"),
        ("Khan Younis", "PS02", "PS0270"),
        ("Rafah", "PSE", "PS0275"),
        ("Palestine", "PS0275", "PS0275"),
        ("Khan Yunnis", "PS0270", "PS0270"),
    ],
)
def test_the_smaller_of_name_and_code_is_meant(name, code, meant):
    content = table(f"2025-10-05,{name},{code},5,idps", header="date,area,pcode,value,measure")
    assert codes(content) == [meant]


@pytest.mark.parametrize(("name", "code"), [("Rafah", "PS0101"), ("Jenin", "PS0255")])
def test_a_name_inside_and_a_code_outside_contradict_each_other(name, code):
    content = table(f"2025-10-05,{name},{code},5,idps", header="date,area,pcode,value,measure")
    assert "mend one of them" in str(refused(content))


def test_an_unknown_name_beside_a_code_is_asked_about_and_never_shown():
    content = table("2025-10-05,Tent 7,PS0270,5,idps", header="date,area,pcode,value,measure")
    (question,) = refused(content).questions
    assert (question.about, question.given) == ("area", "Tent 7")
    several = table(
        "2025-10-05,Tent 7,PS0270,5,idps",
        "2025-10-05,Tent 8,PS0270,6,idps",
        header="date,area,pcode,value,measure",
    )
    (question,) = refused(several).questions
    assert (question.about, question.rows) == ("parts", 2)
    frame = check(several, "mine.csv", decisions=Decisions(add_parts=True)).frame
    assert (frame["low"].tolist(), frame["destination"].tolist()) == ([11], ["Khan Younis"])


# Columns of wider areas


@pytest.mark.parametrize(
    ("column", "west_bank", "strip"),
    [
        ("ADM1_EN", "West Bank", "Gaza Strip"),
        ("Territory", "الضفة الغربية", "قطاع غزة"),
        ("אזור ראשי", "הגדה המערבית", "רצועת עזה"),
        ("Parent", "PS01", "PS02"),
    ],
)
def test_a_column_of_wider_areas_tells_rows_outside(column, west_bank, strip):
    header = f"{column},Governorate,Date,value,measure"
    content = table(
        f"{strip},Rafah,2025-10-05,5,idps",
        f"{west_bank},Nowhere,2025-10-05,7,idps",
        f"{west_bank},,2025-10-05,7,idps",
        header=header,
    )
    checked = check(content, "mine.csv")
    assert checked.areas == ("Rafah",)
    assert left(checked)["outside"].numbers == (3, 4)


def test_levels_in_one_file_are_told_apart_by_their_column():
    header = "admin_level,admin1_name,admin2_name,date,value,measure"
    content = table(
        "2,Gaza Strip,Rafah,2025-10-05,5,idps",
        "1,Gaza Strip,,2025-10-05,50,idps",
        "1,West Bank,,2025-10-05,70,idps",
        header=header,
    )
    told = Decisions(columns={"admin2_name": "destination"})
    checked = check(content, "mine.csv", decisions=told)
    assert checked.frame["destination"].tolist() == ["Rafah", "Gaza Strip"]
    bare = table(
        "Gaza Strip,,2025-10-05,50,idps", header="admin1_name,admin2_name,date,value,measure"
    )
    assert "names no area" in str(refused(bare, columns={"admin2_name": "destination"}))


# Nothing left, answers, movements


def test_a_file_of_which_nothing_lies_inside_is_refused_by_name():
    assert "speaks of no area in the Gaza Strip" in str(refused(of_areas("Hebron", "Jenin")))
    assert "Hebron" in str(refused(of_areas("Hebron", "Palestine")))


def test_an_empty_answer_leaves_rows_out():
    content = of_areas("Rafah", "Nowhere")
    (question,) = refused(content).questions
    assert shlex.split(question.option("")) == ["--area", "Nowhere="]
    checked = check(content, "mine.csv", decisions=Decisions(areas={"Nowhere": ""}))
    assert left(checked)["answered"].numbers == (3,)
    assert checked.areas == ("Rafah",)


def test_an_answer_for_a_name_that_is_not_there_is_told():
    checked = check(of_areas("Rafah"), "mine.csv", decisions=Decisions(areas={"Elsewhere": ""}))
    assert dict(notes(checked)["unheard"].values)["names"] == "Elsewhere"
    refusal = refused(of_areas("Nowhere"), areas={"Nowere": "PS0275"})
    assert [problem.cell for problem in refusal.problems] == ["Nowere"]


def test_an_answer_that_is_no_code_is_refused():
    assert "cannot be the area 'here'" in str(
        refused(of_areas("Nowhere"), areas={"Nowhere": "here"})
    )


def test_what_is_wrong_in_a_row_outside_refuses_nothing():
    content = table(
        "2025-10-05,Rafah,5,idps", "soon,Hebron,lots,idps", header="date,area,value,measure"
    )
    assert len(check(content, "mine.csv").frame) == 1


def test_a_movement_out_of_the_strip_ends_outside():
    header = "date,from,to,value,measure,counting"
    content = table(
        "2025-10-05,Rafah,Egypt,500,movement,people",
        "2025-10-05,Jenin,Hebron,700,movement,people",
        header=header,
    )
    checked = check(content, "mine.csv")
    (row,) = checked.frame.to_dict("records")
    assert (row["origin_pcodes"], row["destination_pcodes"]) == ("PS0275", pc.EXTERIOR)
    assert left(checked)["outside"].numbers == (3,)


def test_a_stock_outside_stays_out_wherever_it_came_from():
    content = table(
        "2025-10-05,Rafah,Egypt,500,idps",
        "2025-10-05,,Rafah,7,idps",
        header="date,from,to,value,measure",
    )
    checked = check(content, "mine.csv")
    assert checked.frame["value"].tolist() == [7]
    assert left(checked)["outside"].numbers == (2,)


# Whole files of such kinds


def test_a_table_of_all_governorates_keeps_the_five():
    west_bank = ["Jenin", "Tubas", "Tulkarm", "Nablus", "Qalqiliya", "Salfit"]
    west_bank += ["Ramallah & Al-Bireh", "Jericho & Al-Aghwar", "Jerusalem", "Bethlehem", "Hebron"]
    names = [*west_bank, "North Gaza", "Gaza", "Dier al-Balah", "Khan Yunis", "Rafah"]
    numbers = range(100_000, 100_000 + 1000 * len(names), 1000)
    rows = [f'"{name}",2025-07-01,{n}' for name, n in zip(names, numbers, strict=True)]
    inside = sum(list(numbers)[11:])
    rows.insert(0, f"West Bank,2025-07-01,{sum(numbers) - inside}")
    rows.insert(12, f"Gaza Strip,2025-07-01,{inside}")
    rows.append(f"Palestine,2025-07-01,{sum(numbers)}")
    rows.append(f"Total,2025-07-01,{sum(numbers)}")
    checked = check(table(*rows, header="Governorate,Date,Population"), "mine.csv")
    assert sorted(checked.areas) == sorted([*(a.name for a in territory().areas), "Gaza Strip"])
    assert checked.frame["value"].sum() == 2 * inside
    assert (left(checked)["outside"].count, left(checked)["wider"].count) == (12, 1)
    assert left(checked)["total"].count == 1


def test_an_empty_area_beside_a_country_alone_stays_a_problem():
    header = "Country,Governorate,Date,value,measure"
    rows = ("Palestine,Rafah,2025-10-05,5,idps", "Palestine,,2025-10-05,7,idps")
    (problem,) = refused(table(*rows, header=header)).problems
    assert (problem.row, problem.column) == (3, "Governorate")


def test_words_of_a_file_are_forgotten_with_it():
    from nuzuh.loaders.user.places.ends import read_end

    refused(of_areas("Nowhere at all"))
    assert read_end.cache_info().currsize == 0
    assert find_place.cache_info().currsize == 0


@pytest.mark.parametrize("name", ["city of Hebron", "Jenin refugee camp", "Nablus municipality"])
def test_towns_and_camps_of_areas_outside_lie_outside(name):
    assert find_place(name).reach == "outside"
