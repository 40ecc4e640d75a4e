"""Whether this app has the page of editors, and whether who looks at it may change the ledger.

``NUZUH_EDITOR=1`` adds the page, for who runs the app for themselves alone: it works where the
server listens to this computer only, and for a browser that asks it by such a name. A proxy on
the same computer would let strangers through, so what one passes on is refused too.
``NUZUH_EDITOR=open`` is the operator's word that everybody who reaches the app may write.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping

import streamlit as st

VARIABLE = "NUZUH_EDITOR"
_PASSED_ON = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


def has_editor_page() -> bool:
    """Whether the page is one of this app's."""
    return os.environ.get(VARIABLE, "") in ("1", "open")


def may_edit() -> bool:
    """Whether who looks at the page may change the ledger."""
    if not has_editor_page():
        return False
    if os.environ[VARIABLE] == "open":
        return True
    headers = {name.casefold(): value for name, value in st.context.headers.items()}
    return is_local(st.get_option("server.address"), headers)


def is_local(address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request can only come from this computer.

    Args:
        address: to which the server listens; None for all that there are.
        headers: of the request, with their names in small letters.

    >>> is_local("127.0.0.1", {"host": "localhost:8501"}), is_local(None, {"host": "localhost"})
    (True, False)
    >>> is_local("127.0.0.1", {"host": "ledger.example.org"})
    False
    """
    if any(name in headers for name in _PASSED_ON):
        return False
    return _is_loopback(address or "") and _is_loopback(_host(headers.get("host", "")))


def _host(header: str) -> str:
    """The name in a header, without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


def _is_loopback(name: str) -> bool:
    if name.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
