"""Descriptors of files as a Frictionless data package has them: size, hash, and every column."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from nuzuh.files.columns import Column


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """Return a descriptor as the bytes of a file that people can read too."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def resource(path: str, content: bytes, columns: Sequence[Column] = ()) -> dict[str, object]:
    """Return what a package says of a file.

    Args:
        path: where it stands in the package.
        content: its bytes.
        columns: of a table with a row of HXL tags; none for what is no such table.

    Example:
        >>> resource("a.json", b"{}")["hash"][:14]
        'sha256:44136fa'
    """
    stem, _, ending = path.partition(".")
    told: dict[str, object] = {
        "name": stem if columns else path.replace(".", "-"),
        "path": path,
        "format": ending,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if ending == "parquet":
        # Else a validator would read it as a table, and never count the bytes of the file.
        told["type"] = "file"
    if ending == "csv":
        told |= {"mediatype": "text/csv", "encoding": "utf-8"}
    if columns:
        # The row of HXL tags begins with "#", and so is none of data.
        told |= {"profile": "tabular-data-resource", "dialect": {"commentChar": "#"}}
        told["schema"] = schema(columns)
    return told


def schema(columns: Sequence[Column]) -> dict[str, object]:
    """Return the schema of a table."""
    return {
        "fields": [
            {"name": column.name, "type": column.type, "description": column.about}
            for column in columns
        ],
        "missingValues": [""],
    }
