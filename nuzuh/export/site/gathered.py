"""The files of a site as they are gathered: pages, and what they load, by path."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from nuzuh.loaders.tables import Tables
from nuzuh.web.site.document import SiteFrame, SitePage, document
from nuzuh.web.timemap.payload import Payload


@dataclass
class Site:
    """The files of a site.

    Attributes:
        tables: what everything is computed from.
        address: where the site will stand, with a slash at its end; "" where that is not known.
        versions: ids of the older versions of the data that have pages of their own, below ``v/``.
        folder: of the version of the tables, such as ``v/2026-08-22-79be9da/``; "" for the newest.
        newest: id of the newest version; that of the tables when "".
        files: content by path below the site's folder.

    Example:
        >>> from nuzuh.loaders.tables import tables_in_use
        >>> site = Site(tables_in_use())
        >>> site.asset("look.css", b"a{}") == site.asset("look.css", b"a{}")
        True
    """

    tables: Tables
    address: str = ""
    versions: tuple[str, ...] = ()
    folder: str = ""
    newest: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    _shared: dict[str, str] = field(default_factory=dict)

    def asset(self, name: str, content: bytes) -> str:
        """Take in what pages load, under a name that changes with what is in it; return its path.

        Args:
            name: a name with its ending.
            content: its bytes; the same ones are kept once.
        """
        whole = PurePosixPath(name)
        digest = hashlib.sha256(content).hexdigest()[:16]
        path = f"assets/{whole.stem}.{digest}{whole.suffix}"
        self.files[path] = content
        return path

    def shared(self, name: str, make: Callable[[], bytes]) -> str:
        """Take in what is the same in every language, and make it once; return its path.

        Args:
            name: a name with its ending, under which nothing else is made.
            make: returns its bytes.
        """
        if name not in self._shared:
            self._shared[name] = self.asset(name, make())
        return self._shared[name]

    def chunk(self, payload: Payload) -> str:
        """Take in a payload of the time map; return the names of its files, joined by hyphens.

        What payloads have in common is a file of its own. A name tells what is in the file: a
        signature may tell what a payload was made from, and a cache keeps for ever what stands
        under a name.
        """
        names = []
        for part in payload.parts:
            names.append(hashlib.sha256(part).hexdigest()[:16])
            self.files[f"assets/{names[-1]}.bin"] = part
        return "-".join(names)

    def page(self, page: SitePage, frame: SiteFrame) -> None:
        """Take in a page."""
        self.files[f"{frame.place(page.path)}index.html"] = document(page, frame)
