"""The frames as the encoders take them: drawn one after the other, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from nuzuh.scene.film import Film

if TYPE_CHECKING:
    # A page that waits for a picture knows this module, and draws nothing itself.
    from nuzuh.draw.film.canvas import Pixels
    from nuzuh.draw.film.frames import FrameRenderer

Progress = Callable[[int, int], None]
"""Hears how many frames of how many are done."""


class Animation:
    """All frames of a picture, each drawn when it is asked for: none is kept.

    Args:
        shown: what the frames show.
        renderer: draws them.
        progress: told after each frame of a run.
    """

    def __init__(
        self,
        shown: Film,
        renderer: FrameRenderer,
        *,
        progress: Progress | None = None,
    ) -> None:
        self._shown, self._renderer, self._progress = shown, renderer, progress

    def __len__(self) -> int:
        """Return how many frames there are."""
        return len(self._shown.frames)

    def __iter__(self) -> Iterator[Pixels]:
        """Draw every frame."""
        for done, frame in enumerate(self._shown.frames, start=1):
            yield self._renderer.draw(frame)
            if self._progress is not None:
                self._progress(done, len(self))

    def samples(self) -> list[Pixels]:
        """Return some frames that together hold what occurs: first, middle, last."""
        frames = self._shown.frames
        return [self._renderer.draw(frames[at]) for at in (0, len(frames) // 2, len(frames) - 1)]
