"""What commands print and write: tables, files, and how far a long work is."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from nuzuh.files.ledger import safe_cell
from nuzuh.loaders.writing import check_writable, write_whole


@dataclass(frozen=True)
class Output:
    """Where ``-o`` leads.

    Attributes:
        file: path of the file; None for standard output, which is written ``-``.
    """

    file: Path | None

    @property
    def name(self) -> str:
        """How it is named in a sentence."""
        return self.file.name if self.file else "standard output"

    @property
    def ending(self) -> str:
        """What the file's name ends in, without its stop; "" for standard output."""
        return self.file.suffix.removeprefix(".").casefold() if self.file else ""

    def check(self) -> None:
        """Refuse what can never be written, before the work is done.

        Raises:
            RefusedError: see :func:`nuzuh.loaders.writing.check_writable`.
        """
        if self.file is not None:
            check_writable(self.file)

    def write(self, content: bytes) -> None:
        """Write everything: a file whole or not at all, standard output byte by byte.

        Raises:
            RefusedError: when the file cannot be written.
            OSError: when standard output cannot.
        """
        if self.file is not None:
            write_whole(self.file, content)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def _output(text: str) -> Output:
    return Output(None if text == "-" else Path(text))


def output_option(**attributes: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``-o`` to a command, which is told it as ``output``, an :class:`Output`.

    Args:
        attributes: what else :func:`click.option` is to know.
    """
    return click.option(
        "-o",
        "--output",
        type=_output,
        **{"required": True, "metavar": "FILE", "help": "- is standard output", **attributes},
    )


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


def say_meanwhile(doing: str) -> None:
    """Tell someone at a terminal what takes the next seconds; nobody where nobody sits."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{doing} ...\n")


def counted_steps(what: str = "") -> Callable[[int, int], None] | None:
    """Return what tells someone at a terminal the steps done and to do; None where nobody sits.

    Args:
        what: the steps, such as *days counted*.
    """
    if not sys.stderr.isatty():
        return None
    of_what = f" {what}" if what else ""

    def told(done: int, steps: int) -> None:
        sys.stderr.write(f"\r{done} of {steps}{of_what}" + ("\n" if done == steps else ""))

    return told
