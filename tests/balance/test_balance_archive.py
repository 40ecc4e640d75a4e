"""The file that carries an ensemble."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from nuzuh.balance import priors
from nuzuh.balance.archive import StaleArchiveError, fingerprint, load, save
from nuzuh.balance.ensemble import with_ranges
from nuzuh.balance.inputs import Known
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.result import ends
from tests.balance.tables import BASELINE, PUBLISHERS, SOUTH


def test_round_trip_keeps_ranges(story: pd.DataFrame, tmp_path: Path) -> None:
    key = fingerprint(story, PUBLISHERS, known=Known(BASELINE))
    full = with_ranges(story, PUBLISHERS, known=Known(BASELINE), members=12)
    size = save(tmp_path / "ensemble.npz", full, key)
    assert size < 1_000_000
    again = load(
        tmp_path / "ensemble.npz", reconstruct(story, PUBLISHERS, known=Known(BASELINE)), key
    )
    assert np.allclose(full.present, again.present, atol=1.0)
    assert (
        np.abs(
            np.diff(again.present.sum(axis=1)) - (again.births - again.deaths)[1:].sum(axis=1)
        ).max()
        < 0.01
    )
    a, b = full.people("2024-05-12"), again.people("2024-05-12")
    assert np.allclose(a["low"], b["low"], rtol=0.1, atol=15_000)
    assert np.allclose(a["high"], b["high"], rtol=0.1, atol=15_000)


def test_any_change_of_input_makes_it_stale(
    story: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = fingerprint(story, PUBLISHERS, known=Known(BASELINE))
    assert key == fingerprint(
        story.sample(frac=1.0, random_state=1), PUBLISHERS, known=Known(BASELINE)
    )
    assert key != fingerprint(story.assign(value=1.0), PUBLISHERS, known=Known(BASELINE))
    assert key != fingerprint(story, PUBLISHERS, known=Known({**BASELINE, "PS0275": 1.0}))
    assert key != fingerprint(story, {**PUBLISHERS, "A": "israel"}, known=Known(BASELINE))
    save(tmp_path / "e.npz", with_ranges(story, PUBLISHERS, known=Known(BASELINE), members=3), key)
    monkeypatch.setattr(priors, "DRIFT", 9.0)
    with pytest.raises(StaleArchiveError):
        load(
            tmp_path / "e.npz",
            reconstruct(story, PUBLISHERS, known=Known(BASELINE)),
            fingerprint(story, PUBLISHERS, known=Known(BASELINE)),
        )


def test_a_group_has_on_each_day_the_range_of_its_members(story: pd.DataFrame) -> None:
    full = with_ranges(story, PUBLISHERS, known=Known(BASELINE), members=12)
    assert full.draws is not None
    places = tuple(SOUTH.split())
    columns = [priors.PLACES.index(place) for place in places]
    for at in range(0, len(full.days), 7):
        number, low, high = full.group(full.days[at].date(), places)
        assert number == full.present[at, columns].sum()
        assert (low, high) == ends(full.draws[:, at, columns].sum(axis=1), number)
