"""A small file that carries an ensemble, keyed by what it was computed from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.inputs import Known, people_by_place
from nuzuh.balance.marked import MOST_DAYS, UNIT, Marked, marked_days
from nuzuh.balance.reconstruct import REQUIRED
from nuzuh.balance.result import Reconstruction

Floats = npt.NDArray[np.float64]

FORMAT = 3
TURNING = 8
"""Members whose turns tell those of all: drift is drawn at the same days for each."""


class StaleArchiveError(ValueError):
    """The file was computed from other figures, publishers or constants."""


def fingerprint(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    view: str = "all",
    *,
    known: Known,
) -> str:
    """Hash of everything that an ensemble is computed from, and of the constants.

    Args:
        estimates: the table; the order of its rows does not matter.
        publishers: group of each publisher.
        view: the view.
        known: what is known beside the figures.
    """
    constants = {k: repr(v) for k, v in vars(priors).items() if k.isupper()}
    table = estimates[list(REQUIRED)].sort_values("id", kind="stable")
    digest = hashlib.sha256()
    digest.update(table.to_csv(index=False, date_format="%Y-%m-%d", float_format="%.6g").encode())
    for shares in (known.ordered, known.zones, known.closures):
        if shares is not None:
            digest.update(shares.to_csv(date_format="%Y-%m-%d", float_format="%.6g").encode())
    given = [people_by_place(known.baseline), dict(known.km2)]
    rest = [FORMAT, view, dict(publishers), constants, given]
    digest.update(json.dumps(rest, sort_keys=True).encode())
    return digest.hexdigest()


def kept_days(result: Reconstruction, most: int) -> npt.NDArray[np.int64]:
    """The days on which movement changes, and those on which drift turns, as many as may be."""
    at = marked_days(result.flows, most)
    if result.draws is None or len(at) >= most or len(result.days) < 3:
        return at
    turns = np.abs(np.diff(result.draws[:TURNING], n=2, axis=1)).max(axis=(0, 2))
    turns[at[(at > 0) & (at <= len(turns))] - 1] = 0.0
    more = 1 + np.argsort(turns)[::-1][: most - len(at)]
    return np.unique(np.concatenate([at, more[turns[more - 1] > 1.0]])).astype(np.int64)


def save(
    path: str | Path, result: Reconstruction, key: str, *, members: int = 200, days: int = MOST_DAYS
) -> int:
    """Write the ensemble of `result`; returns the size in bytes.

    At most `members` members and the days on which movement changes are kept; between them the
    reader interpolates. Raises
    ValueError when `result` has no ensemble.
    """
    if result.draws is None or result.flow_draws is None:
        raise ValueError("the reconstruction has no ensemble to save")
    pick = np.linspace(0, len(result.draws) - 1, min(members, len(result.draws))).astype(int)
    at = kept_days(result, days)
    moved = np.diff(
        np.stack([result.flow_draws[:, day] for day in at], axis=1)[pick], axis=1, prepend=0.0
    )
    left_out = result.left_out or {}
    target = Path(path)
    np.savez_compressed(
        target,
        key=np.array(key),
        first=np.array(str(result.days[0].date())),
        length=np.array(len(result.days)),
        at=at,
        start=result.present[0],
        flows=result.flows.astype(np.float32),
        births=result.births.astype(np.float32),
        deaths=result.deaths.astype(np.float32),
        ids=result.rows["id"].to_numpy(dtype=str),
        predicted=result.rows["predicted"].to_numpy(dtype=np.float32),
        residual=result.rows["residual"].to_numpy(dtype=np.float32),
        present=np.round(result.draws[pick][:, at] / UNIT).astype(np.uint16),
        moved=np.round(np.maximum(moved, 0.0) / UNIT).astype(np.uint16),
        sides=np.array(list(left_out), dtype=str),
        left_out=np.round(
            np.array([shift[at] for shift in left_out.values()]).reshape(-1, len(at), 6) / UNIT
        ).astype(np.int16),
    )
    return target.stat().st_size


def _check_key(data: Mapping[str, npt.NDArray[Any]], key: str) -> None:
    if str(data["key"]) != key:
        raise StaleArchiveError("the ensemble file was computed from other input; compute it again")


def load(path: str | Path, result: Reconstruction, key: str) -> Reconstruction:
    """`result` with the ensemble of a file, or StaleArchiveError when it belongs to other input."""
    with np.load(Path(path), allow_pickle=False) as data:
        _check_key(data, key)
        if int(data["length"]) != len(result.days) or str(data["first"]) != str(
            result.days[0].date()
        ):
            raise StaleArchiveError("the ensemble file covers other days; compute it again")
        at = data["at"]
        present = spread(
            data["present"].astype(np.float32) * np.float32(UNIT), at, len(result.days)
        )
        without = spread(
            data["left_out"].astype(np.float32) * np.float32(UNIT), at, len(result.days)
        )
        cumulative = np.cumsum(data["moved"].astype(np.float32), axis=1) * np.float32(UNIT)
        flows, births, deaths = (data[k].astype(np.float64) for k in ("flows", "births", "deaths"))
        rows = result.rows.set_index("id")
        rows.loc[data["ids"], "predicted"] = data["predicted"].astype(np.float64)
        rows.loc[data["ids"], "residual"] = data["residual"].astype(np.float64)
        centred = replace(
            result,
            present=from_flows(data["start"], flows, births, deaths),
            flows=flows,
            births=births,
            deaths=deaths,
            rows=rows.reset_index()[list(result.rows.columns)],
            left_out=dict(zip(map(str, data["sides"]), without, strict=True)),
        )
        # Told for each day, the flows of four views would take 100 MB of every process.
        return centred.with_draws(present, Marked(cumulative, at))


def load_flows(path: str | Path, key: str) -> Floats:
    """People who moved on each day, (T, pairs), or StaleArchiveError for other input."""
    with np.load(Path(path), allow_pickle=False) as data:
        _check_key(data, key)
        flows: Floats = data["flows"].astype(np.float64)
        return flows


def from_flows(start: Floats, flows: Floats, births: Floats, deaths: Floats) -> Floats:
    """People by day that movements, births and deaths lead to; the balance holds throughout."""
    change = births - deaths
    change[0] = 0.0
    for i, (a, b) in enumerate(CROSSING):
        change[1:, priors.PLACES.index(b)] += flows[1:, i]
        change[1:, priors.PLACES.index(a)] -= flows[1:, i]
    present: Floats = np.asarray(start)[None, :] + np.cumsum(change, axis=0)
    # Stored numbers are rounded in the seventh digit; an emptied place must not become negative.
    return np.maximum(present, 0.0)


def spread(
    values: npt.NDArray[np.float32], at: npt.NDArray[np.int64], length: int
) -> npt.NDArray[np.float32]:
    """Values on marked days, (M, K, P), interpolated to all days, (M, length, P)."""
    days = np.arange(length)
    right = np.searchsorted(at, days).clip(1, len(at) - 1)
    left = right - 1
    share = ((days - at[left]) / np.maximum(at[right] - at[left], 1)).astype(np.float32)[
        None, :, None
    ]
    out: npt.NDArray[np.float32] = values[:, left] * (1 - share) + values[:, right] * share
    return out
