"""Refresh a table: fetch it, hold it against its rules and the last copy, and only then keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC

import pandas as pd

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import embedded_estimates
from nuzuh.loaders.live import revisions
from nuzuh.loaders.live.adoption import MERGED, adopt
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.merge import embedded_last_day, merged_estimates
from nuzuh.loaders.live.merge_orders import merged_orders
from nuzuh.loaders.live.settings import Settings, read_settings
from nuzuh.loaders.live.sources import (
    SOURCES,
    Source,
    check_last_day,
    check_modified,
    check_rows,
    stored,
)
from nuzuh.loaders.live.store import Manifest, Store
from nuzuh.loaders.live.tables import copy_of, told
from nuzuh.loaders.orders import embedded_orders
from nuzuh.loaders.row_changes import row_changes
from nuzuh.loaders.table import Provenance


@dataclass(frozen=True)
class Change:
    """What a refresh changes, by the ids of rows.

    Example:
        >>> str(Change(new=("a", "b"), revised=("c",)))
        '2 new figures, 1 revised'
        >>> str(Change())
        'nothing new'
    """

    new: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    of: str = "figures"

    def __str__(self) -> str:
        """Say it in one phrase."""
        parts = list[str]()
        for ids, word in (
            (self.new, "new"),
            (self.revised, "revised"),
            (self.withdrawn, "withdrawn"),
        ):
            if ids:
                noun = f" {self.of}" if not parts else ""
                noun = noun.removesuffix("s") if len(ids) == 1 else noun
                parts.append(f"{len(ids)} {word}{noun}")
        return ", ".join(parts) or "nothing new"

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.new or self.revised or self.withdrawn)


@dataclass(frozen=True)
class Refreshed:
    """What became of one source.

    Attributes:
        source: its id.
        provenance: the table that is in use now, with its status and the reason.
        change: what is different from before.
    """

    source: str
    provenance: Provenance
    change: Change

    @property
    def succeeded(self) -> bool:
        """Whether the upstream was asked, or need not be asked again so soon."""
        return self.provenance.status in ("live", "cached")


Progress = Callable[[str, int, int], None]
"""Called with the id of the source that is next, how many are done, and how many there are."""


def refresh(
    names: Iterable[str] = tuple(SOURCES),
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> list[Refreshed]:
    """Refresh tables, keep those that are good, and take them into use.

    Args:
        names: ids of sources, see :data:`nuzuh.loaders.live.sources.SOURCES`.
        settings: those of the environment when None.
        progress: told before each source.

    Raises:
        KeyError: for an unknown id.
    """
    settings = settings or read_settings()
    done = _each(names, settings, progress, keep=True)
    adopt(settings, {one.source: one.provenance for one in done})
    return done


def compare(
    names: Iterable[str] = tuple(SOURCES), settings: Settings | None = None
) -> list[Refreshed]:
    """Tell what :func:`refresh` would change, and keep nothing.

    Raises:
        KeyError: for an unknown id.
    """
    return _each(names, settings or read_settings(), None, keep=False)


def _each(
    names: Iterable[str], settings: Settings, progress: Progress | None, *, keep: bool
) -> list[Refreshed]:
    sources = [SOURCES[name] for name in names]
    done = list[Refreshed]()
    with Fetcher(settings) as fetcher:
        for number, source in enumerate(sources):
            if progress is not None:
                progress(source.id, number, len(sources))
            done.append(_one(source, fetcher, settings, keep=keep))
    return done


def _one(source: Source, fetcher: Fetcher, settings: Settings, *, keep: bool) -> Refreshed:
    store = Store(settings.cache)
    if not keep:
        return _tried(source, fetcher, settings, store, keep=False)
    try:
        with store.locked(source.id, patience=settings.total_seconds):
            done = _tried(source, fetcher, settings, store, keep=True)
            store.note_attempt(source.id, "" if done.succeeded else done.provenance.reason)
            return done
    except FetchError as error:
        return _fallen_back(source, store, str(error))


def _tried(
    source: Source, fetcher: Fetcher, settings: Settings, store: Store, *, keep: bool
) -> Refreshed:
    last = copy_of(source, store)
    reason = ""
    for stale in (False, True):
        try:
            arrival = source.fetch(fetcher, settings, stale=stale)
            frame, manifest, content = _held(source, arrival, last)
            status = arrival.status
            if status == "stale" and last and manifest.retrieved_at <= last[1].retrieved_at:
                # The copy is that answer, or a later one.
                break
            change = _change(source, store, last[0] if last else None, frame)
        except (FetchError, DataError) as error:
            reason = reason or str(error).rstrip(".")
            continue
        if keep:
            try:
                manifest = store.write(source.id, content, manifest, source.suffix)
            except FetchError as error:
                return _fallen_back(source, store, str(error))
        why = reason if status == "stale" else ""
        if status == "cached":
            why = "it was asked for a short while ago"
        return Refreshed(source.id, told(source, manifest, status=status, reason=why), change)
    return _fallen_back(source, store, reason)


def _fallen_back(source: Source, store: Store, reason: str) -> Refreshed:
    last = copy_of(source, store)
    provenance = told(source, last[1] if last else None, reason=reason)
    return Refreshed(source.id, provenance, Change(of=_noun(source)))


def _held(
    source: Source, arrival: Arrival, last: tuple[pd.DataFrame, Manifest] | None
) -> tuple[pd.DataFrame, Manifest, bytes]:
    """The table as it will be kept, after every rule was held against it."""
    frame, note = arrival.frame, arrival.note
    check_modified(source, last[1].modified if last else "", arrival.modified)
    check_last_day(source, last[1].as_of if last else _embedded_day(source), arrival.as_of)
    if source.id == "displacement":
        frame = revisions.combine(
            last[0] if last else None,
            frame,
            arrival.retrieved_at.date(),
            again=last is not None and _again(arrival, last[1]),
        )
        note = f"{note} {revisions.noted(frame, arrival.frame)}".strip()
    check_rows(source, last[0] if last else None, frame)
    content = stored(frame)
    # What is kept is what can be read back, not what was in memory.
    again = source.read(content, f"the new table of {source.id}")
    manifest = Manifest(
        file="",
        sha256="",
        rows=len(again),
        as_of=arrival.as_of,
        retrieved_at=arrival.retrieved_at.astimezone(UTC).isoformat(timespec="seconds"),
        source=arrival.source,
        links=arrival.links,
        licence=arrival.licence,
        note=note,
        modified=arrival.modified,
    )
    return again, manifest, content


def _embedded_day(source: Source) -> str:
    """The day against which the first copy on a machine is held; "" for none."""
    if source.id == "deaths":
        return embedded_last_day()
    return load_boundaries().provenance.as_of if source.id == "boundaries" else ""


def _again(arrival: Arrival, before: Manifest) -> bool:
    """Whether an answer is the file that was read before, and so no second witness."""
    same = bool(arrival.modified) and arrival.modified == before.modified
    return same or arrival.status == "cached"


def _noun(source: Source) -> str:
    return {"boundaries": "areas", "municipalities": "areas", "orders": "orders"}.get(
        source.id, "figures"
    )


def _change(source: Source, store: Store, last: pd.DataFrame | None, frame: pd.DataFrame) -> Change:
    """What differs for a reader: in the tables in use for what is merged, else row by row."""
    if source.id == "orders":
        before = embedded_orders().frame if last is None else merged_orders(last).frame
        return _rows_changed(before, merged_orders(frame).frame, "id", "orders")
    if source.id in MERGED:
        kept = {
            name: found[0]
            for name in ("displacement", "deaths")
            if (found := copy_of(SOURCES[name], store)) is not None
        }
        known = embedded_estimates().frame
        if kept:
            known = merged_estimates(kept.get("displacement"), kept.get("deaths")).frame
        kept[source.id] = frame
        after = merged_estimates(kept.get("displacement"), kept.get("deaths"))
        return _rows_changed(known, after.frame, "id", "figures")
    if last is None and source.id == "boundaries":
        last = load_boundaries().frame
    elif last is None and source.id == "population":
        baseline = load_baseline().frame
        last = baseline[["pcode"]].assign(
            year=baseline["as_of"].dt.year, people=baseline["people"].astype("int64")
        )
    return _rows_changed(last, frame, source.key, _noun(source))


def _rows_changed(before: pd.DataFrame | None, after: pd.DataFrame, key: str, noun: str) -> Change:
    if before is None:
        return Change(new=tuple(map(str, after[key])), of=noun)
    found = row_changes(before, after, key)
    return Change(found.new, tuple(found.revised), found.withdrawn, of=noun)


def said(done: Iterable[Refreshed]) -> str:
    """Return one sentence on what a refresh changed.

    >>> said([])
    'Nothing was refreshed.'
    """
    told_of = list(done)
    changed = [f"{one.source}: {one.change}" for one in told_of if one.change]
    failed = [one.source for one in told_of if not one.succeeded]
    if not any(one.succeeded for one in told_of):
        return "Nothing was refreshed."
    parts = ["; ".join(changed) if changed else "Nothing new"]
    if failed:
        parts.append(f"not refreshed: {', '.join(failed)}")
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + "."
