"""The full record of one published figure, and what became of it in the balance, as HTML."""

from __future__ import annotations

import pandas as pd

from balance.precision import bearable
from loaders.estimates import COLUMNS
from maps.html import Markup, anchor, table
from maps.ledger import DERIVED_COLUMNS, cell_text
from maps.words import Words


def record_rows(record: pd.Series) -> str:
    """Return a figure's full record as a table of two columns, under the names of the data."""
    rows = []
    for name in (*COLUMNS, *DERIVED_COLUMNS):
        text = cell_text(record[name])
        if name == "source_url" and text:
            rows.append([name, anchor(text, text)])
        else:
            rows.append([name, text or Markup("&#8211;")])
    return table(["", ""], rows, test_id="record")


def balance_rows(row: pd.Series, words: Words) -> str:
    """Return what became of a figure in the reconstruction: did it count, does it agree?"""
    told = [(words("record.treatment"), row["treatment"]), (words("record.reason"), row["reason"])]
    if row["weight"] > 0:
        told.append((words("record.predicted"), words.number(bearable(row["predicted"]))))
        told.append((words("record.residual"), words.number(row["residual"], decimals=1)))
    return table(["", ""], [list(cells) for cells in told], test_id="balance-record")
