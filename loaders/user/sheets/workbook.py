"""The cells of an XLSX workbook, as values: no macros, no links, no entities, no formula run.

Read here as a stream, since a library that builds styles, themes and trees can be
kept busy for minutes by a file of some kilobytes. How serial numbers are days is openpyxl's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from posixpath import join, normpath

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.sheets.cells import Fault, Grid, Merged
from nuzuh.loaders.user.sheets.markup import Budget, walk
from nuzuh.loaders.user.sheets.sheet_cells import Filling, Room

UNSAVED = "is a formula without its result: open the file, save it, send it again"
"""Read as it is, such a cell would look not reported."""

_NO_SIGN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|;.*')
"""What stands in the code of a format for itself, or for numbers below zero."""

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TIMES = re.compile(
    r'(?<!,)"\s*(k|m|mn|mln|million|thousand|ألف|مليون|אלף|מיליון)\s*"', re.IGNORECASE
)
"""Words behind a number that make it larger; behind a comma the number is larger already."""

_EAST_ASIAN_DAYS = (*range(27, 37), *range(50, 59))
"""Numbers of built-in formats that are days in some editions of Excel."""


@dataclass(frozen=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    link: str
    visible: bool


def read_workbook(members: dict[str, bytes], file: str) -> list[Grid]:
    """Return the visible sheets of an unpacked XLSX workbook.

    Args:
        members: the files of the archive by name.
        file: the name to use in messages.

    Raises:
        DataError: when it is not a plain XLSX workbook. What is wrong with one
            sheet stands in its grid.
    """
    _refuse_active(members, file)
    return _Book(members, file).grids()


def _refuse_active(members: dict[str, bytes], file: str) -> None:
    macros = any("vbaproject" in name.casefold() for name in members)
    if macros or b"macroEnabled" in members["[Content_Types].xml"]:
        raise DataError(file, "holds macros, which are not read: save it as XLSX without macros")


class _Book:
    def __init__(self, members: dict[str, bytes], file: str) -> None:
        self.members, self.file = members, file
        self.budget, self.room = Budget(limits.ELEMENTS), Room()

    def walk(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        """Hand the elements of a part to a reader that asks for no text."""
        content = self.members.get(part)
        if content is not None:
            walk(content, self.file, _local(start), lambda _: None, lambda _: None, self.budget)

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """The kind and the part of each relationship of a part."""
        folder, _, name = part.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = normpath(join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = (kind, target)

        self.walk(join(folder, "_rels", f"{name}.rels"), start)
        return found

    def grids(self) -> list[Grid]:
        main = next((to for kind, to in self.links("").values() if kind == "officeDocument"), "")
        if main not in self.members or not main.endswith(".xml"):
            raise DataError(self.file, "is not an XLSX workbook: save it as XLSX or as CSV")
        listed, epoch = self.sheets(main)
        links = self.links(main)
        part_of = dict(links.values())
        strings = self.strings(part_of.get("sharedStrings", ""))
        formats = self.formats(part_of.get("styles", ""))
        grids = []
        for sheet in listed:
            kind, part = links.get(sheet.link, ("", ""))
            if not sheet.visible or kind != "worksheet" or part not in self.members:
                continue
            filling = Filling(self.file, sheet.name, self.room)
            reader = _SheetReader(filling, strings, formats, epoch)
            try:
                walk(
                    self.members[part], self.file, reader.start, reader.end, reader.text,
                    self.budget,
                )  # fmt: skip
            except DataError as error:
                grids.append(Grid(sheet.name, refusal=error))
            else:
                grids.append(filling.grid)
        return grids

    def sheets(self, part: str) -> tuple[list[_Listed], datetime]:
        """The sheets in their order, and the day from which days are counted."""
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

        listed, epoch = list[_Listed](), [WINDOWS_EPOCH]

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "sheet":
                visible = attributes.get("state", "visible") == "visible"
                name, link = attributes.get("name", ""), attributes.get("id", "")
                listed.append(_Listed(name, link, visible))
            elif element == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                epoch[0] = MAC_EPOCH

        self.walk(part, start)
        return listed, epoch[0]

    def strings(self, part: str) -> list[str]:
        """The texts that cells share."""
        texts: list[str] = []
        reader = _Texts(texts.append)
        if part in self.members:
            content = self.members[part]
            walk(content, self.file, reader.start, reader.end, reader.text, self.budget)
        return texts

    def formats(self, part: str) -> list[str]:
        """How each style shows a number, see :func:`_shown_as`."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        codes: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        codes |= {str(number): "yyyy-mm-dd" for number in _EAST_ASIAN_DAYS}
        kinds: list[str] = []
        known: dict[str, str] = {}
        within = [False]

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "numFmt":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
            elif element in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
                within[0] = element == "cellXfs"
            elif element == "xf" and within[0]:
                number = attributes.get("numFmtId", "0")
                if number not in known:
                    known[number] = _shown_as(codes.get(number, ""))
                kinds.append(known[number])

        self.walk(part, start)
        return kinds


