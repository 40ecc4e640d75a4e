"""A reader's own file as HTML: its problems, what was understood, and the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from balance.published import figure_of
from loaders.own import Checked, OwnDataError
from maps.html import Markup, table
from maps.labels import area_name, publisher_name
from maps.ledger import cell_text
from maps.words import Words

PREVIEWED = 8
"""Rows of a preview."""


def problems_table(refusal: OwnDataError, words: Words) -> str:
    """Return every problem of a file as a table: row, column, what to mend."""
    place = words(f"own.{refusal.unit}")
    rows = [
        [str(p.row or "–"), _theirs(p.column or "–"), _theirs(f"{p.rule}.")]
        for p in refusal.problems
    ]
    return table([place, words("own.column"), words("own.problem")], rows, test_id="own-problems")


def _theirs(text: str) -> Markup:
    """A stranger's text, or one in English, that keeps its own direction."""
    return Markup(f"<bdi>{escape(text)}</bdi>")


def mapping_table(checked: Checked, words: Words) -> str:
    """Return what each column of a file was taken for."""
    rows = [
        [_theirs(match.theirs or "–"), match.ours or words("own.unused")]
        for match in checked.matches
    ]
    return table([words("own.column"), ""], rows, test_id="own-mapping")


def preview_table(checked: Checked, words: Words) -> str:
    """Return the first rows of a file as they were understood."""
    frame = checked.frame.head(PREVIEWED)
    caption = words("own.preview", n=len(frame))
    if checked.kind == "estimates":
        head = ["id", *(words(f"ledger.{key}") for key in ("as_of", "publisher", "figure"))]
        head += [words(f"ledger.{key}") for key in ("measure", "from", "area")]
        rows = [_figure_cells(row, words) for _, row in frame.iterrows()]
        return table([*head, words("sources.source")], rows, test_id="own-preview", caption=caption)
    names = ["feature", "name", "pcodes", "area_km2"]
    names += ["issued_on", "effective_to", "issuer"] if checked.kind == "orders" else []
    return _plain_table(frame, names, caption)


def _figure_cells(row: pd.Series[Any], words: Words) -> Sequence[str]:
    return [
        row["id"],
        cell_text(row["as_of"]),
        _theirs(publisher_name(figure_of(row), words)),
        words.figure(figure_of(row)),
        row["measure"] + (" (movements)" if row["counting"] == "movements" else ""),
        _theirs(area_name(row["origin"], words)),
        _theirs(area_name(row["destination"], words)),
        _theirs(row["source_title"]),
    ]


def _plain_table(frame: pd.DataFrame, names: Sequence[str], caption: str) -> str:
    rows = [[_theirs(cell_text(row[name])) for name in names] for _, row in frame.iterrows()]
    return table(names, rows, test_id="own-preview", caption=caption)
