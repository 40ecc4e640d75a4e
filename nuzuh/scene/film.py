"""What a moving picture shows on each of its days, or why there is none, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.scene import SceneCube, scenes
from nuzuh.scene.solving import UnsolvedError
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


class MovingError(RefusedError):
    """A moving picture cannot be made; the message says why in the reader's language."""


def film_of(view: View, days: Iterable[date], tables: Tables, t: Translator) -> SceneCube:
    """Return what a moving picture of a view shows.

    Args:
        view: layer, whether and from whose figures it is reconstructed, whether
            figures that came out later count, and the first day of its movements;
            its own day does not matter.
        days: the days of the frames.
        tables: what it is computed from; a reader's own rows are marked.
        t: the reader's language.

    Raises:
        MovingError: when the view has no figure on any of the days, or no solution.
    """
    try:
        shown = scenes(view, days, tables, t)
    except UnsolvedError as error:
        raise MovingError(t("error.balance")) from error
    if not any(mark.is_told for mark in shown.marks):
        first, last = shown.frames[0].day, shown.frames[-1].day
        raise MovingError(t("moving.error.nothing", start=t.day(first), end=t.day(last)))
    return shown
