"""The rules between rows: each broken once, excused by name, and held in `make data`."""

from __future__ import annotations

import csv
import io
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.balance.observations import READERS, refusal
from nuzuh.loaders import DataError, ledger
from nuzuh.loaders.estimates import read_rows
from nuzuh.loaders.exceptions import read_exceptions
from nuzuh.loaders.ledger import RULES, breaches, hold_evidence, hold_issuers, hold_ledger
from nuzuh.loaders.package import DESCRIPTOR
from nuzuh.loaders.seal import main, seal

MOVED = {
    "measure": "movement",
    "publisher": "IDF",
    "origin": "Gaza City",
    "destination": "outside Gaza City",
    "destination_pcodes": "PS0270",
    "period_start": "2025-08-14",
    "period_basis": "stated",
    "as_of": "2025-09-10",
}
SUM = {"unit": "movements", "counting": "movements", "publisher": "OCHA"}

# What stands before it, the row that breaks the rule, the rule, the column.
BROKEN = [
    pytest.param({}, {"publisher": "Nobody"}, "publisher", "publisher", id="no side"),
    pytest.param({}, {"according_to": "Nobody"}, "speaker", "according_to", id="unknown speaker"),
    pytest.param(
        {"repeats": "T9"}, {"repeats": "T1", "value": "7"}, "chain", "repeats", id="chain"
    ),
    pytest.param(
        {"measure": "idps"}, {"repeats": "T1", "value": "7"}, "chain", "repeats", id="two measures"
    ),
    pytest.param({}, {"publisher": "Reuters", "value": "7"}, "whose", "according_to", id="outlet"),
    pytest.param({}, {"publisher": "IDMC", "value": "7"}, "whose", "according_to", id="IDMC"),
    pytest.param(
        {},
        MOVED | {"note": "Adds up movements"},
        "movements",
        "counting",
        id="the note says movements",
    ),
    pytest.param(
        {},
        MOVED | {"publisher": "UN", "period_start": "2025-05-15"},
        "movements",
        "counting",
        id="a sum of the UN",
    ),
    pytest.param({}, {"quantifier": "exact", "value": "56000"}, "round", "quantifier", id="round"),
    pytest.param(
        {}, {"value": "4136", "note": "4,136 families"}, "households", "unit", id="households"
    ),
    pytest.param(
        MOVED | {"value": "70000"},
        MOVED | {"value": "69999", "as_of": "2025-09-11"},
        "falls",
        "value",
        id="falls",
    ),
    pytest.param(
        MOVED | {"value": "", "low": "70000", "quantifier": "more than"},
        MOVED | {"value": "69999", "as_of": "2025-09-11"},
        "falls",
        "value",
        id="falls below a bound",
    ),
    pytest.param(
        MOVED | {"value": "70000"},
        MOVED | {"period_start": "2025-08-15", "value": "80000", "as_of": "2025-09-15"},
        "starts",
        "period_start",
        id="two starts",
    ),
    pytest.param(
        {}, {"as_of": "2025-06-04", "quantifier": "nearly"}, "repeats", "repeats", id="two days"
    ),
    pytest.param(
        {"publisher": "IDMC", "according_to": "UN"}, {}, "repeats", "repeats", id="one speaker"
    ),
]

KEPT = [
    pytest.param({}, {"as_of": "2025-06-05"}, id="three days apart"),
    pytest.param({}, {"repeats": "T1"}, id="marked"),
    pytest.param({}, {"publisher": "OCHA"}, id="another speaker"),
    pytest.param(
        {}, {"destination": "Khan Younis", "destination_pcodes": "PS0270"}, id="elsewhere"
    ),
    pytest.param({}, {"publisher": "IDMC", "according_to": "OCHA"}, id="passed on"),
    pytest.param({}, {"publisher": "Reuters", "according_to": "unattributed"}, id="unattributed"),
    pytest.param({}, {"quantifier": "exact", "value": "56001"}, id="exact"),
    pytest.param({}, {"quantifier": "exact", "value": "25"}, id="a small exact number"),
    pytest.param({}, {"value": "19230", "note": "4,136 households"}, id="people of households"),
    pytest.param(
        MOVED | {"value": "50000", "period_start": "2025-09-08", "as_of": "2025-09-08"},
        MOVED | {"value": "50000", "period_start": "2025-09-09", "as_of": "2025-09-09"},
        id="equal counts of two days",
    ),
    pytest.param(
        MOVED | SUM | {"value": "8000", "period_start": "2025-09-01", "as_of": "2025-09-08"},
        MOVED | SUM | {"value": "7000", "period_start": "2025-09-08", "as_of": "2025-09-15"},
        id="counts of intervals",
    ),
    pytest.param(
        MOVED | {"value": "70000"},
        MOVED | {"value": "60000", "as_of": "2025-09-11", "publisher": "COGAT"},
        id="another's total",
    ),
    pytest.param(
        MOVED | {"value": "70000"},
        MOVED | {"value": "90000", "period_start": "2025-09-06", "as_of": "2025-09-30"},
        id="a series of its own",
    ),
    pytest.param(
        {}, MOVED | {"publisher": "UN", "period_start": "2025-10-10", "as_of": "2025-10-12"}
    ),
]


