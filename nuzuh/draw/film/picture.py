"""A moving picture of a view over a period: GIF, WebP or MP4, small enough for a chat."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.scene.film import Film
from nuzuh.scene.film_period import MovingError
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator

if TYPE_CHECKING:
    from nuzuh.draw.film.animation import Animation, Progress

MOST_BYTES = 5_000_000
"""What every chat takes without asking."""
SIZES = tuple(LAYOUTS)
THEMES = tuple(PALETTES)

_ATTEMPTS: dict[str, tuple[tuple[float, int], ...]] = {
    "gif": ((1.0, 255), (1.0, 63), (0.8, 63), (0.6, 63)),
    "webp": ((1.0, 0), (0.8, 0), (0.6, 0)),
    "mp4": ((1.0, 20), (1.0, 26), (0.8, 26), (0.6, 30)),
}
"""What is tried until a picture is small enough: how much of the full size, and
GIF's number of colours or H.264's rate factor. WebP is written without loss:
of flat colours that makes smaller files than with loss, and the colours stay exact."""
FORMATS = tuple(_ATTEMPTS)


def moving_picture(
    shown: Film,
    *,
    t: Translator,
    fmt: str,
    size: str,
    theme: str,
    progress: Progress | None = None,
    most_bytes: int = MOST_BYTES,
) -> bytes:
    """Return a moving picture of what a view shows on some days.

    Every frame holds its date and phase, each area's number with its quantifier,
    range, publisher and age as the map words them, what they come to, the legend,
    the bar of time with its phases, what happened, sources, method, disclaimer, data
    version and link; where they are wanted the movements from the first day to the frame's.
    Classes and colours are the same throughout. The same input gives the same bytes.

    Args:
        shown: what the frames show, see :func:`nuzuh.scene.film.film_of`.
        t: the reader's language.
        fmt: one of :data:`FORMATS`.
        size: one of :data:`SIZES`.
        theme: one of :data:`THEMES`.
        progress: hears how many frames of how many are done; counts anew where
            a picture came out too large and is made smaller.
        most_bytes: how large the file may be.

    Raises:
        MovingError: when it cannot be made; the message is a sentence in the
            reader's language.
    """
    for given, known in ((fmt, FORMATS), (size, SIZES), (theme, THEMES)):
        _check_choice(given, known, t)
    # The drawing libraries take a second to import, which only a picture needs.
    from nuzuh.draw.film.animation import Animation
    from nuzuh.draw.film.frames import FrameRenderer

    for scale, fineness in _ATTEMPTS[fmt]:
        renderer = FrameRenderer(shown, t, size=size, theme=theme, scale=scale)
        animation = Animation(shown, renderer, progress=progress)
        picture = _encoded(animation, shown, t, fmt=fmt, theme=theme, fineness=fineness)
        if len(picture) <= most_bytes:
            return picture
    raise MovingError(t("moving.error.large", mb=t.number(most_bytes / 1e6, decimals=1)))


def _check_choice(given: str, known: Collection[str], t: Translator) -> None:
    if given not in known:
        raise MovingError(t("moving.error.choice", known=", ".join(known)))


def _encoded(
    animation: Animation,
    shown: Film,
    t: Translator,
    *,
    fmt: str,
    theme: str,
    fineness: int,
) -> bytes:
    from nuzuh.draw.film import encoders

    durations = shown.durations
    if fmt == "gif":
        classes, palette = class_colours(shown.cube.legend), PALETTES[theme]
        return encoders.gif(
            animation, durations, classes=classes, palette=palette, colours=fineness
        )
    if fmt == "webp":
        return encoders.webp(animation, durations)
    try:
        return encoders.mp4(animation, durations, quality=fineness)
    except ImportError as error:  # the one library of these that not every computer can load
        raise MovingError(t("moving.error.encoder")) from error