def _shown_as(code: str) -> str:
    """What a format makes of a number, and what stands behind it: ``day``, ``times million``."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    if is_timedelta_format(code):
        return "time"
    if is_date_format(code):
        signs = _NO_SIGN.sub("", code).casefold()
        return "month" if "y" in signs and "d" not in signs else "day"
    if "%" in code:
        return "percent"
    times = _TIMES.search(code.partition(";")[0])
    return f"times {times[1]}" if times else ""


def _local(
    start: Callable[[str, dict[str, str]], None],
) -> Callable[[str, dict[str, str]], None]:
    """A reader that is told names without their namespaces."""

    def begin(name: str, attributes: dict[str, str]) -> None:
        start(
            name.rpartition(" ")[2],
            {key.rpartition(" ")[2]: value for key, value in attributes.items()},
        )

    return begin


class _Texts:
    """Texts in elements ``si``, of any number of runs, without the marks of how to say them."""

    def __init__(self, take: Callable[[str], object]) -> None:
        self.take, self.parts, self.length = take, list[str](), 0
        self.open, self.phonetic = False, False

    def start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "t":
            self.open = not self.phonetic
        elif local == "rPh":
            self.phonetic = True
        elif local in ("si", "is"):
            self.parts, self.length = [], 0

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "t":
            self.open = False
        elif local == "rPh":
            self.phonetic = False
        elif local in ("si", "is"):
            self.take(_unescaped("".join(self.parts)))

    def text(self, text: str) -> None:
        # A longer text is a fault where it is used; no more of it is kept than tells so.
        if self.open and self.length <= limits.CELL_LENGTH:
            self.parts.append(text[: limits.CELL_LENGTH + 1])
            self.length += len(text)


def _unescaped(text: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(text)) if "_x" in text else text


class _SheetReader:
    """Reads the cells of one sheet into a grid."""

    def __init__(
        self, filling: Filling, strings: list[str], formats: list[str], epoch: datetime
    ) -> None:
        self.filling, self.strings, self.formats, self.epoch = filling, strings, formats, epoch
        self.number, self.place = 0, -1
        self.row: list[tuple[int, object]] = []
        self.type, self.style = "n", ""
        self.parts: list[str] = []
        self.length = 0
        self.open = self.within = self.formula = self.result = False
        self.inline = _Texts(self._take_inline)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "c" and self.within:
            self._begin_cell(attributes)
        elif local == "v" and self.within:
            self.open = self.result = True
        elif local == "row":
            self.number = int(attributes.get("r", self.number + 1))
            self.row, self.place, self.within = [], -1, True
        elif local == "f" and self.within:
            self.formula = True
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self.type == "inlineStr":
            self.inline.start(name, attributes)

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "v":
            self.open = False
        elif local == "c" and self.within:
            value = self._value()
            if value is not None:
                self.row.append((self.place, value))
        elif local == "row":
            self.filling.add(self.number, self.row)
            self.within = False
        elif self.type == "inlineStr":
            self.inline.end(name)

    def text(self, text: str) -> None:
        if self.open:
            if self.length <= limits.CELL_LENGTH:
                self.parts.append(text[: limits.CELL_LENGTH + 1])
                self.length += len(text)
        elif self.type == "inlineStr":
            self.inline.text(text)

    def _take_inline(self, text: str) -> None:
        self.parts, self.result = [text], True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        at = attributes.get("r")
        self.place = self.place + 1 if at is None else _column(at)
        self.type, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.parts, self.length = [], 0
        self.formula = self.result = False

    def _value(self) -> object:
        text, kind = "".join(self.parts), self.type
        self.type = "n"
        if not text:
            unsaved = self.formula and not (kind == "str" and self.result)
            return Fault(UNSAVED, "=…") if unsaved else None
        if kind == "s":
            return self.strings[int(text)]
        if kind == "n":
            return self._number(text)
        if kind == "e":
            return error_cell(text)
        if kind == "b":
            return "FALSE" if text.strip() in ("0", "false") else "TRUE"
        return _unescaped(text) if kind == "str" else text

    def _number(self, text: str) -> object:
        number = float(text)
        style = int(self.style or 0)
        shown = self.formats[style] if style < len(self.formats) else ""
        if shown == "percent":
            # Of a share what its reader sees: 0.35 shown as 35% is 35 percent.
            return f"{number * 100:.10g}%"
        if shown == "month":
            # A month that somebody wrote is held as its first day, which nobody meant.
            moment = _moment(number, self.epoch, lasting=False)
            return f"{moment:%Y-%m}" if isinstance(moment, date) else moment
        if shown.startswith("times "):
            return f"{number:.15g} {shown.removeprefix('times ')}"
        return _moment(number, self.epoch, lasting=shown == "time") if shown else number

    def _merge(self, ref: str) -> None:
        first, _, last = ref.replace("$", "").partition(":")
        ends = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if ends[0] and ends[1]:
            self.filling.merge(
                Merged(int(ends[0][2]), _column(first), int(ends[1][2]), _column(last))
            )


def error_cell(text: str) -> str:
    """Return what an error of the spreadsheet is: of no use, but for the one of silence."""
    # "Not available" is how some say that nothing was reported.
    return text if text == "#N/A" else Fault("is an error of the spreadsheet: mend it", text)


def _moment(number: float, epoch: datetime, *, lasting: bool) -> object:
    from openpyxl.utils.datetime import from_excel

    try:
        moment = from_excel(number, epoch, timedelta=lasting)
    except (ValueError, OverflowError):
        return Fault("is shown as a day but is none: mend it", f"{number:.15g}")
    return moment if isinstance(moment, date) else str(moment)


def _column(at: str) -> int:
    """The place of a column by the letters of a cell, from 0."""
    place = 0
    for char in at:
        if char.isdigit():
            break
        place = place * 26 + ord(char) - 64
    return place - 1
