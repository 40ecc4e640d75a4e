"""The files of a site as they are gathered: pages, and what they load, by path."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from nuzuh.loaders.tables import Tables
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SiteFrame, SitePage, document, missing
from nuzuh.web.timemap.payload import Payload


@dataclass
class Site:
    """The files of a site.

    Attributes:
        tables: what everything is computed from.
        address: where the site will stand, with a slash at its end; "" where that is not known.
        folder: of the version of the tables, such as ``v/2026-08-22-79be9da/``; "" for the newest.
        damaged: what is wrong with former versions that cannot be shown, by their ids.
        files: content by path below the site's folder.
        pages: the pages that :meth:`write` will write, each with what stands around it.

    Example:
        >>> from nuzuh.loaders.tables import tables_in_use
        >>> site = Site(tables_in_use())
        >>> site.asset("look.css", b"a{}") == site.asset("look.css", b"a{}")
        True
    """

    tables: Tables
    address: str = ""
    folder: str = ""
    damaged: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    pages: list[tuple[SitePage, SiteFrame]] = field(default_factory=list)
    _shared: dict[str, str] = field(default_factory=dict)

    def asset(self, name: str, content: bytes) -> str:
        """Take in what pages load, under a name that changes with what is in it; return its path.

        What pages of a former version load stands in its own folder, which nothing that the
        newest version loads, or loads no more, can then change.

        Args:
            name: a name with its ending.
            content: its bytes; the same ones are kept once.
        """
        whole = PurePosixPath(name)
        digest = hashlib.sha256(content).hexdigest()[:16]
        path = f"{self.folder}assets/{whole.stem}.{digest}{whole.suffix}"
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
            self.files[f"{self.folder}assets/{names[-1]}.bin"] = part
        return "-".join(names)

    def page(self, page: SitePage, frame: SiteFrame) -> None:
        """Take in a page: it is written once it is known which pages every version has."""
        self.pages.append((page, frame))

    def write(self, others: Mapping[str, Iterable[str]], pageless: Mapping[str, str]) -> None:
        """Write the pages that were taken in, and what is said where there is none.

        Args:
            others: paths of the pages of versions that stand in the site already, by their id.
            pageless: what there is of versions that have no pages, see ``SiteFrame``.
        """
        held = {version: frozenset(paths) for version, paths in others.items()}
        for page, frame in self.pages:
            held[frame.version] = held.get(frame.version, frozenset()) | {page.path}
        for page, frame in self.pages:
            whole = replace(frame, held=held, pageless=pageless)
            self.files[f"{frame.place(page.path)}index.html"] = document(page, whole)
        former = sorted(held.keys() - {self.tables.version}, reverse=True)
        self.files["404.html"] = missing(self.address, self.tables.version, former)
        self.pages.clear()


Maker = Callable[[Site, Translator], Iterable[SitePage]]
"""Makes the pages of one kind in one language, and takes in what they load."""
