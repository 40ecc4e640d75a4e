"""Each pattern of error: a row that shows it, one beside it that does not, and who accepts it."""

from __future__ import annotations

import pytest

from nuzuh.loaders import ledger
from nuzuh.loaders.editor.checking import PATTERN, RULE, check_rows
from nuzuh.loaders.editor.ledger_files import LedgerFiles, read_ledger_files
from nuzuh.loaders.editor.suspicions import SUSPICIONS, suspected
from nuzuh.loaders.package import GEODATA

MOVED = {
    "measure": "movement",
    "publisher": "IDF",
    "origin": "Gaza City",
    "origin_pcodes": "PS0260",
    "destination": "south of Wadi Gaza",
    "destination_pcodes": "PS0265 PS0270 PS0275",
    "period_start": "2025-08-14",
    "period_basis": "assumed",
    "as_of": "2025-09-10",
    "source_date": "2025-09-11",
    "value": "70000",
}
STRIP = "PS0255 PS0260 PS0265 PS0270 PS0275"
COUNTS = {"unit": "movements", "counting": "movements", "publisher": "SMC"}

# The pattern, rows of which the last shows it, and changes with which it does not.
SHOWN = [
    ("words", [MOVED | {"note": "More than 70,000 gone"}], {"note": "About 70,000 gone"}),
    ("words", [MOVED | {"source_title": "Nearly 70 thousand flee"}], {"quantifier": "nearly"}),
    ("counts", [MOVED | {"source_title": "OCHA on movements"}], {"source_title": "OCHA"}),
    ("counts", [MOVED | {"note": "Displacements recorded since"}], COUNTS),
    ("no_start", [MOVED | {"period_start": "", "period_basis": ""}], MOVED),
    (
        "one_day",
        [MOVED | {"period_start": "2025-09-10", "note": "Gone since the order"}],
        {"note": "Gone on the day"},
    ),
    ("vague_start", [MOVED | {"period_basis": "stated", "note": "since mid-August"}], MOVED),
    (
        "vague_start",
        [MOVED | {"period_basis": "stated", "note": "over the past month"}],
        {"note": "since 14 August, over the past month"},
    ),
    ("before_its_day", [{"source_date": "2025-06-01"}], {"note": "A projection"}),
    ("long_after", [MOVED | {"source_date": "2026-01-01"}], {"note": "Quoting OCHA"}),
    ("one_page", [{}, {"source_title": "Quite another name", "value": "5"}], {"source_url": ""}),
    ("one_page", [{}, {"source_date": "2025-06-09", "value": "5"}], {"source_date": "2025-06-03"}),
    ("strip", [{"value": "2100000"}], {"destination": "Gaza Strip", "destination_pcodes": STRIP}),
    ("codes", [{"destination_pcodes": ""}], {"destination": "Rafah (shelters)"}),
    ("other_codes", [{"destination_pcodes": "PS0255"}], {"destination_pcodes": "PS0275"}),
    (
        "city",
        [{"as_of": "2023-07-01", "destination": "Gaza City", "destination_pcodes": "PS0260"}],
        {"destination": "Gaza"},
    ),
    ("forecast", [MOVED | {"note": "Expected to leave"}], {"note": "A projection: will leave"}),
    ("who", [MOVED | {"source_title": "Katz: 70,000 gone"}], {"publisher": "UN"}),
    (
        "above_total",
        [MOVED, MOVED | {"period_start": "2025-09-01", "as_of": "2025-09-09", "value": "90000"}],
        {"value": "9000"},
    ),
    (
        "overlaps",
        [
            MOVED | COUNTS | {"period_start": "2025-09-01", "as_of": "2025-09-03"},
            MOVED | COUNTS | {"period_start": "2025-09-02", "as_of": "2025-09-05", "value": "7"},
        ],
        {"period_start": "2025-09-04"},
    ),
    ("again", [{"publisher": "UNRWA"}, {"publisher": "UN"}], {"value": "7"}),
    (
        "again",
        [{"publisher": "UNRWA"}, {"publisher": "Reuters", "according_to": "unattributed"}],
        {"repeats": "T1"},
    ),
]


@pytest.mark.parametrize(("pattern", "rows", "changed"), SHOWN)
@pytest.mark.few(8)
def test_a_row_shows_a_pattern_and_a_changed_one_does_not(some_estimates, pattern, rows, changed):
    hits = suspected(some_estimates(*rows))[pattern]
    assert [pair[0] for pair, _ in hits] == [len(rows) - 1]
    assert all(pair[1] in (0, pair[0]) for pair, _ in hits)
    mended = [*rows[:-1], rows[-1] | changed]
    assert suspected(some_estimates(*mended))[pattern] == []


def test_every_pattern_is_tried_and_can_be_accepted():
    assert {pattern for pattern, *_ in SHOWN} == {one.id for one in SUSPICIONS}
    assert tuple(one.id for one in SUSPICIONS) == ledger.SUSPICIONS


def test_a_pattern_has_words_and_a_rule_says_what_to_do(english):
    for one in SUSPICIONS:
        assert english.has(f"suspect.{one.id}")
        assert english.has(f"suspect.{one.id}.do")
    assert all(english.has(f"rule.{rule.id}.do") for rule in ledger.RULES)


def test_the_ledger_keeps_every_rule_and_every_exception_accepts_something():
    checked = check_rows(read_ledger_files())
    assert checked.rows == len(read_ledger_files().rows)
    assert [one for one in checked.findings if one.kind == RULE] == []
    assert checked.accepted > 0


@pytest.fixture
def files(estimates_csv):
    """A ledger of rows: a row that shows a pattern, and one that is fine."""

    def made(*rows, exceptions="T9,whose,nothing"):
        contents = dict(read_ledger_files().contents)
        contents["estimates"] = estimates_csv(*rows)
        contents["exceptions"] = f"id,rule,reason\n{exceptions}\n".encode()
        return LedgerFiles(GEODATA, contents)

    return made


def test_an_exception_accepts_and_one_that_accepts_nothing_is_found(files):
    shown = {"note": "More than 1,000"}
    (open_,) = check_rows(files(shown, {"value": "5"})).findings
    assert (open_.kind, open_.row, open_.id, open_.rule) == (PATTERN, 2, "T1", "words")
    accepted = check_rows(files(shown, exceptions="T1,words,the page has both"))
    assert (accepted.findings, accepted.accepted) == ((), 1)
    (idle,) = check_rows(files({}, exceptions="T1,words,the page has both")).findings
    assert (idle.kind, idle.file, idle.row, idle.column) == (RULE, "exceptions.csv", 2, "rule")


def test_all_that_is_wrong_is_found_at_once_with_its_row(files):
    checked = check_rows(
        files({"value": "-5"}, {"measure": "crowds"}, {"publisher": "Nobody"}, {"repeats": "T99"})
    )
    found = [(one.row, one.column) for one in checked.findings]
    assert found == [(2, "value"), (3, "measure"), (4, "publisher"), (5, "repeats")]
    assert checked.refused == 4


def test_a_file_of_rows_is_held_beside_the_ledger(files, estimates_csv):
    mine = estimates_csv({"id": "N1", "value": "1000"}, {"id": "N2", "value": "77"})
    checked = check_rows(files({}, {"value": "5"}), mine, "mine.csv")
    assert [(one.file, one.id, one.rule, one.other) for one in checked.findings] == [
        ("mine.csv", "N1", "repeats", "T1")
    ]


def test_what_is_no_table_is_one_finding(files):
    (found,) = check_rows(files({}), b"a,b\n1,2\n", "mine.csv").findings
    assert (found.kind, found.file) == (RULE, "mine.csv")
