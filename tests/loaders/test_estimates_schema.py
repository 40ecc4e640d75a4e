"""Bad input: every rule of the estimates is shown to refuse what breaks it."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from nuzuh.loaders import DataError, read_estimates
from nuzuh.loaders import estimates as module
from nuzuh.scene.translator import LANGUAGES, Translator

RULES = [
    pytest.param({"id": ""}, "id", "an id is", id="no id"),
    pytest.param({"id": "T 3; x"}, "id", "an id is", id="an id with blanks"),
    pytest.param({"id": "T" * 65}, "id", "an id is", id="an id too long for a link"),
    pytest.param({"publisher": ""}, "publisher", "must name its publisher", id="no publisher"),
    pytest.param({"source_title": " "}, "source_title", "must cite a source", id="no source"),
    pytest.param(
        {"source_url": "javascript:alert(1)"}, "source_url", "http or https", id="a link that runs"
    ),
    pytest.param(
        {"source_url": 'https://x.org/"><b>'}, "source_url", "http or https", id="markup in a link"
    ),
    pytest.param({"measure": "people"}, "measure", "a measure is one of", id="unknown measure"),
    pytest.param({"counting": "heads"}, "counting", "what is counted", id="unknown counting"),
    pytest.param({"counting": ""}, "counting", "counting is people too", id="people uncounted"),
    pytest.param(
        {"measure": "affected", "note": "Families hit by the storm"},
        "unit",
        "households where people are meant",
        id="families called people",
    ),
    pytest.param(
        {"measure": "under_orders", "unit": "percent", "counting": "", "value": "40"}
        | {"scope": "all"},
        "scope",
        "is one of orders",
        id="unknown scope",
    ),
    pytest.param({"scope": "orders"}, "scope", "says what it counts", id="scope of a count"),
    pytest.param(
        {"measure": "under_orders", "unit": "percent", "counting": "", "value": "40"},
        "scope",
        "says what it counts",
        id="a share of something under orders",
    ),
    pytest.param(
        {"quantifier": "roughly"}, "quantifier", "a quantifier is one of", id="unknown quantifier"
    ),
    pytest.param({"quantifier": ""}, "quantifier", "a quantifier is one of", id="no quantifier"),
    pytest.param({"unit": "persons"}, "unit", "a unit is one of", id="unknown unit"),
    pytest.param(
        {"period_start": "2025-06-01", "period_basis": "guessed"},
        "period_basis",
        "stated, assumed",
        id="unknown period basis",
    ),
    pytest.param(
        {"origin_pcodes": "PS0255 PS0299"}, "origin_pcodes", "unknown P-code", id="unknown origin"
    ),
    pytest.param(
        {"destination_pcodes": "Rafah"}, "destination_pcodes", "unknown P-code", id="no P-code"
    ),
    pytest.param({"as_of": ""}, "as_of", "must have the date", id="no date"),
    pytest.param({"value": ""}, "value", "needs a value, a low or a high", id="no number"),
    pytest.param({"value": "-1"}, "value", "never negative", id="negative count"),
    pytest.param(
        {"value": "", "low": "-5", "quantifier": "at least"},
        None,
        "never negative",
        id="negative bound",
    ),
    pytest.param({"value": "1000.5"}, "value", "whole numbers", id="half a person"),
    pytest.param({"value": "1000000000000"}, "value", "finite", id="no count is so large"),
    pytest.param(
        {"value": "7.5", "unit": "movements", "counting": "movements"},
        "value",
        "whole numbers",
        id="half a movement",
    ),
    pytest.param(
        {"value": "101", "unit": "percent"}, "value", "at most 100", id="more than everything"
    ),
    pytest.param(
        {"value": "", "low": "700", "high": "600", "quantifier": "range"},
        "low",
        "low is above high",
        id="low above high",
    ),
    pytest.param(
        {"value": "", "low": "600", "quantifier": "range"},
        "quantifier",
        "the quantifier does not fit",
        id="half a range",
    ),
    pytest.param(
        {"measure": "idps", "unit": "households", "counting": ""},
        "unit",
        "households where people are meant",
        id="displaced households",
    ),
    pytest.param(
        {"measure": "affected", "unit": "households", "counting": "people"},
        "unit",
        "households where people are meant",
        id="households counted as people",
    ),
    pytest.param(
        {"measure": "movement", "origin": "Gaza", "unit": "movements"},
        "counting",
        "has movements for its unit",
        id="movements counted as people",
    ),
    pytest.param(
        {"measure": "movement", "origin": "Gaza", "counting": "movements"},
        "counting",
        "has movements for its unit",
        id="people counted as movements",
    ),
    pytest.param({"low": "1001"}, "low", "low is above the value", id="low above the value"),
    pytest.param({"high": "999"}, "high", "the value is above high", id="value above high"),
    pytest.param(
        {"period_start": "2025-06-03", "period_basis": "stated"},
        "period_start",
        "ends before it starts",
        id="end before start",
    ),
    pytest.param(
        {"period_start": "2025-06-01"}, "period_basis", "go together", id="start without basis"
    ),
    pytest.param({"period_basis": "assumed"}, "period_basis", "go together", id="basis alone"),
    pytest.param(
        {"measure": "movement", "origin": ""}, "origin", "where from and where to", id="no origin"
    ),
    pytest.param(
        {"measure": "movement", "origin": "Rafah", "destination": ""},
        "origin",
        "where from and where to",
        id="no destination",
    ),
    pytest.param({"repeats": "T3"}, "repeats", "repeats itself", id="repeats itself"),
    pytest.param({"as_of": "2.6.2025"}, "as_of", "YYYY-MM-DD", id="a date in another order"),
    pytest.param({"as_of": "2025-02-30"}, "as_of", "YYYY-MM-DD", id="a day that never was"),
    pytest.param({"source_date": "soon"}, "source_date", "YYYY-MM-DD", id="a word for a date"),
    pytest.param({"value": "1,000"}, "value", "plain number", id="a number with separators"),
    pytest.param({"value": "nan"}, "value", "plain number", id="not a number"),
    pytest.param({"low": "1e3"}, "low", "plain number", id="a number in powers"),
    pytest.param({"high": "many"}, "high", "plain number", id="a word for a number"),
    pytest.param({"value": "٥٠٠"}, "value", "plain number", id="a number in other digits"),
    pytest.param({"value": "9" * 400}, "value", "", id="a number beyond all numbers"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("cells", "column", "rule"), RULES)
def test_a_figure_that_breaks_a_rule_is_refused_by_row_and_column(
    estimates_csv, cells, column, rule
):
    with pytest.raises(DataError) as refusal:
        read_estimates(estimates_csv({}, {}, cells), "mine.csv")
    error = refusal.value
    # The header is row 1, so the third figure stands in row 4 of a spreadsheet.
    assert (error.file, error.row) == ("mine.csv", 4)
    assert rule in error.rule
    if column:
        assert error.column == column
        assert str(error).startswith(f"mine.csv, row 4, column {column}: ")


def test_every_rule_of_the_schema_is_broken_by_some_test():
    told = [
        str(check.error) for column in module.SCHEMA.columns.values() for check in column.checks
    ] + [str(check.error) for check in module.SCHEMA.checks]
    broken = [param.values[2] for param in RULES if param.values[2]]
    assert [rule for rule in told if not any(part in rule for part in broken)] == []


def test_an_id_that_occurs_twice_is_refused(estimates_csv):
    with pytest.raises(DataError, match="must not occur twice") as refusal:
        read_estimates(estimates_csv({}, {"id": "T7"}, {"id": "T7"}), "mine.csv")
    assert refusal.value.column == "id"
    assert refusal.value.row in (3, 4)


def test_the_first_breach_is_named_and_the_others_are_counted(estimates_csv):
    content = estimates_csv({}, {"value": "-1"}, {"publisher": ""}, {"unit": "persons"})
    with pytest.raises(DataError, match=r"row 3, column value: .*and 2 more") as refusal:
        read_estimates(content, "mine.csv")
    assert refusal.value.row == 3


def test_rows_are_counted_as_a_spreadsheet_counts_them_when_a_note_has_two_lines(estimates_csv):
    content = estimates_csv({"note": "first line\nsecond line"}, {"value": "-1"})
    with pytest.raises(DataError) as refusal:
        read_estimates(content, "mine.csv")
    assert refusal.value.row == 3


@pytest.mark.parametrize("column", module.COLUMNS)
def test_a_file_without_a_column_is_refused_by_its_name(estimates_csv, column):
    header, rest = estimates_csv({}).decode().split("\n", 1)
    names = ["spare" if name == column else name for name in header.split(",")]
    with pytest.raises(DataError, match=f"row 1: the column '{column}' is missing"):
        read_estimates("\n".join([",".join(names), rest]).encode(), "mine.csv")


@pytest.mark.parametrize(
    ("damage", "row", "rule"),
    [
        pytest.param(lambda b: b + b"T9,too,short\n", 4, "has 3 cells", id="a row too short"),
        pytest.param(lambda b: b.replace(b"seen,note", b"seen,note,x"), 2, "cells", id="ragged"),
        pytest.param(lambda b: b + b"\n", 4, "cells", id="an empty row"),
        pytest.param(lambda b: b + "é".encode("latin-1"), 4, "not UTF-8", id="not UTF-8"),
        pytest.param(lambda b: b"\xff" + b, 1, "not UTF-8", id="not UTF-8 at once"),
        pytest.param(lambda b: b + b'"open', None, "not CSV", id="an open quote"),
        pytest.param(lambda _: b"", None, "is empty", id="an empty file"),
        pytest.param(lambda b: b.replace(b"A report", b"x" * 200_000, 1), None, "", id="huge cell"),
    ],
)
def test_a_file_that_is_no_table_is_refused(estimates_csv, damage, row, rule):
    with pytest.raises(DataError) as refusal:
        read_estimates(damage(estimates_csv({}, {})), "mine.csv")
    assert refusal.value.file == "mine.csv"
    assert rule in refusal.value.rule
    if row is not None:
        assert refusal.value.row == row


def test_a_column_named_twice_is_refused(estimates_csv):
    content = estimates_csv({}).replace(b"seen,note", b"seen,note,note").replace(b"y,\n", b"y,,\n")
    with pytest.raises(DataError, match="row 1"):
        read_estimates(content, "mine.csv")


def test_a_file_of_column_names_alone_is_an_empty_table_or_refused_in_plain_words(estimates_csv):
    try:
        rows, told = len(read_estimates(estimates_csv(), "mine.csv")), ""
    except DataError as error:
        rows, told = 0, str(error)
    assert rows == 0
    assert "dtype" not in told, "a reader cannot act on a type of pandas"


def test_a_repetition_of_a_figure_that_is_not_in_the_file_is_refused(monkeypatch, estimates_csv):
    content = estimates_csv({}, {"repeats": "T1"}, {"repeats": "GD9999"})
    monkeypatch.setattr(module, "read_bytes", lambda _: content)
    with pytest.raises(DataError, match="row 4, column repeats: repeats a figure that is not"):
        module.embedded_estimates.__wrapped__()


NUMBERS = {"value": "5", "low": "4", "high": "6"}
TAKEN = {
    "exact": ["value"],
    "approximately": ["value", "value low", "value high", "value low high"],
    "nearly": ["value", "value low", "value high", "value low high"],
    "more than": ["low"],
    "at least": ["low"],
    "up to": ["high"],
    "less than": ["high"],
    "range": ["low high"],
}


@pytest.mark.slow
@pytest.mark.parametrize("wording", TAKEN)
def test_a_quantifier_takes_its_own_numbers_and_no_others(estimates_csv, wording):
    for count in (1, 2, 3):
        for names in combinations(NUMBERS, count):
            cells = {name: NUMBERS[name] if name in names else "" for name in NUMBERS}
            content = estimates_csv(cells | {"quantifier": wording})
            if " ".join(names) in TAKEN[wording]:
                read_estimates(content, "mine.csv")
                continue
            with pytest.raises(DataError, match="row 2, column quantifier: the quantifier"):
                read_estimates(content, "mine.csv")


@pytest.mark.slow
@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"value": "0"},
        {"value": "100", "unit": "percent", "counting": ""},
        {"value": "12.5", "unit": "percent", "counting": ""},
        {"value": "-160000", "measure": "population_change"},
        {"value": "", "low": "5", "quantifier": "more than"},
        {"value": "", "high": "5", "quantifier": "less than"},
        {"value": "", "low": "5", "high": "5", "quantifier": "range"},
        {"low": "1000", "high": "1000"},
        {"measure": "affected", "unit": "households", "counting": ""},
        {"measure": "affected", "destination": "Gaza Strip (storm-hit)"},
        {"publisher": "Reuters", "according_to": "unattributed"},
        {"period_start": "2025-06-02", "period_basis": "stated"},
        {"source_url": "", "source_date": "", "seen": "repost"},
        {"destination_pcodes": "PS0275 EXT"},
        {"publisher": "<b>bold</b> & sons"},
    ],
)
def test_what_keeps_the_rules_is_taken_and_can_be_worded(some_estimates, cells):
    from nuzuh.evidence.published import figure_of

    table = some_estimates(cells)
    for lang in LANGUAGES:
        assert Translator(lang).figure(figure_of(table.iloc[0]))


def test_cells_are_stripped_and_other_columns_and_a_byte_order_mark_are_no_trouble(estimates_csv):
    text = estimates_csv({"publisher": "  UN "}).decode()
    lines = [
        f"{line},{extra}" for line, extra in zip(text.splitlines(), ("mine", "x"), strict=True)
    ]
    table = read_estimates(b"\xef\xbb\xbf" + "\n".join(lines).encode(), "mine.csv")
    assert table.loc[0, "publisher"] == "UN"
    assert "mine" not in table


def test_lines_may_end_as_windows_ends_them(estimates_csv):
    table = read_estimates(estimates_csv({}, {}).replace(b"\n", b"\r\n"), "mine.csv")
    assert table["note"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ({"value": "9"}, 9, 9),
        ({"value": "9", "low": "8", "high": "11"}, 8, 11),
        ({"value": "", "low": "8", "quantifier": "more than"}, 8, math.inf),
        ({"value": "", "high": "8", "quantifier": "up to"}, 0, 8),
        ({"value": "", "low": "8", "high": "9", "quantifier": "range"}, 8, 9),
    ],
)
def test_a_bound_is_open_where_the_wording_leaves_it_open(some_estimates, cells, low, high):
    row = some_estimates(cells).iloc[0]
    assert (row["low_bound"], row["high_bound"]) == (low, high)


@pytest.mark.parametrize(
    ("note", "as_of", "basis", "weak"),
    [
        ("", "2025-06-02", "observed", False),
        ("Derived: a less b", "2025-06-02", "derived", False),
        ("A projection of 2021", "2024-01-01", "projection", False),
        ("Planning figure of the response", "2025-06-02", "planning", False),
        ("Census count", "2025-06-02", "home", False),
        ("", "2023-10-06", "home", False),
        ("", "2023-10-07", "observed", False),
        ("Weak: author unknown", "2025-06-02", "observed", True),
        ("Date to be confirmed", "2025-06-02", "observed", True),
        ("Tweaked", "2025-06-02", "observed", False),
    ],
)
def test_a_note_tells_what_a_figure_rests_on(some_estimates, note, as_of, basis, weak):
    row = some_estimates({"note": note, "as_of": as_of}).iloc[0]
    assert (row["basis"], row["weak"]) == (basis, weak)
