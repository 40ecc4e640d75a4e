"""A figure as an editor gives it: what the page says, field by field, before any of it is read."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Given:
    """What an editor says of one figure; "" is not given.

    Attributes:
        speaker: whose figure it is.
        passed_on_by: the outlet whose row it is where that passes another's figure on.
        measure: what is measured, one of :data:`nuzuh.loaders.estimates.KIND_OF_MEASURE`.
        counting: people or movements, where the unit does not tell.
        unit: one of :data:`nuzuh.loaders.estimates.UNITS`.
        scope: what a share under orders counts.
        origin, destination: names of areas.
        origin_pcodes, destination_pcodes: their P-codes, where the name does not tell.
        as_of: the day that the figure describes.
        since: first day of the period.
        basis: whether that day is ``stated`` on the page or ``assumed``.
        number: the words of the number, as published.
        title, link, page_date: of the page.
        seen: how the page was seen.
        note: in the editor's own words.
        repeats: id of the figure that this one repeats.
    """

    speaker: str = ""
    passed_on_by: str = ""
    measure: str = ""
    counting: str = ""
    unit: str = ""
    scope: str = ""
    origin: str = ""
    origin_pcodes: str = ""
    destination: str = ""
    destination_pcodes: str = ""
    as_of: str = ""
    since: str = ""
    basis: str = ""
    number: str = ""
    title: str = ""
    link: str = ""
    page_date: str = ""
    seen: str = ""
    note: str = ""
    repeats: str = ""


FIELDS = tuple(field.name for field in fields(Given))

COLUMN_OF = {
    "speaker": "publisher",
    "passed_on_by": "according_to",
    "since": "period_start",
    "basis": "period_basis",
    "number": "value",
    "title": "source_title",
    "link": "source_url",
    "page_date": "source_date",
}
"""Columns of the ledger that a field of another name fills."""


def field_of(column: str) -> str:
    """Return the field that an editor changes to change a column.

    >>> field_of("quantifier"), field_of("source_url"), field_of("note")
    ('number', 'link', 'note')
    """
    if column in ("value", "low", "high", "quantifier"):
        return "number"
    for field, filled in COLUMN_OF.items():
        if filled == column:
            return field
    return column
