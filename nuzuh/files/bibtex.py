"""References as BibTeX, in UTF-8: read by BibTeX, biber and every reference manager."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nuzuh.files.reference import NO_ISOLATES, Reference
from nuzuh.scene.translator import Translator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    # A brace stays one to BibTeX behind a backslash too, and must have its pair.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_NOT_IN_URL = re.compile(r"[{}\\^`<>\"|\s]")


def entries(references: Iterable[Reference]) -> str:
    """Return the references, an entry each."""
    return "\n".join(_entry(reference) for reference in references)


def escaped(text: str) -> str:
    r"""Return text that TeX sets as it stands, on one line.

    >>> escaped("R&D at 50% {in} C:\\x_1")
    'R\\&D at 50\\% \\textbraceleft{}in\\textbraceright{} C:\\textbackslash{}x\\_1'
    """
    return "".join(
        _SPECIAL.get(sign, sign) for sign in " ".join(text.translate(NO_ISOLATES).split())
    )


def address(url: str) -> str:
    """Return an address in which nothing ends the field; TeX takes the rest as it stands.

    >>> address("https://example.org/a{b}?c=50%25&d_e")
    'https://example.org/a%7Bb%7D?c=50%25&d_e'
    """
    return _NOT_IN_URL.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), url)


def _entry(reference: Reference) -> str:
    fields = {
        # Braces within keep a body's name from being taken apart, and a title's capitals.
        "author": f"{{{escaped(reference.author)}}}",
        "title": f"{{{escaped(reference.title)}}}",
    }
    day = reference.published
    if day is not None:
        fields["year"] = str(day.year)
    if reference.dataset:
        fields["type"] = "Data set"
    if reference.version:
        fields["version"] = escaped(reference.version)
    if reference.url:
        fields["url"] = address(reference.url)
    if reference.accessed is not None:
        fields["urldate"] = reference.accessed.isoformat()
    if reference.language:
        fields["langid"] = Translator(reference.language).language.biblatex
    if reference.note:
        fields["note"] = escaped(reference.note)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    if day is not None:
        lines.insert(3, f"  month = {_MONTHS[day.month - 1]},")
        lines.insert(4, f"  day = {{{day.day}}},")
    return f"@misc{{{reference.key},\n" + "\n".join(lines) + "\n}\n"
