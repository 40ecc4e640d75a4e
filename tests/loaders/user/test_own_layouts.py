"""Files of known layouts: read by name however their columns stand, or refused in words."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest

from nuzuh.loaders import DataError
from nuzuh.loaders.estimates import COLUMNS, KIND_OF_MEASURE, load_estimates
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.user import Decisions, UserDataError, check, combine
from nuzuh.loaders.user.headers.columns import VOCABULARY, match_columns
from nuzuh.loaders.user.headers.layouts import KNOWN, LAYOUTS, OTHERS, layout_of
from nuzuh.loaders.user.headers.vocabulary import words_of
from nuzuh.scene.translator import Translator
from tests.loaders.layout_examples import EXAMPLES, REFUSED, Example
from tests.loaders.user_files import left, notes, workbook

READ = [pytest.param(one, id=f"{n} {one.layout}") for n, one in enumerate(EXAMPLES)]


def written(rows: list[dict[str, str]], header: list[str], *above: dict[str, str]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, header, restval="", extrasaction="ignore")
    table.writeheader()
    table.writerows([*above, *rows])
    return text.getvalue().encode()


def figures(checked) -> list[tuple]:
    """What came of a file, without the order of its rows."""
    found = []
    for row in checked.frame.to_dict("records"):
        numbers = [row[name] for name in ("value", "low", "high") if row[name] == row[name]]
        found.append(
            (
                row["measure"],
                row["origin_pcodes"],
                row["destination_pcodes"],
                numbers[0],
                row["quantifier"],
                row["as_of"].date().isoformat(),
            )
        )
    return sorted(found)


def counted(checked) -> dict[str, int]:
    return {reason: one.count for reason, one in left(checked).items() if reason != "unused"}


# What holds for every layout


def test_every_layout_has_an_example_of_its_own_header():
    assert {one.layout for one in EXAMPLES} == {layout.name for layout in LAYOUTS}
    assert set(REFUSED.values()) == {layout.name for layout in OTHERS}


@pytest.mark.parametrize("layout", KNOWN, ids=lambda one: one.name)
def test_a_layout_maps_to_columns_that_there_are(layout):
    assert set(layout.columns.values()) <= {"", *VOCABULARY["estimates"]}
    assert set(layout.constants) <= set(COLUMNS)
    assert layout.constants.get("measure", "idps") in KIND_OF_MEASURE
    assert {layout.constants.get("publisher", "UN")} <= set(groups())
    names = {
        *layout.columns,
        *layout.areas,
        *layout.tags.values(),
        *frozenset().union(*layout.needs),
    }
    assert {name for name in names if words_of(name) != name} == set()
    assert layout.page.startswith("https://")


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_what_a_layout_leaves_out_has_words(language):
    t = Translator(language)
    reasons = {rule.reason for layout in KNOWN for rule in layout.keeps}
    reasons |= {"wider", "outside", "misplaced"}
    assert [reason for reason in reasons if not t.has(f"own.left.{reason}")] == []


def test_no_header_is_two_layouts_unless_one_of_them_knows_more_of_it():
    for one, other in permutations(KNOWN, 2):
        for needs in one.needs:
            for wider in other.needs:
                assert needs != wider, (one.name, other.name)
                if needs < wider:
                    found = layout_of(sorted(wider), [""] * len(wider))
                    assert found is other


def test_a_header_that_is_two_layouts_is_none():
    header = sorted(LAYOUTS[0].needs[0] | OTHERS[0].needs[0])
    assert len(LAYOUTS[0].needs[0]) == len(OTHERS[0].needs[0])
    assert layout_of(header, [""] * len(header)) is None


def test_layouts_have_names_of_their_own():
    assert len({layout.name for layout in KNOWN}) == len(KNOWN)


def test_every_example_is_known_as_itself():
    headers = {one.header: one.layout for one in EXAMPLES} | REFUSED
    for header, name in headers.items():
        names = next(csv.reader([header]))
        found = layout_of(names, [""] * len(names))
        assert found is not None, name
        assert found.name == name


def test_the_templates_and_our_own_tables_are_no_layout_of_others():
    for header in (COLUMNS, ("date", "area", "value"), ("Date", "Governorate", "Individuals")):
        assert layout_of(header, [""] * len(header)) is None


@pytest.mark.parametrize("layout", KNOWN, ids=lambda one: one.name)
def test_the_documentation_lists_every_layout(layout):
    page = Path(__file__).parents[3] / "docs" / "own-data.md"
    assert layout.name in page.read_text(encoding="utf-8")


# What comes of a file


@pytest.mark.parametrize("example", READ)
@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.few(12)
def test_a_file_is_read_however_its_columns_and_rows_stand(example: Example, seed: int):
    header, rows = example.header.split(","), list(example.rows)
    optional = example.optional.split(",")
    if seed:
        header = [*header[seed * 3 :], *header[: seed * 3]][::-1]
        rows.reverse()
        header = [name for name in header if name not in optional[seed - 1 :: 2]]
    # A list of sites is added up at the reader's word alone; to the others it makes no difference.
    checked = check(written(rows, header), "mine.csv", decisions=Decisions(add_parts=True))
    assert figures(checked) == sorted(example.expected)
    assert counted(checked) == dict(example.left)
    assert dict(notes(checked)["layout"].values) == {"name": example.layout}


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.tags], ids=lambda o: o.layout)
def test_tags_tell_columns_that_were_renamed(example: Example):
    renamed = {name: f"Column {n}" for n, (name, _) in enumerate(example.tags)}
    header = [renamed.get(name, name) for name in example.header.split(",")]
    tags = {renamed[name]: tag for name, tag in example.tags}
    # Most cells of a row of tags are tags.
    tags |= {name: "#x" for name in header if name not in tags}
    rows = [{renamed.get(name, name): cell for name, cell in row.items()} for row in example.rows]
    checked = check(written(rows, header, tags), "mine.csv")
    assert figures(checked) == sorted(example.expected)


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if "HAPI" in one.layout or "API" in one.layout]
)
@pytest.mark.parametrize("holder", ["data", "result", ""])
def test_the_answer_of_a_service_is_a_table(example: Example, holder: str):
    header = example.header.split(",")
    rows = [{name: row.get(name) or None for name in header} for row in example.rows]
    document = {holder: rows, "count": len(rows)} if holder else rows
    checked = check(json.dumps(document).encode(), "answer.json")
    assert figures(checked) == sorted(example.expected)


@pytest.mark.parametrize("header", REFUSED)
def test_other_figures_are_refused_by_name(header):
    names = next(csv.reader([header]))
    with pytest.raises(UserDataError) as refusal:
        check(written([dict.fromkeys(names, "1")], names), "mine.csv")
    (problem,) = refusal.value.problems
    assert REFUSED[header] in problem.rule
    assert not refusal.value.questions


def test_the_reader_knows_better_than_the_header():
    header = "iso3,year,new_displacement,total_displacement,date,area"
    row = "PSE,2025,5,7,2025-03-04,Rafah"
    told = Decisions(columns={"total_displacement": "value"}, measure="idps")
    checked = check(f"{header}\n{row}\n".encode(), "mine.csv", decisions=told)
    assert checked.frame["value"].tolist() == [7]


def test_the_readers_word_goes_before_the_layout():
    example = next(one for one in EXAMPLES if one.layout.startswith("List of"))
    header = [*example.header.split(","), "Registered", "Moved to"]
    rows = [row | {"Registered": "600", "Moved to": "Gaza"} for row in example.rows]
    told = Decisions(
        columns={"Registered": "value", "Moved to": "destination"},
        measure="people_present",
        add_parts=True,
    )
    checked = check(written(rows, header), "mine.csv", decisions=told)
    assert figures(checked) == [("people_present", "", "PS0260", 600, "at least", "2025-03-04")]


def test_the_readers_area_goes_before_that_of_the_layout():
    example = next(one for one in EXAMPLES if one.layout.startswith("HDX HAPI, internally"))
    header = [*example.header.split(","), "Where", "publisher"]
    rows = [example.rows[0] | {"Where": "Rafah", "publisher": "A cluster", "admin2_code": ""}]
    told = Decisions(columns={"Where": "destination"})
    checked = check(written(rows, header), "mine.csv", decisions=told)
    assert figures(checked) == [("idps", "", "PS0275", 4100, "exact", "2025-03-04")]
    assert checked.frame["publisher"].tolist() == ["A cluster"]


def test_a_known_layout_asks_nothing_of_names_that_are_alike():
    example = EXAMPLES[0]
    header = [*example.header.split(","), "noted", "source of titles"]
    checked = check(written(list(example.rows), header), "mine.csv")
    assert figures(checked) == sorted(example.expected)
    assert {"noted", "source of titles"} <= set(left(checked)["unused"].names)


@pytest.mark.parametrize("document", [[{"name": "a", "x": 1}], {"data": [1]}, [], {"data": []}])
def test_json_that_holds_no_figures_is_no_table(document):
    content = json.dumps(document).encode()
    with pytest.raises(DataError):
        check(content, "a.json")


def test_numbers_in_json_are_bounded_and_finite():
    for number in ("1e999", "-1e999", "9" * 400):
        content = f'[{{"date": "2025-10-05", "area": "Rafah", "idps": {number}}}]'.encode()
        with pytest.raises(UserDataError, match="idps"):
            check(content, "a.json")


def test_a_table_without_a_row_of_use_says_why():
    content = b"ISO3,ADM1_EN,year,F_TL,M_TL,T_TL\nPSE,West Bank,2023,1,2,3\n"
    with pytest.raises(UserDataError, match=r"COD-PS.*1 outside the Gaza Strip"):
        check(content, "mine.csv")


def test_a_year_without_a_column_of_it_is_asked_for():
    content = b"ADM1_EN,ADM2_EN,F_TL,M_TL,T_TL\nGaza Strip,Rafah,1,2,3\n"
    with pytest.raises(UserDataError, match="no column holds the day"):
        check(content, "mine.csv")


# Events of IDMC


def events(*rows: dict[str, str]) -> bytes:
    example = EXAMPLES[0]
    return written([example.rows[0] | row for row in rows], example.header.split(","))


def test_an_event_says_who_counted_it_and_what_it_counts():
    (row,) = check(events({}), "mine.csv").frame.to_dict("records")
    assert (row["publisher"], row["according_to"], row["speaker"]) == ("IDMC", "SMC", "SMC")
    assert (row["counting"], row["unit"]) == ("movements", "movements")
    assert row["period_start"].date().isoformat() == "2025-05-02"
    assert row["source_date"].date().isoformat() == "2025-05-09"
    assert row["source_url"] == "https://example.org/a"
    press = check(events({"sources": "A paper; Another"}), "mine.csv").frame
    assert press["according_to"].tolist() == ["A paper; Another"]


def test_movements_after_the_ceasefire_are_no_displacements():
    returned = {"displacement_start_date": "2025-10-12", "displacement_end_date": "2025-10-14"}
    notes_of = check(events({}, returned), "mine.csv").frame["note"].tolist()
    assert ["return" in text for text in notes_of] == [False, True]


def test_an_end_outside_the_strip_is_outside():
    row = {
        "locations_name": "Rafah, Gaza Strip; Cairo, Egypt",
        "locations_type": "Origin; Destination",
    }
    (one,) = check(events(row), "mine.csv").frame.to_dict("records")
    assert (one["origin_pcodes"], one["destination_pcodes"]) == ("PS0275", "EXT")


def test_a_place_in_the_strip_beside_the_whole_strip_is_the_whole_strip():
    row = {"locations_name": "Gaza Strip, Palestinian Territories; Rafah, Gaza Strip"}
    (one,) = check(events(row), "mine.csv").frame.to_dict("records")
    assert one["origin"] == "Gaza Strip"


def test_an_event_partly_elsewhere_is_left_out():
    row = {"locations_name": "Rafah, Gaza Strip; Jenin, West Bank", "locations_type": "Origin"}
    checked = check(events({}, row), "mine.csv")
    assert counted(checked) == {"wider": 1}


def test_an_event_that_nuzuh_holds_counts_once():
    """Whoever published it: the number of the event tells."""
    embedded = load_estimates().frame.set_index("id")
    held = embedded.loc["GD0338"]
    number = held["source_title"].split()[3]
    row = {
        "id": number,
        "figure": f"{held['value']:.0f}",
        "displacement_start_date": held["period_start"].date().isoformat(),
        "displacement_end_date": held["as_of"].date().isoformat(),
    }
    revised = row | {"id": "900009"}
    checked = check(events(row, revised), "mine.csv")
    assert checked.frame["repeats"].tolist() == ["GD0338", ""]
    assert combine(checked).estimates["repeats"].iloc[-2] == "GD0338"


def test_a_workbook_of_a_known_layout_is_read_like_its_text():
    """Its ids and figures are numbers there, and its days are days."""
    example = EXAMPLES[0]
    header = example.header.split(",")
    rows = [[_typed(name, row.get(name, "")) for name in header] for row in example.rows]
    checked = check(workbook(header, *rows), "mine.xlsx")
    assert figures(checked) == sorted(example.expected)
    assert checked.frame["source_title"].iloc[0] == "IDMC IDU event 900001"


def _typed(name: str, cell: str) -> object:
    if name.startswith("displacement_") and name.endswith("_date") and cell:
        return datetime.fromisoformat(cell)
    return float(cell) if name in ("id", "figure") and cell else cell or None


# Rounds of the Displacement Tracking Matrix


def rounds(*rows: dict[str, str]) -> bytes:
    example = next(one for one in EXAMPLES if one.layout.startswith("IOM"))
    return written([example.rows[0] | row for row in rows], example.header.split(","))


def test_two_assessments_are_two_figures_of_different_kinds():
    both = ({"assessmentType": "BA"}, {"assessmentType": "SA", "numPresentIdpInd": "100"})
    checked = check(rounds(*both), "mine.csv")
    assert [(one[0], one[3]) for one in figures(checked)] == [("idps", 321), ("sheltered", 100)]


def test_a_round_is_the_source_of_its_figure():
    row = {"operation": "An operation", "roundNumber": "4", "assessmentType": "BA"}
    checked = check(rounds(row), "mine.csv")
    assert checked.frame["source_title"].tolist() == ["IOM DTM, An operation, BA, round 4"]


def test_reasons_and_origins_of_a_round_are_parts_of_it():
    by_reason = [
        {"operation": "One", "displacementReason": reason, "numPresentIdpInd": people}
        for reason, people in (("Conflict", "300"), ("Disaster", "21"))
    ]
    with pytest.raises(UserDataError) as refusal:
        check(rounds(*by_reason), "mine.csv")
    assert [question.about for question in refusal.value.questions] == ["parts"]
    checked = check(rounds(*by_reason), "mine.csv", decisions=Decisions(add_parts=True))
    assert [(one[0], one[3]) for one in figures(checked)] == [("idps", 321)]


# Kinds that are read by their columns alone

GENERIC = {
    "DTM, sheet of a country": (
        (
            "Date,Governorate,Governorate P-code,Households,Individuals\n"
            "#date+survey,#adm2+name,#adm2+pcode,#affected+idps+hh,#affected+idps+ind\n"
            "2025-03-04,Rafah,PS0275,40,210\n"
        ),
        ("idps", "PS0275", 210),
    ),
    "HXL standard, with languages and vocabularies": (
        (
            "الوحدة الإدارية,تاريخ,المتضررون\n"
            "#adm2+name+ar,#date+reported,#affected+idps+ind+v_unhcr\n"
            "رفح,2025-03-04,210\n"
        ),
        ("idps", "PS0275", 210),
    ),
    "Power BI, export of a visual": (
        "Governorate,Reporting Date,Sum of IDPs\nRafah,2025-03-04,210\n",
        ("idps", "PS0275", 210),
    ),
    "UNRWA, shelters by governorate": (
        "Governorate,Date,Number of shelters,IDPs in shelters\nRafah,2025-03-04,12,210\n",
        ("sheltered", "PS0275", 210),
    ),
    "PCBS, population by governorate": (
        "المحافظة,التاريخ,عدد السكان\nرفح,2022-07-01,210\n",
        ("people_present", "PS0275", 210),
    ),
    "IPC, DTM or cluster sheet with both languages in one header": (
        (
            "Governorate / المحافظة,Date / التاريخ,IDPs / عدد النازحين,Households / عدد الأسر\n"
            "Rafah,2025-03-04,210,40\n"
        ),
        ("idps", "PS0275", 210),
    ),
    "OCHA, reported people with their source": (
        (
            "Area,As of,Estimated IDPs,Source,Link\n"
            "Rafah,4 March 2025,210,A report,https://example.org/r\n"
        ),
        ("idps", "PS0275", 210),
    ),
}


@pytest.mark.parametrize("kind", GENERIC)
def test_other_kinds_are_read_by_their_columns(kind):
    content, (measure, pcodes, number) = GENERIC[kind]
    (row,) = check(content.encode(), "mine.csv").frame.to_dict("records")
    assert (row["measure"], row["destination_pcodes"], row["value"]) == (measure, pcodes, number)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Shape_Leng,Shape_Area,ADM2_EN,ADM2_AR,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN,validOn",
            {"ADM2_EN": "name", "ADM2_PCODE": "pcode"},
        ),
        (
            "adm2_name,adm2_pcode,adm1_name,adm1_pcode,adm0_name,version",
            {"adm2_name": "name", "adm2_pcode": "pcode"},
        ),
        ("shapeName,shapeISO,shapeID,shapeGroup,shapeType", {"shapeName": "name"}),
        (
            "OBJECTID,Name,GlobalID,CreationDate,Creator,EditDate,Editor,Shape__Area",
            {"Name": "name"},
        ),
    ],
)
def test_boundaries_are_known_by_their_fields(header, expected):
    names = header.split(",")
    columns = match_columns(names, [""] * len(names), "areas", {})
    assert {match.given: match.ours for match in columns.matches if match.ours} == expected
    assert columns.questions == ()


def test_orders_by_block_are_known_by_their_fields():
    columns = match_columns(["date", "COD_mod", "OBJECTID"], [""] * 3, "orders", {})
    assert columns.place_of == {"issued_on": 0, "blocks": 1}
