"""A comparison as a table: one row an area, with both sides and what lies between them."""

from __future__ import annotations

from nuzuh.files.values import Row
from nuzuh.scene.comparison import Comparison
from nuzuh.scene.layer import layer_of


def comparison_rows(shown: Comparison) -> list[Row]:
    """Return the rows of :data:`nuzuh.files.columns.COMPARED`, as the page tells them."""
    kind = shown.difference.kind if shown.difference else ""
    rows = []
    for told in shown.told:
        gap = told.gap
        row: Row = {
            "area": told.area,
            "name": told.name,
            "told_for": " ".join(told.areas),
            "layer": shown.view.layer,
            "unit": layer_of(shown.view.layer).unit_id,
            "difference_kind": kind if gap is not None else "",
            "difference": None if gap is None else gap.number,
            "difference_low": None if gap is None else gap.low,
            "difference_high": None if gap is None else gap.high,
            "difference_as_worded": told.difference,
            "sources": "; ".join(told.cited),
            "data_version": shown.notes.data,
        }
        for name, side, amount, text in zip(
            ("first", "second"), shown.sides, told.amounts, told.sides, strict=True
        ):
            rebuilt = side.view.reconstructed
            row |= {
                f"{name}_date": side.day,
                f"{name}_kind": "reconstructed" if rebuilt else "published",
                f"{name}_view": side.view.perspective if rebuilt else "",
                f"{name}_value": None if amount is None else amount.number,
                f"{name}_low": None if amount is None else amount.low,
                f"{name}_high": None if amount is None else amount.high,
                f"{name}_as_worded": text,
            }
        rows.append(row)
    return rows
