"""The days that a moving picture shows, and how long each of them stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nuzuh.scene.film import MovingError
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator

MOST_FRAMES = 120
"""More frames than this fit into no chat, and nobody watches them to their end."""
STEPS = (1, 2, 3, 5, 7, 10, 14)
"""Steps in days that are chosen of themselves, the finest that keeps within the frames."""

HOLD = 3000
"""How long the last frame stays, in ms: it is the one to read, and to compare with the first."""
_PACES = ((80, 200), (40, 250), (20, 400), (0, 800))
"""From how many frames on each stays how long, in ms: whole hundredths, as GIF counts."""


@dataclass(frozen=True)
class Period:
    """The frames of a moving picture.

    Attributes:
        days: the day of each frame, the first one first.
    """

    days: tuple[date, ...]

    @property
    def pace(self) -> int:
        """How long each frame stays in ms, but for the last."""
        return next(stays for least, stays in _PACES if len(self.days) >= least)

    @property
    def durations(self) -> list[int]:
        """How long each frame stays, in ms."""
        return [self.pace] * (len(self.days) - 1) + [HOLD]


def default_step(start: date, end: date) -> int:
    """Return the finest step in days that a period can be shown in.

    >>> default_step(date(2025, 8, 14), date(2025, 10, 9))
    1
    >>> default_step(date(2023, 10, 6), date(2026, 8, 22))
    10
    """
    return next(
        (step for step in STEPS if _count(start, end, step) <= MOST_FRAMES),
        least_step(start, end),
    )


def least_step(start: date, end: date) -> int:
    """Return the least step with which a period has no more frames than there may be."""
    return max(1, -(-(end - start).days // (MOST_FRAMES - 1)))


def frames_of(start: date, end: date, t: Translator, step: int | None = None) -> Period:
    """Return the frames of a period: every so many days from its first day, and its last day.

    Args:
        start: first day.
        end: last day, always shown.
        t: the language of what is refused.
        step: days from frame to frame; the finest that fits when None.

    Raises:
        MovingError: when the period is empty, lies outside the data, or has too many frames.
    """
    span = load_timeline()
    if start >= end:
        raise MovingError(t("moving.error.empty", start=t.day(start), end=t.day(end)))
    if start < span.first or end > span.last:
        raise MovingError(
            t(
                "moving.error.outside",
                start=t.day(start),
                end=t.day(end),
                first=t.day(span.first),
                last=t.day(span.last),
            )
        )
    chosen = default_step(start, end) if step is None else step
    if chosen < 1:
        raise MovingError(t("moving.error.step"))
    count = _count(start, end, chosen)
    if count > MOST_FRAMES:
        least = least_step(start, end)
        raise MovingError(
            t("moving.error.long", step=chosen, n=count, most=MOST_FRAMES, least=least)
        )
    days = [start + timedelta(days=at) for at in range(0, (end - start).days, chosen)]
    return Period((*days, end))


def _count(start: date, end: date, step: int) -> int:
    return -(-(end - start).days // step) + 1
