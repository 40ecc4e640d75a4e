"""The library: published figures, people, movements and orders as tables. Documented as stable.

Every name here is described in ``docs/api.md``, with what of it may change. Each table says of
each row whether it is published, with its publisher and page, or reconstructed, with its likely
range; what is missing is missing and never zero.

>>> import nuzuh
>>> figures = nuzuh.estimates(publisher="OCHA", area="PS0275")
>>> bool((figures["kind"] == "published").all())
True
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import numpy as np
import pandas as pd

from nuzuh.balance.require import require_reconstruction
from nuzuh.evidence.changes import Changes
from nuzuh.evidence.matching import matching
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.archive import in_use_of
from nuzuh.loaders.current import using
from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import COLUMNS, KIND_OF_MEASURE
from nuzuh.loaders.live import adopt
from nuzuh.loaders.records.note import BASIS
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.data_versions import (
    LATEST,
    changes_of,
    check_versions,
    known_versions,
    named_version,
)
from nuzuh.scene.from_records import records_cited, speaker_naming
from nuzuh.scene.order_records import OrderRecord, order_records
from nuzuh.scene.people_by_day import (
    MovementRow,
    PeopleRow,
    frame_of,
    movements_by_month,
    movements_in,
    people_by_day,
    people_on,
)
from nuzuh.scene.regions import AREAS, pcodes_of
from nuzuh.scene.timeline import check_day, load_timeline
from nuzuh.scene.translator import Translator

__all__ = [
    "RefusedError",
    "changes",
    "cite",
    "estimates",
    "movements",
    "orders",
    "people",
    "versions",
]

Day = str | dt.date | np.datetime64
"""A day: a date, a moment of a table, or a text written YYYY-MM-DD."""

_TITLE = "Displacement in the Gaza Strip: published figures, and what they come to"
_OF_MEASURE = "kind_of_measure"
"""What the column ``kind`` of the ledger is called here, where ``kind`` tells what is published."""


def versions() -> pd.DataFrame:
    """Return the versions of the data that are known, the newest first.

    Returns:
        ``version``, ``last`` (the last day that a figure of it describes), ``published`` and
        ``newest``.
    """
    adopt()
    rows = [
        (one.id, pd.Timestamp(one.last), pd.Timestamp(one.published), place == 0)
        for place, one in enumerate(known_versions())
    ]
    return pd.DataFrame(rows, columns=["version", "last", "published", "newest"])


def estimates(
    *,
    measure: str | None = None,
    publisher: str | None = None,
    first: Day | None = None,
    last: Day | None = None,
    area: str | None = None,
    version: str = LATEST,
) -> pd.DataFrame:
    """Return published figures, the oldest first.

    Args:
        measure: what is counted, such as ``people_present`` or ``movement``.
        publisher: exact name, as on the page of sources.
        first: first day that a figure may describe.
        last: last day that a figure may describe.
        area: only figures for, from or to this area: a P-code, ``north``, ``south``, ``strip``.
        version: of the data.

    Raises:
        RefusedError: for what there is not, or a period that is reversed.
    """
    with _tables(version) as tables:
        _known("measure", measure, KIND_OF_MEASURE)
        _known("publisher", publisher, tables.estimates["publisher"])
        _known("area", area, AREAS)
        start, end = _day(first), _day(last)
        _in_order(start, end)
        rows = matching(
            tables.estimates,
            measure=measure,
            publisher=publisher,
            first=start,
            last=end,
            area=pcodes_of(area) if area else (),
        )
        return _published(rows, tables)


def people(
    date: Day | None = None, *, area: str | None = None, view: str = "all", version: str = LATEST
) -> pd.DataFrame:
    """Return people present by area, reconstructed, on a day or on every day.

    Args:
        date: the day; every day when None.
        area: only this one: a P-code, ``EXT``, ``north``, ``south``, ``strip``.
        view: whose figures are used: ``all``, ``un``, ``israel``, ``palestine``, or names of
            publishers joined by commas (without ranges).
        version: of the data.

    Raises:
        RefusedError: for what there is not, such as a day outside the data.
    """
    with _tables(version, view) as tables:
        _known("area", area, (*AREAS, pc.EXTERIOR))
        day = _day(date)
        require_reconstruction(tables, view, () if day is None else (day,))
        rows = people_by_day(tables, view) if day is None else people_on(tables, view, day)
        frame = frame_of(rows, PeopleRow)
        if area is not None:
            places = frame["pcode"].unique()
            frame = frame[frame["pcode"].isin([p for p in places if area in p.split()])]
        return _reconstructed(frame, tables)


def movements(
    first: Day | None = None,
    last: Day | None = None,
    *,
    kind: str = "reconstructed",
    view: str = "all",
    version: str = LATEST,
) -> pd.DataFrame:
    """Return who moved: reconstructed between every two areas, or as published.

    Args:
        first: first day of a period, which is reconstructed as a whole; every calendar month
            where neither end is named. Published figures are those that describe a day in it.
        last: its last day.
        kind: ``reconstructed`` or ``published``. The two are never in one table.
        view: whose figures a reconstruction uses, as for :func:`people`. Published figures are
            those of every publisher: :func:`estimates` takes one.
        version: of the data.

    Raises:
        RefusedError: for what there is not, a period that is reversed or, of a reconstruction,
            half named, and for a view of published figures.
    """
    _known("kind", kind, ("reconstructed", "published"))
    if kind == "published":
        if view != "all":
            raise RefusedError(
                "a view says whose figures a reconstruction uses; published figures are chosen by "
                "their publisher: estimates(measure='movement', publisher=...)"
            )
        told = estimates(measure="movement", first=first, last=last, version=version)
        # What is scaled from records is published nowhere; the ledger tells it as what it is.
        return told[told["kind"] == kind].reset_index(drop=True)
    with _tables(version, view) as tables:
        days = (_day(first), _day(last))
        if days == (None, None):
            require_reconstruction(tables, view)
            rows = movements_by_month(tables, view)
        else:
            start, end = _period(days)
            require_reconstruction(tables, view, (start, end))
            rows = movements_in(tables, view, start, end)
        return _reconstructed(frame_of(rows, MovementRow), tables)


def orders(
    date: Day | None = None,
    *,
    first: Day | None = None,
    last: Day | None = None,
    view: str = "all",
    version: str = LATEST,
) -> pd.DataFrame:
    """Return evacuation orders and zones in force on a day, or at some time of a period.

    Args:
        date: the day. Without a day or a period: every order on record.
        first: first day of the period.
        last: its last day.
        view: whose figures people in their land are estimated from.
        version: of the data.

    Raises:
        RefusedError: for what there is not, or a day beside a period.
    """
    with _tables(version, view) as tables:
        days = _period(_days_of_orders(_day(date), _day(first), _day(last)))
        require_reconstruction(tables, view)
        found = order_records(tables, view, days, Translator("en"))
        names = [n for n in OrderRecord.__dataclass_fields__ if n != "geometry"]
        rows = [{name: getattr(record, name) for name in names} for record in found.records]
        frame = pd.DataFrame(rows, columns=names).rename(columns={"kind": "kind_of_order"})
        for name in ("day", "issued_on", "start", "end", "source_date", "course_as_of"):
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
        for name in [n for n in names if n.startswith(("area_", "people_"))]:
            frame[name] = pd.to_numeric(frame[name]).astype("float64")
        frame.insert(0, "kind", "published")
        return _cited(frame, tables)


def changes(before: str, after: str = LATEST) -> pd.DataFrame:
    """Return which figures and orders are new, revised or withdrawn from a version to another.

    Args:
        before: the earlier version.
        after: the later one.

    Returns:
        A row a column that differs, and one a row that is new or gone: ``table``, ``id``,
        ``change``, ``column``, ``before``, ``after`` (as text, as in the files), ``publisher``,
        ``page_date``, ``source_title``, ``source_url``.

    Raises:
        RefusedError: for a version that never was.
    """
    adopt()
    _texts(before=before, after=after)
    check_versions(before, after)
    rows = list(_changed(changes_of(before, after)))
    names = ["table", "id", "change", "column", "before", "after"]
    names += ["publisher", "page_date", "source_title", "source_url"]
    return pd.DataFrame(rows, columns=names)


def cite(figure: str = "", *, version: str = LATEST) -> str:
    """Return how to cite a version of the data, or one published figure with its page.

    Args:
        figure: id of the figure; "" for the data as a whole.
        version: of the data.

    Raises:
        RefusedError: for a version or a figure that there is not.

    Example:
        >>> cite().startswith("nuzuh (2026). Displacement in the Gaza Strip")
        True
    """
    _texts(figure=figure)
    with _tables(version) as tables:
        whole = _citation(tables)
        if not figure:
            return whole
        found = tables.estimates[tables.estimates["id"] == figure]
        if found.empty:
            raise RefusedError(
                f"there is no figure {figure[:40]!r} in data version {tables.version}"
            )
        row, t = found.iloc[0], Translator("en")
        parts = [
            speaker_naming(tables, t)(row["publisher"]),
            t("taking.cite.title", title=row["source_title"]),
        ]
        parts += [] if pd.isna(row["source_date"]) else [t.day(row["source_date"].date())]
        page = f"{', '.join(parts)}. {row['source_url']}".rstrip()
        return f"{page} [{figure} in: {whole}]"


@contextmanager
def _tables(version: str, view: str = "all") -> Iterator[Tables]:
    """The tables of a version, which all that is computed meanwhile speaks of."""
    adopt()
    # None is neither the newest version nor every view.
    _texts(version=version, view=view)
    check_versions(version)
    with using(in_use_of(named_version(version))):
        yield tables_in_use()


def _citation(tables: Tables) -> str:
    t = Translator("en")
    told = t("taking.cite", year=tables.version[:4], title=_TITLE, data=tables.version)
    return " ".join(filter(None, (told, records_cited(tables, t))))


def _published(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    frame = rows.sort_values(["as_of", "id"], kind="stable")[[*COLUMNS, "kind", "basis", "weak"]]
    frame = frame.rename(columns={"kind": _OF_MEASURE})
    frame.insert(0, "kind", ["published" if one != BASIS else BASIS for one in frame["basis"]])
    return _cited(frame.assign(data_version=tables.version), tables)


def _reconstructed(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    frame = rows.copy()
    frame.insert(0, "kind", "reconstructed")
    return _cited(frame.assign(data_version=tables.version), tables)


def _cited(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    told = frame.reset_index(drop=True)
    told.attrs["citation"] = _citation(tables)
    return told


def _changed(found: Changes) -> Iterator[tuple[object, ...]]:
    for one in found.rows:
        about = (
            one.publisher,
            pd.Timestamp(one.page_date) if one.page_date else pd.NaT,
            one.row["source_title"],
            one.row["source_url"],
        )
        if not one.cells:
            yield (one.table, one.id, one.kind, "", "", "", *about)
        for cell in one.cells:
            yield (one.table, one.id, one.kind, cell.column, cell.before, cell.after, *about)


def _day(given: Day | None) -> dt.date | None:
    if given is None:
        return None
    if isinstance(given, dt.datetime) and not pd.isna(given):
        # The day that it names where it stands, whatever its hour is elsewhere.
        return given.date()
    if isinstance(given, dt.date) and not pd.isna(given):
        return given
    if isinstance(given, np.datetime64) and not pd.isna(given):
        return pd.Timestamp(given).date()
    read = iso_day(given) if isinstance(given, str) else None
    if read is None:
        raise RefusedError(f"{str(given)[:40]!r} is not a date written YYYY-MM-DD")
    return read


def _in_order(first: dt.date | None, last: dt.date | None) -> None:
    if first is not None and last is not None and first > last:
        raise RefusedError(f"the period begins on {first} and ends on {last}")


def _days_of_orders(
    on: dt.date | None, first: dt.date | None, last: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    if on is not None:
        if first is not None or last is not None:
            raise RefusedError("a day and a period contradict each other: give one of them")
        return on, on
    if first is None and last is None:
        span = load_timeline()
        return span.first, span.last
    return first, last


def _period(days: tuple[dt.date | None, dt.date | None]) -> tuple[dt.date, dt.date]:
    first, last = days
    if first is None or last is None:
        raise RefusedError("a period needs both of its ends: first and last")
    _in_order(first, last)
    for day in (first, last):
        check_day(day)
    return first, last


def _texts(**given: object) -> None:
    for name, one in given.items():
        if not isinstance(one, str):
            raise RefusedError(f"{name} is a text, and not {str(one)[:40]!r}")


def _known(name: str, wanted: str | None, names: Sequence[str] | object) -> None:
    if wanted is not None:
        _texts(**{name: wanted})
    known = sorted(set(cast("Sequence[str]", names)), key=str.casefold)
    if wanted is not None and wanted not in known:
        raise RefusedError(f"there is no {name} {wanted[:40]!r}; choose one of {', '.join(known)}")
