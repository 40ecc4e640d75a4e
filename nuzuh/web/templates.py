"""Writes HTML from the templates beside this file: every value put into one is escaped.

In a template a line break and what is indented after it stand for nothing. So
elements can be set one under the other without a space that would show between
them, and no blank line ends the HTML where Markdown surrounds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from nuzuh.scene.mark import Link
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.title_language import title_language

_HERE = Path(__file__).parent
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
"""A foreign name among words that run in the other direction."""


class _WithoutLineBreaks(Extension):
    """Takes the line breaks that are there for the reader of a template out of its text."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", re.sub(r"\n\s*", "", token.value))
            else:
                yield token


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    extensions=[_WithoutLineBreaks],
    auto_reload=False,
)
_ENVIRONMENT.policies["json.dumps_kwargs"] = {
    "ensure_ascii": False,
    "separators": (",", ":"),
    "sort_keys": True,
}


def render(template: str, **context: object) -> Markup:
    """Return the HTML that a template makes of what is put into it.

    Args:
        template: its name without ``.html``.
        context: what it names; text is escaped, :class:`markupsafe.Markup` passes as it is.

    Raises:
        UndefinedError: when the template names what is not put into it.
    """
    return Markup(_ENVIRONMENT.get_template(f"{template}.html").render(context))  # noqa: S704


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str | Sequence[Link]]],
    *,
    test_id: str,
    caption: str = "",
    isolated: Collection[int] = (),
) -> Markup:
    """Return a table with a header row.

    Args:
        head: titles of the columns.
        rows: cells, each a text or links that stand one under the other.
        test_id: name by which tests find it.
        caption: title of the table.
        isolated: columns, counted from 0, whose texts keep their own direction.
    """
    return render(
        "table",
        head=head,
        rows=rows,
        test_id=test_id,
        caption=caption,
        isolated=isolated,
        linked=any(not isinstance(cell, str) for row in rows for cell in row),
    )


def table_of(told: TextTable, *, test_id: str) -> Markup:
    """Return a table in words as HTML.

    Args:
        told: the table.
        test_id: name by which tests find it.
    """
    return table(
        told.head, told.rows, test_id=test_id, caption=told.caption, isolated=told.isolated
    )


def element(tag: str, content: str, **attributes: object) -> Markup:
    """Return one element.

    Args:
        tag: its name.
        content: text, or :class:`markupsafe.Markup`.
        attributes: ``data_date`` stands for ``data-date``, ``class_`` for ``class``.

    >>> element("p", "1 < 2", class_="quiet", data_date="2025-10-05")
    Markup('<p class="quiet" data-date="2025-10-05">1 &lt; 2</p>')
    """
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return render("element", tag=tag, content=content, attributes=named)


def marked(text: str) -> Markup:
    """Return words with each foreign name among them as an element of its own language.

    Args:
        text: words in which foreign names stand between isolates, see
            :meth:`nuzuh.scene.translator.Translator.isolated`.

    Who copies the text takes the isolates along, which other programs know.

    >>> marked("من \u2068Al-Nasser\u2069").replace("\u2068", "").replace("\u2069", "")
    Markup('من <bdi lang="en">Al-Nasser</bdi>')
    """
    if isinstance(text, Markup):
        return text
    if "\u2068" not in text:
        return Markup().join((text,))
    pieces = _ISOLATED.split(text)
    return Markup().join(
        "\u2068" + _foreign(piece) + "\u2069" if at % 2 else piece
        for at, piece in enumerate(pieces)
    )


def titled(text: str) -> Markup:
    """Return a text that stands as it was published, marked with its language and direction.

    Words of ours around one that stands between isolates are not.

    >>> titled("Plus de 80% de Gaza sous ordre")
    Markup('<bdi lang="fr">Plus de 80% de Gaza sous ordre</bdi>')
    """
    if _ISOLATED.search(text):
        return marked(text)
    return _foreign(text) if text else Markup()


@lru_cache(maxsize=4096, typed=True)
def _foreign(text: str) -> Markup:
    """Words of another language as an element; pages repeat the same names and titles."""
    return element("bdi", text, lang=title_language(text))


def paragraphs(texts: Iterable[str]) -> Markup:
    """Return a paragraph for each text."""
    return Markup().join(element("p", text) for text in texts)


def sheets(*names: str) -> bytes:
    """Return our own style sheets, one after the other, as a file.

    Args:
        names: of the sheets, beside this file.
    """
    return b"".join((_HERE / name).read_bytes() for name in names)


def style(*names: str, **words: str) -> Markup:
    """Return our own style sheets as one element.

    Args:
        names: of the sheets, beside this file.
        words: texts that a sheet shows, as ``var(--nz-menu)`` for one of the name ``menu``.
    """
    whole = sheets(*names).decode()
    # What JSON writes for a text without control characters is a text of CSS too.
    told = "".join(
        f"--nz-{name}:{json.dumps(text, ensure_ascii=False)};" for name, text in words.items()
    )
    whole += f":root{{{told}}}" if told else ""
    return element("style", Markup(whole.replace("</", "<\\/")))  # noqa: S704


_ENVIRONMENT.filters |= {"marked": marked, "titled": titled}
