"""What can go wrong while a moving picture is made; each message is a sentence for the reader."""

from __future__ import annotations

from nuzuh.scene.film_period import MovingError


class StoppedError(MovingError):
    """The reader stopped the work; nothing of it was kept."""
