"""Workbooks: values and nothing else, however they are packed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.loaders import DataError
from nuzuh.loaders.user import check, limits, template
from nuzuh.loaders.user.archives import read_archive
from tests.loaders.user_files import notes, repacked, sentence_of, workbook, zipped

NAMES = ["date", "area", "value", "measure"]
ROW = [date(2025, 10, 5), "Rafah", 1000, "idps"]
GOOD = workbook(NAMES, ROW)


def test_cells_of_dates_and_numbers_are_read():
    checked = check(workbook(["A survey"], [], NAMES, ROW), "a.xlsx")
    (row,) = checked.frame.to_dict("records")
    assert (row["value"], str(row["as_of"].date()), row["file_row"]) == (1000, "2025-10-05", 4)


def test_a_time_of_day_does_not_change_the_day():
    assert len(check(workbook(NAMES, ["2025-10-05T00:00:00", *ROW[1:]]), "a.xlsx").frame) == 1


def test_a_share_is_read_as_it_is_shown():
    def shown(book):
        book.active["C2"].number_format = "0%"

    rows = [NAMES, [date(2025, 10, 5), "Rafah", 0.35, "under_orders"]]
    frame = check(workbook(*rows, change=shown), "a.xlsx").frame
    assert frame[["value", "unit"]].to_numpy().tolist() == [[35, "percent"]]


def test_only_one_sheet_is_read_and_said_so():
    def second(book):
        book.create_sheet("other").append(["x", "y"])

    checked = check(workbook(NAMES, ROW, change=second), "a.xlsx")
    assert dict(notes(checked)["sheet"].values) == {"chosen": "figures", "others": "other"}


def test_a_formula_without_its_result_is_not_taken_for_silence():
    with pytest.raises(DataError, match=r"row 2, column value: .* is a formula without its result"):
        check(workbook(NAMES, [*ROW[:2], "=1+1", "idps"]), "a.xlsx")


def test_a_cell_with_an_error_is_refused():
    def broken(book):
        book.active["C2"].value = "#REF!"
        book.active["C2"].data_type = "e"

    with pytest.raises(DataError, match="row 2, column value: '#REF!' is an error"):
        check(workbook(NAMES, ROW, change=broken), "a.xlsx")


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (repacked(GOOD, xl__vbaProject_DOT_bin=b"x"), "macros"),
        (repacked(GOOD, xl__styles_DOT_xml=ENTITY), "entities"),
        (repacked(GOOD, xl__styles_DOT_xml=ENTITY.decode().encode("utf-16")), "entities"),
        (repacked(GOOD, xl__workbook_DOT_xml=b"<x"), "workbook"),
        (repacked(GOOD, xl__media__big_DOT_bin=b"0" * (limits.UNPACKED_BYTES + 1)), "unpacks"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "old or encrypted"),
        (zipped(a_DOT_txt=b"x"), "a.txt holds no table"),
        (b"date,area\n", "damaged"),
    ],
)
def test_workbooks_that_are_more_or_less_than_cells_are_refused(content, word):
    with pytest.raises(DataError, match=word):
        check(content, "a.xlsx", "estimates")


def test_a_workbook_with_a_type_for_macros_is_refused():
    types = read_archive(GOOD, "a")["[Content_Types].xml"]
    active = types.replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"macroEnabled"
    )
    members = read_archive(GOOD, "a") | {"[Content_Types].xml": active}
    with pytest.raises(DataError, match="macros"):
        check(zipped(**members), "a.xlsm")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "a\\..\\..\\b", "C:/x"])
def test_an_archive_that_points_outside_itself_is_refused(name):
    with pytest.raises(DataError, match="outside the archive"):
        read_archive(zipped(**{name: b"x"}), "a.zip")


def test_an_archive_of_very_many_files_is_refused():
    many = {f"f{n}": b"" for n in range(limits.ARCHIVE_MEMBERS + 1)}
    with pytest.raises(DataError, match="files where at most"):
        read_archive(zipped(**many), "a.zip")


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(place, damage):
    content = template("estimates", "xlsx")
    at = place % len(content)
    assert sentence_of(content[:at] + damage + content[at + len(damage) :], "a.xlsx")
