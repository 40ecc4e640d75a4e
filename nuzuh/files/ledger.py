"""The ledger of published figures: what to show of each, what leaves as CSV."""

from __future__ import annotations

import re

import pandas as pd

from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import question_of
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.scene.labels import area_name, publisher_name
from nuzuh.scene.statement_words import counted_text
from nuzuh.scene.words import Words

DERIVED_COLUMNS = ("kind", "basis", "weak")
"""Columns that the loader adds and that are worth passing on."""

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""How a cell begins that a spreadsheet may run, also after spaces and in full-width signs."""

_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def ledger_view(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return the columns that the ledger shows, in the reader's words."""
    return pd.DataFrame(
        {
            words("ledger.as_of"): rows["as_of"].dt.date,
            words("ledger.since"): [_since(row, words) for _, row in rows.iterrows()],
            words("ledger.publisher"): [
                safe_cell(publisher_name(figure_of(row), words)) for _, row in rows.iterrows()
            ],
            words("ledger.figure"): [words.figure(figure_of(row)) for _, row in rows.iterrows()],
            words("ledger.measure"): [
                counted_text(row["measure"], row["counting"], question_of(row) or "", words)
                for _, row in rows.iterrows()
            ],
            words("ledger.from"): [safe_cell(area_name(name, words)) for name in rows["origin"]],
            words("ledger.area"): [
                safe_cell(area_name(name, words)) for name in rows["destination"]
            ],
            # The table on the page offers a download of its own, which escapes nothing.
            words("panel.link"): rows["source_title"].map(safe_cell),
            words("ledger.appeared"): [_appeared(row, words) for _, row in rows.iterrows()],
            "id": rows["id"],
        }
    )


def _since(row: pd.Series, words: Words) -> str:
    """The first day of a figure's period, and whether it is ours; "" for a single day."""
    if pd.isna(row["period_start"]):
        return ""
    start = cell_text(row["period_start"])
    return f"{start} ({words('recon.assumed')})" if row["period_basis"] == "assumed" else start


def _appeared(row: pd.Series, words: Words) -> str:
    """The date of a figure's page, or why it has none."""
    return (
        cell_text(row["source_date"]) if row["page"] == "dated" else words(f"panel.{row['page']}")
    )


def cell_text(value: object) -> str:
    """Return a value as it stands in the data: ISO dates, plain numbers, "" for what is missing.

    >>> cell_text(900000.0), cell_text(float("nan")), cell_text(pd.Timestamp("2025-10-05"))
    ('900000', '', '2025-10-05')
    """
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def safe_cell(text: str) -> str:
    """Return text that a spreadsheet cannot take for a formula.

    >>> safe_cell("=HYPERLINK()"), safe_cell("-160000"), safe_cell("OCHA")
    ("'=HYPERLINK()", '-160000', 'OCHA')
    """
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def ledger_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures as text in the columns of ``estimates.csv`` and those worth passing on."""
    columns = [*COLUMNS, *DERIVED_COLUMNS]
    return pd.DataFrame(
        {name: [cell_text(value) for value in rows[name]] for name in columns}, columns=columns
    )


def csv_file(text: str) -> bytes:
    r"""Return a table in CSV as the bytes of a file.

    They begin with a byte order mark, without which Excel takes UTF-8 for an
    older code and Arabic for noise.

    >>> csv_file("name\nغزة\n")[:7]
    b'\xef\xbb\xbfname'
    """
    return text.encode("utf-8-sig", "replace")


def ledger_csv(rows: pd.DataFrame) -> str:
    """Return figures as CSV: the file's own columns, and kind and basis."""
    return str(ledger_table(rows).map(safe_cell).to_csv(index=False, lineterminator="\n"))
