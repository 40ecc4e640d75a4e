"""Values of options as every command reads them, with the sentence for what is none."""

from __future__ import annotations

import argparse
from datetime import date
from urllib.parse import urlsplit

from loaders.dates import iso_day


def day(text: str) -> date:
    """Read a date.

    Raises:
        ArgumentTypeError: when it is not written YYYY-MM-DD.
    """
    given = iso_day(text)
    if given is None:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a date written YYYY-MM-DD")
    return given


def web_address(text: str) -> str:
    """Read an address that a link in a picture may lead to.

    Raises:
        ArgumentTypeError: when it is not an absolute http(s) address.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not an http or https address")
    return text