@pytest.fixture
def held(estimates_csv):
    def hold(*rows, exceptions=()):
        frame = read_rows(estimates_csv(*rows), "mine.csv")
        excused = pd.DataFrame(exceptions, columns=["id", "rule", "reason"])
        hold_ledger(frame, loaders.load_publishers().frame, excused, "mine.csv")

    return hold


@pytest.mark.slow
@pytest.mark.parametrize(("before", "cells", "rule", "column"), BROKEN)
def test_a_ledger_that_breaks_a_rule_is_refused_with_row_column_and_rule(
    held, before, cells, rule, column
):
    with pytest.raises(DataError) as refused:
        held(before, cells)
    error = refused.value
    assert (error.file, error.row, error.column) == ("mine.csv", 3, column)
    told = next(known for known in RULES if known.id == rule)
    assert error.rule.startswith(told.told)


@pytest.mark.slow
@pytest.mark.parametrize(("before", "cells", "rule", "column"), BROKEN)
def test_a_named_exception_excuses_its_figure_from_its_rule_alone(
    held, before, cells, rule, column
):
    told = next(known for known in RULES if known.id == rule)
    named = [("T2", rule, "because")]
    if told.excusable:
        held(before, cells, exceptions=named)
    else:
        with pytest.raises(DataError, match=f"column {column}: "):
            held(before, cells, exceptions=named)
    other = "falls" if rule != "falls" else "starts"
    with pytest.raises(DataError) as refused:
        held(before, cells, exceptions=[("T2", other, "because")])
    assert (refused.value.file, refused.value.column) == ("mine.csv", column)


def test_every_rule_of_the_ledger_is_broken_by_some_test():
    assert {param.values[2] for param in BROKEN} == {rule.id for rule in RULES}


@pytest.mark.slow
@pytest.mark.parametrize(("before", "cells"), KEPT)
def test_what_keeps_the_rules_stands(held, before, cells):
    held(before, cells)


@pytest.mark.parametrize(
    ("exception", "told"),
    [
        (("T1", "falls", "because"), "T1 keeps the rule 'falls'"),
        (("GD9999", "falls", "because"), "GD9999 keeps the rule 'falls'"),
        (("T1", "quantifier", "because"), "'quantifier' is no rule to be excused from"),
        (("T1", "publisher", "because"), "'publisher' is no rule to be excused from"),
    ],
)
def test_an_exception_that_excuses_nothing_is_itself_refused(held, exception, told):
    with pytest.raises(DataError) as refused:
        held({}, {"value": "7"}, exceptions=[exception])
    assert (refused.value.file, refused.value.row, refused.value.column) == (
        "exceptions.csv",
        2,
        "rule",
    )
    assert told in refused.value.rule


def test_an_exception_says_why_and_is_named_once():
    with pytest.raises(DataError, match="row 2, column reason: an exception says why"):
        read_exceptions(b"id,rule,reason\nA,falls,\n", "exceptions.csv")
    with pytest.raises(DataError, match="must not occur twice"):
        read_exceptions(b"id,rule,reason\nA,falls,x\nA,falls,y\n", "exceptions.csv")


