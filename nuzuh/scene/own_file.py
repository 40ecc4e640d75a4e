"""What a reader sees of their own file: how large it may be, what was understood, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.cells import cell_text
from nuzuh.loaders.user import Checked, UserDataError, limits
from nuzuh.loaders.user.notes import LeftOut, Note, listed
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import published_area_name
from nuzuh.scene.ledger_selection import ledger_line
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator

PREVIEWED = 8
"""Rows of a preview."""

_LISTED = 8
"""Names of what was left out that are told one by one."""


@dataclass(frozen=True)
class UnderstoodFile:
    """A reader's file as it was understood.

    Attributes:
        sentence: which kind of file, how many rows, of which days.
        areas: those that it speaks of.
        warnings: sentences on what was left out and what a reader should look at.
        preview: its first rows.
        note: what is not done with it; "" for nothing.
        columns: what each of its columns was taken for.
    """

    sentence: str
    areas: str
    warnings: tuple[str, ...]
    preview: TextTable
    note: str
    columns: TextTable


@dataclass(frozen=True)
class RefusedFile:
    """What is wrong with a reader's file.

    Attributes:
        sentence: that it is refused, and how many problems it has.
        problems: row, column, what to mend.
        more: how many problems are not listed; "" where all are.
        note: that the rules are told in English; "" to who reads it.
    """

    sentence: str
    problems: TextTable
    more: str
    note: str


def understood(checked: Checked, t: Translator) -> UnderstoodFile:
    """Return what was understood of a reader's file.

    Args:
        checked: the file.
        t: the reader's language.
    """
    kind, rows = t(f"own.kind.{checked.kind}"), t.number(len(checked.frame))
    sentence = t("own.checked", file=t.isolated(checked.file), kind=kind, n=rows)
    if checked.first is not None and checked.last is not None:
        first, last = t.day(checked.first), t.day(checked.last)
        sentence += " " + t("own.period", first=first, last=last)
    return UnderstoodFile(
        sentence=sentence,
        areas=areas_text(checked, t),
        warnings=remarks(checked, t),
        preview=_preview(checked, t),
        note=t("own.areas_note") if checked.kind == "areas" else "",
        columns=TextTable(
            (t("own.column"), ""),
            tuple((match.given or "–", column_words(match.ours, t)) for match in checked.matches),
            isolated=(0,),
        ),
    )


def column_words(name: str, t: Translator) -> str:
    """Return what a column of ours holds, in words; "" stands for none of them."""
    return t(f"own.column.{name}") if name else t("own.unused")


def remarks(checked: Checked, t: Translator) -> tuple[str, ...]:
    """Return what was left out of a file and what a reader should look at, in sentences.

    Args:
        checked: the file.
        t: the reader's language.
    """
    noted = tuple(t(f"own.note.{one.key}", **_shown(one, t)) for one in checked.notes)
    return (*(left_out_text(one, t) for one in checked.left_out), *noted)


def left_out_text(one: LeftOut, t: Translator) -> str:
    """Return a sentence on what was left out for one reason.

    Args:
        one: what was left out.
        t: the reader's language.
    """
    names = t("list.comma").join(t.isolated(name[:40]) for name in one.names[:_LISTED])
    names += " …" if len(one.names) > _LISTED else ""
    reason = t(f"own.left.{one.reason}")
    return t(
        f"own.left_out.{one.unit}",
        reason=f"{reason} ({names})" if names else reason,
        n=t.number(one.count),
        numbers=listed(one.numbers),
    )


def _shown(one: Note, t: Translator) -> dict[str, str]:
    return {
        name: t.number(value) if isinstance(value, int) else t.isolated(value)
        for name, value in one.values
    }


def refused(refusal: UserDataError, t: Translator) -> RefusedFile:
    """Return what is wrong with a reader's file.

    Args:
        refusal: every problem of it.
        t: the reader's language.
    """
    count = t.number(len(refusal.problems) + refusal.more)
    return RefusedFile(
        sentence=t("own.refused", file=t.isolated(refusal.file), n=count),
        problems=TextTable(
            (t(f"own.{refusal.unit}"), t("own.column"), t("own.problem")),
            tuple((str(p.row or "–"), p.column or "–", f"{p.told}.") for p in refusal.problems),
            # A stranger's text, and a rule in English, keep their own direction.
            isolated=(1, 2),
        ),
        more=t("own.more", n=t.number(refusal.more)) if refusal.more else "",
        note=t("own.english") if t.lang != "en" else "",
    )


def limits_text(t: Translator) -> str:
    """Return how large a file may be, in a sentence."""
    return t(
        "own.limits",
        rows=t.number(limits.ROWS),
        columns=limits.COLUMNS,
        features=t.number(limits.FEATURES),
        vertices=t.number(limits.VERTICES),
        megabytes=limits.FILE_BYTES // limits.MEGABYTE,
    )


def areas_text(checked: Checked, t: Translator) -> str:
    """Return the areas that a file speaks of, by their names where these are P-codes."""
    names = [
        governorate_name(area, t.lang)
        if area in pc.GOVERNORATES
        else t.isolated(published_area_name(area, t))
        for area in checked.areas[:12]
    ]
    more = ["…"] if len(checked.areas) > len(names) else []
    return t("list.comma").join([*names, *more])


_TITLES = {
    "feature": "own.feature",
    "name": "own.column.name",
    "pcodes": "own.pcodes",
    "area_km2": "own.km2",
    "issued_on": "own.column.issued_on",
    "effective_to": "own.column.effective_to",
    "issuer": "own.column.issuer",
}
"""What the columns of a file of areas or orders are called."""


def _preview(checked: Checked, t: Translator) -> TextTable:
    frame = checked.frame.head(PREVIEWED)
    caption = t("own.preview", n=len(frame))
    if checked.kind == "estimates":
        columns = ("as_of", "publisher", "figure", "measure", "from", "area")
        keys = ("ledger.id", *(f"ledger.{key}" for key in columns), "sources.source")
        titles = tuple(t(key) for key in keys)
        figures = tuple(_figure(row, t) for _, row in frame.iterrows())
        return TextTable(titles, figures, caption, isolated=(2, 5, 6, 7))
    names = ["feature", "name", "pcodes", "area_km2"]
    names += ["issued_on", "effective_to", "issuer"] if checked.kind == "orders" else []
    rows = tuple(tuple(_cell(row[name], t) for name in names) for _, row in frame.iterrows())
    titles = tuple(t(_TITLES[name]) for name in names)
    return TextTable(titles, rows, caption, isolated=tuple(range(len(names))))


def _cell(value: object, t: Translator) -> str:
    if isinstance(value, pd.Timestamp) and not pd.isna(value):
        return t.day(value.date(), short=True)
    return cell_text(value)


def _figure(row: pd.Series, t: Translator) -> tuple[str, ...]:
    line = ledger_line(row, t)
    return (
        line.id,
        t.day(line.as_of, short=True),
        line.publisher,
        line.figure,
        line.measure,
        line.origin,
        line.area,
        line.source,
    )
