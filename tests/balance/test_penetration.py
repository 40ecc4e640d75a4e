from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.balance import priors
from nuzuh.balance.note_readings import NOTE_READINGS
from nuzuh.balance.penetration import scale
from nuzuh.balance.people_known import people_of
from nuzuh.balance.record_counts import counted
from nuzuh.balance.records_figures import Together, weekly_figures
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import read_estimates
from nuzuh.loaders.ledger import RULES, breaches
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.mapping import Mapping, Place, Privacy, Scaling, Source, Time
from nuzuh.loaders.records.note import is_records_row, scaled_with
from nuzuh.loaders.records.survey import read_survey
from tests.balance import synthetic_records as synthetic
from tests.balance.made_up import made_up

AREAS = priors.AREAS
SEEDS = (3, 8)
LENGTH = 280
NORTH, TWO = ("PS0255", "PS0260"), [0, 2, 3, 4, 5]


def mapping_of(kind="presence", **more):
    about = {"name": "phones", "publisher": "A mobile operator", "title": "Counts of phones"}
    parts = {"source": Source(), "time": Time("at"), "place": Place("pcode", "area")}
    return Mapping(Path("records.yaml"), **about, kind=kind, **parts, stays=True, **more)


def weeks_of(scaled, together=(), **more):
    known = {"counted_on": date(2026, 1, 5), "data_version": "abc", "together": together}
    return weekly_figures(scaled, mapping_of(scaled.kind, **more), **known)


def by_day(frame, days, columns=("low", "people", "high")):
    """Numbers by day and area, shape (T, 5, 3); nan where there is no figure."""
    out = np.full((len(days), 5, 3), np.nan)
    at = days.get_indexer(pd.DatetimeIndex(frame["day"]))
    out[at, [AREAS.index(code) for code in frame["pcode"]]] = frame[list(columns)].to_numpy()
    return out


def with_signal(truth, signal):
    """Presence of which only a part is recorded, shape (T, 5)."""
    counts = truth.presence.copy()
    at = truth.days.get_indexer(pd.to_datetime(counts["day"]))
    area = [AREAS.index(code) for code in counts["destination"]]
    left = counts["amount"].astype(float).to_numpy() * signal[at, area]
    told = [pd.NA if np.isnan(n) or n < 10 else 5 * round(n / 5) for n in left]
    return counts.assign(amount=pd.array(told, dtype="Int64"))


@pytest.fixture(scope="module")
def truths():
    return {seed: synthetic.made(seed, length=LENGTH, moving=seed == SEEDS[0]) for seed in SEEDS}


@pytest.fixture(scope="module")
def present(truths):
    return {seed: scale(t.presence, t.balance, Scaling()) for seed, t in truths.items()}


@pytest.fixture(scope="module")
def moved(truths):
    truth = truths[SEEDS[0]]
    return scale(truth.movement, truth.balance, Scaling(), kind="movement", stays=True, draws=60)


@pytest.fixture(scope="module")
def weeks_moved(moved):
    return weeks_of(moved)


def coverage(truth, scaled):
    """Whether each week's range holds the truth, and how far it and others are off."""
    rows = weeks_of(scaled).rows
    middle = truth.balance.pivot_table(index="day", columns="pcode", values="middle")
    seen = truth.presence["amount"].astype(float).to_numpy().reshape(-1, 5)
    one = np.nansum(seen) / truth.people.sum()
    out = []
    for row in rows.itertuples():
        days = slice(truth.days.get_loc(row.period_start), truth.days.get_loc(row.as_of) + 1)
        area = AREAS.index(row.destination_pcodes)
        right = truth.people[days, area].mean()
        naive = np.nanmean(seen[days, area]) / one
        told = middle[row.destination_pcodes].to_numpy()[days].mean()
        held = float(row.low) <= right <= float(row.high)
        out.append((held, *(abs(n / right - 1) for n in (float(row.value), naive, told))))
    return np.array(out)


def test_ranges_hold_the_truth_and_the_number_is_nearer_than_naive_scaling(truths, present):
    each = np.vstack([coverage(truths[seed], present[seed]) for seed in SEEDS])
    held, off, naive, _ = each.mean(axis=0)[0], *np.median(each[:, 1:], axis=0)
    assert held >= 0.7
    assert off < 0.12
    assert off < naive / 2


