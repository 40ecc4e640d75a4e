"""What is to be read of a reader's file: itself, or one file within an archive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import formats
from nuzuh.loaders.user.archives import read_archive
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.limits import MEGABYTE, TEXT_BYTES
from nuzuh.loaders.user.maps.layers import Layer, chosen_of
from nuzuh.loaders.user.notes import Note
from nuzuh.loaders.user.refusal import Question

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")

_NESTED = 2
"""An archive within an archive is opened; what lies deeper is not."""

_BESIDE = re.compile(
    r"__macosx/.*|(?:.*/)?(?:\.[^/]*|read[ _-]?me[^/]*|licen[sc]e[^/]*|[^/]*\.(?:md|qpj))"
)
"""What lies beside data and is none."""

_COLUMNS = re.compile(r".*\.(?:csv|tsv|txt|tab)")
_SHAPES = re.compile(rb'"(?:features|geometry|coordinates|geometries)"')
_POLYGONS = (5, 15, 25)
"""Kinds of shapes in the head of a shapefile that are polygons: flat, with height, with measure."""

_WHOLE: tuple[tuple[str, str, str], ...] = (
    (r"word/.*", "a text document (DOCX)", formats.SAVE_TABLE),
    (r"ppt/.*", "a presentation (PPTX)", formats.SAVE_TABLE),
    (r".*\.gdb/.*|.*\.gdbtable", "a file geodatabase", formats.SAVE_MAP),
    (r".*\.qgs", "a QGIS project, not its layers", "export the layer as GeoJSON or GeoPackage"),
)
_PART = (r".*\.(?:tab|mif|mid)", "a MapInfo table", formats.SAVE_MAP)


@dataclass(frozen=True)
class Opened:
    """The part of a reader's file that is read.

    Attributes:
        content: its bytes; of a shapefile those of its ``.shp``.
        file: its name, for messages.
        format: how it is read, one of :data:`nuzuh.loaders.user.formats.READ` but a zip.
        parts: of a shapefile its parts, by their suffix.
        notes: what is not read of the file.
        choices: what else of it the reader may have had read.
    """

    content: bytes
    file: str
    format: str
    parts: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    choices: tuple[Question, ...] = ()


def opened(content: bytes, file: str, told: Decisions) -> Opened:
    """Return what is to be read of a file.

    Args:
        content: its bytes.
        file: its name, for messages only.
        told: the reader's answers.

    Raises:
        DataError: for a format that is not read, and for an archive that is
            damaged, too large, or holds nothing that is read.
        UserDataError: with the question which, where an archive holds several maps.

    >>> opened(b"date,area", "mine.csv", Decisions()).format
    'table'
    """
    return _opened(content, file, told, 0)


def _opened(content: bytes, file: str, told: Decisions, depth: int) -> Opened:
    kind = formats.format_of(content, file)
    if kind != formats.ZIP:
        return Opened(content, file, kind)
    if depth == _NESTED:
        raise DataError(file, "is an archive within an archive: pack its files alone")
    if b"vnd.oasis.opendocument.text" in content[:100]:
        raise formats.refused(file, "a text document (ODT)", formats.SAVE_TABLE)
    names = _names(content)
    if _is_workbook(names):
        return Opened(content, file, formats.TABLE)
    _refuse(_WHOLE, names, file)
    members = {
        name: text
        for name, text in read_archive(content, file).items()
        if text and not _BESIDE.fullmatch(name.casefold())
    }
    inside = _readable(members)
    if not inside:
        _refuse((_PART,), members, file)
        raise DataError(file, f"holds no map and no table that is read: {formats.SAVE_MAP}")
    titles = _titles(inside)
    chosen = chosen_of(_layers(inside, titles, members), told, file)
    name = next(name for name in inside if titles[name] == chosen.name)
    if inside[name] == formats.SHAPEFILE:
        parts = _parts(members, name, file)
        return Opened(members[name], file, formats.SHAPEFILE, parts, chosen.notes, chosen.choices)
    if inside[name] in (formats.JSON, formats.KML) and len(members[name]) > TEXT_BYTES:
        size, most = len(members[name]) // MEGABYTE, TEXT_BYTES // MEGABYTE
        raise DataError(file, f"unpacks to {size} MB of text where at most {most} MB are read")
    inner = _opened(members[name], f"{file}, {name.rpartition('/')[2]}", told, depth + 1)
    return replace(
        inner,
        notes=(*chosen.notes, *inner.notes),
        choices=(*chosen.choices, *inner.choices),
    )


def _is_workbook(names: Iterable[str]) -> bool:
    return any(name.startswith("xl/") or name == "content.xml" for name in names)


def _refuse(patterns: tuple[tuple[str, str, str], ...], names: Iterable[str], file: str) -> None:
    listed = [name.replace("\\", "/") for name in names]
    for pattern, what, way_out in patterns:
        if any(re.fullmatch(pattern, name, re.IGNORECASE) for name in listed):
            raise formats.refused(file, what, way_out)


def _names(content: bytes) -> list[str]:
    """The names in an archive's directory; none where that is damaged, which unpacking tells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except Exception:  # noqa: BLE001 - damaged directories make the library stumble in many ways
        return []


