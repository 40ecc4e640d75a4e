"""What commands print: tables as CSV or JSON, and how far a long work is."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from typing import Any

from nuzuh.files.ledger import safe_cell


def print_csv(rows: list[dict[str, object]]) -> None:
    """Print rows of the same columns, with a header."""
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    safe = [{n: safe_cell(v) if isinstance(v, str) else v for n, v in r.items()} for r in rows]
    writer.writerows(safe)


def print_json(content: Any) -> None:
    """Print content as JSON that people can read too."""
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def counted_steps() -> Callable[[int, int], None] | None:
    """Return what tells someone at a terminal the steps done and to do; None where nobody sits."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, steps: int) -> None:
        sys.stderr.write(f"\r{done} of {steps}" + ("\n" if done == steps else ""))

    return told
