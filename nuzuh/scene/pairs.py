"""Both sides of a comparison, held against each other area by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from nuzuh.evidence.published import RIVAL_DAYS
from nuzuh.loaders.tables import Tables
from nuzuh.scene.difference import (
    Amount,
    Gap,
    amount_published,
    amount_reconstructed,
    as_told,
    between,
    changed,
    gap_mark,
    gap_texts,
    rounded,
    told_together,
)
from nuzuh.scene.geometry import GOVERNORATES, governorate_name
from nuzuh.scene.labels import reconstructed_people, reconstructed_range
from nuzuh.scene.layer import layer_of
from nuzuh.scene.layers import people_value
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.mark import Mark
from nuzuh.scene.marks import marks_of
from nuzuh.scene.order_land import OrderLand
from nuzuh.scene.regions import REGIONS, area_name
from nuzuh.scene.scales import DIFFERENCE
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.timeline import published_for
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes:
        view: what it shows.
        title: what tells it from the other one.
        what: what its map shows, with the unit.
        lead: its headline.
        placed: what its figures come to; "" where nothing is to be said.
        marks: the areas from north to south, each governorate once.
        ground, order_land: as in :class:`nuzuh.scene.scene.Scene`.
    """

    view: View
    title: str
    what: str
    lead: str
    placed: str
    marks: tuple[Mark, ...]
    ground: tuple[Mark, ...] = ()
    order_land: OrderLand | None = None

    @property
    def day(self) -> date:
        """The day that it shows."""
        return self.view.date

    @property
    def areas(self) -> tuple[Mark, ...]:
        """The marks whose colours and patterns are drawn: they cover the Strip once."""
        return self.ground or self.marks


@dataclass(frozen=True)
class Difference:
    """The second side less the first, in people.

    Attributes:
        kind: ``change`` of one reconstruction, ``sides`` for two of them, or ``distance`` of
            a reconstruction and a published figure.
        title: what it is.
        unit: unit of its numbers.
        how: where its range comes from.
        marks: the areas from north to south, each governorate once.
        legend: its classes, and what occurs of everything else.
    """

    kind: str
    title: str
    unit: str
    how: str
    marks: tuple[Mark, ...]
    legend: tuple[LegendRow, ...]

    @property
    def areas(self) -> tuple[Mark, ...]:
        """The marks whose colours and patterns are drawn."""
        return self.marks

    @property
    def order_land(self) -> None:
        """No land under orders lies over a difference."""

    @property
    def circles(self) -> bool:
        """A circle shows no difference, which may be less than nothing."""
        return False


@dataclass(frozen=True)
class Row:
    """A row of the table: an area, or a region, on both sides.

    Attributes:
        area: one of :data:`nuzuh.scene.regions.AREAS`.
        name: its name.
        sides: what each side says of it, in words.
        difference: the second less the first with its range, or why none is told.
        areas: P-codes of the governorates that the difference is for.
        amounts: the numbers of the sides as they are told, in the layer's unit; None for none.
        gap: the difference in people as it is told; None where none is.
        cited: the figures behind both sides.
    """

    area: str
    name: str
    sides: tuple[str, str]
    difference: str
    areas: tuple[str, ...] = ()
    amounts: tuple[Amount | None, Amount | None] = (None, None)
    gap: Gap | None = None
    cited: tuple[str, ...] = ()


