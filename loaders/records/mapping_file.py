"""Read a mapping file: YAML, checked line by line, into what the other modules work with."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.reading import read_named
from nuzuh.loaders.records.errors import MappingError, RecordsError
from nuzuh.loaders.records.mapping import (
    Amount,
    Mapping,
    Place,
    PlaceKind,
    Privacy,
    Scaling,
    Source,
    Time,
)
from nuzuh.loaders.records.mapping_form import (
    MappingKeys,
    PlaceKeys,
    groups_with,
    keys_of,
    meant,
    quoted,
)
from nuzuh.loaders.records.mapping_rules import broken_rules, format_of
from nuzuh.loaders.records.yaml_lines import Keys, Lined, read_lined

MAPPING_BYTES = 100_000
"""Most that a mapping has."""

_ADVICE = {
    "records": "records: 1",
    "name": "name: example-operator",
    "publisher": "publisher: Example Operator",
    "title": "title: Subscribers by day, June 2025",
    "kind": "kind: movement, or kind: presence",
    "time": "time: {column: seen_at, zone: UTC}",
    "time.column": "column: seen_at",
    "weight.column": "column: weight",
    "weight.of_a_person": "of_a_person: 250, the sum of weights that stands for one person who "
    "was observed, since weights alone do not say how many a count is of",
}
"""What to write where a key is missing."""

_SHAPES = {
    **{end: f"{end}: {{pcode: COLUMN}}" for end in ("origin", "destination", "place")},
    "time": _ADVICE["time"],
    "weight": "weight: {column: weight, of_a_person: 250}",
    "privacy": "privacy: {threshold: 10}",
    "scaling": "scaling: {against: balance}",
    "scaling.lost": "lost: [2025-06-11, 2025-06-13/2025-06-14]",
    "areas": "areas: {Zone 1: PS0255, Zone 2: PS0260}",
    "files": "files: [june/*.parquet, july/*.parquet]",
}
"""How what is no single value is written."""

_EMPTY = "is left empty: write a value, or delete the line"
_TOLD = {
    "greater_than_equal": "is {given}: {ge} is the least",
    "less_than_equal": "is {given}: {le} is the most",
    "greater_than": "is {given}: write a number above {gt:g}",
    "string_too_short": _EMPTY,
    "too_short": _EMPTY,
    "string_too_long": "has more than {max_length} letters: shorten it",
    "too_long": "has more than {max_length} items: write fewer",
    "string_pattern_mismatch": "is {given}: write small letters a to z, digits and hyphens, "
    "beginning with a letter",
}
"""What is said of a broken bound."""


def read_mapping(path: Path) -> Mapping:
    """Return what a mapping file says, checked.

    First each key is checked by itself, then what may not stand together; all that is wrong in
    either is told at once, since whoever writes a mapping corrects it in one go.

    Args:
        path: the file; paths in it are relative to its folder.

    Raises:
        RecordsError: when it cannot be read or is no YAML.
        MappingError: when keys are wrong: with the line of each.
    """
    name = path.name or str(path)
    try:
        content = read_named(path, MAPPING_BYTES)
    except DataError as error:
        raise RecordsError(error.file, error.rule) from error
    if len(content) > MAPPING_BYTES:
        most = MAPPING_BYTES // 1000
        rule = (
            f"has more than {most} kB: name the mapping, which is a page of text, not the records"
        )
        raise RecordsError(name, rule)
    lined = read_lined(content, name)
    keys = _keys(lined, name)
    problems = [
        (lined.line(where), f"{_name(where)} {rule}".strip()) for where, rule in broken_rules(keys)
    ]
    if problems:
        raise MappingError(name, problems)
    return _mapping(keys, path, lined)


def _keys(lined: Lined, file: str) -> MappingKeys:
    empty = set(_empty(lined.content, ()))
    problems = [(lined.line(at), f"{_name(at)} {_EMPTY}") for at in empty]
    try:
        keys = MappingKeys.model_validate(_filled(lined.content))
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            at = tuple(part for part in wrong["loc"] if part != "[key]")
            if at not in empty:
                problems.append((lined.line(at), f"{_name(at)} {_rule(at, wrong)}".strip()))
    if problems:
        raise MappingError(file, problems)
    return keys


def _empty(content: Any, at: Keys) -> Iterator[Keys]:
    """Where nothing is written."""
    if content is None:
        yield at
    parts = content.items() if isinstance(content, dict) else ()
    for key, value in enumerate(content) if isinstance(content, list) else parts:
        yield from _empty(value, (*at, key))


def _filled(content: Any) -> Any:
    """What is written, without the keys of what is left empty."""
    if isinstance(content, dict):
        return {key: _filled(value) for key, value in content.items() if value is not None}
    if isinstance(content, list):
        return [_filled(value) for value in content]
    return content


def _name(at: Keys) -> str:
    """How a key is called in a sentence.

    >>> _name(("privacy", "threshold")), _name(("files", 1)), _name(("areas", "Zone 1"))
    ('privacy.threshold', 'files, item 2,', "areas, 'Zone 1',")
    """
    told = ""
    for number, part in enumerate(at):
        if isinstance(part, int):
            told += f", item {part + 1},"
        elif number and at[0] == "areas":
            told += f", {quoted(part)},"
        else:
            told += ("." if told else "") + (part if part.isidentifier() else quoted(part))
    return told


def _rule(at: Keys, wrong: ErrorDetails) -> str:
    """What is wrong with a key, and what to do."""
    limits: dict[str, Any] = wrong.get("ctx", {})
    given = wrong["input"]
    told = _TOLD.get(wrong["type"])
    if told is not None:
        return told.format(given=quoted(str(given)), **limits)
    dotted = ".".join(map(str, at))
    match wrong["type"]:
        case "extra_forbidden":
            return _unknown(at)
        case "missing":
            return f"is missing: add {_ADVICE[dotted]}"
        case "literal_error":
            return _no_choice(given, str(limits["expected"]))
        case "model_type" | "dict_type" | "tuple_type":
            return f"has no such value: write it as {_SHAPES[dotted]}"
    return wrong["msg"]


def _unknown(at: Keys) -> str:
    key, group = str(at[-1]), ".".join(map(str, at[:-1]))
    known = keys_of(group)
    near = meant(key, known)
    if not group and groups_with(key):
        told = f"belongs below {' or '.join(groups_with(key))}"
    elif near:
        told = f"is not known (did you mean {near}?)"
    elif group and key in keys_of():
        told = f"belongs on a line of its own, not below {group}"
    else:
        told = "is not known: correct or delete it"
    where = f"below {group}" if group else "of a mapping"
    return f"{told}; the keys {where} are {', '.join(known)}"


def _no_choice(given: object, expected: str) -> str:
    choices = re.findall(r"'([^']*)'", expected)
    if not isinstance(given, str):
        return f"takes one value: {', '.join(choices)}"
    near = meant(given, choices)
    told = f" (did you mean {near}?)" if near else ""
    return f"is {quoted(given)}{told}: choose one of {', '.join(choices)}"


def _mapping(keys: MappingKeys, path: Path, lined: Lined) -> Mapping:
    places = {end: _place(place, keys) for end, place in keys.ends.items()}
    return Mapping(
        file=path,
        name=keys.name,
        publisher=keys.publisher,
        title=keys.title,
        kind=keys.kind,
        source=_source(keys, path),
        time=Time(keys.time.column, keys.time.kind, keys.time.zone or ""),
        place=places["destination" if keys.kind == "movement" else "place"],
        origin=places.get("origin"),
        counting=keys.counting or "people",
        amount=_amount(keys),
        privacy=Privacy(keys.privacy.threshold, keys.privacy.rounded_to),
        scaling=_scaling(keys, path),
        link=keys.link or "",
        licence=keys.licence or "",
        note=keys.note or "",
        stays=keys.stays,
        outside=keys.outside,
        first=keys.first,
        last=keys.last,
        lines=tuple(
            (".".join(map(str, at)), line)
            for at, line in lined.lines.items()
            if at and at[0] != "areas" and not any(isinstance(part, int) for part in at)
        )
        + ((("areas", lined.lines["areas",]),) if keys.areas else ()),
    )


def _below(path: Path, name: str) -> Path:
    """A path of the mapping's, from the folder of the mapping."""
    folder = path.parent.absolute()
    # A folder of the operator's that looks like a pattern is none.
    return Path(glob.escape(str(folder)) if glob.has_magic(name) else folder) / name


