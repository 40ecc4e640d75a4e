"""What can go wrong with a moving picture; each message is a sentence for the reader."""

from __future__ import annotations


class MovingError(ValueError):
    """What was asked for cannot be made; the message says why, and what would help."""


class StoppedError(MovingError):
    """The reader stopped the work; nothing of it was kept."""
