"""The parts of a link as it arrives: what mail programs and sentences do to one is undone.

A link is pasted into mails, reports and chats, which write ``&`` as ``&amp;``,
encode it once more, and set a full stop, a bracket or a quote behind it. Only
what can mean one thing is mended; a part that is understood as it stands is
taken so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from html.entities import name2codepoint
from urllib.parse import unquote, unquote_plus

from rapidfuzz import fuzz, process

from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.user.values.day_forms import DayError, readings

PARTS = (
    "date",
    "layer",
    "phase",
    "lang",
    "show",
    "view",
    "area",
    "since",
    "block",
    "order",
    "place",
    "figure",
    "later",
    "zoom",
    "compare",
    "compare-view",
    "compare-show",
    "question",
    "by",
    "story",
    "step",
    "data",
)
"""The keys of a link."""

ALIKE = 75
"""A key at least this like one of ours (of 100) was meant to be one: ``veiw``, ``layr``."""

_GUESSED = ("from", "to", "until", "day", "pcode", "language", "publishers")
"""Keys that nobody but us would mean, though none is ours."""

_FOREIGN = ("embed", "utm_", "fbclid", "gclid", "mc_")
"""How keys of Streamlit begin, and those that mails and sites add to count visits."""

_LONGEST = 64
_LONGEST_VIEW = 2_000
"""No part of a link is longer (a view may name every publisher): what is, is junk."""

_BETWEEN = re.compile(rf"&(?:amp;)*(?=(?:{'|'.join(PARTS)})=)")
_ESCAPED = re.compile(r"amp;")
_BEFORE_NAME = re.compile(r"^(?:[\W_]|amp;)+")
_BEHIND = re.compile(r"[\W_]+$")
_BEFORE = re.compile(r"^(?:[\W_]|3D)+")
"""``3D`` is what is left of a sign of equality in a mail that is quoted-printable."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_SPACED = re.compile(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def received(query: Mapping[str, str | Sequence[str]]) -> tuple[dict[str, str], bool]:
    """Return the parts that a query holds, and whether it holds a key that only looks like ours.

    A key that is written as we write it wins over one that had to be mended.

    Args:
        query: parameters as text, or as lists of text of which the last counts.

    >>> received({"date": "2025-10-05", "amp;layer": "density", "utm_source": "mail"})
    ({'layer': 'density', 'date': '2025-10-05'}, False)
    >>> received({"veiw": "un"})
    ({}, True)
    """
    exact, mended, unknown = dict[str, str](), dict[str, str](), False
    for key, value in query.items():
        text = value if isinstance(value, str) else (value[-1] if value else "")
        for written, held in _pairs(key, text):
            name = _BEHIND.sub("", _BEFORE_NAME.sub("", written)).casefold()
            if name in PARTS:
                (exact if written == key == name else mended)[name] = _bounded(name, held)
            else:
                unknown = unknown or _looks_like_ours(name, written)
    return mended | exact, unknown


def understood(text: str, known: Collection[str]) -> str | None:
    """Return the one of some known texts that a part of a link means, or None.

    >>> understood("density).", ("people", "density")), understood("PEOPLE", ("people",))
    ('density', 'people')
    """
    if text in known:
        return text
    plain = mended(text)
    if plain in known:
        return plain
    alike = [one for one in known if mended(one).casefold() == plain.casefold()]
    return alike[0] if len(alike) == 1 else None


def understood_day(text: str) -> date | None:
    """Return the day that a part of a link means, or None; month and day may have one digit.

    >>> understood_day("2025-10-5)"), understood_day("5 October 2025")
    (datetime.date(2025, 10, 5), None)
    """
    written = _DAY.fullmatch(mended(text))
    if written is None:
        return None
    year, month, day = written.groups()
    return iso_day(f"{year}-{month:>02}-{day:>02}")


def typed_day(text: str) -> date | None:
    """Return the day that a reader has typed, or None for what is no day in one way only.

    Year first in any writing of digits, or with the month in words in one of our
    languages; 4/5/2025 is nobody's date for sure, and 5/10/25 neither.

    >>> typed_day("5 October 2025"), typed_day("٢٠٢٥-١٠-٥"), typed_day("4/5/2025")
    (datetime.date(2025, 10, 5), datetime.date(2025, 10, 5), None)
    """
    try:
        reading = readings(_SPACED.sub(r"\1-\2-\3", text.strip()))
    except DayError:
        return None
    if reading is None or reading.in_numbers or reading.form or reading.is_open:
        return None
    return reading.day_first


def mended(text: str) -> str:
    """Return a value without what stands around it, encoded once less, with plain dashes."""
    plain = unescape(unquote(text)).translate(_DASHES)
    return _BEHIND.sub("", _BEFORE.sub("", plain))


def _pairs(key: str, text: str) -> Iterator[tuple[str, str]]:
    """The keys and values that a pair holds: several where ``&`` or ``=`` was encoded twice."""
    whole = f"{key}={text}"
    if len(whole) > _LONGEST_VIEW:
        yield key, text
        return
    if "=" in key or "%3d" in whole.casefold():
        whole = unquote_plus(whole)
    for piece in _BETWEEN.split(whole):
        written, _, held = piece.partition("=")
        yield written, held


def _bounded(name: str, held: str) -> str:
    return held if len(held) <= (_LONGEST_VIEW if name.endswith("view") else _LONGEST) else ""


def _looks_like_ours(name: str, written: str) -> bool:
    if not name or len(name) > _LONGEST or name.startswith(_FOREIGN) or name in name2codepoint:
        # What is left of an escaped bracket or quote (``gt;``) is no key at all.
        return False
    if _ESCAPED.match(written) or name in _GUESSED:
        return True
    return process.extractOne(name, PARTS, scorer=fuzz.ratio, score_cutoff=ALIKE) is not None
