"""The versions of the data that are known, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from nuzuh.balance.shipped import hold_pictures
from nuzuh.evidence.changes import Changes, changes_between, people_changes
from nuzuh.loaders.archive import in_use_of, running, versions
from nuzuh.loaders.archive.shelf import entries
from nuzuh.loaders.current import follows_data, using
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.people_by_day import people_frame
from nuzuh.scene.translator import Translator

LATEST = "latest"
"""In the place of a version: the one that runs."""


@dataclass(frozen=True)
class KnownVersion:
    """A version of the data.

    Attributes:
        id: as links and citations name it.
        last: the last day that a figure of it describes.
        published: the day on which it was published, as far as the archive knows; of one that
            runs and is in none, the day of its last figure.
    """

    id: str
    last: date
    published: date


def known_versions() -> list[KnownVersion]:
    """Return the version that runs, and then those of the archive, the newest first.

    Example:
        >>> known_versions()[0].id == running()
        True
    """
    now = running()
    with using(in_use_of(now)):
        last = tables_in_use().last
    kept = [KnownVersion(v.id, v.last, v.published) for v in versions()]
    told = next((one for one in kept if one.id == now), KnownVersion(now, last, last))
    return [told, *(one for one in kept if one.id != now)]


def versions_in_order() -> list[KnownVersion]:
    """Return the version that runs, and then those that came before it, the newest first.

    One whose figures go on after those of the version that runs, as where a refresh was lost,
    came not before it: what only that one has was not withdrawn.
    """
    now, *kept = known_versions()
    return [now, *(one for one in kept if one.last <= now.last)]


def former_ids() -> list[str]:
    """Return the versions of the archive but for the one that runs, the newest first."""
    now = running()
    return [version.id for version in versions() if version.id != now]


@contextmanager
def shown_again(version: str) -> Iterator[Tables]:
    """Draw from a version in this thread, once all that is kept of it has been read.

    Args:
        version: its id.

    Raises:
        DataError: when its entry in the archive is damaged.
        RefusedError: when it never was.
    """
    with using(in_use_of(version)):
        tables = tables_in_use()
        hold_pictures(tables)
        yield tables


def former_text(t: Translator) -> str:
    """Return the sentence that the figures in use are of a former version of the data.

    Args:
        t: the reader's language.
    """
    version = tables_in_use().version
    published = next((one.published for one in versions() if one.id == version), None)
    told = t.isolated(version)
    if published is None:
        return t("archive.banner.plain", data=told)
    return t("archive.banner", data=told, date=t.day(published))


def named_version(name: str) -> str:
    """Return a version's id; :data:`LATEST` is the one that runs."""
    return running() if name == LATEST else name


def version_on(day: date) -> KnownVersion | None:
    """Return the version that was the newest one on a day; None before the first.

    A version whose entry came into the archive long after its last figure counts from that
    figure's day: nothing else is known of when it was read.
    """
    out = [one for one in versions_in_order() if one.last <= day]
    return max(out, key=lambda one: one.last, default=None)


def changes_of(before: str, after: str = LATEST) -> Changes:
    """Return what differs between two versions of the data: rows, and people as they are told.

    Args:
        before: the earlier version, an id or :data:`LATEST`.
        after: the later one.

    Raises:
        DataError: when an entry of the archive is damaged.
        RefusedError: when a version never was.
        BalanceError: when a solve does not converge.
    """
    return _changes(named_version(before), named_version(after))


@follows_data(maxsize=8)
def rows_changed(before: str, after: str) -> Changes:
    """Return the same without people, which takes no reconstruction.

    Args:
        before: the earlier version.
        after: the later one.
    """
    return changes_between(tables_at(before), tables_at(after))


def tables_at(version: str) -> Tables:
    """Return the tables of a version of the data.

    Args:
        version: its id.

    Raises:
        DataError: when its entry in the archive is damaged.
        RefusedError: when it never was.
    """
    with using(in_use_of(version)):
        return tables_in_use()


@follows_data(maxsize=4)
def _changes(before: str, after: str) -> Changes:
    rows = rows_changed(before, after)
    if before == after:
        return rows
    told = []
    for version in (before, after):
        with using(in_use_of(version)):
            told.append(people_frame(tables_in_use()))
    return Changes(rows.before, rows.after, rows.rows, rows.columns, people_changes(*told))


def check_versions(*names: str) -> None:
    """Refuse a version that never was, before anything is computed.

    Raises:
        DataError: of one that was, whose entry in the archive cannot be read.
        RefusedError: in one sentence.
    """
    known = [one.id for one in known_versions()]
    for name in names:
        id_ = named_version(name)
        if id_ not in known:
            if entries(id_):
                in_use_of(id_)
            raise RefusedError(
                f"there never was a data version {name[:40]!r} here; there are "
                f"{', '.join(known)}; {LATEST} is the first of them",
                "no_version",
            )
