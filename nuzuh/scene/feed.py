"""What the feed tells: an entry for each version and page date, in English, and never one twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.data_versions import versions_in_order
from nuzuh.scene.translator import Translator
from nuzuh.scene.what_is_new import ChangeLine, WhatIsNew, new_by_page, new_since_version, recent

VERSIONS = 3
"""Former versions of which the feed still tells what came after them."""
_NAMES = uuid.UUID("6f0d3f3e-5c0b-5d1b-9e4a-2a3a1f6f7a10")
"""Under which the ids of entries are made; with another one every reader would see all as new."""


@dataclass(frozen=True)
class FeedEntry:
    """An entry.

    Attributes:
        id: its name, the same whenever and wherever the feed is made.
        title: what came, and when.
        updated: the day of the version with which it came.
        published: the day of the page; that of the version where there are several or none.
        lines: the figures and orders.
    """

    id: str
    title: str
    updated: date
    published: date
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class Feed:
    """The feed.

    Attributes:
        id: its name.
        title: what it is.
        updated: the day of its newest entry, or of the version that runs.
        entries: the newest version's first.
    """

    id: str
    title: str
    updated: date
    entries: tuple[FeedEntry, ...]


def feed_of(tables: Tables) -> Feed:
    """Return the feed of the data in use.

    Of a former version that cannot be read nothing is told; the entries of the others stay.

    Args:
        tables: those in use.
    """
    t, versions = Translator("en"), versions_in_order()
    entries = list[FeedEntry]()
    for later, former in list(pairwise(versions))[:VERSIONS]:
        try:
            new = new_since_version(former, t, later.id)
        except DataError:
            # The page of what is new names the version that is damaged.
            continue
        entries += _entries(new, later.id, t)
    if len(versions) == 1:
        entries += _entries(new_by_page(tables, recent(tables), t), versions[0].id, t)
    return Feed(
        _name("feed"),
        "nuzuh: new, revised and withdrawn figures of displacement in the Gaza Strip",
        max((one.updated for one in entries), default=_released(versions[0].id)),
        tuple(entries),
    )


def _entries(new: WhatIsNew, version: str, t: Translator) -> Iterator[FeedEntry]:
    """What came with a version: withdrawn, revised, and what is new by the date of its page."""
    day = _released(version)
    for kind in ("withdrawn", "revised"):
        lines = tuple(line for line in new.lines if line.kind == kind)
        if lines:
            title = f"{_count(lines)} {kind} in data version {version}"
            yield FeedEntry(_name(version, kind), title, day, day, lines)
    fresh = (line for line in new.lines if line.kind == "new")
    for page_date, group in groupby(fresh, key=lambda line: line.page_date):
        lines = tuple(group)
        when = f"of {t.day(page_date)}" if page_date else "without a date"
        title = f"{_count(lines)} new, from pages {when}, in data version {version}"
        name = _name(version, "new", str(page_date or "undated"))
        yield FeedEntry(name, title, day, page_date or day, lines)


def _count(lines: Iterable[ChangeLine]) -> str:
    counts = dict.fromkeys(("estimates", "orders"), 0)
    for line in lines:
        counts[line.table] += 1
    nouns = {"estimates": "figure", "orders": "order"}
    return " and ".join(
        f"{n} {nouns[table]}{'' if n == 1 else 's'}" for table, n in counts.items() if n
    )


def _released(version: str) -> date:
    return date.fromisoformat(version[:10])


def _name(*parts: str) -> str:
    return uuid.uuid5(_NAMES, "/".join(parts)).urn
