"""A reader's file from bytes to a checked table, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError, one_line
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.user import formats
from nuzuh.loaders.user.decisions import KINDS, Decisions
from nuzuh.loaders.user.estimates.figures import ReadFigures, read_figures
from nuzuh.loaders.user.headers.columns import Match
from nuzuh.loaders.user.headers.layouts.idmc import EVENT, events_in
from nuzuh.loaders.user.limits import within_bytes
from nuzuh.loaders.user.maps.blocklists import holds_orders, read_block_orders
from nuzuh.loaders.user.maps.jsonfiles import RECORDS, Document, read_json
from nuzuh.loaders.user.maps.kinds import kind_of
from nuzuh.loaders.user.maps.polygons import ReadPolygons, describe, fields_of
from nuzuh.loaders.user.maps.shapes import read_shapes
from nuzuh.loaders.user.maps.sound import Shapes
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, listed, note
from nuzuh.loaders.user.opening import Opened, opened
from nuzuh.loaders.user.refusal import Question, UserDataError
from nuzuh.loaders.user.sheets.cells import Sheet
from nuzuh.loaders.user.sheets.records import sheet_of
from nuzuh.loaders.user.sheets.sheet import read_sheet
from nuzuh.loaders.user.single_records import refuse_features, refuse_sheet, refuse_text

_SAME = (
    "publisher",
    "measure",
    "origin_pcodes",
    "destination_pcodes",
    "as_of",
    "value",
    "low",
    "high",
    "unit",
)


@dataclass(frozen=True)
class Checked:
    """A reader's file, understood.

    Attributes:
        file: its name.
        kind: ``estimates``, ``areas`` or ``orders``.
        frame: the table.
        matches: what each column was taken for.
        first, last: the days it speaks of; None where it has none.
        areas: names of the areas it speaks of.
        notes: what a reader should look at.
        left_out: what is not used of the file, and why.
        layout: of the names of its columns or fields, the same for every file that has these.
        choices: what the reader may have read in another way; ``given`` is how it was read.
        by_blocks: whether orders were drawn from the numbers of blocks, and had no outlines.
    """

    file: str
    kind: str
    frame: pd.DataFrame
    matches: tuple[Match, ...]
    first: date | None
    last: date | None
    areas: tuple[str, ...]
    notes: tuple[Note, ...]
    left_out: tuple[LeftOut, ...]
    layout: str
    choices: tuple[Question, ...] = ()
    by_blocks: bool = False


def check(
    content: bytes, file: str, kind: str | None = None, decisions: Decisions | None = None
) -> Checked:
    """Read and check a reader's file.

    Args:
        content: its bytes; nothing is read from a path and nothing is written.
        file: its name, for messages; what it is its bytes tell.
        kind: one of :data:`KINDS`; guessed when None.
        decisions: the reader's answers to the questions of an earlier check.

    Raises:
        SingleRecordsError: for records of devices, persons or trips, before they are read.
        DataError: when the file is refused, which is always as a whole. An
            :class:`~nuzuh.loaders.user.refusal.UserDataError` holds every problem and
            every question.

    Example:
        >>> from nuzuh.loaders.user.template import template
        >>> checked = check(template("estimates", "csv"), "mine.csv")
        >>> checked.kind, len(checked.frame), checked.areas
        ('estimates', 1, ('Khan Younis',))
    """
    told = decisions or Decisions()
    name = one_line(file.replace("\\", "/").rpartition("/")[2][:120]) or "the file"
    if kind not in (None, *KINDS):
        raise DataError(name, f"a kind is one of {', '.join(KINDS)}")
    refuse_text(content, name)
    within_bytes(content, name)
    told = told.with_answer("kind", "", kind) if kind else told
    found = opened(content, name, told)
    if found.format == formats.TABLE:
        refuse_text(found.content, found.file)
        checked = _read_table(read_sheet(found.content, found.file, told), told)
    elif found.format == formats.JSON:
        checked = _read_json(found, told)
    else:
        checked = _read_map(found, None, told)
    return replace(
        checked,
        file=name,
        notes=(*found.notes, *checked.notes),
        choices=(*found.choices, *checked.choices),
    )


def _read_json(found: Opened, told: Decisions) -> Checked:
    """A list of records, or a map."""
    document = read_json(found.content, found.file)
    if document.kind == RECORDS:
        return _read_table(sheet_of(document.items, found.file, document.notes), told)
    refuse_features(document.items, found.file)
    return _read_map(found, document, told)


def _read_table(sheet: Sheet, told: Decisions) -> Checked:
    """A table of figures, or of orders by blocks."""
    refuse_sheet(sheet)
    if told.kind == "areas":
        raise DataError(sheet.file, "is a table, which holds no shapes: areas are polygons")
    with _layout_told(sheet.header) as layout:
        if told.kind != "orders" and not holds_orders(sheet, told):
            return _checked_figures(read_figures(sheet, told), sheet, layout)
        orders = read_block_orders(sheet, told)
        shapes = Shapes(
            orders.frame,
            (*sheet.notes, *orders.notes),
            (*sheet.left_out, *orders.left_out),
            sheet.choices,
        )
        taken = replace(told, columns={**told.columns, orders.blocks: "blocks"})
        read = describe(shapes, sheet.file, "orders", taken, orders.lands)
        if orders.blocks not in told.columns:  # known by its name, and not by the reader's word
            named = (
                replace(m, how="name") if m.given == orders.blocks else m for m in read.matches
            )
            read = replace(read, matches=tuple(named))
        return replace(_checked_polygons(read, sheet.file, layout), by_blocks=True)


def _read_map(found: Opened, document: Document | None, told: Decisions) -> Checked:
    """Areas or orders from polygons."""
    if told.kind == "estimates":
        rule = "is a map: its polygons are areas or orders, and estimates come as CSV or XLSX"
        raise DataError(found.file, rule)
    shapes = read_shapes(found, document, told)
    fields = fields_of(shapes.frame)
    with _layout_told(fields) as layout:
        said = "orders" if "issued_on" in told.columns.values() else ""
        kind = told.kind or said or kind_of(fields)
        if isinstance(kind, Question):
            raise UserDataError(found.file, questions=[kind], unit="feature")
        read = describe(shapes, found.file, kind, told)
        return _checked_polygons(read, found.file, layout)


@contextmanager
def _layout_told(names: Iterable[str]) -> Iterator[str]:
    """Say of which layout a file is, of a refused one too."""
    layout = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]
    try:
        yield layout
    except UserDataError as refusal:
        refusal.layout = layout
        raise


def _checked_figures(read: ReadFigures, sheet: Sheet, layout: str) -> Checked:
    frame, repeats = _repeats_of_embedded(read.frame)
    days = frame["as_of"]
    last_embedded = load_estimates().frame["as_of"].max()
    notes = [*sheet.notes, *read.notes, *_alike(read.matches)]
    if repeats:
        notes.append(note("repeats", n=len(repeats), rows=listed(repeats)))
    late = int((days > last_embedded).sum())
    if late:
        notes.append(note("late", n=late, last=last_embedded.date().isoformat()))
    return Checked(
        sheet.file,
        "estimates",
        frame,
        read.matches,
        days.min().date(),
        days.max().date(),
        tuple(dict.fromkeys(name for name in frame["destination"] if name)),
        tuple(notes),
        (*sheet.left_out, *read.left_out, *_unused(read.matches)),
        layout,
        read.choices,
    )


def _repeats_of_embedded(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[int]]:
    """The frame with rows that nuzuh holds marked as repeats, and their numbers in the file.

    Readers edit what they downloaded here: a figure must not count twice for it.
    """
    embedded = load_estimates().frame
    known = {
        tuple(map(str, row)): identity
        for identity, row in zip(
            embedded["id"], embedded[list(_SAME)].itertuples(index=False), strict=True
        )
    }
    rows = [tuple(map(str, row)) for row in frame[list(_SAME)].itertuples(index=False)]
    if frame["source_title"].str.startswith(EVENT).any():
        # IDMC passes on what others counted: the same event stands here under their name.
        known |= events_in(embedded)
        events = {identity: event for event, identity in events_in(frame).items()}
        rows = [events.get(own, row) for own, row in zip(frame["id"], rows, strict=True)]
    same = pd.Series([known.get(row, "") for row in rows], index=frame.index, dtype="object")
    again = (frame["repeats"] == "") & (same != "")
    return (
        frame.assign(repeats=frame["repeats"].mask(again, same)),
        [int(number) for number in frame.loc[again, "file_row"]],
    )


def _checked_polygons(read: ReadPolygons, file: str, layout: str) -> Checked:
    frame = read.frame
    notes = [*read.notes, *_alike(read.matches)]
    if read.by_place:
        notes.append(note("by_place", n=read.by_place))
    days = pd.Series(dtype="datetime64[s]")
    if read.kind == "orders":
        days = frame["issued_on"]
        if frame["effective_to"].isna().any():
            notes.append(note("without_end", n=int(frame["effective_to"].isna().sum())))
    codes = frozenset[str]().union(*map(pc.split, frame["pcodes"]))
    return Checked(
        file,
        read.kind,
        frame,
        read.matches,
        None if days.empty else days.min().date(),
        None if days.empty else days.max().date(),
        tuple(code for code in pc.GOVERNORATES if code in codes),
        tuple(notes),
        (*read.left_out, *_unused(read.matches)),
        layout,
        read.choices,
    )


def _unused(matches: tuple[Match, ...]) -> tuple[LeftOut, ...]:
    return left_out("unused", "column", names=(m.given or "–" for m in matches if not m.ours))


def _alike(matches: tuple[Match, ...]) -> list[Note]:
    return [note("alike", given=m.given, ours=m.ours) for m in matches if m.how == "alike"]