class Pair:
    """Both sides, held against each other area by area."""

    def __init__(self, first: Side, second: Side, tables: Tables, t: Translator) -> None:
        self._sides, self._tables, self._t = (first, second), tables, t
        self._solved = tuple(reconstruction_of(side.view, tables) for side in self._sides)
        self._kind = self._kind_of()

    def _kind_of(self) -> str:
        first, second = (side.view for side in self._sides)
        if not layer_of(first.layer).counts:
            return ""
        rebuilt = [side.reconstructed for side in (first, second)]
        if all(rebuilt):
            return "change" if first.perspective == second.perspective else "sides"
        return "distance" if any(rebuilt) and first.date == second.date else ""

    def difference(self, rows: Sequence[Row]) -> Difference | None:
        """The differences of areas as a map; None where none of the rows tells one."""
        t, kind = self._t, self._kind
        if not any(row.gap is not None for row in rows):
            return None
        told = [(mark.pcodes for mark in side.marks) for side in self._sides]
        marks = tuple(gap_mark(pcodes, *self._gap(pcodes), t) for pcodes in told_together(*told))
        titles = {"first": self._sides[0].title, "second": self._sides[1].title}
        title = t("print.change") if kind == "change" else t("compare.minus", **titles)
        return Difference(
            kind=kind,
            title=title,
            unit=t("compare.unit"),
            how=t(f"compare.how.{kind}{self._unranged()}"),
            marks=marks,
            legend=tuple(difference_legend(marks, t)),
        )

    def _unranged(self) -> str:
        """Of a change whose range cannot be taken from the members of an ensemble, a key's end."""
        known = [one for one in self._solved if one is not None]
        return ".unranged" if self._kind == "change" and known[0].draws is None else ""

    def rows(self) -> list[Row]:
        """A row for each governorate, and for each side of Wadi Gaza and the Strip."""
        rows = [self._row(pcode, (pcode,)) for pcode in GOVERNORATES]
        if layer_of(self._sides[0].view.layer).counts:
            rows += [self._row(region, pcodes) for region, pcodes in REGIONS.items()]
        return rows

    def _row(self, area: str, pcodes: tuple[str, ...]) -> Row:
        t = self._t
        one = area in GOVERNORATES
        if one:
            marks = [
                next(mark for mark in side.marks if area in mark.pcodes) for side in self._sides
            ]
            told = told_together(*((mark.pcodes for mark in side.marks) for side in self._sides))
            pcodes = next(group for group in told if area in group)
            said = [(cell_of(mark, t), _amount_of(mark)) for mark in marks]
            cited = [mark.cited for mark in marks]
        else:
            said = [self._of_region(at, area, pcodes) for at in (0, 1)]
            wholes = [self._published(at, area) for at in (0, 1) if self._solved[at] is None]
            cited = [mark.cited for mark in wholes]
        gap, note = self._gap(pcodes, whole=not one)
        text = note
        if gap is not None and gap.is_told:
            together = [t.together(governorate_name(p, t.lang) for p in pcodes)]
            number, likely = gap_texts(gap, t)
            words = [number, *(together if one and len(pcodes) > 1 else ()), likely, note]
            text = t("list.comma").join(filter(None, words))
        name = governorate_name(area, t.lang) if one else area_name(area, t)
        (one_cell, one_amount), (other_cell, other_amount) = said
        return Row(
            area=area,
            name=name,
            sides=(one_cell, other_cell),
            difference=text,
            areas=pcodes,
            amounts=(one_amount, other_amount),
            gap=None if gap is None else rounded(gap),
            cited=tuple(filter(None, cited)),
        )

    def _of_region(
        self, at: int, region: str, pcodes: tuple[str, ...]
    ) -> tuple[str, Amount | None]:
        """What a side says of a region: never a sum of published figures."""
        t, side, solved = self._t, self._sides[at], self._solved[at]
        comma = t("list.comma")
        if solved is not None:
            if not solved.tells(side.day, pcodes):
                return t("compare.none"), None
            told = amount_reconstructed(solved, side.view, pcodes)
            assert told.number is not None  # a reconstruction always has one
            people = reconstructed_people(told.number, told.low, told.high, t)
            likely = reconstructed_range(told.low, told.high, t)
            return comma.join(filter(None, (people, likely))), as_told(told)
        mark = self._published(at, region)
        return region_cell(mark, t), _amount_of(mark)

    def _published(self, at: int, region: str) -> Mark:
        """The figure of a region as a whole, as the page of areas tells it, and never a sum."""
        side = self._sides[at]
        figure = published_for(self._tables, region, side.day, later=side.view.later)
        (mark,) = marks_of([people_value(figure)], "people", self._tables, self._t)
        return mark

    def _gap(self, pcodes: tuple[str, ...], *, whole: bool = False) -> tuple[Gap | None, str]:
        """The difference of some areas with what else to know of it; or None, and why not."""
        t = self._t
        if not self._kind:
            return None, self._why_none(pcodes, whole=whole)
        solved = self._solved[1]
        if not self._told_alone(pcodes):
            return None, t("compare.why.together")
        if self._kind == "change" and solved is not None:
            view = replace(self._sides[1].view, compare=self._sides[0].day)
            return changed(solved, view, pcodes), ""
        first, second = (self._amount(at, pcodes) for at in (0, 1))
        if isinstance(first, Amount) and isinstance(second, Amount):
            gap = between(first, second)
            if None in (gap.low, gap.high):
                # A single end has no range that would say how finely it may be told.
                gap = between(*(as_told(amount) for amount in (first, second)))
            return (gap, self._beside(pcodes)) if gap.is_told else (None, t("recon.norange"))
        return None, t(next(why for why in (first, second) if isinstance(why, str)))

    def _told_alone(self, pcodes: tuple[str, ...]) -> bool:
        """Whether every reconstruction tells some areas apart from the others."""
        return all(
            solved is None or solved.tells(side.day, pcodes)
            for side, solved in zip(self._sides, self._solved, strict=True)
        )

    def _amount(self, at: int, pcodes: tuple[str, ...]) -> Amount | str:
        """People of some areas on a side, or the key of why they cannot be taken from others."""
        side, solved = self._sides[at], self._solved[at]
        if solved is not None:
            return amount_reconstructed(solved, side.view, pcodes)
        mark = self._mark_of(at, pcodes)
        told = mark.record if mark is not None and mark.is_told else None
        if told is None:
            return "compare.why.missing"
        # What people did since an older figure would pass for a distance.
        of_day = told.as_of is not None and (side.day - told.as_of).days <= RIVAL_DAYS
        return amount_published(told.value, told.low, told.high) if of_day else "compare.why.old"

    def _mark_of(self, at: int, pcodes: tuple[str, ...]) -> Mark | None:
        """What a published side has for some areas as a whole."""
        found = next((m for m in self._sides[at].marks if set(m.pcodes) == set(pcodes)), None)
        region = next((r for r, held in REGIONS.items() if set(held) == set(pcodes)), None)
        return found if region is None else self._published(at, region)

    def _beside(self, pcodes: tuple[str, ...]) -> str:
        """That a published side has rival figures, of which a distance is told of one alone."""
        marks = (self._mark_of(at, pcodes) for at in (0, 1) if self._solved[at] is None)
        mark = next((one for one in marks if one is not None and one.rivals), None)
        return "" if mark is None else self._t("compare.from_one", who=mark.notes[0])

    def _why_none(self, pcodes: tuple[str, ...], *, whole: bool) -> str:
        """Why figures are not subtracted: in what they differ, or that they only stand there."""
        t = self._t
        first, second = (side.view for side in self._sides)
        if not layer_of(first.layer).counts:
            return t("compare.why.layer")
        if first.reconstructed != second.reconstructed:
            return t("compare.why.days")
        one, other = (self._figures(at, pcodes, whole=whole) for at in (0, 1))
        if not one or not other:
            return t("compare.why.missing")
        if one == other:
            return t("compare.why.same")
        parts = {"publisher": slice(0, 2), "day": slice(2, 3), "area": slice(3, 4)}
        differ = [
            t(f"compare.differ.{what}")
            for what, at in parts.items()
            if {told[at] for told in one} != {told[at] for told in other}
        ]
        if not differ:
            return t("compare.why.published")
        return t("compare.why.differ", what=t("list.comma").join(differ))

    def _figures(
        self, at: int, pcodes: tuple[str, ...], *, whole: bool
    ) -> set[tuple[str, str, date, str]]:
        """Publisher, whose figure, day and area of the figures that a side has for some areas."""
        marks: list[Mark | None]
        if whole:
            marks = [self._mark_of(at, pcodes)]
        else:
            marks = [mark for mark in self._sides[at].marks if set(mark.pcodes) & set(pcodes)]
        told = [source for mark in marks if mark is not None for source in mark.sources]
        return {(s.publisher, s.according_to, s.as_of, s.area) for s in told}


