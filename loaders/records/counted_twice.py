"""Other sets of records that seem to be counted from the same records.

Each set withholds few by itself. Of two that are counted from the same records, one may give as
a count what the other withholds as a total, or end its days an hour later: then the one less the
other is a count of few. No rule of one set can hold against that, so that whoever counts is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.shelf import Entry
from nuzuh.loaders.records.yaml_lines import read_lined


def counted_twice(name: str, mapping: bytes, entries: Iterable[Entry]) -> list[str]:
    """Return the names of entries whose mappings name the same files or the same table.

    They are told by how these are written, since a mapping's folder is not kept with it.

    Args:
        name: of the records that are counted: an entry of that name is replaced by them.
        mapping: their mapping file.
        entries: what is on the shelf.
    """
    own = _sources(mapping)
    return [entry.name for entry in entries if entry.name != name and own & _sources(entry.mapping)]


def told_twice(names: Iterable[str]) -> str:
    """Return a sentence, without its end, on records that are counted twice.

    >>> told_twice(["phones"])[:52]
    'phones names the same files or table as this mapping'
    """
    told = " and ".join(names)
    return (
        f"{told} names the same files or table as this mapping: counts of few can be had from two "
        "sets of counts of the same records, the one less the other. Give out one of them alone"
    )


def _sources(mapping: bytes) -> set[tuple[str, str]]:
    try:
        keys = read_lined(mapping, "mapping.yaml").content
    except RecordsError:
        # It was read by another version, and tells this one nothing.
        return set()
    return {(key, str(one)) for key in ("files", "table") for one in _listed(keys.get(key))}


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
