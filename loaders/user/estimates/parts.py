"""Rows finer than the area: sites, camps, blocks. Never one of them for the area.

A row is of a site where a column names sites, or where rows of one publisher, measure, area
and day differ in nothing that we know. They are added up at the reader's word, as a lower
bound: a list of sites need not hold everyone. Where the area has a row of its own they are
held against it and left out. Names of sites never leave this module.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import partial

from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.user.estimates.groups import Kept
from nuzuh.loaders.user.estimates.lines import (
    COUNTS,
    Line,
    added,
    by_key,
    folded,
    text_of,
    unused_columns,
    words_of,
)
from nuzuh.loaders.user.estimates.totals import is_total, without_total
from nuzuh.loaders.user.headers.columns import Columns
from nuzuh.loaders.user.notes import LeftOut, left_out
from nuzuh.loaders.user.refusal import Problem, Question
from nuzuh.loaders.user.sheets.cells import Sheet

_SITES = (
    "site camp shelter school block neighbourhood neighborhood settlement facility locality "
    "community village municipality quarter building household hh adm3 adm4 admin3 admin4 "
    "subarea subdistrict موقع الموقع مخيم المخيم مأوى المأوى إيواء الإيواء مدرسة المدرسة بلوك "
    "البلوك حي الحي تجمع التجمع بلدية البلدية قرية القرية אתר האתר מחנה המחנה מקלט המקלט "
    "שכונה השכונה גוש בלוק יישוב היישוב רשות"
)
_ROUND_WORDS = folded(
    "round rounds wave version revision scenario month week quarter year "
    "جولة الجولة إصدار سيناريو شهر أسبوع سنة סבב גרסה תרחיש חודש שבוע שנה"
)
"""Words for columns that tell the rounds of a series apart: these are never added up."""

_ROUNDS = (
    "tells rounds or versions of one figure apart, which are never added up: keep one of them, "
    "or give each its own day"
)
_TWICE = "is told in several rows that only numbers tell apart: keep one row of each"

_SITE_WORDS = folded(_SITES)
_NAMING = folded("name id code no nr number pcode ref اسم رقم رمز كود שם מספר קוד")
_OTHER_WORDS = folded(
    "type kind category status class capacity area population per average avg total "
    "count percent share rate manager managed management agency date نوع حالة سعة סוג סטטוס"
)
_NUMBERED = folded("block بلوك البلوك גוש בלוק")


def site_columns(sheet: Sheet, unused: Mapping[int, str]) -> tuple[int, ...]:
    """Return the places of the columns that name sites, the most telling first.

    Args:
        sheet: the table.
        unused: the columns that are none of ours, by place, with their names.
    """
    found = []
    for place, given in unused.items():
        words = set(words_of(given))
        if not words & _SITE_WORDS or words & _OTHER_WORDS:
            continue
        told = [cells[place] for _, cells in sheet.rows if cells[place] is not None]
        in_numbers = all(isinstance(c, float) or text_of(c).isdigit() for c in told)
        if told and (not in_numbers or words & (_NAMING | _NUMBERED)):
            found.append((-len(set(map(text_of, told))), in_numbers, place))
    return tuple(place for _, _, place in sorted(found, key=lambda one: (one[1], one[0])))


def keep_areas(
    lines: Sequence[Line],
    sites: Sequence[int],
    found: Columns,
    file: str,
    *,
    add_parts: bool,
) -> Kept:
    """Keep one line for each figure of an area; add up, leave out or ask about those of parts.

    Args:
        lines: the figures.
        sites: places of the columns that name sites.
        found: what each column is.
        file: its name.
        add_parts: whether the reader lets parts be added up.
    """
    single, again = _without_repeats([line for line in lines if not line.row.problems])
    areas = _Areas(file, add=add_parts)
    areas.lines += [line for line in lines if line.row.problems]
    of_sites = [line for line in single if line.finer or _at_site(line, sites)]
    of_areas = [line for line in single if not (line.finer or _at_site(line, sites))]
    beside = by_key(of_areas, Line.key)
    for key, listed in by_key(of_sites, Line.key).items():
        parts = areas.without_subtotals(listed, sites)
        named = sites and any(_at_site(line, sites) for line in parts)
        name = found_name(found, sites[0]) if named else _area_column(found)
        areas.settle(parts, beside.get(key, []), name, _repeated(parts, sites, found))
    embedded = frozenset(load_estimates().frame["id"])
    for group in by_key(of_areas, partial(Line.key, sourced=True)).values():
        # A figure that nuzuh holds stands for itself, also beside others of the same.
        own = [line for line in group if line.record["id"] not in embedded]
        if len(own) < 2:
            areas.lines += group
            continue
        areas.lines += [line for line in group if line.record["id"] in embedded]
        place = _differing(own, found)
        whole = [line for line in own if place is not None and _says_all(line, place)]
        name = found.given("value") if place is None else found_name(found, place)
        if len(whole) == 1 and place is not None:
            areas.lines += whole
            areas.settle([line for line in own if not _says_all(line, place)], whole, name)
        elif place is None:
            areas.settle(own, [], name, (name, _UNTOLD))
        else:
            areas.settle(own, [], name, _rounds(own, found))
    return areas.kept(left_out("duplicate", "row", (line.number for line in again)))


_UNTOLD = (
    "differs from another row of the same area and day, and no column tells the two apart: "
    "leave one out, or say in a column 'publisher' or 'source' whose number each is"
)


class _Areas:
    """Lines as they are settled, area by area."""

    def __init__(self, file: str, *, add: bool) -> None:
        self.lines: list[Line] = []
        self._file, self._add = file, add
        self._aside: list[int] = []
        self._subtotals: list[int] = []
        self._waiting: list[tuple[str, int]] = []
        self._problems: list[Problem] = []

    def without_subtotals(self, parts: Sequence[Line], sites: Sequence[int]) -> list[Line]:
        """Return parts without those that hold others of them, which are left out.

        A lower bound stays one without them.
        """
        kept = [line for line in parts if not _is_subtotal(line, parts, sites)]
        told = [_named(line, sites) for line in kept]
        filled = {frozenset(place for place, _ in one) for one in told}
        within = {
            frozenset((place, text) for place, text in one if place in fewer)
            for one in told
            for fewer in filled
            if fewer < {place for place, _ in one}
        } - {frozenset()}
        alone = [line for line, one in zip(kept, told, strict=True) if one not in within]
        if not alone:
            return list(parts)
        smallest = set(map(id, alone))
        self._subtotals += [line.number for line in parts if id(line) not in smallest]
        return alone

    def settle(
        self,
        parts: Sequence[Line],
        whole: Sequence[Line],
        name: str,
        twice: tuple[str, str] | None = None,
    ) -> None:
        """Decide what becomes of parts of one area, day, measure and publisher.

        Args:
            parts: the lines of parts.
            whole: the lines of the area itself, which are kept elsewhere.
            name: of the column that tells the parts apart.
            twice: why people would be counted twice: a column, and what is wrong there.
        """
        if twice is not None and not whole:
            self._problems += [Problem(line.number, *twice) for line in parts]
        elif whole:
            self._problems += _above(whole[0], parts, name)
            self._aside += [line.number for line in parts]
        elif any(line.record["unit"] not in COUNTS for line in parts):
            rule = "tells parts of an area apart, whose shares or densities cannot be added up"
            self._problems += [Problem(line.number, name, rule) for line in parts]
        elif self._add:
            self.lines.append(added(parts, self._file, whole=False))
        else:
            self.lines.append(parts[0])
            self._waiting.append((name, len(parts)))

    def kept(self, left: tuple[LeftOut, ...]) -> Kept:
        """Return what came of it, with what was left out before."""
        kept = Kept(sorted(self.lines, key=lambda line: line.number))
        kept.left = (
            *left,
            *left_out("part", "row", self._aside),
            *left_out("subtotal", "row", self._subtotals),
        )
        kept.problems = self._problems
        if self._waiting:
            rows = sum(count for _, count in self._waiting)
            kept.questions = [Question("parts", self._waiting[0][0], "", 0, ("sum",), rows)]
        return kept


def _without_repeats(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Lines of which no two are the same in every column, and the others."""
    first: dict[Hashable, Line] = {}
    again = [
        line for line in lines if first.setdefault((line.row.cells, line.key()), line) is not line
    ]
    return list(first.values()), again


