"""What a reconstruction rests on, worded: notices on its input, what each side implies, movements.

The notices say where it rests on little, or on figures that contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables
from nuzuh.scene.flows import Flows, flows_of
from nuzuh.scene.labels import (
    publisher_name,
    reconstructed_people,
    reconstructed_range,
    speaker_name,
)
from nuzuh.scene.mark import Link
from nuzuh.scene.reconstruction import (
    NORTH,
    QUIET_DAYS,
    SOUTH,
    last_figure,
    number_and_range,
    view_name,
)
from nuzuh.scene.statement_words import where_from_to
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import load_timeline, pictures_of_all_sides
from nuzuh.scene.view import View
from nuzuh.scene.words import Words


@dataclass(frozen=True)
class Contradiction:
    """A figure that lies far off the others.

    Attributes:
        said: the number, and where it speaks of.
        source: who said it, with the address of the page.
        when: the day that it describes.
    """

    said: str
    source: Link
    when: str


@dataclass(frozen=True)
class InputNotice:
    """A sentence on the figures behind a reconstruction, with those that it is about."""

    text: str
    figures: tuple[Contradiction, ...] = ()


@dataclass(frozen=True)
class InputNotices:
    """What is to be said of the figures behind a reconstruction.

    Attributes:
        quiet: that the last of them is long past; "" where it is not.
        notices: one after the other.
    """

    quiet: str
    notices: tuple[InputNotice, ...]


def input_notices(
    picture: Reconstruction, view: View, tables: Tables, words: Words
) -> InputNotices:
    """Return what is to be said of the figures behind a reconstruction on a view's day.

    Args:
        picture: the reconstruction of the view.
        view: its day, and the governorate that it is about where it names one.
        tables: what the reconstruction was computed from.
        words: the reader's language.
    """
    last = last_figure(picture, tables.estimates)
    is_quiet = last is not None and (view.date - last).days > QUIET_DAYS
    period = load_timeline().phase_of(view.date).start, view.date
    return InputNotices(
        words("recon.last", day=words.day(last)) if is_quiet and last is not None else "",
        tuple(notices_of(picture, tables.estimates, words, period=period, pcode=view.area)),
    )


def notices_of(
    picture: Reconstruction,
    estimates: pd.DataFrame,
    words: Words,
    *,
    period: tuple[date, date],
    pcode: str = "",
) -> Iterator[InputNotice]:
    """Yield the notices about a reconstruction's input.

    Of figures that contradict the others those about the time and the area are
    named, with who said what.

    Args:
        picture: the reconstruction of a view.
        estimates: the table that it rests on.
        words: the reader's language.
        period: first and last day that a contradicting figure may describe.
        pcode: a governorate that it must be about; "" for any.
    """
    for notice in picture.notices:
        parts: dict[str, object] = {
            part: words.day(value) if isinstance(value, date) else value
            for part, value in notice.parts.items()
        }
        if notice.key == "at_odds":
            figures = _contradictions(estimates, notice.parts["ids"], words, period, pcode)
            if figures:
                yield InputNotice(words("recon.notice.at_odds"), figures)
            continue
        if "ids" in parts:
            parts["n"] = words.number(len(notice.parts["ids"]))
        if "name" in parts:
            parts["name"] = words.isolated(speaker_name(notice.parts["name"], words))
        yield InputNotice(words(f"recon.notice.{notice.key}", **parts))


def _contradictions(
    estimates: pd.DataFrame,
    ids: tuple[str, ...],
    words: Words,
    period: tuple[date, date],
    pcode: str,
) -> tuple[Contradiction, ...]:
    rows = estimates[estimates["id"].isin(ids)]
    rows = rows[rows["as_of"].between(*map(pd.Timestamp, period))].sort_values("as_of")
    told = []
    for _, row in rows.iterrows():
        if pcode and pcode not in pc.split(row["origin_pcodes"]) | pc.split(
            row["destination_pcodes"]
        ):
            continue
        figure = figure_of(row)
        where = where_from_to(row["origin"], row["destination"], words)
        told.append(
            Contradiction(
                words.figure(figure) + words("list.comma") + where,
                (publisher_name(figure, words), row["source_url"]),
                words.day(figure.as_of, short=True),
            )
        )
    return tuple(told)


def implied_by_sides(view: View, tables: Tables, words: Words) -> TextTable:
    """Return what each side's figures imply on their own on a view's day, a row a side."""
    return implied_by(pictures_of_all_sides(tables), view.date, words)


def implied_by(pictures: Mapping[str, Reconstruction], day: date, words: Words) -> TextTable:
    """Return what reconstructions say of people north and south of Wadi Gaza, a row each.

    Args:
        pictures: the reconstruction of each view.
        day: the day shown.
        words: the reader's language.
    """
    rows = []
    for view, picture in pictures.items():
        cells = [view_name(view, words)]
        if picture.silent(day) or not picture.rests_on_figures:
            cells += [words("legend.not_reported"), ""] * 2
        else:
            for side in (NORTH, SOUTH):
                told = number_and_range(picture.group(day, side))
                cells += [reconstructed_people(*told, words), reconstructed_range(*told[1:], words)]
        rows.append(tuple(cells))
    head = ["view.label", "question.present_north", "table.range", "question.present_south"]
    titles = tuple(words(key) for key in (*head, "table.range"))
    return TextTable(titles, tuple(rows), words("chart.implied"))


def movements_told(picture: Reconstruction, view: View, words: Words) -> TextTable | None:
    """Return the reconstructed movements of a view's period; None without a period or any."""
    if view.since is None:
        return None
    told = [flow for flow in flows_of(picture, view.since, view.date) if flow.tellable]
    return movements_table(Flows(view.since, view.date, tuple(told)), words)


def movements_table(flows: Flows, words: Words, *, drawn: bool = False) -> TextTable | None:
    """Return movements as a table, the largest first; None without any.

    Args:
        flows: the movements.
        words: the reader's language.
        drawn: the table is the key to arcs that are drawn.
    """
    if not flows.largest:
        return None
    rows = tuple(
        (*flow.names(words), flow.number(words), flow.likely(words)) for flow in flows.largest
    )
    head = tuple(words(key) for key in ("relief.from", "relief.to", "relief.people", "table.range"))
    key = "relief.movements" if drawn else "flows.title"
    caption = words(key, start=words.day(flows.start), end=words.day(flows.end))
    return TextTable(head, rows, caption)
