"""Places as orders name them, in the reader's language where the gazetteer knows it.

A place that has no name there is told in the language that it stands in, as a
foreign name among the words around it: nothing is written from one script into another.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from nuzuh.evidence.place_spelling import ALSO, plain_name
from nuzuh.loaders.areas import load_area_names, load_places
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.scene.translator import Translator

_BRACKETS = re.compile(r"(?P<name>[^()]+) \((?P<more>[^()]+)\)")
_PART = re.compile(
    r"(?P<part>parts of|northern|southern|eastern|western|central) (?P<name>.+)", re.IGNORECASE
)
_PAIR = re.compile(r"(?P<name>[^()]+) and (?P<more>[^()]+)")
_EXTENTS = {
    "all": "whole",
    "all residents": "whole",
    "all remaining residents": "whole",
    "whole city": "whole",
    "parts": "parts_of",
}
"""What stands in brackets behind a place and tells how much of it is meant."""


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
    plain = names.get(plain_name(name)) or names.get(plain_name(ALSO.get(name, "")))
    return plain or _put_together(name, t)


def _put_together(name: str, t: Translator) -> str:
    """A part of a place, or two places, in the reader's language; "" where one is not known."""
    parts = _PART.fullmatch(name) or _PAIR.fullmatch(name) or _BRACKETS.fullmatch(name)
    if parts is None:
        return ""
    word, first, more = (parts.groupdict().get(key, "") for key in ("part", "name", "more"))
    known = _known_name(first, t)
    if not known:
        return ""
    if word or more in _EXTENTS:
        key = _EXTENTS[more] if more else word.lower().replace(" ", "_")
        return t(f"place.{key}", name=known)
    other = _known_name(more, t)
    if not other:
        return ""
    is_pair = _PAIR.fullmatch(name) is not None
    return t("place.and", first=known, last=other) if is_pair else f"{known} ({other})"


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
                told.setdefault(plain_name(english), set()).add(spelled)
                bare = _BRACKETS.fullmatch(english)
                # Al-Rawda (Jabalia) is Al-Rawda too, unless another one is called otherwise.
                if bare and _BRACKETS.fullmatch(spelled) is None:
                    told.setdefault(plain_name(bare["name"]), set()).add(spelled)
        found = told | found
    return {english: names.pop() for english, names in found.items() if len(names) == 1}


def _without_marks(name: str) -> str:
    """An Arabic name without vowel marks and stretched letters."""
    bare = (letter for letter in name if unicodedata.category(letter) != "Mn" and letter != "ـ")
    return " ".join("".join(bare).split())
