"""Numbers as people write them, judged by their column where a cell alone could be two."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from nuzuh.loaders.schema import LARGEST
from nuzuh.loaders.user.notes import Note, note
from nuzuh.loaders.user.refusal import CellError
from nuzuh.loaders.user.values.number_words import (
    ERROR_RULE,
    LONGEST_FIRST,
    MILLION,
    QUANTIFIER_OF,
    TIMES,
    is_error,
    is_silent,
    without_unit,
)
from nuzuh.loaders.user.values.spelling import folded

_SEPARATORS = str.maketrans("٬،，٫．٪％", ",,,..%%")
_NUMBER = re.compile(r"(?P<sign>[+\-]?)\s?(?P<digits>\d[\d., ']*)\s?(?P<times>[^\W\d_]*)\.?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[,.' ])\d{3}((?P=mark)\d{3})*")
_LAKHS = re.compile(r"[1-9]\d?(,\d\d)+,\d{3}")
_RANGE = re.compile(rf"\s?(?:-|\bto\b|\band\b|\b{folded('إلى')}\b|\bو|\bעד\b|\bל-)\s?")
_SHARE_BEFORE = re.compile(rf"%(?={_RANGE.pattern})")
_BETWEEN = re.compile(r"^(between|from|بين|من|בין)\s")
_FOOTNOTE = re.compile(
    # A raised digit behind fewer digits may be a power: 10⁶.
    r"(?:(?<=\d{3})[¹²³⁰⁴-⁹ᵃ-ᵈ]+|\s?(?:\*{1,3}|[†‡§]+|\[[0-9a-z]{1,2}\]|\([a-z]\))+)$"
)

_POINTS_GROUP = re.compile(
    r"[1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?|[1-9]\d{0,2}(\.\d{3})+,\d+|"
    r"[1-9]\d{0,2}([ ']\d{3})+,(\d\d?|\d{4,})"
)
_COMMA_IN_FRACTION = re.compile(r"\d+,\d\d?")
_POINT_IN_FRACTION = re.compile(
    r"\d+\.(\d\d?|\d{4,})|[1-9]\d{0,2}([,' ]\d{3})+\.\d+|[1-9]\d{0,2}(,\d{3}){2,}"
)
_DIGITS = re.compile(r"\d[\d., ']*\d")

_NO_NUMBER = (
    "is not a number: write it like 417000 or 'more than 417,000', and leave the cell empty "
    "when nothing was reported"
)
_TWO_WAYS = (
    "cannot be read in one way only: group digits by threes (417,000) and use a point for "
    "decimals (8.5)"
)
_THOUSANDS_OR_DECIMALS = (
    "may be thousands or a number with three decimals: write it without separators (417000)"
)
_TOO_LARGE = "is larger than any count of people can be"
_IN_BRACKETS = "stands in brackets, which mean a negative number in accounts: write it without"


@dataclass(frozen=True)
class Number:
    """A number as worded: one of value, low and high, or both ends of a range.

    Attributes:
        value, low, high: None where the words leave it open; always finite.
        quantifier: "" when nothing said how the number is meant.
        unit: what it counts where the cell says it: people, households, movements, percent.
        rounded: whether the quantifier follows from the writing alone (1.2M): what another
            cell says of it comes first.
        footnote: whether a mark stood behind it, which is not read.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    quantifier: str = ""
    unit: str = ""
    rounded: bool = False
    footnote: bool = False


class NumberError(CellError):
    """A cell is no number that can be read in one way only; the message tells what to write."""


