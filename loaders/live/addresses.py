"""Which addresses may be asked, and how an address is named without giving away a key."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

Origin = tuple[str, int]
"""Host and port."""

_PORTS = {"http": 80, "https": 443}


def origin_of(address: str) -> Origin | None:
    """Return host and port of an http(s) address, or None for anything else.

    >>> origin_of("https://Example.org/path?key=1")
    ('example.org', 443)
    >>> origin_of("file:///etc/passwd") is None
    True
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.hostname.lower(), _PORTS[parts.scheme] if port is None else port


def origins(addresses: Iterable[str]) -> frozenset[Origin]:
    """Return the origins of several addresses."""
    return frozenset(o for o in map(origin_of, addresses) if o is not None)


def shown(address: str) -> str:
    """Return an address as it may be shown: without user, password, query and fragment.

    >>> shown("https://user:secret@example.org/a.csv?token=secret#x")
    'https://example.org/a.csv'
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an unreadable address"
    return f"{parts.scheme}://{host}{port}{parts.path}"[:200]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False]
    >>> is_public("169.254.169.254"), is_public("not an address")
    (False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses in disguise: behind a translator these lead to the address at their end."""
