"""Whether what was made of movement records here can be used, and is of the data in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from nuzuh.cli.health.finding import Finding
from nuzuh.loaders.live.adoption import published_in_use, records_left_aside
from nuzuh.loaders.live.settings import SettingError, Settings
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.shelf import Entry, Shelf

OLD_SCALE = 30
"""Days of new figures after which records should be scaled again: published figures that were
added or revised since may tell otherwise how many people the records are of."""


def shelved(settings: Settings) -> list[Finding]:
    """Return what is found of every set of records on the shelf."""
    names = Shelf(settings.records).names()
    if not names:
        return [Finding("records", "entries", "none were added")]
    try:
        aside = records_left_aside(settings)
        version = published_in_use(settings).version or embedded_version()
    except SettingError as error:
        found = f"cannot be used with the newest data: {str(error).rstrip('.')}"
        return [Finding("records", "entries", found, "broken", "correct the setting")]
    entries = {entry.name: entry for entry in Shelf(settings.records).entries()}
    return [
        *_aside(aside),
        *(_entry(one, version) for name, one in entries.items() if name not in aside),
    ]


def _aside(aside: Mapping[str, str]) -> Iterator[Finding]:
    for name, why in sorted(aside.items()):
        do = (
            f"add them again (nuzuh records add with their mapping and --again), put a backup back "
            f"(nuzuh restore), or take them away with nuzuh records remove {name}"
        )
        yield Finding("records", name, f"left aside: {why}", "broken", do)


def _entry(entry: Entry, version: str) -> Finding:
    found = f"{entry.rows} figures of {entry.publisher}, {entry.first} to {entry.last}"
    if entry.against != "balance" or entry.data_version == version:
        return Finding("records", entry.name, found)
    found += f"; scaled beside data version {entry.data_version}, and {version} is in use"
    if _days_between(entry.data_version, version) <= OLD_SCALE:
        return Finding("records", entry.name, found)
    do = "scale them anew: run nuzuh records add with their mapping and --again"
    return Finding("records", entry.name, found, "look", do)


def _days_between(before: str, after: str) -> int:
    """Days between the last days of two data versions, whichever is the later one."""
    first, last = (date.fromisoformat(version[:10]) for version in (before, after))
    return abs((last - first).days)
