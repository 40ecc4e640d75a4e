"""Where the table is in a file: its letters, its delimiter, its names, its sheet, its rows."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.loaders import DataError
from nuzuh.loaders.user import Decisions, UserDataError, check, limits
from nuzuh.loaders.user.archives import read_archive
from nuzuh.loaders.user.sheets.cells import cell_of
from nuzuh.loaders.user.sheets.text import ENCODINGS
from nuzuh.loaders.user.sheets.workbook import read_workbook
from tests.loaders.spreadsheets import FORMATS, cell, ods, ods_of, ods_row, text
from tests.loaders.user_files import left, notes, repacked, sentence_of, workbook

NAMES = ["Date", "Governorate", "IDPs"]
DAY = date(2025, 10, 25)
ROWS = [[DAY, "Gaza", 300_000], [DAY, "Rafah", 20_000], [DAY, "Khan Younis", 417_000]]
AREAS = ["Gaza", "Rafah", "Khan Younis", "North Gaza", "Deir al-Balah"]


def frame(content: bytes, name: str, **told) -> pd.DataFrame:
    return check(content, name, "estimates", Decisions(**told)).frame


def said(content: bytes, name: str, **told) -> list[tuple]:
    """Row, day, area and number of every figure."""
    return [
        (row.file_row, row.as_of.date(), row.destination, row.value)
        for row in frame(content, name, **told).itertuples()
    ]


def refused(content: bytes, name: str, **told) -> UserDataError:
    with pytest.raises(UserDataError) as refusal:
        check(content, name, "estimates", Decisions(**told))
    return refusal.value


# The same table in every format


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(AREAS), st.integers(0, 10**7)),
        min_size=1,
        max_size=5,
        unique_by=lambda row: row[0],
    ),
    st.integers(0, 3),
    st.permutations(range(3)),
)
def test_a_table_is_the_same_in_every_format(figures, titles, order):
    rows = [[f"Title {n}"] for n in range(titles)]
    rows += [[NAMES[place] for place in order]]
    rows += [[(DAY, area, number)[place] for place in order] for area, number in figures]
    wanted = [
        (titles + 2 + at, DAY, area, float(number)) for at, (area, number) in enumerate(figures)
    ]
    for name, write in FORMATS.items():
        assert said(write(rows), name) == wanted, name


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content):
    assert sentence_of(content, "a.csv", "estimates")


@settings(max_examples=40, deadline=None)
@given(st.text("ab,;\t|\"\n' 12#", max_size=80))
def test_any_text_is_a_table_or_refused(content):
    assert sentence_of(content.encode(), "a.csv", "estimates")


# How letters are written

ARABIC = [["التاريخ", "المحافظة", "عدد النازحين"], [DAY, "خان يونس", 417_000]]
HEBREW = [["תאריך", "מחוז", "עקורים"], [DAY, "רפיח", 20_000]]


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [(ARABIC, "windows-1256"), (HEBREW, "windows-1255")],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_encoding_of_one_byte_is_told_by_the_names_it_makes(rows, encoding, delimiter):
    checked = check(text(rows, delimiter, encoding), "a.csv")
    assert checked.frame["value"].tolist() == [rows[1][2]]
    assert dict(notes(checked)["encoding"].values) == {"encoding": encoding}
    assert ("encoding", encoding) in [(one.about, one.given) for one in checked.choices]


def test_names_of_areas_tell_the_encoding_too():
    rows = [NAMES, [DAY, "خان يونس", 5]]
    assert "encoding" in notes(check(text(rows, ",", "windows-1256"), "a.csv"))


def test_what_no_name_tells_is_asked_and_the_answer_is_taken():
    content = text([[*NAMES, "Remark"], [*ROWS[0], "café"]], ",", "windows-1252")
    (question,) = refused(content, "a.csv").questions
    assert question.about == "encoding"
    assert "windows-1252" in question.choices
    for answer in ("windows-1252", "cp1252"):
        assert said(content, "a.csv", encoding=answer) == [(2, DAY, "Gaza", 300_000)]


def test_signs_that_are_the_same_in_all_encodings_are_no_question():
    content = text([[*NAMES, "Remark"], [*ROWS[0], "north \u2013 south"]], ",", "windows-1252")
    checked = check(content, "a.csv")
    assert not notes(checked)
    assert "encoding" not in [one.about for one in checked.choices]


def test_an_encoding_that_is_not_known_is_refused_with_the_list():
    with pytest.raises(DataError) as refusal:
        check(text(ARABIC), "a.csv", decisions=Decisions(encoding="ebcdic"))
    assert all(name in str(refusal.value) for name in ENCODINGS)
    with pytest.raises(DataError, match="not written in utf-8"):
        check(text(ARABIC, ",", "cp1256"), "a.csv", decisions=Decisions(encoding="utf-8"))


def test_the_line_in_which_excel_says_its_delimiter_is_no_row():
    content = b"sep=;\r\n" + text([NAMES, *ROWS], ";")
    assert [row[0] for row in said(content, "a.csv")] == [2, 3, 4]


@pytest.mark.parametrize("title", ["IDPs in Gaza, by governorate, October 2025;;", "a|b|c", "x\ty"])
def test_a_title_with_other_delimiters_is_a_title(title):
    assert len(said(title.encode() + b"\n" + text([NAMES, *ROWS], ";"), "a.csv")) == 3


def test_an_unquoted_number_in_groups_does_not_become_a_smaller_one():
    for header in ("date,area,value,", "date,area,value"):
        refusal = refused(f"{header}\n2025-10-05,Gaza,417,000\n".encode(), "a.csv")
        assert "more cells than there are column names" in str(refusal)


# Where the names are


@pytest.mark.parametrize("name", FORMATS)
def test_titles_and_sources_around_a_table_are_no_rows(name):
    rows = [["Displacement tracking"], ["Cluster", "Gaza"], [], NAMES, *ROWS, []]
    rows += [["Source: a cluster"], ["Figures are rounded"]]
    assert [row[0] for row in said(FORMATS[name](rows), name)] == [5, 6, 7]


def test_a_last_line_that_is_an_area_or_a_total_is_no_remark():
    rows = [NAMES, *ROWS, [None, "Deir al-Balah", None]]
    checked = check(workbook(*rows), "a.xlsx")
    assert left(checked)["silent"].numbers == (5,)


TIERS = [
    # The lower names say it all.
    (["Location", None, "Displaced population", None, None],
     ["Governorate", "P-code", "Individuals", "Households", "As of"],
     ["Rafah", "PS0275", 20_000, 4_000, DAY]),
    # The upper names say it, but for the columns of a group.
    (["As of", "Governorate", "Displaced population", None, None],
     [None, None, "Individuals", "Households", "Sites"],
     [DAY, "Rafah", 20_000, 4_000, 7]),
]  # fmt: skip


@pytest.mark.parametrize("rows", TIERS)
@pytest.mark.parametrize("name", FORMATS)
def test_names_in_two_tiers_are_joined(rows, name):
    found = said(FORMATS[name](rows), name, measure="idps")
    assert found == [(3, DAY, "Rafah", 20_000)]


def test_names_that_come_again_are_told_apart_by_their_group():
    rows = [
        ["Location", None, "Present", None, "Returned", None],
        ["Governorate", "Date", "People", "Sites", "People", "Sites"],
        ["Rafah", DAY, 20_000, 4, 9, 1],
    ]
    content = workbook(*rows)
    names = {match.given for match in _matches(content)}
    assert {"Present People", "Returned People", "Present Sites"} <= names


def _matches(content: bytes):
    told = Decisions(measure="idps", columns={"Present People": "value", "Returned People": ""})
    return check(content, "a.xlsx", decisions=told).matches


def test_a_row_of_figures_is_never_taken_for_names():
    rows = [["Dt", "Gv", "N"], [DAY, "Gaza", 5], [DAY, "Rafah", "n/a"]]
    told = {"Dt": "as_of", "Gv": "destination", "N": "value"}
    assert said(text(rows), "a.csv", columns=told, measure="idps") == [(2, DAY, "Gaza", 5)]


# Merged cells


def merged(*ranges):
    def change(book):
        for one in ranges:
            book.active.merge_cells(one)

    return change


def test_a_merged_area_or_day_holds_for_all_its_rows():
    rows = [NAMES, [DAY, "Gaza", 5], [None, "Rafah", 7], [DAY + timedelta(-7), "Gaza", 6]]
    content = workbook(*rows, change=merged("A2:A3"))
    assert [row[1:3] for row in said(content, "a.xlsx")][1] == (DAY, "Rafah")
    areas = [NAMES, [DAY, "Gaza", 5], [DAY + timedelta(-7), None, 6]]
    found = said(workbook(*areas, change=merged("B2:B3")), "a.xlsx")
    assert [row[2] for row in found] == ["Gaza", "Gaza"]


def test_merged_cells_of_opendocument_are_the_same():
    rows = [
        ods_row(*map(cell, NAMES)),
        ods_row(cell(DAY, 'table:number-rows-spanned="2"'), cell("Gaza"), cell(5)),
        ods_row("<table:covered-table-cell/>", cell("Rafah"), cell(7)),
    ]
    content = ods_of(f'<table:table table:name="S">{"".join(rows)}</table:table>')
    assert said(content, "a.ods") == [(2, DAY, "Gaza", 5), (3, DAY, "Rafah", 7)]


@pytest.mark.parametrize("number", [400, "more than 400", "400,000"])
def test_one_number_for_several_rows_is_nobody_s(number):
    rows = [NAMES, [DAY, "Gaza", number], [DAY, "Rafah", None]]
    refusal = refused(workbook(*rows, change=merged("C2:C3")), "a.xlsx")
    (problem,) = refusal.problems
    assert (problem.row, problem.column, problem.others) == (2, "IDPs", 1)
    assert "one number for several merged cells" in problem.rule


# What matters only where it is used


def test_faults_matter_only_in_columns_that_are_used():
    def broken(book):
        book.active["D2"].value, book.active["D2"].data_type = "#DIV/0!", "e"

    rows = [[*NAMES, "Change", "Ratio", "Story"], [*ROWS[0], None, "=1/3", "x" * 5_000]]
    assert said(workbook(*rows, change=broken), "a.xlsx") == [(2, DAY, "Gaza", 300_000)]
    for column in ("Change", "Ratio", "Story"):
        refusal = refused(workbook(*rows, change=broken), "a.xlsx", columns={column: "note"})
        assert [(one.row, one.column) for one in refusal.problems] == [(2, column)]


@pytest.mark.parametrize(("place", "column"), [("A2", "Date"), ("B2", "Governorate")])
def test_a_fault_is_not_taken_for_a_blank_cell(place, column):
    def broken(book):
        book.active[place].value, book.active[place].data_type = "#REF!", "e"

    refusal = refused(workbook(NAMES, *ROWS, change=broken), "a.xlsx")
    assert [(one.row, one.column) for one in refusal.problems] == [(2, column)]
    unsaved = refused(
        workbook(NAMES, *ROWS, change=lambda b: b.active.__setitem__(place, "=1+1")), "a"
    )
    assert "formula without its result" in str(unsaved)


def test_a_survey_of_many_columns_is_read():
    wide = limits.COLUMNS - len(NAMES)
    rows = [[*(f"Q{n}" for n in range(wide)), *NAMES], [*["yes"] * wide, *ROWS[0]]]
    for name in ("comma.csv", "book.xlsx", "book.ods"):
        assert said(FORMATS[name](rows), name) == [(2, DAY, "Gaza", 300_000)]
        more = [["one more", *rows[0]], ["yes", *rows[1]]]
        with pytest.raises(DataError, match=f"more than {limits.COLUMNS} columns"):
            check(FORMATS[name](more), name, "estimates")


def test_cells_beside_the_names_are_counted_in_a_workbook():
    checked = check(workbook(NAMES, [*ROWS[0], None, "a remark"]), "a.xlsx")
    assert left(checked)["unused"].names == ("–",)


@pytest.mark.parametrize(
    ("number", "code", "ends"),
    [
        (1.2, '0.0"M"', (1_200_000, True)),
        (417, '#,##0 "thousand"', (417_000, True)),
        (1_200_000, '0.0,,"M"', (1_200_000, False)),
        (417_000, '#,##0" people"', (417_000, False)),
    ],
)
def test_a_number_is_what_its_reader_sees(number, code, ends):
    def shown(book):
        book.active["C2"].number_format = code

    (row,) = frame(
        workbook(NAMES, [DAY, "Gaza Strip", number], change=shown), "a.xlsx"
    ).itertuples()
    assert (row.value, row.quantifier != "exact") == ends


# Which sheet


def book(*sheets, hidden=()) -> bytes:
    def change(one):
        one.remove(one.active)
        for title, rows in sheets:
            sheet = one.create_sheet(title)
            for row in rows:
                sheet.append(row)
            if title in hidden:
                sheet.sheet_state = "hidden"

    return workbook(change=change)


README = ("README", [["Monitoring"], ["Contact", "im@example.org"], ["Date", DAY], ["Area", "x"]])
LOOKUP = ("Lookup", [["Governorate", "P-code"], ["Gaza", "PS0260"], ["Rafah", "PS0275"]])
DATA = ("Data", [NAMES, *ROWS])


@pytest.mark.parametrize("sheets", [(README, DATA), (LOOKUP, README, DATA), (DATA, README, LOOKUP)])
def test_the_only_table_of_a_workbook_is_found_and_named(sheets):
    checked = check(book(*sheets), "a.xlsx")
    told = dict(notes(checked)["sheet"].values)
    assert told["chosen"] == "Data"
    assert told["others"] == ", ".join(title for title, _ in sheets if title != "Data")
    assert checked.choices[0].about == "sheet"
    assert set(checked.choices[0].choices) == {title for title, _ in sheets}


def test_several_tables_are_asked_about_and_hidden_ones_are_not_offered():
    sheets = (DATA, ("More", DATA[1]), ("Old", DATA[1]))
    content = book(*sheets, hidden=["Old"])
    (question,) = refused(content, "a.xlsx").questions
    assert (question.about, question.choices) == ("sheet", ("Data", "More"))
    assert len(said(content, "a.xlsx", sheet="More")) == 3
    for name in ("Old", "None"):
        with pytest.raises(DataError, match=r"no visible sheet .* but Data, More"):
            check(content, "a.xlsx", decisions=Decisions(sheet=name))


def test_hidden_sheets_of_opendocument_are_not_offered():
    styles = (
        '<office:automatic-styles><style:style style:name="h"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles>'
    )
    inside = "".join(ods_row(*map(cell, row)) for row in [NAMES, *ROWS])
    sheets = [
        f'<table:table table:name="{n}" table:style-name="{s}">{inside}</table:table>'
        for n, s in (("Old", "h"), ("Now", "v"))
    ]
    checked = check(ods_of(*sheets, before=styles), "a.ods", "estimates")
    assert len(checked.frame) == 3
    assert not notes(checked)


# Workbooks: a second reader, and what no program writes

VALUES = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)).map(  # noqa: DTZ001 (cells have none)
        lambda d: d.replace(microsecond=0)
    ),
    st.text("abc ΩغשÉ&<'\"", max_size=12),
    st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=6), max_size=8))
def test_cells_are_those_that_another_reader_finds(rows):
    content = workbook(*rows, title="S")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["S"]
    other = {
        (cell.row, cell.column - 1): found
        for row in sheet.iter_rows()
        for cell in row
        if (found := cell_of(cell.value)) is not None and not str(cell.value).startswith("=")
    }
    (grid,) = read_workbook(read_archive(content, "a.xlsx"), "a.xlsx")
    ours = {
        (number, place): cell
        for number, row in grid.rows
        for place, cell in enumerate(row)
        if cell is not None
    }
    assert ours == other


GOOD = workbook(NAMES, *ROWS)
SHEET = read_archive(GOOD, "a")["xl/worksheets/sheet1.xml"]


def with_rows(added: bytes) -> bytes:
    return repacked(
        GOOD, xl__worksheets__sheet1_DOT_xml=SHEET.replace(b"</sheetData>", added + b"</sheetData>")
    )


def test_blank_rows_below_a_table_cost_nothing_and_are_no_rows():
    blank = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(5, 30_000))
    assert len(said(with_rows(blank), "a.xlsx")) == 3


def test_texts_in_runs_are_whole_and_without_how_to_say_them():
    shared = b"<sst><si><r><t>North </t></r><r><t>Gaza</t></r><rPh><t>X</t></rPh></si></sst>"
    links = read_archive(GOOD, "a")["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    sheet = SHEET.replace(
        b"</sheetData>",
        b'<row r="5"><c r="A5" t="d"><v>2025-10-25</v></c><c r="B5" t="s"><v>0</v></c>'
        b'<c r="C5"><v>7</v></c></row></sheetData>',
    )
    content = repacked(
        GOOD,
        xl__sharedStrings_DOT_xml=shared,
        xl___rels__workbook_DOT_xml_DOT_rels=links,
        xl__worksheets__sheet1_DOT_xml=sheet,
    )
    assert said(content, "a.xlsx")[-1] == (5, DAY, "North Gaza", 7)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (with_rows(b"<a>" * 200_000), "more parts than a table needs"),
        (with_rows(b'<row r="5"><c r="XFD5"><v>1</v></c></row>'), "columns"),
        (with_rows(b'<row r="2"><c r="A2"><v>1</v></c></row>'), "out of order"),
        (with_rows(b'<row r="5"><c r="A5" t="s"><v>9</v></c></row>'), "cannot be read"),
        (with_rows(b'<row r="5"><c r="C5"><v>x</v></c></row>'), "cannot be read"),
    ],
)
def test_workbooks_that_no_program_writes_are_refused(content, word):
    with pytest.raises(DataError, match=word):
        check(content, "a.xlsx")


def test_a_number_beyond_all_numbers_is_a_fault():
    row = (
        b'<row r="5"><c r="A5" t="d"><v>2025-10-25</v></c><c r="C5"><v>1e999</v></c>'
        b'<c r="B5" t="inlineStr"><is><t>Gaza</t></is></c></row>'
    )
    (problem,) = refused(with_rows(row), "a.xlsx").problems
    assert (problem.row, problem.column) == (5, "IDPs")
    assert problem.rule.startswith("is no number")


def test_elements_are_bounded_over_all_parts(monkeypatch):
    monkeypatch.setattr(limits, "ELEMENTS", 1_000)
    assert len(said(GOOD, "a.xlsx")) == 3
    with pytest.raises(DataError, match="more parts than a table needs"):
        check(with_rows(b"<row/>" * 1_000), "a.xlsx")


def ods_rows(*rows: str) -> bytes:
    head = ods_row(*map(cell, NAMES)) + ods_row(*map(cell, ROWS[0]))
    return ods_of(f'<table:table table:name="S">{head}{"".join(rows)}</table:table>')


REPEATED = 'table:number-{}-repeated="{}"'


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (ods_rows(ods_row(cell("x"), attributes=REPEATED.format("rows", 10**6))), "rows"),
        (ods_rows(ods_row(cell("x", REPEATED.format("columns", 10**9)))), "columns"),
        (ods_rows(ods_row(cell("x", REPEATED.format("columns", "9" * 5000)))), "cannot be read"),
        (ods_of("", Basic__a_DOT_xml=b"x"), "macros"),
        (ods_of("", META__INF__manifest_DOT_xml=b"x"), "no visible sheet"),
    ],
)
def test_opendocument_that_is_more_or_less_than_a_table_is_refused(content, word):
    with pytest.raises(DataError, match=word):
        check(content, "a.ods", "estimates")


def test_blank_cells_and_rows_of_opendocument_may_repeat_as_often_as_they_like():
    blank = ods_row(cell(None, REPEATED.format("columns", 16_384)))
    many = ods_row(cell(None), attributes=REPEATED.format("rows", 10**6))
    assert said(ods_rows(blank, many), "a.ods") == [(2, DAY, "Gaza", 300_000)]


def test_remarks_on_cells_of_opendocument_are_not_their_text():
    remark = "<office:annotation><text:p>who said this?</text:p></office:annotation>"
    row = ods_row(cell(DAY), cell("Rafah").replace("<text:p>", f"{remark}<text:p>", 1), cell(7))
    assert said(ods_rows(row), "a.ods")[-1] == (3, DAY, "Rafah", 7)


def test_rows_and_cells_are_bounded():
    with pytest.raises(DataError, match=f"more than {limits.ROWS:,} rows"):
        check(text([NAMES, *[ROWS[0]] * (limits.ROWS + 1)]), "a.csv")
    wide = ["x"] * limits.COLUMNS
    with pytest.raises(DataError, match="filled cells"):
        check(text([wide] * (limits.CELLS // limits.COLUMNS + 1)), "a.csv")


def test_a_name_of_signs_that_unfold_is_read_in_bounds():
    rows = [NAMES, *[[DAY, f"{n}" + "\ufdfa" * 1_600, 5] for n in range(300)]]
    assert "area" in str(refused(text(rows), "a.csv"))


def test_ods_with_a_share_or_an_error_reads_as_it_shows():
    share = (
        '<table:table-cell office:value-type="percentage" office:value="0.35">'
        "<text:p>35%</text:p></table:table-cell>"
    )
    head = ods_row(*map(cell, [*NAMES[:2], "value", "measure"]))
    rows = head + ods_row(cell(DAY), cell("Gaza"), share, cell("under_orders"))
    content = ods_of(f'<table:table table:name="S">{rows}</table:table>')
    assert frame(content, "a.ods")[["value", "unit"]].to_numpy().tolist() == [[35, "percent"]]
    assert ods([NAMES, *ROWS])


# What stands above the names


def two_tiers(*groups: str) -> bytes:
    """A table of two groups of columns: the number of people is in the second."""
    upper = ["Place", None, groups[0], groups[1]]
    return workbook(upper, ["Governorate", "Date", "Rate", "Individuals"], ["Rafah", DAY, 3, 500])


def test_the_group_of_the_number_says_what_is_counted():
    checked = check(two_tiers("Services", "Displaced population"), "a.xlsx")
    assert [(row.measure, row.value) for row in checked.frame.itertuples()] == [("idps", 500)]
    assert dict(notes(checked)["title_measure"].values) == {"measure": "idps"}
    assert "measure" in [one.about for one in checked.choices]


@pytest.mark.parametrize("other", ["Host community", "Returnees", "People in need"])
def test_the_group_of_another_column_says_nothing(other):
    (question,) = refused(two_tiers("IDPs", other), "a.xlsx").questions
    assert question.about == "measure"


def test_a_title_says_what_is_counted_where_no_group_does():
    rows = [["IDPs by governorate"], ["Governorate", "Date", "Individuals"], ["Rafah", DAY, 500]]
    assert check(workbook(*rows), "a.xlsx").frame["measure"].tolist() == ["idps"]
    rows[0] = ["IDP households by governorate"]
    (question,) = refused(workbook(*rows), "a.xlsx").questions
    assert question.about == "measure"
