"""Numbers as people write them: separators, quantifier words, ranges, and silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nuzuh.loaders.user.refusal import CellError

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫٪", "01234567890123456789,.%")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")

SILENT = frozenset(
    """
    - – — . .. ... ? na n/a n.a. n.a nr nd null none nil-reported tbc tbd unknown
    غير_معروف غير_متوفر لم_يُبلغ لم_يبلغ לא_ידוע לא_דווח אין_נתונים
    not_reported not_available not_known no_data no_report unreported missing
    """.replace("nil-reported", "").split()
)
"""What stands in a cell when nothing was reported: missing, and never zero."""

_PREFIXES = {
    "more than": "more than|over|above|in excess of|upwards of|>|أكثر من|يزيد عن|ما يزيد عن|"
    "יותר מ-|יותר מ|למעלה מ-|למעלה מ|מעל",
    "at least": "at least|minimum of|no fewer than|no less than|not less than|>=|≥|لا يقل عن|"
    "ما لا يقل عن|على الأقل|לפחות",
    "nearly": "nearly|almost|close to|just under|ما يقارب|ما يقرب من|כמעט|קרוב ל-|קרוב ל",
    "approximately": "approximately|approx.|approx|about|around|some|roughly|circa|ca.|c.|~|≈|"
    "an estimated|estimated|نحو|حوالي|قرابة|تقريبا|כ-|בערך|בסביבות",
    "up to": "up to|at most|as many as|no more than|not more than|<=|≤|حتى|ما يصل إلى|עד",
    "less than": "less than|fewer than|under|below|<|أقل من|פחות מ-|פחות מ|מתחת ל-|מתחת ל",
    "exact": "exactly|=|بالضبط|בדיוק",
}
_BY_WORD = {word: name for name, listed in _PREFIXES.items() for word in listed.split("|")}
_LONGEST_FIRST = sorted(_BY_WORD, key=len, reverse=True)

_TIMES = {
    "million": 6, "millions": 6, "mn": 6, "mln": 6, "مليون": 6, "ملايين": 6, "מיליון": 6,
    "thousand": 3, "thousands": 3, "k": 3, "ألف": 3, "آلاف": 3, "אלף": 3, "אלפים": 3,
}  # fmt: skip
_NUMBER = re.compile(r"(?P<sign>[+\-−]?)\s?(?P<digits>\d[\d., '’]*)\s?(?P<times>[^\W\d_]*)")
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[,.'’ ])\d{3}((?P=mark)\d{3})*")
_RANGE = re.compile(r"\s?(?:-|–|—|\bto\b|\band\b|إلى|الى|עד)\s?")
_UNITS = re.compile(
    r"\s?(people|persons|individuals|idps|households|movements|شخص|نازح|אנשים|נפש)$"
)


@dataclass(frozen=True)
class Number:
    """A number as worded: one of value, low and high, or both ends of a range.

    Attributes:
        value, low, high: None where the words leave it open.
        quantifier: "" when no word said how the number is meant.
        percent: whether it was written as a share.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    quantifier: str = ""
    percent: bool = False


class NumberError(CellError):
    """A cell is no number that can be read in one way only; the message tells what to write."""


def quantifier_of(words: str) -> str | None:
    """Return the quantifier that words mean, or None.

    >>> quantifier_of("Over"), quantifier_of("أكثر من"), quantifier_of("perhaps")
    ('more than', 'more than', None)
    """
    plain = " ".join(words.casefold().split())
    return plain if plain in (*_PREFIXES, "range") else _BY_WORD.get(plain)


def is_silent(text: str) -> bool:
    """Whether a cell says that nothing was reported.

    >>> is_silent("n/a"), is_silent("not reported"), is_silent("0")
    (True, True, False)
    """
    return not text.strip() or "_".join(text.casefold().split()) in SILENT


