"""Rows of a part of the people, by sex, age or another group: never taken for all of them.

A column is one of groups by its name or by the words in it. Where a row of all people of an
area and day is there, it is the figure and the others are left out; where none is, rows that
are provably a partition of the people may be added up, and anything else is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from nuzuh.loaders.user.estimates.lines import (
    COUNTS,
    Line,
    added,
    by_key,
    folded,
    text_of,
    words_of,
)
from nuzuh.loaders.user.estimates.memory import while_reading
from nuzuh.loaders.user.estimates.totals import agrees, is_total
from nuzuh.loaders.user.headers.columns import plain
from nuzuh.loaders.user.notes import LeftOut, left_out
from nuzuh.loaders.user.refusal import Problem, Question
from nuzuh.loaders.user.sheets.cells import Sheet

ALL = "all"
"""What a cell says of a row that is of all people."""

_ALL_WORDS = (
    "both|both sexes|both genders|all ages|all sexes|all genders|any|everyone|male and female|"
    "men and women|females and males|female and male|m f|f m|t|tl|all people|total population|"
    "كلا الجنسين|الجنسين|جميع الأعمار|كل الأعمار|كافة الأعمار|ذكور وإناث|כולם|שני המינים|"
    "כל הגילאים|כל הגילים"
)
_SEXES = {
    "f": "f|female|females|woman|women|girl|girls|أنثى|إناث|انثى|نساء|بنات|נקבה|נקבות|נשים|בנות",
    "m": "m|male|males|man|men|boy|boys|ذكر|ذكور|رجال|أولاد|זכר|זכרים|גברים|בנים",
}
_DISPLACED = "idp|idps|displaced|internally displaced|نازح|نازحون|نازحين|النازحون|עקור|עקורים"
_GROUPS = (
    "child|children|adult|adults|elderly|older people|older persons|youth|infants|minors|"
    "persons with disabilities|people with disabilities|pwd|disabled|with disability|"
    "without disability|with disabilities|without disabilities|returnee|returnees|host|"
    "host community|resident|residents|refugee|refugees|non refugee|non refugees|non displaced|"
    "migrants|stateless|pregnant women|pregnant and lactating women|plw|"
    "أطفال|طفل|بالغون|بالغين|كبار السن|مسنون|عائدون|عائدين|مجتمع مضيف|المجتمع المضيف|مقيمون|"
    "لاجئ|لاجئون|لاجئين|ذوو الإعاقة|"
    "ילדים|מבוגרים|קשישים|פליטים|תושבים|חוזרים|אנשים עם מוגבלות"
)
_HEADS = (
    "sex|gender|age|ages|agegroup|disability|disabilities|demographic|demographics|"
    "population group|pop group|population type|pop type|population status|beneficiary group|"
    "beneficiary type|الجنس|النوع الاجتماعي|العمر|الأعمار|الفئة العمرية|فئة العمر|"
    "الفئة السكانية|فئة السكان|الإعاقة|מין|מגדר|גיל|קבוצת גיל|קבוצת אוכלוסייה|מוגבלות"
)
_AVERAGES = folded("average avg mean median ratio rate متوسط معدل ממוצע חציון יחס")
_TAGS = ("#gender", "#sex", "#age", "#population+group", "#group")
_BETWEEN = re.compile(r"(\d{1,3})\s*(?:-|–|—|_|\bto\b|إلى|الى|עד)\s*(\d{1,3})")
_FROM = re.compile(r"(\d{1,3})\s*(?:\+|plus|and (?:over|older|above|more)|or (?:over|older|more))")
_UNDER = re.compile(r"(?:<|under|below|less than|أقل من|מתחת ל)\s*(\d{1,3})")
_AGE_NOISE = re.compile(r"\b(?:ages?|aged|years?|yrs?|old|y)\b|سنوات|سنة|שנים|גילאי")
_OLDEST = 150

Group = str | tuple[int, int]
"""What a cell singles out: :data:`ALL`, ``f``, ``m``, the first and last year of an age, or
the words of another group."""


@dataclass(frozen=True)
class GroupColumn:
    """A column that says of which people a row is.

    Attributes:
        place, given: its number and name in the file.
        blank_is_all: whether an empty cell means all people: no other cell says it in words.
        bound: ``min`` or ``max`` where it holds one end of an age.
    """

    place: int
    given: str
    blank_is_all: bool
    bound: str = ""


@dataclass
class Kept:
    """What became of lines: those in use, and what is told of the others."""

    lines: list[Line]
    left: tuple[LeftOut, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, str]:
    words = {plain(word): ALL for word in _ALL_WORDS.split("|")}
    for sex, listed in _SEXES.items():
        words |= {plain(word): sex for word in listed.split("|")}
    return words | {plain(w): plain(w) for w in (*_GROUPS.split("|"), *_DISPLACED.split("|"))}


@while_reading
def read_group(text: str) -> Group | None:
    """Return which people a cell singles out; None where it is no word for a group.

    >>> read_group("Both sexes"), read_group("girls"), read_group("5-9"), read_group("80+")
    ('all', 'f', (5, 9), (80, 150))
    >>> read_group("School A") is None
    True
    """
    if is_total(text):
        return ALL
    known = _vocabulary().get(plain(text))
    if known is not None:
        return known
    years = " ".join(_AGE_NOISE.sub(" ", text.casefold()).split())
    if found := _BETWEEN.fullmatch(years):
        first, last = int(found[1]), int(found[2])
        return (first, last) if first <= last < _OLDEST else None
    if found := _FROM.fullmatch(years):
        return int(found[1]), _OLDEST
    if found := _UNDER.fullmatch(years):
        return 0, int(found[1]) - 1
    return None


def group_columns(sheet: Sheet, unused: Mapping[int, str]) -> tuple[GroupColumn, ...]:
    """Return the columns that say of which people a row is.

    Args:
        sheet: the table.
        unused: the columns that are none of ours, by place, with their names.
    """
    found = []
    for place, given in unused.items():
        told = {text_of(cells[place]) for _, cells in sheet.rows} - {""}
        head = _is_head(given) or sheet.tags[place].startswith(_TAGS)
        bound = _bound(given) if head else ""
        if told and (bound or _holds_groups(told, named=head)):
            found.append(GroupColumn(place, given, not any(map(_is_all, told)), bound))
    return tuple(found)


def _is_head(given: str) -> bool:
    words = words_of(given)
    padded = f" {' '.join(words)} "
    # A column of averages is called "age" too.
    return not set(words) & _AVERAGES and any(
        f" {plain(head)} " in padded for head in _HEADS.split("|")
    )


def _bound(given: str) -> str:
    """Which end of an age a column holds, by its name."""
    words = set(words_of(given))
    if not words & {"age", "ages"}:
        return ""
    low, high = {"min", "minimum", "lower", "from", "start"}, {"max", "maximum", "upper", "to"}
    return "min" if words & low else "max" if words & (high | {"end"}) else ""


def _holds_groups(told: set[str], *, named: bool) -> bool:
    groups = {text: read_group(text) for text in told}
    apart = {group for group in groups.values() if group not in (None, ALL)}
    if named:
        return set(groups.values()) != {ALL}
    letters = {text for text in told if len(text) == 1}
    return bool(apart) and None not in groups.values() and (letters != told or len(apart) > 1)


def _is_all(text: str) -> bool:
    return read_group(text) == ALL


def groups_of(line: Line, columns: Sequence[GroupColumn]) -> tuple[Group, ...]:
    """Return which people a line is of, by column; :data:`ALL` where a column leaves it whole."""
    return tuple(_group(line, column) for column in columns)


def _group(line: Line, column: GroupColumn) -> Group:
    text = text_of(line.row.cells[column.place])
    if not text:
        return ALL if column.blank_is_all else "not said"
    if column.bound:
        return ALL if _is_all(text) else text
    group = read_group(text)
    displaced = [plain(word) for word in _DISPLACED.split("|")]
    if group in displaced and line.record["measure"] in ("idps", "sheltered", "movement"):
        return ALL
    return plain(text) if group is None else group


def is_of_all(line: Line, columns: Sequence[GroupColumn]) -> bool:
    """Whether a line is of all people, not of a group of them."""
    return all(group == ALL for group in groups_of(line, columns))


def keep_whole(
    lines: Sequence[Line],
    columns: Sequence[GroupColumn],
    sites: Sequence[int],
    file: str,
    *,
    add_parts: bool,
) -> Kept:
    """Keep the lines of all people; leave out, add up or refuse those of a part of them.

    Args:
        lines: the figures.
        columns: those that say of which people a row is.
        sites: places of the columns that name sites.
        file: its name.
        add_parts: whether the reader lets parts be added up.
    """
    if not columns:
        return Kept(list(lines))

    def key(line: Line) -> Hashable:
        return (*line.key(), *(line.row.cells[place] for place in sites))

    kept = Kept([])
    aside: list[Line] = []
    waiting: list[tuple[str, int]] = []
    for group in by_key(lines, key).values():
        parts = [line for line in group if not is_of_all(line, columns)]
        whole = [line for line in group if is_of_all(line, columns)]
        if not parts or whole:
            kept.lines += whole
            aside += parts
            readable = len(whole) == 1 and not any(line.row.problems for line in group)
            kept.problems += _unequal(whole, parts, columns) if readable else ()
            continue
        if any(line.row.problems for line in parts):
            kept.lines += parts
            continue
        given = _telling(parts, columns)
        everyone = _partition(parts, columns)
        if not everyone:
            rule = (
                "singles out a part of the people, and neither a row of all of them nor rows that "
                "are everyone, each once, stand beside it: add one, or leave these rows out"
            )
            kept.problems += [Problem(line.number, given, rule) for line in parts]
        elif add_parts:
            kept.lines.append(added(everyone, file, whole=True))
            used = {line.number for line in everyone}
            aside += [line for line in parts if line.number not in used]
        else:
            kept.lines += everyone[:1]
            waiting.append((given, len(everyone)))
    if waiting:
        rows = sum(count for _, count in waiting)
        kept.questions.append(Question("parts", waiting[0][0], "", 0, ("sum",), rows))
    words = (text_of(line.row.cells[c.place]) for c in columns if not c.bound for line in aside)
    told = (text for text in dict.fromkeys(words) if text and not _is_all(text))
    kept.left = left_out("group", "row", (line.number for line in aside), told)
    return kept


def _telling(parts: Sequence[Line], columns: Sequence[GroupColumn]) -> str:
    """The name of the first column that singles some people out."""
    return next(
        column.given
        for at, column in enumerate(columns)
        if any(groups_of(line, columns)[at] != ALL for line in parts)
    )


def _unequal(
    whole: Sequence[Line], parts: Sequence[Line], columns: Sequence[GroupColumn]
) -> list[Problem]:
    """What speaks against a row of all people: sexes that are not its sum, or a larger part."""
    total = whole[0].count()
    if total is None:
        return []
    rule = "is of all people, and the rows of parts of them beside it are not its sum: mend one"
    for at, column in enumerate(columns):
        said = text_of(whole[0].row.cells[column.place])
        if said and not _is_all(said):
            # Displaced people beside those who host them are no sum of both.
            continue
        alone = {
            groups_of(line, columns)[at]: line.count()
            for line in parts
            if all(g == ALL for n, g in enumerate(groups_of(line, columns)) if n != at)
        }
        sexes = [count for sex in ("f", "m") if (count := alone.get(sex)) is not None]
        too_large = any(count is not None and count > total * 1.01 for count in alone.values())
        if too_large or (len(sexes) == 2 and not agrees(total, sexes)):
            told = sum(sexes) if len(sexes) == 2 else max(filter(None, alone.values()))
            cell = f"{total:,.15g} ≠ {told:,.15g}"
            return [Problem(whole[0].number, column.given, rule, cell)]
    return []


def _partition(parts: Sequence[Line], columns: Sequence[GroupColumn]) -> list[Line]:
    """The lines that are everyone, each once: both sexes, all ages, or each age of both sexes.

    Of several ways to tell everyone apart the plainest is taken, and none where two disagree.
    """
    if any(line.record["unit"] not in COUNTS for line in parts):
        return []
    by_kind: dict[tuple[bool, ...], list[tuple[Line, tuple[Group, ...]]]] = {}
    for line, told in zip(parts, _told(parts, columns), strict=True):
        by_kind.setdefault(tuple(group != ALL for group in told), []).append((line, told))
    ways = [
        [line for line, _ in lines]
        for _, lines in sorted(by_kind.items(), key=lambda item: sum(item[0]))
        if _is_everyone([told for _, told in lines])
    ]
    sums = [sum(line.count() or 0 for line in way) for way in ways]
    return ways[0] if ways and all(agrees(sums[0], [other]) for other in sums) else []


def _told(parts: Sequence[Line], columns: Sequence[GroupColumn]) -> list[tuple[Group, ...]]:
    """Which people each line is of; both ends of an age only where no column has the age."""
    groups = [groups_of(line, columns) for line in parts]
    bounds = [column.bound for column in columns]
    named = any(
        isinstance(group, tuple) and not bound
        for told in groups
        for group, bound in zip(told, bounds, strict=True)
    )
    if named or not any(bounds):
        return [
            tuple(g for g, bound in zip(told, bounds, strict=True) if not bound) for told in groups
        ]
    return [_with_ages(told, bounds) for told in groups]


def _with_ages(groups: tuple[Group, ...], bounds: Sequence[str]) -> tuple[Group, ...]:
    """Groups with both ends of an age brought together."""
    ends = dict(zip(bounds, groups, strict=True))
    rest = tuple(g for g, bound in zip(groups, bounds, strict=True) if not bound)
    first, last = (ends.get(bound, ALL) for bound in ("min", "max"))
    if first == last == ALL:
        return (*rest, ALL)
    years = [0 if first == ALL else first, _OLDEST if last == ALL else last]
    if not all(str(year).isdigit() for year in years):
        return (*rest, "not said")
    return (*rest, (int(str(years[0])), int(str(years[1]))))


def _is_everyone(told: Sequence[tuple[Group, ...]]) -> bool:
    """Whether groups are every combination of what holds everyone, each once."""
    kinds = [set(values) for values in zip(*told, strict=True)]
    combinations = math.prod(map(len, kinds))
    return len(set(told)) == len(told) == combinations and all(map(_is_complete, kinds))


def _is_complete(kind: set[Group]) -> bool:
    """Whether the values of one column are everyone: all, both sexes, or every age once."""
    if kind in ({ALL}, {"f", "m"}):
        return True
    ages = sorted(age for age in kind if isinstance(age, tuple))
    if len(ages) < len(kind) or ages[0][0] != 0 or ages[-1][1] != _OLDEST:
        return False
    return all(one[1] + 1 == after[0] for one, after in pairwise(ages))
