"""``nuzuh doctor``: is everything there, writable, reachable, fresh, whole, and what to do next."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby

import click

import nuzuh
from nuzuh.cli.health.finding import LEVELS, Finding, gravest
from nuzuh.cli.output import print_json
from nuzuh.cli.parsing import Bare, format_option

_WIDEST = 110
_WHAT = 22
"""Columns of what was looked at."""


@click.command(cls=Bare, help="is everything there, writable, reachable and fresh; what to do next")
@format_option("text", "json")
@click.pass_context
def doctor(context: click.Context, form: str) -> None:
    """Look at the installation, and end with 0 (all well), 1 (something to look at) or 2."""
    # It looks at what draws, too, which other commands start without.
    from nuzuh.cli.health.examined import examined  # noqa: PLC0415

    findings = examined(datetime.now(UTC))
    level = gravest(findings)
    if form == "json":
        told = [asdict(finding) for finding in findings]
        print_json({"nuzuh": nuzuh.__version__, "status": level, "findings": told})
    else:
        width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
        sys.stdout.write("".join(f"{line}\n" for line in table(findings, width)))
    sys.stdout.flush()
    if level != "ok":
        context.exit(LEVELS.index(level))


def table(findings: list[Finding], width: int) -> Iterator[str]:
    """Yield the lines of a table of findings.

    Args:
        findings: in the order of their groups.
        width: columns that a line has at most.
    """
    for group, members in groupby(findings, key=lambda finding: finding.group):
        yield group
        for one in members:
            head = f"  {one.level:<7} {one.what:<{_WHAT}} "
            if len(one.what) > _WHAT:
                yield head.rstrip()
                head = " " * (len("  ") + 7 + 1 + _WHAT + 1)
            yield from _wrapped(head, one.found, width)
            if one.do:
                yield from _wrapped(" " * len(head) + "-> ", one.do, width)
        yield ""
    counts = {level: sum(one.level == level for one in findings) for level in LEVELS}
    parts = [f"{counts['broken']} broken"] if counts["broken"] else []
    parts += [f"{counts['look']} to look at"] if counts["look"] else []
    yield f"{', '.join(parts)}." if parts else "All well."


def _wrapped(head: str, text: str, width: int) -> Iterator[str]:
    lines = textwrap.wrap(
        text,
        max(20, width - len(head)),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for number, line in enumerate(lines):
        yield (head if number == 0 else " " * len(head)) + line
