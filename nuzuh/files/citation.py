"""How to cite a view and the sources behind it: text in the reader's language, BibTeX and RIS.

The date of access is never taken from the clock: it is given, or left out, so
that one view has one citation. A source has the same key in every view.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from nuzuh.files import bibtex, ris
from nuzuh.files.reference import Reference
from nuzuh.scene.export import ExportScene, Metadata, SourceRecord
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.from_records import marked_name

AUTHOR = "The nuzuh maintainers"


def citation_text(told: Metadata, accessed: date | None = None) -> str:
    """Return the sentence that cites a view, in the reader's language.

    Args:
        told: what a file of the view says of itself.
        accessed: the day on which the reader looked at it.
    """
    t = told.request.t
    parts = [
        t(
            "taking.cite",
            year=told.released.year,
            title=_title(told),
            data=t.isolated(told.data),
        )
    ]
    if told.user_digest:
        parts.append(t("taking.cite.own", digest=t.isolated(told.user_digest)))
    if told.records_cited:
        parts.append(told.records_cited)
    if told.link:
        parts.append(t.isolated(told.link))
    if accessed is not None:
        parts.append(t("taking.cite.accessed", date=t.day(accessed)))
    return " ".join(parts)


def sources_text(export: ExportScene) -> list[str]:
    """Return a sentence for each source behind a view."""
    t = export.metadata.request.t
    marked = {record.publisher for record in export.sources if record.records}
    told = []
    for source in source_references(export):
        day = source.published
        parts = [t.isolated(marked_name(source.author, marked, t))]
        parts += [t("taking.cite.title", title=t.isolated(source.title))]
        parts += [t.day(day)] if day is not None else []
        line = t("list.comma").join(parts) + f" [{source.key}]."
        told.append(f"{line} {t.isolated(source.url)}" if source.url else line)
    return told


def as_text(export: ExportScene) -> bytes:
    """Return the sentence that cites a view, and one for each source behind it."""
    return "\n".join([citation_text(export.metadata), "", *sources_text(export), ""]).encode()


def as_bibtex(export: ExportScene, accessed: date | None = None) -> bytes:
    """Return BibTeX for a view and each source behind it; see :func:`references`."""
    return bibtex.entries(references(export, accessed)).encode()


def as_ris(export: ExportScene, accessed: date | None = None) -> bytes:
    """Return RIS for a view and each source behind it; see :func:`references`."""
    return ris.entries(references(export, accessed)).encode()


def references(export: ExportScene, accessed: date | None = None) -> list[Reference]:
    """Return the view, and then each source behind it.

    Args:
        export: the view.
        accessed: the day on which the reader looked at it; the sources were
            looked at by whoever recorded them.
    """
    return [view_reference(export.metadata, accessed), *source_references(export)]


def view_reference(told: Metadata, accessed: date | None = None) -> Reference:
    """Return what a view is cited as."""
    note = told.method
    if told.user_digest:
        note = f"{note} {told.request.t('taking.cite.own', digest=told.user_digest)}"
    if told.records_note:
        note = f"{note} {told.records_note}"
    return Reference(
        _view_key(told),
        AUTHOR,
        f"nuzuh: {_title(told)}",
        told.released,
        told.link,
        dataset=True,
        version=told.data,
        note=note,
        language=told.request.view.lang,
        accessed=accessed,
    )


def source_references(export: ExportScene) -> list[Reference]:
    """Return each page behind a view once, with the ids of the figures that were seen on it."""
    pages: dict[str, list[SourceRecord]] = {}
    for record in export.sources:
        pages.setdefault(record.source, []).append(record)
    return [_reference(records, export.metadata) for records in pages.values()]


def _reference(records: list[SourceRecord], told: Metadata) -> Reference:
    first, ids = records[0], [record.id for record in records]
    key = f"nuzuh-{first.source}"
    if first.own:
        key += f"-{told.user_digest}"
    seen = "" if first.seen in ("primary", "") else f"seen as: {first.seen}; "
    if first.records:
        seen += "scaled from records, and not published; "
    days = [record.source_date for record in records if record.source_date is not None]
    return Reference(
        re.sub(r"[^A-Za-z0-9-]", "-", key),
        first.publisher,
        first.source_title or told.request.t("taking.cite.untitled"),
        min(days, default=None),
        first.source_url,
        note=f"{seen}rows of nuzuh: {', '.join(ids)}",
    )


def _title(told: Metadata) -> str:
    t = told.request.t
    title = t("taking.cite.view", title=told.title, when=told.when)
    return title + t("taking.cite.whose", view=told.whose) if told.whose else title


def _view_key(told: Metadata) -> str:
    """The name of the view's file, and the hash of its data."""
    request = told.request
    days = request.days if request.start is not None else ()
    stem = file_stem(replace(request.view, zoom=""), days=days, user=told.user_digest)
    return f"{stem}-{told.data.rpartition('-')[2]}"
