"""Write the sizes and hashes of the embedded files into the descriptor, after a deliberate edit.

Run as ``python -m loaders.seal``; the tests then hold the edited files against
their schemas.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from pathlib import Path

from loaders.package import DESCRIPTOR, GEODATA, row_digest


def seal(folder: Path = GEODATA) -> list[str]:
    """Write the size and hash of every file into the descriptor; return the names that changed."""
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    changed = []
    for entry in descriptor["resources"]:
        content = (folder / entry["path"]).read_bytes()
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        if entry.get("hash") != digest:
            changed.append(entry["name"])
        entry["bytes"] = len(content)
        entry["hash"] = digest
        if entry["format"] == "csv":
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
            entry["row_digests"] = "".join(row_digest(cells) for cells in rows)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    return changed


if __name__ == "__main__":
    sys.stdout.write(f"sealed; changed: {', '.join(seal()) or 'nothing'}\n")
