"""Writes a figure into a working copy: row, hashes, counts and its line of the changelog."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nuzuh.loaders.editor.draft import Draft, position
from nuzuh.loaders.editor.ledger_files import (
    CHANGES,
    ESTIMATES,
    EXCEPTIONS,
    ROW_COUNTS,
    LedgerFiles,
    check_working_copy,
)
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.package import DESCRIPTOR, read_descriptor
from nuzuh.loaders.seal import check, sealed, written
from nuzuh.loaders.writing import write_all

_UNRELEASED, _DATA = "## Unreleased", "### Data"


@dataclass(frozen=True)
class Change:
    """What a figure changes in a working copy.

    Attributes:
        root: folder of the working copy.
        before, after: bytes of each file that changes, by its path below the root, in
            the order in which they are written.
    """

    root: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def patch(self) -> bytes:
        """Return the change as a patch that ``git apply`` takes."""
        lines: list[str] = []
        for name, content in self.after.items():
            old, new = (
                text.decode("utf-8").splitlines(keepends=True)
                for text in (self.before[name], content)
            )
            lines.append(f"diff --git a/{name} b/{name}\n")
            for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
                lines.append(line if line.endswith("\n") else line + "\n")
                if not line.endswith("\n"):
                    lines.append("\\ No newline at end of file\n")
        return "".join(lines).encode()


def change_of(draft: Draft, files: LedgerFiles, *, today: date) -> Change:
    """Return what a figure changes, with every rule of the package held once more.

    Args:
        draft: without problems.
        files: the working copy that it was read against.
        today: the day of the edit.

    Raises:
        RefusedError: for a draft with problems.
        DataError: when the package would break a rule.
    """
    if draft.problems or draft.frame is None:
        where = ", ".join(problem.where for problem in draft.problems)
        raise RefusedError(f"the figure is not written: mend {where} first")
    if draft.id in files.ids:
        raise RefusedError(f"the id {draft.id} was given before: read the ledger anew")
    contents = dict(files.contents)
    day = draft.frame.loc[draft.frame["id"] == draft.id, "as_of"].iloc[0]
    contents["estimates"] = with_line(
        contents["estimates"], position(files.rows, day), _line(draft.cells.values())
    )
    for rule, reason in draft.excuses.items():
        contents["exceptions"] = with_line(
            contents["exceptions"], None, _line((draft.id, rule, " ".join(reason.split())))
        )
    check(contents)
    descriptor = read_descriptor(files.folder)
    folder = files.folder.name
    after = {}
    for name, file in (("estimates", ESTIMATES), ("exceptions", EXCEPTIONS)):
        if contents[name] != files.contents[name]:
            after[f"{folder}/{file}"] = contents[name]
    _date(descriptor, str(day.date()), today)
    sealed(descriptor, contents)
    after[f"{folder}/{DESCRIPTOR}"] = written(descriptor)
    root = files.folder.parent
    if files.changes.is_file():
        after[CHANGES] = with_change(files.changes.read_bytes(), change_line(draft))
    if files.row_counts.is_file():
        after[ROW_COUNTS] = with_counts(files.row_counts.read_bytes(), contents)
    # The descriptor comes last: until then the package refuses itself by its hashes.
    last = after.pop(f"{folder}/{DESCRIPTOR}")
    after[f"{folder}/{DESCRIPTOR}"] = last
    before = {name: (root / name).read_bytes() for name in after}
    kept = {name: content for name, content in after.items() if content != before[name]}
    return Change(root, {name: before[name] for name in kept}, kept)


def put(change: Change) -> None:
    """Write a change into its working copy, all of its files or none.

    Raises:
        RefusedError: where it may not be written, or a file has changed since it was read.
    """
    for name, content in change.before.items():
        path = change.root / name
        try:
            there = path.read_bytes()
        except OSError as error:
            raise RefusedError(f"cannot read {path} ({error.strerror})") from error
        if there != content:
            raise RefusedError(f"{name} has changed meanwhile: read it anew, nothing was written")
    folder = next(name for name in change.after if name.endswith(DESCRIPTOR)).split("/")[0]
    check_working_copy(change.root / folder)
    write_all({change.root / name: content for name, content in change.after.items()})


def _date(descriptor: dict[str, Any], day: str, today: date) -> None:
    """Let the descriptor's days follow a figure that is newer than all others."""
    for entry in descriptor["resources"]:
        if entry["name"] == "estimates":
            entry["as_of"] = max(entry["as_of"], day)
            entry["retrieved_at"] = max(entry["retrieved_at"], today.isoformat())
    descriptor["version"] = max(str(descriptor["version"]), day)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def with_line(content: bytes, place: int | None, line: str) -> bytes:
    r"""Return the bytes of a table with one more row; no other byte of it changes.

    Args:
        content: UTF-8 CSV with a header.
        place: how many rows stay before it; None for the end.
        line: the row, with its line break.

    >>> with_line(b"a,b\n1,2\n3,4\n", 1, "x,y\n")
    b'a,b\n1,2\nx,y\n3,4\n'
    """
    text = content.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = io.StringIO(text, newline="").readlines()
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    reader = csv.reader(iter(lines))
    at = len(lines)
    for number, _ in enumerate(reader):
        if place is not None and number == place:
            at = reader.line_num
            break
    lines.insert(at, line.replace("\n", end))
    return "".join(lines).encode()


