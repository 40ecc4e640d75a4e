"""Names of months and weekdays as people in and around the Strip write them."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.user.values.spelling import folded

_LEVANTINE = (
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
)
_OTHER_MONTHS = {"sept": 9, "يونيه": 6, "يوليه": 7, "מרס": 3}
_OTHER_WEEKDAYS = {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3, "الإثنين": 0, "יום א'": 6, "יום ב'": 0,
    "יום ג'": 1, "יום ד'": 2, "יום ה'": 3, "יום ו'": 4, "יום ש'": 5, "יום שישי": 4, "יום ששי": 4,
}  # fmt: skip


@lru_cache(maxsize=1)
def months() -> tuple[re.Pattern[str], dict[str, int]]:
    """Return what finds the name of a month in folded text (group 1), and its number by name."""
    names = dict(_OTHER_MONTHS)
    for language in LANGUAGES.values():
        known = Locale.parse(language.code).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {name.rstrip("."): n for n, name in known[form][width].items()}
    for n, name in enumerate(_LEVANTINE.split("|"), 1):
        # تشرين أول, تشرين ثاني and, more properly, تشرين ثان are written as well.
        bare = name.replace(" ال", " ")
        names |= dict.fromkeys((name, bare, bare.removesuffix("ي")), n)
    begun = "|".join(language.months_begin for language in LANGUAGES.values())
    return _finder(names, f"(?:{begun}|ל)?")


@lru_cache(maxsize=1)
def weekdays() -> tuple[re.Pattern[str], dict[str, int]]:
    """Return what finds a weekday in folded text (group 1), and its number, Monday being 0."""
    names = dict(_OTHER_WEEKDAYS)
    for language in LANGUAGES.values():
        known = Locale.parse(language.code).days["format"]
        for width in ("wide", "abbreviated"):
            names |= {name: number for number, name in known[width].items()}
    return _finder(names, "(?:يوم |ב)?")


def _finder(names: dict[str, int], before: str) -> tuple[re.Pattern[str], dict[str, int]]:
    plain = {folded(name): number for name, number in names.items()}
    longest_first = "|".join(map(re.escape, sorted(plain, key=len, reverse=True)))
    return re.compile(rf"(?<![^\W\d_]){before}({longest_first})(?![^\W\d_])"), plain
