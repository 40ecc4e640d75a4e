"""What a mapping says: where the records of one publisher lie, and which column is what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

THRESHOLD = 10
"""Fewest persons that a count may be of; counts of fewer are withheld.

Ten is the limit that publishers of mobile phone data commonly keep; a mapping may raise it,
and lower it to no less than :data:`LEAST_THRESHOLD`.
"""
LEAST_THRESHOLD = 5
ROUNDED_TO = 5
"""Counts are handed over as multiples of this, so that two versions of one count do not
differ by one person."""

PlaceKind = Literal["pcode", "name", "coordinates", "h3", "block"]


@dataclass(frozen=True)
class Source:
    """Where records lie.

    Attributes:
        paths: files, folders or patterns, as the mapping has them, made absolute; none for a
            table of a database.
        format: ``parquet`` or ``csv``; "" for a table.
        table: name of a table at the engine's address, of files none.
        partitions: whether folders are named ``column=value``.
    """

    paths: tuple[Path, ...] = ()
    format: Literal["parquet", "csv", ""] = ""
    table: str = ""
    partitions: bool = True


@dataclass(frozen=True)
class Time:
    """The column of the moment of a record.

    Attributes:
        column: its name.
        kind: ``moment`` (a timestamp, or a text in ISO form), ``day`` (a date that is already
            a day in Gaza), ``seconds``, ``milliseconds`` or ``microseconds`` since 1970 in UTC.
        zone: zone of moments that carry none; "" where they carry one.
    """

    column: str
    kind: Literal["moment", "day", "seconds", "milliseconds", "microseconds"] = "moment"
    zone: str = ""


@dataclass(frozen=True)
class Place:
    """The columns of a place.

    Attributes:
        kind: what they hold.
        column: of P-codes, names, H3 cells or block numbers; "" for coordinates.
        latitude, longitude: of coordinates, WGS 84; "" for all else.
        resolution: of H3 cells, 0 to 15; None for all else.
        areas: names or codes of the file's own, and the P-code (or ``EXT``) of each.
    """

    kind: PlaceKind
    column: str = ""
    latitude: str = ""
    longitude: str = ""
    resolution: int | None = None
    areas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Amount:
    """What a row stands for.

    Attributes:
        kind: ``rows`` (one row, one record), ``count`` (a column of whole numbers) or
            ``weight`` (a column of weights).
        column: of counts or weights.
        weight_of_a_person: sum of weights that stands for one person who was observed; a
            mapping with weights alone is refused without it.
        person: column that tells persons apart, so that one with many records counts as one
            before the threshold; "" where each record is taken for a person of its own. It
            never leaves the engine.
    """

    kind: Literal["rows", "count", "weight"] = "rows"
    column: str = ""
    weight_of_a_person: float | None = None
    person: str = ""


@dataclass(frozen=True)
class Privacy:
    """What is withheld.

    Attributes:
        threshold: fewest persons that a count may be of.
        rounded_to: counts are multiples of this.
    """

    threshold: int = THRESHOLD
    rounded_to: int = ROUNDED_TO


@dataclass(frozen=True)
class Scaling:
    """How counts become people.

    Attributes:
        against: ``balance`` (the reconstruction without these records) or ``survey``.
        survey: the file of a survey: ``area, day, share, low, high``; None without.
        days: days around a day that its penetration is taken from.
        lost: first and last days on which the network was down, as the operator knows them.
    """

    against: Literal["balance", "survey"] = "balance"
    survey: Path | None = None
    days: int = 45
    lost: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says, checked.

    Attributes:
        file: the mapping file.
        name: short name of the records, ``[a-z0-9-]``: what ``list`` and ``remove`` know them by.
        publisher: who holds the records, as they name themselves.
        title: what the records are, as a source is cited.
        link: page of the source; "" without one.
        licence: on what terms.
        note: what a reader should know of who is in the records and who is not; "" without.
        kind: ``movement`` (origin and destination) or ``presence`` (a place).
        counting: of movements, ``people`` (everyone once a day) or ``movements``.
        source, time, amount, privacy, scaling: see there.
        origin: of movements; None of presence.
        place: the destination of a movement, or the place of presence.
        stays: of movements, whether records of people who stayed are among them, with one
            place at both ends: then whoever set out is known to have been there.
        outside: whether places outside the Strip are taken as ``EXT``; else they are left out.
        first, last: days that are taken; None for all.
        lines: of the file, from 1, by key: ``time.column``; none for a mapping of no file.
    """

    file: Path
    name: str
    publisher: str
    title: str
    kind: Literal["movement", "presence"]
    source: Source
    time: Time
    place: Place
    origin: Place | None = None
    counting: Literal["people", "movements"] = "people"
    amount: Amount = field(default_factory=Amount)
    privacy: Privacy = field(default_factory=Privacy)
    scaling: Scaling = field(default_factory=Scaling)
    link: str = ""
    licence: str = ""
    note: str = ""
    stays: bool = False
    outside: bool = False
    first: date | None = None
    last: date | None = None
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)

    def line_of(self, key: str) -> int | None:
        """Return the line of the file that a key stands on, for who refuses what it says.

        Args:
            key: as the file has it, the keys above it before it with stops between: ``files``,
                ``time.column``, ``origin.pcode``, ``destination.h3``, ``weight.column``. Of a key
                that is not there it is the line of the one above it.

        >>> parts = {"source": Source(), "time": Time("seen_at"), "place": Place("pcode", "home")}
        >>> about = {"name": "a", "publisher": "A", "title": "B", "kind": "presence"}
        >>> mapping = Mapping(Path("records.yaml"), **about, **parts, lines=(("time", 9),))
        >>> mapping.line_of("time.zone"), mapping.line_of("files")
        (9, None)
        """
        known = dict(self.lines)
        while key not in known and "." in key:
            key = key.rpartition(".")[0]
        return known.get(key)
