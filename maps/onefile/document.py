"""Writes the HTML of a page in one file: one document, its script and data inside it.

Everything that is not :class:`~maps.html.Markup` is escaped. A content security
policy allows the two scripts by their hashes and nothing else: whatever a name
might smuggle in would neither run nor reach a network.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import maps
from maps.html import Markup, anchor
from maps.words import Words

_MAPS = Path(maps.__file__).parent
_SCRIPTS = (_MAPS / "timemap/bundle/timemap.js", _MAPS / "onefile/bundle/page.js")
_STYLES = (_MAPS / "style.css", _MAPS / "onefile/page.css")


@dataclass(frozen=True)
class Contents:
    """What the page says, in the order in which a reader meets it.

    Attributes:
        words: the language of the page.
        title: what is shown.
        day: the day that headline and evidence are for.
        first, last: the days that the map can show.
        headline: the sentence of the day.
        placed: what the map's figures come to; "" for nothing.
        fit: how the day's figures fit together, for a reconstruction.
        layers: id and name of each layer.
        layer: id of the one shown first.
        payload: the packed map.
        message: what the map is told to show.
        still: legend and table of the day, where scripts do not run.
        evidence: what was published by the day.
        sources: every source, folded.
        method, licences, version: lines of the footer.
        citation: how to cite the view.
        link: address of the live view; "" for none.
    """

    words: Words
    title: str
    day: date
    first: date
    last: date
    headline: str
    placed: str
    fit: Sequence[str]
    layers: Sequence[tuple[str, str]]
    layer: str
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


def compose(contents: Contents) -> bytes:
    """Return the document in UTF-8.

    Args:
        contents: what it says.
    """
    words, scripts = contents.words, _scripts()
    direction = "rtl" if words.right_to_left else "ltr"
    title = _title(contents)
    parts = [
        f'<!doctype html>\n<html lang="{words.lang}" dir="{direction}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy(scripts))}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="generator" content="nuzuh">',
        f'<meta name="description" content="{escape(contents.headline)}">',
        f"<title>{escape(title)} · nuzuh</title>",
        f"<style>{_style()}</style></head><body>",
        _header(contents, title),
        '<main><div class="of-columns">',
        _map(contents),
        _evidence(contents),
        "</div>",
        _sources(contents),
        "</main>",
        _footer(contents),
        _data("onefile-view", "application/json", _json(_told(contents))),
        _data("onefile-data", "text/plain", base64.b64encode(contents.payload).decode()),
        *(f'<script type="module">{script}</script>' for script in scripts),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode()


@lru_cache(maxsize=1)
def _scripts() -> tuple[str, ...]:
    return tuple(inline_script(path.read_text(encoding="utf-8")) for path in _SCRIPTS)


@lru_cache(maxsize=1)
def _style() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in _STYLES).replace("</", "<\\/")


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


def _json(content: Mapping[str, Any]) -> str:
    """JSON that can stand in a page: no sign of it can begin or end an element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _data(name: str, kind: str, text: str) -> str:
    """A block of data, which a browser neither runs nor shows."""
    return f'<script id="{name}" type="{kind}">{text}</script>'


def _told(contents: Contents) -> dict[str, Any]:
    return {
        "view": dict(contents.message),
        "first": contents.first.isoformat(),
        "last": contents.last.isoformat(),
        "layers": [layer for layer, _ in contents.layers],
    }


def _title(contents: Contents) -> str:
    words = contents.words
    where = words("snapshot.where", date=words.day(contents.day))
    return f"{contents.title} · {where}"


def _header(contents: Contents, title: str) -> str:
    placed = (
        f'<p class="nz-quiet" data-testid="placed">{escape(contents.placed)}</p>'
        if contents.placed
        else ""
    )
    return (
        '<header><div class="of-top"><p class="of-brand"><span lang="en">nuzuh</span> '
        f'<span lang="ar">نزوح</span></p><h1>{escape(title)}</h1></div>'
        f'<p class="nz-headline" data-testid="headline">{escape(contents.headline)}</p>'
        f"{placed}</header>"
    )


def _map(contents: Contents) -> str:
    words = contents.words
    day = words.day(contents.day)
    radios = "".join(
        f'<label><input type="radio" name="layer" value="{escape(layer)}"'
        f"{' checked' if layer == contents.layer else ''}><span>{escape(name)}</span></label>"
        for layer, name in contents.layers
    )
    live = (
        f'<a data-live href="{escape(contents.link)}" rel="noopener noreferrer">'
        f"{escape(words('onefile.live'))}</a>"
        if contents.link
        else ""
    )
    return (
        f'<section aria-labelledby="of-map"><h2 id="of-map" class="of-unseen">'
        f"{escape(words('page.map'))}</h2>"
        '<div class="of-controls">'
        f'<fieldset class="of-layers of-script"><legend class="of-unseen">'
        f"{escape(words('layer.label'))}</legend>{radios}</fieldset>{live}</div>"
        f'<noscript><p class="of-note">{escape(words("onefile.noscript", date=day))}</p></noscript>'
        f'<p id="onefile-old" class="of-note" hidden>{escape(words("onefile.old", date=day))}</p>'
        f'<div id="onefile-map"><div class="tm">{contents.still}</div></div></section>'
    )


def _evidence(contents: Contents) -> str:
    words = contents.words
    day = words.day(contents.day)
    fit = "".join(f"<p>{escape(sentence)}</p>" for sentence in contents.fit)
    told = f"<h2>{escape(words('recon.fit'))}</h2>{fit}" if fit else ""
    return (
        '<section class="of-evidence" aria-labelledby="of-evidence">'
        f'<div id="onefile-elsewhere" class="of-note" role="status" hidden>'
        f"<span>{escape(words('onefile.elsewhere', date=day))}</span> "
        f'<button id="onefile-back" type="button">{escape(words("onefile.back", date=day))}'
        f"</button></div>{told}"
        f'<h2 id="of-evidence">{escape(words("onefile.evidence", date=day))}</h2>'
        f'<p class="nz-quiet">{escape(words("panel.lead"))}</p>'
        f'<div class="nz-panel" data-testid="panel">{contents.evidence}</div></section>'
    )


def _sources(contents: Contents) -> str:
    return (
        f'<section class="of-sources" aria-labelledby="of-sources"><h2 id="of-sources">'
        f"{escape(contents.words('snapshot.sources'))}</h2>{contents.sources}</section>"
    )


def _footer(contents: Contents) -> str:
    words = contents.words

    def lines(texts: Sequence[str]) -> str:
        return "".join(f"<p>{escape(text)}</p>" for text in texts)

    live = (
        f"<p>{escape(words('onefile.live'))}: {anchor(contents.link, contents.link)}</p>"
        if contents.link
        else ""
    )
    return (
        f"<footer><h2>{escape(words('onefile.cite'))}</h2>"
        f'<p class="of-citation" data-testid="citation">{escape(contents.citation)}</p>{live}'
        f"<h2>{escape(words('onefile.method'))}</h2>{lines(contents.method)}"
        f"<h2>{escape(words('sources.licence'))}</h2>{lines(contents.licences)}"
        f"<p>{escape(words('map.disclaimer'))}</p>"
        f"<h2>{escape(words('onefile.about'))}</h2>{lines(contents.version)}"
        f"<p>{escape(words('onefile.offline'))}</p></footer>"
    )
