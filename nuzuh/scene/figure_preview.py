"""What one more figure changes: the map of its day, the sentence above it, and the balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import solved_again
from nuzuh.evidence.precision import round_to_precision
from nuzuh.loaders import pcodes
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.package import data_version
from nuzuh.loaders.tables import Tables
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.mark import Mark
from nuzuh.scene.record_words import balance_words
from nuzuh.scene.scene import Scene, scene
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class FigurePreview:
    """What a figure changes on the day that it describes.

    Attributes:
        day: that day.
        marks: areas of the map as published whose mark changes: name, before, after.
        headline: the sentence above the map, before and after.
        people: areas of the reconstruction whose rounded number changes: name, before, after.
        balance: what becomes of the figure in it: whether it is used, why, how far it is off.
        reconstructed: whether the day lies in the reconstruction at all.
    """

    day: date
    marks: TextTable
    headline: tuple[str, str]
    people: TextTable
    balance: TextTable
    reconstructed: bool

    @property
    def headline_changes(self) -> bool:
        """Whether the sentence above the map becomes another."""
        return self.headline[0] != self.headline[1]


def tables_of(estimates: pd.DataFrame) -> Tables:
    """Return tables of a ledger in a working copy, beside the orders in use."""
    last: date = estimates["as_of"].max().date()
    return Tables(data_version(), estimates, load_orders().frame, last)


def figure_preview(before: Tables, after: Tables, figure: str, t: Translator) -> FigurePreview:
    """Return what a figure changes.

    Args:
        before: the tables without it.
        after: the same with it.
        figure: its id.
        t: the reader's language.

    Raises:
        BalanceError: when a solve does not converge.
    """
    row = after.estimates.loc[after.estimates["id"] == figure].iloc[0]
    day: date = row["as_of"].date()
    view = View(date=day, lang=t.lang)
    shown = scene(view, before, t), scene(view, after, t)
    told = solved_alike(before, after)
    changed = (t("figure.area"), t("figure.before"), t("figure.after"))
    inside = all(one.days[0].date() <= day <= one.days[-1].date() for one in told)
    people = changed_people(*told, day, t) if inside else ()
    return FigurePreview(
        day=day,
        marks=TextTable(changed, _marks(*shown)),
        headline=(shown[0].notes.lead, shown[1].notes.lead),
        people=TextTable(changed, people),
        balance=balance_words(row, told[1].row(figure), t),
        reconstructed=inside,
    )


def _marks(before: Scene, after: Scene) -> tuple[tuple[str, str, str], ...]:
    """Areas whose mark is another, as the two maps group them."""
    old, new = ({one.pcodes: one for one in told.marks} for told in (before, after))
    rows = ((one.name, _told(old.get(c)), _told(new.get(c))) for c, one in {**old, **new}.items())
    return tuple(row for row in rows if row[1] != row[2])


def _told(mark: Mark | None) -> str:
    return "" if mark is None else "; ".join((mark.number, *mark.notes))


def solved_alike(before: Tables, after: Tables) -> tuple[Reconstruction, Reconstruction]:
    """Return the reconstructions from everybody's figures, which differ by the figures alone.

    Neither has an ensemble, whose middle is another number than that of one solve.

    Raises:
        BalanceError: when a solve does not converge.
    """
    return solved_again(before, "all"), solved_again(after, "all")


def changed_people(
    before: Reconstruction, after: Reconstruction, day: date, t: Translator
) -> tuple[tuple[str, str, str], ...]:
    """Return areas, and groups that are told as one, whose number changes by more than rounding.

    Args:
        before: the reconstruction without some figures.
        after: the same with them.
        day: a day of both.
        t: the reader's language.

    Returns:
        Name, number before and number after, each rounded to what it can bear.
    """
    rows = []
    places = [*after.areas_told(day), pcodes.GOVERNORATES]
    for place in places:
        old, new = (round_to_precision(one.group(day, place)[0]) for one in (before, after))
        if old != new:
            name = t("list.comma").join(governorate_name(code, t.lang) for code in place)
            whole = t("figure.strip") if place == pcodes.GOVERNORATES else name
            rows.append((whole, t.number(old), t.number(new)))
    return tuple(rows)
