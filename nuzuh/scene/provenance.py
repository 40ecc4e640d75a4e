"""What the app stands on, worded: each table with source, licence, dates; every publisher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders.catalogue import all_sources
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.live import live_sources
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.table import Provenance
from nuzuh.loaders.tables import Tables
from nuzuh.scene.mark import Link
from nuzuh.scene.translator import Translator

FEW = 3
"""Of fewer figures nothing is said about how a publisher's lie to the others."""


@dataclass(frozen=True)
class TableSource:
    """Where a table comes from.

    Attributes:
        title: what it holds, in a phrase.
        source: who made it.
        links: public addresses, each by its host.
        licence: the terms under which it may be used.
        as_of: the day the content describes, ISO date.
        retrieved: when it was brought in, to the minute.
        rows: number of rows, as worded.
        status: how it came, in words.
        notes: why it is not live and what was set aside, in English.
    """

    title: str
    source: str
    links: tuple[Link, ...]
    licence: str
    as_of: str
    retrieved: str
    rows: str
    status: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PublisherRow:
    """A publisher.

    Attributes:
        name: as it stands in the table of figures.
        full_name: written out.
        group: its side, in words.
        note: what else to know of it.
        figures: how many figures it has in the data, as worded.
        house: how its figures of people who moved lie to those of all others, in words;
            "" where it has none.
    """

    name: str
    full_name: str
    group: str
    note: str
    figures: str
    house: str


@dataclass(frozen=True)
class Badge:
    """Whether live figures are in use.

    Attributes:
        text: that, and of when the figures are.
        live: whether they are.
        title: what was set aside, or why they are not live.
    """

    text: str
    live: bool
    title: str


def sources_of(t: Translator) -> tuple[TableSource, ...]:
    """Return what the app stands on, a row a table, the figures first."""
    return _worded(all_sources(), t)


def live_sources_of(t: Translator) -> tuple[TableSource, ...]:
    """Return the live sources, with the status of each and why it is not live."""
    return _worded(live_sources(), t)


def publishers_of(tables: Tables, t: Translator) -> tuple[PublisherRow, ...]:
    """Return every publisher of figures, the one with most figures first."""
    known = load_publishers().frame.set_index("publisher")
    scales = load_reconstruction(tables).scales
    moved = scales[scales["family"] == "moved"].set_index("publisher")
    return tuple(
        PublisherRow(
            str(name),
            known.loc[name, "full_name"],
            t(f"group.{known.loc[name, 'group']}"),
            known.loc[name, "note"],
            t.number(count),
            house_text(moved.loc[name], t) if name in moved.index else "",
        )
        for name, count in tables.estimates["publisher"].value_counts().items()
    )


def house_text(scale: pd.Series, t: Translator) -> str:
    """Return how a publisher's figures of people who moved lie to those of all others.

    Args:
        scale: how many figures that rests on (``rows``), and how many times as high as
            the others they stand (``house``).
        t: the reader's language.
    """
    times = round(float(scale["house"]), 1)
    if scale["rows"] < FEW:
        return t("sources.house.few")
    if times == 1:
        return t("sources.house.even")
    way = "above" if times > 1 else "below"
    return t(f"sources.house.{way}", times=t.number(times, decimals=1))


def badge_of(t: Translator) -> Badge:
    """Return whether live figures are in use, and of when they are."""
    estimates = load_estimates().provenance
    live = estimates.status != "embedded"
    day = t.day(date.fromisoformat(estimates.retrieved_at[:10]))
    text = t("badge.live" if live else "badge.embedded", day=day)
    return Badge(text, live, estimates.note or estimates.reason)


def _worded(sources: Iterable[Provenance], t: Translator) -> tuple[TableSource, ...]:
    return tuple(
        TableSource(
            title=source.title,
            source=source.source,
            links=tuple((url.split("/")[2], url) for url in source.source_links),
            licence=source.licence,
            as_of=source.as_of,
            retrieved=source.retrieved_at[:16].replace("T", " "),
            rows=t.number(source.rows),
            status=t(f"status.{source.status.replace(' ', '_')}"),
            notes=tuple(text for text in (source.reason, source.note) if text),
        )
        for source in sources
    )
