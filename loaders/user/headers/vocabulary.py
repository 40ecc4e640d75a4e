"""Names that our columns go by in tables and maps of others, in English, Arabic and Hebrew."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nuzuh.loaders.user.headers.hxl import PARTS, measure_of_tag

_GOVERNORATE = (
    "governorate|governorate name|governorates|gov|gov name|governorate en|muhafaza|"
    "adm2 name|adm2 en|adm2|adm2 name en|"
    "المحافظة|اسم المحافظة|المحافظات|محافظة|מחוז|נפה"
)
_FIGURES: dict[str, str] = {
    "id": "row id|figure id|record id|ref|المعرف|מזהה",
    "repeats": "repeats|repeat of|same as",
    "publisher": "published by|organisation|organization|org|agency|reported by|who|"
    "issuer of figure|data provider|partner|الناشر|الجهة|الجهة الناشرة|"
    "המפרסם|מפרסם|ארגון",
    "according_to": "said by|speaker|whose figure|attributed to|بحسب|وفقا ل|על פי|לדברי",
    "measure": "measures|indicator|indicator name|what|type of figure|المقياس|المؤشر|מדד|סוג",
    "counting": "counted|what is counted|unit of count|المعدود|מה נספר",
    "origin": "from|from area|origin area|area of origin|moved from|displaced from|"
    "origin governorate|governorate of origin|place of origin|من|المنشأ|منطقة المنشأ|"
    "מוצא|אזור מוצא",
    "origin_pcodes": "origin pcode|origin code|from pcode|pcode origin|origin adm2 pcode",
    "destination": f"{_GOVERNORATE}|area|area name|district|location|place|region|to|to area|"
    "destination area|moved to|where|"
    "current governorate|destination governorate|location name|"
    "المنطقة|المكان|الوجهة|إلى|אזור|מקום|יעד|אל",
    "destination_pcodes": "pcode|pcodes|area pcode|area code|adm2 pcode|adm2 code|"
    "governorate pcode|governorate code|destination pcode|destination code|location pcode|"
    "رمز المنطقة|رمز المحافظة|קוד אזור|קוד מחוז",
    "period_start": "start|start date|from date|date from|since|period from|period start|begin|"
    "first day|date start|reference period start|displacement start date|period start date|"
    "تاريخ البداية|بداية الفترة|من تاريخ|תאריך התחלה|מתאריך",
    "period_basis": "basis of period",
    "as_of": "date|day|as of|as of date|reference date|end date|date to|to date|period end|"
    "last day|report date|reporting date|situation date|date end|survey date|assessment date|"
    "date of assessment|date of survey|data as of|date of data|data collection date|"
    "date of data collection|collection date|reference period end|displacement end date|"
    "week ending|week end|"
    "period end date|التاريخ|تاريخ|اليوم|تاريخ النهاية|تاريخ التقرير|تاريخ المسح|"
    "حتى تاريخ|تاريخ البيانات|תאריך|יום|נכון ליום|תאריך דיווח|נכון לתאריך",
    "value": "figure|number|people|persons|individuals|count|total|population|idps|"
    "number of people|number of idps|displaced|displaced people|number of individuals|"
    "total individuals|total population|total people|total persons|idp individuals|individual|"
    "individuals idp|idps individuals|number of idp individuals|idp ind|idps ind|ind|"
    "num present idp ind|number of persons|idp population|idp stock|idp figure|displaced persons|"
    "total displaced|total idp|internally displaced persons|internally displaced people|pop|"
    "idp count|total idps|number of displaced people|number of displaced persons|"
    "number of displaced|people present|estimate|amount|estimated population|estimated idps|"
    "t tl|pop total|idps in shelters|people in shelters|sheltered|sheltered people|"
    "number of idps in shelters|displaced in shelters|idps in collective shelters|"
    "النازحون في مراكز الإيواء|عدد النازحين في مراكز الإيواء|"
    "people displaced|persons displaced|نازحون|النازحون|نازح|"
    "العدد|عدد|عدد الأشخاص|عدد الأفراد|الأفراد|عدد النازحين|إجمالي النازحين|القيمة|السكان|"
    "عدد السكان|المجموع|الإجمالي|מספר|מספר אנשים|מספר הנפשות|נפשות|כמות|ערך|עקורים|"
    "מספר עקורים|מספר העקורים|אוכלוסייה|סך הכל",
    "low": "minimum|min|lower|lower bound|lower estimate|from number|at least|الأدنى|الحد الأدنى|"
    "מינימום|נמוך",
    "high": "maximum|max|upper|upper bound|upper estimate|at most|الأعلى|الحد الأقصى|מקסימום|גבוה",
    "unit": "units|unit of measure|الوحدة|יחידה",
    "quantifier": "qualifier|wording|precision|المحدد|سياق العدد|כמת|ניסוח",
    "source_title": "source|title|source name|sources|report|document|citation|source document|"
    "data source|المصدر|عنوان المصدر|מקור|שם המקור",
    "source_url": "url|link|source link|web address|web link|source hyperlink|hyperlink|"
    "الرابط|رابط المصدر|קישור|כתובת",
    "source_date": "publication date|published on|date published|date of source|date of report|"
    "date of publication|تاريخ النشر|تاريخ المصدر|תאריך פרסום|תאריך המקור",
    "seen": "how seen",
    "note": "notes|comment|comments|remark|remarks|description|ملاحظات|ملاحظة|הערות|הערה",
}
_SHAPES: dict[str, str] = {
    "name": "name en|adm3 en|adm3 name|adm2 en|adm2 name|area|area name|zone|zone name|shape name|"
    "label|title|areas|block name|neighbourhood|neighborhood|municipality|governorate|"
    "الاسم|اسم المنطقة|المنطقة|اسم|שם|אזור|שם האזור",
    "pcode": "pcodes|adm2 pcode|adm2 code|area code|adm3 pcode|الرمز|קוד",
    "note": "notes|comment|comments|remark|remarks|description|ملاحظات|הערות",
}
_ORDERS: dict[str, str] = _SHAPES | {
    "issued_on": "issued|issue date|issued date|date issued|date of issue|order date|date|"
    "announced|published|date of order|date announced|announcement date|تاريخ الإصدار|صدر في|"
    "تاريخ|التاريخ|تاريخ الأمر|תאריך הוצאה|הוצא ביום|תאריך|תאריך הצו",
    "effective_from": "effective|effective date|start|start date|begin|valid from|from date|"
    "in force from|يسري من|תקף מ",
    "effective_to": "ended|end|end date|ends|valid to|valid until|until|expired|expires|lifted|"
    "rescinded|date ended|to date|انتهى في|תאריך סיום|הסתיים",
    "issuer": "issued by|authority|publisher|org|organisation|organization|"
    "الجهة المصدرة|הגורם המוציא",
    "kind": "type|order type|نوع|סוג",
    "term": "wording|order term|المصطلح|מונח",
    "blocks": "block|block number|block numbers|block no|displacement blocks|block id|cod mod|"
    "البلوك|رقم البلوك|البلوكات|"
    "בלוק|מספר בלוק|בלוקים",
    "source_title": "source|source name|report|المصدر|מקור",
    "source_url": "url|link|source link|الرابط|קישור",
}
VOCABULARY: dict[str, dict[str, str]] = {
    "estimates": _FIGURES,
    "areas": _SHAPES,
    "orders": _ORDERS,
}
"""Our columns by kind of file, each with other names that it goes by, the nearest to ours first."""

_OF_MEASURE = {
    "idps": "idps|idp|displaced population|population displaced|idps total|idp total|"
    "idp count|total idps|total idp|number of idps|displaced|displaced people|"
    "number of displaced people|number of displaced persons|number of displaced|displaced persons|"
    "total displaced|idp individuals|individuals idp|idps individuals|number of idp individuals|"
    "idp ind|idps ind|num present idp ind|idp population|idp stock|idp figure|estimated idps|"
    "internally displaced persons|internally displaced people|people displaced|persons displaced|"
    "عدد النازحين|إجمالي النازحين|نازحون|النازحون|نازح|עקורים|מספר עקורים|מספר העקורים",
    "sheltered": "idps in shelters|people in shelters|sheltered|sheltered people|"
    "number of idps in shelters|displaced in shelters|idps in collective shelters|"
    "النازحون في مراكز الإيواء|عدد النازحين في مراكز الإيواء",
    "people_present": "population|people present|population present|total population|"
    "estimated population|pop|"
    "pop total|t tl|السكان|عدد السكان|אוכלוסייה",
}

GIS_FIELDS = re.compile(
    r"objectid(_\d+)?|fid(_\w+)?|gid|global_?id|shape__?(area|leng|length)|creationdate|creator|"
    r"editdate|editor|created_(user|date)|last_edited_(user|date)|se_anno_cad_data",
    re.IGNORECASE,
)
"""Fields that a mapping program writes for itself: when a shape was drawn, and by whom."""

_ACRONYM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2,})")
_LEVEL = re.compile(r"\b(?:admin|adm|administrative)(?: ?level)? ?([0-4])\b")
_LONGEST = 200
"""Signs of a name by which it is compared."""

_COUNT_OF = re.compile(r"^(?:sum of|total number of|total no of|number of|no of|nb of|num|nb|of) ")


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    """A name as it is compared: no case, marks, or signs between words.

    >>> plain("Area_Name (EN)"), plain("الجِهة")
    ('area name en', 'الجهه')
    """
    # One sign may be taken apart into eighteen: a name is cut before and after.
    text = unicodedata.normalize("NFKD", name[:_LONGEST])[:_LONGEST].casefold()
    text = "".join(char for char in text if not unicodedata.combining(char) and char != "ـ")
    text = text.translate(str.maketrans("أإآىة", "ااايه"))
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


@lru_cache(maxsize=10_000)
def words_of(name: str) -> str:
    """The name of a column as its words, whatever holds them together.

    >>> words_of("numPresentIdpInd"), words_of("Admin 2 P-Code"), words_of("ADM2_PCODE")
    ('num present idp ind', 'adm2 pcode', 'adm2 pcode')
    >>> words_of("Total IDPs"), words_of("admin2Name")
    ('total idps', 'adm2 name')
    """
    text = plain(_ACRONYM.sub(" ", name))
    return re.sub(r"\bp codes?\b", "pcode", _LEVEL.sub(r"adm\1", text))


GOVERNORATES = frozenset(words_of(name) for name in _GOVERNORATE.split("|"))
"""Names of the column with the areas that figures are for; an "area" or a "location" beside it is
a finer place."""


@lru_cache(maxsize=4)
def names_of(kind: str) -> dict[str, tuple[str, int]]:
    """Our column by every name that it goes by, and how near the name is to ours (0 the nearest).

    >>> names_of("estimates")["link"]
    ('source_url', 2)
    """
    names: dict[str, tuple[str, int]] = {}
    for ours, synonyms in VOCABULARY[kind].items():
        for rank, name in enumerate(synonyms.split("|"), start=1):
            names.setdefault(words_of(name), (ours, rank))
    return names | {words_of(ours): (ours, 0) for ours in VOCABULARY[kind]}


def exact(name: str, kind: str) -> tuple[str, int] | None:
    """Return our column for a name that is known, with its rank; None for any other.

    A name may stand behind the group that it is of (``site/governorate``), in two
    languages, or with how it is to be filled in behind it.

    >>> exact("Governorate / المحافظة", "estimates"), exact("Sum of Individuals", "estimates")
    (('destination', 1), ('value', 5))
    >>> exact("Individuals (female)", "estimates") is None
    True
    """
    known = names_of(kind)
    text = words_of(name)
    for candidate in (text, _COUNT_OF.sub("", text)):
        if candidate in known:
            return known[candidate]
    if is_of_part(re.sub(r"\bgroups?\b", "", text)):  # KoBo calls sections of a form groups
        return None
    parts = _parts(name)
    found = {known[part][0] for part in parts if part in known}
    if len(found) != 1 or not _says_no_more(parts, known, grouped="/" in name):
        return None
    return min((known[part] for part in parts if part in known), key=lambda one: one[1])


def _parts(name: str) -> list[str]:
    """The words of each part of a name: its group, its translation, what stands in brackets."""
    parts = re.split(r"\s*[/|()\[\]\n:;]\s*|\s+[-–—]\s+", name)
    return [words for part in parts if (words := words_of(part))]


_HINTS = re.compile(
    r"(?:[dmy]{1,4} ?){1,3}|yyyy|required|optional|number|no|text|date|in numbers|en|ar|he|idps?|"
    r"people|persons|individuals|estimate[ds]?"
)


def _says_no_more(parts: list[str], known: dict[str, tuple[str, int]], *, grouped: bool) -> bool:
    """Whether what stands beside a known name is its group, a translation or a hint."""
    if grouped and parts[-1] in known:
        return True
    named = next(part for part in parts if part in known)
    script = "[a-z]" if re.search("[\u0590-\u06ff]", named) else "[\u0590-\u06ff]"
    # What counts people counts a part of them when it says so in any language.
    translated = known[named][0] not in ("value", "low", "high")
    return all(
        part in known or _HINTS.fullmatch(part) or (translated and re.search(script, part))
        for part in parts
    )


def is_of_part(words: str) -> bool:
    """Whether the words of a name single out a part of the people or count something else.

    >>> is_of_part("individuals female"), is_of_part("total individuals")
    (True, False)
    """
    return not PARTS.isdisjoint(words.split())


def measure_of(name: str, tag: str) -> str:
    """Return the measure that the column of numbers names by itself, or "".

    >>> measure_of("Total IDPs", ""), measure_of("Total", "#population"), measure_of("Total", "")
    ('idps', 'people_present', '')
    """
    told = measure_of_tag(tag)
    if told:
        return told
    text = words_of(name)
    known = _measures()
    for candidates in ([text], [_COUNT_OF.sub("", text)], _parts(name)):
        measures = {known[one] for one in candidates if one in known}
        if measures:
            return measures.pop() if len(measures) == 1 else ""
    return ""


@lru_cache(maxsize=1)
def _measures() -> dict[str, str]:
    return {
        words_of(name): measure
        for measure, names in _OF_MEASURE.items()
        for name in names.split("|")
    }
