"""What the app stands on, worded: each table with source, licence, dates; every publisher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from nuzuh.loaders.catalogue import all_sources
from nuzuh.loaders.live import live_sources
from nuzuh.loaders.live.refreshing import Change, Refreshed
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.table import Provenance
from nuzuh.loaders.tables import Tables
from nuzuh.scene.from_records import marked_name, records_note, records_publishers
from nuzuh.scene.mark import Link
from nuzuh.scene.publisher_record import (
    distance_text,
    doubts_text,
    house_text,
    in_order,
    publisher_records,
)
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class TableSource:
    """Where a table comes from, in the reader's words.

    Attributes:
        title: what it holds, in a phrase.
        source: who made it.
        links: public addresses, each by its host.
        licence: the terms under which it may be used.
        as_of: the day the content describes.
        retrieved: when it was brought in, to the minute where that is known.
        rows: number of rows, as worded.
        status: how it came.
        notes: why it is not live and what was set aside.
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
        name: as it is called in the reader's language.
        full_name: written out, where that is another name and the tables have it.
        group: its side, in words.
        note: what else to know of it.
        figures: how many figures it has in the data, as worded.
        doubts: how many of them repeat others, and how many are doubtful.
        house: how its figures of people who moved lie to those of all others, in words;
            "" where it has none.
        balance: how far its figures lie from the reconstruction.
        others: how far they lie from what other publishers said.
    """

    name: str
    full_name: str
    group: str
    note: str
    figures: str
    doubts: str
    house: str
    balance: str
    others: str


def sources_of(t: Translator) -> tuple[TableSource, ...]:
    """Return what the app stands on, a row a table, the figures first."""
    return worded(all_sources(), t)


def live_sources_of(t: Translator) -> tuple[TableSource, ...]:
    """Return the live sources, with the status of each and why it is not live."""
    return worded(live_sources(), t)


def publishers_of(
    tables: Tables, t: Translator, order: str = "figures"
) -> tuple[PublisherRow, ...]:
    """Return every publisher of figures with how these have lain so far.

    Args:
        tables: the figures.
        t: the reader's language.
        order: of :data:`nuzuh.scene.publisher_record.ORDERS`.
    """
    records = publisher_records(tables)
    # A former version of the data may name somebody whom the table of publishers has no more.
    known = load_publishers().frame.set_index("publisher").reindex(list(records), fill_value="")
    marked = records_publishers(tables)
    rows = []
    for name in in_order(records, order):
        row, one = known.loc[name], records[name]
        of_tables = not t.right_to_left
        rows.append(
            PublisherRow(
                name=marked_name(name, marked, t),
                full_name=row["full_name"] if of_tables and row["full_name"] != name else "",
                group=t(f"group.{row['group'] or 'other'}"),
                note=records_note(tables, t, of=name)
                if name in marked
                else said(row["note"], "publisher.note.", t),
                figures=t.number(one.figures),
                doubts=doubts_text(one, t),
                house=house_text(one, t),
                balance=distance_text(one.balance, t),
                others=distance_text(one.others, t),
            )
        )
    return tuple(rows)


def refreshed_text(done: Sequence[Refreshed], t: Translator) -> str:
    """Return what a refresh changed, and of which sources nothing could be had.

    Args:
        done: what became of each source; none when the refresh ended early.
        t: the reader's language.
    """
    if not any(one.succeeded for one in done):
        return t("sources.refreshed.none")
    changes = [
        f"{_title(one.provenance, t)}: {_counts(one.change, t)}" for one in done if one.change
    ]
    failed = [_title(one.provenance, t) for one in done if not one.succeeded]
    told = [t("list.sep").join(changes) + "." if changes else t("sources.refreshed.nothing")]
    if failed:
        told.append(t("sources.refreshed.failed", names=t("list.sep").join(failed)))
    return " ".join(told)


def source_title(name: str, t: Translator) -> str:
    """Return what a live source holds, by its id; "" for none."""
    return said(SOURCES[name].title, "source.title.", t) if name else ""


def _counts(change: Change, t: Translator) -> str:
    counts = {"new": change.new, "revised": change.revised, "withdrawn": change.withdrawn}
    return t("list.comma").join(
        t(f"sources.{word}", n=t.number(len(ids))) for word, ids in counts.items() if ids
    )


def said(text: str, beginning: str, t: Translator) -> str:
    """Return a phrase of our tables in the reader's language.

    Phrases that the tables hold in English stand in the catalogues too; one that does
    not, as the words of someone outside, stands as it is.

    Args:
        text: as in the tables; parts between semicolons are looked up one by one.
        beginning: of the keys among which it is.
        t: the reader's language.
    """
    keys = _keys(beginning)
    parts = text.split("; ")
    if text in keys:
        return t(keys[text])
    return t("list.sep").join(t(keys[p]) if p in keys else t.isolated(p) for p in parts if p)


@cache
def _keys(beginning: str) -> dict[str, str]:
    """Keys of the catalogues by what they say in the language of the tables."""
    english = Translator("en").starting((beginning,))
    return {text: key for key, text in english.items()}


def worded(sources: Iterable[Provenance], t: Translator) -> tuple[TableSource, ...]:
    """Return where tables come from in the reader's words."""
    return tuple(
        TableSource(
            title=_title(source, t),
            source=said(source.source, "source.by.", t),
            links=tuple((url.split("/")[2], url) for url in source.source_links),
            licence=said(source.licence, "source.licence.", t),
            # A date is not broken over two lines.
            as_of=_day(source.as_of, t).replace(" ", "\u00a0"),
            retrieved=_moment(source.retrieved_at, t).replace(" ", "\u00a0"),
            rows=t.number(source.rows),
            status=t(f"status.{source.status.replace(' ', '_')}"),
            notes=tuple(_notes(source, t)),
        )
        for source in sources
    )