def test_a_refusal_says_what_to_do_and_counts_the_others(held):
    rows = [MOVED | {"value": str(n), "as_of": f"2025-09-{n}"} for n in (13, 12, 11)]
    with pytest.raises(DataError) as refused:
        held(*reversed(rows), {"publisher": "Nobody"})
    assert str(refused.value).startswith("mine.csv, row 5, column publisher: a publisher has")
    falling = [MOVED | {"value": str(30 - n), "as_of": f"2025-09-{n}"} for n in (11, 12, 13)]
    with pytest.raises(DataError) as refused:
        held(*falling)
    assert str(refused.value) == (
        "mine.csv, row 3, column value: a running total of one speaker, route and start falls "
        "(held against T1); mend it, or name T2 in exceptions.csv under 'falls' with a reason "
        "(and 1 more like it or other)."
    )


@pytest.mark.slow
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_a_series_falls_where_a_later_number_is_below_an_earlier_one(estimates_csv, numbers):
    rows = [
        MOVED | {"value": str(number), "as_of": f"2025-09-{day:02d}"}
        for day, number in enumerate(numbers, start=1)
    ]
    frame = read_rows(estimates_csv(*rows), "mine.csv")
    found = breaches(frame, loaders.load_publishers().frame)["falls"]
    expected = [
        (later, earlier)
        for later in range(len(numbers))
        for earlier in range(later)
        if numbers[later] < numbers[earlier]
    ]
    assert sorted(found) == expected


def test_the_army_keeps_both_its_starts_and_each_is_named():
    reasons = loaders.load_exceptions().frame.set_index(["rule", "id"])["reason"]
    assert set(reasons["starts"].index) == {"GD0470", "GD0488"}
    figures = loaders.load_estimates().frame.set_index("id")
    assert set(figures.loc[["GD0470", "GD0488"], "period_start"]) == {pd.Timestamp("2025-08-31")}
    assert figures.loc["GD0462", "period_start"] == pd.Timestamp("2025-08-14")


def test_what_idmc_passes_on_is_the_voice_of_who_counted(estimates):
    events = estimates[
        (estimates["publisher"] == "IDMC") & estimates["source_title"].str.contains("IDU event")
    ]
    assert set(events["speaker"]) == {"OCHA", "UNRWA"}
    schools = events["note"].str.contains("in UNRWA schools")
    assert (events.loc[schools, "speaker"] == "UNRWA").all()
    outlets = estimates[estimates["according_to"] == "unattributed"]
    assert (outlets["speaker"] == outlets["publisher"]).all()
    own = estimates[estimates["according_to"] == ""]
    assert (own["speaker"] == own["publisher"]).all()


def test_affected_people_and_households_are_no_stock_and_never_in_the_balance(estimates):
    affected = estimates[estimates["measure"] == "affected"]
    assert len(affected) > 20
    assert set(affected["kind"]) == {"state"}
    assert set(affected["unit"]) == {"people", "households", "percent"}
    assert "affected" not in READERS
    assert all(refusal(row) for row in affected.to_dict("records"))


# Orders and closures


def test_an_issuer_without_a_side_is_refused(orders_csv):
    orders = loaders.orders.read_orders(orders_csv({}, {"issuer": "Somebody"}), "mine.csv")
    with pytest.raises(DataError, match="row 3, column issuer: an issuer has a side"):
        hold_issuers(orders, loaders.load_publishers().frame, "mine.csv")


def test_a_closure_rests_on_figures_of_the_ledger(some_estimates):
    closures = loaders.load_closures().frame
    hold_evidence(closures, loaders.load_estimates().frame, "closures.csv")
    with pytest.raises(DataError, match="row 2, column evidence: GD0309 is not in"):
        hold_evidence(closures, some_estimates({}), "closures.csv")


# `make data`


def _edited(folder, file: str, change) -> bytes:
    path = folder / file
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path.read_bytes()


def _first(rows, **cells):
    rows[0] |= cells


