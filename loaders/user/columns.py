"""Which of our columns a reader's column is: by name, by HXL tag, or as a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.user.refusal import Problem, Question

SURE = 94
"""Names at least this alike (of 100) are the same name with a slip of the keyboard."""

ASK = 74
"""Names at least this alike are proposed, and applied only when the reader confirms."""

_SYNONYMS: dict[str, str] = {
    "id": "row id|figure id|record id|ref|المعرف|מזהה",
    "repeats": "repeats|repeat of|same as",
    "publisher": "published by|organisation|organization|org|agency|reported by|who|"
    "issuer of figure|الناشر|الجهة|الجهة الناشرة|המפרסם|מפרסם|ארגון",
    "according_to": "said by|speaker|whose figure|attributed to|بحسب|وفقا ل|על פי|לדברי",
    "measure": "measures|indicator|what|type of figure|المقياس|المؤشر|מדד|סוג",
    "counting": "counted|what is counted|unit of count|المعدود|מה נספר",
    "origin": "from|from area|origin area|area of origin|moved from|displaced from|من|المنشأ|"
    "منطقة المنشأ|מוצא|אזור מוצא",
    "origin_pcodes": "origin pcode|origin p code|origin code|from pcode|pcode origin",
    "destination": "area|area name|location|place|governorate|governorate name|district|admin2|"
    "admin 2|admin2 name|adm2 name|adm2 en|region|to|to area|destination area|moved to|where|"
    "المنطقة|المكان|المحافظة|الوجهة|إلى|אזור|מקום|מחוז|נפה|יעד|אל",
    "destination_pcodes": "pcode|pcodes|p code|area pcode|area code|admin2 pcode|adm2 pcode|"
    "adm2 code|admin2 code|destination pcode|destination code|رمز المنطقة|קוד אזור",
    "period_start": "start|start date|from date|date from|since|period from|begin|first day|"
    "date start|تاريخ البداية|بداية الفترة|תאריך התחלה|מתאריך",
    "period_basis": "basis of period",
    "as_of": "date|day|as of|as of date|reference date|end date|date to|to date|period end|"
    "last day|report date|reporting date|situation date|date end|التاريخ|تاريخ|اليوم|"
    "تاريخ النهاية|תאריך|יום|נכון ליום",
    "value": "figure|number|people|persons|individuals|count|total|population|idps|"
    "number of people|number of idps|displaced|displaced people|"
    "idp count|total idps|number of displaced people|number of displaced persons|"
    "number of displaced|people present|estimate|amount|نازحون|النازحون|"
    "العدد|عدد|عدد الأشخاص|عدد النازحين|القيمة|السكان|מספר|מספר אנשים|כמות|ערך|עקורים",
    "low": "minimum|min|lower|lower bound|from number|at least|الأدنى|الحد الأدنى|מינימום|נמוך",
    "high": "maximum|max|upper|upper bound|at most|الأعلى|الحد الأقصى|מקסימום|גבוה",
    "unit": "units|unit of measure|الوحدة|יחידה",
    "quantifier": "qualifier|wording|precision|المحدد|سياق العدد|כמת|ניסוח",
    "source_title": "source|title|source name|report|document|citation|source document|"
    "المصدر|عنوان المصدر|מקור|שם המקור",
    "source_url": "url|link|source link|web address|web link|الرابط|رابط المصدر|קישור|כתובת",
    "source_date": "publication date|published on|date published|date of source|date of report|"
    "تاريخ النشر|تاريخ المصدر|תאריך פרסום|תאריך המקור",
    "seen": "how seen",
    "note": "notes|comment|comments|remark|remarks|description|ملاحظات|ملاحظة|הערות|הערה",
}
_SHAPE_SYNONYMS: dict[str, str] = {
    "name": "name en|area|area name|zone|zone name|label|title|adm2 en|adm3 en|admin2 name|areas|"
    "adm2 name|shapename|"
    "الاسم|اسم المنطقة|المنطقة|שם|אזור|שם האזור",
    "pcode": "pcodes|p code|adm2 pcode|admin2 pcode|adm3 pcode|area code|الرمز|קוד",
    "note": "notes|comment|comments|remark|remarks|description|ملاحظات|הערות",
}
_ORDER_SYNONYMS: dict[str, str] = _SHAPE_SYNONYMS | {
    "issued_on": "issued|issue date|issued date|date issued|date of issue|order date|date|"
    "announced|published|تاريخ الإصدار|صدر في|تاريخ|תאריך הוצאה|הוצא ביום|תאריך",
    "effective_from": "effective|effective date|start|start date|begin|valid from|from date|"
    "in force from|يسري من|תקף מ",
    "effective_to": "ended|end|end date|ends|valid to|valid until|until|expired|expires|lifted|"
    "rescinded|date ended|to date|انتهى في|תאריך סיום|הסתיים",
    "issuer": "issued by|authority|publisher|org|organisation|organization|"
    "الجهة المصدرة|הגורם המוציא",
    "kind": "type|order type|نوع|סוג",
    "term": "wording|order term|المصطلح|מונח",
    "blocks": "block|block number|block numbers|block no|displacement blocks|cod mod|البلوك|"
    "رقم البلوك|בלוק|מספר בלוק",
    "source_title": "source|source name|report|المصدر|מקור",
    "source_url": "url|link|source link|الرابط|קישור",
}
VOCABULARY: dict[str, dict[str, str]] = {
    "estimates": _SYNONYMS,
    "areas": _SHAPE_SYNONYMS,
    "orders": _ORDER_SYNONYMS,
}
"""Our columns by kind of file, each with other names that it goes by."""

_HXL: tuple[tuple[str, frozenset[str], str], ...] = tuple(
    (tag, frozenset(attributes.split()), column)
    for tag, attributes, column in (
        ("#date", "start", "period_start"),
        ("#date", "source", "source_date"),
        ("#date", "published", "source_date"),
        ("#date", "end", "as_of"),
        ("#date", "", "as_of"),
        ("#adm2", "code origin", "origin_pcodes"),
        ("#adm2", "origin", "origin"),
        ("#adm2", "code", "destination_pcodes"),
        ("#adm2", "", "destination"),
        ("#loc", "origin", "origin"),
        ("#loc", "", "destination"),
        ("#geo", "code", "destination_pcodes"),
        ("#affected", "min", "low"),
        ("#affected", "max", "high"),
        ("#affected", "", "value"),
        ("#population", "min", "low"),
        ("#population", "max", "high"),
        ("#population", "", "value"),
        ("#indicator", "name", "measure"),
        ("#indicator", "value", "value"),
        ("#meta", "according to", "according_to"),
        ("#meta", "id", "id"),
        ("#meta", "repeats", "repeats"),
        ("#meta", "measure", "measure"),
        ("#meta", "counting", "counting"),
        ("#meta", "unit", "unit"),
        ("#meta", "quantifier", "quantifier"),
        ("#meta", "source url", "source_url"),
        ("#meta", "url", "source_url"),
        ("#meta", "source date", "source_date"),
        ("#meta", "source", "source_title"),
        ("#meta", "note", "note"),
        ("#description", "", "note"),
        ("#org", "", "publisher"),
    )
)
_HARMLESS = frozenset(
    [
        "num",
        "text",
        "name",
        *LANGUAGES,
        "value",
        "displaced",
        "idps",
        "present",
        "people",
        "total",
        "i_en",
    ]
)
"""Attributes that leave what a tag means to us as it is. Others (``+f``, ``+children``) single out
a part of the people, which is another figure."""

MEASURE_OF_TAG = {"displaced": "idps", "idps": "idps", "present": "people_present"}
"""Attributes of ``#affected`` that say what is measured."""

