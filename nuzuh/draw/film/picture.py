"""A moving picture of a view over a period: GIF, WebP or MP4, small enough for a chat.

Example:
    >>> from nuzuh.scene.view import View
    >>> moving_name(View(), date(2025, 8, 14), date(2025, 10, 9), fmt="mp4", size="square")
    'nuzuh-2025-08-14-to-2025-10-09-people-published-all-en-square.mp4'
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from nuzuh.draw.film.errors import MovingError
from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.draw.film.period import Period, frames_of
from nuzuh.draw.film.told import tell
from nuzuh.loaders.tables import NO_USER, Tables, UserData
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.view import View
from nuzuh.scene.words import Words

if TYPE_CHECKING:
    from nuzuh.draw.film.animation import Animation, Progress, ShouldStop

MOST_BYTES = 5_000_000
"""What every chat takes without asking."""
MIME = {"gif": "image/gif", "webp": "image/webp", "mp4": "video/mp4"}
"""The formats, with the types that browsers know them by."""
FORMATS = tuple(MIME)
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


def moving_picture(
    view: View,
    start: date,
    end: date,
    *,
    words: Words,
    tables: Tables,
    fmt: str,
    size: str,
    theme: str,
    step: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
    most_bytes: int = MOST_BYTES,
) -> bytes:
    """Return a moving picture of a view from a first to a last day.

    Every frame holds its date and phase, each area's number with its quantifier,
    range, publisher and age as the map words them, what they come to, the legend,
    the bar of time with its phases, sources, method, disclaimer and data version;
    of a view with a period also the movements from its first day to the frame's.
    Classes and colours are the same throughout. The same input gives the same bytes.

    Args:
        view: layer, whether and from whose figures it is reconstructed, and the
            first day of its movements; its own day does not matter.
        start: first day.
        end: last day.
        words: the reader's language.
        tables: what it is computed from; a reader's own rows are marked.
        fmt: one of :data:`FORMATS`.
        size: one of :data:`SIZES`.
        theme: one of :data:`THEMES`.
        step: days from frame to frame; the finest that keeps within
            :data:`nuzuh.draw.film.period.MOST_FRAMES` when None.
        progress: hears how many frames of how many are done; counts anew where
            a picture came out too large and is made smaller.
        should_stop: asked before each frame whether the reader wants it to end.
        most_bytes: how large the file may be.

    Raises:
        MovingError: when it cannot be made; the message is a sentence in the
            reader's language.
        StoppedError: when the reader stopped it. Nothing is left behind.
    """
    for given, known in ((fmt, FORMATS), (size, SIZES), (theme, THEMES)):
        _check_choice(given, known, words)
    period = frames_of(start, end, words, step)
    story = tell(view, period.days, words, tables)
    # The drawing libraries take a second to import, which only a picture needs.
    from nuzuh.draw.film.animation import Animation
    from nuzuh.draw.film.frames import FrameRenderer

    for scale, fineness in _ATTEMPTS[fmt]:
        renderer = FrameRenderer(story, view, words, size=size, theme=theme, scale=scale)
        animation = Animation(story, renderer, words, progress=progress, should_stop=should_stop)
        animation.check()
        picture = _encoded(animation, period, view, words, fmt=fmt, theme=theme, fineness=fineness)
        animation.check()
        if len(picture) <= most_bytes:
            return picture
    raise MovingError(words("moving.error.large", mb=words.number(most_bytes / 1e6, decimals=1)))


def _check_choice(given: str, known: Collection[str], words: Words) -> None:
    if given not in known:
        raise MovingError(words("moving.error.choice", known=", ".join(known)))


def _encoded(
    animation: Animation,
    period: Period,
    view: View,
    words: Words,
    *,
    fmt: str,
    theme: str,
    fineness: int,
) -> bytes:
    from nuzuh.draw.film import encoders

    if fmt == "gif":
        palette = PALETTES[theme]
        return encoders.gif(
            animation, period.durations, layer=view.layer, palette=palette, colours=fineness
        )
    if fmt == "webp":
        return encoders.webp(animation, period.durations)
    try:
        return encoders.mp4(animation, period.durations, quality=fineness)
    except ImportError as error:  # the one library of these that not every computer can load
        raise MovingError(words("moving.error.encoder")) from error


def moving_name(
    view: View,
    start: date,
    end: date,
    *,
    fmt: str,
    size: str,
    theme: str = "light",
    user: UserData = NO_USER,
) -> str:
    """Return the file name of a moving picture."""
    stem = file_stem(view, days=(start, end), paper=size, theme=theme, user=user.digest)
    return f"{stem}.{fmt}"
