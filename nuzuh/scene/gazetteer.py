"""The places that a reader can look for on the map, by any name that they are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from nuzuh.loaders.areas import load_places
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.scene.geometry import governorate_name
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
    return [_place(row, t) for row in _rows()]


@follows_data(maxsize=1)
def place_keys() -> tuple[str, ...]:
    """Return how a link names each of these places, in their order: the same in every language.

    That is its English name; where several share one, with the governorate in brackets, and a
    number where they share that too.

    >>> place_keys()[0], [key for key in place_keys() if key.startswith("As Siafa")]
    ('Gaza City', ['As Siafa (North Gaza)', 'As Siafa (North Gaza) 2'])
    """
    rows = _rows()
    shared = Counter(row["name_en"].casefold() for row in rows)
    seen, keys = Counter[str](), list[str]()
    for row in rows:
        key = row["name_en"]
        if shared[key.casefold()] > 1:
            key = f"{key} ({governorate_name(row['pcode'], 'en')})"
        seen[key.casefold()] += 1
        number = seen[key.casefold()]
        keys.append(key if number == 1 else f"{key} {number}")
    return tuple(keys)


@follows_data(maxsize=1)
def _rows() -> list[Mapping[str, Any]]:
    known = load_places().frame.sort_values("population", ascending=False, kind="stable")
    rows: list[Mapping[str, Any]] = known.to_dict("records")
    there = {(row["name_en"].casefold(), row["pcode"]) for row in rows}
    rows += [
        {**row, "kind": ""}
        for row in load_neighbourhoods().frame.to_dict("records")
        if (row["name_en"].casefold(), row["pcode"]) not in there
    ]
    return rows


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
