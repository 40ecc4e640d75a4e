"""A reader's file from bytes to a checked table, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError, one_line
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.user.columns import ASK, Match, match_columns
from nuzuh.loaders.user.decisions import KINDS, Decisions
from nuzuh.loaders.user.figures import ReadFigures, read_figures
from nuzuh.loaders.user.layouts.idmc import EVENT, events_in
from nuzuh.loaders.user.limits import within_bytes
from nuzuh.loaders.user.notes import LeftOut, Note, left_out, listed, note
from nuzuh.loaders.user.polygons import ReadPolygons, describe, fields_of
from nuzuh.loaders.user.records import read_records
from nuzuh.loaders.user.refusal import Question, UserDataError
from nuzuh.loaders.user.shapes import read_shapes
from nuzuh.loaders.user.sheet import Sheet, read_sheet

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


def check(
    content: bytes, file: str, kind: str | None = None, decisions: Decisions | None = None
) -> Checked:
    """Read and check a reader's file.

    Args:
        content: its bytes; nothing is read from a path and nothing is written.
        file: its name, for messages and to tell tables from maps.
        kind: one of :data:`KINDS`; guessed when None.
        decisions: the reader's answers to the questions of an earlier check.

    Raises:
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
    within_bytes(content, name)
    kind = kind or told.kind or None
    records = read_records(content, name) if kind in (None, "estimates") else None
    if records is not None:
        with _layout_told(records.header) as layout:
            return _checked_figures(read_figures(records, told), records, layout)
    if kind == "estimates" or (kind is None and not _is_map(content, name)):
        sheet = read_sheet(content, name, told)
        with _layout_told(sheet.header) as layout:
            return _checked_figures(read_figures(sheet, told), sheet, layout)
    shapes = read_shapes(content, name, told)
    fields = fields_of(shapes)
    with _layout_told(fields) as layout:
        polygons = describe(shapes, name, kind or _kind_of(fields), told)
        return _checked_polygons(polygons, name, layout)


@contextmanager
def _layout_told(names: Iterable[str]) -> Iterator[str]:
    """Say of which layout a file is, of a refused one too."""
    layout = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]
    try:
        yield layout
    except UserDataError as refusal:
        refusal.layout = layout
        raise


def _is_map(content: bytes, name: str) -> bool:
    """Whether bytes look like a map rather than a table; both XLSX and shapefiles are zips."""
    if content.startswith(b"PK"):
        return not (b"[Content_Types].xml" in content or name.casefold().endswith(".xlsx"))
    return content.startswith(b"SQLite format 3") or content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (
        b"{",
        b"[",
    )


def _kind_of(fields: list[str]) -> str:
    """Orders when a field may be the day of issue, else areas."""
    found = match_columns(fields, [""] * len(fields), "orders", {})
    asked = {q.proposed for q in found.questions if q.score >= ASK}
    return "orders" if "issued_on" in found.place_of or "issued_on" in asked else "areas"


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
