"""Write the sizes and hashes of the embedded files into the descriptor, after a deliberate edit.

Run as ``python -m nuzuh.loaders.seal``. Tables that break a rule are refused before
anything is written, with row, column and rule: the descriptor stays as it was.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nuzuh.loaders.areas import read_area_names, read_places
from nuzuh.loaders.blocks import read_blocks
from nuzuh.loaders.closures import read_closures
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import read_whole_rows
from nuzuh.loaders.exceptions import read_exceptions
from nuzuh.loaders.ledger import hold_evidence, hold_issuers, hold_ledger
from nuzuh.loaders.neighbourhoods import read_neighbourhoods
from nuzuh.loaders.orders import read_orders
from nuzuh.loaders.other_areas import read_other_areas
from nuzuh.loaders.package import DESCRIPTOR, GEODATA, read_descriptor, row_digest
from nuzuh.loaders.phases import read_phases
from nuzuh.loaders.publishers import read_publishers
from nuzuh.loaders.territory import parse_territory
from nuzuh.loaders.withdrawn import hold_withdrawn, read_withdrawn
from nuzuh.loaders.writing import write_whole

_READERS = {
    "estimates": read_whole_rows,
    "orders": read_orders,
    "publishers": read_publishers,
    "exceptions": read_exceptions,
    "closures": read_closures,
    "blocks": read_blocks,
    "neighbourhoods": read_neighbourhoods,
    "places": read_places,
    "area_names": read_area_names,
    "other_areas": read_other_areas,
    "phases": read_phases,
    "withdrawn": read_withdrawn,
}


def check(contents: Mapping[str, bytes]) -> None:
    """Hold the tables of a package against every rule, each by itself and all together.

    Args:
        contents: bytes of each file, by the name of its resource.

    Raises:
        DataError: for the first rule that is broken.
    """
    parse_territory(contents["territory"])
    tables = {name: read(contents[name], f"{name}.csv") for name, read in _READERS.items()}
    publishers = tables["publishers"]
    hold_ledger(tables["estimates"], publishers, tables["exceptions"], "estimates.csv")
    hold_issuers(tables["orders"], publishers, "orders.csv")
    hold_evidence(tables["closures"], tables["estimates"], "closures.csv")
    hold_withdrawn(tables["withdrawn"], tables["estimates"], "withdrawn.csv")


def seal(folder: Path = GEODATA) -> list[str]:
    """Write the size and hash of every file into the descriptor; return the names that changed.

    Raises:
        DataError: when a file is missing or a table breaks a rule; nothing is written then.
    """
    descriptor = read_descriptor(folder)
    contents = {entry["name"]: _bytes(folder, entry) for entry in descriptor["resources"]}
    check(contents)
    changed = sealed(descriptor, contents)
    write_whole(folder / DESCRIPTOR, written(descriptor))
    return changed


def sealed(descriptor: dict[str, Any], contents: Mapping[str, bytes]) -> list[str]:
    """Put the size and hash of every file into a descriptor; return the names that changed.

    Args:
        descriptor: of the package; changed in place.
        contents: bytes of each file, by the name of its resource.
    """
    changed = []
    for entry in descriptor["resources"]:
        content = contents[entry["name"]]
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        if entry.get("hash") != digest:
            changed.append(entry["name"])
        entry["bytes"] = len(content)
        entry["hash"] = digest
        if entry["format"] == "csv":
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            entry["row_digests"] = "".join(row_digest(cells) for cells in rows)
    return changed


def written(descriptor: Mapping[str, Any]) -> bytes:
    """Return the bytes of a descriptor."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _bytes(folder: Path, entry: Mapping[str, Any]) -> bytes:
    try:
        return (folder / entry["path"]).read_bytes()
    except OSError as error:
        raise DataError(entry["path"], f"cannot be read ({error.strerror})") from error


def main() -> int:
    """Seal the embedded files and say what changed, or why nothing was written."""
    try:
        changed = seal()
    except DataError as error:
        sys.stderr.write(f"not sealed: {error}\n")
        return 1
    sys.stdout.write(f"sealed; changed: {', '.join(changed) or 'nothing'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
