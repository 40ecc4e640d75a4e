"""What the links, commands and names come to now, in the form in which they are kept."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.promises import doors
from tests.promises.asked import CHOICES, COMMANDS, DAY, LINKS, ODD, OWN
from tests.promises.reading import csv_rows, digest_of, page_of, told

FOLDER = Path(__file__).parent
NUMBERS = ("value", "low", "high", "quantifier", "as_worded", "shaded_by", "status", "shared_with")
"""Columns of an area's number as it is taken away."""


@contextmanager
def in_a_folder() -> Iterator[Path]:
    """Work in a new folder that holds the reader's own files."""
    before = Path.cwd()
    with TemporaryDirectory(prefix="nuzuh-promises-") as name:
        os.chdir(name)
        Path("mine.csv").write_text(OWN, encoding="utf-8")
        Path("odd.csv").write_text(ODD, encoding="utf-8")
        for template in ("filled.csv", "filled.xlsx"):
            doors.run("template", "estimates", "-o", template)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def opening(query: str) -> dict[str, Any]:
    """Return what a link opens, without its numbers: the view, its notices, file names."""
    view, notices = doors.opened(query)
    return {
        "query": query,
        "view": doors.written(view),
        "reconstructed": view.reconstructed,
        "notices": notices,
        "names": doors.file_names(view),
    }


def link(query: str) -> dict[str, Any]:
    """Return what a link opens: the view, its notices, file names, sentence, numbers, arrows."""
    found = opening(query)
    view, _ = doors.opened(query)
    if view.layer == "orders":
        # A file of orders is asked for as published, whatever the link says.
        view = replace(view, mode="published")
    # Neither the open record nor the selected area is part of a file of a whole view.
    found |= _exported(replace(view, figure="", area="")) | {"arrows": doors.arrows(view)}
    return found


@cache
def _exported(view: Any) -> dict[str, Any]:
    """The sentence and the numbers of a view, from the files that the command writes.

    A phase that begins after the frozen figures opens a day of which the command has no file.
    """
    words = ["export", "--date", view.date.isoformat(), "--layer", view.layer, "--lang", view.lang]
    words += ["--show", view.mode, "--view", view.perspective]
    words += [] if view.later else ["--without-later"]
    for name in ("x.csv", "x.html"):
        since = ["--since", view.since.isoformat()] if view.since and name == "x.html" else []
        ran = doors.run(*words, *since, "-o", name)
        if ran.code:
            return {"refused": ran.err}
    page, rows = page_of(Path("x.html").read_bytes()), csv_rows(Path("x.csv").read_bytes())
    areas = {row["pcode"]: {name: row[name] for name in NUMBERS if row[name]} for row in rows}
    for name in ("x.csv", "x.html"):
        Path(name).unlink()
    return {
        "headline": page.by_id["headline"],
        "placed": page.by_id.get("placed", ""),
        "areas": areas,
    }


def words_of(line: str) -> list[str]:
    """Return a command line's words, as a shell reads them."""
    return shlex.split(line)


def command(line: str) -> dict[str, Any]:
    """Return what a command line leaves: its code, what it prints and what it writes."""
    before = set(Path().iterdir())
    ran = doors.run(*words_of(line))
    kept: dict[str, Any] = {"line": line, "code": ran.code, "err": ran.err}
    if ran.out:
        kept |= {"out": {"lines": ran.out.count("\n"), "digest": digest_of(ran.out)}}
    for path in sorted(set(Path().iterdir()) - before):
        kept["file"] = told(path.read_bytes(), path.name)
        path.unlink()
    return kept


def names() -> dict[str, Any]:
    """Return the names that scripts rest on."""
    whole, _ = doors.opened(next(line for line in LINKS if "figure=GD0500" in line))
    head, tags = _head(f"{DAY} -o x.csv")
    doors.run(*words_of(f"{DAY} -o x.zip"))
    doors.run(*words_of(f"{DAY} --layer orders -o y.zip"))
    doors.run(*words_of(f"{DAY} -o x.geojson"))
    with zipfile.ZipFile("x.zip") as bundle, zipfile.ZipFile("y.zip") as other:
        source_head, source_tags = _rows(bundle.read("sources.csv"))[:2]
        table_head = _rows(bundle.read("estimates.csv"))[0]
        order_head = _rows(other.read("orders.csv"))[0]
        view = list(json.loads(bundle.read("view.json")))
    drawn = json.loads(Path("x.geojson").read_text(encoding="utf-8"))
    for path in ("x.csv", "x.zip", "y.zip", "x.geojson"):
        Path(path).unlink()
    sources = json.loads(doors.run("sources").out)
    people = json.loads(doors.run("people", "--date", "2025-10-05").out)
    moved = ("movements", "--from", "2025-10-01", "--to", "2025-10-05")
    return {
        "link keys": sorted(doors.written(whole)),
        "columns of values": dict(zip(head, tags, strict=True)),
        "columns of sources": dict(zip(source_head, source_tags, strict=True)),
        "columns of estimates": table_head,
        "columns of orders": order_head,
        "columns of nuzuh estimates": _rows(doors.run("estimates").out.encode())[0],
        "columns of nuzuh people": list(people["areas"][0]),
        "columns of nuzuh movements": list(json.loads(doors.run(*moved).out)[0]),
        "keys of nuzuh people": list(people),
        "keys of nuzuh sources": list(sources[0]),
        "names of nuzuh sources": [row["name"] for row in sources],
        "keys of view.json": view,
        "keys of geojson": list(drawn),
        "keys of about": list(drawn["about"]),
        "properties of geojson": list(drawn["features"][0]["properties"]),
        "options": {name: _options(name) for name in _commands()},
        "choices": {line: _answer(line) for line in choices()},
    }


def choices() -> list[str]:
    """Return a command line for each thing that may stand behind an option."""
    return [f"{line} {choice}" for line, known in CHOICES.items() for choice in known]


def _answer(line: str) -> list[Any]:
    ran = doors.run(*words_of(line))
    return [ran.code, ran.err]


def _head(line: str) -> list[list[str]]:
    doors.run(*words_of(line))
    return _rows(Path("x.csv").read_bytes())[:2]


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _commands() -> list[str]:
    return sorted({line.split()[0] for line in (*COMMANDS, "backtest")})


def _options(name: str) -> list[str]:
    """The options that a command's own help names."""
    return sorted(
        set(re.findall(r"--[a-z-]+[a-z]|(?<=[\s,])-[a-z]\b", doors.run(name, "--help").out))
    )