@pytest.mark.thorough
def test_ranges_hold_four_fifths_of_the_truths_of_many_seeds():
    each = []
    for seed in range(200, 240):
        truth = synthetic.made(seed, moving=False)
        each.append(coverage(truth, scale(truth.presence, truth.balance, Scaling())))
    held, off, naive, _ = (
        np.vstack(each).mean(axis=0)[0],
        *np.median(np.vstack(each)[:, 1:], axis=0),
    )
    assert 0.74 <= held <= 0.92
    assert off < 0.09
    assert off < naive / 2


def test_a_blackout_is_no_departure(truths, present):
    for seed in SEEDS:
        figures = by_day(present[seed].people, truths[seed].days)
        assert np.isnan(figures[truths[seed].lost]).all()
        # One area went dark, so the others have figures; in the whole network none has.
        others = [a for a in range(5) if a != synthetic.PARTIAL_AREA]
        assert np.isfinite(figures[synthetic.PARTIAL][:, others]).all()


def test_a_move_is_no_lost_signal(dark):
    for truth in (dark, synthetic.made(40, length=LENGTH, blackouts=False, moving=False)):
        assert scale(truth.presence, truth.balance, Scaling(), draws=10).lost.empty


def test_a_sudden_move_that_the_balance_lacks_is_seen(truths, present):
    before = slice(synthetic.SUDDEN - 7, synthetic.SUDDEN)
    after = slice(synthetic.SUDDEN + 5, synthetic.SUDDEN + 12)
    inside = []
    for seed in SEEDS:
        truth, drawn = truths[seed], present[seed].drawn
        told = truth.balance.pivot_table(index="day", columns="pcode", values="middle")
        for area in (synthetic.FROM, synthetic.TO):
            change = drawn[:, after, area].mean(axis=1) - drawn[:, before, area].mean(axis=1)
            low, high = np.quantile(change, priors.RANGE)
            right = truth.people[after, area].mean() - truth.people[before, area].mean()
            known = told[AREAS[area]].to_numpy()
            assert abs(known[after].mean() - known[before].mean()) < abs(right) / 3
            assert 0.6 < np.median(change) / right < 1.5
            inside.append(low <= right <= high)
    assert np.mean(inside) >= 0.7


def test_nobody_is_fewer_than_none_and_people_are_conserved(truths, present, moved):
    for seed in SEEDS:
        scaled, truth = present[seed], truths[seed]
        assert (scaled.people[["low", "people", "high"]] >= 0).all().all()
        assert (scaled.people["low"] <= scaled.people["people"]).all()
        assert (scaled.people["people"] <= scaled.people["high"]).all()
        whole = np.isfinite(scaled.drawn).all(axis=(0, 2))
        total = truth.people.sum(axis=1)[whole]
        summed = by_day(scaled.people, truth.days)[whole, :, 1].sum(axis=1)
        assert np.abs(summed / total - 1).max() < 0.15
        assert np.median(np.abs(summed / total - 1)) < 0.03
    assert (moved.moved[["low", "people", "high"]] >= 0).all().all()


def test_movements_are_recovered(truths, weeks_moved):
    truth = truths[SEEDS[0]]
    rows, large = weeks_moved.rows, []
    for row in rows.itertuples():
        days = slice(truth.days.get_loc(row.period_start), truth.days.get_loc(row.as_of) + 1)
        origin = AREAS.index(row.origin_pcodes)
        right = truth.moves[days, origin, priors.PLACES.index(row.destination_pcodes)].sum()
        if right > 3000:
            large.append((float(row.low) <= right <= float(row.high), float(row.value) / right))
    assert np.mean([held for held, _ in large]) >= 0.7
    assert np.median(np.abs(np.log([part for _, part in large]))) < 0.15
    way = rows["origin_pcodes"].eq("PS0275") & rows["destination_pcodes"].eq("PS0270")
    burst = rows[way].assign(value=rows["value"].astype(float)).nlargest(1, "value").iloc[0]
    assert float(burst["low"]) <= 300_000 <= float(burst["high"])


