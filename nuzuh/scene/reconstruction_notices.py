"""What a reconstruction rests on, worded: notices on its input, what each side implies, movements.

The notices say where it rests on little, or on figures that contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from nuzuh.balance.result import Notice, Reconstruction
from nuzuh.evidence.from_records import publishers_from_records
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import Tables
from nuzuh.scene.closure_words import Cited, SaidCited, closures_of, said_cited
from nuzuh.scene.flows import Flows
from nuzuh.scene.from_records import marked_name
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import (
    reconstructed_people,
    reconstructed_range,
    said_people,
)
from nuzuh.scene.reconstruction import (
    NORTH,
    QUIET_DAYS,
    SOUTH,
    last_figure,
    number_and_range,
    view_name,
)
from nuzuh.scene.said import Said, said, said_day, said_number, text
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import load_timeline, reconstructions_of_all_sides
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class InputNotice:
    """A sentence on the figures behind a reconstruction, with those that it is about.

    Attributes:
        text: the sentence.
        figures: what it is about.
        of_way: it says that a way is closed or restricted.
    """

    text: str
    figures: tuple[Cited, ...] = ()
    of_way: bool = False


@dataclass(frozen=True)
class InputNotices:
    """What is to be said of the figures behind a reconstruction.

    Attributes:
        quiet: that the last of them is long past; "" where it is not.
        notices: one after the other.
    """

    quiet: str
    notices: tuple[InputNotice, ...]


class SaidNotice(NamedTuple):
    """What :class:`InputNotice` has in words."""

    text: Said
    figures: tuple[SaidCited, ...] = ()
    of_way: bool = False

    def words(self, t: Translator) -> InputNotice:
        """Return it in a language."""
        figures = tuple(figure.words(t) for figure in self.figures)
        return InputNotice(self.text.words(t), figures, self.of_way)


class SaidNotices(NamedTuple):
    """What :class:`InputNotices` has in words."""

    quiet: Said | None
    notices: tuple[SaidNotice, ...]

    def words(self, t: Translator) -> InputNotices:
        """Return them in a language."""
        quiet = "" if self.quiet is None else self.quiet.words(t)
        return InputNotices(quiet, tuple(notice.words(t) for notice in self.notices))


class PreparedNotices:
    """The notices on the figures behind a reconstruction, prepared once for any number of days.

    Args:
        reconstruction: the reconstruction of a view.
        estimates: the table that it rests on.
    """

    def __init__(self, reconstruction: Reconstruction, estimates: pd.DataFrame) -> None:
        self._reconstruction = reconstruction
        self._last = last_figure(reconstruction, estimates)
        self._closures = closures_of(estimates)
        marked = publishers_from_records(estimates)
        self._notices = [
            (_text(notice, marked), _contradictions(estimates, notice.parts["ids"]))
            if notice.key == "at_odds"
            else (_text(notice, marked), None)
            for notice in reconstruction.notices
        ]

    def on(self, day: date, pcode: str = "") -> SaidNotices:
        """Return what is to be said on a day.

        Args:
            day: the day shown.
            pcode: the governorate that it is about; "" for any.
        """
        last = self._last
        is_quiet = last is not None and (day - last).days > QUIET_DAYS
        return SaidNotices(
            text("recon.last", day=said_day(last)) if is_quiet and last is not None else None,
            (
                *self._together(day),
                *(
                    SaidNotice(one.text, one.figures, of_way=True)
                    for one in self._closures
                    if one.first <= day <= one.last
                ),
                *self.within(load_timeline().phase_of(day).start, day, pcode),
            ),
        )

    def _together(self, day: date) -> Iterator[SaidNotice]:
        """Yield which areas are told as one on a day, and how much movement is left out for it."""
        reconstruction = self._reconstruction
        if not reconstruction.has_observations or reconstruction.has_data_gap(day):
            return
        for area in reconstruction.areas_told(day):
            if len(area) == 1:
                continue
            since = min(j.since for j in reconstruction.joints if set(j.pcodes) <= set(area))
            first = reconstruction.days[since].date()
            between = reconstruction.moved_alone(first, day, area)
            yield SaidNotice(
                text(
                    "recon.together",
                    names=said(_names, area),
                    first=said_day(first),
                    n=said_people(between, None, None),
                )
            )

    def within(self, first: date, last: date, pcode: str = "") -> Iterator[SaidNotice]:
        """Yield the notices about the input.

        Of figures that contradict the others those about the time and the area are
        named, with who said what.

        Args:
            first: first day that a contradicting figure may describe.
            last: last day that it may describe.
            pcode: a governorate that it must be about; "" for any.
        """
        for sentence, contradictions in self._notices:
            if contradictions is None:
                yield SaidNotice(sentence)
                continue
            figures = tuple(
                one.told
                for one in contradictions
                if first <= one.as_of <= last and (not pcode or pcode in one.pcodes)
            )
            if figures:
                yield SaidNotice(sentence, figures)


def input_notices(
    reconstruction: Reconstruction, view: View, tables: Tables, t: Translator
) -> InputNotices:
    """Return what is to be said of the figures behind a reconstruction on a view's day.

    Args:
        reconstruction: the reconstruction of the view.
        view: its day, and the governorate that it is about where it names one.
        tables: what the reconstruction was computed from.
        t: the reader's language.
    """
    return PreparedNotices(reconstruction, tables.estimates).on(view.date, view.area).words(t)


def _names(area: tuple[str, ...], t: Translator) -> str:
    return t.together(governorate_name(pcode, t.lang) for pcode in area)


def _text(notice: Notice, marked: frozenset[str]) -> Said:
    parts: dict[str, Any] = {
        part: said_day(value) if isinstance(value, date) else value
        for part, value in notice.parts.items()
    }
    if "ids" in parts:
        parts["n"] = said_number(len(parts.pop("ids")))
    if "side" in parts:
        parts["side"] = text(f"group.{parts['side']}")
    if "name" in parts:
        parts["name"] = said(_speaker, parts["name"], marked)
    return text(f"recon.notice.{notice.key}", **parts)


def _speaker(name: str, marked: frozenset[str], t: Translator) -> str:
    return t.isolated(marked_name(name, marked, t))


@dataclass(frozen=True)
class _Contradiction:
    """A figure far off the others, with the day and the areas by which it is chosen."""

    as_of: date
    pcodes: frozenset[str]
    told: SaidCited


def _contradictions(estimates: pd.DataFrame, ids: tuple[str, ...]) -> tuple[_Contradiction, ...]:
    rows = estimates[estimates["id"].isin(ids)].sort_values("as_of", kind="stable")
    contradictions = []
    for row in rows_of(rows):
        pcodes = pc.split(row["origin_pcodes"]) | pc.split(row["destination_pcodes"])
        contradictions.append(_Contradiction(row["as_of"].date(), pcodes, said_cited(row)))
    return tuple(contradictions)


def implied_by_sides(view: View, tables: Tables, t: Translator) -> TextTable:
    """Return what each side's figures imply on their own on a view's day, a row a side."""
    return implied_by(reconstructions_of_all_sides(tables), view.date, t)


def implied_by(
    reconstructions: Mapping[str, Reconstruction], day: date, t: Translator
) -> TextTable:
    """Return what reconstructions say of people north and south of Wadi Gaza, a row each.

    Args:
        reconstructions: the reconstruction of each view.
        day: the day shown.
        t: the reader's language.
    """
    rows = []
    for view, reconstruction in reconstructions.items():
        cells = [view_name(view, t)]
        if reconstruction.has_data_gap(day) or not reconstruction.has_observations:
            cells += [t("legend.not_reported"), ""] * 2
        else:
            for side in (NORTH, SOUTH):
                told = number_and_range(reconstruction.group(day, side))
                cells += [reconstructed_people(*told, t), reconstructed_range(*told[1:], t)]
        rows.append(tuple(cells))
    head = ["view.label", "question.present_north", "table.range", "question.present_south"]
    titles = tuple(t(key) for key in (*head, "table.range"))
    return TextTable(titles, tuple(rows), t("chart.implied"))


def movements_table(flows: Flows, t: Translator, *, drawn: bool = False) -> TextTable | None:
    """Return movements as a table, the largest first; None without any.

    Args:
        flows: the movements.
        t: the reader's language.
        drawn: the table is the key to arcs that are drawn.
    """
    if not flows.largest:
        return None
    rows = tuple((*flow.names(t), flow.number(t), flow.likely(t)) for flow in flows.largest)
    head = tuple(t(key) for key in ("relief.from", "relief.to", "relief.people", "table.range"))
    key = "relief.movements" if drawn else "flows.title"
    caption = t(key, start=t.day(flows.start), end=t.day(flows.end))
    return TextTable(head, rows, caption)
