"""Revisions of displacement events: what an answer adds, revises, lacks, and when it is too old.

The embedded events are the start of what is known, so that the first answer on
a machine can neither go back behind them nor hide that one was withdrawn.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import embedded_estimates
from nuzuh.loaders.live.displacement import COLUMNS, FILE, event_of, typed

MOST_WITHDRAWN = 0.2
"""Share of the events within the window of an answer that may be missing from it."""
QUANTIFIERS = {
    "approximately": ("approximately", "value"),
    "more than or equal to": ("at least", "low"),
    "more than": ("more than", "low"),
    "less than or equal to": ("up to", "high"),
    "less than": ("less than", "high"),
}
"""Our quantifier for each of IDMC's qualifiers, and the column of its number."""
EXACT = ("exact", "value")
"""The same for any other qualifier, as "total"."""
_QUALIFIERS = {quantifier: told for told, (quantifier, _) in QUANTIFIERS.items()}
_STANDS = pd.Timedelta(days=2)
_NEVER_RECOMMENDED = "triangulation"
"""What the note of an embedded figure says that IDMC kept beside the one it recommends."""

Row = dict[str, Any]


def combine(
    last: pd.DataFrame | None, arrived: pd.DataFrame, today: date, *, again: bool = False
) -> pd.DataFrame:
    """Return all revisions known after an answer, upserted by id.

    The answer covers a window of time only, cut by the last day of events: what
    ended before it stays as it is. An event within the window that is missing
    was withdrawn once the next answer lacks it too. One that says the same under
    a new number was renumbered: the new one follows it.

    Args:
        last: revisions known before, or None.
        arrived: what came, one current row an id.
        today: the day to note for withdrawals.
        again: the file is the one of the last answer, asked for once more: it proves nothing
            new, unless its publisher has let it stand for days.

    Raises:
        DataError: when so many are missing that the answer must be a part of itself,
            and for a first answer that is older than the embedded events.
    """
    known = _known(last)
    if known["seen_on"].isna().all():
        _check_not_older(known, arrived)
    rows: list[Row] = known.to_dict("records")
    told: list[Row] = arrived[list(COLUMNS)].to_dict("records")
    started = {_content(row) for row in told if row["id"] not in set(known["id"])}
    standing = _upsert(rows, told)
    day = pd.Timestamp(today).as_unit("s")
    for row in standing:
        if _content(row) in started:
            row |= {"state": "revised", "seen_on": day}
    left = [row for row in standing if row["state"] == "current"]
    for row in _missing(left, arrived["end"].min(), known):
        if pd.isna(row["missing_since"]):
            row["missing_since"] = day
        elif not again or day - row["missing_since"] >= _STANDS:
            row |= {"state": "withdrawn", "seen_on": day}
    return typed(pd.DataFrame([row for row in rows if _told_of(row)], columns=list(COLUMNS)))


def _upsert(rows: list[Row], told: list[Row]) -> list[Row]:
    """Put what an answer tells into the known rows, and return the current ones it lacks."""
    standing = {row["id"]: row for row in rows if row["state"] == "current"}
    newest: dict[str, int] = {}
    for row in rows:
        newest[row["id"]] = max(newest.get(row["id"], 0), int(row["revision"]))
    for row in told:
        before = standing.pop(row["id"], None)
        if before is not None and _same(before, row):
            # Names of places and links are taken as they are now; when it was seen stays.
            seen = row["seen_on"] if pd.isna(before["seen_on"]) else before["seen_on"]
            before.update({**row, "revision": before["revision"], "seen_on": seen})
            continue
        if before is not None:
            before["state"] = "revised"
        rows.append({**row, "revision": newest.get(row["id"], 0) + 1})
    return list(standing.values())


def noted(frame: pd.DataFrame, arrived: pd.DataFrame) -> str:
    """Return what a reader should know of the events that an answer lacks; "" for nothing."""
    notes = list[str]()
    if missing := int((frame["missing_since"].notna() & (frame["state"] == "current")).sum()):
        notes.append(
            f"{missing} events were missing from this answer; they count as withdrawn once the"
            " next answer lacks them too."
        )
    start = embedded_events()
    untold = (start["end"] >= arrived["end"].min()) & ~start["id"].isin(frame["id"])
    if untold.any():
        notes.append(
            f"{untold.sum()} embedded events of its period are not in this answer; they are so"
            " many that it seems to count otherwise, and they stand."
        )
    return " ".join(notes)


