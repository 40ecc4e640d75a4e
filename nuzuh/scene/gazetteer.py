"""The places that a reader can look for on the map, by any name that they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nuzuh.loaders.areas import load_places
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.scene.time_map import UNDRAWN, Place
from nuzuh.scene.translator import Translator

_RANKS = {"city": 1, "refugee camp": 2, "town": 3, "neighbourhood": 4}
"""Kinds of places that the map names, the most important first."""

_FALLBACK = ("ar", "en", "he")
"""Languages in which a place without a name in the reader's is named: nothing is transliterated."""


def places_of(t: Translator) -> list[Place]:
    """Return every place of the gazetteer and OCHA's neighbourhoods, the largest of a kind first.

    A neighbourhood that is in the gazetteer too, by its English name and its
    governorate, is there once.

    Args:
        t: the reader's language.
    """
    known = load_places().frame.sort_values("population", ascending=False, kind="stable")
    rows: list[Mapping[str, Any]] = known.to_dict("records")
    there = {(row["name_en"].casefold(), row["pcode"]) for row in rows}
    rows += [
        {**row, "kind": ""}
        for row in load_neighbourhoods().frame.to_dict("records")
        if (row["name_en"].casefold(), row["pcode"]) not in there
    ]
    return [_place(row, t) for row in rows]


def _place(row: Mapping[str, Any], t: Translator) -> Place:
    names = {lang: row.get(LANGUAGES[lang].name_column) or "" for lang in LANGUAGES}
    lang = next(one for one in (t.lang, *_FALLBACK) if names[one])
    name = names.pop(lang)
    return Place(
        name,
        (row["longitude"], row["latitude"]),
        _RANKS.get(row["kind"], UNDRAWN),
        row["pcode"],
        "" if lang == t.lang else lang,
        tuple(dict.fromkeys(other for other in names.values() if other and other != name)),
    )