def _readable(members: Mapping[str, bytes]) -> dict[str, str]:
    """The maps in an archive by what their bytes are; the tables where there is no map."""
    maps, tables = dict[str, str](), dict[str, str]()
    for name, content in members.items():
        if name.casefold().endswith(".shp"):
            maps[name] = formats.SHAPEFILE
            continue
        try:
            kind = formats.format_of(content, name)
        except DataError:  # pictures and papers lie beside maps
            continue
        if kind == formats.TABLE:
            if _COLUMNS.fullmatch(name.casefold()):
                tables[name] = kind
        elif _is_table(kind, content):
            tables[name] = kind
        else:
            maps[name] = kind
    return maps or tables


def _is_table(kind: str, content: bytes) -> bool:
    """Whether an archive is a workbook, or JSON a list of records."""
    if kind == formats.ZIP:
        return _is_workbook(_names(content))
    return kind == formats.JSON and not _SHAPES.search(content)


def _titles(inside: Mapping[str, str]) -> dict[str, str]:
    """What each file of an archive is called: without its folder where that is enough."""
    short = {name: name.rpartition("/")[2] for name in inside}
    twice = {title for title in short.values() if list(short.values()).count(title) > 1}
    whole = {name: name if title in twice else title for name, title in short.items()}
    return {
        name: title[:-4] if inside[name] == formats.SHAPEFILE else title
        for name, title in whole.items()
    }


def _layers(
    inside: Mapping[str, str], titles: Mapping[str, str], members: Mapping[str, bytes]
) -> list[Layer]:
    layers = [
        Layer(
            titles[name],
            int.from_bytes(members[name][32:36], "little") in _POLYGONS
            if kind == formats.SHAPEFILE
            else None,
        )
        for name, kind in inside.items()
    ]
    # Of the files in a KMZ programs open this one.
    return [layer for layer in layers if layer.name.casefold() == "doc.kml"] or layers


def _parts(members: Mapping[str, bytes], name: str, file: str) -> dict[str, bytes]:
    """The parts of a shapefile by suffix."""
    parts = {
        other[-4:].casefold(): text
        for other, text in members.items()
        if other[:-4] == name[:-4] and other[-4:].casefold() in SHAPEFILE_PARTS
    }
    for suffix in (".shx", ".dbf"):
        if suffix not in parts:
            rule = f"lacks the part {suffix} of its shapefile: zip all its parts"
            raise DataError(file, rule)
    if parts[".shp"][:4] != b"\x00\x00\x27\x0a":
        raise DataError(file, "holds a .shp file that is no shapefile")
    return parts
