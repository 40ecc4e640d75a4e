"""A made-up truth of people and moves, records counted of it, and a balance that is off.

The balance is smoothed, off by 12 percent with a memory of months, and lacks a sudden move of
300,000 people altogether. Nothing here uses the code that is tried on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from nuzuh.balance import priors

AREAS = priors.AREAS
START = np.array([150_000.0, 350_000.0, 420_000.0, 480_000.0, 750_000.0])
FROM, TO = 4, 3
"""The sudden move goes from Rafah to Khan Younis."""
SUDDEN, MOVED = 150, 300_000.0
BLACKOUT = range(200, 203)
PARTIAL = range(262, 266)
PARTIAL_AREA = 2


@dataclass
class Truth:
    """What there was, and what was seen of it.

    ``people`` (T, 5) at the end of each day, ``moves`` (T, 5, 6) on it (last: left the Strip),
    ``seen`` (T, 5) share of people recorded without loss of signal, ``lost`` (T, 5) days on
    which most of the signal was lost, ``balance`` a frame as ``scale`` takes it.
    """

    days: pd.DatetimeIndex
    people: np.ndarray
    moves: np.ndarray
    seen: np.ndarray
    lost: np.ndarray
    balance: pd.DataFrame
    presence: pd.DataFrame
    movement: pd.DataFrame


def made(
    seed: int,
    *,
    length: int = 392,
    error: float = 0.12,
    drift: float = 0.2,
    sudden: float = MOVED,
    blackouts: bool = True,
    balance_knows: bool = False,
    moving: bool = True,
) -> Truth:
    """Return a truth.

    Args:
        seed: of everything random.
        length: days.
        error: relative error of the balance.
        drift: spread of the logarithm of penetration over a year.
        sudden: people who move within four days.
        blackouts: whether signal is lost at all.
        balance_knows: whether the balance has the sudden move.
        moving: whether movements are counted, too.
    """
    rng = np.random.default_rng(seed)
    days = pd.date_range("2024-01-01", periods=length)
    people, moves, unmoved = _truth(rng, length, sudden)
    seen = _penetration(rng, length, drift)
    signal = np.ones((length, 5))
    if blackouts:
        signal[BLACKOUT] = rng.uniform(0.03, 0.3, (len(BLACKOUT), 1))
        signal[PARTIAL, PARTIAL_AREA] = rng.uniform(0.15, 0.5, len(PARTIAL))
    day_of_week = 1.0 + 0.03 * np.sin(2 * np.pi * np.arange(length) / 7)[:, None]
    used = np.exp(0.02 * rng.standard_normal((length, 1)) + 0.01 * rng.standard_normal((length, 5)))
    share = np.clip(seen * signal * day_of_week * used, 0.0, 1.0)
    presence = _counts_present(rng, days, people, share)
    movement = _counts_moved(rng, days, people, moves, share) if moving else presence[:0]
    known = people if balance_knows else unmoved
    balance = _balance(rng, days, known, people.sum(axis=1), error)
    return Truth(days, people, moves, seen, signal < 1.0, balance, presence, movement)


def _truth(rng, length, sudden):
    """People and moves: a slow exchange between all areas, births and deaths, and the move."""
    people = np.zeros((length, 5))
    unmoved = np.zeros((length, 5))
    moves = np.zeros((length, 5, 6))
    now = START.copy()
    away = 0.0
    unmoved_now = START.copy()
    pull = np.cumsum(0.05 * rng.standard_normal((length, 5)), axis=0)
    for t in range(length):
        rate = 0.0015 * np.exp(pull[t] - pull[t].mean())
        flow = now[:, None] * rate[None, :] * (1.0 - np.eye(5))
        other = unmoved_now[:, None] * rate[None, :] * (1.0 - np.eye(5))
        if SUDDEN <= t < SUDDEN + 4:
            flow[FROM, TO] += sudden / 4
            away += sudden / 4
        elif t >= SUDDEN + 14:
            back = 0.006 * away
            flow[TO, FROM] += back
            away -= back
        flow = np.round(flow)
        out = np.round(now * 2e-5)
        moves[t, :, :5], moves[t, :, 5] = flow, out
        born = np.round((95.0 - 40.0) * now / now.sum())
        now = now + flow.sum(axis=0) - flow.sum(axis=1) - out + born
        unmoved_now = unmoved_now + other.sum(axis=0) - other.sum(axis=1) - out + born
        people[t], unmoved[t] = now, unmoved_now
    return people, moves, unmoved


def _penetration(rng, length, drift):
    level = np.log(rng.uniform(0.06, 0.3, 5))
    time = np.arange(length) / 365.0
    phase = rng.uniform(0, 2 * np.pi, 5)
    trend = drift * rng.standard_normal(5)
    wave = 0.5 * drift * np.sin(2 * np.pi * time[:, None] / 0.8 + phase)
    return np.exp(level + trend * time[:, None] + wave)


def _balance(rng, days, known, total, error):
    length = len(days)
    kernel = np.exp(-0.5 * (np.arange(-30, 31) / 12.0) ** 2)
    kernel /= kernel.sum()
    padded = np.pad(known, ((30, 30), (0, 0)), mode="edge")
    smooth = np.column_stack([np.convolve(column, kernel, "valid") for column in padded.T])
    kept = np.exp(-1 / 60)
    off = np.zeros((length, 5))
    off[0] = rng.standard_normal(5)
    for t in range(1, length):
        off[t] = kept * off[t - 1] + np.sqrt(1 - kept**2) * rng.standard_normal(5)
    standing = rng.standard_normal(5)
    middle = smooth * np.exp(error * (off + standing) / np.sqrt(2))
    of_all = total * np.exp(0.015 * rng.standard_normal())
    middle *= (of_all / middle.sum(axis=1))[:, None]
    width = 1.2816 * error
    frames = [
        pd.DataFrame(
            {
                "day": days,
                "pcode": code,
                "low": middle[:, a] * np.exp(-width),
                "middle": middle[:, a],
                "high": middle[:, a] * np.exp(width),
            }
        )
        for a, code in enumerate(AREAS)
    ]
    frames.append(
        pd.DataFrame(
            {
                "day": days,
                "pcode": "total",
                "low": of_all * 0.975,
                "middle": of_all,
                "high": of_all * 1.025,
            }
        )
    )
    return pd.concat(frames, ignore_index=True)


def _told(persons: int) -> object:
    return pd.NA if persons < 10 else 5 * round(persons / 5)


def _counts_present(rng, days, people, share):
    seen = rng.binomial(people.astype(int), share)
    rows = [
        (day.date(), "", code, _told(seen[t, a]))
        for t, day in enumerate(days)
        for a, code in enumerate(AREAS)
    ]
    return _frame(rows)


def _counts_moved(rng, days, people, moves, share):
    """Everyone once a day, from where they were to where they were at the end of the day."""
    rows = []
    places = priors.PLACES
    for t in range(1, len(days)):
        for a in range(5):
            went = rng.binomial(moves[t, a].astype(int), share[t, a])
            went[a] = rng.binomial(int(people[t - 1, a] - moves[t, a].sum()), share[t, a])
            rows += [(days[t].date(), AREAS[a], places[b], _told(went[b])) for b in range(6)]
    return _frame(rows)


def _frame(rows):
    frame = pd.DataFrame(rows, columns=["day", "origin", "destination", "amount"])
    frame["amount"] = frame["amount"].astype("Int64")
    return frame
