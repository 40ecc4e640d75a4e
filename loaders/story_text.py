"""The sentences of a story: words, and placeholders that the scene fills with what is known.

A placeholder stands in braces. What may stand in them is this and nothing else:

=========================  ====================================================================
``{GD0508}``               a published figure as it was worded, with its unit
``{GD0508.publisher}``     who says so
``{GD0508.when}``          the day that it describes, and since when it counts
``{GD0508.where}``         the area, or where from and where to
``{order:GO0026}``         an order: who issued it and when
``{people:PS0275}``        people of an area on the day of the step, as its map shows them
``{moved:PS0275>south}``   people who moved in the days of the step, reconstructed
``{ordered}``              the share of the Strip under orders; ``{ordered:PS0275}`` of an area
``{day}``, ``{since}``     the day of the step, and the first one of its movements
=========================  ====================================================================
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.territory import territory

Kind = Literal["figure", "order", "people", "moved", "ordered", "day", "since"]

PARTS = ("publisher", "when", "where")
"""What else than its number is told of a figure."""

STRIP = "strip"
_SIDES = tuple(side.id for side in territory().sides)
_AREA = "|".join((*pc.GOVERNORATES, *_SIDES, STRIP))
_FORMS: dict[Kind, re.Pattern[str]] = {
    "figure": re.compile(rf"(G[A-Z]\d{{4}})(?:\.({'|'.join(PARTS)}))?"),
    "order": re.compile(r"order:(G[A-Z]\d{4})"),
    "people": re.compile(rf"people:({_AREA})"),
    "moved": re.compile(rf"moved:({_AREA})>({_AREA})"),
    "ordered": re.compile(rf"ordered(?::({'|'.join(pc.GOVERNORATES)}))?"),
    "day": re.compile("day"),
    "since": re.compile("since"),
}
_BRACES = re.compile(r"\{([^{}]*)\}")
_NUMBER_WORDS = re.compile(
    r"\b(?:hundreds?|thousands?|millions?|per ?cent"
    r"|(?:ال|ب|و|ل)?(?:مئة|مائة|مئات|ألف|ألفا|آلاف|مليون|مليونا|ملايين)"
    r"|[הובל]?(?:מאה|מאות|אלף|אלפים|אלפי|מיליון|מיליוני|מיליונים|אחוז|אחוזים))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Placeholder:
    """What stands in braces.

    Attributes:
        kind: which of the placeholders it is.
        of: the id of the figure or order, or the areas; none for a day and for the Strip.
        part: one of :data:`PARTS` of a figure; "" for its number.
    """

    kind: Kind
    of: tuple[str, ...] = ()
    part: str = ""

    def __str__(self) -> str:
        """Return it as it is written."""
        of = {"figure": "".join(self.of), "order": f"order:{''.join(self.of)}"}.get(self.kind)
        of = of or (f"{self.kind}:{'>'.join(self.of)}" if self.of else self.kind)
        return f"{{{of}{'.' if self.part else ''}{self.part}}}"


Piece = str | Placeholder


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the words and placeholders of a sentence, in their order.

    Raises:
        ValueError: for a placeholder that there is none of, or a brace without its other half;
            the message says what may stand there.

    >>> pieces_of("By {day}, {people:PS0275}.")[1]
    Placeholder(kind='day', of=(), part='')
    """
    told: list[Piece] = []
    for at, part in enumerate(_BRACES.split(text)):
        if at % 2:
            told.append(_placeholder(part))
        elif "{" in part or "}" in part:
            raise ValueError("a brace has no other half: write {day}, {GD0508} and the like")
        elif part:
            told.append(part)
    return tuple(told)


def placeholders_of(text: str) -> tuple[Placeholder, ...]:
    """Return the placeholders of a sentence, in their order."""
    return tuple(piece for piece in pieces_of(text) if isinstance(piece, Placeholder))


def typed_number(text: str) -> str:
    """Return the first number that is typed into a text rather than filled; "" for none.

    That is a digit of any script outside placeholders, a sign for percent or a fraction, or
    a word that counts, such as "million".

    >>> typed_number("{GD0508} people"), typed_number("about ٤٠ people"), typed_number("a million")
    ('', '٤', 'million')
    """
    words = _BRACES.sub(" ", text)
    for sign in words:
        if unicodedata.category(sign) in ("Nd", "Nl", "No") or sign in "%‰٪":
            return sign
    counted = _NUMBER_WORDS.search(words)
    return counted.group() if counted else ""


def _placeholder(text: str) -> Placeholder:
    for kind, form in _FORMS.items():
        found = form.fullmatch(text)
        if found is None:
            continue
        if kind == "figure":
            return Placeholder(kind, (found[1],), found[2] or "")
        return Placeholder(kind, tuple(filter(None, found.groups())))
    raise ValueError(
        f"there is no placeholder {{{text[:40]}}}: one of {{GD0508}}, {{GD0508.publisher}}, "
        "{GD0508.when}, {GD0508.where}, {order:GO0026}, {people:PS0275}, {moved:PS0275>south}, "
        "{ordered}, {day}, {since}"
    )
