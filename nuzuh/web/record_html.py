"""The full record of one published figure, and what became of it in the balance, as HTML."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from nuzuh.evidence.precision import bearable
from nuzuh.files.ledger import DERIVED_COLUMNS, cell_text
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.scene.words import Words
from nuzuh.web.templates import render, table


def record_rows(record: pd.Series) -> Markup:
    """Return a figure's full record as a table of two columns, under the names of the data."""
    names = (*COLUMNS, *DERIVED_COLUMNS)
    return render(
        "record", rows=[{"name": name, "text": cell_text(record[name])} for name in names]
    )


def balance_rows(row: pd.Series, words: Words) -> Markup:
    """Return what became of a figure in the reconstruction: did it count, does it agree?"""
    told = [(words("record.treatment"), row["treatment"]), (words("record.reason"), row["reason"])]
    if row["weight"] > 0:
        told.append((words("record.predicted"), words.number(bearable(row["predicted"]))))
        told.append((words("record.residual"), words.number(row["residual"], decimals=1)))
    return table(["", ""], told, test_id="balance-record")