def read_number(cell: str | float) -> Number | None:
    """Read a number with its quantifier; None for what was not reported, which is never zero.

    Raises:
        NumberError: for what is no number, or could be two different ones.

    >>> read_number("more than 400,000")
    Number(value=None, low=400000.0, high=None, quantifier='more than', percent=False)
    >>> read_number("600-700 thousand").high
    700000.0
    >>> read_number("not reported") is None
    True
    """
    if isinstance(cell, float):
        return Number(value=cell)
    text = _SPACES.sub(" ", cell.translate(_DIGITS)).strip().casefold()
    if is_silent(text):
        return None
    text = _UNITS.sub("", text)
    percent = text.endswith(("%", "percent"))
    text = text.removesuffix("%").removesuffix("percent").strip()
    quantifier, text = _quantifier(text)
    ends = _ends(text)
    if ends is not None:
        if quantifier not in ("", "approximately"):
            raise NumberError(f"{cell[:40]!r} is both a bound and a range: write one of them")
        return Number(None, *ends, quantifier=quantifier or "range", percent=percent)
    number = float(_plain(text, cell))
    if quantifier in ("more than", "at least"):
        return Number(low=number, quantifier=quantifier, percent=percent)
    if quantifier in ("up to", "less than"):
        return Number(high=number, quantifier=quantifier, percent=percent)
    return Number(value=number, quantifier=quantifier, percent=percent)


def _quantifier(text: str) -> tuple[str, str]:
    for word in _LONGEST_FIRST:
        if text.startswith(word) and text != word:
            rest = text[len(word) :]
            # "someone" does not begin with "some"; "~900" and "כ-900" do with their marks.
            if word[-1].isalpha() and rest[0].isalpha():
                continue
            return _BY_WORD[word], rest.strip()
    if text.endswith("+"):
        return "at least", text[:-1].strip()
    return "", text


def _ends(text: str) -> tuple[float, float] | None:
    """Both ends of a range; None when the text is no range."""
    body = re.sub(r"^(between|from|بين|من|בין)\s", "", text)
    parts = _RANGE.split(body)
    if len(parts) != 2 or not all(part[:1].isdigit() for part in parts):
        return None
    first, second = (_NUMBER.fullmatch(part.strip()) for part in parts)
    low, high = parts
    if first and second and second["times"] and not first["times"]:
        low = f"{low} {second['times']}"
    ends = float(_plain(low, text)), float(_plain(high, text))
    if ends[0] > ends[1]:
        raise NumberError(f"{text[:40]!r} begins above its end: write the lower number first")
    if ends[0] and ends[1] / ends[0] > 100:
        raise NumberError(f"{text[:40]!r} is a very wide range: write both numbers in full")
    return ends


def _plain(text: str, cell: str) -> Decimal:
    found = _NUMBER.fullmatch(text)
    times = 0 if found is None else _TIMES.get(found["times"], 0 if not found["times"] else -1)
    if found is None or times < 0:
        raise NumberError(
            f"{cell[:40]!r} is not a number: write it like 417000 or 'more than 417,000', "
            "and leave the cell empty when nothing was reported"
        )
    digits = found["digits"].strip()
    decimal = _decimal(digits, cell, worded=times > 0)
    if found["sign"] in ("-", "−"):
        decimal = -decimal
    scaled = decimal.scaleb(times)
    if abs(scaled) >= 10**12:
        raise NumberError(f"{cell[:40]!r} is larger than any count of people can be")
    return scaled


def _decimal(digits: str, cell: str, *, worded: bool) -> Decimal:
    """The digits as a number: groups of three, or a decimal point.

    With "million" behind it, 1.234 can only be a fraction; alone it may be
    either, and 1,5 may be a slip.
    """
    if digits.isdigit():
        return Decimal(digits)
    if worded and re.fullmatch(r"\d+\.\d+", digits):
        return Decimal(digits)
    grouped = _GROUPED.fullmatch(digits)
    if grouped and (grouped["mark"] != "." or digits.count(".") > 1):
        return Decimal(re.sub(r"\D", "", digits))
    whole, point, fraction = digits.rpartition(".")
    if point and fraction.isdigit() and (whole.isdigit() or _GROUPED.fullmatch(whole)):
        if len(fraction) == 3 and whole.isdigit() and len(whole) <= 3 and whole != "0":
            thousands = whole + fraction
            raise NumberError(
                f"{cell[:40]!r} may be {thousands} or {whole}.{fraction}: "
                "write it without a point, or with a different number of decimals"
            )
        return Decimal(re.sub(r"[^\d]", "", whole) + "." + fraction)
    raise NumberError(
        f"{cell[:40]!r} cannot be read in one way only: "
        "group digits by threes (417,000) and use a point for decimals (8.5)"
    )
