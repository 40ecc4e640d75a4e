"""The days that a moving picture shows, and how long each of them stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

MOST_FRAMES = 120
"""More frames than this fit into no chat, and nobody watches them to their end."""
STEPS = (1, 2, 3, 5, 7, 10, 14, 21, 28, 42)
"""Steps in days that are chosen of themselves, the finest that keeps within the frames."""
USUAL = 10
"""Length of a picture in seconds, where its reader wants no other."""
LENGTHS = (5, 60)
"""The least and the most seconds that a picture may last."""
LENGTHS_OFFERED = (5, 10, 15, 30, 60)
"""Lengths that a reader chooses from."""

_FASTEST, _SLOWEST = 80, 2000
"""How short and how long a frame before the last may stay, in ms."""
_HOLD = 3000
"""The most that the last frame stays, in ms: it is the one to read, and to compare with the
first."""


class MovingError(RefusedError):
    """A moving picture cannot be made; the message says why in the reader's language."""


@dataclass(frozen=True)
class Period:
    """The frames of a moving picture.

    Attributes:
        days: the day of each frame, the first one first.
        seconds: how long the picture lasts.
    """

    days: tuple[date, ...]
    seconds: int = USUAL

    @property
    def pace(self) -> int:
        """How long each frame stays in ms, but for the last: whole hundredths, as GIF counts."""
        return _pace(len(self.days), self.seconds)

    @property
    def durations(self) -> list[int]:
        """How long each frame stays, in ms."""
        before = len(self.days) - 1
        return [self.pace] * before + [1000 * self.seconds - before * self.pace]

    @property
    def speed(self) -> float:
        """How many days pass in a second, until the last frame stays."""
        passed = (self.days[-1] - self.days[0]).days
        return passed * 1000 / (self.pace * (len(self.days) - 1))


def length_at(speed: float, start: date, end: date) -> int:
    """Return the seconds in which the days of a period pass at a speed, the last frame included.

    Args:
        speed: days a second, above 0.
        start: first day.
        end: last day.

    >>> length_at(3, date(2024, 5, 6), date(2024, 5, 26))
    10
    """
    passing = (end - start).days / speed
    # The last frame stays 0.3 of a short picture, and three seconds of a longer one.
    return round(max(min(passing / 0.7, passing + _HOLD / 1000), 1))


def _passing(seconds: int) -> int:
    """How much of some seconds the frames before the last one have, in ms."""
    return 1000 * seconds - min(_HOLD, 300 * seconds)


def _pace(frames: int, seconds: int) -> int:
    return min(_passing(seconds) // max(frames - 1, 1) // 10 * 10, _SLOWEST)


def usual_moves(view: View) -> str:
    """Return how who moved is shown where its reader does not say: as arrows of a view's period."""
    return "none" if view.since is None else "arrows"


def longest(start: date, end: date) -> int:
    """Return the most seconds that a picture of a period can last, a frame a day.

    >>> longest(date(2024, 5, 6), date(2024, 5, 18))
    27
    """
    return min((_SLOWEST * (end - start).days + _HOLD) // 1000, LENGTHS[1])


def usual_length(start: date, end: date) -> int:
    """Return the seconds that a picture of a period lasts where its reader wants no other.

    >>> usual_length(date(2024, 5, 6), date(2024, 5, 26))
    10
    """
    return min(USUAL, longest(start, end))


def default_step(start: date, end: date, seconds: int = USUAL) -> int:
    """Return the finest step in days that a period can be shown in.

    >>> default_step(date(2025, 8, 14), date(2025, 10, 9))
    1
    >>> default_step(date(2023, 10, 6), date(2026, 8, 22))
    14
    """
    return next(
        (step for step in STEPS if _count(start, end, step) <= _most(seconds)),
        least_step(start, end, seconds),
    )


def _most(seconds: int) -> int:
    """How many frames have their turn in some seconds."""
    return min(MOST_FRAMES, _passing(seconds) // _FASTEST + 1)


def least_step(start: date, end: date, seconds: int = USUAL) -> int:
    """Return the least step with which a period has no more frames than there may be."""
    return max(1, -(-(end - start).days // (_most(seconds) - 1)))


def frames_of(
    start: date, end: date, t: Translator, step: int | None = None, seconds: int | None = None
) -> Period:
    """Return the frames of a period: every so many days from its first day, and its last day.

    Args:
        start: first day.
        end: last day, always shown.
        t: the language of what is refused.
        step: days from frame to frame; the finest that fits when None.
        seconds: how long the picture lasts, see :func:`usual_length` when None.

    Raises:
        MovingError: when the period is empty, lies outside the data, has too many frames,
            or too few days for the length.
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
    lasts = _checked_length(start, end, seconds, t)
    chosen = default_step(start, end, lasts) if step is None else step
    if chosen < 1:
        raise MovingError(t("moving.error.step"))
    count, most = _count(start, end, chosen), _most(lasts)
    if count > most:
        least = least_step(start, end, lasts)
        raise MovingError(t("moving.error.long", step=chosen, n=count, most=most, least=least))
    days = [start + timedelta(days=at) for at in range(0, (end - start).days, chosen)]
    return Period((*days, end), lasts)


def _checked_length(start: date, end: date, seconds: int | None, t: Translator) -> int:
    """The seconds that a picture lasts.

    Raises:
        MovingError: when they are too few or too many, or the days do not fill them.
    """
    if seconds is None:
        return usual_length(start, end)
    least, most = LENGTHS
    if not least <= seconds <= most:
        raise MovingError(t("moving.error.seconds", least=least, most=most))
    if seconds > longest(start, end):
        days = (end - start).days + 1
        raise MovingError(
            t("moving.error.short", days=days, seconds=seconds, most=longest(start, end))
        )
    return seconds


def _count(start: date, end: date, step: int) -> int:
    return -(-(end - start).days // step) + 1
