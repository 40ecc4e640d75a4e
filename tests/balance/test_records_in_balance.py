"""Figures of records among the others: what they only echo they do not change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from nuzuh.balance import priors
from nuzuh.balance.penetration import scale
from nuzuh.balance.people_known import people_of
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.records_figures import weekly_figures
from nuzuh.balance.shipped import balance_inputs, load_reconstruction, solved_again
from nuzuh.loaders.estimates import read_estimates
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.records.mapping import Mapping, Place, Scaling, Source, Time
from nuzuh.loaders.tables import tables_in_use

PUBLISHER = "A mobile operator"
FIRST, LAST = pd.Timestamp("2024-03-01"), pd.Timestamp("2025-02-28")
pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def alone():
    return solved_again(tables_in_use(), "all")


@pytest.fixture(scope="module")
def people(alone):
    """The ranges that ship, about what one solve says: the mean of members is another picture."""
    frame = people_of(load_reconstruction(tables_in_use()))
    inside = frame["pcode"].isin(priors.AREAS)
    at = alone.days.get_indexer(pd.DatetimeIndex(frame.loc[inside, "day"]))
    number = alone.present[at, frame.loc[inside, "pcode"].map(priors.AREAS.index)]
    low, middle, high = frame.loc[inside, ["low", "middle", "high"]].to_numpy().T
    frame.loc[inside, "low"] = np.minimum(low + number - middle, number).clip(min=0)
    frame.loc[inside, "high"] = np.maximum(high + number - middle, number)
    frame.loc[inside, "middle"] = number
    return frame


SHARE = np.array([0.12, 0.2, 0.15, 0.1, 0.25])


def figures_of(present, days, people, publisher=PUBLISHER, survey=None):
    """Figures of records of some people, scaled against the balance or a survey."""
    rng = np.random.default_rng(0)
    share = SHARE * np.exp(0.02 * rng.standard_normal((len(days), 1)))
    seen = rng.binomial(np.maximum(present, 0).astype(int), share)
    rows = [
        (day.date(), "", code, pd.NA if seen[t, a] < 10 else 5 * round(seen[t, a] / 5))
        for t, day in enumerate(days)
        for a, code in enumerate(priors.AREAS)
        if FIRST <= day <= LAST
    ]
    counts = pd.DataFrame(rows, columns=["day", "origin", "destination", "amount"])
    counts["amount"] = counts["amount"].astype("Int64")
    about = {
        "name": f"phones-{publisher[0].lower()}",
        "publisher": publisher,
        "title": "Counts",
        "kind": "presence",
    }
    parts = {"source": Source(), "time": Time("at"), "place": Place("pcode", "area")}
    mapping = Mapping(Path("records.yaml"), **about, **parts)
    scaling = Scaling(against="balance" if survey is None else "survey")
    scaled = scale(counts, people, scaling, survey=survey)
    weekly = weekly_figures(scaled, mapping, counted_on=date(2026, 11, 1), data_version="x")
    return read_estimates(weekly.rows.to_csv(index=False).encode(), "figures.csv")


def beside_records(present, days, people):
    """The reconstruction with figures of records of some people beside the others."""
    figures = figures_of(present, days, people)
    tables = tables_in_use()
    estimates = pd.concat([tables.estimates, figures], ignore_index=True)
    until = pd.Timestamp(tables.last)
    return figures, reconstruct(estimates, groups(), until=until, known=balance_inputs())


def test_an_echo_changes_little_and_is_weighed_like_any_other(alone, people):
    areas = alone.present[:, :5]
    figures, both = beside_records(areas, alone.days, people)
    changed = np.abs(both.present[:, :5] - areas)
    assert np.median(changed) < 3_000
    assert np.quantile(changed, 0.95) < 15_000
    assert changed.max() < 100_000
    scales = both.scales[both.scales["publisher"] == PUBLISHER]
    assert scales["rows"].sum() == len(figures)
    assert (scales["error"].between(0.02, 0.16)).all()


def test_a_sudden_move_that_others_lack_is_followed_within_its_weight(alone, people):
    areas = alone.present[:, :5]
    moved, begin = areas.copy(), alone.days.get_loc(pd.Timestamp("2024-08-10"))
    share = np.interp(np.arange(len(moved)) - begin, [-1, 3, 60, 120], [0.0, 1.0, 1.0, 0.0])
    gone = np.minimum(250_000 * share, moved[:, 2] / 2)
    moved[:, 2] -= gone
    moved[:, 3] += gone
    figures, both = beside_records(moved, alone.days, people)
    later = slice(begin + 30, begin + 60)
    change = (both.present - alone.present)[later].mean(axis=0)
    # A range is met anywhere within it, and only what lies beyond pulls.
    assert -250_000 < change[2] < -10_000
    assert 10_000 < change[3] < 250_000
    week = figures[figures["as_of"].between("2024-09-01", "2024-10-01")]
    there = week[week["destination_pcodes"] == "PS0265"]["value"].mean()
    assert there < areas[later, 2].mean() - 120_000


def test_who_counts_worse_is_weighed_less(alone, people):
    """Two publishers of the same people; what one has of a week is off by three times as much."""
    at = alone.days.get_indexer(pd.date_range(FIRST, LAST))
    told = [
        (code, day, share, 0.97 * share, 1.03 * share)
        for day in pd.date_range(FIRST, LAST, freq="60D")
        for code, share in zip(priors.AREAS, SHARE, strict=True)
    ]
    survey = pd.DataFrame(told, columns=["area", "day", "share", "low", "high"])
    figures = []
    for publisher, error, seed in (("A", 0.08, 1), ("B", 0.24, 2)):
        rng = np.random.default_rng(seed)
        off = np.repeat(rng.standard_normal((len(at) // 7 + 1, 5)), 7, axis=0)[: len(at)]
        seen = alone.present[:, :5].copy()
        seen[at] *= np.exp(error * off)
        figures.append(figures_of(seen, alone.days, people, publisher, survey))
    tables = tables_in_use()
    estimates = pd.concat([tables.estimates, *figures], ignore_index=True)
    until = pd.Timestamp(tables.last)
    both = reconstruct(estimates, groups(), until=until, known=balance_inputs())
    error = both.scales[both.scales["family"] == "stock"].set_index("publisher")["error"]
    # What lies in a row's own range is no error of its publisher; rivals share the blame.
    assert error["B"] > 1.1 * error["A"]