def change_line(draft: Draft) -> str:
    """Return the line of the changelog for a figure: its id, who says what, and where it stands."""
    cells = draft.cells
    number = cells["value"] or cells["low"] or cells["high"]
    told = f"{float(number):,.15g}" if number else ""
    if cells["quantifier"] == "range":
        told = f"{float(cells['low']):,.15g} to {float(cells['high']):,.15g}"
    who = cells["according_to"] or cells["publisher"]
    who += f" (through {cells['publisher']})" if cells["according_to"] else ""
    worded = "" if cells["quantifier"] in ("exact", "range") else f"{cells['quantifier']} "
    where = " to ".join(filter(None, [cells["origin"], cells["destination"]]))
    page = _escaped(cells["source_title"])
    page = f"[{page}]({cells['source_url']})" if cells["source_url"] else page
    parts = [f"{cells['measure']}, {where}" if where else cells["measure"], cells["as_of"]]
    again = f"; repeats {cells['repeats']}" if cells["repeats"] else ""
    return (
        f"- Figure {cells['id']}: {_escaped(who)}, {worded}{told} {cells['unit']} "
        f"({_escaped(', '.join(parts))}{again}); {page}.\n"
    )


def _escaped(text: str) -> str:
    return re.sub(r"([\\\[\]*_`<>])", r"\\\1", text)


def with_change(content: bytes, line: str) -> bytes:
    """Return a changelog with one more line among the data of what is not released yet.

    Raises:
        DataError: where it has no such section.
    """
    text = content.decode("utf-8")
    start = text.find(_UNRELEASED)
    if start < 0:
        raise DataError(CHANGES, f"has no heading {_UNRELEASED!r}: add one")
    ends = re.search(r"^## ", text[start + len(_UNRELEASED) :], re.MULTILINE)
    stop = len(text) if ends is None else start + len(_UNRELEASED) + ends.start()
    section = text[start:stop]
    found = re.search(rf"^{_DATA}\n\n?", section, re.MULTILINE)
    if found is None:
        return (text[:stop].rstrip("\n") + f"\n\n{_DATA}\n\n{line}" + _rest(text[stop:])).encode()
    body = re.match(r"(?:[^#\n].*\n)*", section[found.end() :])
    at = start + found.end() + (body.end() if body else 0)
    return (text[:at] + line + text[at:]).encode()


def _rest(text: str) -> str:
    return f"\n{text}" if text else ""


def with_counts(content: bytes, contents: Mapping[str, bytes]) -> bytes:
    """Return the page on the data with the number of rows of each changed table."""
    text = content.decode("utf-8")
    for name in ("estimates", "exceptions"):
        table = csv.reader(io.StringIO(contents[name].decode("utf-8-sig"), newline=""))
        rows = sum(1 for _ in table) - 1
        text = re.sub(rf"(\| `{name}\.csv` \| )\d+( \|)", rf"\g<1>{rows}\g<2>", text)
    return text.encode()