_OF_MEASURE = {
    "idps": "idps|idp count|total idps|number of idps|displaced|displaced people|"
    "number of displaced people|number of displaced persons|number of displaced|"
    "عدد النازحين|نازحون|النازحون|עקורים",
    "people_present": "population|people present|السكان",
}


@dataclass(frozen=True)
class Match:
    """A reader's column and the column of ours that it is.

    Attributes:
        place: number of the column, from 0.
        given: its name in the file.
        ours: our column; "" when it is not used.
        how: ``name``, ``hxl``, ``alike``, ``confirmed`` or "" when it is not used.
        score: how alike the names are, 0 to 100.
    """

    place: int
    given: str
    ours: str
    how: str
    score: int


@dataclass(frozen=True)
class Columns:
    """What the columns of a file are, and what remains open."""

    matches: tuple[Match, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]

    @property
    def place_of(self) -> dict[str, int]:
        """The number of the reader's column for each of ours that was found."""
        return {match.ours: match.place for match in self.matches if match.ours}

    def given(self, ours: str) -> str:
        """The reader's name for a column of ours; ours when the file has none."""
        return next((m.given for m in self.matches if m.ours == ours), ours)


def plain(name: str) -> str:
    """A name as it is compared: no case, marks, or signs between words.

    >>> plain("Area_Name (EN)"), plain("الجِهة")
    ('area name en', 'الجهه')
    """
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char) and char != "ـ")
    text = text.translate(str.maketrans("أإآىة", "ااايه"))
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


