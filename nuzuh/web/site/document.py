"""Writes a page of the static site: one document, whose scripts and pictures stand beside it.

A content security policy lets it load what lies beside it and nothing else. All addresses
are relative, so the site works in any folder of any host.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.templates import render, style

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load."""


@dataclass(frozen=True)
class SitePage:
    """A page in one language.

    Attributes:
        path: its folder below that of its language, such as ``orders/``; "" for the map.
        title: what it is called.
        description: what it says, in a sentence or two; shown where its link is shared.
        main: what it shows; it can be read without scripts.
        scripts: paths of its scripts in the site, see ``Site.asset``.
        preloads: paths of scripts that these load themselves, to be fetched beside them.
        told: what the scripts are told, as JSON.
        preview: path of the picture that is shown where its link is shared; "" for the
            site's own.
        when: the day that it is about, in words; "" for none.
        instead: query of the map that shows the same, for a version without such a page.
    """

    path: str
    title: str
    description: str
    main: Markup
    scripts: tuple[str, ...] = ()
    preloads: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    preview: str = ""
    when: str = ""
    instead: str = ""


@dataclass(frozen=True)
class SiteFrame:
    """What every page of a language has around it.

    Attributes:
        t: the language.
        version: of the data.
        newest: the newest version; its pages stand at the site's root, those of others below
            ``v/``, see :func:`folder_of`.
        styles: paths of the style sheets in the site.
        pages: path and name of each page that the header leads to.
        notes: lines at the foot: data version, licences, what is not implied.
        notice: what is said above everything of a former version; "" for the newest.
        preview: path of the picture that is shown where a link is shared.
        address: where the site stands, with a slash at its end; "" where that is not known.
        scripts: paths of the scripts of every page.
        icon: path of the picture on the browser's tab.
        told: what these are told beside where the page stands, see ``frontend/src/siteframe.ts``.
        held: paths of the pages of each version, by its id.
        pageless: former versions without pages, and why: ``damaged``, or ``tables`` where
            the site has their tables alone.
    """

    t: Translator
    version: str
    newest: str
    styles: Sequence[str]
    pages: Sequence[tuple[str, str]]
    notes: Sequence[str]
    notice: str = ""
    preview: str = ""
    address: str = ""
    scripts: Sequence[str] = ()
    icon: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    held: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    pageless: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder of the version; "" for the newest."""
        return folder_of(self.version, self.newest)

    def place(self, path: str, lang: str = "", version: str = "") -> str:
        """Return where a page stands in the site: English at its root, others in their folder.

        Args:
            path: of the page, below the folder of its language.
            lang: its language; that of the frame when "".
            version: of the data; that of the frame when "".
        """
        folder = folder_of(version or self.version, self.newest)
        return f"{folder}{_folder_of(lang or self.t.lang)}{path}"

    def nearest(self, path: str) -> str:
        """The version whose page a link of this name leads to: its own, or the newest."""
        return self.version if path in self.held.get(self.version, ()) else self.newest

    def others(self, path: str) -> dict[str, str]:
        """What there is of other versions for a link that names one: its page, its map, or less.

        Args:
            path: of the page that the link leads to.
        """
        told = {
            version: "page" if path in paths else "map"
            for version, paths in self.held.items()
            if version not in (self.version, self.newest)
        }
        return {**self.pageless, **told} if self.version == self.newest else {}

    def newest_place(self, page: SitePage) -> str:
        """Return where the newest version says what a page says."""
        there = page.path in self.held.get(self.newest, (page.path,))
        return self.place(page.path if there else page.instead, version=self.newest)


def folder_of(version: str, newest: str) -> str:
    """Return the folder of the pages of a version.

    >>> folder_of("2026-08-22-79be9da", "2026-10-07-54eb746")
    'v/2026-08-22-79be9da/'
    """
    return "" if version == newest else f"v/{version}/"


def _folder_of(code: str) -> str:
    """The folder of a language, below that of the version."""
    return "" if code == "en" else f"{code}/"


def document(page: SitePage, frame: SiteFrame) -> bytes:
    """Return a page in UTF-8.

    Args:
        page: what it says.
        frame: what stands around it.
    """
    here = frame.place(page.path)
    up = "../" * here.count("/")
    return render(
        "site",
        page=page,
        frame=frame,
        t=frame.t,
        policy=POLICY,
        up=up,
        here=here,
        preview=page.preview or frame.preview,
        pages=[
            (path, name, frame.place(path, version=frame.nearest(path)), frame.nearest(path))
            for path, name in frame.pages
        ],
        newest=frame.newest_place(page) if frame.folder else "",
        languages=[
            (code, Translator(code).language.name, frame.place(page.path, code))
            for code in LANGUAGES
        ],
        told=dict(page.told),
        frame_told={
            **frame.told,
            "data": frame.version,
            "newest": frame.newest,
            "versions": frame.others(page.path),
            "there": frame.newest_place(page),
            "up": up,
            "folder": frame.folder,
            "path": page.path,
            "lang": frame.t.lang,
            "languages": {code: _folder_of(code) for code in LANGUAGES},
        },
    ).encode()


def missing(address: str, newest: str, former: Sequence[str]) -> bytes:
    """Return what is said in every language where a page is asked for that is not there.

    A server shows it in any folder, so its links name the whole address.

    Args:
        address: where the site stands, with a slash at its end; "" where that is not known,
            which is taken for the root of its host.
        newest: the newest version of the data.
        former: the former versions that have pages.
    """
    root = address or "/"
    sections = [
        {
            "t": Translator(code),
            "url": f"{root}{_folder_of(code)}",
            "versions": [
                (version, f"{root}{folder_of(version, newest)}{_folder_of(code)}")
                for version in (newest, *former)
            ],
        }
        for code in LANGUAGES
    ]
    look = style("alone.css")
    return render("site_missing", sections=sections, policy=POLICY, style=look).encode()
