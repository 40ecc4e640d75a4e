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
from nuzuh.evidence.precision import round_to_precision
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.geometry import GOVERNORATES, governorate_name
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.mark import Mark
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.scene import Frame, scenes
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Comparison:
    """A layer on two days.

    Attributes:
        notes: the words around the picture.
        legend_unit, legend, reading, circles: as in :class:`nuzuh.scene.scene.Scene`, of both days.
        frames: what the earlier and the later day show.
        columns: titles of the table: area, each day, and for reconstructed people their change.
        rows: its cells, a row for each governorate.
    """

    notes: Notes
    legend_unit: str
    legend: tuple[LegendRow, ...]
    reading: str
    circles: bool
    frames: tuple[Frame, Frame]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def comparison_of(
    view: View, other: date | None, tables: Tables, t: Translator, link: str = ""
) -> Comparison:
    """Return a view's layer on its own day and on another one.

    Args:
        view: what is looked at.
        other: the other day.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: without a second day, with the same one, for a day outside the
            data or one that a reconstruction says nothing about.
    """
    if other is None:
        raise RefusedError("a comparison needs a second date")
    if other == view.date:
        raise RefusedError(f"a comparison needs two different dates, not {other} twice")
    both = scenes(view, sorted((view.date, other)), tables, t, link, with_arrows=False)
    first, last = both.frames
    reconstruction = reconstruction_of(view, tables)
    for frame in both.frames if reconstruction else ():
        if not any(mark.is_told for mark in frame.marks):
            raise RefusedError(
                f"nothing is reconstructed for {frame.day} from these publishers' figures"
            )
    cited = [mark.cited for frame in both.frames for mark in (*frame.marks, *frame.ground)]
    notes = notes_of(
        view,
        tables,
        t,
        link,
        what=f"{both.notes.what} ({both.unit})",
        title=t("print.two", first=t.day(first.day), last=t.day(last.day)),
        sources=publishers_of_balance(reconstruction, tables, t) if reconstruction else cited,
    )
    changing = reconstruction if both.layer.counts else None
    days = (t.day(frame.day, short=True) for frame in both.frames)
    return Comparison(
        notes=notes,
        legend_unit=both.legend_unit,
        legend=both.legend,
        reading=both.reading,
        circles=both.layer.counts,
        frames=(first, last),
        columns=(t("table.area"), *days, *([t("print.change")] if changing else ())),
        rows=tuple(_row(pcode, first, last, changing, t) for pcode in GOVERNORATES),
    )


def _row(
    pcode: str, first: Frame, last: Frame, changing: Reconstruction | None, t: Translator
) -> tuple[str, ...]:
    marks = [next(mark for mark in frame.marks if pcode in mark.pcodes) for frame in (first, last)]
    cells = (governorate_name(pcode, t.lang), *(_cell(mark, t) for mark in marks))
    if changing is None:
        return cells
    # Where one of the days tells areas only together, so does their change.
    areas = max((mark.pcodes for mark in marks), key=len)
    return (*cells, _change(changing, areas, first.day, last.day, t))


def _cell(mark: Mark, t: Translator) -> str:
    who = [note for note in mark.notes if note != t("recon.mark")][:1]
    together = [mark.name] if len(mark.pcodes) > 1 else []
    return t("list.comma").join([mark.number, *together, *who])


def _change(
    reconstruction: Reconstruction, areas: tuple[str, ...], first: date, last: date, t: Translator
) -> str:
    told, likely = change_texts(reconstruction, areas, first, last, t)
    names = [t.together(governorate_name(pcode, t.lang) for pcode in areas)]
    return t("list.comma").join([told, *(names if len(areas) > 1 else ()), likely])


def change_texts(
    reconstruction: Reconstruction, areas: tuple[str, ...], first: date, last: date, t: Translator
) -> tuple[str, str]:
    """Return by how many people a reconstruction has some areas change, and the likely range."""
    number, low, high = reconstruction.change(first, last, areas)

    span: tuple[float | None, float | None] = (None, None)

    def signed(people: float) -> str:
        told = round_to_precision(abs(people), *span)
        sign = "" if told == 0 else "+" if people > 0 else "−"
        return f"\u2066{sign}{t.number(told)}\u2069"

    if math.isnan(low):
        likely = t("recon.norange")
    else:
        span = (low, high)
        likely = t("recon.likely", low=signed(low), high=signed(high))
    is_significant = round_to_precision(abs(number), *span) > 0
    return t("recon.about", n=signed(number)) if is_significant else t("print.no_change"), likely
