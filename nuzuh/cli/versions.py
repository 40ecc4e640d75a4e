"""The option with which a command shows a former version of the data: ``--data``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from nuzuh.loaders.archive import former, in_use_of
from nuzuh.loaders.current import using


def with_data(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take an archived version of the data instead of the newest."""

    @click.option(
        "--data",
        metavar="VERSION",
        help="a former version of the data, as a link or a citation names it (see nuzuh archive "
        "list); the newest when not given",
    )
    @wraps(command)
    def run(*, data: str | None, **options: Any) -> None:
        if data is None:
            command(**options)
            return
        with using(in_use_of(data)):
            command(**options)

    return run


def version_words() -> tuple[str, ...]:
    """Return the words of a command line that name the version in use; none for the newest."""
    version = former()
    return ("--data", version) if version else ()