def _at_site(line: Line, sites: Sequence[int]) -> bool:
    """Whether a row names a site: with empty cells and totals alone it is of the area."""
    return bool(_named(line, sites))


def _named(line: Line, sites: Sequence[int]) -> frozenset[tuple[int, str]]:
    """What a row says of its site: places of columns and their texts, without totals."""
    told = ((place, text_of(line.row.cells[place])) for place in sites)
    return frozenset((place, text) for place, text in told if text and not _is_total(text))


def _is_total(text: str) -> bool:
    """Whether a cell says total; a letter alone may be the name of a block."""
    return len(text) > 1 and is_total(text)


def _says_all(line: Line, place: int) -> bool:
    text = text_of(line.row.cells[place])
    return not text or _is_total(text)


def _is_subtotal(line: Line, parts: Sequence[Line], sites: Sequence[int]) -> bool:
    """Whether a site is called a total of others: "Total Camp B"."""
    told = (text_of(line.row.cells[place]) for place in sites)
    return len(parts) > 1 and any(without_total(text) != text for text in told if text)


def _repeated(
    parts: Sequence[Line], sites: Sequence[int], found: Columns
) -> tuple[str, str] | None:
    """Why a site would be counted twice: a column, and what is wrong there."""
    if not sites:
        return None
    by_site = by_key(parts, lambda line: tuple(line.row.cells[place] for place in sites))
    for lines in by_site.values():
        if len(lines) > 1 and (rounds := _rounds(lines, found)) is not None:
            return rounds
        if len(lines) > 1 and _differing(lines, found, in_words=True) is None:
            return found_name(found, sites[0]), _TWICE
    return None


