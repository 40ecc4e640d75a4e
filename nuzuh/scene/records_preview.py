"""What the figures of a set of records change in the reconstruction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables
from nuzuh.scene.figure_preview import changed_people, solved_alike
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class RecordsPreview:
    """What figures of records change.

    Attributes:
        day: the day, of those that the figures describe, on which most people come to be
            elsewhere; None where the reconstruction has none of these days.
        people: areas of that day whose rounded number changes: name, before, after.
        used: how many of the figures the balance uses.
        figures: how many there are.
    """

    day: date | None
    people: TextTable
    used: int
    figures: int


def records_preview(
    before: Tables, after: Tables, figures: pd.DataFrame, t: Translator
) -> RecordsPreview:
    """Return what figures of records change.

    Args:
        before: the tables without them.
        after: the same with them.
        figures: those of the records.
        t: the reader's language.

    Raises:
        BalanceError: when a solve does not converge.
    """
    told = solved_alike(before, after)
    first = max(one.days[0].date() for one in told)
    last = min(one.days[-1].date() for one in told)
    days = {day.date() for day in figures["as_of"] if first <= day.date() <= last}
    day = max(sorted(days), key=lambda day: _moved(*told, day), default=None)
    rows = told[1].rows
    used = rows[rows["id"].isin(figures["id"])]["treatment"].eq("used")
    heads = (t("figure.area"), t("figure.before"), t("figure.after"))
    people = () if day is None else changed_people(*told, day, t)
    return RecordsPreview(day, TextTable(heads, people), int(used.sum()), len(figures))


def _moved(before: Reconstruction, after: Reconstruction, day: date) -> float:
    """How many people are elsewhere after, each counted where they left and where they came."""
    places = [(code,) for code in pc.GOVERNORATES]
    return sum(abs(after.group(day, at)[0] - before.group(day, at)[0]) for at in places)
