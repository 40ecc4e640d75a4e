"""How old what is shown is: the figures, the last good copies, the last attempts, the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import nuzuh
from nuzuh.cli.health.finding import Finding, age, moment
from nuzuh.evidence.published import CURRENT_DAYS
from nuzuh.loaders.live import adopt
from nuzuh.loaders.live.settings import SettingError, Settings
from nuzuh.loaders.live.sources import SOURCES, Source
from nuzuh.loaders.live.store import FOLDER, Store
from nuzuh.loaders.live.tables import copy_of
from nuzuh.loaders.package import GEODATA, embedded_version
from nuzuh.loaders.tables import tables_in_use

OLD_COPY = timedelta(days=7)
"""A refresh every night is meant: a week without one is to be looked at."""
_SAME_MOMENT = timedelta(minutes=5)
"""By which clocks of disks and machines differ."""


def fresh(settings: Settings, now: datetime) -> list[Finding]:
    """Return what is found of the age of what is shown."""
    return [*_figures(settings, now), *_copies(settings, now), _clock(settings, now)]


def _figures(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        adopt(settings)
    except SettingError as error:
        found = f"the newest data cannot be used: {str(error).rstrip('.')}"
        yield Finding("fresh", "figures", found, "broken", "correct the setting")
    tables = tables_in_use()
    days = (now.date() - tables.last).days
    found = f"data version {tables.version}; the last figure is of {tables.last}, {days} days ago"
    if days <= CURRENT_DAYS:
        yield Finding("fresh", "figures", found)
        return
    found += f": everything is shown as last known after {CURRENT_DAYS}"
    do = "run nuzuh refresh, and look for a newer version of nuzuh"
    yield Finding("fresh", "figures", found, "look", do)


def _copies(settings: Settings, now: datetime) -> Iterator[Finding]:
    store = Store(settings.cache)
    for source in SOURCES.values():
        if source.id == "orders" and not settings.orders_url and not _was_kept(store, source):
            yield Finding("fresh", source.id, "switched off (NUZUH_ORDERS_URL is empty)")
        else:
            yield _copy(source, store, settings, now)


def _was_kept(store: Store, source: Source) -> bool:
    return bool(store.read(source.id)) or store.is_torn(source.id)


def _copy(source: Source, store: Store, settings: Settings, now: datetime) -> Finding:
    refresh = f"nuzuh refresh --source {source.id}"
    if unusable := _unusable(source, store):
        do = f"run {refresh}, or nuzuh restore with a backup"
        return Finding("fresh", source.id, f"{unusable}; {_instead(source)}", "look", do)
    kept = store.read(source.id)
    at = _moment_of(kept[1].retrieved_at) if kept else None
    if kept and at:
        found = f"as of {kept[1].as_of}, retrieved {moment(at)} ({age(now - at)} ago)"
    else:
        found = f"no copy was ever kept here; {_instead(source)}"
    attempt = store.attempt(source.id)
    if attempt is not None and attempt.reason:
        tried = _moment_of(attempt.at)
        when = f" at {moment(tried)}" if tried else ""
        found += f"; the last attempt{when} failed: {attempt.reason}"
        return Finding("fresh", source.id, found, "look", f"run {refresh} and read what it says")
    if settings.offline or (at and now - at <= OLD_COPY):
        return Finding("fresh", source.id, found)
    if at is None:
        return Finding("fresh", source.id, found, "ok", f"run {refresh} for the newest")
    do = f"run {refresh}; let cron or the app do it every night"
    return Finding("fresh", source.id, found, "look", do)


def _unusable(source: Source, store: Store) -> str:
    """Why the last good copy is as good as none; "" when it is not, or when there is none."""
    if store.is_torn(source.id):
        return "the last good copy is damaged"
    kept = store.read(source.id)
    if kept is None:
        return ""
    if _moment_of(kept[1].retrieved_at) is None:
        return "the last good copy does not say when it came"
    if copy_of(source, store) is None:
        return "the last good copy keeps other rules than this version"
    return ""


def _instead(source: Source) -> str:
    return "what is embedded stands in" if source.embedded else "nothing is embedded"


def _clock(settings: Settings, now: datetime) -> Finding:
    """A clock that was set back makes old things look new, and stops nothing else from working."""
    do = "set the clock of this machine, and keep it with NTP"
    day = date.fromisoformat(embedded_version()[:10])
    if now.date() < day:
        found = f"{moment(now)} lies before the embedded data, which are of {day}"
        return Finding("fresh", "clock", found, "broken", do)
    newest = max(_changes(settings), default=now)
    if newest > now + _SAME_MOMENT:
        found = f"{moment(now)} lies before the newest file of nuzuh, which is of {moment(newest)}"
        return Finding("fresh", "clock", found, "look", do)
    return Finding("fresh", "clock", f"{moment(now)} is plausible")


def _changes(settings: Settings) -> Iterator[datetime]:
    """When the files of the installation and of the copies were last changed."""
    package = Path(nuzuh.__file__).parent
    yield from _times((*package.rglob("*.py"), *GEODATA.glob("*")))
    with suppress(OSError):
        yield from _times((settings.cache / FOLDER).glob("*/*"))


def _times(paths: Iterable[Path]) -> Iterator[datetime]:
    for path in paths:
        with suppress(OSError, OverflowError, ValueError):
            yield datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _moment_of(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
