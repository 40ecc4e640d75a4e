"""What a file holds, in a few words that stay the same while it says the same.

Texts are held by the digest of their bytes, with the program's version taken out; workbooks,
map files and pages by what a reader finds in them, since libraries pack it differently;
pictures by their kind and size.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pypdfium2
import shapely
from PIL import Image

from tests.promises.doors import VERSION

SEEN = ("href", "alt", "title", "aria-label", "lang", "dir", "datetime", "value")
"""Attributes of a page that a reader meets."""


def digest_of(content: bytes | str) -> str:
    """Return a short digest of what is written, whatever the program's version."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data.replace(VERSION.encode(), b"{version}")).hexdigest()[:16]


def told(content: bytes, name: str) -> dict[str, Any]:
    """Return what a file holds, by the ending of its name or by how it begins."""
    ending = Path(name).suffix.removeprefix(".")
    begins = {b"\x89PNG": "png", b"PK": "zip", b"\xef\xbb\xbf": "csv"}
    if not ending:
        ending = next(kind for sign, kind in begins.items() if content.startswith(sign))
    return {"kind": ending} | _READERS[ending](content)


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a table in CSV, without the row of HXL tags."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    return [row for row in rows if not next(iter(row.values())).startswith("#")]


class _Page(HTMLParser):
    """The texts of a page, and the attributes that a reader meets."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.by_id: dict[str, str] = {}
        self._id = ""
        self._unread = self._grows = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            # How many rows each embedded table has is no promise: facts grow.
            self._grows = ("data-testid", "sources-table") in attrs
        self._unread = tag in ("script", "style") or self._grows
        self._id = dict(attrs).get("data-testid") or ""
        if self._grows:
            return
        self.told += [f"{name}={value}" for name, value in sorted(attrs) if name in SEEN]

    def handle_endtag(self, tag: str) -> None:
        self._grows = self._grows and tag != "table"
        self._unread, self._id = self._grows, ""

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._id:
            self.by_id[self._id] = data
        # Where a line breaks, and where one element ends, is the template's own business.
        self.told += data.split()


def page_of(content: bytes) -> _Page:
    """Return a page, read."""
    page = _Page()
    page.feed(content.decode())
    return page


def _text(content: bytes) -> dict[str, Any]:
    return {"lines": content.count(b"\n"), "digest": digest_of(content)}


def _page(content: bytes) -> dict[str, Any]:
    page = page_of(content)
    # The digest of the data inside is of this very build of the map.
    text = re.sub(r"\b[0-9a-f]{64}\b", "{hash}", "\n".join(page.told))
    return {"headline": page.by_id["headline"], "digest": digest_of(text)}


def _workbook(content: bytes) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = {
        sheet.title: [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }
    return {
        "sheets": {name: [len(rows), len(rows[0])] for name, rows in cells.items()},
        "digest": digest_of(json.dumps(cells, ensure_ascii=False)),
    }


def _layers(content: bytes) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        # In memory GDAL would warn that it has no ending.
        path = Path(folder) / "x.gpkg"
        path.write_bytes(content)
        read = {name: pyogrio.raw.read(path, layer=name) for name, _ in pyogrio.list_layers(path)}
    layers = {}
    for name, (meta, _, shapes, columns) in read.items():
        fields = meta["fields"].tolist()
        layers[name] = {"columns": fields, "crs": meta["crs"], "features": len(columns[0])}
        values = [[str(value) for value in column] for column in columns]
        layers[name]["digest"] = digest_of(json.dumps([values, _outlines(shapes)]))
    return {"layers": layers}


def _outlines(shapes: Any) -> list[str]:
    if shapes is None:
        return []
    return [
        "" if shape is None else shapely.to_wkt(shapely.from_wkb(shape), rounding_precision=6)
        for shape in shapes
    ]


def _parquet(content: bytes) -> dict[str, Any]:
    table = pq.read_table(io.BytesIO(content))
    columns = table.to_pydict()
    outlines = _outlines(columns.pop("geometry", None))
    geo = json.loads(table.schema.metadata[b"geo"])
    return {
        "columns": {field.name: str(field.type) for field in table.schema},
        "crs": geo["columns"]["geometry"]["crs"]["id"],
        "rows": table.num_rows,
        "digest": digest_of(json.dumps([columns, outlines], default=str)),
    }


def _bundle(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        if resource["path"].endswith(".png"):
            resource["bytes"] = resource["hash"] = "of a picture"
    files["datapackage.json"] = json.dumps(package, ensure_ascii=False).encode()
    return {"files": {name: told(inside, name) for name, inside in files.items()}}


def _picture(content: bytes) -> dict[str, Any]:
    with Image.open(io.BytesIO(content)) as picture:
        size, frames = list(picture.size), getattr(picture, "n_frames", 1)
        shades = len(np.unique(np.asarray(picture.convert("L"))))
    assert shades > 10, "a picture of nothing"
    return {"size": size, "frames": frames}


def _film(content: bytes) -> dict[str, Any]:
    with av.open(io.BytesIO(content)) as film:
        video = film.streams.video[0]
        frames = sum(1 for _ in film.decode(video))
        return {"size": [video.width, video.height], "frames": frames, "codec": video.name}


def _drawing(content: bytes) -> dict[str, Any]:
    (root,) = re.findall(rb"<svg[^>]*>", content)
    return {"size": [re.search(rb' %s="([^"]+)"' % side, root)[1].decode() for side in _SIDES]}


_SIDES = (b"width", b"height")


def _sheet(content: bytes) -> dict[str, Any]:
    pages = pypdfium2.PdfDocument(content)
    return {"size": [round(side, 1) for side in pages[0].get_size()], "pages": len(pages)}


_READERS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    **dict.fromkeys(("csv", "json", "geojson", "bib", "ris", "txt", "md"), _text),
    **dict.fromkeys(("html", "htm"), _page),
    **dict.fromkeys(("parquet", "geoparquet"), _parquet),
    **dict.fromkeys(("png", "gif", "webp"), _picture),
    "xlsx": _workbook,
    "gpkg": _layers,
    "zip": _bundle,
    "mp4": _film,
    "svg": _drawing,
    "pdf": _sheet,
}
