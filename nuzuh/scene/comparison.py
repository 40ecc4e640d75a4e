"""Two sides beside each other, and what lies between them.

Two days, two perspectives, or figures as published beside those reconstructed. The first side
is the other one of the view, the second its own, and a difference is the second less the
first: see :mod:`nuzuh.scene.sides` and :mod:`nuzuh.scene.difference`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nuzuh.loaders.tables import Tables
from nuzuh.scene.extent import Extent
from nuzuh.scene.labels import title_of
from nuzuh.scene.layer import layer_of
from nuzuh.scene.legend_rows import LegendRow, legend_rows
from nuzuh.scene.method import method_text
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.pairs import Difference, Pair, Row, Side
from nuzuh.scene.regions import REGIONS, STRIP
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
        answer: where the sides stand furthest apart, in a sentence.
        user: digest of a reader's own rows; "" without any.
        extent: the part of the Strip that is shown; None for all of it.
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
    answer: str
    user: str = ""
    extent: Extent | None = None

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
    views = sides_of(replace(view, since=None, area=""))
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
    return Comparison(
        view=view,
        notes=_notes(view, (first, second), difference, tables, t, link),
        legend_unit=scenes[0].legend_unit,
        legend=legend_of((first, second), t),
        reading=" ".join(dict.fromkeys(shown.reading for shown in scenes)),
        circles=layer_of(view.layer).counts,
        sides=(first, second),
        difference=difference,
        columns=(
            t("table.area"),
            first.title,
            second.title,
            difference.title if difference else t("compare.why"),
        ),
        told=rows,
        answer=answer_of(first, second, difference, rows, t),
        user=tables.user.digest,
    )


def answer_of(
    first: Side, second: Side, difference: Difference | None, rows: Sequence[Row], t: Translator
) -> str:
    """Return where two sides stand furthest apart, in a sentence; "" where nothing compares.

    North and south of Wadi Gaza go before their governorates, and all of these before the Strip,
    in which what changes within it does not show.

    Args:
        first: one side.
        second: the other one.
        difference: what lies between them; None where it is told of no area.
        rows: the table of both.
        t: the reader's language.
    """
    if difference is not None:
        told = [row for row in rows if row.gap is not None]
        parts = [row for row in told if row.area in REGIONS and row.area != STRIP]
        chosen = parts or [row for row in told if row.area != STRIP] or told
        most = sorted(chosen, key=_height, reverse=True)[:2]
        said = (t("answer.named", name=row.name, told=row.difference) for row in most)
        days = {"start": t.day(first.day), "end": t.day(second.day)}
        when = days["start"] if first.day == second.day else t("relief.days", **days)
        told_of_both = t("list.sep").join(said)
        return t("answer.compared", what=difference.title, when=when, told=told_of_both)
    both = [row for row in rows if all(one is not None for one in row.amounts)]
    if not both:
        return ""
    row = max(both, key=_distance)
    said = (
        t("answer.named", name=side.title, told=cell)
        for side, cell in zip((first, second), row.sides, strict=True)
    )
    layer, rebuilt = first.view.layer, first.view.reconstructed
    alike = rebuilt == second.view.reconstructed
    what = title_of(layer, t, reconstructed=rebuilt) if alike else t(f"layer.{layer}")
    return t("answer.compared", what=what, when=row.name, told=t("list.sep").join(said))


def _height(row: Row) -> float:
    """How large a difference is; one that is known by its ends alone comes last."""
    gap = row.gap
    return abs(gap.number) if gap is not None and gap.number is not None else -1.0


def _distance(row: Row) -> float:
    one, other = (
        next((n for n in (a.number, a.low, a.high) if n is not None), 0.0) if a else 0.0
        for a in row.amounts
    )
    return abs(other - one)


def legend_of(sides: tuple[Side, Side], t: Translator) -> tuple[LegendRow, ...]:
    """Return the legend that both sides share: what is needed to read either map."""
    areas = [mark for side in sides for mark in side.areas]
    ground = layer_of(sides[0].view.layer).ground
    return tuple(legend_rows(areas, ground, t, (), [side.order_land for side in sides]))


def _notes(
    view: View,
    sides: tuple[Side, Side],
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
