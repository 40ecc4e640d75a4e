"""Words in cells of numbers: silence, quantifiers, multiples and units, in three languages."""

from __future__ import annotations

import re
from functools import lru_cache

from nuzuh.loaders.user.values.spelling import folded

_SILENT = """
- -- --- ---- . .. ... … ? ?? * ** : na n/a n.a. n.a #n/a #na nan <na> nat nr n.r. nd n.d. n.d n/d
null none tbc tbd unknown pending unavailable suppressed unreported missing not_reported
not_available not_applicable not_known not_yet_available no_data no_information no_report
غ.م غ.م. غ/م غ_م غير_معروف غير_متوفر غير_متوفرة غير_متاح غير_محدد غير_مبلغ لم_يُبلغ لم_يُبلغ_عنه
لا_يوجد لا_توجد لا_توجد_بيانات لا_تتوفر_بيانات لا_ينطبق
לא_ידוע לא_דווח לא_זמין לא_רלוונטי אין אין_נתונים אין_מידע ל"ר ל.ר.
"""
SILENT = frozenset(folded(word) for word in _SILENT.split())
"""What stands in a cell when nothing was reported: missing, and never zero."""

ERROR_RULE = "is an error of the spreadsheet: mend its formula, or empty the cell"
_ERROR = re.compile(r"#(div/0!|ref!|value!|name\?|num!|null!|spill!|calc!|getting_data|error!)")

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
QUANTIFIER_OF = {
    folded(word): name for name, listed in _PREFIXES.items() for word in listed.split("|")
}
LONGEST_FIRST = sorted(QUANTIFIER_OF, key=len, reverse=True)

MILLION, THOUSAND = 6, 3
TIMES = {
    folded(word): times
    for times, words in (
        (MILLION, "million millions m mn mln mio mill مليون ملايين מיליון"),
        (THOUSAND, "thousand thousands k tsd ألف آلاف אלף אלפים"),
    )
    for word in words.split()
}
"""Words behind a number that multiply it, as powers of ten."""

_UNITS = {
    "people": "people|persons|individuals|idps|شخص|أشخاص|نازح|نازحين|אנשים|איש|נפש|עקורים",
    "households": "households|families|hh|hhs|أسرة|أسر|عائلة|عائلات|משפחות|משקי בית",
    "movements": "movements|حركة|תנועות",
    "percent": "%|percent|per cent|بالمئة|بالمائة|في المئة|في المائة|אחוז|אחוזים",
}
_UNIT_OF = {folded(word): unit for unit, listed in _UNITS.items() for word in listed.split("|")}
_UNIT = re.compile(
    rf"\s?({'|'.join(map(re.escape, sorted(_UNIT_OF, key=len, reverse=True)))})$", re.IGNORECASE
)


def quantifier_of(words: str) -> str | None:
    """Return the quantifier that words mean, or None.

    >>> quantifier_of("Over"), quantifier_of("أكثر من"), quantifier_of("perhaps")
    ('more than', 'more than', None)
    """
    plain = folded(words)
    return plain if plain in (*_PREFIXES, "range") else QUANTIFIER_OF.get(plain)


@lru_cache(maxsize=4096)
def is_silent(text: str) -> bool:
    """Whether a cell says that nothing was reported.

    >>> is_silent("n/a"), is_silent("not reported"), is_silent("0")
    (True, True, False)
    """
    plain = folded(text)
    return not plain or plain.replace(" ", "_") in SILENT


def is_error(text: str) -> bool:
    """Whether a cell shows that a spreadsheet could not work it out.

    >>> is_error("#DIV/0!"), is_error("#N/A")
    (True, False)
    """
    return _ERROR.fullmatch(text.casefold()) is not None


def without_unit(text: str) -> tuple[str, str]:
    """Return folded text without what it counts, and that; "" where it does not say it.

    >>> without_unit("90,000 households"), without_unit("%35")
    (('90,000', 'households'), ('35', 'percent'))
    """
    if found := _UNIT.search(text):
        return text[: found.start()].strip(), _UNIT_OF[found[1]]
    return (text[1:].strip(), "percent") if text.startswith("%") else (text, "")