def _known(last: pd.DataFrame | None) -> pd.DataFrame:
    """What answers have told, and the embedded events that none has told of yet."""
    start = embedded_events()
    if last is None or last.empty:
        return start
    answered = last["id"].isin(last.loc[last["seen_on"].notna(), "id"])
    start = start[~start["id"].isin(last.loc[answered, "id"])]
    lacked = last[~answered]
    missing = dict(zip(lacked["id"], lacked["missing_since"], strict=True))
    days = [missing.get(event, pd.NaT) for event in start["id"]]
    start = start.assign(missing_since=pd.array(days, dtype="datetime64[s]"))
    return typed(pd.concat([last.loc[answered, list(COLUMNS)], start], ignore_index=True))


def _told_of(row: Row) -> bool:
    """Whether an answer told of an event or lacked it; the other embedded ones stay embedded."""
    return row["state"] != "current" or pd.notna(row["seen_on"]) or pd.notna(row["missing_since"])


def _missing(standing: list[Row], window: pd.Timestamp, known: pd.DataFrame) -> list[Row]:
    """The events that an answer should hold and lacks.

    Of the embedded ones that no answer has told of yet, many may be missing when
    the publisher has begun to count otherwise: that is no withdrawal of any.
    """
    within = known[(known["state"] == "current") & (known["end"] >= window)]
    told = within["seen_on"].notna()
    gone = [row for row in standing if row["end"] >= window]
    of_answers = [row for row in gone if pd.notna(row["seen_on"])]
    if len(of_answers) > _few(told.sum()):
        raise DataError(
            FILE,
            f"lack {len(of_answers)} of {told.sum()} events that were there before; "
            "it looks cut off",
        )
    of_start = [row for row in gone if pd.isna(row["seen_on"])]
    embedded = int((embedded_events()["end"] >= window).sum())
    return of_answers + (of_start if len(of_start) <= _few(embedded) else [])


def _few(count: int) -> float:
    return max(3, MOST_WITHDRAWN * count)


def _check_not_older(start: pd.DataFrame, arrived: pd.DataFrame) -> None:
    ours, theirs = start["created_on"].max(), arrived["created_on"].max()
    if theirs < ours:
        raise DataError(
            FILE,
            f"end with an event that was entered on {theirs.date()}, before the newest of "
            f"the embedded ones ({ours.date()}); the answer is an old one",
        )


def _same(before: Row, now: Row) -> bool:
    return all(before[name] == now[name] for name in ("start", "end", "figure", "qualifier"))


def _content(row: Row) -> tuple[Any, ...]:
    return row["start"], row["end"], row["figure"]


@lru_cache(maxsize=1)
def embedded_events() -> pd.DataFrame:
    """Return the embedded figures that IDMC recommended, as events that no answer told of yet.

    Example:
        >>> events = embedded_events().set_index("id")
        >>> print(events.loc["188014", "figure"], events.loc["188014", "end"].date())
        4100.0 2025-06-24
    """
    frame = embedded_estimates().frame
    frame = frame.assign(event=frame["source_title"].map(event_of))
    recommended = ~frame["note"].str.contains(_NEVER_RECOMMENDED, case=False, regex=False)
    rows = frame[frame["event"].ne("") & recommended & frame["measure"].eq("movement")]
    return typed(
        pd.DataFrame(
            {
                "id": rows["event"],
                "revision": 1,
                "state": "current",
                "missing_since": pd.NaT,
                "seen_on": pd.NaT,
                "created_on": rows["source_date"],
                "start": rows["period_start"].fillna(rows["as_of"]),
                "end": rows["as_of"],
                "figure": rows["value"].fillna(rows["low"]).fillna(rows["high"]),
                "qualifier": rows["quantifier"].map(_QUALIFIERS).fillna("total"),
                "sources": rows["publisher"],
                "url": rows["source_url"],
                "origin": "",
                "destination": "",
                "kind": "displacement",
            },
            columns=list(COLUMNS),
        )
    )
