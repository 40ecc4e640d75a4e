"""A few at once, first come first served, and the others know their place."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nuzuh.loaders.apart.limits import EVERY


class FullError(Exception):
    """So many wait already that nobody else is let in.

    Attributes:
        waiting: how many.
    """

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(f"{waiting} are waiting already")


class Turns:
    """Turns at something that only a few may do at once.

    Args:
        at_once: how many.
        most_waiting: how many may wait; any number when None.

    Example:
        >>> turns = Turns(1)
        >>> with turns.turn(print):
        ...     turns.taken
        1
        >>> turns.taken
        0
    """

    def __init__(self, at_once: int, most_waiting: int | None = None) -> None:
        self._at_once, self._most_waiting = at_once, most_waiting
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self.taken = 0
        """How many have their turn now."""

    @contextmanager
    def turn(self, poll: Callable[[int], None]) -> Iterator[None]:
        """Wait for a turn, and have it while the block runs.

        Args:
            poll: called a few times a second while waiting, with the place in the queue, from 1.
                What it raises comes through, and the place is given up.

        Raises:
            FullError: at once, when as many wait as may.
        """
        ticket = object()
        with self._changed:
            if self._most_waiting is not None and not self._has_room():
                raise FullError(len(self._waiting))
            self._waiting.append(ticket)
        try:
            while place := self._taken_or_place(ticket):
                poll(place)
        except BaseException:
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()
            raise
        try:
            yield
        finally:
            with self._changed:
                self.taken -= 1
                self._changed.notify_all()

    def _has_room(self) -> bool:
        free = self._at_once - self.taken
        return len(self._waiting) < (self._most_waiting or 0) + max(free, 0)

    def _taken_or_place(self, ticket: object) -> int:
        """Take the turn and return 0, or wait a moment for it and return the place."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_next(ticket), EVERY):
                return self._waiting.index(ticket) + 1
            self._waiting.popleft()
            self.taken += 1
            # Another may be free for who is first now.
            self._changed.notify_all()
            return 0

    def _is_next(self, ticket: object) -> bool:
        return self._waiting[0] is ticket and self.taken < self._at_once
