"""People ordered out by phase: what is told is what is computed, and never more than there were."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from nuzuh.balance import people_under_orders as asked
from nuzuh.balance.people_there import held_at_most
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders.phases import load_phases
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.order_list import ALL
from nuzuh.scene.ordered_out import COLUMNS, ordered_out_records, ordered_out_table
from nuzuh.scene.range_words import people_text
from nuzuh.scene.translator import LANGUAGES, Translator
from tests import places
from tests.balance.made_up import made_up


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_phase_has_a_row_and_one_without_orders_says_so(lang):
    t = Translator(lang)
    phases = asked.people_ordered_out(tables_in_use(), ALL)
    table = ordered_out_table(tables_in_use(), t)
    assert len(table.rows) == len(phases) == len(load_phases().frame)
    for phase, (name, days, orders, people, km2) in zip(phases, table.rows, strict=True):
        assert name
        assert days
        if phase.orders:
            assert orders == t.number(len(phase.orders))
            assert people == people_text(phase.people, t) != ""
            assert any(sign.isdigit() for sign in km2)
        else:
            assert orders == t("ordered_out.none")
            assert not any(sign.isdigit() for sign in people + km2)
    assert {bool(phase.orders) for phase in phases} == {True, False}


def test_nobody_is_told_whom_the_strip_did_not_hold():
    balance = load_reconstruction(tables_in_use(), ALL)
    days = [day.date() for day in balance.days]
    strip = dict(zip(days, held_at_most(balance, days, ()), strict=True))
    for phase in asked.people_ordered_out(tables_in_use(), ALL):
        if phase.people.told:
            inside = [most for day, most in strip.items() if phase.start <= day <= phase.end]
            assert phase.people.told[1] <= np.nanmax(inside), phase.phase
    series = asked.people_under_orders(tables_in_use(), ALL)
    for day, there in zip(series.days, series.there, strict=True):
        if there.told:
            assert there.told[0] <= there.told[1] <= strip[day], day


def test_all_of_a_made_up_strip_is_told_as_no_more_than_it_held(
    some_orders, estimates, monkeypatch
):
    everywhere = {
        "areas": "all areas north of Wadi Gaza; all areas south of Wadi Gaza",
        "blocks": "",
        "issued_on": "2025-06-05",
        "pcodes": " ".join(sorted(places.NORTH | places.SOUTH)),
    }
    balance = made_up((130_000, 610_000, 470_000, 730_000, 250_000))
    monkeypatch.setattr(asked, "load_reconstruction", lambda *_: balance)
    tables = Tables("2026-01-01-abc1234", estimates, some_orders(everywhere), date(2025, 6, 30))
    most = float(held_at_most(balance, [date(2025, 6, 5)], ())[0])
    (phase,) = [one for one in asked.people_ordered_out(tables, ALL) if one.orders]
    there = asked.people_under_orders(tables, ALL).on(date(2025, 6, 10))
    for people in (phase.people, there):
        assert people.high == pytest.approx(most)
        assert most * 0.98 < people.told[1] <= most


def test_the_records_are_the_numbers_that_are_told():
    phases = asked.people_ordered_out(tables_in_use(), ALL)
    records = ordered_out_records(tables_in_use())
    assert records.columns == COLUMNS
    for phase, row in zip(phases, records.rows, strict=True):
        told = dict(zip(COLUMNS, row, strict=True))
        assert told["phase"] == phase.phase
        assert int(told["orders"]) == len(phase.orders)
        people = phase.people.told
        ends = [told["people_low"], told["people_high"]]
        assert ends == ([f"{end:.0f}" for end in people] if people else ["", ""])
        assert (told["km2_high"] == "") == (not phase.orders)
    assert ledger_csv(records).splitlines()[0] == ",".join(COLUMNS)
