"""Known layouts of files: which one a header is, and what becomes of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.headers.columns import Columns, Match
from nuzuh.loaders.user.headers.layouts.known import LAYOUTS
from nuzuh.loaders.user.headers.layouts.layout import Layout
from nuzuh.loaders.user.headers.layouts.others import OTHERS
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, note
from nuzuh.loaders.user.refusal import Problem, UserDataError
from nuzuh.loaders.user.sheets.cells import Cell, Sheet

__all__ = ["KNOWN", "LAYOUTS", "OTHERS", "LaidOut", "Layout", "laid_out", "layout_of"]

KNOWN = (*LAYOUTS, *OTHERS)
"""Every layout that is known by name, read or refused."""


def layout_of(header: Sequence[str], tags: Sequence[str]) -> Layout | None:
    """Return the layout that a header is known by most columns to be; None for no known one.

    Args:
        header: names of the columns.
        tags: the HXL tag of each, "" without one.

    >>> known = layout_of(["event_id_cnty", "event_date", "fatalities"], [""] * 3)
    >>> known.name, known.refused
    ('ACLED', 'it counts events and deaths in them, not people displaced')
    """
    claims = {layout.name: layout.claim(header, tags) for layout in KNOWN}
    most = max(claims.values())
    best = [layout for layout in KNOWN if claims[layout.name] == most]
    # What is two kinds at once is neither: its columns speak for themselves.
    return best[0] if most and len(best) == 1 else None


DEFAULTS = ("measure", "counting")
"""Constants that the reader's word goes before."""


@dataclass(frozen=True)
class LaidOut:
    """A table with what its layout says of it.

    Attributes:
        layout: the layout; None where none is known.
        sheet: the table with the rows that are kept.
        columns: our column by the names in this file; None without a layout.
        known: what the layout says of each row beyond its cells, by the row's number.
        left_out: rows that are not figures of ours, and why.
    """

    layout: Layout | None
    sheet: Sheet
    columns: Mapping[str, str] | None = None
    known: Mapping[int, Mapping[str, Cell]] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    @property
    def notes(self) -> tuple[Note, ...]:
        """The remark by which name the table was read."""
        return () if self.layout is None else (note("layout", name=self.layout.name),)

    def told(self, decisions: Decisions) -> Decisions:
        """Return the reader's answers, with the layout's own word where they gave none."""
        constants = {} if self.layout is None else self.layout.constants
        for about in DEFAULTS:
            if about in constants and not getattr(decisions, about):
                decisions = decisions.with_answer(about, "", constants[about])
        return decisions

    def extended(self, found: Columns) -> tuple[Sheet, Columns]:
        """Return the table with what the layout says of its rows in their cells.

        What no column of the file holds gets one. The reader's word on a column goes before the
        layout's, and so does what a row says where the layout says nothing of that row.

        Args:
            found: what the columns of the file are.
        """
        if self.layout is None:
            return self.sheet, found
        told = {match.ours for match in found.matches if match.how == "confirmed"}
        constants = {
            ours: cell
            for ours, cell in self.layout.constants.items()
            if ours not in found.place_of and ours not in DEFAULTS
        }
        made = {ours for row in self.known.values() for ours in row}
        made = {ours for ours in made if not {ours, ours.removesuffix("_pcodes")} & told}
        new = sorted((made | constants.keys()) - found.place_of.keys(), key=COLUMNS.index)
        wide = len(self.sheet.header)
        place_of = found.place_of | {ours: wide + place for place, ours in enumerate(new)}
        rows = []
        for number, cells in self.sheet.rows:
            whole = [*cells, *(constants.get(ours) for ours in new)]
            for ours, cell in self.known[number].items():
                if ours in made:
                    whole[place_of[ours]] = cell
            rows.append((number, tuple(whole)))
        added = [Match(place_of[ours], ours, ours, "layout", 100) for ours in new]
        sheet = replace(
            self.sheet,
            header=(*self.sheet.header, *new),
            tags=(*self.sheet.tags, *[""] * len(new)),
            rows=tuple(rows),
        )
        return sheet, replace(found, matches=(*found.matches, *added))


def laid_out(sheet: Sheet, mapped: Mapping[str, str]) -> LaidOut:
    """Return a table as its layout has it; as it is where none is known.

    Args:
        sheet: the table.
        mapped: the reader's own word on columns, which goes before the layout's.

    Raises:
        UserDataError: for a layout that holds nothing of use, or none of whose rows is of use.
    """
    layout = layout_of(sheet.header, sheet.tags)
    # Who says which column holds the people knows the file better than its header tells.
    if layout is None or (layout.refused and "value" in mapped.values()):
        return LaidOut(None, sheet)
    if layout.refused:
        rule = f"is a table of {layout.name}: {layout.refused}"
        raise UserDataError(sheet.file, [Problem(0, "", rule)])
    words = layout.words(sheet.header, sheet.tags)
    kept, known = [], dict[int, Mapping[str, Cell]]()
    out: dict[str, list[int]] = {}
    for number, row in sheet.rows:
        made = layout.of_row(dict(zip(words, row, strict=True)))
        if isinstance(made, str):
            out.setdefault(made, []).append(number)
        else:
            kept.append((number, row))
            known[number] = made
    left = tuple(one for reason, numbers in out.items() for one in left_out(reason, "row", numbers))
    if not kept:
        why = ", ".join(f"{one.count:,} {_WHY[one.reason]}" for one in left)
        rule = f"is a table of {layout.name} without a row of use here: {why}"
        raise UserDataError(sheet.file, [Problem(0, "", rule)])
    named = list(zip(sheet.header, words, strict=True))
    theirs = {name: layout.columns[word] for name, word in named if word in layout.columns}
    areas = [name for one in layout.areas for name, word in named if word == one]
    theirs |= {name: "" if place else "destination" for place, name in enumerate(areas)}
    return LaidOut(layout, replace(sheet, rows=tuple(kept)), theirs, known, left)


_WHY = {
    "outside": "outside the Gaza Strip",
    "wider": "of more than the Gaza Strip alone",
    "group": "of a part of the people",
    "role": "that the publisher does not recommend",
    "misplaced": "that lie elsewhere than their name says",
}
"""Why rows of a layout are left out, for a refusal; ``own.left.`` of the catalogues for a note."""
