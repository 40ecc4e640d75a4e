"""A reader's own file as HTML: its problems, what was understood, and the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from nuzuh.evidence.published import figure_of
from nuzuh.files.ledger import cell_text
from nuzuh.loaders.own import Checked, OwnDataError
from nuzuh.scene.labels import area_name, publisher_name
from nuzuh.scene.words import Words
from nuzuh.web.templates import table

PREVIEWED = 8
"""Rows of a preview."""


def problems_table(refusal: OwnDataError, words: Words) -> Markup:
    """Return every problem of a file as a table: row, column, what to mend."""
    place = words(f"own.{refusal.unit}")
    rows = [[str(p.row or "–"), p.column or "–", f"{p.rule}."] for p in refusal.problems]
    head = [place, words("own.column"), words("own.problem")]
    # A stranger's text, and a rule in English, keep their own direction.
    return table(head, rows, test_id="own-problems", isolated=(1, 2))


def mapping_table(checked: Checked, words: Words) -> Markup:
    """Return what each column of a file was taken for."""
    rows = [[match.theirs or "–", match.ours or words("own.unused")] for match in checked.matches]
    return table([words("own.column"), ""], rows, test_id="own-mapping", isolated=(0,))


def preview_table(checked: Checked, words: Words) -> Markup:
    """Return the first rows of a file as they were understood."""
    frame = checked.frame.head(PREVIEWED)
    caption = words("own.preview", n=len(frame))
    if checked.kind == "estimates":
        head = ["id", *(words(f"ledger.{key}") for key in ("as_of", "publisher", "figure"))]
        head += [words(f"ledger.{key}") for key in ("measure", "from", "area")]
        head += [words("sources.source")]
        rows = [_figure_cells(row, words) for _, row in frame.iterrows()]
        theirs: Sequence[int] = (2, 5, 6, 7)
    else:
        head = ["feature", "name", "pcodes", "area_km2"]
        head += ["issued_on", "effective_to", "issuer"] if checked.kind == "orders" else []
        rows = [[cell_text(row[name]) for name in head] for _, row in frame.iterrows()]
        theirs = range(len(head))
    return table(head, rows, test_id="own-preview", caption=caption, isolated=theirs)


def _figure_cells(row: pd.Series[Any], words: Words) -> list[str]:
    return [
        row["id"],
        cell_text(row["as_of"]),
        publisher_name(figure_of(row), words),
        words.figure(figure_of(row)),
        row["measure"] + (" (movements)" if row["counting"] == "movements" else ""),
        area_name(row["origin"], words),
        area_name(row["destination"], words),
        row["source_title"],
    ]
