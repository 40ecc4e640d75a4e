"""What a sheet tells and rests on: values, movements, sources, method. The one door to the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from nuzuh import loaders
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.draw.sheets.errors import PrintError
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.tables import Tables
from nuzuh.scene.arrows import PublishedMovement, published_movements
from nuzuh.scene.completeness import completeness
from nuzuh.scene.labels import own_note, publisher_name, speaker_name
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.method import method_text
from nuzuh.scene.notes import Notes
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.statement_words import when_text
from nuzuh.scene.timeline import load_timeline, shown_values, told_by, total_of
from nuzuh.scene.view import View
from nuzuh.scene.words import Words


def _ends(days: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    return days.min(), days.max()


class Facts:
    """Everything that a figure draws from, for a view.

    Args:
        view: what is shown.
        words: the reader's language.
        tables: what it is computed from.
        link: address of the live view, or "".
    """

    def __init__(self, view: View, words: Words, tables: Tables, link: str = "") -> None:
        self.view = view
        self.words = words
        self.link = link
        self.timeline = load_timeline()
        self.tables = tables
        self.groups = groups()

    def check_day(self, day: date) -> None:
        """Refuse a day outside the data.

        Raises:
            PrintError: with both ends of the data.
        """
        first, last = self.timeline.first, self.timeline.last
        if not first <= day <= last:
            raise PrintError(f"the date {day} lies outside the data, {first} to {last}")

    def period(self) -> tuple[date, date]:
        """Return the first and last day of the view's period; without one, its phase so far.

        Raises:
            PrintError: for a period that holds no day, or lies outside the data.
        """
        since = self.view.since or self.timeline.phase_of(self.view.date).start
        if since > self.view.date:
            raise PrintError(
                f"the period is empty: it begins on {since} and ends on {self.view.date}"
            )
        self.check_day(since)
        return since, self.view.date

    def values(self, day: date | None = None) -> list[LayerValue]:
        """Return the values of the view's layer on its day, or on another one."""
        try:
            return shown_values(self.tables, replace(self.view, date=day or self.view.date))
        except BalanceError as error:
            raise PrintError("the balance did not converge for these publishers") from error

    def placed(self, values: list[LayerValue], day: date) -> str:
        """Return what the figures of a day come to; "" where nothing is to be said."""
        total = total_of(self.tables, day, later=self.view.later)
        return completeness(values, total, self.words)

    def picture(self) -> Reconstruction:
        """Return the reconstruction of the view."""
        try:
            return load_reconstruction(self.tables, self.view.view)
        except BalanceError as error:
            raise PrintError("the balance did not converge for these publishers") from error

    def told(self) -> dict[str, list[Statement]]:
        """Return what had been published by the day, by question."""
        return told_by(self.tables, self.view.date, later=self.view.later)

    def movements(self) -> list[PublishedMovement]:
        """Return every published movement within the Strip."""
        return published_movements(self.tables, self.words, later=self.view.later)

    def method(self, *, beside: str = "") -> str:
        """Return how the numbers came about: as published, reconstructed, or both.

        Args:
            beside: what is said of published figures that stand beside a reconstruction.
        """
        if not beside:
            return method_text(self.view, self.words)
        told = self.words("snapshot.reconstructed", view=view_name(self.view.view, self.words))
        return f"{told} {beside}"

    def notes(
        self,
        *,
        what: str,
        sources: list[str],
        method: str,
        lead: str = "",
        placed: str = "",
        title: str = "",
        mapped: bool = True,
    ) -> Notes:
        """Return the words around a picture of this view.

        Args:
            what: what is shown.
            sources: whose figures.
            method: how the numbers came about.
            lead: a sentence with the answer.
            placed: what the figures on the map come to.
            title: where and when; the view's day without it.
            mapped: whether the picture holds a map, whose outlines need their credits.
        """
        words, data = self.words, loaders.data_version()
        where = title or words("snapshot.where", date=words.day(self.view.date))
        method = " ".join(filter(None, [method, own_note(self.tables.user, words)]))
        credits_ = [words("map.disclaimer"), words("map.attribution")] if mapped else []
        query = "&".join(
            f"{name}={value}" for name, value in self.view.query(self.timeline, data).items()
        )
        return Notes(
            title=where,
            what=what,
            lead=lead,
            placed=placed,
            method=method,
            sources=tuple(sources),
            credits=tuple(credits_),
            data=data,
            link=self.link,
            query="?" + query,
        )

    def sources_of(self, values: list[LayerValue]) -> list[str]:
        """Return each figure's publisher, date and page, and orders by issuer and id.

        Behind a reconstruction stand publishers, by how many figures each gives.
        """
        if any(value.reconstructed for value in values):
            return self.publishers_of_balance()
        estimates = self.tables.estimates.set_index("id")
        orders = self.tables.orders.set_index("id")
        words = self.words
        cited = []
        for value in values:
            figure = value.published.figure if value.published else None
            if figure is not None:
                title = str(estimates.loc[figure.id, "source_title"])
                cited.append(self._cited(publisher_name(figure, words), figure.as_of, title))
            if value.share and value.share.behind:
                rows = orders.loc[[order.id for order in value.share.behind]]
                issuers = (
                    words.isolated(speaker_name(name, words)) for name in rows["issuer"].unique()
                )
                cited.append(f"{words('list.comma').join(issuers)} ({', '.join(rows.index)})")
        return list(dict.fromkeys(cited))

    def publishers_of_balance(self) -> list[str]:
        """Return the publishers behind a reconstruction, with their figures' number and dates."""
        rows = self.picture().rows
        counts = rows.loc[rows["weight"] > 0, "publisher"].value_counts()
        # Equal counts keep one order on every machine.
        ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        listed = [
            f"{self.words.isolated(speaker_name(str(name), self.words))} "
            f"({self.words.number(count)})"
            for name, count in ordered
        ]
        used = self.tables.estimates[
            self.tables.estimates["id"].isin(rows.loc[rows["weight"] > 0, "id"])
        ]
        if used.empty:
            return []
        first, last = (self.words.day(day.date(), short=True) for day in _ends(used["as_of"]))
        dates = self.words("relief.days", start=first, end=last)
        return [f"{dates}: {listed[0]}", *listed[1:]]

    def sources_told(self, statements: list[Statement]) -> list[str]:
        """Return publisher, dates and page of published statements."""
        comma = self.words("list.comma")
        return list(
            dict.fromkeys(
                comma.join([publisher_name(s.figure, self.words), when_text(s, self.words)])
                + f" ({self.words.isolated(s.source_title)})"
                for s in statements
            )
        )

    def _cited(self, publisher: str, as_of: date, title: str) -> str:
        words = self.words
        day = words.day(as_of, short=True)
        return f"{publisher}{words('list.comma')}{day} ({words.isolated(title)})"
