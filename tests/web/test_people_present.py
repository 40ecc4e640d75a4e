"""People present and their ensemble arrive whole in the browser."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nuzuh.balance import priors
from nuzuh.balance.archive import spread
from nuzuh.balance.marked import UNIT
from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.people_ensemble import PeopleEnsemble, people_ensemble
from nuzuh.scene.timeline import load_timeline
from nuzuh.web.timemap.people import people_payload
from tests.web.timemaps import opened


def present_of(read):
    bits = (read["presentHigh"].astype(np.uint64) << np.uint64(32)) | read["presentLow"]
    return bits.view(np.float64)


@given(
    arrays(np.uint16, (3, 4, 5)),
    arrays(np.float64, (3, 9), elements=st.floats(0, 3e6)),
)
def test_nothing_is_lost_on_the_way(steps, present):
    at = np.array([-3, 0, 7, 8, 2_000], dtype=np.int32)
    header, read = opened(people_payload(PeopleEnsemble(-3, present, at, steps)).data)
    assert (header["start"], header["days"], header["members"]) == (-3, 9, 4)
    assert (header["unit"], header["range"]) == (UNIT, list(priors.RANGE))
    assert (present_of(read) == present.ravel()).all()
    assert (read["at"] == at).all()
    assert (read["steps"].reshape(steps.shape) == steps).all()


@pytest.mark.slow
def test_the_shipped_ensembles_are_told_day_by_day_and_are_small():
    size = 0
    for view in NAMED_VIEWS:
        reconstruction = load_reconstruction(tables_in_use(), view)
        told = people_ensemble(reconstruction, load_timeline().first)
        columns = [priors.PLACES.index(pcode) for pcode in pc.GOVERNORATES]
        steps = told.steps.transpose(1, 2, 0).astype(np.float32) * np.float32(told.unit)
        days = spread(steps, told.at - told.start, len(reconstruction.days))
        assert np.array_equal(days, reconstruction.draws[:, :, columns])
        assert np.array_equal(told.present.T, reconstruction.present[:, columns])
        size += len(people_payload(told).data)
    assert size < 1_000_000


def test_an_ensemble_that_was_computed_meanwhile_is_kept_in_steps():
    shipped = load_reconstruction(tables_in_use(), "un")
    members = slice(0, 12)
    draws = shipped.draws[members]
    moved = np.stack([shipped.flow_draws[:, day] for day in range(len(shipped.days))], axis=1)
    computed = replace(shipped, draws=draws, flow_draws=moved[members])
    told = people_ensemble(computed, load_timeline().first)
    assert told.steps.shape[1] == 12
    assert (np.diff(told.at) > 0).all()
    columns = [priors.PLACES.index(pcode) for pcode in pc.GOVERNORATES]
    kept = told.steps.transpose(1, 2, 0) * told.unit
    on = computed.draws[:, told.at - told.start][:, :, columns]
    assert np.abs(kept - on).max() <= told.unit / 2


def test_without_an_ensemble_it_has_no_members():
    bare = replace(load_reconstruction(tables_in_use(), "un"), draws=None, flow_draws=None)
    header, read = opened(people_payload(people_ensemble(bare, load_timeline().first)).data)
    assert header["members"] == 0
    assert (len(read["at"]), len(read["steps"])) == (0, 0)
    assert present_of(read).max() > 0
