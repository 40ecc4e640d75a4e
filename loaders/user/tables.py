"""The tables in use together with a reader's own, for that reader alone."""

from __future__ import annotations

import hashlib
from datetime import date

import pandas as pd

from nuzuh.loaders.tables import Outline, Tables, UserData, tables_in_use
from nuzuh.loaders.user.check import Checked
from nuzuh.loaders.user.estimates.figures import PREFIX


def is_user_row(identity: str) -> bool:
    """Whether the id of a figure or order is that of a reader's own row.

    >>> is_user_row("OWN-001"), is_user_row("GD0508")
    (True, False)
    """
    return identity.startswith(PREFIX)


def combine(*checked: Checked) -> Tables:
    """Return the tables in use with a reader's checked files beside them.

    The tables in use are not changed. Files of areas add no row, but their outlines.

    Example:
        >>> from nuzuh.loaders.user import check, template
        >>> tables = combine(check(template("estimates", "csv"), "mine.csv"))
        >>> tables.user.rows, int(tables.estimates["id"].map(is_user_row).sum()), tables.user.files
        (1, 1, ('mine.csv',))
    """
    published = tables_in_use()
    frames = {"estimates": published.estimates, "orders": published.orders}
    digest, rows = hashlib.sha256(), 0
    for kind, embedded in frames.items():
        own = [one.frame for one in checked if one.kind == kind]
        brought = [frame.reindex(columns=embedded.columns) for frame in own]
        frames[kind] = pd.concat([embedded, *brought], ignore_index=True)
        for frame in brought:
            rows += len(frame)
            # The digest names files that are out in the world: the column stays in it.
            digest.update(frame.assign(theirs=True).to_csv(index=False).encode())
    for one in checked:
        if one.kind == "areas":
            rows += len(one.frame)
            digest.update(b"".join(one.frame.geometry.to_wkb()))
    files = tuple(one.file for one in checked)
    left = sum(part.count for one in checked for part in one.left_out if part.unit != "column")
    outlines = tuple(outline for one in checked for outline in _outlines(one))
    return Tables(
        published.version,
        frames["estimates"],
        frames["orders"],
        published.last,
        UserData(files, rows, digest.hexdigest()[:7], outlines, left),
    )


def _outlines(checked: Checked) -> list[Outline]:
    """The outlines in a checked file; a table of figures or orders has none."""
    frame = checked.frame
    if "geometry" not in frame:
        return []
    is_order = checked.kind == "orders"
    return [
        Outline(
            checked.kind,
            row["name"] or checked.file,
            row["geometry"],
            _day(_first(row["effective_from"], row["issued_on"])) if is_order else None,
            _day(row["effective_to"]) if is_order else None,
            row["id"] if is_order and not checked.by_blocks else "",
        )
        for _, row in frame.iterrows()
    ]


def _first(*days: pd.Timestamp) -> pd.Timestamp:
    return next(day for day in days if not pd.isna(day))


def _day(moment: pd.Timestamp) -> date | None:
    return None if pd.isna(moment) else moment.date()
