"""A mark of the map: an area, or several that one figure is for, and all that is said of it.

Everything is decided here, once: whoever draws, writes or reads out a mark only
takes what stands in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Pattern = Literal["", "missing", "too_old", "last_known"]
"""What is drawn over an area beside its colour, or in the place of one: nothing; hatching where
nothing is reported, or where the last figure is too old; hatching over the colour of what was
last known."""

Status = Literal["current", "last_known", "too_old"]
"""How far a published figure still speaks for the day shown."""

Link = tuple[str, str]
"""A text and the address that it leads to, "" for none."""

Cell = str | tuple[Link, ...]
"""A cell of the table that says the same as the map: a text, or links one under the other."""


@dataclass(frozen=True)
class Source:
    """A figure or an order behind a mark.

    Attributes:
        id: row of the table of figures or orders.
        name: who says so, in the reader's language, a reader's own figure marked so.
        publisher: who published it, or issued the order, as they name themselves.
        according_to: whose figure the publisher passes on; "" where it is its own.
        as_of: the day that it describes, or on which the order was issued.
        page_date: date of its page; None where that is not known.
        appeared: whether the page was out by the day shown: ``in_time``,
            ``later``, ``copy`` or ``undated``.
        area: the area as the publisher named it; "" for an order.
        title, url: of the page that it was seen on.
        user: whether it is from a reader's own file.
        central: the number that orders it among others; None for an order.
    """

    id: str
    name: str
    publisher: str
    according_to: str
    as_of: date
    page_date: date | None
    appeared: str
    area: str
    title: str
    url: str
    user: bool
    central: float | None = None


@dataclass(frozen=True)
class Record:
    """A mark's numbers for tables, which keep one that is too old for pictures.

    Attributes:
        value: the number; None where nothing, or only a bound or a range, was told.
        low, high: ends of its range, or a bound.
        quantifier: part of the number; "" without one.
        as_worded: number, quantifier and range in words.
        shaded_by: the number that colour goes by: the value, else the range's
            middle or the bound; None on a layer that stands over the colours of another.
        likely: the likely range of a reconstruction in words; "" for none.
        kind: ``published``, ``computed`` or ``reconstructed``.
        as_of: the day described; of orders that of the newest one counted.
        age_days: days from then to the day shown, of a figure.
        status: how far the figure still speaks for the day; "" without one.
    """

    value: float | None
    low: float | None
    high: float | None
    quantifier: str
    as_worded: str
    shaded_by: float | None
    likely: str
    kind: str
    as_of: date | None = None
    age_days: int | None = None
    status: str = ""


@dataclass(frozen=True)
class Mark:
    """What a map says of an area, or of several that one figure is for.

    Attributes:
        pcodes: the governorates it is for.
        name: their name in the reader's language.
        number: the number as worded, or "not reported".
        table_number: the same for tables, which keep a number too old for pictures.
        notes: short lines on who said it, about when, and how old it is.
        value: the number that is drawn, in the layer's unit, as the label rounds
            it; None where there is none to draw.
        low, high: the ends of its range, rounded likewise; None where open or unknown.
        shade: index of the class whose colour the area has; None for none, and on a layer
            that stands over the colours of another.
        pattern: what is drawn over the colour, or in its place.
        rivals: how many of the notes, the last ones, are what rivals say.
        wide: whether the range is wider than the number itself.
        status: how far the number still speaks for the day.
        reconstructed: whether it comes from the population balance.
        cells: its row of the table that says the same as the map.
        record: its numbers for tables that are taken away.
        sources: the figure or the orders behind it.
        cited: how a picture cites these; "" for not at all.
    """

    pcodes: tuple[str, ...]
    name: str
    number: str
    table_number: str
    notes: tuple[str, ...]
    rivals: int
    value: float | None
    low: float | None
    high: float | None
    shade: int | None
    pattern: Pattern
    wide: bool
    status: Status
    reconstructed: bool
    cells: tuple[Cell, ...] = ()
    record: Record | None = None
    sources: tuple[Source, ...] = ()
    cited: str = ""

    @property
    def shaded_by(self) -> float | None:
        """The number that colour goes by, be it too old for pictures; None where none is told."""
        return None if self.record is None else self.record.shaded_by

    @property
    def is_told(self) -> bool:
        """Whether anything is told: a number, a bound or a range, be it too old for pictures."""
        told = self.record
        return told is not None and any(
            number is not None for number in (told.shaded_by, told.value, told.low, told.high)
        )

    @property
    def sentence(self) -> str:
        """Everything the label says, in one line."""
        return f"{self.name}: {'; '.join((self.number, *self.notes))}"
