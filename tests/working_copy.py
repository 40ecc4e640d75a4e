"""Copies of the embedded data with fewer figures, for tests of what editors change in them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from nuzuh.loaders.editor.proposals import BATCH
from nuzuh.loaders.package import DESCRIPTOR, GEODATA
from nuzuh.loaders.seal import seal

Row = dict[str, str]
_SMALL = ("2025-09-15", "2025-10-31")
"""The small copy holds the figures between these days."""


def copy_with(folder: Path, keeps: Callable[[Row], bool]) -> Path:
    """Copy the data into a folder that is not there yet, with some figures and no story, sealed.

    Stories tell of single figures, and exceptions name them: they go with the figures.
    """
    shutil.copytree(GEODATA, folder)
    kept = _keep(folder / "estimates.csv", keeps)
    ids = {row["id"] for row in kept}
    _keep(folder / "exceptions.csv", lambda row: row["id"] in ids)
    shutil.rmtree(folder / "stories")
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    descriptor["resources"] = [
        entry for entry in descriptor["resources"] if not entry["path"].startswith("stories/")
    ]
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    seal(folder)
    return folder


def small_copy(folder: Path) -> Path:
    """Copy the data with a part of the figures only: a draft is held against few of them."""
    others = ("closures", "withdrawn", "phases")
    named = {
        word
        for name in others
        for word in re.findall(r"G[A-Z]\d{4}", (GEODATA / f"{name}.csv").read_text("utf-8"))
    }
    rows = _rows(GEODATA / "estimates.csv")
    first, last = _SMALL
    # The next id follows the last one of its batch.
    kept = named | {
        row["id"] for row in rows if first <= row["as_of"] <= last or row["id"].startswith(BATCH)
    }
    kept |= {row["repeats"] for row in rows if row["id"] in kept}
    return copy_with(folder, lambda row: row["id"] in kept)


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _keep(file: Path, keeps: Callable[[Row], bool]) -> list[Row]:
    rows = _rows(file)
    kept = [row for row in rows if keeps(row)]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    file.write_text(text.getvalue(), encoding="utf-8")
    return kept
