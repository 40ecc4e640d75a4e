"""Two sides beside each other, and what lies between them.

Two days, two perspectives, or figures as published beside those reconstructed. The first side
is the other one of the view, the second its own, and a difference is the second less the
first: see :mod:`nuzuh.scene.sides` and :mod:`nuzuh.scene.difference`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from nuzuh.loaders.tables import Tables
from nuzuh.scene.labels import title_of
from nuzuh.scene.layer import layer_of
from nuzuh.scene.legend_rows import LegendRow, legend_rows
from nuzuh.scene.method import method_text
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.pairs import Difference, Pair, Row, Side
from nuzuh.scene.scene import check_has_data, scene
from nuzuh.scene.sides import check_sides, side_title, sides_of
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Comparison:
    """A layer on two sides.

    Attributes:
        view: what is looked at, with its other side.
        notes: the words around the pictures.
        legend_unit, legend, reading, circles: as in :class:`nuzuh.scene.scene.Scene`, of both.
        sides: the first and the second side.
        difference: what lies between them; None where it is told of no area.
        columns: titles of the table: area, each side, and the difference.
        told: its rows: each governorate, north and south of Wadi Gaza, the Strip.
        user: digest of a reader's own rows; "" without any.
    """

    view: View
    notes: Notes
    legend_unit: str
    legend: tuple[LegendRow, ...]
    reading: str
    circles: bool
    sides: tuple[Side, Side]
    difference: Difference | None
    columns: tuple[str, ...]
    told: tuple[Row, ...]
    user: str = ""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells of the table."""
        return tuple((row.name, *row.sides, row.difference) for row in self.told)


def comparison_of(view: View, tables: Tables, t: Translator, link: str = "") -> Comparison:
    """Return both sides of a view's comparison, and what lies between them.

    Args:
        view: what is looked at, with its other side.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: without two sides that can stand beside each other, see
            :func:`nuzuh.scene.sides.check_sides`; for a day that a reconstruction says
            nothing about, or a balance that does not converge.
    """
    check_sides(view)
    views, layer = sides_of(replace(view, since=None, area="")), layer_of(view.layer)
    scenes = [scene(side, tables, t) for side in views]
    for shown in scenes:
        check_has_data(shown)
    sides = tuple(
        Side(
            view=side,
            title=side_title(side, other, t),
            what=f"{title_of(side.layer, t, reconstructed=side.reconstructed)} ({shown.unit})",
            lead=shown.notes.lead,
            placed=shown.notes.placed,
            marks=shown.marks,
            ground=shown.ground,
            order_land=shown.order_land,
        )
        for side, other, shown in zip(views, reversed(views), scenes, strict=True)
    )
    first, second = sides
    pair = Pair(first, second, tables, t)
    rows = tuple(pair.rows())
    difference = pair.difference(rows)
    areas = [mark for side in sides for mark in side.areas]
    return Comparison(
        view=view,
        notes=_notes(view, (first, second), rows, difference, tables, t, link),
        legend_unit=scenes[0].legend_unit,
        legend=tuple(legend_rows(areas, layer.ground, t, (), [side.order_land for side in sides])),
        reading=" ".join(dict.fromkeys(shown.reading for shown in scenes)),
        circles=layer.counts,
        sides=(first, second),
        difference=difference,
        columns=(
            t("table.area"),
            first.title,
            second.title,
            difference.title if difference else t("compare.why"),
        ),
        told=rows,
        user=tables.user.digest,
    )


def _notes(
    view: View,
    sides: tuple[Side, Side],
    rows: tuple[Row, ...],
    difference: Difference | None,
    tables: Tables,
    t: Translator,
    link: str,
) -> Notes:
    first, second = sides
    sources: list[str] = []
    for side in sides:
        reconstruction = reconstruction_of(side.view, tables)
        if reconstruction is None:
            sources += [mark.cited for mark in (*side.marks, *side.ground)]
            # Regions have figures of their own, which no map of the two sides cites.
            sources += [cited for row in rows for cited in row.cited]
        else:
            sources += publishers_of_balance(reconstruction, tables, t)
    both_days = first.day != second.day
    title = t("print.two", first=t.day(first.day), last=t.day(second.day))
    what = first.what
    if first.view.reconstructed != second.view.reconstructed:
        what = t(f"layer.{view.layer}")
    if first.title != t.day(first.day):
        what += ": " + t("compare.beside", first=first.title, second=second.title)
    methods = [method_text(side.view, t) for side in sides]
    return notes_of(
        view,
        tables,
        t,
        link,
        what=what,
        title=title if both_days else "",
        method=" ".join(dict.fromkeys([*methods, *([difference.how] if difference else [])])),
        sources=sources,
    )
