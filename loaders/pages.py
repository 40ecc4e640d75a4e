"""What the date of a source tells: when a figure came out, or only when somebody copied it."""

from __future__ import annotations

import re

import pandas as pd

_COPY_TITLE = re.compile(r"\b(GitHub|HDX|Google Sheets?|read in [\w -]+ tables)\b", re.IGNORECASE)
_COPY_ADDRESS = re.compile(r"\.(csv|jsonl?|xlsx?)$|[?&]output=(csv|xlsx)\b", re.IGNORECASE)


def page_of(title: str, address: str, day: object) -> str:
    """Tell what the page is on which a row was seen, and so what its date means.

    Returns:
        ``copy`` for a re-published data set or a summary in one: the title names
        GitHub, HDX, Google Sheets or tables that it was read in, or the address is
        that of a data file. Its date is that of the copy, or one that the copy
        gives; it doesn't tell when the figure came out. Else ``dated`` when the page has a day,
        ``undated`` when it has none. A figure came out after a day when its
        page is ``dated`` and the source's date is later.

    >>> day = pd.Timestamp("2025-10-06")
    >>> page_of("OCHA press release", "https://www.ochaopt.org/x", day)
    'dated'
    >>> page_of("IDMC IDU event 1 (HDX event data, copy in GitHub)", "", day)
    'copy'
    >>> page_of("counts", "https://github.com/someone/sheets/blob/main/counts.csv", pd.NaT)
    'copy'
    >>> page_of("OCHA press release", "https://www.ochaopt.org/x", pd.NaT)
    'undated'
    """
    if _COPY_TITLE.search(title) or _COPY_ADDRESS.search(address):
        return "copy"
    return "undated" if pd.isna(day) else "dated"


def with_pages(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the column ``page``: see :func:`page_of`."""
    cells = zip(frame["source_title"], frame["source_url"], frame["source_date"], strict=True)
    return frame.assign(page=[page_of(*row) for row in cells])
