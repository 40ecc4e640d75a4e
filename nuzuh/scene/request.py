"""What a reader asks to take away: a view, its days, and how a picture of it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.sides import check_sides
from nuzuh.scene.timeline import check_day
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

DEFAULT_ADDRESS = "http://localhost:8501/"
"""Where the app runs for those who have not said otherwise."""


@dataclass(frozen=True)
class ExportRequest:
    """Everything that decides what is in a file, beside the tables.

    Attributes:
        view: what is shown; its day is the last one.
        start: first day of a period that is taken whole; None for the one day.
        kind: kind of figure, for pictures.
        paper, theme: how a picture is drawn.
        moves: how a moving picture shows who moved, one of :data:`nuzuh.scene.film.MOVES`;
            as :func:`nuzuh.scene.film_period.usual_moves` when None.
        seconds: how long it lasts; as long as usual when None.
        address: where the app runs, for the link; "" leaves the link out.
        cli_arguments: the words on a command line that read the reader's files again.
        detail: of the outlines in a map file, one of :data:`nuzuh.scene.outlines.DETAILS`.
    """

    view: View
    start: date | None = None
    kind: str = "map"
    paper: str = "a4"
    theme: str = "light"
    moves: str | None = None
    seconds: int | None = None
    address: str = DEFAULT_ADDRESS
    cli_arguments: tuple[str, ...] = ()
    detail: str = "display"

    @cached_property
    def t(self) -> Translator:
        """The language of the file."""
        return Translator(self.view.lang)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days whose values are taken: of a period in order, of a comparison as its sides."""
        last = self.view.date
        if self.start is not None:
            count = (last - self.start).days + 1
            return tuple(self.start + timedelta(days=n) for n in range(count))
        if self.view.compare is not None:
            return (self.view.compare, last)
        return (last,)

    @property
    def when(self) -> str:
        """The day, the two days, or the period, in the reader's language."""
        first, last = self.t.day(self.days[0]), self.t.day(self.days[-1])
        if first == last:
            return first
        if self.start is not None:
            return self.t("taking.period", start=first, end=last)
        return self.t("taking.two", first=first, second=last)

    def check(self) -> None:
        """Refuse days that are not in the data, and options that contradict each other.

        Raises:
            RefusedError: in one sentence.
        """
        view = self.view
        for first in (self.start, view.since):
            if first is not None and first > view.date:
                raise RefusedError(
                    f"the period is empty: it begins on {first} and ends on {view.date}"
                )
        for day in (self.start, view.since, view.compare, view.date):
            if day is not None:
                check_day(day)
        if view.compares:
            check_sides(view)
        if view.mode == "reconstructed" and not view.later:
            raise RefusedError(
                "a reconstruction cannot leave out what came out later: its balance knows "
                "every figure; show the view as published"
            )
        if view.mode == "reconstructed" and not view.reconstructed:
            raise RefusedError(
                f"the layer {view.layer} is only ever shown as published, never reconstructed"
            )
