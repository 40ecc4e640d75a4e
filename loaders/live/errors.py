"""What goes wrong on the way to live data, said in the reader's words and without any secret."""

from __future__ import annotations


class FetchError(Exception):
    """Live data could not be had; the message is the reason, in one sentence without its end.

    Attributes:
        passing: another attempt may succeed.
        wait: seconds after which the server wants to be asked again, if it said so.
    """

    def __init__(self, reason: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(reason)
        self.passing = passing
        self.wait = wait


class FetchRefusedError(FetchError):
    """Something came, but it is not what it should be; asking again will not help."""
