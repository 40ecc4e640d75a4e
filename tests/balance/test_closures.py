"""Ways that were shut: nobody passes whom nobody counted, whatever the figures of people say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.balance import priors
from nuzuh.balance.closures import contradictory, read_closures
from nuzuh.balance.drift import exchange
from nuzuh.balance.fit import Model, model
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.inputs import Known, make
from nuzuh.balance.observations import read_all
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.result import Reconstruction
from tests.balance.tables import BASELINE, NORTH, PUBLISHERS, SOUTH, STRIP, move, stock, table


def closures(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Closures from origins, destinations, first day, last day, and how."""
    frame = pd.DataFrame(
        [(f"CL{i:02d}", *row) for i, row in enumerate(rows)],
        columns=["id", "origins", "destinations", "first_day", "last_day", "how"],
    )
    for name in ("first_day", "last_day"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


NO_WAY_BACK = closures((SOUTH, NORTH, "2023-11-15", "2024-05-31", "closed"))
COMING_BACK = [
    move("2023-10-13", "2023-10-20", NORTH, SOUTH, 600_000),
    stock("2023-11-10", NORTH, 500_000),
    stock("2024-02-10", NORTH, 800_000, publisher="D"),
    stock("2024-08-10", NORTH, 500_000),
]
"""People in the north become more, which only a way back could explain."""


def solved(rows: list[dict], shut: pd.DataFrame | None) -> Reconstruction:
    return reconstruct(table(rows), PUBLISHERS, known=Known(BASELINE, closures=shut))


def passed(r: Reconstruction, shut: pd.Series) -> float:
    """People who passed a way while it was shut."""
    on = (r.days >= shut.first_day) & (r.days <= shut.last_day)
    pairs = [
        i
        for i, (a, b) in enumerate(CROSSING)
        if a in shut.origins.split() and b in shut.destinations.split()
    ]
    return float(r.flows[on][:, pairs].sum())


def conserved(r: Reconstruction) -> bool:
    change = r.births[1:] - r.deaths[1:]
    for i, (a, b) in enumerate(CROSSING):
        change[:, priors.PLACES.index(b)] += r.flows[1:, i]
        change[:, priors.PLACES.index(a)] -= r.flows[1:, i]
    return bool(np.allclose(np.diff(r.present, axis=0), change, atol=1e-3))


def test_nobody_passes_a_closed_way_that_rival_figures_would_open() -> None:
    way = NO_WAY_BACK.iloc[0]
    assert passed(solved(COMING_BACK, None), way) > 50_000
    shut = solved(COMING_BACK, NO_WAY_BACK)
    assert passed(shut, way) == 0.0
    assert conserved(shut)


@settings(max_examples=12, deadline=None)
@given(
    origins=st.sets(st.sampled_from(priors.PLACES), min_size=1, max_size=3),
    destinations=st.sets(st.sampled_from(priors.PLACES), min_size=1, max_size=3),
    first=st.dates(pd.Timestamp("2023-10-08").date(), pd.Timestamp("2024-06-01").date()),
    days=st.integers(0, 200),
)
def test_any_invented_closure_holds_and_people_are_conserved(origins, destinations, first, days):
    rows = [
        move("2023-10-13", "2023-12-20", NORTH, SOUTH, 600_000),
        stock("2024-01-10", "PS0275", 1_200_000, publisher="B"),
        stock("2024-07-10", "PS0275", 60_000, publisher="C"),
        stock("2024-07-20", NORTH, 700_000, publisher="D"),
        move("2023-10-07", "2024-05-07", STRIP, "EXT", 110_000),
    ]
    last = str((pd.Timestamp(first) + pd.Timedelta(days=days)).date())
    shut = closures((" ".join(origins), " ".join(destinations), str(first), last, "closed"))
    r = solved(rows, shut)
    assert passed(r, shut.iloc[0]) == 0.0
    assert conserved(r)
    assert r.present.min() >= 0.0


COUNTED = move("2024-01-10", "2024-01-16", SOUTH, NORTH, 20_000, publisher="C", id="COUNT")


def test_those_whom_somebody_counted_on_a_closed_way_pass_and_a_notice_says_so() -> None:
    r = solved([*COMING_BACK, COUNTED], NO_WAY_BACK)
    most = 20_000 * (1.0 + priors.COUNTED_MARGIN)
    assert 5_000 < passed(r, NO_WAY_BACK.iloc[0]) <= most + 1.0
    notice = next(n for n in r.notices if n.key == "passed_closed")
    assert notice.parts["ids"] == ("COUNT",)


def test_a_count_that_is_left_out_opens_nothing() -> None:
    m = model_of([*COMING_BACK, COUNTED], NO_WAY_BACK)
    weight = np.array([o.weight for o in m.read])
    assert m.problem.shut.allowed(weight).sum() == pytest.approx(
        20.0 * (1.0 + priors.COUNTED_MARGIN)
    )
    weight[[o.id == "COUNT" for o in m.read]] = 0.0
    assert m.problem.shut.allowed(weight).sum() == 0.0


def test_a_count_that_began_before_the_closure_opens_nothing() -> None:
    early = COUNTED | {"period_start": "2023-11-01", "as_of": "2024-01-16"}
    assert passed(solved([*COMING_BACK, early], NO_WAY_BACK), NO_WAY_BACK.iloc[0]) == 0.0


def test_a_restricted_way_lets_a_few_pass_beside_those_counted() -> None:
    shut = NO_WAY_BACK.assign(how="restricted")
    way = shut.iloc[0]
    few = priors.RESTRICTED_DAY * ((way.last_day - way.first_day).days + 1)
    assert 0.0 < passed(solved(COMING_BACK, shut), way) <= few + 1.0
    counted = passed(solved([*COMING_BACK, COUNTED], shut), way)
    assert few < counted <= few + 20_000 * (1.0 + priors.COUNTED_MARGIN) + 1.0


def test_of_two_entries_about_one_way_the_one_that_lets_more_pass_counts() -> None:
    both = pd.concat([NO_WAY_BACK, NO_WAY_BACK.assign(id="CL09", how="restricted")])
    assert [(a.id, b.id) for a, b in contradictory(read_closures(both))] == [("CL00", "CL09")]
    r = solved(COMING_BACK, both)
    assert passed(r, NO_WAY_BACK.iloc[0]) > 0.0
    assert any(n.key == "closures_differ" for n in r.notices)


def model_of(rows: list[dict], shut: pd.DataFrame) -> Model:
    frame = table(rows)
    inputs = make(frame, Known(BASELINE, closures=shut))
    found, _ = read_all(frame, inputs, PUBLISHERS)
    return model(found, frame, None, inputs, PUBLISHERS)


def test_the_days_on_which_a_way_was_shut_and_opened_are_knots() -> None:
    knots = model_of(COMING_BACK, NO_WAY_BACK).grid.knots
    way = read_closures(NO_WAY_BACK)[0]
    assert {way.first - 1, way.last} <= set(knots)


def test_nobody_drifts_across_a_way_that_was_shut() -> None:
    m = model_of(COMING_BACK, closures((SOUTH, NORTH, "2023-10-07", "2024-08-10", "closed")))
    fit = m.fit(np.ones(len(m.observations)))
    north = [priors.PLACES.index(code) for code in NORTH.split()]
    adds = exchange(m, fit)
    assert np.abs(adds).max() > 0.0
    assert np.allclose(adds[:, north].sum(axis=1), 0.0)
