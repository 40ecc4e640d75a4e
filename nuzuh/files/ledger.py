"""The ledger of published figures as a table on the page, and as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import astuple

import pandas as pd

from nuzuh.scene.ledger_selection import LedgerSelection, Records

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""How a cell begins that a spreadsheet may run, also after spaces and in full-width signs."""

_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def ledger_view(told: LedgerSelection, page: str = "") -> pd.DataFrame:
    """Return a selection as the table that the page shows.

    That table offers a download of its own, which escapes nothing: its cells are safe.

    Args:
        told: the selection.
        page: title of a column with the address of each page that is worth giving; "" for
            no such column.
    """
    cells = [
        [safe_cell(cell) if isinstance(cell, str) else cell for cell in astuple(line)]
        for line in told.lines
    ]
    shown = pd.DataFrame(cells, columns=list(told.titles))
    if not page:
        return shown
    at = told.records.columns.index("source_url")
    addresses = [row[at] for row in told.records.rows]
    is_web = [address.casefold().startswith(("http://", "https://")) for address in addresses]
    links = [address if web else None for address, web in zip(addresses, is_web, strict=True)]
    # Beside the number, where it is seen without scrolling.
    shown.insert(4, page, links)
    return shown


def safe_cell(text: str) -> str:
    """Return text that a spreadsheet cannot take for a formula.

    >>> safe_cell("=HYPERLINK()"), safe_cell("-160000"), safe_cell("OCHA")
    ("'=HYPERLINK()", '-160000', 'OCHA')
    """
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of text as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def csv_file(text: str) -> bytes:
    r"""Return a table in CSV as the bytes of a file.

    They begin with a byte order mark, without which Excel takes UTF-8 for an
    older code and Arabic for noise.

    >>> csv_file("name\nغزة\n")[:7]
    b'\xef\xbb\xbfname'
    """
    return text.encode("utf-8-sig", "replace")


def ledger_csv(records: Records) -> str:
    """Return records as CSV, cells that no spreadsheet runs."""
    rows = ([safe_cell(cell) for cell in row] for row in records.rows)
    return csv_text([records.columns, *rows])
