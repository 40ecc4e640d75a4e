"""The view in a frame on someone else's page: its address, and the code to paste there."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from nuzuh.web.templates import render

HEIGHT = 1040
"""Height of the frame in pixels: 800 pixels wide, everything fits into it without scrolling."""

_SANDBOX = (
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads"
)
"""The app may run and open links beside itself; it may not lead the page away that holds it."""


def embed_link(link: str) -> str:
    """Return the address of a view without anything around the map.

    Args:
        link: absolute address of the view.

    Raises:
        ValueError: when it is not an http(s) address.

    >>> embed_link("https://nuzuh.example.org/?date=2025-10-05&lang=ar")
    'https://nuzuh.example.org/?date=2025-10-05&lang=ar&embed=true'
    """
    scheme, host, path, query, _ = urlsplit(link)
    if scheme not in ("http", "https") or not host:
        raise ValueError("the link to the view is not an http(s) address")
    parts = [(key, value) for key, value in parse_qsl(query) if key.lower() != "embed"]
    return urlunsplit((scheme, host, path, urlencode([*parts, ("embed", "true")]), ""))


def embed_snippet(link: str, title: str, *, height: int = HEIGHT) -> str:
    """Return the code of a frame that shows a view, as wide as the page lets it be.

    Args:
        link: absolute address of the view.
        title: what the frame shows, for assistive tools.
        height: height of the frame in pixels.

    Raises:
        ValueError: when the link is not an http(s) address.
    """
    frame = {"address": embed_link(link), "title": title, "height": height, "sandbox": _SANDBOX}
    return str(render("frame", **frame))
