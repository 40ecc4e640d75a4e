"""Writes the HTML of a page in one file: one document, its script and data inside it.

Everything that is not :class:`markupsafe.Markup` is escaped. A content security
policy allows the two scripts by their hashes and nothing else: whatever a name
might smuggle in would neither run nor reach a network.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from nuzuh.scene.translator import Translator
from nuzuh.web.templates import render, style

_WEB = Path(__file__).parent.parent
SCRIPTS = (_WEB / "timemap/bundle/timemap.js", _WEB / "onefile/bundle/page.js")
"""What frontend/ builds, and is shipped built."""


@dataclass(frozen=True)
class Contents:
    """What the page says, in the order in which a reader meets it.

    Attributes:
        t: the language of the page.
        title: what is shown.
        day: the day that headline and evidence are for.
        headline: the sentence of the day.
        footnotes: what its marks mean.
        placed: what the map's figures come to; "" for nothing.
        fit: how the day's figures fit together, for a reconstruction.
        payload: the packed map and the words of its days, as one piece.
        message: what the map is told to show.
        still: legend and table of the day, where scripts do not run.
        evidence: what was published by the day.
        sources: every source, folded.
        method, licences, version: lines of the footer.
        citation: how to cite the view.
        link: address of the live view; "" for none.
        where: where and when, where that is not the day alone.
        table: HTML of what stands below the map with scripts, too.
    """

    t: Translator
    title: str
    day: date
    headline: str
    footnotes: Sequence[str]
    placed: str
    fit: Sequence[str]
    payload: bytes
    message: Mapping[str, Any]
    still: Markup
    evidence: Markup
    sources: Markup
    method: Sequence[str]
    licences: Sequence[str]
    citation: str
    version: Sequence[str]
    link: str
    where: str = ""
    table: str = ""


def compose(contents: Contents) -> bytes:
    """Return the document in UTF-8.

    Args:
        contents: what it says.
    """
    t, scripts = contents.t, _scripts()
    day = t.day(contents.day)
    return render(
        "page",
        page=contents,
        t=t,
        title=f"{contents.title} · {contents.where or t('snapshot.where', date=day)}",
        day=day,
        policy=_policy(scripts),
        style=style("style.css", "alone.css", "onefile/page.css"),
        told=dict(contents.message),
        payload=base64.b64encode(contents.payload).decode(),
        scripts=scripts,
    ).encode()


@lru_cache(maxsize=1)
def _scripts() -> tuple[Markup, ...]:
    return tuple(
        Markup(inline_script(path.read_text(encoding="utf-8")))  # noqa: S704 (our own)
        for path in SCRIPTS
    )


def inline_script(code: str) -> str:
    r"""Return a script so that it can stand in a page: none of its strings ends the element.

    >>> inline_script('x = "</script><!-- "')
    'x = "\\x3c/script>\\x3c!-- "'
    """
    code = re.sub("<(?=/script|script|!--)", r"\\x3c", code, flags=re.IGNORECASE)
    # A parser reads every line end as a line feed before it compares hashes.
    return code.replace("\r\n", "\n").replace("\r", "\n")


def _policy(scripts: Sequence[str]) -> str:
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{known}'" for known in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