def lost_at(truth, signal):
    return scale(with_signal(truth, signal), truth.balance, Scaling(), draws=10)


@pytest.fixture(scope="module")
def dark():
    return synthetic.made(11, length=LENGTH, blackouts=False, moving=False)


@pytest.mark.parametrize(
    ("days", "areas", "left"),
    [
        (slice(-4, None), slice(None), 0.1),
        (slice(0, 14), slice(None), 0.15),
        (slice(0, 14), 2, 0.3),
        (slice(-12, None), 1, 0.15),
        (slice(synthetic.SUDDEN - 1, synthetic.SUDDEN + 6), slice(None), 0.1),
        (slice(220, 236), slice(None), 0.15),
        (slice(220, 224), 0, 0.3),
        (slice(60, 72), 3, 0.3),
        (slice(-8, None), slice(None), 3.0),
    ],
    ids=[
        "at the end",
        "from the beginning",
        "from the beginning in one area",
        "at the end in one area",
        "while people move",
        "for a fortnight",
        "small area",
        "for twelve days in one area",
        "operators merge",
    ],
)
@pytest.mark.few(3)
def test_no_figure_where_signal_was_lost(dark, days, areas, left):
    signal = np.ones((len(dark.days), 5))
    signal[days, areas] = left
    figures = by_day(lost_at(dark, signal).people, dark.days)
    assert np.isnan(figures[signal != 1]).all()
    assert np.isfinite(figures[signal == 1]).mean() > 0.98


@pytest.mark.parametrize("first", [40, 250])
def test_operators_that_merge_are_another_penetration(dark, first):
    signal = np.ones((len(dark.days), 5))
    signal[first:] = 3.0
    figures = by_day(lost_at(dark, signal).people, dark.days)[..., 1]
    told = np.isfinite(figures)
    assert told.mean() > 0.95
    assert np.abs(np.log(figures / dark.people))[told].max() < 0.5


@pytest.mark.thorough
def test_what_is_lost_is_never_told_as_people():
    """Losses anywhere but in the fortnight of the sudden move, which hides them."""
    off = []
    for seed in (11, 12):
        truth = synthetic.made(seed, length=LENGTH, blackouts=False, moving=False)
        for left in (0.4, 3.0):
            for areas in (slice(None), 1):
                for days in (3, 12, 30):
                    for first in (0, 60, 200, LENGTH - days):
                        signal = np.ones((LENGTH, 5))
                        signal[first : first + days, areas] = left
                        people = by_day(lost_at(truth, signal).people, truth.days)[..., 1]
                        apart = np.abs(np.log(people / truth.people))
                        off.append(np.nanmax(apart[signal != 1], initial=0.0) > 0.5)
    assert np.mean(off) < 0.03


def test_records_of_one_area_never_tell_more_than_the_balance(dark):
    alone = dark.presence[dark.presence["destination"] == "PS0275"]
    figures = by_day(scale(alone, dark.balance, Scaling(), draws=50).people, dark.days)
    assert np.isnan(figures[:, :4]).all()
    # People left it: with no other area to answer, that cannot be told from signal.
    assert np.isnan(figures[synthetic.SUDDEN + 4 : synthetic.SUDDEN + 9, 4]).all()


def test_areas_that_the_balance_never_told_apart_have_no_figure(dark):
    """Records since October 2025 must not bear a split of the north that nobody tells."""
    north = dark.balance["pcode"].isin(["PS0255", "PS0260"])
    people = dark.balance.assign(low=dark.balance["low"].mask(north, 0.0))
    scaled = scale(dark.presence, people, Scaling(), draws=50)
    assert set(scaled.people["pcode"]) == set(AREAS[2:])
    assert set(scaled.lost["pcode"]) == {"PS0255", "PS0260"}
    assert set(scaled.lost["why"]) == {"untold"}
    # Once it has, records carry the split on, in a range that widens.
    later = north & (dark.balance["day"] >= "2024-05-01")
    people = dark.balance.assign(low=dark.balance["low"].mask(later, 0.0))
    people.loc[later, "middle"] = people.loc[later, "middle"].to_numpy()[::-1]
    figures = by_day(scale(dark.presence, people, Scaling()).people, dark.days)
    assert np.median(np.abs(figures[200:, :2, 1] / dark.people[200:, :2] - 1)) < 0.2
    assert ((figures[260, :2, 2] - figures[260, :2, 0]) / figures[260, :2, 1]).min() > 0.2


