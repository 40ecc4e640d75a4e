"""One thing to cite, whatever the style or the program that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NO_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
"""Takes out the signs that keep directions of writing apart, which no reference manager knows."""


@dataclass(frozen=True)
class Reference:
    """One thing to cite.

    Attributes:
        key: name of the entry: ASCII letters, digits and hyphens.
        author: who is behind it, a body and never a person's parts of a name.
        title: what it is called.
        published: its day; None where that is not known.
        url: where it is; "" for nowhere.
        dataset: whether it is this project's data rather than someone's page.
        version: of the data; "" for none.
        note: what else a reader must know.
        language: code of the language of its title; "" where that is not known.
        accessed: the day on which it was looked at; None to leave that out.
    """

    key: str
    author: str
    title: str
    published: date | None
    url: str
    dataset: bool = False
    version: str = ""
    note: str = ""
    language: str = ""
    accessed: date | None = None