def _source(keys: MappingKeys, path: Path) -> Source:
    if keys.files is None:
        return Source(table=keys.table or "")
    form = keys.format or format_of(keys.files[0])
    paths = tuple(_below(path, name) for name in keys.files)
    return Source(paths, "csv" if form == "csv" else "parquet", partitions=keys.partitions)


def _place(place: PlaceKeys, keys: MappingKeys) -> Place:
    if place.latitude and place.longitude:
        return Place("coordinates", latitude=place.latitude, longitude=place.longitude)
    columns: dict[PlaceKind, str | None] = {
        "pcode": place.pcode,
        "name": place.name,
        "h3": place.h3,
        "block": place.block,
    }
    kind, column = next((kind, column) for kind, column in columns.items() if column)
    named = kind in ("pcode", "name")
    areas = tuple((keys.areas or {}).items()) if named else ()
    return Place(kind, column, resolution=place.resolution, areas=areas)


def _amount(keys: MappingKeys) -> Amount:
    person = keys.person or ""
    if keys.weight:
        return Amount("weight", keys.weight.column, keys.weight.of_a_person, person)
    return Amount("count" if keys.count else "rows", keys.count or "", person=person)


def _scaling(keys: MappingKeys, path: Path) -> Scaling:
    scaling = keys.scaling
    survey = path.parent.absolute() / scaling.survey if scaling.survey else None
    return Scaling(scaling.against, survey, scaling.days, scaling.lost)