def cell_of(mark: Mark, t: Translator) -> str:
    """Return what a side says of an area, in one cell of the table."""
    who = [note for note in mark.notes if note != t("recon.mark")]
    # Of a published figure who said it about when, and what rivals say.
    together = [mark.name] if len(mark.pcodes) > 1 else []
    return t("list.comma").join([mark.number, *together, *who[:1], *_rivals(mark)])


def region_cell(mark: Mark, t: Translator) -> str:
    """Return what a published side says of a region, in one cell of the table."""
    if not mark.is_told:
        return t("compare.none")
    return t("list.comma").join([mark.number, *mark.notes[:1], *_rivals(mark)])


def _rivals(mark: Mark) -> tuple[str, ...]:
    """What rivals say, the last of a mark's notes."""
    return mark.notes[len(mark.notes) - mark.rivals :]


def _amount_of(mark: Mark) -> Amount | None:
    """The number of a mark as its words tell it; None for none, or one too old to be told."""
    told = mark.record
    if told is None or not mark.is_told or mark.status == "too_old":
        return None
    return Amount(told.value, told.low, told.high)


def difference_legend(marks: tuple[Mark, ...], t: Translator) -> list[LegendRow]:
    """Return the legend of a difference: its classes, and what occurs of everything else."""
    rows = [
        LegendRow("class", label, colour)
        for colour, label in zip(DIFFERENCE.colours, DIFFERENCE.labels(t), strict=True)
    ]
    if any(mark.pattern == "missing" for mark in marks):
        rows.append(LegendRow("pattern", t("compare.none"), "", "missing"))
    if any(mark.wide for mark in marks):
        rows.append(LegendRow("pattern", t("legend.wide"), DIFFERENCE.colours[2], "wide"))
    if any(len(mark.pcodes) > 1 for mark in marks):
        rows.append(LegendRow("joint", t("legend.together"), "", "joint"))
    return rows
