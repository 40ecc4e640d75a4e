"""Every row of a reader's table: which may become figures, which are left out, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.user.estimates.groups import GroupColumn
from nuzuh.loaders.user.estimates.lines import Line, folded, text_of, unused_columns, words_of
from nuzuh.loaders.user.estimates.record import Defaults, Row, record_of
from nuzuh.loaders.user.estimates.totals import is_total
from nuzuh.loaders.user.headers.columns import Columns
from nuzuh.loaders.user.limits import PROBLEMS_LISTED
from nuzuh.loaders.user.notes import LeftOut, left_out
from nuzuh.loaders.user.places.ends import End, read_end
from nuzuh.loaders.user.places.gazetteer import name_of
from nuzuh.loaders.user.places.names import ask_about, is_bare, is_doubtful, sort_of_column
from nuzuh.loaders.user.refusal import Question
from nuzuh.loaders.user.sheets.cells import Cell, Sheet
from nuzuh.loaders.user.values.readers import Readers

_MORE = 1.5
"""More people than lived in an area, times this, are hardly in it."""

_ENDS = ("origin", "destination")
_ELSEWHERE = folded("origin from source publisher office birth displaced من منشأ מוצא")
"""Words in the name of a column of areas that are not where the figure is for."""


@dataclass
class ReadRows:
    """The rows of a table by what becomes of them.

    Attributes:
        lines: the figures, and what may yet be a part of one.
        outside: figures of areas outside the Strip, which totals may hold.
        totals: rows that are called totals.
        left: what is left out, by reason: numbers of the rows and names of areas.
        questions: which areas the unknown names are.
        texts: every text of an area in the file, which an answer may name.
    """

    lines: list[Line] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    left: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    questions: list[Question] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is left out, for telling."""
        silent, no_day, outside, wider, answered = (
            self.left[reason] for reason in ("silent", "no_day", "outside", "wider", "answered")
        )
        return (
            *left_out("silent", "row", *_apart(silent)),
            *left_out("no_day", "row", *_apart(no_day)),
            *left_out("outside", "row", *_apart(outside)),
            *left_out("wider", "row", *_apart(wider)),
            *left_out("answered", "row", *_apart(answered)),
        )


def _apart(told: Sequence[tuple[int, str]]) -> tuple[list[int], list[str]]:
    return [number for number, _ in told], [name for _, name in told]


def read_rows(
    sheet: Sheet,
    found: Columns,
    readers: Readers,
    groups: Sequence[GroupColumn],
    areas: Mapping[str, str],
    usual: Defaults,
) -> ReadRows:
    """Read every row of a table.

    Args:
        sheet: the table.
        found: what each column is.
        readers: what reads days and numbers.
        groups: the columns that say of which people a row is.
        areas: the reader's word on areas, by their names in the file.
        usual: what holds where the rows do not say it.
    """
    rows = [Row(number, cells, found, readers) for number, cells in sheet.rows]
    read = ReadRows()
    reader = _Reader(sheet, found, groups, areas, rows)
    unsure: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    unknown: dict[str, None] = {}
    for row in rows:
        ends = reader.ends(row)
        read.texts |= {end for name in _ENDS for end in reader.given(row, name)}
        fate = _fate(ends)
        if fate == "answered" or (fate in ("outside", "wider") and not _crosses(ends)):
            read.left[fate].append((row.number, _told(ends, fate)))
            if fate == "outside" and (line := _line(row, ends, usual)):
                read.outside.append(line)
            continue
        if fate == "total":
            if line := _line(row, ends, usual):
                read.totals.append(line)
            else:
                read.left[row.left_out].append((row.number, ""))
            continue
        line = _line(row, _across(ends), usual)
        if line is None:
            read.left[row.left_out].append((row.number, ""))
        elif fate == "outside" and line.record["measure"] not in ("movement", ""):
            read.left["outside"].append((row.number, _told(ends, fate)))
        else:
            read.lines.append(line)
            unknown |= {e.told: None for e in ends.values() if e.fate == "unknown"}
            for end in ends.values():
                if end.fate == "unsure":
                    unsure[end.pcodes][end.told].append(line)
    _settle_unsure(read, unsure, unknown)
    unknown |= _more_than_lived(read.lines, areas)
    read.questions = [ask_about(name) for name in list(unknown)[:PROBLEMS_LISTED]]
    return read


