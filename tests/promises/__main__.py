"""Writes the lists of promises anew; see :mod:`tests.promises`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any


def main() -> None:
    """Write the lists from the frozen tables, or all from the embedded ones to a file."""
    with tempfile.TemporaryDirectory(prefix="nuzuh-cache-") as cache:
        os.environ |= {"NUZUH_CACHE": cache, "NUZUH_OFFLINE": "1"}
        from tests.frozen import frozen_data
        from tests.promises import doors, kept
        from tests.promises.asked import COMMANDS, LINKS, SLOW

        live = len(sys.argv) > 1
        target = Path(sys.argv[1]).resolve() if live else None
        with nullcontext() if live else frozen_data(), kept.in_a_folder():
            if not live:
                doors.give_ranges()
            found: dict[str, Any] = {
                "links": [kept.link(query) for query in LINKS],
                "commands": [kept.command(line) for line in COMMANDS],
                "names": kept.names(),
            }
            if not live:
                found["commands"] += [kept.command(line) for line in SLOW]
        files = (
            {target: found}
            if target
            else {kept.FOLDER / f"{name}.json": part for name, part in found.items()}
        )
        for path, part in files.items():
            text = json.dumps(part, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
