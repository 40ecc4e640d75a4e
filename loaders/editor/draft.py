"""A figure as given becomes a row of the ledger, with what must change before it can be one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

import pandas as pd

from nuzuh.loaders import ledger, schema
from nuzuh.loaders.editor.figure_reading import Problem, Reading
from nuzuh.loaders.editor.given import Given, field_of
from nuzuh.loaders.editor.ledger_files import LedgerFiles
from nuzuh.loaders.editor.proposals import Earlier, next_id, same_statements, series_of
from nuzuh.loaders.editor.suspicions import COLUMNS_OF, suspected
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import COLUMNS, SCHEMA, complete, read_rows

_NAME = "figure"
_RUNS_ON = timedelta(days=60)
"""A running total that was silent for so long is another series."""


@dataclass(frozen=True)
class Doubt:
    """A pattern that was often wrong, which the row shows.

    Attributes:
        rule: id of the suspicion.
        where: field in which it would be changed.
        other: id of the row that it is held against; "" for none.
        parts: what its words tell beside the ids.
    """

    rule: str
    where: str
    other: str = ""
    parts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A row as it would stand in the ledger.

    Attributes:
        cells: by column of ``estimates.csv``, as text.
        problems: what must change first; none for a row that can be written.
        doubts: what to look at again; none of them refuses.
        series: earlier rows of the same speaker and question, the newest first.
        same: rows that may be the same statement.
        excuses: reasons for which it may break a rule, by the id of that.
        frame: the ledger with the row, with the columns that follow; None while the row
            itself cannot be read.
    """

    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    series: tuple[Earlier, ...] = ()
    same: tuple[Earlier, ...] = ()
    excuses: Mapping[str, str] = field(default_factory=dict)
    frame: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The id that the row gets."""
        return self.cells["id"]

    @property
    def start(self) -> Earlier | None:
        """The newest row of its running series that has a first day; None for none."""
        day = date.fromisoformat(self.cells["as_of"]) if self.cells["as_of"] else date.min
        near = (one for one in self.series if day - date.fromisoformat(one.as_of) <= _RUNS_ON)
        return next((one for one in near if one.since and one.since < one.as_of), None)


def draft_of(
    given: Given,
    files: LedgerFiles,
    *,
    today: date,
    excuses: Mapping[str, str] = MappingProxyType({}),
) -> Draft:
    """Read a figure and hold it against the ledger.

    Args:
        given: what an editor says of it.
        files: the working copy.
        today: no figure describes a later day.
        excuses: reasons for which it may break a rule, or shows a pattern, by the id of these.
    """
    reading = Reading(given, files)
    reading.who()
    reading.number()
    reading.kind()
    reading.where()
    reading.when(today)
    reading.page()
    cells = reading.cells
    cells["id"] = next_id(files.ids)
    series: tuple[Earlier, ...] = ()
    same: tuple[Earlier, ...] = ()
    probe = _probe(cells)
    if probe is not None:
        series = series_of(files.estimates, probe)
        same = same_statements(files.estimates, probe)
    reading.basis(series)
    known = {rule.id for rule in ledger.RULES if rule.excusable} | set(ledger.SUSPICIONS)
    for rule, reason in excuses.items():
        if rule not in known:
            reading.wrong("excuse", "no_rule", *sorted(known), rule=rule[:40])
        elif not reason.strip():
            reading.wrong("excuse", "no_reason", rule=rule)
    draft = Draft(cells, tuple(reading.problems), (), series, same, excuses)
    return draft if draft.problems else _held(draft, files)


def _probe(cells: dict[str, str]) -> pd.Series | None:
    """The row as far as proposals ask for it; None while it lacks its day or its number."""
    numbers = {
        name: float(cells[name]) if cells[name] else None for name in ("value", "low", "high")
    }
    if not cells["as_of"] or all(number is None for number in numbers.values()):
        return None
    speaker = cells["according_to"]
    who = cells["publisher"] if speaker in ("", "unattributed") else speaker
    day = pd.Timestamp(cells["as_of"])
    return pd.Series({**cells, **numbers, "as_of": day, "speaker": who}, dtype=object)


def _held(draft: Draft, files: LedgerFiles) -> Draft:
    """The draft with every rule of a row and of the ledger held against it."""
    try:
        frame = schema.read_csv(row_bytes(draft.cells), _NAME, COLUMNS)
        frame = schema.to_dates(frame, ("period_start", "as_of", "source_date"), _NAME)
        frame = schema.to_numbers(frame, ("value", "low", "high"), _NAME)
    except DataError as error:
        where = field_of(error.column or "number")
        return replace(draft, problems=(Problem(where, error.rule),))
    broken = [Problem(field_of(column), told) for _, column, told in schema.breaches(SCHEMA, frame)]
    repeats = draft.cells["repeats"]
    if repeats and repeats not in set(files.rows["id"]):
        broken.append(Problem("repeats", key="no_figure", parts=(("name", repeats[:40]),)))
    if broken:
        return replace(draft, problems=tuple(dict.fromkeys(broken)))
    row = read_rows(row_bytes(draft.cells), _NAME)
    place = position(files.rows, row["as_of"].iloc[0])
    whole = pd.concat([files.rows[:place], row, files.rows[place:]], ignore_index=True)
    return _held_in(draft, files, whole, place)


def _held_in(draft: Draft, files: LedgerFiles, whole: pd.DataFrame, place: int) -> Draft:
    """The draft held against the other rows of the ledger, in which it stands at a place."""
    ids = whole["id"].tolist()
    named = files.named | {(draft.id, rule) for rule in draft.excuses}
    open_, used = ledger.open_breaches(ledger.breaches(whole, files.publishers), ids, named)
    problems = []
    for row, rule, other in open_:
        if place in (row, other):
            against = other if row == place else row
            against_id = "" if against == place else ids[against]
            first = whole["repeats"].iloc[against] or ids[against]
            choices = (first,) if rule.id == "repeats" else ()
            told = rule.told + (f" (held against {against_id})" if against_id else "")
            problems.append(Problem(field_of(rule.column), told, rule.id, choices, against_id))
    doubts, shown = [], set()
    for one, hits in suspected(whole).items():
        for (row, other), parts in hits:
            if place not in (row, other):
                continue
            shown.add(one)
            against = other if row == place else row
            if (draft.id, one) not in named:
                told = "" if against == place else ids[against]
                doubts.append(Doubt(one, field_of(COLUMNS_OF[one]), told, parts))
    idle = [rule for rule in draft.excuses if rule not in shown and (draft.id, rule) not in used]
    problems += [Problem("excuse", key="idle", parts=(("rule", rule),)) for rule in idle]
    return replace(
        draft,
        problems=tuple(dict.fromkeys(problems)),
        doubts=tuple(doubts),
        frame=complete(whole),
    )


def position(rows: pd.DataFrame, day: pd.Timestamp) -> int:
    """Return where a row belongs that describes a day: behind the last of that day or before."""
    upto = (rows["as_of"] <= day).to_numpy().nonzero()[0]
    return int(upto[-1]) + 1 if len(upto) else 0


def row_bytes(cells: Mapping[str, str]) -> bytes:
    """Return one row as the bytes of a file of its own."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow(dict(cells))
    return text.getvalue().encode()
