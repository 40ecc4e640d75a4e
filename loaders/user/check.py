"""A reader's file from bytes to a checked table, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError, one_line
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.user.columns import ASK, Match, match_columns
from nuzuh.loaders.user.figures import EXAMPLE_AREA, ReadFigures, read_figures
from nuzuh.loaders.user.limits import within_bytes
from nuzuh.loaders.user.polygons import ReadPolygons, describe, fields_of
from nuzuh.loaders.user.shapes import read_shapes
from nuzuh.loaders.user.sheet import Sheet, read_sheet

KINDS = ("estimates", "areas", "orders")
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
class Decisions:
    """What only the reader can say about their file.

    Attributes:
        columns: our column by the reader's name for it; "" leaves theirs out.
        areas: P-codes, joined by spaces, by the reader's name of an area.
        measure: what the numbers count, where the file does not say.
        sheet: which sheet of a workbook to read; the first with content when None.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    sheet: str | None = None


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
        warnings: sentences on what a reader should look at.
    """

    file: str
    kind: str
    frame: pd.DataFrame
    matches: tuple[Match, ...]
    first: date | None
    last: date | None
    areas: tuple[str, ...]
    warnings: tuple[str, ...]


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
    if kind == "estimates" or (kind is None and not _is_map(content, name)):
        sheet = read_sheet(content, name, told.sheet)
        figures = read_figures(sheet, columns=told.columns, areas=told.areas, measure=told.measure)
        return _checked_figures(figures, sheet)
    shapes = read_shapes(content, name)
    kind = kind or _kind_of(fields_of(shapes))
    polygons = describe(shapes, name, kind, columns=told.columns, areas=told.areas)
    return _checked_polygons(polygons, name, kind)


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


def _checked_figures(read: ReadFigures, sheet: Sheet) -> Checked:
    frame, repeats = _repeats_of_embedded(read.frame)
    days = frame["as_of"]
    last_embedded = load_estimates().frame["as_of"].max()
    warnings = [f"{note[:1].upper()}{note[1:]}." for note in sheet.notes]
    warnings += _unused(read.matches)
    if read.silent:
        warnings.append(
            f"Without a number, and so left out: row {_listed(read.silent)}. "
            "Nothing is taken for zero."
        )
    if read.example:
        warnings.append(f"Row {_listed(read.example)} is the template's example: delete it.")
    if repeats:
        warnings.append(
            f"Figures that nuzuh holds already, each counted once: row {_listed(repeats)}."
        )
    late = int((days > last_embedded).sum())
    if late:
        warnings.append(
            f"Rows that describe days after {last_embedded.date()}, the last day that the map "
            f"and the reconstruction show: {late}."
        )
    return Checked(
        sheet.file,
        "estimates",
        frame,
        read.matches,
        days.min().date(),
        days.max().date(),
        tuple(dict.fromkeys(name for name in frame["destination"] if name)),
        tuple(warnings),
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
    same = pd.Series([known.get(row, "") for row in rows], index=frame.index, dtype="object")
    again = (frame["repeats"] == "") & (same != "")
    return (
        frame.assign(repeats=frame["repeats"].mask(again, same)),
        [int(number) for number in frame.loc[again, "file_row"]],
    )


def _checked_polygons(read: ReadPolygons, file: str, kind: str) -> Checked:
    frame = read.frame
    warnings = _unused(read.matches)
    if read.by_place:
        warnings.append(
            "Features that name no known area, whose P-codes are those of the governorates in "
            f"which they lie: {read.by_place}."
        )
    examples = [
        n for n, name in zip(frame["feature"], frame["name"], strict=True) if name == EXAMPLE_AREA
    ]
    if examples:
        warnings.append(f"Feature {_listed(examples)} is the template's example: delete it.")
    days = pd.Series(dtype="datetime64[s]")
    if kind == "orders":
        days = frame["issued_on"]
        if frame["effective_to"].isna().any():
            still = int(frame["effective_to"].isna().sum())
            warnings.append(f"Orders without an end, which count as in force: {still}.")
    codes = frozenset[str]().union(*map(pc.split, frame["pcodes"]))
    return Checked(
        file,
        kind,
        frame,
        read.matches,
        None if days.empty else days.min().date(),
        None if days.empty else days.max().date(),
        tuple(code for code in pc.GOVERNORATES if code in codes),
        tuple(warnings),
    )


def _unused(matches: tuple[Match, ...]) -> list[str]:
    unused = [match.given or "(without a name)" for match in matches if not match.ours]
    alike = [f"{m.given!r} was taken for {m.ours}" for m in matches if m.how == "alike"]
    told = (
        [f"Columns that are not used: {', '.join(n[:40] for n in unused[:12])}."] if unused else []
    )
    return told + [f"{sentence}." for sentence in alike]


def _listed(numbers: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, numbers[:8])) + (" ..." if len(numbers) > 8 else "")
