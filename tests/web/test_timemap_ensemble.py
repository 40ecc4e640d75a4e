"""The ensemble of movements in the browser is the one that Python reads, and comes at need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nuzuh.balance.marked import UNIT, Marked
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.export.time_map import ensemble_for, payloads_of
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.ensemble import WAYS, MovementEnsemble, ensemble_of
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.ensemble import ensemble_payload
from tests.web.timemaps import opened

DAY = View(date=date(2025, 10, 5), mode="reconstructed", since=date(2025, 8, 14))


@given(
    arrays(np.int32, (3, 4, 5), elements=st.integers(-(2**31), 2**31 - 1)),
    arrays(np.float64, (3, 2), elements=st.floats(0, 1e6)),
)
def test_nothing_is_lost_on_the_way(steps, rates):
    at, changes = (np.array(days, dtype=np.int32) for days in ([-3, 0, 7, 8, 2_000], [-3, 4]))
    header, read = opened(ensemble_payload(MovementEnsemble(changes, rates, at, steps)).data)
    assert (header["members"], header["unit"]) == (4, UNIT)
    assert (read["at"] == at).all()
    assert (read["changes"] == changes).all()
    assert (rates_of(read) == rates.ravel()).all()
    assert (read["steps"].reshape(steps.shape) == steps).all()


def rates_of(read):
    bits = (read["ratesHigh"].astype(np.uint64) << np.uint64(32)) | read["ratesLow"]
    return bits.view(np.float64)


@pytest.mark.slow
def test_the_shipped_ensemble_arrives_whole_and_is_small():
    reconstruction = load_reconstruction(tables_in_use(), "all")
    packed = ensemble_for(DAY, tables_in_use())
    _, read = opened(packed.data)
    kept = reconstruction.moving
    days = load_timeline().last - load_timeline().first
    rates = rates_of(read).reshape(len(WAYS), -1)
    lasting = np.diff([*read["changes"], days.days + 1])
    within = [column for column, _, _ in WAYS]
    sent = np.repeat(rates, lasting, axis=1)
    assert (reconstruction.flows[:, within] == sent.T).all()
    sent = read["steps"].reshape(len(WAYS), len(kept.values), len(kept.at)) * np.float32(UNIT)
    assert (sent.transpose(1, 2, 0) == kept.values[:, :, within]).all()
    assert kept is reconstruction.flow_draws
    assert len(packed.data) < 600_000


def test_it_goes_along_with_a_period_of_a_reconstruction_and_with_nothing_else():
    tables = tables_in_use()
    packed = ensemble_for(DAY, tables)
    assert packed is not None
    # Another day, period or language is of the same ensemble.
    other = replace(DAY, date=date(2024, 1, 1), since=date(2023, 11, 1), lang="ar")
    assert ensemble_for(other, tables) is packed
    assert ensemble_for(replace(DAY, since=None), tables) is None
    assert ensemble_for(replace(DAY, mode="published"), tables) is None
    signatures = {one.signature for one in payloads_of(DAY, tables, Translator("en"))}
    assert packed.signature not in signatures


def test_without_an_ensemble_it_has_no_members():
    bare = replace(load_reconstruction(tables_in_use(), "un"), draws=None, flow_draws=None)
    header, read = opened(ensemble_payload(ensemble_of(bare, load_timeline().first)).data)
    assert header["members"] == 0
    assert (len(read["at"]), len(read["steps"])) == (0, 0)
    assert rates_of(read).max() > 0


@given(arrays(np.float32, (2, 3, 2), elements=st.floats(0, 3e6, width=32)))
def test_what_is_kept_in_steps_is_near_and_stays_so(values):
    kept = Marked(values, np.array([0, 4, 9])).stepped()
    assert np.abs(kept.values - values).max() <= UNIT / 2
    assert kept.stepped() is kept
    assert (kept.steps * UNIT == kept.values).all()
