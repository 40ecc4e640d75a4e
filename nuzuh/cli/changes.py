"""What differs between two versions of the data, printed: as text, JSON or a table."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from nuzuh.cli.output import print_csv, print_json
from nuzuh.evidence.changes import Changes, PeopleChange, RowChange

_NOUNS = {"estimates": "figure", "orders": "order"}
_AT_MOST = 60
"""Letters of a cell that are printed for people; JSON and CSV have it whole."""


def print_changes(found: Changes, form: str) -> None:
    """Print what differs.

    Args:
        found: the changes.
        form: ``text``, ``json`` or ``csv``.
    """
    if form == "json":
        print_json(_object(found))
    elif form == "csv":
        rows = list(_rows(found))
        if rows:
            print_csv(rows)
        else:
            sys.stdout.write(",".join(_COLUMNS) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found))


def _object(found: Changes) -> dict[str, Any]:
    return {
        "before": found.before,
        "after": found.after,
        "counts": found.counts(),
        "new_columns": {name: list(columns) for name, columns in (found.columns or {}).items()},
        "rows": [_row_object(one) for one in found.rows],
        "people": [_people_object(one) for one in found.people],
    }


def _row_object(one: RowChange) -> dict[str, Any]:
    why = one.withdrawal
    return {
        "table": one.table,
        "id": one.id,
        "change": one.kind,
        "publisher": one.publisher,
        "day": one.day.isoformat(),
        "page_date": one.page_date.isoformat() if one.page_date else None,
        "columns": [
            {"column": cell.column, "before": cell.before or None, "after": cell.after or None}
            for cell in one.cells
        ],
        "withdrawn_on": why.on.isoformat() if why else None,
        "reason": why.reasons["en"] if why else None,
        "see": list(why.see) if why else [],
        "row": {name: text or None for name, text in one.row.items()},
    }


def _people_object(one: PeopleChange) -> dict[str, Any]:
    return {
        "view": one.view,
        "pcode": one.pcode,
        "kind": "reconstructed",
        "days_changed": one.days,
        "days_outside_the_former_range": one.outside_days,
        "largest_on": one.day.isoformat(),
        "before": one.before,
        "low": one.low,
        "high": one.high,
        "after": one.after,
        "after_high": one.after_high,
        "outside": one.is_outside,
    }


_COLUMNS = (
    *("table", "id", "change", "column", "before", "after", "low", "high"),
    *("publisher", "day", "page_date", "reason", "source_title", "source_url"),
)


def _rows(found: Changes) -> Iterator[dict[str, object]]:
    """A row a column that differs, one a row that is new or gone, one an area that moved."""
    empty: dict[str, object] = dict.fromkeys(_COLUMNS, "")
    for one in found.rows:
        told = empty | {
            "table": one.table,
            "id": one.id,
            "change": one.kind,
            "publisher": one.publisher,
            "day": one.day,
            "page_date": one.page_date or "",
            "reason": one.withdrawal.reasons["en"] if one.withdrawal else "",
            "source_title": one.row["source_title"],
            "source_url": one.row["source_url"],
        }
        if not one.cells:
            yield told
        for cell in one.cells:
            yield told | {"column": cell.column, "before": cell.before, "after": cell.after}
    for people in found.people:
        yield empty | {
            "table": "people_by_day",
            "id": f"{people.view} {people.pcode}",
            "change": "reconstructed otherwise",
            "column": "people",
            "before": _people(people.before, people.high, ""),
            "after": _people(people.after, people.after_high, ""),
            "low": "" if people.low is None else round(people.low),
            "high": "" if people.high is None else round(people.high),
            "day": people.day,
        }


def _lines(found: Changes) -> Iterator[str]:
    yield f"from {found.before} to {found.after}: {_counts(found)}"
    for table, columns in (found.columns or {}).items():
        if columns:
            yield f"new columns of {table}: {', '.join(columns)}"
    for one in found.rows:
        yield f"{one.kind} {_NOUNS[one.table]} {one.id}: {_said(one)}"
    for people in found.people:
        yield f"people, {people.view} {people.pcode}: {_moved(people)}"


def _counts(found: Changes) -> str:
    parts = [
        f"{count} {kind} {_NOUNS[table]}{'' if count == 1 else 's'}"
        for table, of in found.counts().items()
        for kind, count in of.items()
        if count
    ]
    if found.people:
        parts.append(f"people reconstructed otherwise: {len(found.people)} areas, of each view")
    return ", ".join(parts) or "nothing differs"


def _said(one: RowChange) -> str:
    if one.kind == "revised":
        return "; ".join(f"{c.column} {_cell(c.before)} -> {_cell(c.after)}" for c in one.cells)
    page = f", page of {one.page_date}" if one.page_date else ""
    told = f"{one.publisher}, {one.day}{page}"
    if one.withdrawal is not None:
        told += f": {one.withdrawal.reasons['en']}; see {', '.join(one.withdrawal.see)}"
    return told


def _cell(text: str) -> str:
    if not text:
        return "(empty)"
    return text if len(text) <= _AT_MOST else f"{text[:_AT_MOST]}…"


def _people(number: float | None, high: float | None, by: str = ",") -> str:
    """A number as it is told: one that rounds to nothing is no count of zero."""
    return f"{number:{by}.0f}" if number is not None else f"fewer than {high:{by}.0f}"


def _moved(one: PeopleChange) -> str:
    is_ranged = one.low is not None and one.high is not None and one.before is not None
    ranged = f" ({one.low:,.0f} to {one.high:,.0f})" if is_ranged else ""
    outside = {True: ", outside that range", False: ", within that range", None: ""}
    days = f"{one.days} days"
    if one.outside_days is not None:
        days += f", {one.outside_days} outside the former range"
    return (
        f"{days}; most on {one.day}: "
        f"{_people(one.before, one.high)}{ranged} -> {_people(one.after, one.after_high)}"
        f"{outside[one.is_outside]}"
    )
