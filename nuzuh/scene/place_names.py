"""Places as orders name them, in the reader's language where the gazetteer knows it.

A place that has no name there is told in the language that it stands in, as a
foreign name among the words around it: nothing is written from one script into another.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from nuzuh.loaders.areas import load_area_names, load_places
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.scene.translator import Translator

_ARTICLE = re.compile(r"\b(?:al|an|as|ash|ad|ar|az|at|el)(?:[ -]+|(?=[A-Z]))", re.IGNORECASE)
_BRACKETS = re.compile(r"(?P<name>[^()]+) \((?P<more>[^()]+)\)")
_PART = re.compile(
    r"(?P<part>parts of|northern|southern|eastern|western|central) (?P<name>.+)", re.IGNORECASE
)
_ALSO = {
    "Hamad": "Hamad City",
    "Jabalia town": "Jabalia",
    "Khan Younis city": "Khan Younis",
    "Khan Younis governorate": "Khan Younis",
    "Madinat Hamad": "Hamad City",
    "Al-Mughraqa": "Al-Mughraqa (Abu Middein)",
    "Philadelphi": "Philadelphi corridor",
    "Shaboura camp": "Shaboura",
    "Shati camp": "Beach (Shati) camp",
    "Al-Shawka": "Al-Shoka (Shokat as-Sufi)",
    "Tal al-Sultan": "Tel al-Sultan",
    "Tal al-Hawa": "Tel al-Hawa",
    "Tiba Zaraa": "Tabet Zare",
}
"""Other names of the same places in the tables of orders."""


def places_named(text: str, t: Translator) -> str:
    """Return places that stand one after the other, each in the reader's language where known.

    Args:
        text: places as the tables write them, between semicolons.
        t: the reader's language.

    >>> places_named("Sheikh Radwan; parts of Jabalia", Translator("ar"))
    'الشيخ رضوان؛ أجزاء من جباليا'
    """
    if not t.right_to_left:
        return text
    named = (place_name(piece.strip(), t) for piece in text.split(";"))
    return t("list.sep").join(filter(None, named))


def place_name(name: str, t: Translator) -> str:
    """Return a place in the reader's language, or as a foreign name where that is not known.

    A part of a place, and a place with another in brackets, are told so where both are known.
    """
    return _known_name(name, t) or t.isolated(name) if name else ""


def _known_name(name: str, t: Translator) -> str:
    """A place in the reader's language; "" where that is not known."""
    if not t.right_to_left:
        return name
    names = _names(LANGUAGES[t.lang].name_column)
    found = names.get(_plain(name)) or names.get(_plain(_ALSO.get(name, "")))
    if found:
        return found
    if part := _PART.fullmatch(name):
        whole = _known_name(part["name"], t)
        key = part["part"].lower().replace(" ", "_")
        return t(f"place.{key}", name=whole) if whole else ""
    if both := _BRACKETS.fullmatch(name):
        outer, inner = _known_name(both["name"], t), _known_name(both["more"], t)
        return f"{outer} ({inner})" if outer and inner else ""
    return ""


@cache
def _names(column: str) -> dict[str, str]:
    """Names in a language by the plain English ones; those of different places are left out."""
    found: dict[str, set[str]] = {}
    for frame, name in (
        (load_area_names().frame, "name"),
        (load_places().frame, "name_en"),
        (load_neighbourhoods().frame, "name_en"),
    ):
        told: dict[str, set[str]] = {}
        for english, translated in zip(frame[name], frame.get(column, frame[name]), strict=True):
            if column in frame and translated:
                spelled = _without_marks(translated)
                told.setdefault(_plain(english), set()).add(spelled)
                bare = _BRACKETS.fullmatch(english)
                # Al-Rawda (Jabalia) is Al-Rawda too, unless another one is called otherwise.
                if bare and _BRACKETS.fullmatch(spelled) is None:
                    told.setdefault(_plain(bare["name"]), set()).add(spelled)
        found = told | found
    return {english: names.pop() for english, names in found.items() if len(names) == 1}


def _plain(name: str) -> str:
    """An English name as it is compared: without case, articles, marks and hyphens."""
    letters = _ARTICLE.sub("", name.replace("’", "'"))
    return re.sub(r"[^a-z0-9()]+", " ", letters.casefold().replace("'", "")).strip()


def _without_marks(name: str) -> str:
    """An Arabic name without vowel marks and stretched letters."""
    bare = (letter for letter in name if unicodedata.category(letter) != "Mn" and letter != "ـ")
    return " ".join("".join(bare).split())
