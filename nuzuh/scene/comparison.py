"""Two days beside each other, and a table of what can be compared.

Figures as published stand side by side with their own dates and are never
subtracted: they are of different publishers, areas and meanings. Only the
reconstruction is one account of both days, so only there a change is told,
with the range of the ensemble's own changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import bearable
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.geometry import GOVERNORATES, governorate_name
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.mark import Mark
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.scene import Frame, reconstruction_of, scenes
from nuzuh.scene.view import View
from nuzuh.scene.words import Words


@dataclass(frozen=True)
class Comparison:
    """A layer on two days.

    Attributes:
        notes: the words around the picture.
        unit, legend, reading, circles: as in :class:`nuzuh.scene.scene.Scene`, of both days.
        frames: what the earlier and the later day show.
        columns: titles of the table: area, each day, and for reconstructed people their change.
        rows: its cells, a row for each governorate.
    """

    notes: Notes
    unit: str
    legend: tuple[LegendRow, ...]
    reading: str
    circles: bool
    frames: tuple[Frame, Frame]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def comparison_of(
    view: View, other: date | None, tables: Tables, words: Words, link: str = ""
) -> Comparison:
    """Return a view's layer on its own day and on another one.

    Args:
        view: what is looked at.
        other: the other day.
        tables: what it is computed from.
        words: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: without a second day, with the same one, for a day outside the
            data or one that a reconstruction says nothing about.
    """
    if other is None:
        raise RefusedError("a comparison needs a second date")
    if other == view.date:
        raise RefusedError(f"a comparison needs two different dates, not {other} twice")
    both = scenes(view, sorted((view.date, other)), tables, words, link, with_arrows=False)
    first, last = both.frames
    picture = reconstruction_of(view, tables)
    for frame in both.frames if picture else ():
        if all(mark.shaded_by is None for mark in frame.marks):
            raise RefusedError(
                f"nothing is reconstructed for {frame.day} from these publishers' figures"
            )
    cited = [mark.cited for mark in both.marks]
    notes = notes_of(
        view,
        tables,
        words,
        link,
        what=f"{both.notes.what} ({both.unit})",
        title=words("print.two", first=words.day(first.day), last=words.day(last.day)),
        sources=publishers_of_balance(picture, tables, words) if picture else cited,
    )
    changing = picture if both.layer.counts else None
    days = (words.day(frame.day, short=True) for frame in both.frames)
    return Comparison(
        notes=notes,
        unit=both.unit,
        legend=both.legend,
        reading=both.reading,
        circles=both.layer.counts,
        frames=(first, last),
        columns=(words("table.area"), *days, *([words("print.change")] if changing else ())),
        rows=tuple(_row(pcode, first, last, changing, words) for pcode in GOVERNORATES),
    )


def _row(
    pcode: str, first: Frame, last: Frame, changing: Reconstruction | None, words: Words
) -> tuple[str, ...]:
    marks = [next(mark for mark in frame.marks if pcode in mark.pcodes) for frame in (first, last)]
    cells = (governorate_name(pcode, words.lang), *(_cell(mark, words) for mark in marks))
    if changing is None:
        return cells
    # Where one of the days tells areas only together, so does their change.
    areas = max((mark.pcodes for mark in marks), key=len)
    return (*cells, _change(changing, areas, first.day, last.day, words))


def _cell(mark: Mark, words: Words) -> str:
    who = [note for note in mark.notes if note != words("recon.mark")][:1]
    together = [mark.name] if len(mark.pcodes) > 1 else []
    return words("list.comma").join([mark.number, *together, *who])


def _change(
    picture: Reconstruction, areas: tuple[str, ...], first: date, last: date, words: Words
) -> str:
    number, low, high = picture.change(first, last, areas)

    span: tuple[float | None, float | None] = (None, None)

    def signed(people: float) -> str:
        told = bearable(abs(people), *span)
        sign = "" if told == 0 else "+" if people > 0 else "−"
        return f"\u2066{sign}{words.number(told)}\u2069"

    if math.isnan(low):
        likely = words("recon.norange")
    else:
        span = (low, high)
        likely = words("recon.likely", low=signed(low), high=signed(high))
    is_tellable = bearable(abs(number), *span) > 0
    told = words("recon.about", n=signed(number)) if is_tellable else words("print.no_change")
    names = [words.together(governorate_name(pcode, words.lang) for pcode in areas)]
    return words("list.comma").join([told, *(names if len(areas) > 1 else ()), likely])
