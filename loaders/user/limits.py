"""How large a reader's file may be: every bound in one place, stated beside the upload."""

from __future__ import annotations

from nuzuh.loaders.errors import DataError

MEGABYTE = 1_000_000
FILE_BYTES = 10 * MEGABYTE
UNPACKED_BYTES = 60 * MEGABYTE
"""All that an archive (XLSX, zipped shapefile) may unpack to."""

TEXT_BYTES = 25 * MEGABYTE
"""What a map or list written as text may unpack to: read, it takes ten times as much."""

ARCHIVE_MEMBERS = 500
ROWS = 50_000
COLUMNS = 400
CELLS = 1_000_000
"""Filled cells of a table, or of all sheets of a workbook."""

CELL_LENGTH = 2_000
ELEMENTS = 4_000_000
"""Elements of XML in all parts of a workbook that are read."""

FEATURES = 10_000
VERTICES = 400_000
FIELDS = 200

CHECK_SECONDS = 20
"""Seconds of computing that one check may take; by the clock it may be twice that."""

CHECK_BYTES = 500 * MEGABYTE
"""Memory that one check may take."""

ANSWER_BYTES = 100 * MEGABYTE
"""What is handed back of one file, packed."""

CHECKS_AT_ONCE = 2
"""Files that are checked at the same time; the others wait for their turn."""

UPLOADS = 4
"""Files of one session whose bytes the server holds; none of those that are in use."""

PROBLEMS_LISTED = 50
"""Problems that are listed one by one; of the rest only the number is told."""


def within_bytes(content: bytes, file: str) -> None:
    """Refuse a file that is empty or larger than :data:`FILE_BYTES`.

    Raises:
        DataError: saying the size and the limit.
    """
    if not content:
        raise DataError(file, "is empty")
    if len(content) > FILE_BYTES:
        size, most = len(content) / MEGABYTE, FILE_BYTES // MEGABYTE
        raise DataError(
            file, f"has {size:.1f} MB where at most {most} MB are read: split it, or simplify it"
        )
