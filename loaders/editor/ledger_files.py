"""The working copy that an editor changes: the ledger with the tables that its rules ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.estimates import complete, read_whole_rows
from nuzuh.loaders.exceptions import read_exceptions
from nuzuh.loaders.package import DESCRIPTOR, GEODATA, read_bytes, read_descriptor
from nuzuh.loaders.publishers import read_publishers
from nuzuh.loaders.withdrawn import read_withdrawn
from nuzuh.loaders.writing import check_writable

ESTIMATES, EXCEPTIONS, CHANGES, ROW_COUNTS = (
    "estimates.csv",
    "exceptions.csv",
    "CHANGELOG.md",
    "docs/data.md",
)


@dataclass(frozen=True)
class LedgerFiles:
    """The files of a data package, read once, each as its descriptor has it.

    Attributes:
        folder: where they stand.
        contents: bytes of each resource, by its name.
    """

    folder: Path
    contents: Mapping[str, bytes]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The ledger's own columns, in file order."""
        return read_whole_rows(self.contents["estimates"], ESTIMATES)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """The ledger with the columns that follow from its own."""
        return complete(self.rows)

    @cached_property
    def publishers(self) -> pd.DataFrame:
        """Who publishes figures."""
        return read_publishers(self.contents["publishers"], "publishers.csv")

    @cached_property
    def exceptions(self) -> pd.DataFrame:
        """Who may break which rule."""
        return read_exceptions(self.contents["exceptions"], EXCEPTIONS)

    @cached_property
    def named(self) -> frozenset[tuple[str, str]]:
        """Id and rule of each exception."""
        return frozenset(zip(self.exceptions["id"], self.exceptions["rule"], strict=True))

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that was ever given: of the ledger and of what was withdrawn from it."""
        gone = read_withdrawn(self.contents["withdrawn"], "withdrawn.csv")
        return frozenset(self.rows["id"]) | frozenset(gone["id"])

    @property
    def changes(self) -> Path:
        """The file that keeps what changed."""
        return self.folder.parent / CHANGES

    @property
    def row_counts(self) -> Path:
        """The page of the documentation that says how many rows each file has."""
        return self.folder.parent / ROW_COUNTS


def read_ledger_files(folder: Path = GEODATA) -> LedgerFiles:
    """Read the data of a folder, each file as its descriptor has it.

    Raises:
        DataError: when a file is missing or not the one that the descriptor names.
    """
    names = [entry["name"] for entry in read_descriptor(folder)["resources"]]
    missing = {"estimates", "publishers", "exceptions", "withdrawn"} - set(names)
    if missing:
        raise DataError(DESCRIPTOR, f"has no resource named {min(missing)!r}")
    return LedgerFiles(folder, {name: read_bytes(name, folder) for name in names})


def check_working_copy(folder: Path = GEODATA) -> None:
    """Refuse a folder of data that is no part of a working copy, or that may not be written to.

    Raises:
        RefusedError: saying which, and what to do.
    """
    place = folder.resolve()
    if "site-packages" in place.parts or not (place.parent / CHANGES).is_file():
        raise RefusedError(
            f"{folder} is no working copy (there is no {CHANGES} beside it): clone the "
            "repository and add the figure there",
            "no_working_copy",
        )
    for name in (ESTIMATES, DESCRIPTOR, EXCEPTIONS):
        check_writable(place / name)
    check_writable(place.parent / CHANGES)
