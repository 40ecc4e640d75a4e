"""Rows of sites and of groups of people: never taken for all people of an area."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.user import Decisions, UserDataError, check
from nuzuh.loaders.user.estimates.groups import read_group
from tests.loaders.user_files import left, notes, table

AREAS = ["North Gaza", "Gaza", "Deir al-Balah", "Khan Younis", "Rafah"]
SITES = "Site ID,Site Name,Governorate,Date,Individuals,IDP HHs,Site Type"
SITE_ROWS = (
    "G-1,School A,Khan Younis,2025-10-03,3200,640,Collective centre",
    "G-2,Camp B,Khan Younis,2025-10-03,850,170,Makeshift",
    "G-3,School C,Deir al-Balah,2025-10-03,1400,280,Collective centre",
    "G-4,Camp D,Khan Younis,2025-10-03,410,82,Scattered",
)
NAMES = ("School", "Camp B", "Camp D", "G-1")


def checked(content: bytes, **how):
    return check(content, "mine.csv", decisions=Decisions(**{"measure": "idps"} | how))


def refused(content: bytes, **how) -> UserDataError:
    with pytest.raises(UserDataError) as refusal:
        checked(content, **how)
    return refusal.value


def by_area(content: bytes, **how) -> dict[str, tuple]:
    frame = checked(content, **how).frame
    columns = frame[["destination", "quantifier", "value", "low"]].astype(object)
    rows = columns.where(frame[["destination", "quantifier", "value", "low"]].notna(), None)
    return {row[0]: tuple(row[1:]) for row in rows.itertuples(index=False)}


# Sites


def test_sites_are_asked_about_and_never_one_of_them_taken():
    (question,) = refused(table(*SITE_ROWS, header=SITES)).questions
    assert (question.about, question.rows) == ("parts", 4)
    assert question.given in SITES.split(",")
    assert question.option("sum") == "--sum"


def test_sites_add_up_to_a_lower_bound_of_their_area():
    found = by_area(table(*SITE_ROWS, header=SITES), add_parts=True)
    assert found == {
        "Khan Younis": ("at least", None, 3200 + 850 + 410),
        "Deir al-Balah": ("at least", None, 1400),
    }


def test_a_sum_says_of_how_many_rows_it_is():
    one = checked(table(*SITE_ROWS, header=SITES), add_parts=True)
    row = one.frame.set_index("destination").loc["Khan Younis"]
    assert (row["note"], row["file_row"]) == ("Sum of 3 rows", 2)
    assert "3 rows" in row["source_title"]
    assert dict(notes(one)["summed"].values) == {"rows": 4, "n": 2}


def test_no_name_of_a_site_leaves_the_file():
    header, rows = SITES + ",Remarks", [f"{row},School A is full" for row in SITE_ROWS]
    for content in (table(*SITE_ROWS, header=SITES), table(*rows, header=header)):
        one = checked(content, add_parts=True)
        told = one.frame.to_csv() + str(one.notes) + str([x.names for x in one.left_out[:-1]])
        assert [name for name in NAMES if name in told] == []


@pytest.mark.parametrize(
    "named", ["Site Name", "اسم الموقع", "שם האתר", "campName", "Block", "ADM3_EN"]
)
def test_a_site_alone_is_asked_about_too(named):
    content = table(
        "Khan Younis,2025-10-03,3200,Place 1", header=f"Governorate,Date,Individuals,{named}"
    )
    (question,) = refused(content).questions
    assert (question.about, question.given, question.rows) == ("parts", named, 1)


@pytest.mark.parametrize(
    "named", ["Number of sites", "Sites", "Site type", "Average shelter capacity"]
)
def test_a_column_about_sites_names_none(named):
    content = table(
        "Khan Younis,2025-10-03,3200,14", header=f"Governorate,Date,Individuals,{named}"
    )
    assert by_area(content) == {"Khan Younis": ("exact", 3200, None)}


@given(
    st.lists(st.tuples(st.sampled_from(AREAS), st.integers(0, 9000)), min_size=2, max_size=25),
    st.sampled_from(["x", "Label", "رمز", "Unnamed: 3", "Enumerator"]),
    st.randoms(use_true_random=False),
)
@pytest.mark.thorough
def test_whatever_tells_rows_apart_people_are_kept(rows, column, order):
    """The sum of the figures is that of the rows, in any order of rows and columns."""
    lines = [(area, "2025-10-03", str(n), f"p{at}") for at, (area, n) in enumerate(rows)]
    names = ["Governorate", "Date", "Individuals", column]
    places = list(range(4))
    order.shuffle(lines)
    order.shuffle(places)
    text = [",".join(line[p] for p in places) for line in lines]
    content = table(*text, header=",".join(names[p] for p in places))
    single = len({area for area, _ in rows}) == len(rows)
    if not single:
        (question,) = refused(content).questions
        assert (question.about, question.given) == ("parts", column)
    frame = checked(content, add_parts=True).frame
    wanted: dict[str, int] = {}
    for area, n in rows:
        wanted[area] = wanted.get(area, 0) + n
    got = frame["low"].fillna(frame["value"])
    assert dict(zip(frame["destination"], got, strict=True)) == wanted
    several = {area for area, _ in rows if sum(a == area for a, _ in rows) > 1}
    bounds = frame.loc[frame["quantifier"] == "at least", "destination"]
    assert set(bounds) == several


@pytest.mark.parametrize("add_parts", [False, True])
def test_rows_that_only_their_numbers_tell_apart_are_refused(add_parts):
    """They may be a figure and its revision: their sum would be of nobody."""
    rows = ("Rafah,2025-10-03,500", "Rafah,2025-10-03,700")
    content = table(*rows, header="Governorate,Date,Individuals")
    refusal = refused(content, add_parts=add_parts)
    assert refusal.questions == ()
    (problem,) = refusal.problems
    assert (problem.row, problem.column, problem.others) == (2, "Individuals", 1)


def test_rows_of_other_days_or_publishers_or_sources_are_other_figures():
    header = "Governorate,Date,Individuals,publisher,source"
    rows = (
        "Rafah,2025-10-03,500,A,x",
        "Rafah,2025-10-04,500,A,x",
        "Rafah,2025-10-03,600,B,x",
        "Rafah,2025-10-03,700,A,y",
    )
    assert len(checked(table(*rows, header=header)).frame) == 4


def test_the_same_row_twice_counts_once():
    one = checked(table(*[SITE_ROWS[0]] * 3, SITE_ROWS[1], header=SITES), add_parts=True)
    assert left(one)["duplicate"].numbers == (3, 4)
    assert one.frame["low"].tolist() == [4050]


def test_sites_beside_the_row_of_their_area_are_left_out():
    rows = (
        "School A,Rafah,2025-10-03,300",
        "Camp B,Rafah,2025-10-03,200",
        "Total,Rafah,2025-10-03,520",
        ",Gaza,2025-10-03,900",
    )
    one = checked(table(*rows, header="Site,Governorate,Date,Individuals"))
    assert one.frame["value"].tolist() == [520, 900]
    assert left(one)["part"].numbers == (2, 3)


def test_sites_above_the_row_of_their_area_are_a_problem():
    rows = ("School A,Rafah,2025-10-03,300", ",Rafah,2025-10-03,200")
    (problem,) = refused(table(*rows, header="Site,Governorate,Date,Individuals")).problems
    assert (problem.row, problem.cell) == (3, "200 < 300")


def test_shares_of_parts_are_never_added():
    rows = ("A,Rafah,2025-10-03,30%", "B,Rafah,2025-10-03,20%")
    content = table(*rows, header="Site,Governorate,Date,value")
    refusal = refused(content, measure="density", add_parts=True)
    assert "cannot be added up" in str(refusal)


def test_what_is_no_lower_bound_adds_none():
    rows = (
        "A,Rafah,2025-10-03,more than 30",
        "B,Rafah,2025-10-03,up to 20",
        "C,Rafah,2025-10-03,40-50",
    )
    content = table(*rows, header="Site,Governorate,Date,value")
    assert by_area(content, add_parts=True) == {"Rafah": ("at least", None, 30 + 40)}


def test_rounds_of_a_series_are_never_added():
    rows = ("Rafah,2025-10-03,500,1", "Rafah,2025-10-03,700,2")
    for header in ("Governorate,Date,value,Round", "Governorate,Date,value,الجولة"):
        refusal = refused(table(*rows, header=header), add_parts=True)
        assert "never added up" in str(refusal)
    rows = ("S,Rafah,2025-10-03,500,1", "S,Rafah,2025-10-03,700,2", "T,Rafah,2025-10-03,9,1")
    content = table(*rows, header="Site,Governorate,Date,value,reporting_round")
    (problem,) = refused(content, add_parts=True).problems
    assert problem.column == "reporting_round"


def test_a_site_told_twice_is_not_counted_twice():
    rows = ("S,Rafah,2025-10-03,500,90", "S,Rafah,2025-10-03,700,120", "T,Rafah,2025-10-03,9,2")
    content = table(*rows, header="Site,Governorate,Date,Individuals,HHs")
    (problem,) = refused(content, add_parts=True).problems
    assert (problem.column, problem.others) == ("Site", 2)


@pytest.mark.parametrize("whole", ["Camp A,", "Total Camp A,", "Camp A,Total"])
def test_what_holds_other_sites_is_not_added_to_them(whole):
    rows = ("Camp A,1", "Camp A,2", whole, "Camp B,1")
    numbers = (100, 200, 300, 40)
    lines = [f"{row},Rafah,2025-10-03,{n}" for row, n in zip(rows, numbers, strict=True)]
    one = checked(table(*lines, header="Camp,Block,Governorate,Date,value"), add_parts=True)
    assert one.frame["low"].fillna(one.frame["value"]).max() in (340, 300)
    assert one.frame["low"].fillna(0).sum() <= 340
    assert len(one.frame) == 1


def test_codes_finer_than_the_area_are_parts():
    rows = ("PS027005,2025-10-03,300", "PS027010,2025-10-03,200", "PS010105,2025-10-03,900")
    content = table(*rows, header="pcode,Date,value")
    (question,) = refused(content).questions
    assert (question.about, question.given, question.rows) == ("parts", "pcode", 2)
    assert by_area(content, add_parts=True) == {"Khan Younis": ("at least", None, 500)}


def test_places_that_a_name_puts_within_an_area_are_parts():
    rows = ('"School A, Khan Younis",2025-10-03,300', '"Tent 4, Khan Younis, oPt",2025-10-03,200')
    content = table(*rows, header="area,Date,value")
    assert refused(content).questions[0].about == "parts"
    assert by_area(content, add_parts=True) == {"Khan Younis": ("at least", None, 500)}


def test_households_are_never_people():
    rows = ("Rafah,2025-10-03,640", "Gaza,2025-10-03,170")
    content = table(*rows, header="Governorate,Date,Households")
    frame = checked(content, measure="sheltered").frame
    assert frame["unit"].tolist() == ["households"] * 2
    assert "households where people are meant" in str(refused(content))
    both = table("Rafah,2025-10-03,640,3200", header="Governorate,Date,HHs,Individuals")
    frame = checked(both, measure="sheltered").frame
    assert (frame["value"].tolist(), frame["unit"].tolist()) == ([3200], ["people"])
    told = checked(both, measure="sheltered", columns={"HHs": "value", "Individuals": ""}).frame
    assert told["unit"].tolist() == ["households"]


# Groups of people


HAPI = "admin2_code,admin2_name,gender,age_range,min_age,max_age,population,period_end"


def hapi(*rows: str) -> bytes:
    return table(*[f"PS0255,North Gaza,{row},2023-12-31" for row in rows], header=HAPI)


def test_rows_of_all_people_are_kept_and_groups_are_left_out():
    content = hapi("f,0-4,0,4,33000", "m,0-4,0,4,34000", "f,all,,,219000", "all,all,,,444412")
    one = checked(content, measure="")
    assert one.frame["value"].tolist() == [444_412]
    assert left(one)["group"].numbers == (2, 3, 4)
    assert left(one)["group"].names == ("f", "m", "0-4")


@pytest.mark.parametrize(
    ("column", "words", "whole"),
    [
        ("Gender", ("Female", "Male"), "Both sexes"),
        ("الجنس", ("إناث", "ذكور"), "المجموع"),
        ("מין", ("נשים", "גברים"), 'סה"כ'),
        ("x", ("women", "men"), "total"),
        ("Sex", ("F", "M"), "T"),
        ("sex", ("f", "m"), ""),
        ("Population group", ("PRL", "Others"), "all"),
        ("Disability", ("with disability", "without disability"), "all"),
        ("Kind", ("Returnees", "Host community"), "IDPs"),
    ],
)
def test_groups_are_known_by_the_name_and_by_the_words_of_a_column(column, words, whole):
    rows = [
        f"Rafah,2025-10-03,{n},{word.replace(chr(34), chr(34) * 2)}"
        for n, word in ((400, words[0]), (600, words[1]))
    ]
    quoted = f'"{whole.replace(chr(34), chr(34) * 2)}"'
    content = table(
        *rows, f"Rafah,2025-10-03,1000,{quoted}", header=f"Governorate,Date,value,{column}"
    )
    one = checked(content)
    assert one.frame["value"].tolist() == [1000]
    assert left(one)["group"].numbers == (2, 3)


def test_a_group_alone_is_refused():
    content = table("Rafah,2025-10-03,400,f", header="Governorate,Date,value,gender")
    (problem,) = refused(content, add_parts=True).problems
    assert (problem.row, problem.column) == (2, "gender")


def test_both_sexes_are_everyone_when_the_reader_says_so():
    rows = ("Rafah,2025-10-03,400,f", "Rafah,2025-10-03,600,m")
    content = table(*rows, header="Governorate,Date,value,gender")
    (question,) = refused(content).questions
    assert (question.about, question.given, question.rows) == ("parts", "gender", 2)
    assert by_area(content, add_parts=True) == {"Rafah": ("exact", 1000, None)}


@pytest.mark.parametrize(
    "groups",
    [
        ["f", "f", "m"],
        ["f", "m", "children"],
        ["children", "adults"],
        ["f", "returnees"],
    ],
)
def test_what_is_no_partition_is_never_added(groups):
    rows = [f"Rafah,2025-10-03,{n},{group},{n}" for n, group in enumerate(groups, 1)]
    refusal = refused(table(*rows, header="Governorate,Date,value,group_,id_"), add_parts=True)
    assert "singles out a part of the people" in str(refusal)


@given(
    st.lists(st.integers(1, 89), unique=True, max_size=6).map(sorted),
    st.booleans(),
    st.sampled_from(["", "drop", "double", "gap"]),
    st.randoms(use_true_random=False),
)
def test_ages_are_everyone_only_when_each_is_there_once(cuts, by_sex, damage, order):
    starts = [0, *cuts]
    ages = [f"{a}-{b - 1}" for a, b in pairwise(starts)] + [f"{starts[-1]}+"]
    groups = [(age, sex) for age in ages for sex in (("f", "m") if by_sex else ("all",))]
    counted = {group: order.randrange(1, 5000) for group in groups}
    rows = [[*group, count] for group, count in counted.items()]
    broken = damage != "" and len(rows) > 1
    if damage == "drop" and broken:
        rows.pop(order.randrange(len(rows)))
    elif damage == "double" and broken:
        rows.append([*rows[0][:2], 7])
    elif damage == "gap" and broken:
        rows[0][0] = "1-1" if starts[1:] != [2] else "2-2"
    order.shuffle(rows)
    text = [f"Rafah,2025-10-03,{count},{age},{sex}" for age, sex, count in rows]
    content = table(*text, header="Governorate,Date,value,Age,Sex")
    if broken:
        assert refused(content, add_parts=True).problems
    elif len(rows) > 1:
        assert by_area(content, add_parts=True) == {"Rafah": ("exact", sum(counted.values()), None)}


def test_both_sexes_that_are_not_the_row_of_all_are_a_problem():
    rows = ("Rafah,2025-10-03,400,f", "Rafah,2025-10-03,600,m", "Rafah,2025-10-03,1200,all")
    (problem,) = refused(table(*rows, header="Governorate,Date,value,gender")).problems
    assert problem.cell == "1,200 ≠ 1,000"


def test_a_group_larger_than_all_is_a_problem():
    rows = ("Rafah,2025-10-03,400,0-4", "Rafah,2025-10-03,300,all")
    assert refused(table(*rows, header="Governorate,Date,value,age")).problems


def test_a_single_year_of_age_is_a_group():
    content = table("Rafah,2025-10-03,400,5", header="Governorate,Date,value,Age")
    assert refused(content, add_parts=True).problems


def test_displaced_people_beside_their_hosts_are_no_sum():
    rows = ("Rafah,2025-10-03,600,IDPs", "Rafah,2025-10-03,4000,Host community")
    content = table(*rows, header="Governorate,Date,value,Population type")
    assert by_area(content) == {"Rafah": ("exact", 600, None)}
    assert refused(content, measure="people_present", add_parts=True).problems


def test_an_average_age_is_no_group():
    content = table("Rafah,2025-10-03,400,23.5", header="Governorate,Date,value,average age")
    assert by_area(content) == {"Rafah": ("exact", 400, None)}


def test_a_group_row_that_cannot_be_read_refuses_nothing_where_all_are_told():
    rows = ("Rafah,2025-10-03,lots,f", "Rafah,2025-10-03,1000,all")
    assert by_area(table(*rows, header="Governorate,Date,value,gender")) == {
        "Rafah": ("exact", 1000, None)
    }


def test_groups_of_sites_are_told_apart_before_the_sites_are_added():
    rows = [
        f"{site},Rafah,2025-10-03,{n},{sex}"
        for site, n in (("A", 100), ("B", 200))
        for sex, n in (("f", n), ("m", n), ("all", 2 * n))
    ]
    content = table(*rows, header="Site name,Governorate,Date,value,sex")
    assert by_area(content, add_parts=True) == {"Rafah": ("at least", None, 600)}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("18-59", (18, 59)),
        ("18 to 59 years", (18, 59)),
        ("60+", (60, 150)),
        ("80 and over", (80, 150)),
        ("<5", (0, 4)),
        ("under 18", (0, 17)),
        ("BOYS", "m"),
        ("T_TL", "all"),
        ("كلا الجنسين", "all"),
        ("School", None),
        ("9-5", None),
    ],
)
def test_words_for_groups(text, group):
    assert read_group(text) == group


# Whole files of such kinds, shuffled and renamed


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize(
    "header",
    [
        SITES,
        "رقم الموقع,اسم الموقع,المحافظة,التاريخ,عدد النازحين,عدد الأسر,نوع الموقع",
        "k1,k2,Admin2,Reporting date,number of idps,hh,k3",
    ],
)
def test_a_list_of_sites_ends_the_same_however_it_is_written(header, turn):
    columns = [(3 * at + 2 * turn) % 7 for at in range(7)]
    rows = [row.split(",") for row in (*SITE_ROWS[turn:], *SITE_ROWS[:turn])]
    names = header.split(",")
    content = table(
        *(",".join(row[c] for c in columns) for row in rows),
        header=",".join(names[c] for c in columns),
    )
    assert refused(content).questions[0].about == "parts"
    found = by_area(content, add_parts=True)
    assert found["Khan Younis"] == ("at least", None, 4460)
    # Where nothing names sites, a row alone cannot be told from an area's.
    assert found["Deir al-Balah"][1:] in ((None, 1400), (1400, None))


@pytest.mark.parametrize("ages", [["5-17", "18+"], ["0-17", "18-59"], ["0-4", "18+"], ["18+"]])
def test_ages_that_leave_somebody_out_are_not_everyone(ages):
    rows = [f"Rafah,2025-10-03,{n},{age}" for n, age in enumerate(ages, 1)]
    content = table(*rows, header="Governorate,Date,value,Age group")
    assert "singles out a part" in str(refused(content, add_parts=True))
