"""Holds a whole ledger, or a file of rows, against every rule and every pattern of error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from nuzuh.loaders import ledger, schema
from nuzuh.loaders.editor.ledger_files import ESTIMATES, LedgerFiles
from nuzuh.loaders.editor.suspicions import COLUMNS_OF, suspected
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import COLUMNS, SCHEMA

RULE, PATTERN = "rule", "pattern"


@dataclass(frozen=True)
class Finding:
    """Something about one row.

    Attributes:
        kind: ``rule`` for what `make data` refuses, ``pattern`` for what was often wrong.
        file: name of the file.
        row: its number there, the header being row 1; None for the whole file.
        id: of the row; "" for the whole file.
        column: where it shows; "" for the whole row.
        rule: id of the rule or the pattern; "" for a rule of a row by itself.
        told: the rule in English; "" for a pattern, whose words the catalogues have.
        other: id of the row that it is held against; "" for none.
        parts: what the words of a pattern tell beside the ids.
    """

    kind: str
    file: str
    row: int | None
    id: str
    column: str
    rule: str
    told: str = ""
    other: str = ""
    parts: dict[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        rows: how many rows were looked at.
        findings: what is open, by row.
        accepted: how many patterns stand with a reason in ``exceptions.csv``.
    """

    rows: int
    findings: tuple[Finding, ...]
    accepted: int = 0

    @property
    def refused(self) -> int:
        """How many findings `make data` would refuse."""
        return sum(one.kind == RULE for one in self.findings)


def check_rows(files: LedgerFiles, content: bytes | None = None, name: str = ESTIMATES) -> Checked:
    """Hold rows against every rule and pattern.

    Args:
        files: the ledger.
        content: rows in the columns of ``estimates.csv``, which stand in for those of
            the ledger with their ids and join the others; None for the ledger alone.
        name: of their file, for the findings.
    """
    try:
        frame = schema.read_csv(
            files.contents["estimates"] if content is None else content, name, COLUMNS
        )
        texts = frame
        frame = schema.to_dates(frame, ("period_start", "as_of", "source_date"), name)
        frame = schema.to_numbers(frame, ("value", "low", "high"), name)
    except DataError as error:
        found = Finding(RULE, name, error.row, "", error.column or "", "", error.rule)
        return Checked(0, (found,))
    alone = [
        Finding(
            RULE,
            name,
            None if row < 0 else row + schema.HEADER_ROWS,
            "" if row < 0 else str(texts["id"].iloc[row]),
            column,
            "",
            told,
        )
        for row, column, told in schema.breaches(SCHEMA, frame)
    ]
    broken = {one.id for one in alone}
    sound = frame[~frame["id"].isin(broken)]
    others = files.rows[~files.rows["id"].isin(frame["id"])] if content is not None else None
    whole = sound if others is None else pd.concat([others, sound])
    numbers = {one: n for n, one in enumerate(frame["id"], start=schema.HEADER_ROWS)}
    between, accepted = _between(files, whole.reset_index(drop=True), numbers, name)
    findings = sorted([*alone, *between], key=lambda one: (one.row or 0, one.kind != RULE))
    return Checked(len(frame), tuple(findings), accepted)


def _between(
    files: LedgerFiles, whole: pd.DataFrame, numbers: dict[str, int], name: str
) -> tuple[list[Finding], int]:
    """What rows show beside the others, and how many patterns are accepted."""
    ids = whole["id"].tolist()
    known = set(ids)
    open_, _ = ledger.open_breaches(ledger.breaches(whole, files.publishers), ids, files.named)
    found = [
        Finding(RULE, name, numbers[one], one, rule.column, rule.id, rule.told, other)
        for row, rule, against in open_
        for one, other in _of_file(ids[row], ids[against], numbers)
    ]
    found += [
        Finding(
            RULE,
            name,
            numbers[one],
            one,
            "repeats",
            "",
            f"repeats {again}, which is not in the ledger",
        )
        for one, again in zip(ids, whole["repeats"], strict=True)
        if one in numbers and again and again not in known
    ]
    used: set[tuple[str, str]] = set()
    for pattern, hits in suspected(whole).items():
        for (row, against), parts in hits:
            accepts = {(ids[row], pattern), (ids[against], pattern)} & files.named
            used |= accepts
            column = COLUMNS_OF[pattern]
            found += [
                Finding(PATTERN, name, numbers[one], one, column, pattern, "", other, parts)
                for one, other in _of_file(ids[row], ids[against], numbers)
                if not accepts
            ]
    named = zip(files.exceptions["id"], files.exceptions["rule"], strict=True)
    found += [
        Finding(
            RULE,
            ledger.EXCEPTIONS,
            number,
            one,
            "rule",
            pattern,
            f"{one} does not show {pattern!r}: an exception that accepts nothing goes",
        )
        for number, (one, pattern) in enumerate(named, start=schema.HEADER_ROWS)
        if one in numbers and pattern in COLUMNS_OF and (one, pattern) not in used
    ]
    return found, sum(one in numbers for one, _ in used)


def _of_file(row: str, against: str, numbers: dict[str, int]) -> Iterator[tuple[str, str]]:
    """The id of a pair that the file holds, and the other's; "" where a row stands alone."""
    other = "" if row == against else against
    if row in numbers:
        yield row, other
    elif against in numbers:
        yield against, row
