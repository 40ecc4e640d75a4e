"""References as RIS, which Zotero, EndNote and Mendeley read: UTF-8, a field a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nuzuh.files.reference import NO_ISOLATES, Reference


def entries(references: Iterable[Reference]) -> str:
    """Return the references, a record each."""
    return "\r\n".join(_record(reference) for reference in references)


def one_line(text: str) -> str:
    r"""Return text that cannot begin a field of its own.

    >>> one_line("A title\nER  - \nTY  - EVIL")
    'A title ER - TY - EVIL'
    """
    plain = text.translate(NO_ISOLATES)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())


def _record(reference: Reference) -> str:
    day, accessed = reference.published, reference.accessed
    fields = [
        ("TY", "DATA" if reference.dataset else "ELEC"),
        ("ID", reference.key),
        ("AU", _body(reference.author)),
        ("TI", one_line(reference.title)),
        ("PY", str(day.year) if day else ""),
        ("DA", _date(day)),
        ("ET", one_line(reference.version)),
        ("UR", one_line(reference.url).replace(" ", "%20")),
        ("Y2", _date(accessed)),
        ("LA", reference.language),
        ("N1", one_line(reference.note)),
    ]
    lines = [f"{tag}  - {text}" for tag, text in fields if text]
    return "\r\n".join([*lines, "ER  - ", ""])


def _body(name: str) -> str:
    """The name of a body; a comma would part it into a family's and a given name."""
    return one_line(name).replace(",", " -")


def _date(day: date | None) -> str:
    return f"{day:%Y/%m/%d}/" if day else ""
