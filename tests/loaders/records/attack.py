"""Readers who want to know what was withheld, and have everything else.

One computes: with what is given, and the ways on which nobody could go, linear programmes tell
the least and the most that each count that is withheld may be. Another knows the rule too: of all
tables there can be, they keep those that would have been given out in just the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from nuzuh.loaders.records import withholding
from nuzuh.loaders.records.counting import pairs
from nuzuh.loaders.records.counts import ALL, OUT
from nuzuh.loaders.records.mapping import Mapping, Place, Source, Time

NOT = -1
"""In place of an amount that is not given."""


def mapping(**changed) -> Mapping:
    """A mapping of movements between P-codes; of presence with ``kind``."""
    presence = changed.get("kind") == "presence"
    own = {
        "file": Path("records.yaml"),
        "name": "made-up",
        "publisher": "Nobody",
        "title": "Made up",
        "kind": "movement",
        "source": Source(),
        "time": Time("at"),
        "place": Place("pcode", column="there"),
        "origin": None if presence else Place("pcode", column="here"),
    }
    return Mapping(**(own | changed))


def lines(mapping: Mapping) -> list[tuple[str, str]]:
    """Cells, then totals, as they stand in what is given."""
    cells = pairs(mapping)
    if mapping.kind == "presence":
        return [*cells, ("", ALL)]
    origins, destinations = (dict.fromkeys(pair[end] for pair in cells) for end in (0, 1))
    totals = [*((o, ALL) for o in origins), *((ALL, d) for d in destinations), (ALL, ALL)]
    return [*cells, *totals]


def members(mapping: Mapping) -> np.ndarray:
    """Whether a line holds a cell, shape (lines, cells)."""
    return np.array(
        [
            [
                all(own in (ALL, end) for own, end in zip(line, cell, strict=True))
                for cell in pairs(mapping)
            ]
            for line in lines(mapping)
        ]
    )


def given(con: ibis.BaseBackend, tables: np.ndarray, mapping: Mapping) -> np.ndarray:
    """What leaves the engine of tables of persons, shape (tables, lines); :data:`NOT` where not."""
    day, cell = np.nonzero(tables)
    ends = np.array(pairs(mapping))[cell]
    persons = tables[day, cell]
    nothing = pa.nulls(len(day), "int64")
    counted = pa.table(
        {
            "day": pa.array(day, "int32"),
            "origin": ends[:, 0],
            "destination": ends[:, 1],
            **dict.fromkeys(("amount", "persons"), pa.array(persons, "int64")),
            **dict.fromkeys(("largest", "origins", "destinations"), nothing),
        }
    )
    days = len(tables)
    found = withholding.withheld(ibis.memtable(counted), mapping, 0, days - 1, days)
    return as_array(con.to_pyarrow(found).to_pandas(), mapping, days)


def as_array(answer: pd.DataFrame, mapping: Mapping, days: int) -> np.ndarray:
    """An answer by day and line; a row that is absent, or there twice, is an error."""
    answer = answer[answer["origin"] != OUT]
    at = {line: number for number, line in enumerate(lines(mapping))}
    where = [at[line] for line in zip(answer["origin"], answer["destination"], strict=True)]
    assert len(answer) == days * len(at) == len(set(zip(answer["day"], where, strict=True)))
    found = np.empty((days, len(at)), dtype=int)
    found[answer["day"], where] = answer["amount"].fillna(NOT)
    return found


def least_and_most(
    releases: Sequence[np.ndarray],
    mapping: Mapping,
    nobody: np.ndarray,
    steps: Sequence[int] = (),
    *,
    only_few: bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most persons of each cell, as all releases together tell it.

    Args:
        releases: of the same tables, shape (tables, lines) each.
        mapping: which cells there are, and its threshold.
        nobody: cells that are known to be empty, shape (tables, cells).
        steps: what each release is rounded to; the mapping's without.
        only_few: whether nothing but few is withheld, as they know.
    """
    tables, cells = nobody.shape
    steps = steps or [mapping.privacy.rounded_to] * len(releases)
    inside = members(mapping)
    low = np.zeros((tables, len(inside)))
    high = np.full((tables, len(inside)), np.inf)
    for release, step in zip(releases, steps, strict=True):
        told = release != NOT
        low = np.where(told, np.maximum(low, release - step // 2), low)
        high = np.where(told, np.minimum(high, release + (step - 1) - step // 2), high)
    few = np.all([release[:, :cells] == NOT for release in releases], axis=0)
    if only_few:
        high[:, :cells] = np.where(few, mapping.privacy.threshold - 1, high[:, :cells])
    high[:, :cells] = np.where(nobody, 0, high[:, :cells])
    known = np.isfinite(high[:, cells:]).nonzero()
    rows, columns = inside[cells:][known[1]].nonzero()
    matrix = csr_array(
        (np.ones(len(rows)), (rows, known[0][rows] * cells + columns)),
        shape=(len(known[0]), tables * cells),
    )
    limits = np.concatenate([high[:, cells:][known], -low[:, cells:][known]])
    bounds = np.stack([low[:, :cells].ravel(), high[:, :cells].ravel()], axis=1)
    both = vstack([matrix, -matrix], format="csr") if len(limits) else None
    ends = np.empty((2, tables, cells))
    for cell in range(cells):
        # Tables have nothing to do with each other: one programme is one for each of them.
        aim = np.zeros((tables, cells))
        aim[:, cell] = 1
        for end, sign in enumerate((1, -1)):
            solved = linprog(
                sign * aim.ravel(),
                A_ub=both,
                b_ub=limits if len(limits) else None,
                bounds=bounds,
            )
            assert solved.status == 0, solved.message
            ends[end, :, cell] = solved.x.reshape(tables, cells)[:, cell]
    return np.ceil(ends[0] - 1e-6).astype(int), np.floor(ends[1] + 1e-6).astype(int)


def found_out(
    tables: np.ndarray, releases: Sequence[np.ndarray], mapping: Mapping, *, only_few: bool = True
) -> list[tuple[int, int]]:
    """Few that the first reader narrows to fewer values than the threshold: table and cell.

    They know of every cell that is empty, but for the one they ask about.
    """
    cells = tables.shape[1]
    threshold = mapping.privacy.threshold
    few = (tables > 0) & (tables < threshold)
    least, most = least_and_most(releases, mapping, tables == 0, only_few=only_few)
    narrow = few & (most - least + 1 < threshold)
    assert ((least <= tables) & (tables <= most)).all(), "the attack itself is wrong"
    assert all((release[:, :cells][few] == NOT).all() for release in releases)
    return [(int(table), int(cell)) for table, cell in np.argwhere(narrow)]


def told_apart(
    tables: np.ndarray, release: np.ndarray, threshold: int, *, knows_empty: bool
) -> list[tuple[int, int]]:
    """Few that the second reader narrows to fewer values than the threshold: table and cell.

    Args:
        tables: all that there can be.
        release: of each.
        threshold: of few.
        knows_empty: whether they know of every cell that is empty, but for the one they ask about.
    """
    found = []
    _, alike = np.unique(release, axis=0, return_inverse=True)
    for group in _groups(alike):
        same = tables[group]
        for row, table in zip(group, same, strict=True):
            for cell in np.flatnonzero((table > 0) & (table < threshold)):
                left = same
                if knows_empty:
                    others = (table == 0) & (np.arange(len(table)) != cell)
                    left = same[(same[:, others] == 0).all(axis=1)]
                if len(np.unique(left[:, cell])) < threshold:
                    found.append((int(row), int(cell)))
    return found


def _groups(labels: np.ndarray) -> Iterable[np.ndarray]:
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
