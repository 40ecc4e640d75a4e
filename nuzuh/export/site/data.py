"""The data by address: files of every version, an index of them, and the page that leads there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nuzuh.export.site.gathered import Site
from nuzuh.files.dataset import DataFile, dataset_files, table_files
from nuzuh.files.descriptor import json_bytes
from nuzuh.files.feed import PATH as FEED
from nuzuh.loaders.archive import in_use_of, unreadable
from nuzuh.loaders.current import using
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.tables import Tables, remembered, tables_in_use
from nuzuh.scene.data_versions import LATEST, KnownVersion, known_versions
from nuzuh.scene.dataset import Dataset, dataset_of
from nuzuh.scene.export import export_scene
from nuzuh.scene.opening import opening
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.translator import Translator
from nuzuh.web.site.data_page import ListedFile, data_page
from nuzuh.web.site.document import SitePage

FOLDER = "data/"
INDEX = f"{FOLDER}index.json"
SCHEMA = "nuzuh-data/1"
"""How the folder is laid out; another number says that an address or a column has changed."""


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page, and once for all languages the files.

    Args:
        site: takes in the files.
        t: the language.
    """
    if INDEX not in site.files:
        _put(site)
    now = files_of(site.tables, site.address)
    listed = [ListedFile(f"{LATEST}/{file.path}", len(file.content)) for file in now]
    listed.append(ListedFile("index.json", len(site.files[INDEX])))
    if FEED in site.files:
        listed.append(ListedFile(f"../{FEED}", len(site.files[FEED])))
    yield SitePage(
        path=FOLDER,
        title=t("data_page.title"),
        description=t("data_page.lead", folder=f"{FOLDER}{LATEST}/"),
        main=data_page(known_versions(), _damaged(site), listed, site.address, t),
    )


def has_tables(site: Site, version: str) -> bool:
    """Whether a site has the tables of a version.

    Args:
        site: its files, once the page has been made.
        version: its id.
    """
    return any(path.startswith(f"{FOLDER}{version}/") for path in site.files)


def _put(site: Site) -> None:
    """Take in the files of every version that can be read, and the index."""
    data = _described(site.tables)
    newest = files_of(site.tables, site.address)
    told = []
    for version in known_versions():
        try:
            files = _tables_of(version.id, site.tables)
        except DataError as damage:
            told.append(_version(version, ()) | {"damaged": str(damage)})
            continue
        told.append(_version(version, files))
        for file in files:
            site.files[f"{FOLDER}{version.id}/{file.path}"] = file.content
    told += [_damaged_one(id_, why) for id_, why in unreadable().items()]
    for file in newest:
        site.files[f"{FOLDER}{LATEST}/{file.path}"] = file.content
    site.files[INDEX] = json_bytes(
        {
            "schema": SCHEMA,
            **dict(data.about),
            "address": f"{site.address}{FOLDER}" if site.address else None,
            "licenses": list(data.estimates.terms),
            "latest": site.tables.version,
            "files": [_file(file, f"{LATEST}/") for file in newest],
            "versions": told,
        }
    )


def _damaged(site: Site) -> set[str]:
    """Versions of which no file could be taken in."""
    return {version.id for version in known_versions() if not has_tables(site, version.id)}


@remembered(maxsize=2)
def files_of(tables: Tables, address: str) -> tuple[DataFile, ...]:
    """Return the files of the version in use.

    Args:
        tables: those in use.
        address: where the live view of the map files stands; "" for nowhere.
    """
    request = ExportRequest(replace(opening().view, lang="en"), address=address)
    shown = export_scene(request, tables)
    return dataset_files(_described(tables), _table_files(tables), shown)


@remembered(maxsize=1)
def _described(tables: Tables) -> Dataset:
    return dataset_of(tables)


def _tables_of(version: str, newest: Tables) -> tuple[DataFile, ...]:
    """The tables of a version alone: what stands there is the same when a newer one has come."""
    if version == newest.version:
        return _tables_alone(newest)
    with using(in_use_of(version)):
        return _tables_alone(tables_in_use())


@remembered(maxsize=1)
def _tables_alone(tables: Tables) -> tuple[DataFile, ...]:
    return dataset_files(_described(tables), _table_files(tables), None)


@remembered(maxsize=1)
def _table_files(tables: Tables) -> tuple[DataFile, ...]:
    return table_files(_described(tables))


def _version(version: KnownVersion, files: tuple[DataFile, ...]) -> dict[str, object]:
    return {
        "id": version.id,
        "last": version.last.isoformat(),
        "published": version.published.isoformat(),
        "path": f"{version.id}/",
        "files": [f"{version.id}/{file.path}" for file in files],
    }


def _damaged_one(version: str, why: str) -> dict[str, object]:
    """The same of one of which not even the index can be read."""
    told: dict[str, object] = {"id": version, "last": None, "published": None}
    return told | {"path": f"{version}/", "files": [], "damaged": why}


def _file(file: DataFile, folder: str) -> dict[str, object]:
    told = file.described
    return {
        "path": f"{folder}{file.path}",
        "description": file.about,
        "format": told["format"],
        "bytes": told["bytes"],
        "hash": told["hash"],
        "columns": [
            {"name": c.name, "type": c.type, "hxl": c.tag, "description": c.about}
            for c in file.columns
        ],
    }
