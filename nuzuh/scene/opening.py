"""Where the app opens: the last day with a count, as published or reconstructed, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.published import CURRENT_DAYS
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.records.note import BASIS
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.timeline import reconstructed_values_of, values_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

ENOUGH = 3
"""Governorates with a fresh figure, of five, from which on the day is shown as published."""

_COUNTS = ("people_present", "idps", "sheltered", "movement")
"""Measures of where people are and of who moved: the day of any other one is no news of them."""


@dataclass(frozen=True)
class Opening:
    """The view of a link that names no day.

    Attributes:
        view: the last day with a count, as published or reconstructed.
        reason: why it is shown so: ``published`` where enough governorates have
            a fresh figure, or where nothing could be reconstructed;
            ``reconstructed`` where too few have one.
        governorates: how many of the five have a published figure of people
            present that is younger than :data:`nuzuh.evidence.published.CURRENT_DAYS` days.
    """

    view: View
    reason: Literal["published", "reconstructed"]
    governorates: int


@follows_data(maxsize=4)
def opening() -> Opening:
    """Return where the app opens with the tables in use."""
    tables = tables_in_use()
    day = last_counted(tables.estimates)
    people = values_of(tables, "people", day, later=True)
    return opening_on(day, people, lambda: _can_be_reconstructed(tables, day))


def last_counted(estimates: pd.DataFrame) -> date:
    """Return the last day that a sound published figure of people, or of movements, describes.

    A projection, or a register of people who belong somewhere, counts nobody there; what was
    scaled from records is no news of a day on which nothing was published.
    """
    uncounted = ("home", "projection", BASIS)
    told = estimates["measure"].isin(_COUNTS) & ~estimates["basis"].isin(uncounted)
    last: date = estimates.loc[told & ~estimates["weak"], "as_of"].max().date()
    return last


def opening_on(
    day: date, people: Iterable[LayerValue], can_be_reconstructed: Callable[[], bool]
) -> Opening:
    """Return how a day is opened.

    Args:
        day: the day.
        people: the values of people present on it, as published.
        can_be_reconstructed: asked only where too few of them are fresh.
    """
    fresh = sum(len(value.pcodes) for value in people if _is_fresh(value))
    enough = fresh >= ENOUGH
    show: Literal["published", "reconstructed"]
    show = "published" if enough or not can_be_reconstructed() else "reconstructed"
    return Opening(View(date=day, mode=show), show, fresh)


def opening_text(opening: Opening, t: Translator) -> str:
    """Return on which day the map opens, how that day is shown, and why."""
    day = t.day(opening.view.date)
    if opening.governorates >= ENOUGH:
        n = t.number(opening.governorates)
        return t("opening.published", date=day, n=n, days=CURRENT_DAYS)
    key = "reconstructed" if opening.reason == "reconstructed" else "nothing"
    few = t(f"opening.few.{opening.governorates}", days=CURRENT_DAYS)
    return t(f"opening.{key}", date=day, few=few)


def _is_fresh(value: LayerValue) -> bool:
    figure = value.published
    return figure is not None and figure.age_days is not None and figure.age_days < CURRENT_DAYS


def _can_be_reconstructed(tables: Tables, day: date) -> bool:
    try:
        values = reconstructed_values_of(tables, "people", day, "all")
    except BalanceError:
        return False
    return any(value.value is not None for value in values)
