"""A small file that carries what a solve says of its figures, keyed by input and by code.

The numbers themselves are in the ensemble's file (:mod:`nuzuh.balance.archive`). With both
nothing is solved where a reader waits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.archive import StaleArchiveError
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.result import ROW_COLUMNS, Notice, Reconstruction

_CODE = Path(__file__).resolve().parent
_SCALES = ("publisher", "family", "rows", "error", "house")
_CLAUSES = ROW_COLUMNS.index("clauses")


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Hash of the room's source: what another version of it has solved is solved again."""
    digest = hashlib.sha256()
    for file in sorted(_CODE.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def save_solved(path: Path, result: Reconstruction, key: str) -> int:
    """Write what a solve says; return the size in bytes.

    Args:
        path: of the file.
        result: a reconstruction as it was solved, without an ensemble.
        key: of the input, see :func:`nuzuh.balance.archive.fingerprint`.
    """
    told = told_of(result) | {
        "key": [key, code_digest()],
        "rows": result.rows.astype(object).where(result.rows.notna(), None).to_numpy().tolist(),
    }
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_plain)
    np.savez_compressed(path, told=np.frombuffer(content.encode(), dtype=np.uint8))
    return path.stat().st_size


def load_solved(path: Path, key: str) -> Reconstruction:
    """Return a reconstruction with what a solve said, for :func:`nuzuh.balance.archive.load`.

    Its people and movements are still missing: nan.

    Raises:
        StaleArchiveError: when it was solved from other input, or by other code.
    """
    with np.load(path, allow_pickle=False) as data:
        told: dict[str, Any] = json.loads(data["told"].tobytes())
    if told["key"] != [key, code_digest()]:
        raise StaleArchiveError("the file was solved from other input; compute it again")
    people = np.full((told["length"], len(priors.PLACES)), np.nan)
    return from_told(
        told,
        present=people,
        flows=np.full((told["length"], len(CROSSING)), np.nan),
        births=people,
        deaths=people,
        rows=pd.DataFrame([_row(line) for line in told["rows"]], columns=list(ROW_COLUMNS)),
    )


def told_of(result: Reconstruction) -> dict[str, Any]:
    """Return what a reconstruction says beside its numbers and its rows, for JSON."""
    return {
        "view": result.view,
        "first": str(result.days[0].date()),
        "length": len(result.days),
        "notices": [[str(n), n.key, _written(n.parts)] for n in result.notices],
        "scales": result.scales.to_numpy(dtype=object).tolist(),
        "absent": [[str(day.date()) for day in period] for period in result.absent],
        "last_told": [[*pair, day] for pair, day in result.last_told.items()],
    }


def from_told(
    said: Mapping[str, Any], /, *, notices: tuple[Notice, ...] = (), **numbers: Any
) -> Reconstruction:
    """Return a reconstruction with what :func:`told_of` says of it.

    Args:
        said: what it says.
        notices: more of them, after those that it says.
        numbers: its numbers and its rows, fields of :class:`Reconstruction`.
    """
    own = tuple(Notice(text, at, **_parts(parts)) for text, at, parts in said["notices"])
    return Reconstruction(
        view=said["view"],
        days=pd.date_range(said["first"], periods=said["length"], freq="D"),
        notices=own + notices,
        scales=pd.DataFrame(said["scales"], columns=list(_SCALES)),
        seconds=0.0,
        absent=tuple(
            (pd.Timestamp(date.fromisoformat(first)), pd.Timestamp(date.fromisoformat(last)))
            for first, last in said["absent"]
        ),
        last_told={(north, south): day for north, south, day in said["last_told"]},
        **numbers,
    )


def _written(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: part.isoformat() if isinstance(part, date) else part for name, part in parts.items()
    }


def _plain(value: object) -> object:
    """A number of numpy's, or a day, as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _row(line: list[Any]) -> list[Any]:
    line[_CLAUSES] = tuple((key, parts) for key, parts in line[_CLAUSES])
    return line


def _parts(parts: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(parts[name]) for name in ("first", "last") if name in parts}
    ids = {"ids": tuple(parts["ids"])} if "ids" in parts else {}
    return {**parts, **days, **ids}