class _Reader:
    """Reads where rows are from and to, in the light of their other columns."""

    def __init__(
        self,
        sheet: Sheet,
        found: Columns,
        groups: Sequence[GroupColumn],
        areas: Mapping[str, str],
        rows: Sequence[Row],
    ) -> None:
        self._areas = areas
        self._columns = found
        unused = unused_columns(found)
        self._around = _columns_around(sheet, unused)
        grouping = {column.place for column in groups}
        day = [found.place_of["as_of"]] if "as_of" in found.place_of else []
        self._texts = [*day, *(place for place in unused if place not in grouping)]
        self._level = next((p for p, given in unused.items() if _is_level(given)), None)
        self._sorts = {name: sort_of_column(found.given(name)) for name in _ENDS}
        self._doubtful = {
            name: is_doubtful({row.text(name) for row in rows if not row.text(f"{name}_pcodes")})
            for name in _ENDS
            if name in found.place_of
        }

    def given(self, row: Row, name: str) -> list[str]:
        """The texts by which a reader may answer for an end of a row."""
        told = [row.text(name), row.text(f"{name}_pcodes")]
        if name == "destination" and not any((*told, row.text("origin"))):
            told = [text for text in (text_of(row.cells[p]) for p in self._texts) if is_total(text)]
        return [text for text in told if text]

    def ends(self, row: Row) -> dict[str, End]:
        """Where a row is from and to."""
        ends = {name: self._end(row, name) for name in _ENDS}
        ends["destination"] = self._placed(row, ends["destination"], ends["origin"])
        return ends

    def _end(self, row: Row, name: str) -> End:
        texts = self.given(row, name)
        answer = next((self._areas[text] for text in texts if text in self._areas), None)
        told, codes = row.text(name), row.text(f"{name}_pcodes")
        if not told and not codes and texts:
            told = texts[0]
        end = read_end(told, codes, answer, self._sorts[name])
        if end.fate == "total" and name == "origin":
            return End(told, fate="unknown", told=told)
        if self._doubtful.get(name) and answer is None and not codes and end.fate == "used":
            return End(told, fate="unknown", told=told)
        return end

    def _placed(self, row: Row, end: End, origin: End) -> End:
        """Where a row is to, as the columns of wider areas around it show it."""
        if end.fate == "answered":
            return end
        around = [read_end(text_of(row.cells[place]), "") for place in self._around]
        outside = next((one for one in around if one.fate == "outside"), None)
        if outside is not None:
            return outside if end.fate != "outside" else end
        # Who left a named place for nowhere named has not gone to the whole of a country.
        if end.fate != "empty" or origin.fate != "empty":
            return end
        whole = next((one for one in around if one.fate == "used"), None)
        level = "" if self._level is None else text_of(row.cells[self._level])
        if whole is not None:
            return whole if level == "1" else end
        # A row of a whole country leaves the columns of what lies in it empty.
        wider = level == "0" or any(one.fate == "empty" for one in around)
        return next((one for one in around if one.fate == "wider" and wider), end)


def _columns_around(sheet: Sheet, unused: Mapping[int, str]) -> list[int]:
    """The unused columns that hold nothing but wider areas, the Strip and what is outside."""
    places = []
    for place, given in unused.items():
        if set(words_of(given)) & _ELSEWHERE:
            continue
        told = {cells[place] for _, cells in sheet.rows} - {None}
        if told and len(told) <= 60 and all(map(_is_around, told)):
            places.append(place)
    return places


def _is_around(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    end = read_end(cell, "")
    whole = end.fate == "used" and pc.split(end.pcodes) == pc.STRIP
    return end.fate in ("outside", "wider") or whole


def _is_level(given: str) -> bool:
    words = words_of(given)
    return "level" in words and len(words) < 3


def _fate(ends: Mapping[str, End]) -> str:
    """What decides about a row: the first of what its ends are."""
    fates = {end.fate for end in ends.values()}
    return next((f for f in ("answered", "total", "wider", "outside") if f in fates), "used")


def _crosses(ends: Mapping[str, End]) -> bool:
    """Whether a row leads out of the Strip or into it."""
    fates = sorted(end.fate for end in ends.values())
    return fates in (["outside", "used"], ["outside", "unknown"])


def _across(ends: Mapping[str, End]) -> dict[str, End]:
    outside = End(name_of(pc.EXTERIOR), pc.EXTERIOR)
    return {name: outside if end.fate == "outside" else end for name, end in ends.items()}


def _told(ends: Mapping[str, End], fate: str) -> str:
    return next((end.told for end in ends.values() if end.fate == fate), "")


def _line(row: Row, ends: Mapping[str, End], usual: Defaults) -> Line | None:
    record = record_of(row, ends, usual)
    return None if record is None else Line(row, record, ends["origin"], ends["destination"])


def _settle_unsure(
    read: ReadRows,
    unsure: Mapping[str, Mapping[str, Sequence[Line]]],
    unknown: dict[str, None],
) -> None:
    """Unknown names beside a known P-code: several are parts of it, one alone is asked about."""
    finer: set[int] = set()
    for by_name in unsure.values():
        if len(by_name) == 1:
            unknown |= dict.fromkeys(by_name)
        else:
            finer |= {line.number for lines in by_name.values() for line in lines}
    if finer:
        read.lines = [_finer(line) if line.number in finer else line for line in read.lines]


def _more_than_lived(lines: Sequence[Line], areas: Mapping[str, str]) -> dict[str, None]:
    """Names that may be the whole Strip, of more people than lived in the area they also name.

    "Gaza" with 1.9 million people is not the governorate.
    """
    if not is_bare({line.row.text("destination") for line in lines}):
        return {}
    lived = people_before_the_war()
    return {
        name: None
        for line in lines
        if (name := line.row.text("destination")) not in areas
        and line.record["unit"] == "people"
        and (line.count() or 0) > _MORE * lived.get(str(line.record["destination_pcodes"]), inf)
    }


def _finer(line: Line) -> Line:
    return replace(line, destination=replace(line.destination, finer=True))


def answers_unheard(areas: Mapping[str, str], texts: Iterable[str]) -> list[str]:
    """Return the names that a reader answered for and the file does not have."""
    known = set(texts)
    return [name for name in areas if name not in known]