@pytest.mark.parametrize("kind", ["presence", "movement"])
def test_areas_that_are_told_as_one_have_figures_together(truths, kind):
    """Records since October 2025 tell of the north what they cannot tell of its governorates."""
    truth = truths[SEEDS[0]]
    north, known = truth.balance["pcode"].isin(NORTH), {"kind": kind, "stays": True, "draws": 60}
    counts = truth.presence if kind == "presence" else truth.movement
    people = truth.balance.assign(low=truth.balance["low"].mask(north, 0.0))
    one = truth.balance.copy()
    sums = one[north].groupby("day")[["low", "middle", "high"]].transform("sum")
    one.loc[north, ["low", "middle", "high"]] = sums.where(one["pcode"].eq("PS0255"), 0.0)
    scaled = scale(counts, people, Scaling(), **known)
    joint = scale(counts, one, Scaling(), together=NORTH, **known)
    since = pd.Timestamp("2024-05-01")
    together = [Together(NORTH, since, joint)]
    alone, both = weeks_of(scaled).rows, weeks_of(scaled, together=together).rows
    ends = ["origin_pcodes", "destination_pcodes"]
    # Who comes to one of them is told by where they come from.
    assert not alone[ends[kind == "presence"]].isin(NORTH).any()
    # What stands alone stays as it is, and what is told of both comes after it.
    pd.testing.assert_frame_equal(both.head(len(alone)), alone)
    new = both.iloc[len(alone) :]
    assert (new[ends] == "PS0255 PS0260").any(axis=1).all()
    assert (pd.to_datetime(new["period_start"]) >= since).all()
    assert both["id"].is_unique
    told = read_estimates(both.to_csv(index=False).encode(), "figures.csv")
    assert len(told) == len(both)
    of = new.astype({"value": float, "low": float, "high": float}).reset_index()
    right = []
    for row in of.itertuples():
        days = slice(truth.days.get_loc(row.period_start), truth.days.get_loc(row.as_of) + 1)
        if kind == "presence":
            right.append(truth.people[days, :2].sum(axis=1).mean())
            continue
        moves = np.add.reduceat(np.add.reduceat(truth.moves[days].sum(axis=0), TWO[:4], 0), TWO, 1)
        places = ["PS0255 PS0260", *priors.PLACES[2:]]
        right.append(moves[places.index(row.origin_pcodes), places.index(row.destination_pcodes)])
    assert np.mean((of["low"] <= right) & (right <= of["high"])) > 0.7
    assert np.median(np.abs(of["value"] / right - 1)) < 0.15
    # Where one of them has its own figure, a figure of both would tell its people twice.
    places = new[ends].apply(lambda column: column.str.split(" "))
    for row, (origin, destination) in zip(new.itertuples(), places.to_numpy(), strict=True):
        parts = alone["origin_pcodes"].isin(origin) & alone["destination_pcodes"].isin(destination)
        during = (alone["period_start"] <= row.as_of) & (alone["as_of"] >= row.period_start)
        assert not (parts & during).any()


def test_days_on_which_people_are_not_known_have_no_figure(dark):
    gap = dark.balance["day"].between("2024-04-01", "2024-05-31")
    scaled = scale(dark.presence, dark.balance[~gap], Scaling(), draws=20)
    assert not scaled.people["day"].between("2024-04-01", "2024-05-31").any()
    assert scaled.left_out == {"days": 61 * 5}


def test_more_records_than_people_are_scaled_like_any(dark):
    many = dark.presence.assign(amount=dark.presence["amount"] * 8)
    scaled = scale(many, dark.balance, Scaling(), draws=10)
    assert scaled.penetration["middle"].max() > 1.0
    figures = by_day(scaled.people, dark.days)
    assert np.median(np.abs(figures[..., 1] / dark.people - 1)) < 0.12


