"""A former version that was kept whole: its data package, and the ensembles computed from it.

Such a zip holds ``geodata/`` and ``balance/precomputed/`` as they stood. Its numbers are taken
as they are: people, movements, the members of the ensembles, and how far each figure lies from
the picture. How a figure was read and what it weighed is not in it: that is what today's code
says of the same figures.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from nuzuh.balance.archive import from_flows, spread
from nuzuh.balance.archived.picture import kept
from nuzuh.balance.marked import UNIT, Marked
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, solved_again
from nuzuh.loaders.archive.entry import ESTIMATES, ORDERS
from nuzuh.loaders.archive.shelf import tables_from
from nuzuh.loaders.current import InUse, using
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.tables import Tables, tables_in_use

_DESCRIPTOR = "geodata/datapackage.json"
_ENSEMBLES = "balance/precomputed"


def is_whole(members: Mapping[str, bytes]) -> bool:
    """Return whether the files of a zip are a version that was kept whole."""
    return _DESCRIPTOR in members


def parts_of_whole(members: Mapping[str, bytes], file: str) -> tuple[str, dict[str, bytes]]:
    """Return the data version that a zip holds whole, and the parts of its entry.

    Args:
        members: files of the zip by their path.
        file: what to call it in messages.

    Raises:
        DataError: when a file is not the one that its data package names, or an ensemble is
            missing or of other figures.
    """
    version = _version(members, file)
    tables = {
        ESTIMATES: members[f"geodata/{ESTIMATES}"],
        ORDERS: members[f"geodata/{ORDERS}"],
    }
    parts = dict(tables)
    with using(InUse(version, tables_from(tables, date.fromisoformat(version[:10])))):
        for view in NAMED_VIEWS:
            content = members.get(f"{_ENSEMBLES}/{view}.npz")
            if content is None:
                raise DataError(file, f"has no ensemble of the view {view!r}")
            try:
                parts |= kept(_reconstruction(content, tables_in_use(), view))
            except (KeyError, ValueError, EOFError) as error:
                raise DataError(
                    f"{view}.npz", f"is no ensemble of these figures ({error})"
                ) from error
    return version, parts


def _version(members: Mapping[str, bytes], file: str) -> str:
    """The version that a data package makes, once its files hash to what it says of them."""
    try:
        descriptor: dict[str, Any] = json.loads(members[_DESCRIPTOR])
        resources = descriptor["resources"]
        last = date.fromisoformat(descriptor["version"])
        altered = [
            str(one["path"])
            for one in resources
            if one["hash"] != f"sha256:{hashlib.sha256(members[_path(one)]).hexdigest()}"
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(file, f"holds no whole data package ({error})") from error
    if altered:
        raise DataError(file, f"holds a file {altered[0][:40]!r} that was altered")
    counted = sorted(one["hash"] for one in resources if one.get("in_version", True))
    return f"{last}-{hashlib.sha256(''.join(counted).encode()).hexdigest()[:7]}"


def _path(resource: Mapping[str, Any]) -> str:
    return f"geodata/{resource['path']}"


def _reconstruction(content: bytes, tables: Tables, view: str) -> Reconstruction:
    """What an ensemble's file says, in the words of today's reading of the same figures."""
    read = solved_again(tables, view)
    with np.load(io.BytesIO(content), allow_pickle=False) as data:
        length, at = int(data["length"]), data["at"]
        if length != len(read.days) or str(data["first"]) != str(read.days[0].date()):
            raise ValueError("it covers other days")
        flows, births, deaths = (data[k].astype(np.float64) for k in ("flows", "births", "deaths"))
        lines = pd.DataFrame(
            {name: data[name].astype(np.float64) for name in ("predicted", "residual")},
            index=data["ids"].astype(str),
        )
        draws = spread(data["present"].astype(np.float32) * np.float32(UNIT), at, length)
        moved = np.cumsum(data["moved"].astype(np.float32), axis=1) * np.float32(UNIT)
        start = data["start"]
        left_out = None
        if "sides" in data:
            # Versions before October 2026 did not compute what leaving out a side moves.
            shifts = spread(data["left_out"].astype(np.float32) * np.float32(UNIT), at, length)
            left_out = dict(zip(map(str, data["sides"]), shifts, strict=True))
    if set(read.rows["id"]) != set(lines.index):
        raise ValueError("it is of other figures")
    return replace(
        read,
        present=from_flows(start, flows, births, deaths),
        flows=flows,
        births=births,
        deaths=deaths,
        left_out=left_out,
        rows=read.rows.assign(**lines.reindex(read.rows["id"]).reset_index(drop=True)),
    ).with_draws(draws, Marked(moved, at))