def _drop_side(rows):
    rows[:] = [row for row in rows if row["publisher"] != "IDF"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        pytest.param(
            "estimates.csv",
            lambda rows: _first(rows, quantifier="more than"),
            r"estimates.csv, row 2, column quantifier: the quantifier does not fit",
            id="a word that does not fit",
        ),
        pytest.param(
            "estimates.csv",
            lambda rows: _first(rows, measure="people"),
            r"estimates.csv, row 2, column measure: a measure is one of",
            id="a measure that nobody knows",
        ),
        pytest.param(
            "estimates.csv",
            lambda rows: _first(rows, unit="households", counting=""),
            r"estimates.csv, row 2, column unit: counts households where people are meant",
            id="households where people are meant",
        ),
        pytest.param(
            "estimates.csv",
            lambda rows: next(row for row in rows if row["id"] == "GD0461").update(value="90000"),
            r"estimates.csv, row \d+, column value: a running total .* falls",
            id="a running total that falls",
        ),
        pytest.param(
            "publishers.csv",
            _drop_side,
            r"estimates.csv, row \d+, column publisher: a publisher has a side",
            id="a publisher without a side",
        ),
        pytest.param(
            "publishers.csv",
            lambda rows: _first(rows, group=""),
            r"publishers.csv, row 2, column group: a group is one of",
            id="an empty side",
        ),
        pytest.param(
            "publishers.csv",
            lambda rows: _first(rows, name_he=""),
            r"publishers.csv, row 2, column name_he: a name in Hebrew is missing",
            id="no name in Hebrew",
        ),
        pytest.param(
            "orders.csv",
            lambda rows: _first(rows, issuer="Somebody"),
            r"orders.csv, row 2, column issuer: an issuer has a side",
            id="an issuer without a side",
        ),
        pytest.param(
            "exceptions.csv",
            lambda rows: _first(rows, rule="falls"),
            r"estimates.csv, row \d+, column according_to: who passes figures on",
            id="an exception from another rule",
        ),
        pytest.param(
            "closures.csv",
            lambda rows: _first(rows, how="ajar"),
            r"closures.csv, row 2, column how: a way is shut as one of closed, restricted",
            id="a crossing ajar",
        ),
        pytest.param(
            "closures.csv",
            lambda rows: _first(rows, last_day="2023-11-09"),
            r"closures.csv, row 2, column last_day: the closure ends before it starts",
            id="a closure of no day",
        ),
        pytest.param(
            "blocks.csv",
            lambda rows: _first(rows, behind_yellow_line_2025_10="1.1"),
            r"blocks.csv, row 2, column behind_yellow_line_2025_10: a share is from 0 to 1",
            id="more than a block",
        ),
        pytest.param(
            "neighbourhoods.csv",
            lambda rows: _first(rows, longitude="51.4"),
            r"neighbourhoods.csv, row 2, column latitude: lies outside the Gaza Strip",
            id="a place elsewhere",
        ),
    ],
)
def test_make_data_refuses_a_broken_rule_and_loses_nothing(
    geodata_copy, monkeypatch, capsys, file, change, told
):
    descriptor = (geodata_copy / DESCRIPTOR).read_bytes()
    edited = _edited(geodata_copy, file, change)
    monkeypatch.setattr("nuzuh.loaders.seal.seal", lambda: seal(geodata_copy))
    assert main() == 1
    assert (geodata_copy / DESCRIPTOR).read_bytes() == descriptor
    assert (geodata_copy / file).read_bytes() == edited
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(rf"not sealed: {told}.*\n", err)


@pytest.mark.slow
def test_make_data_takes_a_byte_order_mark_and_loaders_read_it(geodata_copy):
    from nuzuh.loaders.package import read_bytes, read_descriptor
    from nuzuh.loaders.seal import _READERS

    for name in _READERS:
        path = geodata_copy / f"{name}.csv"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert sorted(seal(geodata_copy)) == sorted(_READERS)
    for name, read in _READERS.items():
        content = read_bytes(name, geodata_copy)
        assert content.startswith(b"\xef\xbb\xbf")
        plain = read(content.removeprefix(b"\xef\xbb\xbf"), "mine.csv")
        pd.testing.assert_frame_equal(read(content, "mine.csv"), plain)
    # Damage is still told by its row.
    path = geodata_copy / "phases.csv"
    path.write_bytes(path.read_bytes().replace(b"khan-younis", b"khan-yunis"))
    with pytest.raises(DataError) as refused:
        read_bytes("phases", geodata_copy)
    assert refused.value.row == 4
    digests = {entry["name"]: entry.get("row_digests") for entry in read_descriptor()["resources"]}
    sealed = {
        entry["name"]: entry.get("row_digests")
        for entry in read_descriptor(geodata_copy)["resources"]
    }
    assert sealed == digests


def test_the_rules_have_names_that_the_docs_explain(root):
    docs = (root / "docs" / "data.md").read_text(encoding="utf-8")
    for rule in ledger.RULES:
        assert f"`{rule.id}`" in docs, rule.id
