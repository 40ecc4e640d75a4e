"""The ledger holds each figure against others and the reconstruction, and orders by that."""

from __future__ import annotations

import csv
import io
from functools import cache
from itertools import groupby

import pandas as pd
import pytest

from nuzuh.evidence.statements import speaker_of
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.ledger_order import ORDERS, Compared, compared, spread_of
from nuzuh.scene.ledger_selection import (
    COMPARED,
    DERIVED_COLUMNS,
    TREATMENTS,
    ledger_selection,
)
from nuzuh.scene.record_words import distance_text, predicted_of, spread_text
from nuzuh.scene.translator import Translator

ENGLISH = Translator("en")


@pytest.fixture(scope="module")
def against():
    return compared(tables_in_use())


@cache
def select(against, **asked):
    return ledger_selection(tables_in_use(), ENGLISH, against=against, **asked)


def test_every_figure_is_held_against_the_reconstruction(against, estimates):
    lines = {line.id: line for line in select(against).lines}
    assert set(lines) == set(estimates["id"])
    for name, line in against.balance.items():
        told = lines[name]
        assert told.used == ENGLISH(f"treatment.{line['treatment'].replace(' ', '_')}")
        assert told.distance == (
            distance_text(line["residual"], ENGLISH) if line["weight"] > 0 else ""
        )
    words = {line.distance for line in lines.values()}
    assert "" in words
    assert "agrees" in words


def test_the_spread_counts_speakers_and_keeps_the_words_of_its_ends(against):
    lines = {line.id: line for line in select(against).lines}
    # Between 2 and 5 October 2025 the UN and the IDF said how many were in Gaza City.
    assert lines["GD0505"].spread == "2 publishers: about 200,000 – 600,000 to 700,000"
    for name, same in against.answers.items():
        speakers = {speaker_of(one) for one in same if not one.weak}
        assert spread_text(same, ENGLISH) == lines[name].spread
        assert (spread_of(same) > 0) == (len(speakers) > 1)
    assert lines["GF0144"].spread == "this one alone"


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_holds_every_figure_once(against, estimates, order):
    told = select(against, order=order)
    assert sorted(line.id for line in told.lines) == sorted(estimates["id"])
    assert [row[0] for row in told.records.rows] == [line.id for line in told.lines]
    total = ENGLISH.number(len(estimates))
    assert told.lead.startswith(f"{total} of {total} figures")


def test_orders_go_by_what_they_say(against):
    def keys(order, of):
        return [of(line.id) for line in select(against, order=order).lines]

    distance = keys("distance", lambda name: abs(against.balance[name]["residual"]))
    used = [name for name, line in against.balance.items() if line["weight"] > 0]
    assert distance[: len(used)] == sorted(distance[: len(used)], reverse=True)
    spread = keys("spread", lambda name: spread_of(against.answers.get(name, ())))
    assert spread == sorted(spread, reverse=True)
    questions = [line.question for line in select(against, order="question").lines]
    assert len(list(groupby(questions))) == len(set(questions))
    with pytest.raises(ValueError, match="no order"):
        select(against, order="nowhere")


def test_a_treatment_filters_and_all_of_them_are_everything(against):
    total = 0
    for used in TREATMENTS:
        lines = select(against, used=used).lines
        assert {against.balance[line.id]["treatment"] for line in lines} == {used}
        total += len(lines)
    assert total == len(select(against).lines)


def test_the_file_has_new_columns_at_the_end_and_a_bound_never_becomes_a_value(against):
    told = select(against)
    assert told.records.columns == (*COLUMNS, *DERIVED_COLUMNS, *COMPARED)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(ledger_csv(told.records)))}
    row = rows["GD0505"]
    assert (row["value"], row["low"], row["high"]) == ("", "600000", "700000")
    assert [row[name] for name in COMPARED[:3]] == ["2", "GD0507", "GD0505"]
    line = against.balance["GD0505"]
    assert abs(float(row["reconstruction_has"]) - predicted_of(line)) <= 50_000
    for one in rows.values():
        unused = one["reconstruction_treatment"] == "ignored"
        assert (one["reconstruction_has"] == "") == unused


def test_figures_that_are_held_against_nothing_say_nothing(some_estimates):
    rows = some_estimates({"measure": "people_present"})
    tables = Tables("test", rows, pd.DataFrame(), rows["as_of"].max().date())
    (line,) = ledger_selection(tables, ENGLISH, against=Compared({}, {})).lines
    assert (line.spread, line.used, line.distance) == ("", "", "")


def test_a_region_is_an_area_of_the_ledger(against, estimates):
    ends = (estimates["origin_pcodes"] + " " + estimates["destination_pcodes"]).map(pc.split)
    north = estimates.loc[[bool(end & {"PS0255", "PS0260"}) for end in ends], "id"]
    assert {line.id for line in select(against, area="north").lines} == set(north)
