"""What a reader sees of their own file: how large it may be, what was understood, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.own import Checked, OwnDataError, limits
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import area_name
from nuzuh.scene.ledger_selection import cell_text, ledger_line
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.words import Words

PREVIEWED = 8
"""Rows of a preview."""


@dataclass(frozen=True)
class UnderstoodFile:
    """A reader's file as it was understood.

    Attributes:
        sentence: which kind of file, how many rows, of which days.
        areas: those that it speaks of.
        warnings: sentences on what a reader should look at.
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


def understood(checked: Checked, words: Words) -> UnderstoodFile:
    """Return what was understood of a reader's file.

    Args:
        checked: the file.
        words: the reader's language.
    """
    kind, rows = words(f"own.kind.{checked.kind}"), words.number(len(checked.frame))
    sentence = words("own.checked", file=words.isolated(checked.file), kind=kind, n=rows)
    if checked.first is not None and checked.last is not None:
        first, last = words.day(checked.first), words.day(checked.last)
        sentence += " " + words("own.period", first=first, last=last)
    return UnderstoodFile(
        sentence=sentence,
        areas=areas_text(checked, words),
        warnings=checked.warnings,
        preview=_preview(checked, words),
        note=words("own.areas_note") if checked.kind == "areas" else "",
        columns=TextTable(
            (words("own.column"), ""),
            tuple(
                (match.theirs or "–", match.ours or words("own.unused"))
                for match in checked.matches
            ),
            isolated=(0,),
        ),
    )


def refused(refusal: OwnDataError, words: Words) -> RefusedFile:
    """Return what is wrong with a reader's file.

    Args:
        refusal: every problem of it.
        words: the reader's language.
    """
    count = words.number(len(refusal.problems) + refusal.more)
    return RefusedFile(
        sentence=words("own.refused", file=words.isolated(refusal.file), n=count),
        problems=TextTable(
            (words(f"own.{refusal.unit}"), words("own.column"), words("own.problem")),
            tuple((str(p.row or "–"), p.column or "–", f"{p.rule}.") for p in refusal.problems),
            # A stranger's text, and a rule in English, keep their own direction.
            isolated=(1, 2),
        ),
        more=words("own.more", n=words.number(refusal.more)) if refusal.more else "",
        note=words("own.english") if words.lang != "en" else "",
    )


def limits_text(words: Words) -> str:
    """Return how large a file may be, in a sentence."""
    return words(
        "own.limits",
        rows=words.number(limits.ROWS),
        columns=limits.COLUMNS,
        features=words.number(limits.FEATURES),
        vertices=words.number(limits.VERTICES),
        megabytes=limits.FILE_BYTES // limits.MEGABYTE,
    )


def areas_text(checked: Checked, words: Words) -> str:
    """Return the areas that a file speaks of, by their names where these are P-codes."""
    names = [
        governorate_name(area, words.lang)
        if area in pc.GOVERNORATES
        else words.isolated(area_name(area, words))
        for area in checked.areas[:12]
    ]
    more = ["…"] if len(checked.areas) > len(names) else []
    return words("list.comma").join([*names, *more])


def _preview(checked: Checked, words: Words) -> TextTable:
    frame = checked.frame.head(PREVIEWED)
    caption = words("own.preview", n=len(frame))
    if checked.kind == "estimates":
        columns = ("as_of", "publisher", "figure", "measure", "from", "area")
        titles = ("id", *(words(f"ledger.{key}") for key in columns), words("sources.source"))
        figures = tuple(_figure(row, words) for _, row in frame.iterrows())
        return TextTable(titles, figures, caption, isolated=(2, 5, 6, 7))
    names = ["feature", "name", "pcodes", "area_km2"]
    names += ["issued_on", "effective_to", "issuer"] if checked.kind == "orders" else []
    rows = tuple(tuple(cell_text(row[name]) for name in names) for _, row in frame.iterrows())
    return TextTable(tuple(names), rows, caption, isolated=tuple(range(len(names))))


def _figure(row: pd.Series, words: Words) -> tuple[str, ...]:
    """The cells of a figure; what it measures stands under the name of the data."""
    line = ledger_line(row, words)
    measure = row["measure"] + (" (movements)" if row["counting"] == "movements" else "")
    day = line.as_of.isoformat()
    return (
        line.id,
        day,
        line.publisher,
        line.figure,
        measure,
        line.origin,
        line.area,
        line.source,
    )