def _title(source: Provenance, t: Translator) -> str:
    return said(source.title, "source.title.", t)


def _day(day: str, t: Translator) -> str:
    return t.day(date.fromisoformat(day)) if day else ""


def _moment(moment: str, t: Translator) -> str:
    """A day, with the time of it where one is told."""
    time = moment[11:16]
    return _day(moment[:10], t) + (f"{t('list.comma')}{time} UTC" if time else "")


_AT = re.compile(r" \(at (\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\)$")
_HOST = r"(?P<host>[\w-]+(?:\.[\w-]+)+)"
_WHY = (
    (rf"(?:the proxy on the way to )?{_HOST} (?:cannot be|did not|is out of|broke|fails)", "reach"),
    (rf"{_HOST} (?:answers 202|answers with nothing|asks for fewer)", "reach"),
    (rf"(?:the certificate of )?{_HOST}\b", "other"),
    (r"the network is switched off", "offline"),
    (r"there is no cached copy", ""),
    (r"another refresh of this table", "busy"),
    (r"the (?:cache folder|copy) cannot be", "disk"),
    (r"it has never been refreshed", "never"),
    (r"(?:not asked for in this run|it was asked for a short while ago)", "recent"),
    (r"no live figures are in use", "figures"),
    (r"no live orders are in use", "orders"),
    (r"outlines for display", "outlines"),
    (r"it ships with the project", "ships"),
    (r"it was read from this computer", "given"),
    (r"embedded figures with those of the last refresh", "merged"),
)
"""How the reasons of the loaders begin, which the command line tells in full."""
_COUNT = re.compile(r"(\d+) (new|revised|withdrawn)")


def _notes(source: Provenance, t: Translator) -> Iterator[str]:
    """Why a table is not live, and what was put in or set aside."""
    if source.reason:
        yield _reason(source.reason, t)
    counts = _COUNT.findall(source.note)
    if source.note.startswith("Against the embedded table") and counts:
        told = (t(f"sources.{word}", n=t.number(int(count))) for count, word in counts)
        yield t("list.comma").join(told)
    elif source.note:
        yield t.isolated(source.note)


def _reason(reason: str, t: Translator) -> str:
    at = _AT.search(reason)
    told: dict[str, list[str]] = {}
    for part in _AT.sub("", reason).split("; "):
        matches = ((re.match(pattern, part), key) for pattern, key in _WHY)
        match, key = next(((found, key) for found, key in matches if found), (None, ""))
        host = match.groupdict().get("host") if match else None
        told.setdefault(key, []).extend([host] if host else [])
    texts = [
        t(f"status.why.{key}", hosts=t("list.comma").join(dict.fromkeys(map(t.isolated, hosts))))
        for key, hosts in told.items()
        if key
    ] or [t("status.why.unusable")]
    when = t("status.why.at", moment=_moment(f"{at[1]}T{at[2]}", t)) if at else ""
    return " ".join(filter(None, [*texts, when]))
