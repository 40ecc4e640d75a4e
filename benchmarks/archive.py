"""What versions of the data take in the archive: as many as were published, made of the last one.

``python -m benchmarks archive [VERSIONS [MEMBERS]]``, ten of them and ensembles of the usual size
when nothing is said. Each leaves out one month more of the newest figures and orders, and is
solved anew, which takes a minute of CPU a version; with fewer members it takes less, and the ends
of ranges, which are rougher then, pack about as well.
"""

from __future__ import annotations

import csv
import io
import statistics
import sys
import time
from datetime import timedelta

import pandas as pd

from benchmarks.machine import facts
from nuzuh.balance.archived.picture import kept
from nuzuh.balance.shipped import MEMBERS, NAMED_VIEWS, compute_ranges
from nuzuh.loaders.archive.adding import tables_as_files
from nuzuh.loaders.archive.entry import ESTIMATES, ORDERS, ArchivedVersion, packed
from nuzuh.loaders.tables import Tables, tables_in_use

VERSIONS = 10
MEDIAN = 300_000
"""Bytes that a version may take in the median."""
APART = timedelta(days=30)
"""Between the last days of two versions."""


def ending(months: int) -> Tables:
    """Return the tables in use without the figures and orders of their last months."""
    whole = tables_in_use()
    last = pd.Timestamp(whole.last - months * APART)
    estimates = whole.estimates[whole.estimates["as_of"] <= last]
    return Tables(
        f"{estimates['as_of'].max().date()}-{months:07x}",
        estimates.reset_index(drop=True),
        whole.orders[whole.orders["issued_on"] <= last].reset_index(drop=True),
        estimates["as_of"].max().date(),
    )


def rows_of(content: bytes, ids: pd.Series) -> bytes:
    """Return a table as a file, with the rows of some ids alone."""
    known, written = set(ids), io.StringIO()
    rows = csv.DictReader(io.StringIO(content.decode()))
    table = csv.DictWriter(written, rows.fieldnames or (), lineterminator="\n")
    table.writeheader()
    table.writerows(row for row in rows if row["id"] in known)
    return written.getvalue().encode()


def entry_of(tables: Tables, members: int) -> bytes:
    """Return the entry of a version."""
    files = tables_as_files()
    parts = {
        ESTIMATES: rows_of(files[ESTIMATES], tables.estimates["id"]),
        ORDERS: rows_of(files[ORDERS], tables.orders["id"]),
    }
    for view in NAMED_VIEWS:
        parts |= kept(compute_ranges(tables, view, members=members))
    version = ArchivedVersion(
        tables.version, tables.last, tables.last, len(tables.estimates), len(tables.orders), "0"
    )
    return packed(version, parts)


def main(versions: int = VERSIONS, members: int = MEMBERS) -> None:
    """Measure and print."""
    print(facts())
    sizes = []
    for months in range(versions):
        began, tables = time.process_time(), ending(months)
        sizes.append(len(entry_of(tables, members)))
        print(
            f"{tables.last}, {len(tables.estimates)} figures, {len(tables.orders)} orders: "
            f"{sizes[-1] / 1e3:.0f} kB, {time.process_time() - began:.0f} s of CPU",
            flush=True,
        )
    median = statistics.median(sizes)
    kept_to = "within" if median <= MEDIAN else "ABOVE"
    print(
        f"{versions} versions of {members} members: median {median / 1e3:.0f} kB, {kept_to} "
        f"{MEDIAN / 1e3:.0f}, largest {max(sizes) / 1e3:.0f}, all {sum(sizes) / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