class NumberColumn:
    """The numbers of one column of a reader's table.

    What a point means in 417.000 is told by the column: where other cells have two points
    (1.417.000), or commas before their decimals (417.000,50), points separate thousands.

    >>> NumberColumn(["417.000", "1.417.000"], "IDPs").read("417.000").value
    417000.0
    """

    def __init__(self, cells: Iterable[object], column: str) -> None:
        """Judge a column.

        Args:
            cells: all of its cells.
            column: its name in the file.
        """
        self._column = column
        texts = {_folded(cell) for cell in cells if isinstance(cell, str)}
        self._points_group = _points_group(texts)
        self._known: dict[str | float, Number | NumberError | None] = {}
        self._grouped: dict[str, float] = {}
        self._footnotes: list[str] = []

    def read(self, cell: str | float) -> Number | None:
        """Read a cell, see :func:`read_number`.

        Raises:
            NumberError: as :func:`read_number`.
        """
        if cell not in self._known:
            try:
                self._known[cell] = read_number(cell, points_group=self._points_group)
            except NumberError as error:
                self._known[cell] = error
        found = self._known[cell]
        if isinstance(found, NumberError):
            raise found
        if found is not None and isinstance(cell, str):
            value = found.value if found.value is not None else (found.low or found.high)
            if self._points_group and value is not None and "." in cell:
                self._grouped.setdefault(cell, value)
            if found.footnote:
                self._footnotes.append(cell)
        return found

    def notes(self) -> tuple[Note, ...]:
        """Return what a reader should know of how the cells read so far were read."""
        told = []
        for cell, value in list(self._grouped.items())[:1]:
            read = f"{value:,.10g}"
            told.append(note("points", column=self._column, cell=cell, number=read))
        if self._footnotes:
            n, first = len(self._footnotes), self._footnotes[0]
            told.append(note("footnotes", column=self._column, n=n, cell=first))
        return tuple(told)


def _folded(cell: str) -> str:
    return folded(cell.translate(_SEPARATORS))


def _points_group(texts: Iterable[str]) -> bool:
    """Whether points separate thousands in a column, and nothing in it says otherwise."""
    digits = {found for text in texts for found in _DIGITS.findall(text)}
    if any(_POINT_IN_FRACTION.fullmatch(one) or _LAKHS.fullmatch(one) for one in digits):
        return False
    # One comma may be a slip of the finger (1,5 for 1,500); two are how the column is written.
    commas = sum(_COMMA_IN_FRACTION.fullmatch(one) is not None for one in digits)
    return commas > 1 or any(_POINTS_GROUP.fullmatch(one) for one in digits)


def read_number(cell: str | float, *, points_group: bool = False) -> Number | None:
    """Read a number with its quantifier; None for what was not reported, which is never zero.

    Args:
        cell: text, or a number of a spreadsheet.
        points_group: whether points separate thousands, and commas decimals.

    Raises:
        NumberError: for what is no number, or could be two different ones.

    >>> read_number("more than 400,000").low
    400000.0
    >>> read_number("600-700 thousand").high
    700000.0
    >>> read_number("not reported") is None
    True
    """
    if isinstance(cell, float):
        # As its program shows it: a sum may end in 0.00000000006.
        return None if math.isnan(cell) else Number(value=_bounded(cell, f"{cell:.15g}"))
    text = _folded(cell)
    if is_silent(text):
        return None
    if is_error(text):
        raise NumberError(ERROR_RULE, cell)
    bare = _FOOTNOTE.sub("", text)
    return replace(_worded(bare, cell, points_group=points_group), footnote=bare != text)


def _worded(text: str, cell: str, *, points_group: bool) -> Number:
    """A number with the words around it."""
    if re.fullmatch(r"\(.*\d.*\)", text):
        raise NumberError(_IN_BRACKETS, cell)
    text, unit = without_unit(text)
    quantifier, text = _quantifier(text)
    if text.startswith("%"):
        text, unit = text[1:].strip(), "percent"
    if unit == "percent":  # 35%-40%
        text = _SHARE_BEFORE.sub("", text)
    ends = _ends(text, cell, points_group=points_group)
    if ends is not None:
        if quantifier not in ("", "approximately"):
            raise NumberError("is both a bound and a range: write one of them", cell)
        return Number(None, *ends, quantifier=quantifier or "range", unit=unit)
    number, rounded = _plain(text, cell, points_group=points_group)
    if quantifier in ("more than", "at least"):
        return Number(low=number, quantifier=quantifier, unit=unit)
    if quantifier in ("up to", "less than"):
        return Number(high=number, quantifier=quantifier, unit=unit)
    rounded = rounded and not quantifier
    quantifier = "approximately" if rounded else quantifier
    return Number(number, None, None, quantifier, unit, rounded)