@lru_cache(maxsize=4)
def _names(kind: str) -> dict[str, str]:
    """Every name that a column of ours goes by."""
    names: dict[str, str] = {}
    for ours, synonyms in VOCABULARY[kind].items():
        names |= {plain(name): ours for name in (ours, *synonyms.split("|"))}
    return names | {plain(ours): ours for ours in VOCABULARY[kind]}


def column_of_tag(tag: str) -> str:
    """Return our column for an HXL tag, or "".

    >>> column_of_tag("#adm2+code"), column_of_tag("#affected+idps"), column_of_tag("#affected+f")
    ('destination_pcodes', 'value', '')
    """
    name, *attributes = tag.split("+")
    given = frozenset(attributes)
    for hashtag, needed, column in _HXL:
        if name == hashtag and needed <= given and given - needed <= _HARMLESS:
            return column
    return ""


def measure_of(name: str, tag: str) -> str:
    """Return the measure that the column of numbers names by itself, or "".

    >>> measure_of("Total IDPs", ""), measure_of("Total", "#population"), measure_of("Total", "")
    ('idps', 'people_present', '')
    """
    hashtag, *attributes = tag.split("+")
    if hashtag == "#population":
        return "people_present"
    if hashtag == "#affected":
        return next((MEASURE_OF_TAG[a] for a in attributes if a in MEASURE_OF_TAG), "")
    text = plain(name)
    for measure, names in _OF_MEASURE.items():
        if text in map(plain, names.split("|")):
            return measure
    return ""


def match_columns(
    header: Sequence[str],
    tags: Sequence[str],
    kind: str,
    confirmed: Mapping[str, str],
) -> Columns:
    """Say what each column of a file is.

    Args:
        header: the reader's names.
        tags: the HXL tag of each, "" without one.
        kind: ``estimates``, ``areas`` or ``orders``.
        confirmed: the reader's word, by the reader's name: a column of ours, or
            "" to leave theirs out.
    """
    ours = tuple(VOCABULARY[kind])
    problems = [
        Problem(0, "", f"has no column {name[:60]!r} to be taken as {column or 'nothing'}")
        for name, column in confirmed.items()
        if name not in header
    ]
    problems += [
        Problem(0, name, f"cannot be {column[:60]!r}: choose one of {', '.join(ours)}")
        for name, column in confirmed.items()
        if name in header and column and column not in ours
    ]
    matches, guesses = list[Match](), list[Match]()
    for place, (name, tag) in enumerate(zip(header, tags, strict=True)):
        if name in confirmed:
            matches.append(Match(place, name, confirmed[name], "confirmed", 100))
            continue
        told = column_of_tag(tag) if kind == "estimates" else ""
        if told or tag:
            matches.append(Match(place, name, told, "hxl" if told else "", 100))
            continue
        match = _by_name(place, name, kind)
        (guesses if match.how == "alike" else matches).append(match)
    if kind != "estimates":
        matches = _nearest_name(matches)
    taken = {match.ours for match in matches if match.ours}
    questions = []
    for guess in sorted(guesses, key=lambda match: -match.score):
        if guess.ours in taken:
            matches.append(Match(guess.place, guess.given, "", "", guess.score))
        elif guess.score >= SURE:
            matches.append(guess)
            taken.add(guess.ours)
        else:
            questions.append(Question("column", guess.given, guess.ours, guess.score, (*ours, "")))
    problems += _twice(matches)
    ordered = tuple(sorted(matches, key=lambda match: match.place))
    return Columns(ordered, tuple(questions), tuple(problems))


def _nearest_name(matches: list[Match]) -> list[Match]:
    """The matches with one name: where a file has several, in several languages, the plainest."""
    named = [match for match in matches if match.ours == "name"]
    first = min(
        named, key=lambda m: (m.how != "confirmed", plain(m.given) != "name", m.place), default=None
    )
    return [
        Match(m.place, m.given, "", "", 0) if m.ours == "name" and m is not first else m
        for m in matches
    ]


def _by_name(place: int, name: str, kind: str) -> Match:
    names = _names(kind)
    text = plain(name)
    if text in names:
        return Match(place, name, names[text], "name", 100)
    found = process.extractOne(text, list(names), scorer=fuzz.token_sort_ratio) if text else None
    if found is None or found[1] < ASK:
        return Match(place, name, "", "", 0)
    return Match(place, name, names[found[0]], "alike", int(found[1]))


def _twice(matches: Sequence[Match]) -> list[Problem]:
    problems = []
    for column in dict.fromkeys(match.ours for match in matches if match.ours):
        same = [match.given for match in matches if match.ours == column]
        if len(same) > 1:
            told = " and ".join(repr(name[:40]) for name in same)
            problems.append(
                Problem(
                    0,
                    "",
                    f"has more than one column for {column} ({told}): "
                    f"leave one out with {Question('column', same[-1]).option('')}",
                )
            )
    return problems
