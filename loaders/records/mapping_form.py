"""The form of a mapping file: its keys, what each may hold, and what may not stand together.

Values come in as they are written, as texts (:mod:`nuzuh.loaders.records.yaml_lines`). The
words in the descriptions are those that an editor shows beside a key
(:func:`schema_for_editors`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticCustomError, core_schema
from rapidfuzz import fuzz, process

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.publishers import GROUPS, UNATTRIBUTED, load_publishers
from nuzuh.loaders.records.mapping import LEAST_THRESHOLD, ROUNDED_TO, THRESHOLD
from nuzuh.loaders.schema import web_address

FORM = 1
"""The form of mappings that is read; a later one will have another number."""

ALIKE = 70
"""Words at least this alike (of 100) are proposed."""

MOST_THRESHOLD = 1_000_000
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_FLAGS = {"true": True, "false": False}
_HIDDEN = ("Cc", "Cs", "Zl", "Zp")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def meant(word: str, known: list[str]) -> str:
    """Return the known word that another is most alike, or "" where none is.

    >>> meant("Treshold", ["threshold", "rounded_to"]), meant("x", ["threshold"])
    ('threshold', '')
    """
    found = process.extractOne(
        *(word[:100], known),
        scorer=fuzz.ratio,
        processor=lambda text: text.casefold().replace("-", "_"),
        score_cutoff=ALIKE,
    )
    return found[0] if found else ""


def quoted(word: str) -> str:
    """Return a word as it stands in a sentence, cut where it is long."""
    return repr(word[:40])


def _wrong(rule: str) -> PydanticCustomError:
    # Not as the template itself: what is quoted may hold braces.
    return PydanticCustomError("rule", "{rule}", {"rule": rule})


def _single(value: Any) -> str:
    """A value that is written."""
    if not isinstance(value, str):
        raise _wrong("takes one value, and has a group or a list of them")
    for sign in value:
        if unicodedata.category(sign) in _HIDDEN and sign != "\n":
            raise _wrong(f"holds a sign that cannot be seen (U+{ord(sign):04X}): delete it")
    return value


def _text(value: Any) -> str:
    """Words on one line, however many lines they were written on."""
    text = " ".join(_single(value).split())
    turned = _OVERRIDES & {*text}
    if turned:
        # They make a name look like another one.
        raise _wrong(f"holds a sign that turns letters around (U+{ord(min(turned)):04X})")
    return text


def _exact(value: Any) -> str:
    """A name that is taken sign by sign, of a column or a file."""
    text = _single(value)
    if "\n" in text:
        raise _wrong("is a name on one line, and has several")
    return text


def _whole(value: Any) -> int:
    text = _single(value)
    if not _WHOLE.fullmatch(text):
        raise _wrong(f"is {quoted(text)}: write a whole number in digits 0 to 9")
    return int(text)


def _number(value: Any) -> float:
    text = _single(value)
    if not _NUMBER.fullmatch(text):
        raise _wrong(f"is {quoted(text)}: write a number such as 250 or 0.5")
    return float(text)


def _day(value: Any) -> date:
    text = _single(value)
    day = iso_day(text)
    if day is None:
        raise _wrong(f"is {quoted(text)}: write a day as YYYY-MM-DD")
    return day


def _flag(value: Any) -> bool:
    text = _single(value)
    if text not in _FLAGS:
        raise _wrong(f"is {quoted(text)}: write true or false")
    return _FLAGS[text]


def _span(value: Any) -> tuple[date, date]:
    first, stroke, last = _single(value).partition("/")
    begun, ended = iso_day(first), iso_day(last if stroke else first)
    if begun is None or ended is None:
        told = quoted(first + stroke + last)
        raise _wrong(f"is {told}: write a day as 2025-06-11, or days as 2025-06-11/2025-06-13")
    if ended < begun:
        raise _wrong(f"ends before it begins ({begun}/{ended}): write the earlier day first")
    return begun, ended


@lru_cache(maxsize=1)
def _zones() -> list[str]:
    # Two of them are whatever a machine is set to.
    return sorted(available_timezones() - {"localtime", "Factory"})


def _zone(zone: str) -> str:
    if zone not in _zones():
        near = meant(zone, _zones())
        told = f" (did you mean {near}?)" if near else ""
        raise _wrong(
            f"is {quoted(zone)}, which is no time zone{told}: write one such as UTC or Asia/Gaza"
        )
    return zone


def _file_name(name: str) -> str:
    if "://" in name:
        raise _wrong(
            "is an address: records are read from files of this machine, or, with table: NAME, "
            "from a table of the engine that --engine names"
        )
    if name.startswith("~"):
        raise _wrong("begins with ~, which only a shell knows: write the whole path")
    return name


def _area(pcode: str) -> str:
    known = [*pc.GOVERNORATES, pc.EXTERIOR]
    if pcode not in known:
        near = meant(pcode, known)
        told = f" (did you mean {near}?)" if near else ""
        raise _wrong(f"is {quoted(pcode)}{told}: choose one of {', '.join(known)}")
    return pcode


def _link(link: str) -> str:
    if not web_address(link):
        raise _wrong(f"is {quoted(link)}: write an address that begins with https:// or http://")
    if "@" in link.partition("://")[2].partition("/")[0]:
        # It stands beside every figure, in all that is exported.
        raise _wrong("holds a user or a password, and everybody sees it: leave them out")
    return link


@lru_cache(maxsize=1)
def _publishers() -> dict[str, str]:
    """Who is in the tables already, by each of their names."""
    frame = load_publishers().frame
    named = {_alike(UNATTRIBUTED): UNATTRIBUTED}
    for column in ("publisher", "full_name", "name_ar", "name_he"):
        named |= dict(zip(map(_alike, frame[column]), frame["publisher"], strict=True))
    return named


def _alike(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _publisher(name: str) -> str:
    """The name of who holds the records, which is nobody's whose published figures there are.

    What is scaled from records is no figure that its holder has published. Under one name
    the two would be one series, and the records would stand for a side.
    """
    if _alike(name) in ("all", *GROUPS):
        raise _wrong(f"is {quoted(name)}, as a view of several publishers is called: name one")
    for sign in ",،;":
        if sign in name:
            # A view of several publishers is written with them between.
            raise _wrong(f"holds {sign!r}, which parts one publisher from the next: leave it out")
    known = _publishers().get(_alike(name))
    if known is not None:
        raise _wrong(
            f"is {quoted(name)}, whose published figures nuzuh holds (as {known}): what comes of "
            f"records is none of them; name the records too, as in '{known} phone records'"
        )
    return name


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=200)]
Note = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=1000)]
Link = Annotated[
    str, BeforeValidator(_text), AfterValidator(_link), Field(min_length=1, max_length=1000)
]
Name = Annotated[str, BeforeValidator(_exact), Field(min_length=1, max_length=200)]
FileName = Annotated[
    str, BeforeValidator(_exact), AfterValidator(_file_name), Field(min_length=1, max_length=1000)
]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Span = Annotated[tuple[date, date], BeforeValidator(_span, json_schema_input_type=str)]
Resolution = Annotated[int, Field(ge=0, le=15), BeforeValidator(_whole)]
Area = Annotated[
    str,
    BeforeValidator(_exact),
    AfterValidator(_area),
    Field(json_schema_extra={"enum": [*pc.GOVERNORATES, pc.EXTERIOR]}),
]
Files = Annotated[
    tuple[FileName, ...],
    BeforeValidator(_listed, json_schema_input_type=FileName | list[FileName]),
    Field(min_length=1, max_length=1000),
]


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TimeKeys(_Keys):
    """The moment of a record."""

    column: Name = Field(description="Column of the moment")
    kind: Literal["moment", "day", "seconds", "milliseconds", "microseconds"] = Field(
        default="moment",
        description="moment: a timestamp, or a text in ISO form; day: a date that is a day in "
        "Gaza already; seconds, milliseconds, microseconds: since 1970 in UTC",
    )
    zone: Annotated[Name, AfterValidator(_zone)] | None = Field(
        default=None, description="Time zone of moments that carry none, such as UTC or Asia/Gaza"
    )


class PlaceKeys(_Keys):
    """A place, in one of five ways."""

    pcode: Name | None = Field(default=None, description="Column of P-codes, such as PS0260")
    name: Name | None = Field(default=None, description="Column of names of areas")
    latitude: Name | None = Field(default=None, description="Column of degrees north, WGS 84")
    longitude: Name | None = Field(default=None, description="Column of degrees east, WGS 84")
    h3: Name | None = Field(
        default=None, description="Column of H3 cells, as text or whole numbers"
    )
    resolution: Resolution | None = Field(
        default=None, description="Resolution of the H3 cells, 0 to 15"
    )
    block: Name | None = Field(default=None, description="Column of block numbers")


class WeightKeys(_Keys):
    """A weight of each row."""

    column: Name = Field(description="Column of weights")
    of_a_person: Number = Field(
        gt=0, description="Sum of weights that stands for one person who was observed"
    )


class PrivacyKeys(_Keys):
    """What is withheld."""

    threshold: Whole = Field(
        default=THRESHOLD,
        ge=LEAST_THRESHOLD,
        le=MOST_THRESHOLD,
        description="Fewest persons that a count may be of; counts of fewer are withheld",
    )
    rounded_to: Whole = Field(
        default=ROUNDED_TO,
        ge=ROUNDED_TO,
        le=MOST_THRESHOLD,
        description="Counts are multiples of this; no more than the threshold",
    )


class ScalingKeys(_Keys):
    """How counts become people."""

    against: Literal["balance", "survey"] = Field(
        default="balance",
        description="balance: the reconstruction without these records; survey: a file",
    )
    survey: FileName | None = Field(
        default=None, description="File of the survey, with the columns area, day, share, low, high"
    )
    days: Whole = Field(
        default=45, ge=1, le=366, description="Days around a day that its penetration is taken from"
    )
    lost: Annotated[tuple[Span, ...], Field(max_length=1000)] = Field(
        default=(),
        description="Days on which the network was down: 2025-06-11, or 2025-06-11/2025-06-13",
    )


Areas = Annotated[dict[Name, Area], Field(min_length=1, max_length=2000)]


class MappingKeys(_Keys):
    """A mapping of movement records: where they lie, and which column is what."""

    records: Whole = Field(description="The form of this file: 1", ge=FORM, le=FORM)
    name: Annotated[str, BeforeValidator(_exact)] = Field(
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=40,
        description="Short name of the records: small letters, digits and hyphens",
    )
    publisher: Annotated[Text, AfterValidator(_publisher)] = Field(
        description="Who holds the records, as they name themselves"
    )
    title: Text = Field(description="What the records are, as a source is cited")
    link: Link | None = Field(default=None, description="Page about the records")
    licence: Text | None = Field(default=None, description="On what terms they may be used")
    note: Note | None = Field(default=None, description="Who is in the records, and who is not")
    kind: Literal["movement", "presence"] = Field(
        description="movement: from an origin to a destination; presence: at a place"
    )
    counting: Literal["people", "movements"] | None = Field(
        default=None,
        description="Of movements. people: everyone once a day; movements: each time they go",
    )
    files: Files | None = Field(
        default=None,
        description="Files, folders or patterns, beside this file or with their whole path",
    )
    format: Literal["parquet", "csv"] | None = Field(
        default=None, description="Format of the files, where their names do not tell"
    )
    partitions: Flag = Field(
        default=True, description="Whether folders named column=value are columns"
    )
    table: Name | None = Field(
        default=None, description="Table of the engine's, in the place of files"
    )
    time: TimeKeys = Field(description="The moment of a record")
    origin: PlaceKeys | None = Field(default=None, description="Where a movement begins")
    destination: PlaceKeys | None = Field(default=None, description="Where a movement ends")
    place: PlaceKeys | None = Field(default=None, description="Where those present are")
    areas: Areas | None = Field(
        default=None,
        description="Codes or names of the records' own, and the P-code of each, or EXT",
    )
    count: Name | None = Field(
        default=None, description="Column of whole numbers that a row stands for"
    )
    weight: WeightKeys | None = Field(default=None, description="Weight of a row")
    person: Name | None = Field(
        default=None, description="Column that tells persons apart; it never leaves the engine"
    )
    stays: Flag = Field(
        default=False,
        description="Of movements: whether people who stayed are in it, with one place twice",
    )
    outside: Flag = Field(
        default=False,
        description="Whether places outside the Strip are taken as EXT; else left out",
    )
    first: Day | None = Field(default=None, description="First day that is taken")
    last: Day | None = Field(default=None, description="Last day that is taken")
    privacy: PrivacyKeys = Field(default=PrivacyKeys(), description="What is withheld")
    scaling: ScalingKeys = Field(default=ScalingKeys(), description="How counts become people")

    @property
    def ends(self) -> dict[str, PlaceKeys]:
        """The places of a record that the file names, by their keys."""
        named = {"origin": self.origin, "destination": self.destination, "place": self.place}
        return {key: place for key, place in named.items() if place is not None}


def keys_of(group: str = "") -> list[str]:
    """Return the keys that may stand in the file, or below one of them.

    >>> keys_of("privacy"), keys_of("name")
    (['threshold', 'rounded_to'], [])
    """
    if not group:
        return list(MappingKeys.model_fields)
    return list(_groups()[group].model_fields) if group in _groups() else []


def groups_with(key: str) -> list[str]:
    """Return the keys below which another may stand.

    >>> groups_with("resolution"), groups_with("name")
    (['origin', 'destination', 'place'], ['origin', 'destination', 'place'])
    """
    return [group for group in _groups() if key in keys_of(group)]


@lru_cache(maxsize=1)
def _groups() -> dict[str, type[BaseModel]]:
    """The keys that have keys of their own, with the form of these."""
    found = dict[str, type[BaseModel]]()
    for key, known in MappingKeys.model_fields.items():
        kinds = (known.annotation, *get_args(known.annotation))
        found.update((key, k) for k in kinds if isinstance(k, type) and issubclass(k, _Keys))
    return found


class _ForEditors(GenerateJsonSchema):
    """A schema of what is written: nothing may be left empty, and a key is its own title."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


def schema_for_editors() -> bytes:
    """Return the form as a JSON schema, by which an editor offers keys and marks mistakes.

    What may not stand together is not in it; that :func:`broken_rules` tells.
    """
    schema = MappingKeys.model_json_schema(schema_generator=_ForEditors)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return (json.dumps(head | schema, ensure_ascii=False, indent=1) + "\n").encode()
