"""nuzuh from the command line: the same functions as the app, without a browser.

Everything that goes wrong is said on stderr in one sentence, with exit code 2.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from nuzuh.cli import process


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: the words after ``nuzuh``; those of the process when None, whose
            streams, warnings and Ctrl-C are then the command's own.

    Returns:
        0, 2 when something was refused, or 130 when the reader stopped it.

    Raises:
        SystemExit: with 0, after ``--help``.
    """
    try:
        if arguments is None:
            process.take_streams()
            process.quiet_warnings()
        with process.stopped_at_once(active=arguments is None):
            from nuzuh.cli.program import run  # noqa: PLC0415 (a damaged territory is found here)
    except ValueError as damage:
        sys.stderr.write(f"{damage}\n")
        return 2
    except ImportError as missing:
        sys.stderr.write(_told(missing))
        return 2
    code = run(arguments)
    return process.end(code) if arguments is None else code


def _told(missing: ImportError) -> str:
    """What is wrong with the installation, where nuzuh itself cannot be imported."""
    from nuzuh.cli.health.dependencies import python_and_packages  # noqa: PLC0415

    lines = [f"nuzuh cannot start: {missing}"]
    lines += [
        f"{one.what}: {one.found}; {one.do}"
        for one in python_and_packages()
        if one.level == "broken"
    ]
    return "".join(f"{line}\n" for line in lines)
