"""The file of a backup: a zip with an index that names every file with its size and SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nuzuh import __version__
from nuzuh.loaders.archive.entry import VERSION, read_parts
from nuzuh.loaders.backup.held import Backup, Kept, is_moment
from nuzuh.loaders.errors import DataError, one_line
from nuzuh.loaders.live.archives import members
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import FOLDER, MANIFEST, manifest_of
from nuzuh.loaders.records.shelf import NAME, Entry, entry_of, figures_of, files_of

INDEX = "nuzuh-backup.json"
ARCHIVE = "archive"
"""Of the archived versions, within a backup."""
RECORDS = "records"
"""Of what was made of movement records, within a backup."""
FORMAT = 1
LARGEST = 2_000_000_000
"""Bytes of a backup, packed or unpacked: what is read into memory at most."""
MOST_FILES = 20_000
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a zip file can name: a backup says nothing of when it was made."""
_READABLE = 0o644 << 16
_UNIX = 3


def pack(held: Backup) -> bytes:
    """Return a backup as the bytes of its file."""
    files = {
        f"{FOLDER}/{copy.source}/{name}": content
        for copy in held.copies
        for name, content in copy.files.items()
    }
    files |= {f"{ARCHIVE}/{id_}.zip": content for id_, content in held.versions.items()}
    files |= {
        f"{RECORDS}/{entry.name}/{name}": content
        for entry in held.records
        for name, content in files_of(entry).items()
    }
    told = {
        "what": "nuzuh backup",
        "format": FORMAT,
        "software": f"nuzuh {__version__}",
        "files": [
            {
                "path": path,
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for path, content in files.items()
        ],
    }
    index = (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {INDEX: index, **files}.items():
            entry = zipfile.ZipInfo(path, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = _READABLE, _UNIX
            archive.writestr(entry, content)
    return packed.getvalue()


def unpack(content: bytes, name: str, settings: Settings) -> Backup:
    """Return what a backup holds, once all of it is what it says.

    Each copy is held against the rules of its table, as one that comes over the network is,
    each archived version against its own index, and each set of records against its manifest
    and the rules of figures.

    Args:
        content: the bytes of the backup.
        name: what to call it in messages.
        settings: for limits.

    Raises:
        DataError: for what is no backup, a damaged one, and one that holds anything else.
    """
    if len(content) > LARGEST:
        raise DataError(name, f"is larger than a backup can be ({LARGEST / 1e9:g} GB)")
    roomy = replace(settings, unpacked_bytes=LARGEST)
    held = members(content, name, roomy, most=MOST_FILES)
    listed = _index(held.pop(INDEX, None), name)
    for path, (size, digest) in listed.items():
        found = held.get(path)
        if found is None:
            raise DataError(name, f"lacks {_said(path)}, which its index names")
        if len(found) != size or hashlib.sha256(found).hexdigest() != digest:
            raise DataError(name, f"is damaged: {_said(path)} does not match its SHA-256")
    if unlisted := sorted(held.keys() - listed.keys()):
        raise DataError(name, f"holds {_said(unlisted[0])}, which its index does not name")
    by_source: dict[str, dict[str, bytes]] = {}
    versions: dict[str, bytes] = {}
    records: dict[str, dict[str, bytes]] = {}
    for path, found in held.items():
        match path.split("/"):
            case [folder, source, file] if folder == FOLDER and source in SOURCES:
                by_source.setdefault(source, {})[file] = found
            case [folder, file] if folder == ARCHIVE and _is_entry(file):
                versions[file.removesuffix(".zip")] = found
            case [folder, of, file] if folder == RECORDS and NAME.fullmatch(of):
                records.setdefault(of, {})[file] = found
            case _:
                raise DataError(name, f"holds {_said(path)}, which is no part of a backup")
    _hold_versions(versions, name)
    copies = (_copy(source, by_source[source], name) for source in SOURCES if source in by_source)
    entries = tuple(_entry(of, files, name) for of, files in records.items())
    return Backup(tuple(copies), versions, records=entries)


def _said(named: object) -> str:
    """What a backup that anybody may have made names, as a sentence can hold it."""
    return one_line(str(named))[:80]


def _is_entry(file: str) -> bool:
    return file.endswith(".zip") and VERSION.fullmatch(file.removesuffix(".zip")) is not None


def _hold_versions(versions: Mapping[str, bytes], name: str) -> None:
    """Hold archived versions against their own indexes."""
    # Their reader takes a file that is named after its version.
    with TemporaryDirectory(prefix="nuzuh-") as folder:
        for id_, content in versions.items():
            path = Path(folder) / f"{id_}.zip"
            path.write_bytes(content)
            try:
                read_parts(path)
            except DataError as error:
                raise DataError(name, f"is damaged: {str(error).rstrip('.')}") from error


def _index(content: bytes | None, name: str) -> dict[str, tuple[int, str]]:
    """Size and hash of each file, as the index says."""
    if content is None:
        raise DataError(name, f"is no backup of nuzuh: it holds no {INDEX}")
    try:
        told: Any = json.loads(content)
        form = told["format"] if told["what"] == "nuzuh backup" else None
    except (ValueError, LookupError, RecursionError, TypeError) as error:
        raise DataError(name, f"is damaged: its {INDEX} cannot be read") from error
    if form is None:
        raise DataError(name, "is no backup of nuzuh")
    if form != FORMAT:
        raise DataError(
            name,
            f"is a backup in the form {_said(form)[:20]}, and this version reads {FORMAT}: use the "
            f"version that made it ({_said(told.get('software'))[:40]})",
        )
    try:
        listed = {str(e["path"]): (int(e["bytes"]), str(e["sha256"])) for e in told["files"]}
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise DataError(name, f"is damaged: its {INDEX} cannot be read") from error
    return listed


def _copy(source: str, files: Mapping[str, bytes], name: str) -> Kept:
    """A copy of one table, held against its manifest and the rules of the table."""
    manifest = manifest_of(files.get(MANIFEST))
    if manifest is None or set(files) != {manifest.file, MANIFEST}:
        raise DataError(name, f"is damaged: its copy of {source} is not a table with its manifest")
    content = files[manifest.file]
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        raise DataError(name, f"is damaged: its copy of {source} is not the one of its manifest")
    if manifest.file != f"{manifest.sha256[:16]}.{SOURCES[source].suffix}":
        raise DataError(name, f"is damaged: its copy of {source} has the name of something else")
    if not is_moment(manifest.retrieved_at):
        raise DataError(name, f"is damaged: its copy of {source} does not say of when it is")
    SOURCES[source].read(content, f"{name}, {source}")
    return Kept(source, manifest, {manifest.file: content, MANIFEST: files[MANIFEST]})


def _entry(of: str, files: Mapping[str, bytes], name: str) -> Entry:
    """What was made of a set of records, held against its manifest and the rules of figures."""
    try:
        entry = entry_of(of, files)
        figures_of(entry)
    except DataError as error:
        raise DataError(name, f"is damaged: {str(error).rstrip('.')}") from error
    if set(files_of(entry)) != set(files):
        raise DataError(name, f"is damaged: its records {of} hold more than their manifest names")
    return entry