def test_who_comes_to_where_there_is_no_signal_is_not_counted(moved):
    dark_days = moved.lost[moved.lost["pcode"] == AREAS[synthetic.PARTIAL_AREA]]["day"]
    here = moved.moved["day"].isin(dark_days)
    assert len(dark_days) >= len(synthetic.PARTIAL)
    assert AREAS[synthetic.PARTIAL_AREA] not in set(moved.moved.loc[here, "destination"])


def test_a_loss_that_stays_is_another_penetration(dark):
    signal = np.ones((len(dark.days), 5))
    signal[220:, 2] = 0.4
    figures = by_day(lost_at(dark, signal).people, dark.days)
    after = figures[230:, 2]
    assert np.isfinite(after).all()
    assert np.median(np.abs(after[:, 1] / dark.people[230:, 2] - 1)) < 0.25


def test_what_slowly_decays_is_no_departure(dark):
    signal = np.ones((len(dark.days), 5))
    signal[170:, 2] = np.clip(0.4 ** (np.arange(110) / 90), 0.4, 1.0)
    scaled = scale(with_signal(dark, signal), dark.balance, Scaling())
    after = by_day(scaled.people, dark.days)[230:, 2]
    right = dark.people[230:, 2]
    assert np.median(np.abs(after[:, 1] / right - 1)) < 0.2
    assert ((after[:, 0] <= right) & (right <= after[:, 2])).mean() > 0.7


def test_days_that_an_operator_gives_have_no_figure(dark):
    lost = ((date(2024, 3, 1), date(2024, 3, 3)),)
    scaled = scale(dark.presence, dark.balance, Scaling(lost=lost), draws=20)
    days = pd.date_range("2024-03-01", "2024-03-03")
    assert not scaled.people["day"].isin(days).any()
    assert scaled.lost[["pcode", "why"]].value_counts().to_dict() == {
        (c, "given"): 3 for c in AREAS
    }


def test_what_is_withheld_is_no_zero(dark):
    counts = dark.presence.copy()
    hidden = counts["destination"].eq("PS0255") & (pd.to_datetime(counts["day"]) >= "2024-06-01")
    counts.loc[hidden, "amount"] = pd.NA
    scaled = scale(counts, dark.balance, Scaling(), draws=20)
    told = scaled.people[scaled.people["pcode"] == "PS0255"]
    assert told["day"].max() < pd.Timestamp("2024-06-01")
    assert not (told["people"] == 0).any()
    rows = weeks_of(scaled).rows
    assert rows[rows["destination_pcodes"] == "PS0255"]["as_of"].max() < "2024-06-03"


def test_a_way_that_is_mostly_withheld_has_no_figure_and_else_a_wider_one(truths, weeks_moved):
    truth = truths[SEEDS[0]]
    counts = truth.movement.copy()
    day = pd.to_datetime(counts["day"])
    way = counts["origin"].eq("PS0270") & counts["destination"].eq("PS0275")
    half = way & (day >= "2024-08-05") & (day <= "2024-08-07")
    most = way & (day >= "2024-08-12") & (day <= "2024-08-16")
    counts.loc[half | most, "amount"] = pd.NA
    scaled = scale(counts, truth.balance, Scaling(), kind="movement", stays=True, draws=60)

    weeks = weeks_of(scaled)

    def of(weekly, last):
        rows = weekly.rows
        here = rows["origin_pcodes"].eq("PS0270") & rows["destination_pcodes"].eq("PS0275")
        return rows[here & rows["as_of"].eq(last)]

    assert len(of(weeks_moved, "2024-08-18")) == 1
    assert of(weeks, "2024-08-18").empty
    before = weeks_moved.left_out.get("withheld", 0)
    assert weeks.left_out["withheld"] == before + 1
    # Of three days no more than nine persons each are taken to have been recorded, and none less.
    row = of(weeks, "2024-08-11").iloc[0]
    assert 0 < float(row["low"]) < float(of(weeks_moved, "2024-08-11").iloc[0]["low"])


