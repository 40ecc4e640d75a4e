"""How to cite a view and the sources behind it: text in the reader's language, BibTeX and RIS.

The date of access is never taken from the clock: it is given, or left out, so
that one view has one citation. A source has the same key in every view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nuzuh.files import bibtex, ris
from nuzuh.files.request import Taking
from nuzuh.files.sources import source_key, source_rows
from nuzuh.files.values import Row
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.method import method_text
from nuzuh.scene.reconstruction import view_name

AUTHOR = "The nuzuh maintainers"


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


def citation_text(taking: Taking, accessed: date | None = None) -> str:
    """Return the sentence that cites a view, in the reader's language.

    Args:
        taking: the view.
        accessed: the day on which the reader looked at it.
    """
    words = taking.words
    parts = [
        words(
            "taking.cite",
            year=_released(taking).year,
            title=_title(taking),
            data=words.isolated(taking.data),
        )
    ]
    digest = taking.tables.user.digest
    if digest:
        parts.append(words("taking.cite.own", digest=words.isolated(digest)))
    if taking.link:
        parts.append(words.isolated(taking.link))
    if accessed is not None:
        parts.append(words("taking.cite.accessed", date=words.day(accessed)))
    return " ".join(parts)


def sources_text(taking: Taking, rows: Sequence[Row] | None = None) -> list[str]:
    """Return a sentence for each source behind a view."""
    words = taking.words
    told = []
    for source in source_references(taking, rows):
        day = source.published
        parts = [words.isolated(speaker_name(source.author, words))]
        parts += [words("taking.cite.title", title=words.isolated(source.title))]
        parts += [words.day(day)] if day is not None else []
        line = words("list.comma").join(parts) + f" [{source.key}]."
        told.append(f"{line} {words.isolated(source.url)}" if source.url else line)
    return told


def citation_bibtex(
    taking: Taking, accessed: date | None = None, rows: Sequence[Row] | None = None
) -> str:
    """Return BibTeX for a view and each source behind it; see :func:`references`."""
    return bibtex.entries(references(taking, accessed, rows))


def citation_ris(
    taking: Taking, accessed: date | None = None, rows: Sequence[Row] | None = None
) -> str:
    """Return RIS for a view and each source behind it; see :func:`references`."""
    return ris.entries(references(taking, accessed, rows))


def references(
    taking: Taking, accessed: date | None = None, rows: Sequence[Row] | None = None
) -> list[Reference]:
    """Return the view, and then each source behind it.

    Args:
        taking: the view.
        accessed: the day on which the reader looked at it; the sources were
            looked at by whoever recorded them.
        rows: the sources, where the caller has them already.
    """
    note = method_text(taking.view, taking.words)
    digest = taking.tables.user.digest
    if digest:
        note = f"{note} {taking.words('taking.cite.own', digest=digest)}"
    view = Reference(
        _view_key(taking),
        AUTHOR,
        f"nuzuh: {_title(taking)}",
        _released(taking),
        taking.link,
        dataset=True,
        version=taking.data,
        note=note,
        language=taking.view.lang,
        accessed=accessed,
    )
    return [view, *source_references(taking, rows)]


def source_references(taking: Taking, rows: Sequence[Row] | None = None) -> list[Reference]:
    """Return each page behind a view once, with the ids of the figures that were seen on it."""
    sources: dict[tuple[str, str, str], list[Row]] = {}
    for row in source_rows(taking) if rows is None else rows:
        sources.setdefault(source_key(row), []).append(row)
    firsts = _first_ids(taking)
    return [_reference(same, firsts[key], taking) for key, same in sources.items()]


def _reference(rows: list[Row], first: str, taking: Taking) -> Reference:
    row, ids = rows[0], [str(one["id"]) for one in rows]
    key = f"nuzuh-{first}"
    if row["own"]:
        key += f"-{taking.tables.user.digest}"
    seen = "" if row["seen"] in ("primary", "") else f"seen as: {row['seen']}; "
    days = [row["source_date"] for row in rows if isinstance(row["source_date"], date)]
    return Reference(
        re.sub(r"[^A-Za-z0-9-]", "-", key),
        str(row["publisher"]),
        str(row["source_title"]) or taking.words("taking.cite.untitled"),
        min(days, default=None),
        str(row["source_url"]),
        note=f"{seen}rows of nuzuh: {', '.join(ids)}",
    )


def _first_ids(taking: Taking) -> dict[tuple[str, str, str], str]:
    """The first row of each source in the whole table: its name, whatever a view shows of it."""
    if taking.view.layer == "orders":
        table, publisher = taking.tables.orders, "issuer"
    else:
        table, publisher = taking.tables.estimates, "publisher"
    columns = [table[name] for name in (publisher, "source_title", "source_url", "id")]
    firsts: dict[tuple[str, str, str], str] = {}
    for who, title, url, identity in zip(*columns, strict=True):
        firsts.setdefault((who, title, url), identity)
    return firsts


def _title(taking: Taking) -> str:
    title = taking.words("taking.cite.view", title=taking.title, when=taking.when)
    if taking.view.reconstructed:
        whose = view_name(taking.view.view, taking.words)
        title += taking.words("taking.cite.whose", view=whose)
    return title


def _released(taking: Taking) -> date:
    """The day of the data's version: when what is cited came out."""
    return date.fromisoformat(taking.data[:10])


def _view_key(taking: Taking) -> str:
    """The name of the view's file, and the hash of its data."""
    stem = file_stem(
        taking.view, days=taking.days, compared=taking.start is None, user=taking.tables.user
    )
    return f"{stem}-{taking.data.rpartition('-')[2]}"