def _bounded(number: float | Decimal, cell: str) -> float:
    if not -LARGEST < number < LARGEST:
        raise NumberError(_TOO_LARGE, cell)
    return float(f"{number:.15g}")


def _quantifier(text: str) -> tuple[str, str]:
    for word in () if text[:1].isdigit() else LONGEST_FIRST:
        if text.startswith(word) and text != word:
            rest = text[len(word) :]
            # "someone" does not begin with "some"; "~900" and "כ-900" do with their marks.
            if word[-1].isalpha() and rest[0].isalpha():
                continue
            return QUANTIFIER_OF[word], rest.strip()
    if text.endswith("+"):
        return "at least", text[:-1].strip()
    return "", text


def _ends(text: str, cell: str, *, points_group: bool) -> tuple[float, float] | None:
    """Both ends of a range; None when the text is no range."""
    parts = _RANGE.split(_BETWEEN.sub("", text))
    if len(parts) != 2 or not all(part[:1].isdigit() for part in parts):
        return None
    first, second = (_NUMBER.fullmatch(part.strip()) for part in parts)
    low, high = parts
    if first and second and second["times"] and not first["times"]:
        low = f"{low} {second['times']}"
    ends = (
        _plain(low, cell, points_group=points_group)[0],
        _plain(high, cell, points_group=points_group)[0],
    )
    if ends[0] > ends[1]:
        raise NumberError("begins above its end: write the lower number first", cell)
    if ends[0] and ends[1] / ends[0] > 100:
        raise NumberError("is a very wide range: write both numbers in full", cell)
    return ends


def _plain(text: str, cell: str, *, points_group: bool) -> tuple[float, bool]:
    """One number, and whether a multiple behind it says that it was rounded."""
    found = _NUMBER.fullmatch(text)
    times = 0 if found is None else TIMES.get(found["times"], 0 if not found["times"] else -1)
    if found is None or times < 0:
        raise NumberError(_NO_NUMBER, cell)
    decimal = _decimal(found["digits"].strip(), cell, times, points_group=points_group)
    number = _bounded((-decimal if found["sign"] == "-" else decimal).scaleb(times), cell)
    return number, times > 0


def _decimal(digits: str, cell: str, times: int, *, points_group: bool) -> Decimal:
    """The digits as a number: groups of three, or a decimal mark.

    With "million" behind it, 1.234 can only be a fraction; alone it may be
    either, and 1,5 may be a slip.
    """
    if digits.isdigit():
        return Decimal(digits)
    if grouped := _GROUPED.fullmatch(digits):
        mark, alone = grouped["mark"], sum(not sign.isdigit() for sign in digits) == 1
        if alone and mark == "." and times == MILLION and not points_group:
            return Decimal(digits)
        # The one mark of 417.000 or, where points separate thousands, of 417,000.
        usual = "." if points_group else ","
        if alone and mark in ".," and (mark != usual or times == MILLION):
            raise NumberError(_THOUSANDS_OR_DECIMALS, cell)
        return Decimal(re.sub(r"\D", "", digits))
    if _LAKHS.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    place = max(digits.rfind("."), digits.rfind(","))
    whole, point, fraction = digits[:place], digits[place : place + 1], digits[place + 1 :]
    if place < 1 or not fraction.isdigit() or not _whole(whole, point, fraction):
        raise NumberError(_TWO_WAYS, cell)
    # A comma before decimals is told by points before it, by its column, or by "million".
    comma_told = not whole.isdigit() or points_group or (times and len(fraction) != 3)
    if point == "," and not comma_told:
        raise NumberError(_TWO_WAYS, cell)
    return Decimal(re.sub(r"\D", "", whole) + "." + fraction)


def _whole(whole: str, point: str, fraction: str) -> bool:
    """Whether digits before a decimal mark are a whole number that goes with it."""
    if whole.isdigit():
        return True
    grouped = _GROUPED.fullmatch(whole)
    if grouped is None:
        return point == "." and _LAKHS.fullmatch(whole) is not None
    # 1 417.000 may be a third kind of separator.
    return grouped["mark"] != point and (grouped["mark"] in ",." or len(fraction) != 3)
