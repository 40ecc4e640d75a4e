"""Small pieces of HTML that several pages use; everything put into them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def anchor(url: str, text: str) -> Markup:
    """Return a link that opens beside the app; without an address, the text alone."""
    if not url:
        return Markup(escape(text))
    return Markup(
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'
    )


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, test_id: str, caption: str = ""
) -> str:
    """Return a table with a header row.

    Args:
        head: titles of the columns.
        rows: cells; :class:`Markup` passes as it is, other text is escaped.
        test_id: name by which tests find it.
        caption: title of the table.
    """
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="nz-scroll"><table class="nz-table" data-testid="{test_id}">{told}'
        f"<thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folding_table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    shown: int,
    more: str,
    test_id: str,
    caption: str = "",
) -> str:
    """Return a table whose first rows are shown and whose rest opens at a click.

    Args:
        head: titles of the columns.
        rows: cells, as for :func:`table`.
        shown: how many rows are shown at once.
        more: what the fold says.
        test_id: name by which tests find the rows shown; the rest has ``-more`` after it.
        caption: title of the table.
    """
    first = table(head, rows[:shown], test_id=test_id, caption=caption) if shown else ""
    if len(rows) <= shown:
        return first
    rest = table(head, rows[shown:], test_id=f"{test_id}-more")
    return f"{first}<details><summary>{escape(more)}</summary>{rest}</details>"


def _cell(cell: str) -> str:
    return f"<td>{cell if isinstance(cell, Markup) else escape(cell)}</td>"
