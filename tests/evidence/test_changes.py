"""What differs between two states of the data: nothing is told twice, and nothing is left out."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.changes import COLUMNS, KINDS, Changes, changes_between, people_changes
from nuzuh.loaders.cells import cell_text
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.loaders.withdrawn import WITHDRAWN_BY

_TEXTS = ("publisher", "destination", "quantifier", "note")
_DATES = ("period_start", "as_of", "source_date")


def estimates(rows):
    """A small table of figures from cells of some columns; the others are empty."""
    frame = pd.DataFrame(
        [dict.fromkeys(COLUMNS["estimates"], "") | row for row in rows],
        columns=list(COLUMNS["estimates"]),
    )
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name].replace("", None)).astype("datetime64[s]")
    for name in ("value", "low", "high"):
        frame[name] = pd.to_numeric(frame[name].replace("", None)).astype("float64")
    return frame


def orders(rows):
    frame = pd.DataFrame(
        [dict.fromkeys(COLUMNS["orders"], "") | row for row in rows],
        columns=list(COLUMNS["orders"]),
    )
    for name in ("issued_on", "effective_from", "effective_to", "source_date"):
        frame[name] = pd.to_datetime(frame[name].replace("", None)).astype("datetime64[s]")
    return frame


def state(figures=(), ordered=(), version="2026-01-01-aaaaaaa"):
    return Tables(version, estimates(figures), orders(ordered), date(2026, 1, 1))


def figure(id_, **cells):
    return {"id": id_, "as_of": "2025-06-02", "publisher": "UN", "value": 1000.0} | cells


def texts(table, name):
    """Every row of a table as text, by its id."""
    return {
        row["id"]: {column: cell_text(row[column]) for column in COLUMNS[name]}
        for row in getattr(table, name).to_dict("records")
    }


def applied(before: Tables, found: Changes, name):
    """The rows of an earlier state with what the changes say done to them."""
    rows = texts(before, name)
    for one in found.rows:
        if one.table != name:
            continue
        if one.kind == "new":
            assert one.id not in rows
            rows[one.id] = dict(one.row)
        elif one.kind == "withdrawn" and not one.cells:
            del rows[one.id]
        for cell in one.cells:
            assert rows[one.id][cell.column] == cell.before
            rows[one.id][cell.column] = cell.after
    return rows


_CELLS = st.fixed_dictionaries(
    {
        "publisher": st.sampled_from(["UN", "OCHA", "IDF"]),
        "destination": st.sampled_from(["", "Rafah", "غزة"]),
        "quantifier": st.sampled_from(["exact", "at least"]),
        "note": st.sampled_from(["", "a count", f"a count; {WITHDRAWN_BY} 2026-01-01, hence weak"]),
        "as_of": st.sampled_from(["2025-06-02", "2025-06-03"]),
        "period_start": st.sampled_from(["", "2025-06-01"]),
        "value": st.sampled_from([None, 0.0, 1000.0, 1001.0]),
        "low": st.sampled_from([None, 0.0, 900.0]),
    }
)
_TABLES = st.dictionaries(st.sampled_from("abcdef"), _CELLS, max_size=6).map(
    lambda rows: [{"id": id_} | cells for id_, cells in rows.items()]
)


@given(_TABLES, _TABLES)
def test_the_changes_done_to_the_old_state_give_the_new_one(old, new):
    before, after = state(old), state(new)
    found = changes_between(before, after)
    rows, there = applied(before, found, "estimates"), texts(after, "estimates")
    told = [n for n in COLUMNS["estimates"] if n not in found.columns["estimates"]]
    assert {id_: [row[n] for n in told] for id_, row in rows.items()} == {
        id_: [row[n] for n in told] for id_, row in there.items()
    }


@given(_TABLES, _TABLES)
def test_no_row_stands_in_the_changes_twice(old, new):
    found = changes_between(state(old), state(new))
    ids = [(one.table, one.id) for one in found.rows]
    assert len(ids) == len(set(ids))
    assert sum(n for of in found.counts().values() for n in of.values()) == len(ids)


@given(_TABLES)
def test_a_state_does_not_differ_from_itself(rows):
    assert not changes_between(state(rows), state(list(reversed(rows))))


def test_what_is_missing_is_no_zero():
    found = changes_between(
        state([figure("a", value=None, low=1.0)]), state([figure("a", value=0.0, low=1.0)])
    )
    assert [(c.column, c.before, c.after) for c in found.rows[0].cells] == [("value", "", "0")]


def test_a_row_that_its_publisher_withdrew_is_withdrawn_though_it_stays():
    old = figure("a", note="a count")
    now = figure("a", note=f"a count; {WITHDRAWN_BY} 2026-01-01, hence weak")
    one = changes_between(state([old]), state([now])).rows[0]
    assert (one.kind, [cell.column for cell in one.cells]) == ("withdrawn", ["note"])
    # Once told it is not told again, whatever else is revised.
    later = changes_between(state([now]), state([now | {"value": 2.0}])).rows[0]
    assert later.kind == "revised"


def test_a_withdrawn_figure_tells_its_reason_where_that_is_on_record():
    found = changes_between(state([figure("GD0265"), figure("a")]), state([figure("b")]))
    known, unknown = found.of("estimates", "withdrawn")
    assert known.withdrawal is not None
    assert set(known.withdrawal.reasons) == {"en", "ar", "he"}
    assert known.withdrawal.see == ("GD0264", "GD0266")
    assert unknown.withdrawal is None


def test_a_column_that_the_old_state_had_not_is_told_once_and_revises_no_row():
    old = [figure("a"), figure("b")]
    new = [figure("a", according_to="OCHA"), figure("b", value=2.0)]
    found = changes_between(state(old), state(new))
    assert found.columns["estimates"] == ("according_to",)
    assert [(one.id, one.kind) for one in found.rows] == [("b", "revised")]


def test_orders_are_told_beside_figures():
    order = {"id": "O1", "issuer": "IDF", "issued_on": "2025-06-02", "area_km2": 3.0}
    found = changes_between(state(ordered=[order]), state(ordered=[order | {"area_km2": 4.0}]))
    one = found.rows[0]
    assert (one.table, one.publisher, one.day) == ("orders", "IDF", date(2025, 6, 2))
    assert found.counts()["orders"] == {"new": 0, "revised": 1, "withdrawn": 0}


def test_the_tables_in_use_do_not_differ_from_themselves():
    assert not changes_between(tables_in_use(), tables_in_use())


def test_every_embedded_row_is_new_to_an_empty_state():
    tables = tables_in_use()
    found = changes_between(state(), tables)
    assert {one.kind for one in found.rows} == {"new"}
    assert len(found.rows) == len(tables.estimates) + len(tables.orders)
    for one in found.rows:
        assert one.publisher
        assert one.row["source_title"]


def people(*rows):
    columns = ["date", "pcode", "view", "people", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_people_are_told_where_they_moved_by_the_largest_change():
    before = people(
        ("2025-06-01", "PS0275", "all", 100_000.0, 80_000.0, 120_000.0),
        ("2025-06-02", "PS0275", "all", 100_000.0, 80_000.0, 120_000.0),
        ("2025-06-02", "PS0270", "all", 5_000.0, None, None),
        ("2025-06-02", "PS0260", "all", 7_000.0, None, None),
    )
    after = people(
        ("2025-06-01", "PS0275", "all", 110_000.0, 90_000.0, 130_000.0),
        ("2025-06-02", "PS0275", "all", 70_000.0, 60_000.0, 90_000.0),
        ("2025-06-02", "PS0270", "all", 6_000.0, None, None),
        ("2025-06-02", "PS0260", "all", 7_000.0, None, None),
        ("2025-06-03", "PS0260", "all", 9_000.0, None, None),
    )
    rafah, khan_younis = people_changes(before, after)
    assert (rafah.day, rafah.before, rafah.after) == (date(2025, 6, 2), 100_000, 70_000)
    assert (rafah.days, rafah.outside_days, rafah.is_outside) == (2, 1, True)
    # Without a range nobody can say that a number lies outside it.
    assert (khan_younis.outside_days, khan_younis.is_outside) == (None, None)


def test_people_who_fell_below_what_is_told_are_a_change():
    before = people(
        ("2025-06-01", "PS0275", "all", 40_000.0, 20_000.0, 60_000.0),
        ("2025-06-01", "PS0270", "all", None, 0.0, 1_000.0),
        ("2025-06-01", "PS0260", "all", None, 0.0, 1_000.0),
    )
    after = people(
        ("2025-06-01", "PS0275", "all", None, 0.0, 2_000.0),
        ("2025-06-01", "PS0270", "all", 9_000.0, 2_000.0, 20_000.0),
        ("2025-06-01", "PS0260", "all", None, 0.0, 3_000.0),
    )
    rafah, khan_younis = people_changes(before, after)
    assert (rafah.before, rafah.after, rafah.after_high) == (40_000, None, 2_000)
    assert (rafah.days, rafah.outside_days, rafah.is_outside) == (1, 1, True)
    assert (khan_younis.before, khan_younis.high, khan_younis.after) == (None, 1_000, 9_000)
    assert khan_younis.is_outside


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_counted_even_where_there_is_none(kind):
    assert changes_between(state(), state()).counts()["estimates"][kind] == 0
