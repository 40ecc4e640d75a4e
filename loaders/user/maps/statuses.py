"""Words by which files mark areas: as under an order, or as safe, lifted, cancelled, a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nuzuh.loaders.orders import KINDS
from nuzuh.loaders.user.headers.columns import plain
from nuzuh.loaders.user.refusal import Question

_ORDERS = (
    "displaced|displace|displacement|evacuate|evacuated|evacuation|evacuating|active|in force|"
    "in effect|effective|order|orders|ordered|warning|warned|warn|expansion|danger|dangerous|"
    "combat|no go|current|ongoing|new|issued|unsafe|restricted|"
    "اخلاء|الاخلاء|نزوح|النزوح|تحذير|ساري|ساريه|خطر|خطره|نشط|امر|"
    "פינוי|פנוי|לפינוי|אזהרה|בתוקף|פעיל|מסוכן|צו"
)
_NO_ORDERS = (
    "safe|safer|safety|humanitarian|recommended|shelter|shelters|lifted|cancelled|canceled|"
    "expired|rescinded|revoked|withdrawn|ended|inactive|closed|draft|test|testing|superseded|"
    "obsolete|allowed|return|returned|open|proposed|planned|former|previous|"
    "امن|امنه|الامنه|انسانيه|الانسانيه|موصي|ملغي|ملغاه|الغي|الغيت|منتهي|منتهيه|مسوده|تجربه|مرفوع|"
    "رفع|رفعت|"
    "בטוח|בטוחה|הומניטרי|הומניטרית|מומלץ|מומלצת|בוטל|בוטלה|מבוטל|מבוטלת|הוסר|הוסרה|פג|טיוטה|"
    "בדיקה|ניסיון|הסתיים|הסתיימה"
)
_TURNING = (
    "not|no|non|un|never|except|isn|longer|without|غير|لا|ليس|ليست|ما|بدون|לא|אינו|אינה|ללא|אין"
)
_FILLING = (
    "zone|zones|area|areas|block|blocks|status|and|the|map|to|of|corridor|"
    "منطقه|المنطقه|مناطق|المناطق|مربع|بلوك|الي|אזור|אזורים|שטח|בלוק|תוקף"
)
_FIELD = re.compile(
    r"(?:.* )?(?:status(?: ?text)?|state|condition)(?: .*)?"
    r"|.*(?:حاله|الحاله|الوضع|מצב|סטטוס)"
)
_LOOSE = re.compile(
    r"(?:.* )?(?:type|kind|class|category|label|name|title|zone|designation|folder|description|"
    r"symbol|style|legend|group|note|remark|safety|instruction)s?(?: .*)?|.*(?:نوع|النوع|תיאור|סוג)"
)


def _words(line: str) -> frozenset[str]:
    return frozenset(plain(word) for word in line.split("|"))


_IN, _OUT, _NOT, _FILL = map(_words, (_ORDERS, _NO_ORDERS, _TURNING, _FILLING))
_IN_TWO = tuple(word for word in _IN if " " in word)


def meaning_of(text: str) -> str:
    """Return what a word says of the area that it marks: ``in``, ``out``, or "" when that is open.

    >>> meaning_of("Displaced"), meaning_of("Safe zone"), meaning_of("Evacuation order (lifted)")
    ('in', 'out', '')
    """
    written = plain(text)
    # Two words that mean one thing are one word.
    for pair in _IN_TWO:
        written = written.replace(pair, pair.replace(" ", "_"))
    words = [word.replace("_", " ") for word in written.split()]
    if any(word in _NOT for word in words):
        return ""
    is_in, is_out = any(w in _IN for w in words), any(w in _OUT for w in words)
    return ("in" if is_in else "out") if is_in != is_out else ""


def _is_whole(text: str) -> bool:
    """Whether a text says that an area is no order and nothing else, but for fillings and numbers.

    >>> _is_whole("Safe block 97"), _is_whole("Safe School Street")
    (True, False)
    """
    words = plain(text).split()
    rest = [word for word in words if word not in _FILL and not word.isdigit()]
    return bool(rest) and all(word in _OUT for word in rest)


def is_plain_number(name: str) -> bool:
    """Whether a name is a number of a map and says no more: ``Block 12``.

    >>> is_plain_number("Zone 12"), is_plain_number("Rafah 12")
    (True, False)
    """
    return all(word in _FILL or word.isdigit() for word in plain(name).split())


def is_status(field: str) -> bool:
    """Whether a field says by its name in which state an area is."""
    return bool(_FIELD.fullmatch(plain(field)))


def says_orders(field: str, cells: Sequence[str]) -> bool:
    """Whether a field marks areas as under orders, in so many words."""
    if not (is_status(field) or _LOOSE.fullmatch(plain(field))):
        return False
    return any(meaning_of(cell) == "in" for cell in set(filter(None, cells)))


@dataclass(frozen=True)
class Marked:
    """What marks say of the features of a file.

    Attributes:
        out: places of those that are no orders.
        words: the words that say so.
        questions: a word each whose meaning only the reader knows.
    """

    out: frozenset[int]
    words: tuple[str, ...]
    questions: tuple[Question, ...]


def marked(fields: Mapping[str, Sequence[str]], told: Mapping[str, str]) -> Marked:
    """Return which features are no orders, by the words that mark them.

    A field of states is read whole: a word that is not known is asked about. In a
    type, a label or a folder only what says nothing but that an area is no order
    counts, and in a field of another name that is asked about.

    Args:
        fields: the texts of each field, a feature each.
        told: the reader's answers, ``in`` or ``out``, by the word.

    >>> marked({"StatusText": ["Displaced", "Safe"]}, {}).out
    frozenset({1})
    """
    answers = {plain(word): answer for word, answer in told.items()}
    out, words, asked = set[int](), dict[str, None](), dict[str, list[str]]()
    for field, cells in fields.items():
        strict, loose = is_status(field), bool(_LOOSE.fullmatch(plain(field)))
        meanings = {text: _meaning(text, answers, strict=strict) for text in set(cells) if text}
        # A field of types that once says "safe" is a field of states.
        strict = strict or ("type" in plain(field) and "out" in meanings.values())
        for place, text in enumerate(cells):
            meaning = meanings.get(text, "in")
            is_answered = plain(text) in answers
            if meaning == "out" and (strict or loose or is_answered):
                out.add(place)
                words[text] = None
            elif meaning == "out" or (meaning == "" and strict):
                asked.setdefault(plain(text), []).append(text)
    questions = tuple(
        Question("status", texts[0], choices=("in", "out"), rows=len(texts))
        for texts in asked.values()
    )
    return Marked(frozenset(out), tuple(words), questions)


def _meaning(text: str, answers: Mapping[str, str], *, strict: bool) -> str:
    written = plain(text)
    if written in answers:
        return answers[written]
    if written in KINDS:
        return "in"
    if strict:
        return meaning_of(text)
    return "out" if _is_whole(text) else ""