@given(seed=st.integers(0, 2**32 - 1), most=st.integers(0, 60), step=st.sampled_from([1, 5, 40]))
@settings(max_examples=20, deadline=None)
def test_a_withheld_cell_lies_within_its_bounds(seed, most, step):
    matrix = np.random.default_rng(seed).integers(0, most + 1, (6, 6))
    rounded = (matrix + step // 2) // step * step
    hidden = (matrix < 10) | (rounded == 0)
    rows = [
        (date(2025, 1, 1), a, b, pd.NA if hidden[i, j] else rounded[i, j])
        for i, a in enumerate(priors.PLACES)
        for j, b in enumerate(priors.PLACES)
    ]
    frame = pd.DataFrame(rows, columns=["day", "origin", "destination", "amount"])
    frame["amount"] = frame["amount"].astype("Int64")
    days = pd.date_range("2025-01-01", periods=1)
    found = counted(frame, Privacy(rounded_to=step), days)
    if hidden.all():
        assert np.isnan(found.moved).all()
    else:
        off = np.abs(found.moved[0] - matrix)
        assert (off <= np.where(hidden, found.held[0], step / 2)).all()
        assert (found.moved[0][hidden] > 0).all()
    heavy = counted(frame, Privacy(rounded_to=step), days, person=4.0)
    assert (heavy.held >= found.held).all()
    # Areas that are one hold the people of both, and what is withheld of either.
    one = counted(frame, Privacy(rounded_to=step), days, together=NORTH)
    sums = (found.moved[0], found.held[0], matrix)
    moved, held, right = (np.add.reduceat(np.add.reduceat(m, TWO, 0), TWO, 1) for m in sums)
    kept = [0, 2, 3, 4, 5]
    assert np.array_equal(one.moved[0][np.ix_(kept, kept)], moved, equal_nan=True)
    assert np.array_equal(one.held[0][np.ix_(kept, kept)], held)
    assert np.isnan(one.moved[0][1]).all() & np.isnan(one.there[0, 1])
    assert hidden.all() or (np.abs(moved - right) <= held + 4 * step / 2).all()
    assert not (one.is_withheld[0, 0, 3] & ~hidden[:2, 4].all())


def test_movements_to_and_from_outside(truths):
    truth = truths[SEEDS[0]]
    counts = truth.movement
    arrivals = [(day.date(), "EXT", "PS0275", 200) for day in truth.days[1:]]
    left = counts["destination"].eq("EXT") & counts["origin"].eq("PS0275")
    counts = counts.assign(amount=counts["amount"].mask(left, 200))
    frame = pd.concat([counts, pd.DataFrame(arrivals, columns=counts.columns)])
    scaled = scale(frame, truth.balance, Scaling(), kind="movement", stays=True, draws=60)
    rows = weeks_of(scaled).rows.astype({"value": float, "low": float, "high": float})
    out = rows[rows["destination_pcodes"].eq("EXT") & rows["origin_pcodes"].eq("PS0275")]
    back = rows[rows["origin_pcodes"].eq("EXT")]
    assert set(back["destination_pcodes"]) == {"PS0275"}
    assert len(out) > 25 < len(back)
    # Nobody knows how many of those outside are recorded.
    assert np.median(back["high"] - back["low"]) > np.median(out["high"] - out["low"])


def test_figures_of_weeks_keep_the_rules_of_estimates_and_of_the_ledger(present, moved):
    publishers = load_publishers().frame
    ours = publishers.iloc[[0]].assign(publisher="A mobile operator", group="other", passes_on="")
    publishers = pd.concat([publishers, ours], ignore_index=True)
    note = "Adults alone; the wounded, patients and food are not in it."
    for scaled, unit in ((present[SEEDS[0]], "people"), (moved, "movements")):
        weekly = weeks_of(scaled, note=note)
        frame = read_estimates(weekly.rows.to_csv(index=False).encode(), "figures.csv")
        found = breaches(frame, publishers)
        assert {rule: rows for rule, rows in found.items() if rows} == {}
        assert set(found) == {rule.id for rule in RULES}
        assert frame["id"].map(is_records_row).all()
        assert frame["unit"].eq(unit).all()
        assert frame["quantifier"].eq("approximately").all()
        most = 6 if unit == "people" else 27
        assert ((frame["as_of"] - frame["period_start"]).dt.days.between(2, most)).all()
        assert (frame[["value", "low", "high"]] % 1000 == 0).all().all()
        assert (frame["value"] > 0).all()
        assert frame["value"].map(lambda n: len(f"{n:.0f}".rstrip("0")) <= 3).all()
        assert (frame["low"] < frame["high"]).all()
        assert set(frame["destination_coverage"]) <= {"whole", "beyond"}
        told = scaled_with(frame["note"].iloc[0])
        assert told is not None
        assert told.low < told.share < told.high
        assert told.against == "the reconstruction of data version abc"
        notes = frame[["id", "note", "measure", "destination_pcodes"]].to_dict("records")
        assert not any(rule.holds(row) for rule in NOTE_READINGS for row in notes)


def test_a_week_needs_three_usable_days(dark):
    lost = ((date(2024, 3, 4), date(2024, 3, 8)), (date(2024, 3, 11), date(2024, 3, 14)))
    scaled = scale(dark.presence, dark.balance, Scaling(lost=lost), draws=50)
    weekly = weeks_of(scaled)
    ends = set(weekly.rows["as_of"])
    assert "2024-03-10" not in ends
    assert "2024-03-17" in ends
    short = weekly.rows[weekly.rows["as_of"] == "2024-03-17"]
    assert set(short["period_start"]) == {"2024-03-15"}
    # Five areas in that week, and in the week of the last day, a Sunday or not.
    assert weekly.left_out["few_days"] % 5 == 0


def survey_of(truth, days, spread=0.05):
    return pd.DataFrame(
        [
            (
                code,
                day,
                share := truth.seen[truth.days.get_loc(day), a],
                share * (1 - spread),
                share * (1 + spread),
            )
            for a, code in enumerate(AREAS)
            for day in days
        ],
        columns=["area", "day", "share", "low", "high"],
    )


def test_a_survey_is_interpolated_and_held_with_a_widening_range(dark):
    days = [pd.Timestamp("2024-03-01"), pd.Timestamp("2024-06-01")]
    survey = survey_of(dark, days)
    scaled = scale(dark.presence, dark.balance, Scaling(against="survey"), survey=survey)
    told = by_day(scaled.by_day, dark.days, ("low", "middle", "high"))
    first, last = (dark.days.get_loc(day) for day in days)
    share = survey.pivot_table(index="day", columns="area", values="share").to_numpy()
    assert np.allclose(told[[first, last], :, 1], share, rtol=0.02)
    half = np.sqrt(share[0] * share[1])
    assert np.allclose(told[(first + last) // 2, :, 1], half, rtol=0.05)
    assert np.allclose(told[-1, :, 1], share[1], rtol=0.05)
    width = np.log(told[..., 2] / told[..., 0])
    assert (width[-1] > 1.5 * width[last]).all()
    assert (width[(first + last) // 2] > width[last]).all()


def test_an_area_that_a_survey_lacks_has_no_figure(dark):
    survey = survey_of(dark, [pd.Timestamp("2024-05-01")])
    survey = survey[survey["area"] != "PS0260"]
    scaled = scale(dark.presence, dark.balance, Scaling(against="survey"), survey=survey)
    assert set(scaled.people["pcode"]) == set(AREAS) - {"PS0260"}
    lacks = scaled.lost[scaled.lost["why"] == "untold"]
    assert lacks["pcode"].eq("PS0260").all()
    assert len(lacks) == len(dark.days)


def test_movements_without_stays_need_a_survey(truths):
    truth = truths[SEEDS[0]]
    moves = truth.movement[truth.movement["origin"] != truth.movement["destination"]]
    with pytest.raises(RecordsError, match=r"records\.yaml movements without .* survey"):
        scale(moves, truth.balance, Scaling(), kind="movement", file="records.yaml")
    survey = survey_of(truth, [truth.days[100], truth.days[250]])
    against = Scaling(against="survey")
    scaled = scale(moves, truth.balance, against, kind="movement", survey=survey, draws=60)
    assert scaled.people.empty
    assert len(weeks_of(scaled).rows) > 100


def test_records_that_cannot_be_scaled_are_refused(dark):
    nothing = dark.presence.assign(amount=pd.array([pd.NA] * len(dark.presence), dtype="Int64"))
    with pytest.raises(RecordsError, match="every cell is withheld"):
        scale(nothing, dark.balance, Scaling())
    late = dark.presence.assign(day=pd.to_datetime(dark.presence["day"]) + pd.Timedelta(days=4000))
    with pytest.raises(RecordsError, match="none of these days"):
        scale(late, dark.balance, Scaling())
    for amount in (0, 9):
        few = dark.presence.assign(amount=pd.array([amount] * len(dark.presence), dtype="Int64"))
        with pytest.raises(RecordsError, match=r"no day .* a count that can be used"):
            scale(few, dark.balance, Scaling())
    survey = survey_of(dark, dark.days[:1])
    survey[["share", "low", "high"]] /= 10
    with pytest.raises(RecordsError, match="times the people"):
        scale(dark.presence, dark.balance, Scaling(against="survey"), survey=survey)
    with pytest.raises(ValueError, match="have one count"):
        counted(pd.concat([dark.presence, dark.presence[:1]]), Privacy(), dark.days)
    with pytest.raises(RecordsError, match="name its file"):
        scale(dark.presence, dark.balance, Scaling(against="survey"))
    with pytest.raises(RecordsError, match="count each person once a day"):
        scale(
            dark.presence,
            dark.balance,
            Scaling(),
            kind="movement",
            stays=True,
            counting="movements",
        )
    with pytest.raises(ValueError, match="lack the columns amount"):
        counted(dark.presence[["day", "origin", "destination"]], Privacy(), dark.days)


def test_days_beyond_the_reconstruction_are_left_out_and_counted(dark):
    some = dark.balance[dark.balance["day"] < "2024-09-01"]
    scaled = scale(dark.presence, some, Scaling(), draws=20)
    beyond = (dark.days >= "2024-09-01").sum() * 5
    assert scaled.days[-1] == pd.Timestamp("2024-08-31")
    assert scaled.left_out == {"days": beyond}


def test_people_of_areas_that_are_told_together_have_the_range_of_both():
    balance = made_up([100_000.0, 300_000.0, 400_000.0, 500_000.0, 700_000.0], moving=40_000.0)
    frame = people_of(balance)
    assert set(frame["pcode"]) == {*AREAS, "total"}
    last = frame[frame["day"] == balance.days[-1]].set_index("pcode")
    groups = [group for group in balance.areas_told(balance.days[-1]) if len(group) > 1]
    assert groups
    for group in groups:
        _, _, high = balance.group(balance.days[-1], group)
        assert (last.loc[list(group), "low"] == 0).all()
        assert last.loc[list(group), "high"].tolist() == pytest.approx([high] * len(group))
        as_one = people_of(balance, group)
        rows = as_one[as_one["day"] == balance.days[-1]].set_index("pcode")
        number, low, high = balance.group(balance.days[-1], group)
        first = rows.loc[group[0], ["low", "middle", "high"]].tolist()
        assert first == pytest.approx([low, number, high])
        assert (rows.loc[list(group[1:]), ["low", "middle", "high"]] == 0).all(axis=None)
        assert rows.loc[list(AREAS), "middle"].sum() == pytest.approx(rows.loc["total", "middle"])


def test_a_survey_is_read_or_refused_with_its_row(tmp_path):
    file = tmp_path / "shares.csv"
    file.write_text("area,day,share,low,high\nPS0260,2025-01-01,0.2,0.15,0.25\n")
    assert read_survey(file)["share"].tolist() == [0.2]
    for row, rule in (
        ("PS0299,2025-01-01,0.2,0.15,0.25", "an area is one of"),
        ("PS0260,2025-01-01,0.2,0.25,0.3", "between low and high"),
        ("PS0260,2025-01-01,0.2,,0.3", "has its range"),
        ("PS0260,2025-01-01,0,0,0.3", "above zero"),
        ("PS0260,,0.2,0.1,0.3", "of a day"),
    ):
        file.write_text(f"area,day,share,low,high\n{row}\n")
        with pytest.raises(DataError, match=rf"shares\.csv, row 2.*{rule}"):
            read_survey(file)
    with pytest.raises(RecordsError, match="cannot be read"):
        read_survey(tmp_path / "none.csv")
