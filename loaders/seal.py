"""Write the sizes and hashes of the embedded files into the descriptor, after a deliberate edit.

Run as ``python -m nuzuh.loaders.seal``. Tables that break a rule are refused before
anything is written, with row, column and rule: the descriptor stays as it was. A story
that is new in ``stories/`` is entered by itself.
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
from nuzuh.loaders.stories import PREFIX, hold_story, read_story
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


_STORY: dict[str, Any] = {
    "profile": "data-resource",
    "title": "",
    "format": "toml",
    "mediatype": "application/toml",
    "encoding": "utf-8",
    "sources": [{"title": "compiled for nuzuh from the estimates and orders"}],
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "CC BY 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "as_of": "",
    "retrieved_at": "2026-11-26",
}
"""What the entry of a story says before it is read."""


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
    first = tables["phases"]["start"].min().date()
    for name, content in contents.items():
        if name.startswith(PREFIX):
            file = f"stories/{name.removeprefix(PREFIX)}.toml"
            story = read_story(content, file)
            hold_story(story, tables["estimates"], tables["orders"], first, file)


def seal(folder: Path = GEODATA) -> list[str]:
    """Write the size and hash of every file into the descriptor; return the names that changed.

    Raises:
        DataError: when a file is missing or a table breaks a rule; nothing is written then.
    """
    descriptor = read_descriptor(folder)
    descriptor["resources"] += _new_stories(folder, descriptor)
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
            if entry["name"].startswith(PREFIX):
                entry.update(_said_of(content, entry["path"]))
        entry["bytes"] = len(content)
        entry["hash"] = digest
        if entry["format"] == "csv":
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            entry["row_digests"] = "".join(row_digest(cells) for cells in rows)
    return changed


def written(descriptor: Mapping[str, Any]) -> bytes:
    """Return the bytes of a descriptor."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _new_stories(folder: Path, descriptor: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Entries of the stories that the descriptor does not name yet."""
    known = {entry["path"] for entry in descriptor["resources"]}
    paths = sorted(folder.glob("stories/*.toml"))
    return [
        {"name": PREFIX + path.stem, "path": f"stories/{path.name}", **_STORY}
        for path in paths
        if f"stories/{path.name}" not in known
    ]


def _said_of(content: bytes, path: str) -> dict[str, str]:
    """What the entry of a story says of it: its title, and the last day that it shows."""
    story = read_story(content, path)
    return {
        "title": f"Story: {story.title['en']}",
        "as_of": max(step.date for step in story.steps).isoformat(),
    }


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
