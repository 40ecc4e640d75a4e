"""What may not stand together in a mapping, though each of its keys is sound by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.mapping_form import MappingKeys, PlaceKeys

Rule = tuple[tuple[str, ...], str]
"""The keys that a rule is about, and what is wrong and what to do."""

ENDINGS = {
    **dict.fromkeys((".parquet", ".parq", ".pq"), "parquet"),
    **dict.fromkeys((".csv", ".csv.gz", ".csv.zst"), "csv"),
}
"""Formats by how the names of files end."""


def format_of(name: str) -> str:
    """Return the format of a file or pattern by how its name ends; "" where that tells nothing.

    >>> format_of("moves/*.parquet"), format_of("Moves.CSV.gz"), format_of("moves/")
    ('parquet', 'csv', '')
    """
    name = PurePath(name).name.casefold()
    return next((form for ending, form in ENDINGS.items() if name.endswith(ending)), "")


def broken_rules(keys: MappingKeys) -> Iterator[Rule]:
    """Yield what may not stand together, or lacks something beside it."""
    yield from _ends(keys)
    yield from _source(keys)
    for end, place in keys.ends.items():
        yield from _place(end, place)
    yield from _areas(keys)
    yield from _amount(keys)
    if keys.time.zone and keys.time.kind != "moment":
        kind = "days in Gaza" if keys.time.kind == "day" else f"{keys.time.kind} in UTC"
        yield ("time", "zone"), f"is not for {kind}: delete it, or write kind: moment"
    if keys.first and keys.last and keys.last < keys.first:
        yield ("last",), f"is before first ({keys.last}, {keys.first}): exchange them"
    if keys.privacy.rounded_to > keys.privacy.threshold:
        # Else a count that may be told would be rounded to none.
        least = keys.privacy.threshold
        yield ("privacy", "rounded_to"), f"is more than the threshold: write {least} or less"
    yield from _scaling(keys)


def _ends(keys: MappingKeys) -> Iterator[Rule]:
    moves = keys.kind == "movement"
    for end in ("origin", "destination") if moves else ("place",):
        if end not in keys.ends:
            yield (), f"{end} is missing: of {keys.kind} write {end}: {{pcode: COLUMN}}"
    for end in keys.ends:
        if moves and end == "place":
            yield ("place",), "is for presence: of movement write origin and destination"
        if not moves and end != "place":
            yield (end,), "is for movement: of presence write place"
    if moves and keys.counting is None:
        yield (
            (),
            (
                "counting is missing: of movement write counting: people (everyone once a day) "
                "or counting: movements (a person each time they go)"
            ),
        )
    if not moves and keys.counting:
        yield ("counting",), "is for movement: delete it"
    if not moves and keys.stays:
        yield ("stays",), "is for movement: delete it"


def _source(keys: MappingKeys) -> Iterator[Rule]:
    if keys.table and keys.files:
        yield ("table",), "and files are two sources: keep one of them"
        return
    if keys.table:
        for key in ("format", "partitions"):
            if key in keys.model_fields_set:
                yield (key,), "is of files, and a table has none: delete it"
        return
    if not keys.files:
        yield (), "files is missing: write files: records/*.parquet, or table: NAME"
        return
    told = {format_of(name) for name in keys.files} - {""}
    if keys.format is None and (len(told) != 1 or not all(map(format_of, keys.files))):
        does = "names more than one format" if told else "does not tell the format of its files"
        say = "keep one" if len(told) > 1 else "add format: parquet, or format: csv"
        yield ("files",), f"{does}: {say}"
    elif keys.format and told - {keys.format}:
        yield ("format",), f"is {keys.format}, and files ends otherwise: correct one of them"


def _place(end: str, place: PlaceKeys) -> Iterator[Rule]:
    ways = [way for way in ("pcode", "name", "h3", "block") if getattr(place, way)]
    ways += ["latitude and longitude"] if place.latitude or place.longitude else []
    if not ways:
        yield (end,), "names no column: write pcode, name, latitude and longitude, h3 or block"
    if len(ways) > 1:
        yield (end,), f"names a place in {len(ways)} ways ({', '.join(ways)}): keep one"
    for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if getattr(place, one) and not getattr(place, other):
            yield (end, one), f"needs {other}: COLUMN beside it"
    if place.latitude and place.latitude == place.longitude:
        yield (end, "longitude"), "is the column of latitude too: write the other column"
    if place.h3 and place.resolution is None:
        yield (end, "h3"), "needs resolution: 0 to 15 beside it"
    if place.resolution is not None and not place.h3:
        yield (end, "resolution"), "is of H3 cells: delete it, or write h3: COLUMN beside it"


def _areas(keys: MappingKeys) -> Iterator[Rule]:
    if keys.areas is None:
        return
    if not any(place.pcode or place.name for place in keys.ends.values()):
        yield ("areas",), "is for pcode and name: other places are found on the map; delete it"
    for own, area in keys.areas.items():
        if own in pc.KNOWN and own != area:
            yield ("areas", own), f"is a P-code, and cannot mean {area}: delete it"


def _amount(keys: MappingKeys) -> Iterator[Rule]:
    if keys.count and keys.weight:
        yield ("weight",), "and count are two amounts of one row: keep one of them"
    if keys.person and keys.count:
        yield (
            ("person",),
            "and count cannot both be: a row is a record of one person, or a count of several",
        )


def _scaling(keys: MappingKeys) -> Iterator[Rule]:
    if keys.scaling.against == "survey" and not keys.scaling.survey:
        yield ("scaling", "against"), "is survey, and needs survey: FILE beside it"
    if keys.scaling.against == "balance" and keys.scaling.survey:
        yield ("scaling", "survey"), "is read only with against: survey: write that beside it"
    if keys.scaling.against == "balance" and keys.kind == "movement":
        # Known before anything is counted, which may take an hour.
        if not keys.stays:
            rule = (
                "movements are held against the people who were there by the records of those who "
                "stayed: write stays: true if they are among the records, or scale against a survey"
            )
            yield (
                (("stays",), f"is false, and {rule}")
                if "stays" in keys.model_fields_set
                else (
                    (),
                    f"stays is missing, and {rule}",
                )
            )
        if keys.counting == "movements":
            yield (
                ("counting",),
                (
                    "is movements, in which a person may be several times a day, and such cannot "
                    "be held against people: write people, or scale against a survey"
                ),
            )
