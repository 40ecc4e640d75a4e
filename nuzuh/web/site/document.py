"""Writes a page of the static site: one document, whose scripts and pictures stand beside it.

A content security policy lets it load what lies beside it and nothing else. All addresses
are relative, so the site works in any folder of any host.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True)
class SiteFrame:
    """What every page of a language has around it.

    Attributes:
        t: the language.
        folder: of the version that it belongs to, such as ``v/2026-08-22-79be9da/``; "" for
            the newest.
        styles: paths of the style sheets in the site.
        pages: path and name of each page that the header leads to.
        notes: lines at the foot: data version, licences, what is not implied.
        notice: what is said above everything, such as that an older version is shown; "" for
            nothing.
        preview: path of the picture that is shown where a link is shared.
        address: where the site stands, with a slash at its end; "" where that is not known.
        scripts: paths of the scripts of every page.
        icon: path of the picture on the browser's tab.
        told: what these are told beside where the page stands, see ``frontend/src/siteframe.ts``.
    """

    t: Translator
    folder: str
    styles: Sequence[str]
    pages: Sequence[tuple[str, str]]
    notes: Sequence[str]
    notice: str = ""
    preview: str = ""
    address: str = ""
    scripts: Sequence[str] = ()
    icon: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    def place(self, path: str, lang: str = "") -> str:
        """Return where a page stands in the site: English at its root, others in their folder.

        Args:
            path: of the page, below the folder of its language.
            lang: its language; that of the frame when "".
        """
        return f"{self.folder}{_folder_of(lang or self.t.lang)}{path}"


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
        languages=[
            (code, Translator(code).language.name, frame.place(page.path, code))
            for code in LANGUAGES
        ],
        told=dict(page.told),
        frame_told={
            **frame.told,
            "up": up,
            "folder": frame.folder,
            "path": page.path,
            "lang": frame.t.lang,
            "languages": {code: _folder_of(code) for code in LANGUAGES},
        },
    ).encode()


def missing(address: str) -> bytes:
    """Return what is said in every language where a page is asked for that is not there.

    A server shows it in any folder, so its links name the whole address.

    Args:
        address: where the site stands, with a slash at its end; "" where that is not known,
            which is taken for the root of its host.
    """
    sections = [
        {"t": Translator(code), "url": f"{address or '/'}{_folder_of(code)}"} for code in LANGUAGES
    ]
    look = style("alone.css")
    return render("site_missing", sections=sections, policy=POLICY, style=look).encode()
