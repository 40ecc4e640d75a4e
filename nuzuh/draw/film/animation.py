"""The frames as the encoders take them: drawn one after the other, counted, and stoppable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from nuzuh.draw.film.errors import StoppedError
from nuzuh.scene.film import Film
from nuzuh.scene.translator import Translator

if TYPE_CHECKING:
    # A page that waits for a picture knows this module, and draws nothing itself.
    from nuzuh.draw.film.canvas import Pixels
    from nuzuh.draw.film.frames import FrameRenderer

Progress = Callable[[int, int], None]
"""Hears how many frames of how many are done."""
ShouldStop = Callable[[], bool]
"""Says whether the reader wants the work to end."""


class Animation:
    """All frames of a picture, each drawn when it is asked for: none is kept.

    Args:
        shown: what the frames show.
        renderer: draws them.
        t: the reader's language.
        progress: told after each frame of a run.
        should_stop: asked before each frame.
    """

    def __init__(
        self,
        shown: Film,
        renderer: FrameRenderer,
        t: Translator,
        *,
        progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> None:
        self._shown, self._renderer, self._t = shown, renderer, t
        self._progress, self._should_stop = progress, should_stop

    def __len__(self) -> int:
        """Return how many frames there are."""
        return len(self._shown.frames)

    def __iter__(self) -> Iterator[Pixels]:
        """Draw every frame.

        Raises:
            StoppedError: when the reader wants it to end.
        """
        for done, frame in enumerate(self._shown.frames, start=1):
            self.check()
            yield self._renderer.draw(frame)
            if self._progress is not None:
                self._progress(done, len(self))

    def samples(self) -> list[Pixels]:
        """Return some frames that together hold what occurs: first, middle, last."""
        frames = self._shown.frames
        return [self._renderer.draw(frames[at]) for at in (0, len(frames) // 2, len(frames) - 1)]

    def check(self) -> None:
        """End the work if the reader wants so.

        Raises:
            StoppedError: then.
        """
        if self._should_stop is not None and self._should_stop():
            raise StoppedError(self._t("moving.error.stopped"))