def _rounds(lines: Sequence[Line], found: Columns) -> tuple[str, str] | None:
    """The column that tells rounds of one series apart, and what is wrong there."""
    for place, given in unused_columns(found).items():
        several = len({text_of(line.row.cells[place]) for line in lines}) > 1
        if several and set(words_of(given)) & _ROUND_WORDS:
            return given, _ROUNDS
    return None


def _above(whole: Line, parts: Iterable[Line], name: str) -> list[Problem]:
    """A row of an area that is smaller than its own parts."""
    count, told = whole.count(), sum(line.count() or 0 for line in parts)
    if count is None or told <= count * 1.01:
        return []
    rule = "tells parts of an area apart whose sum is above the row of the area itself: mend one"
    return [Problem(whole.number, name, rule, f"{count:,.15g} < {told:,.15g}")]


def _differing(lines: Sequence[Line], found: Columns, *, in_words: bool = False) -> int | None:
    """The column that best tells lines apart; None where their numbers alone do.

    Args:
        lines: the lines.
        found: what each column is.
        in_words: whether columns of other numbers do not count.
    """
    numbers = {"value", "low", "high", "quantifier", "id", "repeats"}
    told = []
    for match in found.matches:
        if match.ours in numbers:
            continue
        cells = [line.row.cells[match.place] for line in lines]
        several = len(set(map(text_of, cells)))
        if several > 1:
            words = any(isinstance(cell, str) and not cell.isdigit() for cell in cells)
            if words or not in_words:
                told.append((words, several, -match.place))
    return -max(told)[2] if told else None


def _area_column(found: Columns) -> str:
    name = "destination" if "destination" in found.place_of else "destination_pcodes"
    return found.given(name)


def found_name(found: Columns, place: int) -> str:
    """Return the reader's name of a column, by its number."""
    return next((match.given for match in found.matches if match.place == place), "")
